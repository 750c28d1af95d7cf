"""The sample stands whole, and nothing of it is ever sent to another machine."""

import ipaddress

from konak.estate.monitoring import queries, sample
from konak.estate.monitoring.models import Check, Host, Problem, WatchedService
from konak.estate.monitoring.queries import reports
from konak.foundation.access import Actor, Seat
from konak.foundation.people import sample as people
from konak.foundation.people.models import Unit


def test_two_years_stand_there_and_every_address_is_loopback(db, settings, tmp_path):
    settings.STATE = tmp_path
    for one in (people, sample):
        one.load(size="s", seed=1, report=lambda line: None)
    assert all(ipaddress.ip_address(row.address).is_loopback for row in Host.objects.all())
    assert set(Check.objects.filter(enabled=True).values_list("kind", flat=True)) == {"ping"}
    assert (Problem.objects.count(), Problem.objects.filter(case__state="recovered").count()) == (26, 1)
    top = Unit.objects.get(name=sample.DEPARTMENT)
    actor = Actor(None, (Seat("administrator", top.pk, frozenset({top.pk})),), "job")
    full = [one for one in reports.forecasts(actor) if one.part.owner.host.name == "sunucu-ebys"]
    assert 200 < full[0].days < 320
    part = queries.parts(actor).filter(sort="interface").order_by("pk").first()
    assert [len(queries.course_of(actor, part, span)[0].points) > 50 for span in ("gun", "hafta", "ay", "yil")] == [
        True
    ] * 4
    assert WatchedService.objects.filter(public=True).count() == 3
