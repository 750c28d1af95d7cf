"""Changes that wait for approval: anybody who may edit proposes, who is answerable applies or declines."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Operation, Proposal
from ..queries import rows as stored
from . import rows, values
from .common import tell


@transaction.atomic
def propose(
    name: str,
    *,
    actor: Actor,
    operation: str,
    row_id: int | None = None,
    version: int | None = None,
    geometry: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None,
    why: str = "",
) -> Proposal:
    """Write down a change of one row; what cannot be is refused now, not when it is approved."""
    sight = rows.editable(actor, name)
    if operation not in Operation.values:
        raise Refused("Önerinin türü bilinmiyor.")
    assert actor.user_id is not None
    given = dict(given or {})
    if operation != Operation.ADD:
        current = stored.one(sight, row_id or 0)
        if current is None:
            raise ObjectDoesNotExist
        version = version or current.version
    if operation != Operation.REMOVE:
        values.of_row(sight.fields, given, partly=operation == Operation.CHANGE)
        if geometry or operation == Operation.ADD:
            values.shape_of(sight.layer, geometry or {})
    made = Proposal.objects.create(
        layer=sight.layer,
        operation=operation,
        row_id=row_id,
        version=version,
        geometry=dict(geometry) if geometry else None,
        given=given,
        why=why.strip()[:500],
        asked_by_id=actor.user_id,
    )
    tell(sight.layer, "propose", actor, f"{Operation(operation).label}, öneri {made.pk}", access.EDIT)
    return made


def _waiting(actor: Actor, proposal_id: int) -> Proposal:
    queries.proposal(actor, proposal_id)
    one = Proposal.objects.select_for_update(of=("self",)).select_related("layer").get(pk=proposal_id)
    if not actor.reach(access.APPROVE).covers(one.layer):
        raise Refused(f"«{access.APPROVE.label}» için yetkiniz yok.{actor.narrowness(access.APPROVE)}")
    if one.state != Proposal.State.WAITING:
        raise Refused("Bu öneri hakkında karar verilmiş.")
    if one.asked_by_id == actor.user_id:
        raise Refused("Kendi önerinizi onaylayamazsınız (görevler ayrılığı).")
    return one


@transaction.atomic
def apply(proposal_id: int, *, actor: Actor, words: str = "") -> Proposal:
    """Agree: the row becomes what was proposed, unless somebody changed it meanwhile."""
    one = _waiting(actor, proposal_id)
    sight = queries.sight(actor, one.layer)
    match one.operation:
        case Operation.ADD:
            one.row_id = rows.put(sight, actor, one.geometry or {}, one.given)
        case Operation.CHANGE:
            rows.put_over(sight, one.row_id or 0, actor, one.version or 0, one.geometry, one.given)
        case _:
            rows.take_away(sight, one.row_id or 0, actor, one.version or 0)
    _decided(one, Proposal.State.APPLIED, actor, words)
    tell(one.layer, "apply", actor, f"öneri {one.pk}", access.APPROVE)
    return one


@transaction.atomic
def decline(proposal_id: int, *, actor: Actor, words: str) -> Proposal:
    if not words.strip():
        raise Refused("Öneriyi neden uygulamadığınızı yazın.")
    one = _waiting(actor, proposal_id)
    _decided(one, Proposal.State.DECLINED, actor, words)
    tell(one.layer, "decline", actor, f"öneri {one.pk}", access.APPROVE)
    return one


def _decided(one: Proposal, state: str, actor: Actor, words: str) -> None:
    one.state, one.words = state, words.strip()[:500]
    one.decided_by_id, one.decided_at = actor.user_id, now()
    one.save()
