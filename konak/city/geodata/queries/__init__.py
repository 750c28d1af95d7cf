"""Reads of the catalogue and of the rows of layers."""

from .reach import Sight, layer, layers, may_edit, owns, sight

__all__ = ["Sight", "layer", "layers", "may_edit", "owns", "sight"]
