"""The table of who may do what: as declared in code, as changed by administrators, and what a change would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import F

from konak.foundation.access import PERMISSIONS, Actor, Permission, Scope
from konak.foundation.access.models import Grant, Proposal
from konak.foundation.access.queries import changed
from konak.foundation.db.turkish import sort_key
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.foundation.trail.models import Entry

from . import access

Caution = Callable[[str, str], list[str]]
"""Permission code and position: why giving the one to the other should be thought over, in sentences."""
_cautions: dict[str, Caution] = {}


def caution(label: str, query: Caution) -> None:
    """Let an app that stands higher warn on the page of a grant; the same label again replaces it."""
    _cautions[label] = query


@dataclass(frozen=True, slots=True)
class Warned:
    """What one app has to say about a grant."""

    label: str
    told: list[str]


def warnings(code: str, position: str, before: int, after: int) -> list[Warned]:
    """What the apps warn of, where a change gives more than there was."""
    if after <= before:
        return []
    found = [Warned(label, query(code, position)) for label, query in _cautions.items()]
    return [one for one in found if one.told]


SHORT = {0: "–", 1: "Kendi", 2: "Birim", 3: "Bağlı", 4: "Kurum"}
KIND = "access.grant"
PAGE = 50


def scope_words(scope: int) -> str:
    return Scope(scope).label if scope else "yetki yok"


def guarded(permission: Permission) -> bool:
    """Whether the code gives it to administrators alone: to widen it takes two of them."""
    return set(permission.given) <= {str(Position.ADMINISTRATOR)}


@dataclass(frozen=True, slots=True)
class Cell:
    """One position of one permission."""

    position: str
    declared: int
    grant: Grant | None
    waiting: Proposal | None = None

    @property
    def scope(self) -> int:
        return self.grant.scope if self.grant else self.declared

    @property
    def changed(self) -> bool:
        return self.grant is not None

    @property
    def short(self) -> str:
        return SHORT[self.scope]

    @property
    def declared_short(self) -> str:
        return SHORT[self.declared]

    @property
    def label(self) -> str:
        return Position(self.position).label


@dataclass(frozen=True, slots=True)
class Line:
    """One permission over all positions."""

    permission: Permission
    cells: tuple[Cell, ...]
    guarded: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The permissions of one app."""

    key: str
    label: str
    count: int
    changed: int


def app_label(key: str) -> str:
    """What an app is called: the name its configuration carries, else its own."""
    config = next((one for one in apps.get_app_configs() if one.label == key), None)
    return WORDS.get(key) or (str(config.verbose_name) if config else key)


WORDS = {
    "access": "Yetki ve gizlilik",
    "calendar": "Takvim",
    "cases": "Dosyalar",
    "committees": "Kurullar",
    "compliance": "Uyum takvimi",
    "indicators": "Göstergeler",
    "legislation": "Mevzuat ve görevler",
    "notify": "Bildirimler",
    "orders": "Görev emirleri",
    "organization": "Kuruluş",
    "people": "Kişiler ve hesaplar",
    "processes": "Süreçler",
    "sources": "Dayanaklar",
    "staffing": "Kadro ve görevlendirme",
    "trail": "İz",
}


def groups() -> list[Group]:
    # reach: public inside the house, because everybody may know who may do what; the views ask for SEE_GRANTS
    rows = {code for code, _ in changed()}
    found: dict[str, list[str]] = {}
    for code in PERMISSIONS:
        found.setdefault(code.split(".")[0], []).append(code)
    return sorted(
        (Group(key, app_label(key), len(codes), sum(code in rows for code in codes)) for key, codes in found.items()),
        key=lambda group: sort_key(group.label),
    )


def lines(key: str = "", *, only_changed: bool = False) -> list[Line]:
    """The table of one app, or of all."""
    # reach: public inside the house, because everybody may know who may do what; the views ask for SEE_GRANTS
    rows: Mapping[tuple[str, str], Grant] = changed()
    waiting = {(one.permission, one.position): one for one in Proposal.objects.filter(state=Proposal.State.WAITING)}
    found = []
    for permission in sorted(PERMISSIONS.values(), key=lambda one: one.code):
        if key and permission.code.split(".")[0] != key:
            continue
        cells = tuple(
            Cell(
                position,
                int(permission.given.get(position, 0)),
                rows.get((permission.code, position)),
                waiting.get((permission.code, position)),
            )
            for position in Position.values
        )
        if not only_changed or any(cell.changed for cell in cells):
            found.append(Line(permission, cells, guarded(permission)))
    return found


def cell(code: str, position: str) -> tuple[Permission, Cell]:
    """One cell; KeyError when the permission or the position does not exist."""
    permission = PERMISSIONS[code]
    if position not in Position.values:
        raise KeyError(position)
    row = Grant.objects.filter(permission=code, position=position).select_related("changed_by").first()
    open_one = Proposal.objects.filter(permission=code, position=position, state=Proposal.State.WAITING)
    waiting = open_one.select_related("proposed_by").first()
    return permission, Cell(position, int(permission.given.get(position, 0)), row, waiting)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one seat."""

    seat: Appointment
    word: str
    otherwise: str


SHOWN = 50


@dataclass(frozen=True, slots=True)
class Preview:
    """Who gains or loses by a change, before it is made."""

    count: int
    effects: tuple[Effect, ...]
    before: str
    after: str
    word: str


def preview(permission: Permission, position: str, before: int, after: int) -> Preview:
    """Every seat the change touches today, the first of them by name, and what its holder keeps by another seat."""
    # reach: public inside the house, because the directory is; the views ask for GRANTS
    word = _word(before, after)
    seats = Appointment.objects.filter(on_day(), position=position, user__is_active=True)
    shown = list(seats.select_related("user", "unit").order_by("user__first_name", "user__last_name", "pk")[:SHOWN])
    rows = {at: row.scope for (code, at), row in changed().items() if code == permission.code}
    others = Appointment.objects.filter(on_day(), user__in=[one.user_id for one in shown]).exclude(position=position)
    kept: dict[int, int] = {}
    for user_id, held in others.values_list("user_id", "position"):
        scope = rows.get(held, int(permission.given.get(held, 0)))
        kept[user_id] = max(kept.get(user_id, 0), scope)
    effects = tuple(
        Effect(one, word, scope_words(kept[one.user_id]) if kept.get(one.user_id) else "") for one in shown
    )
    return Preview(seats.count(), effects, scope_words(before), scope_words(after), word)


def _word(before: int, after: int) -> str:
    if before == after:
        return "değişmez"
    if not before:
        return "kazanır"
    if not after:
        return "kaybeder"
    return "genişler" if after > before else "daralır"


def keepers(overriding: tuple[str, int] | None = None) -> int:
    """How many active administrators could still change grants, if the cell (position, scope) became so."""
    rows = {at: row.scope for (code, at), row in changed().items() if code == access.GRANTS.code}
    if overriding is not None:
        rows[overriding[0]] = overriding[1]
    position = str(Position.ADMINISTRATOR)
    if rows.get(position, int(access.GRANTS.given.get(position, 0))) != Scope.ALL:
        return 0
    held = Appointment.objects.filter(on_day(), position=position, user__is_active=True)
    return held.values("user_id").distinct().count()


def waiting(actor: Actor) -> list[Proposal]:
    """Proposals that wait for a second administrator."""
    if not actor.reach(access.SEE_GRANTS).everywhere:
        return []
    rows = Proposal.objects.filter(state=Proposal.State.WAITING).select_related("proposed_by")
    return list(rows.order_by("pk"))


def history(actor: Actor, *, before: int | None = None) -> list[Entry]:
    """What was done to grants, clearances and proposals, newest first; one more than a page."""
    if not actor.reach(access.SEE_GRANTS).everywhere:
        return []
    rows = Entry.objects.filter(kind=KIND).select_related("user", "seat__unit").order_by(F("pk").desc())
    return list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])


def running_seats(user_id: int) -> list[Appointment]:
    # reach: public inside the house, because the directory is; the panel asks for CLEARANCE
    return list(Appointment.objects.filter(on_day(), user_id=user_id).select_related("unit").order_by("pk"))
