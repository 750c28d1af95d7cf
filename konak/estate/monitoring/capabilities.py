"""What this app proves: systems watched, outages answered, availability, capacity, care; and what can be counted."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import numbers

Units = frozenset[int] | None
UNLESS = ("stratejik plan", "performans programı", "yatırım", "basın", "vatandaş başvuru")


def _by(rows: Callable[[Units, dt.date], QuerySet[Any]], field: str) -> dict[str, Callable[..., Any]]:
    return {
        "last": lambda units, until: numbers.latest(rows(units, until), field),
        "count": lambda units, until: rows(units, until).count(),
    }


def _capability(
    code: str,
    label: str,
    describes: str,
    words: tuple[str, ...],
    phrases: tuple[str, ...],
    rows: Callable[[Units, dt.date], QuerySet[Any]],
    field: str,
    link: str,
    unless: tuple[str, ...] = (),
) -> Capability:
    return Capability(
        code=f"monitoring.{code}",
        label=label,
        module="monitoring",
        describes=describes,
        words=words,
        phrases=phrases,
        unless=(*UNLESS, *unless),
        link=link,
        **_by(rows, field),
    )


CAPABILITIES = (
    _capability(
        "watch",
        "Sistemlerin sürekli izlenmesi",
        "Sunucu, ağ cihazı, veritabanı, hat ve servisler sürekli ölçülür; hata, yavaşlama ve başarım görülür, "
        "grafiği saklanır.",
        ("sistem", "sunucu", "izle", "hata", "performans", "çalışır", "ağ", "lan", "wan"),
        (
            "sistemleri sürekli izlemek, hataları analiz etmek ve raporlamak",
            "sunucuların kesintisiz ve performanslı çalışmasını sağlamak",
            "bilgisayar sistemlerinin etkin bir bütün olarak çalışmasını sağlamak",
            "bilgisayar ağını kurmak ve çalışır durumda tutmak",
            "kurulan lan ve wan ağlarının çalıştığını test etmek",
            "elektronik sistemlerin arıza ve anormalliklerini önceden kestiren sistemler kurmak",
        ),
        numbers.measured,
        "checked_at",
        "/izleme/",
    ),
    _capability(
        "outages",
        "Kesinti ve arızaların karşılanması",
        "Arıza kendiliğinden açılır, nöbetçiye basamak basamak haber verilir, üstlenilir; düzelince nedeni ve "
        "yapılan yazılarak kesinti raporuyla kapatılır.",
        ("arıza", "kesinti", "problem", "sorun", "kesintisiz"),
        (
            "arızalara müdahale etmek ve arızaları önleyici sistemler geliştirmek",
            "doğabilecek problemleri takip etmek",
            "hataları gidermek, performansı takip etmek",
            "bilgisayar sisteminin kesintisiz hizmet vermesini sağlamak",
        ),
        numbers.problems,
        "began_at",
        "/izleme/arizalar/",
    ),
    _capability(
        "availability",
        "Hizmetlerin kullanılabilirliğinin ölçülmesi",
        "Her hizmetin söz verilen süreyi tutup tutmadığı, planlı çalışma ayrı sayılarak, kesintileriyle raporlanır.",
        ("kesintisiz", "sürekli", "hizmet", "kullanılabilir", "otomasyon"),
        (
            "sistemlerin kesintisiz hizmet vermesini sağlamak",
            "sistem ve yazılım hizmetlerini sürekli ve etkin vermek",
            "doğru bilginin istenen düzeyde ve zamanda ulaşılmasını sağlamak için sistemleri çalışır tutmak",
            "belediye otomasyonunun sürekli aktif ve yedekli olmasını sağlamak",
        ),
        numbers.changes,
        "at",
        "/izleme/hizmetler/",
    ),
    _capability(
        "capacity",
        "Kapasite ve performans planlaması",
        "Disk ve hatların doluluğu ölçülür, ne zaman dolacağı son eğilimden öngörülür; kapasite planı kaydı tutulur.",
        ("kapasite", "performans", "genişletme", "bant genişliği"),
        (
            "kapasite planlaması yapmak",
            "verileri analiz ederek kapasite ve performans planlaması yapmak",
            "sunucu ve ağ kapasitesinin artırılmasını planlamak ve uygulamak",
            "internet kapasitesini denetlemek, bant genişliğini ayarlamak, kullanımı takip etmek",
        ),
        lambda units, until: numbers.parts(units, until, "disk", "memory", "cpu", "interface"),
        "latest_at",
        "/izleme/kapasite/",
    ),
    _capability(
        "care",
        "Sistem bakım, güncelleme ve iyileştirme kaydı",
        "Her sistem ve veritabanı için yama, performans ayarı, bakım, teknolojiye uygunluk ve iyileştirme kaydı "
        "tutulur.",
        ("bakım", "güncelleme", "iyileştirme", "veritabanı", "teknoloji"),
        (
            "kapasite planlaması, teknolojiye uygunluk kontrolü, güncelleme ve bakım takibi, iyileştirme raporu",
            "veritabanlarının ayarlarını, bakımını yapmak ve sürekli izlemek",
            "sorumlu olduğu sistemlerin güncelleme ve bakımlarını yapmak",
        ),
        lambda units, until: numbers.cares(units, until, "patch", "tuning", "maintenance", "fitness", "improvement"),
        "done_on",
        "/izleme/bakim-kayitlari/",
    ),
    _capability(
        "failover",
        "Yedeklilik ve hat denemeleri",
        "Yedek sistemlerin ve hatların denendiği gün, sonuç ve sonraki deneme kayıtlıdır.",
        ("yedek", "yedekli", "süreklilik", "test", "deneme"),
        (
            "sistem sürekliliği için güvenlik önlemlerini almak",
            "veritabanı ve donanımların sürekli aktif ve yedekli olmasını sağlamak",
            "kurulan ağ bağlantılarını denemek",
        ),
        lambda units, until: numbers.cares(units, until, "failover", "link"),
        "done_on",
        "/izleme/bakim-kayitlari/?sort=failover",
    ),
    _capability(
        "coverage",
        "İzleme kapsamının güncel tutulması",
        "Kütüğe giren kritik sistem ve kullanıma verilen ağ cihazı için izlemeye alma görevi açılır; izlenmeyen ve "
        "log kaynağı olmayan sistemler listelenir.",
        ("izleme", "güncelle", "log", "kayıt"),
        (
            "sistem değişikliklerinde izleme sistemini güncellemek",
            "sistem kayıtlarının merkezi log sisteminde tutulmasını sağlamak",
            "zayıflıkları erken tespit eden denetim sistemleri",
        ),
        numbers.set_up,
        "at",
        "/izleme/izlenmeyenler/",
    ),
    _capability(
        "circuits",
        "Sağlayıcı hatlarının izlenmesi (MRTG)",
        "İnternet ve devrelerin trafiği grafikle izlenir; sağlayıcının MRTG kaydı alınır, %95'i ve kesintisi "
        "sözleşmeyle karşılaştırılır.",
        ("mrtg", "internet", "servis sağlayıcı", "trafik", "hat", "bağlantı"),
        (
            "internet servis sağlayıcıları araştırmak, mrtg kayıtlarını incelemek, sürekliliği sağlamak",
            "wan ve internet hatlarının trafik grafikleri",
            "iç ve dış birimlerin kablolu intranet ve internet erişimini sağlamak",
        ),
        lambda units, until: numbers.parts(units, until, "interface"),
        "latest_at",
        "/izleme/hizmetler/",
    ),
    _capability(
        "printers",
        "Yazıcı sayaçlarının izlenmesi",
        "Yazıcıların sayfa sayacı ve toner dışındaki ömürlü parçaları kendilerinden okunur.",
        ("yazıcı", "tarayıcı", "sayaç", "ömürlü"),
        ("yazıcı ve tarayıcıların ömürlü parçalarını takip etmek, zamanında ihale edilmesini sağlamak",),
        lambda units, until: numbers.parts(units, until, "toner", "pages"),
        "latest_at",
        "/izleme/cihazlar/?sort=printer",
    ),
    _capability(
        "rooms",
        "Sistem odası ve saha cihazlarının izlenmesi",
        "Sistem odası algılayıcıları, KGK, kamera kayıt cihazları, kiosklar ve röleler ölçülür; sınır aşılınca alarm "
        "verilir.",
        ("sistem odası", "ısı", "nem", "kgk", "kamera", "kiosk", "telsiz", "röle"),
        (
            "sistem odasındaki cihazları ups, ısı, toz, nem, yangın için korumak",
            "kamera kayıtlarının sağlıklı ve sürekli olmasını sağlamak",
            "kioskların kesintisiz çalışmasını sağlamak",
            "telsiz sisteminin kesintisiz çalışmasını sağlamak",
        ),
        lambda units, until: numbers.parts(units, until, "sensor"),
        "latest_at",
        "/izleme/cihazlar/?sort=sensor",
    ),
)
INDICATORS = (
    Indicator(
        "monitoring.availability",
        "Hizmetlerin ortalama kullanılabilirliği",
        module="monitoring",
        unit="%",
        explains="Dönemde ölçülen hizmetlerin, planlı çalışma sayılmadan, çalıştığı sürenin payının ortalaması.",
        value=numbers.share,
    ),
    Indicator(
        "monitoring.outages",
        "Kritik kesinti",
        module="monitoring",
        unit="adet",
        explains="Dönemde başlayıp biten kritik kesintilerin sayısı.",
        value=numbers.outages,
        better="less",
    ),
    Indicator(
        "monitoring.mean_minutes",
        "Ortalama kesinti süresi",
        module="monitoring",
        unit="dakika",
        explains="Dönemde başlayıp biten kritik kesintilerin ölçülen süresinin ortalaması.",
        value=numbers.mean_minutes,
        better="less",
    ),
    Indicator(
        "monitoring.reported",
        "Raporu yazılan kesinti",
        module="monitoring",
        unit="%",
        explains="Dönemin on dakikadan uzun kritik kesintilerinden kesinti raporu yazılanların payı.",
        value=numbers.reported,
    ),
    Indicator(
        "monitoring.hosts",
        "İzlenen cihaz",
        module="monitoring",
        unit="adet",
        explains="Bugün izlenen cihazların sayısı.",
        value=lambda units, since, until: float(numbers.watched(units, until)),
        better="neither",
    ),
)
