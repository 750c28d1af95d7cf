"""Typical wordings of the 27 modules. `phrase:weight`, weight 1 (hint), 2 (clear), 3 (decides alone)."""

_RAW: dict[str, str] = {
    "legislation": """
        mevzuat izle:2; mevzuat takip:3; mevzuat hazırla:2; mevzuat uygula:2; mevzuat uygunluğ:2;
        kanun hüküm:2; ilgili kanun:1; yönetmelik hüküm:1; yönerge hazırla:2; yönerge çıkar:2;
        genelge tebliğ:2; ortak hüküm:2; mevzuat uy:2; mevzuat uygun davran:2; kanun tüzük:2;
        emir direktif:1; görüş öneri mevzuat:2; sayılı kanun:1; yasa mevzuat:1; temel ilke:1;
        mevzuata uygun:2; mevzuatlara uymak:3; iş işlem tam zamanında:1; iş işlem mevzuat:1;
        iç kontrol standart:2; bilgi teknoloji standart:1; görev sorumluluk yerine getir:1
    """,
    "organization": """
        görev dağılım:3; iş bölüm:3; görev tanım:2; amir verilen görev:3; üst verilecek görev:3;
        verilecek diğer görev:3; diğer görevleri yerine getir:3; alt birim:1; birim kur:1; birim oluştur:2;
        teşkilat:2; organizasyon yapı:2; emir talimat:2; sevk idare:2; sekretarya:2;
        yönetim tarafından verilen:2; koordineli çalış:2; karşı sorumlu:2; genel görev tabi:3;
        şube müdürlükleri arasında koordinasyon:2; müdürlükler arasında koordinasyon:2; temsil et:1;
        çalışma grubu:1; disiplin:1; görevlerin ayrılığı:2; komisyon kur:1; makam:1; iç düzenleme:2;
        uyum içinde çalış:2; personelin görev yetki sorumluluklarını belirle:3; görev yetki belirle:2;
        müdürlüklerin koordineli:2; müdürlüklerinin ortak eşzamanlı:2; müdürlük içinde birim:2;
        emir direktif:1
    """,
    "planning": """
        stratejik plan:3; performans program:3; faaliyet rapor:3; iş program:1; yıllık program:2;
        yıllık iş plan:2; proje hazırla:2; proje yönet:2; proje geliştir:2; proje yürüt:2; proje koordin:2;
        proje üret:2; yatırım izleme:3; ilerleme rapor:3; hedef gerçekleş:2; hibe:3; strateji belge:2;
        performans gösterge:3; politika belirle:1; iş süreç:2; uzun vadeli:3; teknolojik gelişme:2;
        teknoloji araştır:2; gelişen bilişim teknoloji izle:2; AR-GE:3; ihtiyaç analiz rapor:1;
        iş birliği geliştir:2; koordinasyon iş birliği:1; işbirliği sağla:1; bilgi toplumuna dönüşüm:2;
        yeni ihtiyaç:2; uluslararası danışmanlık:3; bilgi teknoloji gelişim izle:2;
        bilişim teknoloji izle:2; teknik gelişme:2; proje belge:1; proje dokümantasyon:2;
        politika geliştir:1; bilişim proje:2; hizmet anlayış:2; verimliliği artır:2; plan performans:2;
        üniversite:1; yatırım karar:2; yatırım araştır:2
    """,
    "identity": """
        kullanıcı yetki:3; erişim yetki:3; kullanıcı hesap:3; yetkilendirme:2; erişim hak:3;
        erişim kontrol:2; dizin hizmet:2; kullanıcı tanıt:2; kolay tanıtma:2; parola:2; bilgi veremez:2;
        izinsiz bilgi:1; şifre:2; elektronik posta:2; e-posta:2; yetki talep:2; vpn hesap:1;
        erişim güvenlik:2; mail server:2; kullanıcı ad:1; yetkilerin verilmesi:2; Outlook:1
    """,
    "audit": """
        iz kayıt:3; log:3; erişim kayıt:3; internet erişim kayıt:3; 5651:3; zaman damga:2; olay kayıt:1;
        log kayıt incele:3; loglarını elektronik:2; kayıt altına al:1; toplu kullanım sağlayıcı:3;
        delil topla:1
    """,
    "correspondence": """
        evrak:3; yazışma:3; EBYS:3; elektronik belge:3; arşiv:3; standart dosya plan:3; belge akış:3;
        havale:3; gelen evrak:3; giden yazı:2; dosyalama:2; DETSİS:3; SDP:2; belgelerin arşiv:2;
        yazı işler:2; görüş ver:2; resmi yazı:1; bilgi edinme:2; imzadan çık:2; kararları uygula:1;
        evrak ve dosya:2; onaya sun:1
    """,
    "esignature": """
        elektronik imza:3; e-imza:3; mobil imza:3; sertifika kuruluş:1; nitelikli elektronik sertifika:3;
        KAMUSM:3; 5070:3; imza kurulum:2; sertifikasyon kuruluş:2; imza yetki:1
    """,
    "personnel": """
        özlük:3; izin rapor:2; puantaj:3; fazla mesai:3; terfi:2; hizmet içi eğitim:3; eğitim ihtiyaç:2;
        personel eğitim:3; eğitim ver:2; eğitim organize:2; eğitim ihtiyaçlarını karşıla:2;
        eğitim düzenle:2; eğitim kurs:2; mesai takip:2; disiplin işlem:2; arazi tazminat:2; stajyer:2;
        işe başlama:1; göreve başla:2; personel performans:2; astlarının performans:3; iş sağlığı:3;
        iş güvenliği:3; görevde yükselme:2; moral motivasyon:2; eğitim plan:3; personel istihdam:2;
        sempozyum:2; fuar:2; farkındalık eğitim:2; bilgi seviyesi:3; yetkinliği:2; eğitim seminer:2; 657:2;
        4857:2; hizmet iç:1; toplantı eğitim:2; personelin sevk:1
    """,
    "budget": """
        bütçe:3; ödenek:3; avans:3; yolluk:2; harcama yetkilisi:3; tahakkuk:2; harcırah:2; muhasebe:2;
        mali yıl:2; gelir tarife:2; tahsilat:1; güvence beyan:2; 5018:2; ödeme evrak:1;
        harcama bütçe:2; satışını yap:1; ödeme:1
    """,
    "procurement": """
        satın al:3; ihale:3; doğrudan temin:3; 4734:3; 4735:3; şartname:3; muayene kabul:3; hakediş:3;
        sözleşme:2; mal hizmet alım:3; mal ve hizmet:2; kabul komisyon:3; tedarik:2; alım talep:2;
        teminat:2; temin et:2; yüklenici:2; alımında:1; lisans al:1; Devlet Malzeme Ofisi:3; DMO:3;
        danışmanlık hizmeti al:2; fatura:2; kabul süreç:2; ihtiyacını belirle temin:2; yurt alım:1
    """,
    "facilities": """
        hizmet binası:3; bina bakım:2; temizlik:3; araç sevk:3; araç yönetim:2; araç takip:3; yakıt:3;
        otopark:3; iklimlendirme:3; ısıtma soğutma:2; abonelik:3; doğal gaz:1; çay ocağı:3;
        kesintisiz güç kaynağı:2; yangın algılama:2; kiralama:2; çalışma büro:2; salon koridor:2;
        toplantı salon:2; bina kira:3; sistem odası:2; yangın:1; taşıt:2; araç kiralık:3; çalışma ortam:1
    """,
    "assets": """
        taşınır:3; mal kayıt kontrol:2; demirbaş:3; zimmet:3; envanter:2; donanım:2; bilgisayar:1; yazıcı:2;
        lisans:3; sarf malzeme:3; toner:2; sayım:2; hurda:3; kayıttan düş:3; çevre birim:2; bakım onarım:1;
        bilgisayar bakım:2; tamir:2; cihaz:1; malzeme:1; donanım kurul:2; yazılım donanım:2; ambar:2;
        imha komisyon:2; bilişim sistemleri işlet:1; bilgi işlem sistemleri kur:2; sunucu kur:1;
        tahsis edilen yer:2; dizüstü:2; korsan yazılım:2; işletim sistem:1; sunucu yönetim:1; dosya sunucu:1
    """,
    "network": """
        ağ:2; bilgi ağ:2; yerel ağ:3; geniş alan:3; fiber optik:3; IP adres:3; DHCP:3; VPN:2; kablosuz:2;
        wifi:3; bant genişliğ:3; internet erişim:2; bilgi iletişim sistem:2; veri iletişim:2; intranet:2;
        network:2; veri hat:2; LAN:2; WAN:2; switch:1; router:1; güvenlik duvar:1; firewall:2;
        haberleşme ağ:2; bütünleşik ağ:3; topoloji:2; veri iletişim:2; internet servis sağlayıcı:2;
        internet kullanım:1; içeriklere erişim:2; kablolu:2; iletişim sistem kur:1; sistem altyapı:1;
        haberleşme sürekli:1; ağ altyapı:3; ağ cihaz:2; kullanıcı trafiğ:2
    """,
    "monitoring": """
        kesintisiz:2; sürekli izle:3; kapasite plan:3; performans takip:2; gözlemle:2; çalışma durum:1;
        arıza gider:1; sunucu performans:3; kesinti:2; her an faal:3; sürekli faal:3; izleme sistem:2;
        sistemlerin sürekliliğ:2; MRTG:3; kesintisiz hizmet:3; kesintisiz çalış:3; SIEM:2; işlerliğ:1;
        kapasite:2; veri tabanı izle:2; gözetle:1; hatalar analiz:2; etkin çalış:1; işler hal:1;
        arıza önleyici:2; bakım güncelle:1
    """,
    "electronics": """
        kamera:3; telsiz:3; telefon santral:3; santral:2; plaka tanıma:3; bariyer:3; geçiş kontrol:2;
        geçiş sistem:2; LED ekran:3; kiosk:3; PDKS:3; devam kontrol:3; devam takip:3; geçiş hakkı:3;
        baz istasyon:3; uydu haberleşme:3; alarm:1; güvenlik kamera:3; çağrı merkez:2; IP telefon:3;
        elektronik güvenlik:3; elektronik sistem:2; haberleşme araç:3; haberleşme altyapı:2; telefon:1;
        time-lapse:3; TIMELAPSE:3; mobese:3; haberleşme sistem:2; kablosuz haberleşme:2; elektronik cihaz:2;
        elektronik haberleşme:2
    """,
    "software": """
        yazılım geliştir:3; yazılım:1; uygulama yazılım:3; program yaz:3; entegrasyon:2; sürüm:2;
        veri tabanı:1; web servis:2; otomasyon:2; test et:2; canlı sistem:2; canlı ortam:3;
        yazılım ihtiyaç:3; sistem analiz:3; veri tabanlarının:2; veri aktar:2; veri dönüş:2;
        bilgi yönetim sistemi:2; entegre:2; bütünleş:1; program eğitim:2; veri alışveriş:2; veri akış:2;
        uygulama talep:1; güvenli kodlama:2; kılavuz:1; sistemler arası:2; yazılım sistem:3;
        program ihtiyaç:2; yazılım program:2; veri taban haberleş:2
    """,
    "gis": """
        coğrafi:3; CBS:3; harita:2; harita servis:3; haritaların:3; kadastro:3; imar plan:2; numarataj:3;
        şehir rehber:3; uydu görüntü:3;
        hava fotoğraf:3; kent bilgi sistem:3; TUCBS:3; mekânsal:3; AYKOME:2; nokta bulut:3; altlık:2;
        konumsal:3; konuma dayalı:3; uzaktan algılama:3
    """,
    "opendata": """
        açık veri:3; veri set:3; veri envanter:3; veri sözlüğ:3; kurum veri:2; veri paylaş:2;
        ortak veri paylaş:3; şehir verisi:2; veri değişim standart:3; verilerin temin güncel:2
    """,
    "smartcity": """
        akıllı şehir:3; akıllı kent:3; kent yönetim merkez:3; dijital ikiz:3; algılayıcı:3; sensör:3;
        nesnelerin interneti:3; IoT:3; akıllı aydınlatma:3; simülasyon:2; benzetim:2; akıllı ulaşım:3;
        akıllı atık:3; enerji verimliliğ:2; akıllı şehircilik:3; gösterge:1; akıllı bina:2; kent gösterge:2;
        makine öğren:2
    """,
    "servicedesk": """
        teknik destek:3; destek portal:3; arıza:2; arıza talep:3; kullanıcı destek:3; yardım başvuru:3;
        destek ver:3; son kullanıcı desteğ:3; uzaktan destek:3; yerinde destek:3; tamir bakım:2;
        arıza danışmanlık sağla:2; kullanıcı sorun:2; bilgi makale:3; talep çöz:1; sorun çöz:2;
        desteğini ver:3; kullanıcı desteğ:3; teknik servis:3; sorunları takip:2; talep sorun:2;
        taleplere cevap:2; kullanıcı talep:2; bakım onarım:1; sorunların giderilmesi:2
    """,
    "citizen": """
        CİMER:3; vatandaş başvuru:3; dilekçe:3; şikâyet:3; istek şikâyet:3; vatandaş katılım:3; anket:3;
        çalıştay:1; geri bildirim:3; mavi masa:3; açık kapı:3; vatandaş memnuniyet:3; hemşehri:2;
        başvuru kanal:3; kent sakin:3; 4982:2; katılım araç:3; bilgi toplama:1; bilgi edinme hak:2;
        basvuru kabul:1
    """,
    "ecity": """
        e-belediye:3; web site:3; internet site:3; web sayfa:3; e-devlet:3; mobil uygulama:2; web portal:3;
        internet üzerinden hizmet:2; internet üzerinden:2; internet ortamına taşı:3;
        vatandaşa dönük hizmet:2; interaktif uygulama:2; çevrim içi ödeme:3;
        internet üzerinden bilgi paylaş:3; kamuya açık internet:1; intranet:1; yayınlama:1
    """,
    "isms": """
        bilgi güvenliğ:3; BGYS:3; 27001:3; sızma test:3; zafiyet:3; risk değerlendir:3; risk yönet:3;
        güvenlik politika:3; iç denetim:2; düzeltici faaliyet:3; farkındalık:2;
        bilgi ve iletişim güvenliğ:3; siber güvenlik:2; güvenlik duvar:2; virüs:3; saldırı tespit:2;
        güvenlik tedbir:2; uygunsuzluk:3; 27701:1; siber risk:3; güvenlik önlem:3; dış denetim:3;
        güvenlik açık:3; güvenliğini sağla:2; veri güvenliğ:2; gizlilik hüküm:3; yama:1; güvenlik ürün:2;
        güvenliğini sağlayacak:2; denetim bulgu:2; siber saldırı:2; sistem güvenliğ:3; risk iyileştir:1;
        lisanssız:1; güvenlik standart:2; yönlendirme kurul:3; yönlendirme komite:3
    """,
    "incidents": """
        siber olay:3; SOME:3; USOM:3; siber saldırı:2; güvenlik ihlal:2; müdahale ekib:2; tatbikat:2;
        olay sonrası:2; siber tehdit:3; ihlal olay:3; zararlı yazılım:2; saldırı engelle:1; suç bilişim:2;
        olay delil:2; hukuki süreç:2; güvenlik olay:2; bilişim sistemine hukuka aykırı:3; bilişim suç:3;
        sektörel SOME:3
    """,
    "privacy": """
        kişisel veri:3; KVKK:3; 6698:3; KVK:2; 27701:3; ilgili kişi başvuru:3; veri ihlal:2;
        aydınlatma metin:3; açık rıza:3; anonim:3; KVYS:3; kişisel veri envanter:3; veri işleme envanter:3;
        gizli bilgi:1
    """,
    "continuity": """
        yedekle:3; yedek:3; yedekten:3; felaket:3; iş sürekliliğ:3; olağanüstü durum:3; acil durum:2;
        her an faal yedekli:3; sürekliliğini sağla:2; afet kriz:2; geri dönüş:2; altyapısının sürekliliğ:3;
        kesintisizliğ:1; emniyet tedbir:2
    """,
    "analytics": """
        yönetim bilgi sistem:3; YBS:3; gösterge panel:3; veri analiz:3; büyük veri:3; veri analitiğ:3;
        yapay zek:3; istatistik:2; karar destek:3; rapor oluştur:2; raporlama:1; raporlar oluştur:2;
        veri bilim:3; karar verici:2; istatistiksel:3; karar alma:2; öngörüsel:2
    """,
}


def _read(raw: str) -> tuple[tuple[str, int], ...]:
    entries = (entry.strip().rsplit(":", 1) for entry in raw.split(";") if entry.strip())
    return tuple((" ".join(written.split()), int(weight)) for written, weight in entries)


PROFILES: dict[str, tuple[tuple[str, int], ...]] = {code: _read(raw) for code, raw in _RAW.items()}
"""Module code → (phrase, weight) pairs."""
