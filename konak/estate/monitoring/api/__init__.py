"""The door for machines: how things stand, outages and their steps, results from outside."""

from .doors import router

__all__ = ["router"]
