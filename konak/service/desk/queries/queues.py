"""Queues: what waits for me, for my team, what is late; keyset pages that cost the same however many closed."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.expressions import Func
from django.db.models.functions import Concat
from django.utils.timezone import localdate, now
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator, Field

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.cases.queries import FAR, Part, distant, keys_of
from konak.foundation.db.turkish import fold

from .. import access
from ..lifecycle import State
from ..models import Agent, Service, Ticket
from .desk import NEAR

LISTED = ("case__unit", "case__assignee", "case__opened_from_unit", "service", "requester")
DISTANT = (
    *distant(["case__unit", "case__opened_from_unit"], ["case__assignee", "requester"]),
    *("service__description", "service__procedure", "service__keywords"),
)
PAGE = 50
COUNT_CEILING = 100
KIND = Ticket._meta.label_lower


def _plain(value: Any) -> Any:
    """An empty field of a form is no filter; a NUL stands in no text of ours."""
    return (value.replace("\0", "") if isinstance(value, str) else value) or None


Words = Annotated[str | None, BeforeValidator(_plain)]
Key = Annotated[Annotated[int, Field(ge=1, le=2**63 - 1)] | None, BeforeValidator(_plain)]
Small = Annotated[Annotated[int, Field(ge=1, le=9)] | None, BeforeValidator(_plain)]
Day = Annotated[dt.date | None, BeforeValidator(_plain)]


class TicketFilter(FilterSchema):
    """One filter for both doors, over covers. `q` are words of number, subject or text."""

    state: Annotated[Words, FilterLookup("state")] = None
    kind: Annotated[Words, FilterLookup("desk_ticket__kind")] = None
    service: Annotated[Key, FilterLookup("desk_ticket__service_id")] = None
    priority: Annotated[Small, FilterLookup("desk_ticket__priority")] = None
    channel: Annotated[Words, FilterLookup("desk_ticket__channel")] = None
    unit: Annotated[Key, FilterLookup("unit_id")] = None
    person: Annotated[Key, FilterLookup("assignee_id")] = None
    requester: Annotated[Key, FilterLookup("desk_ticket__requester_id")] = None
    from_unit: Annotated[Key, FilterLookup("opened_from_unit_id")] = None
    asset: Annotated[Words, FilterLookup("desk_ticket__asset_tag")] = None
    system: Annotated[Key, FilterLookup("desk_ticket__system_id")] = None
    tag: Words = None
    since: Annotated[Day, FilterLookup("opened_at__date__gte")] = None
    until: Annotated[Day, FilterLookup("opened_at__date__lte")] = None
    q: Words = None

    def filter_tag(self, value: str | None) -> Q:
        return Q(desk_ticket__tags__contains=[value.lower()]) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


class _Folded(Func):
    function = "tr_fold"
    output_field = TextField()


_SEARCHED = Concat("number", Value(" "), "subject", Value(" "), "desk_ticket__text", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Queue:
    """One tab: its key in addresses, its words, and what to say when it is empty."""

    key: str
    label: str
    empty: str
    advice: str
    counted: bool = False


QUEUES: tuple[Queue, ...] = (
    Queue("bana", "Bana atanan", "Üzerinizde açık talep yok", "«Atanmamış» kuyruğundan üstlenebilirsiniz.", True),
    Queue("ekip", "Ekibim", "Ekibinizin açık talebi yok", "Ekibe gelen talepler burada toplanır."),
    Queue("atanmamis", "Atanmamış", "Sahipsiz talep yok", "Üstlenilmemiş talepler burada görünür.", True),
    Queue("yanitsiz", "Yanıtsız", "Yanıt bekleyen talep yok", "Henüz yanıtlanmamış talepler burada."),
    Queue("geciken", "Geciken", "Süresi geçen talep yok", "Çözüm süresi dolmuş açık talepler burada.", True),
    Queue(
        "bugun", "Bugün dolan", "Bugün süresi dolacak talep yok", "Çözüm süresi bugün dolan talepler burada.", True
    ),
    Queue("bekleyen", "Talep sahibinde", "Yanıt beklenen talep yok", "Süresi duran talepler burada."),
    Queue("ucuncu", "Üçüncü tarafta", "Üçüncü tarafta talep yok", "Firma ya da kurum beklenen talepler burada."),
    Queue("cozulen", "Çözülen", "Onay bekleyen çözüm yok", "Çözülüp henüz kapanmamış talepler burada."),
    Queue("kapanan", "Kapanan", "Kapanmış talep yok", "Kapanan talepler en yenisi üstte burada kalır."),
)
BY_KEY = {one.key: one for one in QUEUES}
RESTING = frozenset({"cozulen", "kapanan"})


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page; `after` is the cursor of the next one, empty at the end."""

    rows: list[Ticket]
    after: str


def served_units(actor: Actor) -> tuple[int, ...] | None:
    """The units whose tickets the actor sees as a desk; None for all of them."""
    reach = actor.reach(access.VIEW)
    return None if reach.everywhere else tuple(sorted(reach.units))


def covers(actor: Actor, filters: TicketFilter | None, within: Collection[int] = ()) -> QuerySet[Case]:
    """Covers of tickets whose unit the actor reaches (secret ones by clearance), filtered.

    `within` are the units that the list is limited to anyway: a reach that holds all of them asks for no unit.
    """
    # one's own requests belong to the portal, not to the queues: only what was given to one comes in beside the units
    reach = replace(actor.reach(access.VIEW), own=None)
    found = Q(assignee_id=actor.user_id) if actor.user_id and actor.holds(access.VIEW) else Q(pk__in=[])
    for rest, units in reach.walks():
        limited = bool(units) and not (within and units.issuperset(within))
        found |= Q(unit_id__any_of=units) & rest if limited else rest
    rows = Case.objects.filter(found, kind=KIND)
    if filters is not None:
        if filters.q:
            rows = rows.annotate(folded=_Folded(_SEARCHED))
        rows = filters.filter(rows)
    return rows


def open_part(actor: Actor, key: str, filters: TicketFilter | None) -> Part:
    units = served_units(actor)
    if filters is not None and filters.unit:
        units = tuple(one for one in (filters.unit,) if units is None or one in units)
    rows = covers(actor, filters, units or ()).filter(resting=False)
    today = localdate()
    match key:
        case "bana":
            return Part(rows.filter(assignee_id=actor.user_id or 0))
        case "atanmamis":
            rows = rows.filter(assignee=None)
        case "yanitsiz":
            rows = rows.filter(desk_ticket__answered_at=None).exclude(state=State.APPROVAL)
        case "geciken":
            rows = rows.filter(due_on__lte=today, desk_ticket__solve_due__lt=now(), desk_ticket__clock_on=True)
        case "bugun":
            rows = rows.filter(due_on=today)
        case "bekleyen":
            rows = rows.filter(state=State.WAITING)
        case "ucuncu":
            rows = rows.filter(state=State.THIRD_PARTY)
    return Part(rows, units or ())


def queue(actor: Actor, key: str, filters: TicketFilter | None = None, *, after: str = "", limit: int = PAGE) -> Page:
    """One queue: open tickets by their last day, ended ones newest first. A broken cursor begins anew."""
    if key in RESTING:
        return _ended(actor, key, filters, after, limit)
    part = open_part(actor, key, filters)
    day, _, at = after.partition("_")
    if at.isdecimal() and len(at) < 19:
        part = Part(part.rows.filter(_later(day, int(at))), part.units)
    keys = part.first(limit + 1)
    order = (F("case__due_on").asc(nulls_last=True), "case_id")
    found = list(listed(keys).order_by(*order))
    if len(found) <= limit:
        return Page(found, "")
    last = found[limit - 1]
    return Page(found[:limit], f"{(last.case.due_on or FAR).isoformat()}_{last.pk}")


def listed(keys: Sequence[int]) -> QuerySet[Ticket]:
    """These tickets with what a list says of them, and no more: a table more is a tenth of the page."""
    # reach: the keys were found through one
    return Ticket.objects.filter(pk__any_of=keys).select_related(*LISTED).defer(*DISTANT)


def _later(day: str, key: int) -> Q:
    try:
        when = dt.date.fromisoformat(day)
    except ValueError:
        return Q()
    if when == FAR:
        return Q(due_on=None, pk__gt=key)
    return Q(due_on__gt=when) | Q(due_on=when, pk__gt=key) | Q(due_on=None)


def _ended(actor: Actor, key: str, filters: TicketFilter | None, after: str, limit: int) -> Page:
    if key == "cozulen":  # few among all that ended: found by an index of their own, not by walking past the closed
        keys = list(
            covers(actor, filters)
            .filter(resting=True, pk__in=Ticket.objects.order_by().filter(unclosed=True).values("pk"))
            .filter(**({"pk__lt": int(after)} if after.isdecimal() and len(after) < 19 else {}))
            .order_by("-pk")
            .values_list("pk", flat=True)[: limit + 1]
        )
        return _ended_page(keys, limit)
    units = served_units(actor)
    rows = covers(actor, filters, units or ()).filter(resting=True, closed_at__isnull=False)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    parts = [Part(rows, units or ())] if units != () else []
    if units is not None and actor.user_id:
        parts.append(Part(rows.filter(assignee_id=actor.user_id)))
    keys = keys_of(parts, limit + 1, newest=True)
    return _ended_page(keys, limit)


def _ended_page(keys: list[int], limit: int) -> Page:
    found = list(listed(keys).order_by("-case_id"))
    more, found = len(found) > limit, found[:limit]
    return Page(found, str(found[-1].pk) if more else "")


def count_on(actor: Actor, key: str, ceiling: int = COUNT_CEILING) -> int:
    """How many tickets an open queue holds, counted no further than `ceiling`."""
    part = open_part(actor, key, None)
    return int(part.every().values("pk")[:ceiling].count())


def late_of_mine(actor: Actor) -> int:
    """How many of the tickets given to somebody are past their promise."""
    # reach: one's own
    rows = Ticket.objects.filter(case__assignee_id=actor.user_id or 0, case__resting=False)
    return rows.filter(clock_on=True, solve_due__lt=now()).count()


def queues_of(actor: Actor) -> list[Queue]:
    """The queues that make sense to this person."""
    works = actor.holds(access.WORK)
    return [one for one in QUEUES if works or one.key != "bana"]


SERVING = """SELECT json_build_object(
    'units', (SELECT COALESCE(json_agg(DISTINCT unit_id), '[]') FROM desk_service),
    'agent', EXISTS (SELECT FROM desk_agent WHERE user_id = %(user)s))"""
"""What the menu of every page asks, read together with the seats."""


def works_at_desk(actor: Actor) -> bool:
    """Whether somebody has a desk at all: his unit serves something, or he stands in a team."""
    reach = actor.reach(access.VIEW)
    if reach.everywhere or not reach.units:
        return reach.everywhere
    told = actor.known.get("desk")
    if told is not None:
        return told["agent"] or not reach.units.isdisjoint(told["units"])
    served = Service.objects.filter(unit_id__in=reach.units).exists()
    return served or Agent.objects.filter(user_id=actor.user_id or 0).exists()


def asked_by(actor: Actor, *, open_only: bool = False, after: str = "", limit: int = PAGE) -> Page:
    """One's own requests, newest first."""
    # reach: one's own
    if actor.user_id is None:
        return Page([], "")
    rows = Ticket.objects.filter(requester_id=actor.user_id)
    if open_only:
        rows = rows.filter(case__closed_at=None)
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related(*NEAR).order_by("-case_id")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return Page(found, str(found[-1].pk) if more else "")


def to_approve(actor: Actor) -> list[Ticket]:
    """What waits for one's approval."""
    # reach: one's own
    if actor.user_id is None:
        return []
    rows = Ticket.objects.filter(case__assignee_id=actor.user_id, case__resting=False, case__state=State.APPROVAL)
    return list(rows.select_related(*NEAR).order_by("case_id")[:PAGE])
