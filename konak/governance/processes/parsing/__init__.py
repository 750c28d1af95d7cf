"""Reading the steps of a process as people write them: one line a step."""

from .steps import END, Broken, Exit, Line, read, write

__all__ = ["END", "Broken", "Exit", "Line", "read", "write"]
