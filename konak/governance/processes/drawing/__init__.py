"""Process maps: placing boxes in swim lanes, leading lines between them, and writing the picture. Pure functions."""

from .layout import Box, Picture, place
from .svg import PRINT, SCREEN, draw

__all__ = ["PRINT", "SCREEN", "Box", "Picture", "draw", "place"]
