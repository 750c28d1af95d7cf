import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from konak.foundation.access import PERMISSIONS, Scope
from konak.foundation.access.models import Grant, Proposal
from konak.foundation.access.queries import actor_of
from konak.foundation.front import commands, grants
from konak.foundation.front.services import grants as services
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.trail import access as trail
from konak.foundation.trail.models import Entry

WHY = "Teftiş kurulunun isteği"


@pytest.fixture
def admin(hall):
    return hall.seat("administrator", hall.municipality)


@pytest.fixture
def second(hall):
    return hall.seat("administrator", hall.municipality)


def change(person, code="trail.view", position="director", scope=4, why=WHY):
    return services.change_grant(code, position, actor=person.actor, scope=scope, why=why)


def test_a_changed_cell_holds_at_once_and_the_trail_says_why(hall, admin):
    director = hall.seat("director", hall.gis)
    assert director.client.get("/iz/").status_code == 403
    grant = change(admin)
    assert (grant.scope, grant.changed_by_id, grant.why) == (4, admin.user.pk, WHY)
    assert director.client.get("/iz/").status_code == 200
    line = Entry.objects.get(kind="access.grant")
    assert (line.verb, line.subject, line.user_id) == ("granted", "trail.view", admin.user.pk)
    assert line.note == f"«İzi görme», Şube Müdürü: yetki yok → bütün kurum · {WHY}"


def test_taken_away_is_gone_and_reset_brings_it_back(hall, admin):
    auditor = hall.seat("auditor", hall.municipality)
    change(admin, position="auditor", scope=0)
    assert actor_of(auditor.user.pk).holds(trail.VIEW) is False
    services.reset_grant("trail.view", "auditor", actor=admin.actor, why=WHY)
    assert actor_of(auditor.user.pk).holds(trail.VIEW) is True
    assert Grant.objects.count() == 0


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"why": "  "}, "Gerekçe"),
        ({"scope": 7}, "Bilinmeyen kapsam"),
        ({"scope": 0}, "zaten bu kapsam"),
        ({"code": "no.such"}, "Böyle bir yetki"),
        ({"position": "pharaoh"}, "Böyle bir yetki"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(admin, facts, words):
    with pytest.raises(Refused, match=words):
        change(admin, **facts)
    assert Grant.objects.count() == 0


@pytest.mark.parametrize("position", ["staff", "director", "mayor", "auditor"])
def test_only_administrators_change_grants(hall, position):
    person = hall.seat(position, hall.municipality)
    with pytest.raises(Refused, match="yetkiniz yok"):
        change(person)
    answer = person.client.post("/yonetim/yetkiler/trail.view/director/", {"scope": 4, "why": WHY, "save": 1})
    assert answer.status_code == 403
    assert Grant.objects.count() == 0


def test_nobody_can_lock_everybody_out(admin):
    for scope in (0, 1, 3):
        with pytest.raises(Refused, match="kimse geri alamayacağı"):
            change(admin, code="access.grant", position="administrator", scope=scope)
    assert actor_of(admin.user.pk).reach(PERMISSIONS["access.grant"]).everywhere is True


def test_what_only_administrators_hold_is_widened_by_two(hall, admin, second):
    proposal = change(admin, code="access.grant", position="director", scope=4)
    assert isinstance(proposal, Proposal)
    assert Grant.objects.count() == 0
    with pytest.raises(Refused, match="Kendi önerinizi"):
        services.agree(proposal.pk, actor=admin.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.agree(proposal.pk, actor=hall.seat("director", hall.gis).actor)
    services.agree(proposal.pk, actor=second.actor)
    assert Grant.objects.get().scope == 4
    with pytest.raises(Refused, match="zaten sonuçlanmış"):
        services.agree(proposal.pk, actor=second.actor)
    assert list(Entry.objects.filter(kind="access.grant").values_list("verb", flat=True)) == ["proposed", "granted"]


def test_the_database_too_knows_that_nobody_agrees_with_himself(admin):
    proposal = change(admin, code="access.grant", position="director")
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(state="applied", decided_by=admin.user)


def test_while_a_proposal_waits_the_cell_waits_too(admin, second):
    proposal = change(admin, code="access.grant", position="director")
    with pytest.raises(Refused, match="bekleyen bir öneri"):
        change(second, code="access.grant", position="director", scope=2)
    services.decline(proposal.pk, actor=second.actor, why="Gerek görülmedi")
    assert Proposal.objects.get().state == "declined"
    assert change(second, code="access.grant", position="director", scope=2).state == "waiting"


def test_narrowing_what_only_administrators_hold_needs_one(admin, second):
    services.agree(change(admin, code="access.token", position="director").pk, actor=second.actor)
    assert change(admin, code="access.token", position="director", scope=0).scope == 0
    with pytest.raises(Refused, match="Bu hücrede zaten"):
        change(admin, code="access.token", position="director", scope=0)


def test_a_preview_says_who_gains_and_what_they_keep_otherwise(hall, admin):
    one, both = hall.seat("director", hall.gis), hall.seat("director", hall.network)
    Appointment.objects.create(user=both.user, unit=hall.municipality, position="auditor", since="2020-01-01")
    found = grants.preview(PERMISSIONS["trail.view"], "director", 0, 4)
    assert (found.count, found.word, found.after) == (2, "kazanır", "bütün kurum")
    assert {(e.seat.user_id, e.otherwise) for e in found.effects} == {
        (one.user.pk, ""),
        (both.user.pk, "bütün kurum"),
    }


def test_the_page_previews_before_it_saves(hall, admin):
    director = hall.seat("director", hall.gis)
    path, asked = "/yonetim/yetkiler/trail.view/director/", {"scope": 4, "why": WHY}
    page = admin.client.post(path, asked).content.decode()
    assert director.user.full_name in page
    assert "kazanır" in page
    assert Grant.objects.count() == 0
    answer = admin.client.post(path, asked | {"save": "1"})
    assert (answer.status_code, answer["Location"]) == (302, "/yonetim/yetkiler/?uygulama=trail")
    table = admin.client.get("/yonetim/yetkiler/?uygulama=trail").content.decode()
    assert table.count("data-changed") == 1
    assert "varsayılan: –" in table


def test_an_auditor_sees_the_table_and_changes_nothing(hall):
    auditor = hall.seat("auditor", hall.municipality)
    assert auditor.client.get("/yonetim/yetkiler/?uygulama=trail").status_code == 200
    page = auditor.client.get("/yonetim/yetkiler/trail.view/director/").content.decode()
    assert "Önizle" not in page


@pytest.mark.parametrize(
    "path",
    ["", "?uygulama=trail", "gecmis/", "aktar.xlsx", "trail.view/director/"],
)
def test_strangers_see_no_table(hall, path):
    assert hall.seat("director", hall.gis).client.get(f"/yonetim/yetkiler/{path}").status_code == 403


@pytest.mark.parametrize("path", ["no.such/director/", "trail.view/pharaoh/", "?uygulama=yok"])
def test_what_does_not_exist_is_not_found(admin, path):
    assert admin.client.get(f"/yonetim/yetkiler/{path}").status_code == 404


def test_every_permission_of_the_house_stands_in_the_table(admin):
    assert {line.permission.code for line in grants.lines()} == set(PERMISSIONS)
    groups = grants.groups()
    assert sum(group.count for group in groups) == len(PERMISSIONS)


def test_the_table_costs_the_same_with_more_changes(admin):
    counts = []
    for positions in (("director",), ("chief", "expert", "staff")):
        for position in positions:
            change(admin, position=position)
        with CaptureQueriesContext(connection) as seen:
            admin.client.get("/yonetim/yetkiler/?uygulama=trail")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_workbook_marks_what_was_changed(admin):
    change(admin)
    answer = admin.client.get("/yonetim/yetkiler/aktar.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = [row for row in book.active.iter_rows(values_only=True) if row[1] == "trail.view"]
    changed = [(row[2], row[3], row[4], row[8]) for row in rows if row[5] == "Evet"]
    assert changed == [("Şube Müdürü", "yetki yok", "bütün kurum", WHY)]
    taken = Entry.objects.filter(kind="web.page", verb="export", user=admin.user)
    assert list(taken.values_list("subject", "note")) == [("/yonetim/yetkiler/aktar.xlsx", "XLSX")]


def test_why_says_what_was_changed(hall, admin):
    change(admin)
    director = hall.seat("director", hall.gis)
    assert "yönetici değiştirdi" in director.client.get("/neden/").content.decode()
    assert "yönetici değiştirdi" not in hall.seat("staff", hall.gis).client.get("/neden/").content.decode()


def test_the_operator_puts_everything_back(admin, capsys):
    change(admin)
    change(admin, position="chief")

    class Args:
        permission = "all"

    commands.show(None)
    assert capsys.readouterr().out.count("trail.view") == 2
    assert commands.put_back(Args) == 0
    assert Grant.objects.count() == 0
    assert Entry.objects.filter(kind="access.grant", verb="reset", via="cli").count() == 1


def test_another_agrees_to_a_proposal_that_does_not_exist(second):
    with pytest.raises(ObjectDoesNotExist):
        services.agree(999_999, actor=second.actor)


def test_scope_words_are_whole():
    assert [grants.scope_words(n) for n in range(5)] == ["yetki yok", *[scope.label for scope in Scope]]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_cell_at_once_one_does(hall):
    people = [hall.seat("administrator", hall.municipality) for _ in range(4)]

    def one(person):
        try:
            change(person)
            return "done"
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(one, people))
    assert answers == ["Bu hücrede zaten bu kapsam var."] * 3 + ["done"]
    assert Grant.objects.count() == 1
