"""A list of systems out of a file: looked at row by row, then written whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.files.models import StoredFile
from konak.foundation.files.queries import open_blob
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.governance.organization import public as organization

from .. import access, queries
from ..models import Criticality, DataClass, InformationSystem, Made, Runs, SignIn, SystemKind, SystemState
from .keeping import code_of, fill, index_system, may_keep, tell

PURPOSE = "systems.import"
KINDS = ("csv", "txt", "xlsx")
COLUMNS: dict[str, tuple[str, tuple[str, ...]]] = {
    "code": ("Kod", ("kod", "kisa ad")),
    "name": ("Ad", ("ad", "adi", "sistem", "sistem adi")),
    "about": ("Açıklama", ("aciklama", "ne ise yarar", "amac")),
    "kind": ("Tür", ("tur",)),
    "state": ("Durum", ("durum",)),
    "unit": ("Birim", ("birim", "sahibi birim", "sahip birim")),
    "assignee": ("Sorumlu", ("sorumlu", "sorumlu kisi")),
    "substitute": ("Yedeği", ("yedegi", "yedek kisi")),
    "criticality": ("Kritiklik", ("kritiklik",)),
    "rto_hours": ("RTO, saat", ("rto saat", "rto")),
    "rpo_hours": ("RPO, saat", ("rpo saat", "rpo")),
    "data_class": ("Veri sınıfı", ("veri sinifi",)),
    "runs": ("Nerede çalışır", ("nerede calisir",)),
    "made": ("Nasıl edinildi", ("nasil edinildi",)),
    "supplier": ("Tedarikçi", ("tedarikci",)),
    "sign_in": ("Oturum", ("oturum", "oturum acma yolu")),
    "backup": ("Yedekleme", ("yedekleme",)),
    "log_source": ("İz kaydı", ("iz kaydi",)),
}
CHOICES: dict[str, Any] = {
    "kind": SystemKind,
    "state": SystemState,
    "criticality": Criticality,
    "data_class": DataClass,
    "runs": Runs,
    "made": Made,
    "sign_in": SignIn,
}


@dataclass(slots=True)
class Row:
    """One line of the file: what it says, what would come of it, what is wrong with it."""

    line: int
    code: str
    cells: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    known: bool = False

    @property
    def verdict(self) -> str:
        if self.errors:
            return "error"
        return ("changed" if self.changes else "same") if self.known else "new"


@dataclass(slots=True)
class Looked:
    rows: list[Row]
    notes: list[str]
    unread: list[str]

    @property
    def counts(self) -> dict[str, int]:
        return {name: sum(row.verdict == name for row in self.rows) for name in ("error", "new", "changed", "same")}

    @property
    def ready(self) -> bool:
        counts = self.counts
        return not counts["error"] and bool(counts["new"] or counts["changed"])


def _may(actor: Actor) -> None:
    if not actor.holds(access.KEEP):
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")


@transaction.atomic
def hand_in(*, actor: Actor, file: Any) -> StoredFile:
    """Keep the file; nothing is written yet. A file that cannot be read is refused at once."""
    _may(actor)
    stored = store(actor=actor, content=file, name=file.name, allow=KINDS, purpose=PURPOSE)
    _table(stored)
    return stored


def handed_in(file_id: int, actor: Actor) -> StoredFile:
    """A list somebody handed in himself."""
    _may(actor)
    return StoredFile.objects.select_related("blob").get(pk=file_id, purpose=PURPOSE, uploaded_by_id=actor.user_id)


def _table(stored: StoredFile) -> organization.Table:
    with open_blob(stored) as stream:
        return organization.read_table(stream, stored.name)


def look(stored: StoredFile, *, actor: Actor) -> Looked:
    """What the list would do, row by row."""
    table = _table(stored)
    places: dict[str, int] = {}
    unread = []
    for place, title in enumerate(table.head):
        folded = " ".join(fold(title).replace(",", " ").split())
        name = next((key for key, (_, words) in COLUMNS.items() if folded in words), None)
        if name and name not in places:
            places[name] = place
        elif title:
            unread.append(title)
    if missing := [COLUMNS[name][0] for name in ("code", "name") if name not in places]:
        raise Refused(f"Listede şu sütunlar yok: {', '.join(missing)}. Örnek dosyanın başlıklarını kullanın.")
    units = {fold(name): key for key, name in Unit.objects.filter(until=None).values_list("pk", "name")}
    people = _people()
    known = {row.code: row for row in InformationSystem.objects.select_related("unit")}
    rows, seen = [], set()
    for line, cells in table.rows:
        told = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        row = Row(line, code_of(told["code"]), told)
        _read(row, units, people)
        if row.code in seen:
            row.errors.append(f"«{row.code}» kodu listede ikinci kez geçiyor.")
        seen.add(row.code)
        _try(row, known.get(row.code), actor)
        rows.append(row)
    return Looked(rows, table.notes, unread)


def _people() -> dict[str, list[User]]:
    found: dict[str, list[User]] = {}
    for user in User.objects.filter(is_active=True):
        for name in {fold(user.full_name), user.username}:
            found.setdefault(name, []).append(user)
    return found


def _read(row: Row, units: dict[str, int], people: dict[str, list[User]]) -> None:
    """Cells as facts; an empty cell says nothing and changes nothing."""
    for name, text in row.cells.items():
        if not text or name == "code":
            continue
        label = COLUMNS[name][0]
        if name == "unit":
            if fold(text) in units:
                row.facts["unit_id"] = units[fold(text)]
            else:
                row.errors.append(f"{label}: «{text}» adlı açık bir birim yok.")
        elif name in ("assignee", "substitute"):
            found = people.get(fold(text)) or people.get(text.lower()) or []
            if len(found) == 1:
                row.facts[name] = found[0]
            else:
                row.errors.append(f"{label}: «{text}» {'birden çok kişi' if found else 'bulunamadı'}.")
        elif name in CHOICES:
            by = {fold(str(words)): value for value, words in CHOICES[name].choices}
            by |= {fold(str(value)): value for value in CHOICES[name].values}
            if fold(text) in by:
                row.facts[name] = by[fold(text)]
            else:
                row.errors.append(f"{label}: «{text}» bilinmiyor; {', '.join(map(str, CHOICES[name].labels))}.")
        elif name in ("rto_hours", "rpo_hours"):
            if text.isascii() and text.isdigit() and int(text) <= 8760:
                row.facts[name] = int(text)
            else:
                row.errors.append(f"{label}: saat olarak bir sayı yazın.")
        else:
            longest = getattr(InformationSystem._meta.get_field(name), "max_length", None) or 4000
            if len(text) > longest:
                row.errors.append(f"{label}: en çok {longest} harf.")
            elif "\0" in text:
                row.errors.append(f"{label}: formülün sonucu dosyada yok; değeri yazın.")
            else:
                row.facts[name] = text


def _try(row: Row, known: InformationSystem | None, actor: Actor) -> None:
    """What would come of the row, by the same rules as the form."""
    row.known = known is not None
    if row.errors:
        return
    if known is None and "unit_id" not in row.facts:
        row.errors.append("Birim: yeni sistemin sahibi birimi yazın.")
        return
    system = known or InformationSystem(code=row.code, unit_id=row.facts["unit_id"])
    before = {name: _value(system, name) for name in row.facts}
    try:
        may_keep(actor, system)
        fill(system, row.facts)
        may_keep(actor, system)
    except Refused as refusal:
        row.errors.append(str(refusal))
        return
    if known is not None:
        labels = {"unit_id": "Birim"} | {key: label for key, (label, _) in COLUMNS.items()}
        row.changes = [labels[name] for name, value in before.items() if value != _value(system, name)]


def _value(system: InformationSystem, name: str) -> Any:
    return getattr(system, f"{name}_id") if name in ("assignee", "substitute") else getattr(system, name)


@transaction.atomic
def commit(file_id: int, *, actor: Actor) -> dict[str, int]:
    """Write every row or none; looked at again under a lock, so that what was seen is what is written."""
    stored = handed_in(file_id, actor)
    list(InformationSystem.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    looked = look(stored, actor=actor)
    counts = looked.counts
    if counts["error"]:
        raise Refused(f"{counts['error']} satırda hata var; hiçbir satır işlenmedi. Düzeltip yeniden yükleyin.")
    _write([row for row in looked.rows if row.verdict != "same"], actor)
    return counts


def _write(rows: Sequence[Row], actor: Actor) -> None:
    for row in rows:
        if row.known:
            system = queries.system(actor, row.code)
        else:
            system = InformationSystem(code=row.code, unit_id=row.facts["unit_id"])
        fill(system, row.facts)
        system.save()
        index_system(system)
        tell(system, "edit" if row.known else "import", actor, ", ".join(row.changes))
