"""The door for machines: things, custody, receipts, stock, requests, agents' reports; same services, same words."""

from ninja import Router

from . import papers, things
from .schemas import AssetList

router = Router(tags=["assets"])
router.get("", response=AssetList, summary="Taşınırlar")(things.list_assets)
router.add_router("", papers.router)
router.add_router("", things.router)  # last: what stands behind its `/{tag}` would be hidden

__all__ = ["router"]
