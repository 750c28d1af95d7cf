"""What this app proves, clause by clause, and what can be counted."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import (
    AccessRequest,
    Campaign,
    Entitlement,
    Movement,
    MovementKind,
    SharedAccount,
    UndertakingAcceptance,
)
from .queries import numbers
from .queries.numbers import end_of

Units = frozenset[int] | None


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _of(rows: QuerySet[Any], units: Units, field: str) -> QuerySet[Any]:
    return rows if units is None else rows.filter(**{f"{field}__in": units})


def _granted(units: Units, until: dt.date) -> QuerySet[Entitlement]:
    """Rights given to people of these units, or opened by them."""
    rows = Entitlement.objects.filter(granted_at__lt=end_of(until))
    if units is None:
        return rows
    return rows.filter(unit_id__in=units) | rows.filter(right__executing_unit_id__in=units)


def _kind(*kinds: str) -> Any:
    def rows(units: Units, until: dt.date) -> QuerySet[Entitlement]:
        return _granted(units, until).filter(right__kind__in=kinds)

    return rows


def _revised(units: Units, until: dt.date) -> QuerySet[Entitlement]:
    rows = Entitlement.objects.filter(ended_at__lt=end_of(until))
    if units is None:
        return rows
    return rows.filter(unit_id__in=units) | rows.filter(right__executing_unit_id__in=units)


def _moved(units: Units, until: dt.date) -> QuerySet[Movement]:
    return _of(Movement.objects.filter(case__opened_at__lt=end_of(until)), units, "case__unit_id")


def _left(units: Units, until: dt.date) -> QuerySet[Movement]:
    return _moved(units, until).filter(kind__in=(MovementKind.LEAVER, MovementKind.MOVER))


def _reviewed(units: Units, until: dt.date) -> QuerySet[Campaign]:
    rows = Campaign.objects.filter(case__state="closed", case__closed_at__lt=end_of(until))
    return _of(rows, units, "case__unit_id")


def _accepted(units: Units, until: dt.date) -> QuerySet[UndertakingAcceptance]:
    del units  # who accepted works in every unit; the text is of the house
    return UndertakingAcceptance.objects.filter(at__lt=end_of(until))


def _accounts(units: Units, until: dt.date) -> QuerySet[SharedAccount]:
    del until
    return _of(SharedAccount.objects.filter(closed_on=None), units, "unit_id")


def _asked(units: Units, until: dt.date) -> QuerySet[AccessRequest]:
    return _of(AccessRequest.objects.filter(case__opened_at__lt=end_of(until)), units, "case__opened_from_unit_id")


def _checked(units: Units, until: dt.date) -> QuerySet[AccessRequest]:
    """Requests in which separation of duties was asked and an exception granted or refused."""
    return _asked(units, until).exclude(conflict="")


def _last(rows: Any, field: str) -> Any:
    return lambda units, until: _latest(rows(units, until), field)


def _count(rows: Any) -> Any:
    return lambda units, until: rows(units, until).count()


CAPABILITIES = (
    Capability(
        code="access_requests.granted",
        label="Kullanıcı yetkilerinin taleple, onayla verilmesi",
        module="identity",
        describes=(
            "Sistem, klasör, aygıt ve roller katalogdan istenir; amir, sahip ve gerekirse bilgi güvenliği onaylar, "
            "yürüten birim açar. Kime, kimin onayıyla, kimin eliyle ve ne zamana kadar verildiği kütükte durur."
        ),
        words=("yetki", "yetkilendirme", "erişim", "kullanıcı hesap", "kullanıcı tanım"),
        phrases=(
            "kullanıcı yetkilendirme taleplerini almak ve sonuçlandırmak",
            "kullanıcılara yetki vermek",
            "kullanıcı yetkilendirme işlemlerini yapmak",
            "yetkilerini tanımlamak değiştirmek kaldırmak",
            "EBYS kullanıcı yetkilendirmesini yapmak",
            "YBS kullanıcı yetkilendirmesini yapmak",
            "destek portalı veya resmi yazı ile gelen yetkilendirme taleplerini karşılamak",
        ),
        unless=("ödenek", "harcama yetkilisi", "imza yetkisi", "ihale"),
        last=_last(_granted, "granted_at"),
        count=_count(_granted),
        link="/yetkiler/kutuk/",
    ),
    Capability(
        code="access_requests.revised",
        label="Yetkilerin gerektiğinde kaldırılması ve değiştirilmesi",
        module="identity",
        describes=(
            "Süresi dolan yetki gününde sona erer, gereği kalmayan erken kapatılır; sistemden kaldırma işi yürüten "
            "birime düşer ve kanıtıyla kapanır."
        ),
        words=("yetki", "erişim", "kullanıcı"),
        phrases=(
            "gerektiğinde kullanıcı yetkilerini revize etmek",
            "yetkileri güncellemek ve kaldırmak",
            "süresi dolan yetkileri iptal etmek",
        ),
        unless=("ödenek", "harcama yetkilisi"),
        last=_last(_revised, "ended_at"),
        count=_count(_revised),
        link="/yetkiler/kutuk/?gorunum=removed",
    ),
    Capability(
        code="access_requests.devices",
        label="Sunucu ve ağ aygıtlarında yönetim yetkileri",
        module="identity",
        describes="Sunucu, anahtar, yönlendirici ve yazıcılarda kimin hangi yönetim yetkisi olduğu kütükte durur.",
        words=("sunucu", "switch", "router", "yönlendirici", "anahtar", "yazıcı", "aygıt"),
        phrases=(
            "sunucu switch router yazıcı yönetimini ve yetkilendirmesini yapmak",
            "aygıtların kullanıcı yetkilerini belirlemek",
        ),
        last=_last(_kind("device"), "granted_at"),
        count=_count(_kind("device")),
        link="/yetkiler/katalog/?tur=device",
    ),
    Capability(
        code="access_requests.shares",
        label="Dosya sunucusunda erişim hakları",
        module="identity",
        describes="Paylaşılan klasörlere erişim talep, onay ve süreyle verilir, belli aralıklarla gözden geçirilir.",
        words=("dosya sunucu", "klasör", "paylaşım", "erişim hak"),
        phrases=("dosya sunucularını yönetmek ve kullanıcılara erişim hakkı vermek",),
        last=_last(_kind("share"), "granted_at"),
        count=_count(_kind("share")),
        link="/yetkiler/katalog/?tur=share",
    ),
    Capability(
        code="access_requests.network",
        label="VPN ve internet erişimi yetkilendirmesi",
        module="identity",
        describes="VPN hesapları ve internet profilleri onayla, taahhütle ve süreyle açılır; bitince kapanır.",
        words=("vpn", "internet", "uzaktan erişim"),
        phrases=(
            "vpn hesaplarını yönetmek",
            "internet erişim yetkilerini vermek",
            "internet kullanımını yetkilendirmek",
        ),
        last=_last(_kind("vpn", "internet"), "granted_at"),
        count=_count(_kind("vpn", "internet")),
        link="/yetkiler/katalog/?tur=vpn",
    ),
    Capability(
        code="access_requests.database",
        label="Veri tabanı erişim güvenliği",
        module="identity",
        describes="Veri tabanı rolleri sahibinin ve bilgi güvenliğinin onayıyla verilir, sık sık gözden geçirilir.",
        words=("veri tabanı", "veritabanı"),
        phrases=(
            "veri tabanı erişim güvenliğini yönetmek",
            "veri tabanı erişim güvenlik yönetimi",
            "veritabanı kullanıcı ve yetkilerini yönetmek",
        ),
        last=_last(_kind("database"), "granted_at"),
        count=_count(_kind("database")),
        link="/yetkiler/katalog/?tur=database",
    ),
    Capability(
        code="access_requests.movements",
        label="Başlayan, yer değiştiren ve ayrılanın yetkileri",
        module="identity",
        describes=(
            "İşe başlama, görev değişikliği ve ayrılışta yetkiler şablona göre istenir, kalır ya da kaldırılır; her "
            "kalem kanıtlanmadan dosya kapanmaz, tutanağı alınır."
        ),
        words=("görev değişiklik", "ayrıl", "işe başla", "parola", "şifre", "yetki", "emekli", "istifa"),
        phrases=(
            "görev değişikliğinde şifrelerin iptali için birime bildirmek",
            "işe giriş ve yer değişikliğinde kullanıcı yetkilerini vermek değiştirmek kaldırmak",
            "ayrılan personelin hesap ve yetkilerini kapatmak",
            "ölüm ve istifa yazılarını yazmak",
        ),
        unless=("yolluk", "ihale"),
        last=_last(_moved, "case__opened_at"),
        count=_count(_moved),
        link="/yetkiler/hareketler/",
    ),
    Capability(
        code="access_requests.reviewed",
        label="Yetkilerin dönemsel gözden geçirilmesi",
        module="identity",
        describes=(
            "Yürürlükteki yetkiler belli aralıklarla amirlerince ya da sahiplerince yeniden incelenir; kararlar "
            "gerekçesiyle alınır, rapor mühürlenir."
        ),
        words=("yetkisiz erişim", "erişim kontrol", "erişim denetim", "gözden geçir", "denetle"),
        phrases=(
            "yetkisiz erişimi önleyen sistemleri denetlemek",
            "kritik sistemlerde erişim denetimi politikalarını uygulatmak",
            "kullanıcı yetkilerini düzenli olarak gözden geçirmek",
            "veri güvenliğini sağlamak",
        ),
        last=_last(_reviewed, "case__closed_at"),
        count=_count(_reviewed),
        link="/yetkiler/gozden-gecirme/",
    ),
    Capability(
        code="access_requests.undertakings",
        label="Gizlilik taahhüdü ve parola kurallarının kabulü",
        module="identity",
        describes="Gizlilik, VPN ve parola kuralları metinleri ekranda okunup kabul edilir; kabul özetiyle saklanır.",
        words=("gizli", "bilgi", "parola", "şifre", "taahhüt"),
        phrases=(
            "birim işleri hakkında izinsiz dışarıya bilgi verilmemesi",
            "kurumca verilen şifreler kurum amaçları için kullanılır",
            "parola kullanım kurallarına uymak",
            "gizlilik taahhütnamesi almak",
        ),
        unless=("ihale", "evrak kayıt"),
        last=_last(_accepted, "at"),
        count=_count(_accepted),
        link="/yetkiler/taahhutler/",
    ),
    Capability(
        code="access_requests.separation",
        label="Yetkilerde görevler ayrılığı denetimi",
        module="identity",
        describes=(
            "Birleşmemesi gereken yetkiler istenirken gösterilir ve durdurulur; istisna, telafi edici kontrolle ve "
            "süreyle onaylanır."
        ),
        words=("görevler ayrılığı", "görevler ayrılık"),
        phrases=(
            "görevler ayrılığı ilkesine göre iş bölümünü gözden geçirmek",
            "personelin görevler ayrılığı çerçevesinde çalışmasını sağlamak",
        ),
        last=_last(_checked, "case__opened_at"),
        count=_count(_checked),
        link="/yetkiler/cakismalar/",
    ),
    Capability(
        code="access_requests.accounts",
        label="Ortak ve servis hesaplarının sahipliği",
        module="identity",
        describes="Ortak kullanılan hesapların sahibi, amacı, sırrının durduğu kasa ve yenileme günü kayıtlıdır.",
        words=("hesap", "parola", "şifre"),
        phrases=("yönetici ve servis hesaplarının parolalarını korumak", "sistem hesaplarını yönetmek"),
        unless=("banka", "muhasebe", "kesin hesap"),
        last=lambda units, until: None,
        count=_count(_accounts),
        link="/yetkiler/hesaplar/",
    ),
)
INDICATORS = (
    Indicator(
        code="access_requests.median_hours",
        label="Yetki talebinden açılışa geçen süre (ortanca)",
        module="identity",
        unit="saat",
        explains="Dönemde sonuçlanan yeni yetki taleplerinin açılıştan yürütmeye kadar geçen süresinin ortancası.",
        value=numbers.median_hours,
        better="less",
    ),
    Indicator(
        code="access_requests.on_time",
        label="Süresinde sonuçlanan yetki talepleri",
        module="identity",
        unit="%",
        explains="Dönemde sonuçlanan taleplerden son gününde ya da önce sonuçlananların payı.",
        value=numbers.on_time,
    ),
    Indicator(
        code="access_requests.reviews_in_time",
        label="Süresinde yapılan yetki gözden geçirmeleri",
        module="identity",
        unit="%",
        explains="Son günü dönemde olan gözden geçirmelerde kararların son güne kadar verilenlerinin payı.",
        value=numbers.reviews_in_time,
    ),
    Indicator(
        code="access_requests.leavers_in_time",
        label="Süresinde kapanan ayrılış dosyaları",
        module="identity",
        unit="%",
        explains="Son günü dönemde olan ayrılış dosyalarından o güne kadar her kalemi kanıtlanıp kapananların payı.",
        value=numbers.closed_in_time,
    ),
    Indicator(
        code="access_requests.ended_same_day",
        label="Gününde sona eren süreli yetkiler",
        module="identity",
        unit="%",
        explains="Son günü dönemde olan yetkilerden, o gün bitince sona erdirilenlerin payı.",
        value=numbers.ended_same_day,
    ),
    Indicator(
        code="access_requests.removal_days",
        label="Sona eren yetkinin sistemden kaldırılma süresi",
        module="identity",
        unit="iş günü",
        explains="Dönemde kaldırılan yetkilerde sona ermeden kaldırmaya geçen iş günlerinin ortancası.",
        value=numbers.removed_days,
        better="less",
    ),
    Indicator(
        code="access_requests.privileged_share",
        label="Ayrıcalıklı yetkilerin payı",
        module="identity",
        unit="%",
        explains="Dönemin son günü yürürlükte olan yetkilerden ayrıcalıklı olanların payı.",
        value=numbers.privileged_share,
        better="less",
    ),
    Indicator(
        code="access_requests.unreviewed_emergencies",
        label="Süresinde incelenmeyen acil erişimler",
        module="identity",
        unit="adet",
        explains="Dönemde açılan acil erişimlerden sonradan incelemesi iki iş gününde yapılmayanların sayısı.",
        value=numbers.emergencies_unreviewed,
        better="less",
    ),
)
