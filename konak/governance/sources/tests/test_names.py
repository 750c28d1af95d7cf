"""Recognising a source in print."""

import pytest

from konak.governance.sources.matching import Known, articles_in, match, subjects

KNOWN = [
    Known(1, "law", "5393", "Belediye Kanunu", gazette="25874"),
    Known(2, "law", "5216", "Büyükşehir Belediyesi Kanunu", gazette="25531"),
    Known(
        3, "law", "6698", "Kişisel Verilerin Korunması Kanunu", ("KVKK", "Kişisel Verileri Koruma Kanunu"), "29677"
    ),
    Known(4, "law", "4734", "Kamu İhale Kanunu", gazette="24648"),
    Known(5, "law", "4735", "Kamu İhale Sözleşmeleri Kanunu", gazette="24648"),
    Known(
        6,
        "communique",
        "",
        "Siber Olaylara Müdahale Ekiplerinin Kuruluş, Görev ve Çalışmalarına Dair Usul ve Esaslar Hakkında Tebliğ",
        ("SOME Tebliği",),
        "28818",
    ),
    Known(7, "regulation", "", "Taşınır Mal Yönetmeliği", gazette="26407"),
    Known(8, "law", "5018", "Kamu Malî Yönetimi ve Kontrol Kanunu", gazette="25326"),
    Known(9, "circular", "2019/12", "Bilgi ve İletişim Güvenliği Tedbirleri", gazette="30823"),
]


@pytest.mark.parametrize(
    ("printed", "number", "meant"),
    [
        ("5393 sayılı Belediye Kanunu", "5393", 1),
        ("5393 Sayılı Belediye Kanununun 15 inci ve 18 inci maddelerine", "", 1),
        ("Belediye Kanununa", "", 1),
        ("Büyükşehir Belediyesi Kanununun 21 inci maddesine", "", 2),
        ("5651 sayılı Kanun", "5651", None),
        ("6698 sayılı KVKK gereğince", "6698", 3),
        ("Kişisel Verilerin Korunmas1 Kanununa", "", 3),
        ("4734 sayili Kamu Thale Kanunu", "4734", 4),
        ("Kamu İhale Kanunu", "", 4),
        ("4735 sayılı Kamu İhale Sözleşmeleri Kanunu", "4735", 5),
        ("28818 sayılı Resmî Gazete’de yayımlanan Siber Olaylara Müdahale Ekiplerinin Kuruluş, Görev ve "
         "Çalışmalarına Dair Usul ve Esaslar Hakkında Tebliğe", "", 6),
        ("Taşınır Mal Yönetmeliğine", "", 7),
        ("5018 sayılı Kamu Mali Yönetimi ve Kontrol Kanunu", "5018", 8),
        ("2019/12 sayılı Genelge", "", 9),
        ("Bu Yönetmelik", "", None),
        ("9999 sayılı Belediye Kanunu", "9999", None),
    ],
)  # fmt: skip
def test_a_printed_name_means_the_one_source_that_a_reader_would_take_it_for(printed, number, meant):
    found = match(printed, number, KNOWN)
    assert (found.id if found else None) == meant


def test_a_gazette_number_that_two_sources_share_decides_nothing_by_itself():
    assert match("24648 sayılı Resmî Gazete", "24648", KNOWN, kind="gazette") is None


@pytest.mark.parametrize(
    ("printed", "labels"),
    [
        ("5393 sayılı Belediye Kanununun 15 inci ve 18 inci maddelerine", ["15", "18"]),
        ("Kamu İhale Kanunu’nun 22/d maddesi kapsamında", ["22/d"]),
        ("5393 Sayılı Kanunun 15 inci maddesinin (b) bendine", ["15/b"]),
        ("5651 sayılı Kanuna uygun olarak", []),
    ],
)
def test_articles_are_read_down_to_the_letter(printed, labels):
    assert articles_in(printed) == labels


def test_a_subject_word_has_to_begin_a_word():
    text = "Kişisel verilerin silinmesini sağlamak, yağmur ölçümlerini kaydetmek"
    assert subjects(text, ["kişisel veri", "ağ", "ihale"]) == ["kişisel veri"]
