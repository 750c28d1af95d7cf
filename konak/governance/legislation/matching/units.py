"""From a name in the text ("Coğrafi Bilgi Sistemleri Şube Müdürlüğü", "Servis Şefi") to a unit and a position."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from konak.foundation.db.turkish import fold

from .duties import Responsible

ENOUGH = 84.0
"""Similarity (0–100) from which two names are the same unit; OCR damage costs some 10 points."""

# Longer names first: "şube müdürü" before "müdür".
ROLES: tuple[tuple[str, str], ...] = (
    ("genel sekreter", "secretary_general"),
    ("belediye baskani", "mayor"),
    ("daire baskani", "head_of_department"),
    ("sube muduru", "director"),
    ("mudur", "director"),
    ("sef", "chief"),
    ("uzman", "expert"),
    ("personel", "staff"),
    ("calisan", "staff"),
    ("memur", "staff"),
)
KINDS = ("daire baskanligi", "sube mudurlugu", "mudurlugu", "servisi", "sefligi", "kurulu", "burosu", "birimi")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit that may be named: its id and the names it goes by."""

    unit_id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """Where a duty is put: unit (None when nothing fits), position for role duties, and how sure we are (0–1)."""

    unit_id: int | None
    role: str
    confidence: float


def role_of(name: str) -> str:
    """The position a name speaks of, empty when it speaks of a unit."""
    folded = fold(name)
    for kind in KINDS:
        if folded.rstrip(" .,:;").endswith(kind):
            return ""
    for word, position in ROLES:
        if word in folded:
            return position
    return ""


def home_of(responsible: Responsible, places: Sequence[Place], root_id: int) -> Home:
    """Find the unit below `root_id` that `responsible` names; positions belong to the root when no unit is named."""
    role = role_of(responsible.name) if responsible.kind in {"role", "position", "all_staff"} else ""
    if responsible.kind == "all_staff":
        role = role or "staff"
    wanted = fold(responsible.name)
    best, score = None, 0.0
    for place in places:
        for name in place.names:
            near = max(fuzz.ratio(wanted, fold(name)), fuzz.partial_ratio(fold(name), wanted) - 4)
            if near > score:
                best, score = place.unit_id, near
    if best is not None and score >= ENOUGH:
        return Home(best, role, score / 100)
    if role:
        return Home(root_id, role, 0.9)
    return Home(None, "", 0.0)
