"""What neighbours may know of the department's written answers, plans and problems."""

from .lifecycle import (
    ANSWER_ISSUED,
    CONSENT_DECIDED,
    KNOWN_ERROR,
    NEEDS_APPROVED,
    SESSION_HELD,
    SOFTWARE_ALLOWED,
)

__all__ = [
    "ANSWER_ISSUED",
    "CONSENT_DECIDED",
    "KNOWN_ERROR",
    "NEEDS_APPROVED",
    "SESSION_HELD",
    "SOFTWARE_ALLOWED",
]
