"""The archive for machines: the same reach, the same services, the same words of refusal as on the screens."""

from ninja import Router

from . import documents, files, keeping, scanning

router = Router(tags=["archive"])
for part in (files, documents, keeping, scanning):
    router.add_router("", part.router)

__all__ = ["router"]
