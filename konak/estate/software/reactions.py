"""What happens here because a movable changed hands or left the books."""

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import on

from . import services

WORKER = Actor(None, via="job")


@on(assets.CUSTODY_CHANGED)
def follow_custody(tag: str) -> None:
    services.follow_custody(tag, actor=WORKER)


@on(assets.ASSET_RETIRED)
def follow_retirement(tag: str) -> None:
    services.follow_retirement(tag, actor=WORKER)
