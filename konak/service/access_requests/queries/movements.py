"""Files of people who begin, move and leave."""

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.governance.staffing import public as staffing

from .. import access
from ..lifecycle import MovementState
from ..models import Movement, MovementKind, MovementLine
from .catalogue import folded

PAGE = 50
VIEWS = (("open", "Açık"), ("late", "Geciken"), ("closed", "Tamamlanan"), ("", "Hepsi"))


def movements(actor: Actor) -> QuerySet[Movement]:
    """Files in reach; the personnel office sees all, the person his own."""
    if staffing.in_personnel(actor):
        return Movement.objects.all()
    reach = actor.reach(access.VIEW)
    if reach.nothing:
        return Movement.objects.none()
    mine = Q(person_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    return Movement.objects.filter(reach.q("case__") | mine)


def may_see(actor: Actor, row: Movement) -> bool:
    return movements(actor).filter(pk=row.pk).exists()


def listed(actor: Actor, view: str = "open", kind: str = "", q: str = "") -> QuerySet[Movement]:
    rows = movements(actor)
    match view:
        case "open":
            rows = rows.filter(case__state=MovementState.OPEN)
        case "late":
            rows = rows.filter(case__state=MovementState.OPEN, case__due_on__lt=localdate())
        case "closed":
            rows = rows.exclude(case__state=MovementState.OPEN)
    if kind in MovementKind.values:
        rows = rows.filter(kind=kind)
    for word in fold(q).split()[:6]:
        rows = rows.annotate(folded=folded("case__number", "person__first_name", "person__last_name", "planned_name"))
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    counted: QuerySet[Movement] = rows.select_related("person", "template").annotate(
        all=Count("lines"), left=Count("lines", filter=Q(lines__done_at=None))
    )
    return counted


def page_of(rows: QuerySet[Movement], after: str = "", limit: int = PAGE) -> tuple[list[Movement], str]:
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def movement(actor: Actor, number: str) -> Movement:
    rows = movements(actor).select_related(
        "person", "template", "old_seat__unit", "new_seat__unit", "case__opened_by", "case__unit"
    )
    return rows.get(case__number=number)


def lines(row: Movement) -> list[MovementLine]:
    # reach: the file was found through one
    return list(
        row.lines.select_related("done_by", "to", "entitlement__right", "proof_file").order_by("source", "pk")
    )


def line(actor: Actor, line_id: int) -> MovementLine:
    return MovementLine.objects.select_related("movement__case", "entitlement").get(
        pk=line_id, movement__in=movements(actor).values("pk")
    )


def open_of(user_id: int, kind: str) -> Movement | None:
    # reach: public inside the house, because it answers for the step that is being taken
    rows = Movement.objects.filter(person_id=user_id, kind=kind, case__state=MovementState.OPEN)
    found: Movement | None = rows.order_by("-pk").first()
    return found


def planned(folded_name: str, unit_id: int) -> Movement | None:
    """A beginning entered in advance whose person has come now."""
    # reach: public inside the house, because it answers for the step that is being taken
    rows = Movement.objects.filter(person=None, kind=MovementKind.JOINER, case__state=MovementState.OPEN)
    for row in rows.filter(case__unit_id=unit_id):
        if fold(row.planned_name) == folded_name:
            found: Movement = row
            return found
    return None


def exited_lately(user_id: int) -> bool:
    """Whether an exit of the person took effect today already."""
    # reach: public inside the house, because it answers for the step that is being taken
    return Movement.objects.filter(
        person_id=user_id, kind=MovementKind.LEAVER, effective_done_at__date__gte=localdate()
    ).exists()


def parties_of_delegation(number: str) -> tuple[int, ...]:
    """Who lent a seat to whom."""
    # reach: public inside the house, because the reaction asks
    return staffing.parties_of(number)
