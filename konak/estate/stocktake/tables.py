"""Minutes, tables and workbooks of counts and accounts: what stands in them, not how they look."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localtime

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.ui import words
from konak.foundation.ui.slots import Verb
from konak.foundation.ui.workbook import Column, workbook

from . import queries
from .models import CountLine, Stocktake, YearAccount

Told = Sequence[tuple[str, object]]


def amount(value: Decimal) -> str:
    """A quantity as people write it: without needless zeros."""
    return words.number(float(value)) if value != int(value) else words.number(int(value))


def money(value: Decimal) -> str:
    return words.money(value)


def minutes(stocktake: Stocktake) -> dict[str, Any]:
    """Sayım Tutanağı (Örnek 12) and Sayım ve Döküm Cetveli (Örnek 13)."""
    numbers = queries.numbers(stocktake)
    lines = list(queries.lines(stocktake))
    codes: dict[str, list[Any]] = {}
    for line in lines:
        row = codes.setdefault(line.item.code, [line.item.name, line.item.get_measure_display(), *[Decimal(0)] * 3])
        row[2] += line.expected
        row[3] += line.counted or 0
        row[4] += line.amount
    members = stocktake.members.select_related("user").order_by("-chairs", "pk")
    return {
        "title": "Sayım Tutanağı (Örnek 12), Sayım ve Döküm Cetveli (Örnek 13)",
        "unit": stocktake.warehouse.spending_unit.name,
        "number": stocktake.case.number,
        "date": f"{localtime(stocktake.finished_at or stocktake.case.opened_at):%d.%m.%Y}",
        "facts": [
            ["Ambar", f"{stocktake.warehouse.code} {stocktake.warehouse.name}"],
            ["Sayımın nedeni", f"{stocktake.year} · {stocktake.get_reason_display()}"],
            ["Kayıtlı kalem", words.number(numbers.lines)],
            ["Kayıtlı değer", money(numbers.amount)],
            ["Noksan", f"{numbers.missing} kalem · {money(numbers.missing_amount)}"],
            ["Fazla", f"{numbers.over} kalem · kayıtsız bulunan {numbers.findings}"],
        ],
        "codes": [
            [code, name, measure, amount(held), amount(seen), amount(seen - held), money(value)]
            for code, (name, measure, held, seen, value) in codes.items()
        ],
        "differences": [_difference(line) for line in lines if line.difference],
        "findings": [
            [
                one.item.code if one.item else "",
                one.name or one.label,
                one.serial,
                amount(one.quantity),
                money(one.value),
            ]
            for one in stocktake.findings.select_related("item").order_by("pk")
        ],
        "members": [
            [
                one.user.full_name,
                "Başkan" if one.chairs else "Üye",
                _moment(one.signed_at),
            ]
            for one in members
        ],
        "decision": stocktake.decision,
    }


def _difference(line: CountLine) -> list[str]:
    thing = f"{line.asset.tag} {line.asset.name}" if line.asset else f"{line.item.code} {line.item.name}"
    holder = line.asset.holder.full_name if line.asset and line.asset.holder else ""
    return [thing, holder, amount(line.expected), amount(line.counted or Decimal(0)), line.note]


def hand_over(stocktake: Stocktake) -> dict[str, Any]:
    """Ambar Devir ve Teslim Tutanağı (Örnek 11): the minutes of a hand-over count, between the two registrars."""
    assert stocktake.successor is not None
    told = minutes(stocktake)
    signed = {one.user_id: one.signed_at for one in stocktake.members.all()}
    leaving = stocktake.handed_by or stocktake.warehouse.registrar
    people = (("Devreden kayıt yetkilisi", leaving), ("Devralan kayıt yetkilisi", stocktake.successor))
    last = assets.last_slip(stocktake.warehouse_id, stocktake.year)
    return {
        **told,
        "title": "Ambar Devir ve Teslim Tutanağı (Örnek 11)",
        "facts": [
            *told["facts"],
            ["Yılın son fiş numarası", f"{stocktake.year}/{last:05}" if last else "fiş yok"],
            ["Devir", f"{stocktake.settled_on:%d.%m.%Y}" if stocktake.settled_on else "sayım kapanınca"],
        ],
        "officers": [
            *([role, one.full_name, _moment(signed.get(one.pk))] for role, one in people),
            ["Taşınır kontrol yetkilisi", stocktake.warehouse.controller.full_name, ""],
        ],
    }


def _moment(value: dt.datetime | None) -> str:
    return f"{localtime(value):%d.%m.%Y}" if value else ""


FORMS = {
    "16": "Taşınır Hesap Cetveli",
    "17": "Taşınır Hesap Cetveli, müze ve kütüphane",
    "18": "Taşınır Kesin Hesap Cetveli",
    "19": "Taşınır Kesin Hesap İcmal Cetveli",
}
"""Tables of a year over several warehouses; which groups stand in them is this house's own layout."""


def yearly(found: queries.Yearly, form: str) -> dict[str, Any]:
    """One of the tables above, from accounts whose books are shut."""
    parts = {
        "16": [(f"{one.code} {one.name}", one.lines) for one in found.units if one.lines],
        "17": [(f"{one.code} {one.name}", kept) for one in found.units if (kept := collected(one.lines))],
        "18": [("", found.groups)],
        "19": [("", found.totals)],
    }[form]
    waiting = [name for one in found.units for name in one.waiting]
    return {
        "title": f"{FORMS[form]} (Örnek {form})",
        "facts": [
            ["Hesap yılı", str(found.year)],
            ["Harcama birimi", words.number(len(found.units))],
            ["Hesabı kapanan ambar", words.number(sum(len(one.accounts) for one in found.units))],
            *([["Hesabı kapanmayan", ", ".join(waiting)]] if waiting else []),
        ],
        "parts": [[heading, [_year_line(line) for line in lines]] for heading, lines in parts],
        "sums": _year_line(_sum(collected(found.groups)) if form == "17" else found.total)[2:],
    }


def collected(lines: Iterable[queries.YearLine]) -> list[queries.YearLine]:
    """Of groups of codes those of museums and libraries."""
    return [one for one in lines if one.code in assets.COLLECTIONS]


def _sum(lines: Iterable[queries.YearLine]) -> queries.YearLine:
    total = queries.YearLine("", "Toplam")
    for line in lines:
        for one in queries.SUMS:
            setattr(total, one, getattr(total, one) + getattr(line, one))
    return total


def forms_of(found: queries.Yearly) -> list[tuple[str, str]]:
    """The tables that have something in them: 17 only where there is a museum or a library."""
    return [(form, name) for form, name in FORMS.items() if form != "17" or collected(found.groups)]


def _year_line(line: queries.YearLine) -> list[str]:
    return [line.code, line.name, *(money(getattr(line, one)) for one in queries.SUMS)]


def yearly_sheet(found: queries.Yearly) -> HttpResponse:
    head = [Column("Harcama birimi", 36), Column("Kod", 14), Column("Adı", 40)]
    head += [Column(name, 18, "money") for name in ("Devreden", "Giren", "Çıkan", "Kalan")]
    lines = (
        [one.name, line.code, line.name, *(getattr(line, name) for name in queries.SUMS)]
        for one in found.units
        for line in one.lines
    )
    told = [("Hesap yılı", found.year)]
    return workbook("Yıl cetvelleri", head, lines, f"yil-cetvelleri-{found.year}", filters=told)


ACCOUNT_FORMS = {
    "14": "Harcama Birimi Taşınır Yönetim Hesabı Cetveli",
    "15": "Müze/Kütüphane Yönetim Hesabı Cetveli",
}


def account(account: YearAccount, actor: Actor, form: str = "14") -> dict[str, Any]:
    """Harcama Birimi Taşınır Yönetim Hesabı Cetveli (Örnek 14); of museum and library codes alone Örnek 15."""
    sheet = queries.sheet(account, actor, collections=form == "15")
    store = account.warehouse
    return {
        "title": f"{ACCOUNT_FORMS[form]} (Örnek {form})",
        "unit": store.spending_unit.name,
        "number": account.case.number,
        "date": f"{localtime(account.case.opened_at):%d.%m.%Y}",
        "facts": [
            ["Ambar", f"{store.code} {store.name}"],
            ["Hesap yılı", str(account.year)],
            ["Dayandığı sayım", account.stocktake.case.number],
            ["Yılın son fiş numarası", f"{account.year}/{account.last_slip:05}" if account.last_slip else "fiş yok"],
        ],
        "rows": [
            [
                *(row.item.code, row.item.name, amount(row.carried), money(row.carried_amount)),
                *(amount(row.entered), money(row.entered_amount), amount(row.left_out), money(row.left_out_amount)),
                *(amount(row.remaining), money(row.remaining_amount)),
            ]
            for row in sheet.rows
        ],
        "sums": [money(sheet.carried), money(sheet.entered), money(sheet.left_out), money(sheet.remaining)],
        "officers": [
            ["Taşınır kayıt yetkilisi", store.registrar.full_name],
            ["Taşınır kontrol yetkilisi", store.controller.full_name],
            ["Harcama yetkilisi", store.spending_unit.assignee.full_name if store.spending_unit.assignee else ""],
        ],
    }


def stocktakes_sheet(rows: Iterable[Stocktake], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Ambar", 30), Column("Neden", 26), Column("Yıl", 8), Column("Durum", 26)),
        *(Column("Başlama", 18), Column("Bitiş", 18), Column("Denkleşme", 12)),
    ]
    lines = (
        [
            *(row.case.number, row.warehouse.name, row.get_reason_display(), row.year, row.state_label),
            *(row.begun_at, row.finished_at, row.settled_on),
        ]
        for row in rows
    )
    return workbook("Sayımlar", head, lines, "sayimlar", filters=told)


def lines_sheet(stocktake: Stocktake, rows: Iterable[CountLine], told: Told) -> HttpResponse:
    head = [
        *(
            Column("Kod", 22),
            Column("Sicil no", 28),
            Column("Adı", 36),
            Column("Seri no", 18),
            Column("Zimmetli", 24),
        ),
        *(Column("Kayıtlı", 10, "number"), Column("Sayılan", 10, "number"), Column("Fark", 10, "number")),
        *(Column("Tutar", 14, "money"), Column("Durumu", 14), Column("Yer", 24), Column("Sayan", 24)),
        *(Column("Sayılma", 18), Column("Not", 30)),
    ]
    lines = (
        [
            *(row.item.code, row.asset.tag if row.asset else "", row.asset.name if row.asset else row.item.name),
            row.asset.serial if row.asset else "",
            row.asset.holder.full_name if row.asset and row.asset.holder else "",
            *(row.expected, row.counted, row.difference, row.amount, row.get_condition_display(), row.place),
            *(row.counted_by.full_name if row.counted_by else "", row.counted_at, row.note),
        ]
        for row in rows
    )
    return workbook(f"Sayım {stocktake.case.number}", head, lines, f"sayim-{stocktake.case.number}", filters=told)


def accounts_sheet(rows: Iterable[YearAccount], told: Told) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Ambar", 30), Column("Yıl", 8), Column("Durum", 22)),
        *(Column("Sayım", 16), Column("Son fiş no", 10, "number")),
    ]
    lines = (
        [row.case.number, row.warehouse.name, row.year, row.state_label, row.stocktake.case.number, row.last_slip]
        for row in rows
    )
    return workbook("Yönetim hesapları", head, lines, "yonetim-hesaplari", filters=told)


STOCKTAKE: dict[str, Verb] = {
    "open": ("sayımı planladı", "calendar-event", "open"),
    "begin": ("sayıma başladı", "player-play", "open"),
    "finish": ("sayımı bitirdi", "checklist", "wait"),
    "recount": ("yeniden sayıma açtı", "arrow-back-up", "late"),
    "sign": ("tutanağı imzaladı", "signature", "done"),
    "report": ("tutanağı onaya sundu", "send", "wait"),
    "approve": ("tutanağı onayladı", "rubber-stamp", "done"),
    "send_back": ("sayılmak üzere iade etti", "arrow-back-up", "late"),
    "receipts": ("fark fişlerini düzenledi", "file-plus", "open"),
    "settle": ("kayıtla denkleştirip kapattı", "circle-check", "done"),
    "cancel": ("sayımdan vazgeçti", "ban", ""),
}
ACCOUNT: dict[str, Verb] = {
    "open": ("hesabı düzenledi", "file-plus", "open"),
    "submit": ("kontrole gönderdi", "send", "wait"),
    "control": ("kontrol etti, yılın defterini kapattı", "lock", "done"),
    "give": ("hesabı onayladı", "rubber-stamp", "done"),
    "withdraw": ("hesabı geri çekti", "arrow-back-up", "late"),
}


LOSS_TOLD: dict[str, Verb] = {
    "open": ("incelemeyi açtı", "alert-triangle", "open"),
    "person": ("sorumlu ve payını yazdı", "user-plus", ""),
    "notify": ("sorumlulara bildirdi", "send", "wait"),
    "pay": ("tahsilat yazdı", "coin", ""),
    "go_legal": ("hukuk birimine iletti", "scale", "late"),
    "collect": ("tahsil edildiğini yazdı", "circle-check", "done"),
    "clear": ("kamu zararı olmadığına karar verdi", "ban", ""),
}


def losses_workbook(rows: Sequence[Any], told: Any) -> HttpResponse:
    head = [
        *(Column("Sayı", 16), Column("Sayım", 16), Column("Ambar", 30), Column("Durum", 22)),
        *(Column("Kamu zararı", 16, "money"), Column("Tahsil edilen", 16, "money"), Column("Bildirim", 12)),
        Column("Son gün", 12),
    ]
    lines = (
        [
            *(row.case.number, row.stocktake.case.number, row.stocktake.warehouse.name, row.state_label),
            *(row.amount, row.collected, row.notified_on, row.case.due_on),
        ]
        for row in rows
    )
    return workbook("Kamu zararları", head, lines, "kamu-zararlari", filters=told)
