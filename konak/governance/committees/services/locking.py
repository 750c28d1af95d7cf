"""A meeting locked for a change that is no step: one at a time, whoever presses."""

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..lifecycle import MeetingState
from ..models import Meeting


def locked(number: str, actor: Actor) -> Meeting:
    """The meeting, locked with its cover; whoever may not see it does not find it."""
    Meeting.objects.select_for_update(of=("self", "case")).get(case__number=number)
    return queries.meeting(actor, number)


def to_run(number: str, actor: Actor, *states: MeetingState) -> Meeting:
    """The meeting, locked, for its secretary, in one of `states`."""
    meeting = locked(number, actor)
    if not actor.reach(access.RUN).covers(meeting.case):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok. Yetkili: kurulun sekretaryası.")
    if meeting.case.state not in states:
        raise Refused(f"Toplantı «{meeting.state_label}» durumunda; bu işlem yapılamaz.")
    return meeting
