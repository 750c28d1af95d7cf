"""Sites, racks, models, devices, ports and cables; the way of a signal from end to end."""

from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, When
from ninja import Field, FilterSchema

from konak.foundation.access import Actor

from .. import access
from ..models import Cable, Device, DeviceType, Maker, Port, PortSort, Rack, Site
from .register import Key, Words, _spoken, mac_of

SITE_KIND, RACK_KIND, MAKER_KIND = "network.site", "network.rack", "network.maker"
TYPE_KIND, DEVICE_KIND, CABLE_KIND = "network.devicetype", "network.device", "network.cable"
FARTHEST = 64
"""Cables of one way; a longer one is a ring that somebody plugged together."""


class DeviceFilter(FilterSchema):
    """`status` as it is stored, or "unlinked": no movable of the registers stands behind it."""

    status: Annotated[str | None, Field(max_length=16)] = None
    role: Annotated[str | None, Field(max_length=16)] = None
    site: Key = None
    rack: Key = None
    type: Key = None
    q: Words = None

    def filter_status(self, value: str | None) -> Q:
        if value == "unlinked":
            return Q(asset=None) & ~Q(role="patch-panel")
        return Q(status=value) if value else Q()

    def filter_role(self, value: str | None) -> Q:
        return Q(role=value) if value else Q()

    def filter_site(self, value: int | None) -> Q:
        return Q(site_id=value) if value else Q()

    def filter_rack(self, value: int | None) -> Q:
        return Q(rack_id=value) if value else Q()

    def filter_type(self, value: int | None) -> Q:
        return Q(type_id=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        text = value.strip()
        if mac := mac_of(text):
            return Q(ports__mac=mac)
        return (
            Q(serial__iexact=text) | Q(asset__tag=text.upper()) | _spoken(text, "name", "type__model", "site__name")
        )


def sites(actor: Actor) -> QuerySet[Site]:
    rows = Site.objects.filter(actor.reach(access.VIEW).q(owners=Site.owners)).select_related("unit")
    return rows.annotate(many=Count("devices", distinct=True), racked=Count("racks", distinct=True))


def site(actor: Actor, site_id: int) -> Site:
    return sites(actor).get(pk=site_id)


def racks(actor: Actor) -> QuerySet[Rack]:
    rows = Rack.objects.filter(actor.reach(access.VIEW).q(owners=Rack.owners))
    return rows.select_related("unit", "site").annotate(many=Count("devices"))


def rack(actor: Actor, rack_id: int) -> Rack:
    return racks(actor).get(pk=rack_id)


def makers(actor: Actor) -> QuerySet[Maker]:
    rows = Maker.objects.filter(actor.reach(access.VIEW).q(owners=Maker.owners))
    return rows.select_related("unit").annotate(many=Count("types"))


def maker(actor: Actor, maker_id: int) -> Maker:
    return makers(actor).get(pk=maker_id)


def device_types(actor: Actor) -> QuerySet[DeviceType]:
    rows = DeviceType.objects.filter(actor.reach(access.VIEW).q(owners=DeviceType.owners))
    return rows.select_related("unit", "maker").annotate(many=Count("devices"))


def device_type(actor: Actor, type_id: int) -> DeviceType:
    return device_types(actor).get(pk=type_id)


def devices(actor: Actor, filters: DeviceFilter | None = None) -> QuerySet[Device]:
    rows = Device.objects.filter(actor.reach(access.VIEW).q(owners=Device.owners))
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related("unit", "assignee", "type__maker", "site", "rack", "asset", "main")


def device(actor: Actor, device_id: int) -> Device:
    return devices(actor).get(pk=device_id)


def ports(actor: Actor, sort: str = "") -> QuerySet[Port]:
    rows = Port.objects.filter(actor.reach(access.VIEW).q("device__", owners=Device.owners))
    if sort:
        rows = rows.filter(sort=sort)
    return rows.select_related("device__site", "cable", "vlan", "behind")


def port(actor: Actor, port_id: int) -> Port:
    return ports(actor).get(pk=port_id)


def cables(actor: Actor, q: str = "") -> QuerySet[Cable]:
    """`q` are words of the label or of a device at one of the ends."""
    rows = Cable.objects.filter(actor.reach(access.VIEW).q(owners=Cable.owners)).select_related("unit")
    if q:
        held = Port.objects.filter(_spoken(q, "device__name"), cable__isnull=False).values("cable")
        rows = rows.filter(_spoken(q, "label") | Q(pk__in=held))
    return rows.prefetch_related(Prefetch("ports", Port.objects.select_related("device")))


def cable(actor: Actor, cable_id: int) -> Cable:
    return cables(actor).get(pk=cable_id)


def ports_of(actor: Actor, one: Device) -> list[Port]:
    """The ports of a device in their order, each with what is plugged in at the far end (`far`)."""
    rank = Case(*(When(sort=sort, then=place) for place, sort in enumerate(PortSort)), output_field=IntegerField())
    found = list(ports(actor).filter(device=one).prefetch_related("addresses").order_by(rank, "order", "pk"))
    far = {
        row.cable_id: row
        for row in Port.objects.filter(cable__in=[row.cable_id for row in found if row.cable_id])
        .exclude(device=one)
        .select_related("device")
    }
    for row in found:
        row.far = far.get(row.cable_id)  # type: ignore[attr-defined]
    return found


FITS = {
    "interface": ("interface", "front", "rear"),
    "front": ("interface", "front", "rear", "console", "console-server"),
    "rear": ("interface", "front", "rear", "console", "console-server"),
    "console": ("console-server", "front", "rear"),
    "console-server": ("console", "front", "rear"),
    "power": ("outlet",),
    "outlet": ("power",),
}
"""What a port may be plugged to."""


def ports_to_plug(actor: Actor, near: Port, limit: int = 1_500) -> list[Port]:
    """Free ports that fit, those of the same rack and site first."""
    rows = ports(actor).filter(cable=None, sort__in=FITS[near.sort]).exclude(pk=near.pk)
    nearness = Case(
        When(device__rack=near.device.rack_id or 0, then=0),
        When(device__site=near.device.site_id, then=1),
        default=2,
        output_field=IntegerField(),
    )
    return list(rows.order_by(nearness, "device__name", "sort", "order", "pk")[:limit])


@dataclass(frozen=True, slots=True)
class Hop:
    """One cable of a way: from this port, over it, to that port."""

    near: Port
    cable: Cable
    far: Port


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a signal; `whole` where both ends are no panels, `why` says otherwise what ends it."""

    hops: list[Hop]
    start: Port
    end: Port
    whole: bool
    why: str

    @property
    def metres(self) -> Any:
        return sum(hop.cable.metres for hop in self.hops if hop.cable.metres is not None)


PANEL = frozenset(("front", "rear"))


def _far(near: Port) -> Port | None:
    if near.cable_id is None:
        return None
    rows = Port.objects.filter(cable_id=near.cable_id).exclude(pk=near.pk)
    return rows.select_related("device__site", "cable", "behind__device__site", "behind__cable").first()


def _through(at: Port, strands: list[int]) -> tuple[Port | None, str]:
    """The other side of a panel; `strands` remembers through which strands the signal came."""
    if at.sort == "front":
        strands.append(at.strand)
        return at.behind, "" if at.behind else "Panelin bu kapısının arkası yazılmamış."
    fronts = at.fronts.select_related("device__site", "cable", "behind")
    strand = strands.pop() if strands else None
    if strand is None and at.strands > 1:
        return None, f"Burada {at.strands} damara ayrılıyor; bir damarın kapısından izleyin."
    found = fronts.filter(strand=strand or 1).first()
    return found, "" if found else "Bu damarın önünde kapı yazılmamış."


def _walk(start: Port, strands: list[int]) -> tuple[list[Hop], Port, str]:
    hops: list[Hop] = []
    at, seen = start, {start.pk}
    while at.cable_id is not None and at.cable is not None:
        far = _far(at)
        if far is None:
            return hops, at, "Kablonun öbür ucu boşta."
        hops.append(Hop(at, at.cable, far))
        if far.pk in seen or len(hops) >= FARTHEST:
            return hops, far, "Yol kendine dönüyor."
        seen.add(far.pk)
        if far.sort not in PANEL:
            return hops, far, ""
        through, why = _through(far, strands)
        if through is None:
            return hops, far, why
        at = through
        seen.add(at.pk)
    return hops, at, "Kapı boşta." if at.sort in PANEL else ""


def way(start: Port) -> Way:
    """From end to end, through every panel between; a port of a panel is followed to both sides. The port was found
    by a reach; what it is plugged to is told to whoever sees it."""
    hops, end, why = _walk(start, [])
    first = start
    if start.sort in PANEL:
        strands: list[int] = []
        other, back_why = _through(start, strands)
        if other is None:
            why = why or back_why
        else:
            before, first, back_why = _walk(other, strands)
            hops = [Hop(hop.far, hop.cable, hop.near) for hop in reversed(before)] + hops
            why = back_why or why
    return Way(hops, first, end, not why and bool(hops), why)


@dataclass(frozen=True, slots=True)
class Slot:
    """A device in the drawing of one face of its rack, measured in half units from the top."""

    device: Device
    top: int
    half: int
    other: bool
    """It stands on the other face and fills this one as well."""


@dataclass(frozen=True, slots=True)
class Elevation:
    height: int
    front: list[Slot]
    rear: list[Slot]
    placed: list[Device]
    loose: list[Device]
    """Devices of the rack without a place in it."""
    used: float


def elevation(actor: Actor, one: Rack) -> Elevation:
    """What stands where in a rack."""
    front: list[Slot] = []
    rear: list[Slot] = []
    placed: list[Device] = []
    loose: list[Device] = []
    taken = 0
    for device_ in devices(actor).filter(rack=one).order_by("-position", "name"):
        if device_.position is None:
            loose.append(device_)
            continue
        placed.append(device_)
        half = int(device_.type.height * 2)
        top = (one.height + 1) * 2 - int(device_.position * 2) - half
        for face, slots in (("front", front), ("rear", rear)):
            if device_.face == face or device_.type.full_depth:
                slots.append(Slot(device_, top, half, device_.face != face))
        taken += half
    return Elevation(one.height, front, rear, placed, loose, taken / 2)


def device_of_asset(asset: Any, actor: Actor) -> dict[str, object] | None:
    """The network device that a movable is, for its page."""
    rows = list(devices(actor).filter(asset_id=asset.pk)[:1])
    return {"device": rows[0]} if rows else None
