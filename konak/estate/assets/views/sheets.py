"""Lists as workbooks."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from konak.foundation.ui.workbook import Column, workbook

from ..models import Asset, Receipt, Stock

Told = Sequence[tuple[str, object]]


def assets(rows: Iterable[Asset], told: Told) -> HttpResponse:
    head = [
        *(Column("Sicil no", 28), Column("Adı", 34), Column("Kod", 20), Column("Kodun adı", 30)),
        *(Column("Marka", 16), Column("Model", 22), Column("Seri no", 20), Column("Durum", 14)),
        *(Column("Birim", 36), Column("Zimmetli", 24), Column("Yer", 24), Column("Ambar", 22)),
        *(Column("Giriş", 12), Column("Garanti sonu", 12), Column("Değer", 14, "money"), Column("Tedarikçi", 24)),
        *(Column("Alım", 20), Column("Finansman", 16), Column("Ağdaki adı", 18)),
    ]
    lines = (
        [
            *(row.tag, row.name, row.item.code, row.item.name),
            *(row.model.maker if row.model else "", row.model.name if row.model else "", row.serial),
            *(row.get_state_display(), row.unit.name, row.holder.full_name if row.holder else ""),
            *(str(row.place or ""), row.warehouse.name, row.acquired_on, row.warranty_until, row.cost),
            *(row.supplier, row.purchase_ref, row.funding, row.hostname),
        ]
        for row in rows
    )
    return workbook("Taşınırlar", head, lines, "tasinirlar", filters=told)


def receipts(rows: Iterable[Receipt], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Fiş no", 14), Column("Tarih", 12), Column("İşlem çeşidi", 30)),
        *(Column("Ambar", 24), Column("Nereden / kime", 32), Column("Dayanak", 24), Column("Tutar", 16, "money")),
        *(Column("Durum", 30), Column("Son gün", 12), Column("Muhasebeye bildirim", 14), Column("Yazı", 20)),
    ]
    lines = (
        [
            *(row.case.number, row.slip_words, row.dated, row.get_kind_display(), row.warehouse.name),
            *(str(row.to_unit or "") or row.counterpart, row.basis, getattr(row, "total", None)),
            *(row.state_label, row.case.due_on, row.told_on, row.told_ref),
        ]
        for row in rows
    )
    return workbook("Taşınır işlem fişleri", head, lines, "tasinir-fisleri", filters=told)


def stock(rows: Iterable[Stock], told: Told) -> HttpResponse:
    head = [
        *(Column("Kod", 22), Column("Adı", 40), Column("Ambar", 26), Column("Miktar", 12, "number")),
        *(Column("Ölçü", 8), Column("Tutar", 16, "money"), Column("Son hareket", 12)),
    ]
    lines = (
        [
            *(row.item.code, row.item.name, row.warehouse.name, row.quantity),
            *(row.item.get_measure_display(), row.amount, row.moved_on),
        ]
        for row in rows
    )
    return workbook("Ambar mevcudu", head, lines, "ambar-mevcudu", filters=told)


def notice(rows: Iterable[Sequence[object]]) -> HttpResponse:
    """What accounting is told: each untold receipt by account, entries and exits."""
    head = [
        *(Column("Ambar", 26), Column("Fiş no", 14), Column("Tarih", 12), Column("İşlem", 34), Column("Hesap", 26)),
        *(Column("Giriş", 16, "money"), Column("Çıkış", 16, "money"), Column("Kayıt no", 16)),
        Column("Son gün", 12),
    ]
    return workbook("Muhasebe bildirimi", head, rows, "muhasebe-bildirimi")
