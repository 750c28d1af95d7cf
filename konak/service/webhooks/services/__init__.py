"""Subscribing, hearing, delivering."""

from .delivering import deliver, deliver_due, hear, replay, replay_failed, sweep
from .subscribing import ping, renew_secret, subscribe, switch

__all__ = [
    "deliver",
    "deliver_due",
    "hear",
    "ping",
    "renew_secret",
    "replay",
    "replay_failed",
    "subscribe",
    "sweep",
    "switch",
]
