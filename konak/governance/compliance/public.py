"""What neighbours may know of compliance: its announcements, and how a duty stands in time."""

from .lifecycle import OVERDUE, SETTLED_AS
from .queries.neighbours import DutyInTime, in_time_of

__all__ = ["OVERDUE", "SETTLED_AS", "DutyInTime", "in_time_of"]
