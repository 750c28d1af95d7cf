"""What neighbours may know of the directory, and what it announces."""

from dataclasses import dataclass

from django.utils.timezone import now

from .lifecycle import ACCOUNT_CLOSED, SIGNED_IN_TO, STOPPED, SYNCED
from .models import Connection, Entry, Group

__all__ = [
    "ACCOUNT_CLOSED",
    "SIGNED_IN_TO",
    "STOPPED",
    "SYNCED",
    "Standing",
    "group_names",
    "groups_of",
    "standings",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a connection to a directory stands."""

    code: str
    name: str
    problem: str
    hours: float | None
    """Since it was last tried; None where it never was."""


def standings() -> list[Standing]:
    """Every active connection."""
    # reach: public inside the house, because it holds no person and no secret
    rows = Connection.objects.filter(active=True).order_by("code")
    moment = now()
    return [
        Standing(
            row.code,
            row.name,
            row.problem,
            (moment - row.checked_at).total_seconds() / 3600 if row.checked_at else None,
        )
        for row in rows
    ]


def groups_of(user_id: int) -> tuple[str, ...]:
    """Names of the groups of directories a person is in."""
    # reach: the asker has one of its own
    rows = Entry.objects.filter(user_id=user_id, gone_at=None)
    names = rows.filter(groups__group__gone_at=None).values_list("groups__group__name", flat=True)
    return tuple(sorted(set(names)))


def group_names() -> tuple[str, ...]:
    """Groups a right of the catalogue may name."""
    # reach: public inside the house, because names of groups stand in the catalogue of rights
    return tuple(
        Group.objects.filter(gone_at=None, connection__active=True).order_by("name").values_list("name", flat=True)
    )
