"""Sources of law, what duties and texts rest on them, and what changes in them."""

from .feed import Feed, FeedEntry
from .notice import Application, Flag, Impact, Notice, NoticeKind, Outcome
from .source import Basis, DutySource, Fallback, Provision, Source, SourceKind, SourceVersion, TieState, Via

__all__ = [
    "Application",
    "Basis",
    "DutySource",
    "Fallback",
    "Feed",
    "FeedEntry",
    "Flag",
    "Impact",
    "Notice",
    "NoticeKind",
    "Outcome",
    "Provision",
    "Source",
    "SourceKind",
    "SourceVersion",
    "TieState",
    "Via",
]
