"""A count of the sample municipality that agreed with the books, and the yearly one that is under way."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from decimal import Decimal

from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment

from . import services
from .models import Condition, Stocktake

PLACES = ("Ana hizmet binası, zemin kat", "Ana hizmet binası, 1. kat", "Ana hizmet binası, 2. kat", "Ek bina")


def loaded() -> bool:
    return Stocktake.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Count the first warehouse twice: once to the end, once two thirds of the way."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    head, keeper, others, code = _people()
    members = [keeper.user_id, others[1].user_id]
    spot = services.plan(
        actor=head,
        warehouse=code,
        reason="spot",
        chair_id=others[0].user_id or 0,
        member_ids=[one for one in members if one],
        why="Taşınma öncesi ara sayım",
    ).case.number
    services.begin(spot, actor=others[0])
    _read(spot, others, chance, share=1.0)
    _by_hand(spot, others[0])
    services.finish(spot, actor=others[0])
    for one in (others[0], keeper, others[1]):
        services.sign(spot, actor=one)
    services.report(spot, actor=others[0])
    services.approve(spot, actor=head, decision="Uygundur.")
    services.settle(spot, actor=keeper)

    today = localdate()
    yearly = services.plan(
        actor=head,
        warehouse=code,
        reason="yearly",
        chair_id=others[0].user_id or 0,
        member_ids=[one for one in members if one],
        due_on=dt.date(today.year, 12, 31),
        why="Yıl sonu sayımı; zimmetli kullanımdakiler odalarında görülür.",
    ).case.number
    services.begin(yearly, actor=others[0])
    _read(yearly, others, chance, share=0.66)
    services.receive_scans(
        yearly,
        actor=others[1],
        reads=[services.Read(uuid.UUID(int=chance.getrandbits(128), version=4), "ESKI-2014-0043", now(), PLACES[3])],
    )
    report(f"{Stocktake.objects.count()} sayım")


def _people() -> tuple[Actor, Actor, list[Actor], str]:
    """Who approves, who keeps the books, two more for the commission, and the code of the warehouse."""
    # the sample loads everything, so it looks with the eyes of the head of the department
    seat = Appointment.objects.filter(position="head_of_department", acting_for=None).order_by("pk")
    for one in seat:
        head = actor_of(one.user_id, via="cli")
        store = assets.warehouses(head).first()
        if store is not None and store.spending_unit.assignee_id == head.user_id:
            break
    else:
        raise LookupError("no warehouse in the sample")
    keeper = actor_of(store.registrar_id, via="cli")
    taken = {store.registrar_id, store.controller_id, head.user_id}
    seats = (
        Appointment.objects.filter(unit__parent__parent=store.unit_id, position__in=("chief", "staff", "expert"))
        .filter(acting_for=None, until=None, user__is_active=True)
        .exclude(user__in=taken)
        .order_by("pk")
    )
    others = [actor_of(user, via="cli") for user in dict.fromkeys(seats.values_list("user_id", flat=True)[:8])]
    return head, keeper, others, store.code


def _read(number: str, readers: list[Actor], chance: random.Random, share: float) -> None:
    """Read so many of the labels, in turn by two people."""
    stocktake = Stocktake.objects.get(case__number=number)
    tags = list(stocktake.lines.filter(asset__isnull=False).values_list("asset__tag", flat=True))
    chance.shuffle(tags)
    tags = tags[: round(len(tags) * share)]
    for at, reader in enumerate(readers[:2]):
        mine = tags[at::2]
        for start in range(0, len(mine), 500):
            services.receive_scans(
                number,
                actor=reader,
                reads=[
                    services.Read(
                        key=uuid.UUID(int=chance.getrandbits(128), version=4),
                        text=tag,
                        at=now() - dt.timedelta(minutes=chance.randint(1, 600)),
                        place=chance.choice(PLACES),
                        condition=Condition.BROKEN if chance.random() < 0.02 else Condition.GOOD,
                    )
                    for tag in mine[start : start + 500]
                ],
            )


def _by_hand(number: str, reader: Actor) -> None:
    """Consumables are counted by hand, as the books say."""
    stocktake = Stocktake.objects.get(case__number=number)
    for line in stocktake.lines.filter(asset=None):
        services.count(number, line.pk, actor=reader, quantity=Decimal(line.expected))
