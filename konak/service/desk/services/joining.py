"""Tickets that belong together: merged, split, linked, part of another."""

from typing import Any

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.cases import watching
from konak.foundation.cases.models import Link, Watched
from konak.foundation.cases.services import take, tell
from konak.foundation.db import fetch
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle, queries
from ..lifecycle import CLOSED
from ..models import Channel, Message, Ticket
from . import telling
from .handling import end
from .intake import open_ticket
from .writing import by_desk_only, listening, locked


@transaction.atomic
def merge(number: str, *, actor: Actor, into: str) -> Ticket:
    """One ticket goes on in another: it closes, its asker and watchers hear of the other, its parts go along."""
    target = _other(actor, into)
    if target.case.number == number:
        raise Refused("Bir talep kendisiyle birleştirilemez.")
    if target.ended:
        raise Refused("Kapanmış bir taleple birleştirilemez; açık olanı seçin.")
    by_desk_only(target, actor)
    if number in _line_of(target):
        raise Refused("Üst talep kendi alt talebine katılamaz; alt talebi üste katın.")
    with take(lifecycle.MERGE, Ticket, number, actor, target.case.number) as ticket:
        ticket.merged_into = target
        end(ticket)
        ticket.children.update(parent=target)
        watching.add(target.case, Watched.CHOSE, *telling.askers(ticket))
        watching.add(target.case, Watched.CHOSE, *listening(ticket))
        Message.objects.create(
            ticket=target,
            author_id=actor.user_id,
            internal=True,
            by_desk=True,
            text=f"{number} sayılı talep bununla birleştirildi: {ticket.case.subject}\n\n{ticket.text}"[:20_000],
        )
    tell(target.case, "absorb", actor, number)
    publish(CLOSED, number=number)
    _tell_merged(ticket, target, actor)
    return ticket


def _tell_merged(ticket: Ticket, target: Ticket, actor: Actor) -> None:
    """Both who asked hear of it, each in the words of his own ticket."""
    goes_on = f"{target.case.number} · {target.case.subject}"
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz başka bir taleple birleştirildi: {ticket.case.subject}",
        f"Çalışma {goes_on} üzerinden sürüyor; yazdıklarınız ekibin önünde, gelişmeleri size bildireceğiz.",
        actor=actor,
    )
    telling.tell_people(
        target,
        [one for one in telling.askers(target) if one not in telling.askers(ticket)],
        telling.MINE,
        f"Talebinize aynı konuda bir talep katıldı: {target.case.subject}",
        "Aynı sorunu bildiren başka biri de var; talebiniz eskisi gibi sürüyor.",
        actor=actor,
    )


def _other(actor: Actor, number: str) -> Ticket:
    try:
        return queries.ticket(actor, number.strip().upper())
    except Ticket.DoesNotExist:
        raise Refused(f"«{number.strip()[:24]}» sayılı talep bulunamadı.") from None


def _line_of(ticket: Ticket) -> list[str]:
    """The numbers over a ticket, the nearest first."""
    found: list[str] = []
    above = ticket.parent
    while above is not None and above.case.number not in found:
        found.append(above.case.number)
        above = above.parent
    return found


@transaction.atomic
def split(
    number: str,
    *,
    actor: Actor,
    service_code: str,
    subject: str,
    text: str = "",
    kind: str = "",
    message_id: int | None = None,
    part: bool = True,
) -> Ticket:
    """A second matter gets its own ticket, for the same asker: as a part of this one, or only linked to it."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    if ticket.ended:
        raise Refused("Kapanmış talepten yeni talep ayrılmaz; yeni talep açın.")
    if message_id is not None:
        said = ticket.messages.filter(pk=message_id, internal=False).first()
        if said is None:
            raise Refused("Ayrılacak ileti bulunamadı.")
        text = f"{text.strip()}\n\n{said.text}".strip()
    stranger = ticket.requester_id is None
    more: dict[str, Any] = (
        {"letter_number": ticket.letter_number, "letter_date": ticket.letter_date} if stranger else {}
    )
    made = open_ticket(
        actor=Actor(None, via="job") if stranger else actor,
        service_code=service_code,
        subject=subject,
        text=text,
        kind=kind,
        channel=ticket.channel if stranger else Channel.PORTAL,
        on_behalf_of=ticket.requester_id,
        asset_tag=ticket.asset_tag,
        place=ticket.place,
        contact_name=ticket.contact_name,
        contact_mail=ticket.contact_mail,
        contact_phone=ticket.contact_phone,
        checked=False,
        **more,
    )
    if part:
        Ticket.objects.filter(pk=made.pk).update(parent=ticket)
        made.parent = ticket
    else:
        Link.objects.create(from_case=ticket.case, to_case=made.case, why="ayrıldı", added_by_id=actor.user_id)
    tell(ticket.case, "split", actor, made.case.number, seat=actor.seat_for(access.WORK, ticket.case))
    return made


@transaction.atomic
def link(number: str, *, actor: Actor, other: str, why: str = "") -> Link:
    """These two have to do with each other."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    return cases.link(number, actor=actor, other=_other(actor, other).case.number, why=why or "ilgili")


@transaction.atomic
def unlink(number: str, *, actor: Actor, other: str) -> None:
    """They have not, after all."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    cases.unlink(number, actor=actor, other=other)


@transaction.atomic
def set_parent(number: str, *, actor: Actor, parent: str = "") -> Ticket:
    """Make it a part of another ticket, or (with nothing) of none. No ring of parents comes about, whoever presses
    at the same moment."""
    fetch("desk/one_at_a_time", key="desk:parents")
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    if ticket.ended:
        raise Refused("Kapanmış talebin üst talebi değişmez.")
    above = _other(actor, parent) if parent.strip() else None
    if above is not None:
        if above.pk == ticket.pk:
            raise Refused("Bir talep kendisinin alt talebi olamaz.")
        if above.ended:
            raise Refused("Kapanmış bir talebe alt talep bağlanamaz.")
        if number in _line_of(above):
            raise Refused(f"{above.case.number} zaten bu talebin altında; halka olmaz.")
        by_desk_only(above, actor)
    if ticket.parent_id == (above.pk if above else None):
        return ticket
    told = above or ticket.parent
    ticket.parent, ticket.with_parent = above, False
    ticket.save(update_fields=["parent", "with_parent"])
    seat = actor.seat_for(access.WORK, ticket.case)
    tell(
        ticket.case,
        "part" if above else "unpart",
        actor,
        told.case.number if told else "",
        seat=seat,
    )
    return ticket
