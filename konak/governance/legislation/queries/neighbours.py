"""What higher apps ask about duties and texts: plain answers, no rows of ours.

Whoever asks for one person passes the actor; the rest is for jobs that work for everybody, and for records that carry
a reach of their own.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold, lower
from konak.foundation.evidence import capability
from konak.foundation.people.queries import above, line_on, seats_of
from konak.governance.staffing import public as staffing

from ..lifecycle import State
from ..models import Binding, BindingState, Citation, Clause, Duty, Evidence, Kind, Regulation
from .freshness import INTERVAL, proof_of
from .register import duties, proving_seat
from .register import duty as one_duty
from .then import branch_on


@dataclass(frozen=True, slots=True)
class DutyBrief:
    """A duty in few words, with how it stands today."""

    pk: int
    path: str
    heading: str
    text: str
    regulation: str
    unit_id: int
    unit_name: str
    role: str
    cadence: str
    cadence_stated: bool
    opened_on: dt.date
    closed_on: dt.date | None
    assignee_id: int | None
    proof: str
    proof_label: str
    last_proof_at: dt.datetime | None


def _brief(row: Duty) -> DutyBrief:
    proof = proof_of(row)
    return DutyBrief(
        pk=row.pk,
        path=row.clause.path,
        heading=row.clause.article.heading,
        text=row.clause.shown,
        regulation=row.regulation.case.number,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        role=row.role,
        cadence=row.cadence,
        cadence_stated=row.cadence_stated,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        assignee_id=row.assignee_id,
        proof=proof.value,
        proof_label=proof.label,
        last_proof_at=row.last_proof_at,
    )


def _briefs(wanted: Q) -> list[DutyBrief]:
    rows = Duty.objects.filter(wanted).select_related("clause__article", "unit", "regulation__case")
    rows = rows.defer("regulation__text", "regulation__wrapper", "regulation__meta", "regulation__notes")
    rows = rows.defer("clause__article__raw", "clause__raw")
    return [_brief(row) for row in rows.order_by("regulation_id", "clause__order", "pk")]


def duties_in_rhythm() -> list[DutyBrief]:
    """Every open duty whose cadence names an interval, stated in the text or proposed."""
    # reach: public, because the job that opens periods works for everybody
    return _briefs(Q(closed_on=None, cadence__in=list(INTERVAL)))


def duties_answered_in(unit_id: int, position: str) -> list[DutyBrief]:
    """The open duties that the holder of `position` in a unit answers for: the unit's own, and those that a text over
    the unit gives to that position."""
    # reach: public, because the job that opens confirmations works for everybody
    own = Q(unit_id=unit_id, role__in=["", position])
    given = Q(unit_id__in=above(unit_id), role=position)
    return _briefs(Q(closed_on=None) & (own | given))


def clauses_for(actor: Actor, unit_id: int, position: str, user_id: int | None) -> list[staffing.Clause]:
    """What a job description may quote: the duties of the unit (a service without any works on those of the nearest
    unit over it), those a text gives to the position, and what was given to the person by name."""
    line = [placed.unit_id for placed in line_on(unit_id, localdate())] or [unit_id]
    rows = duties(actor).prefetch_related(None)
    busy = set(rows.filter(unit_id__in=line, role="").order_by().values_list("unit_id", flat=True))
    home = next((one for one in line if one in busy), unit_id)
    wanted = Q(unit_id=home, role="")
    held = [position] if position else []
    if user_id is not None:
        wanted |= Q(assignee_id=user_id)
        held += [seat.position for seat in seats_of(user_id) if seat.unit_id == unit_id]
    if held:
        wanted |= Q(unit_id__in=line, role__in=held)
    return [
        staffing.Clause(
            " ".join(row.clause.shown.split()).rstrip(",;"),
            f"{row.regulation.case.number} Md. {row.clause.path}",
            f"/gorevler/{row.pk}/",
        )
        for row in rows.filter(wanted)[:MOST_CLAUSES]
    ]


MOST_CLAUSES = 200


def briefs_of(duty_ids: Iterable[int]) -> dict[int, DutyBrief]:
    """Duties by key, closed ones too."""
    # reach: public, because the asker holds records with a reach of their own
    return {brief.pk: brief for brief in _briefs(Q(pk__in=list(duty_ids)))}


def brief_for(actor: Actor, duty_id: int) -> DutyBrief:
    """One duty for one person; out of reach and unknown are the same `DoesNotExist`."""
    return _brief(one_duty(actor, duty_id))


def may_prove(actor: Actor, duty_id: int) -> bool:
    """Whether the person may file evidence for a duty: its unit's people, or the holders of its position."""
    try:
        found = one_duty(actor, duty_id)
    except Duty.DoesNotExist:
        return False
    return proving_seat(actor, found) is not None


@dataclass(frozen=True, slots=True)
class Proven:
    """What shows that a duty was done in a span of days: a paper filed by hand, or a capability that counted."""

    at: dt.datetime
    evidence_id: int | None = None
    capability: str = ""
    label: str = ""
    count: int = 0


def papers_in(spans: Iterable[tuple[int, dt.date, dt.date]]) -> dict[tuple[int, dt.date], Proven]:
    """For (duty, first day, last day): the newest paper that belongs to these days. At least half of the shorter of
    the two spans lies in the other, so that a paper which only touches the next month does not prove it."""
    # reach: public, because the asker holds records with a reach of their own
    wanted = list(spans)
    if not wanted:
        return {}
    rows = Evidence.objects.filter(
        duty_id__in={duty for duty, _, _ in wanted},
        withdrawn_at=None,
        period_to__gte=min(since for _, since, _ in wanted),
        period_from__lte=max(until for _, _, until in wanted),
    ).order_by("-period_to", "-pk")
    papers: dict[int, list[Evidence]] = {}
    for row in rows:
        papers.setdefault(row.duty_id, []).append(row)
    found = {}
    for duty_id, since, until in wanted:
        for row in papers.get(duty_id, ()):
            shared = (min(row.period_to, until) - max(row.period_from, since)).days + 1
            shorter = min((row.period_to - row.period_from).days, (until - since).days) + 1
            if shared * 2 >= shorter:
                found[duty_id, since] = Proven(row.filed_at, evidence_id=row.pk, label=row.title)
                break
    return found


def counted_in(spans: Iterable[tuple[int, dt.date, dt.date]]) -> dict[tuple[int, dt.date], Proven]:
    """For (duty, first day, last day): what a confirmed capability counted within these days, the newest of several.

    Every capability is asked once for each unit and day, however many duties it proves. Whose records count is said
    by the tree as it stood on the last of these days.
    """
    # reach: public, because the job that closes periods works for everybody
    wanted = list(spans)
    today = localdate()
    codes: dict[int, list[str]] = {}
    units: dict[int, int] = {}
    bound = Binding.objects.filter(duty_id__in={duty for duty, _, _ in wanted}, state=BindingState.CONFIRMED)
    for duty_id, unit_id, code in bound.values_list("duty_id", "duty__unit_id", "capability"):
        codes.setdefault(duty_id, []).append(code)
        units[duty_id] = unit_id
    branches: dict[tuple[int, dt.date], frozenset[int]] = {}
    answers: dict[tuple[str, int, dt.date], dt.datetime | None] = {}
    found: dict[tuple[int, dt.date], Proven] = {}
    for duty_id, since, until in wanted:
        for code in codes.get(duty_id, ()):
            entry = capability(code)
            if entry is None:
                continue
            unit_id, end = units[duty_id], min(until, today)
            if (unit_id, end) not in branches:
                branches[unit_id, end] = frozenset(branch_on(unit_id, end))
            branch = branches[unit_id, end]
            key = (code, unit_id, end)
            if key not in answers:
                answers[key] = entry.last(branch, end)
            last = answers[key]
            if last is None or localtime(last).date() < since:
                continue
            known = found.get((duty_id, since))
            if known is None or last > known.at:
                count = entry.count(branch, end) - entry.count(branch, since - dt.timedelta(days=1))
                found[duty_id, since] = Proven(last, capability=code, label=entry.label, count=max(count, 0))
    return found


def withdrawn(evidence_ids: Iterable[int]) -> set[int]:
    """Which of these papers were taken back."""
    # reach: public, because the asker holds records with a reach of their own
    rows = Evidence.objects.filter(pk__in=list(evidence_ids), withdrawn_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


# Texts ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TextBrief:
    """A regulation or directive: what it is, whose, since when, by which decision, on what it rests."""

    pk: int
    number: str
    kind: str
    title: str
    unit_id: int
    unit_name: str
    state: str
    state_label: str
    in_force_on: dt.date | None
    decision_body: str
    decision_date: dt.date | None
    decision_number: str
    parent_id: int | None
    predecessor_id: int | None

    @property
    def is_directive(self) -> bool:
        return self.kind == Kind.DIRECTIVE

    @property
    def in_force(self) -> bool:
        return self.state == State.IN_FORCE

    @property
    def approved(self) -> bool:
        """Whether the decision (for a directive the olur) is known by body, date and number."""
        return bool(self.decision_body and self.decision_date and self.decision_number not in {"", "-", "—", "–"})


def texts(actor: Actor | None = None, *states: str) -> list[TextBrief]:
    """Texts in the given states (all but dropped and repealed), newest first; with an actor those he reads."""
    # reach: public for jobs, which work for everybody; with an actor his own reach
    from .. import access

    reach = actor.reach(access.VIEW).q("case__") if actor is not None else Q()
    shown = states or (State.DRAFT, State.SUBMITTED, State.IN_FORCE)
    rows = Regulation.objects.filter(reach, case__state__in=shown).order_by("-in_force_on", "-pk")
    fields = rows.defer("text", "wrapper", "meta", "notes")
    return [
        TextBrief(
            pk=row.pk,
            number=row.case.number,
            kind=row.kind,
            title=row.title,
            unit_id=row.case.unit_id,
            unit_name=row.case.unit.name,
            state=row.case.state,
            state_label=row.state_label,
            in_force_on=row.in_force_on,
            decision_body=row.decision_body,
            decision_date=row.decision_date,
            decision_number=row.decision_number,
            parent_id=row.parent_id,
            predecessor_id=row.predecessor_id,
        )
        for row in fields
    ]


@dataclass(frozen=True, slots=True)
class Promise:
    """A clause that says a directive shall be issued, and for whom: one for the text, or one for every branch."""

    clause_id: int
    text_id: int
    number: str
    path: str
    words: str
    unit_id: int
    each_branch: bool


_PROMISED = re.compile(
    r"yönerge\w*\s+(?:ile\s+)?(?:belirlen|düzenlen|tespit\s+ed|gösteril|hazırlan|çıkarıl|yürürlüğe\s+kon)"
    r"|yönerge\s+ile\b|yönergeler\s+\w+\s+hazırlan|yönerge\s+(?:hazırlar|çıkarır|çıkarılabilir|çıkarabilir)"
)
_OWN = re.compile(r"bu\s+yönerge")
_EVERY = re.compile(r"müdürlükler|birimler|şubeler|servisler")


def promises(text_ids: Iterable[int]) -> list[Promise]:
    """Clauses of these texts that promise a directive ("yönerge ile düzenlenir")."""
    # reach: public, because the asker names texts it found through a reach
    rows = Clause.objects.filter(regulation_id__in=list(text_ids), text__iregex="yönerge")
    rows = rows.select_related("regulation__case").order_by("regulation_id", "order")
    found = []
    for row in rows.defer("regulation__text", "regulation__wrapper", "regulation__notes", "raw"):
        words = lower(row.shown)
        if _PROMISED.search(words) and not _OWN.search(words):
            found.append(
                Promise(
                    clause_id=row.pk,
                    text_id=row.regulation_id,
                    number=row.regulation.case.number,
                    path=row.path,
                    words=row.shown,
                    unit_id=row.regulation.case.unit_id,
                    each_branch=bool(_EVERY.search(words)) and "şube müdürlükleri arasındaki" not in words,
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class Outside:
    """A citation that points to a text of the house which is not loaded: not a law, not the gazette."""

    citation_id: int
    text_id: int
    path: str
    words: str


_OF_THE_HOUSE = re.compile(r"yönerge|yönetmeli|prosedür|hükümler|usul ve esas|talimat|politika|plan")


def references_outside(text_ids: Iterable[int]) -> list[Outside]:
    """What these texts cite and which is neither a law nor part of them: "Ortak Hükümler", procedures, directives."""
    # reach: public, because the asker names texts it found through a reach
    rows = Citation.objects.filter(regulation_id__in=list(text_ids), resolved="")
    rows = rows.exclude(kind__in=["law", "gazette", "article", "communique"]).order_by("regulation_id", "pk")
    return [
        Outside(row.pk, row.regulation_id, row.path, row.text)
        for row in rows
        if _OF_THE_HOUSE.search(lower(row.text)) and not re.match(r"bu\s", lower(row.text))
    ]


def text_named(words: str, among: Iterable[TextBrief]) -> TextBrief | None:
    """The text that a citation names: every weighty word of the citation stands in its title."""
    # reach: public, because it reads only what it is given
    wanted = _weighty(words)
    if not wanted:
        return None
    for text in among:
        if wanted <= _weighty(text.title):
            return text
    return None


_SMALL = {"ve", "ile", "ilgili", "dair", "hakkinda", "iliskin", "belediyesi", "belediye", "buyuksehir"}


def _weighty(words: str) -> set[str]:
    """Words folded and cut to their first six letters, so that suffixes do not matter."""
    return {word[:6] for word in re.findall(r"\w{3,}", fold(words)) if word not in _SMALL}
