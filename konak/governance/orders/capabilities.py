"""What this app proves: tasks outside the numbered duties are given, followed and closed; and what can be counted."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries
from .lifecycle import State
from .models import Order
from .queries.numbers import end_of

Units = frozenset[int] | None


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _given(units: Units, until: dt.date) -> QuerySet[Order]:
    """Orders that these units gave or were given."""
    rows: QuerySet[Order] = Order.objects.filter(case__opened_at__lt=end_of(until))
    return rows if units is None else rows.filter(Q(case__unit_id__in=units) | Q(given_from_id__in=units))


def assigned_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_given(units, until), "case__opened_at")


def assigned_count(units: Units, until: dt.date) -> int:
    return _given(units, until).count()


def _done(units: Units, until: dt.date) -> QuerySet[Order]:
    """Orders these units carried out, accepted until that day."""
    rows: QuerySet[Order] = Order.objects.filter(case__state=State.DONE, case__closed_at__lt=end_of(until))
    return rows if units is None else rows.filter(case__unit_id__in=units)


def done_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_done(units, until), "case__closed_at")


def done_count(units: Units, until: dt.date) -> int:
    return _done(units, until).count()


CAPABILITIES = (
    Capability(
        code="orders.done",
        label="Amirlerce verilen diğer görevlerin yerine getirilmesi",
        module="organization",
        describes=(
            "Üst yönetimin ve amirlerin numaralı görevler dışında verdiği işler yazılı ya da sözlü emriyle, tarihi "
            "ve son günüyle kaydedilir; yapıldığı kanıtla bildirilir, sonucu emri veren kabul eder."
        ),
        words=("verilen", "verilecek", "emir", "talimat", "öngörülen diğer görev", "öngördüğü diğer görev"),
        phrases=(
            "verilen diğer görevleri yap",
            "verilen diğer görevleri yerine getir",
            "verilen benzer görevleri yap",
            "verilecek diğer görevleri yap",
            "amirlerce verilen görevleri yap",
            "üst yönetimin ve mevzuatın öngördüğü diğer görevleri yap",
            "amir tarafından verilen görevleri yerine getir",
            "üst yönetim tarafından verilen görevleri yerine getir",
            "üst yönetim tarafından verilen emirleri yerine getir",
            "başkanlık makamınca verilen görevleri yap",
            "verilen emirleri zamanında eksiksiz yerine getir",
            "verilen görev ve emirlerden sorumlu",
            "emirlerini yerine getir",
            "talimatlarını yerine getir",
        ),
        unless=("teknik destek", "eğitim", "ihale", "satın al", "nöbet", "iş emri", "ödeme emri"),
        last=done_last,
        count=done_count,
        link="/emirler/?pano=biten",
    ),
    Capability(
        code="orders.assigned",
        label="Görev emirlerinin verilmesi, aktarılması ve takibi",
        module="organization",
        describes=(
            "Amir numaralı görevler dışındaki bir işi astına ya da bağlı birime süreyle verir; şef aldığı görevi "
            "büro personeline aktarır, alt emirlerin bitişini izler, geciken görünür."
        ),
        words=("verilen", "emir", "talimat", "iş dağılım", "görevlendir"),
        phrases=(
            "amirlerin vereceği diğer görevlerin yapılmasını sağla",
            "verilen görevlerin yapılmasını sağla",
            "amirlerince verilen diğer görevlerin yaptırılması",
            "emir ve talimatları personele aktar",
            "verilen emirlerin takibini yap",
            "personele görev ver takip et",
            "iş dağılımını yapar ve takip eder",
        ),
        unless=("teknik destek", "eğitim", "ihale", "satın al", "yolluk", "iş emri", "ödeme emri"),
        last=assigned_last,
        count=assigned_count,
        link="/emirler/",
    ),
)
INDICATORS = (
    Indicator(
        code="orders.on_time",
        label="Süresinde yapılan görev emirleri",
        module="organization",
        unit="%",
        explains=(
            "Dönemde sonucu kabul edilen emirlerden, kabul edilen bildirimi son günde ya da önce yapılanların payı. "
            "Geri alınan emirler sayılmaz; onayda geçen süre yapanın aleyhine işlemez."
        ),
        value=queries.on_time,
    ),
    Indicator(
        code="orders.median_days",
        label="Görev emrinin yapılma süresi (ortanca)",
        module="organization",
        unit="gün",
        explains=(
            "Dönemde sonucu kabul edilen emirlerin kayda girişinden kabul edilen bildirime kadar geçen gün sayısının "
            "ortancası."
        ),
        value=queries.median_days,
        better="less",
    ),
    Indicator(
        code="orders.done",
        label="Tamamlanan görev emirleri",
        module="organization",
        unit="adet",
        explains="Dönemde sonucu kabul edilen görev emirlerinin sayısı; alt emirler ayrı sayılır.",
        value=lambda units, since, until: float(queries.finished(units, since, until).count()),
        better="neither",
    ),
)
