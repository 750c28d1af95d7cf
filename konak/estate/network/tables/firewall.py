"""How rules of firewalls look in a list."""

from typing import Any

from django.urls import reverse

from konak.foundation.ui import words

from ..models import FirewallRule, RuleImport
from .base import Cell, Head, Listing, Told

RULE_TOLD: Told = {
    "open": ("kural istedi", "plus", "open"),
    "approve": ("uygun gördü", "circle-check", "done"),
    "refuse": ("uygun görmedi", "ban", "late"),
    "apply": ("cihaza yazdı", "shield-check", "done"),
    "review": ("gözden geçirdi, sürdürdü", "checklist", "done"),
    "expire": ("süresini bitirdi", "clock", "late"),
    "remove": ("cihazdan kaldırdı", "trash", ""),
    "withdraw": ("vazgeçti", "ban", ""),
}
SET_TOLD: Told = {
    "import": ("kural kümesini aldı", "file-upload", "open"),
    "review": ("karşılaştırmayı imzaladı", "checklist", "done"),
}
FINDING_KIND = {"unregistered": "late", "over": "late", "differs": "wait", "missing": "wait", "wide": "late"}


def short(values: Any, most: int = 3) -> str:
    rows = ["hepsi" if value == "any" else value for value in values]
    return ", ".join(rows[:most]) + (f" +{len(rows) - most}" if len(rows) > most else "")


def rule_cells(row: FirewallRule) -> list[Cell]:
    return [
        Cell(row.case.number, reverse("front:case", args=[row.case.number]), row.why[:120]),
        Cell(row.state_label, kind=row.state_kind),
        Cell(short(row.sources), mono=True),
        Cell(short(row.destinations), mono=True),
        Cell(short(row.services), mono=True, small="" if row.action == "allow" else row.get_action_display()),
        Cell(row.device.name if row.device else "–", small=row.ident),
        Cell(row.until or "–", small=f"bakıldı {words.date(row.reviewed_on)}" if row.reviewed_on else ""),
    ]


def rule_line(row: FirewallRule) -> list[object]:
    return [
        *(row.case.number, row.state_label, ", ".join(row.sources), ", ".join(row.destinations)),
        *(", ".join(row.services), row.get_action_display(), row.device.name if row.device else "", row.ident),
        *(row.why, row.case.opened_by.full_name if row.case.opened_by else "", row.case.opened_at),
        *(row.applied_on, row.until, row.reviewed_on),
    ]


def set_cells(row: RuleImport) -> list[Cell]:
    done = row.reviewed_at is not None
    return [
        Cell(row.device.name, reverse("network:rule_set", args=[row.pk]), row.name),
        Cell(row.at),
        Cell(row.get_kind_display()),
        Cell(row.lines, num=True),
        Cell(row.deviations or 0, num=True),
        Cell("Gözden geçirildi" if done else "Bekliyor", kind="done" if done else "wait"),
        Cell(row.reviewed_by.full_name if row.reviewed_by else "–", small=row.note),
    ]


RULES = Listing(
    (
        *(Head("Kural", width=40), Head("Durum"), Head("Kaynak", width=30), Head("Hedef", width=30)),
        *(Head("Servis", width=24), Head("Güvenlik duvarı", width=22), Head("Son gün")),
    ),
    rule_cells,
)
RULES_BOOK = Listing(
    (
        *(Head("Kural"), Head("Durum"), Head("Kaynak", width=40), Head("Hedef", width=40), Head("Servis", width=30)),
        *(Head("Ne yapar"), Head("Güvenlik duvarı"), Head("Cihazdaki adı"), Head("Ne için", width=50)),
        *(Head("İsteyen", width=28), Head("Açılış"), Head("Cihaza yazıldı"), Head("Son gün"), Head("Gözden geçirme")),
    ),
    rule_cells,
    rule_line,
)
RULE_SETS = Listing(
    (
        *(Head("Güvenlik duvarı", width=30), Head("Alınış"), Head("Biçim"), Head("Kural", num=True)),
        *(Head("Sapma", num=True), Head("Durum"), Head("Gözden geçiren", width=36)),
    ),
    set_cells,
)
