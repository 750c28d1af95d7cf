"""The migration that gave five kinds of files a series of their own, run once more over files of the old one."""

import importlib

from django.db import connection

from konak.foundation.cases.models import Case
from konak.foundation.cases.services import open_case
from konak.foundation.numbering.services import sequence_number
from konak.foundation.search.models import SearchRow
from konak.governance.processes import access
from konak.governance.processes.models import Process, ProcessVersion

step = importlib.import_module("konak.foundation.cases.migrations.0005_one_series_a_kind")


def test_numbers_of_a_shared_series_move_and_the_counter_goes_on_behind_them(hall):
    head = hall.seat("director", hall.gis)
    process = Process.objects.create(unit=hall.gis, name="Harita güncelleme")
    made = open_case(
        ProcessVersion(process=process, version=1),
        actor=head.actor, permission=access.KEEP, unit_id=hall.gis.pk, subject="Harita güncelleme",
    )  # fmt: skip
    year = made.case.number.split("-")[1]
    Case.objects.filter(pk=made.pk).update(number=f"SU-{year}-00041")
    with connection.cursor() as cursor:
        cursor.execute(step.RENAME)
    moved = Case.objects.get(pk=made.pk).number
    assert moved == f"SC-{year}-00041"
    assert sequence_number("SC", int(year)) == f"SC-{year}-00042"
    assert not SearchRow.objects.filter(number__startswith="SU-").exists()
