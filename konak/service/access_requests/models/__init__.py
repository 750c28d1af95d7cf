from .accounts import SecretKind, SharedAccount
from .campaign import Campaign, Decision, Reviewers, ReviewItem
from .catalogue import (
    ApprovalRole,
    Conflict,
    Right,
    RightKind,
    Risk,
    Undertaking,
    UndertakingAcceptance,
    UndertakingVersion,
)
from .drift import Drift, DriftFate, DriftKind
from .entitlement import Entitlement, EntitlementState, Origin
from .movement import Action, Movement, MovementKind, MovementLine, Template, TemplateLine, Want
from .request import AccessRequest, Approval, ConflictException, RequestKind, Verdict, lacking_names

__all__ = [
    "AccessRequest",
    "Action",
    "Approval",
    "ApprovalRole",
    "Campaign",
    "Conflict",
    "ConflictException",
    "Decision",
    "Drift",
    "DriftFate",
    "DriftKind",
    "Entitlement",
    "EntitlementState",
    "Movement",
    "MovementKind",
    "MovementLine",
    "Origin",
    "RequestKind",
    "ReviewItem",
    "Reviewers",
    "Right",
    "RightKind",
    "Risk",
    "SecretKind",
    "SharedAccount",
    "Template",
    "TemplateLine",
    "Undertaking",
    "UndertakingAcceptance",
    "UndertakingVersion",
    "Verdict",
    "Want",
    "lacking_names",
]
