"""Slots: an app that stands higher shows its rows on the page of an app that stands lower, without being imported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from konak.foundation.access import Actor

Query = Callable[..., Any]
_panels: dict[type[Model], list["Panel"]] = {}
_tiles: list["Tile"] = []
_verbs: dict[str, Mapping[str, "Verb"]] = {}
_corners: list["Corner"] = []
_notices: list["Corner"] = []
_doors: list[Callable[[], list[tuple[str, str]]]] = []
Verb = tuple[str, str, str]
"""How a line of the trail is told: words after the person's name, icon, colour of the dot."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the page of a record. `query(record, actor)` gives the template its `rows`; None hides the card.

    `asks` names what the query takes from the address of the page, each as a text of that name.
    """

    template: str
    query: Query
    title: str
    order: int = 50
    icon: str = ""
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """What a tile shows: the number, where it leads, a state colour (`late`, `wait`, `done`), a word of context."""

    value: int | float | str
    url: str = ""
    kind: str = ""
    note: str = ""
    trend: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A number on the first page. `query(actor)` gives a `Number`, or None where it says nothing to this person."""

    label: str
    query: Callable[[Actor], Number | None]
    icon: str = ""
    order: int = 50


@dataclass(frozen=True, slots=True)
class Corner:
    """A small thing in the top bar of every page. `query(actor)` gives the template its `rows`: keep it cheap."""

    template: str
    query: Callable[[Actor], Any]
    order: int = 50


def corner(template: str, query: Callable[[Actor], Any], order: int = 50) -> None:
    """Show `template` in the top bar. Adding the same template again replaces it."""
    _corners[:] = [one for one in _corners if one.template != template]
    _corners.append(Corner(template, query, order))


def corners() -> list[Corner]:
    return sorted(_corners, key=lambda one: one.order)


def notice(template: str, query: Callable[[Actor], Any], order: int = 50) -> None:
    """Show `template` on top of pages that ask for notices (`{% notices %}`): what everybody should know today."""
    _notices[:] = [one for one in _notices if one.template != template]
    _notices.append(Corner(template, query, order))


def notices() -> list[Corner]:
    return sorted(_notices, key=lambda one: one.order)


def door(query: Callable[[], list[tuple[str, str]]]) -> None:
    """Show further ways in on the sign-in page: `query()` gives their labels and addresses."""
    if query not in _doors:
        _doors.append(query)


def doors() -> list[tuple[str, str]]:
    return [one for query in _doors for one in query()]


def panel(
    model: type[Model],
    template: str,
    query: Query,
    title: str,
    order: int = 50,
    icon: str = "",
    asks: tuple[str, ...] = (),
) -> None:
    """Show `template` with the rows of `query` on every page of `model`."""
    _panels.setdefault(model, []).append(Panel(template, query, title, order, icon, asks))


def tile(label: str, query: Callable[[Actor], Number | None], icon: str = "", order: int = 50) -> None:
    """Show a number on the first page."""
    _tiles.append(Tile(label, query, icon, order))


def verbs(model: type[Model], told: Mapping[str, Verb]) -> None:
    """Say how what is done to a kind of record is told in stories and in the trail."""
    _verbs[model._meta.label_lower] = {**_verbs.get(model._meta.label_lower, {}), **told}


def verb_of(kind: str, verb: str) -> Verb | None:
    return _verbs.get(kind, {}).get(verb)


def panels_of(record: Model) -> list[Panel]:
    return sorted(_panels.get(type(record), []), key=lambda panel: panel.order)


def tiles_for(actor: Actor) -> list[tuple[Tile, Number]]:
    shown = [(tile, tile.query(actor)) for tile in sorted(_tiles, key=lambda tile: tile.order)]
    return [(tile, number) for tile, number in shown if number is not None]
