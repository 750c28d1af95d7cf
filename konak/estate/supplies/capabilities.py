"""What this app proves: consumables stand ready, printers' parts are bought in time, needs are raised and met."""

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import numbers

CAPABILITIES = (
    Capability(
        code="supplies.stock",
        label="Sarf malzemesi ihtiyacının belirlenmesi ve planlanması",
        module="assets",
        describes=(
            "Her malzemenin ambarda en az bulunacak miktarı, sipariş noktası ve alım süresi yazılıdır; tüketimden "
            "kaç gün yeteceği hesaplanır, alıma başlama zamanı gelince sorumlusuna görev açılır."
        ),
        words=("sarf", "malzeme", "ihtiyaç", "tüketim"),
        phrases=(
            "bilişim cihazları ve sarf malzemesi ihtiyacını tespit et, kullanımını planla",
            "sarf malzemelerinin temin edilmesini ve stoklarını takip et",
            "dairenin ihtiyacı olan sarf malzemesi ve demirbaşların teminini sağla",
            "tüketim malzemesi ihtiyaçlarını belirle",
        ),
        unless=("personel ihtiyac", "eğitim", "yazılım ihtiyac", "kırmızı"),
        last=lambda units, until: numbers.latest(numbers.alarms(units, until), "case__opened_at"),
        count=lambda units, until: numbers.alarms(units, until).count(),
        link="/sarf/stok/",
    ),
    Capability(
        code="supplies.issue",
        label="Sarf malzemesinin yazıcıya, cihaza ve birime verilmesi",
        module="assets",
        describes=(
            "Verilen her kartuş, parça ve malzeme taşınır işlem fişiyle ambardan düşer; hangi yazıcıya, birime, "
            "hangi talep için verildiği ve boşunun dönüp dönmediği kayıtlıdır."
        ),
        words=("sarf", "malzeme", "toner", "kartuş", "yedek parça"),
        phrases=(
            "birimlerin sarf malzemesi taleplerini karşıla",
            "toner ve kartuşların dağıtımını yap",
            "arızalı cihazlara yedek parça tak",
        ),
        last=lambda units, until: numbers.noon(numbers.latest(numbers.given(units, until), "given_on")),
        count=lambda units, until: numbers.given(units, until).count(),
        link="/sarf/verilenler/",
    ),
    Capability(
        code="supplies.part_life",
        label="Yazıcıların ömürlü parçalarının izlenmesi",
        module="assets",
        describes=(
            "Drum, ısıtıcı, bakım seti gibi parçalar tonerden ayrı, sayfa sayacına ya da takvime göre izlenir; "
            "ömrü dolacak parça ihaleye yetişecek kadar önceden alım ihtiyacına girer."
        ),
        words=("yazıcı", "tarayıcı", "ömürlü", "parça", "çevre birim"),
        phrases=(
            "yazıcı ve tarayıcıların toner hariç ömürlü parçalarını takip et, zamanında ihale edilmesini sağla",
            "yazıcıların kullanım ömrü olan parçalarını izle",
            "yazıcıların sayaçlarını takip et",
        ),
        last=lambda units, until: numbers.noon(numbers.latest(numbers.watched(units, until), "since")),
        count=lambda units, until: numbers.watched(units, until).count(),
        link="/sarf/parcalar/",
    ),
    Capability(
        code="supplies.need",
        label="Alım ihtiyacının bildirilmesi ve karşılanmasının izlenmesi",
        module="procurement",
        describes=(
            "Azalan malzemeler miktarı ve yaklaşık bedeliyle alım önerisine dönüşür, hazırlayandan başka biri karar "
            "verir, gelen mal taşınır fişiyle önerinin satırlarını kapatır."
        ),
        words=("temin", "alım", "ihtiyaç", "satın alma", "ihale"),
        phrases=(
            "sarf malzemesi ve demirbaşların teminini sağla",
            "ihtiyaç duyulan malzemelerin satın alınması için gerekli işlemleri başlat",
            "parçaların zamanında ihale edilmesini sağla",
        ),
        unless=("hizmet alım", "yapım iş", "personel"),
        last=lambda units, until: numbers.noon(numbers.latest(numbers.proposed(units, until), "approved_on")),
        count=lambda units, until: numbers.proposed(units, until).count(),
        link="/sarf/oneriler/",
    ),
)

INDICATORS = (
    Indicator(
        code="supplies.available",
        label="Stoku yeterli malzemeler",
        module="assets",
        unit="%",
        explains="Düzeyi yazılmış malzemelerden bugün sipariş noktasının üstünde olanların payı.",
        value=numbers.available,
    ),
    Indicator(
        code="supplies.spent",
        label="Verilen malzemenin tutarı",
        module="assets",
        unit="₺",
        explains="Dönemde yazıcıya, cihaza ve birime verilen malzemenin taşınır fişindeki tutarı.",
        value=numbers.spent,
        better="neither",
    ),
    Indicator(
        code="supplies.alarms_in_time",
        label="Zamanında bakılan stok uyarıları",
        module="assets",
        unit="%",
        explains="Dönemde açılan uyarılardan son gününe kadar alım önerisine eklenen ya da sonuçlananların payı.",
        value=numbers.answered_in_time,
    ),
    Indicator(
        code="supplies.parts_in_time",
        label="Ömrü aşılmadan değişen parçalar",
        module="assets",
        unit="%",
        explains="Dönemde çıkarılan ömürlü parçalardan ömrünü onda birden çok aşmamış olanların payı.",
        value=numbers.in_time,
    ),
    Indicator(
        code="supplies.empties",
        label="Boşu dönen kartuşlar",
        module="assets",
        unit="%",
        explains="Dönemde yazıcılara verilen kartuşlardan boşu geri alınanların payı.",
        value=numbers.empties,
    ),
    Indicator(
        code="supplies.pages",
        label="Basılan sayfa",
        module="assets",
        unit="sayfa",
        explains="İzlenen yazıcıların sayaçlarında dönemin ilk ve son okuması arasındaki fark.",
        value=numbers.pages,
        better="less",
    ),
)
