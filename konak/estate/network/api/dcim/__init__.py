"""`/api/dcim/…`: sites, racks, makers, models, devices, ports and cables, as NetBox clients know them."""

from . import cabling, devices, places
from .common import router

__all__ = ["cabling", "devices", "places", "router"]
