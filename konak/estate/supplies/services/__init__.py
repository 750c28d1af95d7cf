"""Every way levels, printers, what is given out, alarms and proposals change."""

from .alarms import dismiss, follow_receipt, look_round, order_alarm, recover, reopen_alarm
from .handing import fit_part, hand_out, hand_to_unit, return_empties, spare_out
from .indexing import reindex_levels
from .levels import add_level, edit_level, end_level, refresh, refresh_all
from .printers import (
    add_fit,
    add_printer,
    drop_fit,
    edit_fit,
    follow_asset,
    import_readings,
    leave_printer,
    machine_reading,
    machine_supplies,
    preview_readings,
    read,
)
from .proposals import add_line, approve, change_line, drop, drop_line, meet, propose, send_back, submit

__all__ = [
    "add_fit",
    "add_level",
    "add_line",
    "add_printer",
    "approve",
    "change_line",
    "dismiss",
    "drop",
    "drop_fit",
    "drop_line",
    "edit_fit",
    "edit_level",
    "end_level",
    "fit_part",
    "follow_asset",
    "follow_receipt",
    "hand_out",
    "hand_to_unit",
    "import_readings",
    "leave_printer",
    "look_round",
    "machine_reading",
    "machine_supplies",
    "meet",
    "order_alarm",
    "preview_readings",
    "propose",
    "read",
    "recover",
    "refresh",
    "refresh_all",
    "reindex_levels",
    "reopen_alarm",
    "return_empties",
    "send_back",
    "spare_out",
    "submit",
]
