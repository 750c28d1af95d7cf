"""The door for machines: what is asked of the department and what becomes of it; the same services as the screens."""

from . import files, inside

router = files.router
router.add_router("", inside.router)

__all__ = ["router"]
