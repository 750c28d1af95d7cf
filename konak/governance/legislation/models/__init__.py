"""A regulation and what grows out of it: its structure, its duties, and the evidence that they are done."""

from .duty import Binding, Duty, Evidence
from .glossary import BodyKind, ExternalBody, Meant, TermBinding
from .pack import EvidencePack, Phase
from .past import CapabilitySnapshot, DutyStanding
from .text import (
    CHAPTER_REPAIR,
    HEADING_REPAIR,
    Article,
    Citation,
    Clause,
    Definition,
    Executor,
    LegalBasis,
    Regulation,
)
from .ties import ClauseLink, Succession
from .words import BindingState, Cadence, Kind, NodeKind, Proof

__all__ = [
    "CHAPTER_REPAIR",
    "HEADING_REPAIR",
    "Article",
    "Binding",
    "BindingState",
    "BodyKind",
    "Cadence",
    "CapabilitySnapshot",
    "Citation",
    "Clause",
    "ClauseLink",
    "Definition",
    "Duty",
    "DutyStanding",
    "Evidence",
    "EvidencePack",
    "Executor",
    "ExternalBody",
    "Kind",
    "LegalBasis",
    "Meant",
    "NodeKind",
    "Phase",
    "Proof",
    "Regulation",
    "Succession",
    "TermBinding",
]
