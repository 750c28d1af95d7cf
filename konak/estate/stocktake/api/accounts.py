"""The account of a year, and what all accounts of a year come to."""

from decimal import Decimal
from typing import Annotated, Literal

from ninja import Router, Schema, Status

from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, line

from .. import queries, services
from ..models import YearAccount
from .words import Line24, StepIn, Year

router = Router()


class AccountOut(Schema):
    number: str
    warehouse: str
    year: int
    state: str
    state_label: str
    stocktake: str
    last_slip: int

    @classmethod
    def of(cls, row: YearAccount) -> "AccountOut":
        return cls(
            number=row.case.number,
            warehouse=row.warehouse.code,
            year=row.year,
            state=row.case.state,
            state_label=row.state_label,
            stocktake=row.stocktake.case.number,
            last_slip=row.last_slip,
        )


class AccountRowOut(Schema):
    code: str
    carried: Decimal
    carried_amount: Decimal
    entered: Decimal
    entered_amount: Decimal
    left_out: Decimal
    left_out_amount: Decimal
    remaining: Decimal
    remaining_amount: Decimal
    difference: Decimal


class AccountDetail(Schema):
    account: AccountOut
    rows: list[AccountRowOut]


class AccountList(Schema):
    items: list[AccountOut]
    next: str


class AccountIn(Schema):
    warehouse: Line24
    year: Year


class YearLineOut(Schema):
    code: str
    name: str
    carried: Decimal
    entered: Decimal
    left_out: Decimal
    remaining: Decimal

    @classmethod
    def of(cls, row: queries.YearLine) -> "YearLineOut":
        return cls(code=row.code, name=row.name, **{name: getattr(row, name) for name in queries.SUMS})


class SpendingYearOut(Schema):
    code: str
    name: str
    waiting: list[str]
    lines: list[YearLineOut]


class YearlyOut(Schema):
    """Accounts of a year whose books are shut, added up; `waiting` names the warehouses that are not among them."""

    year: int
    complete: bool
    units: list[SpendingYearOut]
    groups: list[YearLineOut]
    totals: list[YearLineOut]
    total: YearLineOut


@router.get("/accounts", response={200: AccountList, **SAYS_NO})
def list_accounts(request: Request, year: Year | None = None, after: Annotated[str, line(20)] = "") -> AccountList:
    rows, more = queries.page_of(queries.accounts(request.actor, year=year), after)
    return AccountList(items=[AccountOut.of(row) for row in rows], next=more)


@router.post("/accounts", response={201: AccountOut, **SAYS_NO})
def draw_account(request: Request, body: AccountIn) -> Status[AccountOut]:
    made = services.draw_account(actor=request.actor, warehouse=body.warehouse, year=body.year)
    return Status(201, AccountOut.of(made))


@router.get("/accounts/{number}", response={200: AccountDetail, **SAYS_NO})
def one_account(request: Request, number: str) -> AccountDetail:
    account = queries.account(request.actor, number)
    names = [name for name in AccountRowOut.model_fields if name != "code"]
    rows = [
        AccountRowOut(code=row.item.code, **{name: getattr(row, name) for name in names})
        for row in queries.sheet(account, request.actor).rows
    ]
    return AccountDetail(account=AccountOut.of(account), rows=rows)


ACCOUNT_STEPS = {
    "submit": services.submit_account,
    "control": services.control_account,
    "give": services.give_account,
}


@router.post("/accounts/{number}/{step}", response={200: AccountOut, **SAYS_NO})
def account_step(
    request: Request, number: str, step: Literal["submit", "control", "give", "withdraw"], body: StepIn
) -> AccountOut:
    if step == "withdraw":
        return AccountOut.of(services.withdraw_account(number, actor=request.actor, why=body.why))
    return AccountOut.of(ACCOUNT_STEPS[step](number, actor=request.actor))


@router.get("/years/{year}", response={200: YearlyOut, **SAYS_NO})
def one_year(request: Request, year: Year) -> YearlyOut:
    """The tables of a year: by spending unit, by group of codes, by account."""
    found = queries.yearly(request.actor, year)
    units = [
        SpendingYearOut(
            code=one.code, name=one.name, waiting=one.waiting, lines=[YearLineOut.of(line) for line in one.lines]
        )
        for one in found.units
    ]
    return YearlyOut(
        year=year,
        complete=found.complete,
        units=units,
        groups=[YearLineOut.of(line) for line in found.groups],
        totals=[YearLineOut.of(line) for line in found.totals],
        total=YearLineOut.of(found.total),
    )
