"""Every way the catalogue, the licences and the inventories change."""

from .catalogue import (
    add_product,
    add_rule,
    decide,
    drop_rule,
    drop_version,
    edit_product,
    edit_rule,
    set_version,
)
from .findings import allow, ask, license_, open_finding, open_findings, removed
from .indexing import reindex_computers, reindex_licences, reindex_products
from .intake import Preview, apply, bring, discard, preview, take_in
from .licences import (
    add_licence,
    add_proof,
    assign,
    cancel_licence,
    decide_renewal,
    edit_licence,
    hand_over,
    take_back,
    warn_expiring,
)
from .machines import add_computer, edit_computer, follow_custody, follow_retirement, retire_computer
from .rounds import begin, cancel_round, finish, plan_round, set_apart

__all__ = [
    "Preview",
    "add_computer",
    "add_licence",
    "add_product",
    "add_proof",
    "add_rule",
    "allow",
    "apply",
    "ask",
    "assign",
    "begin",
    "bring",
    "cancel_licence",
    "cancel_round",
    "decide",
    "decide_renewal",
    "discard",
    "drop_rule",
    "drop_version",
    "edit_computer",
    "edit_licence",
    "edit_product",
    "edit_rule",
    "finish",
    "follow_custody",
    "follow_retirement",
    "hand_over",
    "license_",
    "open_finding",
    "open_findings",
    "plan_round",
    "preview",
    "reindex_computers",
    "reindex_licences",
    "reindex_products",
    "removed",
    "retire_computer",
    "set_apart",
    "set_version",
    "take_back",
    "take_in",
    "warn_expiring",
]
