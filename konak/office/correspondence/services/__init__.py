"""Every write, by noun: what came, referrals, the plan, letters, their way, their sending, the reports."""

from .filing import load_codes, read_plan, save_template, set_letterhead
from .reading import note_reading
from .referring import finish, give_back, pass_on, refer, seen, start, withdraw
from .registering import close, correct, due_for, mark_answer, register, reject, send_back

__all__ = [
    "close",
    "correct",
    "due_for",
    "finish",
    "give_back",
    "load_codes",
    "mark_answer",
    "note_reading",
    "pass_on",
    "read_plan",
    "refer",
    "register",
    "reject",
    "save_template",
    "seen",
    "send_back",
    "set_letterhead",
    "start",
    "withdraw",
]
