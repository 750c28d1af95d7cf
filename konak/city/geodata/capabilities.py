"""What this app proves of the duties of a GIS branch, and what can be counted of it."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.timezone import get_current_timezone

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import Check, Demand, Layer, LayerGrant, Load, Mode, Publication, State
from .models.layer import TERMS

Units = frozenset[int] | None


def _end(until: dt.date) -> dt.datetime:
    return dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), get_current_timezone())


def _start(since: dt.date) -> dt.datetime:
    return dt.datetime.combine(since, dt.time(), get_current_timezone())


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def _layers(units: Units, until: dt.date, **more: Any) -> QuerySet[Layer]:
    rows = Layer.objects.filter(created_at__lt=_end(until), **more)
    return rows if units is None else rows.filter(unit_id__in=units)


def _loads(units: Units, until: dt.date, **more: Any) -> QuerySet[Load]:
    rows = Load.objects.filter(ended_at__lt=_end(until), state=Load.State.DONE, **more)
    return rows if units is None else rows.filter(layer__unit_id__in=units)


def _checks(units: Units, until: dt.date) -> QuerySet[Check]:
    rows = Check.objects.filter(at__lt=_end(until))
    return rows if units is None else rows.filter(layer__unit_id__in=units)


def _publications(units: Units, until: dt.date) -> QuerySet[Publication]:
    rows = Publication.objects.filter(case__state="approved", case__closed_at__lt=_end(until))
    return rows if units is None else rows.filter(case__unit_id__in=units)


def _demands(units: Units, until: dt.date, *kinds: str) -> QuerySet[Demand]:
    rows = Demand.objects.filter(case__opened_at__lt=_end(until), kind__in=kinds)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def _grants(units: Units, until: dt.date) -> QuerySet[LayerGrant]:
    rows = LayerGrant.objects.filter(added_at__lt=_end(until))
    return rows if units is None else rows.filter(layer__unit_id__in=units)


def _capability(
    code: str, label: str, describes: str, phrases: tuple[str, ...], rows: Any, field: str, link: str, **more: Any
) -> Capability:
    return Capability(
        code=f"geodata.{code}",
        label=label,
        module="gis",
        describes=describes,
        words=more.pop("words", ("coğrafi", "cbs", "mekansal", "kent bilgi", "harita", "veri")),
        phrases=phrases,
        last=lambda units, until: _latest(rows(units, until), field),
        count=lambda units, until: rows(units, until).count(),
        link=link,
        **more,
    )


CAPABILITIES = (
    _capability(
        "catalogue",
        "Coğrafi bilgi sisteminin kurulması ve işletilmesi",
        "Kentin katmanları tek kütükte, sahibi, alanları, koordinat sistemi ve üst verisiyle durur; her kaydın her "
        "sürümü saklanır, kime açık olduğu tek kuralla belirlenir.",
        (
            "coğrafi bilgi sistemini kur ve işlet",
            "kent bilgi sistemini kur işlet güncelle",
            "coğrafi veri tabanını kur işlet yönet",
            "cbs çalışmalarını yürüt",
            "coğrafi veriyi depola yönet güncelle sun",
            "altlık haritaları ve altyapı verilerini depola",
        ),
        _layers,
        "data_changed_at",
        "/cografi-veri/",
    ),
    _capability(
        "standards",
        "Coğrafi veri standartlarının belirlenmesi ve denetimi",
        "Her katmanın alanları, değerleri ve kalite kuralları vardır; veriler kurallara göre denetlenir, uymayanlar "
        "haritada ve listede gösterilir.",
        (
            "coğrafi veri standartlarını belirle",
            "veri üretim standartlarını belirle",
            "standartlara uyulmasını sağla verinin güncelliğini denetle",
            "cbs standartlarını oluştur",
        ),
        _checks,
        "at",
        "/cografi-veri/",
    ),
    _capability(
        "as_built",
        "İş sonu projelerinin uygunluk denetimi",
        "Kurumların getirdiği iş sonu projesi katmanın standardına göre kendiliğinden denetlenir; kabul ya da ret, "
        "gerekçesi ve satırıyla yazılır.",
        (
            "iş sonu projelerinin uygunluğunu kontrol et",
            "iş sonu projelerini denetle",
            "altyapı projelerini kontrol et",
        ),
        lambda units, until: _loads(units, until, mode=Mode.CHECK),
        "ended_at",
        "/cografi-veri/aktarimlar/",
        words=("iş sonu", "altyapı", "proje"),
    ),
    _capability(
        "loads",
        "Verinin doğru biçimde üretilip sisteme yüklenmesi",
        "Dosyalar türü, kodlaması, koordinat sistemi ve her kaydıyla denetlenerek alınır; alınmayan her kayıt "
        "satırı ve nedeniyle raporlanır.",
        (
            "coğrafi verinin uygun formatta üretilmesini ve sisteme aktarılmasını sağla",
            "mekansal verileri temin et depola",
            "verileri sisteme yükle",
        ),
        lambda units, until: _loads(units, until).exclude(mode=Mode.CHECK),
        "ended_at",
        "/cografi-veri/aktarimlar/",
    ),
    _capability(
        "publication",
        "Coğrafi verinin onayla yayımlanması",
        "Bir katman ancak sorumlusunun isteği ve amirin onayıyla yayımlanır; kime ve hangi gün açıldığı yazılıdır.",
        (
            "onaylanan coğrafi verileri internet sitesinde yayımla",
            "coğrafi verileri yayımla",
            "adres bina ve önemli nokta verilerini yayımla",
            "kadastro imar planı ve halihazır haritaları yayımla",
        ),
        _publications,
        "case__closed_at",
        "/cografi-veri/?state=published",
    ),
    _capability(
        "sharing",
        "Coğrafi verinin birimlerle paylaşılması",
        "Katmanlar birimlere süresi ve dayanağıyla açılır; izin bitince kapanır.",
        (
            "birimlerin ihtiyaç duyduğu altlık haritaları sun",
            "coğrafi verileri birimlerle paylaş",
            "mekansal veriyi kurum içinde paylaş",
        ),
        _grants,
        "added_at",
        "/cografi-veri/",
    ),
    _capability(
        "demands",
        "Coğrafi veri taleplerinin karşılanması",
        "Kurumların ve birimlerin veri ve destek istekleri gelen yazısı, protokolü, süresi ve sonucuyla yürütülür.",
        (
            "veri talep eden kurumlarla protokol çerçevesinde paylaş",
            "kurum ve kuruluşların cbs çalışmalarını koordine et destek ver",
            "coğrafi veri taleplerini karşıla",
            "belediyeler ve kurumlarla kent bilgi sistemi konusunda işbirliği yap",
        ),
        lambda units, until: _demands(units, until, "data", "support"),
        "case__opened_at",
        "/cografi-veri/talepler/?tur=data",
    ),
    _capability(
        "duplicates",
        "Mükerrer coğrafi veri yatırımının önlenmesi",
        "Veri alımından önce kurumda aynı verinin olup olmadığı sorulur, görüş dosyaya yazılır.",
        ("mükerrer yatırımları önle coğrafi veri politikası geliştir", "coğrafi veride mükerrer yatırımı engelle"),
        lambda units, until: _demands(units, until, "purchase"),
        "case__opened_at",
        "/cografi-veri/talepler/?tur=purchase",
    ),
    _capability(
        "needs",
        "CBS eğitim, yazılım ve geliştirme ihtiyaçlarının karşılanması",
        "Birimlerin CBS eğitimi, yazılımı ve geliştirme istekleri süresi ve sonucuyla yürütülür.",
        (
            "cbs kullanıcılarına eğitim ver",
            "birimlerin cbs yazılım ve eğitim ihtiyacını karşıla",
            "coğrafi bilgi sistemini yeni ihtiyaç ve kullanıcı taleplerine göre geliştir",
        ),
        lambda units, until: _demands(units, until, "training", "software", "feature"),
        "case__opened_at",
        "/cografi-veri/talepler/",
    ),
    _capability(
        "currency",
        "Coğrafi verinin güncelliğinin izlenmesi (TUCBS)",
        "Her yayındaki katmanın yenileme planı vardır; süresi geçen katman sorumlusuna bildirilir, TUCBS teması "
        "ve üst verisi ISO 19139 olarak verilir.",
        (
            "tucbs kapsamında verilerin güncelliğini takip et",
            "ulusal coğrafi bilgi sistemi kapsamında verileri entegre et",
            "coğrafi verilerin güncel tutulmasını sağla",
        ),
        lambda units, until: _layers(units, until, state=State.PUBLISHED).exclude(theme=""),
        "data_changed_at",
        "/cografi-veri/guncellik/",
    ),
)


def _current(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Share of published layers with a plan whose data is no older than the plan allows."""
    end = _end(until)
    known = [one for one in _layers(units, until, state=State.PUBLISHED) if one.update_plan in TERMS]
    if not known:
        return None
    ends = [(one.data_changed_at or one.created_at) + dt.timedelta(days=TERMS[one.update_plan]) for one in known]
    fresh = sum(1 for one in ends if one >= end)
    return 100 * fresh / len(known)


def _delivered(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = Demand.objects.filter(case__closed_at__gte=_start(since), case__closed_at__lt=_end(until))
    if units is not None:
        rows = rows.filter(case__unit_id__in=units)
    closed = list(rows.values_list("case__state", flat=True))
    return 100 * closed.count("delivered") / len(closed) if closed else None


INDICATORS = (
    Indicator(
        code="geodata.layers",
        label="Yayındaki coğrafi katmanlar",
        module="gis",
        unit="adet",
        explains="Dönem sonuna kadar açılmış ve bugün yayında olan katmanların sayısı.",
        value=lambda units, since, until: float(_layers(units, until, state=State.PUBLISHED).count()),
        better="more",
    ),
    Indicator(
        code="geodata.current",
        label="Güncelliğini koruyan katmanlar",
        module="gis",
        unit="%",
        explains="Yenileme planı olan yayındaki katmanlardan, dönem sonunda süresi geçmemiş olanların payı.",
        value=_current,
    ),
    Indicator(
        code="geodata.demands_met",
        label="Karşılanan CBS talepleri",
        module="gis",
        unit="%",
        explains="Dönemde sonuçlanan CBS taleplerinden karşılananların payı.",
        value=_delivered,
    ),
    Indicator(
        code="geodata.loaded_rows",
        label="Katmanlara alınan kayıt",
        module="gis",
        unit="adet",
        explains="Dönemde dosyalardan katmanlara eklenen ve yenilenen kayıtların sayısı; denemeler sayılmaz.",
        value=lambda units, since, until: float(
            sum(
                added + changed
                for added, changed in _loads(units, until, dry_run=False)
                .filter(ended_at__gte=_start(since))
                .values_list("rows_added", "rows_changed")
            )
        ),
        better="neither",
    ),
)
