"""What keeps devices working: plans, work orders, contracts, and what marks the beginning and the end of a device."""

from .contract import Contract, ContractAsset, ContractFile, ContractKind, ContractRenewal
from .life import (
    Checklist,
    Commissioning,
    Condition,
    ConditionLine,
    ConditionRound,
    Loan,
    Spare,
    Wipe,
    WipeMethod,
)
from .plan import Plan, PlanAsset, Reading
from .replacement import Choice, Replacement, ReplacementLine, ReplacementRule
from .work import OrderKind, PartUsed, Result, SentOut, WorkOrder

__all__ = [
    "Checklist",
    "Choice",
    "Commissioning",
    "Condition",
    "ConditionLine",
    "ConditionRound",
    "Contract",
    "ContractAsset",
    "ContractFile",
    "ContractKind",
    "ContractRenewal",
    "Loan",
    "OrderKind",
    "PartUsed",
    "Plan",
    "PlanAsset",
    "Reading",
    "Replacement",
    "ReplacementLine",
    "ReplacementRule",
    "Result",
    "SentOut",
    "Spare",
    "Wipe",
    "WipeMethod",
    "WorkOrder",
]
