"""Committees, their members, their meetings with agenda and attendance, and their decisions."""

from .committee import Cadence, CalendarKey, Committee, Kind, Majority, Member, Quorum, Role
from .decision import Decision, DecisionReport, Dissent, Verdict
from .meeting import AgendaFile, AgendaItem, Attendance, Meeting, Outcome, Presence

__all__ = [
    "AgendaFile",
    "AgendaItem",
    "Attendance",
    "Cadence",
    "CalendarKey",
    "Committee",
    "Decision",
    "DecisionReport",
    "Dissent",
    "Kind",
    "Majority",
    "Meeting",
    "Member",
    "Outcome",
    "Presence",
    "Quorum",
    "Role",
    "Verdict",
]
