"""Minutes: a PDF/A drawn from what was recorded, signed by those who were there, approved by whoever presided."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localtime, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take, tell
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

from .. import lifecycle, queries
from ..lifecycle import MET, MeetingState
from ..models import Attendance, Meeting, Presence
from .locking import locked

TEMPLATE = "committees/minutes"


def draw_minutes(number: str, *, actor: Actor, summary: str = "") -> Meeting:
    """Write the minutes as PDF/A from attendance, agenda and decisions, and lay them out for signing."""
    with take(lifecycle.DRAW, Meeting, number, actor) as meeting:
        meeting.summary = summary.strip()
        meeting.minutes_at = now()
        pdf = render_pdf(TEMPLATE, content_of(meeting), created=meeting.minutes_at)
        name = f"{meeting.committee.code}-{meeting.year}-{meeting.no}-tutanak.pdf"
        meeting.minutes = store(
            actor=actor, content=pdf, name=name, unit_id=meeting.case.unit_id, purpose="committees.minutes"
        )
        presiding = meeting.presiding
        if presiding is not None and presiding.user_id is not None:
            meeting.case.assignee_id = presiding.user_id
    return meeting


def redraw(number: str, *, actor: Actor, why: str) -> Meeting:
    """Take the minutes back for mending; signatures under the old text do not count for the new one."""
    if not why.strip():
        raise Refused("Tutanakta neyin düzeltileceğini yazın.")
    with take(lifecycle.REDRAW, Meeting, number, actor) as meeting:
        meeting.attendances.exclude(signed_at=None).update(signed_at=None)
        meeting.case.assignee_id = meeting.committee.assignee_id or meeting.case.opened_by_id
    return meeting


@transaction.atomic
def sign(number: str, *, actor: Actor, dissent: str = "") -> Attendance:
    """Somebody who was there signs the minutes, if need be with a reservation (şerh)."""
    meeting = locked(number, actor)
    if meeting.case.state != MeetingState.MINUTES:
        raise Refused("İmzaya açılmış tutanak yok.")
    mine = meeting.attendances.select_for_update().filter(member__user_id=actor.user_id or 0).first()
    if mine is None or mine.status != Presence.PRESENT:
        raise Refused("Tutanağı yalnız toplantıya katılan üyeler imzalar.")
    if mine.signed_at is not None:
        raise Refused("Bu tutanağı zaten imzaladınız.")
    mine.signed_at, mine.dissent = now(), dissent.strip()
    mine.save()
    tell(meeting.case, "sign", actor, "şerhli" if mine.dissent else "")
    return mine


def approve_minutes(number: str, *, actor: Actor) -> Meeting:
    """Whoever presided approves; the meeting is complete."""
    with take(lifecycle.APPROVE, Meeting, number, actor) as meeting:
        meeting.case.assignee_id = meeting.committee.assignee_id or meeting.case.assignee_id
        publish(MET, number=number)
    return meeting


def content_of(meeting: Meeting) -> dict[str, Any]:
    """What the template is given: names as they are today, times as people write them."""
    committee, turnout = meeting.committee, queries.turnout(meeting)
    begun = localtime(meeting.began_at or meeting.starts_at)
    ended = localtime(meeting.ended_at) if meeting.ended_at else None
    voting = {line.attendance.pk for line in turnout.lines if line.votes}
    people = [
        {
            "name": line.member.name,
            "role": line.member.get_role_display(),
            "status": line.attendance.get_status_display(),
            "votes": line.attendance.pk in voting and line.attendance.status == Presence.PRESENT,
            "present": line.attendance.status == Presence.PRESENT,
        }
        for line in turnout.lines
        if line.member is not None
    ]
    items = []
    for place, item in enumerate(queries.agenda(meeting), 1):
        decision = getattr(item, "decision", None)
        items.append(
            {
                "no": place,
                "title": item.title,
                "presenter": item.presenter.full_name if item.presenter else item.presenter_title,
                "note": item.note,
                "outcome": item.get_outcome_display(),
                "decision": None
                if decision is None
                else {
                    "no": f"{committee.code} {decision.ordinal}",
                    "text": decision.text,
                    "votes": decision.vote_words,
                    "carried": decision.carried,
                    "unit": decision.case.unit.name if decision.needs_action else "",
                    "person": decision.case.assignee.full_name
                    if decision.needs_action and decision.case.assignee
                    else "",
                    "due": decision.case.due_on if decision.needs_action else None,
                    "dissents": [[one.member.name, one.text] for one in decision.dissents.all()],
                },
            }
        )
    return {
        "title": "Toplantı Tutanağı",
        "unit": committee.name,
        "number": f"{committee.code} {meeting.ordinal}",
        "date": begun.date(),
        "facts": [
            ["Toplantı", f"{meeting.ordinal}{' (olağanüstü)' if meeting.extraordinary else ''}"],
            ["Dosya", meeting.case.number],
            ["Yer", meeting.place or "–"],
            ["Açılış", f"{begun:%d.%m.%Y %H.%M}"],
            ["Kapanış", f"{ended:%d.%m.%Y %H.%M}" if ended else "–"],
            ["Başkanlık eden", meeting.presiding.name if meeting.presiding else "–"],
            [
                "Yeter sayı",
                f"{turnout.count.full} üyeden {turnout.count.needed}; katılan {turnout.count.present}",
            ],
        ],
        "short_notice": meeting.short_notice,
        "people": people,
        "guests": [guest.guest for guest in turnout.guests],
        "items": items,
        "summary": meeting.summary,
    }
