"""Counts of the sample municipality: two past years with their accounts, one with a loss, the yearly one now."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from decimal import Decimal

from django.utils.timezone import localdate, make_aware, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor, Permission
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.people.models import Appointment

from . import access, services
from .models import Condition, CountLine, Member, Stocktake, ValueLoss, YearAccount
from .services.accounts import draw_rows
from .services.settling import digest

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
    """The count and the account at the end of a year, with the numbers and the days of that year.

    What is counted is what the books of that day say, code by code; the labels of then are not kept.
    """
    store = assets.warehouse_named(head, code)
    checker = actor_of(store.controller_id, via="cli")
    chair, second = others[0], others[1]

    def at(month: int, day: int, hour: int, of: int = year) -> dt.datetime:
        return make_aware(dt.datetime.combine(dt.date(of, month, day), dt.time(hour)))

    def line(moment: dt.datetime, verb: str, actor: Actor, permission: Permission) -> Line:
        seat = actor.seat_for(permission)
        where = (seat.appointment_id, seat.position) if seat else (None, "")
        return Line(moment, verb, actor.user_id, *where, via="cli")

    def cover(subject: str, state: str, opener: Actor, opened: dt.datetime, closed: dt.datetime) -> dict[str, object]:
        seat = opener.seat_for(access.PLAN if opener is head else access.COUNT)
        return {
            "subject": subject,
            "state": state,
            "unit": store.unit_id,
            "assignee": None,
            "opened_by": opener.user_id,
            "opened_from_unit": seat.unit_id if seat else store.unit_id,
            "opened_at": opened,
            "due_on": closed.date(),
            "closed_at": closed,
            "resting": True,
        }

    begun, finished, last = at(12, 22, 9), at(12, 28, 16), dt.date(year, 12, 31)
    count = File(
        cover=cover(f"{year} yıl sonu sayımı · {store.name}", "settled", head, at(12, 15, 10), at(12, 31, 15)),
        contents={
            "warehouse": store.pk,
            "reason": "yearly",
            "year": year,
            "why": "Yıl sonu sayımı",
            "begun_at": begun,
            "finished_at": finished,
            "decision": "Uygundur.",
            "settled_on": last,
        },
        story=[
            line(at(12, 15, 10), "open", head, access.PLAN),
            line(begun, "begin", chair, access.COUNT),
            line(finished, "finish", chair, access.COUNT),
            *(line(at(12, 29, 9), "sign", one, access.COUNT) for one in (chair, keeper, second)),
            line(at(12, 29, 11), "report", chair, access.COUNT),
            line(at(12, 30, 14), "approve", head, access.APPROVE),
            line(at(12, 31, 15), "settle", keeper, access.COUNT),
        ],
    )
    copy_cases(Stocktake, [count])
    made = Stocktake.objects.get(pk=count.key)
    CountLine.objects.bulk_create(
        CountLine(
            stocktake=made,
            item_id=one.item_id,
            expected=one.quantity,
            amount=one.amount,
            counted=one.quantity,
            counted_at=finished,
            counted_by_id=chair.user_id,
            condition=Condition.GOOD,
        )
        for one in assets.balances(store.pk, last)
        if one.quantity
    )
    Member.objects.bulk_create(
        Member(
            stocktake=made,
            user_id=one.user_id or 0,
            chairs=one is chair,
            signed_at=at(12, 29, 9),
            signed_digest=digest(made),
        )
        for one in (chair, keeper, second)
    )
    given = at(1, 12, 11, year + 1)
    account = File(
        cover=cover(f"{year} taşınır yönetim hesabı · {store.name}", "given", keeper, at(1, 4, 11, year + 1), given),
        contents={
            "warehouse": store.pk,
            "year": year,
            "stocktake": count.key,
            "last_slip": assets.last_slip(store.pk, year),
        },
        story=[
            line(at(1, 4, 11, year + 1), "open", keeper, access.COUNT),
            line(at(1, 5, 9, year + 1), "submit", keeper, access.COUNT),
            line(at(1, 8, 10, year + 1), "control", checker, access.COUNT),
            line(given, "give", head, access.APPROVE),
        ],
    )
    copy_cases(YearAccount, [account])
    draw_rows(YearAccount.objects.get(pk=account.key))
    assets.close_year(code, year, actor=checker)


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
