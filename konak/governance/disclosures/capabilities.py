"""What this app can prove: information given by named seats, requests for logs answered."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries


def _noon(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def _latest(rows: Any, name: str) -> dt.datetime | None:
    return _noon(rows.aggregate(day=Max(name))["day"])


CAPABILITIES = (
    Capability(
        "disclosures.given",
        "Kurum dışına bilgi vermenin yetkili makama bağlanması",
        "organization",
        "Bilgiyi yalnız birimi yönetenler verir; kime, ne, hangi makamca ve neden verildiği kayda geçer.",
        ("bilgi verme", "bilgi vereme", "kurum dışına", "bilgi alacak", "demeç", "açıklama yapmak", "bilgi ve belge"),
        (
            "evrak hakkında bilgi ve demeç vermemek",
            "bilgi yalnız daire başkanı, şube müdürü ya da yetki verilen görevlilerce verilir",
            "izinsiz kurum dışına bilgi vermemek",
            "izinsiz olarak kurum dışına",
            "evrak memurları bilgi veremez",
            "bilgi alacak kişiler müdür görevliden",
        ),
        lambda units, until: _latest(queries.given(units, until), "given_on"),
        lambda units, until: queries.given(units, until).count(),
        "/bilgi-verme/",
        ("coğrafi", "eğitim", "kişisel veri"),
    ),
    Capability(
        "disclosures.logs",
        "İz kaydı isteklerinin kaydı",
        "audit",
        "İz kaydı isteyen makam, dosya, yazı, kapsam, amaç ve son gün kayda geçer; cevap yazısıyla kapanır.",
        ("iz kayıtları", "log", "istatistik", "adli makam"),
        (
            "talep edilen istatistik ve iz kayıtlarını sunmak",
            "istatistiksel raporlar ve iz kayıtlarını teslim etmek",
            "yetkili mercilerin istediği log kayıtlarını vermek",
        ),
        lambda units, until: _latest(queries.answered(units, until), "answer_date"),
        lambda units, until: queries.answered(units, until).count(),
        "/bilgi-verme/iz-kayitlari/",
        ("yedek", "kablosuz"),
    ),
)
INDICATORS = (
    Indicator(
        code="disclosures.given",
        label="Kurum dışına verilen bilgiler",
        module="organization",
        unit="adet",
        explains="Dönemde yetkili makamca verilen bilgilerin sayısı; verilmeyenler sayılmaz.",
        value=lambda units, since, until: float(queries.given(units, until).filter(given_on__gte=since).count()),
        better="neither",
    ),
    Indicator(
        code="disclosures.decision_days",
        label="Bilgi isteğinin karara bağlanma süresi",
        module="organization",
        unit="gün",
        explains="Dönemde karara bağlanan isteklerde istek gününden karara kadar geçen günlerin ortalaması.",
        value=queries.decision_days,
        better="less",
    ),
    Indicator(
        code="disclosures.logs_on_time",
        label="Süresinde cevaplanan iz kaydı istekleri",
        module="audit",
        unit="%",
        explains="Dönemde cevaplanan isteklerden cevap yazısı son günde ya da önce yazılanların payı.",
        value=queries.answered_on_time,
    ),
)
