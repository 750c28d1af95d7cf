"""A device goes down: alarm, ticket, recovery told, the report of the outage solves and closes the ticket."""

import datetime as dt

from django.utils.timezone import now

from konak.estate.monitoring import services as watch
from konak.estate.monitoring.judging import Memory
from konak.estate.monitoring.models import Check, Problem
from konak.estate.monitoring.probing import Answer
from konak.estate.monitoring.services.recording import Known, Told
from konak.foundation.access import Actor
from konak.service.desk import services
from konak.service.desk.models import Message, Ticket

JOB = Actor(None, via="job")


def measured(check: Check, level: int, at) -> None:
    """What the poller writes once it believes a level."""
    before = Check.objects.get(pk=check.pk).level
    told = Told(check.pk, check.host_id, at, Memory(level, level, 9), before, Answer(level, "Yanıt yok"), check.alive)
    watch.record([told], actor=JOB, known=Known())


def test_device_down_alarm_ticket_closed_with_the_report_of_the_outage(desk):
    expert = desk.hall.seat("expert", desk.hall.network)
    desk.service("Ölçülen arıza")
    host = watch.add_host(actor=expert.actor, name="omurga", address="127.0.0.1")
    echo, begin = host.checks.get(), now() - dt.timedelta(hours=1)
    measured(echo, 2, begin)
    number = Problem.objects.get().case.number
    for _ in range(2):
        services.hear_outage(number, actor=JOB)
    ticket = Ticket.objects.get()
    assert (ticket.case.subject, ticket.times_announced) == ("omurga: erişilemiyor", 2)
    assert Problem.objects.get().ticket == ticket.case.number
    measured(echo, 0, begin + dt.timedelta(minutes=30))
    services.hear_recovery(number, actor=JOB)
    assert "30 dakika sürdü" in Message.objects.order_by("-pk").first().text
    watch.report(number, actor=expert.actor, cause="Güç kesildi", done="Jeneratör devreye alındı")
    services.hear_report(number, actor=JOB)
    ticket.refresh_from_db()
    assert (ticket.case.state, ticket.solution) == ("closed", "Neden: Güç kesildi\nYapılan: Jeneratör devreye alındı")
    assert services.hear_report(number, actor=JOB) is None


def test_without_a_service_for_it_nothing_is_opened(desk):
    expert = desk.hall.seat("expert", desk.hall.network)
    host = watch.add_host(actor=expert.actor, name="omurga", address="127.0.0.1")
    measured(host.checks.get(), 2, now())
    assert services.hear_outage(Problem.objects.get().case.number, actor=JOB) is None
