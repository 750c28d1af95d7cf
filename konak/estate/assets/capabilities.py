"""What this app proves: movables registered, moved by receipts, held by who said yes; and what can be counted."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils.timezone import localdate, make_aware

from konak.foundation.calendar.queries import calendar_from
from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .lifecycle import State
from .models import Asset, Custody, Device, Kind, Movement, Part, Receipt
from .models.asset import RETIRED
from .services.posting import NOTICE_DAYS

Units = frozenset[int] | None


def _end(until: dt.date) -> dt.datetime:
    """The first moment after a day, by the clock of the town."""
    return make_aware(dt.datetime.combine(until + dt.timedelta(days=1), dt.time()))


def _start(since: dt.date) -> dt.datetime:
    return make_aware(dt.datetime.combine(since, dt.time()))


def _last(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _receipts(units: Units, until: dt.date) -> QuerySet[Receipt]:
    rows: QuerySet[Receipt] = Receipt.objects.filter(recorded_at__lt=_end(until))
    return rows if units is None else rows.filter(Q(warehouse__unit_id__in=units) | Q(to_unit_id__in=units))


def receipts_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _last(_receipts(units, until), "recorded_at")


def receipts_count(units: Units, until: dt.date) -> int:
    return _receipts(units, until).count()


def _custodies(units: Units, until: dt.date) -> QuerySet[Custody]:
    rows = Custody.objects.filter(accepted_at__lt=_end(until))
    return rows if units is None else rows.filter(unit_id__in=units)


def custody_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _last(_custodies(units, until), "accepted_at")


def custody_count(units: Units, until: dt.date) -> int:
    return _custodies(units, until).count()


def _register(units: Units, until: dt.date) -> QuerySet[Asset]:
    """What stood on the books that day."""
    rows = Asset.objects.filter(acquired_on__lte=until).filter(Q(retired_on=None) | Q(retired_on__gt=until))
    return rows if units is None else rows.filter(Q(unit_id__in=units) | Q(warehouse__unit_id__in=units))


def register_last(units: Units, until: dt.date) -> dt.datetime | None:
    day = _register(units, until).aggregate(last=Max("acquired_on"))["last"]
    return _start(day) if day else None


def register_count(units: Units, until: dt.date) -> int:
    return _register(units, until).count()


def _seen(units: Units, until: dt.date) -> QuerySet[Device]:
    rows = Device.objects.filter(last_seen__lt=_end(until))
    return (
        rows if units is None else rows.filter(Q(asset__unit_id__in=units) | Q(asset__warehouse__unit_id__in=units))
    )


def seen_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _last(_seen(units, until), "last_seen")


def seen_count(units: Units, until: dt.date) -> int:
    return _seen(units, until).count()


def _built(units: Units, until: dt.date) -> QuerySet[Receipt]:
    return _receipts(units, until).filter(kind__in=(Kind.SALVAGE, Kind.PRODUCTION), reverses=None)


def built_last(units: Units, until: dt.date) -> dt.datetime | None:
    return _last(_built(units, until), "recorded_at")


def built_count(units: Units, until: dt.date) -> int:
    return _built(units, until).count()


CAPABILITIES = (
    Capability(
        code="assets.receipts",
        label="Taşınır giriş ve çıkışlarının fişle kaydı ve kontrolü",
        module="assets",
        describes=(
            "Taşınırların bütün giriş ve çıkışları, numarası boşluksuz Taşınır İşlem Fişiyle kaydedilir; kayıt "
            "yetkilisi hazırlar, ayrı bir kişi olan kontrol yetkilisi onaylar, muhasebeye süresinde bildirilir."
        ),
        words=("taşınır", "demirbaş", "ambar", "ayniyat", "sarf malzeme"),
        phrases=(
            "taşınır kayıt ve kontrol işlemlerini yap",
            "taşınır mal yönetmeliği hükümlerine göre taşınır kayıt kontrol işlemlerini yürüt",
            "taşınır kayıt ve kontrol işlemlerinin yapılmasını sağla",
            "demirbaş eşyanın giriş ve çıkışlarını kontrol et",
            "taşınır kayıt sayım ve devir işlemlerinin yapılmasını sağla",
            "sarf ve demirbaş malzemeleri kayıt altına al",
            "yıl sonu taşınır hesaplarını yap",
            "ayniyat işlemlerini yürüt",
        ),
        unless=("taşınmaz", "veri envanteri"),
        last=receipts_last,
        count=receipts_count,
        link="/tasinirlar/fisler/",
    ),
    Capability(
        code="assets.custody",
        label="Taşınırların zimmetle verilmesi ve zimmetin kabulü",
        module="assets",
        describes=(
            "Demirbaş, teslim belgesiyle kişiye ya da ortak kullanım alanına verilir; alan kişi ekranda kabul eder, "
            "kendi zimmetini görür, kayıp ve hasarı bildirir, ayrılırken devreder ya da iade eder."
        ),
        words=("zimmet", "demirbaş", "taşınır", "teslim", "emanet", "malzeme", "araç ve gereç"),
        phrases=(
            "demirbaş eşyayı ilgililere zimmetle",
            "görev gereği kendisine zimmetlenen taşınırların özenle kullanılması ve muhafazası",
            "zimmetinde bulunan malzemeyi korumak",
            "kendisine teslim edilen araç ve gereci özenle kullan",
            "görevden ayrılırken zimmetindeki evrak ve malzemeyi devret",
            "kendisine tahsis edilen yer malzeme ve kaynakların düzenli kullanılmasını sağla",
            "tahsis edilen yer ve malzemelerin düzenli kullanımını sağla",
        ),
        unless=("taşınmaz",),
        last=custody_last,
        count=custody_count,
        link="/tasinirlar/?custody=waiting",
    ),
    Capability(
        code="assets.register",
        label="Donanım ve taşınır envanteri",
        module="assets",
        describes=(
            "Bilgisayar, sunucu, yazıcı, ağ ve çevre birimlerinin kütüğü: sicil ve seri numarası, modeli, garantisi, "
            "yeri, birimi ve kimde olduğu; etiketle taranır, her birimin donanımı listelenir."
        ),
        words=("donanım", "bilgisayar", "envanter", "yazıcı", "sunucu", "çevre birim", "tablet", "demirbaş"),
        phrases=(
            "kişisel bilgisayarların envanter takibini yap",
            "donanım envanterini tut",
            "demirbaş eşyanın kayıtlarını tut",
            "kullanılan ve kullanılacak tüm yazılım ve donanımın koordinasyonunu sağla",
            "müdürlük demirbaşına kayıtlı dizüstü bilgisayar ve tabletlerin bakımı ve kullanımını sağla",
            "birimlerin bilgisayar yazıcı ve benzeri donanım ihtiyacını belirle",
            "bilgisayar sistemlerinin envanterini çıkar",
            "belediye birimlerinin bilgisayar sistemleri",
        ),
        unless=("veri envanteri", "kişisel veri"),
        last=register_last,
        count=register_count,
        link="/tasinirlar/",
    ),
    Capability(
        code="assets.discovery",
        label="Ağdaki cihazların görülmesi ve kayıtla karşılaştırılması",
        module="assets",
        describes=(
            "Envanter ajanlarının bildirdiği cihazlar kütükle eşleştirilir; kayıtta olmayan, izinsiz cihazlar "
            "ayrı listelenir, farklar bir kişinin kararına sunulur."
        ),
        words=("cihaz", "donanım", "bilgisayar", "korsan", "izinsiz", "onaysız"),
        phrases=(
            "onaysız donanım ve cihaz kullanımını engelle",
            "izinsiz cihazların ağa bağlanmasını önle",
            "korsan yazılım ve uygun olmayan donanım kullanımını önle",
            "ağa bağlı cihazların envanterini güncel tut",
        ),
        unless=("kişisel veri", "veri envanteri"),
        last=seen_last,
        count=seen_count,
        link="/tasinirlar/cihazlar/?gorunum=unknown",
    ),
    Capability(
        code="assets.salvage",
        label="Kullanılabilir parçalardan yeni bilgisayar üretilmesi",
        module="assets",
        describes=(
            "Hurdaya ayrılan donanımın işe yarar parçaları ambara alınır; bunlardan birbirine uyumlu yeni "
            "bilgisayarlar yapılır, parça listesiyle taşınır olarak kaydedilip hizmete verilir."
        ),
        words=("parça", "uyumlu", "hurda"),
        phrases=(
            "kullanılabilir parçaları bir araya getirip uyumlu yeni bilgisayarlar oluştur ve hizmete sun",
            "sağlam parçaları toplayıp birbirine uyumlu bilgisayar yap",
            "hurdaya ayrılan donanımın kullanılabilir parçalarını değerlendir",
        ),
        unless=("arsa", "parsel"),
        last=built_last,
        count=built_count,
        link="/tasinirlar/fisler/?kind=production",
    ),
)


def accepted_share(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of what was given in the period, the share that the holder accepted."""
    rows = Custody.objects.filter(offered_at__gte=_start(since), offered_at__lt=_end(until)).exclude(
        state="cancelled"
    )
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    found = rows.aggregate(all=Count("pk"), yes=Count("pk", filter=Q(accepted_at__isnull=False)))
    return 100 * found["yes"] / found["all"] if found["all"] else None


def told_in_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the receipts told to accounting in the period, the share told within ten days."""
    rows: QuerySet[Receipt] = Receipt.objects.filter(told_on__range=(since, until), case__state=State.TOLD)
    rows = rows.exclude(kind=Kind.CONSUMPTION)
    if units is not None:
        rows = rows.filter(warehouse__unit_id__in=units)
    pairs = [(told, localdate(at)) for told, at in rows.values_list("told_on", "recorded_at") if told and at]
    if not pairs:
        return None
    calendar, days = calendar_from(min(at for _, at in pairs)), dt.timedelta(NOTICE_DAYS)
    return 100 * sum(told <= calendar.next_working(at + days) for told, at in pairs) / len(pairs)


def losses(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = Movement.objects.filter(kind=Kind.LOSS, dated__range=(since, until), receipt__reverses=None)
    if units is not None:
        rows = rows.filter(warehouse__unit_id__in=units)
    return float(-sum(amount for amount in rows.values_list("amount", flat=True)))


def over_age(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Of the durable things in use or stored, the share older than the useful life of their code."""
    rows = _register(units, until).exclude(state__in=RETIRED).filter(item__life_years__isnull=False)
    found = rows.aggregate(
        all=Count("pk"), old=Count("pk", filter=Q(acquired_on__year__lt=until.year - F("item__life_years")))
    )
    return 100 * found["old"] / found["all"] if found["all"] else None


def salvaged(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = Part.objects.filter(asset__acquired_on__range=(since, until))
    if units is not None:
        rows = rows.filter(asset__warehouse__unit_id__in=units)
    return float(rows.values("asset_id").distinct().count())


INDICATORS = (
    Indicator(
        code="assets.custody_accepted",
        label="Ekranda kabul edilen zimmet",
        module="assets",
        unit="%",
        explains="Dönemde verilen zimmetlerden, alan kişinin ekranda kabul ettikleri. Geri çekilenler sayılmaz.",
        value=accepted_share,
    ),
    Indicator(
        code="assets.told_in_time",
        label="Muhasebeye süresinde bildirilen fişler",
        module="assets",
        unit="%",
        explains="Tüketim dışındaki fişlerden on gün içinde muhasebeye bildirilenler.",
        value=told_in_time,
    ),
    Indicator(
        code="assets.losses",
        label="Kayıp ve noksan taşınır tutarı",
        module="assets",
        unit="₺",
        explains="Kullanılamaz hale gelme, yok olma ve sayım noksanı çıkışlarının kayıtlı değeri.",
        value=losses,
        better="less",
    ),
    Indicator(
        code="assets.over_age",
        label="Faydalı ömrünü aşmış donanım",
        module="assets",
        unit="%",
        explains="Kayıttaki dayanıklı taşınırlardan, kodunun faydalı ömründen yaşlı olanlar; ömrü yazılmamış kodlar "
        "sayılmaz.",
        value=over_age,
        better="less",
    ),
    Indicator(
        code="assets.salvaged",
        label="Parçalardan üretilen taşınır",
        module="assets",
        unit="adet",
        explains="Dönemde ambardaki parçalardan üretilip kaydedilen taşınırlar.",
        value=salvaged,
    ),
)
