"""Requests to the warehouse: in reach, of a ticket, of a device."""

import datetime as dt
from typing import Annotated, Any

from django.apps import apps
from django.db.models import Avg, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.utils.timezone import make_aware
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator

from konak.estate.assets import public as assets
from konak.estate.supplies import public as supplies
from konak.foundation.access import Actor
from konak.service.desk import public as desk

from . import access
from .lifecycle import State
from .models import Kind, PartRequest

Units = frozenset[int] | None
NEAR = ("asset", "item", "warehouse", "holder", "new_asset", "ticket__case")


def _clean(value: Any) -> Any:
    return value.replace("\0", "").strip()[:60] or None if isinstance(value, str) else value


Words = Annotated[str | None, BeforeValidator(_clean)]


class RequestFilter(FilterSchema):
    """`state`: a state of the request; `ticket` is the number of a ticket, `tag` of a device."""

    state: Annotated[Words, FilterLookup("case__state")] = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    ticket: Annotated[Words, FilterLookup("ticket__case__number")] = None
    tag: Annotated[Words, FilterLookup("asset__tag")] = None


def requests(actor: Actor, filters: RequestFilter | None = None) -> QuerySet[PartRequest]:
    rows: QuerySet[PartRequest] = PartRequest.objects.filter(actor.reach(access.VIEW).q("case__"))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related(*NEAR)


def request(actor: Actor, number: str) -> PartRequest:
    return requests(actor).get(case__number=number.replace("\0", "").strip())


def ticket_key(actor: Actor, number: str) -> int | None:
    """The key of a ticket the actor sees; the device it names is told by `device_of`."""
    if desk.facts_of(actor, number) is None:
        return None
    rows = apps.get_model("desk", "Ticket")._default_manager.filter(case__number=number)
    return rows.values_list("pk", flat=True).first()


def device_of(number: str) -> str:
    """The device a ticket is about; the caller was given the ticket."""
    # reach: the ticket was found through one
    rows = apps.get_model("desk", "Ticket")._default_manager.filter(case__number=number)
    return rows.values_list("asset_tag", flat=True).first() or ""


def of_ticket(ticket: Any, actor: Actor) -> dict[str, Any] | None:
    """The card on the page of a ticket: for whoever asked only what was given, for the desk the buttons too."""
    rows = list(PartRequest.objects.filter(ticket=ticket.pk).select_related(*NEAR).order_by("pk"))
    serves = actor.user_id != ticket.requester_id and actor.holds(access.ASK) and not ticket.ended
    serves = serves and actor.reach(access.ASK).covers(ticket.case)
    if not rows and not serves:
        return None
    held = {row.new_asset_id: held_words(row) for row in rows if row.new_asset_id}
    return {
        "rows": [(row, held.get(row.new_asset_id, ("", ""))) for row in rows],
        "given": [row for row in supplies.given_for(ticket.case.number) if not row.undone],
        "may_ask": serves,
        "tag": ticket.asset_tag,
        "number": ticket.case.number,
    }


def held_words(row: PartRequest) -> tuple[str, str]:
    """Whether the new device was accepted, in words."""
    found = assets.custody_of(row.slip, row.new_asset_id or 0) if row.slip else None
    if found is None:
        return "", ""
    return found.state_label, found.state_kind


def of_asset(asset: Any, actor: Actor) -> list[PartRequest] | None:
    """Requests that were about a device, or gave it in the place of another."""
    rows = requests(actor).filter(Q(asset=asset.pk) | Q(new_asset=asset.pk)).order_by("-pk")[:15]
    return list(rows) or None


def of_receipt(receipt: Any, actor: Actor) -> list[PartRequest] | None:
    """What a movement receipt was written for."""
    return list(requests(actor).filter(receipt=receipt.case.number)) or None


def waiting(actor: Actor) -> int:
    """Requests that wait for this registrar."""
    # reach: one's own
    if actor.user_id is None:
        return 0
    return PartRequest.objects.filter(case__state=State.ASKED, case__assignee_id=actor.user_id).count()


def given(units: Units, until: dt.date) -> QuerySet[PartRequest]:
    # reach: public inside the house, because indicators count for everybody
    end = make_aware(dt.datetime.combine(until + dt.timedelta(1), dt.time()))
    rows: QuerySet[PartRequest] = PartRequest.objects.filter(case__state=State.GIVEN, case__closed_at__lt=end)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def last_given(units: Units, until: dt.date) -> dt.datetime | None:
    found: dt.datetime | None = given(units, until).aggregate(last=Max("case__closed_at"))["last"]
    return found


def hours_waited(units: Units, since: dt.date, until: dt.date) -> float | None:
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    waited = ExpressionWrapper(F("case__closed_at") - F("case__opened_at"), output_field=DurationField())
    found = given(units, until).filter(case__closed_at__gte=begin).aggregate(mean=Avg(waited))["mean"]
    return round(found.total_seconds() / 3600, 1) if found is not None else None


def swapped(units: Units, since: dt.date, until: dt.date) -> float | None:
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    return float(given(units, until).filter(case__closed_at__gte=begin, kind=Kind.DEVICE).count())
