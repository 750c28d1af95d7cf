"""Words that mean the same to somebody who asks "kim sorumlu?" in a municipality's IT department.

One group a line, members separated by `;`. A member may be several words; base forms, suffixes are the matcher's
business. The first member is the word of regulations, the others are how people say it.
"""

_RAW = """
yazıcı; printer; baskı makinesi; çıktı alamıyorum; print; lazer yazıcı
toner; kartuş; mürekkep; sarf malzemesi; şerit; toneri bitti
tarayıcı; scanner; tarama cihazı
bilgisayar; pc; laptop; dizüstü; masaüstü; notebook; ekran kartı; bilgisayar donanım; monitör; klavye; fare; kasa
çevre birim; klavye; fare; monitör; mouse; ekran; kulaklık; hoparlör
donanım; hardware; cihaz; parça; ekipman
arıza; bozuldu; bağlanmıyor; çıkmıyor; bozuk; çalışmıyor; açılmıyor; kırıldı; kapanıyor; yavaşladı; gitmiyor; onarım
bakım onarım; tamir; tamirat; onarım; servis; onarmak; tamir ettir
teknik destek; yardım masası; destek talebi; helpdesk; it destek; destek portalı; yardım; kayıt aç; destek
internet; net; internet bağlantısı; web erişimi; bağlantı
ağ; network; lan; wan; yerel ağ; switch; omurga; bağlantı; hat
kablosuz ağ; wifi; wi-fi; kablosuz; kablosuz internet; hotspot; wireless
fiber optik; fiber; f/o; kablo; fiber hat; hat koptu
IP adres; ip; ip numarası; dhcp; dns; adres çakışması; statik ip
VPN; uzaktan bağlantı; uzak bağlantı; evden bağlan; sanal özel ağ; uzaktan erişim; evden çalış
bant genişliği; internet hızı; hız; internet yavaş; kota; trafik
güvenlik duvarı; firewall; fortigate; port aç; port izni; saldırı tespit; ips; ids
virüs; antivirüs; zararlı yazılım; trojan; fidye; ransomware; kötü amaçlı yazılım; malware
siber olay; siber saldırı; hack; hacker; saldırı; siber vaka; olay müdahale; saldırıya uğra; oltalama; phishing
SOME; siber olaylara müdahale; some kurulu; siber müdahale ekibi
USOM; ulusal siber olay; usom bildirimi; usom uyarısı; usom duyurusu
sızma testi; pentest; penetrasyon; penetrasyon testi; güvenlik testi
zafiyet; açıklık; güvenlik açığı; açık; zayıflık; yama; cve
bilgi güvenliği; bgys; iso 27001; 27001; güvenlik yönetimi; bilgi güvenliği yönetim sistemi
güvenlik politikası; politika; prosedür; bilgi güvenliği politika; temiz masa
risk; risk analizi; risk değerlendirme; tehdit; risk işleme
iç denetim; denetim; tetkik; denetçi; uygunsuzluk; düzeltici faaliyet; döf
dış denetim; belgelendirme; sertifikasyon denetimi; bağımsız denetim
farkındalık; bilinçlendirme; güvenlik eğitimi; farkındalık eğitimi; oltalama tatbikat
tatbikat; deneme; simülasyon; sınama; test tatbikatı
kişisel veri; kvkk; kvk; kişisel bilgi; mahremiyet; 6698; aydınlatma metni; verbis; gizlilik
açık rıza; rıza; onay metni; aydınlatma
ilgili kişi başvurusu; veri sahibi; verilerimi sildir; kişisel verimi sil; verilerimi öğren; veri sil
veri ihlali; veri sızıntısı; sızıntı; ihlal; veri kaçtı; veri çalındı
veri işleme envanteri; verbis; kişisel veri envanteri; envanter kvkk
anonim; silme; yok etme; imha; anonimleştir
iz kaydı; log; loglar; erişim logu; denetim kaydı; sistem kaydı; siem; işlem kaydı
internet erişim kaydı; 5651; internet logu; kim hangi siteye girdi; erişim logu; trafik kaydı
zaman damgası; damga; timestamp
yedek; yedekleme; backup; kopya; geri yükle; restore; silinen dosya; yedekten dön; silindi
felaket kurtarma; fkm; olağanüstü durum; odm; ikinci merkez; disaster; felaket
iş sürekliliği; süreklilik planı; kesinti planı; süreklilik
sunucu; server; sanal makine; sanallaştırma; makine; vm; sanal sunucu
veri depolama; depolama; disk; storage; disk alanı; nas; dosya alanı
dosya sunucu; ortak klasör; paylaşılan klasör; ortak alan; klasör
veri tabanı; database; sql; oracle; postgres; db; veritabanı
sistem odası; veri merkezi; server odası; sunucu odası; data center; kabinet
kesintisiz güç kaynağı; ups; jeneratör; güç kaynağı; elektrik kesintisi
iklimlendirme; klima; soğutma; ısıtma; havalandırma; kalorifer; kombi
yangın algılama; yangın; yangın söndürme; duman dedektörü
izleme; monitoring; takip sistemi; gözlem; alarm
kesinti; erişilemiyor; ulaşılamıyor; çöktü; kapandı; servis dışı; düştü
kapasite; doluluk; yetersiz; disk doldu; başarım; performans
elektronik posta; e-posta; mail; mail adresi; eposta; mail hesabı; posta kutusu; outlook; webmail; e-mail
kullanıcı hesabı; hesap; hesap aç; kullanıcı; kullanıcı adı; yeni personel; hesabı kapat; oturum
parola; şifre; şifremi unuttum; password; şifre sıfırla
erişim yetkisi; yetki; izin ver; yetkilendirme; erişim hakkı; yetki tanımla; ekran yetkisi; rol
görevden ayrılan; işten ayrılan; ayrılan personel; emekli olan; istifa; ilişik kes
elektronik imza; e-imza; imza kartı; nitelikli sertifika; kart okuyucu; e imza; kamusm; imzam
mobil imza; telefonla imza; sim imza
sertifika; ssl; ssl sertifikası; https
EBYS; elektronik belge yönetim; belge yönetim sistemi; evrak sistemi; belgenet; e-yazışma
yazışma; resmi yazı; yazı yazmak; giden yazı; cevabi yazı; yazı
evrak; gelen evrak; evrak kaydı; evrak kayıt; dilekçe kaydı; belge kaydı; postadan gelen
havale; dağıtım; yönlendir; sevk et evrak
arşiv; eski dosya; arşivleme; saklama planı; ayıklama imha; dosya dolabı
standart dosya planı; sdp; dosya kodu; konu kodu
KEP; kayıtlı elektronik posta; kep adresi
bilgi edinme; cimer; 4982; bilgi edinme başvurusu
vatandaş başvurusu; şikâyet; dilekçe; istek şikâyet; başvuru; mavi masa; açık kapı; vatandaş talebi; şikayetler
çağrı merkezi; 153; alo; telefonla şikayet; çözüm masası; beyaz masa
anket; katılım; görüş toplama; kamuoyu; oylama; kent sakinlerinin görüş; çalıştay
web sitesi; internet sitesi; site; web sayfası; kurumsal site; portal; duyuru yayınla; web; sitede
mobil uygulama; app; uygulama mağazası; telefon uygulaması; cep uygulaması; ios; android
e-belediye; borç ödeme; online ödeme; internetten ödeme; sanal pos; çevrim içi ödeme; e belediye; vergi öde
e-devlet; e-Devlet Kapısı; turkiye.gov.tr; edevlet kapısı; e devlet
yazılım; program; uygulama yazılımı; software; uygulama; modül
yazılım geliştirme; kod; program yaz; yeni program; yeni ekran; yazılım isteği; geliştirme talebi; program yaptır
sürüm; versiyon; güncelleme; canlıya alma; yayına alma; release
test etmek; deneme; kabul testi; test ortamı
entegrasyon; web servis; servis bağlantısı; api; bağlantı servisi; veri alışverişi; veri alışveriş
yazılım lisansı; lisans; ürün anahtarı; office; windows; lisanssız; korsan; crack; autocad
kılavuz; kullanım kılavuzu; doküman; nasıl kullanılır; yardım dokümanı; kullanma talimatı
güvenli kodlama; kaynak kod; kod güvenliği; owasp
yönetim bilgi sistemi; ybs; yönetici paneli; gösterge paneli; dashboard; rapor ekranı; özet rapor
rapor; raporlama; istatistik; döküm; rapor hazırla
veri analitiği; büyük veri; veri analizi; yapay zeka; makine öğrenmesi; veri bilimi; analiz
coğrafi bilgi sistemi; cbs; gis; coğrafi; mekansal; konumsal; harita sistemi
harita; pafta; altlık; kroki; harita çıktısı; tematik harita; halihazır
imar planı; imar; plan; parsel; ada parsel; kadastro; tapu haritası; imar durumu
numarataj; adres bilgisi; kapı numarası; sokak adı; maks; bina numarası
şehir rehberi; kent rehberi; rehber; nöbetçi eczane; önem noktaları; poi
uydu görüntüsü; hava fotoğrafı; ortofoto; drone; nokta bulutu; lidar
kazı; aykome; altyapı kazısı; kazı ruhsatı; altyapı hattı; kazı izni
coğrafi veri satışı; harita satışı; veri satın al; gelir tarifesi; veri ücreti; satış; bedeli; halihazır harita almak
veri paylaşımı; protokol; veri iste; kurumlar arası veri; veri ver
üç boyutlu; 3b; 3d; üç boyut; şehir modeli; 3 boyutlu
dijital ikiz; ikiz; digital twin; benzetim; senaryo; kent modeli
TUCBS; ulusal coğrafi; inspire; ulusal veri
akıllı şehir; smart city; akıllı kent; akıllı; kent vizyonu; yol haritası
sensör; algılayıcı; iot; nesnelerin interneti; hava kalitesi; ölçüm cihazı; sayaç; hava kirliliği
kent yönetim merkezi; operasyon merkezi; kontrol merkezi; izleme merkezi; komuta
gösterge; indikatör; kpi; ölçüt; karne
açık veri; open data; veri seti; veri portalı; veri kümesi; dataset
veri envanteri; veri sözlüğü; hangi veriler var; veri kataloğu
hibe; fon; proje başvurusu; ab projesi; destek programı; kalkınma ajansı; teşvik; tübitak
enerji verimliliği; enerji tasarrufu; akıllı aydınlatma; aydınlatma; sokak lambası; elektrik tasarrufu
kamera; güvenlik kamerası; mobese; cctv; izleme kamerası; kamera görüntüsü; görüntü kaydı; kameralar
kamera kaydı; görüntü; görüntü izleme; kayıt isteme; kamera görüntüsü
hırsız alarmı; alarm; alarm sistemi; hareket dedektörü; soygun
telefon; santral; dahili; ip telefon; masa telefonu; dahili numara; telefon hattı; telefon rehberi; ahize
telsiz; el telsizi; röle; frekans; telsiz ruhsatı; telsizler
plaka tanıma; pts; plaka; araç geçişi; bariyer; otopark bariyeri; kollu bariyer
geçiş kontrol; turnike; kartlı geçiş; kapı kartı; personel kartı; kart okutma; giriş kartı
personel devam kontrol; pdks; mesai takip cihazı; parmak izi; yüz tanıma; kart basma; mesai cihazı
LED ekran; dijital ekran; reklam ekranı; bilgilendirme ekranı; kiosk; sıramatik; led tabela; kiosklar
geçiş hakkı; baz istasyonu; gsm; operatör; yer tahsisi; turkcell; vodafone; türk telekom
afet; deprem; acil durum; kriz; afet haberleşme; uydu telefonu
teknik şartname; şartname; teknik rapor; teknik özellik; şartname yaz
satın alma; alım; ihale; doğrudan temin; 22/d; satınalma; piyasa fiyat; teklif; 4734; dmo; almak istiyoruz
muayene kabul; kabul komisyonu; teslim alma; muayene; mal kabul
hakediş; ödeme; fatura; ödeme evrakı; tahakkuk; yüklenici ödemesi
sözleşme; kontrat; teminat; sözleşme bitiyor; bakım sözleşmesi; teminat mektubu
bütçe; ödenek; para; aktarma; mali; bütçe teklifi; harcama; ek ödenek
avans; yolluk; harcırah; görev yolluğu; avans kapama; seyahat
taşınır; zimmet; demirbaş; ambar; sayım; devir; üzerime zimmetli; zimmetli; depo
hurda; kayıttan düşme; hurdaya ayırma; imha komisyonu; eski bilgisayarlar; ekonomik ömrü
izin; yıllık izin; rapor; izin kağıdı; mazeret; tatil; hastalık raporu; izne ayrıl
özlük; terfi; sicil; tayin; atama; görevlendirme; kıdem; personel işleri
puantaj; fazla mesai; mesai; maaş; çizelge; devam çizelgesi; mesai ücreti; şirket personeli
hizmet içi eğitim; eğitim; kurs; seminer; eğitim planı; eğitim ihtiyacı
stajyer; staj; öğrenci; stajyer öğrenci
stratejik plan; performans programı; faaliyet raporu; hedef; stratejik hedef; performans
iç kontrol; güvence beyanı; süreç; iş akışı; iş süreçleri
mevzuat; kanun; yönetmelik; yönerge; genelge; kanun değişti; yönetmelik değişikliği
görev dağılımı; iş bölümü; görev tanımı; kim ne yapar; teşkilat; yetki karmaşası
hizmet binası; bina; bina bakımı; çatı; asansör; ofis; kapı; pencere; musluk; tesisat; çatı akıyor
temizlik; çöp; temizlik personeli; hijyen; pis; temizletmek
araç; taşıt; şoför; araba; makam aracı; yakıt; benzin; araç talebi; otomobil; mazot
otopark; park yeri; araç parkı; park
toplantı salonu; salon; toplantı odası; oda rezervasyonu; konferans salonu; toplantı yeri
abonelik; elektrik faturası; su faturası; doğal gaz; doğalgaz; fatura elektrik
bilgi makalesi; sık sorulan; sss; bilgi bankası; çözüm kaydı
proje; bilişim projesi; proje yönetimi; ortak proje; projeler
ortak çalışma; koordinasyon; iş birliği; çalışma grubu; eş güdüm
emir; talimat; amir; üst yönetim; başkan talimatı
teknik görüş; görüş alma; uygunluk görüşü; görüş isteme
"""


def _read(raw: str) -> tuple[tuple[str, ...], ...]:
    lines = (line.split(";") for line in raw.strip().splitlines())
    return tuple(tuple(dict.fromkeys(member.strip() for member in line if member.strip())) for line in lines)


GROUPS: tuple[tuple[str, ...], ...] = _read(_RAW)
"""Groups of members that stand for one another."""
