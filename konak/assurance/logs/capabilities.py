"""What this app can prove: access logs sealed and stamped, looks into them written down, answers handed out."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries


def _latest(rows: Any, name: str) -> dt.datetime | None:
    found = rows.aggregate(at=Max(name))["at"]
    if isinstance(found, dt.datetime) or found is None:
        return found
    return make_aware(dt.datetime.combine(found, dt.time(12)))


CAPABILITIES = (
    Capability(
        "logs.sealed",
        "İnternet erişim ve iç IP dağıtım kayıtlarının mühürlenmesi",
        "audit",
        "DHCP, güvenlik duvarı, oturum ve erişim satırları geldikleri gün mühürlenir, zincirlenir, zaman damgalanır.",
        ("internet erişim kayıtları", "iç IP dağıtım logları", "5651", "log kayıtları"),
        (
            "birimlerin internet erişim kayıtlarının tutulmasını ve saklanmasını sağlamak",
            "iç IP dağıtım logları",
            "iç IP dağıtım loglarının elektronik ortamda kaydedilmesini sağlamak",
            "5651 sayılı Kanuna uygun davranmak",
        ),
        lambda units, until: _latest(queries.sealed(until), "day"),
        lambda units, until: queries.sealed(until).count(),
        "/loglar/gol/",
    ),
    Capability(
        "logs.gathered",
        "Sistemlerin iz kayıtlarının merkezde toplanması",
        "audit",
        "Her sistemin iz kaydını hangi kaynaktan gönderdiği, son geldiği an ve kaynağı olmayan sistemler bellidir.",
        ("iz kayıtlarının", "merkezi iz kayıt", "merkezi log", "log kaynağı"),
        (
            "sistemlerin iz kayıtlarının merkezi iz kayıt sisteminde tutulmasını sağlamak",
            "sistemlere ait logların merkezi log sisteminde tutulmasını sağlamak",
        ),
        lambda units, until: _latest(queries.source_day(until), "last_at"),
        lambda units, until: queries.source_day(until).count(),
        "/loglar/kaynaklar/",
    ),
    Capability(
        "logs.kept",
        "Logların yasal süresince saklanması ve süresi dolunca silinmesi",
        "audit",
        "Saklama yasal en kısa sürenin altına inmez; istenen günler bekletilir, süresi dolan tutanağıyla silinir.",
        ("erişim kayıtlarının", "log saklama", "iz kayıtlarının saklanması", "saklama süresi"),
        (
            "internet erişim kayıtlarının yasal süresince saklanmasını sağlamak",
            "süresi dolan log kayıtlarını imha etmek",
        ),
        lambda units, until: _latest(queries.deletions(until), "made_at"),
        lambda units, until: queries.deletions(until).count(),
        "/loglar/saklama/",
    ),
    Capability(
        "logs.proved",
        "Log kayıtlarının bütünlüğünün doğrulanması",
        "audit",
        "Bütün parçalar haftada bir baştan hesaplanır; değişen dosya ve satır adıyla söylenir.",
        ("kayıtların bütünlüğü", "doğruluğu, bütünlüğü ve gizliliği"),
        ("kayıtların değiştirilemez biçimde saklanması", "bütünlüğünün korunması"),
        lambda units, until: _latest(queries.checks(until), "ended_at"),
        lambda units, until: queries.checks(until).count(),
        "/loglar/gol/",
    ),
    Capability(
        "logs.searched",
        "Log kayıtlarında amaca bağlı arama",
        "audit",
        "Loglara kim, ne zaman, hangi amaçla ve hangi isteğe bağlı olarak baktı; aramanın kendisi de mühürlenir.",
        ("log inceleme", "iz kaydı inceleme", "log kayıtları", "delil", "siber güvenlik olay"),
        (
            "güvenlik ihlallerine veya bilgisayar güvenlik olaylarına ilişkin delilleri toplamak, analiz etmek",
            "log kayıtlarını incelemek",
            "log kayıtlarını ve zararlı yazılımları incelemek",
            "siber olayları analiz etmek, logları incelemek",
            "bu IP'yi kimin kullandığını bildirmek",
        ),
        lambda units, until: _latest(queries.searched(until), "at"),
        lambda units, until: queries.searched(until).count(),
        "/loglar/",
    ),
    Capability(
        "logs.packed",
        "Adli makama doğrulanabilir cevap paketi",
        "audit",
        "Satırlar ağaç yolları, bildirgeler, zaman damgası ve doğrulama betiğiyle verilir.",
        ("adli makam", "log kayıtlarının verilmesi", "iz kayıtlarını", "delil"),
        (
            "yetkili mercilerin istediği log kayıtlarını vermek",
            "iz kayıtlarını teslim etmek",
            "olaylara ilişkin delilleri toplamak",
        ),
        lambda units, until: _latest(queries.packed(until), "packed_at"),
        lambda units, until: queries.packed(until).count(),
        "/loglar/",
    ),
    Capability(
        "logs.reviewed",
        "Logların günlük, haftalık ve aylık incelenmesi",
        "audit",
        "İnceleme dönem bitince bakılacaklarıyla hazırlanır, inceleyen imzalar; geciken haber verilir.",
        ("log inceleme", "günlük, haftalık ve aylık", "logların gözden geçirilmesi", "iz kayıtlarının"),
        (
            "iz kayıtlarının günlük, haftalık ve aylık olarak izlenmesi ve incelenmesi",
            "günlük, haftalık ve aylık izleme",
            "haftalık ve aylık olarak incelemek",
            "logların günlük, haftalık ve aylık olarak incelenmesini sağlamak",
            "iz kayıtlarını düzenli aralıklarla gözden geçirmek",
        ),
        lambda units, until: _latest(queries.signed(until), "signed_at"),
        lambda units, until: queries.signed(until).count(),
        "/loglar/incelemeler/",
    ),
    Capability(
        "logs.alarmed",
        "Loglarda koşullu alarm",
        "audit",
        "Gelen satırlar kurulan koşullara ve Sigma kurallarına göre sınanır; çalan alarm değerlendirilir.",
        ("olay kayıt", "siber olay tespiti", "siber saldırı"),
        (
            "siber saldırılara karşı önlem",
            "olay kayıt sistemlerini oluşturma",
            "saldırıları tespit etmek için olay kayıt sistemleri kurmak",
            "log korelasyonu ve uyarı üretmek",
        ),
        lambda units, until: _latest(queries.watched(until), "seen_at"),
        lambda units, until: queries.watched(until).count(),
        "/loglar/alarmlar/",
    ),
)
INDICATORS = (
    Indicator(
        code="logs.reviewed_in_time",
        label="Süresinde imzalanan log incelemeleri",
        module="audit",
        unit="%",
        explains="Son imza günü dönemde olan incelemelerden o güne kadar imzalananların payı.",
        value=lambda units, since, until: queries.signed_in_time(since, until),
    ),
    Indicator(
        code="logs.lines",
        label="Mühürlenen log satırları",
        module="audit",
        unit="satır",
        explains="Dönemde gelen ve mühürlenen satırlar; mühür bekleyenler sayılmaz.",
        value=lambda units, since, until: float(queries.lines(since, until)),
        better="neither",
    ),
    Indicator(
        code="logs.stamped",
        label="Zaman damgalı log parçaları",
        module="audit",
        unit="%",
        explains="Dönemde mühürlenen yasal log parçalarından bir zaman damgasının kapsadıklarının payı.",
        value=lambda units, since, until: queries.stamped_share(since, until),
    ),
)
