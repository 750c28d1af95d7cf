"""What the services share: finding a thing locked, telling its story, cleaning what people type."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ObjectDoesNotExist

from konak.foundation.access import Actor, Permission
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.search.services import Findable, index_many
from konak.foundation.trail import services as trail

from .. import access
from ..models import Asset, Model

KIND = "assets.asset"
KURUS = Decimal("0.01")
_NOT_SERIAL = re.compile(r"[\s\-_./]+")
_PLACEHOLDERS = frozenset({"NA", "NONE", "NULL", "UNKNOWN", "DEFAULTSTRING", "TOBEFILLEDBYOEM", "SYSTEMSERIALNUMBER"})


def money(value: Decimal) -> Decimal:
    """Rounded to the kuruş, halves away from zero."""
    return value.quantize(KURUS, ROUND_HALF_UP)


def shared(amount: Decimal, count: int) -> list[Decimal]:
    """`amount` in `count` parts to the kuruş; their sum is the amount."""
    each = (amount / count).quantize(KURUS, ROUND_HALF_UP)
    return [each] * (count - 1) + [amount - each * (count - 1)]


def serial_key(text: str) -> str:
    """A serial as compared; what makers print when they forgot to set one is none."""
    key = _NOT_SERIAL.sub("", text).upper()[:80]
    return "" if key in _PLACEHOLDERS or len(set(key)) < 2 else key


def words_of(asset: Asset) -> str:
    """What a thing is found by, folded."""
    model = str(asset.model) if asset.model else ""
    parts = (asset.tag, asset.name, model, asset.serial, asset.hostname, asset.purchase_ref, asset.supplier)
    return fold(" ".join(part for part in parts if part))


def find_model(maker: str, name: str) -> Model | None:
    """The row of a maker's model, made when it is new; None where nothing was said."""
    maker, name = " ".join(maker.split())[:80], " ".join(name.split())[:120]
    if not maker and not name:
        return None
    if name and not maker:
        maker = "Bilinmeyen"
    key = fold(f"{maker} {name}").strip()[:240]
    found, _ = Model.objects.get_or_create(folded=key, defaults={"maker": maker, "name": name or "–"})
    return found


def locked(tag: str, actor: Actor, permission: Permission = access.VIEW) -> Asset:
    """The thing, locked and fresh; outside one's reach it does not exist."""
    asset = (
        Asset.objects.select_for_update(of=("self",))
        .select_related("item", "warehouse__registrar", "warehouse__controller", "model", "holder", "place", "unit")
        .filter(tag=tag.strip())
        .first()
    )
    if asset is None or not sees(actor, asset):
        raise ObjectDoesNotExist
    if permission is not access.VIEW and not reaches(actor, permission, asset):
        raise Refused(f"«{permission.label}» için yetkiniz yok.")
    return asset


def reaches(actor: Actor, permission: Permission, asset: Asset) -> bool:
    """By the unit that uses it, by its warehouse, or as one's own."""
    reach = actor.reach(permission)
    return reach.covers(asset) or reach.covers(asset.warehouse)


def sees(actor: Actor, asset: Asset) -> bool:
    officer = asset.warehouse.keeper_objection(actor.user_id) is None
    officer = officer or asset.warehouse.controller_objection(actor.user_id) is None
    return officer or reaches(actor, access.VIEW, asset)


def kept_by(actor: Actor, asset: Asset) -> None:
    """Refuse whoever is not the registrar of the thing's warehouse."""
    if objection := asset.warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)


def tell(asset: Asset, verb: str, actor: Actor, note: str = "", permission: Permission = access.KEEP) -> None:
    trail.write(actor=actor, kind=KIND, subject=asset.tag, verb=verb, note=note, seat=actor.seat_for(permission))


def index(assets: Iterable[Asset]) -> None:
    """Renew the search rows of things; what is off the books stays findable."""
    index_many(findable(asset) for asset in assets)


def findable(asset: Asset) -> Findable:
    model = str(asset.model) if asset.model else ""
    return Findable(
        kind=KIND,
        object_id=asset.pk,
        title=f"{asset.tag} {asset.name}",
        url=f"/tasinirlar/{asset.tag}/",
        permission=access.VIEW.code,
        body=" ".join(part for part in (model, asset.serial, asset.hostname, asset.purchase_ref) if part),
        unit_id=asset.unit_id,
        owner_ids=(
            asset.holder_id,
            asset.assignee_id,
            asset.warehouse.registrar_id,
            asset.warehouse.controller_id,
        ),
        secrecy=asset.secrecy,
        number=asset.tag,
        weight=0.5 if asset.retired else 1.0,
    )
