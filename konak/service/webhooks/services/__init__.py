"""Subscribing, hearing, delivering."""

from .delivering import deliver, deliver_due, hear, replay, sweep
from .subscribing import ping, renew_secret, subscribe, switch

__all__ = ["deliver", "deliver_due", "hear", "ping", "renew_secret", "replay", "subscribe", "sweep", "switch"]
