"""Reported devices: matched, unknown to the register, and where they differ from it."""

from django.db.models import QuerySet

from konak.foundation.access import Actor

from .. import access
from ..models import Asset, Decision, Device, Difference
from .things import kept_warehouses


def devices(actor: Actor, view: str = "", q: str = "") -> QuerySet[Device]:
    """Devices belong to no unit until they are matched: whoever keeps movables sees them."""
    # reach: public inside the house, because what nobody has registered has no owner; keeping is asked for instead
    rows = Device.objects.select_related("asset")
    if not actor.holds(access.KEEP):
        return rows.none()
    match view:
        case "unknown":
            rows = rows.filter(asset=None, ignored_why="")
        case "ignored":
            rows = rows.exclude(ignored_why="")
        case "matched":
            rows = rows.filter(asset__isnull=False)
    if q:
        rows = rows.filter(hostname__istartswith=q[:80]) | rows.filter(serial__istartswith=q[:80])
    return rows


def unknown_count(actor: Actor) -> int:
    return devices(actor, "unknown").count()


def differences(actor: Actor, asset: Asset | None = None) -> QuerySet[Difference]:
    """What waits for a decision about things whose books the actor keeps."""
    rows = Difference.objects.filter(decision=Decision.WAITING, asset__warehouse__in=kept_warehouses(actor))
    if asset is not None:
        rows = rows.filter(asset=asset)
    return rows.select_related("asset", "device").order_by("asset__tag", "field")
