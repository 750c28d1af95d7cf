"""What every page gets: the frame around its content. Nothing is computed before a template asks for it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from konak.foundation.access import NOBODY, Actor
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import seats_of

from . import menu


@lru_cache(maxsize=1)
def konak_version() -> str:
    try:
        return version("konak")
    except PackageNotFoundError:
        return ""


@dataclass
class Frame:
    """`{{ konak }}` in templates."""

    request: HttpRequest

    @property
    def municipality(self) -> str:
        return str(settings.MUNICIPALITY)

    @property
    def version(self) -> str:
        return konak_version()

    @property
    def actor(self) -> Actor:
        return cast(Actor, getattr(self.request, "actor", NOBODY))

    @cached_property
    def menu(self) -> list[menu.Group]:
        """The menu; a page that belongs under another line than its address says names that line as `stands_at`."""
        return menu.groups(self.actor, getattr(self.request, "stands_at", "") or self.request.path)

    @cached_property
    def seats(self) -> list[Appointment]:
        """The seats the person holds today, with their units."""
        user_id = self.actor.user_id
        return list(seats_of(user_id)) if user_id else []


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"konak": Frame(request)}
