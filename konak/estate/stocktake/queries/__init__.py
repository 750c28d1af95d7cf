"""Every read of counts, accounts and losses that is more than a look-up."""

from .accounts import SUMS, Sheet, YearLine, Yearly, account, accounts, given, sheet, yearly, years
from .counts import (
    PAGE,
    LineFilter,
    Numbers,
    StocktakeFilter,
    lines,
    numbers,
    numbers_of,
    page_of,
    settled,
    stocktake,
    stocktakes,
    waiting_for,
)
from .losses import loss, loss_sheet, losses

__all__ = [
    "PAGE",
    "SUMS",
    "LineFilter",
    "Numbers",
    "Sheet",
    "StocktakeFilter",
    "YearLine",
    "Yearly",
    "account",
    "accounts",
    "given",
    "lines",
    "loss",
    "loss_sheet",
    "losses",
    "numbers",
    "numbers_of",
    "page_of",
    "settled",
    "sheet",
    "stocktake",
    "stocktakes",
    "waiting_for",
    "yearly",
    "years",
]
