"""Requests, salvage, codes, papers, labels, leaving: what stands around the ledger."""

import datetime as dt
import io
from decimal import Decimal

import pypdfium2
import pytest
from django.utils.timezone import localdate

from konak.estate.assets import public
from konak.estate.assets.models import Asset, Item, Place, Stock
from konak.estate.assets.queries import holding, ledger, papers
from konak.estate.assets.services import (
    arranging,
    catalogue,
    custody,
    held,
    labels,
    receipts,
    requests,
    salvage,
)
from konak.estate.assets.services.receipts import Line
from konak.estate.assets.services.salvage import Taken
from konak.foundation.documents.services import render_pdf
from konak.foundation.lifecycle import Refused


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_a_request_is_found_right_by_a_superior_and_met_from_stock(store):
    store.stocked("5")
    (laptop,) = store.bought(1)
    chief = store.hall.seat("chief", store.hall.gis)
    number = requests.ask(
        actor=store.clerk.actor,
        warehouse_id=store.warehouse.pk,
        lines=[(store.toner.pk, Decimal(2)), (store.laptop.pk, Decimal(1))],
        why="Yeni personel",
    ).case.number
    with pytest.raises(Refused, match="yetkiniz yok"):
        requests.grant(number, actor=store.colleague.actor)
    requests.grant(number, actor=chief.actor)
    with pytest.raises(Refused, match="kayıt yetkilisi yapar"):
        requests.give(number, actor=chief.actor)
    row = requests.give(number, actor=store.keeper.actor, tags=[laptop.tag])
    assert row.case.state == "given"
    assert [line.given for line in row.lines.order_by("pk")] == [2, 1]
    assert (row.receipt.to_user_id, Stock.objects.get(item=store.toner).quantity) == (store.clerk.user.pk, 3)
    assert holding.of_person(store.clerk.user.pk).get().asset_id == laptop.pk


def test_who_asks_does_not_find_his_own_request_right(store):
    chief = store.hall.seat("chief", store.hall.gis)
    number = requests.ask(
        actor=chief.actor, warehouse_id=store.warehouse.pk, lines=[(store.toner.pk, Decimal(1))]
    ).case.number
    with pytest.raises(Refused, match="görevler ayrılığı"):
        requests.grant(number, actor=chief.actor)


def test_parts_of_a_scrapped_machine_become_a_new_one_to_the_kurus(store):
    ram = Item.objects.create(code="150.13.01.01", name="Bellek", folded="bellek")
    (old,) = store.bought(1, price="100")
    with pytest.raises(Refused, match="aşamaz"):
        salvage.dismantle(
            old.tag, actor=store.keeper.actor, parts=[Taken(ram.pk, Decimal(2), Decimal(61))], why="Arıza"
        )
    scrap, gained = salvage.dismantle(
        old.tag, actor=store.keeper.actor, parts=[Taken(ram.pk, Decimal(2), Decimal("33.35"))], why="Arıza"
    )
    receipts.approve(scrap.case.number, actor=store.checker.actor)
    receipts.approve(gained.case.number, actor=store.checker.actor)
    new = salvage.assemble(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        item_id=store.laptop.pk,
        name="Toplama",
        parts=[(ram.pk, Decimal(2))],
    )
    old.refresh_from_db()
    (part,) = new.built_from.all()
    assert (old.state, new.cost, part.source_id, part.amount) == (
        "scrapped",
        Decimal("66.70"),
        old.pk,
        Decimal("66.70"),
    )
    assert Stock.objects.get(item=store.laptop).amount == Decimal("66.70")


def test_the_starter_codes_and_a_list_of_codes_hang_below_their_parents(store):
    head = store.hall.seat("head_of_department", store.hall.department).actor
    catalogue.load_starter(actor=head)
    laptop = Item.objects.get(code="255.02.01.01.02")
    assert (laptop.parent.code, laptop.bookable, laptop.life_years) == ("255.02.01.01", True, 4)
    before = Item.objects.count()
    with pytest.raises(Refused, match=r"3\. satır"):
        catalogue.import_codes(actor=head, content=io.BytesIO(b"kod;ad\n255.20;Yeni\n999;Yok"), name="k.csv")
    assert Item.objects.count() == before
    with pytest.raises(Refused, match="yetkiniz yok"):
        catalogue.load_starter(actor=store.clerk.actor)
    product = arranging.add_item(actor=head, code="150.01.09.01.001", name="Toner A", product=True)
    assert product.parent.code == "150.01.09.01"


def test_every_form_says_its_sample_number_and_what_it_is_about(store):
    (laptop,) = store.bought(1, ("SN-1",))
    store.stocked("3")
    out = store.issued("1")
    actor = store.keeper.actor
    (row,) = custody.give([laptop.tag], actor=actor, holder_id=store.clerk.user.pk)
    place = Place.objects.get(code="DEPO")
    drawn = {
        "Örnek: 5": papers.receipt(ledger.receipt(actor, out.case.number), actor),
        "Örnek: 6": papers.slip(holding.slip(actor, row.slip), actor),
        "Örnek: 8": papers.room_list(place, actor),
        "Örnek: 1": papers.book(store.warehouse, store.toner, localdate().year, actor),
        "Örnek: 2": papers.book(store.warehouse, store.laptop, localdate().year, actor),
    }
    assert {data["form"] for data in drawn.values()} == set(drawn)
    shown = text_of(render_pdf("assets/form", drawn["Örnek: 5"]))
    assert "Taşınır İşlem Fişi" in shown
    assert store.toner.code in shown
    book = drawn["Örnek: 1"]["tables"][0]["rows"]
    assert [line[3:6] for line in book] == [["", "", "0"], ["3", "", "3"], ["", "1", "2"]]


def test_a_label_is_read_back_from_the_printed_sheet(store):
    (laptop,) = store.bought(1)
    shown = text_of(labels.pdf([laptop], "24", skip=2))
    assert laptop.tag in shown.replace("\n", "").replace(" ", "")
    printer = labels.zpl([laptop], "50x25")
    assert printer.startswith("^XA")
    assert labels.address_of(laptop.tag) in printer
    with pytest.raises(Refused, match="etiket boyu"):
        labels.pdf([laptop], "yok")
    laptop.name = "^XZ~bozuk"
    assert "~" not in labels.zpl([laptop], "50x25")


def test_what_a_leaver_holds_is_listed_and_stays_his_until_the_other_accepts(store):
    (laptop,) = store.bought(1)
    custody.give([laptop.tag], actor=store.keeper.actor, holder_id=store.clerk.user.pk)
    custody.accept_all(actor=store.clerk.actor)
    (line,) = held.of_person(store.clerk.user.pk, None)
    assert line.key == laptop.tag
    with pytest.raises(Refused, match="iadeyi taşınır kayıt yetkilisi alır"):
        held.hand_over(line.key, store.clerk.user, None, store.clerk.actor)
    held.hand_over(line.key, store.clerk.user, store.colleague.user, store.clerk.actor)
    assert [one.key for one in held.of_person(store.clerk.user.pk, None)] == [laptop.tag]
    custody.accept_all(actor=store.colleague.actor)
    assert held.of_person(store.clerk.user.pk, None) == []
    held.hand_over(line.key, store.clerk.user, None, store.clerk.actor)  # nothing is left: no complaint
    assert Asset.objects.get(pk=laptop.pk).holder_id == store.colleague.user.pk


def test_the_public_door_issues_finds_and_hands_out(store):
    store.stocked("2")
    (laptop,) = store.bought(1, ("SN-5",))
    number = public.issue_stock(
        actor=store.keeper.actor,
        warehouse="01",
        item=store.toner.code,
        quantity=1,
        reason="DT-1",
        unit_id=store.hall.gis.pk,
    )
    assert number.startswith("TF-")
    slip = public.put_in_custody(actor=store.keeper.actor, tags=[laptop.tag], user_id=store.clerk.user.pk)
    assert slip.startswith("ZF-")
    facts = public.find_by_tag(laptop.tag)
    assert (facts.holder_id, facts.serial, public.assets_of(store.clerk.user.pk)) == (
        store.clerk.user.pk,
        "SN-5",
        (facts,),
    )
    assert public.find_by_serial("sn5")[0].tag == laptop.tag
    (toner,) = [row for row in public.stock_of(store.keeper.actor) if row.code == store.toner.code]
    assert toner.quantity == 1
    on_books = public.balances(store.warehouse.pk, localdate())
    assert sum(row.amount for row in on_books) == sum(row.amount for row in Stock.objects.all())
    assert public.find_by_tag("yok") is None


def test_what_is_asked_of_the_future_is_refused(store):
    with pytest.raises(Refused, match="gelecekte"):
        receipts.tell_accounting(["x"], actor=store.keeper.actor, on=localdate() + dt.timedelta(1), reference="E-1")
    with pytest.raises(Refused, match="geçmişte olamaz"):
        custody.give(
            ["x"], actor=store.keeper.actor, holder_id=store.clerk.user.pk, due_back_on=localdate() - dt.timedelta(1)
        )


def test_random_streams_of_receipts_leave_opening_plus_in_minus_out(store):
    """The judge of the books: whatever happens, lots, stock and ledger say the same to the kuruş."""
    import random

    chance = random.Random(7)
    for _ in range(25):
        try:
            if chance.random() < 0.45:
                store.stocked(str(chance.randrange(1, 9)), f"{chance.randrange(1, 9999) / 100}")
            else:
                store.issued(str(chance.randrange(1, 7)))
        except Refused:
            continue
    from django.db.models import Sum

    from konak.estate.assets.models import Lot, Movement

    ledger_sum = Movement.objects.filter(item=store.toner).aggregate(q=Sum("quantity"), a=Sum("amount"))
    lots = Lot.objects.filter(item=store.toner).aggregate(q=Sum("left"), a=Sum("left_amount"))
    row = Stock.objects.get(item=store.toner)
    assert (ledger_sum["q"], ledger_sum["a"]) == (lots["q"], lots["a"]) == (row.quantity, row.amount)
    assert Line(store.toner.pk, Decimal(1)).quantity == 1
