"""The lists of this app as workbooks: the rows a page would show if it had no end."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, workbook

from ..models import Decision
from ..queries.committees import Standing


def committees(rows: Iterable[Standing]) -> HttpResponse:
    head = [
        *(Column("Kod", 12), Column("Kurul", 50), Column("Tür", 20), Column("Sekretarya birimi", 40)),
        *(Column("Üye", 8), Column("Son toplantı", 18), Column("Sıradaki toplantı", 18)),
        *(Column("Toplantısı gecikti", 12), Column("Yapılmamış karar", 12), Column("Geciken karar", 12)),
    ]
    lines = (
        [
            *(row.committee.code, row.committee.name, row.committee.get_kind_display(), row.committee.unit.name),
            *(row.seats, row.last, row.next, row.due_meeting, row.open, row.late),
        ]
        for row in rows
    )
    return workbook("Kurullar", head, lines, "kurullar", filters=[])


def decisions(rows: Iterable[Decision], told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Kurul", 40), Column("Konu", 50), Column("Karar", 70), Column("Tarih", 12)),
        *(Column("Oy", 24), Column("Kabul edildi", 12), Column("Birim", 40), Column("Yerine getirecek", 28)),
        *(Column("Son gün", 12), Column("Durum", 20)),
    ]
    lines = (
        [
            *(row.case.number, row.committee.name, row.case.subject, row.text, row.decided_on, row.vote_words),
            *(row.carried, row.case.unit.name, row.case.assignee.full_name if row.case.assignee else "Birim"),
            *(row.case.due_on, row.state_label),
        ]
        for row in rows
    )
    return workbook("Kurul kararları", head, lines, "kurul-kararlari", filters=told)
