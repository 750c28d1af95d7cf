"""Finding mails and boxes; every list starts from the reach over the box a mail came by."""

from .boxes import Health, account_of, due_boxes, health, mailbox, mailboxes, own_addresses, secret_of
from .mails import (
    PAGE,
    MailFilter,
    Page,
    counts,
    mail,
    mails,
    mails_of_ticket,
    page_of_mails,
    party_of_ticket,
    recent_from,
    replies_of_ticket,
    stuck,
    ticket_of_thread,
    waiting,
)

__all__ = [
    "PAGE",
    "Health",
    "MailFilter",
    "Page",
    "account_of",
    "counts",
    "due_boxes",
    "health",
    "mail",
    "mailbox",
    "mailboxes",
    "mails",
    "mails_of_ticket",
    "own_addresses",
    "page_of_mails",
    "party_of_ticket",
    "recent_from",
    "replies_of_ticket",
    "secret_of",
    "stuck",
    "ticket_of_thread",
    "waiting",
]
