"""What the foundation itself proves and counts: told people, guarded accounts, grants changed with reasons."""

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Max, Q, QuerySet
from django.utils.timezone import get_current_timezone

from konak.foundation.cases.models import SecretLook
from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator
from konak.foundation.notify.models import Envelope, EnvelopeState, Notification
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day
from konak.foundation.trail.models import Entry

from .grants import KIND
from .services.accounts import PERSON

Units = frozenset[int] | None
GUARDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
WATCHED = ("closed", "reopened", "factor_reset", "sessions_ended")
QUIET = dt.timedelta(days=90)


def _end(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), get_current_timezone())


def _people(units: Units, day: dt.date) -> QuerySet[User]:
    """Active people with a seat in these units (or anywhere) on a day."""
    # reach: the caller says which units count
    seated = Q(appointments__in=_seats(units, day))
    return User.objects.filter(seated, is_active=True).distinct()


def _seats(units: Units, day: dt.date) -> QuerySet[Any]:
    rows = Appointment.objects.filter(on_day(day))
    return (rows if units is None else rows.filter(unit_id__in=units)).values("pk")


def _latest(rows: QuerySet[Any], name: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.aggregate(at=Max(name))["at"]
    return found


def _told(units: Units, until: dt.date) -> QuerySet[Notification]:
    rows = Notification.objects.filter(at__lt=_end(until))
    return rows if units is None else rows.filter(recipient__in=_people(units, until).values("pk"))


def _guards(units: Units, until: dt.date) -> QuerySet[Authenticator]:
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(type__in=GUARDS, created_at__lt=_end(until))
    return rows if units is None else rows.filter(user__in=_people(units, until).values("pk"))


def _looks(units: Units, until: dt.date) -> QuerySet[SecretLook]:
    rows = SecretLook.objects.filter(at__lt=_end(until))
    return rows if units is None else rows.filter(case__unit_id__in=units)


def _lines(kind: str, units: Units, until: dt.date) -> QuerySet[Entry]:
    rows = Entry.objects.filter(kind=kind, at__lt=_end(until))
    return rows if units is None else rows.filter(seat__unit_id__in=units)


def _watch(units: Units, until: dt.date) -> QuerySet[Entry]:
    return _lines(PERSON, units, until).filter(verb__in=WATCHED)


def _guarded_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    people = _people(units, until).values("pk")
    every = people.count()
    guarded = Authenticator.objects.filter(type__in=GUARDS, created_at__lt=_end(until), user__in=people)
    return 100 * guarded.values("user_id").distinct().count() / every if every else None


def _quiet_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    del since
    people = _people(units, until)
    every = people.count()
    quiet = people.filter(
        Q(last_login=None) | Q(last_login__lt=_end(until) - QUIET), joined_at__lt=_end(until) - QUIET
    )
    return 100 * quiet.count() / every if every else None


def _delivered_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = Envelope.objects.filter(finished_at__gte=_end(since - dt.timedelta(days=1)), finished_at__lt=_end(until))
    rows = rows.filter(state__in=[EnvelopeState.SENT, EnvelopeState.FAILED])
    if units is not None:
        rows = rows.filter(recipient__in=_people(units, until).values("pk"))
    every = rows.count()
    return 100 * rows.filter(state=EnvelopeState.SENT).count() / every if every else None


CAPABILITIES = (
    Capability(
        "notify.told",
        "Personelin bildirim, e-posta ve SMS ile haberdar edilmesi",
        "organization",
        "Dosya, görev, son gün ve duyurular ilgili kişiye ekranda, isterse e-posta ve SMS ile bildirilir; giden, "
        "ulaşan ve gitmeyen kayda geçer.",
        ("bildirim", "duyuru", "bilgilendirme", "haberdar"),
        (
            "personele duyuruların yapılmasını sağlamak",
            "ilgililere bildirimde bulunmak",
            "personeli bilgilendirmek",
            "ilgili birimleri haberdar etmek",
        ),
        lambda units, until: _latest(_told(units, until), "at"),
        lambda units, until: _told(units, until).count(),
        "/bildirimler/?gorunum=tumu",
        ("vatandaş", "halk", "basın", "ihale", "web sitesi", "kamuoyu"),
    ),
    Capability(
        "identity.second_factor",
        "Hesapların ikinci doğrulamayla korunması",
        "identity",
        "Hesaba girişte parolanın yanında uygulama kodu ya da güvenlik anahtarı ister; "
        "yetkili makamlarda zorunludur.",
        ("kimlik doğrulama", "iki adımlı", "çok faktörlü", "oturum açma", "güvenli giriş"),
        (
            "çok faktörlü kimlik doğrulama kullanmak",
            "iki aşamalı doğrulama uygulamak",
            "kullanıcı kimlik doğrulama işlemlerini yürütmek",
            "güvenli oturum açma yöntemlerini uygulamak",
        ),
        lambda units, until: _latest(_guards(units, until), "created_at"),
        lambda units, until: _guards(units, until).count(),
        "/ben/guvenlik/",
        ("elektronik imza", "mobil imza", "vatandaş"),
    ),
    Capability(
        "identity.accounts",
        "Konak hesap ve oturumlarının denetlenmesi",
        "identity",
        "Hesap kapatma, açma, oturum sonlandırma ve ikinci doğrulama sıfırlama gerekçesiyle kayda geçer.",
        ("hesap", "oturum", "parola", "şifre", "kullanıcı"),
        (
            "kullanıcı hesaplarını kapatmak",
            "ayrılan personelin hesabını kapatmak",
            "yetkisiz erişim oturumlarını sonlandırmak",
            "görev değişikliğinde şifrelerin iptal edilmesi",
        ),
        lambda units, until: _latest(_watch(units, until), "at"),
        lambda units, until: _watch(units, until).count(),
        "/birimler/",
        ("banka", "muhasebe", "sosyal medya", "wi-fi", "kablosuz"),
    ),
    Capability(
        "access.secret_looks",
        "Gizli dosyalara bakışların kaydı",
        "identity",
        "Gizlilik derecesi olan bir dosyanın sayfası, eki ya da API yanıtı kime gösterildiyse kayda geçer; kayıt "
        "değiştirilmez, yetkililer kapsamlarındaki dosyalara kimin baktığını görür.",
        ("gizli", "ifşa", "açıklama yasağı", "gizlilik"),
        (
            "meclis, encümen ve başkanlık evrak ve dosyalarını ifşa etmemek",
            "gizli belgelere erişimi kayıt altına almak",
            "gizli dosyaların yetkisiz kişilerce görülmesini önlemek",
        ),
        lambda units, until: _latest(_looks(units, until), "at"),
        lambda units, until: _looks(units, until).count(),
        "/gizli-bakislar/",
        ("kişisel veri", "imza"),
    ),
    Capability(
        "access.grants",
        "Yetki dağılımının gerekçesiyle ve dört gözle değiştirilmesi",
        "identity",
        "Hangi unvanın neyi nereye kadar yapabildiği tek çizelgede durur; her değişiklik gerekçe ister, yönetici "
        "yetkileri ikinci bir yöneticinin onayıyla genişler.",
        ("yetki", "yetkilendirme", "erişim hakkı"),
        (
            "kullanıcı yetkilerini gözden geçirmek",
            "yetki düzenlemelerini yapmak ve revize etmek",
            "kullanıcıların yetkilerini belirlemek",
            "rol bazlı yetkilendirme yapmak",
        ),
        lambda units, until: _latest(_lines(KIND, units, until), "at"),
        lambda units, until: _lines(KIND, units, until).count(),
        "/yonetim/yetkiler/",
        ("imza yetki", "harcama", "sunucu", "internet", "VPN", "veri tabanı", "dosya"),
    ),
)
INDICATORS = (
    Indicator(
        "identity.guarded_accounts",
        "İkinci doğrulaması olan hesaplar",
        "identity",
        "%",
        "Dönemin son günü görevde olanlardan, o güne kadar uygulama ya da güvenlik anahtarı kurmuş olanların oranı; "
        "kaldırılmış yöntemler sayılmaz.",
        _guarded_share,
        "more",
    ),
    Indicator(
        "identity.quiet_accounts",
        "Doksan gündür kullanılmayan hesaplar",
        "identity",
        "%",
        "Dönemin son günü görevde olanlardan son doksan günde giriş yapmamış olanların oranı; son doksan günde işe "
        "başlayanlar sayılmaz. Son giriş bugünkü kayıttan okunur.",
        _quiet_share,
        "less",
    ),
    Indicator(
        "notify.delivered",
        "Yerine ulaşan e-posta ve SMS gönderileri",
        "organization",
        "%",
        "Dönemde sonuçlanan gönderilerden karşı tarafın kabul ettiklerinin oranı; ulaşmadığı sonradan bildirilen "
        "SMS'ler gitmemiş sayılır.",
        _delivered_share,
        "more",
    ),
)
