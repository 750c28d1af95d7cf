"""What the directory can prove, and what can be counted in it."""

import datetime as dt

from django.db.models import Max, Q
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day

from .models import ClientSystem, Difference, Does, Entry, Fate, RunState, SyncRun

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _runs(until: dt.date) -> Q:
    return Q(state=RunState.DONE, finished_at__lt=_end_of(until))


def sync_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When the accounts were last compared with the directory; it is one for the whole house."""
    del units
    found: dt.datetime | None = SyncRun.objects.filter(_runs(until)).aggregate(last=Max("finished_at"))["last"]
    return found


def sync_count(units: Units, until: dt.date) -> int:
    del units
    return SyncRun.objects.filter(_runs(until)).count()


def _closed(units: Units, until: dt.date) -> Q:
    rows = Q(does=Does.DISABLE, fate=Fate.DONE, at__lt=_end_of(until))
    if units is not None:
        rows &= Q(user__in=Appointment.objects.filter(unit_id__in=units).values("user_id"))
    return rows


def closing_last(units: Units, until: dt.date) -> dt.datetime | None:
    found: dt.datetime | None = Difference.objects.filter(_closed(units, until)).aggregate(last=Max("at"))["last"]
    return found


def closing_count(units: Units, until: dt.date) -> int:
    return Difference.objects.filter(_closed(units, until)).count()


def _clients(units: Units, until: dt.date) -> Q:
    rows = Q(made_at__lt=_end_of(until)) & (Q(ended_at=None) | Q(ended_at__gte=_end_of(until)))
    return rows if units is None else rows & Q(unit_id__in=units)


def single_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a system last joined those that are entered with the account of the house."""
    found: dt.datetime | None = ClientSystem.objects.filter(_clients(units, until)).aggregate(last=Max("made_at"))[
        "last"
    ]
    return found


def single_count(units: Units, until: dt.date) -> int:
    return ClientSystem.objects.filter(_clients(units, until)).count()


CAPABILITIES = (
    Capability(
        code="directory.sync",
        label="Kullanıcı hesaplarının kurum dizininden yönetilmesi",
        module="identity",
        describes=(
            "Hesaplar ve gruplar LDAP ya da Active Directory'den okunur; açılan, değişen ve kapanan hesap işlenir, "
            "her eşitleme sayıları ve farklarıyla kaydedilir."
        ),
        words=(
            "kullanıcı hesap",
            "etki alanı",
            "aktif dizin",
            "active directory",
            "kullanıcı yetki",
            "kullanıcı tanım",
        ),
        phrases=(
            "kullanıcı hesaplarını oluştur",
            "kullanıcı hesaplarını yönet",
            "etki alanı yapısını kur ve yönet",
            "aktif dizin hizmetlerini yönet",
            "kullanıcı tanımlamalarını yap",
            "kullanıcı hesaplarının açılması ve kapatılması",
        ),
        unless=("banka hesap", "mali hesap"),
        last=sync_last,
        count=sync_count,
        link="/dizin/esitlemeler/",
    ),
    Capability(
        code="directory.closing",
        label="Ayrılanın hesabının kapatılması",
        module="identity",
        describes="Dizinde kapanan ya da silinen kişinin hesabı, oturumları ve anahtarları aynı anda kapanır.",
        words=("şifre", "parola", "hesap", "ayrıl"),
        phrases=(
            "görevden ayrılanların şifrelerini iptal et",
            "görev değişikliğinde şifrelerin iptali",
            "ayrılan personelin kullanıcı hesabını kapat",
            "işten ayrılanların erişimini kaldır",
        ),
        unless=("banka", "hesap iş"),
        last=closing_last,
        count=closing_count,
        link="/dizin/farklar/?view=done&does=disable",
    ),
    Capability(
        code="directory.single_sign_in",
        label="Tek hesapla oturum",
        module="identity",
        describes="Kurumun sistemleri kişileri Konak hesabıyla tanır; kimin girebileceği yetkisine göre belirlenir.",
        words=("tek oturum", "kimlik doğrula", "erişim denetim", "yetkisiz erişim", "erişim kontrol"),
        phrases=(
            "tek oturum açma altyapısını kur",
            "kimlik doğrulama sistemlerini kur ve yönet",
            "yetkisiz erişimi engelleyen sistemleri denetle",
            "merkezi kimlik doğrulama",
        ),
        last=single_last,
        count=single_count,
        link="/dizin/sistemler/",
    ),
)


# Indicators -------------------------------------------------------------------------------------------------------


def good_runs(units: Units, since: dt.date, until: dt.date) -> float | None:
    del units
    begin = make_aware(dt.datetime.combine(since, dt.time()))
    rows = SyncRun.objects.filter(started_at__gte=begin, started_at__lt=_end_of(until), dry=False)
    rows = rows.exclude(state=RunState.READING)
    every = rows.count()
    return round(100 * rows.filter(state=RunState.DONE).count() / every, 1) if every else None


def matched(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    rows = Entry.objects.filter(gone_at=None, enabled=True)
    if units is not None:
        seated = Appointment.objects.filter(on_day(until), unit_id__in=units).values("user_id")
        rows = rows.filter(Q(unit_id__in=units) | Q(user__in=seated))
    every = rows.count()
    return round(100 * rows.filter(user__isnull=False).count() / every, 1) if every else None


def undecided(units: Units, since: dt.date, until: dt.date) -> float | None:
    del units, since
    rows = Difference.objects.filter(at__lt=_end_of(until))
    if not rows.exists():
        return None
    return float(
        rows.filter(Q(fate=Fate.OPEN) | Q(decided_at__gte=_end_of(until))).exclude(fate=Fate.PLANNED).count()
    )


INDICATORS = (
    Indicator(
        code="directory.good_runs",
        label="Tamamlanan dizin eşitlemeleri",
        module="identity",
        unit="%",
        explains="Dönemde başlayan eşitlemelerden sonuna kadar okunup işlenenlerin payı; önizlemeler sayılmaz.",
        value=good_runs,
    ),
    Indicator(
        code="directory.matched",
        label="Konak kişisiyle eşli dizin kayıtları",
        module="identity",
        unit="%",
        explains="Bugün dizinde etkin olan kayıtlardan bir kişiyle eşli olanların payı.",
        value=matched,
    ),
    Indicator(
        code="directory.undecided",
        label="Karar bekleyen dizin farkları",
        module="identity",
        unit="adet",
        explains="Dönem sonunda açık olan çakışma, bilinmeyen birim ve görevlendirme önerileri.",
        value=undecided,
        better="less",
    ),
)
