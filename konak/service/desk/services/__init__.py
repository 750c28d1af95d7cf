"""Every way the desk and its tickets change."""

from .approving import approve, decline, seek
from .catalogue import (
    add_skill,
    drop_agent,
    drop_form,
    drop_rule,
    publish_form,
    save_agent,
    save_group,
    save_hours,
    save_level,
    save_rule,
    save_service,
    set_matrix,
    write_form,
)
from .checking import add_check, drop_check, tick
from .escalating import close_solved, recount, sweep
from .handling import ask, assign, close, confirm, rate, refer, reopen, resume, solve, take_up, withdraw
from .intake import announce, drop_draft, hear_fault, open_ticket, save_draft
from .joining import link, merge, set_parent, split, unlink
from .macros import ACTS, MOST, Done, many, run_macro
from .measured import hear_outage, hear_recovery, hear_report
from .presence import be_here, forget_present, share_draft
from .sorting import classify, drop_time, log_time
from .system import system
from .tools import (
    drop_check_item,
    drop_tool,
    move_check_item,
    save_canned,
    save_check_item,
    save_macro,
    save_template,
    set_checks_block,
)
from .writing import answer

__all__ = [
    "ACTS",
    "MOST",
    "Done",
    "add_check",
    "add_skill",
    "announce",
    "answer",
    "approve",
    "ask",
    "assign",
    "be_here",
    "classify",
    "close",
    "close_solved",
    "confirm",
    "decline",
    "drop_agent",
    "drop_check",
    "drop_check_item",
    "drop_draft",
    "drop_form",
    "drop_rule",
    "drop_time",
    "drop_tool",
    "forget_present",
    "hear_fault",
    "hear_outage",
    "hear_recovery",
    "hear_report",
    "link",
    "log_time",
    "many",
    "merge",
    "move_check_item",
    "open_ticket",
    "publish_form",
    "rate",
    "recount",
    "refer",
    "reopen",
    "resume",
    "run_macro",
    "save_agent",
    "save_canned",
    "save_check_item",
    "save_draft",
    "save_group",
    "save_hours",
    "save_level",
    "save_macro",
    "save_rule",
    "save_service",
    "save_template",
    "seek",
    "set_checks_block",
    "set_matrix",
    "set_parent",
    "share_draft",
    "solve",
    "split",
    "sweep",
    "system",
    "take_up",
    "tick",
    "unlink",
    "withdraw",
    "write_form",
]
