"""An outage is announced to whom it hits, measured, told about, and explains tickets."""

import datetime as dt

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.utils.timezone import localdate, now

from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.governance.systems import services as systems
from konak.governance.systems.models import SystemPart
from konak.service.desk import services as desk_services
from konak.service.desk.models import Message, Service
from konak.service.visits import queries, services
from konak.service.visits.models import Outage
from konak.service.visits.queries import numbers

from .conftest import at

JSON = {"content_type": "application/json"}
MINUTE = dt.timedelta(minutes=1)


def test_it_is_announced_begun_measured_and_ended(field):
    desk = field.desk
    number = field.outage().case.number
    assert desk.asker.client.get(f"/durum/{number}/").status_code == 404
    page = desk.chief.client.get(f"/is/{number}/")
    assert (page.status_code, "Duyur" in page.text) == (200, True)
    with pytest.raises(Refused, match="duyurulmadan"):
        services.begin(number, actor=desk.chief.actor)
    services.announce(number, actor=desk.chief.actor)
    told = set(Notification.objects.filter(topic="visits.outage").values_list("recipient_id", flat=True))
    assert desk.asker.user.pk in told
    assert desk.stranger.user.pk not in told
    assert desk.asker.client.get(f"/durum/{number}/").status_code == 200
    assert desk.stranger.client.get(f"/durum/{number}/").status_code == 404
    assert "EBYS sürüm yükseltmesi" in desk.asker.client.get("/destek/").text
    assert "EBYS sürüm yükseltmesi" not in desk.stranger.client.get("/destek/").text
    services.begin(number, actor=desk.agent.actor, began_at=now() - 90 * MINUTE)
    services.say(number, actor=desk.agent.actor, text="Veriler taşınıyor.")
    with pytest.raises(Refused, match="sonra olmalı"):
        services.extend(number, actor=desk.agent.actor, ends_at=at(21), why="Uzadı")
    services.extend(number, actor=desk.agent.actor, ends_at=at(23), why="Veri çok")
    services.end(number, actor=desk.agent.actor, done="Yeni sürüm açıldı.")
    one = Outage.objects.get()
    assert (one.case.state, one.minutes_down) == ("ended", 90)
    today = localdate()
    assert numbers.minutes_down(None, today - dt.timedelta(days=1), today) == 90.0
    texts = [row.text for row in queries.updates_of(one)]
    assert (len(texts), texts[-1]) == (3, "Veriler taşınıyor.")


def test_one_that_nobody_planned_begins_at_once_and_explains_tickets(field):
    desk = field.desk
    started = now() - 10 * MINUTE
    number = field.outage(nature="unplanned", starts_at=started, ends_at=now() + 60 * MINUTE).case.number
    services.begin(number, actor=desk.agent.actor, began_at=started)
    near = queries.overlapping(desk.agent.actor, queries.outage(desk.agent.actor, number))
    assert [one.number for one in near] == [field.ticket]
    services.link_ticket(number, actor=desk.agent.actor, ticket=field.ticket)

    # the picture around a system finds what people report about it, by its service too
    ebys = systems.add(actor=desk.chief.actor, unit_id=desk.team.pk, code="EBYS", name="Belge yönetimi")
    assert queries.of_system(desk.chief.actor, "EBYS").of("ticket") == []
    Service.objects.update(system=ebys)
    assert [knot.note for knot in queries.of_system(desk.chief.actor, "EBYS").of("ticket")] == [field.ticket]

    # a service that stands on one part of a system is hit through that part
    other = systems.add(actor=desk.chief.actor, unit_id=desk.team.pk, code="CBS", name="Harita")
    part = SystemPart.objects.create(system=ebys, kind="database", name="ebys-vt")
    facts = {"group_id": desk.plain.group_id, "unit_id": desk.team.pk, "kinds": ["request"], "name": "Yazıcı"}
    with pytest.raises(Refused, match="bileşeni değil"):
        desk_services.save_service(
            desk.plain.code, actor=desk.chief.actor, **facts, system_id=other.pk, part_id=part.pk
        )
    desk_services.save_service(desk.plain.code, actor=desk.chief.actor, **facts, part_id=part.pk)
    picture = queries.of_system(desk.chief.actor, "EBYS")
    assert {(one.source, one.target) for one in picture.threads} >= {
        (f"c{part.pk}", f"s{ebys.pk}"),
        (f"c{part.pk}", f"h{desk.plain.pk}"),
    }
    one = queries.outage(desk.agent.actor, number)
    assert (queries.overlapping(desk.agent.actor, one), queries.linked_tickets(desk.agent.actor, one)) == (
        [],
        [field.ticket],
    )
    services.end(number, actor=desk.agent.actor, done="Sunucu yeniden başlatıldı.", answer_tickets=True)
    assert "Sunucu yeniden başlatıldı." in Message.objects.get().text
    assert "Kesinti" in desk.agent.client.get(f"/is/{number}/").text


def test_the_world_reads_what_is_shown_to_it_and_no_more(field):
    actor = field.desk.chief.actor
    inside = field.outage(audience="everybody").case.number
    outside = field.outage(subject="Web sitesi bakımı", audience="everybody", world=True).case.number
    for number in (inside, outside):
        services.announce(number, actor=actor)
    client = Client()
    page = client.get("/durum/")
    assert (page.status_code, "Web sitesi bakımı" in page.text, "EBYS" in page.text) == (200, True, False)
    assert [client.get(f"/durum/{number}/").status_code for number in (inside, outside)] == [404, 200]
    assert client.get(f"/durum/{outside}/takvim.ics").status_code == 200
    assert "EBYS" in field.desk.stranger.client.get("/durum/").text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"ends_at": at(19)}, "sonra olmalı"),
        ({"ends_at": at(20) + dt.timedelta(days=60)}, "en çok bir ay"),
        ({"text": " "}, "Ne yapılacağını"),
        ({"subject": " "}, "kısa bir ad"),
        ({"audience": "desk", "world": True}, "dışarıya gösterilemez"),
        ({"tags": "YOK-1"}, "sicil numaralı"),
        ({"effect": "magic"}, "etkisini"),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(field, facts, words):
    with pytest.raises(Refused, match=words):
        field.outage(**facts)
    assert Outage.objects.count() == 0


def test_wrong_states_and_strangers_are_refused_with_the_same_words(field):
    desk = field.desk
    number = field.outage(units=[], services=[]).case.number
    with pytest.raises(Refused, match="en az birini"):
        services.announce(number, actor=desk.chief.actor)
    with pytest.raises(ObjectDoesNotExist):
        services.announce(number, actor=desk.stranger.actor)
    said = desk.agent.client.post(f"/api/visits/outages/{number}/announce", **JSON)
    shown = desk.agent.htmx.post(f"/ziyaretler/dosya/{number}/announce/")
    assert (said.status_code, shown.status_code) == (409, 422)
    assert said.json()["title"] in shown.text
    with pytest.raises(Refused, match="duyurulmuş ya da süren"):
        services.say(number, actor=desk.agent.actor, text="x")
    services.call_off(number, actor=desk.chief.actor, why="Vazgeçildi")
    assert Notification.objects.filter(topic="visits.outage").count() == 0
    bad = desk.chief.client.post(
        "/api/visits/outages",
        {
            "subject": "x",
            "text": "x",
            "starts_at": at(20).isoformat(),
            "ends_at": at(21).isoformat(),
            "systems": [999],
        },
        **JSON,
    )
    assert (bad.status_code, "bilgi sistemi" in bad.json()["title"]) == (409, True)
