"""Every write, by noun: what came, referrals, the plan, letters, their way, their sending, the reports."""

from .boxes import fetch_all, save_box, try_box
from .composing import labelled, picture, preview
from .converting import again, convert
from .distributing import distribute, drop_list, keep_list
from .drafting import draft, revise
from .envelopes import add_certificate, change_secrecy, encrypted_package
from .filing import load_codes, read_plan, save_template, set_letterhead
from .handing import finish_sending, mail_out, printed, record_dispatch
from .merging import (
    OWN,
    Table,
    faults_of,
    guessed,
    mapped,
    merge,
    merge_preview,
    read_merge_table,
    template_of,
    wanted_fields,
)
from .packages import judged, take_in
from .parts import (
    add_addressee,
    add_annex,
    cite,
    drop_addressee,
    drop_annex,
    marked_annex,
    remark,
    settle,
    uncite,
    withhold,
)
from .placing import retry
from .previewing import typed, typed_pdf
from .reading import note_reading, read_before_signing
from .redacting import Box, document, redact, redactable, sheet_picture, sheets_of
from .referring import finish, give_back, pass_on, refer, seen, start, withdraw
from .registering import accept, close, correct, due_for, mark_answer, register, reject, send_back
from .registry import registry_operations, sync_registry
from .reporting import make_report
from .routing import (
    approve,
    cancel,
    one_signed,
    recall,
    replace,
    returned_by_signer,
    sign_on_paper,
    signed_electronically,
    submit,
    turn_back,
)
from .sampling import draw, judge_code
from .sending import queue, record_uets, send_due, send_now, tell_rejection
from .signing import bytes_of, judge, package_of
from .watching import watch
from .ways import add_step, drop_step, set_route

__all__ = [
    "OWN",
    "Box",
    "Table",
    "accept",
    "add_addressee",
    "add_annex",
    "add_certificate",
    "add_step",
    "again",
    "approve",
    "bytes_of",
    "cancel",
    "change_secrecy",
    "cite",
    "close",
    "convert",
    "correct",
    "distribute",
    "document",
    "draft",
    "draw",
    "drop_addressee",
    "drop_annex",
    "drop_list",
    "drop_step",
    "due_for",
    "encrypted_package",
    "faults_of",
    "fetch_all",
    "finish",
    "finish_sending",
    "give_back",
    "guessed",
    "judge",
    "judge_code",
    "judged",
    "keep_list",
    "labelled",
    "load_codes",
    "mail_out",
    "make_report",
    "mapped",
    "mark_answer",
    "marked_annex",
    "merge",
    "merge_preview",
    "note_reading",
    "one_signed",
    "package_of",
    "pass_on",
    "picture",
    "preview",
    "printed",
    "queue",
    "read_before_signing",
    "read_merge_table",
    "read_plan",
    "recall",
    "record_dispatch",
    "record_uets",
    "redact",
    "redactable",
    "refer",
    "register",
    "registry_operations",
    "reject",
    "remark",
    "replace",
    "retry",
    "returned_by_signer",
    "revise",
    "save_box",
    "save_template",
    "seen",
    "send_back",
    "send_due",
    "send_now",
    "set_letterhead",
    "set_route",
    "settle",
    "sheet_picture",
    "sheets_of",
    "sign_on_paper",
    "signed_electronically",
    "start",
    "submit",
    "sync_registry",
    "take_in",
    "tell_rejection",
    "template_of",
    "try_box",
    "turn_back",
    "typed",
    "typed_pdf",
    "uncite",
    "wanted_fields",
    "watch",
    "withdraw",
    "withhold",
]
