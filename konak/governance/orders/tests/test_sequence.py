import threading

import pytest
from django.db import connection

from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story
from konak.governance.orders import queries, services
from konak.governance.orders.models import Dependency, Order

API = "/api/orders"
JSON = {"content_type": "application/json"}


def test_an_order_waits_for_another_across_branches_and_the_story_says_so(chain):
    map_, net = chain.give(chain.head, None, chain.hall.gis), chain.give(chain.head, None, chain.hall.network)
    services.wait_for(map_.case.number, actor=chain.head.actor, before=net.case.number.lower())
    bars = {bar.order.pk: bar for bar in queries.timeline(chain.head.actor, tied=True).bars}
    assert set(bars) == {map_.pk, net.pk}
    assert (bars[map_.pk].blocked, bars[map_.pk].waits[0].number, bars[net.pk].leads) == (True, net.case.number, 1)
    assert [entry.verb for entry in story("orders.order", map_.case.number)][-1] == "wait_for"
    # the director of the one branch is told the number of the other's order, not its subject
    (seen,) = queries.sheet(queries.order(chain.director.actor, map_.case.number), chain.director.actor).waits
    assert (seen.number, seen.subject, seen.done) == (net.case.number, "", False)
    services.withdraw(net.case.number, actor=chain.head.actor, why="Gerek kalmadı")
    assert not queries.timeline(chain.head.actor).bars[0].blocked


def test_what_waits_is_neither_begun_nor_reported_before_the_other_is_done(chain):
    one, two = chain.for_clerk(subject="Önce"), chain.for_clerk(subject="Sonra")
    first, later, clerk = one.case.number, two.case.number, chain.clerk
    services.wait_for(later, actor=chain.chief.actor, before=first)
    words = f"Öncül emir bitmeden yapılamaz: {first}. Sırayı emri veren değiştirebilir."
    page = clerk.client.post(f"/emirler/{later}/adim/start/")
    assert (page.status_code, words in page.content.decode()) == (422, True)
    for step, body in (("start", {}), ("report", {"note": "Bitti"})):
        answer = clerk.client.post(f"{API}/{later}/{step}", body)
        assert (answer.status_code, answer.json()["title"]) == (409, words)
    seen = clerk.client.get(f"{API}/{later}").json()
    assert (seen["blocked"], seen["steps"], seen["state"]) == (words, [], "given")
    assert words in clerk.client.get(f"/is/{later}/").content.decode()
    assert clerk.client.get("/emirler/?pano=bana").content.decode().count("Öncülünü bekliyor") == 1
    services.start(first, actor=clerk.actor)
    services.report(first, actor=clerk.actor, note="Bitti")
    with pytest.raises(Refused, match="Öncül emir bitmeden"):  # reported is not accepted
        services.start(later, actor=clerk.actor)
    services.accept(first, actor=chain.chief.actor)
    assert services.start(later, actor=clerk.actor).case.state == "started"


def test_no_part_waits_for_what_it_is_a_part_of(chain):
    whole = chain.give(chain.director, chain.chief, chain.service)
    part = services.pass_on(
        whole.case.number, actor=chain.chief.actor, unit_id=chain.service.pk, assignee_id=chain.clerk.user.pk
    )
    with pytest.raises(Refused, match="iki emir birbirini bekleyemez"):
        services.wait_for(part.case.number, actor=chain.chief.actor, before=whole.case.number)


def test_no_circle_is_tied_and_both_doors_say_why(chain):
    one, two, three = (chain.for_clerk(subject=name) for name in ("Bir", "İki", "Üç"))
    chief = chain.chief
    services.wait_for(two.case.number, actor=chief.actor, before=one.case.number)
    services.wait_for(three.case.number, actor=chief.actor, before=two.case.number)
    words = f"{three.case.number} zaten bu emri bekliyor (doğrudan ya da dolaylı): iki emir birbirini bekleyemez."
    page = chief.client.post(f"/emirler/{one.case.number}/oncul/", {"before": three.case.number})
    api = chief.client.post(f"{API}/{one.case.number}/predecessors", {"before": three.case.number}, **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, api.json()["title"]) == (409, words)
    with pytest.raises(Refused, match="kendisini bekleyemez"):
        services.wait_for(one.case.number, actor=chief.actor, before=one.case.number)
    gone = chief.client.post(f"/emirler/{three.case.number}/oncul/{two.case.number}/kaldir/")
    assert gone.status_code == 302
    services.wait_for(one.case.number, actor=chief.actor, before=three.case.number)
    listed = chief.client.get(f"{API}/timeline?tied=true").json()
    assert {bar["order"]["number"]: bar["waits_for"] for bar in listed} == {
        one.case.number: [three.case.number], two.case.number: [one.case.number], three.case.number: [],
    }  # fmt: skip


def test_only_the_giver_orders_what_waits_and_a_stranger_finds_nothing(chain):
    one, two = chain.for_clerk(), chain.for_clerk()
    with pytest.raises(Refused):
        services.wait_for(two.case.number, actor=chain.clerk.actor, before=one.case.number)
    with pytest.raises(Order.DoesNotExist):
        services.wait_for(two.case.number, actor=chain.stranger.actor, before=one.case.number)
    with pytest.raises(Refused, match="bulunamadı"):
        foreign = chain.give(chain.head, None, chain.hall.network)
        services.wait_for(two.case.number, actor=chain.chief.actor, before=foreign.case.number)
    assert chain.stranger.client.get("/emirler/cizelge/").status_code == 200
    assert "Çizelgede emir yok" in chain.stranger.client.get("/emirler/cizelge/").content.decode()
    page = chain.chief.client.get("/emirler/cizelge/").content.decode()
    assert page.count("data-row") == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_tie_at_the_same_moment_close_no_circle(chain):
    one, two = chain.for_clerk(), chain.for_clerk()
    ready, refused = threading.Barrier(2), []

    def tie(after, before):
        ready.wait()
        try:
            services.wait_for(after.case.number, actor=chain.chief.actor, before=before.case.number)
        except Refused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=tie, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), Dependency.objects.count()) == (1, 1)
