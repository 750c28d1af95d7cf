"""The door for machines: the documents themselves, and the roads they come and go by."""

from . import arriving, referring, registers, releasing, sending
from .documents import router

for road in (arriving, sending, referring, releasing, registers):
    router.add_router("", road.router)

__all__ = ["router"]
