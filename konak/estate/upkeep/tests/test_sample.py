"""The sample stands on the people of the sample municipality, with movables and without any."""

from decimal import Decimal
from pathlib import Path

from django.conf import settings

from konak.estate.assets.tests.conftest import build
from konak.estate.upkeep import sample
from konak.estate.upkeep.models import Contract, ContractRenewal, Loan, Plan, SentOut, Wipe, WorkOrder
from konak.foundation.people import sample as people
from konak.foundation.people.models import Unit
from konak.testing import Hall


def load():
    sample.load(size="s", seed=1, report=lambda line: None)


def test_without_movables_plans_and_contracts_stand_alone(db):
    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    people.load(size="s", seed=1, report=lambda line: None)
    load()
    assert (Plan.objects.count(), Contract.objects.count(), ContractRenewal.objects.count()) == (2, 3, 1)
    assert WorkOrder.objects.count() == 0


def test_with_movables_two_years_of_faults_and_the_work_of_today_stand_there(db):
    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    people.load(size="s", seed=1, report=lambda line: None)
    hall = Hall.__new__(Hall)
    hall._count = 0
    hall.department = Unit.objects.get(name=sample.DEPARTMENT)
    hall.network = Unit.objects.get(name=sample.SUPPORT)
    hall.gis, hall.elsewhere = hall.network, hall.network
    store = build(hall)
    store.bought(20, price="25000")
    load()
    states = dict.fromkeys(WorkOrder.objects.values_list("case__state", flat=True))
    assert {"done", "away", "working", "open"} <= set(states)
    assert (SentOut.objects.filter(returned_on=None).count(), Loan.objects.count(), Wipe.objects.count()) == (1, 1, 1)
    assert SentOut.objects.exclude(returned_on=None).filter(cost__gt=Decimal(0)).exists()
