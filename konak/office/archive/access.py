"""Who may do what in the archive. Files of a unit are its own; whoever sits in the institution's archive reaches all.

A document in a file is read as it was read before it was filed (`READ` follows `correspondence.view`): to see that a
file holds forty letters is not to read them.
"""

from copy import copy
from dataclasses import replace

from konak.foundation.access import Actor, Permission, Scope, Seat

_CLERKS = {"staff": Scope.UNIT, "expert": Scope.UNIT, "chief": Scope.UNIT}
LEADERS = {
    "director": Scope.BRANCH,
    "head_of_department": Scope.BRANCH,
    "deputy_secretary_general": Scope.BRANCH,
    "deputy_mayor": Scope.BRANCH,
    "secretary_general": Scope.ALL,
    "mayor": Scope.ALL,
}
_LOOKERS = {"auditor": Scope.ALL, "administrator": Scope.ALL}
_HEADS = {"chief": Scope.UNIT, **LEADERS}

VIEW = Permission("archive.view", "Arşiv dosyalarını görme", {**_CLERKS, **LEADERS, **_LOOKERS})
READ = Permission(
    "archive.read",
    "Arşivdeki belgeleri okuma ve arama",
    {"staff": Scope.OWN, "expert": Scope.OWN, "chief": Scope.UNIT, **LEADERS, **_LOOKERS},
)
FILE = Permission("archive.file", "Dosya açma, belge koyma, dosya kapatma ve devretme", {**_CLERKS, **LEADERS})
RECEIVE = Permission("archive.receive", "Birim arşivine dosya alma", _HEADS)
LEND = Permission("archive.lend", "Arşivden ödünç verme", _HEADS)
HOLD = Permission("archive.hold", "Hukuki saklama koyma ve kaldırma", {**LEADERS, "administrator": Scope.ALL})
LOAD = Permission("archive.load", "Eski kayıtları toplu aktarma", {**_HEADS, "administrator": Scope.ALL})
KEEP = Permission(
    "archive.keep",
    "Kurum arşivi işleri (arşiv biriminde)",
    {"expert": Scope.UNIT, "chief": Scope.UNIT, **LEADERS, "administrator": Scope.ALL},
)
DIGITISE = Permission(
    "archive.digitise",
    "Sayısallaştırma projesi yürütme ve kalite denetimi",
    {"expert": Scope.UNIT, "chief": Scope.UNIT, **LEADERS},
)
ACCEPT = Permission("archive.accept", "Taranan partiyi birim adına onaylama", _HEADS)
DISPOSE = Permission(
    "archive.dispose", "Ayıklama ve imha listesi hazırlama", {"secretary_general": Scope.ALL, "mayor": Scope.ALL}
)
APPROVE = Permission(
    "archive.approve", "Ayıklama ve imha listesini onaylama", {"secretary_general": Scope.ALL, "mayor": Scope.ALL}
)
PLAN = Permission("archive.plan", "Saklama planını değiştirme", {"administrator": Scope.ALL})
CHECK = Permission("archive.check", "Saklanan içeriklerin denetimi", {**_LOOKERS, "secretary_general": Scope.ALL})

WIDE = {
    permission.code: int(Scope.ALL)
    for permission in (VIEW, READ, FILE, RECEIVE, LEND, LOAD, KEEP, DIGITISE, DISPOSE, PLAN, CHECK)
}
"""What a seat in the institution's archive reaches in the whole house. Secrecy stays what the clearance opens.

`ACCEPT` is not among them: what was scanned for a unit is accepted by the unit."""


def in_archive(seat: Seat, office_id: int) -> bool:
    """Whether a seat holds the archive's work over the unit that keeps the institution's archive."""
    scope = seat.scope_of(KEEP)
    if scope is None:
        return False
    return scope is Scope.ALL or seat.unit_id == office_id or (scope is Scope.BRANCH and office_id in seat.branch)


def widened(actor: Actor, office_id: int | None) -> Actor:
    """The same person, whose seats in the institution's archive reach the files of every unit."""
    if office_id is None:
        return actor
    seats = tuple(
        replace(seat, grants={**seat.grants, **WIDE}) if in_archive(seat, office_id) else seat for seat in actor.seats
    )
    return replace(copy(actor), seats=seats)  # a request carries its actor in a lazy wrapper; a copy is the actor
