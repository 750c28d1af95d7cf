"""Rights that can be asked for, undertakings, templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.queries import above, seats_of

from .. import access
from ..models import (
    Entitlement,
    EntitlementState,
    Right,
    RightKind,
    Risk,
    Template,
    Undertaking,
    UndertakingAcceptance,
    UndertakingVersion,
    lacking_names,
)

PAGE = 50


def folded(*fields: str) -> Func:
    parts: list[object] = []
    for name in fields:
        parts += [name, Value(" ")]
    return Func(Concat(*parts, output_field=TextField()), function="tr_fold", output_field=TextField())


def matching(rows: QuerySet[Right], text: str) -> QuerySet[Right]:
    """Every word of `text` begins a word of the right."""
    words = fold(text).split()[:6]
    if not words:
        return rows
    rows = rows.annotate(folded=folded("area", "name", "code", "allows"))
    for word in words:
        rows = rows.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return rows


def rights(text: str = "", kind: str = "", risk: str = "", area: str = "", view: str = "") -> QuerySet[Right]:
    """The catalogue is open to everybody who works here."""
    # reach: public inside the house, because whoever wants to ask must be able to read what there is
    rows = matching(Right.objects.select_related("unit", "assignee", "executing_unit"), text)
    if kind in RightKind.values:
        rows = rows.filter(kind=kind)
    if risk.isdecimal() and int(risk) in Risk.values:
        rows = rows.filter(risk=int(risk))
    if area:
        rows = rows.filter(area=area)
    match view:
        case "" | "active":
            rows = rows.filter(active=True)
        case "privileged":
            rows = rows.filter(active=True, privileged=True)
        case "closed":
            rows = rows.filter(active=False)
    living = Count("entitlements", filter=Q(entitlements__state=EntitlementState.ACTIVE), distinct=True)
    counted: QuerySet[Right] = rows.annotate(holders=living).order_by("area", "name", "pk")
    return counted


def page_of(rows: QuerySet[Right], after: str = "", limit: int = PAGE) -> tuple[list[Right], str]:
    """By number of pages: the catalogue is small."""
    start = int(after) if after.isdecimal() and len(after) < 7 else 0
    found = list(rows[start : start + limit + 1])
    more = len(found) > limit
    return found[:limit], str(start + limit) if more else ""


def right(right_id: int) -> Right:
    # reach: public inside the house, because the catalogue is open to everybody
    return Right.objects.select_related("unit", "assignee", "executing_unit").get(pk=right_id)


def areas() -> list[str]:
    # reach: public inside the house, because the catalogue is open to everybody
    return list(Right.objects.filter(active=True).order_by("area").values_list("area", flat=True).distinct())


def may_keep(actor: Actor, row: Right) -> bool:
    """Whether the actor may change this entry of the catalogue."""
    return actor.reach(access.CATALOGUE).covers(row)


def objection(row: Right, user_id: int) -> str:
    """Why this person may not ask for this right at all; empty when he may."""
    # reach: public inside the house, because it answers for the request that is being made
    if not row.active:
        return f"«{row.name}» artık istenemiyor."
    seats = list(seats_of(user_id))
    if row.positions and not any(seat.position in row.positions for seat in seats):
        return f"«{row.name}» yalnız belirli unvanlar için istenebilir."
    wanted = set(row.audience.values_list("pk", flat=True))
    if wanted and not any(wanted & above(seat.unit_id) for seat in seats):
        return f"«{row.name}» yalnız belirli birimlerin çalışanları için istenebilir."
    return ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A right in the search of the basket: what it is, and what stands against asking for it."""

    right: Right
    objection: str
    held: bool


def offers(user_id: int, text: str, kind: str = "", area: str = "", limit: int = 40) -> list[Offer]:
    """What a person may put into his basket."""
    # reach: public inside the house, because the catalogue is open to everybody
    rows = list(rights(text, kind, "", area)[:limit])
    held = set(
        Entitlement.objects.filter(assignee_id=user_id, state=EntitlementState.ACTIVE).values_list(
            "right_id", flat=True
        )
    )
    seats = list(seats_of(user_id))
    lines = {unit for seat in seats for unit in above(seat.unit_id)}
    positions = {seat.position for seat in seats}
    audiences: dict[int, set[int]] = {}
    through = Right.audience.through.objects.filter(right_id__in=[row.pk for row in rows])
    for right_id, unit_id in through.values_list("right_id", "unit_id"):
        audiences.setdefault(right_id, set()).add(unit_id)
    found = []
    for row in rows:
        words = ""
        if row.positions and not positions & set(row.positions):
            words = "Yalnız belirli unvanlar için."
        elif (wanted := audiences.get(row.pk)) and not wanted & lines:
            words = "Yalnız belirli birimler için."
        found.append(Offer(row, words, row.pk in held))
    return found


# Undertakings -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """An undertaking as one person sees it: the wording of today, and whether he accepted it."""

    undertaking: Undertaking
    version: UndertakingVersion
    accepted: UndertakingAcceptance | None
    due: bool


def texts_for(user_id: int, right_ids: Sequence[int] | None = None) -> list[Text]:
    """The undertakings of these rights (None: of everything the person holds or asked for)."""
    # reach: one's own
    from .conflicts import held_rights

    wanted = held_rights(user_id) if right_ids is None else set(right_ids)
    rows = Undertaking.objects.filter(active=True, rights__in=wanted).distinct()
    found = []
    for row in rows:
        newest = row.versions.filter(in_force_on__lte=localdate()).order_by("-number").first()
        if newest is None:
            continue
        accepted = UndertakingAcceptance.objects.filter(version=newest, user_id=user_id).order_by("-at").first()
        due = row.name in lacking_names([(row, newest)], user_id)
        found.append(Text(row, newest, accepted, due))
    return found


def undertakings() -> QuerySet[Undertaking]:
    # reach: public inside the house, because everybody may read what he would accept
    rows: QuerySet[Undertaking] = Undertaking.objects.annotate(
        last_version=Count("versions", distinct=True),
        accepted=Count("versions__acceptances__user", distinct=True),
        in_rights=Count("rights", distinct=True),
    )
    return rows.order_by("-active", "name")


def version(version_id: int) -> UndertakingVersion:
    # reach: public inside the house, because everybody may read what he would accept
    return UndertakingVersion.objects.select_related("undertaking").get(pk=version_id)


def acceptances(version_id: int) -> QuerySet[UndertakingAcceptance]:
    # reach: the caller asked for the right to keep the catalogue
    return UndertakingAcceptance.objects.filter(version_id=version_id).select_related("user").order_by("-at")


# Templates ----------------------------------------------------------------------------------------------------


def templates() -> QuerySet[Template]:
    # reach: public inside the house, because it says what a seat needs, of nobody in particular
    rows: QuerySet[Template] = Template.objects.select_related("unit").annotate(
        all=Count("lines"), rights=Count("lines", filter=Q(lines__want="right"))
    )
    return rows.order_by("-active", "name")


def template_for(unit_id: int, position: str) -> Template | None:
    """The nearest template from a unit upwards, the position's own before the one for everybody."""
    # reach: public inside the house, because it says what a seat needs, of nobody in particular
    from konak.foundation.people.queries import line_on

    line = [placed.unit_id for placed in line_on(unit_id, localdate())]
    height = {unit: place for place, unit in enumerate(line)}
    rows = [row for row in Template.objects.filter(active=True, unit_id__in=line) if row.position in {"", position}]
    rows.sort(key=lambda row: (height[row.unit_id], row.position == ""))
    return rows[0] if rows else None
