"""What services, processes, risks and controls can prove, and what can be counted in them."""

import datetime as dt
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import Control, ControlRun, ProcessDuty, ProcessVersion, Result, Risk, Service, ServiceDuty

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _within(units: Units, field: str) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


def _moment(day: dt.date | None) -> dt.datetime | None:
    return make_aware(dt.datetime.combine(day, dt.time(12))) if day else None


def _latest_day(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    return _moment(rows.order_by().aggregate(last=Max(field))["last"])


def _versions(units: Units, until: dt.date) -> QuerySet[ProcessVersion]:
    return ProcessVersion.objects.filter(_within(units, "case__unit_id"), approved_on__lte=until)


def maps_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a process of the units was last approved."""
    return _latest_day(_versions(units, until), "approved_on")


def maps_count(units: Units, until: dt.date) -> int:
    rows = _versions(units, until)
    return rows.filter(Q(ended_on=None) | Q(ended_on__gt=until)).count()


def _runs(units: Units, until: dt.date) -> QuerySet[ControlRun]:
    return ControlRun.objects.filter(_within(units, "control__unit_id"), done_on__lte=until)


def controls_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a control of the units was last done."""
    return _latest_day(_runs(units, until), "done_on")


def controls_count(units: Units, until: dt.date) -> int:
    return _runs(units, until).count()


def _risks(units: Units, until: dt.date) -> QuerySet[Risk]:
    return Risk.objects.filter(_within(units, "unit_id"), opened_on__lte=until)


def risks_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a risk of the units was last written down or closed."""
    found = _risks(units, until).order_by().aggregate(opened=Max("opened_on"), closed=Max("closed_on"))
    days = [day for day in found.values() if day and day <= until]
    return _moment(max(days)) if days else None


def risks_count(units: Units, until: dt.date) -> int:
    return _risks(units, until).filter(Q(closed_on=None) | Q(closed_on__gt=until)).count()


def _services(units: Units, until: dt.date) -> QuerySet[Service]:
    rows = Service.objects.filter(_within(units, "unit_id"))
    return rows.filter(Q(since=None) | Q(since__lte=until)).filter(Q(until=None) | Q(until__gt=until))


def services_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a service of the units was last tied to a duty."""
    rows = ServiceDuty.objects.filter(_within(units, "service__unit_id"), added_at__lt=_end_of(until))
    found: dt.datetime | None = rows.order_by().aggregate(last=Max("added_at"))["last"]
    return found


def services_count(units: Units, until: dt.date) -> int:
    return _services(units, until).count()


CAPABILITIES = (
    Capability(
        code="processes.maps",
        label="İş süreçlerinin yazılması ve güncel tutulması",
        module="organization",
        describes=(
            "Görevlerin nasıl yürütüldüğü adım adım yazılır, haritası çizilir, onaylanır; sürümleri ve gözden "
            "geçirme günü izlenir, süreçten sapmalar kaydedilir."
        ),
        words=("süreç", "iş akış", "iş süreç"),
        phrases=(
            "iş süreçlerini hazırla",
            "iş süreçlerini güncelle",
            "iş süreçlerini belirle",
            "süreçleri tanımla",
            "süreçlerini iyileştir",
            "iş akış şemalarını hazırla",
            "iş akış süreçlerini oluştur",
            "iş akışlarını düzenle",
            "hazırlanan iş süreçlerine göre yürüt",
            "süreç yönetimi",
        ),
        unless=("ihale", "satın alma süreç", "yazılım geliştirme süreç", "staj"),
        last=maps_last,
        count=maps_count,
        link="/surecler/",
    ),
    Capability(
        code="processes.controls",
        label="İç kontrollerin yapılması",
        module="organization",
        describes=(
            "Süreçlerin riskleri için önleyici ve tespit edici kontroller yazılır; günü gelen listede açılır, her "
            "yapılış sonucu ve kanıtıyla kaydedilir."
        ),
        words=("iç kontrol", "kontrol faaliyet", "iç denetim"),
        phrases=(
            "iç kontrol standartlarına uygun",
            "iç kontrol sistemini kur",
            "iç kontrol faaliyetlerini yürüt",
            "iç kontrol çalışmalarını yürüt",
            "iç kontrol eylem planı",
            "kontrol faaliyetlerini belirle",
            "iç kontrol sisteminin işleyişini sağla",
        ),
        unless=("kalite kontrol", "giriş kontrol", "erişim kontrol", "güvence beyan"),
        last=controls_last,
        count=controls_count,
        link="/surecler/kontroller/",
    ),
    Capability(
        code="processes.risks",
        label="Süreç risklerinin belirlenmesi ve değerlendirilmesi",
        module="organization",
        describes="Süreçlerde ne ters gidebileceği olasılık ve etkiyle puanlanır, yanıtı, sahibi ve kalanı yazılır.",
        words=("risk",),
        phrases=(
            "süreç risklerini belirle",
            "kurumsal riskleri belirle",
            "risk yönetimi çalışmalarını yürüt",
            "riskleri tespit et değerlendir",
            "operasyonel riskleri belirle",
            "birim risklerini belirle",
        ),
        unless=("bilgi güvenliği", "siber", "iş sağlığı", "iş güvenliği", "bgys", "afet", "varlık"),
        last=risks_last,
        count=risks_count,
        link="/surecler/riskler/",
    ),
    Capability(
        code="processes.services",
        label="Hizmet envanteri ve hizmet standartları",
        module="organization",
        describes=(
            "Birimlerin kurum içine ve vatandaşa sunduğu hizmetler başvuru yolu, istenen belgeler ve hedef "
            "süreleriyle tutulur; görevlerine ve dayandığı bilişim bileşenlerine bağlanır."
        ),
        words=("hizmet envanter", "hizmet standart", "hizmet kataloğ", "hizmet"),
        phrases=(
            "hizmet envanterini hazırla",
            "hizmet envanterini güncelle",
            "hizmet standartlarını belirle",
            "hizmet standartları tablosu",
            "hizmet kataloğunu hazırla",
            "kamu hizmet standartlarını oluştur",
            "sunulan hizmetlerin düzenlenmesini sağla",
        ),
        unless=("ihale", "hizmet alım", "hizmet içi eğitim"),
        last=services_last,
        count=services_count,
        link="/hizmetler/",
    ),
)


# Indicators -------------------------------------------------------------------------------------------------------


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = _runs(units, until).filter(done_on__gte=since)
    every = rows.count()
    return round(100 * rows.filter(late=False).count() / every, 1) if every else None


def effective(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = _runs(units, until).filter(done_on__gte=since)
    every = rows.count()
    return round(100 * rows.filter(result=Result.EFFECTIVE).count() / every, 1) if every else None


def high_risks(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = _risks(units, until).filter(Q(closed_on=None) | Q(closed_on__gt=until))
    if not rows.exists():
        return None
    return float(rows.annotate(points=F("likelihood") * F("impact")).filter(points__gt=12).count())


def mapped(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = ProcessDuty.objects.filter(_within(units, "duty__unit_id"), added_at__lt=_end_of(until))
    count = rows.filter(duty__closed_on=None).values("duty_id").distinct().count()
    return float(count) if rows.exists() else None


def overdue_controls(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = Control.objects.filter(_within(units, "unit_id"), ended_on=None, due_on__isnull=False)
    return float(rows.filter(due_on__lt=until).count()) if rows.exists() else None


INDICATORS = (
    Indicator(
        code="processes.controls_on_time",
        label="Süresinde yapılan iç kontroller",
        module="organization",
        unit="%",
        explains="Dönemde yapılan kontrollerden gününde ya da önce yapılanların payı; hiç yapılmayanlar sayılmaz.",
        value=on_time,
    ),
    Indicator(
        code="processes.controls_effective",
        label="Etkili bulunan iç kontroller",
        module="organization",
        unit="%",
        explains="Dönemde yapılan kontrollerden sonucu «etkili» yazılanların payı.",
        value=effective,
    ),
    Indicator(
        code="processes.controls_overdue",
        label="Günü geçmiş iç kontroller",
        module="organization",
        unit="adet",
        explains="Bugünkü takvime göre, dönem sonunda günü geçmiş olan kontroller; geçmişteki takvim tutulmaz.",
        value=overdue_controls,
        better="less",
    ),
    Indicator(
        code="processes.high_risks",
        label="Yüksek puanlı açık riskler",
        module="organization",
        unit="adet",
        explains="Dönem sonunda açık olan risklerden puanı (olasılık × etki) 12'nin üstünde olanlar.",
        value=high_risks,
        better="less",
    ),
    Indicator(
        code="processes.mapped_duties",
        label="Süreci yazılmış görevler",
        module="organization",
        unit="adet",
        explains="Dönem sonuna kadar bir sürece bağlanmış ve bugün açık olan görevler.",
        value=mapped,
    ),
)
