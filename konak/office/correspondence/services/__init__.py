"""Every write, by noun: what came, referrals, the plan, letters, their way, their sending, the reports."""

from .composing import preview
from .drafting import (
    add_addressee,
    add_annex,
    cite,
    draft,
    drop_addressee,
    drop_annex,
    merge,
    remark,
    revise,
    set_route,
    settle,
    uncite,
    withhold,
)
from .filing import load_codes, read_plan, save_template, set_letterhead
from .reading import note_reading
from .referring import finish, give_back, pass_on, refer, seen, start, withdraw
from .registering import close, correct, due_for, mark_answer, register, reject, send_back
from .routing import approve, cancel, recall, replace, sign_on_paper, signed_electronically, submit, turn_back

__all__ = [
    "add_addressee",
    "add_annex",
    "approve",
    "cancel",
    "cite",
    "close",
    "correct",
    "draft",
    "drop_addressee",
    "drop_annex",
    "due_for",
    "finish",
    "give_back",
    "load_codes",
    "mark_answer",
    "merge",
    "note_reading",
    "pass_on",
    "preview",
    "read_plan",
    "recall",
    "refer",
    "register",
    "reject",
    "remark",
    "replace",
    "revise",
    "save_template",
    "seen",
    "send_back",
    "set_letterhead",
    "set_route",
    "settle",
    "sign_on_paper",
    "signed_electronically",
    "start",
    "submit",
    "turn_back",
    "uncite",
    "withdraw",
    "withhold",
]
