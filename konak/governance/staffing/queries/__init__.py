"""Reading: one module a noun."""

from . import delegations, descriptions, handovers, people, rights, separation, workload

__all__ = ["delegations", "descriptions", "handovers", "people", "rights", "separation", "workload"]
