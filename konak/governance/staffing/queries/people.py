"""Appointments and accounts: the list, one seat's history, who has no mailbox, who never signs in."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Case, Count, F, Func, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Concat
from django.utils.timezone import localdate, now
from pydantic import BaseModel, Field

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold, sort_key
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Basis, Position
from konak.foundation.people.queries import below, on_day

from ..models import AccountDate, MailForm, Setup
from .rights import right_for, sees_everybody

PAGE = 50
USED = 30
"""Days within which a signed-in account counts as used."""


class SeatFilter(BaseModel):
    """What the list of appointments is asked for."""

    q: str | None = Field(None, max_length=120, pattern=r"^[^\x00]*$")
    unit: int | None = Field(None, ge=1, le=2**63 - 1)
    position: Position | None = None
    basis: Basis | None = None
    when: str | None = Field(None, pattern="^(now|coming|ended|ending)$")


def appointments(actor: Actor, asked: SeatFilter) -> QuerySet[Appointment]:
    """Appointments by filter; the directory is open to every employee, so is this."""
    # reach: public inside the house, because the directory is
    if actor.user_id is None:
        return Appointment.objects.none()
    today = localdate()
    rows = Appointment.objects.select_related("user", "unit", "acting_for__user")
    match asked.when or "now":
        case "now":
            rows = rows.filter(on_day(today))
        case "coming":
            rows = rows.filter(since__gt=today)
        case "ended":
            rows = rows.filter(until__lt=today)
        case "ending":
            rows = rows.filter(until__range=(today, today + dt.timedelta(days=30)))
    if asked.unit:
        rows = rows.filter(unit_id__in=below(asked.unit))
    if asked.position:
        rows = rows.filter(position=asked.position)
    if asked.basis:
        rows = rows.filter(basis=asked.basis)
    if asked.q:
        full = Concat("user__first_name", Value(" "), "user__last_name", Value(" "), "unit__name")
        rows = rows.annotate(folded=Func(full, function="tr_fold", output_field=TextField()))
        for word in fold(asked.q).split()[:6]:
            rows = rows.filter(folded__contains=word)
    return rows


def page_of(rows: QuerySet[Appointment], after: str = "", limit: int = PAGE) -> tuple[list[Appointment], str]:
    """Newest first; `after` is the cursor of the last row seen."""
    if after:
        day, _, key = after.partition("_")
        try:
            when, last = dt.date.fromisoformat(day), int(key)
        except ValueError:
            return [], ""
        rows = rows.filter(Q(since__lt=when) | Q(since=when, pk__lt=last))
    found = list(rows.order_by("-since", "-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, f"{found[-1].since.isoformat()}_{found[-1].pk}" if more else ""


def appointment(actor: Actor, appointment_id: int) -> Appointment:
    # reach: public inside the house, because the directory is
    if actor.user_id is None:
        raise Appointment.DoesNotExist
    return Appointment.objects.select_related("user", "unit", "acting_for__user").get(pk=appointment_id)


def may_change(actor: Actor, row: Appointment) -> bool:
    """Whether this person may move or end the seat: the right, and never one's own seat."""
    if row.user_id == actor.user_id or hasattr(row, "delegation"):
        return False
    return right_for(actor, row.unit_id, row.position) is not None


def line_of_seat(unit_id: int, position: str) -> list[Appointment]:
    """Everybody who held a seat, newest first."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(unit_id=unit_id, position=position)
    return list(rows.select_related("user", "acting_for__user").order_by("-since", "-pk")[:30])


def units_to_fill(actor: Actor) -> QuerySet[Unit]:
    """Open units in which the actor may seat somebody."""
    from .. import access
    from .rights import in_personnel

    rows = Unit.objects.filter(Q(until=None) | Q(until__gte=localdate())).order_by("name")
    if actor.reach(access.APPOINT).everywhere or in_personnel(actor):
        return rows
    wide, low = actor.reach(access.APPOINT), actor.reach(access.PLACE)
    return rows if low.everywhere else rows.filter(pk__in=wide.units | low.units)


def positions_to_fill(actor: Actor) -> list[tuple[str, str]]:
    """Positions the actor may give somewhere."""
    from .. import access
    from .rights import LOW, in_personnel

    if actor.holds(access.APPOINT):
        return list(Position.choices)
    if in_personnel(actor):
        return [(value, label) for value, label in Position.choices if value != Position.ADMINISTRATOR]
    return [(value, label) for value, label in Position.choices if value in LOW]


# Accounts and mailboxes ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Usage:
    """How the accounts of one unit are used: of how many, how many have a mailbox, signed in lately, never."""

    unit: Unit
    people: int
    mailboxes: int
    recent: int
    never: int

    @property
    def rate(self) -> float:
        return 100 * self.recent / self.people if self.people else 0.0


def usage(actor: Actor) -> list[Usage]:
    """By unit, busiest first; for those who keep the accounts."""
    if not sees_everybody(actor):
        return []
    since = now() - dt.timedelta(days=USED)
    rows = (
        Appointment.objects.filter(on_day(), user__is_active=True, acting_for=None)
        .values("unit_id")
        .annotate(
            people=Count("user_id", distinct=True),
            mailboxes=Count("user_id", distinct=True, filter=~Q(user__email="")),
            recent=Count("user_id", distinct=True, filter=Q(user__last_login__gte=since)),
            never=Count("user_id", distinct=True, filter=Q(user__last_login=None)),
        )
    )
    units = Unit.objects.in_bulk([row["unit_id"] for row in rows])
    found = [
        Usage(units[row["unit_id"]], row["people"], row["mailboxes"], row["recent"], row["never"]) for row in rows
    ]
    return sorted(found, key=lambda one: (-one.people, sort_key(one.unit.name)))


def accounts(actor: Actor, view: str = "without", after: str = "", limit: int = PAGE) -> tuple[list[User], str]:
    """Active accounts: without a mailbox, with one, never signed in, closing soon. Keyset by name."""
    if not sees_everybody(actor):
        return [], ""
    rows = User.objects.filter(is_active=True).select_related("account_date")
    match view:
        case "without":
            rows = rows.filter(email="")
        case "with":
            rows = rows.exclude(email="")
        case "never":
            rows = rows.filter(last_login=None)
        case "closing":
            rows = User.objects.filter(account_date__closes_on__gte=localdate()).select_related("account_date")
        case "coming":
            rows = User.objects.filter(is_active=False, account_date__opens_on__gt=localdate())
            rows = rows.select_related("account_date")
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    found = list(rows.order_by("pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, str(found[-1].pk) if more else ""


def totals(actor: Actor) -> dict[str, int]:
    """Numbers over all active accounts."""
    if not sees_everybody(actor):
        return {}
    since = now() - dt.timedelta(days=USED)
    flag = {"output_field": IntegerField()}
    found = User.objects.filter(is_active=True).aggregate(
        people=Count("pk"),
        mailboxes=Count(Case(When(~Q(email=""), then=1), **flag)),
        recent=Count(Case(When(last_login__gte=since, then=1), **flag)),
        never=Count(Case(When(last_login=None, then=1), **flag)),
    )
    return {name: int(value) for name, value in found.items()}


def local_part(first: str, last: str, form: str) -> str:
    """The part before @ by the rule: Turkish letters folded, several given names joined by dots."""

    def plain(words: str) -> list[str]:
        return [part for part in re.split(r"[^a-z0-9]+", fold(words)) if part]

    given, family = plain(first), plain(last)
    match form:
        case MailForm.INITIAL:
            parts = [given[0][0] if given else "", "".join(family)]
        case MailForm.JOINED:
            return "".join(given + family)[:60]
        case MailForm.REVERSED:
            parts = ["".join(family), *given]
        case _:
            parts = [*given, "".join(family)]
    return ".".join(part for part in parts if part)[:60]


def address_for(user: User, rule: Setup, taken: set[str]) -> str:
    """A free address by the rule; a second person of that name gets a 2 behind it."""
    stem = local_part(user.first_name, user.last_name, rule.mail_form) or user.username
    count, name = 1, stem
    while f"{name}@{rule.mail_domain}" in taken:
        count += 1
        name = f"{stem}{count}"
    return f"{name}@{rule.mail_domain}"


def taken_addresses() -> set[str]:
    # reach: public inside the house, because addresses stand in the directory
    return {fold(email) for email in User.objects.exclude(email="").values_list("email", flat=True)}


def account_dates(user_id: int) -> AccountDate | None:
    # reach: public inside the house, because the directory says whether an account is open
    return AccountDate.objects.filter(user_id=user_id).first()


def to_open_or_close(day: dt.date) -> QuerySet[AccountDate]:
    """Accounts whose day has come."""
    # reach: public, because the worker asks for everybody
    opening = Q(opens_on__lte=day, user__is_active=False) & (Q(closes_on=None) | Q(closes_on__gte=day))
    closing = Q(closes_on__lt=day, closed_at=None)
    return AccountDate.objects.filter(opening | closing, closed_at=None).select_related("user")


def ordered_career(user_id: int) -> list[Appointment]:
    """Every seat of a person, running ones first."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(user_id=user_id).select_related("unit", "acting_for__user")
    return list(rows.order_by(F("until").desc(nulls_first=True), "-since")[:60])


def open_units() -> QuerySet[Unit]:
    """Units that stand today."""
    # reach: public, because the organisation chart is
    return Unit.objects.filter(Q(until=None) | Q(until__gte=localdate())).order_by("name")
