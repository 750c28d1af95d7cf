"""Bindings between duties and capabilities, proved with thirty capabilities such as the apps will declare."""

import dataclasses
from pathlib import Path

import pytest

from konak.governance.legislation.matching.binding import ACCEPT, accepted, suggest

from .test_matching_capabilities import CAPABILITIES

BOUND = [
    ("İz kayıtlarının günlük, haftalık ve aylık olarak izleme ve incelemesini yapmak,", "logs.review"),
    ("Birimlerin internet erişim kayıtlarının tutulmasını ve saklanmasını sağlamak,", "logs.internet"),
    ("Tim birimlere teknik destekte bulunmak.", "desk.tickets"),
    (
        (
            "EBYS yazilimmin telefonla veya gerektigi durumlarda yerinde destegini vermek, kullanicilardan "
            "alinan sorunlarin giderilmesini saglamak,"
        ),
        "desk.tickets",
    ),
    ("Bilgisayarlarda kullanılan yazılımların lisanslarının kontrolünü yapmak,", "assets.licences"),
    ("Kamera kayıtlarının sağlıklı ve sürdürülebilir olmasını sağlamak", "cameras.register"),
    (
        "Acik veri portalin1 kurmak, igletmek, veri seti ekleme ve giincelleme ¢alismalarin1 yapmak,",
        "opendata.portal",
    ),
    (
        "Kisisel Verilerin Korunmasi Kanunu kapsamindaki uyumluluk ¢aligmalarini kurum adina yiiriitmek,",
        "privacy.records",
    ),
    (
        "Belediye yönetim bilgi sistemi çerçevesinde üretilen verilerin yedekleme işlemini yapmak,",
        "continuity.backup",
    ),
    (
        "Coğrafi verilerin ve veri servislerinin, Meclisçe onaylanan gelir tarifesine göre satışını yapmak,",
        "gis.sales",
    ),
    ("Siber olay ile ilgili bilgileri USOM tarafından belirlenen portal üzerinden bildirmek,", "incidents.register"),
    (
        "DHCP yönetimi kurallarını belirlemek. WAN içerisinde IP işleyişinin sorunsuzca gerçekleşmesini sağlamak,",
        "network.addresses",
    ),
]

UNBOUND = [
    "Çim alanların biçilmesini, sulanmasını ve gübrelenmesini haftalık olarak yapmak,",
    "Hayvanların mama ve suyunu vermek,",
    "Gerek görevi gereği, gerekse personel olarak tabi olduğu mevzuatlara uymak,",
    "Ağaçların budama ve ilaçlama işlerini mevsiminde yürütmek,",
    "Üstü tarafından verilecek benzer nitelikli diğer görevleri yerine getirmek.",
    "Kapasitenin üzerinde hayvan kabul etmemek,",
    "Fidan üretim kapasitesini planlamak,",
    "Sulama otomasyon sistemlerini kurmak, işletmek ve arızalarını gidermek,",
    "Kesimhane denetimlerini yapmak ve uygunsuzlukları gidermek,",
    "Zoonoz hastalıklara karşı risk analizi yapmak,",
    "5393 sayılı Belediye Kanunu, 4734 sayılı Kamu İhale Kanunu ve 657 sayılı Devlet Memurları Kanunu ile verilen "
    "görevleri yerine getirmek,",
]


@pytest.mark.parametrize(("text", "code"), BOUND)
def test_a_duty_finds_the_capability_that_fulfils_it(text: str, code: str) -> None:
    best = suggest(text, CAPABILITIES)[0]

    assert (best.capability.code, best.score >= ACCEPT) == (code, True)


@pytest.mark.parametrize("text", UNBOUND)
def test_a_duty_of_another_trade_is_not_bound(text: str) -> None:
    assert accepted(suggest(text, CAPABILITIES)) == []


def test_the_reason_names_the_words_that_decided() -> None:
    best = suggest("Plaka tanıma, bariyer ve geçiş kontrol sistemlerini kurmak ve işletmek,", CAPABILITIES)[0]

    assert best.reason.startswith("Maddede geçen «Plaka tanıma», «bariyer geçiş» ifadeleri bu yeteneğin konusudur.")


def test_the_same_duty_gets_the_same_answer_in_any_order_of_the_register() -> None:
    text = "Siber olayları kayda almak, müdahale etmek ve olay sonrası rapor hazırlamak,"
    forwards = [(entry.capability.code, entry.score) for entry in suggest(text, CAPABILITIES)]
    backwards = [(entry.capability.code, entry.score) for entry in suggest(text, CAPABILITIES[::-1])]

    assert forwards == backwards


def test_a_word_that_speaks_against_lowers_the_score() -> None:
    text = "Telefon santrallerini kurmak ve arızalarını gidermek,"
    desk = next(entry for entry in CAPABILITIES if entry.code == "desk.tickets")
    without = dataclasses.replace(desk, unless=())

    assert suggest(text, [desk]) == []
    assert suggest(text, [without])[0].score >= ACCEPT


def test_a_word_of_another_trade_does_not_count_against_a_capability_that_speaks_of_it() -> None:
    layers = next(entry for entry in CAPABILITIES if entry.code == "gis.layers")
    trees = dataclasses.replace(layers, phrases=(*layers.phrases, "ağaç envanter"), words=(*layers.words, "ağaç"))
    text = "Ağaç envanterini coğrafi veri tabanında tutmak,"

    assert (len(accepted(suggest(text, [layers]))), len(accepted(suggest(text, [trees])))) == (0, 1)


def test_a_heading_alone_binds_nothing() -> None:
    assert (
        suggest("Görevleri zamanında yapmak,", CAPABILITIES, context="Coğrafi Bilgi Sistemleri Şube Müdürlüğü") == []
    )


def test_one_capability_alone_is_judged_by_the_same_measure() -> None:
    text = "Bilgisayarlarda kullanılan yazılımların lisanslarının kontrolünü yapmak,"
    licences = next(entry for entry in CAPABILITIES if entry.code == "assets.licences")

    assert len(accepted(suggest(text, [licences]))) == 1


def test_foreign_texts_exist_beside_the_tests() -> None:
    folder = Path(__file__).parent / "texts_foreign"

    assert sorted(path.name for path in folder.iterdir()) == ["parklar.txt", "veteriner.txt"]
