"""The sample says of the ledger's issues which printer they went to, and leaves work for today."""

from pathlib import Path

from django.conf import settings
from django.db.models import Sum

from konak.estate.assets import sample as assets
from konak.estate.assets.models import Movement, Stock
from konak.estate.supplies import sample
from konak.estate.supplies.models import Issue, PartLife, Printer, Proposal, StockAlarm, StockLevel
from konak.foundation.people import sample as people


def test_two_years_stand_there_and_the_ledger_agrees_with_itself(db):
    Path(settings.STATE).mkdir(parents=True, exist_ok=True)
    for one in (people, assets, sample):
        one.load(size="s", seed=1, report=lambda line: None)
    assert Printer.objects.count() >= 15
    assert not Printer.objects.filter(pages=None).exists()
    used = Movement.objects.filter(kind="consumption").aggregate(sum=-Sum("amount"))["sum"]
    assert Issue.objects.aggregate(sum=Sum("amount"))["sum"] == used
    moved = {
        (row["warehouse"], row["item"]): row["sum"]
        for row in Movement.objects.values("warehouse", "item").annotate(sum=Sum("quantity"))
    }
    assert {(row.warehouse_id, row.item_id): row.quantity for row in Stock.objects.all()} == moved
    assert PartLife.objects.filter(ended_on=None).exclude(fit__kind="toner").count() >= 15
    assert (StockLevel.objects.count(), Proposal.objects.filter(case__state="met").count()) == (8, 1)
    assert StockAlarm.objects.filter(is_open=True).exists()
