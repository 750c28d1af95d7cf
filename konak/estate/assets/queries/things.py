"""Things of the register: what one may see of them, filtered, one by its number, by whom they are held."""

import datetime as dt
from collections.abc import Collection
from itertools import pairwise
from typing import Annotated, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate
from pydantic import BaseModel, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..models import Asset, AssetFile, AssetState, Custody, Item, LineAsset, Model, Place, Warehouse
from ..models.asset import RETIRED

PAGE = 50
OFF_BOOKS = tuple(str(one) for one in RETIRED)


PLAIN = r"^[^\x00]*$"
Words = Annotated[str | None, Field(max_length=100, pattern=PLAIN)]
Key = Annotated[int | None, Field(ge=1, le=2**63 - 1)]


class AssetFilter(BaseModel):
    """One filter for both doors."""

    q: Words = None
    state: Words = None
    """A state, or "off" for what is no longer on the books. Without one: what is on the books."""
    item: Words = None
    """A code; what stands below it counts too."""
    unit: Key = None
    warehouse: Words = None
    place: Words = None
    holder: Key = None
    model: Key = None
    warranty: Words = None
    """ "ending" within ninety days, "over", "running"."""
    custody: Words = None
    """ "waiting" for acceptance, "none" in use without anybody."""
    since: dt.date | None = None
    until: dt.date | None = None


def officer_q(actor: Actor, prefix: str = "warehouse__") -> Q:
    """What the officers of a warehouse see wherever their seats are."""
    if actor.user_id is None:
        return Q(pk__in=[])
    names = ("registrar", "controller", "deputy_registrar", "deputy_controller")
    found = Q()
    for name in names:
        found |= Q(**{f"{prefix}{name}": actor.user_id})
    return found


def warehouses(actor: Actor, *, open_only: bool = True) -> QuerySet[Warehouse]:
    """Those in reach, and those whose officer one is."""
    rows = Warehouse.objects.filter(actor.reach(access.VIEW).q("", owners=("assignee",)) | officer_q(actor, ""))
    if open_only:
        rows = rows.filter(active=True)
    return rows.select_related("unit", "spending_unit", "registrar", "controller").order_by("code")


def kept_warehouses(actor: Actor) -> QuerySet[Warehouse]:
    """Warehouses whose books the actor keeps."""
    rows = Warehouse.objects.filter(active=True)
    mine = Q(registrar=actor.user_id) | Q(deputy_registrar=actor.user_id)
    rows = rows.filter(mine) if actor.user_id else rows.none()
    return rows.select_related("unit", "spending_unit").order_by("code")


def assets(actor: Actor, filters: AssetFilter | None = None) -> QuerySet[Asset]:
    reach = actor.reach(access.VIEW)
    own = list(warehouses(actor, open_only=False).values_list("pk", flat=True))
    rows = Asset.objects.filter(reach.q("", owners=Asset.owners) | Q(warehouse__in=own, secrecy=0))
    rows = rows.select_related("item", "model", "unit", "holder", "place", "warehouse")
    return filtered(rows, filters or AssetFilter())


def seen(actor: Actor, keys: Collection[int]) -> set[int]:
    """Which of these things the actor may open."""
    return set(assets(actor, AssetFilter(state="all")).filter(pk__in=keys).values_list("pk", flat=True))


def filtered(rows: QuerySet[Asset], filters: AssetFilter) -> QuerySet[Asset]:
    if filters.q and (words := fold(filters.q).split()):
        for word in words:
            rows = rows.filter(folded__contains=word)
    if filters.state == "off":
        rows = rows.filter(state__in=OFF_BOOKS)
    elif filters.state in AssetState.values:
        rows = rows.filter(state=filters.state)
    elif filters.state != "all":
        rows = rows.exclude(state__in=OFF_BOOKS)
    if filters.item:
        rows = rows.filter(Q(item__code=filters.item) | Q(item__code__startswith=f"{filters.item}."))
    if filters.unit:
        rows = rows.filter(unit_id=filters.unit)
    if filters.warehouse:
        rows = rows.filter(warehouse__code=filters.warehouse)
    if filters.place:
        rows = rows.filter(place__code=filters.place)
    if filters.holder:
        rows = rows.filter(holder_id=filters.holder)
    if filters.model:
        rows = rows.filter(model_id=filters.model)
    today = localdate()
    match filters.warranty:
        case "ending":
            rows = rows.filter(warranty_until__range=(today, today + dt.timedelta(90)))
        case "over":
            rows = rows.filter(warranty_until__lt=today)
        case "running":
            rows = rows.filter(warranty_until__gte=today)
    match filters.custody:
        case "waiting":
            rows = rows.filter(custodies__state="offered")
        case "none":
            held = Custody.objects.filter(asset=OuterRef("pk"), ended_at=None)
            rows = rows.filter(~Exists(held), state=AssetState.USED)
    if filters.since:
        rows = rows.filter(acquired_on__gte=filters.since)
    if filters.until:
        rows = rows.filter(acquired_on__lte=filters.until)
    return rows


def history(asset: Asset, limit: int = 40) -> list[dict[str, Any]]:
    """What the columns became, newest first: one entry a change, with what it was and is."""
    # reach: the thing was found through one
    events = list(
        apps.get_model("assets", "AssetEvent").objects.filter(pgh_obj_id=asset.pk).order_by("-pgh_id")[: limit + 1]
    )
    shown = []
    for new, old in pairwise(events):
        changes = []
        for field in Asset._meta.concrete_fields:
            if field.name in ("id", "folded", "serial_key"):
                continue
            before, after = getattr(old, field.attname, None), getattr(new, field.attname, None)
            if before != after:
                changes.append(
                    (str(field.verbose_name), _told(field.name, old, before), _told(field.name, new, after))
                )
        if changes:
            shown.append({"at": new.pgh_created_at, "changes": changes})
    return shown


def _told(name: str, event: Any, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    if name == "state":
        return str(AssetState(value).label)
    related = getattr(event, name, None)
    return str(related if related is not None else value)


def page_of(rows: QuerySet[Any], after: str = "", limit: int = PAGE) -> tuple[list[Any], str]:
    """Newest first, by key."""
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more and found else ""


def asset(actor: Actor, tag: str) -> Asset:
    return assets(actor, AssetFilter(state="all")).select_related("parent", "item__parent").get(tag=tag)


def scanned(actor: Actor, text: str) -> Asset | None:
    """What a label says, or somebody typed: the number, the address on it, or a serial."""
    words = text.strip().rstrip("/").rsplit("/", 1)[-1].strip()
    rows = assets(actor, AssetFilter(state="all"))
    found = rows.filter(tag=words).first()
    if found is None:
        from_serial = rows.filter(serial__iexact=words)[:2]
        found = from_serial[0] if len(from_serial) == 1 else None
    return found


def warehouse(actor: Actor, code: str) -> Warehouse:
    return (
        warehouses(actor, open_only=False)
        .select_related("deputy_registrar", "deputy_controller", "place")
        .get(code=code)
    )


def places(actor: Actor, q: str = "") -> QuerySet[Place]:
    """Places are everybody's who may see movables: one has to be able to say where a thing stands."""
    # reach: public inside the house, because a place names rooms and no thing; what stands there starts from a reach
    rows = Place.objects.select_related("unit", "assignee")
    if not actor.holds(access.VIEW):
        return rows.none()
    for word in fold(q).split():
        rows = rows.filter(folded__contains=word)
    return rows.order_by("code")


def place(actor: Actor, code: str) -> Place:
    return places(actor).get(code=code)


def items(q: str = "", account: str = "") -> QuerySet[Item]:
    # reach: public, because the catalogue is the regulation's
    rows = Item.objects.all()
    if account:
        rows = rows.filter(code__startswith=account)
    for word in fold(q).split():
        rows = rows.filter(folded__contains=word)
    return rows.order_by("code")


def item(code: str) -> Item:
    # reach: public, because the catalogue is the regulation's
    return Item.objects.get(code=code)


def known_models(beginning: str = "") -> tuple[tuple[int, str], ...]:
    # reach: public inside the house, because a maker's model names no thing
    held = Asset.objects.filter(item__code__startswith=beginning).exclude(state__in=OFF_BOOKS)
    rows = Model.objects.filter(pk__in=held.values("model_id")).order_by("maker", "name")
    return tuple((row.pk, str(row)) for row in rows)


def papers(asset: Asset) -> list[AssetFile]:
    # reach: the thing was found through one
    return list(asset.files.select_related("file").order_by("-photo", "pk"))


def paper(asset: Asset, file_id: int) -> AssetFile:
    # reach: the thing was found through one
    return asset.files.select_related("file__blob").get(pk=file_id)


def receipts_of(asset: Asset) -> list[LineAsset]:
    """The receipts a thing stands in, oldest first."""
    # reach: the thing was found through one
    return list(asset.receipt_lines.select_related("line__receipt__case", "line__receipt__warehouse").order_by("pk"))
