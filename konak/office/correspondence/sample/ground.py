"""Names, subjects and senders of the sample's documents."""

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment, Unit

PAST = {"s": 160, "m": 3_000, "l": 200_000}
HISTORY = 730
DEPARTMENT = "Bilgi İşlem Dairesi Başkanlığı"
GIS = "Coğrafi Bilgi Sistemleri Şube Müdürlüğü"

CODES = (
    *(("010.06", "Genelgeler"), ("045.02", "Hukuki görüş"), ("105.04", "Meclis kararları")),
    *(("110.04", "Encümen kararları"), ("602.04", "Stratejik plan"), ("602.08", "Performans programı")),
    *(("612.01", "İç kontrol"), ("622.01", "Bilgi edinme, talep ve şikâyet"), ("622.02", "Belge talepleri")),
    *(("641.04", "İdari davalar"), ("702", "Yazılım"), ("703", "Bilgi sistemleri planlama ve değerlendirme")),
    *(("704", "Ağ yönetimi"), ("705", "Sistem yönetimi"), ("708.01", "Bilişim güvenliği ve veri yönetimi")),
    *(("708.03", "Kullanıcı yetkileri"), ("710", "E-uygulama"), ("719", "Bilgi sistemleri, diğer")),
    *(("757", "Harita"), ("774", "Eğitimler"), ("805.01", "Bilgi ve belge yönetimi"), ("807.04", "Cihaz onarımı")),
    *(("809.01", "İstekler"), ("841.01", "Bütçe"), ("903.05", "İzin"), ("903.07", "Görevlendirme")),
    *(("934.01", "Mal alımı"), ("934.02", "Hizmet alımı")),
)
"""A handful for the sample; an installation loads the plan the State Archives publish."""
SENDERS = (
    ("body", "Örnek Valiliği", "24310001"), ("body", "Örnek Merkez Kaymakamlığı", "24310002"),
    ("body", "Örnek İlçe Belediyesi", "24310003"), ("body", "Örnek Su ve Kanalizasyon İdaresi", "24310004"),
    ("body", "Örnek Üniversitesi", "24310005"), ("body", "Örnek Emniyet Müdürlüğü", "24310006"),
    ("company", "Örnek Bilişim Anonim Şirketi", ""), ("company", "Örnek Yazılım Limited Şirketi", ""),
    ("person", "Ayşe Örnek", ""), ("person", "Mehmet Örnek", ""), ("person", "Elif Örnek", ""),
)  # fmt: skip
SUBJECTS = (
    ("Adres verilerinin paylaşımı", "622.02", "document"), ("Yazılım lisansı bilgileri", "702", "document"),
    ("Ortak veri merkezi hakkında görüş", "703", "opinion"), ("Siber güvenlik rehberi görüşü", "708.01", "opinion"),
    ("Kullanıcı yetkilerinin kapatılması", "708.03", "action"), ("Kablosuz ağ kurulumu", "704", "action"),
    ("İnternet kesintisi şikâyeti", "622.01", "petition"), ("Bilgi edinme başvurusu", "622.01", "information"),
    ("Mobil uygulama önerisi", "622.01", "petition"), ("Kent rehberi güncellemesi", "757", "action"),
    ("Akıllı durak projesi", "703", "council"), ("Taşınmaz veri tabanı yenilenmesi", "105.04", "council"),
    ("Bilgisayar alımı", "110.04", "committee"), ("Yılbaşı bütçe çağrısı", "841.01", "order"),
    ("Eğitim programı duyurusu", "774", "nothing"), ("Tatil genelgesi", "010.06", "nothing"),
    ("Bakım sözleşmesi bedeli", "934.02", "action"), ("Arıza kaydı bildirimi", "807.04", "action"),
)  # fmt: skip
FROM_INSIDE = {
    "council": ("body", "Yazı İşleri ve Kararlar Dairesi Başkanlığı", ""),
    "committee": ("body", "Encümen Müdürlüğü", ""),
    "order": ("body", "Genel Sekreterlik", ""),
}
"""Decisions and orders come from the house itself, never from a university."""
CITIZENS = frozenset({"petition", "information"})
INSTRUCTIONS = ("Gereğini yapınız.", "İnceleyip cevap taslağı hazırlayınız.", "Süresinde cevaplayınız.")
RESULTS = ("İstenen bilgi hazırlandı.", "Cevap yazıldı.", "Yerinde incelendi, sonuç bildirildi.")


def actor_in(unit: Unit, position: str) -> Actor:
    seat = Appointment.objects.filter(unit=unit, position=position, acting_for=None).order_by("pk").first()
    if seat is None:
        raise LookupError(f"{unit} has no {position}")
    return actor_of(seat.user_id, via="cli")
