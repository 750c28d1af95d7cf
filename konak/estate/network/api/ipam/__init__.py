"""`/api/ipam/…`: routing tables, aggregates, prefixes, ranges, addresses, VLANs, as NetBox clients know them."""

from . import addresses, prefixes, ranges, tables, vlans
from .common import router

__all__ = ["addresses", "prefixes", "ranges", "router", "tables", "vlans"]
