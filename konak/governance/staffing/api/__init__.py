"""The door for machines to seats, delegations, descriptions, hand-overs and workload: the same services."""

from ninja import Router

from .delegations import router as delegations
from .papers import router as papers
from .seats import router as seats

router = Router()
router.add_router("", seats, tags=["Kadro"])
router.add_router("", delegations, tags=["Vekâletler"])
router.add_router("", papers, tags=["Görev tanımı ve devir teslim"])

__all__ = ["router"]
