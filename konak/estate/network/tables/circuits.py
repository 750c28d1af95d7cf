"""How lines look in a list."""

from django.urls import reverse

from ..models import Circuit
from .base import Cell, Head, Listing

CIRCUIT_KINDS = {"planned": "wait", "ordered": "wait", "active": "done", "down": "late", "ended": "closed"}


def circuit_cells(row: Circuit) -> list[Cell]:
    places = row.site.name + (f" – {row.far.name}" if row.far else "")
    return [
        Cell(row.number, reverse("network:circuit", args=[row.pk]), row.provider, mono=True),
        Cell(row.get_status_display(), kind=CIRCUIT_KINDS[row.status]),
        Cell(row.get_kind_display(), small=row.speed),
        Cell(places, small=row.serves.name if row.serves else row.description),
        Cell(row.until or "–", small=row.contract),
        Cell(row.tested_on or "–"),  # type: ignore[attr-defined]
    ]


def circuit_line(row: Circuit) -> list[object]:
    return [
        *(row.provider, row.number, row.get_status_display(), row.get_kind_display(), row.site.name),
        *(row.far.name if row.far else "", row.serves.name if row.serves else "", str(row.vlan or "")),
        *(row.down_kbps, row.up_kbps, row.promised, row.monthly, row.contract, row.since, row.until),
        row.tested_on,  # type: ignore[attr-defined]
    ]


CIRCUITS = Listing(
    (
        *(Head("Hat", width=26), Head("Durum"), Head("Tür, hız", width=22), Head("Nereden nereye", width=36)),
        *(Head("Sözleşme bitişi", width=18), Head("Son sınama", width=14)),
    ),
    circuit_cells,
)
BOOK = Listing(
    (
        *(
            Head("İşletmeci", width=24),
            Head("Devre no", width=22),
            Head("Durum"),
            Head("Tür"),
            Head("Yerleşke", width=30),
        ),
        *(Head("Karşı uç", width=30), Head("Kullanan birim", width=30), Head("VLAN", width=18)),
        *(Head("İndirme (kbit/s)", num=True), Head("Gönderme (kbit/s)", num=True), Head("Süreklilik (%)", num=True)),
        *(Head("Aylık (₺)", num=True), Head("Sözleşme", width=28), Head("Açılış"), Head("Bitiş"), Head("Son sınama")),
    ),
    circuit_cells,
    circuit_line,
)
"""The same as a workbook, with every column."""
