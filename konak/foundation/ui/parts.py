"""What components are given: small frozen shapes, so that a page says what it shows and a template only how."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: what is filtered, by what, and the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a story. `kind` colours the dot: open, wait, late, done or empty."""

    at: dt.datetime
    words: str
    who: Any = None
    text: str = ""
    icon: str = "point"
    kind: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    value: int
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: str
    cells: Sequence[Cell]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A knot of a tree. `note` is the small word at the end of its line."""

    label: str
    url: str = ""
    note: str = ""
    icon: str = ""
    children: Sequence["Node"] = field(default_factory=tuple)
    open: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A button that leads to a step: `danger` marks it apart, `primary` makes it the one of the page."""

    name: str
    label: str
    url: str
    primary: bool = False
    danger: str = ""
