"""What can be counted over a period: the register of indicators that apps declare.

Nothing here touches the database. An app registers in its `AppConfig.ready()`:

    register(Indicator("orders.on_time", "Süresinde biten görev emirleri", module="organization", unit="%", …))

Whoever plans, reports or draws asks `indicator(code).value(units, since, until)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from konak.foundation.evidence import module

Value = Callable[[frozenset[int] | None, date, date], float | None]
"""Unit ids that count (None for all), first and last day of the period; None where there is nothing to count."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A number over a period. `unit` is what it is counted in ("dakika", "%", "adet"); `better` says which way is
    good; `explains` is the sentence under the chart: what exactly is counted, and what is not."""

    code: str
    label: str
    module: str
    unit: str
    explains: str
    value: Value
    better: Literal["more", "less", "neither"] = "more"

    def __post_init__(self) -> None:
        module(self.module)


_registry: dict[str, Indicator] = {}


def register(*entries: Indicator) -> None:
    """Add indicators to the register; the same code twice is an error of the program."""
    for entry in entries:
        known = _registry.get(entry.code)
        if known is not None and known != entry:
            raise ValueError(f"{entry.code} is already registered")
        _registry[entry.code] = entry


def indicators() -> tuple[Indicator, ...]:
    """Every registered indicator, in the order of its code."""
    return tuple(_registry[code] for code in sorted(_registry))


def indicator(code: str) -> Indicator | None:
    """The indicator of that code, None when no app declares it (any more)."""
    return _registry.get(code)
