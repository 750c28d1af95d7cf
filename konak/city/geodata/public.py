"""What other apps may ask of geography: which layers somebody sees. Rows and tiles go through the services."""

from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries


@dataclass(frozen=True, slots=True)
class LayerSummary:
    """A layer as another app names it."""

    name: str
    title: str
    geometry_type: str
    rows: int


def layers(actor: Actor) -> list[LayerSummary]:
    """The layers the actor sees, by title."""
    return [
        LayerSummary(one.name, one.title, one.geometry_type, one.row_count)
        for one in queries.layers(actor).order_by("title")
    ]
