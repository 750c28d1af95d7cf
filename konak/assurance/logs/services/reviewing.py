"""Reviews come due by the calendar, are looked through, and are signed by whom they were given to."""

import datetime as dt
from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.people.models import Unit, User
from konak.foundation.trail.services import write

from .. import access, queries
from ..lifecycle import REVIEWED
from ..models import Cadence, Result, Review, ReviewPlan
from . import preparing
from .topics import REVIEW_DUE

BACK = {Cadence.DAILY: 7, Cadence.WEEKLY: 28, Cadence.MONTHLY: 62}
"""How many days back missed periods are still made, when the worker stood still."""


@transaction.atomic
def plan(
    *, actor: Actor, unit_id: int, cadence: str, assignee_id: int, days: int = 1, active: bool = True
) -> ReviewPlan:
    """Who looks through the logs of a unit how often; the same unit and cadence again changes the reviewer."""
    unit = Unit.objects.filter(pk=unit_id, until=None).first()
    person = User.objects.filter(pk=assignee_id, is_active=True).first()
    if unit is None or person is None:
        raise Refused("Birim ya da inceleyen bulunamadı.")
    if not actor_of(person.pk).reach(access.REVIEW).covers(ReviewPlan(unit=unit)):
        raise Refused(
            f"{person.full_name} log incelemesi yapamaz; önce «{access.REVIEW.label}» yetkisi verilmelidir."
        )
    if cadence not in Cadence.values or not 1 <= days <= 31:
        raise Refused("Sıklık ve 1 ile 31 gün arasında bir inceleme süresi seçin.")
    row = ReviewPlan.objects.select_for_update().filter(unit=unit, cadence=cadence).first()
    row = row or ReviewPlan(unit=unit, cadence=cadence)
    if not actor.reach(access.PLAN_REVIEWS).covers(row):
        raise Refused(f"«{access.PLAN_REVIEWS.label}» için bu birimde yetkiniz yok.")
    verb = "change" if row.pk else "plan"
    row.assignee, row.days, row.active = person, days, active
    row.save()
    seat = actor.seat_for(access.PLAN_REVIEWS, row)
    write(actor=actor, kind="logs.reviewplan", subject=row.pk, verb=verb, note=f"{row} {person.username}", seat=seat)
    return row


def periods(cadence: str, today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Whole periods that ended before today, the newest first."""
    if cadence == Cadence.DAILY:
        first, until = today - dt.timedelta(days=1), today - dt.timedelta(days=1)
        while True:
            yield first, until
            first = until = first - dt.timedelta(days=1)
    if cadence == Cadence.WEEKLY:
        until = today - dt.timedelta(days=today.weekday() + 1)
        while True:
            yield until - dt.timedelta(days=6), until
            until -= dt.timedelta(days=7)
    until = today.replace(day=1) - dt.timedelta(days=1)
    while True:
        yield until.replace(day=1), until
        until = until.replace(day=1) - dt.timedelta(days=1)


def open_due(day: dt.date | None = None) -> int:
    """Make the reviews whose period is over, tell their reviewers, and tell again of what was not signed in time."""
    today = day or localdate()
    made = 0
    for row in ReviewPlan.objects.filter(active=True).select_related("unit").order_by("pk"):
        latest = Review.objects.filter(plan=row).aggregate(day=Max("since"))["day"]
        waiting = []
        for since, until in periods(row.cadence, today):
            if until < today - dt.timedelta(days=BACK[Cadence(row.cadence)]) or (latest and since <= latest):
                break
            waiting.append((since, until))
            if latest is None:  # a new plan begins with the newest period
                break
        for since, until in reversed(waiting):
            made += _make(row, since, until)
    _remind(today)
    return made


def _make(row: ReviewPlan, since: dt.date, until: dt.date) -> int:
    content = preparing.prepared(since, until)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                plan=row,
                since=since,
                until=until,
                due_on=until + dt.timedelta(days=row.days),
                attention=content.pop("attention"),
                prepared=content,
            )
            tell_all([_notice(review, "hazır", "ready")])
    except IntegrityError:  # another worker made it
        return 0
    return 1


def _notice(review: Review, words: str, once: str) -> Notice:
    body = f"Dikkat isteyen {review.attention} başlık var." if review.attention else "Olağan dışı bir başlık yok."
    return Notice(
        tuple(filter(None, (review.plan.assignee_id,))),
        REVIEW_DUE,
        f"{review} {words}",
        body,
        url=f"/loglar/incelemeler/{review.pk}/",
        dedupe=f"logs.review:{review.pk}:{once}",
    )


def _remind(today: dt.date) -> None:
    rows = Review.objects.filter(signed_at=None, due_on__lt=today).select_related("plan")
    tell_all([_notice(review, "süresinde imzalanmadı", "late") for review in rows[:500]])


@transaction.atomic
def sign(review_id: int, *, actor: Actor, result: str, note: str = "") -> Review:
    """What the reviewer found. Where something asked for attention, an empty word is no review."""
    review = queries.reviews(actor).select_for_update(of=("self",)).get(pk=review_id)
    seat = actor.seat_for(access.REVIEW, review.plan)
    if seat is None or actor.user_id is None or not actor.reach(access.REVIEW).covers(review.plan):
        raise Refused(f"«{access.REVIEW.label}» için bu birimde yetkiniz yok.")
    if review.plan.assignee_id != actor.user_id:
        raise Refused(f"Bu incelemeyi {review.plan.assignee.full_name if review.plan.assignee else '–'} imzalar.")
    if review.signed_at is not None:
        raise Refused("Bu inceleme imzalanmış.")
    if result not in Result.values:
        raise Refused("Sonucu seçin.")
    note = note.strip()[:4_000]
    if (review.attention or result != Result.CLEAN) and len(note) < 10:
        raise Refused("Dikkat isteyen başlıklar için değerlendirmenizi en az on harfle yazın.")
    review.result, review.note, review.signed_at = result, note, now()
    review.signed_by_id, review.signed_as_id = actor.user_id, seat.appointment_id
    review.save()
    write(actor=actor, kind="logs.review", subject=review.pk, verb="sign", note=result, seat=seat)
    publish(REVIEWED, review=review.pk)
    return review
