"""What is kept of logs beside the lake: who searched, who sends, what is reviewed, what raises an alarm."""

from .alarm import Alarm, AlarmHit, Level
from .review import Cadence, Result, Review, ReviewPlan
from .search import Archived, Kind, Search
from .source import Source, SourceDay, Tally

__all__ = [
    "Alarm",
    "AlarmHit",
    "Archived",
    "Cadence",
    "Kind",
    "Level",
    "Result",
    "Review",
    "ReviewPlan",
    "Search",
    "Source",
    "SourceDay",
    "Tally",
]
