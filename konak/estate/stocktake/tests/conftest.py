"""A warehouse with three things and ten cartridges, and how far its count has come."""

import uuid

import pytest
from django.utils.timezone import now

from konak.estate.assets.services import receipts
from konak.estate.assets.tests.conftest import build
from konak.estate.stocktake import services
from konak.estate.stocktake.models import Stocktake


@pytest.fixture
def store(hall):
    made = build(hall)
    made.head = hall.seat("head_of_department", hall.department)
    made.warehouse.spending_unit.assignee = made.head.user
    made.warehouse.spending_unit.save()
    made.things = made.bought(3, serials=("SN-1", "SN-2", "SN-3"))
    made.stocked("10")
    return made


def planned(store, **more):
    facts = {"warehouse": "01", "reason": "yearly", "chair_id": store.clerk.user.pk}
    facts |= {"member_ids": [store.keeper.user.pk, store.colleague.user.pk]} | more
    return services.plan(actor=store.head.actor, **facts).case.number


def begun(store):
    number = planned(store)
    services.begin(number, actor=store.clerk.actor)
    return number


def read(text, **more):
    return services.Read(key=uuid.uuid4(), text=text, at=now(), **more)


def toner(number):
    return Stocktake.objects.get(case__number=number).lines.get(asset=None)


def signed(store, number):
    services.finish(number, actor=store.clerk.actor)
    for person in (store.clerk, store.keeper, store.colleague):
        services.sign(number, actor=person.actor)


def approved(store, number):
    signed(store, number)
    services.report(number, actor=store.clerk.actor)
    services.approve(number, actor=store.head.actor, decision="Uygundur.")


def settled(store, number):
    approved(store, number)
    stocktake = services.make_receipts(number, actor=store.keeper.actor)
    for receipt in (stocktake.shortage_receipt, stocktake.surplus_receipt):
        if receipt:
            receipts.approve(receipt, actor=store.checker.actor)
    return services.settle(number, actor=store.keeper.actor)
