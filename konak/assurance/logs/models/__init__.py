"""What is kept of logs beside the lake: who searched, who sends, what is reviewed, what raises an alarm."""

from .alarm import Alarm, AlarmHit, Level
from .following import SavedSearch, Tail
from .review import Cadence, Result, Review, ReviewPlan
from .right import Hold, SetRight
from .search import Archived, Kind, Search
from .source import Source, SourceDay, Tally

__all__ = [
    "Alarm",
    "AlarmHit",
    "Archived",
    "Cadence",
    "Hold",
    "Kind",
    "Level",
    "Result",
    "Review",
    "ReviewPlan",
    "SavedSearch",
    "Search",
    "SetRight",
    "Source",
    "SourceDay",
    "Tail",
    "Tally",
]
