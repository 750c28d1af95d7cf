"""What neighbours may know of legislation: its announcements."""

from .lifecycle import APPROVED, PROVED, REPEALED

__all__ = ["APPROVED", "PROVED", "REPEALED"]
