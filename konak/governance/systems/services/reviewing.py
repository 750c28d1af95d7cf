"""The yearly look: a file for each system a month before its day, confirmed by who answers for it."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Seat
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import services as notify
from konak.foundation.people.queries import below

from .. import access, lifecycle, queries
from ..lifecycle import REVIEW_DUE, ReviewState
from ..models import InformationSystem, SystemReview
from .keeping import after_months, may_keep

WORKER = Actor(None, (Seat("administrator", 0, frozenset()),), "job")
"""Who acts when a day has come: nobody in person, and the trail says so."""


def worker_at(unit_id: int) -> Actor:
    """The same hand, opening a file from the unit it belongs to."""
    return Actor(None, (Seat("administrator", unit_id, frozenset({unit_id})),), "job")


def _open(row: InformationSystem, actor: Actor, due_on: dt.date) -> SystemReview:
    review = open_case(
        SystemReview(system=row),
        actor=actor if actor.user_id else worker_at(row.unit_id),
        permission=access.KEEP,
        unit_id=row.unit_id,
        subject=f"{row.code} {row.name}: gözden geçirme"[:250],
        due_on=due_on,
        assignee_id=row.assignee_id if row.assignee and row.assignee.is_active else None,
    )
    named = [key for key in (row.assignee_id, row.substitute_id) if key]
    if named:
        notify.notify(
            named,
            REVIEW_DUE,
            f"{row.code} gözden geçirilecek (son gün {due_on:%d.%m.%Y})",
            actor=actor,
            url=f"/is/{review.case.number}/",
            subject_kind="systems.systemreview",
            subject_number=review.case.number,
            secrecy=row.secrecy,
        )
    return review


@transaction.atomic
def open_due(*, actor: Actor = WORKER, day: dt.date | None = None) -> int:
    """Open a file for every system whose day comes within a month. Safe to run again."""
    count = 0
    for row in queries.to_review(day or localdate()).select_for_update(of=("self",)):
        _open(row, actor, row.review_on or localdate())
        count += 1
    return count


@transaction.atomic
def start_round(*, actor: Actor, unit_id: int, due_on: dt.date) -> int:
    """Open a file for every living system of a unit and those below it that has none waiting."""
    reach = actor.reach(access.KEEP)
    if due_on < localdate():
        raise Refused("Son gün geçmişte olamaz.")
    rows = InformationSystem.objects.filter(unit_id__in=below(unit_id)).exclude(state="retired")
    rows = rows.select_for_update(of=("self",)).select_related("unit", "assignee").order_by("pk")
    kept = [row for row in rows if reach.covers(row)]
    if not kept:
        raise Refused("Bu birimde gözden geçirebileceğiniz bilgi sistemi yok.")
    waiting = set(
        SystemReview.objects.filter(system__in=kept, case__state=ReviewState.WAITING).values_list(
            "system_id", flat=True
        )
    )
    fresh = [row for row in kept if row.pk not in waiting]
    if not fresh:
        raise Refused("Bütün sistemlerin gözden geçirmesi zaten açık.")
    for row in fresh:
        _open(row, actor, due_on)
    return len(fresh)


def confirm(number: str, *, actor: Actor, remark: str = "") -> SystemReview:
    """What the register says is true: keep what it said, and move the next day."""
    with take(lifecycle.CONFIRM, SystemReview, number, actor, note="") as review:
        system = (
            InformationSystem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=review.system_id)
        )
        today = localdate()
        review.remark, review.done_on = remark.strip(), today
        review.snapshot = queries.snapshot(system)
        system.reviewed_on, system.review_on = today, after_months(today, system.review_months)
        system.save(update_fields=["reviewed_on", "review_on"])
    return review


def drop(number: str, *, actor: Actor, remark: str = "") -> SystemReview:
    with take(lifecycle.DROP, SystemReview, number, actor) as review:
        review.remark = remark.strip()
    return review


@transaction.atomic
def review_now(code: str, *, actor: Actor) -> SystemReview:
    """Open the review of one system today, or give the one that waits."""
    row = queries.system(actor, code)
    row = InformationSystem.objects.select_for_update(of=("self",)).select_related("unit", "assignee").get(pk=row.pk)
    named = actor.user_id is not None and actor.user_id in (row.assignee_id, row.substitute_id)
    if not named:
        may_keep(actor, row)
    if row.ended:
        raise Refused("Kullanımdan kalkan sistem gözden geçirilmez.")
    waiting = row.reviews.filter(case__state=ReviewState.WAITING).first()
    return waiting or _open(row, WORKER if named and not actor.holds(access.KEEP) else actor, localdate())
