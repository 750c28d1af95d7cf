"""The form a service asks: built without code, versioned, and checked alike on both doors."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.foundation.lifecycle import Refused
from konak.service.desk import asking, queries, services
from konak.service.desk.models import Ticket

from .conftest import QUESTIONS

GOOD = {"tur": "Yazıcı", "toner": True, "ne_zaman": "2026-11-20"}


@pytest.fixture
def asked(desk):
    services.write_form(desk.plain.code, actor=desk.chief.actor, questions=QUESTIONS)
    services.publish_form(desk.plain.code, actor=desk.chief.actor)
    return desk


def test_a_form_is_written_published_and_kept_with_its_tickets(asked):
    desk = asked
    ticket = desk.opened(answers=GOOD)
    changed = [*QUESTIONS, {"key": "not", "type": "text", "label": "Not"}]
    draft = services.write_form(desk.plain.code, actor=desk.chief.actor, questions=changed)
    assert (draft.version, queries.form_of(desk.plain).version) == (2, 1)
    services.publish_form(desk.plain.code, actor=desk.chief.actor)
    assert queries.form_of(desk.plain).version == 2
    old = queries.sheet(queries.ticket(desk.agent.actor, ticket.case.number), desk.agent.actor)
    assert [(one.label, one.words) for one in old.answers] == [
        ("Ne arızalı?", "Yazıcı"),
        ("Toner değişti mi?", "Evet"),
        ("Ne zamandan beri?", "20.11.2026"),
    ]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "Ne arızalı.*yanıt verin"),
        ({"tur": "Yazıcı"}, "Toner değişti mi.*yanıt verin"),
        ({"tur": "Kedi"}, "seçeneklerden birini"),
        ({"tur": "Tarayıcı", "ne_zaman": "20.11.2026"}, "tarihi gün.ay.yıl"),
        ({"tur": "Tarayıcı", "baska": 1}, "adlı bir soru yok"),
        ({"tur": ["Tarayıcı"]}, "seçeneklerden birini"),
    ],
)
def test_bad_answers_are_refused_with_the_question_named(asked, answers, words):
    with pytest.raises(Refused, match=words):
        asked.opened(answers=answers)


def test_an_answer_to_a_hidden_question_is_dropped(asked):
    ticket = asked.opened(answers={"tur": "Tarayıcı", "toner": False})
    assert Ticket.objects.get(pk=ticket.pk).answers == {"tur": "Tarayıcı"}


def test_both_doors_ask_the_same(asked):
    facts = {"service_code": asked.plain.code, "subject": "Basmıyor", "answers": {"tur": "Yazıcı"}}
    answer = asked.asker.client.post("/api/desk/tickets", facts, content_type="application/json")
    assert (answer.status_code, "Toner değişti mi?: yanıt verin" in answer.json()["title"]) == (409, True)
    page = asked.asker.client.post(
        f"/destek/iste/{asked.plain.code}/", {"kind": "incident", "subject": "Basmıyor", "s_tur": "Yazıcı"}
    )
    assert page.status_code == 422
    shown = page.content.decode()
    assert "Toner değişti mi?: Yanıt verin." in shown
    assert 'value="Basmıyor"' in shown
    assert "yazdıklarınız duruyor" in shown


def test_an_employee_asks_by_the_form_in_one_page_and_a_machine_by_the_schema(asked):
    sent = {
        "kind": "incident",
        "subject": "Basmıyor",
        "s_tur": "Yazıcı",
        "s_toner": "hayir",
        "s_ne_zaman": "2026-11-20",
    }
    page = asked.asker.client.post(f"/destek/iste/{asked.plain.code}/", sent)
    assert page.status_code == 302
    facts = {"service_code": asked.plain.code, "subject": "Basmıyor", "answers": GOOD | {"toner": False}}
    answer = asked.asker.client.post("/api/desk/tickets", facts, content_type="application/json")
    assert answer.status_code == 201
    first, second = Ticket.objects.order_by("pk").values_list("answers", "channel")
    assert (first[0], first[1], second[1]) == (second[0], "portal", "api")


def test_the_questions_follow_the_answers_and_the_draft_waits(asked):
    url = f"/destek/iste/{asked.plain.code}/"
    shown = asked.asker.htmx.post(f"{url}sorular/", {"subject": "Yarım", "s_tur": "Yazıcı"}).content.decode()
    assert ("Toner değişti mi?" in shown, "Taslak kaydedildi" in shown) == (True, True)
    hidden = asked.asker.htmx.post(f"{url}sorular/", {"subject": "Yarım", "s_tur": "Tarayıcı"}).content.decode()
    assert "Toner değişti mi?" not in hidden
    again = asked.asker.client.get(url).content.decode()
    assert ('value="Yarım"' in again, "Yarım bıraktığınız" in again) == (True, True)
    asked.asker.client.post(f"{url}taslak-sil/")
    assert "Yarım bıraktığınız" not in asked.asker.client.get(url).content.decode()


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([{"key": "a", "type": "choice", "label": "A", "options": ["x"]}], "iki ayrı seçenek"),
        ([{"key": "a", "type": "text", "label": "A", "show_if": {"key": "b", "is": "x"}}], "önceki bir soruya"),
        ([{"key": "a", "type": "text", "label": "A"}, {"key": "a", "type": "text", "label": "B"}], "aynı anahtar"),
        ([{"key": "A b", "type": "text", "label": "A"}], "okunamadı"),
        ([{"key": "a", "type": "oyun", "label": "A"}], "okunamadı"),
    ],
)
def test_a_form_that_is_none_is_refused(desk, questions, words):
    with pytest.raises(Refused, match=words):
        services.write_form(desk.plain.code, actor=desk.chief.actor, questions=questions)


def test_only_whoever_leads_the_serving_unit_builds_it(asked):
    for person in (asked.agent, asked.asker, asked.asker_head):
        assert person.client.get(f"/destek/katalog/hizmet/{asked.plain.code}/form/").status_code == 404
    with pytest.raises(asked.plain.DoesNotExist):
        services.write_form(asked.plain.code, actor=asked.asker_head.actor, questions=[])


def test_a_form_is_built_on_the_screen(desk):
    page, chief = f"/destek/katalog/hizmet/{desk.plain.code}/form/", desk.chief.client
    chief.post(f"{page}soru/", {"label": "Hangi cihaz?", "type": "choice", "options": "Yazıcı\nTarayıcı"})
    chief.post(f"{page}soru/", {"label": "Toner?", "type": "yes_no", "show_key": "hangi_cihaz", "show_is": "Yazıcı"})
    chief.post(f"{page}soru/", {"label": "Not", "type": "text", "required": "on"})
    chief.post(f"{page}soru/2/yukari/")
    draft = queries.form_being_written(desk.plain)
    assert [(one["key"], one.get("show_if")) for one in draft.questions] == [
        ("hangi_cihaz", None),
        ("not", None),
        ("toner", {"key": "hangi_cihaz", "is": "Yazıcı"}),
    ]
    refused = chief.post(f"{page}soru/0/sil/", follow=True).content.decode()
    assert "koşul, kendisinden önceki bir soruya bağlanmalı" in refused
    chief.post(f"{page}yayimla/")
    assert queries.form_of(desk.plain).questions[1]["required"] is True


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.text(max_size=5))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(["tur", "toner", "ne_zaman", "x"]), values))
def test_whatever_is_answered_either_fits_or_is_named(answers):
    kept = asking.kept(QUESTIONS, answers)
    faults = asking.faults_of(asking.schema_of(QUESTIONS), kept)
    assert set(faults) <= {"tur", "toner", "ne_zaman"}
    if not faults:
        assert kept["tur"] in {"Yazıcı", "Tarayıcı"}
