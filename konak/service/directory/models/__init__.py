"""Connections, what the directory holds, every comparison with it, and the systems that trust Konak."""

from .connection import Audience, Claim, ClientSystem, Connection, Issuer, Reads, UnitRule
from .entry import Entry, Group, GroupMember, ScimAccount
from .run import ASKS, Difference, Does, Fate, Read, RunState, SyncRun

__all__ = [
    "ASKS",
    "Audience",
    "Claim",
    "ClientSystem",
    "Connection",
    "Difference",
    "Does",
    "Entry",
    "Fate",
    "Group",
    "GroupMember",
    "Issuer",
    "Read",
    "Reads",
    "RunState",
    "ScimAccount",
    "SyncRun",
    "UnitRule",
]
