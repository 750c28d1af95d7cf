"""Names people give, and names that deceive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from konak.foundation.files import names


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Çığlık önleme ŞARTNAMESİ.pdf", "Çığlık önleme ŞARTNAMESİ.pdf"),
        ("../../çığlık\u202e.pdf", "çığlık.pdf"),
        ("..\\..\\windows\\ağ.txt", "ağ.txt"),
        ("C:\\Belgeler\\rapor.docx", "rapor.docx"),
        ("I\u0307zin.pdf", "İzin.pdf"),  # a dot of its own becomes one letter
        ("rapor\u202efdp.exe", "raporfdp.exe"),  # shown as "raporexe.pdf" by a deceived screen
        ("a\u200bb\u00adc\ufeff.pdf", "abc.pdf"),
        ("satır\nbaşı\t\r.pdf", "satır başı.pdf"),
        ("a\u0000b.pdf", "ab.pdf"),
        ("çok   boşluk\u00a0.pdf", "çok boşluk.pdf"),
        ('"tırnak"<b>|?*:.pdf', "_tırnak__b_____.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.pdf", "_com1.pdf"),
        ("conta.pdf", "conta.pdf"),
        ("...", "dosya"),
        ("", "dosya"),
        ("/", "dosya"),
        ("..", "dosya"),
        (".htaccess", "htaccess"),
        ("ad. . .", "ad"),
    ],
)
def test_a_name_keeps_its_letters_and_loses_its_traps(given_name, kept):
    assert names.clean(given_name) == kept


def test_a_long_name_keeps_its_extension():
    kept = names.clean("ş" * 400 + ".docx")
    assert (len(kept), kept[-5:]) == (150, ".docx")


@given(st.text(max_size=300))
def test_whatever_comes_is_a_harmless_name_and_cleaning_again_changes_nothing(text):
    kept = names.clean(text)
    assert 0 < len(kept) <= names.LONGEST
    assert not set(kept) & set('/\\<>:"|?*\0\n\r\t\u202e\u200b')
    assert names.clean(kept) == kept


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.TIF", "tif"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("a.", "")],
)
def test_the_extension_is_lower_case_ascii(name, extension):
    assert names.extension(name) == extension


def test_a_turkish_name_travels_in_both_forms():
    assert names.disposition('Çığ "şelale";İ.pdf', attachment=True) == (
        'attachment; filename="cig _selale__i.pdf"; '
        "filename*=UTF-8''%C3%87%C4%B1%C4%9F%20%22%C5%9Felale%22%3B%C4%B0.pdf"
    )
