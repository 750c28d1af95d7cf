"""How texts hang together: when one came into force, which clauses a directive carries out, what became of duties."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold

from .. import access
from ..matching.in_force import Begin, Facts, Rule, begin_of, rule_of
from ..models import BindingState, Clause, ClauseLink, Duty, Evidence, Kind, Regulation, Succession
from .texts import regulations

SURE_SUCCESSION = ("Aynı", "Yeri değişti")
"""What the comparison says of pairs whose words did not change."""
LIKELY = 25
"""Share (0-100) of a clause's telling words that a clause of the regulation must hold to be offered for it."""
OFFERED = 3
STEM = 6
"""Letters of a word that are compared: what follows is mostly suffix."""


def number_of(regulation_id: int) -> str:
    # reach: public, because a number alone opens nothing
    return str(Regulation.objects.values_list("case__number", flat=True).get(pk=regulation_id))


def rule_in(regulation: Regulation) -> Rule:
    """The text's own rule of coming into force, from its clauses and the raw text of articles without any."""
    # reach: the regulation was found through one
    pieces = [(clause.path, clause.shown) for clause in regulation.clauses.order_by("order")]
    pieces += [
        (article.path, article.raw)
        for article in regulation.articles.filter(role="entry_into_force").order_by("order")
    ]
    rule = rule_of(pieces[-60:], directive=regulation.kind == Kind.DIRECTIVE)
    return rule if rule.needs or rule.fixed else rule_of(pieces, directive=regulation.kind == Kind.DIRECTIVE)


def begin_by_rule(regulation: Regulation) -> Begin:
    """The day a text comes into force by its own rule and its record, and how."""
    # reach: the regulation was found through one
    facts = Facts(
        approval=regulation.decision_date,
        acceptance=regulation.decision_date,
        finalisation=regulation.finalised_on,
        publication=regulation.published_on,
        announcement=regulation.announced_on,
    )
    return begin_of(rule_in(regulation), facts)


def how_begun(begin: Begin, day: object) -> str:
    """What is kept beside the day: the rule's own steps, or that a person wrote the day."""
    # reach: public, because it reads nothing
    if begin.day == day:
        return begin.how[:400]
    said = f" Kurala göre {begin.day:%d.%m.%Y} olurdu." if begin.day else ""
    return f"Elle verildi.{said} {begin.how}"[:400]


def unapproved(actor: Actor) -> list[Regulation]:
    """Directives in force whose approval (olur) is not fully on record."""
    rows = regulations(actor).filter(kind=Kind.DIRECTIVE, case__state="in_force")
    return [row for row in rows if row.lacks_approval]


# Clauses ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tied:
    """A clause of a directive with the clauses it carries out and those it most likely does."""

    clause: Clause
    links: list[ClauseLink]
    offers: list[tuple[Clause, int]]


def ties(regulation: Regulation) -> list[Tied]:
    """The duties and paragraphs of a directive beside the clauses of its regulation, most alike first."""
    # reach: the regulation was found through one
    if regulation.parent_id is None:
        return []
    own = list(regulation.clauses.filter(is_duty=True).select_related("article").order_by("order"))
    over = list(Clause.objects.filter(regulation_id=regulation.parent_id, is_duty=True).order_by("order"))
    links: dict[int, list[ClauseLink]] = {}
    for link in ClauseLink.objects.filter(clause__regulation=regulation).select_related("parent"):
        links.setdefault(link.clause_id, []).append(link)
    words = {clause.pk: _stems(clause.shown) for clause in over}
    common = Counter(stem for stems in words.values() for stem in stems)
    weight = {stem: math.log(1 + len(over) / count) for stem, count in common.items()}
    by_key = {clause.pk: clause for clause in over}
    found = []
    for clause in own:
        held = links.get(clause.pk, [])
        taken = {link.parent_id for link in held}
        own_stems = _stems(clause.shown)
        most = sum(weight.get(stem, math.log(1 + len(over))) for stem in own_stems) or 1.0
        scored = ((100 * sum(weight[stem] for stem in own_stems & stems) / most, key) for key, stems in words.items())
        near = sorted(scored, key=lambda pair: (-pair[0], pair[1]))
        offers = [(by_key[key], round(score)) for score, key in near if score >= LIKELY and key not in taken]
        found.append(Tied(clause, held, offers[:OFFERED]))
    return found


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"\w+", fold(text)) if len(word) > 3}


def clauses_to_tie(regulation: Regulation) -> QuerySet[Clause]:
    """Clauses of the parent that a clause of the directive may carry out."""
    # reach: the regulation was found through one
    return Clause.objects.filter(regulation_id=regulation.parent_id, is_duty=True).order_by("order")


def rests_on(clause: Clause) -> list[ClauseLink]:
    """The clauses of the regulation that a clause carries out."""
    # reach: the clause was found through one
    return list(clause.rests_on.select_related("parent__regulation__case", "parent__duty"))


def carried_by(actor: Actor, clause: Clause) -> list[ClauseLink]:
    """Clauses of directives in reach that carry this one out."""
    reach = actor.reach(access.VIEW).q("clause__regulation__case__")
    rows = ClauseLink.objects.filter(reach, parent=clause)
    return list(rows.select_related("clause__regulation__case", "clause__duty"))


# Duties of the text before ------------------------------------------------------------------------------------------


def successions(regulation: Regulation) -> QuerySet[Succession]:
    """Pairs of this text's duties and those of the text before, in the order of the text."""
    # reach: the regulation was found through one
    rows = Succession.objects.filter(new__regulation=regulation)
    return rows.select_related("old__clause", "old__unit", "new__clause", "new__unit", "decided_by").order_by(
        "new__clause__order", "pk"
    )


def succession_counts(regulation: Regulation) -> tuple[int, int]:
    """How many pairs there are, and how many of them wait for a decision."""
    # reach: the regulation was found through one
    if regulation.predecessor_id is None:
        return 0, 0
    states = list(successions(regulation).values_list("state", flat=True))
    return len(states), states.count(BindingState.PROPOSED)


def unpaired(regulation: Regulation) -> tuple[list[Duty], list[Duty]]:
    """Duties of the text before without an heir, and new ones without a forebear; rejected pairs do not count."""
    # reach: the regulation was found through one
    live = ~Q(state=BindingState.REJECTED)
    pairs = Succession.objects.filter(live, new__regulation=regulation)
    old = Duty.objects.filter(regulation_id=regulation.predecessor_id or 0).exclude(pk__in=pairs.values("old"))
    new = Duty.objects.filter(regulation=regulation).exclude(pk__in=pairs.values("new"))
    shown = [rows.select_related("clause", "unit").order_by("clause__order") for rows in (old, new)]
    return list(shown[0]), list(shown[1])


@dataclass(frozen=True, slots=True)
class Forebear:
    """The duty of a former text that this one continues, with its proofs."""

    duty: Duty
    proofs: list[Evidence]


def forebears(actor: Actor, duty: Duty) -> list[Forebear]:
    """Confirmed forebears of a duty, of their own forebears too, nearest first, as far as they are in reach."""
    found: list[Forebear] = []
    seen, keys = {duty.pk}, [duty.pk]
    reach = actor.reach(access.VIEW).q("old__regulation__case__")
    while keys:
        rows = Succession.objects.filter(reach, new_id__in=keys, state=BindingState.CONFIRMED)
        olds = [row.old for row in rows.select_related("old__clause", "old__regulation__case", "old__unit")]
        olds = [old for old in olds if old.pk not in seen]
        keys = [old.pk for old in olds]
        seen |= set(keys)
        proofs = Evidence.objects.filter(duty_id__in=keys).select_related("file__blob", "filed_by", "unit")
        by_duty: dict[int, list[Evidence]] = {}
        for proof in proofs.order_by("-period_to", "-pk"):
            by_duty.setdefault(proof.duty_id, []).append(proof)
        found += [Forebear(old, by_duty.get(old.pk, [])) for old in olds]
    return found


def heirs(actor: Actor, duty: Duty) -> list[Duty]:
    """Duties of the text after that continue this one."""
    reach = actor.reach(access.VIEW).q("new__regulation__case__")
    rows = Succession.objects.filter(reach, old=duty, state=BindingState.CONFIRMED)
    return [row.new for row in rows.select_related("new__clause", "new__regulation__case", "new__unit")]


def tied_count(rows: Iterable[Tied]) -> int:
    # reach: public, because it only counts what was found through one
    return sum(bool(row.links) for row in rows)
