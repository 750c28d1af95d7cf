"""Every way seats, delegations, separation of duties, descriptions and hand-overs change."""

from . import accounts, appointing, delegating, describing, handing, separating, workload

__all__ = ["accounts", "appointing", "delegating", "describing", "handing", "separating", "workload"]
