"""What the committees of the sample municipality are for, and what they talk about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """One committee: its rules, the units whose leaders sit in it (chair and deputy first), its usual points."""

    code: str
    name: str
    unit: str
    purpose: str
    basis: str
    decision: str
    cadence: int
    notice_days: int
    place: str
    members: tuple[str, ...]
    topics: tuple[tuple[str, str], ...]
    outside: tuple[str, ...] = ()


IT = "Bilgi İşlem Dairesi Başkanlığı"
SECURITY = "Bilgi Güvenliği ve SOME Şube Müdürlüğü"
NETWORK = "Sistem ve Ağ Şube Müdürlüğü"
SOFTWARE = "Yazılım Geliştirme Şube Müdürlüğü"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"
SUPPORT = "Destek Hizmetleri Şube Müdürlüğü"
ADMIN = "İdari ve Mali İşler Şube Müdürlüğü"

COMMITTEES: tuple[Plan, ...] = (
    Plan(
        code="SOME",
        name="Bilgi Güvenliği ve SOME Kurulu",
        unit=SECURITY,
        purpose="Bilgi güvenliği politikalarını belirler, siber olaylara hazırlığı ve alınan önlemleri izler.",
        basis="Kurumsal SOME Kurulum ve Yönetim Rehberi; Bilgi ve İletişim Güvenliği Rehberi",
        decision="Başkanlık oluru 18.09.2023 / 412",
        cadence=1,
        notice_days=3,
        place="Bilgi İşlem toplantı salonu",
        members=(IT, SECURITY, NETWORK, SOFTWARE, GIS, SUPPORT, "İnsan Kaynakları ve Eğitim Dairesi Başkanlığı"),
        outside=("Üniversite bilgi güvenliği danışmanı",),
        topics=(
            (
                "Zafiyet taraması sonuçları",
                "Kritik bulguların on beş iş günü içinde kapatılmasına ve yeniden taranmasına.",
            ),
            (
                "USOM bildirimlerinin değerlendirilmesi",
                "Bildirilen adreslerin engellenmesine, engelin haftalık denetlenmesine.",
            ),
            (
                "Yedekten dönüş denemesi",
                "Ayda bir sistemin yedekten geri yüklenerek denenmesine ve tutanağa bağlanmasına.",
            ),
            (
                "Farkındalık eğitimi",
                "Bütün personele çevrim içi farkındalık eğitimi verilmesine, katılımın izlenmesine.",
            ),
            ("Yetki gözden geçirme", "Birimlerin kullanıcı yetkilerini gözden geçirip sonucu kurula sunmasına."),
            ("Uzaktan erişim kuralları", "Uzaktan erişimin yalnız iki etkenli doğrulamayla açılmasına."),
            ("Siber tatbikat", "Yılda iki kez masa başı tatbikat yapılmasına, çıkan eksiklerin listelenmesine."),
            ("Sızma testi", "Dış uzman kuruluşa sızma testi yaptırılmasına, bulguların kurula sunulmasına."),
            ("Log inceleme sonuçları", "Kaydı gelmeyen üç sistemin merkezi kayıt sistemine bağlanmasına."),
            ("Taşınabilir bellek kullanımı", "Taşınabilir belleklerin yalnız kayıtlı cihazlarla kullanılmasına."),
        ),
    ),
    Plan(
        code="CBS",
        name="Coğrafi Bilgi Sistemleri Koordinasyon Kurulu",
        unit=GIS,
        purpose="Birimlerin ürettiği coğrafi veriyi ortak standartta toplar, güncelleme ve paylaşımı düzenler.",
        basis="49 sayılı Cumhurbaşkanlığı Kararnamesi",
        decision="Başkanlık oluru 18.09.2023 / 413",
        cadence=3,
        notice_days=5,
        place="Meclis küçük salonu",
        members=(
            IT,
            GIS,
            "İmar ve Şehircilik Dairesi Başkanlığı",
            "Fen İşleri Dairesi Başkanlığı",
            "Ulaşım Dairesi Başkanlığı",
            "Park ve Bahçeler Dairesi Başkanlığı",
            "Mali Hizmetler Dairesi Başkanlığı",
        ),
        outside=("Su ve kanalizasyon idaresi temsilcisi",),
        topics=(
            ("Numarataj verisinin güncellenmesi", "Yeni açılan sokakların on iş günü içinde haritaya işlenmesine."),
            (
                "Altyapı kazı bilgisinin paylaşılması",
                "Kazı izinlerinin başlamadan iki gün önce haritaya işlenmesine.",
            ),
            ("İmar planı katmanları", "Onaylanan plan değişikliklerinin beş iş günü içinde yayımlanmasına."),
            ("Veri sözlüğü", "Ortak veri sözlüğünün kabulüne ve birimlerce kullanılmasına."),
            ("Uydu görüntüsü alımı", "Yıllık uydu görüntüsü ihtiyacının tek elden karşılanmasına."),
            (
                "Açık veriye açılacak katmanlar",
                "Durak, park ve otopark katmanlarının açık veri olarak yayımlanmasına.",
            ),
        ),
    ),
    Plan(
        code="KVKK",
        name="Kişisel Verileri Koruma Kurulu",
        unit=IT,
        purpose="Veri işleme envanterini, aydınlatma metinlerini, ilgili kişi başvurularını ve ihlalleri izler.",
        basis="6698 sayılı Kişisel Verilerin Korunması Kanunu",
        decision="Başkanlık oluru 18.09.2023 / 414",
        cadence=3,
        notice_days=3,
        place="Bilgi İşlem toplantı salonu",
        members=(
            IT,
            "Yazı İşleri ve Kararlar Dairesi Başkanlığı",
            "İnsan Kaynakları ve Eğitim Dairesi Başkanlığı",
            SECURITY,
            SOFTWARE,
        ),
        topics=(
            ("Veri işleme envanterinin gözden geçirilmesi", "Envanterin birimlerce gözden geçirilip imzalanmasına."),
            ("İlgili kişi başvuruları", "Başvuruların yirmi gün içinde taslak cevaba bağlanmasına."),
            ("Periyodik imha", "Saklama süresi dolan kayıtların imha edilip tutanağa bağlanmasına."),
            (
                "Kamera kayıtlarının saklanması",
                "Kamera kayıtlarının otuz gün saklanmasına, levhaların yenilenmesine.",
            ),
            ("Aydınlatma metinleri", "Başvuru formlarındaki aydınlatma metinlerinin yenilenmesine."),
        ),
    ),
    Plan(
        code="DK",
        name="Değişiklik Kurulu",
        unit=NETWORK,
        purpose="Bilgi sistemlerinde yapılacak değişiklikleri etkisi ve geri dönüş planıyla birlikte görüşür.",
        basis="Bilgi İşlem Dairesi Değişiklik Yönetimi Yönergesi",
        decision="Daire Başkanlığı oluru 18.09.2023 / 37",
        cadence=1,
        notice_days=2,
        place="Sistem odası toplantı masası",
        members=(IT, NETWORK, SOFTWARE, SECURITY, SUPPORT, ADMIN),
        topics=(
            (
                "Güvenlik duvarı kural temizliği",
                "Altı aydır eşleşmeyen kuralların kapatılmasına, iki hafta izlenmesine.",
            ),
            ("Sanallaştırma kümesinin büyütülmesi", "İki düğümün bakım penceresinde kümeye eklenmesine."),
            ("e-Belediye sürüm geçişi", "Yeni sürüme gece 23.00'te, geri dönüş planıyla geçilmesine."),
            ("Kablosuz ağ denetleyicisi", "Denetleyicinin yedekli yapıya alınmasına."),
            ("Veri tabanı bakım saati", "Aylık bakım saatinin her ayın ikinci cumartesi gecesi olmasına."),
            ("Eski sunucuların kapatılması", "Kullanılmayan dört sunucunun yedeği alınarak kapatılmasına."),
            ("Sertifika yenileme", "Süresi dolan sertifikaların bir ay önce yenilenmesine."),
        ),
    ),
)
PROGRESS = (
    "Karar yerine getirildi; tutanağı dosyasında.",
    "İstenen çalışma tamamlandı, sonucu sekretaryaya iletildi.",
    "Uygulamaya geçildi, ilk hafta sorun görülmedi.",
    "Birimlere yazıldı, dönüşlerin hepsi geldi.",
)
