"""The catalogue of layers. The rows of a layer stand in its own table `geodata.<name>`, which no model describes."""

from .layer import (
    Field,
    Geometry,
    Kind,
    Layer,
    LayerGrant,
    Licence,
    Sensitivity,
    State,
    Theme,
    Update,
)

__all__ = [
    "Field",
    "Geometry",
    "Kind",
    "Layer",
    "LayerGrant",
    "Licence",
    "Sensitivity",
    "State",
    "Theme",
    "Update",
]
