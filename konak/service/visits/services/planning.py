"""A visit is planned, answered, moved, made, written up."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime, now

from konak.foundation.access import Actor, Scope, Seat
from konak.foundation.announce import publish
from konak.foundation.calendar.models import DayKind
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.positions import Position
from konak.governance.staffing import public as staffing
from konak.service.desk import public as desk

from .. import access, lifecycle, queries
from ..lifecycle import VISIT_DONE, VISIT_PLANNED
from ..models import Outcome, Visit, VisitKind
from .telling import COMING, GOING, span, tell_visit

SHORTEST, LONGEST = 10, 600
"""Minutes of one visit: less is a call, more are two visits."""
FURTHEST = dt.timedelta(days=180)
DAY_BEGINS, DAY_ENDS, HALF_ENDS = dt.time(8, 30), dt.time(17, 30), dt.time(13)
"""Where a service promises no hours of its own. Half days are worked until 13.00 (law 2429)."""


def _times(starts_at: dt.datetime, minutes: int) -> tuple[dt.datetime, dt.datetime]:
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(f"Ziyaret {SHORTEST} ile {LONGEST} dakika arasında olmalı.")
    if starts_at < now() - dt.timedelta(minutes=15):
        raise Refused("Ziyaret geçmiş bir saate planlanamaz.")
    if starts_at > now() + FURTHEST:
        raise Refused("Ziyaret en çok altı ay sonrasına planlanabilir.")
    return starts_at, starts_at + dt.timedelta(minutes=minutes)


def off_hours(service_id: int, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Why a slot lies outside the hours of the service, empty where it does not."""
    shift = desk.shift_of(service_id)
    always, opens, closes = shift or (False, DAY_BEGINS, DAY_ENDS)
    if always:
        return ""
    begin, end = localtime(starts_at), localtime(ends_at)
    calendar = calendar_from(begin.date())
    special = calendar.day(begin.date())
    if not calendar.is_working(begin.date()):
        return f"{begin:%d.%m.%Y} çalışma günü değil" + (f" ({special.name})" if special else "")
    if special is not None and special.kind == DayKind.HALF:
        closes = min(closes, HALF_ENDS)
    if begin.date() != end.date() or begin.time() < opens or end.time() > closes:
        return f"hizmetin saatleri {opens:%H.%M}–{closes:%H.%M}"
    return ""


def _within_hours(
    actor: Actor, unit_id: int, service_id: int, starts_at: dt.datetime, ends_at: dt.datetime, why: str
) -> None:
    outside = off_hours(service_id, starts_at, ends_at)
    if not outside:
        return
    if not why.strip():
        raise Refused(f"Bu zaman mesai dışında: {outside}. Zorunluysa gerekçesini yazın.")
    if not actor.holds(access.OFF_HOURS):
        raise Refused(f"Mesai dışına ziyareti ekibin uzmanı, şefi ya da müdürü planlar ({outside}).")


def _goes(technician_id: int, unit_id: int, day: dt.date) -> User:
    """The technician, when he may be sent on that day."""
    found = queries.team(unit_id).filter(pk=technician_id).first()
    if found is None:
        raise Refused("Seçilen kişi bu ekipte çalışmıyor.")
    if staffing.is_away(found.pk, day):
        raise Refused(f"{found.full_name} {day:%d.%m.%Y} günü görevde değil (makamını vekâleten bıraktı).")
    return found


def _free(technician: User, starts_at: dt.datetime, ends_at: dt.datetime, but: int | None = None) -> None:
    other = queries.clash(technician.pk, starts_at, ends_at, but)
    if other is not None:
        raise Refused(
            f"{technician.full_name} o saatte başka bir ziyarette: {other.case.number}, "
            f"{span(other.starts_at, other.ends_at)}."
        )


@contextmanager
def _one_place_at_a_time() -> Iterator[None]:
    """The database has the last word: of two who plan the same slot at once, one is refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if "visit_one_place_at_a_time" not in str(fault):
            raise
        raise Refused("Bu saat az önce doldu; takvimden boş bir saat seçin.") from None


@transaction.atomic
def plan(
    ticket: str,
    *,
    actor: Actor,
    technician_id: int,
    starts_at: dt.datetime,
    minutes: int,
    kind: str = VisitKind.ONSITE,
    place: str = "",
    contact: str = "",
    note: str = "",
    off_hours_why: str = "",
) -> Visit:
    """Plan a visit for a ticket and tell whoever is visited; he may propose another time."""
    facts = desk.facts_of(actor, ticket.strip().upper())
    if facts is None:
        raise Refused(f"«{ticket}» sayılı destek talebi bulunamadı.")
    if not desk.serves(actor, facts.number):
        raise Refused("Ziyareti, talebi karşılayan ekip planlar.")
    if facts.closed_at is not None:
        raise Refused("Kapanmış talep için ziyaret planlanamaz.")
    if kind not in VisitKind.values:
        raise Refused("Ziyaret yerinde ya da uzaktan olabilir.")
    begin, end = _times(starts_at, minutes)
    where = place.strip() or facts.place
    if kind == VisitKind.ONSITE and not where:
        raise Refused("Yerinde ziyaret için nereye gidileceğini yazın.")
    technician = _goes(technician_id, facts.unit_id, localtime(begin).date())
    if technician.pk == facts.requester_id:
        raise Refused("Kişi kendi talebine ziyarete gönderilemez.")
    _within_hours(actor, facts.unit_id, facts.service_id, begin, end, off_hours_why)
    _free(technician, begin, end)
    made = Visit(
        ticket_id=facts.id,
        kind=kind,
        technician=technician,
        host_id=facts.requester_id,
        starts_at=begin,
        ends_at=end,
        place=where[:160],
        contact=contact.strip()[:160] or facts.requester[:160],
        note=note.strip()[:2_000],
        off_hours_why=off_hours_why.strip()[:250],
    )
    with _one_place_at_a_time():
        made = cases.open_case(
            made,
            actor=actor,
            permission=access.PLAN,
            unit_id=facts.unit_id,
            subject=f"{made.get_kind_display()} ziyaret: {facts.subject}"[:250],
            due_on=localtime(end).date(),
            assignee_id=technician.pk,
            for_user_id=facts.requester_id,
        )
    cases.link(made.case.number, actor=actor, other=facts.number, why="Bu talep için ziyaret")
    tell_visit(made, [made.host_id], COMING, f"Size ziyaret planlandı: {facts.subject}", actor)
    tell_visit(made, [technician.pk], GOING, f"Ziyaret size verildi: {facts.subject}", actor)
    publish(VISIT_PLANNED, number=made.case.number)
    return made


@transaction.atomic
def move(
    number: str,
    *,
    actor: Actor,
    starts_at: dt.datetime,
    minutes: int,
    technician_id: int | None = None,
    off_hours_why: str = "",
) -> Visit:
    """Another time, or another technician; everybody concerned is told."""
    begin, end = _times(starts_at, minutes)
    with _one_place_at_a_time(), cases.take(lifecycle.MOVE, Visit, number, actor) as visit:
        before = visit.technician_id
        _settle(visit, actor, begin, end, technician_id or visit.technician_id, off_hours_why)
        tell_visit(visit, [visit.host_id], COMING, f"Ziyaretin zamanı değişti: {visit.ticket.case.subject}", actor)
        tell_visit(
            visit, [visit.technician_id], GOING, f"Ziyaretinizin zamanı değişti: {visit.ticket.case.subject}", actor
        )
        if before != visit.technician_id:
            tell_visit(visit, [before], GOING, f"Ziyaret başkasına verildi: {visit.ticket.case.subject}", actor)
    return visit


def _settle(
    visit: Visit, actor: Actor, begin: dt.datetime, end: dt.datetime, technician_id: int, off_hours_why: str
) -> None:
    technician = _goes(technician_id, visit.case.unit_id, localtime(begin).date())
    _within_hours(actor, visit.case.unit_id, visit.ticket.service_id, begin, end, off_hours_why)
    _free(technician, begin, end, visit.pk)
    visit.technician = technician
    visit.starts_at, visit.ends_at = begin, end
    visit.off_hours_why = off_hours_why.strip()[:250]
    visit.proposed_at, visit.proposed_why = None, ""
    visit.revision += 1
    visit.case.assignee_id = technician.pk
    visit.case.due_on = localtime(end).date()


@transaction.atomic
def propose(number: str, *, actor: Actor, starts_at: dt.datetime, why: str) -> Visit:
    """Whoever is visited asks for another time; the slot stays his until the team answers."""
    if not why.strip():
        raise Refused("Neden bu zamanın uymadığını kısaca yazın.")
    with cases.take(lifecycle.PROPOSE, Visit, number, actor, note=why.strip()[:250]) as visit:
        begin, _ = _times(starts_at, _minutes(visit))
        visit.proposed_at, visit.proposed_why = begin, why.strip()[:250]
        tell_visit(
            visit,
            [visit.technician_id],
            GOING,
            f"Ziyaret için başka zaman önerildi: {visit.ticket.case.subject}",
            actor,
            f"Önerilen: {localtime(begin):%d.%m.%Y %H.%M}.",
        )
    return visit


def _minutes(visit: Visit) -> int:
    return int((visit.ends_at - visit.starts_at).total_seconds() // 60)


@transaction.atomic
def agree(number: str, *, actor: Actor, off_hours_why: str = "") -> Visit:
    """The proposed time it is, as long as the technician is free then."""
    with _one_place_at_a_time(), cases.take(lifecycle.AGREE, Visit, number, actor) as visit:
        assert visit.proposed_at is not None
        begin, end = _times(visit.proposed_at, _minutes(visit))
        _settle(visit, actor, begin, end, visit.technician_id, off_hours_why)
        tell_visit(
            visit, [visit.host_id], COMING, f"Önerdiğiniz zaman kabul edildi: {visit.ticket.case.subject}", actor
        )
        tell_visit(
            visit, [visit.technician_id], GOING, f"Ziyaretin zamanı değişti: {visit.ticket.case.subject}", actor
        )
    return visit


@transaction.atomic
def keep_time(number: str, *, actor: Actor, why: str) -> Visit:
    """The first time stands; whoever proposed another one reads why."""
    if not why.strip():
        raise Refused("Önerinin neden kabul edilmediğini yazın.")
    with cases.take(lifecycle.KEEP_TIME, Visit, number, actor, note=why.strip()[:250]) as visit:
        visit.proposed_at, visit.proposed_why = None, ""
        tell_visit(
            visit, [visit.host_id], COMING, f"Ziyaret ilk zamanında: {visit.ticket.case.subject}", actor, why.strip()
        )
    return visit


@transaction.atomic
def start(number: str, *, actor: Actor) -> Visit:
    with cases.take(lifecycle.START, Visit, number, actor) as visit:
        visit.began_at = now()
    return visit


@transaction.atomic
def finish(number: str, *, actor: Actor, outcome: str, report: str, minutes: int | None = None) -> Visit:
    """What came of it. The minutes go to the ticket as time spent; without them those of the slot."""
    if outcome not in Outcome.values:
        raise Refused("Ziyaretin sonucunu seçin.")
    if not report.strip():
        raise Refused("Ne yapıldığını yazın.")
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise Refused(f"Harcanan süre 1 ile {LONGEST} dakika arasında olmalı.")
    with cases.take(lifecycle.FINISH, Visit, number, actor) as visit:
        moment = now()
        if moment < visit.starts_at and visit.began_at is None:
            raise Refused("Ziyaretin saati gelmedi; erken gittiyseniz önce «Ziyarete başla»yın.")
        spent = minutes or _minutes(visit)
        visit.began_at = visit.began_at or min(visit.starts_at, moment)
        visit.ended_at = max(moment if moment < visit.ends_at else visit.ends_at, visit.began_at)
        visit.outcome, visit.report, visit.holds = outcome, report.strip()[:4_000], False
        facts = desk.facts_of(actor, visit.ticket.case.number)
        if facts is not None and facts.closed_at is None and actor.user_id is not None:
            desk.log_time(facts.number, actor=actor, minutes=spent, note=f"Ziyaret {number}")
        told = f"{visit.get_outcome_display()}."
        tell_visit(visit, [visit.host_id], COMING, f"Ziyaret yapıldı: {visit.ticket.case.subject}", actor, told)
        publish(VISIT_DONE, number=number)
    return visit


@transaction.atomic
def miss(number: str, *, actor: Actor, why: str) -> Visit:
    """Nobody was there, or the door was locked: the ticket stays open."""
    if not why.strip():
        raise Refused("Neden yapılamadığını yazın.")
    with cases.take(lifecycle.MISS, Visit, number, actor, note=why.strip()[:250]) as visit:
        visit.holds, visit.report = False, why.strip()[:4_000]
        tell_visit(
            visit, [visit.host_id], COMING, f"Ziyaret yapılamadı: {visit.ticket.case.subject}", actor, why.strip()
        )
    return visit


@transaction.atomic
def cancel(number: str, *, actor: Actor, why: str) -> Visit:
    if not why.strip():
        raise Refused("Neden iptal edildiğini yazın.")
    with cases.take(lifecycle.CANCEL, Visit, number, actor, note=why.strip()[:250]) as visit:
        visit.holds, visit.report = False, why.strip()[:4_000]
        visit.revision += 1
        tell_visit(
            visit, [visit.host_id], COMING, f"Ziyaret iptal edildi: {visit.ticket.case.subject}", actor, why.strip()
        )
        tell_visit(
            visit,
            [visit.technician_id],
            GOING,
            f"Ziyaretiniz iptal edildi: {visit.ticket.case.subject}",
            actor,
            why.strip(),
        )
    return visit


@transaction.atomic
def hand_over_visit(key: str, giver: User, receiver: User | None, *, actor: Actor) -> None:
    """The slot stays where it is and goes to somebody who is free then; with nobody it is called off, its ticket
    stays with the team. The file of handing over was approved; it does not ask again who may plan visits."""
    rows = Visit.objects.select_for_update(of=("self", "case")).select_related("case", "ticket__case")
    visit = rows.filter(case__number=key, technician=giver, holds=True).first()
    if visit is None:
        return
    if receiver is None:
        cancel(key, actor=_clock(visit.case.unit_id), why=f"{giver.full_name} görevden ayrılıyor")
        return
    _goes(receiver.pk, visit.case.unit_id, localtime(visit.starts_at).date())
    if receiver.pk == visit.host_id:
        raise Refused("Kişi kendi talebine ziyarete gönderilemez.")
    _free(receiver, visit.starts_at, visit.ends_at, visit.pk)
    visit.technician = receiver
    visit.revision += 1
    visit.case.assignee_id = receiver.pk
    with _one_place_at_a_time():
        visit.save()
    visit.case.save(update_fields=["assignee"])
    cases.tell(visit.case, "hand_over", actor)
    subject = visit.ticket.case.subject
    tell_visit(visit, [receiver.pk], GOING, f"Ziyaret size devredildi: {subject}", actor)
    tell_visit(visit, [visit.host_id], COMING, f"Ziyarete başkası gelecek: {subject}", actor)


def _clock(unit_id: int) -> Actor:
    granted = {access.VIEW.code: int(Scope.ALL), access.PLAN.code: int(Scope.ALL)}
    return Actor(None, (Seat(Position.ADMINISTRATOR, unit_id, frozenset({unit_id}), grants=granted),), "job")
