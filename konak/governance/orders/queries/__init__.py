"""Finding orders: boards, one order with its parts, who may be given one, and what can be counted."""

from .board import (
    BOARDS,
    Board,
    OrderFilter,
    Page,
    Progress,
    board,
    boards_of,
    count_on,
    given_by,
    order,
    orders,
    progress_of,
    waiting_for_me,
)
from .numbers import Share, finished, median_days, on_time, share_of
from .parties import Commanded, Place, commanding_seat, people_under, positions_in, superiors_of, units_under
from .sheet import Sheet, chain_above, report_of, sheet
from .timeline import Bar, Timeline, Waits, timeline, waits_of

__all__ = [
    "BOARDS",
    "Bar",
    "Board",
    "Commanded",
    "OrderFilter",
    "Page",
    "Place",
    "Progress",
    "Share",
    "Sheet",
    "Timeline",
    "Waits",
    "board",
    "boards_of",
    "chain_above",
    "commanding_seat",
    "count_on",
    "finished",
    "given_by",
    "median_days",
    "on_time",
    "order",
    "orders",
    "people_under",
    "positions_in",
    "progress_of",
    "report_of",
    "share_of",
    "sheet",
    "superiors_of",
    "timeline",
    "units_under",
    "waiting_for_me",
    "waits_of",
]
