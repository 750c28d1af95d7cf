"""How rows look outside the screen and beside it: calendar files, words of stories, the picture of an impact."""

from .ical import calendar_of
from .pictures import chart_of
from .words import RECURRING_TOLD

__all__ = ["RECURRING_TOLD", "calendar_of", "chart_of"]
