"""Every way a committee, its meetings and its decisions change."""

from .agenda import (
    add_item,
    attach_paper,
    carry_over,
    change_item,
    decline_proposal,
    move_item,
    propose,
    remove_item,
    take_up,
)
from .calendar import calendar_of, drop_calendar_key, feed_of, new_calendar_key, owner_of_key
from .following import accept, assign_decision, hand_back, report, revoke, set_aside, start
from .founding import add_member, change_rules, close_committee, end_member, found, reindex
from .meetings import begin, cancel, finish, invite, lapse, plan, postpone
from .minutes import approve_minutes, draw_minutes, redraw, sign
from .running import add_guest, decide, defer, discuss, mark, mark_all, reword

__all__ = [
    "accept",
    "add_guest",
    "add_item",
    "add_member",
    "approve_minutes",
    "assign_decision",
    "attach_paper",
    "begin",
    "calendar_of",
    "cancel",
    "carry_over",
    "change_item",
    "change_rules",
    "close_committee",
    "decide",
    "decline_proposal",
    "defer",
    "discuss",
    "draw_minutes",
    "drop_calendar_key",
    "end_member",
    "feed_of",
    "finish",
    "found",
    "hand_back",
    "invite",
    "lapse",
    "mark",
    "mark_all",
    "move_item",
    "new_calendar_key",
    "owner_of_key",
    "plan",
    "postpone",
    "propose",
    "redraw",
    "reindex",
    "remove_item",
    "report",
    "revoke",
    "reword",
    "set_aside",
    "sign",
    "start",
    "take_up",
]
