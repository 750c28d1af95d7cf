"""Services, processes with their versions, and the risks and controls of each."""

from .process import Deviation, Process, ProcessDuty, ProcessStep, ProcessVersion
from .risk import Control, ControlKind, ControlRun, Frequency, Response, Result, Risk
from .service import (
    Audience,
    Component,
    ComponentKind,
    Need,
    Reliance,
    Service,
    ServiceDuty,
    ServiceState,
    TimeUnit,
)

__all__ = [
    "Audience",
    "Component",
    "ComponentKind",
    "Control",
    "ControlKind",
    "ControlRun",
    "Deviation",
    "Frequency",
    "Need",
    "Process",
    "ProcessDuty",
    "ProcessStep",
    "ProcessVersion",
    "Reliance",
    "Response",
    "Result",
    "Risk",
    "Service",
    "ServiceDuty",
    "ServiceState",
    "TimeUnit",
]
