"""What is kept of logs beside the lake: who searched, who sends, how much came."""

from .search import Archived, Kind, Search
from .source import Source, SourceDay, Tally

__all__ = ["Archived", "Kind", "Search", "Source", "SourceDay", "Tally"]
