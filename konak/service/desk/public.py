"""What neighbours may do with the desk: open a ticket, write on it, hear what becomes of it.

open_ticket(actor=…, service_code="yazici", subject="…", text="…")             # as somebody, by the portal
announce(source="monitoring:check:42", service_code="ag", subject="…")         # one ticket while it is open
answer(number, actor=…, text="…", channel=Channel.MAIL, mail_id="<…>")         # by a mail
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.apps import apps
from django.db.models import Func, Q, TextField

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from . import lifecycle, queries, services
from .lifecycle import ANSWERED, CLOSED, OPENED, REOPENED, SOLVED
from .models import Channel, Kind, Service, Ticket
from .queries import Suggestion, suggest
from .services import telling

__all__ = [
    "ANSWERED",
    "CLOSED",
    "OPENED",
    "REOPENED",
    "SOLVED",
    "Channel",
    "Kind",
    "Said",
    "Suggestion",
    "TicketFacts",
    "announce",
    "answer",
    "count_opened",
    "facts_of",
    "id_of",
    "log_time",
    "name_of_service",
    "open_ticket",
    "open_tickets",
    "reopen",
    "said_to_asker",
    "serves",
    "service_choices",
    "shift_of",
    "suggest",
    "team_of",
    "tickets_between",
    "tickets_of_asset",
    "tickets_of_systems",
]


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """A ticket as its neighbours see it."""

    id: int
    number: str
    subject: str
    service: str
    service_id: int
    kind: str
    state: str
    state_label: str
    priority: int
    unit_id: int
    requester_id: int | None
    requester: str
    place: str
    asset_tag: str
    assignee_id: int | None
    opened_at: dt.datetime
    solve_due: dt.datetime | None
    closed_at: dt.datetime | None

    @property
    def url(self) -> str:
        return f"/destek/talep/{self.number}/"


def open_ticket(
    *,
    actor: Actor,
    service_code: str,
    subject: str,
    text: str = "",
    kind: str = "",
    on_behalf_of: int | None = None,
    channel: str = Channel.PORTAL,
    asset_tag: str = "",
    asset_id: int | None = None,
    files: Sequence[tuple[IO[bytes], str]] = (),
    **more: Any,
) -> str:
    """Open a ticket and return its number. The device is named by its tag, or by its key.

    `actor` without a person (`Actor(None)`) may come from mail, a letter or the system only. What came without the
    form of the service (mail, letter, system) is opened without its answers. `more` are the further arguments of
    `services.open_ticket` (priority, unit_id, contact_name, contact_mail, letter_number, letter_date, parent …).
    """
    if asset_id is not None and not asset_tag:
        things = apps.get_model("assets", "Asset")._default_manager
        asset_tag = things.filter(pk=asset_id).values_list("tag", flat=True).first() or ""
    more.setdefault("checked", channel in {Channel.PORTAL, Channel.API})
    made = services.open_ticket(
        actor=actor,
        service_code=service_code,
        subject=subject,
        text=text,
        kind=kind,
        on_behalf_of=on_behalf_of,
        channel=channel,
        asset_tag=asset_tag,
        files=files,
        **more,
    )
    return str(made.case.number)


def announce(
    *, source: str, service_code: str, subject: str, text: str = "", actor: Actor | None = None, **more: Any
) -> str:
    """Tell of something that happened by itself; while its ticket is open a repetition adds a line to it."""
    made = services.announce(
        actor=actor, source=source, service_code=service_code, subject=subject, text=text, **more
    )
    return str(made.case.number)


def answer(
    number: str,
    *,
    actor: Actor,
    text: str,
    internal: bool = False,
    channel: str = Channel.PORTAL,
    files: Sequence[tuple[IO[bytes], str]] = (),
    mail_id: str = "",
    author_name: str = "",
    author_mail: str = "",
) -> int:
    """Write on a ticket as its asker or as the desk; returns the key of the message."""
    made = services.answer(
        number,
        actor=actor,
        text=text,
        internal=internal,
        channel=channel,
        files=files,
        mail_id=mail_id,
        author_name=author_name,
        author_mail=author_mail,
    )
    return int(made.pk)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said openly on a ticket, by the desk or by whoever asked."""

    key: int
    text: str
    by_desk: bool
    files: int
    at: dt.datetime


def said_to_asker(number: str) -> list[Said]:
    """Everything whoever asked may read on a ticket, the oldest first; internal notes never."""
    return [
        Said(one.pk, one.text, one.by_desk, one.many_files, one.at)  # type: ignore[attr-defined] # annotated
        for one in queries.said_openly(number)
    ]


def reopen(number: str, *, actor: Actor, text: str) -> None:
    """Whoever asked says that it is not solved."""
    services.reopen(number, actor=actor, text=text)


def facts_of(actor: Actor, number: str) -> TicketFacts | None:
    """One ticket in reach, None where there is none of that number."""
    try:
        return _facts(queries.ticket(actor, number))
    except Ticket.DoesNotExist:
        return None


def tickets_of_asset(actor: Actor, tag: str, limit: int = 20) -> list[TicketFacts]:
    """What was asked about a device, the newest first."""
    rows = queries.tickets(actor).filter(asset_tag=tag).select_related("service", "requester").order_by("-case_id")
    return [_facts(one) for one in rows[:limit]] if tag else []


def tickets_of_systems(actor: Actor, limits: Mapping[int, int]) -> dict[int, list[TicketFacts]]:
    """Open tickets about information systems, by themselves or by their service; at most so many of each, the newest
    first."""
    found = queries.open_of_systems(actor, limits)
    return {key: [_facts(one) for one in rows] for key, rows in found.items()}


def tickets_between(
    actor: Actor, since: dt.datetime, until: dt.datetime, *, services: Sequence[int] = (), limit: int = 50
) -> list[TicketFacts]:
    """What came in between two moments, of some services only where given; the newest first."""
    rows = queries.tickets(actor).filter(opened_at__range=(since, until)).select_related("service", "requester")
    if services:
        rows = rows.filter(service_id__in=services)
    return [_facts(one) for one in rows.order_by("-case_id")[:limit]]


def count_opened(services: Sequence[int], since: dt.date, until: dt.date, words: str = "") -> int:
    """How many tickets came in for some services in a period, whose subject holds one of the words."""
    # reach: public inside the house, because only a number leaves
    rows = Ticket.objects.filter(service_id__in=list(services), opened_at__date__range=(since, until))
    if wanted := fold(words).split():
        rows = rows.annotate(folded=Func("case__subject", function="tr_fold", output_field=TextField()))
        near = Q(pk__in=[])
        for word in wanted[:8]:
            near |= Q(folded__contains=word)
        rows = rows.filter(near)
    return rows.count()


def open_tickets(actor: Actor, numbers: Sequence[str]) -> list[TicketFacts]:
    """Of these tickets those in reach that are still open."""
    rows = queries.tickets(actor).filter(case__number__in=list(numbers), case__closed_at=None)
    return [_facts(one) for one in rows.select_related("service", "requester").order_by("-case_id")]


def id_of(number: str) -> int | None:
    """The key of a ticket, for whoever opened it by a number."""
    # reach: the caller's own
    return Ticket.objects.filter(case__number=number).values_list("pk", flat=True).first()


def serves(actor: Actor, number: str) -> bool:
    """Whether the actor works on a ticket as its desk; False also where it is out of reach."""
    try:
        return lifecycle.serves(queries.ticket(actor, number), actor)
    except Ticket.DoesNotExist:
        return False


def team_of(unit_id: int) -> list[int]:
    """Who works at the desk of a unit."""
    return telling.team(unit_id)


def shift_of(service_id: int) -> tuple[bool, dt.time, dt.time] | None:
    """When the desk of a service works: round the clock, else from and until; None where nothing is promised."""
    found = Service.objects.filter(pk=service_id).select_related("level__hours").first()
    if found is None or found.level is None:
        return None
    hours = found.level.hours
    return hours.always, hours.begins, hours.ends


def service_choices(unit_ids: Sequence[int] | None = None) -> list[tuple[int, str, str, int]]:
    """Services of the catalogue: key, name, code, serving unit; of some units only where given."""
    # reach: public inside the house, because the catalogue is
    rows = Service.objects.filter(active=True)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return list(rows.order_by("name").values_list("pk", "name", "code", "unit_id"))


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service of the catalogue that stands on an information system or on one part of it."""

    id: int
    name: str
    unit: str
    system_id: int
    part_id: int | None


def services_on(system_ids: Iterable[int]) -> list[ServiceFacts]:
    """Services of the catalogue that stand on these systems, by name."""
    # reach: public inside the house, because the catalogue is
    rows = Service.objects.filter(active=True, system_id__in=list(system_ids)).select_related("unit")
    return [
        ServiceFacts(one.pk, one.name, one.unit.name, one.system_id or 0, one.part_id)
        for one in rows.order_by("name")
    ]


def name_of_service(service_id: int) -> str:
    return Service.objects.filter(pk=service_id).values_list("name", flat=True).first() or ""


def log_time(number: str, *, actor: Actor, minutes: int, note: str = "") -> None:
    """Write down minutes spent on a ticket."""
    services.log_time(number, actor=actor, minutes=minutes, note=note)


def _facts(ticket: Ticket) -> TicketFacts:
    case = ticket.case
    return TicketFacts(
        id=ticket.pk,
        number=case.number,
        subject=case.subject,
        service=ticket.service.name,
        service_id=ticket.service_id,
        kind=ticket.kind,
        state=case.state,
        state_label=ticket.state_label,
        priority=ticket.priority,
        unit_id=case.unit_id,
        requester_id=ticket.requester_id,
        requester=ticket.asker,
        place=ticket.place,
        asset_tag=ticket.asset_tag,
        assignee_id=case.assignee_id,
        opened_at=ticket.opened_at,
        solve_due=ticket.solve_due,
        closed_at=case.closed_at,
    )
