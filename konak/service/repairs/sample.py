"""Two years of parts taken for tickets: the past with the receipts they left by, a few of today at every stage."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate, make_aware

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import open_case
from konak.foundation.lifecycle import Refused

from . import access, services
from .lifecycle import State
from .models import Kind, PartRequest

AFTER = 25
"""So many days after its opening a ticket may still have got its part."""
PARTS, COMPUTERS = "150.13", "255.02.01"


def loaded() -> bool:
    return PartRequest.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    tickets = list(
        apps.get_model("desk", "Ticket")
        ._default_manager.filter(service__asks_asset=True, requester__isnull=False)
        .select_related("case")
        .order_by("case__opened_at")
    )
    used = _past(tickets)
    _today([one for one in tickets if one.pk not in used])
    report(f"{PartRequest.objects.count()} parça isteği")


def _past(tickets: list[Any]) -> set[int]:
    """What left the warehouse for a unit while a ticket of that time was open was its part."""
    used: set[int] = set()
    issues = apps.get_model("supplies", "Issue")._default_manager
    spare = issues.filter(item__code__startswith=PARTS, asset=None, reference="", by__isnull=False)
    for given in spare.select_related("item", "warehouse").order_by("given_on", "pk"):
        ticket = next((one for one in tickets if one.pk not in used and _of_its_time(one, given.given_on)), None)
        device = _computer_of(ticket) if ticket else None
        if ticket is None or device is None:
            continue
        used.add(ticket.pk)
        keeper = actor_of(given.by_id or 0, via="cli")
        made = PartRequest(
            ticket_id=ticket.pk,
            kind=Kind.PART,
            asset_id=device.id,
            warehouse_id=given.warehouse_id,
            item_id=given.item_id,
            quantity=given.quantity,
            receipt=given.number,
        )
        subject = (
            f"{given.quantity.normalize():f} × {given.item.name} · {device.tag} {device.name} · {ticket.case.number}"
        )
        open_case(made, actor=keeper, permission=access.ASK, unit_id=given.warehouse.unit_id, subject=subject[:250])
        issues.filter(pk=given.pk).update(
            purpose="spare", asset_id=device.id, user_id=device.holder_id, reference=ticket.case.number.upper()
        )
        moment = make_aware(dt.datetime.combine(given.given_on, dt.time(11, 20)))
        asked = max(ticket.case.opened_at, moment - dt.timedelta(hours=20))
        Case.objects.filter(pk=made.case.pk).update(
            state=State.GIVEN, resting=True, opened_at=asked, closed_at=moment
        )
    return used


def _computer_of(ticket: Any) -> assets.AssetFacts | None:
    """The computer of who asked; the ticket names it from then on."""
    held = assets.assets_of(ticket.requester_id)
    device = next((one for one in held if one.code.startswith(COMPUTERS)), None)
    if device is not None and not ticket.asset_tag:
        ticket.asset_tag = device.tag
        ticket.save(update_fields=["asset_tag"])
    return device


def _of_its_time(ticket: Any, day: dt.date) -> bool:
    return 0 <= (day - localdate(ticket.case.opened_at)).days < AFTER


def _today(tickets: list[Any]) -> None:
    """Asked by who solves the ticket: one met, one refused, two waiting."""
    stocks = apps.get_model("assets", "Stock")._default_manager
    kinds = list(
        stocks.filter(item__code__startswith=PARTS, quantity__gte=3)
        .order_by("item__code")
        .values_list("warehouse__code", "item__code", "warehouse__registrar_id")
    )
    met = 0
    for ticket in reversed(tickets):
        if ticket.case.closed_at is not None or ticket.case.assignee_id is None or met >= 4 or not kinds:
            continue
        if _computer_of(ticket) is None:
            continue
        warehouse, item, keeper_id = kinds[met % len(kinds)]
        asker = actor_of(ticket.case.assignee_id, via="cli")
        try:
            made = services.ask_part(
                ticket.case.number, actor=asker, warehouse=warehouse, item=item, note="Arıza incelemesinde belirlendi"
            )
            keeper: Actor = actor_of(keeper_id, via="cli")
            if met == 0 and made.case.state == State.ASKED:
                services.give(made.case.number, actor=keeper)
            elif met == 1 and made.case.state == State.ASKED:
                services.refuse(made.case.number, actor=keeper, why="Cihaz garantide; firmaya gönderin.")
        except Refused:
            continue
        met += 1
