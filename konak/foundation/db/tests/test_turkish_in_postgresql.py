"""`tr_fold` and `tr_lower` answer what Python answers; `konak_tr` finds what Turkish readers look for."""

import unicodedata

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.foundation.db import turkish

pytestmark = pytest.mark.django_db

# Letters that Unicode got after version 14 may be known to one side only; NUL cannot be stored at all.
assigned = st.characters(exclude_categories=["Cs", "Cn", "Co"], exclude_characters="\0")
texts = st.lists(
    st.text(assigned, max_size=20) | st.text("IİıiĞğÇçŞşÖöÜüÂâÎîÛûΣσς\u0307\u0301\u0327 .'-", max_size=20),
    max_size=30,
)


def asked(question: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()[0]


def each(function: str, values: list[str]) -> list[str]:
    rows = "unnest(%s::text[]) WITH ORDINALITY AS rows(value, place)"
    return asked(f"SELECT array(SELECT {function}(value) FROM {rows} ORDER BY place)", values)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts)
def test_folding_is_the_same_on_both_sides(values):
    assert each("tr_fold", values) == [turkish.fold(value) for value in values]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts)
def test_lower_case_is_the_same_on_both_sides(values):
    assert each("tr_lower", values) == [turkish.lower(value) for value in values]


def test_every_single_letter_folds_the_same():
    letters = [chr(code) for code in range(1, 0x110000) if unicodedata.category(chr(code)) not in {"Cs", "Cn", "Co"}]
    unknown = (
        asked("SELECT current_setting('server_version_num')::int < 160000") and unicodedata.unidata_version > "14"
    )
    if unknown:
        letters = [letter for letter in letters if ord(letter) < 0x10000]
    told = each("tr_fold", letters)
    assert [hex(ord(one)) for one, answer in zip(letters, told, strict=True) if answer != turkish.fold(one)] == []


def test_words_people_type_fold_to_what_is_stored():
    assert each("tr_fold", ["İŞLEM", "Işık", "ılık", "KÂĞIT", "hâlâ", "ADMIN"]) == [
        "islem",
        "isik",
        "ilik",
        "kagit",
        "hala",
        "admin",
    ]


def test_folding_may_stand_in_an_index():
    question = (
        "SELECT array_agg(provolatile::text || proparallel::text) FROM pg_proc WHERE proname ~ '^tr_(fold|lower)$'"
    )
    assert asked(question) == ["is", "is"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Şube müdürlüğümüzün görevleri", "müdürlüğü"),
        ("İmar planlarının arşivlenmesi", "planları"),
        ("ILIK SU", "ılık"),
        ("Yönetmeliklerde", "yönetmeliğin"),
    ],
)
def test_suffixes_do_not_hide_a_word(text, word):
    assert asked(
        "SELECT to_tsvector('konak_tr', tr_lower(%s)) @@ plainto_tsquery('konak_tr', tr_lower(%s))", text, word
    )
