"""Beginning, moving and leaving as one act: what a seat needs is given, what it no longer needs is taken, and nothing
closes until every line is proved."""

from .custody import follow_custody
from .effect import take_due, take_effect
from .following import follow_appointment, follow_end_of_seat, follow_exit
from .lines import RIGHTS
from .opening import bind, join, leave, move
from .wants import follow_person
from .working import cancel, close, look_again, reschedule, settle, settle_all

__all__ = [
    "RIGHTS",
    "bind",
    "cancel",
    "close",
    "follow_appointment",
    "follow_custody",
    "follow_end_of_seat",
    "follow_exit",
    "follow_person",
    "join",
    "leave",
    "look_again",
    "move",
    "reschedule",
    "settle",
    "settle_all",
    "take_due",
    "take_effect",
]
