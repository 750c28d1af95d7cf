"""Every write, by noun: what came, referrals, the plan, letters, their way, their sending, the reports."""

from .composing import labelled, picture, preview
from .drafting import draft, revise
from .filing import load_codes, read_plan, save_template, set_letterhead
from .handing import finish_sending, mail_out, printed, record_dispatch
from .merging import merge
from .packages import judged, take_in
from .parts import (
    add_addressee,
    add_annex,
    cite,
    drop_addressee,
    drop_annex,
    remark,
    settle,
    uncite,
    withhold,
)
from .reading import note_reading
from .referring import finish, give_back, pass_on, refer, seen, start, withdraw
from .registering import close, correct, due_for, mark_answer, register, reject, send_back
from .reporting import make_report
from .routing import (
    approve,
    cancel,
    one_signed,
    recall,
    replace,
    returned_by_signer,
    sign_on_paper,
    signed_electronically,
    submit,
    turn_back,
)
from .signing import bytes_of, judge, package_of
from .ways import add_step, drop_step, set_route

__all__ = [
    "add_addressee",
    "add_annex",
    "add_step",
    "approve",
    "bytes_of",
    "cancel",
    "cite",
    "close",
    "correct",
    "draft",
    "drop_addressee",
    "drop_annex",
    "drop_step",
    "due_for",
    "finish",
    "finish_sending",
    "give_back",
    "judge",
    "judged",
    "labelled",
    "load_codes",
    "mail_out",
    "make_report",
    "mark_answer",
    "merge",
    "note_reading",
    "one_signed",
    "package_of",
    "pass_on",
    "picture",
    "preview",
    "printed",
    "read_plan",
    "recall",
    "record_dispatch",
    "refer",
    "register",
    "reject",
    "remark",
    "replace",
    "returned_by_signer",
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
    "take_in",
    "turn_back",
    "uncite",
    "withdraw",
    "withhold",
]
