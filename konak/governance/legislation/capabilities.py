"""What this house itself can prove today: regulations and duties kept, evidence followed, steps sealed, seats held.

Each entry counts rows that exist because the feature works; none stands for an intention. `words` and `phrases` are
kept narrow: a duty that only mentions legislation in passing ("mevzuata uygun olarak") is not proved by a register.
"""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.timezone import make_aware

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day
from konak.foundation.trail.models import Entry, Seal

from . import queries
from .models import Definition, Duty, DutyStanding, Evidence, EvidencePack, Phase, Regulation, TermBinding

Units = frozenset[int] | None


def _end_of(until: dt.date) -> dt.datetime:
    """The first moment after `until`, by the clock of the town."""
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _within(units: Units, field: str) -> Q:
    return Q() if units is None else Q(**{f"{field}__in": units})


# Regulations: handed in, put into force, repealed -----------------------------------------------------------


def _texts(units: Units) -> QuerySet[Regulation]:
    """Texts bound to one of the units or giving it duties."""
    if units is None:
        return Regulation.objects.all()
    given = Duty.objects.filter(unit_id__in=units).values("regulation_id")
    return Regulation.objects.filter(Q(case__unit_id__in=units) | Q(pk__in=given))


def _text_steps(units: Units, until: dt.date) -> QuerySet[Entry]:
    numbers = _texts(units).values("case__number")
    steps = ("open", "approve", "repeal")
    return Entry.objects.filter(
        kind=Regulation._meta.label_lower, subject__in=numbers, verb__in=steps, at__lt=_end_of(until)
    )


def texts_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a text was last handed in, put into force or repealed."""
    return _latest(_text_steps(units, until), "at")


def texts_count(units: Units, until: dt.date) -> int:
    """Texts handed in until that day."""
    return _texts(units).filter(case__opened_at__lt=_end_of(until)).count()


# The register of duties -------------------------------------------------------------------------------------


def _duty_steps(units: Units, until: dt.date) -> QuerySet[Entry]:
    """Changes of the register: who follows a duty, whose it is, what proves it."""
    verbs = ("assign", "unassign", "set", "bind", "unbind")
    rows = Entry.objects.filter(kind=queries.DUTY_KIND, verb__in=verbs, at__lt=_end_of(until))
    return rows.filter(_within(units, "seat__unit_id"))


def duties_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When duties of the units were last opened by a text, or changed by a person."""
    opened = Duty.objects.filter(_within(units, "unit_id"), opened_on__lte=until)
    born = Entry.objects.filter(
        kind=Regulation._meta.label_lower,
        verb="approve",
        subject__in=opened.values("regulation__case__number"),
        at__lt=_end_of(until),
    )
    found = [_latest(born, "at"), _latest(_duty_steps(units, until), "at")]
    return max((moment for moment in found if moment), default=None)


def duties_count(units: Units, until: dt.date) -> int:
    """Duties open on that day."""
    rows = Duty.objects.filter(_within(units, "unit_id"), opened_on__lte=until)
    return rows.filter(Q(closed_on=None) | Q(closed_on__gt=until)).count()


# Evidence ---------------------------------------------------------------------------------------------------


def _proofs(units: Units, until: dt.date) -> QuerySet[Evidence]:
    rows = Evidence.objects.filter(withdrawn_at=None, filed_at__lt=_end_of(until))
    return rows.filter(_within(units, "duty__unit_id"))


def proofs_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_proofs(units, until), "filed_at")


def proofs_count(units: Units, until: dt.date) -> int:
    return _proofs(units, until).count()


# The sealed trail -------------------------------------------------------------------------------------------


def _seals(units: Units, until: dt.date) -> QuerySet[Seal]:
    """Sealed lines of steps taken from seats in the units."""
    return Seal.objects.filter(_within(units, "entry__seat__unit_id"), sealed_at__lt=_end_of(until))


def seals_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_seals(units, until), "sealed_at")


def seals_count(units: Units, until: dt.date) -> int:
    return _seals(units, until).count()


# Seats ------------------------------------------------------------------------------------------------------


def appointments_last(units: Units, until: dt.date) -> dt.datetime | None:
    """The last day on which somebody took a seat in the units."""
    rows = Appointment.objects.filter(_within(units, "unit_id"), since__lte=until)
    since = rows.aggregate(last=Max("since"))["last"]
    return make_aware(dt.datetime.combine(since, dt.time())) if since else None


def appointments_count(units: Units, until: dt.date) -> int:
    """Seats held on that day."""
    return Appointment.objects.filter(on_day(until), _within(units, "unit_id")).count()


def _steps(units: Units, until: dt.date) -> QuerySet[Entry]:
    """Steps that a seat in the units permitted."""
    rows = Entry.objects.filter(at__lt=_end_of(until), seat__isnull=False)
    return rows.filter(_within(units, "seat__unit_id"))


def steps_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _latest(_steps(units, until), "at")


def steps_count(units: Units, until: dt.date) -> int:
    return _steps(units, until).count()


# Packs of evidence, and nights kept -------------------------------------------------------------------------


def _packs(units: Units, until: dt.date) -> QuerySet[EvidencePack]:
    rows = EvidencePack.objects.filter(phase=Phase.READY, finished_at__lt=_end_of(until))
    return rows.filter(_within(units, "unit_id"))


def packs_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a pack of evidence was last finished."""
    return _latest(_packs(units, until), "finished_at")


def packs_count(units: Units, until: dt.date) -> int:
    return _packs(units, until).count()


def _nights(units: Units, until: dt.date) -> QuerySet[DutyStanding]:
    return DutyStanding.objects.filter(_within(units, "unit_id"), day__lte=until)


def nights_last(units: Units, until: dt.date) -> dt.datetime | None:
    """The end of the last night whose standing was kept."""
    last = _nights(units, until).order_by().aggregate(last=Max("day"))["last"]
    return queries.whole_day(last) if last else None


def nights_count(units: Units, until: dt.date) -> int:
    """Nights whose standing was kept."""
    return _nights(units, until).values("day").distinct().count()


def _term_steps(units: Units, until: dt.date) -> QuerySet[TermBinding]:
    rows = TermBinding.objects.filter(decided_at__lt=_end_of(until))
    return rows.filter(_within(units, "definition__regulation__case__unit_id"))


def terms_last(units: Units, until: dt.date) -> dt.datetime | None:
    """When a term was last bound."""
    return _latest(_term_steps(units, until), "decided_at")


def terms_count(units: Units, until: dt.date) -> int:
    return _term_steps(units, until).count()


# What can be counted ----------------------------------------------------------------------------------------


def fresh_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Duties with fresh evidence of all, added over the nights kept in the period."""
    rows = _nights(units, until).filter(day__gte=since).order_by()
    found = rows.aggregate(fresh=Sum("fresh"), stale=Sum("stale"), missing=Sum("missing"))
    every = sum(number or 0 for number in found.values())
    return 100 * (found["fresh"] or 0) / every if every else None


def unresolved_terms(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Terms of texts in force on the last day that were bound to nothing on it."""
    held = Q(regulation__in_force_on__lte=until) & (
        Q(regulation__repealed_on=None) | Q(regulation__repealed_on__gt=until)
    )
    rows = Definition.objects.filter(held, _within(units, "regulation__case__unit_id"))
    bound = TermBinding.objects.filter(queries.live_on(until)).values("definition_id")
    return float(rows.exclude(pk__in=bound).count()) if rows.exists() else None


INDICATORS = (
    Indicator(
        code="legislation.fresh",
        label="Kanıtı güncel görevlerin payı",
        module="legislation",
        unit="%",
        better="more",
        explains=(
            "Dönemde saklanan her gün sonunda kanıtı güncel olan görevlerin, açık görevlere oranı. Gün sonu özeti "
            "saklanmayan günler sayılmaz."
        ),
        value=fresh_share,
    ),
    Indicator(
        code="legislation.unresolved_terms",
        label="Kayda bağlanmamış terimler",
        module="legislation",
        unit="adet",
        better="less",
        explains=(
            "Dönemin son günü yürürlükte olan metinlerin, o gün hiçbir kayda bağlı olmayan terimleri. Bağlanması "
            "gerekmediğine karar verilenler sayılmaz."
        ),
        value=unresolved_terms,
    ),
)

CAPABILITIES = (
    Capability(
        code="legislation.texts",
        label="Yönetmelik ve yönergelerin hazırlanıp yürürlüğe konması",
        module="legislation",
        describes=(
            "Yönetmelik ve yönerge taslakları madde ve bentlerine ayrılır, incelenir, karar tarihi ve sayısıyla "
            "yürürlüğe konur; önceki metin yürürlükten kalkar, bütün sürümler saklanır ve karşılaştırılır."
        ),
        words=("yönerge", "yönetmelik", "iç düzenleme"),
        phrases=(
            "yönerge hazırla",
            "yönetmelik hazırla",
            "yönergeler hazırlanır yürürlüğe konulur",
            "yönerge güncelle",
            "yönetmelik güncelle",
            "yönetmelik taslak",
            "yönerge taslak",
            "yönerge çıkar",
        ),
        unless=("yönetmelik hüküm", "uygun olarak", "uyarınca", "gereğince", "çerçevesinde", "standart", "şartname"),
        last=texts_last,
        count=texts_count,
        link="/mevzuat/",
    ),
    Capability(
        code="legislation.register",
        label="Görev dağılımının kütükte tutulması",
        module="legislation",
        describes=(
            "Her bendin sorumlu birimi ve unvanı, kimin takip ettiği ve sıklığı kütükte tutulur; görev dağılımı "
            "değiştikçe güncellenir, herkes kendi görevlerini görür."
        ),
        words=("görev dağılım", "görev dağıtım", "görev tanım", "iş bölüm", "görev bölüm", "sorumluluk dağılım"),
        phrases=(
            "görev dağılımını belirle",
            "görev dağılımı yap",
            "görev tanımlarını hazırla",
            "görev tanımlarını belirle",
            "görev tanımlarını güncelle",
            "görev tanımını oluştur",
            "görev dağıtımına ilişkin iç düzenleme",
            "iş bölümünü gözden geçir",
            "görev yetki sorumluluk dağılım",
            "iş bölümü yap",
            "görev bölümü yap",
        ),
        unless=("komisyon", "proje", "istihdam", "teknik destek", "satın al", "eğitim", "şartname", "politika"),
        last=duties_last,
        count=duties_count,
        link="/gorevler/",
    ),
    Capability(
        code="legislation.evidence",
        label="Görevlerin yerine getirildiğinin kanıtla izlenmesi",
        module="legislation",
        describes=(
            "Yönetmelikle verilen görevlerin zamanında ve eksiksiz yerine getirilip getirilmediği dönemli kanıtlarla "
            "izlenir; kanıtı eksik ya da eskimiş görevler madde madde görünür."
        ),
        words=("zamanında", "eksiksiz", "görevlerin yürüt", "görevlerin yerine"),
        phrases=(
            "görevlerin yerine getirilmesini izle",
            "görevlerin yerine getirilmesini denetle",
            "görevlerin yerine getirilmesini takip",
            "görevlerin tam zamanında yerine getir",
            "görevleri mevzuata uygun zamanında eksiksiz yerine getir",
            "görevlerin mevzuata uygun yürüt",
            "mevzuata uygun tam zamanında yapıl*",
            "zamanında mevzuata uygun yapıl*",
            "işlemlerin zamanında doğru yerine getir",
        ),
        unless=("ihale", "şartname", "malzeme", "emir", "talimat", "amirlerce"),
        last=proofs_last,
        count=proofs_count,
        link="/gorevler/?state=lacking",
    ),
    Capability(
        code="trail.sealed",
        label="Yapılan işlemlerin değiştirilemez izi",
        module="audit",
        describes=(
            "Konak'ta kimin hangi makamdan ne zaman hangi işlemi yaptığı değiştirilemeyen satırlara yazılır ve "
            "satırlar zincirleme özetlerle mühürlenir; kırılan ilk halka bulunur."
        ),
        words=("işlem kayıt", "işlem iz", "kayıt altına"),
        phrases=(
            "yapılan işlemleri kayıt altına al",
            "yapılan işlemlerin kaydını tut",
            "işlem kayıtlarını değiştirilemez",
            "işlem kayıtlarını sakla",
            "işlem izlerini sakla",
        ),
        unless=("5651", "internet", "erişim kayıt", "log", "iz kayıt", "kamera", "ağ", "sunucu", "evrak", "arıza"),
        last=seals_last,
        count=seals_count,
        link="/iz/",
    ),
    Capability(
        code="people.appointments",
        label="Görevlendirmelerin tarihli tutulması",
        module="organization",
        describes=(
            "Hangi makamda hangi tarihler arasında kimin bulunduğu, vekâletler dâhil, teşkilat ağacında tutulur."
        ),
        words=("görevlendirme", "vekâlet", "vekalet", "teşkilat şema", "organizasyon şema"),
        phrases=(
            "görevlendirme işlemlerini yürüt",
            "personel görevlendirme",
            "görevlendirmelerini yap",
            "vekâlet işlemleri",
            "teşkilat şemasını güncelle",
            "organizasyon şemasını güncelle",
        ),
        unless=("özlük", "izin", "yolluk", "yurt dışı", "eğitim", "nöbet", "komisyon", "ihale"),
        last=appointments_last,
        count=appointments_count,
        link="/birimler/",
    ),
    Capability(
        code="access.seats",
        label="Konak'ta makama göre yetkilendirme",
        module="identity",
        describes=(
            "Konak'ta her işlem bir makamın verdiği yetkiyle yapılır; kapsam dışı kayıt hiç görünmez, işleme izin "
            "veren makam kayda geçer."
        ),
        words=("görev yetki", "unvan", "makam"),
        phrases=(
            "görev ve unvana göre yetkilendir",
            "görevine göre yetkilendir",
            "makama göre yetki",
            "unvanına göre erişim yetkisi",
        ),
        unless=("veri tabanı", "sunucu", "dosya sunucu", "EBYS", "parola", "kullanıcı hesap", "VPN", "dizin"),
        last=steps_last,
        count=steps_count,
        link="/neden/",
    ),
    Capability(
        code="legislation.packs",
        label="Kanıt paketi hazırlanması",
        module="legislation",
        describes="Bir birimin bir dönemdeki bütün kanıtları, dizini ve özetleriyle tek dosyada toplanır.",
        words=("kanıt paket", "denetime hazırlık"),
        phrases=("denetim için kanıtları hazırla", "denetime sunulacak belgeleri hazırla", "kanıt dosyası hazırla"),
        last=packs_last,
        count=packs_count,
        link="/kanit-paketi/",
    ),
    Capability(
        code="legislation.nights",
        label="Görev durumunun geçmişe dönük izlenmesi",
        module="legislation",
        describes="Her gün sonunda görevlerin durumu saklanır; kütük geçmiş bir günkü hâliyle gösterilir.",
        words=("görev durum", "geriye dönük izle"),
        phrases=("görevlerin durumunu izle", "görev gerçekleşmelerini raporla", "görev gerçekleşmelerini izle"),
        last=nights_last,
        count=nights_count,
        link="/karne/",
    ),
    Capability(
        code="legislation.terms",
        label="Terimlerin kayda bağlanması",
        module="legislation",
        describes="Metinlerin tanımladığı terimler birime, unvana, gruba ya da dış kuruma tarihli olarak bağlanır.",
        words=("terim", "tanımlar sözlüğü"),
        phrases=("mevzuattaki tanımları güncel tut", "terim birliğini sağla", "kavram birliğini sağla"),
        unless=("harita", "proje", "coğrafi"),
        last=terms_last,
        count=terms_count,
        link="/tanimlar/",
    ),
)
