"""A board of orders as a workbook: the rows the page would show if it had no end."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, in_chunks, workbook

from .. import queries
from ..models import Order


def orders(title: str, rows: Iterable[Order], told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Konu", 50), Column("Emir", 70), Column("Veriliş", 10), Column("Veren", 28)),
        *(Column("Makamı", 22), Column("Emir tarihi", 12), Column("Birim", 40), Column("Yapan", 28)),
        *(Column("İlk son gün", 12), Column("Son gün", 12), Column("Alt emir", 8), Column("Biten alt emir", 10)),
        *(Column("Dayanak", 30), Column("Durum", 20), Column("Kapanış", 18)),
    ]
    lines = (
        [
            *(row.case.number, row.case.subject, row.text, row.get_form_display(), row.giver.full_name),
            *(row.get_given_as_display(), row.given_on, row.case.unit.name),
            *(row.case.assignee.full_name if row.case.assignee else "Birim", row.first_due_on, row.case.due_on),
            *((one.parts, one.finished) if (one := progress.get(row.pk)) else (None, None)),
            *(row.basis, row.state_label, row.case.closed_at),
        ]
        for chunk in in_chunks(rows)
        for progress in (queries.progress_of(chunk),)
        for row in chunk
    )
    return workbook(title, head, lines, "emirler", filters=told)


def timeline(found: queries.Timeline, told: Sequence[tuple[str, object]]) -> HttpResponse:
    head = [
        *(
            Column("Birim", 40),
            Column("Sayı", 16),
            Column("Konu", 50),
            Column("Yapan", 28),
            Column("Emir tarihi", 12),
        ),
        *(Column("Son gün", 12), Column("Durum", 24), Column("Beklediği emirler", 40), Column("Sıra ters", 10)),
    ]
    lines = [
        [
            *(bar.order.case.unit.name, bar.order.case.number, bar.order.case.subject),
            *(bar.order.case.assignee.full_name if bar.order.case.assignee else "Birim", bar.order.given_on),
            *(bar.order.case.due_on, bar.words, ", ".join(one.number for one in bar.waits)),
            "Evet" if bar.crossed else "",
        ]
        for bar in found.bars
    ]
    return workbook("Emirlerin çizelgesi", head, lines, "emir-cizelgesi", filters=told)
