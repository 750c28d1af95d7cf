"""Second looks at texts, and references that wait for the text they name."""

import datetime as dt

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.governance.legislation import public as legislation

from .. import access, lifecycle
from ..lifecycle import REVIEW_LEAD, ReviewState
from ..models import Cause, OpenReference, TextReview
from ..queries.seats import Chart
from .clock import clock

PARENT_DAYS = 20
"""Working days for the review of a directive whose regulation was replaced; our own rule."""


def open_reviews(day: dt.date) -> int:
    """The yearly review of every text in force, a month before its anniversary; and one for each directive that rests
    on a text which was replaced."""
    in_force = legislation.texts(None, "in_force")
    chart, count = Chart(day), 0
    for text in in_force:
        if text.in_force_on is None:
            continue
        for year in (day.year, day.year + 1):
            term = _anniversary(text.in_force_on, year)
            lead = dt.timedelta(days=REVIEW_LEAD)
            if term.year > text.in_force_on.year and term - lead <= day <= term + lead:
                count += _open(text, Cause.YEARLY, term, None, term, chart, actor=clock(text.unit_id))
    return count + sum(review_directives_of(text, in_force, chart) for text in in_force if text.predecessor_id)


def _anniversary(begun: dt.date, year: int) -> dt.date:
    return dt.date(year, begun.month, min(begun.day, 28) if begun.month == 2 else begun.day)


def review_directives_of(new: legislation.TextBrief, in_force: list[legislation.TextBrief], chart: Chart) -> int:
    """A review for every directive in force that rests on what `new` replaced; how many were opened."""
    if new.predecessor_id is None or new.in_force_on is None:
        return 0
    due = calendar_from(new.in_force_on).add(max(new.in_force_on, chart.day), PARENT_DAYS)
    return sum(
        _open(text, Cause.PARENT, new.in_force_on, new.pk, due, chart, actor=clock(text.unit_id))
        for text in in_force
        if text.is_directive and text.parent_id in {new.predecessor_id, new.pk} and _older(text, new)
    )


def _older(text: legislation.TextBrief, new: legislation.TextBrief) -> bool:
    return text.in_force_on is not None and new.in_force_on is not None and text.in_force_on < new.in_force_on


@transaction.atomic
def _open(
    text: legislation.TextBrief,
    cause: Cause,
    term: dt.date,
    because_of: int | None,
    due: dt.date,
    chart: Chart,
    *,
    actor: Actor,
) -> bool:
    known = TextReview.objects.filter(regulation_id=text.pk, cause=cause, term=term)
    if known.exists():
        return False
    _once(text.pk, actor=actor)
    if known.exists():
        return False
    review = TextReview(regulation_id=text.pk, cause=cause, because_of_id=because_of, term=term)
    open_case(
        review,
        actor=actor,
        permission=access.REVIEW,
        unit_id=text.unit_id,
        subject=f"{Cause(cause).label} · {text.title}"[:250],
        due_on=calendar_from(due).next_working(due),
        assignee_id=chart.head(text.unit_id),
    )
    return True


def _once(text_id: int, *, actor: Actor) -> None:
    """Two rounds at once queue on the text; the second then sees what the first opened."""
    del actor
    model = TextReview._meta.get_field("regulation").related_model
    list(model._base_manager.select_for_update(of=("self",)).filter(pk=text_id).values_list("pk"))


def keep_text(number: str, *, actor: Actor, opinion: str) -> TextReview:
    """The text still fits."""
    with take(lifecycle.KEEP, TextReview, number, actor) as review:
        review.opinion = opinion.strip()
    return review


def change_text(number: str, *, actor: Actor, opinion: str) -> TextReview:
    """The text has to change; what and why stands in the opinion."""
    if not opinion.strip():
        raise Refused("Neyin, neden değişmesi gerektiğini yazın.")
    with take(lifecycle.CHANGE, TextReview, number, actor) as review:
        review.opinion = opinion.strip()
    return review


def drop_review(number: str, *, actor: Actor, opinion: str = "") -> TextReview:
    with take(lifecycle.DROP, TextReview, number, actor) as review:
        review.opinion = opinion.strip()
    return review


def close_reviews_of_ended_texts() -> int:
    """Reviews of texts that are no longer in force fall."""
    alive = {text.pk for text in legislation.texts(None, "in_force")}
    count = 0
    for row in TextReview.objects.filter(case__state=ReviewState.OPEN).exclude(regulation_id__in=alive):
        drop_review(row.case.number, actor=clock(row.case.unit_id), opinion="Metin yürürlükten kalktı.")
        count += 1
    return count


@transaction.atomic
def note_references(*, actor: Actor, day: dt.date) -> tuple[int, int]:
    """Keep the list of what is cited and not loaded: new ones in, those out whose text came into force."""
    del actor  # run by the round for everybody
    in_force = legislation.texts(None, "in_force")
    cited = {one.citation_id: one for one in legislation.references_outside(text.pk for text in in_force)}
    known = dict(OpenReference.objects.values_list("citation_id", "closed_on"))
    fresh = [
        OpenReference(
            citation_id=one.citation_id, regulation_id=one.text_id, words=one.words, path=one.path, noticed_on=day
        )
        for key, one in cited.items()
        if key not in known
    ]
    OpenReference.objects.bulk_create(fresh, ignore_conflicts=True)
    loaded, closed = legislation.texts(None, "in_force", "repealed"), 0
    for row in OpenReference.objects.filter(closed_on=None):
        others = [text for text in loaded if text.pk != row.regulation_id]
        named = legislation.text_named(row.words, others)
        if named is not None or row.citation_id not in cited:
            row.closed_on, row.closed_by_id = day, named.pk if named else None
            row.save()
            closed += 1
    return len(fresh), closed
