"""Letters saved in the wrong alphabet, and repairs of scanned words: doubtful ones stay unsaid."""

import pytest

from konak.governance.legislation.parsing import parse
from konak.governance.legislation.parsing.candidates import MOST
from konak.governance.legislation.parsing.mojibake import mend
from konak.governance.legislation.parsing.ocr import Repairer
from konak.governance.legislation.parsing.slips import explained

SOUND = "MADDE 1 – (1) Görevler şunlardır:\na) Çalışma ilkelerini İçişleri ile görüşmek,\nb) Iğdır yazışmaları.\n"


@pytest.mark.parametrize("alphabet", ["latin-1", "cp1252", "cp1254"])
def test_text_saved_in_the_wrong_alphabet_is_read_and_keeps_its_places(alphabet: str) -> None:
    wrong = SOUND.encode().decode(alphabet, errors="replace")

    document = parse(wrong)

    assert [clause.text for clause in document.articles[0].clauses] == [
        "Çalışma ilkelerini İçişleri ile görüşmek,",
        "Iğdır yazışmaları.",
    ]
    assert [wrong[clause.start : clause.end] for clause in document.articles[0].clauses] == [
        clause.raw for clause in document.articles[0].clauses
    ]
    assert [note.code for note in document.notes] == ["wrong_encoding"]


@pytest.mark.parametrize("text", [SOUND, "Ã¼ işareti yanlış alfabenin izidir; şu söz sağlamdır.", "", "Å Ä Ã"])
def test_sound_text_is_not_mended(text: str) -> None:
    assert mend(text) == (text, None)


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("Tammlar", "Tanımlar"),
        ("dosyalarim", "dosyalarını"),
        ("basvurulart", "başvuruları"),
        ("mevzuati", "mevzuatı"),
        ("Yo6netim", "Yönetim"),
        ("Thale", "İhale"),
    ],
)
def test_slips_of_the_reader_are_put_right(scanned: str, meant: str) -> None:
    assert Repairer(True, {}).repair(scanned)[0] == meant


@pytest.mark.parametrize(
    "word",
    [
        "gibidir",
        "edilmesi",
        "teşkilatı",
        "belediyemize",
        "buna",
        "yetkilisi",
        "temini",
        "alinacak",
        "kir",
        "bunlarin",
    ],
)
def test_a_word_that_slips_do_not_explain_is_left_alone(word: str) -> None:
    assert Repairer(True, {}).repair(word)[0] == word


def test_a_slip_explains_only_its_own_letters() -> None:
    assert (explained("Miidiirliigii", "müdürlüğü"), explained("gibidir", "galibidir")) == (True, False)


def test_more_labels_than_any_article_has_are_words_and_noted() -> None:
    document = parse("MADDE 1 – (1) Görevler:\n" + "a) Yazmak,\n" * (MOST + 5))

    assert [note.code for note in document.articles[0].notes][-1] == "too_many_labels"
