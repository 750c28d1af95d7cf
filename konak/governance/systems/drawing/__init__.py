"""The picture of what stands on what: columns of boxes and lines between them. Pure geometry, no database."""

from .ties import Box, Tie, draw

__all__ = ["Box", "Tie", "draw"]
