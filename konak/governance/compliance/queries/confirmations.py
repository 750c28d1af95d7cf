"""Confirmations: terms, one of them with its lines, what lies below it, and whether it is still what was signed."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from konak.foundation.access import Actor

from .. import access
from ..lifecycle import GOOD, WAITING, PeriodState
from ..models import Confirmation, ConfirmationPlan, DutyPeriod


def confirmations(actor: Actor, ends_on: dt.date | None = None) -> QuerySet[Confirmation]:
    """Confirmations in reach, the newest term first, from the top of the house down."""
    rows = Confirmation.objects.filter(actor.reach(access.VIEW).q("case__"))
    if ends_on is not None:
        rows = rows.filter(ends_on=ends_on)
    rows = rows.select_related("of_unit", "signed_by", "case__assignee").annotate(
        every=Count("lines"),
        answered=Count("lines", filter=~Q(lines__answer="")),
        fine=Count("lines", filter=Q(lines__answer="done")),
    )
    found: QuerySet[Confirmation] = rows.order_by("-ends_on", "pk")
    return found


def terms(actor: Actor) -> list[tuple[dt.date, dt.date]]:
    """The terms with confirmations in reach, the newest first."""
    rows = Confirmation.objects.filter(actor.reach(access.VIEW).q("case__"))
    return list(rows.order_by("-ends_on").values_list("begins_on", "ends_on").distinct()[:40])


def confirmation(actor: Actor, number: str) -> Confirmation:
    """One confirmation by number; out of reach and unknown are the same `DoesNotExist`."""
    rows = Confirmation.objects.select_related("of_unit", "signed_by", "above__case", "above__of_unit", "case__unit")
    found: Confirmation = rows.get(actor.reach(access.VIEW).q("case__"), case__number=number)
    return found


def lower_ones(record: Confirmation) -> QuerySet[Confirmation]:
    """The confirmations that flow into one."""
    # reach: the record was found through one
    rows = record.below.select_related("of_unit", "signed_by", "case").order_by("of_unit__name")
    return rows.annotate(every=Count("lines"), fine=Count("lines", filter=Q(lines__answer="done")))


def confirmation_plan(unit_id: int) -> ConfirmationPlan | None:
    # reach: public inside the house, because how often a department confirms is no secret
    return ConfirmationPlan.objects.filter(unit_id=unit_id).select_related("unit").first()


def confirmation_plans(actor: Actor) -> QuerySet[ConfirmationPlan]:
    """Plans of departments whose compliance the actor manages."""
    reach = actor.reach(access.MANAGE)
    rows = ConfirmationPlan.objects.select_related("unit").order_by("unit__name")
    return rows if reach.everywhere else rows.filter(unit_id__in=reach.units)


def tallies(duty_ids: Iterable[int], since: dt.date, until: dt.date) -> dict[int, tuple[int, int, int]]:
    """For each duty: its periods that end in a term, how many were done, how many were late or not done."""
    # reach: public, because the asker holds records with a reach of their own
    rows = DutyPeriod.objects.filter(duty_id__in=list(duty_ids), ends_on__range=(since, until))
    rows = rows.exclude(case__state__in=[PeriodState.LAPSED, PeriodState.EXCUSED])
    rows = rows.annotate(settled_day=TruncDate("settled_at"))
    late = (
        Q(case__state=PeriodState.NOT_DONE)
        | Q(case__state__in=WAITING, case__due_on__lt=localdate())
        | Q(case__state__in=GOOD, settled_day__gt=F("case__due_on"))
    )
    counted = (
        rows.order_by()
        .values_list("duty_id")
        .annotate(every=Count("pk"), good=Count("pk", filter=Q(case__state__in=GOOD)), bad=Count("pk", filter=late))
    )
    return {duty: (every, good, bad) for duty, every, good, bad in counted}


def written(record: Confirmation) -> dict[str, Any]:
    """Everything a signed confirmation claims, in the form its digest covers (docs/handbook/gorev-teyidi.md)."""
    # reach: the record was found through one
    return {
        "number": record.case.number,
        "unit": record.of_unit_id,
        "position": record.position,
        "from": record.begins_on.isoformat(),
        "to": record.ends_on.isoformat(),
        "note": record.note,
        "missing": record.missing_why,
        "by": record.signed_by_id,
        "at": record.signed_at.astimezone(dt.UTC).isoformat(timespec="microseconds") if record.signed_at else "",
        "lines": [
            {
                "duty": line.duty_id,
                "regulation": line.regulation,
                "path": line.path,
                "text": line.text,
                "proof": line.proof,
                "last": line.last_proof_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
                if line.last_proof_at
                else "",
                "periods": [line.periods, line.periods_done, line.periods_late],
                "answer": line.answer,
                "remark": line.remark,
            }
            for line in record.lines.order_by("order")
        ],
    }


def digest_of(record: Confirmation) -> str:
    """SHA-256 over `written`: JSON with sorted keys, no blanks, UTF-8."""
    line = json.dumps(written(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()


def fault_of(record: Confirmation) -> str:
    """What is wrong with a signed confirmation, in words; empty when it is what was signed."""
    if record.digest and digest_of(record) != record.digest:
        return "Teyidin özeti tutmuyor: imzadan sonra değiştirilmiş."
    return ""
