"""The process that asks: a schedule in memory, many questions at once, results written in batches."""

from .engine import Poller, Stats

__all__ = ["Poller", "Stats"]
