"""Campaigns of review: what lies in a scope, what waits for whom, how far it is, and the report."""

from typing import IO, Any

from django.conf import settings
from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import localdate, localtime

from konak.foundation.access import Actor
from konak.foundation.people.models import User
from konak.foundation.people.queries import below
from konak.foundation.ui.workbook import Column, written

from .. import access
from ..lifecycle import CampaignState
from ..models import Campaign, Entitlement, EntitlementState, ReviewItem
from . import chairs

PAGE = 50
VIEWS = (("", "Hepsi"), ("running", "Süren"), ("closed", "Kapanan"))


def campaigns(actor: Actor, view: str = "") -> QuerySet[Campaign]:
    """Campaigns in reach, and those in which the actor reviews."""
    reach = actor.reach(access.VIEW)
    if reach.nothing:
        return Campaign.objects.none()
    rows = Campaign.objects.all()
    if not chairs.is_security(actor):
        mine = ReviewItem.objects.filter(reviewer_id=actor.user_id or 0).values("campaign_id")
        rows = rows.filter(reach.q("case__") | Q(pk__in=mine))
    match view:
        case "running":
            rows = rows.filter(case__state__in=(CampaignState.DRAFT, CampaignState.RUNNING))
        case "closed":
            rows = rows.filter(case__state__in=(CampaignState.CLOSED, CampaignState.CANCELLED))
    counted: QuerySet[Campaign] = rows.annotate(
        all=Count("items"),
        decided=Count("items", filter=Q(items__decided_at__isnull=False)),
        revoked=Count("items", filter=Q(items__decision__in=("revoke", "change"))),
    ).order_by("-pk")
    return counted


def page_of(rows: QuerySet[Campaign], after: str = "", limit: int = PAGE) -> tuple[list[Campaign], str]:
    if after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def campaign(actor: Actor, number: str) -> Campaign:
    return campaigns(actor).select_related("branch", "pdf", "sheet", "case__opened_by").get(case__number=number)


def scope_of(row: Campaign) -> QuerySet[Entitlement]:
    """Living rights in the scope of a campaign."""
    # reach: the campaign was found through one
    rows = Entitlement.objects.filter(state=EntitlementState.ACTIVE, right__risk__gte=row.lowest_risk)
    if row.area:
        rows = rows.filter(right__area=row.area)
    if row.privileged_only:
        rows = rows.filter(right__privileged=True)
    if row.branch_id:
        rows = rows.filter(unit_id__in=below(row.branch_id))
    return rows.select_related("right__assignee", "assignee").order_by("assignee_id", "right_id")


def items(actor: Actor, row: Campaign, view: str = "") -> QuerySet[ReviewItem]:
    """What of a campaign waits for the actor, or (for whoever reviews the review) all of it."""
    rows = row.items.select_related("entitlement__right", "entitlement__assignee", "entitlement__unit", "reviewer")
    if view == "mine":
        rows = rows.filter(reviewer_id=actor.user_id or 0)
    elif view == "open":
        rows = rows.filter(decided_at=None)
    elif view in {"keep", "revoke", "change"}:
        rows = rows.filter(decision=view)
    if not oversees(actor, row):
        rows = rows.filter(Q(reviewer_id=actor.user_id or 0) | Q(entitlement__assignee_id=actor.user_id or 0))
    return rows.order_by("decided_at", "entitlement__assignee__first_name", "pk")


def item(actor: Actor, item_id: int) -> ReviewItem:
    """One line that the actor may at least read."""
    row = ReviewItem.objects.select_related("campaign__case").get(pk=item_id)
    found = campaigns(actor).get(pk=row.campaign_id)
    return items(actor, found).get(pk=item_id)


def oversees(actor: Actor, row: Campaign) -> bool:
    return (
        actor.reach(access.REVIEW).covers(row.case)
        or chairs.is_security(actor)
        or actor.reach(access.VIEW).covers(row.case)
    )


def waiting_for(actor: Actor) -> int:
    """How many decisions wait for the actor in running campaigns."""
    if actor.user_id is None:
        return 0
    return ReviewItem.objects.filter(
        reviewer_id=actor.user_id, decided_at=None, campaign__case__state=CampaignState.RUNNING
    ).count()


def running_for(actor: Actor) -> list[tuple[Campaign, int]]:
    """Running campaigns in which something waits for the actor."""
    if actor.user_id is None:
        return []
    rows = Campaign.objects.filter(case__state=CampaignState.RUNNING).annotate(
        left=Count("items", filter=Q(items__reviewer_id=actor.user_id, items__decided_at=None))
    )
    return [(row, row.left) for row in rows if row.left]


def by_reviewer(row: Campaign) -> list[tuple[User, int, int]]:
    """Reviewers with how much they have and how much of it is decided, the slowest first."""
    # reach: the campaign was found through one
    rows = row.items.values("reviewer_id").annotate(
        all=Count("pk"), done=Count("pk", filter=Q(decided_at__isnull=False))
    )
    people = User.objects.in_bulk([one["reviewer_id"] for one in rows])
    found = [(people[one["reviewer_id"]], one["done"], one["all"]) for one in rows]
    return sorted(found, key=lambda one: (one[1] / one[2], one[0].full_name))


def days_of(row: Campaign) -> list[tuple[str, int]]:
    """Decisions by day, summed up: the line of progress."""
    # reach: the campaign was found through one
    from collections import Counter

    days = Counter(
        localdate(moment) for moment in row.items.exclude(decided_at=None).values_list("decided_at", flat=True)
    )
    total, found = 0, []
    for day in sorted(days):
        total += days[day]
        found.append((f"{day:%d.%m}", total))
    return found


def report_lines(row: Campaign) -> list[list[str]]:
    """The decisions of a campaign as they are sealed: one line a right, in the order of persons."""
    # reach: the campaign was found through one
    rows = row.items.select_related(
        "entitlement__right", "entitlement__assignee", "entitlement__unit", "reviewer", "decided_by"
    ).order_by(F("entitlement__assignee__username"), "pk")
    return [
        [
            one.entitlement.assignee.full_name if one.entitlement.assignee else "",
            one.entitlement.unit.name,
            f"{one.entitlement.right}" + (f" ({one.entitlement.detail})" if one.entitlement.detail else ""),
            one.entitlement.right.get_risk_display(),
            one.get_decision_display() or "Karar verilmedi",
            one.why,
            one.decided_by.full_name if one.decided_by else "",
            f"{localtime(one.decided_at):%d.%m.%Y %H.%M}" if one.decided_at else "",
            one.opened_number,
        ]
        for one in rows
    ]


def report_data(row: Campaign, lines: list[list[str]]) -> dict[str, Any]:
    # reach: the campaign was found through one
    count = {label: sum(line[4] == label for line in lines) for label in ("Kalsın", "Kaldırılsın", "Değişsin")}
    return {
        "title": "Yetki gözden geçirme raporu",
        "unit": row.case.unit.name,
        "number": row.case.number,
        "date": row.case.due_on,
        "verify": f"{settings.SITE_URL}/yetkiler/gozden-gecirme/{row.case.number}/",
        "facts": [
            ["Konu", row.case.subject],
            ["Kapsam", scope_words(row)],
            ["Gözden geçirenler", row.get_reviewers_display()],
            ["Başlangıç", f"{localtime(row.started_at):%d.%m.%Y}" if row.started_at else "–"],
            ["Kapanış", f"{localtime(row.sealed_at):%d.%m.%Y %H.%M}" if row.sealed_at else "–"],
            ["İncelenen yetki", str(len(lines))],
            *[[label, str(number)] for label, number in count.items()],
            ["Kararların özeti (SHA-256)", row.digest],
        ],
        "rows": [[line[0], line[2], line[3], line[4], line[5], line[6], line[7]] for line in lines],
    }


def scope_words(row: Campaign) -> str:
    words = [row.area or "bütün sistemler", f"en az {row.get_lowest_risk_display().lower()} risk"]
    if row.lowest_risk == 1:
        words.pop()
    if row.privileged_only:
        words.append("yalnız ayrıcalıklı")
    words.append(row.branch.name if row.branch else "bütün birimler")
    return ", ".join(words)


HEAD = [
    *(Column("Kişi", 28), Column("Birim", 40), Column("Yetki", 44), Column("Risk", 10), Column("Karar", 14)),
    *(Column("Gerekçe", 40), Column("Karar veren", 28), Column("Karar zamanı", 18), Column("Açılan talep", 16)),
]


def report_workbook(row: Campaign, lines: list[list[str]]) -> IO[bytes]:
    # reach: the campaign was found through one
    return written(row.case.subject, HEAD, lines, filters=[("Kapsam", scope_words(row)), ("Özet", row.digest)])
