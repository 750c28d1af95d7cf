"""What neighbours may know of software: what runs on a computer, what is approved, what was found."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.people.models import User
from konak.governance.staffing.public import Held

from . import queries, services
from .lifecycle import DECIDED, FOUND, INVENTORIED, LICENCE_GIVEN, SETTLED
from .models import Assignment, Product

__all__ = [
    "DECIDED",
    "FOUND",
    "INVENTORIED",
    "LICENCE_GIVEN",
    "SETTLED",
    "FindingFacts",
    "GivenLicence",
    "PositionFacts",
    "ProductFacts",
    "find_finding",
    "find_product",
    "held_licences",
    "licence_costs",
    "licences_of",
    "position",
    "product_choices",
    "settle_licence",
]


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product as its neighbours see it."""

    id: int
    name: str
    decision: str
    decision_label: str
    reason: str
    approved_version: str
    needs_licence: bool

    @property
    def url(self) -> str:
        return f"/yazilim/{self.id}/"


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A program that may not stay: enough to open a ticket for it."""

    number: str
    wrong: str
    product: str
    computer: str
    computer_id: int
    holder_id: int | None
    unit_id: int | None
    open: bool


def find_product(name: str) -> ProductFacts | None:
    """A product of the catalogue by its name, for a form that asks for software."""
    # reach: public inside the house, because everybody may know what is approved
    found = Product.objects.filter(name__iexact=name.strip()).order_by("pk").first()
    return _facts(found) if found else None


def _facts(one: Product) -> ProductFacts:
    return ProductFacts(
        one.pk,
        one.name,
        one.decision,
        one.get_decision_display(),
        one.reason,
        one.approved_version,
        one.needs_licence,
    )


def find_finding(actor: Actor, number: str) -> FindingFacts | None:
    """One file in the actor's reach, None where there is none of that number."""
    one = queries.findings(actor).filter(case__number=number).first()
    if one is None:
        return None
    computer = one.computer
    return FindingFacts(
        number,
        one.wrong,
        one.product.name,
        computer.name,
        computer.pk,
        computer.holder_id,
        computer.used_in_id,
        one.is_open,
    )


def held_licences(user_id: int, appointment_id: int | None = None) -> list[Held]:
    """Licences given to a person: lines of his hand-over."""
    # reach: public inside the house, because it is asked by the services that hand it over
    if appointment_id is not None:
        return []  # a licence belongs to the person, not to one of his seats
    rows = Assignment.objects.filter(user_id=user_id, until=None).select_related("entitlement__product")
    return [
        Held(
            str(one.pk),
            f"{one.entitlement.product.name} ({one.entitlement.number})",
            f"/yazilim/lisanslar/{one.entitlement.number}/",
        )
        for one in rows.order_by("pk")
    ]


def settle_licence(key: str, person: User, receiver: User | None, actor: Actor) -> None:
    """The right goes to who takes over, or back to the pool."""
    services.hand_over(int(key), actor=actor, user_id=person.pk, receiver_id=receiver.pk if receiver else None)


@dataclass(frozen=True, slots=True)
class GivenLicence:
    """A right that somebody may use: given to himself, or to a computer he holds."""

    number: str
    product: str
    since: dt.date

    @property
    def url(self) -> str:
        return f"/yazilim/lisanslar/{self.number}/"


def licences_of(user_id: int) -> tuple[GivenLicence, ...]:
    """What a person may use today; the caller was given the person."""
    # reach: public inside the house, because it is asked by the file that proves it
    rows = Assignment.objects.filter(Q(user_id=user_id) | Q(computer__holder_id=user_id), until=None)
    rows = rows.filter(Q(entitlement__ends_on=None) | Q(entitlement__ends_on__gte=localdate()))
    found = rows.order_by("pk").values_list("entitlement__number", "entitlement__product__name", "since")
    return tuple(GivenLicence(*row) for row in found)


def licence_costs(asset_ids: Iterable[int]) -> dict[int, Decimal]:
    """What the licences given to the computers of movables cost: of each licence the price of the rights given."""
    # reach: public inside the house, because only sums leave
    rows = Assignment.objects.filter(computer__asset_id__in=list(asset_ids), until=None, entitlement__cost__gt=0)
    rows = rows.filter(entitlement__quantity__gt=0).select_related("entitlement", "computer")
    sums: dict[int, Decimal] = {}
    for one in rows:
        assert one.computer is not None
        assert one.computer.asset_id is not None
        price = (one.entitlement.cost or Decimal(0)) / (one.entitlement.quantity or 1) * one.quantity
        sums[one.computer.asset_id] = sums.get(one.computer.asset_id, Decimal(0)) + price.quantize(Decimal("0.01"))
    return sums


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """What the house owns of a product against what is installed; `free` is None where rights are unlimited."""

    product: ProductFacts
    owned: int | None
    needed: int
    free: int | None


def position(product_id: int) -> PositionFacts | None:
    """Whether a licence is at hand, over all units; None for a product that is not in the catalogue."""
    # reach: public inside the house, because whoever answers a request has to know it
    one = Product.objects.filter(pk=product_id).first()
    if one is None:
        return None
    balance = queries.position_anywhere(one).balance
    return PositionFacts(_facts(one), balance.owned, balance.needed, balance.free)


def product_choices() -> list[tuple[int, str]]:
    """Products of the catalogue, for fields that choose one."""
    # reach: public inside the house, because everybody may know what is approved
    return list(Product.objects.order_by("name").values_list("pk", "name")[:3_000])
