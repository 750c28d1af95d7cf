"""Writing on a ticket, and what every act on one shares."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import watching
from konak.foundation.cases.models import Watched
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, lifecycle
from ..lifecycle import ANSWERED, State
from ..models import (
    Channel,
    Message,
    Ticket,
)
from . import telling
from .intake import Files, keep_file
from .timing import go_on, set_clocks


def locked(number: str, actor: Actor) -> Ticket:
    """The ticket, locked with its cover; out of view-reach it does not exist."""
    ticket: Ticket = (
        Ticket.objects.select_for_update(of=("self", "case")).select_related("service").get(case__number=number)
    )
    if not actor.reach(access.VIEW).covers(ticket.case):
        raise Ticket.DoesNotExist
    return ticket


def locked_for_job(number: str) -> Ticket:
    """The ticket, locked, for what follows an act that was allowed: the act may have moved it out of one's reach."""
    found: Ticket = Ticket.objects.select_for_update(of=("self", "case")).get(case__number=number)
    return found


def by_desk_only(ticket: Ticket, actor: Actor) -> None:
    if objection := lifecycle.by_desk(ticket, actor):
        raise Refused(objection)


def answered_now(ticket: Ticket) -> None:
    ticket.answered_at = ticket.answered_at or now()


def write_down(
    ticket: Ticket,
    actor: Actor,
    text: str,
    *,
    internal: bool = False,
    by_desk: bool = True,
    channel: str = Channel.PORTAL,
    files: Files = (),
    mail_id: str = "",
    author_name: str = "",
    author_mail: str = "",
) -> Message:
    if not text.strip() and not files:
        raise Refused("Boş ileti kaydedilmedi; bir şey yazın ya da dosya ekleyin.")
    made = Message.objects.create(
        ticket=ticket,
        author_id=actor.user_id,
        author_name=author_name[:120],
        author_mail=author_mail[:254],
        internal=internal,
        by_desk=by_desk,
        channel=channel,
        text=text.strip()[:20_000],
        mail_id=mail_id[:400],
    )
    for content, name in files:
        keep_file(ticket, actor, content, name, message=made)
    return made


@transaction.atomic
def answer(
    number: str,
    *,
    actor: Actor,
    text: str,
    internal: bool = False,
    files: Files = (),
    channel: str = Channel.PORTAL,
    mail_id: str = "",
    author_name: str = "",
    author_mail: str = "",
) -> Message:
    """Write on a ticket. The desk answers or notes; whoever asked answers, and what waited for him goes on.

    Who is named (@user.name) is told and watches; in an internal note only people of the desk can be named.
    """
    by_stranger = actor.user_id is None and channel == Channel.MAIL
    ticket = locked(number, _stranger(number) if by_stranger else actor)
    if ticket.ended:
        raise Refused("Kapanmış talebe yazılamaz. Sorun sürüyorsa yeni talep açın; bu talebe bağlanır.")
    by_desk = lifecycle.serves(ticket, actor) and not (lifecycle.asks(ticket, actor) and not internal)
    by_asker = lifecycle.asks(ticket, actor) or by_stranger
    if internal and not by_desk:
        raise Refused("İç notu yalnız destek ekibi yazar.")
    if not by_desk and not by_asker and ticket.case.assignee_id != actor.user_id:
        raise Refused("Bu talebe, sahibi ve karşılayan ekip yazabilir.")
    named = watching.named_in(text, ticket.case) if by_desk else []
    if internal and named:
        _only_desk(ticket, named)
    made = write_down(
        ticket,
        actor,
        text,
        internal=internal,
        by_desk=by_desk,
        channel=channel,
        files=files,
        mail_id=mail_id,
        author_name=author_name,
        author_mail=author_mail,
    )
    watching.add(ticket.case, Watched.MENTIONED, *named)
    words = telling.clipped(text)
    if named:
        telling.tell_people(
            ticket, named, telling.NAMED, f"Bir talepte sizden söz edildi: {ticket.case.subject}", words, actor=actor
        )
    if by_desk:
        if not internal and ticket.answered_at is None:
            answered_now(ticket)
            ticket.save(update_fields=["answered_at"])
        tell(ticket.case, "note" if internal else "answer", actor, seat=actor.seat_for(access.WORK, ticket.case))
        if internal:
            others = [user for user in listening(ticket) if user not in {*telling.askers(ticket), *named}]
            telling.tell_people(
                ticket, others, telling.WRITTEN, f"İç not yazıldı: {ticket.case.subject}", words, actor=actor
            )
        else:
            telling.tell_people(
                ticket,
                telling.askers(ticket),
                telling.MINE,
                f"Talebiniz yanıtlandı: {ticket.case.subject}",
                words,
                actor=actor,
            )
            publish(ANSWERED, number=number)
        return made
    if ticket.case.state == State.WAITING:
        with take(lifecycle.REPLY, Ticket, number, _as_asker(ticket, actor)) as fresh:
            go_on(fresh)
            fresh.case.due_on = set_clocks(fresh, state=State.WORKING)
    else:
        tell(ticket.case, "write", actor, seat=actor.seat_for(access.OPEN, ticket.case))
    telling.tell_people(
        ticket,
        telling.working(ticket),
        telling.WRITTEN,
        f"{ticket.asker} yanıt yazdı: {ticket.case.subject}",
        words,
        actor=actor,
    )
    return made


def _stranger(number: str) -> Actor:
    """Somebody without an account, whose mail was found to belong to this ticket: he writes, and reads nothing."""
    from .system import system

    return system(Ticket.objects.values_list("case__unit_id", flat=True).get(case__number=number))


def _as_asker(ticket: Ticket, actor: Actor) -> Actor:
    """A mail of somebody who has no account here moves his ticket like his own click would."""
    from .system import system

    return actor if actor.user_id is not None else system(ticket.case.unit_id)


def listening(ticket: Ticket) -> list[int | None]:
    return [*ticket.case.watchers.values_list("user_id", flat=True), ticket.case.assignee_id]


def _only_desk(ticket: Ticket, users: Sequence[int]) -> None:
    actors = watching.actors_of(users)
    outside = [user for user, one in actors.items() if not lifecycle.serves(ticket, one)]
    if outside:
        name = User.objects.get(pk=outside[0]).full_name
        raise Refused(f"{name} destek ekibinde değil, iç notta anılamaz. Ona açık yanıtla yazın.")


def mine_if_free(ticket: Ticket, actor: Actor) -> None:
    if ticket.case.assignee_id is None and actor.user_id is not None:
        ticket.case.assignee_id = actor.user_id
        watching.add(ticket.case, Watched.ASSIGNED, actor.user_id)
