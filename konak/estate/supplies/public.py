"""What neighbours may do with supplies: report a counter, take a spare part out of stock, read what was given."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from konak.estate.assets import public as assets
from konak.foundation.access import Actor

from . import queries, services
from .lifecycle import HANDED_OUT, NEED_APPROVED, RUNNING_LOW
from .models import Issue

__all__ = [
    "HANDED_OUT",
    "NEED_APPROVED",
    "RUNNING_LOW",
    "GivenFacts",
    "NeedFacts",
    "counter_read",
    "given_for",
    "need",
    "spare_out",
    "stock_for",
    "supplies_read",
]


@dataclass(frozen=True, slots=True)
class GivenFacts:
    """One line given out for a file (a ticket, a work order)."""

    receipt: str
    item: str
    code: str
    quantity: Decimal
    amount: Decimal
    warehouse: str
    tag: str
    device: str
    given_on: dt.date
    by: str
    undone: bool


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """A line of an approved proposal: what procurement has to buy."""

    item: str
    code: str
    measure: str
    quantity: Decimal
    price: Decimal
    warehouse: str
    lead_days: int


def counter_read(tag: str, *, pages: int, read_on: dt.date | None = None, actor: Actor | None = None) -> bool:
    """A printer's page counter, from a person (`actor`) or from the printer itself (without one).

    False where nobody follows a printer of that number. A counter that runs backwards is refused.
    """
    if actor is not None:
        services.read(tag, actor=actor, pages=pages, read_on=read_on)
        return True
    return services.machine_reading(tag, actor=Actor(None, via="job"), pages=pages, read_on=read_on) is not None


def supplies_read(tag: str, *, left: Mapping[str, float], told_on: dt.date | None = None) -> int:
    """What a printer says is left of its toner and parts, by their names (0-1). Returns how many were recognised."""
    return services.machine_supplies(tag, actor=Actor(None, via="job"), left=left, told_on=told_on)


def spare_out(
    *,
    actor: Actor,
    warehouse: str,
    item: str,
    tag: str,
    quantity: Decimal | int = 1,
    reference: str = "",
    note: str = "",
) -> GivenFacts:
    """Take a part out of stock onto a device; only the registrar of the warehouse may. `reference` is the file."""
    made = services.spare_out(
        actor=actor, warehouse=warehouse, item=item, tag=tag, quantity=quantity, reference=reference, note=note
    )
    return _given(made)


def given_for(reference: str) -> tuple[GivenFacts, ...]:
    """What was given for a file; the caller was given the file."""
    return tuple(_given(row) for row in queries.issues_of_reference(reference))


def stock_for(actor: Actor, tag: str = "", limit: int = 400) -> tuple[assets.StockFacts, ...]:
    """Consumables and parts that stand in the actor's warehouses, what fits the device first."""
    device = assets.find_by_tag(tag) if tag else None
    fitting = {one.item_id for one in queries.fits(actor).filter(model_id=device.model_id or 0)} if device else set()
    rows = [row for row in assets.stock_of(actor) if row.code.startswith("150") and row.quantity > 0]
    return tuple(sorted(rows, key=lambda row: (row.item_id not in fitting, row.name))[:limit])


def need(number: str) -> tuple[NeedFacts, ...]:
    """The lines of a proposal, for who reacts to `NEED_APPROVED`."""
    return tuple(
        NeedFacts(
            row.level.item.name,
            row.level.item.code,
            row.level.item.measure,
            row.missing,
            row.price,
            row.level.warehouse.name,
            row.level.lead_days,
        )
        for row in queries.lines_of(number)
    )


def _given(row: Issue) -> GivenFacts:
    return GivenFacts(
        row.number,
        row.item.name,
        row.item.code,
        row.quantity,
        row.amount,
        row.warehouse.name,
        row.asset.tag if row.asset else "",
        row.asset.name if row.asset else "",
        row.given_on,
        row.by.full_name if row.by else "",
        row.undone,
    )
