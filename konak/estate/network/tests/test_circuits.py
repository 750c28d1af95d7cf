"""Lines: two doors, one rule; what a test says about a line; who is told before a contract ends."""

import datetime as dt

import pytest
from django.utils.timezone import localdate

from konak.estate.network import queries, services
from konak.estate.network.models import Circuit
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification

API = "/api/network/circuits"


@pytest.fixture
def lines(net):
    actor = net.expert.actor
    net.here, net.there = (services.add_site(actor=actor, name=name) for name in ("Merkez", "Otogar"))
    facts = {"provider": "Örnek Telekom", "kind": "internet", "site_id": net.here.pk}
    net.main = services.add_circuit(actor=actor, number="INT-1", down_kbps=100_000, up_kbps=20_000, **facts)
    net.spare = services.add_circuit(actor=actor, number="INT-2", backs_up_id=net.main.pk, **facts)
    return net


def test_both_doors_write_the_same_line_and_refuse_in_the_same_words(lines):
    given = {"provider": "Örnek Telekom", "number": "MPLS-1", "kind": "mpls", "site_id": lines.here.pk}
    client = lines.expert.client
    form = given | {"status": "active", "far_id": lines.there.pk, "down_kbps": 0, "up_kbps": 0, "promised": "99,9"}
    form |= {"unit_id": lines.hall.network.pk}
    assert client.post("/ag/kayit/hat/yeni/", form | {"promised": "99.9"}).status_code == 302
    made = Circuit.objects.get(number="MPLS-1")
    assert (str(made.promised), made.far, made.unit_id) == ("99.900", lines.there, lines.hall.network.pk)
    words = "Örnek Telekom işletmecisinin MPLS-1 numaralı hattı zaten kayıtlı."
    again = client.post("/ag/kayit/hat/yeni/", form | {"promised": ""})
    assert (again.status_code, words in again.content.decode()) == (422, True)
    told = client.post(API, given, content_type="application/json")
    assert (told.status_code, told.json()["title"]) == (409, words)
    made = client.post(API, given | {"number": "MPLS-2", "promised": 99.5}, content_type="application/json")
    assert (made.status_code, made.json()["promised"], made.json()["tested_on"]) == (201, 99.5, None)
    path = f"{API}/{made.json()['id']}"
    assert lines.stranger.client.get(path).status_code == 404
    assert lines.stranger.client.post(f"{path}/tests", {}, content_type="application/json").status_code in {404, 422}
    assert client.delete(path).status_code == 204
    page = client.get("/ag/hatlar/?q=int-1").content.decode()
    assert ("INT-1" in page, "MPLS-1" in page) == (True, False)
    assert lines.stranger.client.get(f"/ag/hatlar/{lines.main.pk}/").status_code == 404


def test_what_makes_no_sense_is_refused_in_words(lines):
    actor, facts = lines.expert.actor, {"provider": "X", "kind": "leased", "site_id": lines.here.pk}
    for more, words in (
        ({"number": ""}, "devre numarasını"),
        ({"number": "1", "site_id": 0}, "yerleşkesini"),
        ({"number": "1", "far_id": lines.here.pk}, "aynı yerleşke"),
        ({"number": "1", "backs_up_id": lines.spare.pk}, "kendisi bir yedek"),
        ({"number": "1", "kind": "telgraf"}, "bilinmeyen değer"),
        ({"number": "1", "since": dt.date(2026, 5, 1), "until": dt.date(2026, 4, 1)}, "açılışından önce"),
    ):
        with pytest.raises(Refused, match=words):
            services.add_circuit(actor=actor, **facts | more)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.add_circuit(actor=lines.stranger.actor, unit_id=lines.hall.network.pk, number="1", **facts)
    with pytest.raises(Refused, match="yedeği var"):
        services.drop_circuit(lines.main.pk, actor=actor)


def test_a_test_that_fails_marks_the_line_and_the_newest_one_decides(lines):
    actor, today = lines.expert.actor, localdate()

    def tested(passed, back, **facts):
        day = today - dt.timedelta(days=back)
        return services.record_test(lines.main.pk, actor=actor, kind="periodic", done_on=day, passed=passed, **facts)

    waiting = queries.CircuitFilter(status="untested")
    assert {row.number for row in queries.circuits(actor, waiting)} == {"INT-1", "INT-2"}
    tested(False, 3, note="Kayıp yüksek")
    assert Circuit.objects.get(number="INT-1").status == "down"
    tested(True, 30)
    assert Circuit.objects.get(number="INT-1").status == "down", "an older test changes nothing"
    tested(True, 0)
    assert Circuit.objects.get(number="INT-1").status == "active"
    assert [row.number for row in queries.circuits(actor, waiting)] == ["INT-2"]
    with pytest.raises(Refused, match="ne olduğunu"):
        tested(False, 0)
    with pytest.raises(Refused, match="gelecekte"):
        tested(True, -1)
    alone = services.add_circuit(
        actor=actor, number="A", provider="Y", kind="dsl", site_id=lines.here.pk, down_kbps=16_000, up_kbps=1_000
    )
    assert (alone.speed, lines.main.speed) == ("16/1 Mbit/s", "100/20 Mbit/s")
    with pytest.raises(Refused, match="yedeği"):
        services.record_test(alone.pk, actor=actor, kind="failover", done_on=today, passed=True)
    page = lines.expert.client.get(f"/ag/hatlar/{lines.main.pk}/").content.decode()
    assert ("Geçmedi" in page, "Kayıp yüksek" in page, "INT-2" in page) == (True, True, True)


def test_keepers_are_told_once_before_a_contract_ends(lines):
    today = localdate()
    Circuit.objects.filter(pk=lines.main.pk).update(until=today + dt.timedelta(days=30))
    Circuit.objects.filter(pk=lines.spare.pk).update(until=today + dt.timedelta(days=30), status="ended")
    assert (services.tell_of_ends(), services.tell_of_ends()) == (1, 0)
    (row,) = Notification.objects.all()
    assert (row.recipient_id, "30 gün sonra" in row.title) == (lines.director.user.pk, True)
    ending = queries.CircuitFilter(status="ending")
    assert [one.number for one in queries.circuits(lines.expert.actor, ending)] == ["INT-1"]
