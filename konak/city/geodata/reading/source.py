"""What every kind of file gives: batches of rows with their line, geometry, values and the faults of reading."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from .judging import Fault

ROWS = 20_000
"""Rows of a batch: enough to keep the compiled libraries busy, few enough to stay small in memory."""

Shapes = npt.NDArray[np.object_]


class Unreadable(Exception):
    """The file cannot be read at all; the text says why, in Turkish."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person decided where the file left it open; empty means: find out."""

    layer: str = ""
    encoding: str = ""
    x: str = ""
    """Column of a text table whose numbers run east."""
    y: str = ""
    wkt: str = ""
    decimal: str = ""


@dataclass(slots=True)
class Batch:
    lines: npt.NDArray[np.int64]
    shapes: Shapes
    values: dict[str, list[Any]]
    """Column as the file names it → values; None is empty."""
    faults: list[Fault] = field(default_factory=list)
    """Rows whose letters or coordinates could not be read; their geometry is missing or their text is empty."""


class Source(Protocol):
    """An opened file."""

    driver: str
    encoding: str
    definition: str
    """The coordinate system as the file gives it, empty where it gives none."""
    layers: tuple[str, ...]
    layer: str
    columns: tuple[str, ...]
    notes: list[str]
    """What a person should know about how the file was read."""
    coordinates: dict[str, str]
    """How the geometry of a text table was found: its columns and their decimal sign."""

    def batches(self) -> Iterator[Batch]: ...


def floats(values: list[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
