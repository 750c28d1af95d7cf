"""What stands in each statutory form, by its sample number; the template only draws it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.timezone import localdate, localtime

from konak.foundation.access import Actor
from konak.foundation.ui.words import number as tr_number

from ..models import Asset, Custody, Item, Kind, LineAsset, Movement, Place, Receipt, StockRequest, Warehouse

Pair = tuple[str, str]
TITLES = {
    "1": "Tüketim Malzemeleri Defteri",
    "2": "Dayanıklı Taşınırlar Defteri",
    "3": "Müze Defteri",
    "4": "Kütüphane Defteri",
    "5": "Taşınır İşlem Fişi",
    "5/A": "Taşınır İşlem Fişi (Devir)",
    "6": "Taşınır Teslim Belgesi",
    "6/A": "Taşınır Teslim Belgesi (Taşıt ve İş Makineleri)",
    "7": "Taşınır İstek Belgesi",
    "8": "Dayanıklı Taşınırlar Listesi",
    "9": "Taşınır Geçici Alındısı",
    "10": "Kayıttan Düşme Teklif ve Onay Tutanağı",
}
"""The forms of the regulation this app draws; hand-over, stocktake and year-end (11–19) belong to `stocktake`."""
TRANSFERS = (Kind.TRANSFER_IN, Kind.TRANSFER_OUT, Kind.HANDED_IN, Kind.HANDED_OUT)


def _money(value: Decimal | None) -> str:
    return tr_number(value or Decimal(0), 2)


def _count(value: Decimal) -> str:
    return tr_number(value)


def _day(value: dt.date | dt.datetime | None) -> str:
    if value is None:
        return "–"
    return f"{localtime(value) if isinstance(value, dt.datetime) else value:%d.%m.%Y}"


def _table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    sides: str,
    *,
    heading: str = "",
    total: Sequence[Pair] = (),
) -> dict[str, Any]:
    return {
        "heading": heading,
        "head": list(head),
        "rows": [[str(cell) for cell in row] for row in rows],
        "widths": list(widths),
        "sides": list(sides),
        "total": [list(pair) for pair in total],
    }


def _signed(role: str, name: str = "", note: str = "") -> dict[str, str]:
    return {"role": role, "name": name, "note": note}


def _paper(
    form: str,
    *,
    unit: str = "",
    number: str | None = None,
    date: str | None = None,
    left: Sequence[Pair] = (),
    right: Sequence[Pair] = (),
    tables: Sequence[dict[str, Any]] = (),
    paragraphs: Sequence[str] = (),
    signatures: Sequence[dict[str, str]] = (),
    wide: bool = False,
    title: str = "",
) -> dict[str, Any]:
    return {
        "title": title or TITLES[form],
        "form": f"Örnek: {form}" if form else "",
        "unit": unit or None,
        "number": number,
        "date": date,
        "left": [[label, value or "–"] for label, value in left],
        "right": [[label, value or "–"] for label, value in right],
        "tables": list(tables),
        "paragraphs": list(paragraphs),
        "signatures": list(signatures),
        "wide": wide,
    }


def _store(warehouse: Warehouse) -> list[Pair]:
    spending = warehouse.spending_unit
    return [
        ("Harcama birimi", f"{spending.name} ({spending.code})"),
        ("Ambar", f"{warehouse.name} ({warehouse.code})"),
        ("Muhasebe birimi", " ".join(part for part in (spending.accounting_name, spending.accounting_code) if part)),
    ]


def _officers(receipt: Receipt) -> list[dict[str, str]]:
    keeper, checker = receipt.prepared_by or receipt.warehouse.registrar, receipt.approved_by
    when = f"Konak üzerinden {_day(receipt.recorded_at)}" if receipt.recorded_at else ""
    return [
        _signed("Taşınır Kayıt Yetkilisi", keeper.full_name, when if receipt.prepared_by else ""),
        _signed(
            "Taşınır Kontrol Yetkilisi",
            (checker or receipt.warehouse.controller).full_name,
            "Konak üzerinden onaylandı" if checker else "",
        ),
    ]


def _tags(tags: Sequence[str]) -> str:
    """Numbers of one series that follow each other, written as from–to."""
    if len(tags) < 3:
        return ", ".join(tags)
    return f"{tags[0]} – {tags[-1]} ({len(tags)} adet)"


def receipt(row: Receipt, actor: Actor) -> dict[str, Any]:
    """TİF (Örnek 5; 5/A for transfers)."""
    lines = row.lines.select_related("item", "model").prefetch_related("things__asset").order_by("place")
    table = []
    for line in lines:
        tags = sorted(thing.asset.tag for thing in line.things.all())
        each = line.amount / line.quantity
        name = line.name or line.item.name
        table.append(
            (
                str(line.place),
                line.item.code,
                _tags(tags),
                f"{name} ({line.model})" if line.model else name,
                line.item.get_measure_display(),
                _count(line.quantity),
                _money(each),
                _money(line.amount),
            )
        )
    total = sum((line.amount for line in lines), Decimal(0))
    way = "Giriş" if row.inward else "Çıkış"
    other = row.counterpart or (row.to_unit.name if row.to_unit else "")
    partner = "Nereden geldi" if row.inward else "Kime / nereye verildi"
    taker = row.to_user.full_name if row.to_user else ""
    signatures = _officers(row)
    signatures.append(_signed("Teslim Eden" if row.inward else "Teslim Alan", taker))
    return _paper(
        "5/A" if row.kind in TRANSFERS else "5",
        unit=row.warehouse.spending_unit.name,
        number=row.slip_words or f"{row.case.number} (taslak)",
        date=row.dated.isoformat(),
        left=[*_store(row.warehouse), ("İşlem çeşidi", f"{way} · {row.get_kind_display()}")],
        right=[
            (partner, other),
            (
                "Dayanağı belge",
                " ".join(part for part in (row.basis, _day(row.basis_on) if row.basis_on else "") if part),
            ),
            ("Muayene kabul", row.inspection),
            ("Kayıt no", row.case.number),
        ],
        tables=[
            _table(
                ("Sıra", "Taşınır kodu", "Sicil no", "Adı", "Ölçü", "Miktar", "Birim fiyat (KDV dahil)", "Tutar"),
                table,
                (0, 0, 3, 4, 0, 0, 0, 0),
                "clllcrrr",
                total=[("Toplam", f"{_money(total)} ₺")],
            )
        ],
        paragraphs=[row.why] if row.why else [],
        signatures=signatures,
        wide=True,
    )


def interim(row: Receipt, actor: Actor) -> dict[str, Any]:
    """Taşınır Geçici Alındısı (Örnek 9): what came in before inspection and acceptance."""
    lines = row.lines.select_related("item", "model").order_by("place")
    table = [
        (str(line.place), line.name or line.item.name, line.item.get_measure_display(), _count(line.quantity))
        for line in lines
    ]
    return _paper(
        "9",
        unit=row.warehouse.spending_unit.name,
        number=row.case.number,
        date=(row.interim_on or row.dated).isoformat(),
        left=_store(row.warehouse),
        right=[("Teslim eden", row.supplier or row.counterpart), ("İrsaliye / fatura", row.basis)],
        tables=[_table(("Sıra", "Adı", "Ölçü", "Miktar"), table, (0, 1, 0, 0), "clcr")],
        paragraphs=[
            "Yukarıda cins ve miktarı yazılı taşınırlar, muayene ve kabul işlemi yapılmak üzere geçici olarak teslim "
            "alınmıştır."
        ],
        signatures=[
            _signed("Teslim Eden"),
            _signed("Teslim Alan (Taşınır Kayıt Yetkilisi)", row.warehouse.registrar.full_name),
        ],
    )


def write_off(row: Receipt, actor: Actor) -> dict[str, Any]:
    """Kayıttan Düşme Teklif ve Onay Tutanağı (Örnek 10)."""
    rows = []
    for line in row.lines.select_related("item").prefetch_related("things__asset").order_by("place"):
        tags = sorted(thing.asset.tag for thing in line.things.all())
        rows.append(
            (str(line.place), line.item.code, _tags(tags), line.item.name, _count(line.quantity), _money(line.amount))
        )
    total = sum((line.amount for line in row.lines.all()), Decimal(0))
    head = row.warehouse.spending_unit.assignee
    return _paper(
        "10",
        unit=row.warehouse.spending_unit.name,
        number=row.slip_words or row.case.number,
        date=row.dated.isoformat(),
        left=_store(row.warehouse),
        right=[("Kayıttan düşme nedeni", row.get_kind_display()), ("Dayanak", row.basis)],
        tables=[
            _table(
                ("Sıra", "Taşınır kodu", "Sicil no", "Adı", "Miktar", "Kayıtlı değer"),
                rows,
                (0, 0, 3, 3, 0, 0),
                "clllrr",
                total=[("Toplam", f"{_money(total)} ₺")],
            )
        ],
        paragraphs=[
            f"Gerekçe: {row.why}",
            "Yukarıda kayıtlı taşınırların belirtilen nedenle kayıtlardan çıkarılması teklif olunur.",
        ],
        signatures=[
            _signed("Komisyon Başkanı"),
            _signed("Üye"),
            _signed("Üye (Taşınır Kayıt Yetkilisi)", row.warehouse.registrar.full_name),
            _signed("Uygun görüşle arz: Taşınır Kontrol Yetkilisi", row.warehouse.controller.full_name),
            _signed("Onay: Harcama Yetkilisi", head.full_name if head else ""),
        ],
    )


def slip(rows: Sequence[Custody], actor: Actor) -> dict[str, Any]:
    """Taşınır Teslim Belgesi (Örnek 6; 6/A for vehicles and machines)."""
    first = rows[0]
    vehicle = all(row.asset.item.code.startswith("254") for row in rows)
    warehouse = first.asset.warehouse
    who = (
        first.holder.full_name
        if first.holder
        else (first.place.assignee.full_name if first.place and first.place.assignee else "")
    )
    table = [
        (
            str(place),
            row.asset.tag,
            row.asset.name,
            str(row.asset.model or ""),
            row.asset.serial,
            row.get_state_display(),
        )
        for place, row in enumerate(rows, 1)
    ]
    accepted = [row.accepted_at for row in rows if row.accepted_at]
    note = f"Konak üzerinden kabul edildi, {_day(max(accepted))}" if len(accepted) == len(rows) else ""
    return _paper(
        "6/A" if vehicle else "6",
        unit=warehouse.spending_unit.name,
        number=first.slip,
        date=_day(first.offered_at),
        left=_store(warehouse),
        right=[
            ("Teslim alan", who),
            ("Birimi", first.unit.name),
            ("Ortak kullanım alanı", str(first.place) if first.place else ""),
            ("İade tarihi", _day(first.due_back_on)),
        ],
        tables=[
            _table(
                ("Sıra", "Sicil no", "Adı", "Marka, model", "Seri no", "Durum"), table, (0, 0, 2, 2, 1, 0), "clllll"
            )
        ],
        paragraphs=[
            "Yukarıda belirtilen taşınırları teslim aldım. Görevden ayrıldığımda ya da istenildiğinde eksiksiz iade "
            "edeceğimi, özenle koruyup kullanacağımı kabul ederim."
        ],
        signatures=[
            _signed("Teslim Eden (Taşınır Kayıt Yetkilisi)", first.given_by.full_name if first.given_by else ""),
            _signed("Teslim Alan", who, note),
        ],
    )


def request(row: StockRequest, actor: Actor) -> dict[str, Any]:
    """Taşınır İstek Belgesi (Örnek 7)."""
    lines = row.lines.select_related("item").order_by("pk")
    table = [
        (
            str(place),
            line.item.code,
            line.item.name,
            line.item.get_measure_display(),
            _count(line.quantity),
            _count(line.given) if row.ended else "",
        )
        for place, line in enumerate(lines, 1)
    ]
    asker = row.case.opened_by
    return _paper(
        "7",
        unit=row.case.unit.name,
        number=row.case.number,
        date=_day(row.case.opened_at),
        left=[("İstek yapan birim", row.case.unit.name), ("İstenen ambar", row.warehouse.name)],
        right=[("Gerekçe", row.why), ("Durum", row.state_label)],
        tables=[
            _table(
                ("Sıra", "Taşınır kodu", "Adı", "Ölçü", "İstenen", "Karşılanan"), table, (0, 0, 1, 0, 0, 0), "cllcrr"
            )
        ],
        signatures=[
            _signed("İstek Yapan", asker.full_name if asker else "", f"Konak üzerinden {_day(row.case.opened_at)}"),
            _signed(
                "Uygundur (Birim Yetkilisi)",
                row.granted_by.full_name if row.granted_by else "",
                "Konak üzerinden uygun görüldü" if row.granted_by else "",
            ),
            _signed("Teslim Eden (Taşınır Kayıt Yetkilisi)", row.warehouse.registrar.full_name),
        ],
    )


def room_list(place: Place, actor: Actor) -> dict[str, Any]:
    """Dayanıklı Taşınırlar Listesi (Örnek 8): what stands in a place, to be hung there."""
    # reach: the place was found through one
    rows = Asset.objects.filter(place=place).exclude(state__in=("lost", "scrapped", "gone", "annulled"))
    rows = rows.select_related("model", "holder", "item").order_by("tag")
    table = [
        (
            str(number),
            row.tag,
            f"{row.name} {row.model or ''}".strip(),
            row.holder.full_name if row.holder else "Ortak kullanım",
            row.get_state_display(),
        )
        for number, row in enumerate(rows, 1)
    ]
    return _paper(
        "8",
        unit=place.unit.name,
        date=localdate().isoformat(),
        left=[("Yer", str(place)), ("Bina, kat", f"{place.building} {place.floor}".strip())],
        right=[("Sorumlu", place.assignee.full_name if place.assignee else ""), ("Taşınır sayısı", str(len(table)))],
        tables=[_table(("Sıra", "Sicil no", "Adı", "Kullanan", "Durum"), table, (0, 0, 2, 1, 0), "cllll")],
        signatures=[
            _signed("Taşınır Kayıt Yetkilisi"),
            _signed("Ortak Kullanım Alanı Sorumlusu", place.assignee.full_name if place.assignee else ""),
        ],
    )


def book(warehouse: Warehouse, item: Item, year: int, actor: Actor) -> dict[str, Any]:
    """The book of one code in one year: consumables (Örnek 1) with a running balance, durable things (Örnek 2);
    of museum and library codes each thing stands in it (Örnek 3, 4)."""
    # reach: the warehouse was found through one
    if item.collection:
        return _collection(warehouse, item, year)
    before = Movement.objects.filter(warehouse=warehouse, item=item, dated__year__lt=year).aggregate(
        quantity=Sum("quantity"), amount=Sum("amount")
    )
    quantity, amount = before["quantity"] or Decimal(0), before["amount"] or Decimal(0)
    table = [("", "", "Önceki yıldan devreden", "", "", _count(quantity), _money(amount))]
    rows = Movement.objects.filter(warehouse=warehouse, item=item, dated__year=year).select_related(
        "receipt__case", "to_unit"
    )
    for row in rows.order_by("dated", "pk"):
        quantity, amount = quantity + row.quantity, amount + row.amount
        words = str(Kind(row.kind).label)
        if row.receipt.reverses_id:
            words = f"Ters kayıt: {words}"
        elif row.to_unit:
            words = f"{words}, {row.to_unit.name}"
        table.append(
            (
                _day(row.dated),
                row.receipt.slip_words,
                words,
                _count(row.quantity) if row.quantity > 0 else "",
                _count(-row.quantity) if row.quantity < 0 else "",
                _count(quantity),
                _money(amount),
            )
        )
    return _paper(
        "2" if item.durable else "1",
        unit=warehouse.spending_unit.name,
        date=localdate().isoformat(),
        left=_store(warehouse),
        right=[("Taşınır", str(item)), ("Ölçü birimi", item.get_measure_display()), ("Yıl", str(year))],
        tables=[
            _table(
                ("Tarih", "Fiş no", "İşlem", "Giriş", "Çıkış", "Kalan", "Kalan tutar"),
                table,
                (0, 0, 1, 0, 0, 0, 0),
                "lllrrrr",
            )
        ],
    )


def _collection(warehouse: Warehouse, item: Item, year: int) -> dict[str, Any]:
    """The book of a museum or a library: every thing with how it came and, where it left, how; what the year came to.

    The columns are this house's own: the text at hand names the book and its number, not what stands in it.
    """
    came = LineAsset.objects.filter(line__receipt__warehouse=warehouse, asset__item=item)
    came = came.filter(line__receipt__recorded_at__isnull=False, line__receipt__dated__year__lte=year)
    first: dict[int, Receipt] = {}
    last: dict[int, Receipt] = {}
    for one in came.select_related("line__receipt__warehouse", "line__receipt__case").order_by(
        "line__receipt__dated", "pk"
    ):
        if one.line.receipt.inward:
            first.setdefault(one.asset_id, one.line.receipt)
            last.pop(one.asset_id, None)  # it came back
        else:
            last[one.asset_id] = one.line.receipt
    rows = Asset.objects.filter(pk__in=list(first)).order_by("tag")
    table = []
    for place, row in enumerate(rows, 1):
        entry, exit_ = first[row.pk], last.get(row.pk)
        about = " · ".join(part for part in (row.serial, row.notes.splitlines()[0][:80] if row.notes else "") if part)
        table.append(
            (
                str(place),
                row.tag,
                row.name,
                about or "–",
                f"{_day(entry.dated)} {entry.slip_words}",
                f"{Kind(entry.kind).label} {entry.counterpart or row.supplier}".strip(),
                _money(row.cost),
                f"{_day(exit_.dated)} {exit_.slip_words} {Kind(exit_.kind).label}" if exit_ else "",
            )
        )
    sums = Movement.objects.filter(warehouse=warehouse, item=item, dated__year__lte=year).aggregate(
        carried=Sum("quantity", filter=Q(dated__year__lt=year)),
        entered=Sum("quantity", filter=Q(dated__year=year, quantity__gt=0)),
        left=Sum("quantity", filter=Q(dated__year=year, quantity__lt=0)),
        remaining=Sum("quantity"),
        worth=Sum("amount"),
    )
    numbers = {name: value or Decimal(0) for name, value in sums.items()}
    return _paper(
        "3" if item.collection == "museum" else "4",
        unit=warehouse.spending_unit.name,
        date=localdate().isoformat(),
        left=_store(warehouse),
        right=[("Taşınır", str(item)), ("Yıl", str(year))],
        tables=[
            _table(
                ("Sıra", "Sicil no", "Adı", "Özellik, açıklama", "Giriş", "Geliş şekli", "Değeri", "Çıkış"),
                table,
                (0, 0, 2, 2, 1, 1, 0, 1),
                "clllllrl",
                total=[
                    ("Devreden", _count(numbers["carried"])),
                    ("Giren", _count(numbers["entered"])),
                    ("Çıkan", _count(-numbers["left"])),
                    ("Kalan", _count(numbers["remaining"])),
                    ("Kalan değer", _money(numbers["worth"])),
                ],
            )
        ],
        wide=True,
    )


def statement(actor: Actor, rows: Sequence[Custody], who: str, unit: str) -> dict[str, Any]:
    """What somebody holds, as he may print it for himself."""
    table = [
        (
            str(place),
            row.asset.tag,
            row.asset.name,
            str(row.asset.model or ""),
            row.asset.serial,
            _day(row.accepted_at),
            row.get_state_display(),
        )
        for place, row in enumerate(rows, 1)
    ]
    return _paper(
        "",
        title="Zimmet Durum Belgesi",
        unit=unit,
        date=localdate().isoformat(),
        left=[("Ad soyad", who)],
        right=[("Taşınır sayısı", str(len(table)))],
        tables=[
            _table(
                ("Sıra", "Sicil no", "Adı", "Marka, model", "Seri no", "Kabul", "Durum"),
                table,
                (0, 0, 2, 2, 1, 0, 0),
                "cllllll",
            )
        ],
        paragraphs=["Bu belge, düzenlendiği andaki kayıtları gösterir."],
    )


__all__ = ["TITLES", "book", "interim", "receipt", "request", "room_list", "slip", "statement"]
