"""Which layers a role of the database opens: what its person sees and may edit, by the same rule as everywhere."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from ..models import Layer
from .reach import layers, may_edit, sight


@dataclass(frozen=True, slots=True)
class Opened:
    """A layer as a role gets it: the columns it reads, whether it writes, and the units whose rows it sees."""

    layer: Layer
    columns: tuple[str, ...]
    writes: bool
    units: tuple[int, ...] | None
    """None: every row."""


def opened(actor: Actor) -> list[Opened]:
    """A reviewed layer is not written past its approval: a desktop program could not wait for it."""
    found = []
    for layer in layers(actor).prefetch_related("fields"):
        seen = sight(actor, layer)
        own = ("id", "geom", "unit_id", "version", "changed_at", "changed_by")
        found.append(
            Opened(
                layer,
                (*own, *(one.name for one in seen.fields)),
                may_edit(actor, layer) and not layer.reviewed,
                None if seen.whole else tuple(seen.params["reach_units"]),
            )
        )
    return found
