"""From a name in the text ("Coğrafi Bilgi Sistemleri Şube Müdürlüğü", "Servis Şefi") to a unit and a position."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from konak.foundation.db.turkish import fold

from .holders import Responsible

ENOUGH = 86.0
"""Similarity (0–100) of the proper names from which two units are the same; scanner damage costs some 10 points."""
OTHER_KIND = 0.7
"""Factor on the confidence when the names agree but one is a department and the other a branch."""

# The position a name ends in; the rightmost wins: in "Bilgi İşlem Müdürlüğü personeli" it is the staff.
_ROLES: tuple[tuple[str, str], ...] = (
    ("secretary_general", r"genel sekreter(?! yardimci)\w*"),
    ("mayor", r"belediye baskani\w*"),
    ("head_of_department", r"daire\w* baskan(?!lig)\w*"),
    ("director", r"(?:sube )?mudur(?!lu)\w*"),
    ("chief", r"(?:(?:servis|buro|birim)\w* )?sef(?!lig)\w*"),
    ("expert", r"uzman(?!lig)\w*"),
    ("staff", r"(?:servis\w* )?(?:personel|calisan|memur|isci)\w*"),
)
_KINDS: tuple[tuple[str, str], ...] = (
    ("department", r"daire\w* baskanlig\w*"),
    ("branch", r"sube mudurlu\w*"),
    ("directorate", r"mudurlu\w*"),
    ("service", r"servis\w*"),
    ("bureau", r"(?:sefli|buro)\w*"),
    ("board", r"(?:kurul|komite|komisyon)\w*"),
    ("unit", r"birim\w*"),
)
_INSTITUTION = re.compile(r"^.*?\bbelediye(?:si|sinin)?(?: baskanlig\w*)?\s+(?=\S)")
_EMPTY = frozenset(
    ("ve", "ile", "her", "tum", "butun", "bagli", "ilgili", "gorevli", "olan", "dairede", "dosya", "evrak", "sorumlu")
)


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


@dataclass(frozen=True, slots=True)
class _Name:
    """A name taken apart: the proper part, what kind of unit it says, which position."""

    proper: str
    kind: str
    role: str


def _apart(name: str) -> _Name:
    words = _INSTITUTION.sub("", re.sub(r"[^\w\s]", " ", fold(name)).strip())
    role, kind, at, cut = "", "", -1, (0, 0)
    for position, pattern in _ROLES:
        for match in re.finditer(rf"\b(?:{pattern})", words):
            if match.start() > at:
                role, at, cut = position, match.start(), match.span()
    if role:
        words = words[: cut[0]] + words[cut[1] :]
    for unit_kind, pattern in _KINDS:
        said = re.search(rf"\b(?:{pattern})", words)
        if said is not None:
            kind, words = unit_kind, words[: said.start()] + words[said.end() :]
            break
    proper = " ".join(word for word in words.split() if word not in _EMPTY)
    return _Name(proper, kind, role)


def role_of(name: str) -> str:
    """The position a name speaks of, empty when it speaks of a unit."""
    return _apart(name).role


def home_of(responsible: Responsible, places: Sequence[Place], root_id: int) -> Home:
    """Find the unit below `root_id` that `responsible` names; positions belong to the root when no unit is named."""
    wanted = _apart(responsible.name)
    role = wanted.role
    if responsible.kind == "all_staff":
        role = role or "staff"
    best, score = None, 0.0
    for place in places if wanted.proper else ():
        for name in place.names:
            known = _apart(name)
            near = fuzz.ratio(wanted.proper, known.proper)
            if near < ENOUGH:
                continue
            if wanted.kind and known.kind and wanted.kind != known.kind and wanted.kind != "unit":
                near *= OTHER_KIND
            if near > score:
                best, score = place.unit_id, near
    if best is not None:
        return Home(best, role, score / 100)
    if role:
        return Home(root_id, role, 0.6 if wanted.proper else 0.9)
    return Home(None, "", 0.0)
