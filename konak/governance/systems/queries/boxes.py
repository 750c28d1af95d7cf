"""Finding shared mailboxes, lists and folders."""

import datetime as dt
from typing import Annotated, Any

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below
from konak.foundation.people.queries import units as open_units

from .. import access
from ..models import BoxMember, NamingRule, SharedBox
from .register import Key, Words, of_seat

BOX_KIND = "systems.sharedbox"
FULL = 90


class BoxFilter(FilterSchema):
    """`view`: open (default), due (review), full, orphan (nobody answers or the person left), closed."""

    view: Words = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    unit: Key = None
    q: Words = None

    def filter_view(self, value: str | None) -> Q:
        today = localdate()
        match value:
            case None | "open":
                return Q(until=None)
            case "due":
                return Q(until=None, review_on__lte=today)
            case "orphan":
                return Q(until=None) & (Q(assignee=None) | Q(assignee__is_active=False))
            case "closed":
                return Q(until__isnull=False)
        return Q(pk__in=[])

    def filter_unit(self, value: int | None) -> Q:
        return Q(unit_id__in=below(value)) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded__contains=word)
        return found


def boxes(actor: Actor, filters: BoxFilter | None = None) -> QuerySet[Any]:
    """The register; `people` says how many have a right in each today."""
    rows = SharedBox.objects.filter(actor.reach(access.BOXES).q(owners=SharedBox.owners))
    rows = filters.filter(rows) if filters else rows
    return rows.select_related("unit", "assignee").annotate(people=Count("members", filter=Q(members__until=None)))


def box(actor: Actor, box_id: int) -> SharedBox:
    reach = actor.reach(access.BOXES).q(owners=SharedBox.owners)
    return SharedBox.objects.select_related("unit", "assignee").get(reach, pk=box_id)


def box_counts(actor: Actor) -> dict[str, int]:
    rows, today = SharedBox.objects.filter(actor.reach(access.BOXES).q(owners=SharedBox.owners)), localdate()
    opened = Q(until=None)
    return rows.aggregate(
        open=Count("pk", filter=opened),
        due=Count("pk", filter=opened & Q(review_on__lte=today)),
        orphan=Count("pk", filter=opened & (Q(assignee=None) | Q(assignee__is_active=False))),
        closed=Count("pk", filter=~opened),
    )


def members(row: SharedBox) -> list[BoxMember]:
    """Who has a right today, and who had one in the last year."""
    # reach: the box was found through one
    past = localdate() - dt.timedelta(days=365)
    rows = row.members.filter(Q(until=None) | Q(until__gte=past)).select_related("user")
    return list(rows.order_by("until", "role", "user__first_name"))


def naming_rules(kind: str = "") -> list[NamingRule]:
    # reach: public inside the house, because whoever names something has to know the rule
    rows = NamingRule.objects.order_by("kind", "pattern")
    return list(rows.filter(kind=kind) if kind else rows)


def box_units(actor: Actor) -> QuerySet[Unit]:
    """Units the actor may keep boxes for, by name."""
    reach = actor.reach(access.KEEP_BOXES)
    rows = open_units()
    return rows if reach.everywhere else rows.filter(pk__in=reach.units)


def boxes_of_person(actor: Actor, user_id: int) -> list[BoxMember]:
    """Where a person has a right today, of the boxes in the actor's reach; all of one's own."""
    rows = BoxMember.objects.filter(user_id=user_id, until=None, box__until=None)
    if actor.user_id != user_id:
        rows = rows.filter(actor.reach(access.BOXES).q("box__", owners=SharedBox.owners))
    return list(rows.select_related("box__unit").order_by("box__kind", "box__name"))


def boxes_answered_by(user_id: int, appointment_id: int | None = None) -> list[SharedBox]:
    """What a person hands over: all boxes he answers for, or those of the seat's branch."""
    # reach: the file of handing over asks, with a reach of its own
    rows = SharedBox.objects.filter(until=None, assignee_id=user_id)
    return list(of_seat(rows, appointment_id).order_by("name"))
