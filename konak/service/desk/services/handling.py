"""What the desk and whoever asked do on an open ticket."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import queries as cases
from konak.foundation.cases import watching
from konak.foundation.cases.models import Watched
from konak.foundation.cases.services import take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, lifecycle, queries
from ..lifecycle import ANSWERED, CLOSED, REOPENED, SOLVED, State
from ..models import (
    Channel,
    Grade,
    Kind,
    Message,
    Outcome,
    Pause,
    PauseWhy,
    Priority,
    Rating,
    Service,
    Ticket,
    WorkTime,
)
from . import telling
from .intake import Files, keep_file, priority_of
from .timing import go_on, pause, set_clocks

UNHAPPY = 2
"""A score up to this reopens the ticket."""


def locked(number: str, actor: Actor) -> Ticket:
    """The ticket, locked with its cover; out of view-reach it does not exist."""
    ticket: Ticket = (
        Ticket.objects.select_for_update(of=("self", "case")).select_related("service").get(case__number=number)
    )
    if not actor.reach(access.VIEW).covers(ticket.case):
        raise Ticket.DoesNotExist
    return ticket


def _desk(ticket: Ticket, actor: Actor) -> None:
    if objection := lifecycle.by_desk(ticket, actor):
        raise Refused(objection)


def _answered_now(ticket: Ticket) -> None:
    ticket.answered_at = ticket.answered_at or now()


@transaction.atomic
def take_up(number: str, *, actor: Actor) -> Ticket:
    """Üstlen: of many who press at once, one gets it. What another has is left to him, unless one may hand it out."""
    with take(lifecycle.TAKE, Ticket, number, actor) as ticket:
        # the key, not the person read with it: of two who wait for the lock the second still holds nobody in his join
        holder = ticket.case.assignee_id
        if holder not in {None, actor.user_id} and not lifecycle.serves(ticket, actor, access.DISPATCH):
            name = User.objects.get(pk=holder).full_name
            raise Refused(f"Bu talebi {name} üstlenmiş. Devralmak için kendisine ya da amirinize yazın.")
        ticket.case.assignee_id = actor.user_id
        watching.add(ticket.case, Watched.ASSIGNED, actor.user_id)
        go_on(ticket)
        ticket.case.due_on = set_clocks(ticket, state=State.WORKING)
    who = User.objects.get(pk=actor.user_id).full_name if actor.user_id else "Destek ekibi"
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"{who} talebinizle ilgileniyor: {ticket.case.subject}",
        actor=actor,
    )
    return ticket


@transaction.atomic
def assign(
    number: str, *, actor: Actor, assignee_id: int | None = None, unit_id: int | None = None, words: str = ""
) -> Ticket:
    """Give it to somebody, to another team, or back to the team; with `unit_id` alone its team hands it out."""
    ticket = locked(number, actor)
    if ticket.ended:
        raise Refused("Kapanmış talep kimseye verilemez.")
    if objection := lifecycle.by_dispatcher(ticket, actor):
        raise Refused(objection)
    if ticket.case.state in {State.APPROVAL, State.SOLVED}:
        raise Refused(f"Bu aşamada («{ticket.state_label}») talep başkasına verilemez.")
    queue = unit_id or ticket.case.unit_id
    if assignee_id is None and unit_id is not None and unit_id != ticket.case.unit_id:
        free = queries.free_agents(queue, ticket.service.skill_id)
        assignee_id = free[0].agent.user_id if free else None
    person = User.objects.filter(pk=assignee_id, is_active=True).first() if assignee_id else None
    if assignee_id and person is None:
        raise Refused("Seçilen kişi bulunamadı ya da hesabı kapalı.")
    if person is not None and not cases.sits_in(person.pk, queue):
        raise Refused(f"{person.full_name} bu ekipte görevli değil.")
    ticket.case.unit_id, ticket.case.assignee = queue, person
    ticket.case.save()
    if words.strip():
        _write(ticket, actor, words, internal=True)
    watching.add(ticket.case, Watched.ASSIGNED, person.pk if person else None)
    tell(ticket.case, "assign" if person else "unassign", actor, seat=actor.seat_for(access.DISPATCH, ticket.case))
    if person:
        telling.tell_people(
            ticket, [person.pk], telling.GIVEN, f"Talep size verildi: {ticket.case.subject}", words, actor=actor
        )
    else:
        telling.tell_people(
            ticket, telling.team(queue), telling.QUEUE, f"Talep ekibinize verildi: {ticket.case.subject}", actor=actor
        )
    return ticket


def _write(
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
    made = _write(
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
            _answered_now(ticket)
            ticket.save(update_fields=["answered_at"])
        tell(ticket.case, "note" if internal else "answer", actor, seat=actor.seat_for(access.WORK, ticket.case))
        if internal:
            others = [user for user in _listening(ticket) if user not in {*telling.askers(ticket), *named}]
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


def _listening(ticket: Ticket) -> list[int | None]:
    return [*ticket.case.watchers.values_list("user_id", flat=True), ticket.case.assignee_id]


def _only_desk(ticket: Ticket, users: Sequence[int]) -> None:
    actors = watching.actors_of(users)
    outside = [user for user, one in actors.items() if not lifecycle.serves(ticket, one)]
    if outside:
        name = User.objects.get(pk=outside[0]).full_name
        raise Refused(f"{name} destek ekibinde değil, iç notta anılamaz. Ona açık yanıtla yazın.")


@transaction.atomic
def ask(number: str, *, actor: Actor, text: str, files: Files = ()) -> Ticket:
    """Ask whoever asked for more; the promise stands still until he answers."""
    if not text.strip():
        raise Refused("Talep sahibinden ne istediğinizi yazın.")
    with take(lifecycle.ASK, Ticket, number, actor) as ticket:
        _write(ticket, actor, text, files=files)
        _answered_now(ticket)
        _mine_if_free(ticket, actor)
        pause(ticket, PauseWhy.WAITING)
        ticket.case.due_on = set_clocks(ticket, state=State.WAITING)
        publish(ANSWERED, number=number)
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz için bilginiz gerekiyor: {ticket.case.subject}",
        telling.clipped(text),
        actor=actor,
    )
    return ticket


def _mine_if_free(ticket: Ticket, actor: Actor) -> None:
    if ticket.case.assignee_id is None and actor.user_id is not None:
        ticket.case.assignee_id = actor.user_id
        watching.add(ticket.case, Watched.ASSIGNED, actor.user_id)


@transaction.atomic
def refer(number: str, *, actor: Actor, party: str, words: str = "") -> Ticket:
    """A third party (supplier, contractor, another authority) has it; the desk's own clock stands still."""
    if not party.strip():
        raise Refused("Kimin beklendiğini yazın: firma, kurum ya da sözleşme.")
    with take(lifecycle.REFER, Ticket, number, actor) as ticket:
        ticket.third_party = party.strip()[:200]
        if words.strip():
            _write(ticket, actor, words, internal=True)
        _mine_if_free(ticket, actor)
        pause(ticket, PauseWhy.THIRD_PARTY, party.strip())
        ticket.case.due_on = set_clocks(ticket, state=State.THIRD_PARTY)
    return ticket


@transaction.atomic
def resume(number: str, *, actor: Actor, words: str = "") -> Ticket:
    """The work goes on, whether or not an answer came."""
    with take(lifecycle.RESUME, Ticket, number, actor) as ticket:
        if words.strip():
            _write(ticket, actor, words, internal=True)
        _mine_if_free(ticket, actor)
        go_on(ticket)
        ticket.third_party = ""
        ticket.case.due_on = set_clocks(ticket, state=State.WORKING)
    return ticket


@transaction.atomic
def solve(
    number: str,
    *,
    actor: Actor,
    text: str,
    outcome: str = Outcome.DONE,
    minutes: int | None = None,
    files: Files = (),
) -> Ticket:
    """Solved, and how; whoever asked is asked whether it is."""
    if not text.strip():
        raise Refused("Nasıl çözdüğünüzü yazın; talep sahibi bu metni görecek.")
    if outcome not in Outcome.values:
        raise Refused("Sonuç türü bilinmiyor.")
    if minutes:
        log_time(number, actor=actor, minutes=minutes)
    with take(lifecycle.SOLVE, Ticket, number, actor) as ticket:
        if ticket.service.time_required and not ticket.minutes_spent:
            raise Refused("Bu hizmette harcanan süre yazılmadan talep çözüldü sayılmaz. Süreyi dakika olarak girin.")
        _mine_if_free(ticket, actor)
        go_on(ticket)
        ticket.solution, ticket.outcome, ticket.third_party = text.strip()[:20_000], outcome, ""
        _write(ticket, actor, text, files=files)
        _answered_now(ticket)
        set_clocks(ticket, state=State.SOLVED)
        ticket.solved_at = now()
        ticket.case.due_on = None
        publish(SOLVED, number=number)
    telling.tell_people(
        ticket,
        telling.askers(ticket),
        telling.MINE,
        f"Talebiniz çözüldü, denetler misiniz? {ticket.case.subject}",
        telling.clipped(text),
        actor=actor,
    )
    return ticket


@transaction.atomic
def confirm(number: str, *, actor: Actor) -> Ticket:
    """Whoever asked says that it works."""
    with take(lifecycle.CONFIRM, Ticket, number, actor) as ticket:
        _end(ticket)
    publish(CLOSED, number=number)
    return ticket


@transaction.atomic
def close(number: str, *, actor: Actor) -> Ticket:
    """The desk, or time, closes what was solved."""
    with take(lifecycle.CLOSE, Ticket, number, actor) as ticket:
        _end(ticket)
    publish(CLOSED, number=number)
    return ticket


def _end(ticket: Ticket) -> None:
    ticket.clock_on, ticket.live_source, ticket.case.due_on = False, None, None
    go_on(ticket)


@transaction.atomic
def reopen(number: str, *, actor: Actor, text: str) -> Ticket:
    """It is not solved after all; the time in which it was held to be does not count against anybody."""
    if not text.strip():
        raise Refused("Sorunun nasıl sürdüğünü yazın.")
    with take(lifecycle.REOPEN, Ticket, number, actor) as ticket:
        _reopen(ticket, actor, text)
    publish(REOPENED, number=number)
    telling.tell_people(
        ticket,
        telling.working(ticket),
        telling.GIVEN,
        f"Talep yeniden açıldı: {ticket.case.subject}",
        telling.clipped(text),
        actor=actor,
    )
    return ticket


def _reopen(ticket: Ticket, actor: Actor, text: str) -> None:
    by_desk = not lifecycle.asks(ticket, actor)
    _write(ticket, actor, text, by_desk=by_desk, internal=False)
    if ticket.solved_at:
        Pause.objects.create(ticket=ticket, why=PauseWhy.SOLVED, since=ticket.solved_at, until=now())
    ticket.solved_at, ticket.reopened = None, ticket.reopened + 1
    ticket.case.due_on = set_clocks(ticket, state=State.REOPENED)


@transaction.atomic
def rate(number: str, *, actor: Actor, score: int, words: str = "") -> Ticket:
    """One click: five to three closes a solved ticket, two or one opens it again. A closed one keeps the score."""
    if not 1 <= score <= 5:
        raise Refused("Memnuniyet 1 ile 5 arasında bir puandır.")
    ticket = locked(number, actor)
    if not lifecycle.asks(ticket, actor):
        raise Refused("Memnuniyeti talebin sahibi bildirir.")
    if ticket.case.state not in {State.SOLVED, State.CLOSED} or not ticket.solved_at:
        raise Refused("Memnuniyet, talep çözüldükten sonra bildirilir.")
    Rating.objects.create(ticket=ticket, user_id=actor.user_id, score=score, words=words.strip()[:2_000])
    ticket.score = score
    ticket.save(update_fields=["score"])
    tell(ticket.case, "rate", actor, f"{score}/5", seat=actor.seat_for(access.OPEN, ticket.case))
    if ticket.case.state == State.CLOSED:
        return ticket
    if score <= UNHAPPY:
        return reopen(number, actor=actor, text=words.strip() or "Çözümden memnun kalmadım; sorun sürüyor.")
    return confirm(number, actor=actor)


@transaction.atomic
def withdraw(number: str, *, actor: Actor, words: str = "") -> Ticket:
    """Whoever asked needs it no more."""
    with take(lifecycle.WITHDRAW, Ticket, number, actor) as ticket:
        holder = ticket.case.assignee_id
        if words.strip():
            _write(ticket, actor, words, by_desk=False)
        _end(ticket)
        ticket.approvals.filter(verdict="waiting").update(verdict="declined", words="Talep geri çekildi.")
    publish(CLOSED, number=number)
    telling.tell_people(
        ticket, [holder], telling.WRITTEN, f"Talep geri çekildi: {ticket.case.subject}", words, actor=actor
    )
    return ticket


@transaction.atomic
def classify(
    number: str,
    *,
    actor: Actor,
    service_code: str = "",
    kind: str = "",
    impact: int | None = None,
    urgency: int | None = None,
    priority: int | None = None,
    asset_tag: str | None = None,
) -> Ticket:
    """Another service, kind, impact, urgency or priority: the clocks are counted anew from the opening."""
    ticket = locked(number, actor)
    _desk(ticket, actor)
    if ticket.ended or ticket.case.state == State.SOLVED:
        raise Refused("Çözülmüş ya da kapanmış talebin sınıfı değişmez.")
    told: list[str] = []
    if service_code and service_code != ticket.service.code:
        try:
            service = queries.service_to_ask(service_code)
        except ObjectDoesNotExist:
            raise Refused("Seçilen hizmet katalogda yok.") from None
        _move_to(ticket, service)
        told.append(f"hizmet {service.code}")
    wanted = kind or ticket.kind
    if wanted not in ticket.service.kinds:
        wanted = ticket.service.kinds[0] if not kind else wanted
        if kind:
            raise Refused(f"Bu hizmette «{Kind(kind).label if kind in Kind.values else kind}» olmaz.")
    if wanted != ticket.kind:
        ticket.kind = wanted
        told.append(f"tür {wanted}")
    for name, value in (("impact", impact), ("urgency", urgency)):
        if value is not None and value not in Grade.values:
            raise Refused("Etki ve ivedilik 1 ile 3 arasındadır.")
        if value is not None and value != getattr(ticket, name):
            setattr(ticket, name, value)
            told.append(f"{name} {value}")
    if priority is None and (impact is not None or urgency is not None):
        priority = priority_of(ticket.service, ticket.impact, ticket.urgency)
    if priority is not None and priority not in Priority.values:
        raise Refused("Öncelik 1 ile 4 arasındadır.")
    if priority is not None and priority != ticket.priority:
        told.append(f"öncelik {ticket.priority}→{priority}")
        ticket.priority = priority
    if asset_tag is not None and asset_tag.strip() != ticket.asset_tag:
        ticket.asset_tag = asset_tag.strip()[:60]
        told.append("cihaz")
    if not told:
        return ticket
    ticket.case.due_on = set_clocks(ticket, state=ticket.case.state)
    ticket.case.save()
    ticket.save()
    tell(ticket.case, "classify", actor, ", ".join(told), seat=actor.seat_for(access.WORK, ticket.case))
    return ticket


def _move_to(ticket: Ticket, service: Service) -> None:
    """The queue of the new service takes it over; what was answered to the old form stays with it."""
    ticket.service, ticket.level, ticket.own_level = service, service.level, service.own_level
    if ticket.case.unit_id != service.unit_id:
        ticket.case.unit_id = service.unit_id
        if ticket.case.state != State.APPROVAL:
            free = queries.free_agents(service.unit_id, service.skill_id) if service.assigns else []
            ticket.case.assignee_id = free[0].agent.user_id if free else None
            watching.add(ticket.case, Watched.ASSIGNED, ticket.case.assignee_id)


@transaction.atomic
def log_time(number: str, *, actor: Actor, minutes: int, on: dt.date | None = None, note: str = "") -> WorkTime:
    """Write down minutes spent."""
    ticket = locked(number, actor)
    _desk(ticket, actor)
    if actor.user_id is None:
        raise Refused("Süreyi çalışan kişi yazar.")
    if not 1 <= minutes <= 6_000:
        raise Refused("Süre 1 ile 6.000 dakika arasında olmalı.")
    day = on or localdate()
    if day > localdate():
        raise Refused("İleri bir gün için süre yazılamaz.")
    if ticket.ended:
        raise Refused("Kapanmış talebe süre yazılamaz.")
    row = WorkTime.objects.create(
        ticket=ticket, user_id=actor.user_id, minutes=minutes, on=day, note=note.strip()[:250]
    )
    Ticket.objects.filter(pk=ticket.pk).update(minutes_spent=F("minutes_spent") + minutes)
    return row


@transaction.atomic
def merge(number: str, *, actor: Actor, into: str) -> Ticket:
    """One ticket goes on in another: it closes, its asker and watchers hear of the other."""
    target = queries.ticket(actor, into.strip().upper())
    if target.case.number == number:
        raise Refused("Bir talep kendisiyle birleştirilemez.")
    if target.ended:
        raise Refused("Kapanmış bir taleple birleştirilemez; açık olanı seçin.")
    _desk(target, actor)
    with take(lifecycle.MERGE, Ticket, number, actor, target.case.number) as ticket:
        ticket.merged_into = target
        _end(ticket)
        watching.add(target.case, Watched.CHOSE, *telling.askers(ticket))
        watching.add(target.case, Watched.CHOSE, *_listening(ticket))
        Message.objects.create(
            ticket=target,
            author_id=actor.user_id,
            internal=True,
            by_desk=True,
            text=f"{number} sayılı talep bununla birleştirildi: {ticket.case.subject}\n\n{ticket.text}"[:20_000],
        )
    tell(target.case, "absorb", actor, number)
    publish(CLOSED, number=number)
    return ticket
