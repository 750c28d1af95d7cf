"""What the archive proves of the duties, and what can be counted."""

import datetime as dt
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.timezone import get_current_timezone

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .models import CheckRun, Disposal, Document, Folder, Intake, Scan, Transfer

Units = frozenset[int] | None


def _end(until: dt.date) -> dt.datetime:
    return dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), get_current_timezone())


def _within(rows: QuerySet[Any], units: Units, path: str) -> QuerySet[Any]:
    return rows if units is None else rows.filter(**{f"{path}__in": units})


def _pair(model: Any, moment: str, path: str, **more: Any) -> tuple[Any, Any]:
    def rows(units: Units, until: dt.date) -> QuerySet[Any]:
        return _within(model.objects.filter(**{f"{moment}__lt": _end(until)}, **more), units, path)

    def last(units: Units, until: dt.date) -> dt.datetime | None:
        found: dt.datetime | None = rows(units, until).order_by().aggregate(last=Max(moment))["last"]
        return found

    def count(units: Units, until: dt.date) -> int:
        return rows(units, until).count()

    return last, count


FILED = _pair(Document, "filed_at", "unit_id")
MOVED = _pair(Transfer, "case__closed_at", "case__unit_id", case__state="received")
LISTED = _pair(Disposal, "case__opened_at", "case__unit_id")
LOADED = _pair(Intake, "made_at", "unit_id")
SCANNED = _pair(Scan, "document__filed_at", "document__unit_id")


def checked_last(units: Units, until: dt.date) -> dt.datetime | None:
    del units  # one store for the whole house
    found: dt.datetime | None = CheckRun.objects.filter(ended_at__lt=_end(until)).aggregate(last=Max("ended_at"))[
        "last"
    ]
    return found


def checked_count(units: Units, until: dt.date) -> int:
    del units
    return CheckRun.objects.filter(ended_at__lt=_end(until)).count()


CAPABILITIES = (
    Capability(
        code="archive.filed",
        label="Belgelerin dosya planına göre dosyalanması ve arşivlenmesi",
        module="correspondence",
        describes=(
            "Sonuçlanan her yazı ve evrak, birimin dosya planı koduna ait dosyasına ve cildine konur; dosya "
            "kapanınca saklama süresi plana göre başlar, gizli belgeyi yalnız okuma yetkisi olan görür."
        ),
        words=("arşiv", "dosyalama", "dosya", "belge", "evrak"),
        phrases=(
            "evrakı dosyala ve arşivle",
            "belgeleri arşivle",
            "kayıtları eksiksiz ve düzenli tut, belgeleri arşivle",
            "arşiv hizmetlerini yürüt",
            "birim arşivini düzenle",
            "personel evrakını arşivle",
            "dosyalama arşivleme",
            "özlük arşivleme",
            "belgeleri düzenle",
            "kaydı tut",
            "personel özlük arşivlenmesi",
            "arşivlenmesini sağla",
        ),
        unless=("yedek", "log", "iz kaydı"),
        last=FILED[0],
        count=FILED[1],
        link="/arsiv/",
    ),
    Capability(
        code="archive.transferred",
        label="Arşiv dosyalarının devri",
        module="correspondence",
        describes=(
            "Süresi gelen dosyalar devir listesiyle birim ve kurum arşivine teslim edilir; teslim alınan ve "
            "alınmayan, kutusu ve yeriyle tutanağa geçer."
        ),
        words=("arşiv", "devir", "teslim"),
        phrases=("arşiv malzemesini kurum arşivine devret", "arşivlik malzemeyi teslim et"),
        unless=("taşınır", "zimmet"),
        last=MOVED[0],
        count=MOVED[1],
        link="/arsiv/devirler/",
    ),
    Capability(
        code="archive.disposed",
        label="Arşiv malzemesinin ayıklanması ve imhası",
        module="correspondence",
        describes=(
            "Saklama süresi dolan dosyalar listelenir, beş kişilik komisyon karar verir, Devlet Arşivlerinin uygun "
            "görüşü ve üst yöneticinin onayı olmadan hiçbir içerik silinmez; imha tutanağa bağlanır."
        ),
        words=("arşiv", "ayıklama", "imha", "saklama"),
        phrases=(
            "arşiv malzemesini tespit et ve koru",
            "saklanmasına gerek kalmayanları ayıkla ve imha et",
            "arşiv ayıklama ve imha işlemlerini yürüt",
            "arşiv malzemesi ayıklama",
            "ayıklama ve imha",
        ),
        unless=("veri silme", "disk", "hurda"),
        last=LISTED[0],
        count=LISTED[1],
        link="/arsiv/imha/",
    ),
    Capability(
        code="archive.digital",
        label="Dijital arşiv ve eski kayıtların aktarılması",
        module="correspondence",
        describes=(
            "Eski kayıtlar tablosu ve taranmış dosyalarıyla, özetleri denetlenerek aktarılır; içinde tam metin "
            "aranır, hangi satırın neden alınamadığı görünür."
        ),
        words=("dijital arşiv", "arşiv", "sayısallaştırma", "elektronik arşiv"),
        phrases=(
            "dijital arşivi kur ve yönet",
            "birimlerin dijital arşive geçişini yürüt",
            "elektronik arşiv oluştur",
            "dijital arşiv sistemleri",
        ),
        unless=("harita", "yedek"),
        last=LOADED[0],
        count=LOADED[1],
        link="/arsiv/aktarma/",
    ),
    Capability(
        code="archive.scanned",
        label="Arşivin sayısallaştırılması",
        module="correspondence",
        describes=(
            "Kâğıt dosyalar birim birim projeyle taranır: hedefi ve ilerlemesi, parti parti kalite örneği ve sahibi "
            "birimin onayıyla belge olarak dosyasına girer."
        ),
        words=("dijital", "sayısallaştırma", "dönüşüm", "arşiv"),
        phrases=(
            "dijital dönüşüm ve dijital arşiv işlerini yürüt",
            "birimlerin dijital arşive geçişini koordine et",
            "arşivi sayısallaştır",
            "dijital arşiv geliştirme",
        ),
        unless=("harita", "yedek"),
        last=SCANNED[0],
        count=SCANNED[1],
        link="/arsiv/taramalar/",
    ),
    Capability(
        code="archive.checked",
        label="Arşiv içeriklerinin bütünlük denetimi",
        module="correspondence",
        describes="Saklanan içerikler her gece dilim dilim yeniden okunur; değişen ya da kaybolan adıyla söylenir.",
        words=("arşiv", "bütünlük", "koruma"),
        phrases=("arşivdeki belgelerin bozulmadan saklanmasını sağla", "elektronik belgelerin bütünlüğünü koru"),
        unless=("ağ", "sunucu"),
        last=checked_last,
        count=checked_count,
        link="/arsiv/denetim/",
    ),
)


def filed(units: Units, since: dt.date, until: dt.date) -> float:
    rows = Document.objects.filter(filed_at__gte=_end(since - dt.timedelta(days=1)), filed_at__lt=_end(until))
    return float(_within(rows, units, "unit_id").count())


def overdue(units: Units, since: dt.date, until: dt.date) -> float:
    del since
    rows = Folder.objects.filter(keep_until__lte=until).exclude(ended_on__lte=until)
    return float(_within(rows, units, "case__unit_id").count())


INDICATORS = (
    Indicator(
        code="archive.filed",
        label="Dosyalanan belgeler",
        module="correspondence",
        unit="adet",
        explains="Dönemde dosyasına konan belgelerin sayısı.",
        value=filed,
        better="neither",
    ),
    Indicator(
        code="archive.overdue",
        label="Saklama süresi dolmuş, sonuçlanmamış dosyalar",
        module="correspondence",
        unit="adet",
        explains="Dönemin sonunda süresi dolmuş, imha ya da devir görmemiş dosyaların sayısı.",
        value=overdue,
        better="less",
    ),
)
