"""What this app proves: committees meet, decide, write it down, and their decisions are carried out."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries
from .lifecycle import DecisionState
from .models import Decision, Member
from .queries.numbers import end_of, kept_by

Units = frozenset[int] | None


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def meetings_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(queries.meetings_held(units, until), "starts_at")


def meetings_count(units: Units, until: dt.date) -> int:
    return queries.meetings_held(units, until).count()


def _minutes(units: Units, until: dt.date) -> QuerySet[Any]:
    return queries.meetings_held(units, until).filter(minutes_at__lt=end_of(until))


def minutes_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_minutes(units, until), "minutes_at")


def minutes_count(units: Units, until: dt.date) -> int:
    return _minutes(units, until).count()


def _done(units: Units, until: dt.date) -> QuerySet[Decision]:
    """Decisions carried out by the units, or of committees they keep."""
    rows: QuerySet[Decision] = Decision.objects.filter(
        case__state=DecisionState.DONE, case__closed_at__lt=end_of(until)
    )
    if units is None:
        return rows
    return rows.filter(kept_by(units)) | rows.filter(case__unit_id__in=units)


def decisions_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_done(units, until), "case__closed_at")


def decisions_count(units: Units, until: dt.date) -> int:
    return _done(units, until).count()


def _attended(units: Units, until: dt.date) -> QuerySet[Any]:
    """Meetings of committees in which somebody of the units sat and came."""
    from konak.foundation.people.models import Appointment

    rows = queries.meetings_held(None, until)
    if units is None:
        return rows
    people = Appointment.objects.filter(unit_id__in=units, since__lte=until).values("user_id")
    seats = Member.objects.filter(user_id__in=people).values("pk")
    return rows.filter(attendances__member__in=seats, attendances__status="present").distinct()


def attended_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_attended(units, until), "starts_at")


def attended_count(units: Units, until: dt.date) -> int:
    return _attended(units, until).count()


CAPABILITIES = (
    Capability(
        code="committees.meetings",
        label="Kurul ve komisyon toplantılarının yürütülmesi",
        module="organization",
        describes=(
            "Kurulun üyeleri, çağrısı, gündemi, yoklaması ve yeter sayısı tutulur; sekretaryası toplantıyı canlı "
            "yürütür, kararlar kurul ve yıl içinde boşluksuz numara alır."
        ),
        words=("kurul", "komisyon", "toplantı", "koordinasyon merkez", "sekretarya"),
        phrases=(
            "kurulun sekretaryasını yürüt",
            "sekretarya hizmetlerini yürüt",
            "kurul toplantılarını düzenle",
            "kurulun çalışmalarını yürüt",
            "komisyon çalışmalarını yürüt",
            "toplantı düzenle",
            "koordinasyon toplantıları yap",
            "değerlendirme toplantıları yap",
            "koordinasyon merkezinin sekretaryası",
            "kurul oluştur toplantıya çağır",
        ),
        unless=(
            "ihale komisyon",
            "muayene",
            "kabul komisyon",
            "meclis",
            "encümen",
            "eğitim",
            "fuar",
            "toplantı salon",
        ),
        last=meetings_last,
        count=meetings_count,
        link="/kurullar/",
    ),
    Capability(
        code="committees.minutes",
        label="Toplantı tutanaklarının düzenlenmesi ve saklanması",
        module="organization",
        describes=(
            "Tutanak yoklama, gündem ve kararlardan PDF/A olarak düzenlenir; katılanlar imzalar, başkan onaylar, "
            "özetiyle saklanır."
        ),
        words=("tutanak", "karar defter", "karar kayıt", "toplantı karar"),
        phrases=(
            "toplantı tutanaklarını düzenle",
            "toplantı tutanaklarını hazırla",
            "toplantı tutanaklarını sakla",
            "kurul kararlarını kayıt altına al",
            "toplantı kararlarını yaz",
            "alınan kararları kayıt altına al",
        ),
        unless=("muayene", "kabul tutana", "sayım", "ihale", "teslim", "kaza", "arıza"),
        last=minutes_last,
        count=minutes_count,
        link="/kurullar/",
    ),
    Capability(
        code="committees.decisions",
        label="Kurul ve komisyon kararlarının yerine getirilmesi",
        module="organization",
        describes=(
            "Her kurul kararı sorumlu birimi, kişisi ve son günüyle ayrı bir dosya olur; yapıldığı kanıtla "
            "bildirilir, geciken kararlar üstte görünür."
        ),
        words=("kurul", "komisyon", "karar", "toplantı"),
        phrases=(
            "kurul kararlarını uygula",
            "kurul kararlarının uygulanmasını takip",
            "kurulda alınan kararları yerine getir",
            "toplantıda alınan kararların takibini yap",
            "alınan kararların uygulanmasını izle",
            "komisyon kararlarını yerine getir",
            "alınan kararları takip et",
        ),
        unless=("ihale", "satın al", "fiyat", "tarife", "mahkeme"),
        last=decisions_last,
        count=decisions_count,
        link="/kurullar/kararlar/",
    ),
    Capability(
        code="committees.membership",
        label="Kurullarda üyelik ve toplantılara katılım",
        module="organization",
        describes=("Kimin hangi kurulda hangi tarihler arasında üye olduğu ve hangi toplantılara katıldığı tutulur."),
        words=("kurul", "komisyon", "komite", "çalışma grub", "yönlendirme kurul"),
        phrases=(
            "kurulda görev al",
            "komisyonda görev al",
            "komitede görevini yerine getir",
            "yönlendirme kurulunda görevlerini yerine getir",
            "çalışma grubundaki görevlerini yerine getir",
            "kurul toplantılarına katıl",
            "komisyon toplantılarına katıl",
            "kurul üyesi olarak görev yap",
        ),
        unless=("ihale", "muayene", "satın al", "fuar", "kongre", "meclis", "encümen"),
        last=attended_last,
        count=attended_count,
        link="/kurullar/",
    ),
)
INDICATORS = (
    Indicator(
        code="committees.decisions_in_time",
        label="Süresinde yerine getirilen kurul kararları",
        module="organization",
        unit="%",
        explains=(
            "Son günü dönem içinde olan kararlardan, kabul edilen bildirimi son günde ya da önce yapılanların payı. "
            "Yapılmamış kararlar gecikmiş sayılır; kaldırılan ve işlem gerektirmeyen kararlar sayılmaz."
        ),
        value=queries.in_time,
    ),
    Indicator(
        code="committees.held_as_planned",
        label="Planlandığı gün yapılan kurul toplantıları",
        module="organization",
        unit="%",
        explains=(
            "İlk planlanan günü dönem içinde olan toplantılardan o gün yapılanların payı; ertelenen, iptal edilen ve "
            "yeter sayısı olmayan toplantılar yapılmamış sayılır."
        ),
        value=queries.held_as_planned,
    ),
    Indicator(
        code="committees.meetings",
        label="Yapılan kurul toplantıları",
        module="organization",
        unit="adet",
        explains="Dönem içinde yapılan toplantıların sayısı.",
        value=queries.meetings_count,
        better="neither",
    ),
)
