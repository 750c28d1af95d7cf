"""What this app proves: warehouses are counted, differences are settled, the account of the year is given."""

import datetime as dt
from decimal import Decimal

from django.db.models import F, Max, Q, Sum

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries
from .models import CountLine

Units = frozenset[int] | None


def counted_last(units: Units, until: dt.date) -> dt.datetime | None:
    found: dt.datetime | None = queries.settled(units, until).aggregate(last=Max("case__closed_at"))["last"]
    return found


def counted_count(units: Units, until: dt.date) -> int:
    return queries.settled(units, until).count()


def given_last(units: Units, until: dt.date) -> dt.datetime | None:
    found: dt.datetime | None = queries.given(units, until).aggregate(last=Max("case__closed_at"))["last"]
    return found


def given_count(units: Units, until: dt.date) -> int:
    return queries.given(units, until).count()


def _lines(units: Units, since: dt.date, until: dt.date) -> dict[str, Decimal | int | None]:
    settled = queries.settled(units, until).filter(settled_on__gte=since)
    rows = CountLine.objects.filter(stocktake__in=settled)
    return rows.aggregate(
        held=Sum("amount"), lost=Sum("amount", filter=Q(counted__lt=F("expected")), default=Decimal(0))
    )


def found_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Percent of the recorded value that the counts of a period found in its place."""
    sums = _lines(units, since, until)
    held, lost = sums["held"], sums["lost"]
    return float(100 * (Decimal(held) - Decimal(lost or 0)) / Decimal(held)) if held else None


CAPABILITIES = (
    Capability(
        code="stocktake.counted",
        label="Taşınır sayımlarının yapılması ve farkların kayda işlenmesi",
        module="assets",
        describes=(
            "Ambar ve zimmetteki bütün taşınırlar en az üç kişilik komisyonla sayılır; etiketler okutulur, noksan ve "
            "fazla tutanakla belirlenir, harcama yetkilisi onaylar, fark fişleri kesinleşince sayım kapanır."
        ),
        words=("sayım", "sayım tutanağı", "sayımı", "taşınır sayım"),
        phrases=(
            "taşınır kayıt sayım ve devir işlemlerini yaptır",
            "taşınır sayımını yap",
            "sayım işlemlerini yürüt",
            "demirbaş sayımını yap",
        ),
        unless=("araç sayım", "trafik", "ziyaretçi"),
        last=counted_last,
        count=counted_count,
        link="/sayimlar/",
    ),
    Capability(
        code="stocktake.account",
        label="Taşınır yıl sonu yönetim hesabının verilmesi",
        module="assets",
        describes=(
            "Yıl sonu cetvelleri defterden kuruşu kuruşuna çıkarılır, sayımla karşılaştırılır; kontrol yetkilisi "
            "denetler, harcama yetkilisi onaylar, onaydan sonra o yılın defteri kapanır."
        ),
        words=("yıl sonu", "taşınır hesap", "yönetim hesabı", "sayım raporu"),
        phrases=(
            "yıl sonu taşınır hesaplarını çıkar",
            "yıl sonu taşınır mal hesaplarını yap",
            "yıl sonu sayım raporlarını kontrol ederek sun",
            "taşınır yönetim hesabını düzenle",
        ),
        unless=("bütçe", "kesin hesap kanunu"),
        last=given_last,
        count=given_count,
        link="/sayimlar/hesaplar/",
    ),
)
INDICATORS = (
    Indicator(
        code="stocktake.found",
        label="Sayımda yerinde bulunan taşınırların değer payı",
        module="assets",
        unit="%",
        explains="Dönemde kayıtla denkleşen sayımlarda, kayıtlı değerin ne kadarının yerinde bulunduğu.",
        value=found_share,
    ),
    Indicator(
        code="stocktake.counts",
        label="Kayıtla denkleşen sayımlar",
        module="assets",
        unit="adet",
        explains="Dönemde kapanan sayımların sayısı; vazgeçilenler sayılmaz.",
        value=lambda units, since, until: float(queries.settled(units, until).filter(settled_on__gte=since).count()),
        better="neither",
    ),
)
