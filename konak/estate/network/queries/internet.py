"""Internet profiles and who has which, the web filter and what it met, exceptions, VPN accounts."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.timezone import localdate
from ninja import FilterSchema

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.people.queries import holders

from .. import access
from ..models import (
    AddressUse,
    FilterCategory,
    FilterHit,
    FilterReport,
    InternetProfile,
    ProfileHolder,
    VpnAccount,
    Waiver,
)
from .register import Key, Words, _spoken

VPN_KIND, PROFILE_KIND, CATEGORY_KIND = "network.vpnaccount", "network.internetprofile", "network.filtercategory"
REPORT_KIND, WAIVER_KIND = "network.filterreport", "network.waiver"
YEAR, SOON, UNUSED = dt.timedelta(days=365), dt.timedelta(days=30), dt.timedelta(days=90)
VPN_LOOK = dt.timedelta(days=182)
"""An account that is open is looked at twice a year."""


class VpnFilter(FilterSchema):
    """`status` as stored, or "ending" (within 30 days), "unreviewed" (half a year), "unused" (90 days)."""

    status: Words = None
    q: Words = None

    def filter_status(self, value: str | None) -> Q:
        today = localdate()
        if value == "ending":
            return Q(status="open", until__lte=today + SOON)
        if value == "unreviewed":
            return Q(status="open") & (Q(reviewed_on=None) | Q(reviewed_on__lte=today - VPN_LOOK))
        if value == "unused":
            silent = Q(last_used_at=None, opened_on__lte=today - UNUSED)
            return Q(status="open") & (silent | Q(last_used_at__date__lte=today - UNUSED))
        return Q(status=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        word = value.strip()
        exact = Q(login__istartswith=word) | Q(request=word.upper())
        return exact | _spoken(value, "outsider", "reaches", "user__first_name", "user__last_name")


def vpn_accounts(actor: Actor, filters: VpnFilter | None = None) -> QuerySet[VpnAccount]:
    """What the seat reaches, and one's own account."""
    reach = actor.reach(access.VIEW).q(owners=VpnAccount.owners) | Q(user_id=actor.user_id or 0)
    rows = VpnAccount.objects.filter(reach).select_related("unit", "assignee", "user", "gateway")
    return filters.filter(rows) if filters else rows


def vpn_account(actor: Actor, key: int) -> VpnAccount:
    return vpn_accounts(actor).get(pk=key)


def known_case(number: str) -> bool:
    """Whether a file of this number stands here; its page asks the reader's own reach."""
    # reach: public inside the house, because no more than the number is told
    return Case.objects.filter(number=number).exists()


def vpn_of_person(person: Any, actor: Actor) -> list[VpnAccount] | None:
    """For the page of a person."""
    return list(vpn_accounts(actor).filter(user=person).order_by("status", "login")[:20]) or None


def seen_logins(names: list[str]) -> dict[str, tuple[dt.datetime, str]]:
    """When and from where each of these names was last seen, as RADIUS and neighbour tables told."""
    # reach: the caller keeps the accounts, and only the last moment leaves
    found: dict[str, tuple[dt.datetime, str]] = {}
    rows = AddressUse.objects.filter(login__in=names).order_by("login", "-heard_at", "-pk").distinct("login")
    for row in rows:
        found[row.login] = (row.heard_at, row.ip)
    return found


def profiles(actor: Actor) -> QuerySet[InternetProfile]:
    rows = InternetProfile.objects.filter(actor.reach(access.VIEW).q(owners=InternetProfile.owners))
    today = localdate()
    living = Q(holders__since__lte=today) & (Q(holders__until=None) | Q(holders__until__gte=today))
    return rows.select_related("unit", "assignee").annotate(
        units_now=Count("holders", filter=living & Q(holders__unit__isnull=False), distinct=True),
        people_now=Count("holders", filter=living & Q(holders__user__isnull=False), distinct=True),
    )


def profile(actor: Actor, key: int) -> InternetProfile:
    return profiles(actor).get(pk=key)


def profiles_to_ask() -> QuerySet[InternetProfile]:
    # reach: public inside the house, because whoever works here may ask for a profile
    return InternetProfile.objects.order_by("name")


def categories_to_ask() -> QuerySet[FilterCategory]:
    # reach: public inside the house, because whoever works here may ask for an exception
    return FilterCategory.objects.filter(absolute=False).order_by("name")


class ProfileHolderFilter(FilterSchema):
    """`state` is "now" or "over"."""

    profile: Key = None
    state: Words = None
    q: Words = None

    def filter_profile(self, value: int | None) -> Q:
        return Q(profile_id=value) if value else Q()

    def filter_state(self, value: str | None) -> Q:
        over = Q(until__lt=localdate())
        return over if value == "over" else ~over if value == "now" else Q()

    def filter_q(self, value: str | None) -> Q:
        return _spoken(value, "unit__name", "user__first_name", "user__last_name") if value else Q()


def profile_holders(actor: Actor, filters: ProfileHolderFilter | None = None) -> QuerySet[ProfileHolder]:
    reach = actor.reach(access.VIEW).q("profile__", owners=InternetProfile.owners)
    rows = ProfileHolder.objects.filter(reach).select_related("profile", "unit", "user")
    return filters.filter(rows) if filters else rows


def profile_holder(actor: Actor, key: int) -> ProfileHolder:
    return profile_holders(actor).get(pk=key)


@dataclass(frozen=True, slots=True)
class Held:
    """The profile somebody uses, and by what."""

    profile: InternetProfile
    by: str
    until: dt.date | None = None


def profile_of(user_id: int) -> Held | None:
    """The profile of a person today: an exception in force, his own, his unit's, the standard one."""
    # reach: the caller found the person by his own reach
    today = localdate()
    excepted = Waiver.objects.filter(
        case__state="applied", sort="profile", person_id=user_id, until__gte=today
    ).select_related("profile", "case").order_by("-case_id").first()  # fmt: skip
    if excepted is not None and excepted.profile is not None:
        return Held(excepted.profile, f"Ayrıcalık {excepted.case.number}", excepted.until)
    living = ProfileHolder.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today).select_related(
        "profile"
    )
    if own := living.filter(user_id=user_id).order_by("-since").first():
        return Held(own.profile, "Kişiye verildi", own.until)
    from konak.foundation.people.models import Appointment

    seats = Appointment.objects.filter(user_id=user_id, until=None).values_list("unit_id", flat=True)
    if shared := living.filter(unit_id__in=list(seats)).order_by("-since").first():
        return Held(shared.profile, "Biriminin profili", shared.until)
    standard = InternetProfile.objects.filter(standard=True).first()
    return Held(standard, "Herkesin profili") if standard else None


def internet_of_person(person: Any, actor: Actor) -> Held | None:
    """For the page of a person: shown to whoever keeps the network."""
    return profile_of(person.pk) if actor.holds(access.KEEP) or actor.user_id == person.pk else None


class CategoryFilter(FilterSchema):
    """`state` besides the actions: "absolute" (no exception), "unreviewed" (not looked at for a year)."""

    state: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        if value == "absolute":
            return Q(absolute=True)
        if value == "unreviewed":
            return Q(reviewed_on=None) | Q(reviewed_on__lte=localdate() - YEAR)
        return Q(action=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        return Q(called__contains=[value.strip()]) | _spoken(value, "name", "basis", "description") if value else Q()


def categories(actor: Actor, filters: CategoryFilter | None = None) -> QuerySet[FilterCategory]:
    rows = FilterCategory.objects.filter(actor.reach(access.VIEW).q(owners=FilterCategory.owners))
    month = localdate() - SOON
    rows = rows.select_related("unit", "assignee").annotate(
        stopped=Sum("hits__blocked", filter=Q(hits__day__gt=month)),
        let_by=Sum("hits__passed", filter=Q(hits__day__gt=month)),
    )
    return filters.filter(rows) if filters else rows


def category(actor: Actor, key: int) -> FilterCategory:
    return categories(actor).get(pk=key)


def filter_reports(actor: Actor) -> QuerySet[FilterReport]:
    rows = FilterReport.objects.filter(actor.reach(access.VIEW).q(owners=FilterReport.owners))
    return rows.select_related("unit", "by")


def filter_report(actor: Actor, key: int) -> FilterReport:
    return filter_reports(actor).get(pk=key)


def _hits(actor: Actor, since: dt.date, until: dt.date) -> QuerySet[FilterHit]:
    reach = actor.reach(access.VIEW).q("report__", owners=FilterReport.owners)
    return FilterHit.objects.filter(reach, day__range=(since, until))


def hits_by_month(actor: Actor, since: dt.date, until: dt.date) -> list[tuple[dt.date, int, int]]:
    """Month, stopped, let by; oldest first."""
    rows = (
        _hits(actor, since, until)
        .values("day__year", "day__month")
        .annotate(stopped=Sum("blocked"), let=Sum("passed"))
        .order_by("day__year", "day__month")
    )
    return [(dt.date(row["day__year"], row["day__month"], 1), row["stopped"], row["let"]) for row in rows]


def hits_by_category(actor: Actor, since: dt.date, until: dt.date) -> list[dict[str, Any]]:
    """What was met most, the most stopped first; what no category knows keeps the name of the device."""
    rows = _hits(actor, since, until).values("category_id", "category__name", "category__action")
    summed = rows.annotate(stopped=Sum("blocked"), let=Sum("passed"), last=Max("day")).order_by("-stopped")
    return [dict(row) for row in summed[:100]]


def unknown_categories(actor: Actor) -> list[str]:
    """Names the device uses that no category of the register claims."""
    rows = _hits(actor, localdate() - YEAR, localdate()).filter(category=None)
    return list(rows.order_by("called").values_list("called", flat=True).distinct()[:50])


class WaiverFilter(FilterSchema):
    """`state` besides the states: "ending" (within 30 days), "unreviewed" (due to be looked at)."""

    state: Words = None
    sort: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        today = localdate()
        if value == "ending":
            return Q(case__state="applied", until__lte=today + SOON)
        if value == "unreviewed":
            return Q(case__state="applied", case__due_on__lte=today)
        return Q(case__state=value) if value else Q()

    def filter_sort(self, value: str | None) -> Q:
        return Q(sort=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        exact = Q(case__number=value.strip().upper()) | Q(site__istartswith=value.strip())
        return exact | _spoken(value, "why", "case__subject", "person__first_name", "person__last_name")


def waivers(actor: Actor, filters: WaiverFilter | None = None) -> QuerySet[Waiver]:
    reach = actor.reach(access.FILES).q("case__") | Q(case__opened_by_id=actor.user_id or 0)
    rows: QuerySet[Waiver] = Waiver.objects.filter(reach)
    if filters is not None:
        rows = filters.filter(rows)
    return rows.select_related(
        "case__unit", "case__assignee", "case__opened_by", "category", "profile", "person", "for_unit"
    )


def waiver(actor: Actor, number: str) -> Waiver:
    return waivers(actor).get(case__number=number)


def keepers_of(unit_id: int, assignee_id: int | None) -> set[int]:
    """Who is told of a row that ends: who answers for it, else who leads its unit."""
    # reach: the nightly job tells only those who answer for the row
    if assignee_id is not None:
        return {assignee_id}
    rows = holders(unit_id).filter(position__in=["chief", "director"])
    return {user for user in rows.values_list("user_id", flat=True) if user}
