"""What happens here because something moved in a warehouse, or a printer left the books."""

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import on

from . import services

WORKER = Actor(None, via="job")


@on(assets.RECEIPT_POSTED)
def follow_receipt(number: str) -> None:
    services.follow_receipt(number, actor=WORKER)


@on(assets.ASSET_RETIRED)
def follow_retirement(tag: str) -> None:
    services.follow_asset(tag, actor=WORKER)
