"""What the register of legal bases and the watch of changes can prove, and what can be counted in them."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import Application, DutySource, Flag, Notice, NoticeKind, Source, TieState

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _within(units: Units, field: str) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _ties(units: Units, until: dt.date) -> QuerySet[DutySource]:
    rows = DutySource.objects.filter(state=TieState.CONFIRMED, decided_at__lt=_end_of(until))
    return rows.filter(_within(units, "duty__unit_id"))


def ties_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a duty of the units was last tied to its legal basis."""
    return _latest(_ties(units, until), "decided_at")


def ties_count(units: Units, until: dt.date) -> int:
    return _ties(units, until).count()


def _opinions(units: Units, until: dt.date) -> QuerySet[Notice]:
    return Notice.objects.filter(_within(units, "case__unit_id"), opined_at__lt=_end_of(until))


def opinions_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When an opinion on a change was last given."""
    return _latest(_opinions(units, until), "opined_at")


def opinions_count(units: Units, until: dt.date) -> int:
    return _opinions(units, until).count()


def _applied(units: Units, until: dt.date) -> QuerySet[Application]:
    return Application.objects.filter(_within(units, "unit_id"), confirmed_at__lt=_end_of(until))


def applied_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a unit last said what a change altered there."""
    return _latest(_applied(units, until), "confirmed_at")


def applied_count(units: Units, until: dt.date) -> int:
    return _applied(units, until).count()


def _circulars(units: Units, until: dt.date) -> QuerySet[Notice]:
    rows = Notice.objects.filter(kind=NoticeKind.CIRCULAR, case__opened_at__lt=_end_of(until))
    return rows.filter(_within(units, "case__unit_id"))


def circulars_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_circulars(units, until), "case__opened_at")


def circulars_count(units: Units, until: dt.date) -> int:
    return _circulars(units, until).count()


CAPABILITIES = (
    Capability(
        code="sources.register",
        label="Görevlerin hukuki dayanaklarının kütükte tutulması",
        module="legislation",
        describes=(
            "Kanun, yönetmelik, genelge, rehber ve standartlar sürümleriyle kütükte tutulur; her görevin dayandığı "
            "madde onaylanır, dayanağı olmayan görevler ve görevi olmayan dayanaklar görünür."
        ),
        words=("dayanak", "mevzuat"),
        phrases=(
            "hukuki dayanakları belirle",
            "dayanak mevzuatı belirle",
            "mevzuat arşivi",
            "mevzuat altyapısını oluştur",
            "mevzuat envanteri",
        ),
        unless=("uygun olarak", "gereğince", "uyarınca", "çerçevesinde"),
        last=ties_last,
        count=ties_count,
        link="/dayanaklar/",
    ),
    Capability(
        code="sources.watch",
        label="Mevzuat değişikliklerinin izlenmesi ve görüş verilmesi",
        module="legislation",
        describes=(
            "Yayımlanan değişiklikler kaydedilir, inceleyene verilir, görüş ve etki yazılır; değişen dayanağa bağlı "
            "görevler gözden geçirilmek üzere işaretlenir."
        ),
        words=("mevzuat", "yasal düzenleme", "kanun", "yenilik"),
        phrases=(
            "mevzuatı takip et",
            "mevzuatı izle",
            "mevzuat değişikliklerini takip",
            "mevzuat değişikliklerini izle",
            "mevzuat çalışmalarına katıl",
            "mevzuat hakkında görüş bildir",
            "mevzuat taslakları hakkında görüş",
            "yasal düzenlemeleri takip et",
            "mevzuatı yenilikleri takip",
        ),
        unless=("uygun olarak", "gereğince", "uyarınca", "çerçevesinde", "ihale"),
        last=opinions_last,
        count=opinions_count,
        link="/dayanaklar/izleme/",
    ),
    Capability(
        code="sources.applied",
        label="Mevzuat değişikliklerinin uygulamaya geçirilmesi",
        module="legislation",
        describes=(
            "Bir değişikliğin her etkilenen birimde neyi değiştirdiği ve hangi gün uygulandığı birimin kendisince "
            "bildirilir; bildirim tamamlanmadan değişiklik kapanmaz."
        ),
        words=("mevzuat", "yenilik", "gelişme"),
        phrases=(
            "mevzuatı takip et uygulanmasını sağla",
            "mevzuat değişikliklerini uygula",
            "yenilikleri takip et uygulanmasını sağla",
            "uygulamaların mevzuata uygunluğunu sağla",
            "mevzuat değişikliklerinin uygulamaya yansıt",
        ),
        unless=("uygun olarak", "gereğince", "uyarınca", "ihale"),
        last=applied_last,
        count=applied_count,
        link="/dayanaklar/izleme/?state=applied",
    ),
    Capability(
        code="sources.circulars",
        label="Gelen genelgelerin izlenmesi",
        module="legislation",
        describes="Gelen genelgeler kaydedilir, birine verilir, etkisi yazılır ve uygulandığı gün işlenir.",
        words=("genelge", "tebliğ", "bakanlık"),
        phrases=(
            "genelgelere uy",
            "genelgeleri takip et",
            "genelgeleri uygula",
            "genelge ve tebliğlere uygun",
            "genelgelerin gereğini yap",
        ),
        unless=("ihale", "şartname"),
        last=circulars_last,
        count=circulars_count,
        link="/dayanaklar/genelgeler/",
    ),
)


# Indicators -------------------------------------------------------------------------------------------------------


def _opined(units: Units, since: dt.date, until: dt.date) -> QuerySet[Notice]:
    rows = Notice.objects.filter(opined_at__lt=_end_of(until), opined_at__gte=_end_of(since - dt.timedelta(days=1)))
    return rows.filter(_within(units, "case__unit_id"))


def days_to_opinion(units: Units, since: dt.date, until: dt.date) -> float | None:
    spans = [
        (opined - opened).total_seconds() / 86400
        for opined, opened in _opined(units, since, until).values_list("opined_at", "case__opened_at")
        if opined
    ]
    return round(sum(spans) / len(spans), 1) if spans else None


def days_to_practice(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = Notice.objects.filter(_within(units, "case__unit_id"), applied_on__range=(since, until))
    spans = [(applied - published).days for applied, published in rows.values_list("applied_on", "published_on")]
    return round(sum(spans) / len(spans), 1) if spans else None


def flags_settled(units: Units, since: dt.date, until: dt.date) -> float | None:
    raised = Flag.objects.filter(
        _within(units, "duty__unit_id"),
        raised_at__lt=_end_of(until),
        raised_at__gte=_end_of(since - dt.timedelta(days=1)),
    )
    every = raised.count()
    return round(100 * raised.filter(settled_at__lt=_end_of(until)).count() / every, 1) if every else None


def sources_carrying(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    alive = Source.objects.filter(Q(repealed_on=None) | Q(repealed_on__gt=until))
    every = alive.count()
    carrying = _ties(units, until).values("source_id").distinct().count()
    return round(100 * min(carrying, every) / every, 1) if every else None


INDICATORS = (
    Indicator(
        code="sources.days_to_opinion",
        label="Mevzuat değişikliğine görüş verme süresi",
        module="legislation",
        unit="gün",
        explains="Dönemde görüşü verilen değişikliklerin kaydedilmesinden görüşe kadar geçen ortalama gün.",
        value=days_to_opinion,
        better="less",
    ),
    Indicator(
        code="sources.days_to_practice",
        label="Değişikliğin uygulamaya geçme süresi",
        module="legislation",
        unit="gün",
        explains="Dönemde uygulandı diye kapanan değişikliklerin yayımından uygulanmasına kadar geçen ortalama gün.",
        value=days_to_practice,
        better="less",
    ),
    Indicator(
        code="sources.flags_settled",
        label="Gözden geçirilen görevler",
        module="legislation",
        unit="%",
        explains="Dönemde dayanağı değiştiği için işaretlenen görevlerden dönem sonuna kadar bakılanların payı.",
        value=flags_settled,
    ),
    Indicator(
        code="sources.carrying",
        label="Görevi olan dayanaklar",
        module="legislation",
        unit="%",
        explains="Yürürlükteki dayanaklardan, dönem sonunda en az bir görevi onaylanmış olanların payı.",
        value=sources_carrying,
        better="neither",
    ),
)
