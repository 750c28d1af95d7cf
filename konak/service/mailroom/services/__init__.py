"""Every way mail is taken in, placed, answered; and every way a box changes."""

from .boxes import save_mailbox, switch, try_mailbox
from .erasing import erase_old
from .fetching import Round, fetch, fetch_all, take_in
from .placing import dismiss, open_anyway, process, retry
from .replying import answer_by_mail, send_replies

__all__ = [
    "Round",
    "answer_by_mail",
    "dismiss",
    "erase_old",
    "fetch",
    "fetch_all",
    "open_anyway",
    "process",
    "retry",
    "save_mailbox",
    "send_replies",
    "switch",
    "take_in",
    "try_mailbox",
]
