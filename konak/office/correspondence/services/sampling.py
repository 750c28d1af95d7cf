"""Codes of the plan, looked at by chance: right, or corrected; who misfiles follows from it."""

import datetime as dt
import random

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry

from .. import access, queries
from ..models import CheckState, CodeCheck, Incoming, Letter

SAMPLE = 20
"""Documents drawn in a week."""
WINDOW = dt.timedelta(days=30)


@transaction.atomic
def draw(*, actor: Actor, count: int = SAMPLE, chance: random.Random | None = None) -> int:
    """Draw documents filed lately that nobody looked at; returns how many."""
    del actor
    chance = chance or random.SystemRandom()
    since = now() - WINDOW
    looked = CodeCheck.objects.values("case_id")
    came = Incoming.objects.filter(case__opened_at__gte=since, file_code__isnull=False).exclude(pk__in=looked)
    wrote = Letter.objects.filter(signed_at__gte=since).exclude(pk__in=looked)
    found = [(key, code) for key, code in came.values_list("pk", "file_code_id").order_by("-pk")[:2_000]]
    found += [(key, code) for key, code in wrote.values_list("pk", "file_code_id").order_by("-pk")[:2_000]]
    chosen = chance.sample(found, min(count, len(found)))
    cases = Case.objects.in_bulk([key for key, _ in chosen])
    made = CodeCheck.objects.bulk_create(
        [CodeCheck(case_id=key, code_id=code, filed_by_id=_filer(cases[key])) for key, code in chosen],
        ignore_conflicts=True,
    )
    return len(made)


def _filer(case: Case) -> int | None:
    """Who gave the code it has: whoever mended it last, otherwise whoever opened the document."""
    rows = Entry.objects.filter(kind=case.kind, subject=case.number, verb="correct", note__startswith="kod ")
    last = rows.order_by("-pk").values_list("user_id", flat=True).first()
    return last or case.opened_by_id


@transaction.atomic
def judge_code(check_id: int, *, actor: Actor, code: str = "", note: str = "") -> CodeCheck:
    """Say that a code is right (nothing typed), or which one is; an incoming document gets it at once. The number of
    a letter that was signed keeps the code it was given with: there the finding alone is kept."""
    row = queries.code_checks(actor).select_for_update(of=("self",)).get(pk=check_id)
    if not actor.reach(access.MANAGE).covers(row.case):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")
    if row.state != CheckState.WAITING:
        raise Refused("Bu kod zaten denetlenmiş.")
    if row.filed_by_id is not None and row.filed_by_id == actor.user_id:
        raise Refused("Kendi verdiğiniz kodu siz denetleyemezsiniz; başka biri bakar.")
    wanted = queries.named_code(code) if code.strip() else None
    if code.strip() and wanted is None:
        raise Refused(f"«{code}» dosya planında yok.")
    row.state = CheckState.RIGHT
    if wanted is not None and wanted.pk != row.code_id:
        row.state, row.right_code = CheckState.CORRECTED, wanted
        found = Incoming.objects.select_for_update(of=("self",)).filter(pk=row.case_id).first()
        if found is not None:
            found.file_code = wanted
            found.save(update_fields=["file_code"])
        tell(row.case, "recode", actor, f"kod {row.code.code} → {wanted.code}")
    row.note, row.checked_by_id, row.checked_at = note.strip()[:300], actor.user_id, now()
    row.save()
    return row
