"""What this app proves: devices are maintained in time, repaired, put in service by a list, and wiped at the end."""

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import numbers

CAPABILITIES = (
    Capability(
        code="upkeep.maintenance",
        label="Cihazların periyodik bakımı",
        module="assets",
        describes=(
            "Bakım planları takvime ya da sayaca göre iş emri açar; her madde adıyla bir kişi tarafından "
            "işaretlenir, "
            "bir sonraki bakım kendiliğinden tarihlenir."
        ),
        words=("bakım", "periyodik"),
        phrases=(
            "periyodik bakım ve onarımlarının yapılmasını ve izlenmesini sağla",
            "bilişim sistemlerinin bakımlarını yap",
            "sunucu ve cihazların bakımlarını sağla",
            "bakımını yapmak veya yaptırmak",
            "çalışır durumda tutulmasını sağla",
        ),
        unless=("yazılım geliştir", "web sayfa", "hizmet binası", "veri tabanı", "harita"),
        last=lambda units, until: numbers.latest(numbers.finished(units, until, "preventive")),
        count=lambda units, until: numbers.finished(units, until, "preventive").count(),
        link="/bakim/gelen/",
    ),
    Capability(
        code="upkeep.repair",
        label="Arızaların onarılması, onarımın yaptırılması",
        module="assets",
        describes=(
            "Arıza iş emriyle izlenir; kullanılan parça ambardan fişle çıkar, firmaya gönderilen cihaz teslim "
            "belgesi ve "
            "beklenen dönüşle takip edilir, süresi ve bedeli cihazın maliyetine yazılır."
        ),
        words=("onarım", "tamir", "arıza"),
        phrases=(
            "çevre birimlerinin tamirlerini yapmak veya yaptırmak",
            "arızalarını gidermek, bakımını yapmak veya yaptırmak",
            "bilgisayar ve yardımcı makinelerin tamir ve bakımını yap",
            "bakım ve onarımlarını yapmak veya yaptırmak",
            "donanım arızalarının belirlenmesi ve giderilmesi",
        ),
        unless=("hizmet binası", "temizlik", "araç"),
        last=lambda units, until: numbers.latest(numbers.finished(units, until, "fault")),
        count=lambda units, until: numbers.finished(units, until, "fault").count(),
        link="/bakim/is-emirleri/",
    ),
    Capability(
        code="upkeep.commissioning",
        label="Donanımın kurulması, etkinleştirilmesi ve denetlenmesi",
        module="assets",
        describes=(
            "Cihaz, türünün kontrol listesindeki her madde adıyla bir kişi tarafından işaretlenmeden devreye alınmaz."
        ),
        words=("kurulum", "devreye", "donanım", "montaj"),
        phrases=(
            "donanımların kurulumunu, etkinleştirilmesini ve kontrolünü yap",
            "bilgisayarların kurulumunu yap",
            "cihazların devreye alınmasını sağla",
        ),
        unless=("yazılım geliştir", "baz istasyon"),
        last=lambda units, until: numbers.latest(numbers.in_service(units, until)),
        count=lambda units, until: numbers.in_service(units, until).count(),
        link="/bakim/devreye-alma/",
    ),
    Capability(
        code="upkeep.wiping",
        label="Elden çıkan cihazlardaki verinin silinmesi",
        module="assets",
        describes=(
            "Veri saklayan cihazın her ortamı yöntemi, aracı, silen, tanık ve raporla silme tutanağına bağlanır; "
            "tutanak "
            "değiştirilemez."
        ),
        words=("imha", "hurda", "veri silme"),
        phrases=(
            "imha komisyonunu oluştur",
            "hurdaya ayrılan cihazlardaki verileri sil",
            "veri taşıyan ortamların güvenli imhasını sağla",
        ),
        unless=("arşiv", "evrak", "kişisel verilerin silinmesi"),
        last=lambda units, until: numbers.noon(
            numbers.wiped(units, until).order_by("-done_on").values_list("done_on", flat=True).first()
        ),
        count=lambda units, until: numbers.wiped(units, until).count(),
        link="/bakim/veri-silme/",
    ),
    Capability(
        code="upkeep.planning",
        label="Donanım ihtiyacının planlanması",
        module="assets",
        describes=(
            "Yaş, garanti, arıza ve onarım giderine göre yenilenmesi gereken cihazlar yıl yıl bedeliyle listelenir; "
            "hazırlayandan başka biri karar verir."
        ),
        words=("ihtiyaç", "planla", "donanım"),
        phrases=(
            "yeni sistem donanımlarını incele ve belediyenin ihtiyacını planla",
            "ileriye dönük donanım ihtiyacını planla",
            "bilgi işlem araçlarının ihtiyacını belirle",
        ),
        unless=("yazılım ihtiyac", "eğitim", "personel ihtiyac"),
        last=lambda units, until: numbers.latest(numbers.decided(units, until)),
        count=lambda units, until: numbers.decided(units, until).count(),
        link="/bakim/yenileme/",
    ),
    Capability(
        code="upkeep.condition",
        label="Kullanılan araç ve gerecin düzenli denetlenmesi",
        module="facilities",
        describes=(
            "Birimin cihazları yılda bir görülür, durumu adıyla bir kişi tarafından yazılır; arızalı bulunan için iş "
            "emri açılır."
        ),
        words=("araç", "gereç", "demirbaş", "malzeme"),
        phrases=(
            "araç ve gereçlerin korunmasını ve hazır bulundurulmasını sağla",
            "tahsis edilen malzemelerin düzenli kullanımını sağla",
            "demirbaşların düzenli kontrolünü yap",
        ),
        last=lambda units, until: numbers.noon(
            numbers.seen(units, until).order_by("-seen_on").values_list("seen_on", flat=True).first()
        ),
        count=lambda units, until: numbers.seen(units, until).count(),
        link="/bakim/durum/",
    ),
)

INDICATORS = (
    Indicator(
        code="upkeep.on_time",
        label="Zamanında yapılan bakımlar",
        module="assets",
        unit="%",
        explains="Dönemde biten periyodik bakım iş emirlerinden son gününde ya da önce bitenlerin payı.",
        value=numbers.on_time,
    ),
    Indicator(
        code="upkeep.mean_repair",
        label="Ortalama onarım süresi",
        module="assets",
        unit="saat",
        explains="Dönemde biten arızalarda cihazın durduğu an ile yeniden çalıştığı an arasındaki sürenin "
        "ortalaması.",
        value=numbers.mean_repair,
        better="less",
    ),
    Indicator(
        code="upkeep.between_faults",
        label="İki arıza arasındaki süre",
        module="assets",
        unit="gün",
        explains=(
            "Bakımı ve onarımı burada izlenen cihazların toplam günü, dönemde açılan arıza iş emirlerinin "
            "sayısına bölünür."
        ),
        value=numbers.between_faults,
    ),
    Indicator(
        code="upkeep.ending",
        label="Kararı beklenen sözleşme bitişleri",
        module="assets",
        unit="adet",
        explains="Dönem sonundan başlayarak 90 gün içinde bitecek, yenilenmemiş ve bırakılmamış sözleşmeler.",
        value=numbers.ending,
        better="less",
    ),
    Indicator(
        code="upkeep.wiped",
        label="Veri silme tutanakları",
        module="assets",
        unit="adet",
        explains="Dönemde yazılan veri silme tutanaklarının sayısı.",
        value=numbers.wiped_in,
        better="neither",
    ),
)
