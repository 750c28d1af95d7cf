"""Every way the register of legal bases, its ties to duties and the watch of changes are written."""

from .feeds import add_feed, dismiss_entry, hand_in_feed, read_feed, take_entry
from .notices import again, clear, confirm_unit, drop, finish, opine, record_notice, send, settle_flag
from .register import add_source, add_version, edit_source, reindex, set_provision
from .starter import take_list
from .ties import decide, decide_sure, import_text, propose_for_source, resolve_basis, set_fallback, tie

__all__ = [
    "add_feed",
    "add_source",
    "add_version",
    "again",
    "clear",
    "confirm_unit",
    "decide",
    "decide_sure",
    "dismiss_entry",
    "drop",
    "edit_source",
    "finish",
    "hand_in_feed",
    "import_text",
    "opine",
    "propose_for_source",
    "read_feed",
    "record_notice",
    "reindex",
    "resolve_basis",
    "send",
    "set_fallback",
    "set_provision",
    "settle_flag",
    "take_entry",
    "take_list",
    "tie",
]
