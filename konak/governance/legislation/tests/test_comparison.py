"""Versions of a text are compared by what they say, not by how their clauses are lettered."""

from konak.governance.legislation.matching.comparison import Change, Piece, changed_words, compare, tally

NETWORK = "Belediyenin yerel ve geniş alan ağlarını kurmak, işletmek ve topolojisini güncel tutmak,"
BACKUP = "Sunucu ve veri tabanlarının yedeklerini günlük almak, yedekten geri dönüş denemesini yapmak,"
ADDRESS = "IP adreslerini, DHCP ve DNS hizmetlerini ve sanal özel ağ (VPN) hesaplarını yönetmek,"
WIRELESS = "Etkinlik alanlarında kablosuz ağ hizmeti vermek,"


def clauses(article: str, *texts: str, tag: str = "") -> list[Piece]:
    return [
        Piece(f"{article}.{'abcç'[i]}", article, f"Madde {article}", text, is_duty=True, tag=tag)
        for i, text in enumerate(texts)
    ]


def kinds(old: list[Piece], new: list[Piece]) -> list[tuple[str, str]]:
    return [(pair.kind, pair.piece.path) for pair in compare(old, new)]


def test_a_clause_put_in_the_middle_leaves_those_below_it_unchanged():
    old = clauses("9", NETWORK, BACKUP)
    new = clauses("9", NETWORK, ADDRESS, BACKUP)

    assert kinds(old, new) == [("same", "9.a"), ("added", "9.b"), ("same", "9.c")]


def test_what_is_gone_stands_where_it_stood():
    old = clauses("9", NETWORK, ADDRESS, BACKUP)
    new = clauses("9", NETWORK, BACKUP)

    assert kinds(old, new) == [("same", "9.a"), ("removed", "9.b"), ("same", "9.b")]


def test_changed_words_are_whole_words():
    old, new = "Yedekleri günlük almak ve saklamak.", "Yedekleri haftalık almak ve saklamak."

    assert changed_words(old, new) == (
        Change("same", "Yedekleri "),
        Change("removed", "günlük"),
        Change("added", "haftalık"),
        Change("same", " almak ve saklamak."),
    )


def test_line_breaks_are_no_change():
    assert changed_words("ağları kurmak,\n  işletmek", "ağları kurmak, işletmek") == (
        Change("same", "ağları kurmak, işletmek"),
    )


def test_a_clause_carried_to_another_article_is_moved_and_not_lost():
    old = [*clauses("8", NETWORK, BACKUP), *clauses("9", ADDRESS, WIRELESS)]
    new = [*clauses("8", NETWORK), *clauses("9", ADDRESS, WIRELESS, BACKUP)]
    pairs = compare(old, new)

    assert [(p.kind, p.old.path, p.new.path) for p in pairs if p.old and p.new] == [
        ("same", "8.a", "8.a"),
        ("same", "9.a", "9.a"),
        ("same", "9.b", "9.b"),
        ("moved", "8.b", "9.c"),
    ]


def test_headings_are_paired_with_headings_only():
    heading = Piece("9", "9", "Madde 9", "Görevler", is_heading=True)
    clause = Piece("9.a", "9", "Madde 9", "Görevler")

    assert [pair.kind for pair in compare([heading], [clause])] == ["removed", "added"]


def test_what_is_gone_is_shown_with_the_heir_of_its_article():
    old = [*clauses("8", NETWORK, ADDRESS), *clauses("9", WIRELESS)]
    new = clauses("10", NETWORK)
    shown = [(pair.kind, pair.piece.text, pair.title) for pair in compare(old, new)]

    assert shown == [("same", NETWORK, "Madde 10"), ("removed", ADDRESS, "Madde 10"), ("removed", WIRELESS, "")]


def test_a_term_that_is_defined_anew_stays_one_piece():
    old = [Piece("4.f", "4", "Madde 4", "Personel: Başkanlıkta çalışan memur ve işçileri,")]
    new = [Piece("4.ı", "4", "Madde 4", "Personel: Görev yapan memur, sözleşmeli personel ve şirket personelini,")]

    assert kinds(old, new) == [("changed", "4.ı")]


def test_duties_gained_lost_and_handed_over_are_told_apart():
    old = [*clauses("8", NETWORK, tag="Ağ"), *clauses("9", WIRELESS, tag="Ağ")]
    new = [*clauses("8", NETWORK, tag="CBS"), *clauses("9", BACKUP, tag="Ağ")]
    found = tally(compare(old, new))

    assert [pair.piece.path for pair in found.handed_over] == ["8.a"]
    assert [pair.piece.text for pair in found.duties_gained] == [BACKUP]
    assert [pair.piece.text for pair in found.duties_lost] == [WIRELESS]
    assert (found.added, found.removed, found.changed, found.moved, found.same) == (1, 1, 0, 0, 1)


def test_an_empty_side_is_all_new_or_all_gone():
    assert kinds([], clauses("1", NETWORK)) == [("added", "1.a")]
    assert kinds(clauses("1", NETWORK), []) == [("removed", "1.a")]
    assert compare([], []) == []


def test_a_text_of_more_words_than_the_private_range_still_compares():
    old = " ".join(f"kelime{i}" for i in range(60_000))

    assert changed_words(old, old + " son")[-1] == Change("added", " son")
