"""The book of searches, reviews and alarms in reach, and what the whole house counts."""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.access import Actor, Scope
from konak.foundation.lake import SETS
from konak.foundation.lake import queries as lake
from konak.foundation.lake.models import Check, Manifest, Segment
from konak.governance.systems import public as systems

from . import access
from .access import OPEN_TO, SEARCHED
from .models import Alarm, AlarmHit, Hold, Review, ReviewPlan, SavedSearch, Search, SetRight, Source, SourceDay, Tail

LEGAL = ("dhcp", "firewall", "radius", "proxy", "hosting")
"""Sets the law on internet use asks for."""


def searches(actor: Actor, kind: str = "") -> QuerySet[Search]:
    """Who looked for what, newest first, for those who watch over it."""
    if not actor.reach(access.VIEW).everywhere:
        return Search.objects.none()
    rows = Search.objects.select_related("user", "seat__unit")
    return (rows.filter(kind=kind) if kind else rows).order_by("-pk")


def search(actor: Actor, pk: int) -> Search:
    return searches(actor).get(pk=pk)


def sources(actor: Actor) -> QuerySet[Source]:
    """Registered senders in reach, by name."""
    rows = Source.objects.filter(actor.reach(access.SEE_SOURCES).q(owners=("assignee",)))
    return rows.select_related("unit", "assignee", "system").order_by("name", "pk")


def days_of(source: Source, since: dt.date) -> list[SourceDay]:
    """What came of a sender and of the hosts behind it, a row a day and sender, the oldest first."""
    # reach: the source was found through one
    rows = SourceDay.objects.filter(Q(name=source.name) | Q(name__startswith=f"{source.name}/"), day__gte=since)
    return list(rows.order_by("day", "name"))


def strangers(actor: Actor, since: dt.date) -> list[dict[str, Any]]:
    """Senders nobody entered, with what came of them since a day: for those who see every source."""
    if not actor.reach(access.SEE_SOURCES).everywhere:
        return []
    rows = SourceDay.objects.filter(day__gte=since).values("name").annotate(lines=Sum("lines"), last=Max("last_at"))
    known = set(Source.objects.values_list("name", flat=True))
    return [dict(row) for row in rows.order_by("-last", "name")[:500] if row["name"].split("/")[0] not in known]


def source_day(until: dt.date) -> QuerySet[Source]:
    # reach: the caller counts for the whole house
    return Source.objects.filter(active=True, last_at__date__lte=until)


def plans(actor: Actor) -> QuerySet[ReviewPlan]:
    """Who reviews how often, in reach."""
    rows = ReviewPlan.objects.filter(actor.reach(access.SEE_REVIEWS).q(owners=("assignee",)))
    return rows.select_related("unit", "assignee").order_by("unit__name", "cadence", "pk")


def reviews(actor: Actor, shown: str = "") -> QuerySet[Review]:
    """Reviews in reach, the newest period first; `shown` is waiting, late or signed."""
    rows = Review.objects.filter(actor.reach(access.SEE_REVIEWS).q("plan__", owners=("assignee",)))
    if shown == "waiting":
        rows = rows.filter(signed_at=None)
    elif shown == "late":
        rows = rows.filter(signed_at=None, due_on__lt=localdate())
    elif shown == "signed":
        rows = rows.exclude(signed_at=None)
    return rows.select_related("plan__unit", "plan__assignee", "signed_by", "signed_as").order_by("-until", "-pk")


def review(actor: Actor, pk: int) -> Review:
    return reviews(actor).get(pk=pk)


def alarms(actor: Actor) -> QuerySet[Alarm]:
    """Alarms in reach over sets that are open to the seat, by name."""
    rows = Alarm.objects.filter(actor.reach(access.SEE_ALARMS).q(owners=("assignee",)), _of_open_sets(actor))
    return (
        rows.select_related("unit", "assignee")
        .annotate(waiting=Count("hits", filter=Q(hits__seen_at=None)))
        .order_by("name", "pk")
    )


def _of_open_sets(actor: Actor) -> Q:
    """What is over an open set; whoever answers for an alarm sees it in any case."""
    return Q(code__in=open_sets(actor)) | Q(assignee_id=actor.user_id or 0)


def alarm(actor: Actor, pk: int) -> Alarm:
    return alarms(actor).get(pk=pk)


def hits(actor: Actor) -> QuerySet[AlarmHit]:
    """Times the alarms in reach were raised, the newest first."""
    rows = AlarmHit.objects.filter(
        alarm__in=Alarm.objects.filter(actor.reach(access.SEE_ALARMS).q(owners=("assignee",)), _of_open_sets(actor))
    )
    return rows.select_related("alarm", "seen_by").order_by("-pk")


def lines_by_day(since: dt.date, until: dt.date) -> dict[str, dict[dt.date, int]]:
    """Sealed lines of each set a day; what was deleted after its term counts too."""
    # reach: the caller prepares a review for the whole house
    found: dict[str, dict[dt.date, int]] = {}
    rows = Segment.objects.filter(day__gte=since, day__lte=until).values("code", "day").order_by("code", "day")
    for row in rows.annotate(n=Sum("lines")):
        found.setdefault(row["code"], {})[row["day"]] = row["n"] or 0
    return found


def searched_between(since: dt.date, until: dt.date) -> int:
    # reach: a count tells nothing of anybody
    return Search.objects.filter(at__date__gte=since, at__date__lte=until).count()


def raised_between(since: dt.date, until: dt.date) -> int:
    # reach: a count tells nothing of anybody
    return AlarmHit.objects.filter(at__date__gte=since, at__date__lte=until).count()


def signed(until: dt.date) -> QuerySet[Review]:
    # reach: the caller counts for the whole house
    return Review.objects.filter(signed_at__date__lte=until)


def watched(until: dt.date) -> QuerySet[AlarmHit]:
    # reach: the caller counts for the whole house
    return AlarmHit.objects.filter(seen_at__date__lte=until)


def signed_in_time(since: dt.date, until: dt.date) -> float | None:
    """Of the reviews due in these days the share signed by their day, per cent."""
    # reach: the caller counts for the whole house
    rows = Review.objects.filter(due_on__gte=since, due_on__lte=until)
    found = rows.aggregate(every=Count("pk"), kept=Count("pk", filter=Q(signed_at__date__lte=F("due_on"))))
    return round(100 * found["kept"] / found["every"], 1) if found["every"] else None


def searched(until: dt.date) -> QuerySet[Search]:
    # reach: the caller counts for the whole house
    return Search.objects.filter(at__date__lte=until)


def packed(until: dt.date) -> QuerySet[Search]:
    # reach: the caller counts for the whole house
    return Search.objects.filter(packed_at__date__lte=until)


def troubles() -> int:
    """What needs somebody: findings of the last proof, and manifests without a stamp for a day."""
    # reach: public inside the house, because a count tells nothing of anybody
    check = lake.last_check()
    late = lake.unstamped().filter(made_at__lt=now() - dt.timedelta(hours=24)).exclude(tried_at=None).count()
    return (len(check.findings) if check else 0) + late


def sealed(until: dt.date) -> QuerySet[Segment]:
    # reach: the caller counts for the whole house
    return Segment.objects.filter(code__in=LEGAL, day__lte=until)


def deletions(until: dt.date) -> QuerySet[Manifest]:
    """Links of the chain that let lines go after their term."""
    # reach: the caller counts for the whole house
    return Manifest.objects.filter(kind=Manifest.Kind.DELETION, made_at__date__lte=until)


def silent_systems(actor: Actor) -> list[dict[str, Any]]:
    """Living systems of which log lines are expected and that no active source names, or whose sources are silent."""
    expected = {one.id for one in systems.expected("logs")}
    seen: dict[int, tuple[int, dt.datetime | None]] = {}
    rows = Source.objects.filter(active=True).exclude(system=None).values("system_id")
    for row in rows.annotate(n=Count("pk"), last=Max("last_at")).order_by("system_id"):
        seen[row["system_id"]] = (row["n"], row["last"])
    day, reach = now() - dt.timedelta(days=1), actor.reach(access.SEE_SOURCES)
    found = []
    for one in systems.systems(actor, expected):
        if not (reach.everywhere or one.unit_id in reach.units):
            continue  # where nobody would notice is told to those who answer for it
        many, last = seen.get(one.id, (0, None))
        if not many or last is None or last < day:
            found.append({"system": one, "sources": many, "last": last})
    return found


def checks(until: dt.date) -> QuerySet[Check]:
    # reach: the caller counts for the whole house
    return Check.objects.filter(ended_at__date__lte=until, findings=[])


def stamped_share(since: dt.date, until: dt.date) -> float | None:
    """Of the sealed segments of these days the share that a stamp covers, per cent."""
    # reach: the caller counts for the whole house
    rows = Segment.objects.filter(code__in=LEGAL, day__gte=since, day__lte=until)
    found = rows.aggregate(every=Count("pk"), stamped=Count("pk", filter=~Q(manifest__stamp=None)))
    return round(100 * found["stamped"] / found["every"], 1) if found["every"] else None


def lines(since: dt.date, until: dt.date) -> int:
    # reach: the caller counts for the whole house
    return Segment.objects.filter(day__gte=since, day__lte=until).aggregate(n=Sum("lines"))["n"] or 0


# Which set is open to whom ------------------------------------------------------------------------------------------


def open_sets(actor: Actor) -> list[str]:
    """Sets a seat of the actor may look into, in their order: what is written for its unit counts before what is
    written for its position, and that before the default. Nothing written, nothing by default: closed."""
    # reach: this is the reach of the lake; the permission to search counts everywhere or not at all
    seats = [seat for seat in actor.seats if seat.scope_of(access.SEARCH) == Scope.ALL]
    if not seats:
        return []
    rules = {
        (row.code, row.position, row.unit_id): row.allowed
        for row in SetRight.objects.filter(position__in={seat.position for seat in seats})
    }

    def allowed(code: str, position: str, unit_id: int) -> bool:
        here = rules.get((code, position, unit_id))
        return here if here is not None else rules.get((code, position, None), position in OPEN_TO)

    return [code for code in SEARCHED if any(allowed(code, seat.position, seat.unit_id) for seat in seats)]


def set_rights(actor: Actor) -> QuerySet[SetRight]:
    """What is written about access to sets, for those who watch over searches."""
    if not actor.reach(access.VIEW).everywhere:
        return SetRight.objects.none()
    return SetRight.objects.select_related("unit", "changed_by").order_by("code", "position", "unit__name", "pk")


def holds(actor: Actor, standing: bool = False) -> QuerySet[Hold]:
    """Holds on deletion, the newest first, for those who watch over the lake."""
    if not actor.reach(access.VIEW).everywhere:
        return Hold.objects.none()
    rows = Hold.objects.select_related("made_by", "lifted_by").order_by("-pk")
    return rows.filter(lifted_at=None) if standing else rows


def held_segments() -> set[str]:
    """Segments that standing holds keep: those that arrived in the held days, or whose events fall into them."""
    # reach: the lake asks before it deletes, for nobody
    found: set[str] = set()
    zone = get_current_timezone()
    for hold in Hold.objects.filter(lifted_at=None):
        first = dt.datetime.combine(hold.since, dt.time(), zone)
        after = dt.datetime.combine(hold.until + dt.timedelta(days=1), dt.time(), zone)
        rows = Segment.objects.filter(deletion=None)
        rows = rows.filter(code=hold.code) if hold.code else rows
        rows = rows.filter(Q(day__range=(hold.since, hold.until)) | Q(first__lt=after, last__gte=first))
        found.update(rows.values_list("name", flat=True))
    return found


def terms() -> dict[str, int]:
    """Days each set is kept."""
    # reach: public inside the house, because terms tell nothing of anybody
    return lake.terms()


def first_days() -> dict[str, tuple[dt.date, dt.date]]:
    """The oldest and the newest day of each set that still lies in the lake."""
    # reach: public inside the house, because days tell nothing of anybody
    rows = Segment.objects.filter(deletion=None).values("code").order_by("code")
    return {row["code"]: (row["a"], row["b"]) for row in rows.annotate(a=Min("day"), b=Max("day"))}


def kept(actor: Actor, code: str = "") -> list[dict[str, Any]]:
    """Each set, or one, with its minimum and its term, for those who watch over the lake."""
    if not actor.reach(access.VIEW).everywhere:
        return []
    days, changed = first_days(), terms()
    return [
        {
            "set": one.code,
            "label": one.label,
            "basis": one.basis,
            "minimum": one.minimum,
            "days": changed[one.code],
            "oldest": days[one.code][0] if one.code in days else None,
        }
        for one in SETS.values()
        if not code or one.code == code
    ]


def tail(actor: Actor, pk: int) -> Tail:
    """A sitting of the actor himself: nobody looks over his shoulder."""
    return Tail.objects.select_related("search").get(pk=pk, search__user_id=actor.user_id or 0)


def saved(actor: Actor) -> QuerySet[SavedSearch]:
    """The actor's own kept questions."""
    return SavedSearch.objects.filter(user_id=actor.user_id or 0).order_by("name")
