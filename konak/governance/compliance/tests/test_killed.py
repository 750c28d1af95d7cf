"""The opener killed in the middle: what was opened is whole, the rest is opened by the next run, nothing twice."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from konak.foundation.cases.models import Case
from konak.foundation.trail.models import Entry
from konak.governance.compliance import services
from konak.governance.compliance.models import DutyPeriod
from konak.governance.legislation import services as legislation

D = dt.date
SLOWLY = """
import os, sys, time, datetime as dt
import django
django.setup()
from django.db import connections
connections.databases["default"].update({"NAME": sys.argv[1]})
from konak.foundation.cases import services as cases
from konak.governance.compliance import services
from konak.governance.compliance.services import opening
real = opening.open_case
def slowly(*args, **kwargs):
    made = real(*args, **kwargs)
    print("opened", flush=True)
    time.sleep(60)  # the transaction is still open
    return made
count = 0
def first_then_slowly(*args, **kwargs):
    global count
    count += 1
    return real(*args, **kwargs) if count == 1 else slowly(*args, **kwargs)
opening.open_case = first_then_slowly
services.open_wanted(dt.date(2026, 3, 31))
"""


@pytest.mark.django_db(transaction=True)
def test_an_opener_killed_in_the_middle_leaves_no_half_and_the_next_run_opens_the_rest_once(scene):
    for path in ("2.b", "2.c", "3.b"):
        duty = scene.duty(path)
        legislation.set_duty(duty.pk, actor=scene.head.actor, unit=duty.unit, cadence="monthly")
        services.set_plan(duty.pk, actor=scene.head.actor, interval="monthly", starts_on=D(2026, 3, 2))
    services.run_round(D(2026, 3, 2))
    before = DutyPeriod.objects.count()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "konak.settings", "KONAK_DB_POOL": "0"}
    name = str(connection.settings_dict["NAME"])
    child = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, name],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = child.stdout.readline()
        assert line == "opened\n", child.stderr.read()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait(timeout=20)
        child.stdout.close()
        child.stderr.close()
    time.sleep(0.3)  # the server notices that the connection is gone
    assert DutyPeriod.objects.count() == before + 1  # the first was committed, the second left nothing
    assert Case.objects.filter(kind="compliance.dutyperiod").count() == DutyPeriod.objects.count()

    services.run_round(D(2026, 3, 31))
    services.run_round(D(2026, 3, 31))
    months = DutyPeriod.objects.filter(begins_on=D(2026, 3, 1))
    assert sorted(months.values_list("duty__clause__path", flat=True)) == ["2.a", "2.b", "2.c", "3.b"]
    for period in DutyPeriod.objects.all():
        assert Entry.objects.filter(subject=period.case.number, verb="open").count() == 1
