"""One ticket as its reader sees it: what was said, how its clocks stand, who asks, what is near."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Comment
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import seats_of
from konak.foundation.ui.drawing import share
from konak.governance.systems import public as systems

from .. import asking, clocks
from ..lifecycle import State, asks, serves
from ..models import Message, MessageFile, Ticket
from .desk import tickets
from .timing import Clocks, clocks_from, pauses_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One clock of a ticket as a bar: its words, its colour, how much is used."""

    label: str
    words: str
    kind: str
    used: float
    due_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: a message, or a remark from the page of all files."""

    at: dt.datetime
    author: Any
    name: str
    text: str
    internal: bool
    by_desk: bool
    channel: str
    files: list[MessageFile]
    pk: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """One question of the form the ticket was opened with, and its answer in words."""

    label: str
    words: str
    url: str = ""
    long: bool = False


@dataclass(slots=True)
class Sheet:
    """Everything the page of a ticket shows."""

    ticket: Ticket
    desk: bool
    asker: bool
    said: list[Said] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    files: list[MessageFile] = field(default_factory=list)
    recent: list[Ticket] = field(default_factory=list)
    seat: Appointment | None = None
    children: list[Ticket] = field(default_factory=list)
    work: list[Any] = field(default_factory=list)
    approvals: list[Any] = field(default_factory=list)
    pauses: list[Any] = field(default_factory=list)
    promised: dt.datetime | None = None
    """What the third party that is waited for has promised."""
    promise_broken: bool = False
    device: assets.AssetFacts | None = None
    """The thing the ticket is about, for the desk and for whoever holds it."""
    devices: tuple[assets.AssetFacts, ...] = ()
    """What whoever asked has in custody; for the desk."""
    same_device: list[Ticket] = field(default_factory=list)


def sheet(ticket: Ticket, actor: Actor) -> Sheet:
    """What the actor sees of a ticket: internal notes and the desk's own clock only at the desk."""
    desk = serves(ticket, actor)
    found = Sheet(ticket, desk, asks(ticket, actor))
    files = list(files_of(ticket, actor))
    by_message: dict[int | None, list[MessageFile]] = {}
    for one in files:
        by_message.setdefault(one.message_id, []).append(one)
    found.files = [one for one in by_message.get(None, []) if not one.question]
    found.said = _said(ticket, desk, by_message)
    found.bars = bars_of(ticket, own=desk)
    found.answers = _answers(ticket, [one for one in files if one.question])
    found.children = list(
        tickets(actor).filter(parent=ticket).select_related("case", "case__assignee", "service").order_by("pk")
    )
    found.approvals = list(ticket.approvals.select_related("approver").order_by("pk"))
    if ticket.asset_tag:
        device = assets.find_by_tag(ticket.asset_tag)
        if device is not None and (desk or device.holder_id == actor.user_id):
            found.device = device
    if desk:
        if ticket.requester_id:
            found.devices = assets.assets_of(ticket.requester_id)[:12]
        if ticket.asset_tag:
            rows = tickets(actor).filter(asset_tag=ticket.asset_tag).exclude(pk=ticket.pk)
            found.same_device = list(rows.select_related("service").order_by("-case_id")[:5])
        found.work = list(ticket.work.select_related("user").order_by("pk"))
        found.pauses = list(ticket.pauses.order_by("since"))
        found.promised = next((one.promised_at for one in found.pauses if one.until is None), None)
        found.promise_broken = found.promised is not None and found.promised < now()
        if ticket.requester_id:
            found.seat = seats_of(ticket.requester_id).filter(acting_for=None).first()
            rows = tickets(actor).filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk)
            found.recent = list(rows.select_related("service").order_by("-case_id")[:5])
    return found


def files_of(ticket: Ticket, actor: Actor) -> QuerySet[MessageFile]:
    """Files the actor may open: those of internal notes only at the desk."""
    rows = ticket.files.select_related("file__blob", "added_by").order_by("pk")
    return rows if serves(ticket, actor) else rows.filter(internal=False)


def _said(ticket: Ticket, desk: bool, files: dict[int | None, list[MessageFile]]) -> list[Said]:
    rows: QuerySet[Message] = ticket.messages.select_related("author").order_by("pk")
    if not desk:
        rows = rows.filter(internal=False)
    found = [
        Said(
            one.at,
            one.author,
            one.author.full_name if one.author else one.author_name or one.author_mail or "Konak",
            one.text,
            one.internal,
            one.by_desk,
            one.channel,
            files.get(one.pk, []),
            one.pk,
        )
        for one in rows
    ]
    remarks: list[Comment] = list(cases.comments(ticket.case))
    found += [
        Said(
            one.at,
            one.author,
            one.author.full_name,
            one.text,
            False,
            one.author_id != ticket.requester_id,
            "portal",
            [],
        )
        for one in remarks
    ]
    return sorted(found, key=lambda one: one.at)


def _answers(ticket: Ticket, files: list[MessageFile]) -> list[Answered]:
    if ticket.form is None:
        return []
    people = {
        user.pk: user.full_name
        for user in User.objects.filter(
            pk__in=[
                ticket.answers[one["key"]]
                for one in ticket.form.questions
                if one["type"] == "person" and isinstance(ticket.answers.get(one["key"]), int)
            ]
        )
    }
    found = []
    for one in ticket.form.questions:
        sent = [each for each in files if each.question == one["key"]]
        if sent:
            found.append(Answered(one["label"], ", ".join(each.file.name for each in sent)))
            continue
        if one["key"] not in ticket.answers:
            continue
        found.append(_in_words(one, ticket.answers[one["key"]], people))
    return found


def _in_words(question: asking.Question, value: Any, people: dict[int, str]) -> Answered:
    label, kind = question["label"], question["type"]
    match kind:
        case "yes_no":
            return Answered(label, "Evet" if value else "Hayır")
        case "date":
            return Answered(label, f"{dt.date.fromisoformat(value):%d.%m.%Y}")
        case "multi":
            return Answered(label, ", ".join(value))
        case "person":
            return Answered(label, people.get(value, str(value)))
        case "unit":
            from konak.foundation.people.models import Unit

            unit = Unit.objects.filter(pk=value).first()
            return Answered(label, unit.name if unit else str(value))
        case "number":
            return Answered(label, f"{value:n}".replace(".", ","))
    return Answered(label, str(value), long=kind == "long")


def bars_of(ticket: Ticket, counted: Clocks | None = None, *, own: bool = False) -> list[Bar]:
    """The clocks of a ticket as bars, in working time."""
    # reach: the ticket was found through one
    counted = counted or clocks_from(ticket.opened_at)
    moment = now()
    pauses = list(ticket.pauses.all())
    found = []
    for label, level, minutes_of, due_at, done_at, mine in (
        ("İlk yanıt", ticket.level, "answer_minutes", ticket.answer_due, ticket.answered_at, False),
        ("Çözüm", ticket.level, "solve_minutes", ticket.solve_due, ticket.solved_at, False),
        ("İç süre", ticket.own_level, "solve_minutes", ticket.own_due, ticket.solved_at, True),
    ):
        if level is None or (mine and not own):
            continue
        target = counted.target(level, ticket.priority)
        minutes = getattr(target, minutes_of) if target else None
        if minutes is None:
            continue
        if due_at is None and done_at is None:
            found.append(Bar(label, "durdu", "wait", 0.0))
            continue
        stops = pauses_of(pauses, moment, own=mine)
        ran = counted.of(level).elapsed(ticket.opened_at, done_at or ticket.case.closed_at or moment, stops)
        found.append(_bar(label, minutes, ran, due_at, done_at, ticket))
    return found


def _bar(
    label: str,
    minutes: int,
    ran: int,
    due_at: dt.datetime | None,
    done_at: dt.datetime | None,
    ticket: Ticket,
) -> Bar:
    used = share(ran, minutes)
    over = ran > minutes
    if done_at:
        words = f"{clocks.words(ran)} içinde" + (f", {clocks.words(ran - minutes)} geç" if over else "")
        return Bar(label, words, "late" if over else "done", used, due_at)
    if not ticket.clock_on:
        words = "süre duruyor" if ticket.paused else "süre bitti"
        return Bar(label, words, "wait" if ticket.paused else "closed", used, due_at)
    if over:
        return Bar(label, f"{clocks.words(ran - minutes)} gecikti", "late", 100.0, due_at)
    return Bar(label, f"{clocks.words(minutes - ran)} kaldı", "wait" if used >= 75 else "open", used, due_at)


@dataclass(frozen=True, slots=True)
class Left:
    """The time left to solve a ticket, for its line in a list."""

    words: str
    kind: str
    at: dt.datetime | None
    used: float


def left_of(ticket: Ticket, moment: dt.datetime | None = None) -> Left:
    """By the clock on the wall: a list of fifty costs nothing."""
    # reach: the ticket was found through one
    at = moment or now()
    due = ticket.solve_due
    if ticket.case.closed_at or ticket.solved_at:
        if due and ticket.solved_at:
            good = ticket.solved_at <= due
            return Left("süresinde" if good else "geç çözüldü", "done" if good else "late", due, 100.0)
        return Left("kapandı", "closed", None, 0.0)
    if not ticket.clock_on:
        return Left("süre duruyor", "wait", None, 0.0)
    if due is None:
        return Left("süre sözü yok", "closed", None, 0.0)
    used = share((at - ticket.opened_at).total_seconds(), max(1.0, (due - ticket.opened_at).total_seconds()))
    if due < at:
        return Left(f"{_span(at - due)} gecikti", "late", due, 100.0)
    if localtime(due).date() == localtime(at).date():
        return Left(f"bugün {localtime(due):%H.%M}", "wait", due, used)
    return Left(f"{_span(due - at)} kaldı", "wait" if used >= 75 else "open", due, used)


def _span(time: dt.timedelta) -> str:
    if time.days >= 1:
        return f"{time.days} gün"
    hours = int(time.total_seconds() // 3600)
    return f"{hours} saat" if hours else f"{int(time.total_seconds() // 60)} dakika"


def may_link(actor: Actor, words: str, but: int, limit: int = 10) -> list[Ticket]:
    """Tickets in reach whose number begins like that, or newer open ones whose subject holds the words; for pickers,
    never more than a handful."""
    rows = tickets(actor).exclude(pk=but).select_related("service")
    found = list(rows.filter(case__number__startswith=words.upper()).order_by("-case_id")[:limit])
    if not found and len(words) > 3:
        near = rows.filter(case__resting=False).order_by("-case_id")[:400]
        wanted = fold(words)
        found = [one for one in near if wanted in fold(one.case.subject)][:limit]
    return found


def named_ones(actor: Actor, numbers: Sequence[str], limit: int = 20) -> list[Ticket]:
    """Some tickets in reach by their numbers, for a picker among them."""
    rows = tickets(actor).filter(case__number__in=list(numbers)[:limit])
    return list(rows.select_related("requester").order_by("case_id"))


def merge_near(ticket: Ticket, actor: Actor, limit: int = 6) -> list[Ticket]:
    """Open tickets this one may be a repetition of: of the same asker, the same device, then the same service."""
    rows = tickets(actor).filter(case__resting=False).exclude(pk=ticket.pk).select_related("service", "requester")
    same = Q(pk__in=[])
    if ticket.requester_id:
        same |= Q(requester_id=ticket.requester_id)
    if ticket.asset_tag:
        same |= Q(asset_tag=ticket.asset_tag)
    found = list(rows.filter(same).order_by("-case_id")[:limit])
    known = [one.pk for one in found]
    rest = rows.filter(service_id=ticket.service_id, case__unit_id=ticket.case.unit_id).exclude(pk__in=known)
    return [*found, *rest.order_by("-case_id")[: limit - len(found)]]


def open_parts(ticket: Ticket) -> int:
    """How many parts of a ticket are not solved yet."""
    # reach: the ticket was found through one
    return ticket.children.filter(case__closed_at=None).exclude(case__state=State.SOLVED).count()


def system_of(ticket: Ticket, actor: Actor) -> systems.SystemFacts | None:
    """The information system a ticket is about, where the actor sees it in the register."""
    if ticket.system_id is None:
        return None
    found = systems.systems(actor, [ticket.system_id], alive=False)
    return found[0] if found else None
