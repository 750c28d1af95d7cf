"""Update rounds: who is in, who has the version, who is set apart and why."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take, tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import below

from .. import access, lifecycle, queries
from ..lifecycle import RoundState
from ..matching import at_least, key_of
from ..models import DeviceState, Install, RoundDevice, UpdateRound
from .common import may


@transaction.atomic
def plan_round(
    *,
    actor: Actor,
    product_id: int,
    target: str,
    due_on: dt.date,
    used_in_id: int | None = None,
    about: str = "",
    assignee_id: int | None = None,
) -> UpdateRound:
    """Take in every computer of the scope that has the product; those that have the version are done at once."""
    product = queries.product(actor, product_id)
    may(actor, access.SETTLE, product)
    if not target.strip() or not any(sign.isdigit() for sign in target):
        raise Refused("Hedef sürümü rakamıyla yazın, örneğin 24.8.2.")
    if due_on < localdate():
        raise Refused("Turun son günü geçmişte olamaz.")
    one = UpdateRound(product=product, target=target.strip(), used_in_id=used_in_id, about=about.strip())
    versions = _versions(actor, product.pk, used_in_id)
    if not versions:
        raise Refused(f"Bu kapsamda {product.name} kurulu bilgisayar yok.")
    open_case(
        one,
        actor=actor,
        permission=access.SETTLE,
        unit_id=product.unit_id,
        subject=f"{product.name} {one.target} güncelleme turu"[:250],
        due_on=due_on,
        assignee_id=assignee_id,
    )
    RoundDevice.objects.bulk_create(
        [_device(one, computer_id, version) for computer_id, version in versions.items()], batch_size=2_000
    )
    return one


def _versions(actor: Actor, product_id: int, used_in_id: int | None) -> dict[int, str]:
    """The newest version of the product on every computer of the scope."""
    rows = Install.objects.filter(
        computer__in=queries.computers(actor).filter(retired_on=None), product_id=product_id, removed_on=None
    )
    if used_in_id:
        rows = rows.filter(computer__used_in_id__in=below(used_in_id))
    found: dict[int, str] = {}
    for computer_id, version in rows.order_by("computer_id").values_list("computer_id", "version"):
        if computer_id not in found or key_of(version) > key_of(found[computer_id]):
            found[computer_id] = version
    return found


def _device(one: UpdateRound, computer_id: int, version: str) -> RoundDevice:
    done = at_least(version, one.target)
    return RoundDevice(
        round=one,
        computer_id=computer_id,
        before=version,
        now=version,
        state=DeviceState.DONE if done else DeviceState.WAITING,
        settled_on=localdate() if done else None,
    )


def begin(number: str, *, actor: Actor) -> UpdateRound:
    with take(lifecycle.BEGIN, UpdateRound, number, actor) as one:
        one.case.assignee_id = one.case.assignee_id or actor.user_id
    return one


def finish(number: str, *, actor: Actor) -> UpdateRound:
    with take(lifecycle.FINISH, UpdateRound, number, actor) as one:
        pass
    return one


def cancel_round(number: str, *, actor: Actor, why: str) -> UpdateRound:
    if not why.strip():
        raise Refused("Turdan neden vazgeçildiğini yazın.")
    with take(lifecycle.CANCEL, UpdateRound, number, actor) as one:
        one.about = f"{one.about}\nVazgeçme nedeni: {why.strip()}".strip()[:2_000]
    return one


@transaction.atomic
def set_apart(number: str, *, actor: Actor, device_id: int, reason: str) -> RoundDevice:
    """This computer stays as it is, for a reason; an empty reason puts it back into the round."""
    one = queries.round_(actor, number)
    may(actor, access.SETTLE, one.case)
    if one.ended:
        raise Refused("Bitmiş turda değişiklik yapılamaz.")
    device: RoundDevice = one.devices.select_for_update().get(pk=device_id)
    if device.state == DeviceState.DONE:
        raise Refused("Bu bilgisayar zaten güncel.")
    device.reason = reason.strip()[:300]
    device.state = DeviceState.EXCEPTION if device.reason else DeviceState.WAITING
    device.settled_on = localdate() if device.reason else None
    device.set_by_id = actor.user_id
    device.save()
    tell(one.case, "set_apart" if device.reason else "put_back", actor, seat=actor.seat_for(access.SETTLE, one.case))
    return device


def refresh(computer_ids: list[int]) -> int:
    """After inventories: computers of open rounds that have the version now are done. Returns how many."""
    waiting = RoundDevice.objects.select_for_update(of=("self",)).filter(
        computer_id__in=computer_ids,
        round__case__state__in=[RoundState.PLANNED, RoundState.RUNNING],
        state__in=[DeviceState.WAITING, DeviceState.EXCEPTION],
    )
    done = 0
    for device in waiting.select_related("round").order_by("pk"):
        live = device.computer.installs.filter(product_id=device.round.product_id, removed_on=None)
        versions = sorted(live.values_list("version", flat=True), key=key_of)
        now = versions[-1] if versions else ""
        arrived = not versions or at_least(now, device.round.target)
        if arrived:
            device.state, device.settled_on = DeviceState.DONE, localdate()
            device.reason = "" if versions else "Program kaldırılmış"
            done += 1
        if arrived or device.now != now:
            device.now = now
            device.save()
    return done
