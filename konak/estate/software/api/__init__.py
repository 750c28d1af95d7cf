"""The door for machines: the catalogue, licences, inventories of agents, the position, findings and rounds."""

from ninja import Router

from .catalogue import router as catalogue
from .computers import router as computers
from .findings import router as findings
from .licences import router as licences
from .rounds import router as rounds

router = Router()
for part in (catalogue, licences, computers, findings, rounds):
    router.add_router("", part)

__all__ = ["router"]
