"""Every write of this app."""

from .catalogue import add_field, change_field, describe, discard, grant, open_layer, remove_field, take_back
from .rows import Conflict, add, change, remove, restore

__all__ = [
    "Conflict",
    "add",
    "add_field",
    "change",
    "change_field",
    "describe",
    "discard",
    "grant",
    "open_layer",
    "remove",
    "remove_field",
    "restore",
    "take_back",
]
