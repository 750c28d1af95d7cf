"""`konak sign-agent`; the agent itself stands in a module that also runs without Konak."""

from .agent import HELP, NAME, configure, run

__all__ = ["HELP", "NAME", "configure", "run"]
