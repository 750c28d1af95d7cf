"""Two years of the calendar of Örnek Büyükşehir Belediyesi: plans accepted, periods done, late, excused and missed,
confirmations of eight quarters. Periods and papers of the past are copied in bulk, the rest goes through services.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.timezone import get_current_timezone, localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.db.copying import copy_rows
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.governance.legislation import public as legislation

from . import queries, services
from .models import Answer, Confirmation, ConfirmationLine, ConfirmationPlan, DutyPeriod, DutyPlan, PlanState
from .queries.confirmations import digest_of
from .queries.seats import HEAD_OF, Chart
from .queries.turns import Turn, due_on, named, opens_on, turn_at, turn_before
from .services.confirming import units_of
from .services.opening import subject_of

HISTORY = dt.timedelta(days=730)
DAILY = 25
"""Working days of history for daily duties; months of them would hide everything else."""
ACCEPTED = {"s": 0.7, "m": 0.8, "l": 0.9}
EXCUSES = (
    "Sunucu odası taşındığı için bu dönem yapılması mümkün olmadı.",
    "Kurulu sistem bu dönemde henüz devreye alınmamıştı.",
    "Genel bakım çalışması nedeniyle dönem birleştirildi.",
)
MISSES = (
    "Yüklenici firma belgeyi süresinde teslim etmedi; sonraki dönemde tamamlanacak.",
    "Personel eksikliği nedeniyle yapılamadı; planlama yenilendi.",
    "Gerekli donanım temin edilemediği için ertelendi.",
)


@dataclass(slots=True)
class Past:
    """A period of the past, and how it ended."""

    plan: DutyPlan
    duty: legislation.DutyBrief
    turn: Turn
    due: dt.date
    seat: Appointment
    end: str
    settled: dt.datetime | None
    paper: int | None = None


def loaded() -> bool:
    return DutyPlan.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Plans, two years of periods, confirmations, and one nightly round for today."""
    chance = random.Random(seed + 41)  # noqa: S311 - repeatable sample data, nothing secret
    today = localdate()
    services.propose_plans(today - HISTORY)
    _decide(chance, ACCEPTED[size], today)
    past = _past(chance, today)
    _file_papers(past)
    count = copy_cases(DutyPeriod, (_file(one, chance) for one in past))
    report(f"{DutyPlan.objects.filter(state=PlanState.ACTIVE).count()} uyum planı, {count} görev dönemi")
    terms = _confirm(chance, today)
    done = services.run_round(today)
    report(f"{terms} görev teyidi; bu gece {done.opened} dönem açıldı, {done.climbed} gecikme yükseldi")


def _decide(chance: random.Random, share: float, today: dt.date) -> None:
    """Managers have accepted most proposals, left some out, and not yet looked at the rest."""
    waiting = DutyPlan.objects.filter(state=PlanState.PROPOSED).select_related("duty").order_by("pk")
    head = Appointment.objects.filter(position=Position.HEAD_OF_DEPARTMENT, until=None).order_by("pk").first()
    for place, plan in enumerate(waiting):
        if place % 4 == 1 or chance.random() > share + 0.25:
            continue  # still a proposal
        if place % 7 == 3:
            plan.state = PlanState.EXCLUDED
            plan.excluded_why = "Bu iş Konak dışında, Strateji Geliştirme biriminin takvimiyle izleniyor."
        else:
            plan.state = PlanState.ACTIVE
        plan.decided_by_id = head.user_id if head else None
        plan.decided_at = _moment(today - dt.timedelta(days=chance.randrange(200, 600)), chance)
        plan.save()
    # One yearly duty shows its period two months ahead.
    yearly = DutyPlan.objects.filter(state=PlanState.ACTIVE, interval="yearly").order_by("pk").first()
    if yearly is not None:
        yearly.lead_days = 60
        yearly.save()


def _moment(day: dt.date, chance: random.Random) -> dt.datetime:
    return dt.datetime.combine(
        day, dt.time(chance.randrange(8, 17), chance.randrange(60), chance.randrange(60)), get_current_timezone()
    )


def _past(chance: random.Random, today: dt.date) -> list[Past]:
    """Every period of the last two years that has ended or should be open, as a department lives it."""
    calendar = calendar_from(today - HISTORY - dt.timedelta(days=60))
    plans = list(DutyPlan.objects.filter(state=PlanState.ACTIVE).select_related("duty").order_by("pk"))
    duties = legislation.briefs_of(plan.duty_id for plan in plans)
    seats = _seats()
    chart = Chart(today)
    found: list[Past] = []
    for plan in plans:
        duty = duties[plan.duty_id]
        people = [
            seats[unit, position]
            for unit in chart.line(duty.unit_id)[:1]
            for position in ("director", "head_of_department", "chief")
            if (unit, position) in seats
        ] or list(seats.values())[:1]
        steady = chance.random()
        for turn in _turns(plan, duty, today, calendar):
            due = due_on(turn, calendar)
            settled, end = _outcome(plan, turn, due, today, steady, chance)
            if end:
                found.append(Past(plan, duty, turn, due, people[0], end, settled))
    return found


def _seats() -> dict[tuple[int, str], Appointment]:
    rows = Appointment.objects.filter(until=None, acting_for=None).order_by("-pk").select_related("user")
    return {(row.unit_id, row.position): row for row in rows}


def _turns(plan: DutyPlan, duty: legislation.DutyBrief, today: dt.date, calendar: Calendar) -> Iterator[Turn]:
    """The turns of a plan that should have a period by now, the newest first."""
    if plan.interval == "daily":
        day = today
        for _ in range(DAILY):
            day = calendar.add(day, -1)
            yield Turn(day, day)
        return
    turn = turn_at(plan.interval, today, plan.anchor_month, plan.anchor_day)
    while turn.ends_on >= max(duty.opened_on, today - HISTORY):
        if opens_on(plan.interval, turn, plan.lead_days) <= today - dt.timedelta(days=1):
            yield turn
        turn = turn_before(plan.interval, turn, plan.anchor_month, plan.anchor_day)


def _outcome(
    plan: DutyPlan, turn: Turn, due: dt.date, today: dt.date, steady: float, chance: random.Random
) -> tuple[dt.datetime | None, str]:
    """When and how a period ended; "" leaves it to tonight's round, "open" is still waiting."""
    throw = chance.random()
    if turn.ends_on >= today:
        if throw < 0.35 and plan.lead_days is None:
            began = opens_on(plan.interval, turn, plan.lead_days)
            return _moment(began + (today - began) * chance.random() * 0.9, chance), "done"
        return None, "open"
    age = (today - due).days
    diligent = 0.97 if steady < 0.7 else 0.78
    if throw > diligent and age < 45:
        return None, "open"  # late today
    if throw > diligent:
        end = "not_done" if chance.random() < 0.55 else "excused"
        return _moment(min(today, due + dt.timedelta(days=chance.randrange(1, 20))), chance), end
    late = chance.random() < (0.06 if steady < 0.7 else 0.28)
    days = chance.randrange(1, 16) if late else -chance.randrange(0, max(1, min(9, (due - turn.begins_on).days)))
    settled = min(due + dt.timedelta(days=days), today - dt.timedelta(days=1))
    return _moment(max(settled, turn.begins_on), chance), "done"


def _file_papers(past: list[Past]) -> None:
    """What was done has a paper: one that lies there already, or one of its own."""
    actor = actor_of(past[0].seat.user_id, via="cli") if past else None
    if actor is None:
        return
    done = [one for one in past if one.end == "done" and one.settled is not None]
    there = legislation.papers_in(
        (one.duty.pk, one.turn.begins_on, one.turn.ends_on) for one in done if one.plan.interval != "daily"
    )
    new = []
    for one in done:
        known = there.get((one.duty.pk, one.turn.begins_on))
        if known is not None and one.turn.begins_on <= localdate(known.at) <= one.due:
            one.paper, one.settled = known.evidence_id, known.at
        else:
            new.append(one)
    papers = [
        legislation.PastProof(
            duty_id=one.duty.pk,
            title=f"{named(one.plan.interval, one.turn)}: {one.duty.heading or 'görev'}, yapıldı"[:200],
            period_from=max(one.turn.begins_on, one.duty.opened_on),
            period_to=one.turn.ends_on,
            unit_id=one.seat.unit_id,
            filed_by_id=one.seat.user_id,
            filed_at=one.settled or _moment(one.due, random.Random(1)),  # noqa: S311
        )
        for one in new
    ]
    for one, key in zip(new, legislation.file_past_proofs(papers, actor=actor), strict=True):
        one.paper = key


def _file(one: Past, chance: random.Random) -> File:
    opened = max(opens_on(one.plan.interval, one.turn, one.plan.lead_days), one.turn.begins_on)
    at = dt.datetime.combine(opened, dt.time(0, 35), get_current_timezone())
    state = {"done": "done", "not_done": "not_done", "excused": "excused", "open": "open"}[one.end]
    story = [Line(at, "open", None, None, Position.ADMINISTRATOR, via="job")]
    if one.settled is not None:
        verb = {"done": "done", "not_done": "not_done", "excused": "excuse"}[one.end]
        story.append(Line(max(one.settled, at), verb, one.seat.user_id, one.seat.pk, one.seat.position))
    reasons = {"not_done": MISSES, "excused": EXCUSES}
    return File(
        cover={
            "subject": subject_of(one.duty, named(one.plan.interval, one.turn)),
            "state": state,
            "unit": one.duty.unit_id,
            "assignee": one.seat.user_id,
            "opened_by": None,
            "opened_from_unit": one.duty.unit_id,
            "due_on": one.due,
            "opened_at": at,
            "resting": one.end != "open",
        },
        contents={
            "duty": one.duty.pk,
            "interval": one.plan.interval,
            "stated": one.plan.source == "stated",
            "begins_on": one.turn.begins_on,
            "ends_on": one.turn.ends_on,
            "evidence": one.paper,
            "proof_at": one.settled if one.end == "done" else None,
            "reason": chance.choice(reasons[one.end]) if one.end in reasons else "",
            "settled_at": max(one.settled, at) if one.settled else None,
            "settled_by": one.seat.user_id if one.settled else None,
        },
        story=story,
    )


def _confirm(chance: random.Random, today: dt.date) -> int:
    """The confirmations of two years of quarters: all received but the last, which a few units still owe."""
    services.open_confirmations(today)
    ConfirmationPlan.objects.update(starts_on=today - HISTORY)
    chart, calendar = Chart(today), calendar_from(today - HISTORY - dt.timedelta(days=60))
    seats = _seats()
    for plan in ConfirmationPlan.objects.all():
        places = [
            _Place(unit, duties, seats.get((unit.pk, HEAD_OF[unit.kind])))
            for unit, duties in units_of(plan.unit_id, chart)
        ]
        term = turn_before(plan.interval, turn_at(plan.interval, today))
        newest = True
        while term.begins_on >= today - HISTORY:
            due = calendar.add(term.ends_on, 10)
            _copy_term(plan, term, due, places, chart, chance, newest=newest)
            term, newest = turn_before(plan.interval, term), False
    rows = Confirmation.objects.exclude(signed_at=None).select_related("case")
    for row in rows:
        row.digest = digest_of(row)
    Confirmation.objects.bulk_update(rows, ["digest"], batch_size=500)
    return Confirmation.objects.count()


@dataclass(frozen=True, slots=True)
class _Place:
    unit: Unit
    duties: list[legislation.DutyBrief]
    seat: Appointment | None


def _copy_term(
    plan: ConfirmationPlan,
    term: Turn,
    due: dt.date,
    places: list[_Place],
    chart: Chart,
    chance: random.Random,
    *,
    newest: bool,
) -> None:
    """One term, from the top of the department down, so that each knows where it flows to."""
    keys: dict[int, int] = {}
    owing = {
        place.unit.pk for place in places if newest and (chance.random() < 0.25 or place.unit.pk == plan.unit_id)
    }
    for place in list(places):
        if place.unit.pk in owing:
            owing |= set(chart.line(place.unit.pk)) & {one.unit.pk for one in places}
    for depth in sorted({len(chart.line(place.unit.pk)) for place in places}):
        level = [place for place in places if len(chart.line(place.unit.pk)) == depth]
        files = [
            _confirmed(plan, term, due, place, keys, chart, chance, open_=place.unit.pk in owing) for place in level
        ]

        def hang(batch: list[File], level: list[_Place] = level) -> None:
            for place, one in zip(level, batch, strict=True):
                keys[place.unit.pk] = one.key
                copy_rows(ConfirmationLine, _lines(place, one.key, term, chance, open_=place.unit.pk in owing))

        copy_cases(Confirmation, files, hang)


def _confirmed(
    plan: ConfirmationPlan,
    term: Turn,
    due: dt.date,
    place: _Place,
    keys: dict[int, int],
    chart: Chart,
    chance: random.Random,
    *,
    open_: bool,
) -> File:
    at = dt.datetime.combine(term.ends_on + dt.timedelta(days=1), dt.time(0, 35), get_current_timezone())
    signed = _moment(term.ends_on + dt.timedelta(days=chance.randrange(2, 12)), chance)
    received = signed + dt.timedelta(days=1, hours=2)
    above = next((keys[over] for over in chart.line(place.unit.pk)[1:] if over in keys), None)
    user, seat = (place.seat.user_id, place.seat) if place.seat else (None, None)
    story = [Line(at, "open", None, None, Position.ADMINISTRATOR, via="job")]
    if not open_:
        story.append(Line(signed, "sign", user, seat.pk if seat else None, seat.position if seat else ""))
        story.append(Line(received, "receive", None, None, ""))
    return File(
        cover={
            "subject": f"Görev teyidi · {named(plan.interval, term)} · {place.unit.name}"[:250],
            "state": "open" if open_ else "received",
            "unit": place.unit.pk,
            "assignee": user,
            "opened_by": None,
            "opened_from_unit": place.unit.pk,
            "due_on": due,
            "opened_at": at,
            "closed_at": None if open_ else received,
            "resting": not open_,
        },
        contents={
            "of_unit": place.unit.pk,
            "position": HEAD_OF[place.unit.kind],
            "begins_on": term.begins_on,
            "ends_on": term.ends_on,
            "above": above,
            "signed_at": None if open_ else signed,
            "signed_by": None if open_ else user,
        },
        story=story,
    )


def _lines(place: _Place, key: int, term: Turn, chance: random.Random, *, open_: bool) -> Iterator[dict[str, object]]:
    tallies = queries.tallies([duty.pk for duty in place.duties], term.begins_on, term.ends_on)
    for order, duty in enumerate(place.duties, 1):
        every, good, late = tallies.get(duty.pk, (0, 0, 0))
        throw = chance.random()
        answer = Answer.DONE if throw < 0.82 and good == every else Answer.PARTLY if throw < 0.95 else Answer.NOT_DONE
        proof = {"done": "fresh", "partly": "stale", "not_done": "missing"}[answer]
        label = {"fresh": "Kanıtlı", "stale": "Kanıtı eskimiş", "missing": "Kanıt yok"}[proof]
        seen = _moment(term.begins_on + dt.timedelta(days=chance.randrange(5, 80)), chance)
        yield {
            "confirmation": key,
            "order": order,
            "duty": duty.pk,
            "regulation": duty.regulation,
            "path": duty.path,
            "text": duty.text,
            "proof": proof,
            "proof_label": label,
            "last_proof_at": None if proof == "missing" else seen,
            "periods": every,
            "periods_done": good,
            "periods_late": late,
            "answer": "" if open_ else answer.value,
            "remark": "" if open_ or answer == Answer.DONE else chance.choice(MISSES),
        }
