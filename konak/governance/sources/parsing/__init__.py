"""Reading RSS and Atom without trusting it."""

from .feed import Item, Unreadable, read

__all__ = ["Item", "Unreadable", "read"]
