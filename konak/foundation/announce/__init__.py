"""Telling up: a lower app announces that something happened, higher apps react by job, after commit.

    # lower app
    APPROVED = Announcement("legislation.approved", "Mevzuat yürürlüğe girdi", ("number",))

    # higher app, reactions.py
    @on(APPROVED)
    def recount(number: str) -> None: ...

`publish` queues one job per reaction inside the caller's transaction: if that is rolled back, nobody ever hears of
it. Reactions must be repeatable; a job may run twice.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from procrastinate.contrib.django import app

ANNOUNCEMENTS: dict[str, "Announcement"] = {}
_reactions: dict[str, list[str]] = {}
_hearers: dict[str, Callable[[str], bool]] = {}


@dataclass(frozen=True, slots=True)
class Announcement:
    """Name, Turkish sentence for the handbook, and the names of its primitive arguments."""

    name: str
    label: str
    arguments: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.name in ANNOUNCEMENTS:
            raise ValueError(f"announcement {self.name} is declared twice")
        ANNOUNCEMENTS[self.name] = self


def on(announcement: Announcement) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function of a higher app as reaction; it becomes a job of the same name."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        name = f"{function.__module__}.{function.__qualname__}"
        app.task(name=name)(function)
        _reactions.setdefault(announcement.name, []).append(name)
        return function

    return register


def hear_all(listens: Callable[[str], bool]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a job that hears of announcements: `function(announcement=name, payload={…}, event=uuid)`.

    For what leads out of the house (webhooks); it is no reaction, and nothing inside may depend on it. `listens` says
    whether anybody outside wants to hear of an announcement; where nobody does, no job is queued.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        name = f"{function.__module__}.{function.__qualname__}"
        app.task(name=name)(function)
        _hearers[name] = listens
        return function

    return register


def publish(announcement: Announcement, **payload: Any) -> int:
    """Queue every reaction to `announcement` in the current transaction; returns how many were queued."""
    if set(payload) != set(announcement.arguments):
        raise ValueError(f"{announcement.name} carries {announcement.arguments}, not {tuple(payload)}")
    names = _reactions.get(announcement.name, [])
    for name in names:
        app.configure_task(name).defer(**payload)
    for name in [name for name, listens in _hearers.items() if listens(announcement.name)]:
        app.configure_task(name).defer(announcement=announcement.name, payload=payload, event=str(uuid.uuid4()))
    return len(names)


def reactions_to(announcement: Announcement) -> tuple[str, ...]:
    return tuple(_reactions.get(announcement.name, ()))
