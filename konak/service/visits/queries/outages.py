"""Outages in reach, those announced to everybody, and what each of them hits."""

import datetime as dt
from typing import Annotated

from django.db.models import Q, QuerySet
from django.utils.timezone import now
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.cases import queries as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import below, on_day
from konak.governance.systems import public as systems
from konak.service.desk import public as desk

from .. import access
from ..models import Audience, Outage, OutageUpdate
from .visits import Key, Words

LIVE = ("announced", "underway")
PAST_SHOWN = dt.timedelta(days=30)


class OutageFilter(FilterSchema):
    """`state`: "live" (announced or under way), "late" (should be over) or a state; `year` of its beginning."""

    state: Words = None
    nature: Annotated[Words, FilterLookup("nature")] = None
    unit: Annotated[Key, FilterLookup("case__unit_id")] = None
    system: Annotated[Words, FilterLookup("systems__code")] = None

    def filter_state(self, value: str | None) -> Q:
        match value:
            case "live":
                return Q(case__state__in=LIVE)
            case "late":
                return Q(case__state__in=LIVE, ends_at__lt=now())
        return Q(case__state=value) if value else Q()


def outages(actor: Actor, filters: OutageFilter | None = None) -> QuerySet[Outage]:
    rows: QuerySet[Outage] = Outage.objects.filter(actor.reach(access.OUTAGE_VIEW).q("case__"))
    if filters is not None:
        rows = filters.filter(rows)
    return rows


def outage(actor: Actor, number: str) -> Outage:
    """One by number; out of reach and unknown are the same `Outage.DoesNotExist`."""
    rows = outages(actor).prefetch_related("systems", "services", "places", "assets", "units")
    return rows.get(case__number=number.replace("\0", "").strip())


def updates_of(one: Outage) -> list[OutageUpdate]:
    # reach: the outage was found through one, or was announced to the reader
    return list(one.updates.select_related("by").order_by("-pk")[:50])


def _told_to(actor: Actor) -> Q:
    """The announced outages that are meant for somebody; without an account those shown to the world."""
    told = ~Q(case__state="draft") & Q(announced_at__isnull=False)
    if actor.user_id is None:
        return told & Q(world=True)
    line: set[int] = set()
    for seat in actor.seats:
        line |= {seat.unit_id, *seat.line}
    near = Q(audience=Audience.UNITS) & (
        Q(units__in=line) | Q(systems__served__unit_id__in=line) | Q(case__unit_id__in=line)
    )
    mine = Q(case__unit_id__in=[unit for seat in actor.seats for unit in seat.branch])
    return told & (Q(audience=Audience.EVERYBODY) | near | mine)


def board_of(actor: Actor, *, live: bool = False, limit: int = 40) -> list[Outage]:
    """What is shown to somebody: what is under way first, then what comes, then what lately was."""
    # reach: public inside the house as far as each was announced
    keys = Outage.objects.filter(_told_to(actor)).values("pk")
    rows = Outage.objects.filter(pk__in=keys)
    if live:
        rows = rows.filter(case__state__in=LIVE)
    else:
        rows = rows.filter(Q(case__state__in=LIVE) | Q(case__closed_at__gte=now() - PAST_SHOWN))
    found = list(rows.prefetch_related("systems", "services", "places", "units").order_by("starts_at", "pk")[:limit])
    rank = {"underway": 0, "announced": 1}
    return sorted(
        found, key=lambda one: (rank.get(one.case.state, 2), one.starts_at if one.case.state in LIVE else now())
    )


def public_outage(actor: Actor, number: str) -> Outage:
    """One announced outage for whoever it was announced to."""
    # reach: public inside the house as far as it was announced
    rows = Outage.objects.filter(_told_to(actor), case__number=number.replace("\0", ""))
    one: Outage | None = rows.first()
    if one is None:
        raise Outage.DoesNotExist
    return one


def in_calendar(actor: Actor) -> list[Outage]:
    """Outages for one's own calendar."""
    # reach: public inside the house as far as each was announced
    since = now() - dt.timedelta(days=60)
    keys = Outage.objects.filter(_told_to(actor), ends_at__gte=since).values("pk")
    return list(Outage.objects.filter(pk__in=keys).order_by("starts_at")[:200])


def affecting(service_id: int, asset_tag: str = "") -> list[Outage]:
    """Live outages that explain a ticket: of its service, or of its device."""
    # reach: public inside the house, because they are announced
    hit = Q(services=service_id)
    if asset_tag:
        hit |= Q(assets__tag=asset_tag)
    keys = Outage.objects.filter(hit, case__state__in=LIVE).values("pk")
    return list(Outage.objects.filter(pk__in=keys).order_by("starts_at")[:5])


def affected_units(one: Outage) -> set[int]:
    """Units that feel it: those named and those that work with its systems, with all units below."""
    # reach: the outage was found through one
    named = set(one.units.values_list("pk", flat=True))
    named |= systems.served_units(list(one.systems.values_list("pk", flat=True)))
    found: set[int] = set()
    for unit_id in named:
        found |= below(unit_id)
    return found


def affected_people(one: Outage) -> list[int]:
    """Whom the announcement reaches."""
    # reach: the outage was found through one
    if one.audience == Audience.EVERYBODY:
        return list(User.objects.filter(is_active=True).values_list("pk", flat=True))
    units = below(one.case.unit_id)
    if one.audience == Audience.UNITS:
        units |= affected_units(one)
    seated = Appointment.objects.filter(on_day(), unit_id__in=units, user__is_active=True)
    return sorted(set(seated.values_list("user_id", flat=True)))


def overlapping(actor: Actor, one: Outage, limit: int = 40) -> list[desk.TicketFacts]:
    """Tickets that came in while it lasted, of its services or about its devices, and are not linked yet."""
    since = (one.began_at or one.starts_at) - dt.timedelta(minutes=15)
    until = min(one.ended_at or now(), now())
    services = list(one.services.values_list("pk", flat=True))
    tags = list(one.assets.values_list("tag", flat=True))
    if until < since or not (services or tags):
        return []
    found = desk.tickets_between(actor, since, until, services=services, limit=limit) if services else []
    for tag in tags[:10]:
        found += [row for row in desk.tickets_of_asset(actor, tag) if since <= row.opened_at <= until]
    linked = {other.number for _, other in cases.links(actor, one.case)}
    seen: dict[str, desk.TicketFacts] = {row.number: row for row in found if row.number not in linked}
    return list(seen.values())[:limit]


def linked_tickets(actor: Actor, one: Outage) -> list[str]:
    """Numbers of the tickets that were tied to it."""
    kind = "desk.ticket"
    return [other.number for _, other in cases.links(actor, one.case) if other.kind == kind]


def all_known(systems_: list[int], services: list[int], places: list[int], units: list[int]) -> None:
    """Refuse keys that name nothing: a form offers only what is there, a machine may send anything."""
    # reach: public inside the house, because only whether it is there is asked
    for model, keys, label in (
        (Outage.systems.rel.model, systems_, "bilgi sistemi"),
        (Outage.services.rel.model, services, "destek hizmeti"),
        (Outage.places.rel.model, places, "yer"),
        (Outage.units.rel.model, units, "birim"),
    ):
        if model._default_manager.filter(pk__in=keys).count() != len(set(keys)):
            raise Refused(f"Verilen anahtarlardan biri hiçbir {label} değil.")
