"""Every way plans, periods, confirmations, reviews and calendar addresses change."""

from .climbing import Redated, climb, follow_duties, recompute_due_dates, settle_proven
from .confirming import (
    Said,
    answer,
    open_confirmations,
    open_term,
    receive,
    send_back,
    set_confirmation_plan,
    sign,
    void,
)
from .feeds import feed_read, make_feed, revoke_feed
from .opening import open_wanted, propose_plans
from .periods import done, excuse, lapse, not_done, proof_for, prove, reopen, take_up
from .plans import accept_plan, accept_plans, exclude_plan, open_now, set_plan
from .round import Report, forget_later_rounds, run_round
from .texts import change_text, drop_review, keep_text, note_references, open_reviews, review_directives_of

__all__ = [
    "Redated",
    "Report",
    "Said",
    "accept_plan",
    "accept_plans",
    "answer",
    "change_text",
    "climb",
    "done",
    "drop_review",
    "exclude_plan",
    "excuse",
    "feed_read",
    "follow_duties",
    "forget_later_rounds",
    "keep_text",
    "lapse",
    "make_feed",
    "not_done",
    "note_references",
    "open_confirmations",
    "open_now",
    "open_reviews",
    "open_term",
    "open_wanted",
    "proof_for",
    "propose_plans",
    "prove",
    "receive",
    "recompute_due_dates",
    "reopen",
    "review_directives_of",
    "revoke_feed",
    "run_round",
    "send_back",
    "set_confirmation_plan",
    "set_plan",
    "settle_proven",
    "sign",
    "take_up",
    "void",
]
