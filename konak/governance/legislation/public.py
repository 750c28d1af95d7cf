"""What neighbours may know of legislation: its announcements, duties and texts in few words, and filing a proof."""

from .lifecycle import APPROVED, PROVED, REPEALED
from .queries.neighbours import (
    DutyBrief,
    Outside,
    Promise,
    Proven,
    TextBrief,
    brief_for,
    briefs_of,
    counted_in,
    duties_answered_in,
    duties_in_rhythm,
    may_prove,
    papers_in,
    promises,
    references_outside,
    text_named,
    texts,
    withdrawn,
)
from .services.neighbours import file_proof

__all__ = [
    "APPROVED",
    "PROVED",
    "REPEALED",
    "DutyBrief",
    "Outside",
    "Promise",
    "Proven",
    "TextBrief",
    "brief_for",
    "briefs_of",
    "counted_in",
    "duties_answered_in",
    "duties_in_rhythm",
    "file_proof",
    "may_prove",
    "papers_in",
    "promises",
    "references_outside",
    "text_named",
    "texts",
    "withdrawn",
]
