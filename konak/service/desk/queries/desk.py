"""Tickets in reach: one by number, many by filter."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.urls import reverse
from django.utils.timezone import now

from konak.foundation.access import Actor

from .. import access
from ..models import Escalation, EscalationRule, Message, Ticket

NEAR = (
    "case__unit",
    "case__assignee",
    "case__opened_by",
    "case__opened_from_unit",
    "service__group",
    "requester",
    "system",
    "level__hours",
    "own_level__hours",
)


def tickets(actor: Actor) -> QuerySet[Ticket]:
    """Every ticket in reach."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows


def ticket(actor: Actor, number: str) -> Ticket:
    """One ticket; out of reach and unknown are the same `Ticket.DoesNotExist`."""
    return tickets(actor).select_related(*NEAR).get(case__number=number)


def said_openly(number: str) -> QuerySet[Message]:
    """What whoever asked may read on a ticket, the oldest first."""
    # reach: public inside the house, because the mailroom sends it to whoever asked
    rows = Message.objects.filter(ticket__case__number=number, internal=False)
    return rows.annotate(many_files=Count("files")).order_by("pk")


def of_device(actor: Actor, tag: str, limit: int = 10) -> list[Ticket] | None:
    """What was asked about a device, as far as the actor sees it; None where there is nothing."""
    if not tag:
        return None
    rows = tickets(actor).filter(asset_tag=tag).select_related("service", "requester").order_by("-case_id")
    return list(rows[:limit]) or None


def of_system(actor: Actor, system: Any, limit: int = 8) -> dict[str, Any] | None:
    """Open tickets about an information system and how many a year brought, as far as the actor sees them."""
    rows = tickets(actor).filter(system_id=system.pk)
    live = list(rows.filter(case__resting=False).select_related("requester").order_by("-case_id")[: limit + 1])
    year = rows.filter(opened_at__gte=now() - dt.timedelta(days=365)).count()
    if not live and not year:
        return None
    url = f"{reverse('desk:queue')}?kuyruk=ekip&system={system.pk}"
    return {"tickets": live[:limit], "more": len(live) > limit, "year": year, "url": url}


def open_of_systems(actor: Actor, limits: Mapping[int, int]) -> dict[int, list[Ticket]]:
    """Open tickets about information systems (by key, with how many of each), by themselves or by their service.

    The newest first; one statement for all.
    """
    if not limits:
        return {}
    rows = tickets(actor).filter(case__closed_at=None).annotate(about=Coalesce("system_id", "service__system_id"))
    newest = Window(RowNumber(), partition_by="about", order_by="-case_id")
    rows = rows.filter(about__in=list(limits)).annotate(rank=newest).filter(rank__lte=max(limits.values()))
    found: dict[int, list[Ticket]] = {}
    for row in rows.select_related("service", "requester").order_by("-case_id"):
        if row.rank <= limits[row.about]:
            found.setdefault(row.about, []).append(row)
    return found


def ticket_of_source(source: str) -> Ticket | None:
    """The open ticket of an announced source."""
    # reach: the announcing app's own
    return Ticket.objects.filter(live_source=source).first()


def without_rule(rows: QuerySet[Ticket], rule: EscalationRule, field: str) -> QuerySet[Ticket]:
    """Those of `rows` to which a rule was not applied for their present deadline."""
    # reach: the round of the desk, which sees every ticket
    applied = Escalation.objects.filter(ticket=OuterRef("pk"), rule=rule, due_at=OuterRef(field))
    return rows.filter(~Exists(applied)).order_by(field)
