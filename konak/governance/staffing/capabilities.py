"""What this app proves: seats with their days, substitutes, separation of duties, job descriptions, hand-overs."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator
from konak.foundation.people.models import User
from konak.foundation.trail.models import Entry

from .models import Acknowledgement, Delegation, DescriptionVersion, HandOver, Incompatible, Membership, Notice
from .queries import delegations, descriptions, handovers

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    """The first moment after `until`, by the clock of the town."""
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _within(units: Units, field: str) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _seats(units: Units, until: dt.date) -> QuerySet[Entry]:
    verbs = ("appoint", "extend", "end_seat", "transfer", "correct")
    rows = Entry.objects.filter(kind="people.appointment", verb__in=verbs, at__lt=_end_of(until))
    return rows.filter(_within(units, "seat__unit_id"))


def _delegations(units: Units, until: dt.date) -> QuerySet[Delegation]:
    rows = Delegation.objects.filter(case__opened_at__lt=_end_of(until))
    return rows.exclude(case__state__in=("declined", "withdrawn")).filter(_within(units, "case__unit_id"))


def _notices(units: Units, until: dt.date) -> QuerySet[Notice]:
    return Notice.objects.filter(_within(units, "case__unit_id"), case__opened_at__lt=_end_of(until))


def _rules(units: Units, until: dt.date) -> QuerySet[Entry]:
    del units  # the rules hold for the whole house
    kinds = ("staffing.incompatible", "staffing.group")
    return Entry.objects.filter(kind__in=kinds, at__lt=_end_of(until))


def _rule_count(units: Units, until: dt.date) -> int:
    return Incompatible.objects.filter(active=True).count() if _rules(units, until).exists() else 0


def _descriptions(units: Units, until: dt.date) -> QuerySet[DescriptionVersion]:
    rows = DescriptionVersion.objects.filter(in_force_on__lte=until)
    return rows.filter(_within(units, "case__unit_id"))


def _accepted(units: Units, until: dt.date) -> QuerySet[Acknowledgement]:
    return Acknowledgement.objects.filter(_within(units, "version__case__unit_id"), at__lt=_end_of(until))


def _undertakings(units: Units, until: dt.date) -> QuerySet[Acknowledgement]:
    return _accepted(units, until).filter(version__paper="undertaking")


def _handovers(units: Units, until: dt.date) -> QuerySet[HandOver]:
    return HandOver.objects.filter(_within(units, "case__unit_id"), case__closed_at__lt=_end_of(until))


def _named(units: Units, until: dt.date) -> QuerySet[Membership]:
    return Membership.objects.filter(_within(units, "unit_id"), since__lte=until)


def _mailboxes(units: Units, until: dt.date) -> QuerySet[Entry]:
    rows = Entry.objects.filter(kind="people.user", verb__in=("give_mailbox", "join"), at__lt=_end_of(until))
    return rows.filter(_within(units, "seat__unit_id"))


def _mailbox_count(units: Units, until: dt.date) -> int:
    rows = User.objects.filter(is_active=True, joined_at__lt=_end_of(until)).exclude(email="")
    return rows.filter(_within(units, "appointments__unit_id")).distinct().count()


CAPABILITIES = (
    Capability(
        "staffing.appointments",
        "Görevlendirmelerin gün ve dayanağıyla tutulması",
        "organization",
        "Kimin hangi makamda, hangi günden hangi güne, hangi onayla görevli olduğunu tutar; bir makamda iki "
        "kişiyi ve dayanaksız yetkiyi önler.",
        ("görevlendirme", "görevlendirmek", "personel", "kadro", "atama", "sorumlu"),
        (
            "personelin görevlendirilmesi",
            "görevlendirme yapmak",
            "personel görevlendirmek",
            "görev dağılımını yapmak",
            "iş bölümü yapmak",
            "servis şefi görevlendirilir",
        ),
        lambda units, until: _latest(_seats(units, until), "at"),
        lambda units, until: _seats(units, until).count(),
        "/kadro/",
    ),
    Capability(
        "staffing.delegations",
        "Vekâletlerin bırakılması ve dönüşte bilgi verilmesi",
        "organization",
        "Makam sahibi yokken kimin, hangi günlerde vekâlet ettiğini ve vekilin neler yaptığını tutar.",
        ("vekalet", "vekil", "amir", "yokluğunda", "bulunmadığı"),
        (
            "vekalet etmek",
            "yerine vekalet eder",
            "amirinin bulunmadığı zamanlarda",
            "amirlerinin yokluğunda inisiyatif kullanmak",
            "görevi başında bulunmadığı hallerde vekalet",
        ),
        lambda units, until: _latest(_delegations(units, until), "case__opened_at"),
        lambda units, until: _delegations(units, until).count(),
        "/kadro/vekaletler/",
    ),
    Capability(
        "staffing.notices",
        "Amir yokluğunda yapılan işlerin sonradan bildirilmesi",
        "organization",
        "Amire ulaşılamadığında kendiliğinden yapılan işi sonradan amirin bilgisine ve onayına sunar.",
        ("inisiyatif", "amir", "yokluğunda", "bilgi"),
        (
            "amirlerin yokluğunda inisiyatif kullanarak işleri yürütmek",
            "sonradan amirine bilgi vermek",
            "inisiyatif kullanmak",
        ),
        lambda units, until: _latest(_notices(units, until), "case__opened_at"),
        lambda units, until: _notices(units, until).count(),
        "/kadro/amir-yoklugunda/",
    ),
    Capability(
        "staffing.separation",
        "Görevler ayrılığının denetlenmesi",
        "identity",
        "Bir kişide birleşemeyecek unvan, yetki ve görev gruplarını tutar; görevlendirmede ve vekâlette denetler.",
        ("görevler ayrılığı", "görev ayrılığı", "ayrılık", "iş bölümü"),
        (
            "görevler ayrılığı ilkesi",
            "görevler ayrılığı ilkesine göre iş bölümünü gözden geçirmek",
            "görevler ayrılığı çerçevesinde çalışmasını sağlamak",
        ),
        lambda units, until: _latest(_rules(units, until), "at"),
        _rule_count,
        "/kadro/gorevler-ayriligi/",
    ),
    Capability(
        "staffing.descriptions",
        "Görev tanımlarının hazırlanması ve tebliği",
        "organization",
        "Unvan, birim ve kişi için sürümlü görev tanımı hazırlar, yürürlüğe koyar; ilgililerin okuyup kabul ettiği "
        "günü ve metnin özetini tutar.",
        ("görev tanımı", "iş tanımı", "görev", "yetki", "sorumluluk"),
        (
            "personelin görev yetki ve sorumluluklarını belirlemek",
            "görev tanımlarını hazırlamak",
            "görev tanımlarının yapılmasını sağlamak",
            "iş tanımlarını oluşturmak",
        ),
        lambda units, until: _latest(_accepted(units, until), "at"),
        lambda units, until: _descriptions(units, until).count(),
        "/kadro/is-tanimlari/",
    ),
    Capability(
        "staffing.undertakings",
        "Gizlilik ve kullanım taahhütlerinin alınması",
        "identity",
        "Personelin gizlilik ve bilişim kullanım taahhüdünü okuyup kabul ettiği günü tutar.",
        ("gizlilik", "gizli", "bilgi", "şifre", "parola", "taahhüt"),
        (
            "izinsiz bilgi verilemez",
            "kurum dışına bilgi çıkarılamaz",
            "gizlilik taahhüdü imzalatmak",
            "kurum tarafından verilen şifreler yalnızca kurumsal amaçla kullanılır",
        ),
        lambda units, until: _latest(_undertakings(units, until), "at"),
        lambda units, until: _undertakings(units, until).count(),
        "/kadro/is-tanimlari/",
    ),
    Capability(
        "staffing.handover",
        "Devir teslim ve ilişik kesme",
        "personnel",
        "Görevden ayrılanın üzerindeki dosya, makam, yetki ve oturumları listeler; devredileni, iade edileni ve "
        "iptal edileni tutanağa bağlar.",
        ("devir", "teslim", "ayrılma", "ayrılan", "ilişik", "görev değişikliği", "istifa", "vefat"),
        (
            "devir teslim yapmak",
            "görevden ayrılan personelin devir teslim yapması",
            "ilişik kesme işlemleri",
            "görev yeri değişikliğinde şifrelerin iptal edilmesi",
            "istifa ve vefat yazılarını yazmak",
        ),
        lambda units, until: _latest(_handovers(units, until), "case__closed_at"),
        lambda units, until: _handovers(units, until).count(),
        "/kadro/devir-teslim/",
        ("taşınır",),
    ),
    Capability(
        "staffing.groups",
        "Görev gruplarına kişi belirlenmesi",
        "organization",
        "Harcama yetkilisi, taşınır kayıt yetkilisi gibi sıfatlara kimin, hangi onayla belirlendiğini tutar.",
        ("yetkili", "yetkilisi", "görevlisi", "belirlemek"),
        (
            "harcama yetkilisi belirlemek",
            "gerçekleştirme görevlisi görevlendirmek",
            "taşınır kayıt yetkilisi görevlendirmek",
            "muayene ve kabul komisyonunda görevlendirmek",
        ),
        lambda units, until: _latest(_rules(units, until).filter(verb="member"), "at"),
        lambda units, until: _named(units, until).count(),
        "/kadro/gruplar/",
    ),
    Capability(
        "staffing.mailboxes",
        "Kurumsal posta adreslerinin kurala göre verilmesi",
        "identity",
        "Posta adreslerini tek kurala göre verir; adresi olmayan ve hesabını kullanmayanları birim birim gösterir.",
        ("e-posta", "elektronik posta", "mail", "posta"),
        (
            "kurumsal e-posta hesaplarını açmak",
            "isim soyisim uzantılı mail adreslerini yönetmek ve kullanımını yaygınlaştırmak",
            "elektronik posta sistemini kurmak",
            "kurumsal e-posta işlemlerini yürütmek",
        ),
        lambda units, until: _latest(_mailboxes(units, until), "at"),
        _mailbox_count,
        "/kadro/hesaplar/",
    ),
)
INDICATORS = (
    Indicator(
        "staffing.acting_heads",
        "Asaleten doldurulmamış amir makamları",
        "organization",
        "%",
        "Dönemin son günü dolu olan şef, müdür ve daire başkanı makamlarından asaleten yürütülmeyenlerin oranı.",
        delegations.acting_share,
        "less",
    ),
    Indicator(
        "staffing.accepted",
        "Görev tanımını kabul eden personel",
        "organization",
        "%",
        "Dönemin son günü yürürlükteki tanımları kabul etmesi gerekenlerden edenlerin oranı; bugünkü kadroya göre.",
        descriptions.accepted_share,
        "more",
    ),
    Indicator(
        "staffing.handovers_in_time",
        "Süresinde tamamlanan devir teslimler",
        "personnel",
        "%",
        "Son günü dönemde olan devir teslim dosyalarından o güne kadar onaylananların oranı; iptal edilen sayılmaz.",
        handovers.closed_in_time,
        "more",
    ),
)
