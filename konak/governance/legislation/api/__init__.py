"""The door for machines to regulations, duties and evidence: the same services, the same words of refusal."""

from ninja import Router

from .duties import router as duties
from .evidence import router as evidence
from .regulations import router as regulations
from .reports import router as reports

router = Router()
router.add_router("", regulations, tags=["Mevzuat"])
router.add_router("", duties, tags=["Görevler"])
router.add_router("", evidence, tags=["Kanıtlar"])
router.add_router("", reports, tags=["Karne ve rapor"])

__all__ = ["router"]
