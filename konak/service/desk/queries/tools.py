"""What a team has at hand for a ticket, and the words that fill its texts."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day

from .. import access
from ..models import Agent, Canned, Macro, Presence, SharedDraft, Template, Ticket
from ..models.tools import TeamTool
from .suggesting import articles

T = TypeVar("T", bound=TeamTool)
PRESENT = dt.timedelta(seconds=45)
"""So long after the last sign somebody is held to have a ticket open."""
TYPING = dt.timedelta(seconds=12)
SHOWN = 8


def _due(ticket: Ticket) -> str:
    return f"{localtime(ticket.solve_due):%d.%m.%Y %H.%M}" if ticket.solve_due else "–"


PLACES: dict[str, tuple[str, Callable[[Ticket, str], str]]] = {
    "ad": ("talep sahibinin adı soyadı", lambda ticket, me: ticket.asker),
    "sayi": ("talebin sayısı", lambda ticket, me: ticket.case.number),
    "konu": ("talebin konusu", lambda ticket, me: ticket.case.subject),
    "hizmet": ("hizmetin adı", lambda ticket, me: ticket.service.name),
    "cihaz": ("cihazın sicil numarası", lambda ticket, me: ticket.asset_tag or "–"),
    "yer": ("talepteki yer", lambda ticket, me: ticket.place or "–"),
    "ekip": ("karşılayan ekip", lambda ticket, me: ticket.case.unit.name),
    "son_an": ("çözüm için söz verilen an", lambda ticket, me: _due(ticket)),
    "ben": ("yazan kişinin adı soyadı", lambda ticket, me: me),
    "bugun": ("bugünün tarihi", lambda ticket, me: f"{localdate():%d.%m.%Y}"),
}
"""Placeholders of texts at hand: what they stand for, and how they are filled."""
PLACES_TOLD = ", ".join(f"{{{one}}}" for one in PLACES)
_PLACE = re.compile(r"\{([^{}\s]{1,30})\}")


def unknown_places(text: str) -> list[str]:
    """What stands in braces and means nothing."""
    # reach: nothing is read
    return [one for one in _PLACE.findall(text) if one not in PLACES]


def filled(text: str, ticket: Ticket, actor: Actor) -> str:
    """A text with its placeholders filled from the ticket."""
    # reach: the ticket was found through one
    if "{" not in text:
        return text
    me = User.objects.filter(pk=actor.user_id).first() if "{ben}" in text and actor.user_id else None
    name = me.full_name if me else ""
    return _PLACE.sub(lambda found: PLACES[found[1]][1](ticket, name) if found[1] in PLACES else found[0], text)


def tools_built(model: type[T], actor: Actor) -> QuerySet[T]:
    """One's own tools, those of the teams the actor builds, and, for whoever builds one, those of every team."""
    reach = actor.reach(access.CATALOGUE)
    rows: QuerySet[T] = model._default_manager.select_related("unit")
    own = Q(owner_id=actor.user_id or 0)
    if not actor.holds(access.CATALOGUE):
        return rows.filter(own)
    teams = Q() if reach.everywhere else Q(unit=None) | Q(unit_id__in=reach.units)
    return rows.filter(own | Q(teams, owner=None))


def _at_hand(model: type[T], actor: Actor) -> QuerySet[T]:
    """What is in use: one's own, and what is everybody's at the desk."""
    rows: QuerySet[T] = model._default_manager.filter(Q(owner=None) | Q(owner_id=actor.user_id or 0), active=True)
    return rows


def _of_team(model: type[T], unit_id: int, actor: Actor) -> QuerySet[T]:
    return _at_hand(model, actor).filter(Q(unit=None) | Q(unit_id=unit_id))


def templates_for(actor: Actor) -> QuerySet[Template]:
    """Templates of the actor's desks."""
    reach = actor.reach(access.WORK)
    rows = _at_hand(Template, actor).filter(service__active=True).select_related("service", "unit")
    return rows if reach.everywhere else rows.filter(Q(unit=None) | Q(unit_id__in=reach.units))


def macros_for(actor: Actor, ticket: Ticket) -> QuerySet[Macro]:
    """Macros of the team that has the ticket, and one's own."""
    # reach: the ticket was found through one
    return _of_team(Macro, ticket.case.unit_id, actor)


def macros_of_desk(actor: Actor) -> QuerySet[Macro]:
    """Macros of every desk the actor works at, for the list."""
    reach = actor.reach(access.WORK)
    rows = _at_hand(Macro, actor).select_related("unit")
    return rows if reach.everywhere else rows.filter(Q(unit=None) | Q(unit_id__in=reach.units))


def canned_of_desk(actor: Actor) -> QuerySet[Canned]:
    """Texts of every desk the actor works at."""
    reach = actor.reach(access.WORK)
    rows = _at_hand(Canned, actor).select_related("unit")
    return rows if reach.everywhere else rows.filter(Q(unit=None) | Q(unit_id__in=reach.units))


@dataclass(frozen=True, slots=True)
class AtHand:
    """Something offered while one types: what it is called, a word of context, and what is put into the text."""

    label: str
    note: str
    insert: str


def canned_for(ticket: Ticket, actor: Actor, words: str, limit: int = SHOWN) -> list[AtHand]:
    """Texts at hand for a ticket; `words` begin the short word or stand in the name."""
    # reach: the ticket was found through one
    rows = _of_team(Canned, ticket.case.unit_id, actor).filter(Q(service=None) | Q(service_id=ticket.service_id))
    wanted = fold(words)
    fits = [one for one in rows.order_by("name") if one.word.startswith(wanted) or wanted in fold(one.name)]
    fits.sort(key=lambda one: not one.word.startswith(wanted))
    return [AtHand(one.name, f"::{one.word}", filled(one.text, ticket, actor)) for one in fits[:limit]]


def articles_for(ticket: Ticket, actor: Actor, words: str, site: str) -> list[AtHand]:
    """Articles of the knowledge base as links; without words those that fit the subject."""
    # reach: the knowledge base asks for the actor
    found = articles(words or ticket.case.subject, actor)[:SHOWN]
    return [
        AtHand(one.title, one.note or "bilgi makalesi", f"{one.title}: {site}{one.url.partition('?')[0]}")
        for one in found
    ]


def people_for(ticket: Ticket, words: str) -> list[AtHand]:
    """Whom one may call into a ticket: its team, whoever leads it, and whoever asked."""
    # reach: the ticket was found through one; the directory is public inside the house
    unit = ticket.case.unit
    seats = Appointment.objects.filter(on_day(), unit_id__in=[unit.pk, unit.parent_id or unit.pk])
    team = Agent.objects.filter(unit_id=unit.pk)
    who = Q(pk__in=seats.values("user_id")) | Q(pk__in=team.values("user_id")) | Q(pk=ticket.requester_id or 0)
    rows = User.objects.filter(who, is_active=True).order_by("first_name", "last_name")
    wanted = fold(words)
    fits = [one for one in rows if wanted in fold(f"{one.full_name} {one.username}")]
    return [
        AtHand(one.full_name, "talep sahibi" if one.pk == ticket.requester_id else one.username, f"@{one.username} ")
        for one in fits[:SHOWN]
    ]


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else who has the ticket open."""

    name: str
    typing: bool


def others_here(ticket_id: int, actor: Actor) -> list[Here]:
    """Who else has it open now."""
    # reach: the ticket was found through one
    moment = now()
    rows = Presence.objects.filter(ticket_id=ticket_id, seen_at__gte=moment - PRESENT)
    found = rows.exclude(user_id=actor.user_id or 0).select_related("user").order_by("user__first_name")
    return [
        Here(one.user.full_name, one.typing_at is not None and one.typing_at >= moment - TYPING) for one in found[:6]
    ]


def shared_draft(ticket: Ticket) -> SharedDraft | None:
    """What the team has begun to write."""
    # reach: the ticket was found through one
    return SharedDraft.objects.select_related("user").filter(ticket=ticket).first()


def links_of(ticket: Ticket, actor: Actor) -> list[tuple[str, Any, str]]:
    """Files linked with a ticket that the actor may see: why, the cover, the number to undo it by."""
    # reach: each of them is asked for
    from konak.foundation.cases import queries as cases

    rows = [(one.why, one.to_case) for one in ticket.case.links_out.select_related("to_case").order_by("pk")]
    rows += [(one.why, one.from_case) for one in ticket.case.links_in.select_related("from_case").order_by("pk")]
    return [(why, case, _page(case)) for why, case in rows if cases.may_see(actor, case)]


def _page(case: Any) -> str:
    name = "desk:ticket" if case.kind == Ticket._meta.label_lower else "front:case"
    return reverse(name, args=[case.number])
