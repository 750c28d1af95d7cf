"""What a list may hold: our fields, the words their columns go by, and how a cell becomes a value."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from konak.foundation.db.turkish import fold
from konak.foundation.people.positions import Basis, Clearance, Position, UnitKind

from ...models.words import BodyKind, ImportKind
from .reading import FORMULA


@dataclass(frozen=True, slots=True)
class Field:
    """One field of ours. `words` are folded names of columns, the surest first."""

    name: str
    label: str
    words: tuple[str, ...]
    required: bool = False


UNIT_FIELDS = (
    Field("code", "Birim kodu", ("birim kodu", "kod", "code", "birim no")),
    Field("name", "Birim adı", ("birim adi", "birim", "ad", "adi", "name", "unvan"), True),
    Field("short_name", "Kısa ad", ("kisa ad", "kisa adi", "kisaltma", "short_name")),
    Field("kind", "Tür", ("tur", "turu", "birim turu", "kind", "tip"), True),
    Field(
        "parent",
        "Bağlı olduğu birim (kodu ya da adı)",
        ("ust birim kodu", "bagli oldugu birim", "ust birim", "ust birim adi", "ust kod", "parent", "bagli birim"),
    ),
    Field("detsis", "DETSİS no", ("detsis no", "detsis", "detsis numarasi")),
    Field("since", "Kuruluş", ("kurulus", "kurulus tarihi", "baslangic", "since")),
    Field("until", "Kapanış", ("kapanis", "kapanis tarihi", "bitis", "until")),
    Field("founding", "Kuruluş dayanağı", ("kurulus dayanagi", "dayanak", "karar", "founding")),
    Field("phone", "Telefon", ("telefon", "tel", "phone")),
    Field("email", "E-posta", ("e-posta", "eposta", "e posta", "email", "mail")),
    Field("address", "Yer", ("yer", "adres", "address")),
)
PEOPLE_FIELDS = (
    Field(
        "registry_number", "Sicil no", ("sicil no", "sicil", "sicil numarasi", "kurum sicil no", "registry_number")
    ),
    Field("username", "Kullanıcı adı", ("kullanici adi", "kullanici", "username", "hesap")),
    Field("first_name", "Adı", ("adi", "ad", "isim", "first_name"), True),
    Field("last_name", "Soyadı", ("soyadi", "soyad", "last_name")),
    Field("full_name", "Adı soyadı (tek sütunda)", ("adi soyadi", "ad soyad", "isim soyisim", "full_name")),
    Field("title", "Unvan", ("unvan", "unvani", "kadro unvani", "title")),
    Field("email", "E-posta", ("e-posta", "eposta", "e posta", "email", "mail")),
    Field("phone", "Telefon", ("telefon", "dahili", "tel", "phone")),
    Field("unit", "Birim (kodu ya da adı)", ("birim kodu", "birim", "birim adi", "gorev yeri", "unit")),
    Field("position", "Görev", ("gorev", "gorevi", "pozisyon", "position", "makam")),
    Field("since", "Başlangıç", ("baslangic", "baslama", "baslama tarihi", "gorev baslangic", "since")),
    Field("until", "Bitiş", ("bitis", "ayrilis", "bitis tarihi", "until")),
    Field("basis", "Görev şekli", ("gorev sekli", "atama sekli", "basis")),
    Field("document", "Dayandığı onay", ("dayandigi onay", "onay", "karar", "document")),
    Field("clearance", "Gizlilik yetkisi", ("gizlilik yetkisi", "gizlilik", "clearance")),
)
BODY_FIELDS = (
    Field("number", "DETSİS no", ("detsis no", "detsis", "no", "detsisno", "number"), True),
    Field("parent", "Üst birim no", ("ust birim no", "ust no", "ust detsis no", "ust birim", "parent")),
    Field("name", "Ad", ("ad", "adi", "birim adi", "kurum adi", "name"), True),
    Field("kind", "Tür", ("tur", "turu", "kind")),
    Field("province", "İl", ("il", "province")),
    Field("district", "İlçe", ("ilce", "district")),
    Field("kep", "KEP adresi", ("kep", "kep adresi")),
    Field("active", "Etkin", ("etkin", "aktif", "durum", "active")),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    ImportKind.UNITS: UNIT_FIELDS,
    ImportKind.PEOPLE: PEOPLE_FIELDS,
    ImportKind.BODIES: BODY_FIELDS,
}
_SIGNS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    return _SIGNS.sub(" ", fold(text)).strip()


def guess(kind: str, head: Sequence[str]) -> dict[str, str]:
    """Which column each field is read from: the same word first, then one that begins with it."""
    columns = [plain(title) for title in head]
    found: dict[str, str] = {}
    taken: set[int] = set()
    for exact in (True, False):
        for one in FIELDS[kind]:
            if one.name in found:
                continue
            for word in map(plain, one.words):
                place = next(
                    (
                        at
                        for at, column in enumerate(columns)
                        if at not in taken and column and (column == word if exact else column.startswith(word + " "))
                    ),
                    None,
                )
                if place is not None:
                    found[one.name] = head[place]
                    taken.add(place)
                    break
    return found


class Wrong(Exception):
    """A cell that cannot be read, in words."""


def _by_label(choices: Sequence[tuple[object, object]], more: Mapping[str, object]) -> dict[str, object]:
    words = {plain(str(label)): value for value, label in choices} | {
        plain(str(value)): value for value, _ in choices
    }
    return words | dict(more)


KINDS = _by_label(
    UnitKind.choices,
    {
        "daire": UnitKind.DEPARTMENT.value,
        "daire baskanligi": UnitKind.DEPARTMENT.value,
        "sube": UnitKind.BRANCH.value,
        "sube mudurlugu": UnitKind.BRANCH.value,
        "buro": UnitKind.BUREAU.value,
        "genel sekreterlik": UnitKind.EXECUTIVE.value,
        "baskanlik": UnitKind.EXECUTIVE.value,
        "buyuksehir belediyesi": UnitKind.MUNICIPALITY.value,
    },
)
POSITIONS = _by_label(
    Position.choices,
    {
        "mudur": Position.DIRECTOR.value,
        "memur": Position.STAFF.value,
        "isci": Position.STAFF.value,
        "sozlesmeli": Position.STAFF.value,
        "servis sefi": Position.CHIEF.value,
        "baskan": Position.MAYOR.value,
        "muhendis": Position.EXPERT.value,
    },
)
BASES = _by_label(
    Basis.choices,
    {"asil": "permanent", "vekalet": "acting", "vekil": "acting", "tedvir": "interim", "gorevlendirme": "assigned"},
)
CLEARANCES = _by_label(Clearance.choices, {})
BODIES = _by_label(BodyKind.choices, {"valilik": "governorship", "kaymakamlik": "governorship"})
_NO = {"hayir", "pasif", "0", "yok", "false", "kapali"}


def day(text: str) -> dt.date | None:
    """21.11.2026, 21/11/2026 or 2026-11-21."""
    text = text.strip()
    if not text:
        return None
    for form in ("%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y"):
        try:
            found = dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
        if not 1920 <= found.year <= 2200:
            raise Wrong(f"«{text}» olası bir tarih değil.")
        return found
    raise Wrong(f"«{text}» bir tarih değil; 21.11.2026 gibi yazın.")


def word(text: str, known: Mapping[str, object], what: str, default: object) -> object:
    if not text.strip():
        return default
    try:
        return known[plain(text)]
    except KeyError:
        raise Wrong(f"«{text}» bilinen bir {what} değil.") from None


def yes(text: str) -> bool:
    return plain(text) not in _NO


@dataclass(slots=True)
class Row:
    """A row of the list as it was understood, and what would come of it."""

    line: int
    cells: dict[str, str]
    label: str = ""
    verdict: str = "same"
    errors: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def wrong(self, words: str) -> None:
        self.verdict = "error"
        self.errors.append(words)


def rows_of(
    kind: str, head: Sequence[str], rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, str]
) -> list[Row]:
    """Rows by our fields; a column that is no longer in the file reads as empty."""
    places = {name: head.index(column) for name, column in columns.items() if column and column in head}
    found = []
    for line, cells in rows:
        row = Row(line, {name: cells[place] if place < len(cells) else "" for name, place in places.items()})
        for name, cell in row.cells.items():
            if cell == FORMULA:
                label = next(one.label for one in FIELDS[kind] if one.name == name)
                row.wrong(f"{label}: hücrede sonucu kayıtlı olmayan bir formül var; değer olarak yapıştırın.")
                row.cells[name] = ""
        found.append(row)
    return found


def missing(kind: str, columns: Mapping[str, str]) -> list[str]:
    """Labels of required fields that no column is matched with."""
    need = [one for one in FIELDS[kind] if one.required and not columns.get(one.name)]
    if kind == ImportKind.PEOPLE and columns.get("full_name"):
        need = [one for one in need if one.name != "first_name"]
    return [one.label for one in need]
