"""Every way connections, entries, accounts, groups and trusted systems change."""

from .deciding import leave, part, say_unit, say_who, seat, set_sign_in
from .grouping import grant, report, revoke
from .issuing import check_issuer, set_issuer
from .keeping import check, drop_rule, set_connection, set_rule
from .providing import (
    close_client,
    edit_client,
    forget_tokens_of,
    note_sign_in,
    register,
    renew_secret,
    rotate_keys,
)
from .syncing import abandon, approve, begin, carry_on, run_due, start

__all__ = [
    "abandon",
    "approve",
    "begin",
    "carry_on",
    "check",
    "check_issuer",
    "close_client",
    "drop_rule",
    "edit_client",
    "forget_tokens_of",
    "grant",
    "leave",
    "note_sign_in",
    "part",
    "register",
    "renew_secret",
    "report",
    "revoke",
    "rotate_keys",
    "run_due",
    "say_unit",
    "say_who",
    "seat",
    "set_connection",
    "set_issuer",
    "set_rule",
    "set_sign_in",
    "start",
]
