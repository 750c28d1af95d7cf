"""Every way the watch changes."""

from .caring import ask_for_asset, ask_for_system, needless, watched, write_care
from .common import ALARM, CALM, SILENT, worker
from .escalating import climb
from .finding import ask_sweep, do_sweep, ignore_find, watch_find
from .hearing import report_result, sweep_stale
from .hosts import (
    add_check,
    add_host,
    apply_template,
    drop_check,
    drop_host,
    edit_check,
    edit_host,
    ignore_part,
    make_token,
    save_credential,
    save_template,
    tie_part,
)
from .indexing import reindex_hosts, reindex_problems, reindex_services
from .printing import tell_supplies
from .problems import begin, end, fold, note_ticket, report, take_on
from .recording import record
from .rotas import add_escalation, add_rota, add_turn, drop_escalation, drop_turn, end_window, plan_window
from .rounds import night, notice_silence, sweep
from .trapping import forget_traps, record_traps
from .watched import LARGEST_LOG, drop_service, import_traffic, read_mrtg, save_service

__all__ = [
    "ALARM",
    "CALM",
    "LARGEST_LOG",
    "SILENT",
    "add_check",
    "add_escalation",
    "add_host",
    "add_rota",
    "add_turn",
    "apply_template",
    "ask_for_asset",
    "ask_for_system",
    "ask_sweep",
    "begin",
    "climb",
    "do_sweep",
    "drop_check",
    "drop_escalation",
    "drop_host",
    "drop_service",
    "drop_turn",
    "edit_check",
    "edit_host",
    "end",
    "end_window",
    "fold",
    "forget_traps",
    "ignore_find",
    "ignore_part",
    "import_traffic",
    "make_token",
    "needless",
    "night",
    "note_ticket",
    "notice_silence",
    "plan_window",
    "read_mrtg",
    "record",
    "record_traps",
    "reindex_hosts",
    "reindex_problems",
    "reindex_services",
    "report",
    "report_result",
    "save_credential",
    "save_service",
    "save_template",
    "sweep",
    "sweep_stale",
    "take_on",
    "tell_supplies",
    "tie_part",
    "watch_find",
    "watched",
    "worker",
    "write_care",
]
