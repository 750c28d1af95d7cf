"""What agents tell by themselves begins and ends problems, of who may be believed only, and a flood stays small."""

import datetime as dt

import pytest
from django.utils.timezone import now

from konak.estate.monitoring import services
from konak.estate.monitoring.models import Problem, Trap
from konak.estate.monitoring.queries.plan import plan
from konak.estate.monitoring.services import trapping
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.gateways.snmp import Trap as Heard

JOB = Actor(None, via="job")
INDEX = "1.3.6.1.2.1.2.2.1.1"


def heard(oid, port="", source="127.0.0.1", trusted=True, ago=0):
    values = ((f"{INDEX}.{port}", port),) if port else ()
    return now() - dt.timedelta(minutes=ago), Heard(source, "public", oid, "", values, trusted)


def open_problems():
    return [row.words for row in Problem.objects.filter(ended_at=None)]


def test_a_link_that_went_is_a_problem_until_every_one_of_them_came_back(watch):
    host = watch.host("anahtar", sort="switch", ping=False)
    check = services.add_check(host.pk, actor=watch.expert.actor, kind="trap")
    with pytest.raises(Refused, match="OID"):
        services.add_check(host.pk, actor=watch.expert.actor, kind="trap", name="x", params={"bad": "1.3.x"})
    down, up = trapping.LINK_DOWN, trapping.LINK_UP
    services.record_traps([heard(down, "7", trusted=False)], actor=JOB)
    assert open_problems() == []
    services.record_traps([heard(down, "7", ago=3), heard(down, "8", ago=2)], actor=JOB)
    assert open_problems() == [f"{down} (7. arayüz); {down} (8. arayüz)"]
    services.record_traps([heard(up, "7", ago=1)], actor=JOB)
    assert (len(open_problems()), trapping.standing(check, now()).words) == (1, f"{down} (8. arayüz)")
    services.record_traps([heard(up, "8")], actor=JOB)
    assert open_problems() == []
    # a fan of whom nobody tells that it turns again is over after its hours
    services.add_check(
        host.pk, actor=watch.expert.actor, kind="trap", name="Fan", params={"bad": "1.3.6.1.4.1.9.9", "hours": 2}
    )
    services.record_traps([heard("1.3.6.1.4.1.9.9.13.3")], actor=JOB)
    assert open_problems() == ["1.3.6.1.4.1.9.9.13.3"]
    Trap.objects.update(last_at=now() - dt.timedelta(hours=3))
    services.sweep(actor=JOB)
    assert open_problems() == []


def test_a_flood_and_strangers_fill_some_rows_and_are_counted(watch):
    watch.host("anahtar")
    assert list(plan().senders) == ["127.0.0.1"]
    flood = [heard(f"1.3.6.1.4.1.{number}") for number in range(500)]
    strangers = [heard("1.3.6", source=f"192.0.2.{number % 250}", trusted=False) for number in range(750)]
    for _ in range(2):
        services.record_traps(flood + strangers, actor=JOB)
    rows = Trap.objects.all()
    assert rows.filter(source="127.0.0.1").count() == trapping.MOST_OF_SENDER + 1
    assert rows.filter(host=None).count() == trapping.MOST_OF_STRANGERS + 1
    assert sum(rows.values_list("times", flat=True)) == 2 * (500 + 750)
    assert not Problem.objects.exists()
