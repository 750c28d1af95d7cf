"""Every way visits, recurring requests and outages change."""

from .calendars import drop_key, new_key
from .indexing import reindex_outages
from .outages import announce, begin, call_off, draft, edit, end, extend, link_ticket, say, shift
from .planning import agree, cancel, finish, hand_over_visit, keep_time, miss, move, plan, propose, start
from .recurring import add_plan, edit_plan, end_plan, hand_over_plan, open_due, pause, resume
from .rounds import remind

__all__ = [
    "add_plan",
    "agree",
    "announce",
    "begin",
    "call_off",
    "cancel",
    "draft",
    "drop_key",
    "edit",
    "edit_plan",
    "end",
    "end_plan",
    "extend",
    "finish",
    "hand_over_plan",
    "hand_over_visit",
    "keep_time",
    "link_ticket",
    "miss",
    "move",
    "new_key",
    "open_due",
    "pause",
    "plan",
    "propose",
    "reindex_outages",
    "remind",
    "resume",
    "say",
    "shift",
    "start",
]
