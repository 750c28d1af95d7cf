"""Requests: mine, those waiting for my approval, those my unit opens, all in reach."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..lifecycle import RequestState
from ..models import AccessRequest, ApprovalRole, RequestKind
from . import chairs
from .catalogue import folded

PAGE = 50
OPEN = (RequestState.ASKED, RequestState.RETURNED, RequestState.EXECUTING, RequestState.REVIEW)


def party(actor: Actor) -> Q:
    """Whoever a request concerns: for whom it is, who approved in it, who owns the right, who sees to security."""
    if actor.user_id is None:
        return Q(pk__in=[])
    found = Q(person_id=actor.user_id) | Q(right__assignee_id=actor.user_id)
    found |= Q(approvals__decided_by_id=actor.user_id) | Q(approvals__user_id=actor.user_id)
    hands = actor.reach(access.EXECUTE)
    if hands.units:
        found |= Q(case__unit_id__in=hands.units, case__state=RequestState.EXECUTING)
    return found


def requests(actor: Actor) -> QuerySet[AccessRequest]:
    """Every request in reach."""
    if chairs.is_security(actor):
        return AccessRequest.objects.all()
    reach = actor.reach(access.VIEW)
    if reach.nothing:
        return AccessRequest.objects.none()
    ids = AccessRequest.objects.filter(reach.q("case__") | party(actor))
    return AccessRequest.objects.filter(pk__in=ids.values("pk"))


def request(actor: Actor, number: str) -> AccessRequest:
    rows = requests(actor).select_related(
        "person", "right__unit", "right__assignee", "right__executing_unit", "case__opened_by", "entitlement__right"
    )
    return rows.get(case__number=number)


VIEWS = (
    ("open", "Açık"),
    ("mine", "Benim açtıklarım"),
    ("execute", "Yürütülecek"),
    ("review", "Acil erişim incelemesi"),
    ("late", "Geciken"),
    ("closed", "Sonuçlanan"),
    ("", "Hepsi"),
)


def listed(
    actor: Actor, view: str = "open", q: str = "", kind: str = "", person: str = ""
) -> QuerySet[AccessRequest]:
    rows = requests(actor)
    match view:
        case "open":
            rows = rows.filter(case__state__in=OPEN)
        case "mine":
            rows = rows.filter(Q(case__opened_by_id=actor.user_id) | Q(person_id=actor.user_id))
        case "execute":
            rows = rows.filter(case__state=RequestState.EXECUTING)
            rows = rows.filter(actor.reach(access.EXECUTE).q("case__"))
        case "review":
            rows = rows.filter(case__state=RequestState.REVIEW)
        case "late":
            rows = rows.filter(case__state__in=OPEN, case__due_on__lt=localdate())
        case "closed":
            rows = rows.exclude(case__state__in=OPEN)
    if kind in RequestKind.values:
        rows = rows.filter(kind=kind)
    if person.isdecimal() and len(person) < 19:
        rows = rows.filter(person_id=int(person))
    for word in fold(q).split()[:6]:
        rows = rows.annotate(
            folded=folded("case__number", "person__first_name", "person__last_name", "right__area", "right__name")
        )
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows.select_related("person", "right", "case__unit", "case__assignee")


def page_of(rows: QuerySet[AccessRequest], after: str = "", limit: int = PAGE) -> tuple[list[AccessRequest], str]:
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def waiting_for(actor: Actor) -> QuerySet[AccessRequest]:
    """Requests whose turn is the actor's: named, in a seat he holds today, or for the security of information."""
    if actor.user_id is None:
        return AccessRequest.objects.none()
    turn = Q(case__assignee_id=actor.user_id)
    for seat in actor.seats:
        turn |= Q(turn_unit_id=seat.unit_id, turn_position=seat.position)
    if chairs.is_security(actor):
        turn |= Q(role=ApprovalRole.SECURITY)
    rows = AccessRequest.objects.filter(turn, case__state=RequestState.ASKED).exclude(role="")
    rows = rows.exclude(person_id=actor.user_id).exclude(case__opened_by_id=actor.user_id)
    return rows.select_related("person", "right", "case__unit", "case__opened_by").order_by("case__due_on", "pk")


def reviews_waiting(actor: Actor) -> QuerySet[AccessRequest]:
    """Emergency access whose after-review the actor makes."""
    rows = AccessRequest.objects.filter(case__state=RequestState.REVIEW).exclude(person_id=actor.user_id)
    if not chairs.is_security(actor):
        rows = rows.filter(case__assignee_id=actor.user_id or 0)
    return rows.select_related("person", "right", "case__unit").order_by("case__due_on", "pk")


@dataclass(frozen=True, slots=True)
class Basket:
    """Requests that were asked for together."""

    number: str
    rows: list[AccessRequest]


def basket_of(actor: Actor, row: AccessRequest) -> list[AccessRequest]:
    """The others of the same basket."""
    if not row.basket:
        return []
    rows = requests(actor).filter(basket=row.basket).exclude(pk=row.pk)
    return list(rows.select_related("right", "person").order_by("pk"))


def open_for(right_id: int, user_id: int, detail: str, kind: str = RequestKind.NEW) -> AccessRequest | None:
    """A request of the same thing that is not finished yet."""
    # reach: public inside the house, because it answers for the request that is being made
    found: AccessRequest | None = AccessRequest.objects.filter(
        right_id=right_id, person_id=user_id, detail=detail, kind=kind, case__state__in=OPEN
    ).first()
    return found
