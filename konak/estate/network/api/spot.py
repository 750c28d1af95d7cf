"""Where an address lies, also one that nobody recorded."""

from typing import Annotated

from ninja import Schema

from konak.foundation.lifecycle import Refused
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from ..queries.register import spot
from .shelf import router


class AddressSpotOut(Schema):
    """An address whether or not it is recorded, and the networks around it, the smallest first."""

    ip: str
    recorded: bool
    prefix: str
    vlan: str
    dns_name: str
    around: list[str]


@router.get("/spot", response={200: AddressSpotOut} | SAYS_NO, summary="Bir adres nerede?")
def one_spot(request: Request, ip: Annotated[str, line(60, 1)]) -> AddressSpotOut:
    found = spot(request.actor, ip)
    if found is None:
        raise Refused("Bir IP adresi yazın.")
    nearest = found.around[0] if found.around else None
    one = found.found[0] if found.found else None
    return AddressSpotOut(
        ip=found.ip, recorded=one is not None, prefix=nearest.network if nearest else "",
        vlan=str(nearest.vlan) if nearest and nearest.vlan else "", dns_name=one.dns_name if one else "",
        around=[row.network for row in found.around],
    )  # fmt: skip
