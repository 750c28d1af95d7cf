"""Every way a regulation, its duties and their evidence change."""

from .approval import (
    approve,
    drop,
    drop_executor,
    hand_back,
    name_executor,
    record_dates,
    repeal,
    submit,
)
from .evidence import file_evidence, withdraw_evidence
from .indexing import reindex, reindex_bodies
from .intake import hand_in
from .moving import follow_the_move, renew, take_over
from .nightly import keep_standings, keep_the_night, refresh_proofs, take_snapshots
from .packs import ask_pack, build_pack, hand_out
from .register import assign_duty, decide_binding, set_duty
from .review import confirm, confirm_all, edit_clause, mark, merge_up, note, relabel, split, take_repair, take_repairs
from .terms import bind_term, end_term, keep_body, note_term
from .ties import confirm_successions, decide_succession, link_clause, pair_duties, unlink_clause

__all__ = [
    "approve",
    "ask_pack",
    "assign_duty",
    "bind_term",
    "build_pack",
    "confirm",
    "confirm_all",
    "confirm_successions",
    "decide_binding",
    "decide_succession",
    "drop",
    "drop_executor",
    "edit_clause",
    "end_term",
    "file_evidence",
    "follow_the_move",
    "hand_back",
    "hand_in",
    "hand_out",
    "keep_body",
    "keep_standings",
    "keep_the_night",
    "link_clause",
    "mark",
    "merge_up",
    "name_executor",
    "note",
    "note_term",
    "pair_duties",
    "record_dates",
    "refresh_proofs",
    "reindex",
    "reindex_bodies",
    "relabel",
    "renew",
    "repeal",
    "set_duty",
    "split",
    "submit",
    "take_over",
    "take_repair",
    "take_repairs",
    "take_snapshots",
    "unlink_clause",
    "withdraw_evidence",
]
