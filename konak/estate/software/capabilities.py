"""What this app proves: licences are checked, unwanted software is found, updates are rolled out."""

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import covered_share, numbers

CAPABILITIES = (
    Capability(
        code="software.inventory",
        label="Bilgisayarların yazılım envanterinin alınması",
        module="assets",
        describes=(
            "Bilgisayarlarda kurulu programlar ajan çıktısı, program listesi ya da CSV ile alınır; her "
            "bilgisayarda ne "
            "kurulu, ne zaman kuruldu, ne zaman kaldırıldı izlenir."
        ),
        words=("envanter", "kişisel bilgisayar", "yazılım", "donanım"),
        phrases=(
            "kişisel bilgisayarların envanter takibinin yapılmasını sağla",
            "yazılım envanterini tut",
            "kullanılan yazılım ve donanımların envanterini çıkar",
            "kullanılan ve kullanılacak tüm yazılım ve donanımları koordine et",
        ),
        unless=("veri envanter", "kişisel veri"),
        last=lambda units, until: numbers.latest(numbers.applied(units, until), "applied_at"),
        count=lambda units, until: numbers.applied(units, until).count(),
        link="/yazilim/envanterler/",
    ),
    Capability(
        code="software.licences",
        label="Yazılım lisanslarının denetlenmesi",
        module="assets",
        describes=(
            "Sahip olunan lisanslar bilgisayarlarda kurulu olanlarla karşılaştırılır; eksik lisans, kime verildiği, "
            "bitişi ve belgesi görünür, biten lisans önceden haber verilir."
        ),
        words=("lisans", "lisanssız"),
        phrases=(
            "bilgisayarlarda kullanılan yazılımların lisanslarının kontrolünü yap",
            "lisanssız yazılım kullanımını önle",
            "yazılım lisanslarını takip et",
            "lisans yenileme işlemlerini yürüt",
        ),
        unless=("işletmeci", "ruhsat", "telekomünikasyon"),
        last=numbers.licensed_last,
        count=lambda units, until: numbers.checks(units, until).count(),
        link="/yazilim/",
    ),
    Capability(
        code="software.unwanted",
        label="Korsan ve onaysız yazılımın önlenmesi",
        module="software",
        describes=(
            "Yasaklı, lisanssız ya da değerlendirilmemiş yazılım bir bilgisayarda görüldüğünde dosya açılır; program "
            "kaldırılana, lisansı sağlanana ya da gerekçesiyle izin verilene kadar açık kalır."
        ),
        words=("korsan", "uygun görülmeyen", "onaysız", "izinsiz yazılım", "yetkisiz yazılım"),
        phrases=(
            "korsan yazılım ve idarece uygun görülmeyen teçhizatın kullanılmasını önle",
            "korsan yazılım kullanımını engelle",
            "izinsiz yazılım kurulmasını önle",
            "onaysız programların kaldırılmasını sağla",
        ),
        last=lambda units, until: numbers.latest(numbers.findings(units, until), "case__opened_at"),
        count=lambda units, until: numbers.findings(units, until).count(),
        link="/yazilim/uygunsuzluklar/",
    ),
    Capability(
        code="software.catalogue",
        label="Kullanılacak yazılımlara karar verilmesi",
        module="software",
        describes=(
            "Yazılım kataloğunda her ürün için onaylı, göz yumulan ya da yasak kararı gerekçesiyle, tarihiyle ve "
            "karar "
            "verenle saklanır; hangi sürümden başlayarak kullanılacağı yazılır."
        ),
        words=("yazılım", "program", "standart"),
        phrases=(
            "yeni sistem yazılımlarını ve donanımlarını incele",
            "uygun donanım ve yazılımları seç",
            "kullanılacak yazılımları belirle",
            "yazılım standartlarını belirle",
        ),
        unless=("geliştir", "coğrafi", "ihale"),
        last=lambda units, until: numbers.noon(
            numbers.decisions(units, until).order_by("-decided_on").values_list("decided_on", flat=True).first()
        ),
        count=lambda units, until: numbers.decisions(units, until).count(),
        link="/yazilim/katalog/",
    ),
    Capability(
        code="software.updates",
        label="Kurulu programların güncel tutulması",
        module="assets",
        describes=(
            "Kurulu sürümler onaylı sürümle karşılaştırılır; güncelleme turunda kapsamdaki her bilgisayar ya hedef "
            "sürüme gelir ya da gerekçesiyle ayrık tutulur, ilerlemeyi envanter kanıtlar."
        ),
        words=("program", "yazılım", "güncelleme", "bakım"),
        phrases=(
            "bilgisayar sistemleri üzerinde yüklü olan programların bakım ve güncellemelerini yap",
            "yüklü programların bakımını ve güncellenmesini sağla",
            "yazılımları güncel tut",
            "programların güncellemelerini yaptır",
        ),
        unless=("coğrafi", "veri güncel", "web sayfa", "harita"),
        last=lambda units, until: numbers.noon(
            numbers.updated(units, until).order_by("-settled_on").values_list("settled_on", flat=True).first()
        ),
        count=lambda units, until: numbers.updated(units, until).count(),
        link="/yazilim/turlar/",
    ),
    Capability(
        code="software.everywhere",
        label="Koruma yazılımının bütün bilgisayarlarda bulunması",
        module="isms",
        describes=(
            "Katalogda her bilgisayarda bulunması gereken yazılımlar işaretlenir; envanterde kurulu olmadığı ya da "
            "sürümü eski kaldığı görülen bilgisayarlar kullananı ve birimiyle listelenir."
        ),
        words=("anti-virüs", "antivirüs", "virüs", "zararlı yazılım"),
        phrases=(
            "ağa bağlı bilgisayarlara anti-virüs programının kurulmasını sağla",
            "bilgisayarların virüslere karşı korunmasını sağla",
        ),
        last=numbers.everywhere_last,
        count=numbers.everywhere_count,
        link="/yazilim/zorunlu/",
    ),
)

INDICATORS = (
    Indicator(
        code="software.covered",
        label="Zorunlu yazılımı tam bilgisayarlar",
        module="isms",
        unit="%",
        explains=(
            "Bugün, envanteri gelmiş bilgisayarlardan her bilgisayarda bulunması gereken yazılımların hepsi kurulu "
            "ve sürümü yeterli olanların payı."
        ),
        value=lambda units, since, until: covered_share(units),
    ),
    Indicator(
        code="software.unlicensed",
        label="Lisanssız kurulum",
        module="assets",
        unit="adet",
        explains=(
            "Dönem sonunda lisans isteyen yazılımların hiçbir hakla karşılanmayan kurulum sayısı. Sürümü uymayan "
            "haklar "
            "karşılamış sayılmaz; kullanımdan kalkan bilgisayarlar sayılmaz."
        ),
        value=numbers.unlicensed,
        better="less",
    ),
    Indicator(
        code="software.banned",
        label="Yasaklı yazılım bulunan bilgisayar",
        module="software",
        unit="adet",
        explains="Dönem sonunda üzerinde yasaklanmış bir yazılım kurulu olan bilgisayarların sayısı.",
        value=numbers.banned_now,
        better="less",
    ),
    Indicator(
        code="software.settled_on_time",
        label="Süresinde giderilen yazılım uygunsuzlukları",
        module="software",
        unit="%",
        explains="Dönemde kapanan uygunsuzluk dosyalarından son gününde ya da önce kapananların payı.",
        value=numbers.settled_on_time,
    ),
    Indicator(
        code="software.ending",
        label="Kararı beklenen lisans bitişleri",
        module="assets",
        unit="adet",
        explains="Dönem sonundan başlayarak 90 gün içinde bitecek olup yenileme kararı verilmemiş lisansların "
        "sayısı.",
        value=numbers.ending,
        better="less",
    ),
    Indicator(
        code="software.inventory_coverage",
        label="Envanteri güncel bilgisayarlar",
        module="assets",
        unit="%",
        explains="Kullanımdaki bilgisayarlardan dönem sonuna kadarki 45 günde envanteri alınanların payı.",
        value=numbers.coverage,
    ),
)
