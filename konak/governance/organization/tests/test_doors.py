import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.people.models import Unit
from konak.governance.organization import public, queries, services
from konak.governance.organization.models import ApprovalRule, Group, GroupRule, Post, Reorganisation

TODAY = localdate()
PAGES = ("chart", "chart_data", "reorganisations", "rules", "cadre", "groups", "documents", "bodies")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("position", ["staff", "head_of_department", "administrator", "auditor"])
def test_every_page_opens_for_every_seat_while_there_is_nothing_yet(hall, page, position):
    client = hall.seat(position, hall.department).client
    assert client.get(reverse(f"organization:{page}")).status_code == 200


def test_the_chart_costs_the_same_with_more_units(hall):
    client = hall.seat("head_of_department", hall.department).client
    client.get("/teskilat/")

    def statements():
        with CaptureQueriesContext(connection) as seen:
            client.get("/teskilat/")
        return len(seen)

    before = statements()
    for number in range(12):
        unit = Unit.objects.create(name=f"Servis {number}", kind="service", parent=hall.gis)
        hall.seat("chief", unit)
    assert statements() == before


def test_the_chart_of_a_past_day_shows_what_stood_then(hall):
    client = hall.seat("staff", hall.gis).client
    Unit.objects.create(name="Yeni Servis", kind="service", parent=hall.gis, since=TODAY)
    yesterday = (TODAY - dt.timedelta(days=1)).isoformat()
    names = {unit["name"] for unit in _flat(client.get("/teskilat/veri/").json()["units"])}
    then = {unit["name"] for unit in _flat(client.get(f"/teskilat/veri/?tarih={yesterday}").json()["units"])}
    assert names - then == {"Yeni Servis"}


def _flat(units):
    for unit in units:
        yield unit
        yield from _flat(unit.get("children", []))


def test_the_head_and_the_one_who_acts_stand_on_the_chart(hall):
    hall.seat("director", hall.gis)
    acting = hall.seat("director", hall.gis)
    card = queries.branch_of(queries.chart_on(), hall.gis.pk)
    assert (card.head, card.acting, card.staff) == (acting.user.full_name, True, 2)
    assert queries.branch_of(queries.chart_on(), hall.network.pk).headless


def test_both_doors_propose_and_refuse_in_the_same_words(hall):
    head, clerk = hall.seat("head_of_department", hall.department), hall.seat("staff", hall.gis)
    rule = {"unit": hall.department, "approver": "mayor", "quote": "Başkanın onayı ile", "source": "Md. 1"}
    ApprovalRule.objects.create(**rule)
    body = {"unit": hall.department.pk, "title": "Deneme", "reason": "Gerekli.", "effective_on": TODAY.isoformat()}
    made = head.client.post("/api/organization/reorganisations", body, content_type="application/json")
    assert (made.status_code, made.json()["approver"]) == (201, "mayor")
    number = made.json()["number"]
    page = head.client.post("/teskilat/degisiklikler/yeni/", body)
    assert page.status_code == 302
    assert Reorganisation.objects.count() == 2
    said = head.client.post(f"/api/organization/reorganisations/{number}/submit").json()["title"]
    assert said == "Henüz bir değişiklik eklenmedi. Önce en az bir değişiklik ekleyin."
    assert said in head.client.post(f"/teskilat/degisiklikler/{number}/adim/submit/").content.decode()
    refused = clerk.client.post(f"/api/organization/reorganisations/{number}/submit")
    assert (refused.status_code, refused.json()["title"]) == (409, "«Onaya sun» için yetkiniz yok.")
    stranger = hall.seat("director", hall.elsewhere)
    assert stranger.client.get(f"/api/organization/reorganisations/{number}").status_code == 404
    assert stranger.client.get(f"/teskilat/degisiklikler/{number}/").status_code == 404


def test_a_file_with_changes_opens_with_its_two_trees_and_its_sheet(hall):
    head = hall.seat("head_of_department", hall.department)
    record = services.propose(
        actor=head.actor, unit=hall.department, title="Bağlama", reason="Gerekli.", effective_on=TODAY
    )
    number = record.case.number
    services.add_change(number, actor=head.actor, act="move", unit=hall.gis, target=hall.network)
    page = head.client.get(f"/teskilat/degisiklikler/{number}/").content.decode()
    assert "yeri değişti" in page
    sheet = head.client.get(f"/teskilat/degisiklikler/{number}/onay.pdf")
    assert sheet.content[:5] == b"%PDF-"


def test_the_chart_is_printed(hall):
    answer = hall.seat("staff", hall.gis).client.get("/teskilat/sema.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_posts_count_people_by_title_and_say_when_one_is_too_many(hall):
    hall.seat("staff", hall.gis, title="Memur")
    Post.objects.create(unit=hall.gis, position="staff", title="Memur", number=1, excess="refuse")
    room = public.room_for(hall.gis.pk, "staff", TODAY)
    assert (room.verdict, room.number, room.filled) == ("refuse", 1, 1)
    assert room.words == "Norm kadroda 1 Personel kadrosu var, 1 tanesi dolu."
    assert public.room_for(hall.gis.pk, "expert", TODAY).verdict == "warn"
    assert public.room_for(hall.network.pk, "staff", TODAY).verdict == "unknown"
    hall.seat("staff", hall.gis)
    cadre = queries.cadre_of(hall.gis)
    assert (cadre.number, cadre.filled, len(cadre.beyond)) == (1, 1, 1)


def test_a_group_is_who_holds_the_seats_on_the_day(hall):
    director, clerk = hall.seat("director", hall.gis), hall.seat("staff", hall.gis)
    stranger = hall.seat("director", hall.elsewhere)
    group = Group.objects.create(code="mudurler", name="Müdürler", unit=hall.department)
    GroupRule.objects.create(group=group, positions=["director"], unit=hall.department)
    assert public.members("mudurler") == {director.user.pk}
    assert public.members("mudurler", dt.date(2019, 1, 1)) == frozenset()
    admin = hall.seat("administrator", hall.municipality).actor
    services.add_group_member("mudurler", actor=admin, user=stranger.user)
    assert public.members("mudurler") == {director.user.pk, stranger.user.pk}
    assert clerk.user.pk not in public.members("mudurler")
    assert public.members("yok") == frozenset()


def test_a_unit_answers_to_the_deputy_of_the_nearest_unit_over_it(hall):
    admin = hall.seat("administrator", hall.municipality).actor
    first, second = hall.seat("deputy_mayor", hall.municipality), hall.seat("deputy_mayor", hall.municipality)
    begun = {"document": "Olur 1", "since": dt.date(2025, 1, 1)}
    services.supervise(actor=admin, unit=hall.department, deputy=first.user, **begun)
    services.supervise(actor=admin, unit=hall.department, deputy=second.user, document="Olur 2", since=TODAY)
    assert public.supervisor(hall.gis.pk) == second.user
    assert public.supervisor(hall.gis.pk, TODAY - dt.timedelta(days=1)) == first.user
    assert public.supervisor(hall.elsewhere.pk) is None


def test_a_list_is_handed_in_looked_at_and_written_on_the_screen(hall, tmp_path):
    client = hall.seat("administrator", hall.municipality).client
    path = tmp_path / "units.csv"
    path.write_text("Birim Adı;Tür;Üst Birim\nYeni Servis;Servis;Zabıta Müdürlüğü\n", encoding="cp1254")
    with path.open("rb") as content:
        answer = client.post("/teskilat/ice-aktarma/", {"kind": "units", "file": content})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "Liste işlenmeye hazır" in page
    done = client.post(answer["Location"] + "isle/")
    assert (done.status_code, Unit.objects.get(name="Yeni Servis").parent) == (302, hall.elsewhere)
    assert "1 yeni" in client.get(answer["Location"]).content.decode()
    assert hall.seat("staff", hall.gis).client.get("/teskilat/ice-aktarma/").status_code == 403
