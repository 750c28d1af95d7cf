"""Telling, reading, choosing, packing, sending, sweeping."""

from .asking import ask_arrivals
from .packing import pack
from .preferring import keep, prefer, set_hours
from .reading import read, read_about, read_all
from .sending import Tally, came_back, send_packed
from .telling import Notice, notify, tell_all
from .upkeep import forget, retry

__all__ = [
    "Notice",
    "Tally",
    "ask_arrivals",
    "came_back",
    "forget",
    "keep",
    "notify",
    "pack",
    "prefer",
    "read",
    "read_about",
    "read_all",
    "retry",
    "send_due",
    "send_packed",
    "set_hours",
    "tell_all",
]


def send_due() -> Tally:
    """What the job does every minute: pack what is due, then send what is packed."""
    pack()
    return send_packed()
