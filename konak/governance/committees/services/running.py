"""While a meeting runs: who is there, what was said, what was decided. One writer at a time for each meeting."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate, localtime

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days, is_working_day
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.numbering.services import next_number
from konak.foundation.people.queries import seats_of, units

from .. import access, lifecycle, queries
from ..lifecycle import DECIDED, MeetingState
from ..models import AgendaItem, Attendance, Decision, Dissent, Meeting, Outcome, Presence
from .locking import to_run

FOLLOW_UP_DAYS = 10
"""Working days a decision has when nobody names a last day."""


@transaction.atomic
def mark(number: str, attendance_id: int, *, actor: Actor, status: str) -> Attendance:
    """Say who is there. Before the meeting only excuses can be noted."""
    meeting = to_run(number, actor, MeetingState.INVITED, MeetingState.OPEN)
    if status not in Presence.values:
        raise Refused("Katılım durumu bilinmiyor.")
    if meeting.case.state == MeetingState.INVITED and status not in {Presence.EXCUSED, Presence.EXPECTED}:
        raise Refused("Yoklama, toplantı açılınca alınır; önceden yalnız mazeret yazılabilir.")
    attendance: Attendance = meeting.attendances.select_for_update().get(pk=attendance_id)
    attendance.status = status
    attendance.save()
    return attendance


@transaction.atomic
def mark_all(number: str, *, actor: Actor) -> int:
    """Everybody who is still expected is there; says how many."""
    meeting = to_run(number, actor, MeetingState.OPEN)
    count = 0
    for attendance in meeting.attendances.filter(status=Presence.EXPECTED):
        attendance.status = Presence.PRESENT
        attendance.save()
        count += 1
    return count


@transaction.atomic
def add_guest(number: str, *, actor: Actor, guest: str) -> Attendance:
    """Somebody who was asked in without being a member; never votes."""
    meeting = to_run(number, actor, MeetingState.INVITED, MeetingState.OPEN)
    if not guest.strip():
        raise Refused("Konuğun adını ya da unvanını yazın.")
    return Attendance.objects.create(meeting=meeting, guest=guest.strip()[:160], status=Presence.PRESENT)


def _item(meeting: Meeting, item_id: int) -> AgendaItem:
    item: AgendaItem = meeting.items.select_for_update().get(pk=item_id)
    if item.outcome == Outcome.DECIDED:
        raise Refused("Bu gündem maddesinde karar alınmış.")
    return item


@transaction.atomic
def discuss(number: str, item_id: int, *, actor: Actor, note: str = "") -> AgendaItem:
    """The point was talked about; no decision was needed."""
    meeting = to_run(number, actor, MeetingState.OPEN)
    item = _item(meeting, item_id)
    item.outcome, item.note = Outcome.DISCUSSED, note.strip()
    item.save()
    return item


@transaction.atomic
def defer(number: str, item_id: int, *, actor: Actor, note: str = "") -> AgendaItem:
    """The point waits for the next meeting, whose agenda it comes onto by itself."""
    meeting = to_run(number, actor, MeetingState.OPEN)
    item = _item(meeting, item_id)
    item.outcome, item.note = Outcome.DEFERRED, note.strip()
    item.save()
    return item


@transaction.atomic
def decide(
    number: str,
    item_id: int,
    *,
    actor: Actor,
    text: str,
    votes_for: int,
    votes_against: int = 0,
    abstained: int = 0,
    chair_against: bool = False,
    needs_action: bool = True,
    unit_id: int | None = None,
    assignee_id: int | None = None,
    due_on: dt.date | None = None,
    note: str = "",
    dissents: dict[int, str] | None = None,
) -> Decision:
    """Record a decision: numbered without gaps, counted by the committee's rule, followed up as a case of its own.

    Without a quorum nothing is decided. What the votes did not carry is kept as a rejection and asks for no deed.
    """
    meeting = to_run(number, actor, MeetingState.OPEN)
    item = _item(meeting, item_id)
    committee, turnout = meeting.committee, queries.turnout(meeting)
    count = turnout.count
    if not count.reached:
        raise Refused(f"Yeter sayı yok: {count.needed} üye gerekir, {count.present} üye var. Karar alınamaz.")
    if not text.strip():
        raise Refused("Kararın metnini yazın.")
    _check_votes(votes_for, votes_against, abstained, count.present)
    carried = queries.carried_by(
        committee, full=count.full, present=count.present, votes_for=votes_for, chair_against=chair_against
    )
    acts = carried and needs_action
    today = localdate()
    year = localtime(meeting.starts_at).year
    drawn = next_number(f"{committee.series}K", year)
    decision = Decision(
        committee=committee,
        meeting=meeting,
        item=item,
        year=year,
        no=int(drawn.rpartition("-")[2]),
        decided_on=localtime(meeting.starts_at).date(),
        text=text.strip(),
        votes_for=votes_for,
        votes_against=votes_against,
        abstained=abstained,
        chair_against=chair_against,
        carried=carried,
        needs_action=acts,
    )
    home, person = _who_does(unit_id, assignee_id, committee.unit_id) if acts else (committee.unit_id, None)
    made = open_case(
        decision,
        actor=actor,
        permission=access.RUN,
        unit_id=home,
        subject=f"{committee.code} {decision.ordinal}: {item.title}"[:250],
        due_on=_checked_due(due_on, today) if acts else None,
        assignee_id=person,
    )
    _write_dissents(made, turnout, dissents or {}, votes_against + abstained)
    item.outcome, item.note = Outcome.DECIDED, note.strip()
    item.save()
    if not acts:
        with take(lifecycle.NOTE, Decision, made.case.number, actor) as noted:
            made = noted
    tell(meeting.case, "decide", actor, decision.ordinal, seat=actor.seat_for(access.RUN, meeting.case))
    publish(DECIDED, number=made.case.number)
    return made


@transaction.atomic
def reword(
    number: str,
    item_id: int,
    *,
    actor: Actor,
    text: str,
    votes_for: int,
    votes_against: int = 0,
    abstained: int = 0,
    chair_against: bool = False,
) -> Decision:
    """Mend the words or the votes of a decision before the minutes are signed; its number and its fate stay.

    Votes that would turn the result around are not a slip of the pen and are refused.
    """
    meeting = to_run(number, actor, MeetingState.OPEN, MeetingState.HELD)
    decision: Decision = Decision.objects.select_for_update(of=("self",)).get(item_id=item_id, meeting=meeting)
    if not text.strip():
        raise Refused("Kararın metnini yazın.")
    count = queries.turnout(meeting).count
    _check_votes(votes_for, votes_against, abstained, count.present)
    carried = queries.carried_by(
        meeting.committee, full=count.full, present=count.present, votes_for=votes_for, chair_against=chair_against
    )
    if carried != decision.carried:
        raise Refused("Bu oylarla kararın sonucu değişir; sonucu değiştirmek için yeni bir gündem maddesi gerekir.")
    decision.text, decision.votes_for, decision.votes_against = text.strip(), votes_for, votes_against
    decision.abstained, decision.chair_against = abstained, chair_against
    decision.save()
    tell(decision.case, "reword", actor, seat=actor.seat_for(access.RUN, meeting.case))
    return decision


def _check_votes(votes_for: int, votes_against: int, abstained: int, present: int) -> None:
    if min(votes_for, votes_against, abstained) < 0:
        raise Refused("Oy sayısı eksi olamaz.")
    given = votes_for + votes_against + abstained
    if given != present:
        raise Refused(f"Oyların toplamı {given}, oy hakkı olan {present} katılımcı var; sayıları denetleyin.")


def _who_does(unit_id: int | None, assignee_id: int | None, otherwise: int) -> tuple[int, int | None]:
    """The unit and the person who carry a decision out: named ones that exist, else the secretariat's unit."""
    if unit_id is not None and not units().filter(pk=unit_id).exists():
        raise Refused("Kararı yerine getirecek birim bulunamadı; kapanmış birime karar verilemez.")
    if assignee_id is None:
        return unit_id or otherwise, None
    seats = list(seats_of(assignee_id).filter(user__is_active=True))
    if not seats:
        raise Refused("Kararı yerine getirecek kişi bugün görevli değil.")
    home = unit_id or seats[0].unit_id
    if unit_id is not None and all(seat.unit_id != unit_id for seat in seats):
        raise Refused(f"{seats[0].user.full_name} seçilen birimde görevli değil.")
    return home, assignee_id


def _checked_due(due_on: dt.date | None, today: dt.date) -> dt.date:
    if due_on is None:
        return add_working_days(today, FOLLOW_UP_DAYS)
    if due_on < today:
        raise Refused("Kararın son günü geçmiş bir gün olamaz.")
    if due_on > today + dt.timedelta(days=5 * 366):
        raise Refused("Kararın son günü beş yıldan uzak olamaz; yılı denetleyin.")
    if not is_working_day(due_on):
        raise Refused(f"{due_on:%d.%m.%Y} çalışma günü değil; başka bir gün seçin.")
    return due_on


def _write_dissents(decision: Decision, turnout: queries.Turnout, dissents: dict[int, str], others: int) -> None:
    """Reasons of those who voted otherwise; no more of them than such votes, and only of members who voted."""
    voted = {
        line.member.pk
        for line in turnout.lines
        if line.member is not None and line.votes and line.attendance.status == Presence.PRESENT
    }
    given = {member: words.strip() for member, words in dissents.items() if words.strip()}
    if given.keys() - voted:
        raise Refused("Karşı oy gerekçesini yalnız toplantıda oy kullanan üye yazdırabilir.")
    if len(given) > others:
        raise Refused("Karşı oy gerekçesi, ret ve çekimser oyların sayısından çok olamaz.")
    for member_id, words in given.items():
        Dissent.objects.create(decision=decision, member_id=member_id, text=words)
