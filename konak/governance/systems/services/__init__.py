"""Every way information systems and shared mailboxes, lists and folders change."""

from .boxing import (
    close_box,
    drop_naming,
    edit_box,
    end_rights_of,
    open_box,
    put_in,
    review_box,
    set_naming,
    take_out,
    tell_due,
)
from .handing import hand_over_box, hand_over_system
from .importing import COLUMNS, commit, hand_in, handed_in, look
from .keeping import (
    add,
    drop_interface,
    drop_part,
    edit,
    index_system,
    reindex,
    retire,
    set_interface,
    set_part,
)
from .reviewing import confirm, drop, open_due, review_now, start_round

__all__ = [
    "COLUMNS",
    "add",
    "close_box",
    "commit",
    "confirm",
    "drop",
    "drop_interface",
    "drop_naming",
    "drop_part",
    "edit",
    "edit_box",
    "end_rights_of",
    "hand_in",
    "hand_over_box",
    "hand_over_system",
    "handed_in",
    "index_system",
    "look",
    "open_box",
    "open_due",
    "put_in",
    "reindex",
    "retire",
    "review_box",
    "review_now",
    "set_interface",
    "set_naming",
    "set_part",
    "start_round",
    "take_out",
    "tell_due",
]
