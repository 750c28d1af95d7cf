"""A printer says that it runs low: its counter, its cartridge and the need to buy stand with the supplies."""

from decimal import Decimal

from django.utils.timezone import now

from konak.estate.monitoring import services
from konak.estate.monitoring.models import Part
from konak.estate.monitoring.probing import Reading
from konak.estate.monitoring.tests.conftest import build
from konak.estate.supplies import services as supplies
from konak.estate.supplies.models import PartLife, Printer, StockAlarm
from konak.estate.supplies.tests.conftest import cupboard  # noqa: F401
from konak.foundation.access import Actor

JOB = Actor(None, via="job")


def test_pages_and_toner_reach_the_supplies_and_what_runs_low_has_to_be_bought(cupboard):  # noqa: F811
    tag = cupboard.printer.tag
    cupboard.store.stocked("1", price="100")
    cupboard.fit(yield_pages=10_000)
    cupboard.followed(1_000)
    cupboard.give()
    cupboard.level(minimum=Decimal(0))
    watch = build(cupboard.hall)
    host = watch.host("yazici", sort="printer", ping=False, asset_tag=tag)
    check = services.add_check(host.pk, actor=watch.expert.actor, kind="printer")

    def told(pages, left):
        readings = (
            Reading("pages", "pages", "Sayfa sayacı", (pages,)),
            Reading("toner", "t.1", "Black Toner", (left,)),
            Reading("toner", "t.2", "Waste Toner Box", (70.0,), alias="part"),
        )
        watch.tell(check, 0, readings=readings)
        return services.tell_supplies(actor=JOB)

    assert told(1_400, 96.0) == 1
    life = PartLife.objects.get()
    assert (Printer.objects.get().pages, life.told, life.percent) == (1_400, Decimal("0.960"), 4)
    supplies.look_round(actor=JOB)
    before = StockAlarm.objects.count()
    assert told(1_500, 2.0) == 1
    life.refresh_from_db()
    assert (life.percent, life.due_on) == (98, life.told_on)
    supplies.look_round(actor=JOB)
    assert (before, StockAlarm.objects.count()) == (0, 1)
    Part.objects.update(latest_at=now().replace(year=2020))
    assert services.tell_supplies(actor=JOB) == 0
