"""The door for machines: things, custody, receipts, stock, requests, agents' reports; same services, same words."""

from . import papers, things

router = papers.router
router.add_router("", things.router)

__all__ = ["router"]
