"""Texts that want something: reviews, directives that were promised and never came, references not loaded."""

from dataclasses import dataclass

from django.db.models import QuerySet

from konak.foundation.access import Actor
from konak.foundation.people.positions import UnitKind
from konak.foundation.people.queries import below, units
from konak.governance.legislation import public as legislation

from .. import access
from ..models import OpenReference, TextReview


def reviews(actor: Actor) -> QuerySet[TextReview]:
    """Reviews in reach, open ones first, then the newest."""
    rows = TextReview.objects.filter(actor.reach(access.VIEW).q("case__"))
    rows = rows.select_related("regulation", "because_of", "case__unit", "case__assignee")
    heavy = ("text", "wrapper", "meta", "notes")
    rows = rows.defer(*(f"{of}__{name}" for of in ("regulation", "because_of") for name in heavy))
    return rows.order_by("case__resting", "case__closed_at", "case__due_on", "pk")


def review(actor: Actor, number: str) -> TextReview:
    """One review by number; out of reach and unknown are the same `DoesNotExist`."""
    rows = TextReview.objects.select_related("regulation__case", "because_of__case", "case__unit", "case__assignee")
    found: TextReview = rows.get(actor.reach(access.VIEW).q("case__"), case__number=number)
    return found


@dataclass(frozen=True, slots=True)
class Missing:
    """A directive that a clause promises for a unit: none there, or only a draft."""

    promise: legislation.Promise
    unit_id: int
    unit_name: str
    draft: legislation.TextBrief | None


def missing_directives(actor: Actor) -> list[Missing]:
    """Units for which a text in force promises a directive and none is in force."""
    known = legislation.texts(actor)
    in_force = {text.pk: text for text in known if text.in_force}
    found = []
    for promise in legislation.promises(in_force):
        wanted = [(promise.unit_id, in_force[promise.text_id].unit_name)]
        if promise.each_branch:
            rows = units().filter(pk__in=below(promise.unit_id), kind__in=[UnitKind.BRANCH, UnitKind.DIRECTORATE])
            wanted = [(unit.pk, unit.name) for unit in rows if unit.pk != promise.unit_id] or wanted
        resting = [text for text in known if text.is_directive and text.parent_id == promise.text_id]
        for unit_id, name in wanted:
            near = [text for text in resting if not promise.each_branch or text.unit_id == unit_id]
            if not any(text.in_force for text in near):
                found.append(Missing(promise, unit_id, name, near[0] if near else None))
    return found


def without_olur(actor: Actor) -> list[legislation.TextBrief]:
    """Directives in force whose olur (who approved, when, under which number) is not known in full."""
    return [text for text in legislation.texts(actor, "in_force") if text.is_directive and not text.approved]


def open_references(actor: Actor, *, closed: bool = False) -> list[OpenReference]:
    """What texts in reach cite and nobody has loaded; or what came in meanwhile."""
    ours = [text.pk for text in legislation.texts(actor, "in_force", "repealed")]
    rows = OpenReference.objects.filter(regulation_id__in=ours, closed_on__isnull=not closed)
    if closed:
        rows = rows.exclude(closed_by=None)
    heavy = ("text", "wrapper", "meta", "notes")
    rows = rows.select_related("regulation__case", "closed_by__case")
    rows = rows.defer(*(f"{of}__{name}" for of in ("regulation", "closed_by") for name in heavy))
    return list(rows.order_by("-noticed_on", "pk")[:300])
