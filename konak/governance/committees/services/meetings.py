"""A meeting is planned, called, postponed, opened, ended, or never comes about."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate, localtime, now

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days, is_working_day, working_days_between
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.numbering.services import next_number

from .. import access, lifecycle, queries
from ..models import Attendance, Committee, Meeting, Outcome, Presence, Role

MINUTES_DAYS = 5
"""Working days in which the minutes are to be written and signed."""
LONGEST = dt.timedelta(hours=24)


@transaction.atomic
def plan(
    committee_id: int,
    *,
    actor: Actor,
    starts_at: dt.datetime,
    ends_at: dt.datetime | None = None,
    place: str = "",
    subject: str = "",
    extraordinary: bool = False,
) -> Meeting:
    """Put a meeting into the calendar of a committee. Points left over from the last one come onto its agenda."""
    Committee.objects.select_for_update().get(pk=committee_id)
    committee = queries.committee(actor, committee_id)
    if not queries.may_run(actor, committee):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok. Yetkili: kurulun sekretaryası.")
    begin = _checked(committee, starts_at)
    end = ends_at or begin + dt.timedelta(hours=2)
    if not begin < end <= begin + LONGEST:
        raise Refused("Toplantının bitişi başlangıcından sonra ve aynı gün içinde olmalı.")
    meeting = Meeting(
        committee=committee,
        starts_at=begin,
        ends_at=end,
        first_planned_for=begin,
        place=place.strip(),
        extraordinary=extraordinary,
    )
    made = open_case(
        meeting,
        actor=actor,
        permission=access.RUN,
        unit_id=committee.unit_id,
        subject=subject.strip()[:250] or f"{committee.name}, {localtime(begin):%d.%m.%Y} toplantısı",
        due_on=localtime(begin).date(),
        assignee_id=committee.assignee_id or actor.user_id,
    )
    left = committee.items.filter(meeting__isnull=False, outcome=Outcome.DEFERRED, carried_to=None)
    for place_, item in enumerate(left.order_by("pk"), 1):
        item.carried_to.create(
            committee=committee,
            meeting=made,
            order=place_,
            title=item.title,
            text=item.text,
            presenter_id=item.presenter_id,
            presenter_title=item.presenter_title,
            proposed_by_id=item.proposed_by_id,
            proposed_at=item.proposed_at,
        )
    return made


def invite(number: str, *, actor: Actor, short_notice: str = "") -> Meeting:
    """Call every member with the agenda. Less notice than the rule of the committee needs a reason."""
    with take(lifecycle.INVITE, Meeting, number, actor) as meeting:
        committee = meeting.committee
        day = localtime(meeting.starts_at).date()
        notice = working_days_between(localdate(), day)
        if meeting.starts_at <= now():
            raise Refused("Başlangıcı geçmiş toplantıya çağrı yapılamaz; önce tarihini değiştirin.")
        if notice < committee.notice_days and not short_notice.strip():
            raise Refused(
                f"Toplantıya {notice} iş günü var; kurulun kuralı en az {committee.notice_days} iş günü önceden "
                "çağrı. Kısa süreyle çağırmanın nedenini yazın."
            )
        members = queries.members_on(committee, day)
        if not any(member.votes for member in members):
            raise Refused("Kurulun o gün görevde olan üyesi yok; önce üyeleri belirleyin.")
        meeting.short_notice = short_notice.strip() if notice < committee.notice_days else ""
        meeting.invited_at = now()
        Attendance.objects.bulk_create(
            [Attendance(meeting=meeting, member=member) for member in members], ignore_conflicts=True
        )
        meeting.attendances.filter(member__isnull=False).exclude(member__in=members).delete()
    return meeting


def postpone(number: str, *, actor: Actor, starts_at: dt.datetime, why: str) -> Meeting:
    """Move a meeting to another time; it has to be called again."""
    if not why.strip():
        raise Refused("Erteleme nedenini yazın.")
    with take(lifecycle.POSTPONE, Meeting, number, actor) as meeting:
        length = meeting.ends_at - meeting.starts_at
        begin = _checked(meeting.committee, starts_at)
        if begin == meeting.starts_at:
            raise Refused("Toplantı zaten bu saatte.")
        meeting.starts_at, meeting.ends_at = begin, begin + length
        meeting.invited_at, meeting.revision, meeting.why = None, meeting.revision + 1, why.strip()
        meeting.case.due_on = localtime(begin).date()
    return meeting


def cancel(number: str, *, actor: Actor, why: str) -> Meeting:
    if not why.strip():
        raise Refused("İptal nedenini yazın.")
    with take(lifecycle.CANCEL, Meeting, number, actor) as meeting:
        meeting.why, meeting.revision = why.strip(), meeting.revision + 1
        meeting.items.filter(outcome=Outcome.WAITING).update(outcome=Outcome.DEFERRED)
    return meeting


def begin(number: str, *, actor: Actor) -> Meeting:
    """Open the meeting: it gets the next number of its committee, and the voting seats of the day are counted."""
    with take(lifecycle.BEGIN, Meeting, number, actor) as meeting:
        today = localdate()
        if localtime(meeting.starts_at).date() > today:
            raise Refused(f"Toplantının günü henüz gelmedi ({localtime(meeting.starts_at):%d.%m.%Y %H.%M}).")
        members = queries.members_on(meeting.committee, localtime(meeting.starts_at).date())
        meeting.full_count = sum(member.votes for member in members)
        meeting.began_at = now()
        _number(meeting)
        known = set(meeting.attendances.values_list("member_id", flat=True))
        Attendance.objects.bulk_create(
            [Attendance(meeting=meeting, member=member) for member in members if member.pk not in known]
        )
    return meeting


def _number(meeting: Meeting) -> None:
    """The committee's own count of meetings, without gaps."""
    year = localtime(meeting.starts_at).year
    number = next_number(f"{meeting.committee.series}T", year)
    meeting.year, meeting.no = year, int(number.rpartition("-")[2])


def finish(number: str, *, actor: Actor) -> Meeting:
    """Everything on the agenda was dealt with; whoever was expected and did not come was absent."""
    with take(lifecycle.FINISH, Meeting, number, actor) as meeting:
        turnout = queries.turnout(meeting)
        if not turnout.count.reached:
            raise Refused(
                f"Yeter sayı yok: {turnout.count.needed} üye gerekir, {turnout.count.present} üye var. "
                "Yoklamayı tamamlayın ya da «Yeter sayı olmadı» deyin."
            )
        meeting.ended_at = now()
        meeting.attendances.filter(status=Presence.EXPECTED).update(status=Presence.ABSENT)
        there = [line for line in turnout.lines if line.attendance.status == Presence.PRESENT and line.member]
        order = {Role.CHAIR: 0, Role.DEPUTY: 1}
        there.sort(key=lambda line: order.get(Role(line.member.role), 2) if line.member else 9)
        meeting.presiding = meeting.presiding or (there[0].member if there else None)
        meeting.case.due_on = add_working_days(localdate(), MINUTES_DAYS)
    return meeting


def lapse(number: str, *, actor: Actor) -> Meeting:
    """Too few came: nothing was decided, and the points wait for the next meeting."""
    with take(lifecycle.LAPSE, Meeting, number, actor) as meeting:
        if queries.turnout(meeting).count.reached:
            raise Refused("Yeter sayı var; toplantı yeter sayı yokluğuyla kapatılamaz.")
        if meeting.decisions.exists():
            raise Refused("Karar alınmış toplantı yeter sayı yokluğuyla kapatılamaz.")
        meeting.ended_at = now()
        meeting.attendances.filter(status=Presence.EXPECTED).update(status=Presence.ABSENT)
        meeting.items.filter(outcome=Outcome.WAITING).update(outcome=Outcome.DEFERRED)
    return meeting


def _checked(committee: Committee, starts_at: dt.datetime) -> dt.datetime:
    """When a meeting may begin: on a working day on which the committee stands, not in the past."""
    begin = starts_at if starts_at.tzinfo else starts_at.replace(tzinfo=get_current_timezone())
    day = localtime(begin).date()
    if begin <= now():
        raise Refused("Toplantı geçmiş bir saate konamaz.")
    if day > localdate() + dt.timedelta(days=3 * 366):
        raise Refused("Toplantı üç yıldan uzağa konamaz; yılı denetleyin.")
    if not committee.stands_on(day):
        raise Refused("Kurul o gün görevde değil.")
    if not is_working_day(day):
        raise Refused(f"{day:%d.%m.%Y} çalışma günü değil; başka bir gün seçin.")
    return begin
