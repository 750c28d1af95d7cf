"""The registers of official documents and what belongs to them."""

from .incoming import Incoming, IncomingAnnex, Purpose, Referral, Route
from .letter import (
    Addressee,
    Annex,
    AnnexKind,
    Cited,
    Delivery,
    Dispatch,
    DispatchState,
    Letter,
    LetterKind,
    Mode,
    Party,
    Remark,
    RouteKind,
    RouteState,
    RouteStep,
    Style,
    Version,
)
from .log import DailyReport, Reading, Shown
from .plan import FileCode, Letterhead, Template
from .words import Asked, Origin, Urgency

__all__ = [
    "Addressee",
    "Annex",
    "AnnexKind",
    "Asked",
    "Cited",
    "DailyReport",
    "Delivery",
    "Dispatch",
    "DispatchState",
    "FileCode",
    "Incoming",
    "IncomingAnnex",
    "Letter",
    "LetterKind",
    "Letterhead",
    "Mode",
    "Origin",
    "Party",
    "Purpose",
    "Reading",
    "Referral",
    "Remark",
    "Route",
    "RouteKind",
    "RouteState",
    "RouteStep",
    "Shown",
    "Style",
    "Template",
    "Urgency",
    "Version",
]
