"""Files and what lies in them, their clock, their moves, their end."""

from .checking import CheckRun, Damage
from .clock import Final, Plan, PlanState, Rule
from .disposal import Bag, Decision, Disposal, DisposalLine, Member, MemberRole
from .folders import (
    Box,
    Document,
    DocumentKind,
    Folder,
    Hold,
    Loan,
    Medium,
    Office,
    Piece,
    Source,
    Volume,
)
from .intake import Intake, IntakeFault, IntakeState
from .scanning import Batch, BatchState, Project, Scan, Verdict
from .transfer import Line, LineVerdict, Transfer, Whither

__all__ = [
    "Bag",
    "Batch",
    "BatchState",
    "Box",
    "CheckRun",
    "Damage",
    "Decision",
    "Disposal",
    "DisposalLine",
    "Document",
    "DocumentKind",
    "Final",
    "Folder",
    "Hold",
    "Intake",
    "IntakeFault",
    "IntakeState",
    "Line",
    "LineVerdict",
    "Loan",
    "Medium",
    "Member",
    "MemberRole",
    "Office",
    "Piece",
    "Plan",
    "PlanState",
    "Project",
    "Rule",
    "Scan",
    "Source",
    "Transfer",
    "Verdict",
    "Volume",
    "Whither",
]
