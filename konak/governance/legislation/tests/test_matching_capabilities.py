"""Thirty capabilities such as the apps will declare: the measure for bindings and coverage."""

import datetime as dt

import pytest

from konak.foundation import evidence
from konak.foundation.evidence import MODULES, Capability, capabilities, module, register


def _last(units: frozenset[int] | None, until: dt.date) -> dt.datetime | None:
    return None


def _count(units: frozenset[int] | None, until: dt.date) -> int:
    return 0


def capability(
    code: str, label: str, module: str, describes: str, words: str, phrases: str, unless: str = ""
) -> Capability:
    def split(text: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in text.split(";") if part.strip())

    return Capability(code, label, module, describes, split(words), split(phrases), _last, _count, "/", split(unless))


CAPABILITIES = (
    capability(
        "logs.review",
        "İz kayıtlarının incelenmesi",
        "audit",
        (
            "İz kayıtları merkezi kayıt gölünde toplanır, günlük, haftalık ve aylık inceleme yapılır ve "
            "tutanağı saklanır."
        ),
        "iz kayıt; log; loglar; olay kayıt",
        "iz kayıt incele; log kayıt incele; iz kayıt günlük; merkezi iz kayıt sistemi; iz kayıtlarını izleme",
    ),
    capability(
        "logs.internet",
        "İnternet erişim kayıtları",
        "audit",
        "5651 sayılı Kanuna göre internet erişim ve IP dağıtım kayıtları tutulur, zaman damgası ile korunur.",
        "erişim kayıt; dağıtım log; dağıtım kayıt; 5651",
        (
            "internet erişim kayıt tut; internet erişim kayıt; IP dağıtım log; IP dağıtım kayıt; erişim kayıt "
            "sakla; 5651 kayıt"
        ),
        "Basın",
    ),
    capability(
        "desk.tickets",
        "Destek talepleri",
        "servicedesk",
        "Birimlerden gelen arıza ve istek talepleri Destek Portalında kayda alınır, çözülür ve süresi ölçülür.",
        "teknik destek; destek portal; yardım başvuru; arıza; kullanıcı destek; desteğ; sorun*; destek ver",
        (
            "birimlere teknik destek; teknik destek ver; teknik destek sağla; destek portal; yardım başvuru "
            "çözüm; arıza talep; arıza gider; arızalarını gider; arızalara müdahale; kullanıcı desteğini; "
            "kullanıcı sorunlarının çözülmesi; sorunlarla ilgili yardım; son kullanıcı desteği; yerinde "
            "desteğini; sorunların giderilmesi; arızalarının giderilmesi"
        ),
        "telsiz; santral; kamera; fiber; hukuki",
    ),
    capability(
        "assets.inventory",
        "Donanım envanteri",
        "assets",
        "Bilgisayar, yazıcı ve çevre birimlerinin envanteri, garantisi ve bakımı tutulur.",
        "bilgisayar; donanım; yazıcı; envanter; cihaz",
        "bilgisayar envanter; donanım envanter; kişisel bilgisayarların envanter; bilgisayar donanım kurulum; "
        "bilgisayar yazıcı bakım; donanımları kurmak; bilgisayar tamir bakım; demirbaşına kayıtlı dizüstü",
        "veri envanter; taşınır",
    ),
    capability(
        "assets.movables",
        "Taşınır kayıt ve zimmet",
        "assets",
        "Taşınır giriş çıkışları, zimmet, devir, sayım ve kayıttan düşme işlemleri taşınır işlem fişi ile yapılır.",
        "taşınır; demirbaş; zimmet; ambar; mal kayıt",
        (
            "taşınır kayıt; taşınır mal; demirbaş kayıt; zimmet; yıl sonu sayım; ambar sayım; taşınır hesap; "
            "mal kayıt kontrol"
        ),
        "dizüstü",
    ),
    capability(
        "assets.licences",
        "Yazılım lisansları",
        "assets",
        "Yazılım lisanslarının adedi, süresi ve kurulu olduğu bilgisayarlar izlenir, lisanssız yazılım bulunur.",
        "lisans; lisanssız; korsan",
        "yazılım lisans; lisans kontrol; lisanssız yazılım; lisanssız program; korsan yazılım; lisansları takip",
        "işletmeci; haberleşme",
    ),
    capability(
        "assets.consumables",
        "Sarf malzemesi",
        "assets",
        "Toner, kartuş ve diğer sarf malzemesinin ihtiyacı, stoku ve dağıtımı izlenir.",
        "toner; kartuş; sarf; ömürlü malzeme",
        "sarf malzeme; yazıcı toner; sarf malzeme ihtiyaç; toner kartuş; ömürlü malzeme",
    ),
    capability(
        "network.addresses",
        "IP adresi ve DHCP yönetimi",
        "network",
        "IP ağları, adresler, DHCP kiraları ve VPN hesapları tutulur.",
        "IP; DHCP; VPN",
        "IP adres yönet; IP adresleri; DHCP yönetim; DHCP kural; VPN hesap; IP işleyiş",
        "kamera; telefon",
    ),
    capability(
        "network.links",
        "Ağ ve hat envanteri",
        "network",
        "Yerel ağ, geniş alan ağı ve fiber optik hatlar topolojisiyle birlikte tutulur.",
        "ağ; network; fiber optik; LAN; intranet; topoloji; veri hat; internet",
        (
            "yerel ağ; geniş ağ; fiber optik hat; ağ topoloji; ağ altyapı; network veri hat; LAN WAN; "
            "intranet hat; ağ kur; bilgisayar ağı; haberleşme ağ; fiber optik altyapı; fiber optik; network "
            "hat; bütünleşik ağ"
        ),
        "sosyal; sensör ağ; DHCP; şehir ağ",
    ),
    capability(
        "monitoring.uptime",
        "Kesinti ve kapasite izleme",
        "monitoring",
        "Sunucu, ağ ve hizmetlerin çalışması yoklanır, kesintiler ve kapasite kayda alınır.",
        "kesintisiz; kapasite; sürekli; kesinti; gözlemle; faal",
        (
            "sunucuların kesintisiz; sistemin kesintisiz hizmet; kesintisiz hizmet; kapasite planlama; "
            "kapasite performans; sistemi sürekli gözlemle; sistemleri sürekli gözlemle; çalışma durumunu "
            "izle; kesintileri kayda; her an faal; sürekli faal; performans takip"
        ),
        "telsiz; güç kaynak; belge",
    ),
    capability(
        "continuity.backup",
        "Yedekleme",
        "continuity",
        "Sunucu ve veri tabanı yedekleri alınır, geri dönüş denemeleri kaydedilir.",
        "yedek; yedekle; yedekler",
        (
            "yedekleme işlem; yedek al; verilerin yedeklenmesi; yedeklerin korunması; yedekten geri dönüş; "
            "düzenli yedekle; yedekleme"
        ),
        "hat; internet hizmetinin",
    ),
    capability(
        "continuity.plan",
        "İş sürekliliği planı",
        "continuity",
        "İş sürekliliği ve felaket kurtarma planları hazırlanır, tatbikatı yapılır.",
        "iş sürekliliğ; felaket; olağanüstü",
        "iş sürekliliği plan; felaket kurtarma; olağanüstü durum plan; iş sürekliliği",
    ),
    capability(
        "isms.controls",
        "BGYS ve tedbirler",
        "isms",
        (
            "ISO 27001 bilgi güvenliği yönetim sistemi, Bilgi ve İletişim Güvenliği Rehberi tedbirleri ve "
            "kanıtları tutulur."
        ),
        "BGYS; 27001; bilgi güvenliğ; bilgi iletişim güvenliğ; güvenlik rehber",
        (
            "bilgi güvenliği yönetim sistemi; ISO 27001; BGYS kapsam; BGYS uygulama; bilgi ve iletişim "
            "güvenliği rehberi; bilgi güvenliği standart"
        ),
        "eğitim; ihlal; sözleşme",
    ),
    capability(
        "isms.policies",
        "Güvenlik politikaları",
        "isms",
        "Bilgi güvenliği politika ve prosedürleri sürümleriyle yayımlanır, okundu bilgisi alınır.",
        "politika; prosedür",
        (
            "bilgi güvenliği politika; politika prosedür; güvenlik politika; siber güvenlik politika; bilgi "
            "güvenliği prosedür; politika ve prosedürlerini hazırla; bilgi güvenliği plan prosedür"
        ),
        "yedekleme; akıllı şehir",
    ),
    capability(
        "isms.risks",
        "Risk değerlendirme",
        "isms",
        "Bilgi varlıklarının riskleri değerlendirilir, risk işleme planı izlenir.",
        "risk",
        "risk değerlendirme; risk yönetim; siber risk; risk analiz; riskleri değerlendir; risk işleme",
        "iş sağlığı; iş güvenliği; sağlık; sağlığı; saghig*",
    ),
    capability(
        "isms.tests",
        "Zafiyet ve sızma testleri",
        "isms",
        "Zafiyet taramaları ve sızma testleri planlanır, bulgular kapanana kadar izlenir.",
        "sızma; zafiyet; zayıflık; güvenlik açık",
        "sızma test; zafiyet tarama; zafiyet test; güvenlik açıklarının kapatılması; zayıflık test",
        "eğitim ve kurs; kurslara",
    ),
    capability(
        "isms.audits",
        "Denetim ve düzeltici faaliyet",
        "isms",
        "İç ve dış denetimler, uygunsuzluklar ve düzeltici faaliyetler yürütülür.",
        "iç denetim; düzeltici; uygunsuzluk; dış denetim; dış denetimler",
        (
            "iç denetim; düzeltici faaliyet; uygunsuzluk; düzeltici önleyici; bağımsız dış denetim; denetim "
            "bulgu; iç ve dış denetim"
        ),
    ),
    capability(
        "isms.awareness",
        "Farkındalık eğitimleri",
        "isms",
        "Bilgi güvenliği farkındalık eğitimleri düzenlenir, katılım kaydedilir.",
        "farkındalık",
        (
            "bilgi güvenliği farkındalık; güvenlik farkındalık; kullanıcıların bilgi güvenliği farkındalık; "
            "siber güvenlik farkındalık; farkındalık eğitim"
        ),
        "akıllı şehir; akıllı şehircilik",
    ),
    capability(
        "incidents.register",
        "Siber olay kaydı",
        "incidents",
        "Siber olaylar kaydedilir, müdahale edilir, USOM'a bildirilir ve olay sonrası raporu yazılır.",
        "siber olay; USOM; SOME; ihlal olay; siber saldırı; güvenlik ihlal; güvenlik olay; siber tehdit",
        (
            "siber olay; USOM bildir; USOM; olay sonrası; siber olaylara müdahale; güvenlik ihlal; ihlal "
            "olay; siber tehdit"
        ),
        "eğitim; politika; karşı korunma",
    ),
    capability(
        "privacy.records",
        "Kişisel veri envanteri ve uyum",
        "privacy",
        "Kişisel veri işleme envanteri, aydınlatma metinleri ve KVKK uyum çalışmaları tutulur.",
        "kişisel veri; KVKK; KVK; 6698; 27701",
        (
            "kişisel verilerin korunması kanunu; kişisel veri envanter; KVKK; 6698; kişisel veri yönetim "
            "sistemi; kişisel veri işleme"
        ),
        "yazılımlarda; rol sorumluluk",
    ),
    capability(
        "gis.layers",
        "Coğrafi katmanlar",
        "gis",
        "Coğrafi veri katmanları depolanır, güncellenir, standartlara göre denetlenir ve servis edilir.",
        "coğrafi; CBS; konumsal; mekânsal; harita; kadastro",
        (
            "coğrafi bilgi sistemi kur; coğrafi veri; coğrafi bilgi; coğrafi veri tabanı; CBS veri; mekânsal "
            "veri; konumsal veri; harita; kadastro; coğrafi bilgi sistemi işlet"
        ),
        (
            "yapay zekâ; eğitim; satış; sunucu; dijital ikiz; ihtiyaçlarının karşılanması; politika; yönetim "
            "bilgi; proje üret; projeleri"
        ),
    ),
    capability(
        "gis.guide",
        "Şehir rehberi",
        "gis",
        "Şehir rehberi internet ve mobil ortamda yayımlanır.",
        "şehir rehber",
        "şehir rehber; şehir rehberi web; önem noktaları",
    ),
    capability(
        "gis.sales",
        "Coğrafi veri satışı",
        "gis",
        "Coğrafi veri siparişleri gelir tarifesine göre hesaplanır ve satılır.",
        "satış; sipariş",
        "coğrafi veri satış; gelir tarifesi satış; gelir tarife; veri servislerinin satış; satışı paylaşımı",
        "kurban; fidan",
    ),
    capability(
        "opendata.portal",
        "Açık veri portalı",
        "opendata",
        "Veri setleri açık veri portalında yayımlanır ve güncellenir.",
        "açık veri; veri set",
        "açık veri portal; veri seti ekle; açık veri prensip; veri seti yayımla; açık veri",
        "teknik şartname",
    ),
    capability(
        "esign.requests",
        "Elektronik imza işlemleri",
        "esignature",
        "Elektronik imza ve mobil imza başvuru, yenileme ve iptal işlemleri izlenir.",
        "elektronik imza; e-imza; mobil imza",
        "elektronik imza; e-imza; mobil imza; imza yenileme iptal; sertifikasyon kuruluş; e-imza iş akış",
        "kanunu",
    ),
    capability(
        "access.requests",
        "Kullanıcı yetkileri",
        "identity",
        "Kullanıcı hesapları ve erişim yetkileri talep, onay ve kapatma ile yönetilir, düzenli gözden geçirilir.",
        "kullanıcı; erişim hak; erişim yetki; yetkilendirme",
        (
            "kullanıcı yetki talep; kullanıcıların yetkilerinin; kullanıcı hesap; erişim hak; erişim yetki; "
            "kullanıcı yetkilerini revize; kullanıcı yetkilendirme; yetkilendirme işlem"
        ),
        "internet erişimi; yazılımlarda",
    ),
    capability(
        "cameras.register",
        "Kamera ve geçiş sistemleri",
        "electronics",
        "Güvenlik kameraları, plaka tanıma, bariyer ve geçiş sistemlerinin kurulumu, bakımı ve kayıt süresi izlenir.",
        "kamera; plaka; bariyer; PDKS",
        (
            "güvenlik kamera; kamera kayıt; kamera izleme; plaka tanıma; turistik kamera; bariyer geçiş; "
            "kamera sistem; TIMELAPSE kamera"
        ),
        "yapay zekâ; video analitik",
    ),
    capability(
        "voice.radio",
        "Telefon ve telsiz",
        "electronics",
        "Telefon santralleri ve telsiz sistemleri, bakımları ve rehberi tutulur.",
        "telefon; telsiz; santral",
        "telefon santral; telsiz sistem; telsiz haberleşme; IP telefon; telefon sistem",
        "telefonla",
    ),
    capability(
        "applications.intake",
        "Vatandaş başvuruları",
        "citizen",
        (
            "CİMER, çağrı merkezi, internet ve diğer kanallardan gelen başvurular kayda alınır, ilgili birime "
            "yönlendirilir, cevaplanır."
        ),
        "CİMER; başvuru; dilekçe; şikâyet; istek şikâyet",
        (
            "CİMER; vatandaş başvuru; vatandaş dilekçe; istek şikâyet; başvuru kanal; çağrı merkezi başvuru; "
            "vatandaş dilekçelerinin cevap; başvuruları kabul; şikâyet"
        ),
        "mobil imza; ilgili kişi; hibe; e-imza",
    ),
    capability(
        "payroll.timesheets",
        "Puantaj ve izin",
        "personnel",
        "İzin, fazla mesai ve aylık puantaj çizelgeleri hazırlanır.",
        "puantaj; izin; mesai; özlük",
        (
            "puantaj hazırla; aylık puantaj; fazla mesai; izin rapor; özlük işlem; mesai puantaj; yemek "
            "puantaj; özlük iş; puantaj; mesai takip"
        ),
        "yakıt",
    ),
    capability(
        "procurement.files",
        "İhale ve doğrudan temin dosyaları",
        "procurement",
        "Doğrudan temin, ihale, muayene kabul ve hakediş dosyaları aşamalarıyla izlenir.",
        "ihale; doğrudan temin; satın al; muayene; hakediş; şartname; alım; alımlar; alımı",
        (
            "ihale hazırla; doğrudan temin; satın alma işlem; muayene kabul; hakediş; 4734; teknik şartname; "
            "mal hizmet alım; satın alma süreç; DMO satın al; şartname hazırla; kamu ihale"
        ),
    ),
)


def test_a_capability_needs_a_known_module_and_a_phrase() -> None:
    with pytest.raises(ValueError, match="not one of the 27 modules"):
        capability("x.y", "X", "gardening", "X", "x", "x")
    with pytest.raises(ValueError, match="without phrases"):
        capability("x.y", "X", MODULES[0].code, "X", "x", "")


def test_the_catalogue_names_every_module_once_in_turkish() -> None:
    assert (len(MODULES), len({entry.code for entry in MODULES}), len({entry.label for entry in MODULES})) == (
        27,
        27,
        27,
    )
    assert module("gis").label == "Coğrafi bilgi"


def test_the_register_refuses_another_capability_of_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    # what a test registers must not reach the tables of the handbook, which another test compares
    monkeypatch.setattr(evidence, "_registry", dict(evidence._registry))
    first = capability("tests.only_here", "Yalnızca sınama", "audit", "Sınama", "sınama", "yalnızca sınama")
    register(first, first)

    assert [entry for entry in capabilities() if entry.code == "tests.only_here"] == [first]
    with pytest.raises(ValueError, match="already registered"):
        register(capability("tests.only_here", "Başka", "audit", "Başka", "başka", "başka"))
