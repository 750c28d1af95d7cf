"""The door for machines: the documents themselves, and the roads they come and go by."""

from .documents import router
from .roads import router as roads

router.add_router("", roads)

__all__ = ["router"]
