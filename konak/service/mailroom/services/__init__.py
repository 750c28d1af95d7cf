"""Every way mail is taken in, placed, answered; and every way a box changes."""

from .boxes import save_mailbox, switch, try_mailbox
from .fetching import Round, fetch, fetch_all
from .placing import dismiss, go_on, open_anyway, process, retry
from .replying import answer_by_mail, send_replies

__all__ = [
    "Round",
    "answer_by_mail",
    "dismiss",
    "fetch",
    "fetch_all",
    "go_on",
    "open_anyway",
    "process",
    "retry",
    "save_mailbox",
    "send_replies",
    "switch",
    "try_mailbox",
]
