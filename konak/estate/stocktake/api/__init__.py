"""The door for machines: counts, what they look for, labels read, accounts of a year, losses."""

from ninja import Router

from .accounts import router as accounts
from .counts import router as counts
from .losses import router as losses

router = Router()
# static paths first: `/accounts` is no number of a count
router.add_router("", accounts, tags=["Yıl sonu hesabı"])
router.add_router("", losses, tags=["Kamu zararı"])
router.add_router("", counts, tags=["Sayım"])

__all__ = ["router"]
