"""Tables of the desk: what it offers, how long it may take, who serves it, and the tickets themselves."""

from .catalogue import Approver, Audience, Form, Kind, Priority, Service, ServiceGroup
from .staff import Agent, Skill
from .terms import Clocked, Escalation, EscalationRule, Grade, Hours, Level, LevelKind, MatrixCell, Reaction, Target
from .ticket import (
    Approval,
    Channel,
    Draft,
    Message,
    MessageFile,
    Outcome,
    Pause,
    PauseWhy,
    Rating,
    Ticket,
    Verdict,
    WorkTime,
)

__all__ = [
    "Agent",
    "Approval",
    "Approver",
    "Audience",
    "Channel",
    "Clocked",
    "Draft",
    "Escalation",
    "EscalationRule",
    "Form",
    "Grade",
    "Hours",
    "Kind",
    "Level",
    "LevelKind",
    "MatrixCell",
    "Message",
    "MessageFile",
    "Outcome",
    "Pause",
    "PauseWhy",
    "Priority",
    "Rating",
    "Reaction",
    "Service",
    "ServiceGroup",
    "Skill",
    "Target",
    "Ticket",
    "Verdict",
    "WorkTime",
]
