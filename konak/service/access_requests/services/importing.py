"""Rights that existed before Konak: a CSV with a preview of every line, then all of it or nothing."""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day

from .. import access
from ..models import Entitlement, EntitlementState, Origin, Right
from .telling import ENTITLEMENT, tell

MOST = 50_000
HEADS = {
    "kullanici": "username",
    "kullanıcı": "username",
    "kullanıcı adı": "username",
    "username": "username",
    "sicil": "registry",
    "sicil no": "registry",
    "yetki": "code",
    "kod": "code",
    "right": "code",
    "ayrıntı": "detail",
    "ayrinti": "detail",
    "detail": "detail",
    "başlangıç": "since",
    "baslangic": "since",
    "since": "since",
    "bitiş": "until",
    "bitis": "until",
    "until": "until",
    "son kullanım": "used",
    "last_used": "used",
}


@dataclass(slots=True)
class Line:
    """One line of the file, understood or not."""

    number: int
    username: str = ""
    code: str = ""
    detail: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    used: dt.date | None = None
    user: User | None = None
    right: Right | None = None
    faults: list[str] = field(default_factory=list)
    known: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    lines: list[Line]

    @property
    def faulty(self) -> list[Line]:
        return [line for line in self.lines if line.faults]

    @property
    def fresh(self) -> list[Line]:
        return [line for line in self.lines if not line.faults and not line.known]

    @property
    def known(self) -> int:
        return sum(line.known for line in self.lines)


def _keeper(actor: Actor) -> None:
    if not actor.reach(access.KEEP).everywhere:
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")


def preview(*, actor: Actor, text: str) -> Preview:
    """Read a CSV (comma or semicolon; head: kullanıcı adı, yetki, ayrıntı, başlangıç, bitiş) and check every line."""
    _keeper(actor)
    body = text.lstrip("\ufeff").replace("\x00", "")
    if not body.strip():
        raise Refused("Dosya boş.")
    first = body.splitlines()[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    rows = csv.reader(io.StringIO(body), delimiter=separator)
    heads = [HEADS.get(head.strip().replace("I", "ı").lower(), "") for head in next(rows)]
    if "code" not in heads or not {"username", "registry"} & set(heads):
        raise Refused("İlk satırda en az «kullanıcı adı» (ya da «sicil») ve «yetki» başlıkları olmalı.")
    lines: list[Line] = []
    for number, cells in enumerate(rows, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(lines) >= MOST:
            raise Refused(f"Bir dosyada en çok {MOST} satır olabilir.")
        values = {head: cell.strip() for head, cell in zip(heads, cells, strict=False) if head}
        lines.append(_line(number, values))
    _match(lines)
    return Preview(lines)


def _day(text: str, line: Line, name: str) -> dt.date | None:
    if not text:
        return None
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    line.faults.append(f"{name}: «{text}» bir tarih değil (21.11.2026 gibi yazın)")
    return None


def _line(number: int, values: dict[str, str]) -> Line:
    line = Line(number, values.get("username", "") or values.get("registry", ""), values.get("code", ""))
    line.detail = values.get("detail", "")[:300]
    line.since = _day(values.get("since", ""), line, "Başlangıç")
    line.until = _day(values.get("until", ""), line, "Bitiş")
    line.used = _day(values.get("used", ""), line, "Son kullanım")
    if line.since and line.since > localdate():
        line.faults.append("Başlangıç gelecekte; aktarılan yetki bugün yürürlükte olmalı")
    if line.until and line.until < localdate():
        line.faults.append("Bitiş geçmişte; sona ermiş yetki aktarılmaz")
    if line.since and line.until and line.until < line.since:
        line.faults.append("Bitiş başlangıçtan önce")
    return line


def _match(lines: list[Line]) -> None:
    names = {line.username for line in lines}
    people = {user.username: user for user in User.objects.filter(username__in=names)}
    people |= {user.registry_number: user for user in User.objects.filter(registry_number__in=names)}  # type: ignore[misc]
    rights = {row.code: row for row in Right.objects.filter(code__in={line.code for line in lines})}
    living = set(
        Entitlement.objects.filter(state=EntitlementState.ACTIVE, right__in=rights.values()).values_list(
            "assignee_id", "right_id", "detail"
        )
    )
    seen: dict[tuple[int, int, str], int] = {}
    for line in lines:
        line.user, line.right = people.get(line.username), rights.get(line.code)
        if line.user is None:
            line.faults.append(f"«{line.username}» adında kullanıcı yok")
        if line.right is None:
            line.faults.append(f"«{line.code}» kodlu yetki katalogda yok")
        if line.user is None or line.right is None:
            continue
        key = (line.user.pk, line.right.pk, line.detail)
        if key in seen:
            line.faults.append(f"{seen[key]}. satırın aynısı")
        seen.setdefault(key, line.number)
        line.known = key in living


@transaction.atomic
def take_in(*, actor: Actor, text: str) -> int:
    """Write every line of the file, or none: one fault stops all of it."""
    found = preview(actor=actor, text=text)
    if found.faulty:
        line = found.faulty[0]
        raise Refused(
            f"Hiçbir satır aktarılmadı: {len(found.faulty)} hatalı satır var. {line.number}. satır: {line.faults[0]}."
        )
    homes: dict[int, int] = {}
    for user_id, unit_id in (
        Appointment.objects.filter(on_day(), acting_for=None).order_by("-since").values_list("user_id", "unit_id")
    ):
        homes[user_id] = unit_id
    moment, today = now(), localdate()
    rows = [
        Entitlement(
            right=line.right,
            assignee=line.user,
            unit_id=homes.get(line.user.pk, line.right.unit_id),
            detail=line.detail,
            origin=Origin.IMPORT,
            since=line.since or today,
            until=line.until,
            last_used_on=line.used,
            granted_at=moment,
            proof="Aktarım dosyasından alındı",
        )
        for line in found.fresh
        if line.user is not None and line.right is not None
    ]
    Entitlement.objects.bulk_create(rows, batch_size=2_000)
    tell(ENTITLEMENT, "import", "import", actor, access.KEEP, f"{len(rows)} yetki")
    return len(rows)
