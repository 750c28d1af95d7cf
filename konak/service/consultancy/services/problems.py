"""The one cause behind many tickets: gathered, understood, lived with, ended, and looked at afterwards."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.service.desk import public as desk
from konak.service.knowledge import public as knowledge

from .. import access, lifecycle, queries
from ..lifecycle import KNOWN_ERROR
from ..models import Problem, ProblemTicket
from .common import text

FOLLOW_UP = 30
"""Days after a fix before its effect is counted, when nobody says otherwise."""
MOST_TICKETS = 500


@transaction.atomic
def open_problem(
    *, actor: Actor, subject: str, symptom: str, words: str = "", tickets: str = "", unit_id: int | None = None
) -> Problem:
    """Open a problem in one's own unit, with the tickets that come from it."""
    seat = actor.seat_for(access.WORK)
    unit = unit_id or (seat.unit_id if seat else None)
    reach = actor.reach(access.WORK)
    if unit is None or not (reach.everywhere or unit in reach.units):
        raise Refused(f"«{access.WORK.label}» için bu birimde yetkiniz yok.")
    made = Problem(
        symptom=text(symptom, 4_000, "Belirtiyi yazın: kullanıcı ne görüyor?"),
        words=" ".join(text(words, 200).split()),
    )
    made = cases.open_case(
        made,
        actor=actor,
        permission=access.WORK,
        unit_id=unit,
        subject=text(subject, 250, "Sorunu bir cümleyle yazın."),
        due_on=localdate() + dt.timedelta(days=30),
        assignee_id=actor.user_id,
    )
    for number in dict.fromkeys(tickets.replace(",", " ").upper().split()[:50]):
        add_ticket(made.case.number, actor=actor, ticket=number)
    return made


def _locked(number: str, actor: Actor) -> Problem:
    found = queries.problem(actor, number)
    one: Problem = Problem.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    if objection := lifecycle.by_office(one, actor):
        raise Refused(objection)
    if one.ended:
        raise Refused("Kapanmış sorunda değişiklik yapılamaz.")
    return one


@transaction.atomic
def add_ticket(number: str, *, actor: Actor, ticket: str) -> ProblemTicket:
    one = _locked(number, actor)
    facts = desk.facts_of(actor, ticket.strip().upper())
    if facts is None:
        raise Refused(f"«{ticket}» sayılı destek talebi bulunamadı.")
    if one.tickets.count() >= MOST_TICKETS:
        raise Refused(f"Bir soruna en çok {MOST_TICKETS} talep bağlanır.")
    row, fresh = ProblemTicket.objects.get_or_create(
        problem=one, ticket_id=facts.id, defaults={"by_id": actor.user_id}
    )
    if not fresh:
        raise Refused(f"{facts.number} zaten bu soruna bağlı.")
    cases.link(number, actor=actor, other=facts.number, why="Bu sorundan")
    return row


@transaction.atomic
def drop_ticket(number: str, *, actor: Actor, row_id: int) -> Problem:
    one = _locked(number, actor)
    one.tickets.get(pk=row_id).delete()
    return one


@transaction.atomic
def know(number: str, *, actor: Actor, cause: str, workaround: str, whys: str = "") -> Problem:
    """The cause is found and people can live with it: a known error."""
    chain = [line.strip()[:300] for line in whys.splitlines() if line.strip()][:10]
    with cases.take(lifecycle.KNOW, Problem, number, actor) as one:
        one.cause = text(cause, 4_000, "Kök nedeni yazın.")
        one.workaround = text(workaround, 4_000, "Geçici çözümü yazın; yoksa «yok» deyin.")
        one.whys = chain
        publish(KNOWN_ERROR, number=number)
    return one


@transaction.atomic
def publish_error(number: str, *, actor: Actor, shelf_id: int) -> Problem:
    """Hand the known error to the knowledge base; its own people look at it before others read it."""
    one = _locked(number, actor)
    if not one.cause or not one.workaround:
        raise Refused("Önce nedeni ve geçici çözümü yazın.")
    if one.article_id is not None:
        raise Refused("Bu sorunun makalesi zaten var.")
    one.article_id = knowledge.begin_known_error(
        actor=actor,
        unit_id=one.case.unit_id,
        shelf_id=shelf_id,
        title=one.case.subject,
        symptom=one.symptom,
        workaround=one.workaround,
        cause=one.cause,
    )
    one.save()
    cases.tell(one.case, "article", actor, seat=actor.seat_for(access.WORK, one.case))
    return one


@transaction.atomic
def fix(number: str, *, actor: Actor, fix_text: str, rule: str, follow_up_on: dt.date | None = None) -> Problem:
    """Ended for good, with a rule that keeps it from coming back; the tickets before are counted now."""
    day = follow_up_on or localdate() + dt.timedelta(days=FOLLOW_UP)
    if day <= localdate() or day > localdate() + dt.timedelta(days=400):
        raise Refused("Etkiye bakılacak gün ileride ve en çok bir yıl içinde olmalı.")
    with cases.take(lifecycle.FIX, Problem, number, actor) as one:
        one.fix_text = text(fix_text, 4_000, "Kalıcı çözümü yazın.")
        one.rule = text(rule, 4_000, "Yinelenmesini önleyecek kuralı yazın.")
        one.fixed_on, one.follow_up_on = localdate(), day
        one.case.due_on = day
        one.before = effect_of(one)[0]
    return one


def services_of(one: Problem) -> Sequence[int]:
    """The services of the desk whose tickets were gathered."""
    return list(one.tickets.values_list("ticket__service_id", flat=True).distinct())


def effect_of(one: Problem, day: dt.date | None = None) -> tuple[int, int]:
    """Tickets of the same kind before and after the fix, over spans of the same length."""
    if one.fixed_on is None or one.follow_up_on is None:
        return 0, 0
    today = day or localdate()
    span = max(1, (one.follow_up_on - one.fixed_on).days)
    kinds = services_of(one)
    before = desk.count_opened(
        kinds, one.fixed_on - dt.timedelta(days=span), one.fixed_on - dt.timedelta(days=1), one.words
    )
    last = min(today, one.fixed_on + dt.timedelta(days=span))
    return before, desk.count_opened(kinds, one.fixed_on + dt.timedelta(days=1), last, one.words)


@transaction.atomic
def close_problem(number: str, *, actor: Actor, verdict: str) -> Problem:
    words = text(verdict, 1_000, "Kural işe yaradı mı? Bir cümleyle yazın.")
    with cases.take(lifecycle.CLOSE_PROBLEM, Problem, number, actor) as one:
        one.before, one.after = effect_of(one)
        one.verdict = words
    return one


@transaction.atomic
def come_back(number: str, *, actor: Actor, why: str) -> Problem:
    words = text(why, 250, "Neden sürdüğünü yazın.")
    with cases.take(lifecycle.COME_BACK, Problem, number, actor, note=words) as one:
        one.before, one.after = effect_of(one)
        one.follow_up_on = None
        one.case.due_on = localdate() + dt.timedelta(days=30)
    return one


@transaction.atomic
def no_problem(number: str, *, actor: Actor, why: str) -> Problem:
    words = text(why, 250, "Neden sorun olmadığını yazın.")
    with cases.take(lifecycle.NO_PROBLEM, Problem, number, actor, note=words) as one:
        one.verdict = words
    return one
