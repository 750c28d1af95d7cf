"""The lists of this app as workbooks: the rows a page would show if it had no end."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.cases.models import Case
from konak.foundation.ui.workbook import Column, workbook

from ..models import Confirmation, DutyPeriod, DutyPlan, TextReview
from ..queries.boards import Climbed

Told = Sequence[tuple[str, object]]
PERIOD = (
    *(Column("Sayı", 16), Column("Dönem", 60), Column("Görev", 12), Column("Sıklık", 14), Column("Birim", 40)),
    *(Column("Kimde", 28), Column("Başlangıç", 12), Column("Bitiş", 12), Column("Son gün", 12), Column("Durum", 20)),
)


def _holder(case: Case) -> str:
    return case.assignee.full_name if case.assignee else "Birimde"


def _period(row: DutyPeriod) -> list[object]:
    return [
        *(row.case.number, row.case.subject, f"Md. {row.duty.clause.path}", row.get_interval_display()),
        *(row.case.unit.name, _holder(row.case), row.begins_on, row.ends_on, row.case.due_on, row.state_label),
    ]


def periods(title: str, rows: Iterable[DutyPeriod], name: str, told: Told) -> HttpResponse:
    return workbook(title, PERIOD, map(_period, rows), name, filters=told)


def climbs(rows: Iterable[Climbed]) -> HttpResponse:
    head = [*PERIOD, Column("Yükseldiği gün", 12), Column("Yükseldiği makam", 24)]
    lines = ([*_period(one.period), one.escalation.raised_on, one.escalation.get_position_display()] for one in rows)
    return workbook("Bana yükselen gecikmeler", head, lines, "yukselenler", filters=[])


def plans(rows: Iterable[DutyPlan], told: Told) -> HttpResponse:
    head = [
        *(Column("Görev", 12), Column("Görevin metni", 70), Column("Birim", 40), Column("Unvan", 18)),
        *(Column("Sıklık", 14), Column("Kaynağı", 22), Column("Durum", 16), Column("Ara verilen gün", 12)),
        Column("Uygulanmama nedeni", 40),
    ]
    lines = (
        [
            *(f"Md. {row.duty.clause.path}", row.duty.clause.shown, row.duty.unit.name),
            row.duty.get_role_display() if row.duty.role else "",
            *(row.get_interval_display(), row.get_source_display(), row.get_state_display()),
            *(row.paused_until, row.excluded_why),
        ]
        for row in rows
    )
    return workbook("Uyum planları", head, lines, "uyum-planlari", filters=told)


def confirmations(rows: Iterable[tuple[str, Confirmation]]) -> HttpResponse:
    head = [
        *(Column("Dönem", 20), Column("Sayı", 16), Column("Birim", 40), Column("Makam", 22), Column("Kimde", 28)),
        *(Column("Görev", 8), Column("Yanıtlanan", 10), Column("Yapılan", 10), Column("Son gün", 12)),
        Column("Durum", 20),
    ]
    lines = (
        [
            *(term, row.case.number, row.of_unit.name, row.get_position_display()),
            row.case.assignee.full_name if row.case.assignee else "",
            *(getattr(row, name, None) for name in ("every", "answered", "fine")),
            *(row.case.due_on, row.state_label),
        ]
        for term, row in rows
    )
    return workbook("Görev teyidi", head, lines, "gorev-teyidi", filters=[])


def reviews(rows: Iterable[TextReview]) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Metin", 60), Column("Neden", 28), Column("Birim", 40), Column("Kimde", 28)),
        *(Column("Son gün", 12), Column("Kapanış", 18), Column("Durum", 20)),
    ]
    lines = (
        [
            *(row.case.number, row.regulation.title, row.get_cause_display(), row.case.unit.name),
            *(_holder(row.case), row.case.due_on, row.case.closed_at, row.state_label),
        ]
        for row in rows
    )
    return workbook("Metinlerin gözden geçirilmesi", head, lines, "gozden-gecirmeler", filters=[])
