"""A change of the law from its notice to its application, and circulars."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.governance.sources import queries, services
from konak.governance.sources.models import Flag, Notice

YESTERDAY = localdate() - dt.timedelta(days=1)


@pytest.fixture
def law(scene):
    source = services.add_source(
        actor=scene.head.actor, unit_id=scene.hall.department.pk, kind="law", number="5651", title="Yayın Kanunu"
    )
    services.tie(scene.backup_duty.pk, actor=scene.head.actor, source_id=source.pk, article="6")
    services.tie(scene.map_duty.pk, actor=scene.head.actor, source_id=source.pk, article="9")
    services.tie(scene.duty("2.b").pk, actor=scene.head.actor, source_id=source.pk)
    return source


@pytest.fixture
def notice(scene, law):
    return services.record_notice(
        actor=scene.head.actor,
        unit_id=scene.hall.department.pk,
        kind="change",
        subject="Saklama süresi değişti",
        published_on=YESTERDAY,
        source_id=law.pk,
        articles="6/1",
    )


def number(notice):
    return notice.case.number


def flagged(notice):
    return [flag.duty.clause.path for flag in notice.flags.order_by("duty__clause__order")]


def opined(scene, notice):
    services.send(number(notice), actor=scene.head.actor, reviewer=scene.network_director.user)
    return services.opine(
        number(notice),
        actor=scene.network_director.actor,
        opinion="Saklama düzeni değişmeli.",
        impact="high",
        outcome="duties",
        unit_ids=[scene.hall.network.pk],
    )


def test_a_change_flags_the_duties_of_its_articles_and_those_that_name_none(scene, notice):
    assert flagged(notice) == ["2.b", "3.a"]
    whole = services.record_notice(
        actor=scene.head.actor,
        unit_id=scene.hall.department.pk,
        kind="change",
        subject="Bütün kanun",
        published_on=YESTERDAY,
        source_id=notice.source_id,
    )
    assert flagged(whole) == ["2.a", "2.b", "3.a"]


def test_only_the_one_who_was_asked_gives_the_opinion(scene, notice):
    services.send(number(notice), actor=scene.head.actor, reviewer=scene.network_director.user)
    with pytest.raises(Refused, match="incelemeyi üstlenen"):
        services.clear(number(notice), actor=scene.head.actor, opinion="Yok")
    with pytest.raises(Refused, match="görevli değil"):
        services.send(number(notice), actor=scene.head.actor, reviewer=scene.stranger.user)
    done = services.clear(number(notice), actor=scene.network_director.actor, opinion="Bizi ilgilendirmiyor.")
    assert (done.case.state, done.impact, Flag.objects.filter(settled_at=None).count()) == ("no_effect", "none", 0)


def test_it_is_applied_only_when_every_unit_has_said_so_and_every_flag_was_looked_at(scene, law, notice):
    opined(scene, notice)
    units = [work.row.unit.name for work in queries.applications(scene.head.actor, notice)]
    assert sorted(units) == sorted([scene.hall.network.name, scene.hall.gis.name])
    finish = {"actor": scene.head.actor, "applied_on": localdate(), "practice": "Süre iki yıl oldu."}
    with pytest.raises(Refused, match="2 birim uygulamayı henüz bildirmedi"):
        services.finish(number(notice), **finish)
    for work in queries.applications(scene.head.actor, notice):
        services.confirm_unit(work.row.pk, actor=scene.head.actor, practice="Yapıldı.", applied_on=localdate())
    with pytest.raises(Refused, match="bekleyen 2 görev"):
        services.finish(number(notice), **finish)
    for flag in notice.flags.all():
        services.settle_flag(flag.pk, actor=scene.head.actor, changed=True, note="Yenilendi.")
    done = services.finish(number(notice), **finish)
    version = law.versions.get()
    assert (done.case.state, version.in_force_on, version.notice_id) == ("applied", YESTERDAY, notice.pk)


def test_a_unit_confirms_for_itself_and_for_no_neighbour(scene, notice):
    opined(scene, notice)
    row = notice.applications.get(unit=scene.hall.network)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.confirm_unit(row.pk, actor=scene.gis_director.actor, practice="x", applied_on=localdate())
    with pytest.raises(Refused, match="yayım tarihinden önce"):
        services.confirm_unit(
            row.pk,
            actor=scene.network_director.actor,
            practice="x",
            applied_on=YESTERDAY - dt.timedelta(days=1),
        )
    services.confirm_unit(row.pk, actor=scene.network_director.actor, practice="Oldu", applied_on=localdate())
    row.refresh_from_db()
    assert (row.practice, row.confirmed_by_id) == ("Oldu", scene.network_director.user.pk)


def test_a_stranger_sees_no_change(scene, notice):
    assert list(queries.notices(scene.stranger.actor)) == []
    with pytest.raises(ObjectDoesNotExist):
        services.send(number(notice), actor=scene.stranger.actor, reviewer=scene.stranger.user)
    assert scene.stranger.client.get(f"/dayanaklar/izleme/{number(notice)}/").status_code == 404


def test_a_repeal_ends_the_source_on_its_day(scene, law):
    made = services.record_notice(
        actor=scene.head.actor,
        unit_id=scene.hall.department.pk,
        kind="repeal",
        subject="Kanun kalktı",
        published_on=YESTERDAY,
        source_id=law.pk,
    )
    opined(scene, made)
    for work in queries.applications(scene.head.actor, made):
        services.confirm_unit(work.row.pk, actor=scene.head.actor, practice="Bitti", applied_on=localdate())
    for flag in made.flags.all():
        services.settle_flag(flag.pk, actor=scene.head.actor, changed=False, note="Görüldü")
    services.finish(number(made), actor=scene.head.actor, applied_on=localdate(), practice="Bitti")
    law.refresh_from_db()
    assert law.repealed_on == YESTERDAY


def test_a_circular_names_who_sent_it_and_stands_in_its_own_register(scene):
    facts = {"actor": scene.head.actor, "unit_id": scene.hall.department.pk, "kind": "circular", "subject": "Nöbet"}
    with pytest.raises(Refused, match="çıkaran kurumu"):
        services.record_notice(**facts, published_on=YESTERDAY)
    services.record_notice(**facts, published_on=YESTERDAY, issuer="Valilik", document_number="2026/3")
    page = scene.head.client.get("/dayanaklar/genelgeler/").content.decode()
    assert [words in page for words in ("Nöbet", "Valilik", "2026/3")] == [True, True, True]
    with pytest.raises(Refused, match="gelecekte olamaz"):
        services.record_notice(**facts, published_on=localdate() + dt.timedelta(days=2), issuer="Valilik")


def test_both_doors_take_the_same_steps(scene, notice):
    body = {"reviewer": scene.network_director.user.pk}
    sent = scene.head.client.post(
        f"/api/sources/notices/{number(notice)}/send", body, content_type="application/json"
    )
    assert (sent.status_code, sent.json()["state"]) == (200, "review")
    refused = scene.head.client.post(
        f"/api/sources/notices/{number(notice)}/clear", {"opinion": "Yok"}, content_type="application/json"
    )
    page = scene.head.client.post(f"/dayanaklar/izleme/{number(notice)}/adim/clear/", {"opinion": "Yok"})
    assert (refused.status_code, page.status_code) == (409, 422)
    assert refused.json()["title"] in page.content.decode()
    assert Notice.objects.get().case.state == "review"
