"""Changing who may do what: with a reason, never past recall, and in pairs where it matters."""

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import PERMISSIONS, Actor, Permission, Seat
from konak.foundation.access.models import Grant, Proposal
from konak.foundation.access.tokens import Keyed
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Position
from konak.foundation.trail import services as trail

from .. import access
from ..grants import KIND, Cell, cell, guarded, keepers, scope_words
from .accounts import permitted, reason_of

LOCK = 0x4752414E54
"""Whoever changes grants waits for whoever does so at the same moment: two harmless changes may lock out together."""


def _enter(actor: Actor) -> Seat:
    if isinstance(actor, Keyed):
        raise Refused("Yetkiler anahtarla değiştirilemez; oturum açarak değiştirin.")
    seat = permitted(actor, access.GRANTS)
    trail.lock(LOCK)
    return seat


@transaction.atomic
def change_grant(code: str, position: str, *, actor: Actor, scope: int, why: str) -> Grant | Proposal:
    """Give a position another scope of a permission, 0 for none; what only administrators hold is widened by two."""
    seat = _enter(actor)
    why = reason_of(why)
    permission, now_is = _cell(code, position)
    if scope not in range(5):
        raise Refused("Bilinmeyen kapsam.")
    if scope == now_is.scope:
        raise Refused("Bu hücrede zaten bu kapsam var.")
    if now_is.waiting is not None:
        raise Refused("Bu hücre için ikinci yöneticiyi bekleyen bir öneri var; önce o sonuçlanmalı.")
    if guarded(permission) and scope > now_is.scope:
        proposal = Proposal.objects.create(
            permission=code, position=position, scope=scope, why=why, proposed_by_id=actor.user_id or 0
        )
        _tell(actor, seat, code, position, "proposed", f"{scope_words(now_is.scope)} → {scope_words(scope)} · {why}")
        return proposal
    return _apply(actor, seat, code, position, scope, why)


@transaction.atomic
def reset_grant(code: str, position: str, *, actor: Actor, why: str) -> None:
    """Back to what the code declares."""
    seat = _enter(actor)
    why = reason_of(why)
    permission, now_is = _cell(code, position)
    if now_is.grant is None:
        raise Refused("Bu hücre değiştirilmemiş; varsayılan geçerli.")
    if guarded(permission) and now_is.declared > now_is.scope and position != Position.ADMINISTRATOR:
        raise Refused("Bu yetkiyi genişletmek ikinci bir yöneticinin onayını ister; kapsamı seçerek önerin.")
    _keep_somebody(code, position, now_is.declared)
    Grant.objects.filter(permission=code, position=position).delete()
    words = f"{scope_words(now_is.scope)} → varsayılan ({scope_words(now_is.declared)}) · {why}"
    _tell(actor, seat, code, position, "reset", words)


@transaction.atomic
def agree(proposal_id: int, *, actor: Actor) -> Proposal:
    """The second administrator says yes, and the change holds at once."""
    seat = _enter(actor)
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state != Proposal.State.WAITING:
        raise Refused("Bu öneri zaten sonuçlanmış.")
    if proposal.proposed_by_id == actor.user_id:
        raise Refused("Kendi önerinizi siz onaylayamazsınız; başka bir yönetici onaylar (görevler ayrılığı).")
    _cell(proposal.permission, proposal.position)
    _apply(actor, seat, proposal.permission, proposal.position, proposal.scope, proposal.why)
    return _decide(proposal, Proposal.State.APPLIED, actor, "")


@transaction.atomic
def decline(proposal_id: int, *, actor: Actor, why: str) -> Proposal:
    """No, or withdrawn by whoever proposed it."""
    seat = _enter(actor)
    why = reason_of(why)
    proposal = Proposal.objects.select_for_update().get(pk=proposal_id)
    if proposal.state != Proposal.State.WAITING:
        raise Refused("Bu öneri zaten sonuçlanmış.")
    _tell(actor, seat, proposal.permission, proposal.position, "declined", why)
    return _decide(proposal, Proposal.State.DECLINED, actor, why)


def _cell(code: str, position: str) -> tuple[Permission, Cell]:
    try:
        return cell(code, position)
    except KeyError:
        raise Refused("Böyle bir yetki ya da görev yok.") from None


def _apply(actor: Actor, seat: Seat, code: str, position: str, scope: int, why: str) -> Grant:
    _keep_somebody(code, position, scope)
    _, before = _cell(code, position)
    grant, _ = Grant.objects.update_or_create(
        permission=code,
        position=position,
        defaults={"scope": scope, "changed_by_id": actor.user_id, "why": why},
    )
    _tell(actor, seat, code, position, "granted", f"{scope_words(before.scope)} → {scope_words(scope)} · {why}")
    return grant


def _keep_somebody(code: str, position: str, scope: int) -> None:
    if code == access.GRANTS.code and keepers((position, scope)) == 0:
        raise Refused(
            "Bu değişiklikten sonra yetkileri değiştirebilecek etkin bir sistem yöneticisi kalmaz; "
            "kimse geri alamayacağı için yapılmadı."
        )


def _decide(proposal: Proposal, state: str, actor: Actor, answer: str) -> Proposal:
    proposal.state, proposal.decided_by_id, proposal.decided_at, proposal.answer = state, actor.user_id, now(), answer
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    return proposal


def _tell(actor: Actor, seat: Seat, code: str, position: str, verb: str, words: str) -> None:
    label = PERMISSIONS[code].label if code in PERMISSIONS else code
    note = f"«{label}», {Position(position).label}: {words}"
    trail.write(actor=actor, kind=KIND, subject=code[:64], verb=verb, note=note, seat=seat)
