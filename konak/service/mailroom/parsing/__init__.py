"""Reading mail: pure functions from bytes to what a clerk reads. No database, no network, no trust in the sender."""

from .automatic import Automatic, automatic
from .bounce import Bounce, bounces
from .letter import Letter, Part, read
from .quoting import Split, split
from .thread import clean_subject, numbers_in, reply_address, signed_number

__all__ = [
    "Automatic",
    "Bounce",
    "Letter",
    "Part",
    "Split",
    "automatic",
    "bounces",
    "clean_subject",
    "numbers_in",
    "read",
    "reply_address",
    "signed_number",
    "split",
]
