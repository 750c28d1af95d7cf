"""What this app proves: other programs hear of the house, signed, and what did not arrive is known."""

import datetime as dt

from django.db.models import QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import Delivery, State

Units = frozenset[int] | None


def _deliveries(units: Units) -> QuerySet[Delivery]:
    rows = Delivery.objects.exclude(announcement="webhooks.ping")
    return rows if units is None else rows.filter(subscription__seat__unit_id__in=units)


def delivered_last(units: Units, until: dt.date) -> dt.datetime | None:
    rows = _deliveries(units).filter(state=State.DELIVERED, finished_at__date__lte=until)
    return rows.order_by("-finished_at").values_list("finished_at", flat=True).first()


def delivered(units: Units, until: dt.date) -> int:
    return _deliveries(units).filter(state=State.DELIVERED, finished_at__date__lte=until).count()


def arrived(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what was finished in the period, the part that arrived."""
    rows = _deliveries(units).filter(finished_at__date__range=(since, until)).exclude(state=State.UNSEEN)
    every = rows.count()
    return round(100 * rows.filter(state=State.DELIVERED).count() / every, 1) if every else None


CAPABILITIES = (
    Capability(
        code="webhooks.delivered",
        label="Sistemler arası bildirimlerin imzalı ve izlenebilir iletilmesi",
        module="servicedesk",
        describes=(
            "Konak'ta olanlar, onları dinlemeye yetkili sistemlere imzalı iletilir; ulaşmayan bildirim yeniden "
            "denenir, kaydı tutulur, gerektiğinde elle yinelenir."
        ),
        words=("entegrasyon", "bütünleş", "veri alışveriş", "web servis"),
        phrases=(
            "sistemler arası entegrasyonu sağla",
            "uygulamaların birbirleriyle bütünleşik çalışmasını sağla",
            "web servisleri hazırla ve yayımla",
        ),
        unless=("ihale", "satın al"),
        last=delivered_last,
        count=delivered,
        link="/kancalar/",
    ),
)
INDICATORS = (
    Indicator(
        code="webhooks.arrived",
        label="Yerine ulaşan sistem bildirimleri",
        module="servicedesk",
        unit="%",
        explains="Dönemde sonuçlanan web kancası gönderimlerinden teslim edilenlerin payı; sahibinin göremediği "
        "kayıtlar ve deneme istekleri sayılmaz.",
        value=arrived,
    ),
)
