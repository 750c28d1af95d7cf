"""The file plan, letterheads and templates."""

import csv
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import FileCode, Letterhead, Template
from ..models.plan import CODE
from ..writing import clean

COLUMNS = {
    "plan": "plan",
    "kod": "code",
    "ust_kod": "over",
    "ad": "name",
    "saklama": "keep",
    "tasfiye": "disposal",
    "birincil_kod_olabilir": "usable",
}
SYSTEM = Actor(None, via="cli")


def read_plan(lines: Iterable[str]) -> list[dict[str, Any]]:
    """Rows of a plan as the State Archives publish it: a table with `kod` and `ad`, by tab, semicolon or comma."""
    rows = list(lines)
    if not rows:
        raise Refused("Dosya boş.")
    mark = max("\t;,", key=rows[0].count)
    reader = csv.DictReader(rows, delimiter=mark)
    named = {
        COLUMNS[name.strip().lower()]: name for name in reader.fieldnames or () if name.strip().lower() in COLUMNS
    }
    if not {"code", "name"} <= set(named):
        raise Refused("Başlık satırında en az «kod» ve «ad» sütunları bulunmalı.")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line, row in enumerate(reader, start=2):
        facts: dict[str, Any] = {field: (row.get(column) or "").strip() for field, column in named.items()}
        if not re.fullmatch(CODE, facts["code"]):
            raise Refused(f"{line}. satır: «{facts['code']}» dosya planı kodu değil (örnek 903.07.01).")
        if not facts["name"]:
            raise Refused(f"{line}. satır: {facts['code']} kodunun adı yok.")
        facts["plan"] = facts.get("plan") or "kurum"
        facts["usable"] = facts.get("usable", "1").lower() in {"", "1", "evet", "true"}
        facts["name"] = facts["name"][:250]
        found[facts["plan"], facts["code"]] = facts
    return list(found.values())


@transaction.atomic
def load_codes(*, actor: Actor, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Write a plan: new codes come in, known ones are renewed, those that are gone rest. Returns (new, changed)."""
    if actor.via != "cli" and not actor.holds(access.MANAGE):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")
    wanted = {(row["plan"], row["code"]): row for row in rows}
    known = {(row.plan, row.code): row for row in FileCode.objects.all()}
    new = [FileCode(**row) for key, row in wanted.items() if key not in known]
    changed = []
    for key, row in wanted.items():
        one = known.get(key)
        if one and any(getattr(one, name) != value for name, value in row.items()) | (
            not one.active if one else False
        ):
            for name, value in row.items():
                setattr(one, name, value)
            one.active = True
            changed.append(one)
    plans = {plan for plan, _ in wanted}
    gone = [one for key, one in known.items() if key not in wanted and key[0] in plans and one.active]
    for one in gone:
        one.active = False
    FileCode.objects.bulk_create(new, batch_size=500)
    FileCode.objects.bulk_update(
        [*changed, *gone], ["name", "over", "keep", "disposal", "usable", "active"], batch_size=500
    )
    note = f"{len(new)} yeni, {len(changed)} değişen, {len(gone)} kaldırılan kod"
    trail.write(actor=actor, kind="correspondence.filecode", subject="plan", verb="load", note=note)
    return len(new), len(changed)


@transaction.atomic
def set_letterhead(*, actor: Actor, unit_id: int, **facts: str) -> Letterhead:
    """What stands on the letters of a unit."""
    _may_manage(actor, unit_id)
    row = Letterhead.objects.filter(unit_id=unit_id).first() or Letterhead(unit_id=unit_id)
    for name, value in facts.items():
        setattr(row, name, value.strip())
    row.save()
    trail.write(actor=actor, kind="correspondence.letterhead", subject=str(unit_id), verb="set")
    return row


@transaction.atomic
def save_template(
    *,
    actor: Actor,
    unit_id: int,
    name: str,
    body: str,
    subject: str = "",
    code: str = "",
    template_id: int | None = None,
    active: bool = True,
) -> Template:
    """A letter a unit often writes."""
    _may_manage(actor, unit_id)
    wanted = queries.named_code(code) if code.strip() else None
    if code.strip() and wanted is None:
        raise Refused(f"«{code}» dosya planında yok.")
    row = Template(unit_id=unit_id)
    if template_id is not None:
        row = Template.objects.select_for_update().get(pk=template_id)
        _may_manage(actor, row.unit_id)
    elif Template.objects.filter(unit_id=unit_id, name=name.strip()).exists():
        raise Refused("Birimin bu adla bir şablonu var.")
    row.name, row.subject, row.file_code, row.body = name.strip(), subject.strip(), wanted, clean(body)
    row.active = active
    row.save()
    trail.write(actor=actor, kind="correspondence.template", subject=str(row.pk), verb="set", note=row.name)
    return row


def _may_manage(actor: Actor, unit_id: int) -> None:
    reach = actor.reach(access.MANAGE)
    if not (reach.everywhere or unit_id in reach.units):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok.")
