"""Finding by what was said, and a device with whoever holds it and what was asked about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.people.models import User
from konak.foundation.people.queries import named
from konak.foundation.search.queries import Hit, search
from konak.foundation.search.services import Findable, index_many

from .. import access
from ..models import Message, Ticket
from .desk import NEAR, tickets

KIND_TALK, KIND_NOTES = "desk.talk", "desk.notes"
"""What whoever asked may read, and what only the desk may: two rows, so that a note is found by the desk alone."""
MOST = 25


def _rows(ticket: Ticket) -> Iterator[Findable]:
    case = ticket.case
    said = list(ticket.messages.all())
    common: dict[str, Any] = {
        "object_id": case.pk,
        "title": case.subject,
        "url": f"/destek/talep/{case.number}/",
        "unit_id": case.unit_id,
        "secrecy": case.secrecy,
        "number": "",
        "weight": 0.7,
    }
    talk = "\n".join([ticket.text, *(one.text for one in said if not one.internal)]).strip()
    notes = "\n".join(one.text for one in said if one.internal).strip()
    if talk:
        owners = (ticket.requester_id, case.opened_by_id)
        yield Findable(kind=KIND_TALK, body=talk, owner_ids=owners, permission=access.VIEW.code, **common)
    if notes:
        yield Findable(kind=KIND_NOTES, body=notes, permission=access.WORK.code, **common)


def _with_talk() -> Iterable[Ticket]:
    messages = Message.objects.order_by("pk")
    rows = Ticket.objects.select_related("case").prefetch_related(Prefetch("messages", messages)).order_by("pk")
    return rows.iterator(chunk_size=1_000)


def findable(case: Case) -> list[Findable]:
    """The rows of one ticket, beside that of its cover."""
    # reach: the search row carries the permission
    messages = Message.objects.order_by("pk")
    ticket = Ticket.objects.prefetch_related(Prefetch("messages", messages)).filter(pk=case.pk).first()
    return list(_rows(ticket)) if ticket else []


def rebuild_talk() -> None:
    """Every row of open talk anew."""
    # reach: the search row carries the permission
    index_many(row for one in _with_talk() for row in _rows(one) if row.kind == KIND_TALK)


def rebuild_notes() -> None:
    """Every row of internal notes anew."""
    # reach: the search row carries the permission
    index_many(row for one in _with_talk() for row in _rows(one) if row.kind == KIND_NOTES)


@dataclass(frozen=True, slots=True)
class SaidHit:
    """A ticket in whose talk or notes the words stand."""

    ticket: Ticket
    hit: Hit

    @property
    def note(self) -> bool:
        return self.hit.kind == KIND_NOTES


def found_in_talk(actor: Actor, words: str, after: str | None = None) -> tuple[list[SaidHit], str, bool]:
    """Tickets in which something like that was said, best first; the cursor of the next page; whether only similar
    words were found."""
    found = search(actor, words, kinds={KIND_TALK, KIND_NOTES}, limit=MOST, after=after)
    keys = [int(one.object_id) for one in found.hits]
    rows = {one.pk: one for one in tickets(actor).filter(pk__in=keys).select_related(*NEAR)}
    hits = [SaidHit(rows[int(one.object_id)], one) for one in found.hits if int(one.object_id) in rows]
    return hits, found.after or "", found.approximate


@dataclass(frozen=True, slots=True)
class Holding:
    """A device on one page: what it is, who holds it, what was asked about it, what else he holds and asks."""

    device: assets.AssetFacts
    tickets: list[Ticket]
    holder: User | None
    others: tuple[assets.AssetFacts, ...]
    open_of_holder: list[Ticket]
    seen: tuple[assets.DeviceFacts, ...]


def devices_named(actor: Actor, words: str) -> list[assets.AssetFacts]:
    """Devices by tag, serial, words, or by the name of whoever holds them; for the desk."""
    # reach: the page is open to desks only; what a desk may see of a device it sees beside every ticket
    text = words.replace("\0", "").strip()[:100]
    if len(text) < 2:
        return []
    exact = assets.find_by_tag(text)
    found = [exact] if exact else [*assets.find_by_serial(text)]
    found += assets.assets_in_reach(actor, q=text, limit=MOST)
    for person in named(text, 4):
        found += assets.assets_of(person.pk)
    return list({one.tag: one for one in found}.values())[:MOST]


def holding_of(actor: Actor, tag: str) -> Holding | None:
    """A device with its tickets and its holder; None where no such thing stands in the register."""
    # reach: the page is open to desks only; tickets are those in reach
    device = assets.find_by_tag(tag)
    if device is None:
        return None
    rows = tickets(actor).select_related(*NEAR).order_by("-case_id")
    holder = User.objects.filter(pk=device.holder_id).first() if device.holder_id else None
    mine = rows.filter(requester_id=device.holder_id, case__closed_at=None) if device.holder_id else rows.none()
    others = assets.assets_of(device.holder_id) if device.holder_id else ()
    return Holding(
        device=device,
        tickets=list(rows.filter(asset_tag=device.tag)[:MOST]),
        holder=holder,
        others=tuple(one for one in others if one.tag != device.tag)[:MOST],
        open_of_holder=list(mine.exclude(asset_tag=device.tag)[:10]),
        seen=assets.devices_of(device.tag)[:3],
    )
