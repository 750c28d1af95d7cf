"""Every way a stocktake and the account of a year change."""

from .accounts import control_account, draw_account, give_account, submit_account, withdraw_account
from .counting import (
    Read,
    Received,
    add_finding,
    count,
    count_rest_missing,
    drop_finding,
    edit_finding,
    receive_scans,
)
from .losses import clear, collect, drop_person, go_legal, name_person, notify_people, pay
from .planning import begin, cancel, plan
from .settling import approve, finish, make_receipts, recount, report, send_back, settle, sign

__all__ = [
    "Read",
    "Received",
    "add_finding",
    "approve",
    "begin",
    "cancel",
    "clear",
    "collect",
    "control_account",
    "count",
    "count_rest_missing",
    "draw_account",
    "drop_finding",
    "drop_person",
    "edit_finding",
    "finish",
    "give_account",
    "go_legal",
    "make_receipts",
    "name_person",
    "notify_people",
    "pay",
    "plan",
    "receive_scans",
    "recount",
    "report",
    "send_back",
    "settle",
    "sign",
    "submit_account",
    "withdraw_account",
]
