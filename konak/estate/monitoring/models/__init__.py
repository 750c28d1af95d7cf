"""What is watched, how it stands, what went wrong, and who is told."""

from .care import Care, CareSort, MonitoringTask
from .host import UNASKED, Check, CheckKind, Credential, Host, HostSort, HostState, Level, Part, PartSort, Template
from .problem import Problem, StateChange, Trap, Window
from .rota import Escalation, EscalationTo, Rota, Turn
from .service import Find, FindState, Sweep, TrafficLog, WatchedService

__all__ = [
    "UNASKED",
    "Care",
    "CareSort",
    "Check",
    "CheckKind",
    "Credential",
    "Escalation",
    "EscalationTo",
    "Find",
    "FindState",
    "Host",
    "HostSort",
    "HostState",
    "Level",
    "MonitoringTask",
    "Part",
    "PartSort",
    "Problem",
    "Rota",
    "StateChange",
    "Sweep",
    "Template",
    "TrafficLog",
    "Trap",
    "Turn",
    "WatchedService",
    "Window",
]
