"""Search over everything one may see: apps register a `Searchable` and write rows with `services.index`."""

from collections.abc import Callable
from dataclasses import dataclass

SEARCHABLES: dict[str, "Searchable"] = {}


@dataclass(frozen=True, slots=True)
class Searchable:
    """One kind of thing that can be found: its code, its Turkish name, its icon, and how all its rows are rebuilt.

    `rebuild` calls `services.index` for every record of the kind; rows it leaves out are removed afterwards.
    """

    kind: str
    label: str
    icon: str
    rebuild: Callable[[], None]


def register(searchable: Searchable) -> Searchable:
    """Add a kind, from an app's `ready`; the same kind again must say the same."""
    known = SEARCHABLES.setdefault(searchable.kind, searchable)
    if (known.label, known.icon) != (searchable.label, searchable.icon):
        raise ValueError(f"{searchable.kind} is registered twice")
    return known
