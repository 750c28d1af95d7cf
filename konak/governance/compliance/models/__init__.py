from .confirmation import Answer, Confirmation, ConfirmationLine, ConfirmationPlan
from .feed import Feed
from .period import DutyPeriod, Escalation
from .plan import DutyPlan, Interval, PlanSource, PlanState, Sweep
from .text import Cause, OpenReference, TextReview

__all__ = [
    "Answer",
    "Cause",
    "Confirmation",
    "ConfirmationLine",
    "ConfirmationPlan",
    "DutyPeriod",
    "DutyPlan",
    "Escalation",
    "Feed",
    "Interval",
    "OpenReference",
    "PlanSource",
    "PlanState",
    "Sweep",
    "TextReview",
]
