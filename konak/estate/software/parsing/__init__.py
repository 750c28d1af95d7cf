"""Reading what is installed out of what machines say of themselves: bytes in, computers with programs out.

Pure functions without a database. Whatever cannot be trusted is refused with a sentence for the reader: document
types and entities, nesting without end, lists longer than any machine has programs, contents of another kind.
"""

from .reading import Format, guess, read
from .report import Machine, Program, Report, Unreadable

__all__ = ["Format", "Machine", "Program", "Report", "Unreadable", "guess", "read"]
