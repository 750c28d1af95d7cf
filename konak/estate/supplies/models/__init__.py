"""How much has to stand where, what fits which printer, what was given out, when to buy."""

from .level import LevelState, Outlook, StockAlarm, StockLevel
from .printer import Colour, Fit, FitKind, PartLife, Printer
from .proposal import Delivered, Proposal, ProposalLine
from .use import EmptyReturn, Issue, Purpose

__all__ = [
    "Colour",
    "Delivered",
    "EmptyReturn",
    "Fit",
    "FitKind",
    "Issue",
    "LevelState",
    "Outlook",
    "PartLife",
    "Printer",
    "Proposal",
    "ProposalLine",
    "Purpose",
    "StockAlarm",
    "StockLevel",
]
