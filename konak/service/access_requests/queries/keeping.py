"""Shared accounts, and differences between systems and the register."""

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..models import Drift, SharedAccount
from . import chairs
from .catalogue import folded

MOST = 1_000


def accounts(actor: Actor, view: str = "", q: str = "") -> list[SharedAccount]:
    """Accounts in reach: one's own, and those of one's units; security sees all."""
    rows = SharedAccount.objects.select_related("unit", "assignee", "right")
    if not chairs.is_security(actor):
        reach = actor.reach(access.VIEW)
        rows = rows.none() if reach.nothing else rows.filter(reach.q(owners=("assignee",)))
    today = localdate()
    rows = rows.exclude(closed_on=None) if view == "closed" else rows.filter(closed_on=None)
    if view == "review":
        rows = rows.filter(review_on__lte=today + dt.timedelta(days=30))
    elif view == "unowned":
        rows = rows.filter(assignee__is_active=False)
    for word in fold(q).split()[:6]:
        rows = rows.annotate(folded=folded("area", "name", "purpose", "assignee__first_name", "assignee__last_name"))
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    found = list(rows.order_by("area", "name", "pk")[:MOST])
    if view == "rotate":
        found = [row for row in found if rotation_due(row, today)]
    return found


def rotation_due(row: SharedAccount, day: dt.date) -> bool:
    return row.rotated_on is None or row.rotated_on + dt.timedelta(days=row.rotate_days) <= day


def account(actor: Actor, account_id: int) -> SharedAccount:
    row = SharedAccount.objects.select_related("unit", "assignee", "right").get(pk=account_id)
    if not chairs.is_security(actor) and not actor.reach(access.VIEW).covers(row):
        raise SharedAccount.DoesNotExist
    return row


def owned_accounts(user_id: int) -> list[SharedAccount]:
    # reach: public inside the house, because it is asked by services that hand it over
    return list(SharedAccount.objects.filter(assignee_id=user_id, closed_on=None).order_by("area", "name"))


def _drifts(actor: Actor) -> QuerySet[Drift]:
    """Differences: security and administrators see all, others those of the rights they own or open."""
    rows = Drift.objects.select_related("right", "user", "settled_by")
    if not (chairs.is_security(actor) or actor.reach(access.KEEP).everywhere):
        reach = actor.reach(access.EXECUTE)
        rows = rows.filter(Q(right__assignee_id=actor.user_id or 0) | Q(right__executing_unit_id__in=reach.units))
    return rows


def open_drifts(actor: Actor) -> int:
    return _drifts(actor).filter(settled_at=None).count()


def drifts(actor: Actor, open_only: bool = True) -> list[Drift]:
    rows = _drifts(actor)
    rows = rows.filter(settled_at=None) if open_only else rows.exclude(settled_at=None)
    return list(rows.order_by(F("settled_at").desc(nulls_first=True), "-first_seen_at", "pk")[:MOST])


def drift(actor: Actor, drift_id: int) -> Drift:
    row = Drift.objects.select_related("right", "user").get(pk=drift_id)
    if not (chairs.is_security(actor) or actor.reach(access.KEEP).everywhere):
        raise Drift.DoesNotExist
    return row
