"""The catalogue, the rights to it, what is installed where, and what is done about the difference."""

from .catalogue import Category, Decision, Metric, Product, ProductVersion, Rule
from .inventory import Computer, Install, Inventory
from .licence import (
    Assignment,
    Entitlement,
    EntitlementKind,
    Proof,
    Renewal,
)
from .work import DeviceState, Finding, RoundDevice, UpdateRound, Wrong

__all__ = [
    "Assignment",
    "Category",
    "Computer",
    "Decision",
    "DeviceState",
    "Entitlement",
    "EntitlementKind",
    "Finding",
    "Install",
    "Inventory",
    "Metric",
    "Product",
    "ProductVersion",
    "Proof",
    "Renewal",
    "RoundDevice",
    "Rule",
    "UpdateRound",
    "Wrong",
]
