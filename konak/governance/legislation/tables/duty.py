"""The register as a table on the screen and as a workbook."""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django_tables2 as tables
import xlsxwriter
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from konak.foundation.evidence import capability

from ..models import BindingState, Duty, Proof
from ..queries import next_on, proof_of

KIND: dict[str, str] = {Proof.FRESH: "done", Proof.STALE: "wait", Proof.MISSING: "late", Proof.CLOSED: "closed"}
"""Colour of a state; the word always stands beside it."""
CELLS = "legislation/duty_cells"
TOLD: dict[str, tuple[str, str, str]] = {
    "prove": ("kanıt ekledi", "file-check", "done"),
    "withdraw": ("bir kanıtı geri aldı", "arrow-back-up", "late"),
    "assign": ("görevin takibini bir kişiye verdi", "user-check", ""),
    "unassign": ("görevi birime bıraktı", "users", ""),
    "set": ("sorumluyu ya da sıklığı değiştirdi", "adjustments", "wait"),
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


def _naive(at: dt.datetime | None) -> dt.datetime | None:
    """A workbook knows no time zones: local time without one."""
    return localtime(at).replace(tzinfo=None) if at else None


def _decision(duty: Duty) -> str:
    text = duty.regulation
    when = f"{text.decision_date:%d.%m.%Y}" if text.decision_date else ""
    return " ".join(part for part in (text.decision_body, when, text.decision_number) if part)


Column = tuple[str, int, Callable[[Duty], Any]]
COLUMNS: Sequence[Column] = (
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
    ("Son kanıt", 18, lambda duty: _naive(duty.last_proof_at)),
    ("Sonraki kanıt", 14, next_on),
    ("Yetenek", 40, lambda duty: ", ".join(f"{label}{'' if sure else ' (öneri)'}" for label, sure in bound_to(duty))),
    ("Başlangıç", 12, lambda duty: duty.opened_on),
    ("Kapanış", 12, lambda duty: duty.closed_on),
)


def workbook(rows: Iterable[Duty], *, about: Sequence[tuple[str, str]]) -> bytes:
    """The register as .xlsx: one sheet of duties, one that says what was filtered when.

    Text is written as text whatever it begins with, so that no cell of ours is ever taken for a formula.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    head = book.add_format({"bold": True, "bg_color": "#E3F3F5", "border": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh.mm", "valign": "top", "align": "left"})

    sheet = book.add_worksheet("Görevler")
    for column, (title, width, _) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    line = 0
    for line, duty in enumerate(rows, 1):
        for column, (_, _, read) in enumerate(COLUMNS):
            value = read(duty)
            if isinstance(value, dt.datetime):
                sheet.write_datetime(line, column, value, moment)
            elif isinstance(value, dt.date):
                sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), day)
            else:
                sheet.write_string(line, column, str(value or ""), plain)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, line, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)

    note = book.add_worksheet("Bilgi")
    note.set_column(0, 0, 24)
    note.set_column(1, 1, 80)
    for place, (label, value) in enumerate([*about, ("Görev sayısı", str(line))]):
        note.write_string(place, 0, label, head)
        note.write_string(place, 1, value, plain)
    book.close()
    return out.getvalue()
