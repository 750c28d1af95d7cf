"""The nightly round: everything that time does to periods, reviews and confirmations, in an order that may be broken
off anywhere and begun again."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate, now

from konak.foundation.access import NOBODY, Actor

from ..models import Sweep
from .climbing import climb, follow_duties, recompute_due_dates, settle_proven
from .confirming import open_confirmations
from .opening import open_wanted, propose_plans
from .texts import close_reviews_of_ended_texts, note_references, open_reviews


@dataclass(frozen=True, slots=True)
class Report:
    """What one round did. `backwards` names the later day a round has already seen: the clock went back, and nothing
    was done."""

    day: dt.date
    backwards: dt.date | None = None
    proposed: int = 0
    opened: int = 0
    proven: int = 0
    lapsed: int = 0
    moved: int = 0
    redated: int = 0
    climbed: int = 0
    reviews: int = 0
    confirmations: int = 0


def run_round(day: dt.date | None = None) -> Report:
    """Do what is due on `day` (today). Twice, by two workers at once, or after nights that were missed: the same."""
    day = day or localdate()
    later = Sweep.objects.filter(day__gt=day).order_by("-day").values_list("day", flat=True).first()
    if later is not None:
        return Report(day, backwards=later)
    proposed = propose_plans(day)
    lapsed, moved = follow_duties(day)
    redated = len(recompute_due_dates())
    opened = open_wanted(day)
    proven = settle_proven()
    climbed = climb(day)
    lapsed += close_reviews_of_ended_texts()
    reviews = open_reviews(day)
    note_references(actor=NOBODY, day=day)
    confirmations = open_confirmations(day)
    report = Report(day, None, proposed, opened, proven, lapsed, moved, redated, climbed, reviews, confirmations)
    _write(report, actor=NOBODY)
    return report


@transaction.atomic
def _write(report: Report, *, actor: Actor) -> None:
    del actor
    Sweep.objects.get_or_create(day=report.day, defaults={"ran_at": now()})
    Sweep.objects.filter(day=report.day).update(
        ran_at=now(),
        opened=F("opened") + report.opened,
        proven=F("proven") + report.proven,
        lapsed=F("lapsed") + report.lapsed,
        moved=F("moved") + report.moved,
        redated=F("redated") + report.redated,
        climbed=F("climbed") + report.climbed,
        reviews=F("reviews") + report.reviews,
        confirmations=F("confirmations") + report.confirmations,
    )


@transaction.atomic
def forget_later_rounds(*, actor: Actor, day: dt.date | None = None) -> int:
    """The operator says that the clock is right now: rounds of days that have not come yet are forgotten."""
    del actor  # only from the command line of the server
    count, _ = Sweep.objects.filter(day__gt=day or localdate()).delete()
    return count
