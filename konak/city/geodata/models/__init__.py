"""The catalogue of layers. The rows of a layer stand in its own table `geodata.<name>`, which no model describes."""

from .files import Demand, DemandKind, Publication, What
from .layer import (
    Field,
    Geometry,
    Kind,
    Layer,
    LayerGrant,
    Licence,
    Sensitivity,
    State,
    Theme,
    Update,
)
from .work import Check, DesktopUser, Finding, Load, Mode, Operation, Proposal, Rule, RuleKind

__all__ = [
    "Check",
    "Demand",
    "DemandKind",
    "DesktopUser",
    "Field",
    "Finding",
    "Geometry",
    "Kind",
    "Layer",
    "LayerGrant",
    "Licence",
    "Load",
    "Mode",
    "Operation",
    "Proposal",
    "Publication",
    "Rule",
    "RuleKind",
    "Sensitivity",
    "State",
    "Theme",
    "Update",
    "What",
]
