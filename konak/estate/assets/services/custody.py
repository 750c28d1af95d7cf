"""Custody: offered, accepted by the holder, handed on, taken back. It moves no account, only who answers."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.numbering.services import next_number
from konak.foundation.people.models import User
from konak.foundation.people.queries import seats_of

from .. import access
from ..lifecycle import CUSTODY_CHANGED
from ..models import Asset, AssetState, Custody, CustodyState, Place, PlaceKind
from . import common, guards, topics
from .posting import where

SLIPS = "ZF"
MOST = 500


@transaction.atomic
def give(
    tags: Sequence[str],
    *,
    actor: Actor,
    holder_id: int | None = None,
    place_id: int | None = None,
    due_back_on: dt.date | None = None,
    why: str = "",
) -> list[Custody]:
    """Put things into the custody of a person or of a common place, under one number; all of them or none.

    The registrar gives what lies in his warehouse. What somebody already holds is handed on by that person, or by
    the registrar; it stays with him until the next one accepts.
    """
    tags = sorted({tag.strip() for tag in tags if tag.strip()})
    if not tags:
        raise Refused("Zimmetlenecek taşınırları seçin.")
    if len(tags) > MOST:
        raise Refused(f"Tek teslim belgesinde en çok {MOST} taşınır verilir.")
    if (holder_id is None) == (place_id is None):
        raise Refused("Zimmeti bir kişiye ya da bir ortak kullanım alanına verin; ikisinden yalnız birini seçin.")
    if due_back_on is not None and due_back_on < localdate():
        raise Refused("İade tarihi geçmişte olamaz.")
    holder, place, unit_id = _to_whom(holder_id, place_id)
    assets = [common.locked(tag, actor) for tag in tags]
    for asset in assets:
        _may_give(asset, actor, holder, place)
    guards.may_be_used([asset.tag for asset in assets if asset.state == AssetState.STORED])
    return _offer(assets, actor, holder, place, unit_id, due_back_on, why)


def _offer(
    assets: Sequence[Asset],
    actor: Actor,
    holder: User | None,
    place: Place | None,
    unit_id: int,
    due_back_on: dt.date | None,
    why: str,
) -> list[Custody]:
    answers = holder or (place.assignee if place else None)
    assert answers is not None
    slip = next_number(SLIPS, localdate().year)
    given = []
    for asset in assets:
        row = Custody.objects.create(
            asset=asset,
            holder=holder,
            place=place,
            unit_id=unit_id,
            slip=slip,
            state=CustodyState.OFFERED,
            given_by_id=actor.user_id,
            offered_at=now(),
            due_back_on=due_back_on,
            why=why.strip()[:500],
        )
        if asset.state == AssetState.STORED:
            asset.state, asset.holder, asset.unit_id = AssetState.USED, holder, unit_id
            asset.place = place or None
            asset.save()
        given.append(row)
        common.tell(asset, "custody_offer", actor, slip, access.HOLD)
        publish(CUSTODY_CHANGED, tag=asset.tag)
    common.index(assets)
    count = f"{len(assets)} taşınır" if len(assets) > 1 else assets[0].name
    notify(
        [answers.pk],
        topics.OFFERED,
        f"{count} zimmetinize verildi; kabulünüz bekleniyor",
        actor=actor,
        body="Teslim aldığınızı «Zimmetlerim» sayfasından onaylayın ya da itiraz edin.",
        url=reverse("assets:mine"),
    )
    return given


def _to_whom(holder_id: int | None, place_id: int | None) -> tuple[User | None, Place | None, int]:
    if holder_id is not None:
        holder = User.objects.filter(pk=holder_id).first()
        if holder is None:
            raise Refused("Böyle bir kişi yok.")
        return holder, None, unit_for(holder)
    place = Place.objects.select_related("assignee").filter(pk=place_id or 0, active=True).first()
    if place is None:
        raise Refused("Böyle bir yer yok.")
    if place.kind not in (PlaceKind.COMMON, PlaceKind.HALL, PlaceKind.SERVER, PlaceKind.FIELD):
        raise Refused(f"«{place.name}» ortak kullanım alanı değil; odadaki taşınır orada çalışan kişiye verilir.")
    if place.assignee is None or not place.assignee.is_active:
        raise Refused(
            f"«{place.name}» için sorumlu kişi belirlenmemiş; dayanıklı taşınır listesini imzalayacak kişi yok."
        )
    return None, place, place.unit_id


def unit_for(holder: User) -> int:
    """The unit of somebody who may be given things: at work today, with a seat."""
    seat = seats_of(holder.pk).order_by("acting_for_id", "since").first() if holder.is_active else None
    if seat is None:
        raise Refused(f"{holder.full_name} görevde değil; zimmet verilemez.")
    return int(seat.unit_id)


def _may_give(asset: Asset, actor: Actor, holder: User | None, place: Place | None) -> None:
    held = _free(asset, holder, place)
    if held is None or actor.user_id != responsible(held):
        common.kept_by(actor, asset)


def _free(asset: Asset, holder: User | None, place: Place | None) -> Custody | None:
    """Refuse what cannot be given now; else who holds it, if somebody does."""
    if asset.retired or asset.state == AssetState.TRANSIT:
        raise Refused(f"{asset.tag} {asset.name}: {asset.get_state_display().lower()}; zimmetlenemez.")
    running = {row.state: row for row in asset.custodies.filter(ended_at=None)}
    if CustodyState.OFFERED in running:
        raise Refused(f"{asset.tag} {asset.name} verilmiş, kabulü bekleniyor; önce o teslim geri çekilmeli.")
    held = running.get(CustodyState.ACCEPTED)
    if held is None:
        if asset.state != AssetState.STORED:
            raise Refused(f"{asset.tag} {asset.name}: {asset.get_state_display().lower()}; önce ambara dönmeli.")
        return None
    if (holder, place) == (held.holder, held.place):
        raise Refused(f"{asset.tag} {asset.name} zaten {where(asset)}.")
    return held


def responsible(row: Custody) -> int | None:
    """Who answers for it and says yes: the holder, or whoever answers for the common place."""
    return row.holder_id if row.holder_id is not None else (row.place.assignee_id if row.place else None)


def _mine(custody_id: int, actor: Actor) -> Custody:
    row = (
        Custody.objects.select_for_update(of=("self",))
        .select_related("place", "holder")
        .filter(pk=custody_id)
        .first()
    )
    if row is None or actor.user_id is None or responsible(row) != actor.user_id:
        raise ObjectDoesNotExist
    return row


@transaction.atomic
def accept(custody_id: int, *, actor: Actor) -> Custody:
    """The holder has got it; who held it before is free of it."""
    first = Custody.objects.filter(pk=custody_id).values_list("asset__tag", flat=True).first()
    if first is None:
        raise ObjectDoesNotExist
    asset = _asset(first)
    row = _mine(custody_id, actor)
    if row.state != CustodyState.OFFERED:
        raise Refused(f"Bu zimmet artık kabul beklemiyor: {row.get_state_display().lower()}.")
    _end(asset.custodies.filter(state=CustodyState.ACCEPTED), CustodyState.PASSED, actor)
    row.state, row.accepted_at = CustodyState.ACCEPTED, now()
    row.save()
    asset.holder_id, asset.unit_id = row.holder_id, row.unit_id
    if asset.state == AssetState.STORED:
        asset.state = AssetState.USED
    asset.place_id = row.place_id or asset.place_id
    asset.save()
    common.tell(asset, "custody_accept", actor, row.slip, access.HOLD)
    common.index([asset])
    publish(CUSTODY_CHANGED, tag=asset.tag)
    return row


@transaction.atomic
def accept_all(*, actor: Actor) -> int:
    """Everything that waits for this person, in one go."""
    waiting = list(
        Custody.objects.filter(state=CustodyState.OFFERED, holder_id=actor.user_id).values_list("pk", flat=True)
    ) + list(
        Custody.objects.filter(state=CustodyState.OFFERED, place__assignee_id=actor.user_id).values_list(
            "pk", flat=True
        )
    )
    if not waiting:
        raise Refused("Kabul bekleyen zimmetiniz yok.")
    for key in waiting:
        accept(key, actor=actor)
    return len(waiting)


@transaction.atomic
def object_to(custody_id: int, *, actor: Actor, why: str) -> Custody:
    """The holder did not get it, or not this one: it goes back to who answered for it before."""
    if not why.strip():
        raise Refused("İtirazınızın nedenini yazın; taşınır kayıt yetkilisi okur.")
    tag = Custody.objects.filter(pk=custody_id).values_list("asset__tag", flat=True).first()
    if tag is None:
        raise ObjectDoesNotExist
    asset = _asset(tag)
    row = _mine(custody_id, actor)
    if row.state != CustodyState.OFFERED:
        raise Refused(f"Bu zimmet artık kabul beklemiyor: {row.get_state_display().lower()}.")
    row.state, row.ended_at, row.ended_by_id = CustodyState.OBJECTED, now(), actor.user_id
    row.why = why.strip()[:500]
    row.save()
    _settle(asset)
    common.tell(asset, "custody_object", actor, row.slip, access.HOLD)
    publish(CUSTODY_CHANGED, tag=asset.tag)
    notify(
        [user for user in {row.given_by_id, asset.warehouse.registrar_id} if user is not None],
        topics.OBJECTED,
        f"{asset.tag} {asset.name} zimmetine itiraz edildi",
        actor=actor,
        body=row.why,
        url=reverse("assets:asset", args=[asset.tag]),
        dedupe=f"custody-objected-{row.pk}",
    )
    return row


@transaction.atomic
def withdraw(custody_id: int, *, actor: Actor) -> Custody:
    """Who offered it, or the registrar, takes the offer back before it was accepted."""
    tag = Custody.objects.filter(pk=custody_id).values_list("asset__tag", flat=True).first()
    if tag is None:
        raise ObjectDoesNotExist
    asset = common.locked(tag, actor)
    row = Custody.objects.select_for_update().get(pk=custody_id)
    if row.given_by_id != actor.user_id:
        common.kept_by(actor, asset)
    if row.state != CustodyState.OFFERED:
        raise Refused(f"Bu zimmet artık kabul beklemiyor: {row.get_state_display().lower()}.")
    row.state, row.ended_at, row.ended_by_id = CustodyState.CANCELLED, now(), actor.user_id
    row.save()
    _settle(asset)
    common.tell(asset, "custody_cancel", actor, row.slip, access.HOLD)
    publish(CUSTODY_CHANGED, tag=asset.tag)
    return row


@transaction.atomic
def take_back(tags: Sequence[str], *, actor: Actor, why: str = "", place_id: int | None = None) -> int:
    """The registrar has the things in his hands again: every custody of them ends, all or none."""
    tags = sorted({tag.strip() for tag in tags if tag.strip()})
    if not tags:
        raise Refused("İade alınacak taşınırları seçin.")
    for tag in tags:
        asset = common.locked(tag, actor)
        common.kept_by(actor, asset)
        rows = asset.custodies.filter(ended_at=None)
        if not rows.exists():
            raise Refused(f"{asset.tag} {asset.name} kimsenin zimmetinde değil.")
        _end(rows, CustodyState.RETURNED, actor, why)
        asset.holder = None
        asset.unit_id = asset.warehouse.unit_id
        asset.place_id = place_id or asset.warehouse.place_id
        if asset.state == AssetState.USED:
            asset.state = AssetState.STORED
        asset.save()
        common.tell(asset, "custody_return", actor)
        common.index([asset])
        publish(CUSTODY_CHANGED, tag=asset.tag)
    return len(tags)


@transaction.atomic
def report_loss(custody_id: int, *, actor: Actor, why: str) -> Custody:
    """The holder says that it is lost or broken; the registrar decides what follows."""
    row = _mine(custody_id, actor)
    if not why.strip():
        raise Refused("Ne olduğunu yazın: nerede, ne zaman, nasıl.")
    if not row.running:
        raise Refused("Bu taşınır artık zimmetinizde değil.")
    asset = Asset.objects.select_related("warehouse").get(pk=row.asset_id)
    common.tell(asset, "custody_loss", actor, "", access.HOLD)
    notify(
        [asset.warehouse.registrar_id],
        topics.LOST,
        f"{asset.tag} {asset.name} için kayıp ya da hasar bildirildi",
        actor=actor,
        body=why.strip()[:500],
        url=reverse("assets:asset", args=[asset.tag]),
    )
    row.why = why.strip()[:500]
    row.save(update_fields=["why"])
    return row


def _asset(tag: str) -> Asset:
    return (
        Asset.objects.select_for_update(of=("self",))
        .select_related("warehouse__registrar", "warehouse__controller", "model", "item", "place", "holder")
        .get(tag=tag)
    )


def _end(rows: Iterable[Custody], state: CustodyState, actor: Actor, why: str = "") -> None:
    for row in rows:
        row.state, row.ended_at, row.ended_by_id = state, now(), actor.user_id
        row.why = why.strip()[:500] or row.why
        row.save()


def _settle(asset: Asset) -> None:
    """After an offer came to nothing: with whoever still answers for it, else back in the store."""
    held = asset.custodies.filter(state=CustodyState.ACCEPTED).first()
    if held is not None:
        return
    asset.holder, asset.unit_id, asset.place_id = None, asset.warehouse.unit_id, asset.warehouse.place_id
    if asset.state == AssetState.USED:
        asset.state = AssetState.STORED
    asset.save()
    common.index([asset])


@transaction.atomic
def hand_over_held(tag: str, *, actor: Actor, person: User, to: User | None) -> None:
    """A line of somebody's hand-over minute: offered to the one who takes over, or back in the warehouse.

    Staffing has asked whether `actor` may settle lines. What goes back is received by the registrar alone; what is
    offered stays with the person, and his file open, until the other has accepted.
    """
    asset = _asset(tag)
    row = asset.custodies.select_related("place", "holder").filter(ended_at=None).order_by("-pk").first()
    if row is None or responsible(row) != person.pk:
        return  # given away or returned meanwhile: nothing is left to hand over
    if to is None:
        if asset.warehouse.keeper_objection(actor.user_id):
            raise Refused(
                f"{asset.tag} {asset.name} ambara iade edilecek; iadeyi taşınır kayıt yetkilisi alır: "
                f"{asset.warehouse.registrar.full_name}."
            )
        take_back([tag], actor=actor, why="Devir teslim")
        return
    if row.place is not None:
        raise Refused(f"{asset.tag} ortak kullanım alanında; önce «{row.place}» için yeni sorumlu belirlenmeli.")
    _free(asset, to, None)
    _offer([asset], actor, to, None, unit_for(to), None, "Devir teslim")
