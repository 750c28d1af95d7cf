"""Stems of municipal Turkish, written by hand: nouns and adjectives, verbs, and words that take no endings."""


def listed(text: str) -> tuple[str, ...]:
    """The words of `text`, each once, in order."""
    return tuple(dict.fromkeys(text.split()))


NOUNS = listed("""
belediye büyükşehir başkan başkanlık başkanvekili müdür müdürlük daire şube şef şeflik servis birim büro kurum
kuruluş kurul komisyon komite grup ekip merkez meclis encümen makam yönetim yönetici yönetmelik yönerge kanun
tüzük tebliğ genelge mevzuat madde fıkra bent bölüm kısım hüküm esas usul ilke amaç kapsam dayanak tanım
teşkilat organ görev yetki sorumluluk sorumlu personel memur işçi amir üst ast sekreter sekretarya yardımcı
yardımcılık vekil üye üyelik vatandaş kişi kimse kamu özel idare idareci hizmet iş işlem faaliyet çalışma
çalışan süreç proje program plan planlama strateji hedef performans rapor raporlama bütçe gelir gider ödenek
ödeme harcama hakediş teminat avans mahsup mal malzeme taşınır demirbaş ambar sayım zimmet satın alım alma ihale
şartname sözleşme muayene kabul teslim kayıt kontrol denetim denetleme inceleme değerlendirme izleme takip ölçüm
analiz test bakım onarım arıza kurulum kurma işletme işletim geliştirme iyileştirme güncelleme yenileme yedek
yedekleme depolama arşiv arşivleme evrak belge dosya yazı yazışma dilekçe başvuru talep istek şikayet öneri
görüş karar onay olur emir talimat direktif imza elektronik bilgi bilişim bilgisayar yazılım donanım sistem ağ
sunucu internet intranet veri taban tabanı veritabanı altyapı üstyapı teknoloji teknik uygulama portal sayfa
site kullanıcı erişim güvenlik siber olay müdahale saldırı zafiyet açık risk tehdit iz log iletişim haberleşme
telefon telsiz santral kablo kablosuz fiber hat cihaz araç gereç ekipman yazıcı tarayıcı modem kamera mobil
mobese şifre kimlik hesap standart politika prosedür doküman form rehber kılavuz envanter katalog akıllı şehir
kent coğrafi harita konum uydu fotoğraf imar kadastro ruhsat yapı bina tesis alan sınır il ilçe mahalle park
bahçe çevre temizlik sağlık sosyal kültür spor eğitim seminer toplantı tatbikat kurs sempozyum fuar etkinlik
destek danışmanlık koordinasyon birliği işbirliği paylaşım paydaş protokol anlaşma ortaklık uyum uyumluluk
uygunluk yeterlilik yetkinlik verimlilik kalite süre süreklilik kesinti tarih sayı numara gün ay yıl dönem hafta
saat zaman ihtiyaç imkan olanak kaynak yer mekan ortam şart koşul durum hal hâl neden sebep sonuç bulgu tedbir
önlem eylem suç ceza hak özlük izin tayin terfi atama disiplin sicil puantaj mesai yolluk harcırah maaş tazminat
fatura tahakkuk muhasebe mali stajyer öğrenci şirket iştirak firma yüklenici istekli banka kişisel koruma
gizlilik bütünlük erişilebilirlik açıklık nitelik unvan kadro norm cetvel liste tablo şema yapılanma
organizasyon hiyerarşi iletim dağıtım gönderme geçiş giriş çıkış sevk puan not özet gazete resmi ilan yayın
yürürlük yürütme yürürlükten kaldırma yargı dava hukuk adalet mahkeme avukat noter telekomünikasyon elektrik
enerji su kanalizasyon ulaşım trafik yol otopark afet acil deprem yangın itfaiye zabıta cenaze mezarlık
veteriner hayvan bitki tohum sera orman deniz kıyı plaj pazar fiyat ücret tarife vergi harç para kredi borç
alacak tutar oran ağaç bilim zeka yapay analitik büyük küçük orta uzun kısa yeni eski ilgili bağlı tabi genel
ortak temel ana alt ön son ilk doğrudan dolaylı gerekli gerek yeterli etkin etkili verimli hızlı düzenli sürekli
güncel güvenli doğru uygun eksik eksiksiz tam aylık yıllık haftalık günlük periyodik stratejik idari hukuki
yasal ulusal uluslararası yerel merkezi kurumsal kamusal bireysel toplumsal toplum devlet bakanlık bakan
cumhurbaşkanlık cumhurbaşkanı valilik vali kaymakamlık kalkınma ajans üniversite okul sivil dernek vakıf oda
sendika esnaf sanayi ticaret turizm tarım müze kütüphane ekonomi doğal çağdaş düzey seviye bakış anlayış
hassasiyet prensip kriter ölçüt gösterge çıktı girdi akış çizelge tutanak makbuz pul damga mühür imha tasfiye
ayıklama muhafaza saklama erişme iptal onaylama yetkilendirme görevlendirme belirleme düzenleme hazırlama
sağlama yapma bulunma oluşturma verme etme olma kullanma kullanım ilişkin ilişki dair hakkında adına üzere göre
karşı doğrultu çerçeve bünye dahil hariç itibar husus konu içerik başlık ek eser fikir sanat işleyiş usulsüzlük
yolsuzluk ihlal tespit teşhis talimatname birlik mahalli büyükşehirler tebligat vekalet devir teslimat altlık
katman topoloji simülasyon model modelleme sensör ikiz kod sertifika tanımlama adres bağlantı güç kesintisiz
iklimlendirme salon koridor dolap çekmece masa anahtar kart mühendis tekniker teknisyen programcı çözümleyici
uzman sözleşmeli daimi geçici kadrolu işe ayrılış memnuniyet katılım farkındalık mükellef mükellefiyet mesaj
platform kanal çözüm kurumlar medya ihbar çağrı fiil hukuka aykırı zarar insan göz odak teçhizat dönüşüm üretim
tüketim gelişim değişim değişiklik gerçek gerçekleşme dikkat özen fayda yarar etki kuvvet maliyet tasarruf
işgücü vatandaşlık hemşehri konut ev aile çocuk kadın genç yaşlı engelli gönüllü halk hizmetli taşeron kapasite
planlayıcı yönlendirme bilgilendirme bilinçlendirme uyarı alarm duyuru bildirim anket ölçme değer değerleme
kıymet borçlanma yatırım ödül takdir kınama uyarma ihtar evlilik nikah ölüm doğum göç nüfus kayıtlı işyeri
ruhsatlandırma pazarcı esnaflık köy ova dağ dere bölge semt cadde sokak meydan kaldırım asfalt kazı çukur atık
çöp moloz hafriyat geri kazanım arıtma kirlilik gürültü hava toprak iklim bisiklet yaya otobüs durak terminal
taksi minibüs plaka sürücü araçlar filo akaryakıt yakıt lastik yedekparça garaj depo stok hurda yardım bağış
hibe fon destekleme teşvik iade mahsuplaşma kesin bilanço mizan faiz vade senet çek kasa veznedar vezne
tahsildar aday başvuran müracaat randevu sıra kuyruk danışma yönlendirici santralci operatör vardiya nöbet
ekipler timler şeflikler sekreterya düzen düzenleyici etik ilkeler kurallar kural yasak yaptırım yükümlülük
yükümlü mesul mesuliyet verebilirlik saydamlık şeffaflık tarafsızlık eşitlik hakkaniyet gereklilik zorunluluk
zorunlu isteğe dilek temenni teklif tasarı taslak görüşme oturum aksaklık hata eksiklik bozukluk düzeltme
düzeltici önleyici iyileşme tarama optik karakter okuyucu barkod etiket sınıf düzlem başkası kendi sahip
sahiplik mülk mülkiyet kira kiracı kurumlararası ortaklaşa eşzamanlı tamamlayıcı yönetsel görsel işitsel sonu
yılsonu başlangıç bitiş süreli süresiz tahmin öngörü senaryo alternatif seçenek tercih karşılaştırma uzaktan
yakın derece kademe baskan sekreterlik rol komitesi gündem aksiyon prosedürler servisler unsur öge bileşen
bilgiişlem altbirim üstbirim söz gıda ilaç ilaçlama istatistik ağaçlandırma haşere ambalaj peyzaj budama sulama lisans
büfe encümen iştirak bütünleşik teknolojik hiyerarşik uluslararası personeli numarataj ecrimisil kamulaştırma
emlak istimlak yayım
""")


VERBS = listed("""
sırala kıl aş taşı
yap et ol al ver kur sağla yürüt belirle hazırla geliştir izle denetle incele değerlendir uygula düzenle bildir
sun gönder kaydet oluştur bulun kullan kullandır işlet koru sakla yedekle yenile güncelle yönet yönlendir planla
programla koordine raporla tut takip çalış çalıştır katıl katkı çöz gider önle engelle artır azalt iyileştir
tamamla sonuçlandır başlat bitir onayla imzala yayınla yayımla duyur ilan paylaş topla dağıt ayır birleştir ilet
ulaş ulaştır eriş bağla kapsa tanımla ifade düşün öner iste gerçekleştir yaptır ettir aldır verdir kurdur
hazırlat düzenlet gözet sev görevlendir yetkilendir ata öde harca satın karşıla temin tespit tesis teslim kabul
muayene arşivle dosyala kapat aç gir çık dön geç yer getir götür taşı taşın depola destekle eğit öğret öğren
bilgilendir bilinçlendir yardım danış sorumlu say sayıl dayan dayanıl uy uyar bul bulundur göz gözlemle ölç test
dene doğrula yaz yazış oku çiz çoğalt sat kirala devret devral kalk kaldır yürü sürdür sür kalıcı hizmet mevcut
yaşa yararlan faydalan gör görüş göster iliş ilgilen detaylandır belgele belgelendir tebliğ havale arttır
bütünleştir entegre organize analiz temsil tahsis adlandır kavuştur kavuş ed gid geçir geliş değiş üret tüket
kes kesil iyileş gerçekleş bütünleş birleş ulaşıl öğrenil götürül getiril seç ara araştır sayım oluş gideril
kazan kaybet koy tanı tanıt sağlan bekle işle işaretle iliştir iletil yapıl özendir yaygınlaştır kolaylaştır
güçlendir hızlandır zenginleştir çeşitlendir derle düzelt eşgüdümle biriktir at sil imha ayıkla
""")


FIXED = listed("""
ve ile veya ya da için göre olan olarak bu bir her türlü tüm bütün diğer ilgili üzere kadar gibi ise ki de daha
en çok az iç dış arası şekilde şunlardır aşağıdaki aşağıda yukarıda belirtilen yazılı sayılı sayısı tarihli
tarih tarihten tarihinden itibaren önce önceki sonra sonraki birinci ikinci üçüncü dördüncü beşinci altıncı
yedinci sekizinci dokuzuncu onuncu nci inci uncu üncü olmak olduğu olup olur oluşur oluşmaktadır bulunan gereği
gereğince gerekçe uyarınca kapsamında doğrultusunda çerçevesinde tarafından sorumludur yetkilidir görevlidir
yükümlüdür yürütür yürütülür girer kalkar kalkmış eder edilir edilen ifade tanımlar kavramların gerekli
gerektiğinde gerektiği hâlinde halinde halde hallerde ancak fakat ayrıca başta hem varsa gerekse gerek adına
karşı dair ilişkin yönelik ait içinde içerisinde üzerinde üzerinden arasında arasındaki altında dahilinde
haricinde esnasında sırasında nedeniyle dolayı ötürü kendi kendisine kendilerine kendisinden kendisinin
başkasının yılsonu tümü çeşitli sair şu kez defa adet yılda ayda haftada hak hakkı yer malzeme izmir ankara
istanbul kocaeli bursa antalya içi dışı olması olmayan olmadığı edip ettiği etmeden edilmek kıldığı kılmak
gözden geçirerek önünde bulundurarak ilgilendiren gelişen değişen artan yapan yaptıran giren girmeyen alan veren
kalan yerine getirmek getirilmesini getirilmesinden getirir odaklı bilgisi şeklinde biçimde biçiminde surette
suretiyle vasıtasıyla aracılığıyla yoluyla bakımından konusunda hususunda zamanında doğru tamamen kısmen ayrı
idi iken henüz sadece yalnız yalnızca hiçbir kimse kişisel
""")
