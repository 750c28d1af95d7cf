"""The door for machines."""

from . import building, tickets, tools

router = tickets.router
router.add_router("", tools.router)
router.add_router("", building.router)

__all__ = ["router"]
