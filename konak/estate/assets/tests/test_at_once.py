"""Real threads: two clerks take the last cartridge; numbers stay without gaps; two parents close no circle."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from konak.estate.assets.models import Asset, Lot, Movement, Receipt, Stock
from konak.estate.assets.services import receipts, things
from konak.estate.assets.services.receipts import Line
from konak.estate.assets.tests.conftest import build
from konak.foundation.lifecycle import Refused
from konak.testing import Hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(transactional_db):
    return build(Hall())


def at_once(count, work):
    """Run `work(number)` in so many threads that begin together; what each returned or refused."""
    gate = Barrier(count)

    def run(number):
        try:
            gate.wait(20)
            return work(number)
        except Refused as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_of_two_who_take_the_last_cartridge_one_is_refused_in_words(store):
    store.stocked("1")
    answers = at_once(4, lambda number: store.issued("1").slip)

    refused = [one for one in answers if isinstance(one, str)]
    assert (len(refused), {words.split(":")[1].strip() for words in refused}) == (3, {"istenen 1, mevcut 0 adet."})
    row = Stock.objects.get(item=store.toner)
    assert (row.quantity, row.amount, Lot.objects.get().left) == (0, 0, 0)
    assert Movement.objects.filter(kind="consumption").count() == 1


def test_receipts_and_things_of_many_at_once_have_numbers_without_gaps(store):
    numbers = []
    for _ in range(6):
        made = receipts.draft(
            actor=store.keeper.actor,
            warehouse_id=store.warehouse.pk,
            kind="donation",
            lines=[Line(store.laptop.pk, Decimal(3))],
        )
        numbers.append(receipts.prepare(made.case.number, actor=store.keeper.actor).case.number)
    slips = at_once(6, lambda number: receipts.approve(numbers[number], actor=store.checker.actor).slip)

    assert sorted(slips) == [1, 2, 3, 4, 5, 6]
    tags = sorted(int(tag.rsplit(".", 1)[1]) for tag in Asset.objects.values_list("tag", flat=True))
    assert tags == list(range(1, 19))


def test_one_receipt_is_posted_once_however_often_it_is_pressed(store):
    made = receipts.draft(
        actor=store.keeper.actor,
        warehouse_id=store.warehouse.pk,
        kind="donation",
        lines=[Line(store.laptop.pk, Decimal(2))],
    )
    number = receipts.prepare(made.case.number, actor=store.keeper.actor).case.number
    answers = at_once(4, lambda _: receipts.approve(number, actor=store.checker.actor).slip)

    assert sorted(answers, key=str) == [1, *["Bu aşamada «Onayla ve kesinleştir» yapılamaz."] * 3]
    assert (Asset.objects.count(), Receipt.objects.get().slip) == (2, 1)


def test_two_who_make_two_things_part_of_each_other_close_no_circle(store):
    one, two = store.bought(2)
    pairs = [(one.tag, two.tag), (two.tag, one.tag)]

    def tie(number):
        tag, parent = pairs[number]
        return things.set_parent(tag, actor=store.keeper.actor, parent=parent).tag

    answers = at_once(2, tie)
    parents = list(Asset.objects.filter(parent__isnull=False).values_list("tag", flat=True))
    assert (len(parents), sum("birbirinin parçası" in answer for answer in answers)) == (1, 1)
