"""What happens in the field and by the calendar: visits, recurring requests, outages."""

from .calendar import CalendarKey
from .outage import Audience, Effect, Nature, Outage, OutageUpdate
from .recurring import Every, Recurring, Turn
from .visit import Outcome, Visit, VisitKind

__all__ = [
    "Audience",
    "CalendarKey",
    "Effect",
    "Every",
    "Nature",
    "Outage",
    "OutageUpdate",
    "Outcome",
    "Recurring",
    "Turn",
    "Visit",
    "VisitKind",
]
