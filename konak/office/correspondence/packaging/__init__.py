"""The e-Yazışma package (.eyp, .eyps, .eypg): read with suspicion, judged by rules, written as 2.0. No database."""

from .building import (
    Attached,
    Drafted,
    Face,
    Named,
    Reach,
    Signed,
    Whole,
    assemble,
    first_digest,
    last_digest,
    skeleton,
    update_package,
    wrap_encrypted,
)
from .checking import Report, Violation, check
from .container import Broken, Container, open_container
from .reading import Meta, Sender, read_meta

__all__ = [
    "Attached",
    "Broken",
    "Container",
    "Drafted",
    "Face",
    "Meta",
    "Named",
    "Reach",
    "Report",
    "Sender",
    "Signed",
    "Violation",
    "Whole",
    "assemble",
    "check",
    "first_digest",
    "last_digest",
    "open_container",
    "read_meta",
    "skeleton",
    "update_package",
    "wrap_encrypted",
]
