"""Giving out: a cartridge to a printer, a part onto a device, anything to a unit; empties that come back."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import seats_of

from .. import access, queries
from ..lifecycle import HANDED_OUT
from ..models import EmptyReturn, Fit, Issue, PartLife, Printer, Purpose
from . import levels, printers
from .common import item_named, may, measured, tell, warehouse_named


@transaction.atomic
def hand_out(
    *,
    actor: Actor,
    warehouse: str,
    item: str,
    tag: str,
    quantity: Decimal | int = 1,
    user_id: int | None = None,
    pages: int | None = None,
    empties: Decimal | int = 0,
    note: str = "",
    reference: str = "",
) -> Issue:
    """Give a cartridge or a part for one printer. Of two who take the last one, the second is refused."""
    _works(actor)
    printer = queries.printer(actor, tag)
    thing = item_named(item)
    fit = Fit.objects.filter(model_id=printer.asset.model_id or 0, item_id=thing.pk, ended_on=None).first()
    if fit is None:
        fitting = queries.fitting(printer)
        known = ", ".join(one.item.name for one in fitting) or "henüz hiçbir malzeme yazılmamış"
        raise Refused(f"{thing.name} bu yazıcıya uymaz. {printer.asset.model or printer.asset.name} için: {known}.")
    if pages is not None:
        printers.read(tag, actor=actor, pages=pages)
        printer.refresh_from_db(fields=["pages", "read_on"])
    made = _give(
        actor,
        warehouse,
        thing,
        quantity,
        Purpose.PRINTER,
        unit_id=printer.asset.unit_id,
        user_id=user_id,
        asset=printer.asset,
        reason=f"{printer.asset.tag} {printer.asset.name} {note}".strip(),
        reference=reference,
        note=note,
        printer=printer,
        pages=pages,
    )
    _fitted(printer, fit, made, made.given_on, pages, actor)
    if empties:
        return_empties(made.pk, actor=actor, quantity=empties)
        made.refresh_from_db(fields=["returned"])
    return made


@transaction.atomic
def hand_to_unit(
    *,
    actor: Actor,
    warehouse: str,
    item: str,
    quantity: Decimal | int,
    unit_id: int | None = None,
    user_id: int | None = None,
    note: str = "",
    reference: str = "",
) -> Issue:
    """Give a consumable to a unit or to somebody in it."""
    _works(actor)
    unit_id = unit_id or (_unit_of(user_id) if user_id is not None else None)
    if unit_id is None:
        raise Refused("Malzemenin verildiği birimi ya da kişiyi seçin.")
    return _give(
        actor,
        warehouse,
        item_named(item),
        quantity,
        Purpose.UNIT,
        unit_id=unit_id,
        user_id=user_id,
        reason=note or "Birim ihtiyacı",
        reference=reference,
        note=note,
    )


@transaction.atomic
def spare_out(
    *,
    actor: Actor,
    warehouse: str,
    item: str,
    tag: str,
    quantity: Decimal | int = 1,
    reference: str = "",
    note: str = "",
) -> Issue:
    """Take a spare part out of stock onto a device that is repaired; a followed printer's part begins its life."""
    _works(actor)
    device = assets.find_by_tag(tag)
    if device is None:
        raise Refused(f"«{tag.strip()}» sicil numaralı bir taşınır yok.")
    if device.retired:
        raise Refused(f"{device.tag} kayıttan düşmüş ({device.state_label.lower()}); parça takılamaz.")
    thing = item_named(item)
    printer = Printer.objects.select_related("asset").filter(pk=device.id, left_on=None).first()
    fit = (
        Fit.objects.filter(model_id=device.model_id or 0, item_id=thing.pk, ended_on=None).first()
        if printer
        else None
    )
    made = _give(
        actor,
        warehouse,
        thing,
        quantity,
        Purpose.SPARE,
        unit_id=device.unit_id,
        user_id=device.holder_id,
        asset_id=device.id,
        reason=f"{reference} · {device.tag} {note}".strip(" ·"),
        reference=reference,
        note=note,
        printer=printer,
    )
    if printer is not None and fit is not None:
        _fitted(printer, fit, made, made.given_on, printer.pages, actor)
    return made


def _works(actor: Actor) -> None:
    if not actor.holds(access.WORK):
        raise Refused(f"«{access.WORK.label}» için yetkiniz yok.")


def _unit_of(user_id: int) -> int:
    seat = seats_of(user_id).order_by("acting_for_id", "since").first()
    if seat is None:
        raise Refused("Bu kişinin bugün bir görevi yok; kendisine malzeme verilemez.")
    return int(seat.unit_id)


def _give(
    actor: Actor,
    warehouse: str,
    thing: Any,
    quantity: Decimal | int,
    purpose: Purpose,
    *,
    unit_id: int,
    reason: str,
    user_id: int | None = None,
    asset: Any = None,
    asset_id: int | None = None,
    printer: Printer | None = None,
    pages: int | None = None,
    reference: str = "",
    note: str = "",
) -> Issue:
    store, count = warehouse_named(actor, warehouse), measured(quantity)
    number = assets.issue_stock(
        actor=actor,
        warehouse=store.code,
        item=thing.code,
        quantity=count,
        reason=reason[:500],
        unit_id=unit_id,
        user_id=user_id,
    )
    amount = -sum((row.amount for row in assets.posted(number)), Decimal(0))
    made = Issue.objects.create(
        number=number,
        purpose=purpose,
        given_on=localdate(),
        warehouse=store,
        item=thing,
        quantity=count,
        amount=amount,
        unit_id=unit_id,
        user_id=user_id,
        printer=printer,
        asset_id=asset.pk if asset is not None else asset_id,
        pages=pages if pages is not None else (printer.pages if printer else None),
        reference=reference.strip().upper()[:24],
        by_id=actor.user_id,
        note=note.strip()[:300],
    )
    if made.asset is not None:
        words = f"{number} · {count.normalize():f} × {thing.name}"
        tell(queries.ASSET_KIND, made.asset.tag, "supply", actor, store, words, access.WORK)
    level = queries.level_of(store.pk, thing.pk)
    if level is not None:
        levels.refresh(level)
    publish(HANDED_OUT, number=number)
    return made


def _fitted(printer: Printer, fit: Fit, made: Issue, on: dt.date, pages: int | None, actor: Actor) -> None:
    """The new one goes in, the old one of that place comes out. Several at once: one is in, the others wait."""
    at = pages if pages is not None else printer.pages
    printers.end_parts(printer, fit, on, at)
    PartLife.objects.create(printer=printer, fit=fit, issue=made, since=on, at_pages=at, by_id=actor.user_id)
    printers.wear_parts(printer)


@transaction.atomic
def fit_part(
    tag: str, *, actor: Actor, fit_id: int, since: dt.date | None = None, at_pages: int | None = None
) -> PartLife:
    """Write down a part that already sits in a printer, without taking one from stock."""
    _works(actor)
    printer = queries.printer(actor, tag)
    fit = next((one for one in queries.fitting(printer) if one.pk == fit_id), None)
    if fit is None:
        raise Refused("Bu yazıcı modeline uyan bir malzeme seçin.")
    day = since or localdate()
    if day > localdate():
        raise Refused("Takılma günü ileri bir gün olamaz.")
    if at_pages is not None and printer.pages is not None and at_pages > printer.pages:
        raise Refused(f"Takıldığındaki sayaç son sayaçtan ({printer.pages}) büyük olamaz.")
    printers.end_parts(printer, fit, day, at_pages)
    made = PartLife.objects.create(printer=printer, fit=fit, since=day, at_pages=at_pages, by_id=actor.user_id)
    tell(queries.ASSET_KIND, printer.asset.tag, "part_fitted", actor, None, fit.item.name, access.WORK)
    printers.wear_parts(printer)
    made.refresh_from_db()
    return made


@transaction.atomic
def return_empties(
    issue_id: int, *, actor: Actor, quantity: Decimal | int, returned_on: dt.date | None = None, note: str = ""
) -> EmptyReturn:
    """Empty cartridges came back; never more than were given."""
    _works(actor)
    queries.issue(actor, issue_id)
    made = Issue.objects.select_for_update(of=("self",)).select_related("warehouse", "item").get(pk=issue_id)
    may(actor, access.WORK, made.warehouse)
    count, day = measured(quantity), returned_on or localdate()
    if day > localdate() or day < made.given_on:
        raise Refused("Dönüş günü verildiği gün ile bugün arasında olmalı.")
    if count > made.empties_out:
        raise Refused(f"En çok {made.empties_out.normalize():f} boş dönebilir; {made.number} ile o kadar verilmiş.")
    made.returned += count
    made.save(update_fields=["returned"])
    return EmptyReturn.objects.create(
        issue=made, quantity=count, returned_on=day, by_id=actor.user_id, note=note.strip()[:200]
    )
