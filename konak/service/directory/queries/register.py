"""Finding connections, runs, differences, entries and groups."""

from typing import Annotated, Any

from django.db.models import Count, Func, Q, QuerySet, TextField
from ninja import FilterLookup, FilterSchema
from pydantic import BeforeValidator

from konak.foundation.access import Actor, Permission
from konak.foundation.access.queries import given
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day
from konak.foundation.trail import queries as trail
from konak.foundation.trail.models import Entry as Line

from .. import access
from ..models import Connection, Difference, Does, Entry, Fate, Group, GroupMember, SyncRun

Words = Annotated[
    str | None, BeforeValidator(lambda value: (value.replace("\0", "") if isinstance(value, str) else value) or None)
]


def _sees(actor: Actor) -> Q:
    return Q() if actor.reach(access.VIEW).everywhere else Q(pk__in=[])


def connections(actor: Actor) -> QuerySet[Connection]:
    return Connection.objects.filter(_sees(actor)).order_by("code")


def connection(actor: Actor, code: str) -> Connection:
    return Connection.objects.get(_sees(actor), code=code)


def runs(actor: Actor, code: str = "", state: str = "") -> QuerySet[SyncRun]:
    rows = SyncRun.objects.filter(_sees(actor)).select_related("connection", "by")
    if code:
        rows = rows.filter(connection__code=code)
    return rows.filter(state=state) if state else rows


def run(actor: Actor, run_id: int) -> SyncRun:
    return SyncRun.objects.select_related("connection", "by").get(_sees(actor), pk=run_id)


class DifferenceFilter(FilterSchema):
    """`view`: open (waits for somebody), done, left, all."""

    view: Words = None
    does: Annotated[Words, FilterLookup("does")] = None

    def filter_view(self, value: str | None) -> Q:
        match value:
            case None | "open":
                return Q(fate=Fate.OPEN)
            case "done" | "left" | "planned":
                return Q(fate=value)
            case "all":
                return Q()
        return Q(pk__in=[])


def differences(actor: Actor, filters: DifferenceFilter | None = None) -> QuerySet[Difference]:
    rows = Difference.objects.filter(_sees(actor)).select_related("connection", "entry", "user", "unit")
    return filters.filter(rows) if filters else rows


def difference(actor: Actor, difference_id: int) -> Difference:
    return Difference.objects.select_related("connection", "entry__user", "user", "unit").get(
        _sees(actor), pk=difference_id
    )


def difference_counts(actor: Actor) -> dict[str, int]:
    rows = Difference.objects.filter(_sees(actor))
    return rows.aggregate(
        open=Count("pk", filter=Q(fate=Fate.OPEN)),
        done=Count("pk", filter=Q(fate=Fate.DONE)),
        left=Count("pk", filter=Q(fate=Fate.LEFT)),
        conflict=Count("pk", filter=Q(fate=Fate.OPEN, does=Does.CONFLICT)),
        unit=Count("pk", filter=Q(fate=Fate.OPEN, does=Does.UNIT)),
        seat=Count("pk", filter=Q(fate=Fate.OPEN, does=Does.SEAT)),
    )


def unmatched(actor: Actor, row: Connection) -> list[tuple[str, int]]:
    """What the directory calls units that Konak does not know, and how many people lie there."""
    rows = Entry.objects.filter(_sees(actor), connection=row, gone_at=None, unit=None, enabled=True)
    found: dict[str, int] = {}
    for department, ou in rows.values_list("department", "ou"):
        name = department or ou
        if name:
            found[name] = found.get(name, 0) + 1
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def entries(actor: Actor, row: Connection) -> QuerySet[Entry]:
    return Entry.objects.filter(_sees(actor), connection=row).select_related("user", "unit")


def entry(actor: Actor, entry_id: int) -> Entry:
    return Entry.objects.select_related("connection", "user").get(_sees(actor), pk=entry_id, user__isnull=False)


class GroupFilter(FilterSchema):
    q: Words = None

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:6]:
            found &= Q(folded_name__contains=word)
        return found


def groups(actor: Actor, filters: GroupFilter | None = None) -> QuerySet[Any]:
    rows = Group.objects.filter(_sees(actor), gone_at=None).select_related("connection")
    rows = rows.annotate(folded_name=Func("name", function="tr_fold", output_field=TextField()))
    rows = filters.filter(rows) if filters else rows
    return rows.annotate(people=Count("members"))


def group(actor: Actor, group_id: int) -> Group:
    return Group.objects.select_related("connection").get(_sees(actor), pk=group_id)


def members(row: Group) -> list[GroupMember]:
    # reach: the group was found through one
    rows = row.members.select_related("entry__user", "user")
    return list(rows.order_by("entry__first_name", "user__first_name"))


def accounts_of(actor: Actor, user_id: int) -> list[Entry]:
    """What directories hold about a person; one's own is open to oneself."""
    rows = Entry.objects.filter(user_id=user_id, gone_at=None)
    if actor.user_id != user_id:
        rows = rows.filter(_sees(actor))
    return list(rows.select_related("connection", "unit").prefetch_related("groups__group"))


def story(kind: str, subject: object) -> QuerySet[Line]:
    # reach: the subject was found through one
    return trail.story(kind, subject)


def holders(permission: Permission) -> list[int]:
    """Active people whose seat gives them a permission today: whom to tell."""
    # reach: none, because they are only told
    rows = Appointment.objects.filter(on_day(), position__in=list(given(permission)), user__is_active=True)
    return sorted(set(rows.values_list("user_id", flat=True)))
