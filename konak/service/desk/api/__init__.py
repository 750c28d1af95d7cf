"""The door for machines."""

from . import tickets, tools

router = tickets.router
router.add_router("", tools.router)

__all__ = ["router"]
