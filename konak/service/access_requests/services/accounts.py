"""Accounts that are nobody's own: taken into the register, looked at again, their secret renewed, closed."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User

from .. import access
from ..models import SharedAccount
from ..queries import chairs
from .telling import ACCOUNT, plain, tell


def _may(actor: Actor, unit_id: int) -> None:
    if not actor.reach(access.ACCOUNTS).covers(chairs.Place(unit_id)):
        raise Refused("Ortak hesabı yalnız kendi biriminiz için yürütebilirsiniz.")


@transaction.atomic
def keep(
    *,
    actor: Actor,
    name: str,
    area: str,
    kind: str,
    purpose: str,
    unit: Unit,
    owner: User,
    safe: str,
    review_on: dt.date,
    rotate_days: int = 180,
    rotated_on: dt.date | None = None,
    account_id: int | None = None,
    **more: Any,
) -> SharedAccount:
    """Take an account into the register, or correct it. The secret itself is nowhere here."""
    _may(actor, unit.pk)
    if account_id:
        row = SharedAccount.objects.select_for_update(of=("self",)).get(pk=account_id)
        _may(actor, row.unit_id)
        if row.closed_on is not None:
            raise Refused("Kapatılmış hesap değiştirilemez.")
    else:
        row = SharedAccount()
    if not owner.is_active:
        raise Refused(f"{owner.full_name} görevde değil; hesabın sahibi olamaz.")
    if not plain(name, 120) or not plain(purpose, 300) or not plain(safe, 120):
        raise Refused("Hesabın adını, ne için kullanıldığını ve sırrın hangi kasada durduğunu yazın.")
    today = localdate()
    if review_on < today and not account_id:
        raise Refused("Gözden geçirme günü geçmişte olamaz.")
    if rotated_on and rotated_on > today:
        raise Refused("Son yenileme gelecekte olamaz.")
    row.name, row.area, row.kind = plain(name, 120), plain(area, 120), kind
    row.purpose, row.safe, row.unit, row.assignee = plain(purpose, 300), plain(safe, 120), unit, owner
    row.review_on, row.rotate_days, row.rotated_on = review_on, rotate_days, rotated_on
    row.right = more.get("right")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(f"{area} içinde «{name}» adlı açık bir hesap zaten kayıtlı.") from error
    tell(ACCOUNT, row.pk, "change" if account_id else "add", actor, access.ACCOUNTS)
    return row


def _open(account_id: int, actor: Actor) -> SharedAccount:
    row = SharedAccount.objects.select_for_update(of=("self",)).get(pk=account_id)
    if not actor.reach(access.VIEW).covers(row) and row.assignee_id != actor.user_id:
        raise SharedAccount.DoesNotExist
    if row.assignee_id != actor.user_id:
        _may(actor, row.unit_id)
    if row.closed_on is not None:
        raise Refused("Bu hesap kapatılmış.")
    return row


@transaction.atomic
def renewed(account_id: int, *, actor: Actor, on: dt.date, note: str = "") -> SharedAccount:
    """The secret was renewed in its safe on a day."""
    row = _open(account_id, actor)
    if on > localdate() or (row.rotated_on and on < row.rotated_on):
        raise Refused("Yenileme günü gelecekte ya da önceki yenilemeden önce olamaz.")
    row.rotated_on = on
    row.save(update_fields=["rotated_on"])
    tell(ACCOUNT, row.pk, "renew", actor, access.ACCOUNTS, plain(note))
    return row


@transaction.atomic
def reviewed(account_id: int, *, actor: Actor, next_on: dt.date, why: str) -> SharedAccount:
    """Looked at again: still needed, by whom and why; the next day is set."""
    row = _open(account_id, actor)
    if next_on <= localdate() or next_on > localdate() + dt.timedelta(days=400):
        raise Refused("Sonraki gözden geçirme bugünden sonra ve en çok on üç ay içinde olmalı.")
    if not plain(why):
        raise Refused("Hesaba neden hâlâ gerek olduğunu yazın.")
    row.review_on = next_on
    row.save(update_fields=["review_on"])
    tell(ACCOUNT, row.pk, "review", actor, access.ACCOUNTS, plain(why))
    return row


@transaction.atomic
def close(account_id: int, *, actor: Actor, why: str) -> SharedAccount:
    row = _open(account_id, actor)
    if not plain(why):
        raise Refused("Neden kapatıldığını yazın.")
    row.closed_on = localdate()
    row.save(update_fields=["closed_on"])
    tell(ACCOUNT, row.pk, "close", actor, access.ACCOUNTS, plain(why))
    return row


@transaction.atomic
def hand_over(account_id: int, *, actor: Actor, owner: User, why: str) -> SharedAccount:
    """Another owner answers for it from now on."""
    row = _open(account_id, actor)
    if not owner.is_active or owner.pk == row.assignee_id:
        raise Refused("Görevde olan başka birini seçin.")
    row.assignee = owner
    row.save(update_fields=["assignee"])
    tell(ACCOUNT, row.pk, "hand_over", actor, access.ACCOUNTS, plain(why))
    return row
