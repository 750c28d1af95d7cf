"""A text from its handing in to its repeal, as people see it on the screen."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from konak.foundation.trail.queries import story
from konak.governance.legislation import queries, services
from konak.governance.legislation.models import Duty, Regulation
from konak.governance.legislation.tests.regulation_text import TEXT, handed_in, settle
from konak.governance.legislation.views.story import story_of

DECISION = {
    "decision_body": "Belediye Meclisi",
    "decision_date": "2025-03-12",
    "decision_number": "187",
    "in_force_on": "2025-04-01",
}


@pytest.fixture
def head(hall):
    return hall.seat("head_of_department", hall.department)


@pytest.fixture
def draft(hall, head):
    return handed_in(hall, head)


def in_force(hall, head, text=TEXT, **facts):
    regulation = handed_in(hall, head, text, **facts)
    settle(head, regulation, hall.department)
    services.approve(
        regulation.case.number,
        actor=head.actor,
        decision_body="Belediye Meclisi",
        decision_date=dt.date(2024, 1, 10),
        decision_number="12",
        in_force_on=dt.date(2024, 2, 1),
    )
    return Regulation.objects.get(pk=regulation.pk)


def take(person, regulation, step, browser="client", **answer):
    return getattr(person, browser).post(f"/mevzuat/{regulation.case.number}/adim/{step}/", answer)


def test_a_text_goes_from_upload_over_review_into_force_and_repeals_only_its_predecessor(hall, head):
    old, other = in_force(hall, head), in_force(hall, head)
    upload = SimpleUploadedFile("yonetmelik.txt", TEXT.encode(), "text/plain")
    answer = head.client.post(
        "/mevzuat/yeni/", {"file": upload, "unit": hall.department.pk, "predecessor": old.pk, "kind": ""}
    )
    new = Regulation.objects.exclude(pk__in=[old.pk, other.pk]).get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/mevzuat/{new.case.number}/inceleme/"

    settle(head, new, hall.department)
    assert take(head, new, "submit").status_code == 302
    assert take(head, new, "approve", **DECISION).status_code == 302
    for row in (old, other, new):
        row.refresh_from_db()
        row.case.refresh_from_db()

    assert [row.case.state for row in (old, other, new)] == ["repealed", "in_force", "in_force"]
    assert (new.decision_number, new.in_force_on) == ("187", dt.date(2025, 4, 1))
    assert set(old.duties.values_list("closed_on", flat=True)) == {dt.date(2025, 4, 1)}
    assert Duty.objects.filter(regulation=new, closed_on=None).count() == 6
    verbs = [entry.verb for entry in story(new.case.kind, new.case.number)]
    assert (verbs[0], verbs[-2:]) == ("open", ["submit", "approve"])


def test_pasted_text_is_as_good_as_a_file(hall, head):
    answer = head.client.post("/mevzuat/yeni/", {"pasted": TEXT, "unit": hall.department.pk, "kind": "directive"})

    assert answer.status_code == 302
    assert [(row.kind, row.articles.count()) for row in Regulation.objects.all()] == [("directive", 6)]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "Bir dosya seçin ya da metni aşağıya yapıştırın."),
        ({"pasted": "Bugün hava güzel."}, "madde bulunamadı"),
        ({"file": b"\x00\x01\x02\xff\xfe" * 50}, "Metin alınmadı; yazdıklarınız duruyor"),
        ({"file": b"%PDF-1.4 bozuk"}, "Metin alınmadı; yazdıklarınız duruyor"),
        ({"file": TEXT.encode(), "pasted": TEXT}, "Hem dosya hem metin verdiniz"),
    ],
)
def test_a_bad_upload_keeps_what_was_typed(hall, head, answer, words):
    facts = dict(answer)
    if "file" in facts:
        facts["file"] = SimpleUploadedFile("dosya.pdf" if b"PDF" in facts["file"] else "dosya.txt", facts["file"])
    page = head.htmx.post("/mevzuat/yeni/", {"unit": hall.gis.pk, "kind": "directive", **facts})
    shown = page.content.decode()

    assert page.status_code == 422
    assert words in shown
    assert f'name="unit" value="{hall.gis.pk}"' in shown
    assert '<option value="directive" selected>' in shown
    if "pasted" in answer:
        assert answer["pasted"][:10] in shown
    assert Regulation.objects.count() == 0


def test_a_text_is_handed_in_only_for_units_in_reach_and_only_texts_in_force_are_offered(hall, head):
    old = in_force(hall, head)
    handed_in(hall, head)
    page = head.client.get("/mevzuat/yeni/").content.decode()
    elsewhere = head.client.post("/mevzuat/yeni/", {"pasted": TEXT, "unit": hall.elsewhere.pk})

    assert [row.pk for row in queries.hand_in_targets(head.actor)] == [old.pk]
    assert f'name="unit" value="{hall.department.pk}"' in page
    assert hall.elsewhere.name not in page
    assert elsewhere.status_code == 422


def test_who_may_not_hand_in_is_told_who_may(hall):
    clerk = hall.seat("staff", hall.gis)
    page = clerk.client.get("/mevzuat/yeni/")

    assert page.status_code == 403
    assert "birimin uzmanı, şefi, müdürü ya da daire başkanı" in page.content.decode()
    assert "Metin ver</a>" not in clerk.client.get("/mevzuat/").content.decode()


def test_the_empty_list_tells_the_next_step(hall, head):
    page = head.client.get("/mevzuat/").content.decode()

    assert "Henüz mevzuat yok" in page
    assert 'href="/mevzuat/yeni/"' in page


def test_directives_stand_under_their_regulation_and_filters_narrow_the_list(hall, head):
    parent = in_force(hall, head)
    child = handed_in(hall, head, kind="directive", parent=parent, title="Veri Paylaşım Yönergesi")
    page = head.client.get("/mevzuat/").content.decode()

    assert page.index(parent.case.number) < page.index('class="rg-under"') < page.index(child.title)
    drafts = head.client.get("/mevzuat/?state=draft").content.decode()
    assert (child.title in drafts, f'/mevzuat/{parent.case.number}/"' in drafts) == (True, False)
    found = head.client.get("/mevzuat/?q=PAYLASIM").content.decode()
    assert (child.title in found, f'/mevzuat/{parent.case.number}/"' in found) == (True, False)
    assert "Bu süzgece uyan metin yok" in head.client.get("/mevzuat/?q=balina").content.decode()


@pytest.mark.parametrize(
    "tab", ["", "gorevler", "tanimlar", "dayanaklar", "atiflar", "disinda", "notlar", "oyku", "?"]
)
def test_every_part_of_a_record_opens(draft, head, tab):
    assert head.client.get(f"/mevzuat/{draft.case.number}/?sekme={tab}").status_code == 200


def test_the_record_links_each_duty_and_says_whose_it_is(hall, head):
    regulation = in_force(hall, head)
    duty = regulation.duties.get(clause__path="3.a")
    page = head.client.get(f"/mevzuat/{regulation.case.number}/").content.decode()

    assert f'href="/gorevler/{duty.pk}/"' in page
    assert hall.gis.name in page
    assert "/adim/repeal/" in page
    assert "/adim/approve/" not in page


@pytest.mark.parametrize("place", ["", "?sekme=gorevler", "inceleme/", "inceleme/?suz=onaysiz", "karsilastir/"])
def test_a_page_asks_the_database_as_often_for_a_long_text_as_for_a_short_one(
    hall, head, place, django_assert_max_num_queries
):
    long = TEXT.replace(
        "ç) Hava", "".join(f"{n}) İş {n} işlemlerini yürütmek,\n" for n in "defgğhıijklm") + "ç) Hava"
    )
    old = in_force(hall, head, long)
    new = in_force(hall, head, long, predecessor=old) if place == "" else handed_in(hall, head, long, predecessor=old)
    with django_assert_max_num_queries(31):
        assert head.client.get(f"/mevzuat/{new.case.number}/{place}").status_code == 200


def test_a_stranger_finds_nothing_of_a_text_anywhere(hall, head, draft):
    stranger = hall.seat("director", hall.elsewhere)
    number = draft.case.number

    for place in ("", "kaynak/", "karsilastir/", "isi/", "inceleme/", "adim/submit/", "adim/approve/"):
        assert stranger.client.get(f"/mevzuat/{number}/{place}").status_code == 404
    assert take(stranger, draft, "drop", why="Yanlışlıkla").status_code == 404
    assert number not in stranger.client.get("/mevzuat/").content.decode()
    own = handed_in_elsewhere(hall, stranger)
    assert stranger.client.get(f"/mevzuat/{own.case.number}/karsilastir/?ile={number}").status_code == 404
    assert stranger.client.get("/mevzuat/MV-2020-99999/").status_code == 404


def handed_in_elsewhere(hall, person):
    return services.hand_in(
        actor=person.actor, content=io.BytesIO(TEXT.encode()), name="metin.txt", unit_id=hall.elsewhere.pk
    )


def test_steps_refuse_in_the_same_form_and_keep_what_was_typed(hall, draft, head):
    early = take(head, draft, "approve", **DECISION)
    settle(head, draft, hall.department)
    late = take(head, draft, "approve", "htmx", **(DECISION | {"in_force_on": "2024-01-01"}))

    assert early.status_code == 422
    assert "6 görevin önerilen sorumlusu henüz onaylanmadı." in early.content.decode()
    assert late.status_code == 422
    assert "Yürürlük tarihi karar tarihinden önce olamaz." in late.content.decode()
    assert 'value="187"' in late.content.decode()
    draft.case.refresh_from_db()
    assert draft.case.state == "draft"


def test_both_doors_refuse_in_the_same_words(draft, head):
    words = "6 görevin önerilen sorumlusu henüz onaylanmadı."
    page = take(head, draft, "submit", "htmx")
    api = head.client.post(f"/api/legislation/regulations/{draft.case.number}/submit")

    assert (page.status_code, api.status_code) == (422, 409)
    assert words in page.content.decode()
    assert api.json()["title"] == words


def test_an_expert_submits_but_does_not_approve(hall, draft, head):
    expert = hall.seat("expert", hall.gis)
    settle(head, draft, hall.department)
    submitted = take(expert, draft, "submit")
    refused = take(expert, draft, "approve", **DECISION)

    assert submitted.status_code == 302
    assert refused.status_code == 422
    assert "«Yürürlüğe koy» için yetkiniz yok." in refused.content.decode()


def test_a_submitted_text_goes_back_with_a_reason(hall, draft, head):
    settle(head, draft, hall.department)
    take(head, draft, "submit")
    assert take(head, draft, "return").status_code == 422
    assert take(head, draft, "return", why="Md. 4 eksik.").status_code == 302

    draft.case.refresh_from_db()
    assert draft.case.state == "draft"
    assert [moment.text for moment in story_of(draft)][-1] == "Md. 4 eksik."


def test_a_draft_is_dropped_and_stays_readable(draft, head):
    assert take(head, draft, "drop", why="Yanlış dosya.").status_code == 302
    page = head.client.get(f"/mevzuat/{draft.case.number}/")

    assert page.status_code == 200
    assert "Vazgeçildi" in page.content.decode()
    assert take(head, draft, "submit").status_code == 422


def test_a_text_is_repealed_with_a_day_and_its_duties_close(hall, head):
    regulation = in_force(hall, head)
    question = head.htmx.get(f"/mevzuat/{regulation.case.number}/adim/repeal/").content.decode()
    done = take(head, regulation, "repeal", repealed_on=localdate().isoformat(), why="Meclis kararı 2026/4")

    assert "Bu metnin 6 görevi verdiğiniz tarihte kapanır" in question
    assert done.status_code == 302
    assert set(regulation.duties.values_list("closed_on", flat=True)) == {localdate()}


def test_the_approval_form_knows_what_the_text_says(draft, head):
    page = head.htmx.get(f"/mevzuat/{draft.case.number}/adim/approve/").content.decode()

    assert 'value="2025-03-12"' in page
    assert 'value="187"' in page
    assert head.client.get(f"/mevzuat/{draft.case.number}/adim/uydurma/").status_code == 404


def test_the_source_file_comes_back_as_it_was_given(draft, head):
    answer = head.client.get(f"/mevzuat/{draft.case.number}/kaynak/")

    assert b"".join(answer.streaming_content) == TEXT.encode()
    assert answer["Content-Disposition"].startswith("attachment")


def test_two_versions_are_compared_against_the_predecessor_by_default(hall, head):
    old = in_force(hall, head)
    new = handed_in(
        hall, head, TEXT.replace("yedeklerini günlük almak", "yedeklerini haftalık almak"), predecessor=old
    )
    page = head.client.get(f"/mevzuat/{new.case.number}/karsilastir/").content.decode()

    assert "<del>günlük</del><ins>haftalık</ins>" in page
    assert "<b>1</b> değişen" in page
    assert "<h2>Madde 4 · Sistem ve Ağ Şube Müdürlüğünün görevleri</h2>" in page
    assert "<h2>Madde 3 ·" not in page
    whole = head.client.get(f"/mevzuat/{new.case.number}/karsilastir/?ile={old.case.number}&hepsi=1").content.decode()
    assert "<h2>Madde 3 · Coğrafi" in whole


def test_corrections_of_one_day_are_one_line_of_the_story(hall, draft, head):
    settle(head, draft, hall.department)

    assert [moment.words for moment in story_of(draft)] == ["metni içe aldı", "6 düzeltme ve onay yaptı"]


def test_a_text_names_the_seats_that_carry_it_out_and_shows_who_sits_there(hall, head):
    general = hall.seat("secretary_general", hall.municipality)
    number = in_force(hall, head).case.number
    page, api = f"/mevzuat/{number}/yuruten/", f"/api/legislation/regulations/{number}/executors"
    assert head.client.post(page, {"position": "secretary_general"}).status_code == 302
    made = head.client.post(
        api, {"position": "head_of_department", "unit_id": hall.department.pk}, content_type="application/json"
    ).json()["executors"]
    assert [(row["position"], row["holders"]) for row in made] == [
        ("secretary_general", [general.user.full_name]), ("head_of_department", [head.user.full_name]),
    ]  # fmt: skip
    again = head.client.post(page, {"position": "secretary_general"})
    assert (again.status_code, "Bu makam zaten yazılı." in again.content.decode()) == (422, True)
    shown = head.client.get(f"/mevzuat/{number}/").content.decode()
    assert "Yürüten makam" in shown
    assert general.user.full_name in shown
    clerk = hall.seat("staff", hall.department)
    refused = clerk.client.post(page, {"position": "mayor"})
    assert (refused.status_code, "yetkiniz yok" in refused.content.decode()) == (422, True)
    left = head.client.post(f"{api}/{made[0]['id']}/drop").json()["executors"]
    assert [row["position"] for row in left] == ["head_of_department"]
    assert [entry.verb for entry in story("legislation.regulation", number)][-3:] == [
        "executor", "executor", "executor_gone",
    ]  # fmt: skip
