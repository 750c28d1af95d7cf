"""Counting: labels read by a device, quantities written by hand, and what is not on the books."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..lifecycle import State
from ..models import Condition, CountLine, Finding, Scan, Stocktake

MOST_SCANS = 1_000
AHEAD = dt.timedelta(minutes=10)
"""So far may the clock of a device be ahead of ours; what is later is taken as now."""


@dataclass(frozen=True, slots=True)
class Read:
    """One label as a device read it. `key` is the device's own: sent twice it counts once."""

    key: uuid.UUID
    text: str
    at: dt.datetime
    place: str = ""
    condition: str = Condition.GOOD


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a delivery."""

    taken: int
    known: int
    unknown: tuple[str, ...]
    repeated: int


def _counting(number: str, actor: Actor) -> Stocktake:
    """The stocktake while it is counted, locked; `DoesNotExist` out of reach."""
    stocktake: Stocktake = Stocktake.objects.select_for_update(of=("self",)).get(case__number=number)
    if not actor.reach(access.VIEW).covers(stocktake.case):
        raise Stocktake.DoesNotExist
    if not actor.reach(access.COUNT).covers(stocktake.case):
        raise Refused("Sayım yapmak için yetkiniz yok.")
    if objection := lifecycle.counts(stocktake, actor):
        raise Refused(objection)
    if stocktake.case.state != State.COUNTING:
        raise Refused("Bu sayım şu anda sayım aşamasında değil; sayılanlar değiştirilmez.")
    return stocktake


@transaction.atomic
def receive_scans(number: str, *, actor: Actor, reads: Sequence[Read]) -> Received:
    """Take what a device read, in the order in which it was read; what came before is passed over."""
    stocktake = _counting(number, actor)
    if len(reads) > MOST_SCANS:
        raise Refused(f"Bir gönderimde en çok {MOST_SCANS} okutma olur; cihaz kalanını sonra gönderir.")
    had = set(stocktake.scans.filter(key__in=[one.key for one in reads]).values_list("key", flat=True))
    texts = {tag_in(one.text) for one in reads}
    read_keys = {_serial_key(text) for text in texts} - {""}
    # only what was read is looked for: a delivery costs the same in a warehouse of twenty thousand things
    meant = stocktake.lines.filter(Q(asset__tag__in=texts) | Q(asset__serial_key__in=read_keys))
    found_lines = [(line, line.asset) for line in meant.select_related("asset") if line.asset is not None]
    lines = {asset.tag: line for line, asset in found_lines}
    # two things of one serial (of other makers): neither is found by it
    keys = Counter(asset.serial_key for _, asset in found_lines)
    serials = {asset.serial_key: line for line, asset in found_lines if keys[asset.serial_key] == 1}
    taken: list[Scan] = []
    known, unknown = 0, []
    changed: dict[int, CountLine] = {}
    limit = now() + AHEAD
    for one in sorted(reads, key=lambda read: read.at):
        text = tag_in(one.text)
        if one.key in had or not text:
            continue
        had.add(one.key)
        at = one.at if one.at <= limit else now()
        condition = one.condition if one.condition in Condition.values else Condition.GOOD
        found = lines.get(text) or serials.get(_serial_key(text))
        taken.append(
            Scan(
                stocktake=stocktake,
                key=one.key,
                text=text,
                place=one.place.strip()[:120],
                condition=condition,
                by_id=actor.user_id,
                at=at,
                known=found is not None,
            )
        )
        if found is None:
            unknown.append(text)
            continue
        known += 1
        found.counted, found.counted_at, found.counted_by_id = Decimal(1), at, actor.user_id
        found.condition, found.place = condition, one.place.strip()[:120] or found.place
        changed[found.pk] = found
    Scan.objects.bulk_create(taken)
    CountLine.objects.bulk_update(
        changed.values(), ["counted", "counted_at", "counted_by", "condition", "place"], batch_size=500
    )
    for scan in taken:
        if not scan.known:
            Finding.objects.get_or_create(
                stocktake=stocktake,
                label=scan.text,
                defaults={"place": scan.place, "found_by_id": actor.user_id, "at": scan.at},
            )
    return Received(len(taken), known, tuple(dict.fromkeys(unknown)), len(reads) - len(taken))


def tag_in(text: str) -> str:
    """The number on a label, whether the label holds it alone or in an address."""
    return text.replace("\0", "").strip().rstrip("/").rsplit("/", 1)[-1].strip()[:120]


def _serial_key(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


@transaction.atomic
def count(
    number: str,
    line_id: int,
    *,
    actor: Actor,
    quantity: Decimal | int,
    condition: str = Condition.GOOD,
    place: str = "",
    note: str = "",
) -> CountLine:
    """Write down what was found of one line; a thing is there (1) or not (0)."""
    stocktake = _counting(number, actor)
    line = stocktake.lines.select_for_update().get(pk=line_id)
    quantity = Decimal(quantity)
    if quantity < 0:
        raise Refused("Sayılan miktar eksi olamaz.")
    if line.asset_id is not None and quantity not in (0, 1):
        raise Refused("Tek tek kayıtlı taşınır ya vardır ya yoktur; 1 ya da 0 yazın.")
    if quantity != line.expected and not note.strip() and line.asset_id is None:
        raise Refused("Kayıttan farklı saydınız; nedenini ya da nerede eksildiğini not olarak yazın.")
    line.counted, line.counted_at, line.counted_by_id = quantity, now(), actor.user_id
    line.condition = condition if condition in Condition.values and quantity else ""
    line.place, line.note = place.strip()[:120], note.strip()[:300]
    line.save()
    return line


@transaction.atomic
def count_rest_missing(number: str, *, actor: Actor) -> int:
    """Everything not seen yet is missing: the last act of a count, asked for once in words. Returns how many."""
    stocktake = _counting(number, actor)
    return int(stocktake.lines.filter(counted=None).update(counted=0, counted_at=now(), counted_by_id=actor.user_id))


@transaction.atomic
def add_finding(
    number: str,
    *,
    actor: Actor,
    name: str,
    item_id: int | None,
    quantity: Decimal | int = 1,
    value: Decimal = Decimal(0),
    label: str = "",
    serial: str = "",
    place: str = "",
    note: str = "",
) -> Finding:
    """Write down a thing that is on no book of this warehouse."""
    stocktake = _counting(number, actor)
    finding = Finding(stocktake=stocktake, label=tag_in(label), found_by_id=actor.user_id, at=now())
    return _write(finding, name, item_id, quantity, value, serial, place, note)


@transaction.atomic
def edit_finding(
    number: str,
    finding_id: int,
    *,
    actor: Actor,
    name: str,
    item_id: int | None,
    quantity: Decimal | int = 1,
    value: Decimal = Decimal(0),
    serial: str = "",
    place: str = "",
    note: str = "",
) -> Finding:
    """Give a finding its code and the value the commission appraised."""
    finding = _counting(number, actor).findings.select_for_update().get(pk=finding_id)
    return _write(finding, name, item_id, quantity, value, serial, place, note)


def _write(
    finding: Finding,
    name: str,
    item_id: int | None,
    quantity: Decimal | int,
    value: Decimal,
    serial: str,
    place: str,
    note: str,
) -> Finding:
    finding.name, finding.item_id = name.strip(), item_id
    finding.quantity, finding.value = Decimal(quantity), Decimal(value)
    finding.serial, finding.place, finding.note = serial.strip(), place.strip(), note.strip()
    if not finding.name:
        raise Refused("Bulunan taşınırın adını yazın.")
    if finding.quantity <= 0 or finding.value < 0:
        raise Refused("Miktar sıfırdan büyük olmalı, değer eksi olamaz.")
    try:
        with transaction.atomic():
            finding.save()
    except IntegrityError:
        raise Refused("Bu etiket sayımda zaten kayıtsız olarak yazılmış ya da taşınır kodu geçersiz.") from None
    return finding


@transaction.atomic
def drop_finding(number: str, finding_id: int, *, actor: Actor) -> None:
    """It belongs to somebody else, or was a slip of the finger; the scan itself stays."""
    _counting(number, actor).findings.get(pk=finding_id).delete()
