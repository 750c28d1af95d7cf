"""The door for machines: address space in the shape NetBox clients expect, the rest as the house writes it."""

from .ipam import router as ipam
from .own import router as own
from .root import router as root

__all__ = ["ipam", "own", "root"]
