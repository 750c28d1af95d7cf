"""Every write of this app. Loading, publishing, quality, demands and proposals stand in modules of their own."""

from . import ageing, demands, loading, proposing, publishing, quality
from .catalogue import add_field, change_field, describe, discard, grant, open_layer, remove_field, take_back
from .rows import Conflict, add, change, remove, restore

__all__ = [
    "Conflict",
    "add",
    "add_field",
    "ageing",
    "change",
    "change_field",
    "demands",
    "describe",
    "discard",
    "grant",
    "loading",
    "open_layer",
    "proposing",
    "publishing",
    "quality",
    "remove",
    "remove_field",
    "restore",
    "take_back",
]
