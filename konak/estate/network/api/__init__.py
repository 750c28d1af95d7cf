"""The door for machines: space and gear in the shape NetBox clients expect, the rest as the house writes it."""

# each lays its doors on the router of `shelf` when it is imported
from . import building, channels, internet, spot, wireless  # noqa: F401
from .circuits import router as circuits
from .dcim import router as dcim
from .firewall import router as firewall
from .ipam import router as ipam
from .own import router as own
from .root import router as root
from .shelf import router as registers
from .transfer import router as transfer

own.add_router("", circuits)
own.add_router("", firewall)
own.add_router("", registers)
own.add_router("", transfer)

__all__ = ["dcim", "ipam", "own", "root"]
