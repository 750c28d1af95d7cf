"""Every list of the house leaves it as a workbook and keeps named views: one form, one place, one's own reach."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from openpyxl import load_workbook

from konak.foundation.calendar.services import add_working_days
from konak.foundation.people.models import Appointment
from konak.governance.committees.tests.conftest import founded
from konak.governance.legislation.tests.scene import scene  # noqa: F401 - a fixture
from konak.governance.orders import services as orders
from konak.governance.processes import services as processes
from konak.governance.sources import services as sources
from konak.governance.staffing.services import delegating

LISTS = {
    "/": "Sayı",
    "/tasinirlar/": "Sicil no",
    "/tasinirlar/fisler/": "Sayı",
    "/tasinirlar/ambar/": "Kod",
    "/tasinirlar/istekler/": "Sayı",
    "/tasinirlar/cihazlar/": "Ağdaki adı",
    "/tasinirlar/aktarim/": "Dosya",
    "/tasinirlar/ambarlar/": "Ambar kodu",
    "/tasinirlar/kodlar/": "Kod",
    "/tasinirlar/yerler/": "Yer kodu",
    "/birimler/": "Birim",
    "/birimler/?q=deneme": "Ad soyad",
    "/ara/?q=deneme": "Tür",
    "/bildirimler/?gorunum=tumu": "Zaman",
    "/ben/anahtarlar/": "Anahtar",
    "/yonetim/anahtarlar/": "Anahtar",
    "/yonetim/gonderiler/": "Kime",
    "/ben/oturumlar/": "Aygıt",
    "/mevzuat/": "Sayı",
    "/gorevler/": "Mevzuat",
    "/gorevlerim/": "Neden",
    "/tanimlar/": "Tür",
    "/kanit-paketi/": "Birim",
    "/emirler/": "Sayı",
    "/kurullar/": "Kod",
    "/kurullar/kararlar/": "Sayı",
    "/dayanaklar/": "Tür",
    "/dayanaklar/gorevler/": "Metin",
    "/dayanaklar/izleme/": "Sayı",
    "/dayanaklar/genelgeler/": "Sayı",
    "/uyum/": "Sayı",
    "/uyum/donemler/": "Sayı",
    "/uyum/bende/": "Sayı",
    "/uyum/yukselenler/": "Sayı",
    "/uyum/plan/": "Görev",
    "/uyum/teyit/": "Dönem",
    "/uyum/metinler/": "Sayı",
    "/kadro/": "Kişi",
    "/kadro/vekaletler/": "Sayı",
    "/kadro/amir-yoklugunda/": "Sayı",
    "/kadro/gorevler-ayriligi/": "Kişi",
    "/kadro/gruplar/": "Grup",
    "/kadro/is-tanimlari/": "Sayı",
    "/kadro/is-yuku/": "Kişi",
    "/kadro/devir-teslim/": "Sayı",
    "/kadro/hesaplar/": "Kişi",
    "/hizmetler/": "Hizmet",
    "/hizmetler/kapsam/": "Hizmet",
    "/surecler/": "Kod",
    "/surecler/riskler/": "Süreç",
    "/surecler/kontroller/": "Kontrol",
    "/bilgi-verme/": "Sayı",
    "/bilgi-verme/iz-kayitlari/": "Sayı",
    "/gizli-bakislar/": "An",
    "/loglar/": "No",
    "/loglar/incelemeler/?durum=signed": "Dönem başı",
    "/loglar/incelemeler/planlar/": "Birim",
    "/loglar/alarmlar/": "Ad",
    "/loglar/saklama/": "Küme",
    "/loglar/erisim/": "Küme",
    "/emirler/cizelge/": "Birim",
    "/imza/": "Konu",
    "/imza/gonderilenler/": "Konu",
    "/imza/sertifikalar/": "Ad",
    "/imza/aygitlar/": "Tür",
    "/imza/basvurular/": "Sayı",
    "/imza/mobil/": "Sayı",
    "/teskilat/degisiklikler/": "Sayı",
    "/teskilat/detsis/bildirimler/": "Sayı",
    "/teskilat/norm-kadro/": "Birim",
    "/teskilat/gruplar/": "Grup",
    "/teskilat/ice-aktarma/": "Tür",
    "/teskilat/belgeler/": "Belge",
    "/teskilat/kurallar/": "Geçerli olduğu birim",
    "/teskilat/detsis/": "No",
    "/evrak/gelen/": "Sayı",
    "/evrak/havaleler/": "Sayı",
    "/evrak/yazilar/": "Dosya",
    "/evrak/dosya-plani/": "Kod",
    "/evrak/istatistik/": "Birim",
    "/evrak/okumalar/": "Zaman",
    "/evrak/gunluk-rapor/": "Gün",
    "/evrak/kutular/": "Tür",
    "/evrak/iletiler/": "Geliş",
    "/evrak/gonderimler/": "Muhatap",
    "/evrak/istekler/": "Sayı",
    "/evrak/detsis/": "DETSİS no",
    "/evrak/kod-denetimi/": "Evrak",
    "/evrak/sifreleme-sertifikalari/": "DETSİS no",
    "/arsiv/": "Durum",
    "/arsiv/ara/": "Belge",
    "/arsiv/odunc/": "Durum",
    "/arsiv/devirler/": "Durum",
    "/arsiv/imha/": "Durum",
    "/arsiv/aktarma/": "Durum",
    "/arsiv/plan/": "Kod",
    "/arsiv/denetim/": "Zaman",
    "/bakim/is-emirleri/": "Sayı",
    "/bakim/gelen/": "Plan",
    "/bakim/planlar/": "Plan",
    "/bakim/sozlesmeler/": "Sayı",
    "/bakim/devreye-alma/": "Sayı",
    "/bakim/veri-silme/": "Tutanak",
    "/bakim/durum/": "Sayı",
    "/bakim/yedekler/": "Sicil no",
    "/bakim/yenileme/": "Sayı",
    "/bakim/maliyet/": "Sicil no",
    "/destek/parcalar/": "Sayı",
    "/sayimlar/zararlar/": "Sayı",
    "/sarf/stok/": "Malzeme",
    "/sarf/yazicilar/": "Sicil no",
    "/sarf/parcalar/": "Sicil no",
    "/sarf/verilenler/": "Fiş dosyası",
    "/sarf/tuketim/": "Birim",
    "/sarf/uyarilar/": "Sayı",
    "/sarf/oneriler/": "Sayı",
    "/sarf/uyum/": "Model",
    "/yazilim/": "Yazılım",
    "/yazilim/katalog/": "Yazılım",
    "/yazilim/lisanslar/": "Sayı",
    "/yazilim/yenilemeler/": "Yıl",
    "/yazilim/bilgisayarlar/": "Bilgisayar",
    "/yazilim/envanterler/": "Yükleme",
    "/yazilim/uygunsuz/": "Uygunsuzluk",
    "/yazilim/uygunsuzluklar/": "Sayı",
    "/yazilim/turlar/": "Sayı",
    "/yazilim/kurallar/": "Ad kalıbı",
    "/cografi-veri/": "Katman",
    "/cografi-veri/guncellik/": "Katman",
    "/cografi-veri/aktarimlar/": "Dosya",
    "/cografi-veri/oneriler/": "No",
    "/cografi-veri/talepler/": "Sayı",
    "/cografi-veri/masaustu/": "Kişi",
    "/izleme/cihazlar/": "Cihaz",
    "/izleme/arizalar/": "Arıza",
    "/izleme/gorevler/": "Görev",
    "/izleme/tuzaklar/": "Tuzak",
    "/izleme/hizmetler/": "Hizmet",
    "/izleme/kapasite/": "Ne",
    "/izleme/izlenmeyenler/": "Bilgi sistemi",
    "/izleme/bakim-kayitlari/": "Gün",
    "/izleme/pencereler/": "Pencere",
    "/izleme/sablonlar/": "Şablon",
    "/izleme/kimlikler/": "Kimlik",
    "/izleme/tarama/": "Ağ",
    "/bilgi-sistemleri/": "Kod",
    "/bilgi-sistemleri/eksikler/": "Kod",
    "/bilgi-sistemleri/arayuzler/": "Sistem",
    "/bilgi-sistemleri/gozden-gecirme/": "Sayı",
    "/bilgi-sistemleri/kutular/": "Tür",
    "/destek/taleplerim/": "Sayı",
    "/destek/kuyruk/": "Sayı",
    "/destek/katalog/": "Hizmet",
    "/destek/katalog/sureler/": "Söz",
    "/destek/katalog/oncelik/": "Etki",
    "/destek/katalog/ekip/": "Kişi",
    "/destek/pano/raporlar/": "Hizmet",
    "/ziyaretler/liste/": "Sayı",
    "/tekrarlayan-talepler/": "Konu",
    "/kesintiler/": "Sayı",
    "/destek/pano/grafikler/": "Hizmet",
    "/destek/pano/sureler/": "Gün",
    "/destek/kuyruk/ara/?q=deneme": "Sayı",
    "/destek/katalog/araclar/sablonlar/": "Adı",
    "/destek/katalog/araclar/makrolar/": "Adı",
    "/destek/katalog/araclar/metinler/": "Adı",
    "/danismanlik/gorusler/": "Sayı",
    "/danismanlik/uygunluk/": "Sayı",
    "/danismanlik/ihtiyac/": "Sayı",
    "/danismanlik/yazilim/": "Sayı",
    "/danismanlik/sorunlar/": "Sayı",
    "/danismanlik/egitim/": "Sayı",
    "/danismanlik/egitim/istekler/": "Sayı",
    "/danismanlik/egitim/katalog/": "Eğitim",
    "/yetkiler/": "Kişi",
    "/yetkiler/onaylar/": "Sayı",
    "/yetkiler/personelim/": "Kişi",
    "/yetkiler/talepler/": "Sayı",
    "/yetkiler/kutuk/": "Kişi",
    "/yetkiler/unutulanlar/": "Kişi",
    "/yetkiler/sapmalar/": "Hesap",
    "/yetkiler/hesaplar/": "Hesap",
    "/yetkiler/katalog/": "Kod",
    "/yetkiler/cakismalar/": "Yetki",
    "/yetkiler/taahhutler/": "Taahhüt",
    "/yetkiler/sablonlar/": "Şablon",
    "/yetkiler/gozden-gecirme/": "Sayı",
    "/yetkiler/hareketler/": "Sayı",
    "/bilgi/makaleler/": "Başlık",
    "/iletiler/": "Geliş",
    "/iletiler/kutular/": "Kutu",
    "/kancalar/": "Ad",
    "/dizin/esitlemeler/": "Başlangıç",
    "/ag/": "Ağ",
    "/ag/aglar/": "Ağ",
    "/ag/adresler/": "Adres",
    "/ag/adresler/cift/": "Ne",
    "/ag/araliklar/": "Aralık",
    "/ag/vlan/": "No",
    "/ag/vlan/gruplar/": "Grup",
    "/ag/vrf/": "VRF",
    "/ag/bloklar/": "Blok",
    "/ag/istekler/": "İstek",
    "/ag/kurallar/": "Kural",
    "/ag/kurallar/kumeler/": "Güvenlik duvarı",
    "/ag/vpn/": "Hesap",
    "/ag/internet/": "Profil",
    "/ag/internet/sahipler/": "Kimde",
    "/ag/ayricaliklar/": "Ayrıcalık",
    "/ag/suzgec/kategoriler/": "Kategori",
    "/ag/suzgec/istatistik/": "Kategori",
    "/ag/suzgec/dosyalar/": "Dosya",
    "/ag/kanallar/": "Kanal",
    "/ag/protokoller/": "Protokol",
    "/ag/kablosuz/": "SSID",
    "/ag/kablosuz/noktalar/": "Erişim noktası",
    "/ag/misafirler/": "Telefon",
    "/ag/etkinlikler/": "Etkinlik",
    "/ag/teslimler/": "Teslim",
    "/ag/planlanan/": "İş",
    "/ag/planlanan/yillar/": "Yıl",
    "/ag/sinamalar/": "Hat",
    "/ag/teklifler/": "Teklif",
    "/ag/isletmeciler/": "İşletmeci",
    "/ag/kim/": "Adres",
    "/ag/kim/dosyalar/": "Dosya",
    "/dizin/farklar/": "Bulunma",
    "/dizin/gruplar/": "Grup",
    "/dizin/sistemler/": "Sistem",
}
"""Address of a list → the first head of its workbook."""
OWN_DOOR = ("/iz/", "/yonetim/yetkiler/")
"""Lists whose workbook has an address of its own: taking the trail out is told, the grants are one whole table."""


def sheet(client, page):
    answer = client.get(page + ("&" if "?" in page else "?") + "bicim=xlsx")
    assert (page, answer.status_code) == (page, 200)
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    book = load_workbook(io.BytesIO(answer.content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()], book


@pytest.fixture
def reader(hall):
    """Heads the department and looks after the program: finds every list."""
    person = hall.seat("head_of_department", hall.department)
    Appointment.objects.create(
        user=person.user, unit=hall.municipality, position="administrator", since=dt.date(2020, 1, 1)
    )
    return person


@pytest.mark.parametrize("page", LISTS)
def test_a_list_leaves_as_a_workbook_and_keeps_views(reader, page):
    rows, book = sheet(reader.client, page)
    shown = reader.client.get(page).text

    assert rows[0][0] == LISTS[page]
    assert [head for head in rows[0] if not isinstance(head, str) or not head] == []
    assert (book.worksheets[0].freeze_panes, book.worksheets[0]["A1"].font.bold) == ("A2", True)
    told = dict(line[:2] for line in book["Bilgi"].iter_rows(values_only=True))
    assert told["Satır sayısı"] == len(rows) - 1
    assert (shown.count("data-list-link"), shown.count("Excel'e aktar"), shown.count('class="k-saved"')) == (1, 1, 1)


@pytest.mark.parametrize("page", OWN_DOOR)
def test_the_lists_with_a_door_of_their_own_keep_views_too(reader, page):
    shown = reader.client.get(page).text
    assert (shown.count("Excel'e aktar"), shown.count('class="k-saved"')) == (1, 1)


@pytest.fixture
def town(scene):  # noqa: F811 - the fixture
    """A regulation in force, two orders, a committee, a delegation, a service and a source of one department."""
    hall, today = scene.hall, localdate()
    for place in range(2):
        orders.give(
            actor=scene.head.actor,
            unit_id=hall.gis.pk,
            assignee_id=scene.gis_clerk.user.pk,
            subject=f"Envanter {place}",
            text="Listeyi çıkarın.",
            due_on=add_working_days(today, 5),
        )
    founded(hall, scene.head, scene.gis_director)
    seat = Appointment.objects.get(user=scene.gis_director.user)
    delegating.delegate(
        actor=scene.gis_director.actor,
        seat_id=seat.pk,
        deputy=scene.chief.user,
        since=today + dt.timedelta(days=2),
        until=today + dt.timedelta(days=9),
    )
    processes.add_service(actor=scene.head.actor, unit_id=hall.department.pk, name="Harita paylaşımı")
    sources.add_source(
        actor=scene.head.actor, unit_id=hall.department.pk, kind="law", title="Belediye Kanunu", number="5393"
    )
    return scene


FILLED = {
    "/mevzuat/": (1, 0),
    "/gorevler/": (7, 0),
    "/emirler/?pano=verdigim": (2, 0),
    "/kurullar/": (1, 0),
    "/kadro/vekaletler/": (1, 0),
    "/hizmetler/": (1, 1),
}
"""Address → rows that the head of the department and a clerk of another unit take out; services are everybody's."""


def test_a_workbook_holds_what_its_reader_sees_and_nothing_of_a_stranger(town):
    taken, seen = {}, {}
    for page in FILLED:
        own, foreign = sheet(town.head.client, page)[0], sheet(town.stranger.client, page)[0]
        taken[page] = (len(own) - 1, len(foreign) - 1)
        seen[page] = tuple(who.client.get(page).text.count(" data-row") for who in (town.head, town.stranger))
    assert (taken, seen) == (FILLED, FILLED)
    subjects = [row[1] for row in sheet(town.head.client, "/emirler/?pano=verdigim")[0][1:]]
    assert sorted(subjects) == ["Envanter 0", "Envanter 1"]
    clerk = sheet(town.gis_clerk.client, "/")[0]
    assert [row[4] for row in clerk[1:]] == [town.gis_clerk.user.full_name] * 2


def test_a_workbook_costs_the_same_number_of_statements_however_long_it_is(town):
    pages = (
        "/?gorunum=bana",
        "/emirler/?pano=banaverilen",
        "/kadro/",
        "/kadro/vekaletler/",
        "/kadro/is-yuku/",
        "/hizmetler/",
    )

    def counted(page):
        reader = town.head if "yuku" in page or "hizmet" in page else town.gis_clerk
        with CaptureQueriesContext(connection) as caught:
            sheet(reader.client, page)
        return len(caught)

    few = {page: (counted(page), counted(page))[1] for page in pages}
    for place in range(4):
        orders.give(
            actor=town.head.actor,
            unit_id=town.hall.gis.pk,
            assignee_id=town.gis_clerk.user.pk,
            subject=f"Yeni {place}",
            text="Yapın.",
            due_on=add_working_days(localdate(), 5),
        )
        town.hall.seat("staff", town.hall.gis)
        processes.add_service(actor=town.head.actor, unit_id=town.hall.department.pk, name=f"Hizmet {place}")
    assert {page: counted(page) for page in pages} == few


def test_the_filters_of_a_list_hold_for_its_workbook_and_stand_on_its_second_sheet(town):
    rows, book = sheet(town.head.client, "/gorevler/?article=2")
    told = dict(line[:2] for line in book["Bilgi"].iter_rows(values_only=True))
    assert [row[3] for row in rows] == ["Bent", "Md. 2.a", "Md. 2.b", "Md. 2.c"]
    assert (told["Liste"], told["Satır sayısı"], told["Madde"]) == ("Görevler", 3, "2")
