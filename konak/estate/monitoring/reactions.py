"""What is new in the registers is to be watched."""

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import on
from konak.governance.systems import public as systems

from . import services

WORKER = Actor(None, via="job")


@on(systems.ADDED)
def system_added(code: str) -> None:
    services.ask_for_system(code, actor=WORKER)


@on(systems.CHANGED)
def system_changed(code: str) -> None:
    services.ask_for_system(code, actor=WORKER)


@on(assets.CUSTODY_CHANGED)
def asset_in_use(tag: str) -> None:
    services.ask_for_asset(tag, actor=WORKER)
