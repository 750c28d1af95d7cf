"""Who acts for whom, what may not meet in one person, what a seat is for, and what is handed over at its end."""

from .delegation import Delegation, Notice, Reason, StandingDeputy, Width
from .description import Acknowledgement, DescriptionVersion, Paper
from .handover import Fate, HandOver, HandOverKind, HandOverLine
from .people import AccountDate, MailForm, Setup
from .separation import Group, Incompatible, Membership, SeparationException, Side

__all__ = [
    "AccountDate",
    "Acknowledgement",
    "Delegation",
    "DescriptionVersion",
    "Fate",
    "Group",
    "HandOver",
    "HandOverKind",
    "HandOverLine",
    "Incompatible",
    "MailForm",
    "Membership",
    "Notice",
    "Paper",
    "Reason",
    "SeparationException",
    "Setup",
    "Side",
    "StandingDeputy",
    "Width",
]
