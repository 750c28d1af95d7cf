"""The retention plan: a draft, its rules by hand or from a table, and the day it comes into force."""

import csv
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db import fetch
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail
from konak.office.correspondence.public import codes

from .. import access, queries
from ..models import Final, Plan, PlanState, Rule
from ..models.clock import CODE

UNIT_YEARS = 5
"""Years in the unit where the file plan names only the whole time: at most these, the rest in the institution."""
HEADS = {
    "kod": "code",
    "ad": "name",
    "konu": "name",
    "birim_yil": "unit_years",
    "kurum_yil": "archive_years",
    "tasfiye": "final",
    "aciklama": "note",
    "saklama": "keep",
}
FINALS = {
    "d": Final.DESTROY,
    "imha": Final.DESTROY,
    "a": Final.STATE,
    "devlet": Final.STATE,
    "devir": Final.STATE,
    "b": Final.KEEP,
    "sürekli": Final.KEEP,
    "surekli": Final.KEEP,
    "c": Final.EVALUATE,
    "değerlendir": Final.EVALUATE,
    "degerlendir": Final.EVALUATE,
    "a1": Final.SAMPLE,
    "a2": Final.SAMPLE,
    "a3": Final.SAMPLE,
    "örnek": Final.SAMPLE,
    "ornek": Final.SAMPLE,
}


def read_rules(lines: Iterable[str]) -> tuple[list[dict[str, Any]], list[str]]:
    """Rules out of a table (`kod;ad;birim_yil;kurum_yil;tasfiye`), and every fault with its line."""
    rows = [line for line in lines if line.strip()]
    if not rows:
        raise Refused("Dosya boş.")
    reader = csv.DictReader(rows, delimiter=max("\t;,", key=rows[0].count))
    named = {HEADS[name.strip().lower()]: name for name in reader.fieldnames or () if name.strip().lower() in HEADS}
    if not {"code", "name", "final"} <= set(named) or not {"unit_years", "keep"} & set(named):
        raise Refused("Başlık satırında «kod», «ad», «tasfiye» ve «birim_yil» (ya da «saklama») sütunları olmalı.")
    found: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    for place, row in enumerate(reader, start=2):
        facts = {field: (row.get(column) or "").strip() for field, column in named.items()}
        try:
            rule = _rule(facts)
        except Refused as fault:
            faults.append(f"{place}. satır: {fault}")
            continue
        if rule["code"] in found:
            faults.append(f"{place}. satır: {rule['code']} daha önce yazılmış.")
        found[rule["code"]] = rule
    return list(found.values()), faults


def _rule(facts: Mapping[str, str]) -> dict[str, Any]:
    if not re.fullmatch(CODE, facts["code"]):
        raise Refused(f"«{facts['code']}» dosya planı kodu değil.")
    if not facts["name"]:
        raise Refused("konunun adı yok.")
    final = FINALS.get(facts["final"].lower())
    if final is None:
        raise Refused(f"tasfiye «{facts['final']}» bilinmiyor (A, B, C, D, A1, A2, A3).")
    ever = "B" in (facts.get("archive_years", "").upper(), facts.get("keep", "").upper())
    unit = _years(facts.get("unit_years", "")) if facts.get("unit_years") else UNIT_YEARS
    rest: int | None = None
    if not ever:
        if facts.get("archive_years"):
            rest = _years(facts["archive_years"])
        elif facts.get("keep"):
            whole = _years(facts["keep"])
            unit = min(unit, whole)
            rest = whole - unit
        else:
            rest = 0
    if ever and final not in (Final.KEEP, Final.EVALUATE):
        final = Final.KEEP
    return {
        "code": facts["code"],
        "name": facts["name"][:250],
        "unit_years": unit,
        "archive_years": rest,
        "final": str(final),
        "note": facts.get("note", "")[:300],
    }


def _years(text: str) -> int:
    if not re.fullmatch(r"\d{1,3}", text) or int(text) > 101:
        raise Refused(f"«{text}» yıl değil (0–101 ya da B).")
    return int(text)


def of_file_plan() -> list[dict[str, Any]]:
    """Rules as the standard file plan proposes them, for the codes that name a time."""
    found: dict[str, dict[str, Any]] = {}
    for code, name, keep, disposal in codes():
        if keep and disposal.lower() in FINALS and code not in found:
            found[code] = _rule({"code": code, "name": name, "keep": keep, "final": disposal})
    return list(found.values())


def _may(actor: Actor) -> Actor:
    actor = queries.archivist(actor)
    if actor.via != "cli" and not actor.reach(access.PLAN).everywhere:
        raise Refused(f"«{access.PLAN.label}» için yetkiniz yok. Yetkili: kurum arşivi ve sistem yöneticisi.")
    return actor


@transaction.atomic
def draft_plan(*, actor: Actor, rows: Iterable[Mapping[str, Any]], note: str = "") -> Plan:
    """A new version as draft; a draft there was is replaced."""
    actor = _may(actor)
    rules = list(rows)
    if not rules:
        raise Refused("Planda hiç kural yok.")
    Plan.objects.filter(state=PlanState.DRAFT).delete()
    version = (Plan.objects.aggregate(last=Max("version"))["last"] or 0) + 1
    made = Plan.objects.create(version=version, note=note.strip()[:300], made_by_id=actor.user_id)
    Rule.objects.bulk_create([Rule(plan=made, **rule) for rule in rules], batch_size=500)
    trail.write(actor=actor, kind="archive.plan", subject=version, verb="draft", note=f"{len(rules)} kural")
    return made


@transaction.atomic
def set_rule(
    *, actor: Actor, code: str, name: str, unit_years: int, archive_years: int | None, final: str, note: str = ""
) -> Rule:
    """Change one rule of the draft."""
    actor = _may(actor)
    draft = Plan.objects.select_for_update().filter(state=PlanState.DRAFT).first()
    if draft is None:
        raise Refused("Yürürlükteki plan değiştirilmez; önce yeni bir taslak açın.")
    if not re.fullmatch(CODE, code):
        raise Refused(f"«{code}» dosya planı kodu değil.")
    if archive_years is None and final not in (Final.KEEP, Final.EVALUATE):
        raise Refused("Sürekli saklanan dosya imha ya da devir görmez; kurum arşivi süresini yazın.")
    facts = {"name": name.strip(), "unit_years": unit_years, "archive_years": archive_years, "final": final}
    row, _ = Rule.objects.update_or_create(plan=draft, code=code, defaults={**facts, "note": note.strip()})
    trail.write(actor=actor, kind="archive.plan", subject=draft.version, verb="rule", note=code)
    return row


@transaction.atomic
def put_in_force(*, actor: Actor, basis: str) -> Plan:
    """The draft comes into force; every file that has not ended gets its clock anew."""
    actor = _may(actor)
    draft = Plan.objects.select_for_update().filter(state=PlanState.DRAFT).first()
    if draft is None:
        raise Refused("Yürürlüğe girecek taslak yok.")
    if not basis.strip():
        raise Refused("Saklama planı Devlet Arşivleri Başkanlığının uygun görüşüyle yürür; yazının sayısını yazın.")
    Plan.objects.filter(state=PlanState.FORCE).update(state=PlanState.PAST)
    draft.state, draft.basis, draft.since = PlanState.FORCE, basis.strip()[:200], localdate()
    draft.save()
    changed = len(fetch("archive/clocks", plan=draft.pk))
    trail.write(actor=actor, kind="archive.plan", subject=draft.version, verb="force", note=f"{changed} dosya")
    return draft
