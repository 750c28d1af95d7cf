"""What a system says people have, against the register: differences are kept open until somebody settles them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access
from ..models import Drift, DriftFate, DriftKind, Entitlement, EntitlementState, Origin, Right
from ..queries import chairs
from . import asking, ending
from .telling import ENTITLEMENT, clock, plain, tell


@dataclass(frozen=True, slots=True)
class Observed:
    """What a system says: an account has a right. `target` is the right's name there, `username` the account."""

    target: str
    username: str
    last_used_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What one report changed."""

    fresh: int
    gone: int
    open: int


@transaction.atomic
def report_drift(*, actor: Actor, system: str, observed: Sequence[Observed]) -> Found:
    """Compare what `system` (the name of a provisioner) holds with the register.

    An empty report says nothing: a directory that does not answer must not make everybody's rights look lost.
    """
    if not actor.reach(access.KEEP).everywhere and actor.via not in {"job", "cli"}:
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")
    rights = {row.target: row for row in Right.objects.filter(provisioner=system).exclude(target="")}
    if not observed or not rights:
        return Found(0, 0, Drift.objects.filter(system=system, settled_at=None).count())
    people = {user.username: user for user in User.objects.filter(username__in={one.username for one in observed})}
    living = {
        (row.right_id, row.assignee_id): row
        for row in Entitlement.objects.filter(
            right__in=rights.values(), state__in=(EntitlementState.ACTIVE, EntitlementState.ENDED)
        )
    }
    seen, differences = set(), {}
    for one in observed:
        right = rights.get(one.target)
        if right is None:
            continue
        user = people.get(one.username)
        held = living.get((right.pk, user.pk)) if user else None
        if held is None:
            kind = DriftKind.EXTRA if user else DriftKind.UNKNOWN
            differences[right.pk, one.username, kind.value] = (right, user)
        else:
            seen.add((right.pk, held.assignee_id))
            if one.last_used_on and one.last_used_on != held.last_used_on:
                Entitlement.objects.filter(pk=held.pk).update(last_used_on=one.last_used_on)
    for (right_id, user_id), held in living.items():
        if held.state == EntitlementState.ACTIVE and (right_id, user_id) not in seen and held.since < localdate():
            assert held.assignee_id is not None
            user = User.objects.get(pk=held.assignee_id)
            right = next(row for row in rights.values() if row.pk == right_id)
            differences[right_id, user.username, DriftKind.MISSING.value] = (right, user)
    return _keep(system, differences)


def _keep(system: str, differences: Mapping[tuple[int, str, str], tuple[Right, User | None]]) -> Found:
    moment, fresh, gone = now(), 0, 0
    known = {
        (row.right_id, row.account, row.kind): row
        for row in Drift.objects.select_for_update().filter(system=system, settled_at=None)
    }
    for key, (right, user) in differences.items():
        if (row := known.pop(key, None)) is not None:
            Drift.objects.filter(pk=row.pk).update(last_seen_at=moment)
            continue
        Drift.objects.create(
            system=system,
            right=right,
            user=user,
            account=key[1],
            kind=key[2],
            first_seen_at=moment,
            last_seen_at=moment,
        )
        fresh += 1
    for row in known.values():
        row.fate, row.settled_at = DriftFate.GONE, moment
        row.save()
        gone += 1
    return Found(fresh, gone, len(differences))


@transaction.atomic
def settle(drift_id: int, *, actor: Actor, fate: str, why: str) -> Drift:
    """Decide what becomes of a difference."""
    row = Drift.objects.select_for_update(of=("self",)).select_related("right", "user").get(pk=drift_id)
    if not (chairs.is_security(actor) or actor.reach(access.KEEP).everywhere):
        raise Refused("Sapmayı bilgi güvenliği sorumlusu ya da sistem yöneticisi sonuçlandırır.")
    if row.settled_at is not None:
        raise Refused("Bu sapma zaten sonuçlandı.")
    if row.user_id == actor.user_id:
        raise Refused("Kendi yetkinizle ilgili sapmayı siz sonuçlandıramazsınız.")
    if not plain(why, 300):
        raise Refused("Gerekçeyi yazın.")
    allowed = {
        DriftKind.EXTRA: {DriftFate.REMOVED, DriftFate.TAKEN_IN, DriftFate.LEFT},
        DriftKind.MISSING: {DriftFate.GIVEN_AGAIN, DriftFate.ENDED, DriftFate.LEFT},
        DriftKind.UNKNOWN: {DriftFate.LEFT},
    }[DriftKind(row.kind)]
    if fate not in allowed:
        raise Refused("Bu sapma için böyle bir sonuç yok.")
    words = plain(why, 300)
    if fate in {DriftFate.TAKEN_IN, DriftFate.REMOVED}:
        made = _take_in(row, words)
        if fate == DriftFate.REMOVED:
            ending.cut(made.pk, actor=actor, why=f"Sapma: {words}")
    elif fate == DriftFate.GIVEN_AGAIN:
        _again(row, actor, words)
    elif fate == DriftFate.ENDED:
        for held in _held(row):
            ending.cut(held.pk, actor=actor, why=f"Sapma: {words}")
    row.fate, row.why, row.settled_at, row.settled_by_id = fate, words, now(), actor.user_id
    row.save()
    tell("access_requests.drift", row.pk, "settle", actor, access.KEEP, row.get_fate_display())
    return row


def _held(row: Drift) -> list[Entitlement]:
    rows = Entitlement.objects.filter(right=row.right, assignee=row.user, state=EntitlementState.ACTIVE)
    return list(rows)


def _take_in(row: Drift, why: str) -> Entitlement:
    assert row.user is not None
    home = chairs.home_of(row.user.pk)
    made = Entitlement.objects.create(
        right=row.right,
        assignee=row.user,
        unit_id=home.unit_id if home else row.right.unit_id,
        origin=Origin.DRIFT,
        since=localdate(),
        until=None if row.right.longest_days is None else localdate() + dt.timedelta(days=row.right.longest_days - 1),
        granted_at=now(),
        proof=f"Sistemde bulundu: {why}"[:500],
    )
    tell(ENTITLEMENT, made.pk, "take_in", clock(row.right.executing_unit_id), access.ASK)
    return made


def _again(row: Drift, actor: Actor, why: str) -> None:
    """Given here and not there: the register's row ends, and the right is ordered again by the same approval."""
    from ..models import AccessRequest

    for held in _held(row):
        held.state, held.ended_at, held.end_why = EntitlementState.REMOVED, now(), f"Sapma: {why}"[:300]
        held.removed_at, held.end_proof = now(), "Sistemde yoktu; yeniden açılması istendi"
        held.save()
        assert held.assignee_id is not None
        asking.order(
            AccessRequest(
                person_id=held.assignee_id,
                right=row.right,
                reason=f"Onaylı yetki sistemde bulunamadı, yeniden açılıyor. {why}",
                detail=held.detail,
                since=localdate(),
                until=held.until,
                preapproved=True,
            ),
            actor=clock(row.right.executing_unit_id),
        )
