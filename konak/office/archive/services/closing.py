"""A matter is finished and its clock starts, or it goes on and the clock stands still."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take
from konak.foundation.lifecycle import Refused

from .. import lifecycle, queries
from ..models import Folder, Rule

MOST = 500
"""Files that are closed at once."""


def clocked(folder: Folder) -> None:
    """Set the clock of a file that is closed, by the plan in force."""
    rule: Rule | None = queries.rule_for(folder.code)
    folder.plan, folder.final, folder.unit_until, folder.keep_until = None, "", None, None
    if rule is None or folder.closed_on is None:
        return
    folder.plan, folder.final = rule.plan, rule.final
    ends = folder.closed_on.year + rule.unit_years
    folder.unit_until = dt.date(ends, 12, 31)
    folder.keep_until = dt.date(ends + rule.archive_years, 12, 31) if rule.archive_years is not None else None


def close_folder(number: str, *, actor: Actor, on: dt.date | None = None) -> Folder:
    """The matter is finished: years count from the first day of the next one (Devlet Arşiv Hizmetleri Hk. Yön.)."""
    actor = queries.archivist(actor)
    with take(lifecycle.CLOSE, Folder, number, actor) as folder:
        day = on or localdate()
        if day > localdate():
            raise Refused("Kapanış günü ileri bir gün olamaz.")
        if day.year < folder.year:
            raise Refused(f"Dosya {folder.year} yılının; daha önce kapanmış olamaz.")
        folder.closed_on = day
        clocked(folder)
        folder.volumes.filter(closed_on=None).update(closed_on=day)
        publish(lifecycle.CLOSED, folder=number)
    return folder


def reopen(number: str, *, actor: Actor, why: str) -> Folder:
    """The matter goes on: the clock stands still until it is closed again."""
    if not why.strip():
        raise Refused("Dosyanın neden yeniden açıldığını yazın.")
    actor = queries.archivist(actor)
    with take(lifecycle.REOPEN, Folder, number, actor, note=why.strip()) as folder:
        if folder.transfers.filter(live=True).exists() or folder.disposals.filter(live=True).exists():
            raise Refused("Dosya süren bir devir ya da ayıklama listesinde; önce oradan çıkarılmalı.")
        folder.closed_on = None
        clocked(folder)
    return folder


@transaction.atomic
def close_many(*, actor: Actor, numbers: Sequence[str], on: dt.date | None = None) -> list[Folder]:
    """Close the files of a year at once; where one cannot be closed none is, and it is said which."""
    wanted = list(dict.fromkeys(one.strip().upper() for one in numbers if one.strip()))
    if not wanted:
        raise Refused("En az bir dosya seçin.")
    if len(wanted) > MOST:
        raise Refused(f"Bir kerede en çok {MOST} dosya kapatılır.")
    made = []
    for number in wanted:
        try:
            made.append(close_folder(number, actor=actor, on=on))
        except Refused as refusal:
            raise Refused(f"{number}: {refusal}") from None
        except ObjectDoesNotExist:
            raise Refused(f"«{number}» sayılı dosya bulunamadı.") from None
    return made
