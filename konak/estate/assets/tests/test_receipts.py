"""A receipt from draft to accounting: numbers, sums, who may, what is never changed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets.models import Asset, Kind, Lot, Movement, Receipt, Stock, Warehouse
from konak.estate.assets.services import arranging, custody, receipts
from konak.estate.assets.services.receipts import Line
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.queries import story

YEAR = localdate().year


def stock(store, item):
    row = Stock.objects.filter(warehouse=store.warehouse, item=item).first()
    return (row.quantity, row.amount) if row else (0, 0)


def test_a_purchase_is_prepared_by_one_and_posted_by_another_and_the_story_says_so(store):
    assets = store.bought(3, ("SN-1", "SN-2"), price="100.00")
    receipt = Receipt.objects.get()

    assert (receipt.case.state, receipt.slip_words) == ("posted", f"{YEAR}/00001")
    told = [(entry.verb, entry.user_id) for entry in story("assets.receipt", receipt.case.number)]
    keeper, checker = store.keeper.user.pk, store.checker.user.pk
    assert told == [("open", keeper), ("prepare", keeper), ("approve", checker)]
    yy = YEAR % 100
    assert [a.tag for a in assets] == [f"255.02.01.01.02.{yy:02}.0000{n}" for n in (1, 2, 3)]
    assert [(a.state, a.cost, a.serial) for a in assets] == [
        ("stored", Decimal("120.00"), "SN-1"),
        ("stored", Decimal("120.00"), "SN-2"),
        ("stored", Decimal("120.00"), ""),
    ]
    assert stock(store, store.laptop) == (3, Decimal("360.00"))


def test_the_kurus_that_cannot_be_divided_goes_to_the_last_thing(store):
    number = receipts.draft(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        kind="donation",
        lines=[Line(store.laptop.pk, Decimal(3), Decimal("33.3333"), Decimal(0))],
    ).case.number
    receipts.prepare(number, actor=store.keeper.actor)
    receipts.approve(number, actor=store.checker.actor)
    costs = list(Asset.objects.order_by("tag").values_list("cost", flat=True))
    assert (costs, sum(costs)) == ([Decimal("33.33"), Decimal("33.33"), Decimal("33.34")], Decimal("100.00"))


def test_who_prepared_cannot_post_and_a_stranger_sees_nothing(store):
    number = receipts.draft(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        kind="donation",
        lines=[Line(store.laptop.pk, Decimal(1))],
    ).case.number
    with pytest.raises(Refused, match="kayıt yetkilisi yapar"):
        receipts.prepare(number, actor=store.checker.actor)
    receipts.prepare(number, actor=store.keeper.actor)
    with pytest.raises(Refused, match="kontrol yetkilisi yapar"):
        receipts.approve(number, actor=store.keeper.actor)
    with pytest.raises(ObjectDoesNotExist):
        receipts.approve(number, actor=store.stranger.actor)
    assert stock(store, store.laptop) == (0, 0)


def test_registrar_and_controller_are_two_people_for_the_service_and_for_the_database(store):
    head = store.hall.seat("head_of_department", store.hall.department)
    same = store.keeper.user.pk
    with pytest.raises(Refused, match="aynı kişi olamaz"):
        arranging.edit_warehouse("01", actor=head.actor, controller_id=same)
    with pytest.raises(Refused, match="aynı kişi olamaz"):
        arranging.edit_warehouse("01", actor=head.actor, deputy_controller_id=same)
    with pytest.raises(IntegrityError), transaction.atomic():
        Warehouse.objects.filter(pk=store.warehouse.pk).update(controller_id=same)


def test_consumables_leave_first_in_first_out_to_the_kurus(store):
    store.stocked("3", "10")  # 36,00
    store.stocked("2", "20")  # 48,00
    receipt = store.issued("4")
    assert [(m.quantity, m.amount) for m in receipt.movements.order_by("pk")] == [
        (-3, Decimal("-36.00")),
        (-1, Decimal("-24.00")),
    ]
    assert (receipt.lines.get().amount, stock(store, store.toner)) == (Decimal("60.00"), (1, Decimal("24.00")))
    assert (receipt.case.state, receipt.case.assignee_id) == ("recorded", store.checker.user.pk)


def test_more_than_there_is_is_refused_in_words_and_nothing_moves(store):
    store.stocked("2")
    with pytest.raises(Refused, match="istenen 3, mevcut 2 adet"):
        store.issued("3")
    assert (stock(store, store.toner)[0], Receipt.objects.count()) == (2, 1)


def test_the_database_itself_keeps_stock_above_zero_and_the_ledger_as_written(store):
    receipt = store.stocked("2")
    line = receipt.lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Movement.objects.create(
            receipt=receipt,
            line=line,
            warehouse=store.warehouse,
            item=store.toner,
            kind="consumption",
            dated=localdate(),
            quantity=-3,
            amount=0,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Movement.objects.update(amount=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Movement.objects.all().delete()


def test_what_is_posted_is_not_edited_but_reversed_and_both_stand_in_the_ledger(store):
    number = store.stocked("5").case.number
    with pytest.raises(Refused, match="ters kayıtla"):
        receipts.edit_draft(number, actor=store.keeper.actor, basis="başka")
    turned = receipts.reverse(number, actor=store.keeper.actor, why="Yanlış kod")
    with pytest.raises(Refused, match="zaten hazırlanmış"):
        receipts.reverse(number, actor=store.keeper.actor, why="Bir daha")
    receipts.approve(turned.case.number, actor=store.checker.actor)

    first, second = Receipt.objects.order_by("pk")
    assert (first.case.state, second.case.state, second.slip) == ("reversed", "posted", 2)
    assert stock(store, store.toner) == (0, 0)
    assert sum(m.amount for m in Movement.objects.all()) == 0
    assert Lot.objects.get().left == 0


def test_an_entry_from_which_something_left_is_not_reversed_before_that(store):
    number = store.stocked("5").case.number
    out = store.issued("2")
    turned = receipts.reverse(number, actor=store.keeper.actor, why="Yanlış").case.number
    with pytest.raises(Refused, match="önce o çıkışlar"):
        receipts.approve(turned, actor=store.checker.actor)
    back = receipts.reverse(out.case.number, actor=store.keeper.actor, why="Verilmedi").case.number
    receipts.approve(back, actor=store.checker.actor)
    receipts.approve(turned, actor=store.checker.actor)
    assert (stock(store, store.toner), Receipt.objects.get(case__number=number).case.state) == ((0, 0), "reversed")


def test_a_reversed_laptop_leaves_the_books_and_its_serial_is_free_again(store):
    (asset,) = store.bought(1, ("SN-9",))
    number = Receipt.objects.get().case.number
    turned = receipts.reverse(number, actor=store.keeper.actor, why="Fatura iptal")
    receipts.approve(turned.case.number, actor=store.checker.actor)
    asset.refresh_from_db()
    assert (asset.state, asset.retired_on) == ("annulled", localdate())
    (again,) = store.bought(1, ("SN-9",))
    assert again.tag.endswith("00002")


def test_a_transfer_goes_through_both_warehouses_and_the_thing_keeps_its_number(store):
    hall = store.hall
    keeper2, checker2 = hall.seat("staff", hall.gis), hall.seat("chief", hall.gis)
    other = Warehouse.objects.create(
        unit=hall.gis,
        code="02",
        name="CBS Ambarı",
        spending_unit=store.warehouse.spending_unit,
        registrar=keeper2.user,
        controller=checker2.user,
    )
    (asset,) = store.bought(1)
    number = receipts.draft(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        kind="transfer_out",
        other_warehouse_id=other.pk,
        lines=[Line(store.laptop.pk, Decimal(1), tags=[asset.tag])],
    ).case.number
    receipts.prepare(number, actor=store.keeper.actor)
    receipts.approve(number, actor=store.checker.actor)
    asset.refresh_from_db()
    assert (asset.state, stock(store, store.laptop)) == ("transit", (0, 0))

    coming = Receipt.objects.get(kind="transfer_in")
    assert (coming.case.assignee_id, coming.case.state) == (keeper2.user.pk, "draft")
    receipts.prepare(coming.case.number, actor=keeper2.actor)
    receipts.approve(coming.case.number, actor=checker2.actor)
    asset.refresh_from_db()
    row = Stock.objects.get(warehouse=other, item=store.laptop)
    assert (asset.state, asset.warehouse_id, row.quantity, row.amount) == ("stored", other.pk, 1, Decimal("12000.00"))


def test_scrap_takes_it_off_the_books_but_not_out_of_somebodys_hands(store):
    one, two = store.bought(2)
    custody.give([one.tag], actor=store.keeper.actor, holder_id=store.clerk.user.pk)

    def scrap(tag):
        number = receipts.draft(
            actor=store.keeper.actor,
            warehouse_id=store.warehouse.pk,
            kind="scrap",
            why="Ekonomik ömrü doldu",
            lines=[Line(store.laptop.pk, Decimal(1), tags=[tag])],
        ).case.number
        receipts.prepare(number, actor=store.keeper.actor)
        return receipts.approve(number, actor=store.checker.actor)

    with pytest.raises(Refused, match="önce ambara iade"):
        scrap(one.tag)
    scrap(two.tag)
    two.refresh_from_db()
    assert (two.state, two.retired_on, stock(store, store.laptop)[0]) == ("scrapped", localdate(), 1)


def test_a_serial_of_a_model_is_registered_once_and_the_refusal_names_the_holder(store):
    (asset,) = store.bought(1, ("SN 1",), maker="Örnek", model="N14")
    custody.give([asset.tag], actor=store.keeper.actor, holder_id=store.clerk.user.pk)
    with pytest.raises(Refused, match=f"{store.clerk.user.full_name} zimmetinde"):
        store.bought(1, ("sn-1",), maker="ÖRNEK", model="n14")
    store.bought(1, ("sn-1",), maker="Başka", model="X")
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.exclude(pk=asset.pk).update(serial_key="SN1", model=asset.model)


def test_accounting_is_told_within_ten_days_and_the_file_waits_until_then(store):
    number = store.stocked("1").case.number
    receipt = Receipt.objects.get(case__number=number)
    assert (receipt.case.resting, receipt.case.assignee_id) == (False, store.keeper.user.pk)
    assert receipt.case.due_on > localdate()
    with pytest.raises(Refused, match="tarih ve sayısını"):
        receipts.tell_accounting([number], actor=store.keeper.actor, on=localdate(), reference=" ")
    receipts.tell_accounting([number], actor=store.keeper.actor, on=localdate(), reference="ÖEB 12")
    receipt = Receipt.objects.get(case__number=number)
    assert (receipt.case.state, receipt.case.resting, receipt.told_ref) == ("told", True, "ÖEB 12")


def test_neither_the_future_nor_a_closed_year_takes_movements(store):
    with pytest.raises(Refused, match="gelecekte"):
        store.stocked("1", dated=localdate() + dt.timedelta(1))
    arranging.close_year("01", YEAR - 1, actor=store.checker.actor)
    with pytest.raises(Refused, match="hesabı verilmiş"):
        store.stocked("1", dated=dt.date(YEAR - 1, 12, 30))


def test_only_issues_are_recorded_before_the_controller(store):
    number = receipts.draft(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        kind=Kind.PURCHASE,
        lines=[Line(store.toner.pk, Decimal(1))],
        basis="F",
    ).case.number
    with pytest.raises(Refused, match="kontrole gönderin"):
        receipts.record(number, actor=store.keeper.actor)
    out_number = None
    store.stocked("1")
    out_number = store.issued("1").case.number
    done = receipts.control(out_number, actor=store.checker.actor)
    assert (done.case.state, done.approved_by_id) == ("posted", store.checker.user.pk)
