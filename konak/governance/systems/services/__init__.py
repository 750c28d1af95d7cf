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
    "add",
    "close_box",
    "confirm",
    "drop",
    "drop_interface",
    "drop_naming",
    "drop_part",
    "edit",
    "edit_box",
    "end_rights_of",
    "hand_over_box",
    "hand_over_system",
    "index_system",
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
