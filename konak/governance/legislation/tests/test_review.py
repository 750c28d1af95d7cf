"""The review of a draft: split, merge, relabel, confirm, on the whole page and in fragments; and who may not."""

import pytest

from konak.governance.legislation import queries, services
from konak.governance.legislation.forms.regulation import SplitForm
from konak.governance.legislation.matching.comparison import Change
from konak.governance.legislation.models import Clause
from konak.governance.legislation.services.intake import calm
from konak.governance.legislation.tests.regulation_text import TEXT, handed_in, settle
from konak.governance.legislation.views.outline import Look, raw_lines, sections


@pytest.fixture
def head(hall):
    return hall.seat("head_of_department", hall.department)


@pytest.fixture
def draft(hall, head):
    return handed_in(hall, head)


def clause_of(regulation, path):
    return regulation.clauses.get(path=path)


def post(person, clause, action, browser="htmx", **answer):
    return getattr(person, browser).post(f"/mevzuat/bent/{clause.pk}/{action}/", answer)


def looked_at(regulation, look):
    parts = sections(regulation, queries.articles(regulation), queries.clauses(regulation))
    return [line.clause.path for part in parts for line in part.lines if look in line.looks]


def test_the_page_shows_raw_text_and_structure_side_by_side(draft, head):
    page = head.client.get(f"/mevzuat/{draft.case.number}/inceleme/")
    words = page.content.decode()
    one = clause_of(draft, "3.ç")

    assert page.status_code == 200
    assert f'id="ham-{one.pk}">ç) Hava fotoğraflarını temin etmek ve arşivlemek.</span>' in words
    assert f'id="bent-{one.pk}"' in words
    assert "6 görevin hiçbiri onaylanmadı" in words


def test_the_raw_side_says_every_letter_of_the_text_once(draft):
    lines = raw_lines(draft, draft.clauses.all(), [])

    assert "\n".join("".join(run.text for run in line.runs) for line in lines) == draft.text
    begun = [run.clause for line in lines for run in line.runs if run.first]
    assert sorted(begun) == sorted(draft.clauses.values_list("pk", flat=True))


def test_a_yes_confirms_the_proposed_unit_and_answers_with_what_changed(hall, draft, head):
    clause = clause_of(draft, "3.a")
    answer = post(head, clause, "confirm")
    clause.refresh_from_db()
    words = answer.content.decode()

    assert (answer.status_code, clause.confirmed, clause.unit) == (200, True, hall.gis)
    assert "6 görevin 1’i onaylandı" in words
    assert "1 / 4 görev onaylı" in words
    assert words.count("<article") == 1


def test_the_way_on_appears_with_the_last_yes(hall, draft, head):
    settled = list(draft.clauses.filter(is_duty=True))
    answers = [post(head, clause, "confirm").content.decode() for clause in settled]

    assert [f"/mevzuat/{draft.case.number}/adim/submit/" in words for words in answers] == [False] * 5 + [True]
    assert "6 görevin hepsi onaylandı" in answers[-1]


def test_without_script_an_action_leads_back_to_its_clause(draft, head):
    clause = clause_of(draft, "3.a")
    answer = post(head, clause, "confirm", "client", suz="onaysiz")

    assert answer.status_code == 302
    assert answer["Location"] == f"/mevzuat/{draft.case.number}/inceleme/?suz=onaysiz#bent-{clause.pk}"


def test_another_unit_and_position_may_be_chosen_and_a_cadence_needs_the_words_of_the_text(hall, draft, head):
    clause = clause_of(draft, "4.a")
    refused = post(head, clause, "confirm", unit=hall.gis.pk, role="chief", cadence="monthly", cadence_quote="")
    taken = post(head, clause, "confirm", unit=hall.gis.pk, role="chief")
    clause.refresh_from_db()

    assert refused.status_code == 422
    assert "Sıklığın metindeki dayanağını yazın" in refused.content.decode()
    assert refused["HX-Retarget"] == f"#form-{clause.pk}"
    assert (taken.status_code, clause.unit, clause.role, clause.cadence) == (200, hall.gis, "chief", "none")


def test_a_unit_chosen_once_may_settle_every_duty_of_the_same_holder(hall, draft, head):
    Clause.objects.filter(article__path="3", is_duty=True).update(unit=None, responsible="CBS birimi")
    clause = clause_of(draft, "3.a")
    form = head.htmx.get(f"/mevzuat/bent/{clause.pk}/confirm/").content.decode()
    post(head, clause_of(draft, "3.b"), "confirm", unit=hall.network.pk)
    answer = post(head, clause, "confirm", unit=hall.gis.pk, alike="on")

    assert "Metinde «CBS birimi» diye anılan öteki 3 göreve de ver" in form
    assert answer["HX-Refresh"] == "true"
    units = dict(draft.clauses.filter(article__path="3", is_duty=True).values_list("path", "unit_id"))
    assert units == {"3.a": hall.gis.pk, "3.b": hall.network.pk, "3.c": hall.gis.pk, "3.ç": hall.gis.pk}
    assert not draft.clauses.filter(article__path="3", is_duty=True, confirmed=False).exists()


def test_a_unit_outside_the_regulation_cannot_answer_for_its_duties(hall, draft, head):
    answer = post(head, clause_of(draft, "4.a"), "confirm", unit=hall.elsewhere.pk)

    assert answer.status_code == 422
    assert not clause_of(draft, "4.a").confirmed


def test_a_clause_is_cut_where_the_reviewer_says(draft, head):
    clause = clause_of(draft, "4.a")
    answer = post(head, clause, "split", words="ve işletmek", label="a1")
    clause.refresh_from_db()
    half = clause_of(draft, "4.a1")

    assert answer.status_code == 200
    assert answer["HX-Retarget"] == f"#md-{clause.article_id}"
    assert SplitForm(None, clause=clause).initial["label"] == "a/2"
    assert SplitForm(None, clause=clause_of(draft, "4.b")).initial["label"] == "c"
    assert clause.text == "Belediyenin yerel ve geniş alan ağlarını kurmak"
    assert half.text == "ve işletmek,"
    assert clause.raw + half.raw == draft.text[clause.start : half.end]
    assert (half.is_duty, half.order) == (True, clause.order + 1)


def test_the_raw_slice_is_cut_where_the_words_stand_and_not_at_their_first_namesake(hall, head):
    text = TEXT.replace(
        "b) Sunucuların yedeklerini günlük almak.",
        "b) Yedek almak, yedek\nsaklamak, her yıl yedek almak ve denemek.",
    )
    draft = handed_in(hall, head, text)
    clause = clause_of(draft, "4.b")
    post(head, clause, "split", words="almak ve denemek", label="c")
    half = clause_of(draft, "4.c")

    assert draft.text[half.start : half.end] == half.raw == "almak ve denemek."
    assert clause_of(draft, "4.b").raw == "b) Yedek almak, yedek\nsaklamak, her yıl yedek "


def test_words_that_are_not_in_the_clause_cut_nothing(draft, head):
    answer = post(head, clause_of(draft, "4.a"), "split", words="böyle bir söz yok", label="z")

    assert answer.status_code == 422
    assert "Bu kelimeler bendin metninde yok" in answer.content.decode()
    assert "böyle bir söz yok" in answer.content.decode()
    assert draft.clauses.filter(article__path="4").count() == 3


def test_a_line_that_was_no_clause_joins_the_one_above(draft, head):
    below, above = clause_of(draft, "4.b"), clause_of(draft, "4.a")
    answer = post(head, below, "merge")
    above.refresh_from_db()

    assert answer.status_code == 200
    assert above.text.endswith("kurmak ve işletmek, b) Sunucuların yedeklerini günlük almak.")
    assert not Clause.objects.filter(pk=below.pk).exists()
    assert f'id="bent-{below.pk}"' not in answer.content.decode()


def test_the_first_part_of_an_article_has_nothing_above(draft, head):
    answer = post(head, clause_of(draft, "1.1"), "merge")

    assert answer.status_code == 422
    assert "Maddenin ilk parçası bir öncekine eklenemez." in answer.content.decode()


def test_a_label_is_corrected_and_the_printed_one_stays_beside_it(draft, head):
    clause = clause_of(draft, "4.b")
    answer = post(head, clause, "relabel", label="c")
    clause.refresh_from_db()

    assert (clause.label, clause.path, clause.printed) == ("c", "4.c", "b)")
    assert "basılı işaret «b)»" in answer.content.decode()
    assert post(head, clause, "relabel", label="a").status_code == 422


def test_editing_noting_and_judging_a_clause(draft, head):
    clause = clause_of(draft, "4.a")
    post(head, clause, "edit", text="Ağları kurmak ve işletmek,")
    post(head, clause, "note", text="Bentte “geniş alan” iki kez geçiyor.")
    post(head, clause, "no-duty")
    clause.refresh_from_db()

    assert (clause.text, clause.is_duty) == ("Ağları kurmak ve işletmek,", False)
    assert clause.editor_note == "Bentte “geniş alan” iki kez geçiyor."
    assert "4.a" in looked_at(draft, Look.NOTED)
    assert clause.raw == "a) Belediyenin yerel ve geniş alan ağlarını kurmak ve işletmek,"
    post(head, clause, "duty")
    assert clause_of(draft, "4.a").is_duty


def test_a_proposed_repair_is_shown_word_by_word_and_taken_only_by_a_person(draft, head):
    clause = clause_of(draft, "3.b")
    Clause.objects.filter(pk=clause.pk).update(text="Sehir rehberini", repaired="Şehir rehberini", confidence=0.7)
    parts = sections(draft, queries.articles(draft), queries.clauses(draft))
    line = next(line for part in parts for line in part.lines if line.clause.pk == clause.pk)
    page = head.client.get(f"/mevzuat/{draft.case.number}/inceleme/?suz=duzeltme").content.decode()

    assert line.repair == (Change("removed", "Sehir"), Change("added", "Şehir"), Change("same", " rehberini"))
    assert "<del>Sehir</del><ins>Şehir</ins> rehberini" in page
    assert looked_at(draft, Look.REPAIRED) == ["3.b"]
    post(head, clause, "repair")
    assert clause_of(draft, "3.b").text == "Şehir rehberini"


def test_sure_repairs_are_taken_at_once_and_headings_with_them(draft, head):
    Clause.objects.filter(path="3.a").update(text="Cografi", repaired="Coğrafi", confidence=0.97)
    Clause.objects.filter(path="3.b").update(text="Sehir", repaired="Şehir", confidence=0.9)
    article = draft.articles.get(path="3")
    article.heading = "Cografi"
    article.notes = [{"code": "heading_repair", "message": "…", "printed": "Cografi", "repaired": "Coğrafi"}]
    article.save()
    answer = head.client.post(f"/mevzuat/{draft.case.number}/inceleme/onayla/", {"what": "repairs"})
    article.refresh_from_db()

    assert answer.status_code == 302
    assert (clause_of(draft, "3.a").text, clause_of(draft, "3.b").text) == ("Coğrafi", "Sehir")
    assert (article.heading, article.notes) == ("Coğrafi", [])


def test_addresses_below_a_clause_follow_it(draft, head):
    parent, child = clause_of(draft, "3.b"), clause_of(draft, "3.c")
    Clause.objects.filter(pk=child.pk).update(parent=parent, path="3.b.1", label="1")
    post(head, parent, "relabel", label="z")

    assert Clause.objects.get(pk=child.pk).path == "3.z.1"
    post(head, parent, "merge")
    assert Clause.objects.get(pk=child.pk).path == "3.a.1"


def test_filters_show_what_they_say(draft, head):
    duties = ["3.a", "3.b", "3.c", "3.ç", "4.a", "4.b"]
    assert looked_at(draft, Look.DUTIES) == duties
    assert looked_at(draft, Look.UNCONFIRMED) == duties
    assert looked_at(draft, Look.HOMELESS) == []

    Clause.objects.filter(path="4.a").update(unit=None)
    Clause.objects.filter(path="4.b").update(responsible_confidence=0.5)
    post(head, clause_of(draft, "3.a"), "confirm")
    assert looked_at(draft, Look.HOMELESS) == ["4.a"]
    assert looked_at(draft, Look.UNSURE) == ["4.b"]
    assert looked_at(draft, Look.UNCONFIRMED) == duties[1:]


def test_all_proposals_of_an_article_and_all_sure_ones_are_confirmed_at_once(draft, head):
    address = f"/mevzuat/{draft.case.number}/inceleme/onayla/"
    one = head.htmx.post(address, {"article": "3"})
    Clause.objects.filter(path="4.b").update(responsible_confidence=0.5)
    all_sure = head.client.post(address)

    assert "4 / 4 görev onaylı" in one.content.decode()
    assert all_sure.status_code == 302
    assert looked_at(draft, Look.UNCONFIRMED) == ["4.b"]


def test_a_stranger_learns_nothing_of_a_clause(hall, draft):
    stranger = hall.seat("director", hall.elsewhere)
    clause = clause_of(draft, "3.a")

    for action in ("confirm", "split", "merge", "relabel", "edit", "repair", "note", "duty", "no-duty"):
        assert stranger.client.get(f"/mevzuat/bent/{clause.pk}/{action}/").status_code == 404
        assert post(stranger, clause, action).status_code == 404
    assert stranger.client.get(f"/mevzuat/{draft.case.number}/inceleme/").status_code == 404
    assert stranger.client.post(f"/mevzuat/{draft.case.number}/inceleme/onayla/").status_code == 404
    assert stranger.client.get("/mevzuat/bent/999999/edit/").status_code == 404


def test_who_only_reads_sees_the_page_without_tools_and_is_refused_in_words(hall, draft):
    reader = hall.seat("staff", hall.department)
    page = reader.client.get(f"/mevzuat/{draft.case.number}/inceleme/").content.decode()
    answer = post(reader, clause_of(draft, "3.a"), "confirm")

    assert "/confirm/" not in page
    assert "düzeltmek için «Mevzuat metni içe alma ve inceleme» yetkisi gerekir" in page
    assert answer.status_code == 422
    assert "«Mevzuat metni içe alma ve inceleme» için yetkiniz yok." in answer.content.decode()


def test_a_text_in_force_is_no_longer_corrected(hall, draft, head):
    settle(head, draft, hall.department)
    services.submit(draft.case.number, actor=head.actor)
    answer = post(head, clause_of(draft, "3.a"), "edit", text="Başka")

    assert answer.status_code == 422
    assert "Yalnız taslak metin düzeltilebilir." in answer.content.decode()


@pytest.mark.parametrize(("count", "words"), [(1, "1’i"), (6, "6’sı"), (40, "40’ı"), (96, "96’sı"), (100, "100’ü")])
def test_numbers_take_their_own_ending(count, words):
    assert queries.Progress(142, count, 0).words == f"142 görevin {words} onaylandı"


def test_titles_in_capitals_are_written_calmly():
    assert calm("BİLGİ İŞLEM DAİRESİ BAŞKANLIĞI GÖREV VE ÇALIŞMA YÖNETMELİĞİ") == (
        "Bilgi İşlem Dairesi Başkanlığı Görev ve Çalışma Yönetmeliği"
    )
    assert calm("Bilgi İşlem Müdürlüğü Yönetmeliği") == "Bilgi İşlem Müdürlüğü Yönetmeliği"


def test_the_text_of_the_tests_reads_as_expected(draft):
    assert draft.text == TEXT
    assert draft.title == "Bilgi İşlem Dairesi Başkanlığı Görev ve Çalışma Yönetmeliği"
