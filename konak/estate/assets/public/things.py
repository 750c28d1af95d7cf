"""Things and who holds them: found by number, in reach, given and taken back."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from ..models import Asset, Custody, CustodyState, Device, Place
from ..models.asset import RETIRED
from ..queries import holding, things
from ..services import custody
from ..services import things as services
from ..services.common import serial_key


@dataclass(frozen=True, slots=True)
class AssetFacts:
    id: int
    tag: str
    name: str
    code: str
    item_id: int
    maker: str
    model: str
    model_id: int | None
    serial: str
    state: str
    state_label: str
    unit_id: int
    unit: str
    holder_id: int | None
    holder: str
    place: str
    warehouse_id: int
    cost: Decimal
    acquired_on: dt.date
    warranty_until: dt.date | None
    hostname: str
    retired: bool
    url: str


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """A device as its agent last reported it; `software` holds name, version and publisher of each."""

    id: int
    hostname: str
    system: str
    tag: str
    asset_id: int | None
    last_seen: dt.datetime
    software: tuple[dict[str, str], ...]


def device(device_id: int) -> DeviceFacts | None:
    """One reported device, whoever asks; for reactions to `DEVICE_SEEN`."""
    found = Device.objects.select_related("asset").filter(pk=device_id).first()
    return _device(found) if found else None


def devices_of(tag: str) -> tuple[DeviceFacts, ...]:
    """What agents reported about a thing, newest first."""
    rows = Device.objects.select_related("asset").filter(asset__tag=tag).order_by("-last_seen")
    return tuple(_device(row) for row in rows[:20])


def _device(row: Device) -> DeviceFacts:
    return DeviceFacts(
        row.pk,
        row.hostname,
        row.system,
        row.asset.tag if row.asset else "",
        row.asset_id,
        row.last_seen,
        tuple(row.facts.get("software", ())),
    )


def find_by_tag(tag: str) -> AssetFacts | None:
    """The thing of that number, whoever asks."""
    found = _rows().filter(tag=tag.strip()).first()
    return _facts(found) if found else None


def find_by_serial(serial: str) -> tuple[AssetFacts, ...]:
    """Things of that serial; more than one only when several makers used it."""
    key = serial_key(serial)
    return tuple(_facts(row) for row in _rows().filter(serial_key=key)[:20]) if key else ()


def find_by_tags(tags: Sequence[str]) -> tuple[AssetFacts, ...]:
    """The things of those numbers, whoever asks."""
    return tuple(_facts(row) for row in _rows().filter(tag__in=list(tags)).order_by("tag"))


def assets_of(user_id: int) -> tuple[AssetFacts, ...]:
    """What a person holds."""
    return tuple(_facts(row) for row in _rows().filter(holder_id=user_id).order_by("tag"))


def asset_in_reach(actor: Actor, asset_id: int) -> AssetFacts | None:
    """The thing of that key where the actor may see it."""
    found = things.assets(actor, things.AssetFilter(state="all")).filter(pk=asset_id).first()
    return _facts(found) if found else None


def assets_in_reach(actor: Actor, *, q: str = "", limit: int = 20) -> tuple[AssetFacts, ...]:
    """Things the actor may see, by words; for fields that choose one."""
    rows = things.assets(actor, things.AssetFilter(q=q[:100] or None)).order_by("tag")[:limit]
    return tuple(_facts(row) for row in rows)


def _living(actor: Actor) -> QuerySet[Asset]:
    return things.assets(actor).exclude(state__in=RETIRED).order_by()


def living_in_reach(
    actor: Actor, *, ids: Collection[int] | None = None, codes: Collection[str] | None = None
) -> tuple[AssetFacts, ...]:
    """Things on the books that the actor may see: those of `ids`, or those whose code begins with one of `codes`."""
    rows = _living(actor)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    if codes is not None:
        either = Q(pk__in=[])
        for code in codes:
            either |= Q(item__code=code) | Q(item__code__startswith=f"{code.rstrip('.')}.")
        rows = rows.filter(either)
    return tuple(_facts(row) for row in rows)


def living_of_unit(actor: Actor, unit_id: int) -> list[int]:
    """The keys of the things on the books that a unit uses, in reach."""
    return list(_living(actor).filter(unit_id=unit_id).values_list("pk", flat=True))


def models_in_reach(actor: Actor) -> dict[str, int]:
    """How many things on the books the actor may see of each model ("maker name"; the thing's name without one)."""
    counted = _living(actor).values_list("model__maker", "model__name", "name").annotate(Count("pk"))
    found: dict[str, int] = {}
    for maker, model, name, count in counted:
        called = f"{maker} {model}".strip() if model else name
        found[called] = found.get(called, 0) + count
    return found


@dataclass(frozen=True, slots=True)
class Accepted:
    """Who has accepted a thing, and the slip by which it was given."""

    user_id: int
    name: str
    slip: str


def accepted_custody(tag: str) -> Accepted | None:
    """The person in whose accepted custody a thing is; None while it is only offered, or in a common place."""
    row = Custody.objects.select_related("holder").filter(
        asset__tag=tag, state=CustodyState.ACCEPTED, ended_at=None, holder__isnull=False
    )
    found = row.first()
    return Accepted(found.holder.pk, found.holder.full_name, found.slip) if found and found.holder else None


def url_of(tag: str) -> str:
    return reverse("assets:asset", args=[tag])


@dataclass(frozen=True, slots=True)
class CustodyFacts:
    state: str
    state_label: str
    state_kind: str
    accepted_at: dt.datetime | None


def custody_of(slip: str, asset_id: int) -> CustodyFacts | None:
    """How a thing given by a slip stands with its holder; the caller was given the slip."""
    row = holding.by_slip(slip, asset_id)
    return CustodyFacts(row.state, row.get_state_display(), row.state_kind, row.accepted_at) if row else None


def put_in_custody(
    *,
    actor: Actor,
    tags: Sequence[str],
    user_id: int | None = None,
    place_id: int | None = None,
    due_back_on: dt.date | None = None,
    why: str = "",
) -> str:
    """Offer things to a person or a common place; returns the number of the slip (Örnek 6)."""
    rows = custody.give(tags, actor=actor, holder_id=user_id, place_id=place_id, due_back_on=due_back_on, why=why)
    return rows[0].slip


def take_back(*, actor: Actor, tags: Sequence[str], why: str = "") -> int:
    """The registrar has the things again; returns how many."""
    return custody.take_back(tags, actor=actor, why=why)


def to_repair(tag: str, *, actor: Actor, note: str = "") -> AssetFacts:
    """Mark it as away for repair; custody goes on."""
    services.to_repair(tag, actor=actor, note=note)
    found = find_by_tag(tag)
    assert found is not None
    return found


def from_repair(tag: str, *, actor: Actor, note: str = "") -> AssetFacts:
    services.from_repair(tag, actor=actor, note=note)
    found = find_by_tag(tag)
    assert found is not None
    return found


def on_books(warehouse_id: int) -> tuple[AssetFacts, ...]:
    """Every thing a warehouse answers for, wherever it stands; the caller was given the warehouse."""
    rows = _rows().filter(warehouse_id=warehouse_id).exclude(state__in=things.OFF_BOOKS)
    return tuple(_facts(row) for row in rows.order_by("tag"))


def acquired(year: int, codes: Iterable[str]) -> dict[str, tuple[int, Decimal]]:
    """How many things came onto the books in a year under each code, and for how much."""
    # reach: public inside the house, because only sums leave
    rows = Asset.objects.filter(acquired_on__year=year, item__code__in=list(codes)).order_by()
    found = rows.values_list("item__code").annotate(count=Count("pk"), sum=Sum("cost"))
    return {code: (count, amount or Decimal(0)) for code, count, amount in found}


def alike(words: str) -> tuple[int, int]:
    """Things on the books whose name holds all these words: how many, and how many of them nobody holds."""
    # reach: public inside the house, because only numbers leave
    rows = Asset.objects.filter(retired_on=None)
    for word in fold(words).split()[:6]:
        rows = rows.filter(folded__contains=word)
    return rows.count(), rows.filter(holder=None, place=None).count()


def place_choices() -> list[tuple[int, str]]:
    """Places in use, for fields that choose some; what a place is called is told to everybody."""
    return [(row.pk, str(row)) for row in Place.objects.filter(active=True).order_by("code")[:2_000]]


def known_models(beginning: str = "") -> tuple[tuple[int, str], ...]:
    """Makers' models of things on the books whose code begins so."""
    return things.known_models(beginning)


def held_by(user_id: int) -> int:
    """How many things a person answers for, offered ones and common places too."""
    return holding.of_person(user_id).count()


def _rows() -> QuerySet[Asset]:
    return Asset.objects.select_related("item", "model", "unit", "holder", "place")


def _facts(row: Asset) -> AssetFacts:
    return AssetFacts(
        id=row.pk,
        tag=row.tag,
        name=row.name,
        code=row.item.code,
        item_id=row.item_id,
        maker=row.model.maker if row.model else "",
        model=row.model.name if row.model else "",
        model_id=row.model_id,
        serial=row.serial,
        state=row.state,
        state_label=row.get_state_display(),
        unit_id=row.unit_id,
        unit=row.unit.name,
        holder_id=row.holder_id,
        holder=row.holder.full_name if row.holder else "",
        place=str(row.place) if row.place else "",
        warehouse_id=row.warehouse_id,
        cost=row.cost,
        acquired_on=row.acquired_on,
        warranty_until=row.warranty_until,
        hostname=row.hostname,
        retired=row.retired,
        url=reverse("assets:asset", args=[row.tag]),
    )
