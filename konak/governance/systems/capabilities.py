"""What the register of information systems can prove, and what can be counted in it."""

import datetime as dt
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries
from .lifecycle import ReviewState
from .models import Criticality, InformationSystem, Interface, ServedUnit, SharedBox, SystemReview

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _within(units: Units, field: str) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


def _moment(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    return _moment(rows.order_by().aggregate(last=Max(field))["last"])


def _systems(units: Units, until: dt.date) -> QuerySet[InformationSystem]:
    rows = InformationSystem.objects.filter(_within(units, "unit_id"))
    rows = rows.filter(Q(since=None) | Q(since__lte=until))
    return rows.filter(Q(until=None) | Q(until__gt=until))


def register_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a system of the units was last confirmed or entered."""
    rows = InformationSystem.objects.filter(_within(units, "unit_id"))
    found = rows.aggregate(
        seen=Max("reviewed_on", filter=Q(reviewed_on__lte=until)), came=Max("since", filter=Q(since__lte=until))
    )
    return _moment(max((day for day in found.values() if day), default=None))


def register_count(units: Units, until: dt.date) -> int:
    return _systems(units, until).count()


def _reviews(units: Units, until: dt.date) -> QuerySet[SystemReview]:
    rows = SystemReview.objects.filter(_within(units, "case__unit_id"), case__state=ReviewState.CONFIRMED)
    return rows.filter(done_on__lte=until)


def reviews_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_reviews(units, until), "done_on")


def reviews_count(units: Units, until: dt.date) -> int:
    return _reviews(units, until).count()


def _interfaces(units: Units, until: dt.date) -> QuerySet[Interface]:
    return Interface.objects.filter(system__in=_systems(units, until))


def exchange_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When data last moved over an interface of the units' systems."""
    return _latest(_interfaces(units, until).filter(last_on__lte=until), "last_on")


def exchange_count(units: Units, until: dt.date) -> int:
    return _interfaces(units, until).count()


def _boxes(units: Units, until: dt.date, *kinds: str) -> QuerySet[SharedBox]:
    rows = SharedBox.objects.filter(_within(units, "unit_id"), kind__in=kinds, since__lte=until)
    return rows.filter(Q(until=None) | Q(until__gt=until))


def mail_last(units: Units, until: dt.date) -> dt.datetime | None:
    rows = SharedBox.objects.filter(_within(units, "unit_id"), kind__in=["mailbox", "list"])
    found = rows.aggregate(
        seen=Max("reviewed_on", filter=Q(reviewed_on__lte=until)), came=Max("since", filter=Q(since__lte=until))
    )
    return _moment(max((day for day in found.values() if day), default=None))


def mail_count(units: Units, until: dt.date) -> int:
    return _boxes(units, until, "mailbox", "list").count()


def folders_last(units: Units, until: dt.date) -> dt.datetime | None:
    rows = SharedBox.objects.filter(_within(units, "unit_id"), kind="folder")
    found = rows.aggregate(
        seen=Max("reviewed_on", filter=Q(reviewed_on__lte=until)), came=Max("since", filter=Q(since__lte=until))
    )
    return _moment(max((day for day in found.values() if day), default=None))


def folders_count(units: Units, until: dt.date) -> int:
    return _boxes(units, until, "folder").count()


CAPABILITIES = (
    Capability(
        code="systems.register",
        label="Bilgi sistemleri kütüğü",
        module="software",
        describes=(
            "Kullanımdaki ve planlanan her sistem; sahibi birim, sorumlusu, kritikliği, verisi, bileşenleri, "
            "tedarikçisi ve uyduğu standartlarla tutulur."
        ),
        words=("sistem", "uygulama", "yazılım", "otomasyon", "bilişim hizmet"),
        phrases=(
            "belediye bilgi sistemini kur işlet",
            "bilgi sistemleri yazılımlarını kur ve işlet",
            "bilişim hizmetlerini standartlara uygun kur",
            "bilgi sistemlerinin envanterini tut",
            "uygulama yazılımlarının bakımını yap",
            "yazılımların yönetimini ve idamesini sağla",
            "sistemleri kendi imkânları ile veya hizmet alımı ile kur ve işlet",
            "bilgi teknolojileri standartlarını belirle",
        ),
        unless=("kamera", "coğrafi", "yedek", "yangın", "ısıtma"),
        last=register_last,
        count=register_count,
        link="/bilgi-sistemleri/",
    ),
    Capability(
        code="systems.reviews",
        label="Bilgi sistemlerinin yıllık gözden geçirilmesi",
        module="software",
        describes="Her sistemin kütük bilgileri yılda bir sorumlusunca doğrulanır; o günkü hâli saklanır.",
        words=("sistem", "uygulama", "yazılım", "envanter"),
        phrases=(
            "bilgi sistemlerini gözden geçir",
            "envanteri güncel tut",
            "sistemlerin güncelliğini sağla",
            "yazılımların güncel tutulmasını sağla",
            "kritik sistemleri belirle ve güncelle",
        ),
        unless=("taşınır", "coğrafi", "adres", "numarataj"),
        last=reviews_last,
        count=reviews_count,
        link="/bilgi-sistemleri/gozden-gecirme/",
    ),
    Capability(
        code="systems.exchange",
        label="Sistemler arası veri alışverişi ve arayüzler",
        module="software",
        describes=(
            "Hangi sistemin hangisiyle, hangi kurumla, hangi yöntem ve hukuki dayanakla veri paylaştığı; protokolü, "
            "süresi ve son aktarımı tutulur, bağımlılık haritası çizilir."
        ),
        words=("veri akış", "veri paylaş", "entegrasyon", "bilgi alışveriş", "veri alışveriş", "protokol"),
        phrases=(
            "sistemler arası çevrim içi ve çevrim dışı veri akışını sağla",
            "birimler arası bilgi alışverişini sağla",
            "diğer kurumlarla veri paylaşımını sağla",
            "veri paylaşım protokollerine uygun çalış",
            "sistemlerin entegrasyonunu sağla",
            "farklı veri tabanlarındaki sistemlerle iletişim kur",
            "veri değişim standartlarını belirle",
            "birlikte çalışabilirliği sağla",
        ),
        unless=("harita paylaş",),
        last=exchange_last,
        count=exchange_count,
        link="/bilgi-sistemleri/arayuzler/",
    ),
    Capability(
        code="systems.mail",
        label="Ortak posta kutuları ve dağıtım listeleri",
        module="identity",
        describes="Ortak kutu ve listeler ad kuralı, sahibi, kotası, üyeleri ve gözden geçirme günüyle tutulur.",
        words=("e-posta", "elektronik posta", "posta", "outlook"),
        phrases=(
            "elektronik posta sistemini kur",
            "e-posta hesaplarını aç ve yönet",
            "e-posta hizmetlerini yürüt",
            "birimler arası elektronik posta",
            "posta kutularının kotasını belirle",
        ),
        unless=("kayıtlı elektronik posta", "kep", "posta pul"),
        last=mail_last,
        count=mail_count,
        link="/bilgi-sistemleri/kutular/",
    ),
    Capability(
        code="systems.folders",
        label="Paylaşılan klasörler ve erişim hakları",
        module="identity",
        describes="Dosya paylaşımları sahibi, üyeleri ve hakları ile tutulur; yılda bir gözden geçirilir.",
        words=("dosya sunucu", "paylaşım", "klasör"),
        phrases=(
            "dosya sunucularını yönet",
            "dosya sunucularında erişim yetkisi ver",
            "paylaşım klasörlerini oluştur",
            "ortak klasörlere erişim yetkilerini düzenle",
        ),
        last=folders_last,
        count=folders_count,
        link="/bilgi-sistemleri/kutular/?kind=folder",
    ),
)


# Indicators -------------------------------------------------------------------------------------------------------


def whole(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = _systems(units, until)
    every = rows.count()
    return round(100 * (every - rows.filter(queries.lacking_any(until)).count()) / every, 1) if every else None


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = _reviews(units, until).filter(done_on__gte=since).select_related("case")
    found = [(row.done_on, row.case.due_on) for row in rows]
    good = sum(1 for done, due in found if done and (due is None or done <= due))
    return round(100 * good / len(found), 1) if found else None


def vital_backed(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = _systems(units, until).filter(criticality__gte=Criticality.HIGH, backup_expected=True)
    counts = rows.aggregate(every=Count("pk"), good=Count("pk", filter=~Q(backup="")))
    return round(100 * counts["good"] / counts["every"], 1) if counts["every"] else None


def one_sign_in(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = _systems(units, until).exclude(sign_in__in=["", "none"])
    counts = rows.aggregate(every=Count("pk"), good=Count("pk", filter=Q(sign_in__in=["directory", "konak"])))
    return round(100 * counts["good"] / counts["every"], 1) if counts["every"] else None


def units_served(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = ServedUnit.objects.filter(system__in=_systems(units, until))
    count = rows.values("unit_id").distinct().count()
    return float(count) if count else None


INDICATORS = (
    Indicator(
        code="systems.whole",
        label="Kütük bilgisi eksiksiz sistemler",
        module="software",
        unit="%",
        explains="Dönem sonunda var olan sistemlerden hiçbir eksiği olmayanların payı; bugünkü bilgiye bakılır.",
        value=whole,
    ),
    Indicator(
        code="systems.reviews_on_time",
        label="Süresinde yapılan sistem gözden geçirmeleri",
        module="software",
        unit="%",
        explains="Dönemde doğrulanan gözden geçirmelerden son gününde ya da önce yapılanların payı.",
        value=on_time,
    ),
    Indicator(
        code="systems.vital_backed_up",
        label="Yedeği tanımlı kritik sistemler",
        module="software",
        unit="%",
        explains="Kritikliği yüksek ya da hayati, yedek beklenen sistemlerden yedeklemesi yazılmış olanların payı.",
        value=vital_backed,
    ),
    Indicator(
        code="systems.one_sign_in",
        label="Kurum hesabıyla girilen sistemler",
        module="identity",
        unit="%",
        explains="Oturum açılan sistemlerden dizin ya da Konak hesabıyla girilenlerin payı.",
        value=one_sign_in,
    ),
    Indicator(
        code="systems.units_served",
        label="Bilgi sistemi kullanan birimler",
        module="software",
        unit="adet",
        explains="Dönem sonunda en az bir sistemi kullandığı yazılmış birimler.",
        value=units_served,
    ),
)
