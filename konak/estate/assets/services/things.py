"""One thing of the register: its facts, its place, its parts, its folder, its repair."""

import datetime as dt
from typing import IO, Any

import jsonschema
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

from .. import access
from ..models import Asset, AssetFile, AssetState, FieldLock, Item, Place
from . import common, posting

PHOTOS = frozenset({"jpg", "jpeg", "png", "webp"})
FACTS = (
    *("name", "serial", "warranty_until", "supplier", "purchase_ref", "funding", "hostname", "uuid", "notes"),
    *("place_id", "assignee_id", "extra"),
)
LOCKABLE = frozenset({"name", "serial", "hostname", "uuid", "macs", "model"})
EARLIEST = dt.date(1980, 1, 1)


@transaction.atomic
def edit(tag: str, *, actor: Actor, maker: str | None = None, model: str | None = None, **facts: Any) -> Asset:
    """Change what is written about a thing. A field that an agent also reports is then locked for agents."""
    asset = common.locked(tag, actor)
    common.kept_by(actor, asset)
    if unknown := set(facts) - {*FACTS, "macs"}:
        raise Refused(f"Bu alanlar değiştirilemez: {', '.join(sorted(unknown))}.")
    changed = set()
    for name, value in facts.items():
        if isinstance(value, str):
            value = value.strip()
        if getattr(asset, name) != value:
            setattr(asset, name, value)
            changed.add(name)
    if maker is not None or model is not None:
        found = common.find_model(maker or "", model or "")
        if found != asset.model:
            asset.model = found
            changed.add("model")
    if not changed:
        return asset
    _sound(asset, changed)
    asset.folded = common.words_of(asset)
    asset.save()
    lock_fields(asset, changed & LOCKABLE, actor)
    labels = {field.name: str(field.verbose_name) for field in Asset._meta.concrete_fields}
    names = (labels[one.removesuffix("_id")] for one in sorted(changed))
    common.tell(asset, "edit", actor, ", ".join(names))
    common.index([asset])
    return asset


def _sound(asset: Asset, changed: set[str]) -> None:
    if not asset.name:
        raise Refused("Taşınırın adı boş bırakılamaz.")
    if {"serial", "model"} & changed:
        asset.serial_key = common.serial_key(asset.serial)
        posting.check_serials(asset.model_id, [asset.serial], but=asset.pk)
    if asset.warranty_until is not None and asset.warranty_until < max(
        EARLIEST, asset.acquired_on - dt.timedelta(365)
    ):
        raise Refused(
            f"Garanti sonu {asset.warranty_until:%d.%m.%Y}, girişinden ({asset.acquired_on:%d.%m.%Y}) önce."
        )
    if "place_id" in changed and asset.place_id and not Place.objects.filter(pk=asset.place_id, active=True).exists():
        raise Refused("Böyle bir yer yok.")
    if "extra" in changed:
        check_extra(asset.item, asset.extra)


def extra_schema(item: Item) -> dict[str, Any]:
    """The additional fields asked about things of a code: its own and those of every code above it."""
    properties: dict[str, Any] = {}
    required: list[str] = []
    step: Item | None = item
    while step is not None:
        schema = step.extra_schema or {}
        properties = {**schema.get("properties", {}), **properties}
        required += schema.get("required", [])
        step = step.parent
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(set(required)),
        "additionalProperties": False,
    }


def check_extra(item: Item, values: Any) -> None:
    try:
        jsonschema.validate(values, extra_schema(item))
    except jsonschema.ValidationError as fault:
        name = ".".join(str(part) for part in fault.path) or "ek alanlar"
        raise Refused(f"Ek alan «{name}» uymuyor: {fault.message}") from None


def lock_fields(asset: Asset, names: set[str], actor: Actor) -> None:
    for name in sorted(names):
        FieldLock.objects.update_or_create(asset=asset, field=name, defaults={"by_id": actor.user_id})


@transaction.atomic
def unlock(tag: str, *, actor: Actor, field: str) -> Asset:
    """Let agents write a field again."""
    asset = common.locked(tag, actor)
    common.kept_by(actor, asset)
    asset.locks.filter(field=field).delete()
    return asset


@transaction.atomic
def move(tag: str, *, actor: Actor, place_id: int | None) -> Asset:
    """Say where a thing stands; its holder may, and its registrar."""
    asset = common.locked(tag, actor)
    if asset.holder_id is None or asset.holder_id != actor.user_id:
        common.kept_by(actor, asset)
    place = Place.objects.filter(pk=place_id, active=True).first() if place_id else None
    if place_id and place is None:
        raise Refused("Böyle bir yer yok.")
    asset.place = place
    asset.save()
    common.tell(asset, "move", actor, str(place or "–"), access.HOLD)
    return asset


@transaction.atomic
def set_parent(tag: str, *, actor: Actor, parent: str) -> Asset:
    """Make a thing part of another, or with an empty number part of none. A circle is refused."""
    both = Asset.objects.select_for_update().filter(tag__in=[tag.strip(), parent.strip()]).order_by("pk")
    list(both.values_list("pk", flat=True))  # in one order by everybody: two who tie them crosswise do not block
    asset = common.locked(tag, actor)
    common.kept_by(actor, asset)
    above = common.locked(parent, actor) if parent.strip() else None
    if above is not None:
        if above.pk == asset.pk:
            raise Refused("Bir taşınır kendisinin parçası olamaz.")
        if above.retired:
            raise Refused(f"{above.tag} kayıttan düşmüş; parça takılamaz.")
    asset.parent = above
    try:
        with transaction.atomic():
            asset.save()
    except IntegrityError as fault:
        if "part of itself" not in str(fault):
            raise
        raise Refused(f"{parent} zaten {tag} içinde; iki taşınır birbirinin parçası olamaz.") from None
    common.tell(asset, "part", actor, above.tag if above else "–")
    return asset


@transaction.atomic
def add_file(tag: str, *, actor: Actor, content: IO[bytes], name: str) -> AssetFile:
    """A photo or a paper; the holder may add one, and the registrar."""
    asset = common.locked(tag, actor)
    if asset.holder_id is None or asset.holder_id != actor.user_id:
        common.kept_by(actor, asset)
    stored = store(actor=actor, content=content, name=name, unit_id=asset.unit_id, purpose="assets.asset")
    photo = name.rsplit(".", 1)[-1].lower() in PHOTOS
    row, fresh = AssetFile.objects.get_or_create(
        asset=asset, file=stored, defaults={"photo": photo, "added_by_id": actor.user_id}
    )
    if fresh:
        common.tell(asset, "attach", actor, "", access.HOLD)
    return row


@transaction.atomic
def to_repair(tag: str, *, actor: Actor, note: str = "") -> Asset:
    """It is away for repair; whoever holds it still answers for it."""
    asset = common.locked(tag, actor)
    if asset.state not in (AssetState.STORED, AssetState.USED):
        raise Refused(f"{asset.tag} {asset.name}: {asset.get_state_display().lower()}; onarıma verilemez.")
    asset.state = AssetState.REPAIR
    asset.save()
    common.tell(asset, "repair", actor, note)
    return asset


@transaction.atomic
def from_repair(tag: str, *, actor: Actor, note: str = "") -> Asset:
    asset = common.locked(tag, actor)
    if asset.state != AssetState.REPAIR:
        raise Refused(f"{asset.tag} {asset.name} onarımda değil.")
    held = asset.custodies.filter(ended_at=None).exists()
    asset.state = AssetState.USED if held else AssetState.STORED
    asset.save()
    common.tell(asset, "repaired", actor, note)
    return asset


def age_years(asset: Asset) -> float:
    return (localdate() - asset.acquired_on).days / 365.25
