"""What the sample says: the catalogue, the texts, reasons and proofs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the catalogue: code, system, name, kind, what it allows, risk, and what makes it special."""

    code: str
    area: str
    name: str
    kind: str
    allows: str
    risk: int = 1
    privileged: bool = False
    longest: int | None = None
    approvals: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    emergency: bool = False
    weight: int = 10


LINES = (
    Line("ebys-kullanici", "EBYS", "Birim kullanıcısı", "role", "Biriminin evrakını görür, cevap yazar.", weight=60),
    Line(
        "ebys-birim-evrak", "EBYS", "Birim evrak sorumlusu", "role", "Birime gelen evrakı kaydeder, havale eder.", 2
    ),
    Line(
        "ebys-imza",
        "EBYS",
        "İmza yetkilisi",
        "role",
        "Belgeleri imzalar, paraflar.",
        2,
        approvals=("owner",),
        weight=6,
    ),
    Line(
        "ebys-yonetici",
        "EBYS",
        "Sistem yöneticisi",
        "role",
        "EBYS ayarlarını, birimleri ve rolleri düzenler.",
        3,
        True,
        365,
        ("owner",),
        ("gizlilik",),
        weight=3,
    ),
    Line("ybs-rapor", "YBS", "Rapor okuma", "role", "Yönetim raporlarını ve göstergeleri okur.", weight=15),
    Line("ybs-veri-giris", "YBS", "Veri girişi", "role", "Biriminin göstergelerine veri girer.", 2),
    Line(
        "mali-talep",
        "Mali sistem",
        "Ödeme emri hazırlama",
        "role",
        "Ödeme emri belgesi hazırlar.",
        2,
        approvals=("owner",),
        texts=("gizlilik",),
        weight=5,
    ),
    Line(
        "mali-onay",
        "Mali sistem",
        "Ödeme emri onaylama",
        "role",
        "Hazırlanan ödeme emirlerini onaylar.",
        3,
        approvals=("owner",),
        texts=("gizlilik",),
        weight=4,
    ),
    Line("klasor-birim", "Dosya sunucusu", "Birim klasörü", "share", "Biriminin ortak klasörüne yazar.", weight=60),
    Line(
        "klasor-harita",
        "Dosya sunucusu",
        "Harita arşivi",
        "share",
        "Taranmış pafta arşivini okur.",
        approvals=("owner",),
    ),
    Line(
        "klasor-personel",
        "Dosya sunucusu",
        "Personel özlük klasörü",
        "share",
        "Özlük dosyalarını okur.",
        3,
        longest=365,
        approvals=("owner",),
        texts=("gizlilik",),
        weight=3,
    ),
    Line(
        "eposta-kutu",
        "E-posta",
        "Kurumsal e-posta kutusu",
        "mail",
        "Kendi adına posta alır, gönderir.",
        weight=70,
        texts=("parola",),
    ),
    Line(
        "eposta-toplu",
        "E-posta",
        "Toplu duyuru gönderme",
        "mail",
        "Bütün personele duyuru gönderir.",
        2,
        approvals=("owner",),
        weight=3,
    ),
    Line(
        "vpn-calisan",
        "VPN",
        "Uzaktan çalışma",
        "vpn",
        "Kurum dışından iç ağa bağlanır.",
        2,
        longest=365,
        texts=("vpn", "parola"),
        weight=20,
    ),
    Line(
        "vpn-yuklenici",
        "VPN",
        "Yüklenici bağlantısı",
        "vpn",
        "Yüklenici çalışanı sınırlı sunuculara bağlanır.",
        3,
        longest=90,
        approvals=("owner",),
        texts=("vpn", "gizlilik"),
        weight=3,
    ),
    Line(
        "internet-genis",
        "İnternet",
        "Geniş erişim profili",
        "internet",
        "Görevi gereği kısıtlı sitelere de girer.",
        2,
        longest=365,
        weight=8,
    ),
    Line(
        "internet-sosyal",
        "İnternet",
        "Sosyal medya profili",
        "internet",
        "Sosyal medya sitelerini açar.",
        1,
        longest=365,
        weight=5,
    ),
    Line(
        "kapi-vm",
        "Geçiş sistemi",
        "Veri merkezi kapısı",
        "door",
        "Veri merkezine girer.",
        3,
        longest=365,
        approvals=("owner",),
        texts=("gizlilik",),
        emergency=True,
        weight=5,
    ),
    Line("kapi-arsiv", "Geçiş sistemi", "Arşiv kapısı", "door", "Kurum arşivine girer.", 1, weight=8),
    Line(
        "vt-okur",
        "Veri tabanı",
        "Rapor okuma rolü",
        "database",
        "Rapor şemalarını okur.",
        2,
        approvals=("owner",),
        weight=8,
    ),
    Line(
        "vt-yonetici",
        "Veri tabanı",
        "Veri tabanı yöneticisi",
        "database",
        "Bütün şemaları ve yetkileri yönetir.",
        3,
        True,
        180,
        ("owner",),
        ("gizlilik", "parola"),
        True,
        3,
    ),
    Line(
        "ag-okur", "Ağ aygıtları", "Anahtar ve yönlendirici izleme", "device", "Aygıt ayarlarını okur.", 2, weight=6
    ),
    Line(
        "ag-yonetici",
        "Ağ aygıtları",
        "Anahtar ve yönlendirici yöneticisi",
        "device",
        "Aygıt ayarlarını değiştirir.",
        3,
        True,
        180,
        ("owner",),
        ("gizlilik", "parola"),
        True,
        4,
    ),
    Line(
        "sunucu-yonetici",
        "Sunucular",
        "Sunucu yöneticisi",
        "device",
        "Sunucularda yönetici olarak çalışır.",
        3,
        True,
        180,
        ("owner",),
        ("gizlilik", "parola"),
        True,
        5,
    ),
    Line(
        "yazici-yonetici",
        "Yazıcılar",
        "Yazıcı kuyruğu yöneticisi",
        "device",
        "Yazıcı ekler, kuyruk boşaltır.",
        2,
        weight=6,
    ),
    Line(
        "iz-okur",
        "İz kayıtları",
        "İz kayıtlarını inceleme",
        "role",
        "Sistemlerin iz kayıtlarını okur.",
        3,
        False,
        180,
        ("owner",),
        ("gizlilik",),
        weight=3,
    ),
)
TEXTS = {
    "gizlilik": (
        "Gizlilik taahhütnamesi",
        "Görevim gereği öğrendiğim bilgileri yetkili makamın izni olmadan kurum dışına çıkarmayacağımı,\n"
        "bu bilgileri yalnız görevimin gerektirdiği ölçüde kullanacağımı,\n"
        "görevim bittiğinde elimdeki bütün kopyaları iade edeceğimi kabul ederim.",
        None,
    ),
    "vpn": (
        "VPN kullanım taahhütnamesi",
        "Uzaktan bağlantıyı yalnız kurumun verdiği aygıttan, yalnız görevim için kuracağımı,\n"
        "bağlantı açıkken aygıtı başkasına bırakmayacağımı,\n"
        "şüpheli bir durumu hemen bildireceğimi kabul ederim.",
        12,
    ),
    "parola": (
        "Parola kuralları",
        "Parolamı kimseyle paylaşmayacağımı, yazılı olarak ortada bırakmayacağımı,\n"
        "başka hiçbir yerde kullanmadığım bir parola seçeceğimi,\n"
        "görevim değiştiğinde haklarımın kapatılması için hemen haber vereceğimi kabul ederim.",
        None,
    ),
}
REASONS = (
    "Yeni görevim için gerekli.",
    "Proje süresince çalışacağım.",
    "İzinli arkadaşın işlerini yürütüyorum.",
    "Denetim hazırlığı için okumam gerekiyor.",
    "Nöbet listesine alındım.",
    "Birimimizin raporlarını hazırlıyorum.",
)
PROOFS = ("Gruba eklendi", "Rol tanımlandı", "Kart tanıtıldı", "Profil atandı", "Klasör izni verildi")
