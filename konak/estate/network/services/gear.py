"""Sites, racks, makers and models: written down, changed, taken out; models also from the community's library."""

from decimal import Decimal, InvalidOperation
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import DeviceType, Maker, PortSort, Rack, Site
from ..parsing import registers
from .common import fill, keep_once, may, own_unit, take_out, tell

SITE_FACTS = frozenset(("name", "slug", "status", "address", "description", "tags"))
RACK_FACTS = frozenset(("name", "room", "height", "description", "tags"))
MAKER_FACTS = frozenset(("name", "slug", "description", "tags"))
TYPE_FACTS = frozenset(("model", "slug", "part_number", "height", "full_depth", "description", "tags"))
MOST_PARTS = 1_000
LARGEST = 1024 * 1024
PARTS = {
    "interfaces": PortSort.INTERFACE,
    "rear-ports": PortSort.REAR,
    "front-ports": PortSort.FRONT,
    "console-ports": PortSort.CONSOLE,
    "console-server-ports": PortSort.SERVER,
    "power-ports": PortSort.POWER,
    "power-outlets": PortSort.OUTLET,
}
"""Lists of a file of the community's library → what we call such ports."""


def slug_of(text: str) -> str:
    return slugify(fold(text))[:100] or "ad"


@transaction.atomic
def add_site(*, actor: Actor, unit_id: int | None = None, **facts: Any) -> Site:
    return _site(Site(unit_id=own_unit(actor, unit_id)), actor, facts, "add")


@transaction.atomic
def edit_site(site_id: int, *, actor: Actor, **facts: Any) -> Site:
    return _site(queries.site(actor, site_id), actor, facts, "edit")


def _site(one: Site, actor: Actor, facts: dict[str, Any], verb: str) -> Site:
    may(actor, access.KEEP, one)
    fill(one, facts, SITE_FACTS)
    if not one.name:
        raise Refused("Yerleşkenin adını yazın.")
    one.slug = slug_of(one.slug or one.name)
    keep_once(one, "Bu adda ya da bu kısa adla bir yerleşke zaten var.")
    tell(queries.SITE_KIND, one.pk, verb, actor, one, one.name)
    return one


@transaction.atomic
def drop_site(site_id: int, *, actor: Actor) -> None:
    one = queries.site(actor, site_id)
    may(actor, access.KEEP, one)
    tell(queries.SITE_KIND, one.pk, "drop", actor, one, one.name)
    take_out(one, "Bu yerleşkede kabin ya da cihaz var; önce onları taşıyın.")


@transaction.atomic
def add_rack(*, actor: Actor, site_id: int, unit_id: int | None = None, **facts: Any) -> Rack:
    return _rack(Rack(unit_id=own_unit(actor, unit_id)), actor, {"site_id": site_id, **facts}, "add")


@transaction.atomic
def edit_rack(rack_id: int, *, actor: Actor, **facts: Any) -> Rack:
    queries.rack(actor, rack_id)
    return _rack(Rack.objects.select_for_update().get(pk=rack_id), actor, facts, "edit")


def _rack(one: Rack, actor: Actor, facts: dict[str, Any], verb: str) -> Rack:
    may(actor, access.KEEP, one)
    wanted = facts.pop("site_id", None) or one.site_id
    if not queries.sites(actor).filter(pk=wanted or 0).exists():
        raise Refused("Kabinin yerleşkesini seçin.")
    if one.pk and wanted != one.site_id and one.devices.exists():
        raise Refused("Kabinde cihaz varken kabin başka yerleşkeye geçmez; önce cihazları çıkarın.")
    one.site_id = wanted
    fill(one, facts, RACK_FACTS)
    if not one.name:
        raise Refused("Kabinin adını yazın.")
    if not isinstance(one.height, int) or not 1 <= one.height <= 60:
        raise Refused("Kabin 1 ile 60 U arasında olmalı.")
    tops = [row.top for row in one.devices.select_related("type").exclude(position=None)] if one.pk else []
    if any(top is not None and top > one.height for top in tops):
        raise Refused("Kabinde bu yükseklikten yukarıda duran cihaz var.")
    keep_once(one, f"Bu yerleşkede {one.name} adında bir kabin zaten var.")
    tell(queries.RACK_KIND, one.pk, verb, actor, one, one.name)
    return one


@transaction.atomic
def drop_rack(rack_id: int, *, actor: Actor) -> None:
    one = queries.rack(actor, rack_id)
    may(actor, access.KEEP, one)
    tell(queries.RACK_KIND, one.pk, "drop", actor, one, one.name)
    take_out(one, "Kabinde cihaz var; önce onları çıkarın.")


@transaction.atomic
def add_maker(*, actor: Actor, unit_id: int | None = None, **facts: Any) -> Maker:
    return _maker(Maker(unit_id=own_unit(actor, unit_id)), actor, facts, "add")


@transaction.atomic
def edit_maker(maker_id: int, *, actor: Actor, **facts: Any) -> Maker:
    return _maker(queries.maker(actor, maker_id), actor, facts, "edit")


def _maker(one: Maker, actor: Actor, facts: dict[str, Any], verb: str) -> Maker:
    may(actor, access.KEEP, one)
    fill(one, facts, MAKER_FACTS)
    if not one.name:
        raise Refused("Üreticinin adını yazın.")
    one.slug = slug_of(one.slug or one.name)
    keep_once(one, "Bu adda ya da bu kısa adla bir üretici zaten var.")
    tell(queries.MAKER_KIND, one.pk, verb, actor, one, one.name)
    return one


@transaction.atomic
def drop_maker(maker_id: int, *, actor: Actor) -> None:
    one = queries.maker(actor, maker_id)
    may(actor, access.KEEP, one)
    tell(queries.MAKER_KIND, one.pk, "drop", actor, one, one.name)
    take_out(one, "Bu üreticinin modelleri var; önce onları çıkarın.")


@transaction.atomic
def add_type(
    *,
    actor: Actor,
    maker_id: int,
    parts: list[dict[str, Any]] | None = None,
    unit_id: int | None = None,
    **facts: Any,
) -> DeviceType:
    one = DeviceType(unit_id=own_unit(actor, unit_id), parts=parts or [])
    return _type(one, actor, {"maker_id": maker_id, **facts}, "add")


@transaction.atomic
def edit_type(type_id: int, *, actor: Actor, **facts: Any) -> DeviceType:
    """Change what is said of a model. Its height stays while devices stand in racks by it."""
    return _type(queries.device_type(actor, type_id), actor, facts, "edit")


def _type(one: DeviceType, actor: Actor, facts: dict[str, Any], verb: str) -> DeviceType:
    may(actor, access.KEEP, one)
    before = (one.height, one.full_depth)
    wanted = facts.pop("maker_id", None) or one.maker_id
    if not queries.makers(actor).filter(pk=wanted or 0).exists():
        raise Refused("Üreticiyi seçin.")
    one.maker_id = wanted
    fill(one, facts, TYPE_FACTS)
    if not one.model:
        raise Refused("Modelin adını yazın.")
    one.slug = slug_of(one.slug or f"{one.maker.slug}-{one.model}")
    one.height = height_of(one.height)
    if one.pk and before != (one.height, one.full_depth) and one.devices.exclude(position=None).exists():
        raise Refused("Bu modelden cihazlar kabinde duruyor; yüksekliği ve derinliği değişmez.")
    keep_once(one, "Bu model ya da bu kısa ad zaten kayıtlı.")
    tell(queries.TYPE_KIND, one.pk, verb, actor, one, str(one))
    return one


def height_of(value: Any) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise Refused(f"«{str(value)[:20]}» bir yükseklik değil.") from None
    if not found.is_finite() or not 0 <= found <= 60 or found * 2 != int(found * 2):
        raise Refused("Yükseklik 0 ile 60 U arasında, yarım U'nun katı olmalı.")
    return found


@transaction.atomic
def drop_type(type_id: int, *, actor: Actor) -> None:
    one = queries.device_type(actor, type_id)
    may(actor, access.KEEP, one)
    tell(queries.TYPE_KIND, one.pk, "drop", actor, one, str(one))
    take_out(one, "Bu modelden cihazlar var; önce onları çıkarın.")


@transaction.atomic
def import_types(*, actor: Actor, content: bytes, unit_id: int | None = None) -> list[DeviceType]:
    """Models from a file of the community's device-type library, one or many documents: all or nothing.

    A model that is known already gets what the file says; its devices keep the ports they have.
    """
    unit = own_unit(actor, unit_id)
    found = []
    for said in _documents(content):
        maker = _word(said, "manufacturer", 100)
        model = _word(said, "model", 100)
        if not maker or not model:
            raise Refused("Dosyada «manufacturer» ve «model» yazmalı; topluluk kitaplığının biçimi beklenir.")
        by = queries.makers(actor).filter(name=maker).first() or add_maker(actor=actor, name=maker, unit_id=unit)
        facts: dict[str, Any] = {
            "model": model,
            "slug": _word(said, "slug", 100),
            "part_number": _word(said, "part_number", 60),
            "height": said.get("u_height", 1),
            "full_depth": bool(said.get("is_full_depth", True)),
        }
        parts = _parts(said)
        known = queries.device_types(actor).filter(maker=by, model=model).first()
        if known is None:
            found.append(add_type(actor=actor, maker_id=by.pk, parts=parts, unit_id=unit, **facts))
        else:
            known.parts = parts
            found.append(_type(known, actor, facts, "import"))
    if not found:
        raise Refused("Dosyada model yok.")
    return found


def _documents(content: bytes) -> list[dict[str, Any]]:
    if len(content) > LARGEST:
        raise Refused("Dosya 1 MB sınırını aşıyor; parçalara bölün.")
    try:
        text = content.decode("utf-8-sig")
        registers.plain(text)
        found = [one for one in yaml.safe_load_all(text) if one is not None]
    except (UnicodeDecodeError, yaml.YAMLError, ValueError, RecursionError) as fault:
        told = str(fault) if type(fault) is ValueError else "Dosya okunamadı: UTF-8 YAML bekleniyor."
        raise Refused(told if told.startswith("Dosya") else "Dosya okunamadı: UTF-8 YAML bekleniyor.") from None
    if not all(isinstance(one, dict) for one in found):
        raise Refused("Dosyada «manufacturer» ve «model» yazmalı; topluluk kitaplığının biçimi beklenir.")
    return found


def _word(said: dict[str, Any], name: str, longest: int) -> str:
    value = said.get(name)
    return str(value).replace("\0", "").strip()[:longest] if isinstance(value, str | int | float) else ""


def _parts(said: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    for listed, sort in PARTS.items():
        rows = said.get(listed) or []
        if not isinstance(rows, list):
            raise Refused(f"«{listed}» bir liste olmalı.")
        for row in rows:
            name = _word(row, "name", 64) if isinstance(row, dict) else ""
            if not name or (sort, name) in seen:
                raise Refused(f"«{listed}» içinde adsız ya da yinelenen bir kapı var.")
            seen.add((sort, name))
            part: dict[str, Any] = {"sort": sort.value, "name": name, "kind": _word(row, "type", 50)}
            if row.get("mgmt_only") is True:
                part["manages"] = True
            if sort == PortSort.REAR:
                part["strands"] = _small(row.get("positions", 1), listed)
            if sort == PortSort.FRONT:
                part["behind"] = _word(row, "rear_port", 64)
                part["strand"] = _small(row.get("rear_port_position", 1), listed)
            found.append(part)
    if len(found) > MOST_PARTS:
        raise Refused(f"Bir modelin en çok {MOST_PARTS} kapısı olabilir.")
    held = {part["name"]: part["strands"] for part in found if part["sort"] == PortSort.REAR}
    fronts = [(part["behind"], part["strand"]) for part in found if part["sort"] == PortSort.FRONT]
    if any(strand > held.get(rear, 0) for rear, strand in fronts) or len(set(fronts)) != len(fronts):
        raise Refused("Ön kapıların «rear_port» ve «rear_port_position» değerleri arka kapılarla uyuşmuyor.")
    return found


def _small(value: Any, listed: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1024:
        raise Refused(f"«{listed}» içindeki damar sayısı 1 ile 1024 arasında olmalı.")
    return value
