"""The door for machines: signing, and the certificate service; the same services and words as the screens."""

from . import service, signing

router = signing.router
router.add_router("", service.router)

__all__ = ["router"]
