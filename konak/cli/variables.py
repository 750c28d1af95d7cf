"""Every environment variable Konak reads: what holds without it, and what it does. A test keeps the list complete."""

VARIABLES: dict[str, tuple[str, str]] = {
    "DATABASE_URL": (
        "kendi özel PostgreSQL'i",
        "Dışarıdaki veritabanının adresi: `postgres://kullanıcı:parola@sunucu:5432/konak`",
    ),
    "KONAK_API_RATE": ("600", "Bir API anahtarının dakikada yapabileceği en çok istek"),
    "KONAK_ARCHIVE_DISPOSAL": (
        "kapalı",
        "Onaylanan imha listelerinin uygulanmasına izin verir; saklama planının doğruluğu denenmeden açmayın",
    ),
    "KONAK_CLAMD": (
        "yok (tarama kapalı)",
        "Virüs tarayıcısı: `tcp://127.0.0.1:3310` ya da `unix:///run/clamav/clamd.ctl`",
    ),
    "KONAK_CLAMD_LIMIT_MB": ("100", "Tarayıcıya gönderilecek en büyük içerik, MB"),
    "KONAK_CLAMD_REQUIRED": ("açık", "Tarayıcıya ulaşılamazsa yükleme geri çevrilir; kapalıysa sonra taranır"),
    "KONAK_CLAMD_TIMEOUT": ("30", "Tarayıcının yanıtı kaç saniye beklenir"),
    "KONAK_DB_POOL": (
        "8",
        "Bir web işleminin açacağı en çok veritabanı bağlantısı, harita soruları için bir o kadar daha; `0` havuzu "
        "kapatır",
    ),
    "KONAK_DEBUG": ("kapalı", "Hataların teknik ayrıntısını gösterir; kurum içinde açık bırakmayın"),
    "KONAK_DETSIS_PASSWORD_FILE": ("yok", "DETSİS hizmetinin parolasının okunacağı dosya"),
    "KONAK_DETSIS_USER": ("yok", "DETSİS hizmetinin kullanıcı adı"),
    "KONAK_DETSIS_WSDL": ("yok (dosyadan yüklenir)", "DETSİS hizmet tanımının (WSDL) adresi"),
    "KONAK_EYPS_KEY": (
        "yok",
        "Şifreli e-Yazışma paketlerini açan anahtar ve sertifikanın PEM dosyası; yoksa şifreli paket kapalı kalır",
    ),
    "KONAK_FEED_INTERNAL": ("kapalı", "Mevzuat akışlarının kurum içi adreslerden okunmasına izin verir"),
    "KONAK_FILE_LIMIT_MB": ("50", "Yüklenebilecek en büyük dosya, MB"),
    "KONAK_HOSTS": ("`localhost, 127.0.0.1, [::1]`", "Kabul edilen sunucu adları, virgülle"),
    "KONAK_IMAP_CA": (
        "sistemin güvendikleri",
        "Posta kutularının sunucusuna sertifika veren kurum içi otoritenin dosyası",
    ),
    "KONAK_KEP_ONLINE": (
        "açık",
        "KEP iletisinin ve e-postanın göndereni denetlenirken makamlara ve DNS'e sorulur; kapalıysa sorulmaz",
    ),
    "KONAK_KEP_TRUST": ("imzaların güven klasörü", "KEP sağlayıcılarının kök sertifikalarının klasörü"),
    "KONAK_LAKE": (
        "durum klasöründe `lake`",
        "Kayıt gölünün klasörü: bekleyen satırlar, mühürlü parçalar, bildirgeler; kendi diskinde durması iyidir",
    ),
    "KONAK_LAKE_RESERVE_MB": (
        "1024",
        "Kayıt gölünün diskinde boş tutulan yer (MB); bunun altında HTTP ile gelen satırlar «sonra gönder» diye geri "
        "çevrilir",
    ),
    "KONAK_LDAP_PASSWORD": (
        "ekranda yazılan",
        "Dizin bağlantı hesabının parolası; verilirse ekranda yazılanın yerine geçer. `KONAK_LDAP_PASSWORD_FILE` "
        "parolayı bir dosyadan okur",
    ),
    "KONAK_LDAP_PASSWORD_FILE": ("yok", "Dizin parolasının okunacağı dosya"),
    "KONAK_LOG_FORMAT": (
        "`line`",
        "Günlüğün biçimi: okunur satır (`line`) ya da satır başına bir JSON nesnesi (`json`)",
    ),
    "KONAK_LOG_LEVEL": ("`INFO`", "Günlüğün ayrıntısı: `DEBUG`, `INFO`, `WARNING`, `ERROR`"),
    "KONAK_LOSS_DECIDE_DAYS": ("60", "Kamu zararı dosyasının kaç günde inceleneceği; kurumun kendi alışkanlığı"),
    "KONAK_LOSS_PAY_DAYS": ("30", "Kamu zararı bildirilince kaç günde ödeneceği; kurumun kendi alışkanlığı"),
    "KONAK_MAILBOX_": (
        "yok",
        "Posta kutularının parolaları: `KONAK_MAILBOX_<AD>` parolanın kendisi, `KONAK_MAILBOX_<AD>_FILE` ilk satırı "
        "parola olan dosya; `<AD>` kutunun ekranında yazılır",
    ),
    "KONAK_MAIL_RAW_DAYS": ("730", "Gelen iletinin özgün hâlinin kaç gün saklanacağı; 0 ise silinmez"),
    "KONAK_METRICS_KEY": (
        "kapalı",
        "`/metrics` adresini açan anahtar; Prometheus onu `Authorization: Bearer` ile gönderir",
    ),
    "KONAK_MFA_GRACE_DAYS": ("7", "İkinci adımı zorunlu olanların onu kurmak için kaç günü olduğu"),
    "KONAK_MFA_REQUIRED": ("`administrator`", "Girişte ikinci adımın zorunlu olduğu görevler, virgülle"),
    "KONAK_MONITORING_FOLDERS": (
        "yok",
        "Yaşına bakılmasına izin verilen yedek klasörleri, virgülle: `/yedek,/mnt/yedek`",
    ),
    "KONAK_MONITORING_NETWORKS": (
        "`0.0.0.0/0, ::/0` (her yer)",
        "İzleme denetimlerinin gönderilebileceği ağlar, virgülle; dışındaki adrese hiçbir şey gönderilmez",
    ),
    "KONAK_MONITORING_POLL": (
        "açık",
        "`konak serve --with-worker` izleme sürecini de başlatır; ölçümü başka bir makine yapıyorsa kapatın",
    ),
    "KONAK_MONITORING_SERVICE": (
        "`olculen-ariza`",
        "Ölçülen kesintinin açacağı destek talebinin hizmet kodu; böyle bir hizmet yoksa talep açılmaz",
    ),
    "KONAK_MONITORING_TRAPS": ("kapalı", "SNMP tuzaklarının dinleneceği adres: `127.0.0.1:1162`"),
    "KONAK_MSSP": (
        "yok",
        "Mobil imza operatörlerinin adres ve hesaplarını tutan JSON dosyası: işletmeci → `url`, `ap_id`, …",
    ),
    "KONAK_MUNICIPALITY": ("Örnek Büyükşehir Belediyesi", "Kurumun adı"),
    "KONAK_OIDC_SECRET": (
        "ekranda yazılan",
        "OpenID sağlayıcının Konak'a verdiği istemci sırrı; verilirse ekranda yazılanın yerine geçer",
    ),
    "KONAK_OIDC_SECRET_FILE": ("yok", "OpenID istemci sırrının okunacağı dosya"),
    "KONAK_PROXIES": ("0", "Önünde duran ters vekil sunucu sayısı; istemcinin adresi buna göre okunur"),
    "KONAK_REPLICA_LAG": ("30", "Salt okunur eş kaç saniye geride kalırsa raporlar ana veritabanından okunur"),
    "KONAK_REPLICA_URL": (
        "yok",
        "Raporların okunacağı salt okunur eş veritabanı: `postgres://kullanıcı:parola@sunucu:5432/konak`",
    ),
    "KONAK_SEAL_MODULE": (
        "yok (e-mühür kapalı)",
        "E-mühür aygıtının PKCS#11 sürücüsü, örneğin `/usr/lib/libakisp11.so`",
    ),
    "KONAK_SEAL_PIN_FILE": (
        "yok",
        "İlk satırı e-mühür PIN'i olan dosya; yalnız hizmet hesabı okuyabilmeli",
    ),
    "KONAK_SEAL_TOKEN": (
        "ilk bulunan",
        "Birden çok aygıt takılıysa e-mühür aygıtının etiketi",
    ),
    "KONAK_SECRET_KEY": ("kendiliğinden üretilir", "Oturumları imzalayan anahtar"),
    "KONAK_SHARED": ("kopyanın yanındaki `shared`", "Geliştiriciler için: ölçüm verilerinin klasörü"),
    "KONAK_SIGN_AGENT": (
        "`http://127.0.0.1:8765`",
        "İmza aracının çalışanın kendi bilgisayarında dinlediği adres",
    ),
    "KONAK_SIGN_ANY": (
        "kapalı",
        "Nitelikli olmayan sertifikalarla da imzaya izin verir; yalnız deneme için",
    ),
    "KONAK_SIGN_POLICY": (
        "yok (BES)",
        "CAdES imzalarının ilkesi: `oid:sha256`; değerleri Kamu SM'nin profil belgesinden alın",
    ),
    "KONAK_SMS_DAILY_LIMIT": ("500", "Kurumun bir günde göndereceği en çok SMS iletisi"),
    "KONAK_SMS_DRY": ("kapalı", "SMS göndermeden yolu dener"),
    "KONAK_SMS_MIN_BALANCE": ("0", "SMS hesabında kalması gereken bakiye (TL); altına inilince gönderim durur"),
    "KONAK_SMS_PARTS": ("2", "Bir bildirimin en çok kaç SMS olacağı"),
    "KONAK_SMS_PASSWORD": ("SMS kapalı", "SMS hizmetinin parolası"),
    "KONAK_SMS_SENDER": ("SMS kapalı", "SMS hizmetinde tanımlı mesaj başlığı, en çok 11 harf"),
    "KONAK_SMS_URL": ("`https://api.netgsm.com.tr`", "SMS hizmetinin adresi"),
    "KONAK_SMS_USER": ("SMS kapalı", "SMS hizmetinin kullanıcı kodu"),
    "KONAK_SMTP_SENDER": ("e-posta kapalı", "E-postaların göndereni: `Konak <konak@belediye.example>`"),
    "KONAK_SMTP_URL": (
        "e-posta kapalı",
        "Posta sunucusu: `smtp://kullanıcı:parola@sunucu:587` ya da `smtps://sunucu:465`",
    ),
    "KONAK_STATE": ("kopyada `.konak`", "Veritabanı, dosyalar, gizli anahtar: kurulumun hatırladığı her şey"),
    "KONAK_STATEMENT_TIMEOUT_MS": ("web'de 30000", "Bir sorgunun en uzun süresi, milisaniye"),
    "KONAK_TRUST": (
        "durum klasöründe `guven`",
        "Güvenilen kök ve ara sertifikaların (`.pem`, `.crt`) ve elle getirilen iptal listelerinin (`.crl`) klasörü",
    ),
    "KONAK_TSA": (
        "yok",
        "Zaman damgası makamları, virgülle: `http://no:parola@zd.example/`, Kamu SM için başına `kamusm+`; "
        "yanıt vermeyenin yerine sıradaki sorulur",
    ),
    "KONAK_URL": (
        "`http://localhost:8000`",
        "Konak'ın dışarıdan görünen adresi; `https://` ile başlarsa çerezler yalnızca şifreli gider",
    ),
    "KONAK_WEBHOOK_CA": (
        "sistemin güvendikleri",
        "Web kancalarının gittiği sunuculara sertifika veren kurum içi otoritenin dosyası",
    ),
    "KONAK_WEBHOOK_INTERNAL": ("kapalı", "Web kancalarının kurum içi adreslere gönderilmesine izin verir"),
}
