"""Every way a regulation, its duties and their evidence change."""

from .approval import approve, drop, hand_back, repeal, submit
from .evidence import file_evidence, withdraw_evidence
from .indexing import reindex
from .intake import hand_in
from .nightly import keep_standings, keep_the_night, refresh_proofs, take_snapshots
from .packs import ask_pack, build_pack, hand_out
from .register import assign_duty, decide_binding, set_duty
from .review import confirm, confirm_all, edit_clause, mark, merge_up, note, relabel, split, take_repair, take_repairs

__all__ = [
    "approve",
    "ask_pack",
    "assign_duty",
    "build_pack",
    "confirm",
    "confirm_all",
    "decide_binding",
    "drop",
    "edit_clause",
    "file_evidence",
    "hand_back",
    "hand_in",
    "hand_out",
    "keep_standings",
    "keep_the_night",
    "mark",
    "merge_up",
    "note",
    "refresh_proofs",
    "reindex",
    "relabel",
    "repeal",
    "set_duty",
    "split",
    "submit",
    "take_repair",
    "take_repairs",
    "take_snapshots",
    "withdraw_evidence",
]
