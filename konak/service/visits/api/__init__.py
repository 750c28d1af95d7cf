"""The door for machines: visits, recurring requests, outages, impact; the same services as the screens."""

from ninja import Router

from . import calendars, impact, outages, recurring, visits

router = Router(tags=["visits"])
for _part in (recurring, outages, impact, calendars, visits):
    router.add_router("", _part.router)

__all__ = ["router"]
