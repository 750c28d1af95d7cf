"""Plans open work orders in time; orders are worked on, sent out, come back, use parts, and end."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Stock
from konak.estate.upkeep import queries, services
from konak.estate.upkeep.models import PartUsed, PlanAsset, Reading, SentOut, WorkOrder
from konak.estate.upkeep.queries import numbers
from konak.estate.upkeep.services.plans import months_after
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail

TODAY = localdate()
DAY = dt.timedelta(days=1)
JSON = {"content_type": "application/json"}


def test_months_end_where_the_month_ends():
    assert [months_after(dt.date(2026, 8, 31), months) for months in (1, 6, 12)] == [
        dt.date(2026, 9, 30),
        dt.date(2027, 2, 28),
        dt.date(2027, 8, 31),
    ]


def test_a_due_maintenance_opens_one_order_and_the_next_is_dated_from_the_day_it_was_done(shop):
    device = shop.device()
    plan = shop.plan()
    services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=device.tag, last_on=months_after(TODAY, -6) + 3 * DAY)
    made = services.open_due()
    assert [(one.asset_id, one.kind, len(one.points)) for one in made] == [(device.pk, "preventive", 2)]
    assert (services.open_due(), WorkOrder.objects.count()) == ([], 1)
    number = made[0].case.number
    services.take(number, actor=shop.technician.actor)
    with pytest.raises(Refused, match="2 madde işaretlenmedi"):
        services.finish(number, actor=shop.technician.actor, done="Bakım yapıldı.")
    for place in (0, 1):
        services.tick(number, actor=shop.technician.actor, place=place, note="tamam")
    with pytest.raises(Refused, match="böyle bir madde yok"):
        services.tick(number, actor=shop.technician.actor, place=2)
    services.finish(number, actor=shop.technician.actor, done="Bakım yapıldı.", minutes=30)
    order = WorkOrder.objects.get()
    assert [point["by"] for point in order.points] == [shop.technician.user.full_name] * 2
    row = PlanAsset.objects.get()
    assert (row.last_on, row.next_on) == (TODAY, months_after(TODAY, 6))
    assert (services.open_due(), numbers.on_time(None, TODAY, TODAY)) == ([], 100.0)


def test_a_maintenance_outside_its_lead_waits(shop):
    plan = shop.plan(lead_days=5)
    services.add_to_plan(
        plan.pk, actor=shop.expert.actor, tags=shop.device().tag, last_on=months_after(TODAY, -6) + 8 * DAY
    )
    assert services.open_due() == []
    assert len(services.open_due(PlanAsset.objects.get().next_on - 5 * DAY)) == 1


def test_a_counter_opens_an_order_when_it_is_reached(shop):
    device = shop.device()
    plan = shop.plan(every_months=None, counter="sayfa", counter_every=10_000)
    services.read_counter(device.tag, actor=shop.technician.actor, counter="sayfa", value=4_000, read_on=TODAY - DAY)
    services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=device.tag)
    assert PlanAsset.objects.get().next_counter == 14_000
    assert services.open_due() == []
    services.read_counter(device.tag, actor=shop.technician.actor, counter="sayfa", value=14_100)
    assert len(services.open_due()) == 1


def test_a_counter_never_runs_backwards(shop):
    tag = shop.device().tag

    def read(value, day):
        return services.read_counter(tag, actor=shop.technician.actor, counter="Sayfa", value=value, read_on=day)

    read(100, TODAY - 10 * DAY)
    read(300, TODAY)
    with pytest.raises(Refused, match="geriye gidemez"):
        read(90, TODAY - 5 * DAY)
    with pytest.raises(Refused, match="daha önceki gün"):
        read(400, TODAY - 5 * DAY)
    with pytest.raises(Refused, match="ileri bir güne"):
        read(500, TODAY + DAY)
    read(200, TODAY - 5 * DAY)
    assert list(Reading.objects.order_by("read_on").values_list("value", flat=True)) == [100, 200, 300]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"every_months": None}, "Kaç ayda bir"),
        ({"points": " \n "}, "yapılacakları"),
        ({"counter_every": 100}, "Sayacın adını"),
        ({"lead_days": 400}, "en çok 180 gün"),
        ({"name": " "}, "bir ad verin"),
    ],
)
def test_a_plan_that_says_too_little_is_refused(shop, facts, words):
    with pytest.raises(Refused, match=words):
        shop.plan(**facts)


def test_a_plan_takes_only_devices_that_are_on_the_books_and_each_once(shop):
    plan, tag = shop.plan(), shop.device().tag
    services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=tag)
    for tags, words in ((tag, "zaten bu planda"), ("YOK-1", "bir taşınır yok"), (" ", "En az bir")):
        with pytest.raises(Refused, match=words):
            services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=tags)
    Asset.objects.update(state="scrapped", retired_on=TODAY)
    with pytest.raises(Refused, match="kayıttan düşmüş"):
        shop.order(tag)
    assert services.open_due() == []


def test_a_fault_goes_to_a_firm_against_a_receipt_and_its_price_to_the_device(shop):
    device = shop.device()
    number = shop.order(device.tag, down=True).case.number
    with pytest.raises(Refused, match="garanti kayıtlı değil"):
        services.send(number, actor=shop.technician.actor, firm="Servis", expected_on=TODAY + 9 * DAY, warranty=True)
    with pytest.raises(Refused, match="teslimden önce olamaz"):
        services.send(number, actor=shop.technician.actor, firm="Servis", expected_on=TODAY - DAY)
    sent = services.send(number, actor=shop.technician.actor, firm="Servis", expected_on=TODAY + 9 * DAY)
    assert (sent.receipt[:3], Case.objects.get(number=number).state) == ("OT-", "away")
    with pytest.raises(Refused, match="Bu aşamada"):
        services.finish(number, actor=shop.technician.actor, done="Bitti")
    page = shop.technician.client.get(f"/bakim/is-emirleri/{number}/teslim-belgesi/").content.decode()
    assert (sent.receipt in page, device.tag in page) == (True, True)
    services.receive(number, actor=shop.technician.actor, result="repaired", cost=Decimal("1500.50"))
    services.finish(number, actor=shop.technician.actor, done="Ana kart değişti.", labour_cost=Decimal(200))
    told = [entry.verb for entry in trail.story("upkeep.workorder", number)]
    assert told == ["open", "send", "receive", "finish"]
    cost = queries.ownership(device.tag)
    assert (cost.outside, cost.labour, cost.faults, cost.purchase) == (
        Decimal("1500.50"),
        Decimal("200.00"),
        1,
        device.cost,
    )
    rate = queries.rates(shop.director.actor)[0]
    assert (rate.devices, rate.faults, rate.per_hundred, rate.between_days) == (1, 1, 100.0, 365)
    assert numbers.mean_repair(None, TODAY, TODAY) is not None


def test_what_is_under_warranty_costs_nothing(shop):
    device = shop.device()
    Asset.objects.filter(pk=device.pk).update(warranty_until=TODAY + 100 * DAY)
    number = shop.order(device.tag).case.number
    services.send(number, actor=shop.technician.actor, firm="Üretici", expected_on=TODAY + DAY, warranty=True)
    with pytest.raises(Refused, match="bedeli olmaz"):
        services.receive(number, actor=shop.technician.actor, result="repaired", cost=Decimal(1))
    services.receive(number, actor=shop.technician.actor, result="replaced")
    assert SentOut.objects.get().result == "replaced"


def test_a_part_comes_from_stock_and_the_last_one_goes_once(shop):
    shop.store.stocked("2", price="100")
    number = shop.order(shop.device().tag).case.number
    keeper = shop.store.keeper.actor
    part = services.use_part(number, actor=keeper, warehouse="01", item=shop.store.toner.code, quantity=1)
    assert (part.amount, part.name, Stock.objects.get(item=shop.store.toner).quantity) == (Decimal(120), "Toner", 1)
    with pytest.raises(Refused):
        services.use_part(number, actor=keeper, warehouse="01", item=shop.store.toner.code, quantity=5)
    with pytest.raises(Refused, match="sıfırdan büyük"):
        services.use_part(number, actor=keeper, warehouse="01", item=shop.store.toner.code, quantity=0)
    assert PartUsed.objects.count() == 1


def test_a_stranger_finds_nothing_and_a_clerk_of_another_unit_may_not_work(shop):
    number = shop.order(shop.device().tag).case.number
    with pytest.raises(ObjectDoesNotExist):
        services.take(number, actor=shop.stranger.actor)
    for page in (f"/is/{number}/", f"/bakim/dosya/{number}/take/"):
        assert (page, shop.stranger.client.get(page).status_code) == (page, 404)
    assert shop.stranger.client.get("/api/upkeep/orders").json()["items"] == []


def test_cancelled_orders_say_why_and_leave_the_plan_as_it_was(shop):
    plan = shop.plan()
    services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=shop.device().tag)
    number = services.open_due()[0].case.number
    before = PlanAsset.objects.get().next_on
    with pytest.raises(Refused, match="Neden"):
        services.cancel(number, actor=shop.technician.actor, why=" ")
    services.cancel(number, actor=shop.technician.actor, why="Cihaz depoda.")
    assert PlanAsset.objects.get().next_on == before
    assert len(services.open_due()) == 1


def test_both_doors_of_an_order_agree(shop):
    tag = shop.device().tag
    page = shop.technician.client.post(
        "/bakim/is-emirleri/yeni/", {"tag": tag, "report": "Kapanıyor", "unit_id": shop.unit}
    )
    sent = shop.technician.client.post("/api/upkeep/orders", {"tag": tag, "report": "Isınıyor"}, **JSON)
    assert (page.status_code, sent.status_code, sent.json()["state"]) == (302, 201, "open")
    words = "«YOK» sicil numaralı bir taşınır yok."
    page = shop.technician.client.post(
        "/bakim/is-emirleri/yeni/", {"tag": "YOK", "report": "x", "unit_id": shop.unit}
    )
    sent = shop.technician.client.post("/api/upkeep/orders", {"tag": "YOK", "report": "x"}, **JSON)
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (sent.status_code, sent.json()["title"]) == (409, words)
    number = WorkOrder.objects.latest("pk").case.number
    assert "İşe başla" in shop.technician.client.get(f"/is/{number}/").content.decode()
    assert shop.technician.client.post(f"/bakim/dosya/{number}/take/").status_code == 302
    done = shop.technician.client.post(
        f"/bakim/dosya/{number}/finish/", {"done": "Temizlendi", "minutes": 5, "labour_cost": 0}
    )
    assert (done.status_code, Case.objects.get(number=number).state) == (302, "done")


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_open_a_due_maintenance_once(shop):
    plan = shop.plan()
    services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=shop.device().tag)
    gate = threading.Barrier(2)

    def night():
        gate.wait()
        try:
            services.open_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=night) for _ in range(2)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert WorkOrder.objects.count() == 1
