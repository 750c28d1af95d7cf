"""Kamu zararı files in reach, and what is paid of them."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from konak.foundation.access import Actor

from .. import access
from ..models import ValueLoss


def losses(actor: Actor, state: str = "") -> QuerySet[ValueLoss]:
    """Kamu zararı files in reach."""
    rows: QuerySet[ValueLoss] = ValueLoss.objects.filter(actor.reach(access.VIEW).q("case__"))
    if state == "waiting":
        rows = rows.filter(case__closed_at=None)
    elif state:
        rows = rows.filter(case__state=state)
    return rows.select_related("stocktake__case", "stocktake__warehouse").annotate(
        collected=Sum("people__payments__amount", default=Decimal(0))
    )


def loss(actor: Actor, number: str) -> ValueLoss:
    return losses(actor).get(case__number=number.replace("\0", ""))


def loss_sheet(record: ValueLoss, actor: Actor) -> dict[str, Any]:
    # reach: the file was found through one
    people: list[dict[str, Any]] = []
    for one in record.people.select_related("user").prefetch_related("payments").order_by("pk"):
        payments = list(one.payments.all())
        paid = sum((row.amount for row in payments), Decimal(0))
        people.append({"row": one, "payments": payments, "paid": paid, "left": one.amount - paid})
    covers = actor.reach(access.PLAN).covers(record.case)
    return {
        "people": people,
        "shared": sum((one["row"].amount for one in people), Decimal(0)),
        "paid": sum((one["paid"] for one in people), Decimal(0)),
        "may_name": covers and record.case.state == "open",
        "may_pay": covers and record.case.state in ("notified", "legal"),
        "number": record.case.number,
    }
