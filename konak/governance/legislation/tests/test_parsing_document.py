"""What is known about a text beside its labels: parts around it, metadata, definitions, citations, notes, repairs."""

import json
from pathlib import Path

import pytest

from konak.governance.legislation.commands import configure
from konak.governance.legislation.parsing import Document, parse, read_file
from konak.governance.legislation.parsing.ocr import Repairer
from konak.governance.legislation.parsing.vocabulary import inflect

TEXTS = Path(__file__).parent / "texts"


@pytest.fixture(scope="module")
def page() -> Document:
    return read_file(TEXTS / "sayfa-duzeni.txt")


@pytest.fixture(scope="module")
def transport() -> Document:
    return read_file(TEXTS / "gecici-ek.txt")


def test_minutes_cover_furniture_and_signatures_are_kept_apart(page: Document) -> None:
    kinds = [part.kind for part in page.wrapper]

    assert kinds == ["minutes", "cover", *["footer", "page_number"] * 4, "minutes", "signature"]
    assert page.wrapper[-2].text == "6 maddeden oluşan Yönetmeliğin kabulüne oy birliği ile karar verilmiştir."


def test_metadata_come_from_cover_and_minutes(page: Document) -> None:
    assert page.meta == {
        "institution": "KAVAKLI BELEDİYE BAŞKANLIĞI",
        "unit": "DESTEK HİZMETLERİ MÜDÜRLÜĞÜ",
        "kind": "yönetmelik",
        "title": "DESTEK HİZMETLERİ MÜDÜRLÜĞÜ GÖREV VE ÇALIŞMA YÖNETMELİĞİ",
        "decision_date": "2024-02-05",
        "decision_number": "2024/37",
    }


def test_page_furniture_inside_a_clause_is_in_raw_but_not_in_text(page: Document) -> None:
    clause = page.articles[2].clauses[13]

    assert "Sayfa 3 / 6" in page.text[clause.start : page.articles[2].clauses[14].start]
    assert "Sayfa" not in clause.text + page.articles[2].clauses[14].text


def test_roles_of_articles_are_told(transport: Document) -> None:
    assert [(article.path, article.role) for article in transport.articles] == [
        ("1", "purpose"), ("2", "scope"), ("3", "organization"), ("4", "duties"), ("4/A", "other"), ("5", "duties"),
        ("6", "other"), ("7", "repeal"), ("Geçici 1", "transitional"), ("Geçici 2", "transitional"),
        ("Ek 1", "duties"), ("8", "entry_into_force"), ("9", "execution"),
    ]  # fmt: skip


def test_citations_of_own_articles_are_resolved_and_others_kept(transport: Document) -> None:
    own = [(ref.path, ref.number, ref.resolved) for ref in transport.references if ref.kind == "article"]
    laws = [(ref.path, ref.number, ref.date) for ref in transport.references if ref.kind == "law"]

    assert own == [("4.2", "4", "4.1.ğ"), ("4.2", "3", "3"), ("5.1", "4", "4")]
    assert laws == [("2.2", "5216", "2004-07-10"), ("2.2", "5393", "")]


def test_annexes_do_not_belong_to_the_last_article(transport: Document) -> None:
    assert transport.articles[-1].raw.endswith("Büyükşehir Belediye Başkanı yürütür.")
    assert [part.kind for part in transport.wrapper] == ["cover", "annex"]


def test_the_sentence_that_closes_a_list_is_its_tail(transport: Document) -> None:
    assert transport.articles[5].tail == "görevlerini yerine getirir."
    assert read_file(TEXTS / "eski-yazi-tipi.txt").articles[1].tail == "ifade eder."


def test_chapters_know_their_articles(transport: Document) -> None:
    assert [(chapter.number, chapter.title, chapter.articles) for chapter in transport.chapters] == [
        ("1", "Amaç, Kapsam, Dayanak", ["1", "2"]),
        ("2", "Teşkilat ve Görevler", ["3", "4", "4/A", "5"]),
        ("3", "Çeşitli ve Son Hükümler", ["6", "7", "Geçici 1", "Geçici 2", "Ek 1", "8", "9"]),
    ]


def test_repeated_and_missing_numbers_become_notes() -> None:
    document = read_file(TEXTS / "harfsiz.txt")

    assert [(note.code, note.message) for note in document.notes if note.code.startswith("number")] == [
        ("number_missing", "Madde 3 metinde yok; sıra 2 numaradan 4 numaraya atlıyor."),
        ("number_repeated", "“Madde 5” 2. kez geçiyor; numarası değiştirilmedi."),
    ]
    assert [article.path for article in document.articles] == ["1", "2", "4", "5", "5-2", "6", "7"]


def test_definitions_are_split_into_term_and_meaning() -> None:
    definitions = read_file(TEXTS / "tek-satir.txt").definitions

    assert [(one.label, one.term, one.meaning, one.path) for one in definitions] == [
        ("a", "Başkan", "Çınarlı Belediye Başkanını", "4.a"),
        ("b", "Belediye", "Çınarlı Belediyesini", "4.b"),
        ("c", "Müdür", "Park ve Bahçeler Müdürünü", "4.c"),
        ("ç", "Müdürlük", "Park ve Bahçeler Müdürlüğünü", "4.ç"),
    ]


def test_definitions_without_labels_are_read_line_by_line() -> None:
    document = parse(
        "Tanımlar\nMADDE 1 – Kavramlar şunlardır.\nMüdürlük  : Bilgi İşlem Müdürlüğü\n\nMüdür : Birimin amiri\n"
    )

    assert [(one.term, one.meaning) for one in document.definitions] == [
        ("Müdürlük", "Bilgi İşlem Müdürlüğü"),
        ("Müdür", "Birimin amiri"),
    ]


def test_two_columns_read_one_after_the_other_are_paired_and_marked_unsure() -> None:
    document = parse(
        "Tanımlar\nMADDE 1 – Bu Yönergede geçen;\na) Başkan\nb) Birim\nc) Kurul\n\n"
        ":Belediye Başkanını,\n:Bilgi İşlem\nMüdürlüğünü,\n:Bilgi Güvenliği Kurulunu\n\n"
        "Yürütme\nMADDE 2 – Başkan yürütür.\n"
    )

    assert [(one.term, one.meaning, one.confidence) for one in document.definitions] == [
        ("Başkan", "Belediye Başkanını", 0.9),
        ("Birim", "Bilgi İşlem Müdürlüğünü", 0.9),
        ("Kurul", "Bilgi Güvenliği Kurulunu", 0.9),
    ]
    assert [note.code for note in document.articles[0].notes] == ["definitions_paired"]


def test_legal_bases_carry_law_and_gazette_numbers() -> None:
    document = parse(
        "Dayanak\nMADDE 1 – Bu Yönetmelik, 5393 sayılı Belediye Kanununun 15 inci maddesi ile 22.02.2007 tarihli "
        "ve 26442 sayılı Resmî Gazete’de yayımlanan Norm Kadro İlke ve Standartlarına Dair Yönetmeliğe "
        "dayanılarak hazırlanmıştır.\n"
    )

    assert [(one.kind, one.number, one.gazette, one.date) for one in document.legal_bases] == [
        ("law", "5393", "", ""),
        ("regulation", "", "26442", "2007-02-22"),
    ]


def test_restored_labels_name_what_was_printed() -> None:
    document = read_file(TEXTS / "tarama.txt")
    letters = {clause.label: clause.printed for clause in document.articles[2].clauses}

    assert (letters["ç"], letters["ğ"], letters["ı"], letters["l"], letters["ü"]) == ("¢)", "§)", "1)", "1)", "ii)")


def test_repairs_stand_beside_the_raw_words() -> None:
    document = read_file(TEXTS / "tarama.txt")
    article = document.articles[2]

    assert article.heading != article.heading_repaired == "Müdürlüğün görev, yetki ve sorumlulukları"
    assert all(clause.raw == document.text[clause.start : clause.end] for clause in article.clauses)
    assert document.meta["title"] == (
        "İNSAN KAYNAKLARI VE EĞİTİM MÜDÜRLÜĞÜ ÇALIŞMA USUL VE ESASLARI HAKKINDA YÖNERGE"
    )


def test_legacy_letters_are_put_right_in_the_proposal_only() -> None:
    document = read_file(TEXTS / "eski-yazi-tipi.txt")

    assert document.articles[2].heading == "Müdürlüğün Görevleri ve ĠĢleyiĢi"
    assert document.articles[2].heading_repaired == "Müdürlüğün Görevleri ve İşleyişi"


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("Midiirliigiin goérev ve sorumluluk alaninda", "Müdürlüğün görev ve sorumluluk alanında"),
        ("Bagkanlik onayina sunmak", "Başkanlık onayına sunmak"),
        ("¢aligmalarini yiiriitmek", "çalışmalarını yürütmek"),
        ("is ve islemlerin", "iş ve işlemlerin"),
    ],
)
def test_scanned_words_are_matched_with_the_vocabulary(scanned: str, meant: str) -> None:
    assert Repairer(True, {}).repair(scanned)[0] == meant


@pytest.mark.parametrize(
    ("stem", "ending", "word"),
    [
        ("müdürlük", "(s)HnHn", "müdürlüğünün"), ("belediye", "(s)H", "belediyesi"), ("kurul", "DA", "kurulda"),
        ("yap", "mAsHnH", "yapmasını"), ("düzenle", "(H)nmAsH", "düzenlenmesi"), ("başkan", "(s)HnA", "başkanına"),
    ],
)  # fmt: skip
def test_words_are_inflected_by_the_rules(stem: str, ending: str, word: str) -> None:
    assert inflect(stem, ending) == word


def _run(*words: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    configure(parser)
    args = parser.parse_args(words)
    assert args.database is False
    return int(args.run(args))


def test_parse_prints_json_of_the_agreed_shape(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("parse", str(TEXTS / "harfsiz.txt"), "--json") == 0

    data = json.loads(capsys.readouterr().out)

    assert list(data) == [
        "meta", "chapters", "articles", "definitions", "legal_bases", "references", "wrapper", "notes",
    ]  # fmt: skip
    clause = data["articles"][4]["clauses"][1]
    assert (data["articles"][4]["number"], data["articles"][4]["occurrence"]) == ("5", 2)
    assert (clause["label"], clause["printed"], clause["path"]) == ("2", "2)", "5-2.2")
    assert (clause["text"], clause["raw"]) == ("Dosyalari kontrol etmek,", "2) Dosyalari kontrol etmek,")


def test_parse_prints_a_readable_tree(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("parse", str(TEXTS / "gecici-ek.txt")) == 0

    shown = capsys.readouterr().out

    assert "Madde Geçici 1 — Geçiş hükmü  [geçici hüküm]" in shown.splitlines()
    assert "    b) Trafik Şube Müdürlüğü," in shown.splitlines()


def test_parse_refuses_in_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "bos.txt").write_bytes(b"")

    assert _run("parse", str(tmp_path / "bos.txt")) == 2
    assert capsys.readouterr().err == "Dosya boş; içinde okunacak metin yok.\n"


def test_report_measures_given_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("report", str(TEXTS / "ic-ice.txt"), "--json") == 0

    measured = json.loads(capsys.readouterr().out)

    figures = [(one["name"], one["precision"], one["recall"], one["f1"]) for one in measured]
    assert figures == [("ic-ice", 1.0, 1.0, 1.0)]


def test_a_side_heading_that_starts_a_list_again_is_no_words_of_the_item_before() -> None:
    document = parse(
        "Müdürün görevleri\nMADDE 1 – Müdürün görev ve yetkileri aşağıdadır.\na) Yönetmek,\nb) Raporlamak.\n"
        "Müdürün yetkileri:\na) İmza atmak,\nb) Onay vermek.\n"
    )

    assert [(one.path, one.text, one.section) for one in document.articles[0].clauses] == [
        ("1.a", "Yönetmek,", ""),
        ("1.b", "Raporlamak.", ""),
        ("1.a-2", "İmza atmak,", "Müdürün yetkileri"),
        ("1.b-2", "Onay vermek.", ""),
    ]
    assert [note.code for note in document.articles[0].notes] == []


def test_a_text_without_any_number_is_read_by_its_headings() -> None:
    document = parse(
        "X BELEDİYESİ YÖNERGESİ\nAMAÇ\nBu yönergenin amacı görevleri belirlemektir.\nKAPSAM\nBu yönerge kapsar.\n"
        "GÖREVLER\na) Ağ kurmak,\nb) Yazılım geliştirmek.\nYÜRÜRLÜK\nOnayla yürürlüğe girer.\n"
    )

    assert [(article.number, article.heading, article.role) for article in document.articles] == [
        ("1", "AMAÇ", "purpose"),
        ("2", "KAPSAM", "scope"),
        ("3", "GÖREVLER", "duties"),
        ("4", "YÜRÜRLÜK", "entry_into_force"),
    ]
    assert [clause.path for clause in document.articles[2].clauses] == ["3.a", "3.b"]
    assert [note.code for note in document.notes] == ["numbered_headings"]


def test_labels_in_a_column_of_their_own_are_labels() -> None:
    document = parse(
        "Görevler\nMADDE 1 – Görevler:\n| Sıra | Görev |\n|---|---|\n| 1 | Ağ kurmak |\n| 2 | Yedek almak |\n"
    )

    assert [(clause.label, clause.text) for clause in document.articles[0].clauses] == [
        ("1", "Ağ kurmak"),
        ("2", "Yedek almak"),
    ]
