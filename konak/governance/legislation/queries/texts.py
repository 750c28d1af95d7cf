"""Finding regulations and what lies in them."""

from collections.abc import Iterable
from typing import Annotated

from django.db.models import Case as SqlCase
from django.db.models import Count, F, Q, QuerySet, Value, When
from ninja import FilterLookup, FilterSchema

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below, units

from .. import access
from ..lifecycle import State
from ..matching.comparison import Piece
from ..matching.units import Place
from ..models import Article, Clause, Regulation
from .folded import Folded
from .given import Words, plain


class RegulationFilter(FilterSchema):
    state: Annotated[Words, FilterLookup("case__state")] = None
    kind: Annotated[Words, FilterLookup("kind")] = None
    q: Words = None

    def filter_q(self, value: str | None) -> Q:
        if not value:
            return Q()
        return Q(folded__contains=fold(value)) | Q(case__number__startswith=value.strip().upper())


def regulations(actor: Actor, filters: RegulationFilter | None = None) -> QuerySet[Regulation]:
    rows = Regulation.objects.filter(actor.reach(access.VIEW).q("case__"))
    rows = rows.annotate(folded=Folded(F("title")), duty_count=Count("duties", filter=Q(duties__closed_on=None)))
    rows = filters.filter(rows) if filters else rows
    return rows.defer("text", "wrapper").order_by("-case__opened_at", "-pk")


def regulation(actor: Actor, number: str) -> Regulation:
    """One regulation by number; out of reach and unknown are the same `Regulation.DoesNotExist`."""
    found: Regulation = Regulation.objects.get(actor.reach(access.VIEW).q("case__"), case__number=plain(number))
    return found


def clauses(regulation: Regulation) -> QuerySet[Clause]:
    # reach: the regulation was found through one
    return regulation.clauses.select_related("article", "unit", "duty__unit").order_by("order")


def articles(regulation: Regulation) -> QuerySet[Article]:
    # reach: the regulation was found through one
    return regulation.articles.order_by("order")


def directives(actor: Actor, regulation: Regulation) -> QuerySet[Regulation]:
    """Directives that hang under a regulation and are in the actor's reach."""
    return regulations(actor).filter(parent=regulation)


def successors(actor: Actor, regulation: Regulation) -> QuerySet[Regulation]:
    """Texts handed in to replace this one."""
    return regulations(actor).filter(predecessor=regulation)


def versions(actor: Actor, regulation: Regulation) -> QuerySet[Regulation]:
    """What a text can be compared with: every other one in reach, its own line of versions first."""
    line = When(Q(pk=regulation.predecessor_id) | Q(predecessor_id=regulation.pk), then=Value(0))
    other = When(kind=regulation.kind, then=Value(1))
    rows = regulations(actor).exclude(pk=regulation.pk)
    return rows.order_by(SqlCase(line, other, default=Value(2)), "-case__opened_at")


def hand_in_targets(actor: Actor) -> QuerySet[Regulation]:
    """Texts in force that a new one may replace or hang under."""
    reach = actor.reach(access.REVIEW).q("case__")
    return regulations(actor).filter(reach, case__state=State.IN_FORCE).order_by("title")


def pieces(regulation: Regulation) -> list[Piece]:
    """The text as the comparison wants it: a heading for each article, then its paragraphs and clauses."""
    # reach: the regulation was found through one
    found: list[Piece] = []
    group = title = ""
    for clause in clauses(regulation):
        article = clause.article
        if article.path != group:
            group = article.path
            title = f"{article} · {article.heading}" if article.heading else str(article)
            found.append(Piece(group, group, title, article.heading, is_heading=True))
        who = clause.unit.name if clause.unit else ""
        role = clause.get_role_display() if clause.role else ""
        tag = " · ".join(part for part in (who, role) if part) if clause.is_duty else ""
        found.append(Piece(clause.path, group, title, clause.shown, is_duty=clause.is_duty, tag=tag))
    return found


def homes_below(root_id: int) -> list[Place]:
    """Every unit under `root_id` with the names it goes by, for the reader."""
    # reach: public, because the organisation chart is
    rows = Unit.objects.filter(pk__in=below(root_id))
    return [Place(unit.pk, tuple(name for name in (unit.name, unit.short_name) if name)) for unit in rows]


def line_of(unit_id: int) -> set[int]:
    """The unit and everything below it."""
    return below(unit_id)


def units_in_reach(actor: Actor) -> QuerySet[Unit]:
    """Units for which the actor may hand in a text."""
    reach = actor.reach(access.REVIEW)
    return units() if reach.everywhere else units().filter(pk__in=reach.units)


def in_force(actor: Actor) -> Iterable[Regulation]:
    """Texts in force that the actor reads."""
    return regulations(actor).filter(case__state=State.IN_FORCE)
