"""Nobody finds what he may not see, and rows follow their records."""

import pytest
from django.db import connection

from konak.foundation.access import NOBODY, Actor
from konak.foundation.people.positions import Position
from konak.foundation.search import SEARCHABLES, Searchable, register, services, words
from konak.foundation.search.models import SearchRow, Word
from konak.foundation.search.queries import search


def found(actor, text="gizem"):
    return sorted(hit.object_id for hit in search(actor, text).hits)


@pytest.fixture
def rows(put):
    put("Gizem şubede", object_id="branch")
    put("Gizem serviste", unit="bureau", object_id="bureau")
    put("Gizem zabıtada", unit="other", object_id="other")
    put("Gizem zabıtada ama benim", unit="other", owner_ids=[7, 8], object_id="mine")


@pytest.mark.parametrize(
    ("position", "unit", "sees"),
    [
        ("auditor", "other", ["branch", "bureau", "mine", "other"]),
        ("director", "branch", ["branch", "bureau", "mine"]),
        ("expert", "branch", ["branch", "mine"]),
        ("expert", "bureau", ["bureau", "mine"]),
        ("staff", "branch", ["mine"]),
        ("administrator", "branch", []),  # holds no seat that is given the permission
    ],
)
def test_each_scope_finds_its_own(rows, seat, position, unit, sees):
    assert found(seat(position, unit, user_id=7)) == sees


@pytest.mark.django_db
def test_what_is_found_is_exactly_what_the_reach_covers(put, units, view, seat):
    """The filter in the statement and the question about one record are two pieces of code with one meaning."""

    class Owned:
        owners = ("owner",)

        def __init__(self, unit_id: int, owner_id: int | None) -> None:
            self.unit_id, self.owner_id = unit_id, owner_id

    kept = {}
    for unit in units:
        for owner in (None, 1, 7):
            object_id = put(f"Gizem {unit} {owner}", unit=unit, owner_id=owner)
            kept[object_id] = Owned(units[unit].pk, owner)
    for position in Position.values:
        for unit in units:
            actor = seat(position, unit, user_id=7)
            both = Actor(7, (*actor.seats, *seat("staff", "other", user_id=7).seats))
            for someone in (actor, both):
                reach = someone.reach(view)
                assert found(someone) == sorted(key for key, owned in kept.items() if reach.covers(owned))


def test_a_stranger_finds_nothing_not_even_by_a_slip_or_a_number(rows, put, seat):
    put("KE-2026-00012 Gizem")
    for text in ("gizem", "gizm", "KE-2026-00012"):
        assert search(NOBODY, text).hits == ()
        assert search(seat("administrator"), text).hits == ()


def test_public_rows_are_found_by_everybody(put):
    put("Gizem herkese", public=True, object_id="open")
    assert found(NOBODY) == ["open"]


def test_secret_rows_need_a_clearance_nobody_here_has(put, seat):
    put("Gizem gizli", secrecy=3)
    assert found(seat("auditor")) == []


def test_writing_again_renews_and_never_doubles(put, seat):
    put("Eski ad gizem", object_id="5")
    put("Yeni ad gizem", object_id="5")
    assert [hit.title for hit in search(seat("auditor"), "gizem").hits] == ["Yeni ad gizem"]
    assert search(seat("auditor"), "eski").hits == ()
    services.remove(kind="test", object_id="5")
    services.remove(kind="test", object_id="5")
    assert found(seat("auditor")) == []


def test_an_undeclared_permission_is_a_mistake(put):
    with pytest.raises(ValueError, match="no declared permission"):
        put("Gizem", permission="nobody.knows")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//elsewhere.example", "https://elsewhere.example", ""])
def test_a_row_leads_nowhere_else(put, url):
    with pytest.raises(ValueError, match="out of the house"):
        put("Gizem", url=url)


def test_rebuilding_writes_what_is_there_and_removes_what_is_gone(put, seat):
    put("Gizem kalan", kind="rebuilt", object_id="kept")
    put("Gizem giden", kind="rebuilt", object_id="gone")
    put("Gizem başka", kind="other", object_id="other")
    register(Searchable("rebuilt", "Deneme", "search", lambda: put("Gizem kalan", kind="rebuilt", object_id="kept")))
    try:
        assert services.rebuild("rebuilt") == 1
    finally:
        del SEARCHABLES["rebuilt"]
    assert found(seat("auditor")) == ["kept", "other"]


def test_very_long_and_binary_looking_texts_are_indexed(put, seat):
    put("Gizem\0" + "ş" * 1000, body="\0" + "x" * 9000 + " uzun metin " * 50_000, object_id="long")
    assert found(seat("auditor")) == ["long"]


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        ("ağ ağı ağın ağlar ağların ağımız ağdan ağa", "ag"),
        ("müdürlük müdürlüğü müdürlüğümüz müdürlüğümüzün müdürlüklerinden", "mudurluk"),
        ("yazıcı yazıcılar yazicilarin yazıcıyı", "yazic"),
        ("kitap kitabı kitapların kitaba", "kitap"),
        ("başvuru başvurusu başvuruların başvurulardan", "basvur"),
        ("birim birimi birimin birimimiz birimlerinde birimleriyle", "birim"),
        ("bir", "bir"),
        ("veri verisi verilerin verilere", "veri"),
        ("vermek verme", "ver"),
        ("onay onayı onayına onaylar", "onay"),
        ("kurum kuruma kurumlarının kurumundan", "kurum"),
        ("kayıt kaydı kaydın kayıtlar kayıtların", "kayit"),
        ("izin izni iznin izinlerin", "izin"),
        ("2026", "2026"),
        ("il", "il"),
    ],
)
def test_all_forms_of_a_word_share_one_stem(forms, stem):
    from konak.foundation.db.turkish import fold

    assert {words.stem(fold(form)) for form in forms.split()} == {stem}


def plan_of(statement: str, values: list[object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


def written(number: int) -> str:
    """A word of its own for every number, so that the list of known words is long."""
    return "".join("bcdfghjklm"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:04}")


def test_the_plans_use_the_indexes(put, units, view):
    for number in range(3000):
        put(f"Kayıt {number} sıradan {written(number)} iş", body="günlük bakım ve onarım " * 3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchrow")
        cursor.execute("ANALYZE search_word")
        cursor.execute("SELECT gin_clean_pending_list('search_words'), gin_clean_pending_list('search_word_similar')")
    words_plan = plan_of(
        "SELECT id FROM search_searchrow WHERE vector @@ to_tsquery('simple', %s)", ["2718:* | qx2718"]
    )
    typos_plan = plan_of("SELECT word FROM search_word WHERE word %% %s OR word %% %s", ["siradn", "sirad"])
    number_plan = plan_of("SELECT id FROM search_searchrow WHERE number = %s AND number <> ''", ["ke-2026-1"])
    assert "search_words" in words_plan
    assert "search_word_similar" in typos_plan
    assert "search_number" in number_plan
    assert SearchRow.objects.count() == 3000


def test_a_search_is_one_statement_and_a_fallback_one_more(rows, seat, django_assert_num_queries):
    actor = seat("director")
    with django_assert_num_queries(1):
        search(actor, "gizem")
    with django_assert_num_queries(6):  # as written; savepoint, threshold, known words, release; as meant
        search(actor, "gizmm")


def test_words_whose_rows_are_gone_are_forgotten(put, seat):
    put("Gizem zemberek", object_id="1")
    put("Gizem kalan", object_id="2")
    services.remove(kind="test", object_id="1")
    Word.objects.create(word="kalan")
    assert services.forget_words() == 2
    assert sorted(Word.objects.values_list("word", flat=True)) == ["gizem", "kalan"]


@pytest.mark.parametrize(
    ("asked", "known", "count"),
    [
        ("plan", "plan", 0),
        ("plna", "plan", 1),
        ("bakm", "bakim", 1),
        ("bakmi", "bakim", 1),
        ("envantri", "envanteri", 1),
        ("yazcilar", "yazici", 1),  # their stems
        ("mudurlk", "mudurluk", 1),
        ("kpan", "plan", None),
        ("hraitta", "haritta", 1),
        ("hraitta", "harita", 2),
        ("su", "si", None),
    ],
)
def test_slips_are_counted_by_the_length_of_the_word(asked, known, count):
    assert words.slips(asked, known) == count
