"""What the registers of the house know behind an address: network neighbourhood, device, who holds it."""

import datetime as dt
from dataclasses import dataclass

from konak.estate.assets import public as assets
from konak.estate.network import public as network
from konak.foundation.access import Actor
from konak.foundation.people.models import User


@dataclass(frozen=True, slots=True)
class Behind:
    """Beside what the lines say. `holder` holds the device today; at the moment of the question another may have."""

    mac: str = ""
    host: str = ""
    user: str = ""
    person: str = ""
    port: str = ""
    network: str = ""
    network_url: str = ""
    device: str = ""
    device_url: str = ""
    holder: str = ""
    unit: str = ""


def behind(actor: Actor, ip: str, mac: str, at: dt.datetime) -> Behind:
    """Uses of the address at the moment; one of another hardware address than the lease's is not this device."""
    around = network.address_facts(actor, ip)
    wanted = network.mac_of(mac)
    uses = [one for one in network.used_at(ip, at) if not (wanted and one.mac) or one.mac == wanted]
    asset_id = next((one.asset_id for one in uses if one.asset_id), None)
    if asset_id is None and around and not mac:
        asset_id = around.asset_id
    thing = assets.asset_in_reach(actor, asset_id) if asset_id else None
    user_id = next((one.user_id for one in uses if one.user_id), None)
    person = User.objects.filter(pk=user_id).first() if user_id else None

    def first(name: str) -> str:
        return next((str(value) for one in uses if (value := getattr(one, name))), "")

    return Behind(
        mac=first("mac").replace(":", "-").upper(),
        host=first("host"),
        user=first("login"),
        person=person.full_name if person else "",
        port=" ".join(filter(None, (first("switch"), first("port")))) or first("access_point"),
        network=" · ".join(filter(None, (around.prefix, around.vlan))) if around else "",
        network_url=around.url if around else "",
        device=f"{thing.tag} {thing.name}" if thing else "",
        device_url=thing.url if thing else "",
        holder=thing.holder if thing else "",
        unit=thing.unit if thing else "",
    )
