"""The register on the screen: filters, one rule for list and record, seats, workbook, number of statements."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.trail.models import Entry
from konak.foundation.trail.queries import story
from konak.governance.legislation import queries, services
from konak.governance.legislation.forms.duty import proposed_period
from konak.governance.legislation.models import Cadence, Duty, Proof
from konak.governance.legislation.tests.scene import bring_into_force
from konak.governance.staffing.queries import descriptions


def paths(actor, **filters):
    return [duty.clause.path for duty in queries.duties(actor, queries.DutyFilter(**filters))]


EVERY = ["2.a", "2.b", "2.c", "3.a", "3.b", "3.c", "4.a"]


def test_approval_opens_a_duty_for_each_obliging_clause_with_its_unit(scene):
    found = {duty.clause.path: (duty.unit_id, duty.role) for duty in Duty.objects.all()}
    gis, network, department = scene.hall.gis.pk, scene.hall.network.pk, scene.hall.department.pk

    assert found == {
        "2.a": (gis, ""),
        "2.b": (gis, ""),
        "2.c": (gis, ""),
        "3.a": (network, ""),
        "3.b": (network, ""),
        "3.c": (network, ""),
        "4.a": (department, "chief"),
    }


def test_each_filter_finds_exactly_its_duties(scene):
    actor = scene.head.actor
    services.assign_duty(scene.map_duty.pk, actor=scene.gis_director.actor, assignee=scene.gis_clerk.user)

    assert paths(actor) == EVERY
    assert paths(actor, regulation=scene.number) == EVERY
    assert paths(actor, regulation="MV-1999-00001") == []
    assert paths(actor, unit=scene.hall.gis.pk) == ["2.a", "2.b", "2.c"]
    assert paths(actor, unit=scene.hall.department.pk) == EVERY
    assert paths(actor, role="chief") == ["4.a"]
    assert paths(actor, role="-") == EVERY[:-1]
    assert paths(actor, article="3") == ["3.a", "3.b", "3.c"]
    assert paths(actor, cadence="daily") == ["3.a"]
    assert paths(actor, assignee=scene.gis_clerk.user.pk) == ["2.a"]
    assert paths(actor, state="missing") == EVERY
    assert paths(actor, state="fresh") == []
    assert paths(actor, state="no-such-state") == []
    assert paths(actor, q="IMAR PLANI") == ["2.a"]
    assert paths(actor, q="şehir rehber") == ["2.b"]
    assert paths(actor, q="sehir agina") == []
    assert paths(actor, q="md. 3.b") == ["3.b"]
    assert paths(actor, role="", unit=None, q="") == EVERY


def test_the_capability_filter_looks_at_live_bindings_only(scene):
    actor, manager = scene.head.actor, scene.network_director.actor
    services.decide_binding(scene.duty("3.c").pk, actor=manager, capability_code="legislation.register", accept=True)
    bound = [duty.clause.path for duty in queries.duties(actor) if duty.alive]

    assert paths(actor, capability="legislation.register") == ["3.c"]
    assert paths(actor, capability="-") == [path for path in EVERY if path not in bound]

    services.decide_binding(scene.duty("3.c").pk, actor=manager, capability_code="legislation.evidence", accept=True)
    services.decide_binding(scene.duty("3.c").pk, actor=manager, capability_code="legislation.register", accept=False)
    assert paths(actor, capability="legislation.register") == []
    assert "3.c" in paths(actor, capability="legislation.evidence")


AGES = st.one_of(st.none(), st.integers(min_value=0, max_value=900 * 24))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.sampled_from(Cadence.values), AGES, st.booleans()), min_size=7, max_size=7))
def test_the_list_and_the_record_say_the_same_about_a_duty(scene, rows):
    """`standing` filters, `proof_of` answers for one; every duty is in exactly one state and in its list."""
    for duty, (cadence, hours, closed) in zip(Duty.objects.order_by("pk"), rows, strict=True):
        Duty.objects.filter(pk=duty.pk).update(
            cadence=cadence,
            last_proof_at=None if hours is None else now() - dt.timedelta(hours=hours),
            closed_on=duty.opened_on if closed else None,
        )
    for state in Proof.values:
        listed = set(Duty.objects.filter(queries.standing(state)).values_list("pk", flat=True))
        assert listed == {duty.pk for duty in Duty.objects.all() if queries.proof_of(duty) == state}
    lacking = set(Duty.objects.filter(queries.standing(queries.LACKING)).values_list("pk", flat=True))
    assert lacking == {
        duty.pk for duty in Duty.objects.all() if queries.proof_of(duty) in {Proof.STALE, Proof.MISSING}
    }


def test_a_stranger_sees_none_of_it_anywhere(scene):
    duty, client = scene.map_duty, scene.stranger.client

    assert paths(scene.stranger.actor) == []
    page = client.get("/gorevler/")
    assert page.status_code == 200
    assert "İmar planı" not in page.content.decode()
    assert scene.number not in page.content.decode()
    for url in (
        f"/gorevler/{duty.pk}/",
        f"/gorevler/{duty.pk}/kanit/",
        f"/gorevler/{duty.pk}/ata/",
        f"/gorevler/{duty.pk}/duzenle/",
        f"/gorevler/{duty.pk}/yetenek/",
        f"/mevzuat/{scene.number}/isi/",
    ):
        assert client.get(url).status_code == 404, url
    assert (
        client.post(f"/gorevler/{duty.pk}/yetenek/", {"capability_code": "trail.sealed", "accept": "1"}).status_code
        == 404
    )
    assert client.get("/gorevler/?bicim=xlsx").status_code == 200
    assert workbook_rows(client.get("/gorevler/?bicim=xlsx").content)[1:] == []


def test_the_auditor_reads_everything_and_changes_nothing(scene):
    duty, client, actor = scene.map_duty, scene.auditor.client, scene.auditor.actor

    assert paths(actor) == EVERY
    page = client.get(f"/gorevler/{duty.pk}/").content.decode()
    assert "Kanıt ekle" not in page
    assert "Birine ver" not in page
    assert "Düzenle" not in page
    for change in (
        lambda: services.file_evidence(
            duty.pk, actor=actor, title="x", period_from=dt.date(2025, 3, 1), period_to=dt.date(2025, 3, 1)
        ),
        lambda: services.assign_duty(duty.pk, actor=actor, assignee=None),
        lambda: services.set_duty(duty.pk, actor=actor, unit=scene.hall.network),
        lambda: services.decide_binding(duty.pk, actor=actor, capability_code="trail.sealed", accept=True),
    ):
        with pytest.raises(Refused, match="yetkiniz yok"):
            change()
    assert [entry.verb for entry in story(queries.DUTY_KIND, duty.pk)] == []
    assert client.get("/gorevlerim/").status_code == 200
    assert queries.shares(actor) == []


def test_assigning_names_somebody_of_the_unit_and_the_story_says_so(scene):
    duty, director = scene.map_duty, scene.gis_director

    assert director.client.post(f"/gorevler/{duty.pk}/ata/", {"assignee": scene.gis_clerk.user.pk}).status_code == 302
    duty.refresh_from_db()
    assert duty.assignee_id == scene.gis_clerk.user.pk
    assert [entry.verb for entry in story(queries.DUTY_KIND, duty.pk)] == ["assign"]
    with pytest.raises(Refused, match="görevli değil"):
        services.assign_duty(duty.pk, actor=director.actor, assignee=scene.stranger.user)


def test_a_cadence_of_the_text_is_the_law_and_a_proposal_may_change(scene):
    director = scene.gis_director.actor
    stated, free = scene.map_duty, scene.duty("2.b")

    assert (stated.cadence, stated.cadence_stated) == ("monthly", True)
    with pytest.raises(Refused, match="metinde yazılı"):
        services.set_duty(stated.pk, actor=director, unit=scene.hall.gis, cadence="yearly")
    assert free.cadence_stated is False
    assert services.set_duty(free.pk, actor=director, unit=scene.hall.gis, cadence="weekly").cadence == "weekly"
    gis = scene.hall.gis.name
    assert [entry.note for entry in story(queries.DUTY_KIND, free.pk)] == [f"{gis}, Sürekli → {gis}, Haftalık"]
    with pytest.raises(Refused, match="kendi biriminize bağlı"):
        services.set_duty(free.pk, actor=director, unit=scene.hall.network)


def test_a_proposed_cadence_never_looks_like_a_legal_one(scene):
    stated = scene.head.client.get(f"/gorevler/{scene.map_duty.pk}/").content.decode()
    free = scene.head.client.get(f"/gorevler/{scene.duty('2.b').pk}/").content.decode()

    assert "yasal süre değildir" not in stated
    assert "Metinde yazılı" in stated
    assert "yasal süre değildir" in free
    assert "Metinde yazılı" not in free


def test_my_duties_say_why_they_are_mine_and_what_lacks_comes_first(scene):
    services.assign_duty(scene.duty("2.b").pk, actor=scene.gis_director.actor, assignee=scene.chief.user)
    services.file_evidence(
        scene.map_duty.pk,
        actor=scene.gis_clerk.actor,
        title="Kasım güncellemesi",
        period_from=localdate(),
        period_to=localdate(),
    )
    shares = [(share.why, [duty.clause.path for duty in share.duties]) for share in queries.shares(scene.chief.actor)]

    assert shares == [
        ("Size verildi", ["2.b"]),
        ("Şef olarak", ["4.a"]),
        (scene.hall.gis.name, ["2.c", "2.a"]),
    ]
    page = scene.chief.client.get("/gorevlerim/").content.decode()
    assert page.index("Size verildi") < page.index("Şef olarak") < page.index("Biriminizin görevleri")


def workbook_rows(content: bytes) -> list[list[tuple[str, str]]]:
    """The cells of the first sheet as (type, value); nothing is evaluated."""
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()
    found = [[(cell.data_type, cell.value) for cell in row] for row in rows]
    assert "f" not in {kind for row in found for kind, _ in row}
    return found


def test_the_workbook_holds_the_filtered_list_and_no_formula(scene):
    answer = scene.head.client.get("/gorevler/", {"bicim": "xlsx", "article": "2"})
    rows = workbook_rows(answer.content)

    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert [row[3][1] for row in rows] == ["Bent", "Md. 2.a", "Md. 2.b", "Md. 2.c"]
    assert rows[3][5][0] == "s"
    assert rows[3][5][1].startswith("=HYPERLINK(")
    assert rows[1][2][1] == "Belediye Meclisi 10.01.2025 2025/14"


def test_the_number_of_statements_does_not_grow_with_the_list(scene):
    def statements(url: str) -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as found:
            assert scene.head.client.get(url).status_code == 200
        return len(found)

    scene.head.client.get("/gorevler/")  # signs in; from now on every page reads its session from the table
    few = {url: statements(url) for url in ("/gorevler/", "/gorevlerim/", "/gorevler/?bicim=xlsx")}
    for _ in range(3):
        bring_into_force(scene.head, scene.hall.department)
    many = {url: statements(url) for url in few}

    assert Duty.objects.count() == 28
    assert many == few
    assert few["/gorevler/"] <= 24


def test_filters_that_make_no_sense_are_left_out(scene):
    page = scene.head.client.get("/gorevler/", {"unit": "ağ", "article": "2"}).content.decode()

    assert "3 görev" in page
    assert scene.head.client.get("/gorevler/?unit=99999999999999999999").status_code == 200
    assert scene.head.client.get("/gorevler/?q=%00").status_code == 200


def test_htmx_gets_the_list_alone_and_a_browser_the_whole_page(scene):
    whole, part = scene.head.client.get("/gorevler/?article=2"), scene.head.htmx.get("/gorevler/?article=2")

    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()
    assert "3 görev" in whole.content.decode()
    assert "3 görev" in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert part["HX-Push-Url"] == "/gorevler/?article=2"
    cleared = scene.head.htmx.get("/gorevler/?q=&state=&article=")
    assert cleared["HX-Push-Url"] == "/gorevler/"


def test_an_article_of_another_text_is_dropped_with_its_text(scene):
    part = scene.head.htmx.get("/gorevler/", {"regulation": scene.number, "article": "77"})

    assert part["HX-Push-Url"] == f"/gorevler/?regulation={scene.number}"
    assert "7 görev" in part.content.decode()


def test_the_heat_map_counts_what_its_cells_open(scene):
    rows = queries.heat(scene.head.actor, scene.number)

    assert [(row.path, row.fresh, row.stale, row.missing) for row in rows] == [
        ("2", 0, 0, 3),
        ("3", 0, 0, 3),
        ("4", 0, 0, 1),
    ]
    for row in rows:
        assert len(paths(scene.head.actor, article=row.path, regulation=scene.number, state="missing")) == row.missing
    assert scene.head.client.get(f"/mevzuat/{scene.number}/isi/").status_code == 200


def test_both_doors_refuse_in_the_same_words(scene):
    duty, clerk = scene.map_duty, scene.gis_clerk
    rule = "«Görevin sorumlusunu, sıklığını ve yeteneğini değiştirme» için yetkiniz yok."
    words = f"{rule} Yetkili: görevin biriminin müdürü."
    page = clerk.client.post(f"/gorevler/{duty.pk}/yetenek/", {"capability_code": "trail.sealed", "accept": "1"})
    api = clerk.client.post(
        f"/api/legislation/duties/{duty.pk}/bind",
        {"capability": "trail.sealed", "accept": True},
        content_type="application/json",
    )

    assert page.status_code == 422
    assert words in page.content.decode()
    assert api.status_code == 409
    assert api.json() == {"title": words, "status": 409}


TODAY = dt.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("cadence", "last", "expected"),
    [
        ("daily", None, (TODAY, TODAY)),
        ("weekly", None, (dt.date(2026, 11, 9), dt.date(2026, 11, 15))),
        ("monthly", None, (dt.date(2026, 10, 1), dt.date(2026, 10, 31))),
        ("monthly", dt.date(2026, 10, 31), (dt.date(2026, 11, 1), TODAY)),
        ("monthly", dt.date(2026, 11, 10), (dt.date(2026, 11, 11), TODAY)),
        ("quarterly", None, (dt.date(2026, 7, 1), dt.date(2026, 9, 30))),
        ("half_yearly", None, (dt.date(2026, 2, 1), dt.date(2026, 6, 30))),
        ("yearly", None, (dt.date(2026, 2, 1), TODAY)),
        ("on_event", None, (TODAY, TODAY)),
        ("continuous", dt.date(2026, 6, 30), (dt.date(2026, 7, 1), TODAY)),
        ("none", TODAY, (dt.date(2026, 2, 1), TODAY)),
    ],
)
def test_the_proposed_period_is_the_open_one(cadence, last, expected):
    assert proposed_period(cadence, last, dt.date(2026, 2, 1), TODAY) == expected


def test_repeal_closes_the_duties_and_they_stay_readable(scene):
    director = scene.head.actor
    services.repeal(scene.number, actor=director, repealed_on=dt.date(2026, 1, 1), why="Yenisi yürürlükte")

    assert paths(director) == []
    assert paths(director, state="closed") == EVERY
    assert scene.head.client.get(f"/gorevler/{scene.map_duty.pk}/").status_code == 200
    with pytest.raises(Refused, match="Kapanmış görev"):
        services.assign_duty(scene.map_duty.pk, actor=scene.gis_director.actor, assignee=None)


def test_the_pages_of_unit_and_person_show_their_duties_to_those_who_read_them(scene):
    services.assign_duty(scene.map_duty.pk, actor=scene.gis_director.actor, assignee=scene.gis_clerk.user)
    unit, person = f"/birimler/{scene.hall.gis.pk}/", f"/kisiler/{scene.gis_clerk.user.pk}/"

    assert "3 açık görev" in scene.head.client.get(unit).content.decode()
    assert "1 açık görev" in scene.head.client.get(person).content.decode()
    assert "açık görev" not in scene.stranger.client.get(unit).content.decode()
    assert "açık görev" not in scene.stranger.client.get(person).content.decode()
    assert queries.lacking_of_mine(scene.gis_clerk.actor) == 3
    assert queries.lacking_of_mine(scene.auditor.actor) is None


def test_search_finds_a_duty_only_for_those_who_read_it(scene):
    def finds(person) -> bool:
        page = person.client.get("/ara/", {"q": "imar planı katmanları"}).content.decode()
        return f"/gorevler/{scene.map_duty.pk}/" in page

    assert (finds(scene.gis_clerk), finds(scene.auditor), finds(scene.stranger)) == (True, True, False)


def test_the_trail_tells_what_was_done_to_a_duty_in_words(scene):
    services.assign_duty(scene.map_duty.pk, actor=scene.gis_director.actor, assignee=scene.gis_clerk.user)

    assert "görevin takibini bir kişiye verdi" in scene.auditor.client.get("/iz/").content.decode()


def test_a_job_description_is_offered_the_duties_of_its_unit_its_position_and_its_person(scene):
    offered = descriptions.offered_clauses
    gis = ["2.a", "2.b", "2.c"]
    service = Unit.objects.create(name="Harita Servisi", kind="service", parent=scene.hall.gis)

    def places(actor, unit, position="", person=None):
        found = offered(actor, unit.pk, position, person and person.user.pk)
        return [clause.source.rpartition(" ")[2] for clause in found]

    director = actor_of(scene.gis_director.user.pk)
    assert places(director, scene.hall.gis) == gis
    assert places(director, service) == gis
    assert places(director, scene.hall.gis, "chief") == [*gis, "4.a"]
    assert places(director, scene.hall.gis, "", scene.chief) == [*gis, "4.a"]
    other = scene.network_director
    services.assign_duty(scene.backup_duty.pk, actor=other.actor, assignee=other.user)
    assert places(scene.head.actor, scene.hall.gis, "", other) == [*gis, "3.a"]
    assert places(scene.stranger.actor, scene.hall.gis, "chief") == []
    first = offered(director, scene.hall.gis.pk, "", None)[0]
    assert (first.text, first.source, first.url) == (
        "İmar planı katmanlarını aylık olarak güncellemek",
        f"{scene.number} Md. 2.a",
        f"/gorevler/{scene.map_duty.pk}/",
    )


def test_a_duty_says_to_whom_its_holder_answers_and_what_is_taken_out_leaves_a_line(scene):
    general = scene.hall.seat("secretary_general", scene.hall.municipality)
    duty = scene.map_duty
    page = scene.gis_director.client.get(f"/gorevler/{duty.pk}/").content.decode()
    assert "Kime karşı sorumlu?" in page
    told = scene.gis_director.client.get(f"/api/legislation/duties/{duty.pk}").json()["answers_to"]
    above = [general.user.full_name]
    assert [row["name"] for row in told][-1:] == above
    assert [row["position"] for row in told] == ["head_of_department", "secretary_general"]
    chiefs = scene.duty("4.a")  # of every chief in the department: over them all stands its head
    assert queries.answers_to(chiefs, queries.holders_of(chiefs))[0].user == scene.head.user
    scene.gis_director.client.get("/gorevler/?bicim=xlsx&q=gizli")
    line = Entry.objects.filter(verb="export").get()
    assert (line.kind, line.subject, line.note, line.user) == (
        "web.page", "/gorevler/", "XLSX", scene.gis_director.user,
    )  # fmt: skip
    assert "dışa aktardı" in scene.auditor.client.get("/iz/").content.decode()
