"""What the desk proves: support given, promises kept, advice, time; and what can be counted about it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Max, Q, QuerySet

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from . import queries
from .models import Channel, Form, Kind, Service

Units = frozenset[int] | None
LONG_AGO = dt.date(2000, 1, 1)


def _latest(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    found: dt.datetime | None = rows.order_by().aggregate(last=Max(field))["last"]
    return found


def solved(*where: Q) -> tuple[Callable[[Units, dt.date], dt.datetime | None], Callable[[Units, dt.date], int]]:
    """Last moment and number of the tickets solved that fit."""

    def last(units: Units, until: dt.date) -> dt.datetime | None:
        return _latest(queries.solved_in(units, LONG_AGO, until).filter(*where), "solved_at")

    def count(units: Units, until: dt.date) -> int:
        return queries.solved_in(units, LONG_AGO, until).filter(*where).count()

    return last, count


def opened(*where: Q) -> tuple[Callable[[Units, dt.date], dt.datetime | None], Callable[[Units, dt.date], int]]:
    """Last moment and number of the tickets that came in and fit."""

    def last(units: Units, until: dt.date) -> dt.datetime | None:
        return _latest(queries.opened_in(units, LONG_AGO, until).filter(*where), "opened_at")

    def count(units: Units, until: dt.date) -> int:
        return queries.opened_in(units, LONG_AGO, until).filter(*where).count()

    return last, count


def catalogue_last(units: Units, until: dt.date) -> dt.datetime | None:
    rows = Form.objects.filter(published_at__date__lte=until)
    return _latest(rows if units is None else rows.filter(service__unit_id__in=units), "published_at")


def catalogue_count(units: Units, until: dt.date) -> int:
    rows = Service.objects.filter(active=True)
    return (rows if units is None else rows.filter(unit_id__in=units)).count()


SUPPORT = solved(Q(kind__in=[Kind.INCIDENT, Kind.REQUEST]))
PORTAL = opened(Q(channel=Channel.PORTAL))
FAULT = solved(Q(kind=Kind.INCIDENT))
ADVICE = solved(Q(kind=Kind.CONSULTANCY))
LETTER = opened(Q(channel=Channel.LETTER))
TIMED = solved(Q(solve_due__isnull=False))
DEVICE = solved(~Q(asset_tag=""))
CALL = opened(Q(channel=Channel.PHONE))
SYSTEM = solved(Q(system__isnull=False))
VENDOR = opened(Q(pauses__why="third_party"))

CAPABILITIES = (
    Capability(
        code="desk.support",
        label="Birimlere teknik destek verilmesi",
        module="servicedesk",
        describes=(
            "Çalışanlar destek talebini portaldan açar; talep karşılayan ekibe düşer, üstlenilir, çözülür ve sahibi "
            "onaylayınca kapanır. Her adımın kim tarafından ne zaman atıldığı saklanır."
        ),
        words=("destek", "talep", "yardım", "kullanıcı", "birim"),
        phrases=(
            "bütün birimlere teknik destek ver",
            "kullanıcılara teknik destek sağla",
            "birimlere teknik destek vermek",
            "son kullanıcılara destek hizmeti ver",
            "kullanıcı sorunlarını çöz",
            "sistem hatalarına ilişkin yardım taleplerini çöz ve takip et",
            "destek taleplerini karşıla",
        ),
        unless=("ekonomik destek", "sosyal destek", "mali destek"),
        last=SUPPORT[0],
        count=SUPPORT[1],
        link="/destek/kuyruk/?kuyruk=kapanan",
    ),
    Capability(
        code="desk.portal",
        label="Destek Portalı üzerinden talep alınması",
        module="servicedesk",
        describes=(
            "Yetki, uygulama ve destek talepleri hizmet kataloğundaki formlarla portaldan alınır; resmî yazıyla "
            "gelen talep, yazının sayısıyla aynı kuyruğa girer."
        ),
        words=("destek portalı", "portal", "talep", "başvuru"),
        phrases=(
            "destek portalı üzerinden gelen talepleri karşıla",
            "destek portalı veya resmi yazı ile gelen talepleri al",
            "kullanıcı taleplerini al ve gereğini yap",
            "birimlerden gelen uygulama taleplerini al",
        ),
        last=PORTAL[0],
        count=PORTAL[1],
        link="/destek/kuyruk/",
    ),
    Capability(
        code="desk.systems",
        label="Yazılım ve bilgi sistemlerine ilişkin taleplerin sistemle birlikte izlenmesi",
        module="servicedesk",
        describes=(
            "Talep, bilgi sistemleri sicilindeki sisteme bağlanır; sistemin sayfasında açık talepleri ve son bir "
            "yılda gelenler görünür."
        ),
        words=("yazılım", "destek", "sistem", "kullanıcı"),
        phrases=(
            "yazılımların kullanıcı desteğini ver",
            "uygulamalarla ilgili kullanıcı taleplerini ve sorunlarını çöz",
            "elektronik belge yönetim sisteminin kullanıcı taleplerini ve sorun çözümünü yönet",
        ),
        last=SYSTEM[0],
        count=SYSTEM[1],
        link="/destek/kuyruk/?kuyruk=kapanan",
    ),
    Capability(
        code="desk.letters",
        label="Resmî yazıyla gelen taleplerin aynı kuyrukta izlenmesi",
        module="servicedesk",
        describes="Resmî yazıyla istenen iş, yazının tarihi ve sayısıyla destek kuyruğuna girer ve sonucu izlenir.",
        words=("resmi yazı", "yazı", "talep"),
        phrases=(
            "resmi yazı ile gelen talepleri değerlendir",
            "resmi yazı ile iletilen talepleri yerine getir",
            "yazılı talepleri değerlendirip sonuçlandır",
        ),
        last=LETTER[0],
        count=LETTER[1],
        link="/destek/kuyruk/?channel=letter",
    ),
    Capability(
        code="desk.faults",
        label="Arızalara müdahale edilmesi",
        module="servicedesk",
        describes=(
            "Arıza, etkisi ve ivediliğinden önceliğini alır; ilk yanıt ve çözüm süreleri çalışma takviminde sayılır, "
            "süre dolarken amire yükselir."
        ),
        words=("arıza", "sorun", "hata", "problem", "aksaklık"),
        phrases=(
            "arızalara müdahale et",
            "oluşan arızaları gider",
            "sorunları bakım düzeltme ve güncellemelerle hızla çöz",
            "sistem arızalarını tespit ve giderme",
            "aksaklıkları gider",
            "meydana gelebilecek sorunları takip et ve çöz",
            "bilgisayarların kurulum işletim onarım ve bakımını yap",
        ),
        unless=("araç", "iş makinesi", "siber olay"),
        last=FAULT[0],
        count=FAULT[1],
        link="/destek/kuyruk/?kind=incident",
    ),
    Capability(
        code="desk.devices",
        label="Cihaz bazında servis geçmişi",
        module="servicedesk",
        describes=(
            "Kurulum, arıza ve onarım talepleri cihazın sicil numarasına bağlanır; cihazın hangi sorunla kaç kez "
            "geldiği ve ne yapıldığı tek yerden görünür."
        ),
        words=("bilgisayar", "cihaz", "donanım", "yazıcı", "çevre birim", "yardımcı makine"),
        phrases=(
            "bilgisayar ve yardımcı makinelerin bakım onarımını yap",
            "donanım arızalarını gider",
            "bilgisayar envanterini takip et arızaları onar",
            "sunucu çevre birim ve ağ cihazlarının onarımını yap ya da yaptır",
        ),
        unless=("ihale", "satın al"),
        last=DEVICE[0],
        count=DEVICE[1],
        link="/destek/kuyruk/?kuyruk=kapanan",
    ),
    Capability(
        code="desk.promises",
        label="Hizmet sürelerinin tanımlanması ve izlenmesi",
        module="servicedesk",
        describes=(
            "Her hizmetin ilk yanıt ve çözüm süresi önceliğe göre tanımlanır; hedef ve gerçekleşen süre her talepte "
            "saklanır, süresinde çözülenlerin payı raporlanır."
        ),
        words=("süre", "hedef", "erişilebilirlik", "sürekli", "verimli"),
        phrases=(
            "hizmetlerin süresinde verilmesini sağla",
            "sorunların çözüm süresini takip et",
            "sistem ve yazılım hizmetlerini sürekli ve verimli ver",
            "hizmet kalitesini artır verimlilik tedbirlerini uygula",
        ),
        last=TIMED[0],
        count=TIMED[1],
        link="/destek/pano/raporlar/",
    ),
    Capability(
        code="desk.catalogue",
        label="Hizmet kataloğu",
        module="servicedesk",
        describes=(
            "Verilen hizmetler nasıl yürüdüğü, hedef süresi ve karşılayan birimiyle kataloğa yazılır; her hizmetin "
            "formu ekrandan hazırlanır."
        ),
        words=("hizmet", "düzenleme", "sunum"),
        phrases=(
            "dairenin hizmetlerinin sunulması için düzenlemeler yap",
            "verilecek hizmetleri belirle ve duyur",
            "hizmetlerin sunumuna ilişkin usulleri belirle",
        ),
        last=catalogue_last,
        count=catalogue_count,
        link="/destek/katalog/",
    ),
    Capability(
        code="desk.advice",
        label="Birimlere danışmanlık verilmesi",
        module="servicedesk",
        describes=("Danışma istekleri kendi türüyle alınır, verilen görüş ve harcanan süre talepte saklanır."),
        words=("danışman", "rehberlik", "görüş", "öneri"),
        phrases=(
            "birimlere teknik destek ve danışmanlık ver",
            "birimlere danışmanlık yap yol göster",
            "uzmanlık gerektiren konularda görüş bildir katkı sağla",
            "birimlere rehberlik et standart çözümler öner",
        ),
        unless=("hukuk", "avukat", "mali müşavir"),
        last=ADVICE[0],
        count=ADVICE[1],
        link="/destek/kuyruk/?kind=consultancy",
    ),
    Capability(
        code="desk.phone",
        label="Telefonla ve yerinde destek",
        module="servicedesk",
        describes="Telefonla ya da yüz yüze gelen istek, sahibinin adına kaydedilir ve çözümü izlenir.",
        words=("telefon", "yerinde", "kullanıcı", "destek"),
        phrases=(
            "telefonla veya yerinde destek ver",
            "kullanıcılara telefonla ya da yerinde yardım et",
            "kullanıcı sorunlarını telefonla çöz",
        ),
        last=CALL[0],
        count=CALL[1],
        link="/destek/kuyruk/?channel=phone",
    ),
    Capability(
        code="desk.vendors",
        label="Yükleniciye iletilen sorunların izlenmesi",
        module="servicedesk",
        describes=(
            "Firmaya iletilen sorun, talebin içinde kimin ne zamandan beri beklendiği ve ne zamana söz verdiğiyle "
            "görünür; söz tutulmazsa haber verilir, çalışana verilen söz işlemeye devam eder."
        ),
        words=("firma", "yüklenici", "tedarikçi"),
        phrases=(
            "yeni talep ve sorunları firmaya ilet çözümünü takip et",
            "yüklenici firma ile sorunların çözümünü takip et",
            "yazılım firmasına sorunları bildir sonucunu izle",
        ),
        unless=("ihale", "hakediş"),
        last=VENDOR[0],
        count=VENDOR[1],
        link="/destek/kuyruk/?kuyruk=ucuncu",
    ),
)


def tickets_solved(units: Units, since: dt.date, until: dt.date) -> float | None:
    return float(queries.solved_in(units, since, until).count())


def tickets_opened(units: Units, since: dt.date, until: dt.date) -> float | None:
    return float(queries.opened_in(units, since, until).count())


INDICATORS = (
    Indicator(
        code="desk.opened",
        label="Gelen destek talebi",
        module="servicedesk",
        unit="adet",
        explains="Dönem içinde açılan destek talepleri; birleştirilenler ve geri çekilenler de sayılır.",
        value=tickets_opened,
        better="neither",
    ),
    Indicator(
        code="desk.solved",
        label="Çözülen destek talebi",
        module="servicedesk",
        unit="adet",
        explains="Dönem içinde çözülen talepler; yeniden açılan talep son çözümüyle bir kez sayılır.",
        value=tickets_solved,
    ),
    Indicator(
        code="desk.first_answer",
        label="İlk yanıta kadar geçen süre (ortanca)",
        module="servicedesk",
        unit="dakika",
        explains="Dönem içinde açılan taleplerde açılıştan ekibin ilk açık yanıtına kadar, takvim dakikası.",
        value=queries.median_answer,
        better="less",
    ),
    Indicator(
        code="desk.solution",
        label="Çözüme kadar geçen süre (ortanca)",
        module="servicedesk",
        unit="saat",
        explains="Dönem içinde çözülen taleplerde açılıştan son çözüme kadar, takvim saati; beklemeler düşülmez.",
        value=queries.median_solution,
        better="less",
    ),
    Indicator(
        code="desk.on_time",
        label="Süresinde çözülen destek talepleri",
        module="servicedesk",
        unit="%",
        explains="Süre sözü olan ve dönem içinde çözülen talepler arasında, söz verilen anı geçmeyenlerin payı.",
        value=queries.timely_share,
    ),
    Indicator(
        code="desk.backlog",
        label="Dönem sonunda açık talep",
        module="servicedesk",
        unit="adet",
        explains="Dönemin son gününde çözülmemiş talepler.",
        value=queries.backlog,
        better="less",
    ),
    Indicator(
        code="desk.satisfaction",
        label="Destekten memnuniyet",
        module="servicedesk",
        unit="puan",
        explains="Dönem içinde talep sahiplerinin verdiği 1–5 arası puanların ortalaması.",
        value=queries.satisfaction,
    ),
    Indicator(
        code="desk.reopened",
        label="Yeniden açılan talep payı",
        module="servicedesk",
        unit="%",
        explains="Dönem içinde çözülenler arasında en az bir kez yeniden açılmış olanların payı.",
        value=queries.reopened_share,
        better="less",
    ),
    Indicator(
        code="desk.words_kept",
        label="Üçüncü tarafın tuttuğu sözler",
        module="servicedesk",
        unit="%",
        explains="Firma ve kurumların dönem için söz verdiği işlerde, söz verilen anı geçirmeyenlerin payı.",
        value=queries.words_kept,
    ),
    Indicator(
        code="desk.hours",
        label="Destekte harcanan süre",
        module="servicedesk",
        unit="saat",
        explains="Dönem içinde taleplere yazılan çalışma süresi.",
        value=queries.hours_spent,
        better="neither",
    ),
)
