"""How far reviews are: of one draft, and of all texts by state."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below

from .. import access
from ..models import Clause, Regulation


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of a draft is: duties, those confirmed, those for which no unit is known."""

    duties: int
    settled: int
    homeless: int

    @property
    def done(self) -> bool:
        return self.settled == self.duties

    @property
    def words(self) -> str:
        if self.settled == 0:
            return f"{self.duties} görevin hiçbiri onaylanmadı"
        if self.done:
            return f"{self.duties} görevin hepsi onaylandı"
        return f"{self.duties} görevin {self.settled}’{_of_them(self.settled)} onaylandı"


def _of_them(number: int) -> str:
    """The ending that makes a number a part of what was named: 96’sı, 40’ı, 3’ü."""
    ones = ("", "i", "si", "ü", "ü", "i", "sı", "si", "i", "u")
    tens = ("", "u", "si", "u", "ı", "si", "ı", "i", "i", "ı")
    return ones[number % 10] or tens[number // 10 % 10] or ("ü" if number % 1000 else "i")


def progress(regulation: Regulation) -> Progress:
    # reach: the regulation was found through one
    row = regulation.clauses.aggregate(
        duties=Count("pk", filter=Q(is_duty=True)),
        settled=Count("pk", filter=Q(is_duty=True, confirmed=True, unit__isnull=False)),
        homeless=Count("pk", filter=Q(is_duty=True, unit=None)),
    )
    return Progress(**row)


def clause(actor: Actor, clause_id: int) -> Clause:
    """One clause; out of reach and unknown are the same `Clause.DoesNotExist`."""
    rows = Clause.objects.select_related("article", "unit", "regulation__case__unit")
    found: Clause = rows.get(actor.reach(access.VIEW).q("regulation__case__"), pk=clause_id)
    return found


def alike(clause: Clause) -> QuerySet[Clause]:
    """Other duties of the text that name the same responsible in their words and have no unit yet."""
    # reach: the clause was found through one
    if not clause.responsible:
        return Clause.objects.none()
    rows = Clause.objects.filter(regulation_id=clause.regulation_id, responsible=clause.responsible, is_duty=True)
    return rows.filter(unit=None, confirmed=False).exclude(pk=clause.pk)


def labels_beside(clause: Clause) -> set[str]:
    """Labels that stand on the same level of the same article."""
    # reach: the clause was found through one
    rows = Clause.objects.filter(article_id=clause.article_id, parent_id=clause.parent_id)
    return set(rows.values_list("label", flat=True))


def note_count(regulation: Regulation) -> int:
    """Remarks of the reader and of editors, each once."""
    # reach: the regulation was found through one
    said = {(note.get("start"), note.get("message")) for note in regulation.notes}
    for notes in regulation.articles.exclude(notes=[]).values_list("notes", flat=True):
        said |= {(note.get("start"), note.get("message")) for note in notes}
    return len(said) + regulation.clauses.exclude(editor_note="").count()


def units_of(regulation: Regulation) -> QuerySet[Unit]:
    """Units that can answer for a duty of this text: its root unit and all below it."""
    # reach: public, because the organisation chart is
    return Unit.objects.filter(pk__in=below(regulation.case.unit_id)).order_by("name")


def state_counts(actor: Actor) -> dict[str, int]:
    """How many texts in reach stand in each state."""
    rows = Regulation.objects.filter(actor.reach(access.VIEW).q("case__")).order_by()
    return dict(rows.values_list("case__state").annotate(Count("pk")))
