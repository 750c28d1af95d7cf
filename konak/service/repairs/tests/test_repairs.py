"""A ticket takes a part or another device out of the warehouse; ticket, device and receipt name each other."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from konak.estate.assets.models import Asset, Custody, Stock
from konak.estate.assets.services import custody
from konak.estate.supplies.models import Issue
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.service.repairs import queries, services
from konak.service.repairs.models import PartRequest

JSON = {"content_type": "application/json"}


def test_a_part_is_asked_at_the_desk_given_by_the_registrar_and_shown_on_three_pages(bench):
    ticket = bench.ticket()
    asked = {"warehouse": "01", "item": bench.memory.code}
    made = services.ask_part(ticket, actor=bench.agent.actor, **asked)
    number = made.case.number
    assert (made.case.state, made.case.assignee_id, queries.waiting(bench.store.keeper.actor)) == (
        "asked",
        bench.store.keeper.user.pk,
        1,
    )
    with pytest.raises(Refused, match="kayıt yetkilisi"):
        services.give(number, actor=bench.agent.actor)
    given = services.give(number, actor=bench.store.keeper.actor)
    issue = Issue.objects.get()
    assert (given.receipt, issue.reference, issue.asset_id) == (issue.number, ticket, bench.broken.pk)
    assert Stock.objects.get(item=bench.memory).quantity == 1
    assert issue.number in trail.story("desk.ticket", ticket).latest("pk").note
    keeper = bench.store.keeper.client
    pages = (f"/tasinirlar/{bench.broken.tag}/", f"/is/{issue.number}/", f"/is/{number}/")
    assert [ticket in keeper.get(page).content.decode() for page in pages] == [True] * 3
    shown = bench.agent.client.get(f"/destek/talep/{ticket}/").content.decode()
    assert (issue.number in shown, "Ambardan parça iste" in shown) == (True, True)


def test_who_keeps_the_warehouse_has_it_at_once_and_an_empty_shelf_leaves_nothing_behind(bench):
    bench.store.warehouse.deputy_registrar = bench.agent.user
    bench.store.warehouse.save()
    ticket = bench.ticket()
    asked = {"actor": bench.agent.actor, "warehouse": "01", "item": bench.memory.code}
    assert services.ask_part(ticket, quantity=2, **asked).case.state == "given"
    with pytest.raises(Refused, match="mevcut 0"):
        services.ask_part(ticket, **asked)
    assert PartRequest.objects.count() == 1


def test_a_device_is_replaced_and_its_holder_accepts_on_his_own_screen(bench):
    ticket = bench.ticket()
    number = services.ask_device(ticket, actor=bench.agent.actor, warehouse="01").case.number
    with pytest.raises(Refused, match="Yerine verilecek"):
        services.give(number, actor=bench.store.keeper.actor)
    given = services.give(number, actor=bench.store.keeper.actor, new_tag=bench.spare.tag)
    old, new = Asset.objects.get(pk=bench.broken.pk), Asset.objects.get(pk=bench.spare.pk)
    assert (old.holder, old.state, new.holder_id, new.state) == (None, "stored", bench.asker.user.pk, "used")
    page = f"/destek/talep/{ticket}/"
    assert "Kabul bekliyor" in bench.agent.client.get(page).content.decode()
    row = Custody.objects.get(slip=given.slip)
    custody.accept(row.pk, actor=bench.asker.actor)
    assert "Kabul bekliyor" not in bench.agent.client.get(page).content.decode()
    assert queries.held_words(PartRequest.objects.get()) == ("Zimmette", "done")


def test_whoever_asked_and_strangers_take_nothing(bench):
    ticket = bench.ticket()
    asked = {"warehouse": "01", "item": bench.memory.code}
    with pytest.raises(Refused, match="çözen ekip"):
        services.ask_part(ticket, actor=bench.asker.actor, **asked)
    with pytest.raises(ObjectDoesNotExist):
        services.ask_part(ticket, actor=bench.desk.stranger.actor, **asked)
    assert "Ambardan parça iste" not in bench.asker.client.get(f"/destek/talep/{ticket}/").content.decode()
    made = services.ask_part(ticket, actor=bench.agent.actor, **asked)
    services.refuse(made.case.number, actor=bench.store.keeper.actor, why="Bu model için değil")
    with pytest.raises(Refused, match="Bu aşamada"):
        services.give(made.case.number, actor=bench.store.keeper.actor)


def test_both_doors_ask_and_refuse_in_the_same_words(bench):
    ticket = bench.ticket()
    client, asked = bench.agent.client, {"warehouse": "01", "item": bench.memory.code, "tag": "yok-1"}
    words = "sicil numaralı bir taşınır yok"
    page = client.post(f"/destek/parcalar/talep/{ticket}/parca/", asked | {"quantity": "1"})
    api = client.post("/api/repairs/parts", asked | {"ticket": ticket}, **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, words in api.json()["title"]) == (409, True)
    asked["tag"] = bench.broken.tag
    page = client.post(f"/destek/parcalar/talep/{ticket}/parca/", asked | {"quantity": "1"})
    api = client.post("/api/repairs/parts", asked | {"ticket": ticket}, **JSON)
    assert (page.status_code, api.status_code, api.json()["state"]) == (302, 201, "asked")
    assert client.get("/destek/parcalar/").content.decode().count("data-row") == 2
