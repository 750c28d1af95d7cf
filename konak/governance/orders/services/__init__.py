"""Every way an order changes."""

from .deadline import answer_extension, ask_extension, move_deadline
from .doing import accept, hand_back, report, start, withdraw
from .giving import confirm_oral, give, give_many, pass_on, record_oral
from .sequence import wait_for, wait_no_more

__all__ = [
    "accept",
    "answer_extension",
    "ask_extension",
    "confirm_oral",
    "give",
    "give_many",
    "hand_back",
    "move_deadline",
    "pass_on",
    "record_oral",
    "report",
    "start",
    "wait_for",
    "wait_no_more",
    "withdraw",
]
