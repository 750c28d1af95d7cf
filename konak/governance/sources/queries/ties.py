"""What rests on what, seen from the source, from the duty and from the text."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.governance.legislation import public as legislation

from ..models import Basis, DutySource, Fallback, Source, TieState


@dataclass(frozen=True, slots=True)
class DutyBasis:
    """A duty with its relation to a source."""

    tie: DutySource
    fact: legislation.DutyFact


def _ties(actor: Actor) -> QuerySet[DutySource]:
    rows = DutySource.objects.filter(legislation.duty_reach(actor), duty__closed_on=None)
    return rows.select_related("source", "provision", "decided_by")


def tie(actor: Actor, tie_id: int) -> DutySource:
    """One relation whose duty is in reach."""
    return DutySource.objects.select_related("source", "provision").get(legislation.duty_reach(actor), pk=tie_id)


def ties_of(actor: Actor, source: Source, state: str) -> QuerySet[DutySource]:
    """The relations of one source in one state whose duties are in reach."""
    return _ties(actor).filter(source=source, state=state)


def ties_in(actor: Actor, source_ids: Iterable[int]) -> list[DutySource]:
    """Confirmed relations of many sources whose duties are in reach, for a workbook."""
    rows = _ties(actor).filter(source_id__in=list(source_ids), state=TieState.CONFIRMED)
    return list(rows.order_by("source_id", "duty__regulation_id", "duty__clause__order"))


def waiting_ties(actor: Actor, *, source_id: int | None = None) -> QuerySet[DutySource]:
    """Proposals nobody decided yet, the surest first."""
    rows = _ties(actor).filter(state=TieState.PROPOSED)
    rows = rows.filter(source_id=source_id) if source_id is not None else rows
    return rows.order_by("-score", "pk")


def waiting_count(actor: Actor) -> int:
    rows = DutySource.objects.filter(legislation.duty_reach(actor), duty__closed_on=None, state=TieState.PROPOSED)
    return rows.count()


def duties_on(actor: Actor, ties: Iterable[DutySource]) -> list[DutyBasis]:
    """These relations with the words of their duties; one query."""
    rows = list(ties)
    facts = legislation.duty_facts(actor, [row.duty_id for row in rows])
    return [DutyBasis(row, facts[row.duty_id]) for row in rows if row.duty_id in facts]


def tied_ids() -> QuerySet[DutySource, int]:
    """Keys of the duties that have a confirmed source of their own, to be used inside another query."""
    # reach: public, because only keys leave, and they are met with a reach
    return DutySource.objects.filter(state=TieState.CONFIRMED).values_list("duty_id", flat=True)


def duties_without(
    actor: Actor, *, q: str = "", unit_id: int | None = None, after: str = "", limit: int = 50
) -> legislation.DutyPage:
    """Open duties in reach that name no source of their own."""
    return legislation.duty_page(actor, without=tied_ids(), q=q, unit_id=unit_id, after=after, limit=limit)


def of_duty(duty_id: int) -> list[DutySource]:
    """Sources of one duty: confirmed ones first, then proposals."""
    # reach: the duty was found through one
    rows = DutySource.objects.filter(duty_id=duty_id).exclude(state=TieState.REJECTED)
    return list(rows.select_related("source", "provision").order_by("state", "-score", "pk"))


def sources_of(actor: Actor, duty_ids: Iterable[int]) -> dict[int, list[DutySource]]:
    """Confirmed sources of many duties; one query."""
    rows = DutySource.objects.filter(
        legislation.duty_reach(actor), duty_id__in=list(duty_ids), state=TieState.CONFIRMED
    )
    found: dict[int, list[DutySource]] = {}
    for row in rows.select_related("source", "provision").order_by("pk"):
        found.setdefault(row.duty_id, []).append(row)
    return found


# Texts ------------------------------------------------------------------------------------------------------------


def text(actor: Actor, regulation_id: int) -> legislation.TextFact:
    """One text in reach; unknown and out of reach are the same `DoesNotExist`."""
    found = legislation.text_facts(actor, [regulation_id])
    if not found:
        raise Basis.DoesNotExist
    return found[0]


def basis(actor: Actor, basis_id: int) -> Basis:
    return Basis.objects.select_related("source").get(legislation.text_reach(actor), pk=basis_id)


def bases_of_text(regulation_id: int) -> list[Basis]:
    # reach: the text was found through one
    return list(Basis.objects.filter(regulation_id=regulation_id, ignored=False).select_related("source"))


def texts_on(actor: Actor, source: Source) -> list[tuple[legislation.TextFact, list[Basis]]]:
    """Texts in force that say they rest on the source, with the places where they say so."""
    rows = list(Basis.objects.filter(legislation.text_reach(actor), source=source).order_by("pk"))
    texts = legislation.text_facts(actor, {row.regulation_id for row in rows})
    return [(one, [row for row in rows if row.regulation_id == one.id]) for one in texts]


def bases_of_texts(ids: Iterable[int]) -> dict[int, list[Basis]]:
    """Bases of many texts; one query."""
    # reach: the texts were found through one
    found: dict[int, list[Basis]] = {}
    for row in (
        Basis.objects.filter(regulation_id__in=list(ids), ignored=False).select_related("source").order_by("pk")
    ):
        found.setdefault(row.regulation_id, []).append(row)
    return found


def unknown_bases(actor: Actor) -> list[tuple[legislation.TextFact, Basis]]:
    """Printed bases of texts in force that the register does not know."""
    rows = Basis.objects.filter(legislation.text_reach(actor), source=None, ignored=False).order_by("pk")
    texts = {one.id: one for one in legislation.text_facts(actor, {row.regulation_id for row in rows})}
    alive = {key for key, one in texts.items() if one.state == "in_force"}
    return [(texts[row.regulation_id], row) for row in rows if row.regulation_id in alive]


def fallbacks(actor: Actor) -> dict[str, Fallback]:
    """By number of the text: what its duties rest on where they name nothing of their own."""
    rows = Fallback.objects.filter(legislation.text_reach(actor)).select_related("source")
    numbers = {one.id: one.number for one in legislation.text_facts(actor, [row.regulation_id for row in rows])}
    return {numbers[row.regulation_id]: row for row in rows if row.regulation_id in numbers}


def in_force_today(source: Source) -> bool:
    # reach: the source was found through one
    return source.repealed_on is None or source.repealed_on > localdate()
