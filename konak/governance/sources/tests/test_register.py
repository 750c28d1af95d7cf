"""The register of legal bases, what rests on each, and who may say so."""

import datetime as dt
import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import openpyxl
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.governance.legislation import services as legislation
from konak.governance.legislation.tests.scene import DECISION
from konak.governance.sources import queries, reactions, services
from konak.governance.sources.models import Basis, DutySource, Source, SourceVersion, TieState

LAW = {"kind": "law", "number": "5651", "title": "İnternet Yayınları Kanunu", "gazette_number": "26530"}
TEXT = """DENEME BELEDİYESİ
AĞ YÖNERGESİ

Dayanak
MADDE 1 – (1) Bu Yönerge, 5651 sayılı İnternet Yayınları Kanununun 6 ncı maddesine ve 1234 sayılı Hayalî Kanuna
dayanılarak hazırlanmıştır.

Sistem ve Ağ Şube Müdürlüğünün görevleri
MADDE 2 – (1) Sistem ve Ağ Şube Müdürlüğünün görevleri şunlardır:
a) Erişim kayıtlarını 5651 sayılı Kanuna uygun olarak saklamak,
b) Sunucuların yedeklerini günlük olarak almak.

Yürürlük
MADDE 3 – (1) Bu Yönerge onaylandığı gün yürürlüğe girer.
"""


@pytest.fixture
def law(scene):
    return services.add_source(actor=scene.head.actor, unit_id=scene.hall.department.pk, subjects="yedek", **LAW)


def approve_directive(scene):
    made = legislation.hand_in(
        actor=scene.head.actor,
        content=io.BytesIO(TEXT.encode()),
        name="yonerge.txt",
        unit_id=scene.hall.department.pk,
    )
    for clause in made.clauses.filter(is_duty=True):
        legislation.confirm(clause.pk, actor=scene.head.actor, unit=clause.unit or scene.hall.department, role="")
    legislation.approve(made.case.number, actor=scene.head.actor, **DECISION)
    return made.case.number


def test_a_source_comes_into_the_register_once_with_its_first_wording(scene, law):
    with pytest.raises(Refused, match="5651 sayılı bir dayanak kütükte zaten var"):
        services.add_source(actor=scene.head.actor, unit_id=scene.hall.department.pk, **LAW)
    assert [entry.verb for entry in queries.story(law)] == ["add"]
    assert str(law) == "5651 sayılı İnternet Yayınları Kanunu"


def test_only_those_who_keep_the_register_of_a_unit_write_into_it(scene, law):
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.add_source(actor=scene.stranger.actor, unit_id=scene.hall.department.pk, kind="law", title="X")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.edit_source(law.pk, actor=scene.stranger.actor, title="Başka")
    assert Source.objects.get(pk=law.pk).title == "İnternet Yayınları Kanunu"


def test_a_new_wording_ends_the_one_before(scene, law):
    for day, words in ((dt.date(2020, 1, 1), "İlk"), (dt.date(2024, 1, 1), "Son"), (dt.date(2022, 1, 1), "Orta")):
        services.add_version(law.pk, actor=scene.head.actor, in_force_on=day, changed=words)
    spans = SourceVersion.objects.filter(source=law).order_by("in_force_on").values_list("changed", "until")
    assert list(spans) == [("İlk", dt.date(2021, 12, 31)), ("Orta", dt.date(2023, 12, 31)), ("Son", None)]
    with pytest.raises(Refused, match="zaten kayıtlı"):
        services.add_version(law.pk, actor=scene.head.actor, in_force_on=dt.date(2022, 1, 1), changed="Yine")


def test_approving_a_text_brings_its_bases_and_proposes_what_its_clauses_cite(scene, law):
    number = approve_directive(scene)
    reactions.import_bases(number)
    reactions.import_bases(number)  # a job may run twice

    bases = {row.printed.split(" Kanun")[0][:4]: row.source_id for row in Basis.objects.all()}
    assert bases == {"5651": law.pk, "1234": None}
    ties = DutySource.objects.filter(duty__regulation__case__number=number).order_by("duty__clause__path")
    assert [(tie.duty.clause.path, tie.via, tie.state) for tie in ties] == [
        ("2.a", "cited", "proposed"),
        ("2.b", "subject", "proposed"),
    ]
    assert [provision.label for provision in law.provisions.all()] == ["6"]
    assert [row.printed for _, row in queries.unknown_bases(scene.head.actor)] == [
        Basis.objects.get(source=None).printed
    ]


def test_a_decision_stays_when_the_text_is_read_again(scene, law):
    number = approve_directive(scene)
    services.import_text(number, actor=scene.head.actor)
    tie = DutySource.objects.get(via="cited")
    services.decide(tie.pk, actor=scene.network_director.actor, accept=False)
    services.import_text(number, actor=scene.head.actor)
    tie.refresh_from_db()
    assert (tie.state, tie.decided_by_id) == ("rejected", scene.network_director.user.pk)


def test_a_relation_is_decided_by_the_unit_of_the_duty_and_by_nobody_else(scene, law):
    services.tie(scene.backup_duty.pk, actor=scene.network_director.actor, source_id=law.pk, article="6")
    tie = DutySource.objects.get()
    assert (tie.state, tie.provision.label, tie.via) == ("confirmed", "6", "hand")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.decide(tie.pk, actor=scene.gis_director.actor, accept=False)
    with pytest.raises(ObjectDoesNotExist):
        services.decide(tie.pk, actor=scene.stranger.actor, accept=False)


def test_what_is_cited_beyond_doubt_is_confirmed_at_once_and_the_rest_is_left(scene, law):
    services.import_text(approve_directive(scene), actor=scene.head.actor)
    assert services.decide_sure(actor=scene.head.actor) == 1
    assert sorted(DutySource.objects.values_list("via", "state")) == [
        ("cited", "confirmed"),
        ("subject", "proposed"),
    ]
    with pytest.raises(Refused, match="tek tek"):
        services.decide_sure(actor=scene.head.actor)


def test_the_register_counts_only_duties_in_reach(scene, law):
    services.tie(scene.backup_duty.pk, actor=scene.network_director.actor, source_id=law.pk)
    assert queries.numbers(scene.head.actor, [law.pk])[law.pk].duties == 1
    assert queries.numbers(scene.stranger.actor, [law.pk])[law.pk].duties == 0
    with_ = queries.SourceFilter(rests="with")
    assert [row.pk for row in queries.sources(scene.head.actor, with_)] == [law.pk]
    assert list(queries.sources(scene.stranger.actor, with_)) == []
    assert [row.pk for row in queries.sources(scene.stranger.actor, queries.SourceFilter(rests="without"))] == [
        law.pk
    ]


def test_a_duty_without_a_source_of_its_own_rests_on_the_general_one_of_its_text(scene, law):
    text = scene.map_duty.regulation
    services.tie(scene.backup_duty.pk, actor=scene.network_director.actor, source_id=law.pk)
    services.set_fallback(actor=scene.head.actor, regulation_id=text.pk, source_id=law.pk, note="md. 12")
    bare = [fact.path for fact in queries.duties_without(scene.head.actor).rows]
    assert bare == ["2.a", "2.b", "2.c", "3.b", "3.c", "4.a"]
    assert {number: row.source_id for number, row in queries.fallbacks(scene.head.actor).items()} == {
        scene.number: law.pk
    }
    assert queries.fallbacks(scene.stranger.actor) == {}
    assert queries.duties_without(scene.stranger.actor).rows == []


def test_the_starter_list_is_taken_once_and_leaves_what_is_there(scene, law):
    first = services.take_list(actor=scene.head.actor, unit_id=scene.hall.department.pk)
    assert first >= 50
    assert services.take_list(actor=scene.head.actor, unit_id=scene.hall.department.pk) == 0
    assert Source.objects.filter(kind="law", number="5651").count() == 1


def test_pages_and_machine_agree_and_refuse_in_the_same_words(scene, law):
    answer = {"source_id": law.pk, "article": "6"}
    path = f"/api/sources/duties/{scene.backup_duty.pk}/tie"
    refused = scene.gis_director.client.post(path, answer, content_type="application/json")
    page = scene.gis_director.client.post(
        f"/dayanaklar/gorevler/{scene.backup_duty.pk}/bagla/", {"source": law.pk, "article": "6"}
    )
    assert (refused.status_code, page.status_code) == (409, 422)
    assert refused.json()["title"] in page.content.decode()
    made = scene.network_director.client.post(path, answer, content_type="application/json")
    assert (made.status_code, made.json()["state"]) == (200, "confirmed")
    listed = scene.head.client.get("/api/sources").json()
    assert [(one["number"], one["duties"]) for one in listed["items"]] == [("5651", 1)]


def test_every_page_opens_for_a_reader_and_tells_a_stranger_nothing(scene, law):
    services.tie(scene.backup_duty.pk, actor=scene.network_director.actor, source_id=law.pk)
    pages = ["", f"{law.pk}/", "gorevler/", "oneriler/", "metinler/", "izleme/", "genelgeler/", "akislar/"]
    for page in pages:
        assert scene.head.client.get(f"/dayanaklar/{page}").status_code == 200
        assert scene.auditor.client.get(f"/dayanaklar/{page}").status_code == 200
        told = scene.stranger.client.get(f"/dayanaklar/{page}")
        assert (told.status_code, "yedeklerini" in told.content.decode()) == (200, False)
    assert scene.head.client.get("/dayanaklar/999999/").status_code == 404


def test_the_workbook_names_every_duty_of_a_source_and_says_where_there_is_none(scene, law):
    services.tie(scene.backup_duty.pk, actor=scene.network_director.actor, source_id=law.pk)
    services.add_source(
        actor=scene.head.actor, unit_id=scene.hall.department.pk, kind="law", title="=1+1", number="7"
    )
    book = openpyxl.load_workbook(io.BytesIO(scene.head.client.get("/dayanaklar/?bicim=xlsx").content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    words = [cell.value for cell in cells]
    assert [part in words for part in ("Md. 3.a", "Dayanan görev yok", "=1+1")] == [True, True, True]
    assert "f" not in {cell.data_type for cell in cells}


def test_the_register_costs_the_same_number_of_statements_however_many_sources_it_shows(scene, law):
    def statements():
        with CaptureQueriesContext(connection) as counted:
            assert scene.head.client.get("/dayanaklar/").status_code == 200
        return len(counted)

    statements()
    few = statements()
    for number in range(20):
        source = services.add_source(
            actor=scene.head.actor,
            unit_id=scene.hall.department.pk,
            kind="law",
            number=str(number),
            title=f"Kanun {number}",
        )
        services.tie(scene.backup_duty.pk, actor=scene.head.actor, source_id=source.pk)
    assert statements() == few


def test_a_page_follows_the_one_before_and_a_broken_cursor_starts_anew(scene, law):
    for number in range(5):
        services.add_source(
            actor=scene.head.actor,
            unit_id=scene.hall.department.pk,
            kind="law",
            number=str(number),
            title=f"Ç{number}",
        )
    seen, cursor = [], ""
    while True:
        page, cursor = queries.page_after(queries.sources(scene.head.actor), ("title", "pk"), cursor, 2)
        seen += [row.title for row in page]
        if not cursor:
            break
    assert seen == ["Ç0", "Ç1", "Ç2", "Ç3", "Ç4", "İnternet Yayınları Kanunu"]
    for broken in ("x", "bnVsbA", "W10", "\0", "WzEsMl0"):
        page, _ = queries.page_after(queries.sources(scene.head.actor), ("title", "pk"), broken, 2)
        assert [row.title for row in page] == ["Ç0", "Ç1"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_add_the_same_source_at_once_one_does(hall):
    people = [hall.seat("expert", hall.department).user.pk for _ in range(5)]
    barrier = Barrier(5)

    def add(place):
        barrier.wait(timeout=20)
        try:
            services.add_source(actor=actor_of(people[place]), unit_id=hall.department.pk, **LAW)
            return "added"
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(add, range(5)))
    assert (answers.count("added"), Source.objects.count()) == (1, 1)
    assert all("zaten var" in answer for answer in answers if answer != "added")


def test_confirmed_only_counts(scene, law):
    row = services.tie(scene.backup_duty.pk, actor=scene.network_director.actor, source_id=law.pk)
    services.decide(row.pk, actor=scene.network_director.actor, accept=False)
    assert list(queries.ties_of(scene.head.actor, law, TieState.CONFIRMED)) == []
