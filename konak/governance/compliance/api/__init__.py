"""The door for machines to the compliance calendar: the same services, the same words of refusal."""

from ninja import Router

from .confirmations import router as confirmations
from .feed import router as feed
from .periods import router as periods
from .plans import router as plans
from .texts import router as texts

router = Router()
router.add_router("", periods, tags=["Görev dönemleri"])
router.add_router("", plans, tags=["Uyum planları"])
router.add_router("", confirmations, tags=["Görev teyidi"])
router.add_router("", texts, tags=["Metinlerin bakımı"])
router.add_router("", feed, tags=["Takvim aboneliği"])

__all__ = ["router"]
