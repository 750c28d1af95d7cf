"""What the department answers for in writing, what it plans for others, and what it learns from faults."""

from .answers import Answer, AnswerKind, AnswerVersion, Followed, Recheck
from .consent import Consent, ConsentItem, ConsentKind
from .improving import Aim, Proposal, Wanted
from .needs import NeedItem, NeedLine, NeedPurchase, NeedRound, Urgency
from .office import Field, Office
from .problems import Problem, ProblemTicket
from .software import Holding, SoftwareRequest
from .training import Attendance, Course, Level, Session, TrainingRequest

__all__ = [
    "Aim",
    "Answer",
    "AnswerKind",
    "AnswerVersion",
    "Attendance",
    "Consent",
    "ConsentItem",
    "ConsentKind",
    "Course",
    "Field",
    "Followed",
    "Holding",
    "Level",
    "NeedItem",
    "NeedLine",
    "NeedPurchase",
    "NeedRound",
    "Office",
    "Problem",
    "ProblemTicket",
    "Proposal",
    "Recheck",
    "Session",
    "SoftwareRequest",
    "TrainingRequest",
    "Urgency",
    "Wanted",
]
