"""The account of a year: drawn from the ledger, held against the count, controlled, given."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused

from .. import access, lifecycle
from ..lifecycle import State
from ..models import AccountRow, Reason, Stocktake, YearAccount


@transaction.atomic
def draw_account(*, actor: Actor, warehouse: str, year: int) -> YearAccount:
    """Draw the tables of a year from the ledger; the yearly count of that year must be settled."""
    store = assets.warehouse_named(actor, warehouse)
    if objection := store.keeper_objection(actor.user_id):
        raise Refused(objection)
    if year > localdate().year:
        raise Refused(f"{year} yılı henüz gelmedi.")
    stocktake = (
        Stocktake.objects.filter(warehouse=store, year=year, reason=Reason.YEARLY, case__state=State.SETTLED)
        .order_by("-case__closed_at")
        .first()
    )
    if stocktake is None:
        raise Refused(f"{year} yılının sayımı kayıtla denkleşmeden yönetim hesabı düzenlenmez.")
    account = YearAccount(warehouse=store, year=year, stocktake=stocktake, last_slip=assets.last_slip(store.pk, year))
    try:
        with transaction.atomic():
            open_case(
                account,
                actor=actor,
                permission=access.COUNT,
                unit_id=store.unit_id,
                subject=f"{year} taşınır yönetim hesabı · {store.name}",
                assignee_id=actor.user_id,
            )
    except IntegrityError:
        raise Refused(f"«{store.name}» ambarının {year} hesabı zaten düzenlenmiş.") from None
    draw_rows(account)
    return account


def draw_rows(account: YearAccount) -> None:
    """The table of an account, from the ledger and the count it stands on."""
    differences = differing(account.stocktake)
    AccountRow.objects.bulk_create(
        [
            AccountRow(
                account=account,
                item_id=row.item_id,
                carried=row.carried,
                carried_amount=row.carried_amount,
                entered=row.entered,
                entered_amount=row.entered_amount,
                left_out=row.left_out,
                left_out_amount=row.left_out_amount,
                remaining=row.remaining,
                remaining_amount=row.remaining_amount,
                difference=differences.get(row.item_id, Decimal(0)),
            )
            for row in assets.turnover(account.warehouse_id, account.year)
        ]
    )


def differing(stocktake: Stocktake) -> dict[int, Decimal]:
    """Per code: what was counted, with what was found besides, less what the books said when the count closed."""
    assert stocktake.settled_on is not None
    counted: dict[int, Decimal] = {}
    for item, quantity in stocktake.lines.values_list("item_id", "counted"):
        counted[item] = counted.get(item, Decimal(0)) + (quantity or 0)
    for item, quantity in stocktake.findings.values_list("item_id", "quantity"):
        counted[item] = counted.get(item, Decimal(0)) + quantity
    booked = {one.item_id: one.quantity for one in assets.balances(stocktake.warehouse_id, stocktake.settled_on)}
    found = {item: counted.get(item, Decimal(0)) - booked.get(item, Decimal(0)) for item in {*counted, *booked}}
    return {item: quantity for item, quantity in found.items() if quantity}


def submit_account(number: str, *, actor: Actor) -> YearAccount:
    with take(lifecycle.SUBMIT, YearAccount, number, actor) as account:
        account.case.assignee_id = account.warehouse.controller_id
    return account


def control_account(number: str, *, actor: Actor) -> YearAccount:
    """The controller has checked; the books of the year are shut in the same act."""
    with take(lifecycle.CONTROL, YearAccount, number, actor) as account:
        if unlike := moved_since(account):
            raise Refused(f"Cetvel düzenlendikten sonra {unlike} kodda hareket olmuş; geri çekip yeniden düzenleyin.")
        assets.close_year(account.warehouse.code, account.year, actor=actor)
        account.case.assignee_id = account.warehouse.spending_unit.assignee_id
    return account


def moved_since(account: YearAccount) -> int:
    """In how many codes the ledger says something else by now."""
    drawn = {
        row.item_id: (row.remaining, row.remaining_amount, row.entered, row.left_out) for row in account.rows.all()
    }
    now = {
        row.item_id: (row.remaining, row.remaining_amount, row.entered, row.left_out)
        for row in assets.turnover(account.warehouse_id, account.year)
    }
    return sum(drawn.get(item) != now.get(item) for item in {*drawn, *now})


def give_account(number: str, *, actor: Actor) -> YearAccount:
    with take(lifecycle.GIVE, YearAccount, number, actor) as account:
        account.case.assignee_id = None
        publish(lifecycle.ACCOUNT_GIVEN, number=number)
    return account


def withdraw_account(number: str, *, actor: Actor, why: str) -> YearAccount:
    if not why.strip():
        raise Refused("Geri çekmenin nedenini yazın.")
    with take(lifecycle.WITHDRAW, YearAccount, number, actor, note=why.strip()) as account:
        account.current = False
    return account
