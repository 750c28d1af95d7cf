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
from .planning import begin, cancel, plan
from .settling import approve, finish, make_receipts, recount, report, send_back, settle, sign

__all__ = [
    "Read",
    "Received",
    "add_finding",
    "approve",
    "begin",
    "cancel",
    "control_account",
    "count",
    "count_rest_missing",
    "draw_account",
    "drop_finding",
    "edit_finding",
    "finish",
    "give_account",
    "make_receipts",
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
