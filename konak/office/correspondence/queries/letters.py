"""What is written: lists, one letter, who signs, how the other side is addressed."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from ninja import FilterSchema

from konak.foundation.access import Actor
from konak.foundation.db.turkish import upper
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import HEADS, Position, UnitKind
from konak.foundation.people.queries import line_on, on_day
from konak.governance.organization.public import registry_below

from .. import access
from ..models import FileCode, Letter, Letterhead, LetterKind, RouteKind, RouteStep
from ..writing import dative
from .folding import holding
from .incoming import PAGE, Page, Words, keyset


class LetterFilter(FilterSchema):
    """One filter for both doors."""

    q: Words | None = None
    state: Words | None = None
    kind: Words | None = None
    unit: int | None = None
    code: Words | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def narrow(self, rows: QuerySet[Letter]) -> QuerySet[Letter]:
        if self.q:
            rows = holding(rows, self.q, "case__number", "official", "case__subject")
        if self.state:
            rows = rows.filter(case__state=self.state)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.unit is not None and 0 < self.unit < 2**63:
            rows = rows.filter(case__unit_id=self.unit)
        if self.code:
            rows = rows.filter(file_code__code__startswith=self.code)
        if self.since:
            rows = rows.filter(dated_on__gte=self.since)
        if self.until:
            rows = rows.filter(dated_on__lte=self.until)
        return rows


def letters(actor: Actor) -> QuerySet[Letter]:
    rows = Letter.objects.filter(actor.reach(access.VIEW).q("case__"))
    return rows.select_related("case__unit", "case__assignee", "case__opened_by", "file_code")


LETTER_BOARDS = {
    "imzada": "Benden beklenen",
    "taslak": "Taslaklarım",
    "yolda": "Paraf ve imzada",
    "gonderilecek": "Gönderilecek",
    "tumu": "Bütün yazılar",
}


def my_turn(actor: Actor) -> QuerySet[Letter]:
    """Letters that wait for this person's initial, approval or signature."""
    # reach: one's own turn
    mine = RouteStep.objects.filter(letter=OuterRef("pk"), person_id=actor.user_id, state="active")
    rows = Letter.objects.filter(Exists(mine), case__state="routed")
    return rows.select_related("case__unit", "case__assignee", "case__opened_by", "file_code")


def letters_of(actor: Actor, name: str, filters: LetterFilter) -> QuerySet[Letter]:
    if name == "imzada":
        return filters.narrow(my_turn(actor))
    rows = filters.narrow(letters(actor))
    match name:
        case "taslak":
            rows = rows.filter(case__state="draft", case__opened_by_id=actor.user_id)
        case "yolda":
            rows = rows.filter(case__state="routed")
        case "gonderilecek":
            rows = rows.filter(case__state="signed")
    return rows


def letter_board(actor: Actor, name: str, filters: LetterFilter, *, after: str = "", limit: int = PAGE) -> Page:
    return keyset(letters_of(actor, name, filters), after, limit)


def one_letter(actor: Actor, number: str) -> Letter:
    """By the number of its file; in reach, or because one was asked for a signature, or because it was referred."""
    # reach: asked below
    found = Letter.objects.select_related(
        "case__unit",
        "case__assignee",
        "case__opened_by",
        "file_code",
        "signing_copy__blob",
        "final_copy__blob",
        "package__blob",
        "replies_to__case",
        "reminds__case",
        "answered_by__case",
    ).get(case__number=number)
    assert isinstance(found, Letter)
    if sees(actor, found):
        return found
    raise Letter.DoesNotExist


def sees(actor: Actor, letter: Letter) -> bool:
    reach = actor.reach(access.VIEW)
    if reach.covers(letter.case):
        return True
    if actor.user_id and letter.route.filter(person_id=actor.user_id).exclude(state="waiting").exists():
        return True
    return any(reach.covers(one.case) for one in letter.referrals.all())


def by_official(official: str) -> Letter | None:
    # reach: for the verification page and for packages that answer us; only the key leaves
    return Letter.objects.filter(official=official.strip()).order_by("-register_year").first()


def named_code(code: str) -> FileCode | None:
    # reach: public inside the house, because the plan is
    return FileCode.objects.filter(code=code.strip(), active=True).order_by("plan").first()


def unit_number(unit_id: int) -> str:
    """The DETSİS number on letters of a unit: its own or that of the nearest unit over it; "" where none has one."""
    # reach: public, because the organisation chart is
    line = [placed.unit_id for placed in line_on(unit_id, localdate())]
    known = dict(Unit.objects.filter(pk__in=line).exclude(detsis=None).values_list("pk", "detsis"))
    return next((str(known[pk]) for pk in line if pk in known), "")


def head_of(unit_id: int) -> Letterhead | None:
    """The letterhead of a unit or of the nearest one over it."""
    # reach: printed on every letter
    line = [placed.unit_id for placed in line_on(unit_id, localdate())]
    known = {row.unit_id: row for row in Letterhead.objects.filter(unit_id__in=line)}
    return next((known[pk] for pk in line if pk in known), None)


def heading(unit_id: int) -> list[str]:
    """The lines on top: T.C., the body in capitals, the unit as it is written (m. 10)."""
    # reach: public, because the organisation chart is
    own = Letterhead.objects.filter(unit_id=unit_id).exclude(lines="").first()
    if own:
        return [line.strip() for line in own.lines.splitlines() if line.strip()][:4]
    line = line_on(unit_id, localdate())
    lines = ["T.C.", f"{upper(settings.MUNICIPALITY)} BAŞKANLIĞI"]
    named = [one for one in line if one.kind not in (UnitKind.MUNICIPALITY, UnitKind.EXECUTIVE, UnitKind.SERVICE)]
    if named:
        lines.append(named[0].name)
    return lines


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who may stand on a route, with the seat he acts from."""

    user_id: int
    name: str
    position: str
    title: str
    unit_id: int
    appointment_id: int
    style: str = "own"
    on_behalf: str = ""


def _signer(seat: Appointment) -> Signer:
    label = Position(seat.position).label
    acting = seat.acting_for_id is not None
    return Signer(
        user_id=seat.user_id,
        name=written_name(seat.user.first_name, seat.user.last_name),
        position=seat.position,
        title=f"{label} V." if acting else label,
        unit_id=seat.unit_id,
        appointment_id=seat.pk,
        style="acting" if acting else "own",
        on_behalf=label if acting else "",
    )


def written_name(first: str, last: str) -> str:
    """Ad SOYAD (m. 17)."""
    return f"{first} {upper(last)}"


def seat_today(user_id: int, unit_line: list[int] | None = None) -> Signer | None:
    """The seat a person signs from today: the highest he holds, in his own right before any he stands in for."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(on_day(), user_id=user_id, user__is_active=True).select_related("user", "unit")
    seats = [seat for seat in rows if unit_line is None or seat.unit_id in unit_line] or list(rows)
    seats.sort(key=lambda seat: (seat.acting_for_id is not None, -access.RANK.get(seat.position, -1)))
    return _signer(seats[0]) if seats else None


def present(unit_id: int, position: str) -> Signer | None:
    """Who signs for a seat today: a deputy where one was named, otherwise its holder."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(on_day(), unit_id=unit_id, position=position, user__is_active=True)
    seats = list(rows.select_related("user", "unit").order_by("pk"))
    deputies = [seat for seat in seats if seat.acting_for_id]
    chosen = deputies or seats
    return _signer(chosen[0]) if chosen else None


def proposed_route(unit_id: int, author_id: int | None, kind: str = LetterKind.OUTGOING) -> list[tuple[str, Signer]]:
    """From the directory: those between the author and the one who signs initial, he signs.

    A letter that leaves the house is signed by the head of the department; an internal one by the director; an
    approval is proposed by the head and approved by the secretary general.
    """
    # reach: public inside the house, because the directory is
    line = [placed.unit_id for placed in line_on(unit_id, localdate())]
    wanted = [Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT]
    if kind == LetterKind.INTERNAL:
        wanted = wanted[:2]
    if kind == LetterKind.APPROVAL:
        wanted = [*wanted, Position.SECRETARY_GENERAL]
    people: list[Signer] = []
    for unit in line:
        for position in wanted:
            found = present(unit, position)
            if found and found.user_id not in {one.user_id for one in people}:
                people.append(found)
    people.sort(key=lambda one: access.RANK.get(one.position, -1))
    if not people:
        everybody = [present(unit, position) for unit in line for position in HEADS]
        people = [one for one in everybody if one][:1]
    route: list[tuple[str, Signer]] = []
    for place, one in enumerate(people, start=1):
        last = place == len(people)
        if not last and one.user_id == author_id:
            continue
        if kind == LetterKind.APPROVAL:
            step = (
                RouteKind.APPROVAL
                if last
                else (RouteKind.SIGNATURE if place == len(people) - 1 else RouteKind.INITIAL)
            )
        else:
            step = RouteKind.SIGNATURE if last else RouteKind.INITIAL
        route.append((step, one))
    return route


def signable(letter: Letter, actor: Actor) -> RouteStep | None:
    """The step of the route that waits for this person, if any."""
    # reach: one's own turn
    return letter.route.filter(state="active", person_id=actor.user_id).first()


LABELLED = {position.label: position for position in Position}
LED_BY = {
    UnitKind.MUNICIPALITY: Position.MAYOR,
    UnitKind.EXECUTIVE: Position.SECRETARY_GENERAL,
    UnitKind.DEPARTMENT: Position.HEAD_OF_DEPARTMENT,
    UnitKind.BRANCH: Position.DIRECTOR,
    UnitKind.DIRECTORATE: Position.DIRECTOR,
    UnitKind.SERVICE: Position.CHIEF,
    UnitKind.BUREAU: Position.CHIEF,
    UnitKind.BOARD: Position.MAYOR,
}


def _office(step: RouteStep) -> Position | None:
    """The authority a step is taken for: that of the one who lent the right or is stood in for (m. 16/12 d)."""
    label = step.on_behalf if step.style != "own" and step.on_behalf else step.title
    return LABELLED.get(label.removesuffix(" V."))


def rank_of(step: RouteStep) -> int:
    # reach: of a row in hand
    office = _office(step)
    return access.RANK.get(office, -1) if office else -1


def office_of(step: RouteStep) -> str:
    """Whom an approval is laid before: the «makam» of those who lead the house, lower offices by their unit."""
    # reach: of a row in hand
    office = _office(step)
    if office in (Position.MAYOR, Position.DEPUTY_MAYOR):
        return "BAŞKANLIK MAKAMINA"
    if office in (Position.SECRETARY_GENERAL, Position.DEPUTY_SECRETARY_GENERAL):
        return "GENEL SEKRETERLİK MAKAMINA"
    if office is not None and step.seat is not None:
        return dative(step.seat.unit.name)
    return dative(f"{step.on_behalf or step.title} Makamı")


def _leader(unit: Unit) -> int:
    """The rank of whoever leads a unit; of the top of the house as its seats say."""
    if unit.kind == UnitKind.EXECUTIVE:
        seats = Appointment.objects.filter(on_day(), unit=unit).values_list("position", flat=True)
        ranks = [access.RANK.get(one, -1) for one in seats]
        if max(ranks, default=-1) >= access.RANK[Position.DEPUTY_SECRETARY_GENERAL]:
            return max(ranks)
    return access.RANK[LED_BY[UnitKind(unit.kind)]]


def relations(letter: Letter) -> dict[int, str]:
    """How each addressee stands to the authority that signs (m. 16/12): by key; what a hand chose stays."""
    # reach: of a letter in hand
    rows = list(letter.addressees.select_related("unit"))
    signing = letter.route.filter(round=letter.round, kind=RouteKind.SIGNATURE)
    signer = max((rank_of(step) for step in signing), default=-1)
    if signer < 0:
        own = Unit.objects.get(pk=letter.case.unit_id)
        signer = _leader(own)
    led = {one.number for one in registry_below(str(house_number()))} if signer >= access.RANK["deputy_mayor"] else ()
    found = {}
    for one in rows:
        if one.relation_by_hand:
            found[one.pk] = one.relation
        elif one.unit is not None:
            found[one.pk] = "under" if _leader(one.unit) < signer else "over"
        elif one.party == "body":
            found[one.pk] = "under" if one.detsis and one.detsis in led else "over"
        else:
            found[one.pk] = "outside"
    return found


def house_number() -> str:
    """The DETSİS number of the municipality itself."""
    # reach: public, because the organisation chart is
    return str(Unit.objects.filter(kind=UnitKind.MUNICIPALITY).values_list("detsis", flat=True).first() or "")


APPROVAL_CLOSING = "olurlarınıza arz ederim."
CLOSINGS: dict[frozenset[str], str] = {
    frozenset({"over"}): "arz ederim.",
    frozenset({"under"}): "rica ederim.",
    frozenset({"over", "under"}): "arz ve rica ederim.",
}


def closing_for(relations: Any) -> str:
    """m. 16/12: arz to those over and beside, rica to those under, both to both; greetings to everybody else."""
    found = frozenset(relations) - {"outside"}
    return CLOSINGS.get(found, "Saygılarımla.")


def own_numbers() -> frozenset[str]:
    """The DETSİS numbers of our units."""
    # reach: public, because the organisation chart is
    return frozenset(str(one) for one in Unit.objects.exclude(detsis=None).values_list("detsis", flat=True))
