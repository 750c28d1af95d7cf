"""A table of things is judged row by row: what is in order comes out whole, of the rest the line and the reason."""

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from operator import itemgetter
from typing import Any

from django.utils.timezone import localdate

from konak.foundation.db import fetch
from konak.foundation.db.turkish import fold
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day
from konak.governance.organization.public import FORMULA, Table, read_table

from ..models import (
    Asset,
    Item,
    Place,
)
from . import common, posting
from .catalogue import columns

EARLIEST = dt.date(1980, 1, 1)
SHOWN = 20
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
        if tag and item and acquired and number_of(tag, item, acquired.year) is None:
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
            key_of(said["maker"], said["model"]),
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
def key_of(maker: str, name: str) -> str:
    """A table names few models in many rows, and each is asked for several times."""
    maker, name = " ".join(maker.split())[:80], " ".join(name.split())[:120]
    if not maker and not name:
        return ""
    return fold(f"{maker or 'Bilinmeyen'} {name}").strip()[:240]


def number_of(tag: str, item: Item, year: int) -> int | None:
    """The sequence in a number that follows the scheme of its code and year."""
    head = f"{item.code}.{year % 100:02}."
    rest = tag.removeprefix(head)
    return int(rest) if rest != tag and rest.isdecimal() and 0 < len(rest) <= 7 and int(rest) > 0 else None
