"""What this app proves of the duties, and what can be counted."""

import datetime as dt
from statistics import median
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.utils.timezone import get_current_timezone

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import Asked, CodeCheck, Dispatch, Incoming, Letter, Reading, Referral, ReleasedCopy

Units = frozenset[int] | None


def _end(until: dt.date) -> dt.datetime:
    return dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), get_current_timezone())


def _of(model: Any, units: Units, until: dt.date, **more: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.filter(case__opened_at__lt=_end(until), **more)
    return rows if units is None else rows.filter(case__unit_id__in=units)


def _pair(model: Any, field: str = "case__opened_at", **more: Any) -> tuple[Any, Any]:
    """Last and count of a kind."""

    def last(units: Units, until: dt.date) -> dt.datetime | None:
        found: dt.datetime | None = _of(model, units, until, **more).order_by().aggregate(last=Max(field))["last"]
        return found

    def count(units: Units, until: dt.date) -> int:
        return _of(model, units, until, **more).count()

    return last, count


CAME = _pair(Incoming)
GIVEN = _pair(Referral)
FINISHED = _pair(Referral, "case__closed_at", case__state="done")
SIGNED = _pair(Letter, "signed_at", signed_at__isnull=False)
OPINIONS = _pair(Incoming, asked=Asked.OPINION)
DECISIONS = _pair(Incoming, asked__in=(Asked.COUNCIL, Asked.COMMITTEE, Asked.ORDER))


def _at(model: Any, case: str, at: str, **more: Any) -> tuple[Any, Any]:
    """Last and count of what is no case itself but belongs to one."""

    def rows(units: Units, until: dt.date) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(**{f"{at}__lt": _end(until)}, **more)
        return found if units is None else found.filter(**{f"{case}__unit_id__in": units})

    def last(units: Units, until: dt.date) -> dt.datetime | None:
        found: dt.datetime | None = rows(units, until).order_by().aggregate(last=Max(at))["last"]
        return found

    def count(units: Units, until: dt.date) -> int:
        return rows(units, until).count()

    return last, count


SENT = _at(Dispatch, "addressee__letter__case", "at", state__in=("sent", "delivered"))
CHECKED = _at(CodeCheck, "case", "checked_at")
REDACTED = _at(ReleasedCopy, "case", "at")


def read_last(units: Units, until: dt.date) -> dt.datetime | None:
    rows = Reading.objects.filter(at__lt=_end(until))
    rows = rows if units is None else rows.filter(case__unit_id__in=units)
    found: dt.datetime | None = rows.order_by().aggregate(last=Max("at"))["last"]
    return found


def read_count(units: Units, until: dt.date) -> int:
    rows = Reading.objects.filter(at__lt=_end(until))
    return (rows if units is None else rows.filter(case__unit_id__in=units)).count()


CAPABILITIES = (
    Capability(
        code="correspondence.registered",
        label="Gelen evrakın kaydı",
        module="correspondence",
        describes=(
            "Kuruma gelen her evrak numara, tarih, gönderen, dosya planı kodu ve geliş yoluyla, atlanmayan bir "
            "sırada kaydedilir; kimde olduğu ve ne zamandır beklediği görünür."
        ),
        words=("evrak", "yazışma", "kayıt", "gelen", "resmî yazı", "belge", "EBYS"),
        phrases=(
            "gelen evrakı kaydet",
            "gelen resmî yazıların kaydını tut",
            "evrak akışını yürüt",
            "resmî yazışmaları yürüt",
            "gelen giden evrak kayıt",
            "elektronik belge yönetim sistemini kur",
            "elektronik belge yönetim sistemini işlet",
            "elektronik belge yönetim sistemi",
            "elektronik belge sistemi",
            "belge akışı",
            "evrak akışı",
            "evrak kayıt",
            "EBYS sistemi",
            "EBYS uygulamaları",
            "EBYS",
        ),
        unless=("taşınır", "ödeme", "ihale", "personel özlük"),
        last=CAME[0],
        count=CAME[1],
        link="/evrak/gelen/?pano=tumu",
    ),
    Capability(
        code="correspondence.referred",
        label="Evrakın havalesi ve takibi",
        module="correspondence",
        describes=(
            "Gelen evrak talimat ve son günle birimlere ve kişilere havale edilir; cevaplanmayan ve geciken "
            "evrak görünür, sonuçlar kayda geçer."
        ),
        words=("evrak", "havale", "dağıtım", "takip", "sevk"),
        phrases=(
            "gelen evrakı birimlere dağıt",
            "evrakı ilgili birimlere havale et",
            "evrakın şubelere dağıtımını yap ve kontrol et",
            "cevaplanmayan evrakı takip et",
            "evrakların dağıtımı",
            "havale edilen evrak",
            "ulaşan evrak",
        ),
        unless=("stok", "malzeme", "taşınır"),
        last=GIVEN[0],
        count=GIVEN[1],
        link="/evrak/havaleler/",
    ),
    Capability(
        code="correspondence.written",
        label="Resmî yazıların hazırlanması ve imzalanması",
        module="correspondence",
        describes=(
            "Yazılar şablonla ya da cevap olarak hazırlanır, paraf ve imza güzergâhından geçer, usul ve esaslara "
            "uygun sayfada, boşluksuz sayıyla ve son imzanın tarihiyle çıkar."
        ),
        words=("yazı", "yazışma", "imza", "paraf", "resmî yazı"),
        phrases=(
            "resmî yazıları hazırla",
            "yazışma kurallarına uygun yazı yaz",
            "kurum içi ve kurum dışı yazışmaları yap",
            "yazıları imzaya sun",
            "yazışmaların yapılması",
            "resmî yazışmalar",
            "evrak gönderme",
        ),
        unless=("yazılım", "yazıcı"),
        last=SIGNED[0],
        count=SIGNED[1],
        link="/evrak/yazilar/",
    ),
    Capability(
        code="correspondence.opinions",
        label="Görüş isteklerinin süresinde cevaplanması",
        module="correspondence",
        describes="Görüş istekleri 15 iş günlük süresiyle kaydedilir; cevap yazısı istekle birlikte görünür.",
        words=("görüş", "cevap"),
        phrases=("görüş bildir", "istenen konularda görüş ver", "kurum içinden ve dışından sorulan konularda görüş"),
        unless=("teknik destek",),
        last=OPINIONS[0],
        count=OPINIONS[1],
        link="/evrak/gelen/?pano=tumu&asked=opinion",
    ),
    Capability(
        code="correspondence.decisions",
        label="Meclis, encümen kararları ve üst yönetim emirlerinin takibi",
        module="correspondence",
        describes=(
            "Meclis ve encümen kararları ile üst yönetimin emirleri kaydedilir, havale edilir ve sonuçlanana kadar "
            "izlenir."
        ),
        words=("karar", "emir", "meclis", "encümen", "talimat", "teklif"),
        phrases=(
            "meclis ve encümen kararlarını uygula",
            "başkanın ve genel sekreterin emirlerini yerine getir",
            "meclis ve encümen kararlarının gereğini yap",
            "emir ve talimatları",
            "verilen kararları uygula",
            "meclise teklif",
        ),
        unless=("satın al",),
        last=DECISIONS[0],
        count=DECISIONS[1],
        link="/evrak/gelen/?pano=tumu&asked=council",
    ),
    Capability(
        code="correspondence.dispatched",
        label="Yazıların gönderimi ve delilleri",
        module="correspondence",
        describes=(
            "İmzalı yazılar KEP, e-posta ve e-tebligatla gönderilir; her muhataba kaç kez denendiği, ulaşıp "
            "ulaşmadığı ve delilleri görünür."
        ),
        words=("kep", "tebligat"),
        phrases=("kayıtlı elektronik posta işlemlerini yürüt", "giden evrakın kep ile gönderilmesini sağla"),
        unless=("destek", "araç"),
        last=SENT[0],
        count=SENT[1],
        link="/evrak/gonderimler/",
    ),
    Capability(
        code="correspondence.classified",
        label="Dosya planı kodlarının denetimi",
        module="correspondence",
        describes="Evraka verilen dosya planı kodları örnek seçilerek denetlenir, yanlışlar düzeltilir.",
        words=("dosya planı", "standart dosya planı", "SDP"),
        phrases=(
            "standart dosya planına uygun dosyalamayı denetle",
            "evrakın dosya planı kodunu denetle",
            "doğru SDP",
            "SDP ile giriş",
        ),
        unless=("proje",),
        last=CHECKED[0],
        count=CHECKED[1],
        link="/evrak/kod-denetimi/",
    ),
    Capability(
        code="correspondence.redacted",
        label="Dışarıya karartılmış örnek verilmesi",
        module="correspondence",
        describes=(
            "Kurum dışına verilen evrakın kişisel ve gizli yerleri dosyadan çıkarılarak karartılır; örneği yalnız "
            "yetkili makam hazırlar, kime verildiği bilgi verme kaydında durur."
        ),
        words=("karartma", "karartılmış örnek"),
        phrases=("kişisel verileri karartarak ver", "verilecek belgelerin gizli kısımlarını karart"),
        unless=("elektrik",),
        last=REDACTED[0],
        count=REDACTED[1],
        link="/bilgi-verme/",
    ),
    Capability(
        code="correspondence.read_log",
        label="Evrak okumalarının kaydı",
        module="correspondence",
        describes=(
            "Her evrakı kimin, hangi makamdan, ne zaman açtığı değiştirilemeyen bir kayda yazılır; gizli evrakı "
            "yalnız yetkisi olan ve kendisine verilen açar."
        ),
        words=("gizli", "bilgi verme", "açıklama", "evrak", "açığa"),
        phrases=(
            "evrakın gizliliğini koru",
            "meclis encümen ve başkanlık evrakını açıklama",
            "gizli olmasa dahi evrak hakkında bilgi verme",
            "gizli evrak",
            "yazılardaki bilgileri açığa vurama",
            "evrak bilgi vereme",
            "encümen başkanlık yazıları",
            "yetkililer dışında bilgi vereme",
        ),
        unless=("kişisel veri",),
        last=read_last,
        count=read_count,
        link="/evrak/okumalar/",
    ),
)


def _closed(units: Units, since: dt.date, until: dt.date) -> QuerySet[Any]:
    rows = _of(Incoming, units, until)
    return rows.filter(case__closed_at__gte=_end(since - dt.timedelta(days=1)), case__closed_at__lt=_end(until))


def on_time(units: Units, since: dt.date, until: dt.date) -> float | None:
    rows = _closed(units, since, until).exclude(case__due_on=None)
    total = rows.count()
    late = rows.filter(case__closed_at__date__gt=F("case__due_on")).count()
    return round(100 * (total - late) / total, 1) if total else None


def median_days(units: Units, since: dt.date, until: dt.date) -> float | None:
    pairs = _closed(units, since, until).values_list("case__opened_at", "case__closed_at")
    took = [(closed - opened).total_seconds() / 86400 for opened, closed in pairs]
    return round(median(took), 1) if took else None


def written(units: Units, since: dt.date, until: dt.date) -> float:
    rows = Letter.objects.filter(dated_on__range=(since, until))
    return float((rows if units is None else rows.filter(case__unit_id__in=units)).count())


def given_out(units: Units, since: dt.date, until: dt.date) -> float:
    rows = ReleasedCopy.objects.filter(at__gte=_end(since - dt.timedelta(days=1)), at__lt=_end(until))
    return float((rows if units is None else rows.filter(case__unit_id__in=units)).count())


def linked(units: Units, since: dt.date, until: dt.date) -> float | None:
    """Letters that belong to something: they answer a document, or a file of the house led to them."""
    rows = Letter.objects.filter(dated_on__range=(since, until))
    rows = rows if units is None else rows.filter(case__unit_id__in=units)
    total = rows.count()
    files = Q(case__links_out__isnull=False) | Q(case__links_in__isnull=False)
    tied = rows.filter(Q(replies_to__isnull=False) | files).distinct().count()
    return round(100 * tied / total, 1) if total else None


INDICATORS = (
    Indicator(
        code="correspondence.given_out",
        label="Dışarıya verilen karartılmış örnekler",
        module="correspondence",
        unit="adet",
        explains="Dönemde kurum dışına verilmek üzere hazırlanan karartılmış örneklerin sayısı.",
        value=given_out,
        better="neither",
    ),
    Indicator(
        code="correspondence.linked",
        label="Dayandığı evraka ya da dosyaya bağlı yazılar",
        module="correspondence",
        unit="%",
        explains="Dönemde tarih alan yazılardan, gelen evraka cevap olan ya da bir dosyaya bağlananların payı.",
        value=linked,
        better="neither",
    ),
    Indicator(
        code="correspondence.on_time",
        label="Süresinde sonuçlanan gelen evrak",
        module="correspondence",
        unit="%",
        explains="Dönemde sonuçlanan ve süresi olan evraktan, son gününde ya da önce sonuçlananların payı.",
        value=on_time,
    ),
    Indicator(
        code="correspondence.median_days",
        label="Gelen evrakın sonuçlanma süresi (ortanca)",
        module="correspondence",
        unit="gün",
        explains="Dönemde sonuçlanan evrakın kaydından sonucuna kadar geçen gün sayısının ortancası.",
        value=median_days,
        better="less",
    ),
    Indicator(
        code="correspondence.written",
        label="İmzalanan yazılar",
        module="correspondence",
        unit="adet",
        explains="Dönemde tarih alan giden ve iç yazıların, olurların sayısı.",
        value=written,
        better="neither",
    ),
)
