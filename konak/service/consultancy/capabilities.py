"""What this app proves: written answers, consents, plans, trainings, software given, problems ended."""

from konak.foundation.evidence import Capability
from konak.foundation.indicators import Indicator

from .queries import numbers
from .queries.numbers import LONG_AGO

CAPABILITIES = (
    Capability(
        code="consultancy.reports",
        label="Teknik rapor verilmesi",
        module="servicedesk",
        describes=(
            "Birimlerin istediği teknik rapor sürümleriyle yazılır, yazandan başka biri onaylar; doğrulama kodlu PDF "
            "belge dosyaya ve talebe konur."
        ),
        words=("rapor",),
        phrases=(
            "talep hâlinde teknik destek ve rapor ver",
            "teknik rapor hazırla",
            "bilişim alımları için teknik rapor hazırlanmasını sağla",
            "talep edilmesi hâlinde teknik destek vermek, rapor hazırlamak",
        ),
        unless=("faaliyet rapor", "sağlık rapor", "sayıştay", "denetim rapor"),
        last=lambda units, until: numbers.latest(numbers.issued(units, LONG_AGO, until, "report"), "issued_at"),
        count=lambda units, until: numbers.issued(units, LONG_AGO, until, "report").count(),
        link="/danismanlik/gorusler/",
    ),
    Capability(
        code="consultancy.opinions",
        label="Danışmanlık ve görüş verilmesi",
        module="servicedesk",
        describes=(
            "Uzmanlık gerektiren konuda istenen görüş, birim amirinin onayıyla yazılı verilir; önerinin uygulanıp "
            "uygulanmadığı izlenir."
        ),
        words=("görüş", "danışmanlık", "katkı", "öneri", "rehberlik"),
        phrases=(
            "kurum birimlerine görev tanımları kapsamında teknik destek ve danışmanlık sağlamak",
            "birimlere teknik danışmanlık ve rehberlik yapmak",
            "kurum içinden ve dışından iletilen hususlar hakkında görüş vermek",
            "konusunda görüş ve önerilerde bulunarak üst yönetime rapor etmek",
            "görüş istenen konularda görüş bildir",
            "uzmanlık gerektiren konularda görüş ve katkı ver",
            "diğer birimlere danışmanlık yapmak ve yol göstermek",
            "iç ve dış kaynaklı konularda görüş bildirmek",
        ),
        unless=("mevzuat taslak", "hukuki görüş", "imar plan"),
        last=lambda units, until: numbers.latest(numbers.issued(units, LONG_AGO, until, "opinion"), "issued_at"),
        count=lambda units, until: numbers.issued(units, LONG_AGO, until, "opinion").count(),
        link="/danismanlik/gorusler/",
    ),
    Capability(
        code="consultancy.consent",
        label="Birimlerin bilişim alım ve kurulumuna uygunluk verilmesi",
        module="procurement",
        describes=(
            "Birimlerin almak ya da kurmak istediği yazılım ve donanım teknik özellikleriyle istenir; stok, envanter "
            "ve yazılım kataloğuyla karşılaştırılır; şartları ve geçerlilik süresiyle karara bağlanır."
        ),
        words=("uygunluk", "donanım", "yazılım", "alım", "koordine"),
        phrases=(
            "yazılım ve donanım alımlarına uygunluk ver",
            "kullanılacak olan tüm yazılım ve donanımları koordine etmek",
            "yazılımların bilişim alt yapısına uygunluklarını denetlemek",
            "birimlerin bilişim ihtiyaçları için teknik şartnameye uygunluk ver",
            "güvenlik ürünü seçiminde birimleri destekle",
            "birimlerle birlikte donanım ve yazılım seçimini yap",
        ),
        unless=("imar", "yapı ruhsat", "iskan"),
        last=lambda units, until: numbers.latest(numbers.decided(units, LONG_AGO, until), "decided_at"),
        count=lambda units, until: numbers.decided(units, LONG_AGO, until).count(),
        link="/danismanlik/uygunluk/",
    ),
    Capability(
        code="consultancy.needs",
        label="Bilişim ihtiyaçlarının planlanması",
        module="planning",
        describes=(
            "Birimler ihtiyacını süre içinde bildirir; bildirimler birleştirilir, fiyatlanır, onaylanır ve yılın "
            "alımlarıyla karşılaştırılır."
        ),
        words=("ihtiyaç", "planla", "belirle"),
        phrases=(
            "birimlerin ihtiyacı olan bilgisayar, yazıcı ve benzeri malzeme ihtiyacını belirlemek",
            "ihtiyacını belirlemek ve kullanımını planlamak",
            "belediyenin ihtiyaçlarını en uygun şekilde planlamak",
            "bilişim ihtiyaçlarını planlamak",
            "ihtiyaç duyulan donanım ve yazılımı planla",
            "gelecekteki donanım ve yazılım ihtiyaçlarını planlamak",
        ),
        unless=("personel ihtiyaç", "eğitim ihtiyaç", "konut"),
        last=lambda units, until: numbers.latest(numbers.approved(units, LONG_AGO, until), "approved_at"),
        count=lambda units, until: numbers.approved(units, LONG_AGO, until).count(),
        link="/danismanlik/ihtiyac/",
    ),
    Capability(
        code="consultancy.training",
        label="Kullanıcılara eğitim verilmesi",
        module="personnel",
        describes=(
            "Eğitim istenir, kataloğa ve oturuma bağlanır; katılım, memnuniyet ve doğrulama kodlu katılım belgesi "
            "kayda geçer."
        ),
        words=("eğitim", "seminer"),
        phrases=(
            "müdürlük görev tanımına giren konularda gerekli eğitimleri vermek",
            "sorumlu olduğu konularla ilgili belediye personeline eğitim vermek, verilmesini sağlamak",
            "birimlerden gelen program eğitim ihtiyaçlarını karşılamak",
            "kullanımına ilişkin eğitimleri organize etmek ve vermek",
            "bilgi sistemlerinin etkin kullanımı için eğitim semineri ver",
            "birimlerin program eğitim ihtiyaçlarını karşıla",
            "kullanıcıların eğitilmesini sağla",
            "personelin yazılım bilgisini iş başında eğitimle artır",
        ),
        unless=("okul", "kurs merkezi", "meslek edindirme", "farkındalık"),
        last=lambda units, until: numbers.latest(numbers.held(units, LONG_AGO, until), "ends_at"),
        count=lambda units, until: numbers.held(units, LONG_AGO, until).count(),
        link="/danismanlik/egitim/",
    ),
    Capability(
        code="consultancy.software",
        label="Birimlerin yazılım isteklerinin karşılanması",
        module="software",
        describes=(
            "İstenen yazılımın kurumdaki lisansı kendiliğinden denetlenir, onaylanınca kurulum talebi açılır ve "
            "kurulunca istek kapanır."
        ),
        words=("yazılım", "program"),
        phrases=(
            "birimlerin yazılım taleplerini karşıla",
            "yazılım isteklerini değerlendir ve çözüm öner",
            "birimlerden gelen yazılım taleplerine cevap ver",
        ),
        unless=("yazılım geliştir",),
        last=lambda units, until: numbers.latest(numbers.installed(units, LONG_AGO, until), "case__closed_at"),
        count=lambda units, until: numbers.installed(units, LONG_AGO, until).count(),
        link="/danismanlik/yazilim/",
    ),
    Capability(
        code="consultancy.problems",
        label="Yinelenen sorunların nedeninin bulunması ve önlenmesi",
        module="servicedesk",
        describes=(
            "Aynı nedene dayanan talepler bir sorunda toplanır; kök neden, geçici çözüm ve bilinen hata yazılır, "
            "önleyici kuralın etkisi önceki ve sonraki talep sayısıyla ölçülür."
        ),
        words=("sorun", "arıza", "problem", "hata"),
        phrases=(
            "oluşabilecek sorunları takip et",
            "arızaları önleyici sistemler geliştir",
            "arızalara müdahale etmek ve arıza önleyici sistemler geliştirmek",
            "sistem hatalarını analiz et ve raporla",
            "problemleri takip etmek, birimlerle birlikte çözmek",
        ),
        unless=("trafik", "çevre sorun"),
        last=lambda units, until: numbers.latest(numbers.problems(units, LONG_AGO, until), "case__opened_at"),
        count=lambda units, until: numbers.problems(units, LONG_AGO, until).count(),
        link="/danismanlik/sorunlar/",
    ),
    Capability(
        code="consultancy.improvements",
        label="Hizmetin iyileştirilmesi için öneri alınması ve uygulanması",
        module="servicedesk",
        describes=(
            "Her çalışan iyileştirme önerir; hizmeti veren birim yanıtlar, kabul edilen işe ve gerekirse destek "
            "talebine dönüşür, etkisi önceki ve sonraki değerle ölçülür ve öneren kişiye bildirilir."
        ),
        words=("iyileştir", "verim", "nitelik", "kalite", "öneri"),
        phrases=(
            "hizmetin niteliğini artırmak, verim artırıcı önlemleri araştırmak ve uygulamak",
            "hizmet kalitesini yükseltici ve verimliliği artırıcı önlemler almak",
            "verimliliği artırıcı çalışmaları yapmak",
            "hizmetlerin iyileştirilmesi için öneride bulunmak",
            "iyileştirme önerilerini değerlendirmek",
        ),
        unless=("hava kalitesi", "kalite yönetim belge"),
        last=lambda units, until: numbers.latest(numbers.proposed(units, LONG_AGO, until), "case__opened_at"),
        count=lambda units, until: numbers.proposed(units, LONG_AGO, until).count(),
        link="/danismanlik/oneriler/",
    ),
)

INDICATORS = (
    Indicator(
        "consultancy.on_time",
        "Süresinde verilen rapor, görüş ve uygunluk",
        module="servicedesk",
        unit="%",
        explains="Dönemde verilen rapor, görüş ve uygunluk kararlarından son gününde ya da önce bitenlerin payı.",
        value=numbers.on_time,
    ),
    Indicator(
        "consultancy.answers",
        "Verilen teknik rapor ve görüş",
        module="servicedesk",
        unit="adet",
        explains="Dönemde onaylanıp verilen teknik raporlar ve görüşler.",
        value=lambda units, since, until: float(numbers.issued(units, since, until).count()),
        better="neither",
    ),
    Indicator(
        "consultancy.trained",
        "Eğitime katılan kişi",
        module="personnel",
        unit="kişi",
        explains="Dönemde yapılan oturumlara gelenler; birden çok oturuma gelen her seferinde sayılır.",
        value=lambda units, since, until: float(numbers.trained(units, since, until).count()),
    ),
    Indicator(
        "consultancy.training_score",
        "Eğitim memnuniyeti",
        module="personnel",
        unit="puan",
        explains="Katılanların verdiği puanların ortalaması, 5 üzerinden.",
        value=numbers.satisfied,
    ),
    Indicator(
        "consultancy.rules",
        "Yazılan önleyici kural",
        module="servicedesk",
        unit="adet",
        explains="Dönemde giderilip önleyici kurala bağlanan sorunlar.",
        value=lambda units, since, until: float(numbers.ruled(units, since, until).count()),
    ),
    Indicator(
        "consultancy.rule_worked",
        "İşe yarayan önleyici kural",
        module="servicedesk",
        unit="%",
        explains="Etkisine bakılıp kapanan sorunlardan, sonrasında daha az talep gelenlerin payı.",
        value=numbers.rule_worked,
    ),
    Indicator(
        "consultancy.proposed",
        "Verilen iyileştirme önerisi",
        module="servicedesk",
        unit="adet",
        explains="Dönemde çalışanların verdiği iyileştirme önerileri.",
        value=lambda units, since, until: float(numbers.proposed(units, since, until).count()),
    ),
    Indicator(
        "consultancy.proposals_answered",
        "Yanıtlanan iyileştirme önerisi",
        module="servicedesk",
        unit="%",
        explains="Dönemde verilip geri çekilmeyen önerilerden birimin yanıtladıklarının payı.",
        value=numbers.answered_share,
    ),
    Indicator(
        "consultancy.improved",
        "İşe yarayan iyileştirme",
        module="servicedesk",
        unit="%",
        explains="Dönemde ölçülen iyileştirmelerden, değeri istenen yönde değişenlerin payı.",
        value=numbers.improved_share,
    ),
)
