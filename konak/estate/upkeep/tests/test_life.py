"""Contracts, the way into service and out of it, the yearly check, spares, and what is replaced."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset
from konak.estate.assets.services import custody, receipts
from konak.estate.assets.services.receipts import Line
from konak.estate.upkeep import public, queries, services
from konak.estate.upkeep.models import (
    Commissioning,
    Contract,
    ContractRenewal,
    Loan,
    Replacement,
    Wipe,
    WorkOrder,
)
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification

from .conftest import paper

TODAY = localdate()
DAY = dt.timedelta(days=1)


def lasting(days, begun=200):
    return {"starts_on": TODAY - begun * DAY, "ends_on": TODAY + days * DAY, "cost": Decimal(36_500)}


def test_the_decision_about_a_contract_opens_in_time_once_and_the_next_one_follows(shop):
    one = shop.contract(**lasting(80))
    shop.contract(title="Uzak", **lasting(300))
    tag = shop.device().tag
    services.cover(one.number, actor=shop.expert.actor, tags=tag)
    made = services.open_renewals()
    assert ([row.contract.title for row in made], services.open_renewals()) == (["Yazıcı bakımı"], [])
    number = made[0].case.number
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.renew(number, actor=shop.expert.actor, ends_on=TODAY + 500 * DAY, cost=Decimal(1))
    with pytest.raises(Refused, match="ondan önce bitemez"):
        services.renew(number, actor=shop.director.actor, ends_on=one.ends_on, cost=Decimal(1))
    after = services.renew(number, actor=shop.director.actor, ends_on=TODAY + 500 * DAY, cost=Decimal(50_000))
    assert (after.starts_on, after.follows_id, after.covered.get().asset.tag) == (one.ends_on + DAY, one.pk, tag)
    assert ContractRenewal.objects.get().case.state == "renewed"
    assert services.open_renewals() == []


def test_a_contract_that_is_not_renewed_says_why(shop):
    shop.contract(**lasting(20))
    number = services.open_renewals()[0].case.number
    with pytest.raises(Refused, match="Neden yenilenmeyeceğini"):
        services.drop_contract(number, actor=shop.director.actor, why="")
    services.drop_contract(number, actor=shop.director.actor, why="Yazıcılar kiralanacak.")
    assert ContractRenewal.objects.get().why == "Yazıcılar kiralanacak."


def test_the_price_of_a_contract_is_shared_by_the_devices_it_covers_for_the_time_that_ran(shop):
    first, second = shop.store.bought(2)
    one = shop.contract(starts_on=TODAY - 99 * DAY, ends_on=TODAY + 100 * DAY, cost=Decimal(20_000))
    services.cover(one.number, actor=shop.expert.actor, tags=f"{first.tag}\n{second.tag}")
    cost = queries.ownership(first.tag)
    assert (cost.contracts, cost.upkeep, cost.share) == (Decimal("5000.00"), Decimal("5000.00"), 41)
    rows = queries.costliest(shop.director.actor)
    assert sorted(device.tag for device, _ in rows) == sorted([first.tag, second.tag])


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"ends_on": TODAY - 300 * DAY}, "başlamadan bitemez"),
        ({"supplier": " "}, "yüklenicisini"),
        ({"cost": Decimal(-1)}, "eksi olamaz"),
        ({"kind": "armağan"}, "türünü seçin"),
    ],
)
def test_a_contract_that_makes_no_sense_is_refused(shop, facts, words):
    with pytest.raises(Refused, match=words):
        shop.contract(**(lasting(10) | facts))
    assert Contract.objects.count() == 0


def checklist(shop, **facts):
    values = {
        "name": "Bilgisayar",
        "codes": "255.02",
        "points": "Adını ver\nDiski şifrele",
        "holds_data": True,
    } | facts
    return services.add_checklist(actor=shop.expert.actor, unit_id=shop.unit, **values)


def test_a_device_goes_into_service_when_every_point_is_ticked_by_name(shop):
    tag = shop.device().tag
    with pytest.raises(Refused, match="devreye alma listesi yok"):
        services.begin_setup(actor=shop.technician.actor, tag=tag)
    assert public.use_objection(tag) is None
    checklist(shop)
    assert "tamamlanmadı" in public.use_objection(tag)
    number = services.begin_setup(actor=shop.technician.actor, tag=tag).case.number
    with pytest.raises(Refused, match="süren bir devreye alma"):
        services.begin_setup(actor=shop.technician.actor, tag=tag)
    services.tick_setup(number, actor=shop.technician.actor, place=0)
    with pytest.raises(Refused, match="1 madde işaretlenmedi"):
        services.put_in_service(number, actor=shop.technician.actor)
    services.tick_setup(number, actor=shop.expert.actor, place=1)
    services.put_in_service(number, actor=shop.technician.actor)
    assert [point["by"] for point in Commissioning.objects.get().points] == [
        shop.technician.user.full_name,
        shop.expert.user.full_name,
    ]
    assert public.use_objection(tag) is None


def test_the_longest_code_chooses_the_list_and_half_a_number_is_no_beginning(shop):
    wide, narrow = checklist(shop), checklist(shop, name="Dizüstü", codes="255.02.01")
    found = [queries.checklist_for(shop.expert.actor, code) for code in ("255.02.01.01.02", "255.02.03", "255.020")]
    assert found == [narrow, wide, None]
    with pytest.raises(Refused, match="rakam ve noktayla"):
        checklist(shop, name="Yanlış", codes="bilgisayar")


def test_what_keeps_data_leaves_only_with_proof_before_a_witness(shop):
    tag = shop.device().tag
    assert public.disposal_objection(tag) is None
    checklist(shop)
    assert "silme tutanağı olmadan" in public.disposal_objection(tag)
    for facts, words in (
        ({"witness_id": shop.technician.user.pk}, "aynı kişi olamaz"),
        ({"verified": False}, "doğrulanmadan"),
        ({"medium": " "}, "seri numarasını"),
        ({"method": "dilek"}, "yöntemini"),
        ({"done_on": TODAY + DAY}, "ileri bir gün"),
    ):
        with pytest.raises(Refused, match=words):
            shop.wiped(tag, **facts)
    one = shop.wiped(tag)
    assert public.disposal_objection(tag) is None
    opened = shop.expert.client.get(f"/bakim/veri-silme/{one.number}/rapor/")
    assert b"".join(opened.streaming_content) == b"Silme raporu\n"
    assert shop.stranger.client.get(f"/bakim/veri-silme/{one.number}/rapor/").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        Wipe.objects.update(witness=one.done_by)


def test_a_wipe_is_written_on_the_screen(shop):
    tag = shop.device().tag
    body = {"tag": tag, "medium": "S1", "method": "destroy", "tool": "Parçalayıcı", "witness_id": shop.expert.user.pk}
    refused = shop.technician.client.post("/bakim/veri-silme/yeni/", body | {"file": paper()})
    done = shop.technician.client.post("/bakim/veri-silme/yeni/", body | {"file": paper(), "verified": "on"})
    assert (refused.status_code, done.status_code, Wipe.objects.count()) == (422, 302, 1)


def test_a_yearly_check_ends_when_each_device_was_seen_and_a_broken_one_opens_an_order(shop):
    devices = shop.store.bought(2)
    unit = shop.hall.department.pk
    one = services.plan_check(actor=shop.technician.actor, year=TODAY.year, checked_id=unit)
    number = one.case.number
    with pytest.raises(Refused, match="zaten açılmış"):
        services.plan_check(actor=shop.technician.actor, year=TODAY.year, checked_id=unit)
    first, second = one.lines.order_by("pk")
    services.see(number, actor=shop.technician.actor, line_id=first.pk, condition="good")
    with pytest.raises(Refused, match="1 taşınır henüz görülmedi"):
        services.close_check(number, actor=shop.technician.actor)
    for _ in range(2):
        services.see(number, actor=shop.technician.actor, line_id=second.pk, condition="broken", note="Ekran kırık")
    assert [order.report for order in WorkOrder.objects.all()] == ["Ekran kırık"]
    services.close_check(number, actor=shop.technician.actor)
    assert {line.asset_id for line in one.lines.all()} == {device.pk for device in devices}
    with pytest.raises(Refused, match="taşınır yok"):
        services.plan_check(actor=shop.technician.actor, year=TODAY.year, checked_id=shop.hall.elsewhere.pk)


def test_a_spare_is_lent_for_the_time_of_a_repair_and_reminded_of(shop):
    device, broken = shop.store.bought(2)
    spare = services.add_spare(actor=shop.expert.actor, tag=device.tag)
    with pytest.raises(Refused, match="zaten yedek havuzunda"):
        services.add_spare(actor=shop.expert.actor, tag=device.tag)
    order = shop.order(broken.tag).case.number
    user = shop.store.clerk.user.pk
    loan = services.lend(spare.pk, actor=shop.technician.actor, user_id=user, due_on=TODAY, order_number=order)
    with pytest.raises(Refused, match="başkasında"):
        services.lend(spare.pk, actor=shop.technician.actor, user_id=user, due_on=TODAY)
    told = [services.remind_loans(TODAY + days * DAY) for days in (0, 1, 8, 9)]
    assert told == [2, 0, 2, 0]
    assert set(Notification.objects.filter(topic="upkeep.loan_due").values_list("recipient_id", flat=True)) == {
        user,
        shop.technician.user.pk,
    }
    services.lent_back(loan.pk, actor=shop.technician.actor)
    with pytest.raises(Refused, match="zaten dönmüş"):
        services.lent_back(loan.pk, actor=shop.technician.actor)
    with pytest.raises(Refused, match="geçmişte"):
        services.lend(spare.pk, actor=shop.technician.actor, user_id=user, due_on=TODAY - DAY)


@pytest.mark.django_db(transaction=True)
def test_two_who_lend_the_same_spare_lend_it_once(shop):
    spare = services.add_spare(actor=shop.expert.actor, tag=shop.device().tag)
    gate, told = threading.Barrier(2), []

    def lend(user_id):
        gate.wait()
        try:
            services.lend(spare.pk, actor=shop.technician.actor, user_id=user_id, due_on=TODAY + DAY)
            told.append("verildi")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    people = (shop.expert.user.pk, shop.director.user.pk)
    threads = [threading.Thread(target=lend, args=(one,)) for one in people]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert (sorted(told), Loan.objects.count()) == (["Bu cihaz şu anda başkasında.", "verildi"], 1)


def rule(shop, **facts):
    values = {"name": "Eski bilgisayar", "codes": "255.02", "max_years": 5, "price": Decimal(40_000)} | facts
    return services.add_rule(actor=shop.expert.actor, unit_id=shop.unit, **values)


def test_old_devices_are_proposed_with_reasons_and_another_decides(shop):
    old, young, guarded = shop.store.bought(3)
    Asset.objects.filter(pk=old.pk).update(acquired_on=TODAY - 3_000 * DAY)
    Asset.objects.filter(pk=young.pk).update(acquired_on=TODAY - 30 * DAY)
    Asset.objects.filter(pk=guarded.pk).update(acquired_on=TODAY - 3_000 * DAY, warranty_until=TODAY + 1_000 * DAY)
    with pytest.raises(Refused, match="yenileme kuralı yazın"):
        services.propose(actor=shop.expert.actor, year=TODAY.year + 1)
    rule(shop, out_of_warranty=True)
    one = services.propose(actor=shop.director.actor, year=TODAY.year + 1)
    number, line = one.case.number, one.lines.get()
    assert (line.asset_id, line.price, "yaşında (sınır 5)" in line.why) == (old.pk, Decimal(40_000), True)
    with pytest.raises(Refused, match="karara sunulduktan sonra"):
        services.choose(number, actor=shop.director.actor, line_id=line.pk, decision="replace")
    services.submit(number, actor=shop.director.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.choose(number, actor=shop.expert.actor, line_id=line.pk, decision="replace")
    head = shop.hall.seat("head_of_department", shop.hall.department)
    with pytest.raises(Refused, match="1 cihaz için karar verilmedi"):
        services.conclude(number, actor=head.actor)
    services.choose(number, actor=head.actor, line_id=None, decision="later", note="Bütçe yok")
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.conclude(number, actor=shop.director.actor)
    services.conclude(number, actor=head.actor)
    line.refresh_from_db()
    assert (line.decision, line.year, Replacement.objects.get().case.state) == ("later", TODAY.year + 2, "decided")


def test_faults_and_repairs_make_a_young_device_old(shop):
    device = shop.device()
    for _ in range(3):
        number = shop.order(device.tag).case.number
        services.take(number, actor=shop.technician.actor)
        services.finish(number, actor=shop.technician.actor, done="Onarıldı", labour_cost=Decimal(3_000))
    rule(shop, max_years=None, max_faults=3, max_share=50)
    line = services.propose(actor=shop.expert.actor, year=TODAY.year + 1).lines.get()
    assert line.why == "son yılda 3 arıza (sınır 3); onarımı alım bedelinin %75 kadarı (sınır %50)"


PAGES = (
    *("/bakim/is-emirleri/", "/bakim/gelen/", "/bakim/planlar/", "/bakim/sozlesmeler/", "/bakim/devreye-alma/"),
    *("/bakim/veri-silme/", "/bakim/durum/", "/bakim/yedekler/", "/bakim/yenileme/", "/bakim/maliyet/"),
)


def statements(client, page):
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(page)
    assert (page, answer.status_code) == (page, 200)
    return len(caught)


def test_every_page_costs_the_same_with_more_rows_and_its_workbook_opens(shop):
    checklist(shop)
    rule(shop, max_years=None, max_faults=1)
    plan = shop.plan()

    def more(n):
        device, other = shop.store.bought(2)
        services.add_to_plan(plan.pk, actor=shop.expert.actor, tags=device.tag)
        services.open_due()
        number = shop.order(device.tag).case.number
        services.send(number, actor=shop.technician.actor, firm="Servis", expected_on=TODAY)
        one = shop.contract(title=f"Sözleşme {n}", **lasting(50))
        services.cover(one.number, actor=shop.expert.actor, tags=device.tag)
        services.begin_setup(actor=shop.technician.actor, tag=other.tag)
        shop.wiped(other.tag)
        spare = services.add_spare(actor=shop.expert.actor, tag=other.tag)
        services.lend(spare.pk, actor=shop.technician.actor, user_id=shop.expert.user.pk, due_on=TODAY)
        services.propose(actor=shop.expert.actor, year=TODAY.year + 1)

    more(1)
    client = shop.director.client
    tag = Asset.objects.earliest("pk").tag
    pages = [
        "/bakim/",
        *PAGES,
        f"/bakim/planlar/{plan.pk}/",
        f"/bakim/sozlesmeler/{Contract.objects.get().number}/",
        f"/tasinir/{tag}/" if client.get(f"/tasinir/{tag}/").status_code == 200 else "/bakim/",
    ]
    for page in pages:
        client.get(page)
    few = [statements(client, page) for page in pages]
    more(2)
    more(3)
    many = [statements(client, page) for page in pages]
    assert dict(zip(pages, many, strict=True)) == dict(zip(pages, few, strict=True))
    for page in PAGES:
        book = client.get(f"{page}?bicim=xlsx")
        assert (page, book["Content-Type"].partition(";")[0]) == (
            page,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    for record in (*WorkOrder.objects.all()[:2], *Replacement.objects.all()[:1], *Commissioning.objects.all()[:1]):
        assert client.get(f"/is/{record.case.number}/").status_code == 200


def test_the_movables_ask_for_the_list_before_use_and_for_the_wipe_before_scrap(shop):
    services.add_checklist(
        actor=shop.expert.actor, unit_id=shop.unit, name="Dizüstü", codes="255.02", points="Etiket", holds_data=True
    )
    keeper, checker = shop.store.keeper.actor, shop.store.checker.actor
    device = shop.device()
    with pytest.raises(Refused, match="devreye alma listesi tamamlanmadı"):
        custody.give([device.tag], actor=keeper, holder_id=shop.store.clerk.user.pk)
    number = services.begin_setup(actor=shop.technician.actor, tag=device.tag).case.number
    services.tick_setup(number, actor=shop.technician.actor, place=0)
    services.put_in_service(number, actor=shop.technician.actor)
    custody.give([device.tag], actor=keeper, holder_id=shop.store.clerk.user.pk)
    custody.take_back([device.tag], actor=keeper)

    scrap = receipts.draft(
        actor=keeper,
        warehouse_id=shop.store.warehouse.pk,
        kind="scrap",
        lines=[Line(device.item_id, Decimal(1), tags=[device.tag])],
        why="Ömrünü doldurdu",
    ).case.number
    receipts.prepare(scrap, actor=keeper)
    with pytest.raises(Refused, match="silme tutanağı olmadan"):
        receipts.approve(scrap, actor=checker)
    shop.wiped(device.tag)
    receipts.approve(scrap, actor=checker)
    device.refresh_from_db()
    assert device.state == "scrapped"


def test_what_entered_before_its_list_is_in_use_already(shop):
    device = shop.device()
    services.add_checklist(
        actor=shop.expert.actor,
        unit_id=shop.unit,
        name="Dizüstü",
        codes="255.02",
        points="Etiket",
        applies_from=TODAY + DAY,
    )
    assert public.use_objection(device.tag) is None


def test_a_device_at_a_firm_is_away_in_the_register_until_it_is_back(shop):
    device = shop.device()
    number = shop.order(device.tag).case.number
    services.send(number, actor=shop.technician.actor, firm="Örnek Servis", expected_on=TODAY + 5 * DAY)
    device.refresh_from_db()
    assert device.state == "repair"
    services.receive(number, actor=shop.technician.actor, result="repaired")
    device.refresh_from_db()
    assert device.state == "stored"
