"""Evidence: filed by hand with file, period and date, hashed and attributable; or counted from capabilities."""

import datetime as dt
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..lifecycle import PROVED
from ..models import Duty, Evidence
from .register import stand, tell


@transaction.atomic
def file_evidence(
    duty_id: int,
    *,
    actor: Actor,
    title: str,
    period_from: dt.date,
    period_to: dt.date,
    note: str = "",
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> Evidence:
    """File a proof that a duty was done in a period; it can be withdrawn with a reason, never changed."""
    Duty.objects.select_for_update().get(pk=duty_id)
    duty = queries.duty(actor, duty_id)
    seat = queries.proving_seat(actor, duty)
    if seat is None:
        raise Refused(f"«{access.PROVE.label}» için yetkiniz yok. Yetkili: görevin biriminde çalışanlar.")
    if duty.closed_on and period_to > duty.closed_on:
        raise Refused(f"Görev {duty.closed_on:%d.%m.%Y} günü kapandı; sonrası için kanıt eklenemez.")
    if period_to < period_from:
        raise Refused("Dönem sonu, dönem başından önce olamaz.")
    if period_from > localdate():
        raise Refused("Henüz gelmemiş bir dönem için kanıt eklenemez.")
    if not title.strip():
        raise Refused("Kanıta bir başlık verin.")
    evidence = Evidence(
        duty=duty,
        title=title.strip(),
        note=note.strip(),
        period_from=period_from,
        period_to=period_to,
        file=_kept(actor, file, file_name, seat.unit_id),
        unit_id=seat.unit_id,
        filed_by_id=actor.user_id,
        filed_at=now(),
        digest="",
    )
    evidence.digest = queries.digest_of(evidence)
    evidence.save()
    stand(duty)
    tell(duty, "prove", actor, f"kanıt {evidence.pk}", seat=seat)
    publish(PROVED, duty_id=duty.pk)
    return evidence


def _kept(actor: Actor, file: IO[bytes] | None, name: str, unit_id: int) -> StoredFile | None:
    if file is None:
        return None
    name = name or getattr(file, "name", "") or "kanit"
    return store(actor=actor, content=file, name=name, unit_id=unit_id, purpose="legislation.evidence")


@transaction.atomic
def withdraw_evidence(evidence_id: int, *, actor: Actor, why: str) -> Evidence:
    """Take a wrong proof back: it stays readable, struck out, with the reason."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("duty").get(pk=evidence_id)
    duty = queries.duty(actor, evidence.duty_id)
    seat = queries.proving_seat(actor, duty) if evidence.filed_by_id == actor.user_id else None
    if seat is None and not actor.reach(access.MANAGE).covers(duty):
        raise Refused("Kanıtı yalnız ekleyen ya da birimin müdürü geri alabilir.")
    if evidence.withdrawn_at:
        raise Refused("Bu kanıt zaten geri alınmış.")
    if not why.strip():
        raise Refused("Geri alma nedenini yazın.")
    evidence.withdrawn_at, evidence.withdrawn_why = now(), why.strip()
    evidence.save()
    stand(duty)
    tell(duty, "withdraw", actor, f"kanıt {evidence.pk}", seat=seat)
    return evidence
