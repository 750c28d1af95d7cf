"""What the compliance calendar proves, and what it can count. Each entry counts rows that exist because it works."""

import datetime as dt

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate, make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .lifecycle import GOOD, WAITING, PeriodState
from .models import Confirmation, DutyPeriod, TextReview

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _settled(units: Units, until: dt.date) -> QuerySet[DutyPeriod]:
    """Periods that got their outcome until a day."""
    rows = DutyPeriod.objects.filter(settled_at__lt=_end_of(until)).exclude(case__state=PeriodState.LAPSED)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def followed_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a period last got its outcome."""
    found: dt.datetime | None = _settled(units, until).order_by().aggregate(last=Max("settled_at"))["last"]
    return found


def followed_count(units: Units, until: dt.date) -> int:
    return _settled(units, until).count()


def _signed(units: Units, until: dt.date) -> QuerySet[Confirmation]:
    rows = Confirmation.objects.filter(signed_at__lt=_end_of(until))
    return rows if units is None else rows.filter(of_unit_id__in=units)


def confirmed_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a chief or director last confirmed his duties upwards."""
    found: dt.datetime | None = _signed(units, until).order_by().aggregate(last=Max("signed_at"))["last"]
    return found


def confirmed_count(units: Units, until: dt.date) -> int:
    return _signed(units, until).count()


def _reviewed(units: Units, until: dt.date) -> QuerySet[TextReview]:
    rows = TextReview.objects.filter(case__state__in=["kept", "change"], case__closed_at__lt=_end_of(until))
    return rows if units is None else rows.filter(case__unit_id__in=units)


def reviewed_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a text was last reviewed to an outcome."""
    found: dt.datetime | None = _reviewed(units, until).order_by().aggregate(last=Max("case__closed_at"))["last"]
    return found


def reviewed_count(units: Units, until: dt.date) -> int:
    return _reviewed(units, until).count()


CAPABILITIES = (
    Capability(
        code="compliance.calendar",
        label="Dönemli görevlerin takvimle izlenmesi",
        module="legislation",
        describes=(
            "Sıklığı olan her görev için dönem zamanında sorumlunun gelen kutusuna düşer, kanıtla kapanır; son günü "
            "geçen dönem üst makamlara basamak basamak yükselir."
        ),
        words=("görev", "iş", "çalışma", "iş program"),
        phrases=(
            "görevlerin takibi",
            "görevlerin takip edilmesi",
            "görevlerin takibini yap",
            "işlerin takip ve kontrol",
            "işlerin zamanında bitirilmesini takip",
            "iş ve işlemlerin takibini yap",
            "periyodik işleri takip",
            "iş programına uygun takip",
        ),
        unless=("personel devam", "ihale", "proje", "arıza", "bütçe", "sözleşme", "evrak", "mevzuat"),
        last=followed_last,
        count=followed_count,
        link="/uyum/",
    ),
    Capability(
        code="compliance.confirmation",
        label="Görevlerin durumunun üst makama dönemli teyidi",
        module="organization",
        describes=(
            "Şefler ve müdürler her dönemin sonunda görevlerinin durumunu satır satır işaretleyip üst makama teyit "
            "eder; imza anındaki durum özetlenerek saklanır."
        ),
        words=("rapor", "bilgi ver", "sorumlu"),
        phrases=(
            "periyodik rapor sun",
            "periyodik raporlar hazırla",
            "çalışmalar hakkında üst amire bilgi ver",
            "faaliyetler hakkında daire başkanına rapor",
            "yapılan çalışmaları dönemler hâlinde raporla",
            "üst makama periyodik olarak bilgi ver",
            "görevlerin tam ve zamanında yapılmasından daire başkanına karşı sorumlu",
        ),
        unless=("vatandaş", "basın", "teknik rapor", "ihale", "arıza", "muayene", "denetim rapor", "mali rapor"),
        last=confirmed_last,
        count=confirmed_count,
        link="/uyum/teyit/",
    ),
    Capability(
        code="compliance.review",
        label="Yönetmelik ve yönergelerin dönemli gözden geçirilmesi",
        module="legislation",
        describes=(
            "Her metin yılda bir, dayandığı yönetmelik değişen yönerge hemen gözden geçirilir; görüş ve sonuç kayda "
            "geçer. Söz verilip çıkarılmamış yönergeler ve yüklenmemiş atıflar listelenir."
        ),
        words=("yönerge", "yönetmelik", "iç düzenleme", "iç mevzuat"),
        phrases=(
            "yönergeleri gözden geçir",
            "yönetmelikleri gözden geçir",
            "iç düzenlemeleri gözden geçir",
            "yönerge ve yönetmelikleri güncel tut",
            "mevzuat değişikliklerine göre yönergeleri güncelle",
        ),
        unless=("uyarınca", "gereğince", "çerçevesinde", "uygun olarak", "standart"),
        last=reviewed_last,
        count=reviewed_count,
        link="/uyum/metinler/",
    ),
)


# Indicators -------------------------------------------------------------------------------------------------------


def _due(units: Units, since: dt.date, until: dt.date) -> QuerySet[DutyPeriod]:
    """Periods whose last day lies in a span and has passed; excused and fallen ones do not count."""
    rows = DutyPeriod.objects.filter(case__due_on__range=(since, min(until, localdate())))
    rows = rows.exclude(case__state__in=[PeriodState.EXCUSED, PeriodState.LAPSED])
    rows = rows if units is None else rows.filter(case__unit_id__in=units)
    found: QuerySet[DutyPeriod] = rows.order_by()
    return found


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    good = Q(case__state__in=GOOD, settled_day__lte=F("case__due_on"))
    rows = _due(units, since, until).annotate(settled_day=TruncDate("settled_at"))
    found = rows.aggregate(every=Count("pk"), good=Count("pk", filter=good))
    return 100 * found["good"] / found["every"] if found["every"] else None


def overdue_now(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = DutyPeriod.objects.filter(case__state__in=WAITING, case__due_on__lt=min(until, localdate()))
    rows = rows if units is None else rows.filter(case__unit_id__in=units)
    return float(rows.count())


def average_delay(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Days by which periods that were done after their last day came late."""
    rows = _due(units, since, until).annotate(settled_day=TruncDate("settled_at"))
    rows = rows.filter(case__state__in=GOOD, settled_day__gt=F("case__due_on"))
    late = ExpressionWrapper(F("settled_day") - F("case__due_on"), output_field=DurationField())
    found: dt.timedelta | None = rows.aggregate(late=Avg(late))["late"]
    return found / dt.timedelta(days=1) if found is not None else None


INDICATORS = (
    Indicator(
        code="compliance.on_time",
        label="Zamanında yapılan görev dönemleri",
        module="legislation",
        unit="%",
        explains=(
            "Son günü bu sürede gelen dönemlerden, o gün ya da önce kanıtla kapananların payı. Muaf tutulan ve düşen "
            "dönemler sayılmaz."
        ),
        value=on_time,
    ),
    Indicator(
        code="compliance.overdue",
        label="Geciken görev dönemleri",
        module="legislation",
        unit="adet",
        explains="Bugün hâlâ bekleyen ve son günü geçmiş dönemlerin sayısı; geçmiş bir gün için saklanmaz.",
        value=overdue_now,
        better="less",
    ),
    Indicator(
        code="compliance.delay",
        label="Ortalama gecikme",
        module="legislation",
        unit="gün",
        explains="Son günü bu sürede gelip geç yapılan dönemlerin ortalama gecikmesi, takvim günü olarak.",
        value=average_delay,
        better="less",
    ),
)
