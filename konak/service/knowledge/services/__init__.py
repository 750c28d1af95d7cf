"""Every way an article changes."""

from .reading import link_ticket, read, spare, unlink_ticket, vote
from .remaking import rebuild, refresh
from .reviewing import remind
from .writing import (
    attach,
    begin,
    bring_back,
    describe,
    drop_file,
    hand_back,
    publish,
    retire,
    save_category,
    send,
    write,
)

__all__ = [
    "attach",
    "begin",
    "bring_back",
    "describe",
    "drop_file",
    "hand_back",
    "link_ticket",
    "publish",
    "read",
    "rebuild",
    "refresh",
    "remind",
    "retire",
    "save_category",
    "send",
    "spare",
    "unlink_ticket",
    "vote",
    "write",
]
