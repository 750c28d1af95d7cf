"""A table of things: read and judged row by row, then taken in wholly or not at all, by COPY."""

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import IO, Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now
from procrastinate.contrib.django import app

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.db import fetch
from konak.foundation.db.copying import copy_rows, draw_keys, learn_size
from konak.foundation.db.turkish import fold
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob, store
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.numbering.services import next_block
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day
from konak.governance.organization.public import FORMULA, Table, read_table

from .. import access, lifecycle
from ..models import (
    Asset,
    AssetImport,
    AssetState,
    Custody,
    CustodyState,
    ImportState,
    Item,
    Kind,
    LineAsset,
    Model,
    Place,
    Receipt,
    ReceiptLine,
    Warehouse,
)
from . import common, posting, receipts, topics
from .catalogue import columns
from .custody import SLIPS
from .numbers import next_tags, note_tags

EARLIEST = dt.date(1980, 1, 1)
MOST_FAULTS = 500
SHOWN = 20
KINDS = frozenset({"csv", "txt", "xlsx"})
LIMIT = 60 * 1024 * 1024
HEADS = {
    "tag": ("sicil no", "sicil numarasi", "tag", "demirbas no"),
    "code": ("kod", "tasinir kodu", "code"),
    "name": ("ad", "adi", "tasinir adi", "name"),
    "maker": ("marka", "uretici", "maker"),
    "model": ("model",),
    "serial": ("seri no", "seri numarasi", "serial"),
    "acquired_on": ("giris tarihi", "edinme tarihi", "acquired on"),
    "warranty_until": ("garanti sonu", "garanti bitis", "garanti bitisi"),
    "cost": ("deger", "tutar", "bedel", "kayitli deger", "fiyat", "cost"),
    "holder": ("zimmetli", "kullanici adi", "personel sicil", "holder"),
    "place": ("yer kodu", "yer", "place"),
    "supplier": ("tedarikci", "firma", "supplier"),
    "purchase_ref": ("alim", "fatura", "fatura no", "purchase ref"),
    "funding": ("finansman", "butce", "funding"),
    "hostname": ("agdaki adi", "bilgisayar adi", "hostname"),
}
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(slots=True)
class Coming:
    """One row that is in order."""

    line: int
    item: Item
    tag: str
    name: str
    maker: str
    model: str
    serial: str
    acquired_on: dt.date
    warranty_until: dt.date | None
    cost: Decimal
    holder_id: int | None
    place_id: int | None
    more: dict[str, str]
    model_key: str
    """By which its maker's model is found; empty where none was named."""
    serial_key: str


@dataclass(slots=True)
class Read:
    coming: list[Coming]
    faults: list[tuple[int, str]]
    """Line and what is wrong with it."""
    rows: int
    shown: list[list[str]]


@transaction.atomic
def read(*, actor: Actor, warehouse_id: int, content: IO[bytes], name: str) -> AssetImport:
    """Read a table of things for a warehouse and judge every row; nothing is registered yet."""
    warehouse = receipts.open_warehouse(warehouse_id)
    if objection := warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    stored = store(
        actor=actor,
        content=content,
        name=name,
        allow=KINDS,
        limit_bytes=LIMIT,
        unit_id=warehouse.unit_id,
        purpose="assets.import",
    )
    found = judge(stored)
    return AssetImport.objects.create(
        unit_id=warehouse.unit_id,
        warehouse=warehouse,
        file=stored,
        by_id=actor.user_id,
        rows=found.rows,
        faulty=len({line for line, _ in found.faults}),
        faults=[[line, words] for line, words in found.faults[:MOST_FAULTS]],
        shown=found.shown,
    )


@transaction.atomic
def drop(import_id: int, *, actor: Actor) -> AssetImport:
    row = _mine(import_id, actor)
    row.state = ImportState.DROPPED
    row.save(update_fields=["state"])
    return row


def _mine(import_id: int, actor: Actor) -> AssetImport:
    row = AssetImport.objects.select_for_update(of=("self",)).select_related("file", "warehouse").get(pk=import_id)
    if objection := row.warehouse.keeper_objection(actor.user_id):
        raise Refused(objection)
    if row.state != ImportState.READ:
        raise Refused("Bu aktarım zaten sonuçlandı.")
    return row


@transaction.atomic
def take_in(import_id: int, *, actor: Actor) -> Receipt:
    """Everything in the table, under one opening receipt; one faulty row and nothing is taken."""
    row = _mine(import_id, actor)
    found = judge(row.file)
    if found.faults:
        line, words = found.faults[0]
        count = len({one for one, _ in found.faults})
        raise Refused(f"{count} satırda hata var, hiçbir satır alınmadı. İlki {line}. satır: {words}.")
    warehouse = receipts.open_warehouse(row.warehouse_id)
    receipt = _register(found.coming, warehouse, actor, row.file.name)
    row.state, row.receipt, row.rows = ImportState.TAKEN, receipt, len(found.coming)
    row.save()
    return receipt


def judge(stored: StoredFile) -> Read:
    """Read a stored table and say what is wrong with it, row by row."""
    with open_blob(stored) as content:
        table = read_table(content, stored.name)
    places = columns(table.head, HEADS)
    if missing := {"code", "acquired_on"} - set(places):
        words = {"code": "«kod»", "acquired_on": "«giriş tarihi»"}
        raise Refused(f"Tabloda {', '.join(sorted(words[one] for one in missing))} başlığı bulunamadı.")
    judge_ = _Judge(table, places)
    return judge_.result()


class _Judge:
    """One pass over the rows with everything they name fetched beforehand."""

    def __init__(self, table: Table, places: Mapping[str, int]) -> None:
        self.table, self.places = table, places
        self.items = {one.code: one for one in Item.objects.filter(active=True, bookable=True)}
        self.spots = dict(Place.objects.filter(active=True).values_list("code", "pk"))
        self.people = self._people()
        self.today = localdate()
        self.faults: list[tuple[int, str]] = []
        self.width = len(table.head)
        # a column the table lacks is read from the empty cell behind the last
        self.cells_of = itemgetter(*(places.get(name, self.width) for name in HEADS))

    def _people(self) -> dict[str, int]:
        working = set(Appointment.objects.filter(on_day()).values_list("user_id", flat=True))
        found: dict[str, int] = {}
        for key, username, number in User.objects.filter(is_active=True, pk__in=working).values_list(
            "pk", "username", "registry_number"
        ):
            found[username] = key
            if number:
                found[number] = key
        return found

    def result(self) -> Read:
        coming = [one for line, cells in self.table.rows if (one := self._row(line, cells)) is not None]
        self._twice(coming, lambda one: one.tag, "sicil no")
        self._twice(coming, lambda one: one.serial_key and (one.model_key, one.serial_key), "seri no")
        self._known_tags(coming)
        self._known_serials(coming)
        self.faults.sort()
        shown = [self.table.head[:16]] + [cells[:16] for _, cells in self.table.rows[:SHOWN]]
        return Read(coming, self.faults, len(self.table.rows), shown)

    def _row(self, line: int, cells: list[str]) -> Coming | None:
        row = cells if len(cells) == self.width else (cells + [""] * self.width)[: self.width]
        said = dict(zip(HEADS, map(str.strip, self.cells_of([*row, ""])), strict=True))
        before = len(self.faults)
        if FORMULA in cells:
            self._wrong(line, "hücrede sonucu kaydedilmemiş formül var")
        code = said["code"]
        item = self.items.get(code)
        if item is None:
            self._wrong(line, f"«{code}» işlem gören bir taşınır kodu değil")
        elif not item.durable:
            self._wrong(line, f"{code} tüketim malzemesi; sicille kaydedilmez")
        acquired = self._day(line, said["acquired_on"], "giriş tarihi")
        if acquired is None and not said["acquired_on"]:
            self._wrong(line, "giriş tarihi boş")
        if acquired is not None and acquired > self.today:
            self._wrong(line, f"giriş tarihi {acquired:%d.%m.%Y} gelecekte")
        warranty = self._day(line, said["warranty_until"], "garanti sonu")
        if warranty and acquired and warranty < acquired - dt.timedelta(365):
            self._wrong(line, f"garanti sonu {warranty:%d.%m.%Y}, girişten ({acquired:%d.%m.%Y}) önce")
        cost = self._money(line, said["cost"])
        tag = said["tag"]
        if tag and item and acquired and _number_of(tag, item, acquired.year) is None:
            self._wrong(
                line, f"sicil no {tag}, kod ve giriş yılıyla uyuşmuyor ({item.code}.{acquired.year % 100:02}.…)"
            )
        holder = self._one(line, said["holder"], self.people, "görevde böyle bir personel yok")
        place = self._one(line, said["place"], self.spots, "böyle bir yer kodu yok")
        if len(self.faults) > before or item is None or acquired is None:
            return None
        more = {
            "supplier": said["supplier"][:200],
            "purchase_ref": said["purchase_ref"][:80],
            "funding": said["funding"][:80],
            "hostname": said["hostname"][:120],
        }
        name, serial = said["name"][:200] or item.name, said["serial"][:80]
        return Coming(
            line,
            item,
            tag,
            name,
            said["maker"],
            said["model"],
            serial,
            acquired,
            warranty,
            cost,
            holder,
            place,
            more,
            _key_of(said["maker"], said["model"]),
            common.serial_key(serial) if serial else "",
        )

    def _wrong(self, line: int, words: str) -> None:
        self.faults.append((line, words))

    def _one(self, line: int, text: str, known: Mapping[str, int], words: str) -> int | None:
        if not text:
            return None
        found = known.get(text) or known.get(text.lower())
        if found is None:
            self._wrong(line, f"«{text}»: {words}")
        return found

    def _day(self, line: int, text: str, words: str) -> dt.date | None:
        if not text:
            return None
        try:
            day = (
                dt.date(int(turkish[3]), int(turkish[2]), int(turkish[1]))
                if (turkish := _DATE.fullmatch(text))
                else dt.date.fromisoformat(text[:10])
            )
        except ValueError:
            self._wrong(line, f"{words} «{text}» bir gün değil")
            return None
        if day < EARLIEST or day.year > self.today.year + 30:
            self._wrong(line, f"{words} {day:%d.%m.%Y} olamaz")
            return None
        return day

    def _money(self, line: int, text: str) -> Decimal:
        plain = text.replace("₺", "").replace("TL", "").replace(" ", "").replace("\xa0", "")
        if "," in plain:
            plain = plain.replace(".", "").replace(",", ".")
        try:
            cost = Decimal(plain or "0")
        except InvalidOperation:
            self._wrong(line, f"değer «{text}» bir tutar değil")
            return Decimal(0)
        if not cost.is_finite() or cost < 0 or cost >= Decimal(10) ** 12:
            self._wrong(line, f"değer «{text}» olamaz")
            return Decimal(0)
        return common.money(cost)

    def _twice(self, coming: list[Coming], key: Callable[[Coming], Any], words: str) -> None:
        first: dict[Any, int] = {}
        for one in coming:
            value = key(one)
            if not value:
                continue
            if value in first:
                self._wrong(one.line, f"aynı {words} {first[value]}. satırda da var")
            else:
                first[value] = one.line

    def _known_tags(self, coming: list[Coming]) -> None:
        tags = {one.tag: one for one in coming if one.tag}
        for tag in Asset.objects.filter(tag__in=list(tags)).values_list("tag", flat=True):
            self._wrong(tags[tag].line, f"sicil no {tag} zaten kayıtlı")

    def _known_serials(self, coming: list[Coming]) -> None:
        wanted = {(one.model_key, one.serial_key): one for one in coming if one.serial_key}
        found = fetch("assets/known_serials", keys=sorted({key for _, key in wanted}))
        rows = Asset.objects.filter(pk__in=[one.id for one in found])
        rows = rows.select_related("model", "holder", "warehouse", "place")
        for asset in rows.iterator(chunk_size=2_000):
            one = wanted.get((asset.model.folded if asset.model else "", asset.serial_key))
            if one is not None:
                self._wrong(one.line, f"seri no {asset.serial} zaten kayıtlı: {asset.tag}, {posting.where(asset)}")


@functools.lru_cache(maxsize=4096)
def _key_of(maker: str, name: str) -> str:
    """A table names few models in many rows, and each is asked for several times."""
    maker, name = " ".join(maker.split())[:80], " ".join(name.split())[:120]
    if not maker and not name:
        return ""
    return fold(f"{maker or 'Bilinmeyen'} {name}").strip()[:240]


def _number_of(tag: str, item: Item, year: int) -> int | None:
    """The sequence in a number that follows the scheme of its code and year."""
    head = f"{item.code}.{year % 100:02}."
    rest = tag.removeprefix(head)
    return int(rest) if rest != tag and rest.isdecimal() and 0 < len(rest) <= 7 and int(rest) > 0 else None


def _register(coming: list[Coming], warehouse: Warehouse, actor: Actor, source: str) -> Receipt:
    receipt = Receipt(
        warehouse=warehouse,
        kind=Kind.OPENING,
        dated=localdate(),
        counterpart="Önceki kayıtlar",
        basis=source[:120],
        why=f"{len(coming)} taşınır tablodan aktarıldı",
    )
    open_case(
        receipt,
        actor=actor,
        permission=access.KEEP,
        unit_id=warehouse.unit_id,
        subject=f"Açılış (devir) · {warehouse.name} · {len(coming)} taşınır",
        assignee_id=actor.user_id,
    )
    models = _models(coming)
    _give_tags(coming)
    units = _units({one.holder_id for one in coming if one.holder_id is not None})
    keys = draw_keys(Asset, len(coming))
    copy_rows(Asset, (_as_row(one, key, models, units, warehouse) for one, key in zip(coming, keys, strict=True)))
    lines = _lines(receipt, coming)
    copy_rows(
        LineAsset,
        ({"line": lines[one.item.pk], "asset": key} for one, key in zip(coming, keys, strict=True)),
    )
    _custody(coming, keys, units, actor)
    learn_size(Asset, LineAsset)
    with take(lifecycle.RECORD, Receipt, receipt.case.number, actor) as taken:
        taken.prepared_by_id = actor.user_id
        posting.post(taken, actor)
        taken.case.assignee_id = warehouse.controller_id
    app.configure_task("assets.index_receipt").defer(number=taken.case.number)
    return taken


def _models(coming: list[Coming]) -> dict[str, Model]:
    """Every maker's model the table names, made where it is new."""
    named = {one.model_key: one for one in coming if one.model_key}
    known = {row.folded: row for row in Model.objects.filter(folded__in=list(named))}
    for key, one in named.items():
        if key not in known:
            found = common.find_model(one.maker, one.model)
            assert found is not None
            known[key] = found
    return known


def _give_tags(coming: list[Coming]) -> None:
    """What came without a number gets the next ones of its code and year; those that came with one are behind."""
    groups: dict[tuple[int, int], list[Coming]] = defaultdict(list)
    for one in coming:
        groups[one.item.pk, one.acquired_on.year].append(one)
    for (_, year), rows in sorted(groups.items()):
        item = rows[0].item
        taken = [number for one in rows if one.tag and (number := _number_of(one.tag, item, year)) is not None]
        if taken:
            note_tags(item, year, max(taken))
        bare = [one for one in rows if not one.tag]
        if bare:
            for one, tag in zip(bare, next_tags(item, year, len(bare)), strict=True):
                one.tag = tag


def _units(people: set[int]) -> dict[int, int]:
    seats = Appointment.objects.filter(on_day(), user_id__in=people).order_by("user_id", "-acting_for_id", "-since")
    return dict(seats.values_list("user_id", "unit_id"))


def _as_row(
    one: Coming, key: int, models: Mapping[str, Model], units: Mapping[int, int], warehouse: Warehouse
) -> dict[str, Any]:
    model = models.get(one.model_key)
    words = (one.tag, one.name, str(model or ""), one.serial, one.more["hostname"], one.more["purchase_ref"])
    held = one.holder_id is not None
    return {
        "id": key,
        "unit": units[one.holder_id] if one.holder_id is not None else warehouse.unit_id,
        "assignee": None,
        "secrecy": 0,
        "tag": one.tag,
        "item": one.item.pk,
        "name": one.name,
        "model": model.pk if model else None,
        "serial": one.serial,
        "serial_key": one.serial_key,
        "state": AssetState.USED if held else AssetState.STORED,
        "warehouse": warehouse.pk,
        "holder": one.holder_id,
        "place": one.place_id or (None if held else warehouse.place_id),
        "parent": None,
        "cost": one.cost,
        "acquired_on": one.acquired_on,
        "warranty_until": one.warranty_until,
        "supplier": one.more["supplier"],
        "purchase_ref": one.more["purchase_ref"],
        "funding": one.more["funding"],
        "hostname": one.more["hostname"],
        "folded": fold(" ".join(part for part in (*words, one.more["supplier"]) if part)),
    }


def _lines(receipt: Receipt, coming: list[Coming]) -> dict[int, int]:
    """One line a code: so many, so much. Returns the line of each code."""
    counts: dict[int, tuple[Item, int, Decimal]] = {}
    for one in coming:
        item, count, amount = counts.get(one.item.pk, (one.item, 0, Decimal(0)))
        counts[one.item.pk] = (item, count + 1, amount + one.cost)
    made = {}
    for place, (item, count, amount) in enumerate(sorted(counts.values(), key=lambda row: row[0].code), 1):
        line = ReceiptLine.objects.create(
            receipt=receipt, place=place, item=item, quantity=Decimal(count), amount=amount
        )
        made[item.pk] = line.pk
    return made


def _custody(coming: list[Coming], keys: list[int], units: Mapping[int, int], actor: Actor) -> None:
    """What somebody holds already is offered to him: he confirms it on screen."""
    held = [(one, key) for one, key in zip(coming, keys, strict=True) if one.holder_id is not None]
    if not held:
        return
    year, holders = localdate().year, sorted({one.holder_id for one, _ in held if one.holder_id is not None})
    numbers = next_block(SLIPS, year, len(holders))
    slips = {holder: f"{SLIPS}-{year}-{number:05}" for holder, number in zip(holders, numbers, strict=True)}
    at = now()
    copy_rows(
        Custody,
        (
            {
                "asset": key,
                "holder": one.holder_id,
                "place": None,
                "unit": units[one.holder_id],  # type: ignore[index]
                "slip": slips[one.holder_id],  # type: ignore[index]
                "state": CustodyState.OFFERED,
                "given_by": actor.user_id,
                "offered_at": at,
                "accepted_at": None,
                "ended_at": None,
                "ended_by": None,
                "due_back_on": None,
                "why": "Kayıt aktarımı",
            }
            for one, key in held
        ),
    )
    tell_all(
        [
            Notice(
                tuple(slips),
                topics.OFFERED,
                "Üzerinizde görünen taşınırlar kabulünüzü bekliyor",
                "Kayıtlar aktarıldı. Üzerinizdekileri «Zimmetlerim» sayfasından onaylayın ya da itiraz edin.",
                reverse("assets:mine"),
                actor_id=actor.user_id,
            )
        ]
    )
