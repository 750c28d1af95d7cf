"""The course of what was measured: from the files of samples, for parts that are in reach."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from konak.foundation.access import Actor

from ..judging import percentile
from ..keeping import METRICS, Metric, Point, Store
from ..models import Part
from .register import parts

SPANS: dict[str, tuple[str, dt.timedelta, str, int]] = {
    "gun": ("Gün", dt.timedelta(days=1), "5m", 0),
    "hafta": ("Hafta", dt.timedelta(days=7), "1h", 0),
    "ay": ("Ay", dt.timedelta(days=30), "1h", 7_200),
    "yil": ("Yıl", dt.timedelta(days=365), "1d", 0),
}


@cache
def _store(root: str) -> Store:
    return Store(Path(root))


def store() -> Store:
    # reach: none, because it only says where the files lie
    return _store(str(Path(settings.STATE) / "monitoring"))


@dataclass(frozen=True, slots=True)
class Course:
    """One metric of a part over a time, and what it adds up to."""

    part: Part
    metric: Metric
    points: Sequence[Point]
    p95: float | None
    mean: float | None
    most: float | None

    @property
    def last(self) -> float | None:
        return self.points[-1].value if self.points else None


def course_of(actor: Actor, part: Part, span: str, until: dt.datetime | None = None) -> list[Course]:
    """The course of every metric of one part over a day, a week, a month, a year."""
    return courses(actor, [part], span, until).get(part.pk, [])


def courses(
    actor: Actor, rows: Iterable[Part], span: str, until: dt.datetime | None = None
) -> dict[int, list[Course]]:
    wanted = {row.pk: row for row in parts(actor).filter(pk__in=[row.pk for row in rows])}
    _, length, tier, step = SPANS.get(span, SPANS["gun"])
    end = until or now()
    found: dict[int, list[Course]] = {}
    most = max((len(METRICS[row.sort]) for row in wanted.values()), default=0)
    for metric in range(most):
        keys = [key for key, row in wanted.items() if len(METRICS[row.sort]) > metric]
        told = store().history(keys, metric, end - length, end, tier=tier, step=step)
        for key in keys:
            points = told.get(key, [])
            values = [point.value for point in points]
            found.setdefault(key, []).append(
                Course(
                    wanted[key],
                    METRICS[wanted[key].sort][metric],
                    points,
                    percentile(values),
                    sum(values) / len(values) if values else None,
                    max((point.high for point in points), default=None),
                )
            )
    return found


def p95_of(actor: Actor, part: Part, since: dt.datetime, until: dt.datetime) -> tuple[float | None, float | None]:
    """The 95th percentile in and out, of means of five minutes as providers bill it, or of hours."""
    rows = parts(actor).filter(pk=part.pk)
    if not rows.exists():
        return None, None
    tier = "5m" if now() - since < dt.timedelta(days=34) else "1h"
    pair = []
    for metric in (0, 1):
        told = store().history([part.pk], metric, since, until, tier=tier)
        pair.append(percentile([point.value for point in told.get(part.pk, [])]))
    return pair[0], pair[1]
