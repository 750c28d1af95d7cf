"""A day in the past on the screen: what was asked for, and the way back to the present."""

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict

from konak.foundation.web.http import Request

from .. import queries

NAME = "tarih"


@dataclass(frozen=True, slots=True)
class Then:
    """The past day a page shows (None: the present), the page's address without it, and what else was asked."""

    day: dt.date | None
    back: str
    kept: list[tuple[str, str]]
    words: str = ""
    """What the page wants to add about that day."""

    @property
    def query(self) -> str:
        """What an address gets so that the day goes with it: "tarih=2026-10-21", or nothing."""
        return f"{NAME}={self.day.isoformat()}" if self.day else ""

    def on(self, address: str) -> str:
        """An address of ours, on this day."""
        if not self.day:
            return address
        return f"{address}{'&' if '?' in address else '?'}{self.query}"


def then_of(request: Request, words: str = "") -> Then:
    """The day in the address of a page; what is no past day is the present."""
    kept: QueryDict = request.GET.copy()
    asked = str(kept.pop(NAME, [""])[-1])
    kept.pop("sayfa", None)
    back = f"{request.path}?{kept.urlencode()}" if kept else request.path
    pairs = [(name, value) for name, values in kept.lists() for value in values if name != "bicim"]
    return Then(queries.past_day(asked), back, pairs, words)
