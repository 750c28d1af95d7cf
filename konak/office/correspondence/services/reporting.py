"""Günlük rapor (m. 3): what was added, changed, deleted and opened on a day, chained and stamped every day."""

import csv
import datetime as dt
import hashlib
import io

from django.conf import settings
from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate, localtime

from konak.foundation.access import Actor
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.gateways.timestamp import client as timestamp

from ..models import DailyReport, Reading


def bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """From midnight here to midnight here."""
    zone = get_current_timezone()
    start = dt.datetime.combine(day, dt.time(), zone)
    return start, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)


def written(day: dt.date) -> tuple[bytes, int]:
    """The report of a day as a table, in the order in which things happened."""
    since, until = bounds(day)
    rows: list[tuple[dt.datetime, list[str]]] = []
    entries = Entry.objects.filter(kind__startswith="correspondence.", at__gte=since, at__lt=until)
    for one in entries.select_related("user", "seat__unit").order_by("pk").iterator(chunk_size=2_000):
        who = one.user.full_name if one.user else "Konak"
        rows.append((one.at, [one.kind, one.subject, one.verb, who, str(one.seat or ""), one.via, one.note]))
    opened = Reading.objects.filter(at__gte=since, at__lt=until).select_related("case", "user", "seat__unit")
    for row in opened.order_by("pk").iterator(chunk_size=2_000):
        facts = [row.case.kind, row.case.number, f"read_{row.what}", row.user.full_name, str(row.seat or "")]
        rows.append((row.at, [*facts, "", row.detail]))
    rows.sort(key=lambda row: row[0])
    held = io.StringIO()
    table = csv.writer(held, delimiter=";", lineterminator="\n")
    table.writerow(["zaman", "tür", "sayı", "işlem", "kişi", "makam", "kapı", "not"])
    for at, words in rows:
        table.writerow([localtime(at).isoformat(timespec="milliseconds"), *words])
    return held.getvalue().encode(), len(rows)


@transaction.atomic
def make_report(day: dt.date, *, actor: Actor) -> DailyReport:
    """The report of a day that is over; made once. Without a stamp it waits for one, and never claims a time."""
    if day >= localdate():
        raise Refused("Günlük rapor, gün bittikten sonra hazırlanır.")
    known = DailyReport.objects.select_for_update().filter(day=day).first()
    if known is not None:
        return known
    before = DailyReport.objects.filter(day__lt=day).order_by("-day").first()
    content, count = written(day)
    head = f"# Günlük rapor {day:%d.%m.%Y}; önceki raporun özeti: {before.sha256 if before else 'yok'}\n".encode()
    content = head + content
    stored = store_as_is(
        actor=actor, content=content, name=f"gunluk-rapor-{day}.csv", media_type="text/csv", purpose="correspondence"
    )
    made = DailyReport.objects.create(
        day=day,
        entries=count,
        file=stored,
        sha256=hashlib.sha256(content).hexdigest(),
        previous=before.sha256 if before else "",
    )
    _stamp(made, content)
    return made


def _stamp(report: DailyReport, content: bytes) -> None:
    try:
        token = timestamp.stamp(content, timestamp.authorities(settings.SIGN_TSA))
    except timestamp.Down as trouble:
        report.stamp_fault = str(trouble)[:300]
    else:
        report.stamp, report.stamp_fault = token.dump(), ""
        report.stamped_at = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    report.save()


@transaction.atomic
def stamp_again(*, actor: Actor) -> int:
    """Reports whose authority could not be reached are stamped now, with the time it is now; returns how many."""
    from .signing import bytes_of

    del actor
    done = 0
    for report in DailyReport.objects.select_for_update().filter(stamped_at=None).order_by("day")[:60]:
        _stamp(report, bytes_of(report.file))
        done += report.stamped_at is not None
    return done


def catch_up(*, actor: Actor, most: int = 31) -> int:
    """Every day since the last report, so that a day the machine slept is not forgotten; returns how many."""
    last = DailyReport.objects.order_by("-day").values_list("day", flat=True).first()
    yesterday = localdate() - dt.timedelta(days=1)
    day = last + dt.timedelta(days=1) if last else yesterday
    made = 0
    while day <= yesterday and made < most:
        make_report(day, actor=actor)
        day += dt.timedelta(days=1)
        made += 1
    stamp_again(actor=actor)
    return made
