"""What this app proves: address space kept and given in order, requests answered, who used an address."""

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import CIRCUIT_KIND, numbers

CAPABILITIES = (
    Capability(
        code="network.ipam",
        label="IP adreslerinin ve ağların yönetimi",
        module="network",
        describes=(
            "Bütün ağlar iç içe, adresler ve VLAN'lar kayıtlıdır; sıradaki boş ağ ya da adres eşzamanlı isteklerde "
            "de bir kez verilir, çakışan kayıt yazılamaz, doluluk görülür."
        ),
        words=("ip", "ağ", "vlan", "lan", "wan", "topoloji"),
        phrases=(
            "yerel alan ağlarını oluştur, ip adreslerini yönet",
            "ip yönetimi ve vpn hesaplarını yönet",
            "ağ altyapısını kurmak, yönetmek, belgelemek",
            "bilgisayar ağını kurmak ve çalışır durumda tutmak",
            "lan yönetimini, yapısını ve protokollerini etkin kıl",
            "sistem ve ağ yapısını dokümante et",
        ),
        unless=("sosyal ağ", "karayolu", "dağıtım ağı", "su şebeke"),
        last=lambda units, until: numbers.latest(numbers.told(units, until), "at"),
        count=lambda units, until: numbers.told(units, until).count(),
        link="/ag/",
    ),
    Capability(
        code="network.gear",
        label="Ağ cihazlarının, kabinlerin ve kabloların kaydı",
        module="network",
        describes=(
            "Her ağ cihazı modeli, yerleşkesi, kabindeki yeri, taşınırı, adresleri ve kapılarıyla; her kablo iki "
            "ucuyla kayıtlıdır; bir kapıdan öbür uca kadar yol panellerin içinden izlenir."
        ),
        words=("ağ", "kablo", "switch", "router", "cihaz", "topoloji", "fiber"),
        phrases=(
            "ağ cihazlarının envanterini ve bağlantılarını tut",
            "aktif ve pasif ağ cihazlarını kur, belgele",
            "yapısal kablolama ve kabinleri düzenle, kayıt altına al",
            "sistem ve ağ yapısını dokümante et",
        ),
        unless=("sosyal ağ", "karayolu", "su şebeke", "tıbbi cihaz"),
        last=lambda units, until: numbers.latest(numbers.told(units, until, *numbers.GEAR), "at"),
        count=lambda units, until: numbers.told(units, until, *numbers.GEAR).count(),
        link="/ag/cihazlar/",
    ),
    Capability(
        code="network.lines",
        label="Hatların, bağlantıların ve sözleşmelerinin kaydı",
        module="network",
        describes=(
            "Her yerleşkenin hattı işletmecisi, devre numarası, hızı, taahhüdü, sözleşmesi ve yedeğiyle kayıtlıdır; "
            "bitecek sözleşme önceden bildirilir."
        ),
        words=("hat", "bağlantı", "internet", "kiralık", "fiber", "omurga", "uydu", "kablolu", "kablosuz"),
        phrases=(
            "kiralık hat",
            "internet hattı",
            "bağlantı hatları",
            "kablolu kablosuz bağlantı",
            "omurga bağlantı",
            "dış birimlerin hat",
            "haberleşme sistemleri kur",
            "data hatları",
            "uydu bağlantı",
            "fiber optik hat",
        ),
        unless=("karayolu", "otobüs hattı", "hat güzergâh", "su hattı", "enerji nakil"),
        last=lambda units, until: numbers.latest(numbers.told(units, until, CIRCUIT_KIND), "at"),
        count=lambda units, until: numbers.lines(units, until).count(),
        link="/ag/hatlar/",
    ),
    Capability(
        code="network.line_tests",
        label="Hatların sınanması",
        module="network",
        describes=(
            "Hatlar kurulumdan ve onarımdan sonra, yılda en az bir kez ve yedeğe geçişte sınanır; ölçülenler "
            "kayıtlıdır."
        ),
        words=("test", "sınama", "hat", "bağlantı", "yedek"),
        phrases=("bağlantı test", "hat testi", "kurulum sonrası test", "hatların testlerini yap", "yedek hat sınama"),
        unless=("yazılım testi", "sızma", "tıbbi test"),
        last=lambda units, until: numbers.noon(numbers.latest(numbers.line_tests(units, until), "done_on")),
        count=lambda units, until: numbers.line_tests(units, until).count(),
        link="/ag/hatlar/?status=untested",
    ),
    Capability(
        code="network.firewall",
        label="Güvenlik duvarı kurallarının kaydı ve gözden geçirilmesi",
        module="network",
        describes=(
            "Her kural istenir, başkası uygun görür, cihaza yazılır, süresi dolunca kaldırılır, yılda bir gözden "
            "geçirilir; cihazdan alınan kural kümesi kütükle karşılaştırılır, sapmalar imzayla sonuçlanır."
        ),
        words=("güvenlik", "saldırı", "internet", "firewall", "duvarı"),
        phrases=(
            "güvenlik duvarı kur, internetten gelecek saldırıları önle",
            "internet, sunucu ve bilgi güvenliğini dışarıdan gelecek saldırılara karşı sağla",
            "firewall kurulumunu yap",
            "güvenlik duvarı kurallarını yönet",
        ),
        unless=("iş güvenliği", "özel güvenlik", "fiziki güvenlik", "sosyal güvenlik"),
        last=lambda units, until: numbers.latest(numbers.firewall_acts(units, until), "at"),
        count=lambda units, until: numbers.firewall_acts(units, until).count(),
        link="/ag/kurallar/",
    ),
    Capability(
        code="network.requests",
        label="IP adresi isteklerinin karşılanması",
        module="network",
        describes=(
            "Adres istenir, uygun görülünce aynı anda ayrılır, cihaza verilir, günü dolunca geri alınır; "
            "isteyen kendi isteğine karar veremez."
        ),
        words=("ip", "adres", "erişim"),
        phrases=(
            "birimlerin ağ bağlantı isteklerini karşıla",
            "internet ve intranet erişimi için adres ver",
        ),
        unless=("posta adresi", "adres kayıt", "numarataj"),
        last=lambda units, until: numbers.latest(numbers.requests(units, until), "case__opened_at"),
        count=lambda units, until: numbers.requests(units, until).count(),
        link="/ag/istekler/",
    ),
    Capability(
        code="network.dhcp",
        label="DHCP kurallarının ve dağıtımının izlenmesi",
        module="network",
        describes=(
            "DHCP aralıkları kayıtlıdır ve çakışmaz; ISC, Kea ve Windows kira dosyaları alınır, sırasız ve yinelenen "
            "kayıtlar bir kez sayılır, aynı adresi iki cihazın kullandığı görülür."
        ),
        words=("dhcp", "ip"),
        phrases=(
            "dhcp kurallarını belirle, ip dağıtımının sorunsuz çalışmasını sağla",
            "dhcp tanımlarını yap",
        ),
        last=lambda units, until: numbers.latest(numbers.uploads(units, until), "at"),
        count=lambda units, until: numbers.uploads(units, until).count(),
        link="/ag/kim/dosyalar/",
    ),
    Capability(
        code="network.who",
        label="Bir IP adresini kimin kullandığının gösterilmesi",
        module="network",
        describes=(
            "Her adresin geçmişi cihaz, anahtar kapısı, erişim noktası ve zimmetle birlikte durur; bir an sorulur, "
            "soran ize yazılır."
        ),
        words=("ip", "dağıtım", "kayıt", "log"),
        phrases=(
            "iç ip dağıtım loglarını elektronik ortamda kaydet",
            "kullanıcı trafiğini yönet, kullanıcıyı ve cihazı tanı",
            "birimlerin internet erişim kayıtlarını tut",
        ),
        unless=("nüfus kayıt", "evrak kayıt"),
        last=lambda units, until: numbers.latest(numbers.uploads(units, until), "at"),
        count=lambda units, until: sum(numbers.uploads(units, until).values_list("fresh", flat=True)),
        link="/ag/kim/",
    ),
)

INDICATORS = (
    Indicator(
        "network.rules_reviewed",
        "Yıl içinde gözden geçirilen güvenlik duvarı kuralı",
        module="network",
        unit="%",
        explains="Bugün yürürlükteki kurallardan dönem sonundan önceki bir yılda bakılanların payı.",
        value=numbers.rules_reviewed,
    ),
    Indicator(
        code="network.lines_tested",
        label="Yıl içinde sınanan hatlar",
        module="network",
        unit="%",
        explains="Dönem sonunda kullanımda ya da arızalı olan hatlardan son bir yılda sınananların payı.",
        value=numbers.tested,
    ),
    Indicator(
        "network.known",
        "Kayıtlı ağ ve adres",
        module="network",
        unit="adet",
        explains="Kayıtlı ağların ve tek adreslerin bugünkü sayısı.",
        value=lambda units, since, until: float(numbers.known(units, until)),
        better="neither",
    ),
    Indicator(
        "network.crowded",
        "Onda dokuzu dolu ağ",
        module="network",
        unit="adet",
        explains="Kullanımdaki ağlardan adreslerinin ya da alt ağlarının onda dokuzu dolu olanlar, bugün.",
        value=numbers.crowded,
        better="less",
    ),
    Indicator(
        "network.gear_linked",
        "Taşınırı bilinen ağ cihazı",
        module="network",
        unit="%",
        explains="Kullanımdaki ağ cihazlarından (paneller dışında) taşınır kaydına bağlı olanların bugünkü payı.",
        value=numbers.linked,
    ),
    Indicator(
        "network.in_time",
        "Süresinde yanıtlanan adres isteği",
        module="network",
        unit="%",
        explains="Dönemde açılıp karara bağlanan isteklerden son gününde ya da önce sonuçlananların payı.",
        value=numbers.in_time,
    ),
    Indicator(
        "network.named",
        "Kullananı bilinen adres kullanımı",
        module="network",
        unit="%",
        explains="Dönemde görülen adres kullanımlarından kişisi zimmetten ya da oturumdan bilinenlerin payı.",
        value=numbers.named,
    ),
)
