"""What people write to a desk, for the sample: subjects and texts from parts, so that no two days look alike."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from konak.foundation.db.turkish import upper

APPS = (
    "EBYS",
    "Personel Bilgi Sistemi",
    "Taşınır Kayıt",
    "Kent Bilgi Sistemi",
    "Muhasebe",
    "Encümen Takip",
    "Çağrı Kayıt",
)
FLOORS = ("zemin kat", "1. kat", "2. kat", "3. kat", "4. kat", "ek bina")
ROOMS = ("evrak kaydı", "toplantı odası", "arşiv", "müdür odası", "vezne", "danışma", "servis odası", "santral")
WHENS = (
    "Bu sabahtan beri",
    "Dün öğleden sonradan beri",
    "Güncellemeden sonra",
    "İki gündür",
    "Elektrik kesintisinden sonra",
    "Tatilden döndüğümden beri",
    "Yer değişikliğinden sonra",
    "Bir haftadır ara ara",
)
TRIED = (
    "Kapatıp açtım, değişmedi.",
    "Kabloları denetledim, sorun görünmüyor.",
    "Yanımdaki arkadaşta çalışıyor.",
    "Başka bilgisayarda da aynı.",
    "Ne yapacağımı bilemedim.",
    "Ekran görüntüsünü ekledim.",
    "Acil bir yazı bekliyor.",
    "Öğleden sonra toplantım var, o saatte odada olmayacağım.",
    "Vatandaş bekliyor, öncelik rica ederim.",
    "",
)
PLACES = tuple(f"{floor}, {room}" for floor in FLOORS for room in ROOMS)
PARTIES = (
    "Yazıcı kiralama yüklenicisi",
    "EBYS bakım firması",
    "İnternet servis sağlayıcısı",
    "Sunucu bakım yüklenicisi",
)
OPENINGS = (
    "Talebinizi aldım, bakıyorum.",
    "Merhaba, birazdan sizi arayacağım.",
    "Uzaktan bağlanıp denetleyeceğim.",
    "Bugün içinde yanınıza geliyorum.",
    "Kaydı inceledim, benzerini geçen hafta gördük; hemen ilgileniyorum.",
    "Ekibimizden biri öğleden önce uğrayacak.",
    "Sıraya aldım, yarın sabah ilk iş bakacağım.",
)
ASKED = (
    "Cihazın üzerindeki sicil numarasını yazar mısınız?",
    "Hata ekranının görüntüsünü ekleyebilir misiniz?",
    "Sorun her zaman mı oluyor, yoksa belirli bir işlemde mi?",
    "Hangi bilgisayarda çalıştığınızı yazar mısınız?",
    "Amirinizin uygun gördüğünü belirtir misiniz?",
    "Ne zaman uygun olursunuz, hangi saatte gelelim?",
)
REPLIES = (
    "Yalnız çıktı alırken oluyor.",
    "Öğleden sonra 14.00'ten sonra odadayım.",
    "Görüntüyü ekledim.",
    "Her açılışta aynı uyarı geliyor.",
    "Sicil numarası etikette silinmiş, seri numarasını ilettim.",
    "Müdür Bey uygun gördü.",
    "Yanımdaki bilgisayarda sorun yok.",
)
NOTES = (
    "Aynı katta üç talep daha var, anahtar kontrol edilmeli.",
    "Cihaz garanti dışında, yedek parça stokta.",
    "Kullanıcı eski sürümde kalmış, toplu güncellemeye alınmalı.",
    "Geçen ay da aynı sorunla gelmiş.",
    "Sürücü paketi depoya kondu.",
    "Yüklenicinin kayıt numarasını aldım.",
)
ANSWERS = ("İstenen yapıldı, denetleyebilirsiniz.", "Sorun giderildi; yeniden olursa bu talebi açabilirsiniz.")
THANKS = (
    "Teşekkürler, çok hızlıydı.",
    "Elinize sağlık.",
    "Sorun çözüldü, ilginiz için teşekkür ederim.",
    "Biraz bekledik ama çözüldü.",
    "Telefonda sabırla anlattılar.",
    "Güler yüzlü hizmet için teşekkürler.",
)


@dataclass(frozen=True, slots=True)
class Told:
    """How one service is talked about: how often, which kinds, subjects, details, solutions, minutes of work."""

    weight: int
    subjects: Sequence[str]
    details: Sequence[str]
    solutions: Sequence[str]
    minutes: int = 180
    kinds: Sequence[str] = ("incident", "request")
    kind_weights: Sequence[int] = (9, 1)


SUBJECTS: dict[str, Told] = {
    "yazici-tarayici": Told(
        18,
        (
            "{place} yazıcısı kâğıt sıkıştırıyor",
            "Yazıcı çevrimdışı görünüyor ({place})",
            "Tarayıcı e-postaya göndermiyor",
            "{place} yazıcısı soluk basıyor",
            "Çıktılar yarım geliyor",
            "Ağ yazıcısı listede yok",
        ),
        (
            "Çift taraflı basarken takılıyor.",
            "Üst tepsiyi boş sanıyor.",
            "Başka birimlerin işleri araya giriyor.",
            "Hata kodu 49.4C02.",
            "Toneri yeni değiştirdik.",
        ),
        (
            "Besleme silindiri temizlendi, deneme sayfası alındı.",
            "Yazıcının IP adresi sabitlendi, kuyruk yenilendi.",
            "Sürücü güncellendi.",
            "Fırın ünitesi değiştirildi.",
            "Tarama klasörünün yetkisi düzeltildi.",
        ),
        150,
    ),
    "bilgisayar-arizasi": Told(
        14,
        (
            "Bilgisayar açılmıyor ({place})",
            "Bilgisayar çok yavaş",
            "Ekran görüntü vermiyor",
            "Klavye tuşları basmıyor",
            "Disk dolu uyarısı geliyor",
            "Bilgisayar kendi kendine kapanıyor",
        ),
        (
            "Açma düğmesine basınca fan dönüyor ama ekran gelmiyor.",
            "Programlar beş dakikada açılıyor.",
            "Mavi ekran verip yeniden başlıyor.",
            "Fandan ses geliyor.",
        ),
        (
            "Bellek modülü değiştirildi.",
            "Disk katı hal diskle değiştirildi, veriler aktarıldı.",
            "Toz temizlendi, macun yenilendi.",
            "Güç kaynağı değiştirildi.",
            "Başlangıçtaki gereksiz programlar kapatıldı, geçici dosyalar silindi.",
        ),
        300,
    ),
    "parola-hesap": Told(
        13,
        (
            "Parolamı unuttum",
            "Hesabım kilitlendi",
            "{app} parolam kabul edilmiyor",
            "Parola süresi doldu, değiştiremiyorum",
        ),
        (
            "Üç kez yanlış yazınca kilitlendi.",
            "İzinden döndüm, giremiyorum.",
            "Telefonum değişti, doğrulama kodu gelmiyor.",
        ),
        (
            "Hesabın kilidi kaldırıldı; ilk girişte yeni parola belirleyeceksiniz.",
            "İkinci doğrulama sıfırlandı, birlikte kuruldu.",
            "Parola süresi yenilendi.",
        ),
        25,
        ("request", "incident"),
        (7, 3),
    ),
    "e-posta": Told(
        8,
        (
            "E-posta alamıyorum",
            "Posta kutum doldu",
            "Ortak posta kutusuna erişim",
            "Dış kuruma e-posta gitmiyor",
            "Takvim davetleri görünmüyor",
        ),
        ("Gönderdiğim iletiler geri dönüyor.", "Kota uyarısı geliyor.", "Yalnız telefonda görünmüyor."),
        (
            "Kota yükseltildi, eski iletiler arşive taşındı.",
            "Dağıtım listesine eklendiniz.",
            "Gönderen kısıtı kaldırıldı.",
            "Profil yeniden oluşturuldu.",
        ),
        120,
        ("incident", "request"),
        (6, 4),
    ),
    "ebys": Told(
        11,
        (
            "EBYS'de havale ekranı açılmıyor",
            "Gelen evrak ekleri görünmüyor",
            "Yazı imzadan dönmüyor",
            "EBYS'de yeni rol tanımı",
            "Dağıtım listesine birim eklenmesi",
            "Evrak tarayıcıdan EBYS'ye aktarılamıyor",
        ),
        (
            "Son sürümden sonra düğme kayboldu.",
            "Arşivden çağırınca boş sayfa geliyor.",
            "Yalnız üst yazılarda oluyor.",
            "Vekâlet döneminde başladı.",
        ),
        (
            "Rol tanımı yapıldı, oturumu kapatıp açınız.",
            "Bakım firması düzeltme yayımladı.",
            "Ek dosyanın biçimi dönüştürüldü.",
            "Dağıtım planı güncellendi.",
        ),
        260,
        ("incident", "request", "consultancy"),
        (6, 3, 1),
    ),
    "e-imza": Told(
        5,
        (
            "E-imza kartı okunmuyor",
            "İmza atarken sertifika hatası",
            "E-imza sürücüsünün kurulması",
            "Kart okuyucu tanınmıyor",
        ),
        ("Kartı takınca ışık yanmıyor.", "Sertifikanın süresi yeni yenilendi.", "Başka bilgisayarda çalışıyor."),
        (
            "Kart okuyucu sürücüsü yenilendi, deneme imzası atıldı.",
            "Kök sertifikalar yüklendi.",
            "Kart okuyucu değiştirildi.",
        ),
        70,
    ),
    "ag-internet": Told(
        9,
        (
            "İnternet yok ({place})",
            "Ağ bağlantısı kopuyor",
            "Kablosuz ağa bağlanamıyorum",
            "{place} için ağ prizi",
            "Ortak klasöre erişilemiyor",
        ),
        ("Bütün odada yok.", "Yalnız öğleden sonraları kopuyor.", "Kablo dolaba kadar sağlam."),
        (
            "Anahtarın portu değiştirildi.",
            "Kablo yeniden sonlandırıldı.",
            "Kablosuz ağ profili silinip eklendi.",
            "Klasör yetkisi birim grubuna verildi.",
            "Priz çekildi ve etiketlendi.",
        ),
        240,
    ),
    "yazilim-kurulum": Told(
        7,
        (
            "{app} kurulması",
            "Ofis programının güncellenmesi",
            "PDF düzenleme programı",
            "Çizim programının lisansı",
            "Program güncelleme sonrası açılmıyor",
        ),
        (
            "Yeni gelen arkadaşın bilgisayarına gerekiyor.",
            "Lisans süresi doldu uyarısı veriyor.",
            "Birim olarak kullanıyoruz.",
        ),
        ("Program uzaktan kuruldu.", "Lisans atandı.", "Eksik bileşen yüklendi."),
        160,
        ("request", "incident"),
        (7, 3),
    ),
    "telefon-santral": Told(
        4,
        (
            "Dahili telefon çalmıyor",
            "Dahili numara taşınması",
            "Telefon ekranı açılmıyor",
            "Yönlendirme tanımlanması",
        ),
        ("Karşı taraf sesimi duymuyor.", "Odam değişti.", "Hat düşüyor."),
        ("Dahili yeni prize taşındı.", "Ahize kablosu değiştirildi.", "Yönlendirme santralde tanımlandı."),
        120,
        ("incident", "request"),
        (5, 5),
    ),
    "cbs-harita": Told(
        4,
        (
            "Kent rehberinde yanlış kapı numarası",
            "Harita katmanına erişim",
            "CBS yazılımı açılmıyor",
            "Mahalle sınırı güncellemesi",
            "Parsel sorgusu boş geliyor",
        ),
        ("Vatandaş başvurusu üzerine fark ettik.", "Yeni cadde adı görünmüyor.", "Koordinat sistemi kaymış gibi."),
        (
            "Numarataj kaydı düzeltildi, harita yenilendi.",
            "Katman yetkisi verildi.",
            "Lisans sunucusu yeniden başlatıldı.",
        ),
        300,
        ("request", "incident", "consultancy"),
        (5, 4, 1),
    ),
    "uygulama-gelistirme": Told(
        4,
        (
            "{app} raporuna sütun eklenmesi",
            "{app} ekranında hata",
            "Birim için küçük bir uygulama isteği",
            "{app} için toplu aktarım",
        ),
        (
            "Ay sonu raporunda gerekiyor.",
            "Kaydet düğmesi yanıt vermiyor.",
            "Şimdi bunu elektronik tabloda tutuyoruz.",
        ),
        (
            "Rapor güncellendi, sürüm yayımlandı.",
            "Hata düzeltildi, denetleyebilirsiniz.",
            "İstek sürüm planına alındı.",
        ),
        700,
        ("change", "incident", "consultancy"),
        (5, 4, 2),
    ),
    "guvenlik-danisma": Told(
        2,
        (
            "Şüpheli e-posta hakkında",
            "USB bellek kullanımı",
            "Uzaktan çalışma için öneri",
            "Paylaşım yöntemi hakkında görüş",
        ),
        ("Bağlantıya tıklamadım.", "Dış kurumla dosya paylaşacağız.", "Kişisel veri içeren bir liste var."),
        (
            "İleti incelendi, zararsız; benzerlerini bildirmeye devam edin.",
            "Güvenli paylaşım yöntemi anlatıldı.",
            "Birlikte değerlendirildi, uygun yol yazıldı.",
        ),
        120,
        ("consultancy", "request"),
        (8, 2),
    ),
    "kamera-telsiz": Told(
        3,
        (
            "Kamera görüntüsü gelmiyor ({place})",
            "El telsizi şarj olmuyor",
            "Turnike kart okumuyor",
            "Kamera kaydı istenmesi",
        ),
        ("Gece görüntü kararıyor.", "Batarya eski.", "Kartı üç kez okutmak gerekiyor."),
        (
            "Kameranın beslemesi değiştirildi.",
            "Batarya yenilendi.",
            "Okuyucu başlığı temizlendi.",
            "Kayıt tutanakla teslim edildi.",
        ),
        260,
        ("incident", "request"),
        (7, 3),
    ),
}


def fitting(told: Told, kind: str, chance: random.Random) -> tuple[str, str]:
    """A subject and a text for one ticket."""
    subject = chance.choice(told.subjects).format(place=chance.choice(ROOMS), app=chance.choice(APPS))
    subject = upper(subject[:1]) + subject[1:]
    if kind == "incident":
        parts = [f"{chance.choice(WHENS)} böyle.", chance.choice(told.details), chance.choice(TRIED)]
    elif kind == "consultancy":
        parts = ["Nasıl yapmamız gerektiğini danışmak istiyoruz.", chance.choice(told.details)]
    else:
        parts = [chance.choice(told.details), chance.choice(("Teşekkürler.", "İyi çalışmalar.", "Bilginize.", ""))]
    if chance.random() < 0.4:
        parts.append(f"Yer: {chance.choice(PLACES)}.")
    return subject, " ".join(part for part in parts if part)
