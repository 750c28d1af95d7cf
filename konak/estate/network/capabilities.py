"""What this app proves: address space kept and given in order, requests answered, who used an address."""

import datetime as dt

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
    Capability(
        code="network.vpn",
        label="VPN hesaplarının yetki talebiyle açılması ve gözden geçirilmesi",
        module="network",
        describes=(
            "Her VPN hesabı yetki talebine bağlıdır, son günü ve ulaştığı yer yazılıdır; son kullanımı RADIUS "
            "kayıtlarından gelir, yarım yılda bir gözden geçirilir, süresi dolunca kapanır."
        ),
        words=("vpn", "uzaktan", "erişim"),
        phrases=("vpn hesaplarını yönet", "ip ve vpn hesaplarını yönet", "uzaktan erişim hesaplarını aç ve izle"),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.vpnaccount"), "at"),
        count=lambda units, until: numbers.vpn_accounts(units, until).count(),
        link="/ag/vpn/",
    ),
    Capability(
        code="network.internet_profiles",
        label="Birimlerin internet erişim profilleri",
        module="network",
        describes=(
            "Her birimin ve kişinin internete hangi profille çıktığı kayıtlıdır; başka profil ya da engelli site "
            "istenir, başkası uygun görür, süresi dolunca kaldırılır."
        ),
        words=("internet", "erişim", "profil", "bant"),
        phrases=(
            "birimlerin internet kullanımı",
            "internet erişim yetkilerini ver",
            "internet erişimini yetkilendir, bant genişliğini belirle",
        ),
        unless=("internet sitesi", "web sayfası"),
        last=lambda units, until: numbers.latest(
            numbers.told(units, until, "network.internetprofile", "network.waiver"), "at"
        ),
        count=lambda units, until: numbers.told(units, until, "network.internetprofile", "network.waiver").count(),
        link="/ag/internet/",
    ),
    Capability(
        code="network.web_filter",
        label="Web süzgeci kategorileri, ayrıcalıkları ve istatistikleri",
        module="network",
        describes=(
            "Engellenen kategoriler dayanağıyla kayıtlıdır; suç kategorilerine ayrıcalık verilemez, öbürleri onayla "
            "ve süreyle verilir; engelleme sayıları günlük alınır."
        ),
        words=("internet", "içerik", "filtre", "engelle", "erişim"),
        phrases=(
            "suç oluşturan ve genel ahlaka aykırı içeriğe erişimi engelle",
            "internet içerik filtreleme",
            "toplu kullanım sağlayıcıları yönetmeliğine uy",
        ),
        unless=("su filtre", "hava filtre"),
        last=lambda units, until: numbers.latest(
            numbers.told(units, until, "network.filtercategory", "network.filterreport"), "at"
        ),
        count=lambda units, until: numbers.told(
            units, until, "network.filtercategory", "network.filterreport"
        ).count(),
        link="/ag/suzgec/kategoriler/",
    ),
    Capability(
        code="network.channels",
        label="Kurumlarla güvenli kanallar ve sertifikaları",
        module="network",
        describes=(
            "Karşı kurumla kurulan her IPsec, TLS, SFTP ve KamuNet kanalı parametreleri, sorumlusu ve protokolüyle "
            "kayıtlıdır; sertifikası bitmeden haber verilir, dönemsel sınanır."
        ),
        words=("güvenli", "veri", "alışveriş", "kurum", "vpn"),
        phrases=(
            "çalışılan kurumlarla güvenli veri alışverişi sağla",
            "kurumlar arası güvenli bilgi alışverişi",
            "diğer kurumlarla bilgi alışverişini sağla",
        ),
        unless=("iş güvenliği", "özel güvenlik", "sosyal güvenlik"),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.securechannel"), "at"),
        count=lambda units, until: numbers.channels(units, until).count(),
        link="/ag/kanallar/",
    ),
    Capability(
        code="network.sharing",
        label="Veri ve altyapı paylaşım protokolleri",
        module="network",
        describes=(
            "Hangi verinin ya da altyapının hangi kurumla, hangi protokol ve dayanakla, ne zamana kadar paylaşıldığı "
            "imzalı belgesiyle kayıtlıdır."
        ),
        words=("protokol", "paylaşım", "kurum", "altyapı", "veri"),
        phrases=(
            "kamu kurumlarıyla altyapı paylaşımı yap",
            "birimler ve kurumlar arasında bilgi alışverişi sağla",
            "ilgili kurumlarla veri paylaşım protokolü",
        ),
        unless=("iletişim protokolü", "ağ protokolü", "nezaket"),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.sharingprotocol"), "at"),
        count=lambda units, until: numbers.told(units, until, "network.sharingprotocol").count(),
        link="/ag/protokoller/",
    ),
    Capability(
        code="network.hand_over",
        label="Yeni yerleşke ağının tutanakla teslimi",
        module="network",
        describes=(
            "Yenilenen ya da yeni açılan birimin ağı denetim listesiyle kurulur, eksikler yazılır, birime tarafların "
            "adıyla tutanak düzenlenerek çalışır teslim edilir."
        ),
        words=("altyapı", "teslim", "birim", "yeni", "kur"),
        phrases=(
            "yenilenen veya yeni kurulan birimlerin altyapısını kurup çalışır halde teslim et",
            "yeni birimlerin bilişim altyapısını kur, teslim et",
        ),
        unless=("ambar", "taşınır teslim"),
        last=lambda units, until: numbers.noon(numbers.latest(numbers.hand_overs(units, until), "done_on")),
        count=lambda units, until: numbers.hand_overs(units, until).count(),
        link="/ag/teslimler/",
    ),
    Capability(
        code="network.plan",
        label="Ağ kapasitesinin artırılması ve yatırım planı",
        module="network",
        describes=(
            "Planlanan hat, cihaz, yerleşke ve güzergâh gerekçesi, yılı, bedeli ve ödeneğiyle kayıtlıdır; alımından "
            "gerçekleşmesine kadar izlenir."
        ),
        words=("kapasite", "yatırım", "plan", "ağ", "tesis"),
        phrases=(
            "sunucu ve ağ kapasite artırımını planla ve gerçekleştir",
            "yapılacak tesisleri planla",
            "yeni yatırımlarla fiber ağı genişlet",
        ),
        unless=("imar planı", "nazım", "stratejik plan"),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.plannedwork"), "at"),
        count=lambda units, until: numbers.planned(units).count(),
        link="/ag/planlanan/",
    ),
    Capability(
        code="network.providers",
        label="İnternet işletmecilerinin karşılaştırılması",
        module="network",
        describes=(
            "Teklifler aynı ihtiyaç için yan yana durur; kesintiler taahhütle karşılaştırılır, işletmeciler bedel, "
            "kapasite ve süreklilikle sıralanır."
        ),
        words=("internet", "servis", "sağlayıcı", "mrtg", "süreklilik"),
        phrases=(
            "internet servis sağlayıcıları araştır, şartname yaz, mrtg loglarını incele, sürekliliği sağla",
            "internet hizmet sağlayıcı araştırması",
        ),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.offer"), "at"),
        count=lambda units, until: numbers.told(units, until, "network.offer").count(),
        link="/ag/isletmeciler/",
    ),
    Capability(
        code="network.guest_wifi",
        label="Misafir kablosuzu: SMS ile giriş, aydınlatma, kayıt",
        module="network",
        describes=(
            "Misafir metni kabul edip telefonuna gelen kodla girer; telefonu, cihazı, adresi ve anları 5651 için "
            "mühürlü sete yazılır, iki yıl saklanır."
        ),
        words=("kablosuz", "misafir", "internet", "toplu"),
        phrases=(
            "internet toplu kullanım sağlayıcıları yönetmeliği",
            "halka açık kablosuz internet",
            "kullanıcılara kolay oturum açma",
        ),
        unless=("misafirhane",),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.wirelessnetwork"), "at"),
        count=lambda units, until: int(numbers.guests(units, dt.date(2000, 1, 1), until)),
        link="/ag/kablosuz/",
    ),
    Capability(
        code="network.event_wifi",
        label="Etkinliklerde ve internetsiz yerlerde kablosuz",
        module="network",
        describes=(
            "Etkinlik kablosuzu istenir, donanımı ve ağı ayrılır, kurulur; kodlar verilir, kapanışta misafir ve "
            "veri sayılır, 5651 kaydı geçici ağda da tutulur."
        ),
        words=("kablosuz", "wifi", "wi-fi", "etkinlik", "internet"),
        phrases=(
            "belediye saha etkinliklerinde ve internet olmayan yerlerde kablosuz internet ver",
            "etkinliklerde wi-fi hizmeti sun",
        ),
        last=lambda units, until: numbers.latest(numbers.told(units, until, "network.eventwifi"), "at"),
        count=lambda units, until: numbers.events(units, until).count(),
        link="/ag/etkinlikler/",
    ),
)

INDICATORS = (
    Indicator(
        "network.vpn_reviewed",
        "Yarım yılda gözden geçirilen VPN hesabı",
        module="network",
        unit="%",
        explains="Dönem sonunda açık olan hesaplardan son 182 günde bakılanların payı.",
        value=numbers.vpn_reviewed,
    ),
    Indicator(
        "network.filter_stopped",
        "Web süzgecinin engellediği istek",
        module="network",
        unit="adet",
        explains="Dönemde alınan istatistiklere göre engellenen istek sayısı.",
        value=numbers.stopped,
        better="neither",
    ),
    Indicator(
        "network.certificates_sound",
        "Sertifikası sağlam güvenli kanal",
        module="network",
        unit="%",
        explains="Sertifikası olan kanallardan dönem sonundan 30 gün sonra da geçerli olanların payı.",
        value=numbers.certificates_sound,
    ),
    Indicator(
        "network.plan_realised",
        "Gerçekleşen ağ yatırımı",
        module="network",
        unit="%",
        explains="Dönemin yıllarına planlanan işlerden dönem sonuna kadar gerçekleşenlerin payı.",
        value=numbers.realised,
    ),
    Indicator(
        "network.guest_sign_ins",
        "Misafir kablosuzuna giriş",
        module="network",
        unit="adet",
        explains="Dönemde SMS ya da etkinlik koduyla giren misafir sayısı.",
        value=numbers.guests,
        better="neither",
    ),
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
