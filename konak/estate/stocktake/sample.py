"""Counts of the sample municipality: two past years with their accounts, one with a loss, the yearly one now."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from decimal import Decimal

from django.db.models import F
from django.utils.timezone import localdate, make_aware, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.people.models import Appointment

from . import services
from .models import Condition, CountLine, Stocktake, ValueLoss

PLACES = ("Ana hizmet binası, zemin kat", "Ana hizmet binası, 1. kat", "Ana hizmet binası, 2. kat", "Ek bina")


def loaded() -> bool:
    return Stocktake.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Count the first warehouse: at the ends of two years, once with something missing, and two thirds of now."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    head, keeper, others, code = _people()
    members = [keeper.user_id, others[1].user_id]
    for years_ago in (2, 1):
        _past_year(head, keeper, others, code, localdate().year - years_ago)
    spot = services.plan(
        actor=head,
        warehouse=code,
        reason="spot",
        chair_id=others[0].user_id or 0,
        member_ids=[one for one in members if one],
        why="Taşınma öncesi ara sayım",
    ).case.number
    services.begin(spot, actor=others[0])
    _read(spot, others, chance, share=1.0, but=1)
    _by_hand(spot, others[0])
    services.count_rest_missing(spot, actor=others[0])
    _to_approval(spot, head, keeper, others, "Noksan için kamu zararı incelemesi açılsın.")
    made = services.make_receipts(spot, actor=keeper)
    checker = actor_of(made.warehouse.controller_id, via="cli")
    assets.approve_receipt(made.shortage_receipt, actor=checker)
    services.settle(spot, actor=keeper)
    _follow_loss(spot, head, others[2])

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


def _to_approval(number: str, head: Actor, keeper: Actor, others: list[Actor], decision: str) -> None:
    services.finish(number, actor=others[0])
    for one in (others[0], keeper, others[1]):
        services.sign(number, actor=one)
    services.report(number, actor=others[0])
    services.approve(number, actor=head, decision=decision)


def _past_year(head: Actor, keeper: Actor, others: list[Actor], code: str, year: int) -> None:
    """The count and the account at the end of a year, walked through the services and set back to its days.

    What is counted is what the books of that day say, code by code; the labels of then are not kept.
    """
    number = services.plan(
        actor=head,
        warehouse=code,
        reason="yearly",
        chair_id=others[0].user_id or 0,
        member_ids=[one.user_id or 0 for one in (keeper, others[1])],
        year=year,
        why="Yıl sonu sayımı",
    ).case.number
    services.begin(number, actor=others[0])
    counted = Stocktake.objects.get(case__number=number)
    # many rows at once: everything was found
    counted.lines.update(
        counted=F("expected"), counted_at=now(), counted_by_id=others[0].user_id, condition=Condition.GOOD
    )
    _to_approval(number, head, keeper, others, "Uygundur.")
    services.settle(number, actor=keeper)
    last = dt.date(year, 12, 31)
    counted.lines.all().delete()
    then = make_aware(dt.datetime.combine(dt.date(year, 12, 28), dt.time(16)))
    CountLine.objects.bulk_create(
        CountLine(
            stocktake=counted,
            item_id=one.item_id,
            expected=one.quantity,
            amount=one.amount,
            counted=one.quantity,
            counted_at=then,
            counted_by_id=others[0].user_id,
            condition=Condition.GOOD,
        )
        for one in assets.balances(counted.warehouse_id, last)
        if one.quantity
    )
    Stocktake.objects.filter(pk=counted.pk).update(
        settled_on=last, begun_at=then - dt.timedelta(days=6), finished_at=then
    )
    _set_back(counted.case, then - dt.timedelta(days=13), then + dt.timedelta(days=3))
    account = services.draw_account(actor=keeper, warehouse=code, year=year)
    services.submit_account(account.case.number, actor=keeper)
    services.control_account(account.case.number, actor=actor_of(account.warehouse.controller_id, via="cli"))
    services.give_account(account.case.number, actor=head)
    given = make_aware(dt.datetime.combine(dt.date(year + 1, 1, 12), dt.time(11)))
    _set_back(account.case, given - dt.timedelta(days=8), given)


def _set_back(case: Case, opened: dt.datetime, closed: dt.datetime) -> None:
    """Put a closed file, and its story, on the days when it would have happened."""
    Case.objects.filter(pk=case.pk).update(opened_at=opened, closed_at=closed)


def _follow_loss(number: str, head: Actor, holder: Actor) -> None:
    """What the spot count missed is told to who answers for it; half is paid."""
    loss = ValueLoss.objects.get(stocktake__case__number=number)
    one = services.name_person(
        loss.case.number,
        actor=head,
        user_id=holder.user_id or 0,
        amount=loss.amount,
        why="Taşınma sırasında teslim tutanağı düzenlenmemiş.",
    )
    services.notify_people(
        loss.case.number,
        actor=head,
        decision="Taşınır, taşınma günü teslim alınmadan bırakılmıştır; değeri kayıtlı tutarıyla istenir.",
        reference=f"E-{localdate():%Y}/1184",
    )
    half = (loss.amount / 2).quantize(Decimal("0.01"))
    services.pay(loss.case.number, one.pk, actor=head, amount=half, reference="ALINDI-0317")


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


def _read(number: str, readers: list[Actor], chance: random.Random, share: float, but: int = 0) -> None:
    """Read so many of the labels, in turn by two people."""
    stocktake = Stocktake.objects.get(case__number=number)
    tags = list(stocktake.lines.filter(asset__isnull=False).values_list("asset__tag", flat=True))
    chance.shuffle(tags)
    tags = tags[: round(len(tags) * share) - but]
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
