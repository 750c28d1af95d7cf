"""What neighbours may read of texts and duties: frozen facts, always from an actor's reach.

A neighbour keeps rows of its own that name a duty or a text by key. It filters them by `duty_reach` and
`text_reach`, and asks for the words by key.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.people.queries import below

from .. import access
from ..models import Citation, Definition, Duty, LegalBasis, Regulation
from .freshness import next_on, proof_of
from .register import DutyFilter, duties, in_reach, page_after

PROOF_KIND = {"fresh": "done", "stale": "wait", "missing": "late", "closed": "closed"}
"""Colour of a state of proof; the word always stands beside it."""


@dataclass(frozen=True, slots=True)
class DutyFact:
    """A duty as a neighbour shows it: its words, who answers, how it stands."""

    id: int
    path: str
    heading: str
    text: str
    regulation: str
    regulation_title: str
    unit_id: int
    unit: str
    role: str
    role_label: str
    assignee: str
    cadence: str
    cadence_label: str
    proof: str
    proof_label: str
    proof_kind: str
    last_proof_at: dt.datetime | None
    next_on: dt.date | None
    closed_on: dt.date | None
    url: str

    @property
    def responsible(self) -> str:
        """Unit, and the position where the duty is given to one."""
        return f"{self.unit}, {self.role_label}" if self.role_label else self.unit


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One keyset page; `after` is the cursor of the next one, empty at the end."""

    rows: list[DutyFact]
    after: str


@dataclass(frozen=True, slots=True)
class TextFact:
    id: int
    number: str
    title: str
    unit_id: int
    unit: str
    state: str
    state_label: str
    in_force_on: dt.date | None
    url: str


@dataclass(frozen=True, slots=True)
class BasisFact:
    """A law or other source that a text says it rests on, as printed."""

    id: int
    regulation_id: int
    kind: str
    name: str
    number: str
    path: str


@dataclass(frozen=True, slots=True)
class CitationFact:
    """A reference inside a text, with the duties of the clauses in which it stands."""

    id: int
    regulation_id: int
    kind: str
    text: str
    number: str
    path: str
    duty_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DefinitionFact:
    id: int
    regulation: str
    regulation_title: str
    term: str
    meaning: str
    path: str


def duty_reach(actor: Actor, prefix: str = "duty__") -> Q:
    """The filter by which a neighbour's rows that name a duty are seen; `prefix` leads to the duty."""
    return in_reach(actor, prefix)


def text_reach(actor: Actor, prefix: str = "regulation__") -> Q:
    """The filter by which a neighbour's rows that name a text are seen."""
    return actor.reach(access.VIEW).q(f"{prefix}case__")


def duty_page(
    actor: Actor,
    *,
    ids: Iterable[int] | None = None,
    without: Iterable[int] | None = None,
    unit_id: int | None = None,
    q: str = "",
    state: str = "",
    text: str = "",
    after: str = "",
    limit: int = 50,
) -> DutyPage:
    """Duties in reach in the order of their texts: only `ids`, all but `without`, of a unit and those below it.

    `ids` and `without` may be lazy lists of keys; `state` is a state of proof, "lacking", or "closed" (without it
    only open duties are shown).
    """
    rows = duties(actor, DutyFilter(q=q or None, state=state or None, regulation=text or None))
    if unit_id is not None:
        rows = rows.filter(unit_id__in=below(unit_id))
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    if without is not None:
        rows = rows.exclude(pk__in=without)
    found, cursor = page_after(rows.prefetch_related(None), after, limit)
    return DutyPage([_fact(row) for row in found], cursor)


def duty_facts(actor: Actor, ids: Iterable[int]) -> dict[int, DutyFact]:
    """Duties in reach by key, closed ones too; what is out of reach is left out."""
    rows = Duty.objects.filter(in_reach(actor), pk__in=list(ids))
    rows = rows.select_related("clause__article", "unit", "assignee", "regulation__case")
    heavy = ("regulation__text", "regulation__wrapper", "regulation__meta", "regulation__notes")
    return {row.pk: _fact(row) for row in rows.defer(*heavy)}


def duty_fact(actor: Actor, duty_id: int) -> DutyFact:
    """One duty; out of reach and unknown are the same `ObjectDoesNotExist`."""
    found = duty_facts(actor, [duty_id]).get(duty_id)
    if found is None:
        raise Duty.DoesNotExist
    return found


def duty_count(actor: Actor, *, ids: Iterable[int] | None = None, without: Iterable[int] | None = None) -> int:
    """How many open duties are in reach: of `ids`, or all but `without`."""
    rows = Duty.objects.filter(in_reach(actor), closed_on=None)
    rows = rows if ids is None else rows.filter(pk__in=ids)
    return (rows if without is None else rows.exclude(pk__in=without)).count()


def text_facts(actor: Actor, ids: Iterable[int] | None = None) -> list[TextFact]:
    """Texts in reach, the newest first; those in force and drafts unless keys are named."""
    rows = Regulation.objects.filter(actor.reach(access.VIEW).q("case__"))
    rows = rows.filter(pk__in=list(ids)) if ids is not None else rows.filter(case__state="in_force")
    return [
        TextFact(
            id=row.pk,
            number=row.case.number,
            title=row.title,
            unit_id=row.case.unit_id,
            unit=row.case.unit.name,
            state=row.case.state,
            state_label=row.state_label,
            in_force_on=row.in_force_on,
            url=reverse("legislation:regulation", args=[row.case.number]),
        )
        for row in rows.defer("text", "wrapper", "notes").order_by("-in_force_on", "-pk")
    ]


def bases(actor: Actor, number: str) -> list[BasisFact]:
    """What the text `number` says it rests on; nothing when the text is out of reach."""
    rows = LegalBasis.objects.filter(text_reach(actor), regulation__case__number=number).order_by("pk")
    return [BasisFact(row.pk, row.regulation_id, row.kind, row.name, row.number, row.path) for row in rows]


def citations(actor: Actor, number: str) -> list[CitationFact]:
    """What the clauses of the text `number` cite, each with the open duties of that clause; two statements."""
    rows = list(Citation.objects.filter(text_reach(actor), regulation__case__number=number).order_by("pk"))
    at: dict[str, list[int]] = {}
    if rows:
        given = Duty.objects.filter(regulation_id=rows[0].regulation_id, closed_on=None)
        for duty_id, path in given.values_list("pk", "clause__path"):
            at.setdefault(path, []).append(duty_id)
    return [
        CitationFact(row.pk, row.regulation_id, row.kind, row.text, row.number, row.path, tuple(at.get(row.path, ())))
        for row in rows
    ]


def definitions(actor: Actor, term: str = "") -> list[DefinitionFact]:
    """Terms as the texts in force define them, by term; with `term` only that one."""
    rows = Definition.objects.filter(text_reach(actor), regulation__case__state="in_force")
    rows = rows.filter(term=term) if term else rows
    rows = rows.select_related("regulation__case").defer("regulation__text", "regulation__wrapper")
    return [
        DefinitionFact(row.pk, row.regulation.case.number, row.regulation.title, row.term, row.meaning, row.path)
        for row in rows.order_by("term", "pk")
    ]


def _fact(row: Duty) -> DutyFact:
    proof = proof_of(row)
    return DutyFact(
        id=row.pk,
        path=row.clause.path,
        heading=row.clause.article.heading,
        text=row.clause.shown,
        regulation=row.regulation.case.number,
        regulation_title=row.regulation.title,
        unit_id=row.unit_id,
        unit=row.unit.name,
        role=row.role,
        role_label=row.get_role_display() if row.role else "",
        assignee=row.assignee.full_name if row.assignee else "",
        cadence=row.cadence,
        cadence_label=row.get_cadence_display(),
        proof=proof.value,
        proof_label=str(proof.label),
        proof_kind=PROOF_KIND[proof.value],
        last_proof_at=row.last_proof_at,
        next_on=next_on(row),
        closed_on=row.closed_on,
        url=reverse("legislation:duty", args=[row.pk]),
    )
