"""The register as a table on the screen and as a workbook."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django_tables2 as tables
from django.http import HttpResponse
from django.template.loader import render_to_string

from konak.foundation.evidence import capability
from konak.foundation.ui.parts import Chip
from konak.foundation.ui.workbook import Column, told, workbook

from ..models import BindingState, Duty, Proof, Regulation
from ..queries import Share, next_on, proof_of

KIND: dict[str, str] = {Proof.FRESH: "done", Proof.STALE: "wait", Proof.MISSING: "late", Proof.CLOSED: "closed"}
"""Colour of a state; the word always stands beside it."""
CELLS = "legislation/duty_cells"
TOLD: dict[str, tuple[str, str, str]] = {
    "prove": ("kanıt ekledi", "file-check", "done"),
    "withdraw": ("bir kanıtı geri aldı", "arrow-back-up", "late"),
    "assign": ("görevin takibini bir kişiye verdi", "user-check", ""),
    "unassign": ("görevi birime bıraktı", "users", ""),
    "set": ("sorumluyu ya da sıklığı değiştirdi", "adjustments", "wait"),
    "take-over": ("görevi devralan birime geçirdi", "transfer", "wait"),
    "orphan": ("birimin kapandığını, devralanın belirtilmediğini yazdı", "alert-triangle", "late"),
    "bind": ("yeteneği onayladı", "plug-connected", "open"),
    "unbind": ("yeteneği uygun bulmadı", "unlink", ""),
}
"""How a line of the trail about a duty is told: words after the name, icon, colour."""

PACK_TOLD: dict[str, tuple[str, str, str]] = {
    "ask": ("kanıt paketi istedi", "package-export", "open"),
    "download": ("kanıt paketini indirdi", "download", ""),
}


# Five columns fit on upright paper; what proves a duty by itself stands on its own page.
SCREEN = {"th": {"class": "d-print-none"}, "td": {"class": "d-print-none"}}


class DutyTable(tables.Table):  # type: ignore[misc]
    """Md. · text, who, how often, how it stands, last evidence, capability."""

    what = tables.TemplateColumn(
        template_name=f"{CELLS}/what.html",
        verbose_name="Görev",
        order_by=("regulation_id", "clause__order"),
        attrs={"th": {"class": "w-50"}},
    )
    who = tables.TemplateColumn(
        template_name=f"{CELLS}/who.html",
        verbose_name="Sorumlu",
        order_by=("unit__name", "role", "clause__order"),
    )
    cadence = tables.TemplateColumn(template_name=f"{CELLS}/cadence.html", verbose_name="Sıklık", orderable=False)
    stands = tables.Column(verbose_name="Durum", orderable=False, empty_values=())
    last = tables.Column(verbose_name="Son kanıt", empty_values=(), order_by=("last_proof_at", "clause__order"))
    by = tables.Column(verbose_name="Yetenek", orderable=False, empty_values=(), attrs=SCREEN)

    class Meta:
        template_name = "ui/table.html"
        order_by_field = "sirala"
        page_field = "sayfa"
        empty_text = "Bu süzgeçlere uyan görev yok. Bir süzgeci kaldırın ya da aramayı kısaltın."

    caption = "Görev kütüğü"
    then: Any = None
    """The past day the rows are shown of, so that their links lead to the same day."""

    def render_stands(self, record: Duty) -> str:
        proof = proof_of(record)
        return render_to_string("ui/parts/state.html", {"label": proof.label, "kind": KIND[proof]})

    def render_last(self, record: Duty) -> str:
        late = proof_of(record) in {Proof.STALE, Proof.MISSING}
        return render_to_string(f"{CELLS}/last.html", {"record": record, "next_on": next_on(record), "late": late})

    def render_by(self, record: Duty) -> str:
        return render_to_string(f"{CELLS}/capability.html", {"bound": bound_to(record)})


def bound_to(duty: Duty) -> list[tuple[str, bool]]:
    """Label of everything bound to a duty and whether a person confirmed it; rejected ones are not among `alive`."""
    found = []
    for binding in getattr(duty, "alive", ()):
        known = capability(binding.capability)
        found.append((known.label if known else binding.capability, binding.state == BindingState.CONFIRMED))
    return found


def _decision(duty: Duty) -> str:
    text = duty.regulation
    when = f"{text.decision_date:%d.%m.%Y}" if text.decision_date else ""
    return " ".join(part for part in (text.decision_body, when, text.decision_number) if part)


COLUMNS: Sequence[tuple[str, int, Callable[[Duty], Any]]] = (
    ("Mevzuat", 16, lambda duty: duty.regulation.case.number),
    ("Mevzuat başlığı", 40, lambda duty: duty.regulation.title),
    ("Karar", 30, _decision),
    ("Bent", 12, lambda duty: f"Md. {duty.clause.path}"),
    ("Madde başlığı", 34, lambda duty: duty.clause.article.heading),
    ("Görev", 80, lambda duty: duty.clause.shown),
    ("Sorumlu birim", 36, lambda duty: duty.unit.name),
    ("Unvan", 18, lambda duty: duty.get_role_display() if duty.role else ""),
    ("Takip eden", 24, lambda duty: duty.assignee.full_name if duty.assignee else ""),
    ("Sıklık", 18, lambda duty: duty.get_cadence_display()),
    ("Sıklığın kaynağı", 18, lambda duty: "Metinde yazılı" if duty.cadence_stated else "Birimin önerisi"),
    ("Durum", 16, lambda duty: proof_of(duty).label),
    ("Son kanıt", 18, lambda duty: duty.last_proof_at),
    ("Sonraki kanıt", 14, next_on),
    ("Yetenek", 40, lambda duty: ", ".join(f"{label}{'' if sure else ' (öneri)'}" for label, sure in bound_to(duty))),
    ("Başlangıç", 12, lambda duty: duty.opened_on),
    ("Kapanış", 12, lambda duty: duty.closed_on),
)


def duties_workbook(rows: Iterable[Duty], day: dt.date, chips: Sequence[Chip]) -> HttpResponse:
    """The register as a workbook; what is shown of which day stands on its second sheet."""
    head = [Column(label, width) for label, width, _ in COLUMNS]
    lines = ([read(duty) for _, _, read in COLUMNS] for duty in rows)
    filters = [("Gösterilen gün", day), *(told(chips=chips) or [("Süzgeç", "yok (açık görevlerin hepsi)")])]
    return workbook("Görevler", head, lines, "gorevler", filters=filters)


def shares_workbook(shares: Iterable[Share]) -> HttpResponse:
    """One's own duties with why each of them is one's own."""
    head = [Column("Neden", 34), *(Column(label, width) for label, width, _ in COLUMNS)]
    lines = ([share.why, *(read(duty) for _, _, read in COLUMNS)] for share in shares for duty in share.duties)
    return workbook("Görevlerim", head, lines, "gorevlerim", filters=[])


def regulations_workbook(
    rows: Iterable[tuple[Regulation, str]], filters: Sequence[tuple[str, object]]
) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Başlık", 60), Column("Tür", 16), Column("Dayandığı metin", 40)),
        *(Column("Bağladığı birim", 40), Column("Kararı veren", 28), Column("Karar tarihi", 12)),
        *(Column("Karar sayısı", 14), Column("Yürürlük", 12), Column("Kaldırıldığı gün", 12), Column("Görev", 8)),
        Column("Durum", 22),
    ]
    lines = (
        [
            *(row.case.number, row.title, row.get_kind_display(), row.parent.title if row.parent else ""),
            *(row.case.unit.name, row.decision_body, row.decision_date, row.decision_number),
            *(row.in_force_on, row.repealed_on, getattr(row, "duty_count", None), state),
        ]
        for row, state in rows
    )
    return workbook("Mevzuat", head, lines, "mevzuat", filters=filters)
