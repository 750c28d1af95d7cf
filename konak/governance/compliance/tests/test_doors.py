"""Screens and API: the journey of a yearly duty, both doors agree, pages cost no more with more rows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.foundation.indicators import indicator
from konak.governance.compliance import capabilities, services
from konak.governance.compliance.models import DutyPeriod, DutyPlan
from konak.governance.legislation import services as legislation
from konak.governance.legislation.models import Evidence

PAGES = (
    "/uyum/",
    "/uyum/?benim=1",
    "/uyum/yil/2026/",
    "/uyum/bende/",
    "/uyum/donemler/",
    "/uyum/yukselenler/",
    "/uyum/plan/",
    "/uyum/plan/?state=",
    "/uyum/teyit/",
    "/uyum/metinler/",
    "/uyum/abonelik/",
)


@pytest.fixture
def yearly(scene):
    """A yearly duty that its director has accepted into the calendar, with its running period open."""
    duty = scene.duty("2.b")
    services.set_plan(duty.pk, actor=scene.gis_director.actor, interval="yearly", starts_on=localdate())
    return services.open_now(duty.pk, actor=scene.gis_director.actor)


def test_every_page_opens_for_everybody_who_reads(scene, yearly):
    people = (scene.head, scene.gis_clerk, scene.auditor, scene.stranger)
    answers = {(page, person.user.pk): person.client.get(page).status_code for page in PAGES for person in people}
    assert set(answers.values()) == {200}, answers


def test_a_yearly_duty_opens_is_done_with_evidence_and_shows_green(scene, yearly):
    number, client = yearly.case.number, scene.gis_director.client
    page = client.get(f"/uyum/donemler/{number}/").content.decode()
    assert "Yapıldı, kanıtla" in page
    assert number in client.get("/").content.decode()
    answer = client.post(f"/uyum/adim/{number}/done/", {"title": "2026 yılı rehberi güncellendi", "note": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"/uyum/donemler/{number}/")
    done = client.get(f"/uyum/donemler/{number}/").content.decode()
    assert "2026 yılı rehberi güncellendi" in done
    duty = client.get(f"/gorevler/{yearly.duty_id}/").content.decode()
    assert "Kanıtlı" in duty
    assert "Uyum takvimi" in duty


def test_both_doors_refuse_in_the_same_words(scene, yearly):
    words, number = "Neden yapılmadığını yazın.", yearly.case.number
    page = scene.gis_clerk.client.post(f"/uyum/adim/{number}/not_done/", {"reason": " "})
    api = scene.gis_clerk.client.post(
        f"/api/compliance/periods/{number}/not_done", {"reason": " "}, content_type="application/json"
    )
    assert (page.status_code, api.status_code, api.json()["title"]) == (422, 409, words)


def test_the_api_reads_and_settles_a_period(scene, yearly):
    client, number = scene.gis_clerk.client, yearly.case.number
    listed = client.get("/api/compliance/periods?interval=yearly").json()
    assert ([one["number"] for one in listed["items"]], listed["next"]) == ([number], "")
    done = client.post(f"/api/compliance/periods/{number}/done", {"title": "Yapıldı"})
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert done.json()["evidence"] == Evidence.objects.get().pk


def test_the_stranger_gets_the_same_404_as_for_an_unknown_number(scene, yearly):
    for number in (yearly.case.number, "GD-2026-99999"):
        assert scene.stranger.client.get(f"/uyum/donemler/{number}/").status_code == 404
        assert scene.stranger.client.get(f"/api/compliance/periods/{number}").status_code == 404
    assert scene.stranger.client.get("/api/compliance/periods").json() == {"items": [], "next": ""}


def test_the_list_is_read_page_by_page(scene):
    services.run_round(dt.date(2026, 3, 2))
    for day in (3, 4, 5, 6, 9):
        services.run_round(dt.date(2026, 3, day))
    seen, cursor = [], ""
    for _ in range(10):
        answer = scene.head.client.get(f"/api/compliance/periods?limit=2&cursor={cursor}").json()
        seen += [one["number"] for one in answer["items"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == DutyPeriod.objects.count() == 6


def test_filters_find_turkish_words_without_their_signs(scene, yearly):
    found = scene.head.client.get("/api/compliance/periods?q=SEHIR rehberini").json()["items"]
    assert [one["number"] for one in found] == [yearly.case.number]
    assert scene.head.client.get("/api/compliance/periods?q=kamera").json()["items"] == []


LISTS = ("/uyum/", "/uyum/donemler/", "/uyum/bende/", "/uyum/yukselenler/", "/uyum/plan/?state=active")


def statements(client):
    counted = {}
    for page in LISTS:
        client.get(page)
        with CaptureQueriesContext(connection) as made:
            client.get(page)
        counted[page] = len(made)
    return counted


def test_lists_cost_the_same_statements_with_more_rows(scene):
    services.run_round(dt.date(2026, 3, 2))
    services.run_round(dt.date(2026, 3, 6))
    few = statements(scene.head.client)
    for path in ("2.b", "2.c", "3.b"):
        duty = scene.duty(path)
        services.set_plan(duty.pk, actor=scene.head.actor, interval="weekly", starts_on=dt.date(2026, 3, 2))
    for day in (9, 20, 31):
        services.run_round(dt.date(2026, 3, day))
    assert statements(scene.head.client) == few


def test_a_plan_is_the_manager_s_and_a_stated_cadence_is_never_loosened(scene):
    from konak.foundation.lifecycle import Refused

    services.propose_plans(localdate())
    with pytest.raises(Refused, match="daha seyrek bir plan yapılamaz"):
        services.set_plan(scene.map_duty.pk, actor=scene.gis_director.actor, interval="yearly", starts_on=localdate())
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.set_plan(scene.map_duty.pk, actor=scene.gis_clerk.actor, interval="weekly", starts_on=localdate())
    with pytest.raises(Refused, match="takvimden çıkarılamaz"):
        services.exclude_plan(scene.map_duty.pk, actor=scene.gis_director.actor, reason="İstemiyoruz")
    assert (
        services.set_plan(
            scene.map_duty.pk, actor=scene.gis_director.actor, interval="weekly", starts_on=localdate()
        ).source
        == "set"
    )


def test_a_rhythm_that_changes_lets_fall_what_nobody_began(scene, yearly):
    services.set_plan(yearly.duty_id, actor=scene.gis_director.actor, interval="monthly", starts_on=localdate())
    assert DutyPeriod.objects.get(pk=yearly.pk).case.state == "lapsed"


def test_several_proposals_are_accepted_at_once_from_the_screen(scene):
    duty = scene.duty("2.b")
    legislation.set_duty(duty.pk, actor=scene.gis_director.actor, unit=duty.unit, cadence="quarterly")
    services.propose_plans(localdate())
    page = scene.gis_director.client.get("/uyum/plan/").content.decode()
    assert "Seçilenleri kabul et" in page
    scene.gis_director.client.post("/uyum/plan/kabul/", {"duty": [duty.pk]})
    assert DutyPlan.objects.get(duty=duty).state == "active"


def test_indicators_count_what_was_done_in_time_what_is_late_and_by_how_much(scene):
    services.run_round(dt.date(2026, 3, 2))
    services.run_round(dt.date(2026, 3, 3))
    first, second = DutyPeriod.objects.filter(duty=scene.backup_duty).order_by("begins_on")
    DutyPeriod.objects.filter(pk=first.pk).update(settled_at=dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC))
    first.case.__class__.objects.filter(pk=first.pk).update(state="done", resting=True)
    since, until = dt.date(2026, 3, 1), dt.date(2026, 3, 31)
    assert indicator("compliance.on_time").value(None, since, until) == 50
    assert indicator("compliance.overdue").value(None, since, until) == 1
    assert indicator("compliance.overdue").value(frozenset([scene.hall.gis.pk]), since, until) == 0
    DutyPeriod.objects.filter(pk=second.pk).update(settled_at=dt.datetime(2026, 3, 7, 12, tzinfo=dt.UTC))
    second.case.__class__.objects.filter(pk=second.pk).update(state="done", resting=True)
    assert indicator("compliance.delay").value(None, since, until) == 4
    assert capabilities.followed_count(None, until) == 2


def test_the_command_opens_and_recomputes_and_says_what_it_did(scene, capsys):
    import argparse

    from konak.governance.compliance import commands

    parser = argparse.ArgumentParser()
    commands.configure(parser)
    args = parser.parse_args(["open", "--day", "2026-03-02"])
    assert args.run(args) == 0
    assert "02.03.2026 tarandı." in capsys.readouterr().out
    args = parser.parse_args(["open", "--day", "2026-02-02"])
    assert args.run(args) == 1
    assert "Saat geri gitmiş olabilir" in capsys.readouterr().out
    args = parser.parse_args(["recompute"])
    assert args.run(args) == 0
    assert "Değişen son gün yok." in capsys.readouterr().out
