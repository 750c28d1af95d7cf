"""Every way services, processes, risks and controls change."""

from .controls import add_control, close_risk, correct_deviation, edit_control, edit_risk, open_risk, perform, report
from .inventory import (
    add_component,
    add_service,
    edit_component,
    edit_service,
    link_service,
    reindex,
    reindex_processes,
    rely,
)
from .processes import (
    approve,
    drop,
    edit_process,
    hand_back,
    link_process,
    new_version,
    open_process,
    set_steps,
    submit,
    supersede,
)

__all__ = [
    "add_component",
    "add_control",
    "add_service",
    "approve",
    "close_risk",
    "correct_deviation",
    "drop",
    "edit_component",
    "edit_control",
    "edit_process",
    "edit_risk",
    "edit_service",
    "hand_back",
    "link_process",
    "link_service",
    "new_version",
    "open_process",
    "open_risk",
    "perform",
    "reindex",
    "reindex_processes",
    "rely",
    "report",
    "set_steps",
    "submit",
    "supersede",
]
