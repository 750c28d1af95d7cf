"""What is asked and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..judging import CRIT, OK, UNKNOWN, WARN, worst
from ..judging import level_of as judged

__all__ = ["CRIT", "OK", "UNKNOWN", "WARN", "Answer", "Question", "Reading", "Trouble", "judged", "tr", "worst"]


class Trouble(Exception):
    """What stands against an answer, as the answer itself."""

    def __init__(self, level: int, words: str) -> None:
        super().__init__(words)
        self.level = level


@dataclass(frozen=True, slots=True)
class Question:
    """One check as it is asked. `memory` lives as long as the process: counters, names of interfaces."""

    id: int
    kind: str
    address: str
    params: Mapping[str, Any] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float = 5.0
    ip: str = ""
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def number(self, name: str, otherwise: float | None = None) -> float | None:
        value = self.params.get(name)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else otherwise

    def text(self, name: str, otherwise: str = "") -> str:
        value = self.params.get(name)
        return value if isinstance(value, str) and value else otherwise

    def port(self, otherwise: int) -> int:
        value = self.params.get("port")
        return value if isinstance(value, int) and 0 < value < 65_536 else otherwise


@dataclass(frozen=True, slots=True)
class Reading:
    """One part with its numbers, in the order of `keeping.METRICS`."""

    sort: str
    key: str
    name: str
    values: tuple[float | None, ...]
    level: int = OK
    capacity: float | None = None
    alias: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    level: int
    words: str
    readings: tuple[Reading, ...] = ()
    took: float | None = None
    told: str = ""
    """What the device says it is."""
    uptime: float | None = None
    """Seconds since it began."""


def tr(value: float, places: int = 0) -> str:
    """A number as people here write it."""
    text = f"{value:,.{places}f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")
