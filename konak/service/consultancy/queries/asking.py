"""The files of this app in reach, one filter for all of them."""

from typing import Annotated, Any

from django.db.models import Count, Func, Q, QuerySet, TextField
from django.utils.timezone import localdate
from ninja import FilterSchema
from pydantic import BeforeValidator

from konak.foundation.access import Actor
from konak.foundation.cases.models import CaseRecord
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import above, on_day
from konak.foundation.people.queries import units as open_units

from .. import access
from ..models import (
    Answer,
    Consent,
    NeedRound,
    Office,
    Problem,
    Proposal,
    Recheck,
    Session,
    SoftwareRequest,
    TrainingRequest,
)

MODELS: dict[str, type[CaseRecord]] = {
    "answers": Answer,
    "consents": Consent,
    "needs": NeedRound,
    "trainings": TrainingRequest,
    "sessions": Session,
    "software": SoftwareRequest,
    "problems": Problem,
    "proposals": Proposal,
}
NEAR: dict[str, tuple[str, ...]] = {
    "answers": ("ticket__case",),
    "consents": (),
    "needs": (),
    "trainings": ("course", "session__case"),
    "sessions": ("course",),
    "software": ("ticket__case",),
    "problems": (),
    "proposals": ("ticket__case", "service"),
}
DECIDERS = (Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)


def clean(value: Any) -> Any:
    return value.replace("\0", "").strip()[:200] or None if isinstance(value, str) else value


Words = Annotated[str | None, BeforeValidator(clean)]


class AskFilter(FilterSchema):
    """One filter for every list of this app. `state`: "open", "late", "ended" or a state."""

    state: Words = None
    kind: Words = None
    q: Words = None

    def filter_state(self, value: str | None) -> Q:
        match value:
            case "open":
                return Q(case__closed_at=None)
            case "ended":
                return Q(case__closed_at__isnull=False)
            case "late":
                return Q(case__closed_at=None, case__due_on__lt=localdate())
        return Q(case__state=value) if value else Q()

    def filter_kind(self, value: str | None) -> Q:
        return Q(kind=value) if value else Q()

    def filter_q(self, value: str | None) -> Q:
        found = Q()
        for word in fold(value or "").split()[:8]:
            found &= Q(folded_subject__contains=word) | Q(case__number__contains=word.upper())
        return found


def files(actor: Actor, what: str, filters: AskFilter | None = None) -> QuerySet[Any]:
    """The files of one kind in reach, filtered."""
    model = MODELS[what]
    rows: QuerySet[Any] = model._default_manager.filter(actor.reach(access.VIEW).q("case__"))
    if filters is not None:
        if not hasattr(model, "kind"):
            filters = filters.model_copy(update={"kind": None})
        if filters.q:
            rows = rows.annotate(folded_subject=Func("case__subject", function="tr_fold", output_field=TextField()))
        rows = filters.filter(rows)
    rows = rows.select_related("case__opened_by", "case__opened_from_unit", *NEAR[what])
    if what == "problems":
        rows = rows.annotate(many=Count("tickets"))
    if what == "sessions":
        rows = rows.annotate(many=Count("people"))
    return rows


def _one(actor: Actor, what: str, number: str) -> Any:
    """One by number; out of reach and unknown are the same `DoesNotExist`."""
    return files(actor, what).get(case__number=number.replace("\0", "").strip())


def answer(actor: Actor, number: str) -> Answer:
    found: Answer = _one(actor, "answers", number)
    return found


def consent(actor: Actor, number: str) -> Consent:
    found: Consent = _one(actor, "consents", number)
    return found


def software_request(actor: Actor, number: str) -> SoftwareRequest:
    found: SoftwareRequest = _one(actor, "software", number)
    return found


def problem(actor: Actor, number: str) -> Problem:
    found: Problem = _one(actor, "problems", number)
    return found


def software_of_ticket(number: str) -> SoftwareRequest | None:
    # reach: the reaction to the ticket, which names no more than its number
    return SoftwareRequest.objects.filter(ticket__case__number=number).first()


def offices(actor: Actor) -> list[Office]:
    # reach: public inside the house, because who is asked for what is told to everybody
    return list(Office.objects.select_related("unit", "service").order_by("field"))


def office(office_id: int) -> Office:
    # reach: public inside the house, because who is asked for what is told to everybody
    return Office.objects.select_related("unit", "service").get(pk=office_id)


def paper_by_code(code: str) -> Recheck | None:
    """The paper of a code, for whoever holds it; signs between the letters do not matter."""
    # reach: whoever holds the paper
    kept = "".join(one for one in code.upper() if one.isalnum())
    if len(kept) != 12:
        return None
    return Recheck.objects.filter(code=f"{kept[:4]}-{kept[4:8]}-{kept[8:]}").first()


def deciders(unit_id: int) -> list[int]:
    """Who may decide for a unit: its chiefs and directors, and those of the units over it."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(on_day(), position__in=DECIDERS, user__is_active=True)
    own = list(rows.filter(unit_id=unit_id).values_list("user_id", flat=True).distinct())
    return own or list(rows.filter(unit_id__in=above(unit_id)).values_list("user_id", flat=True).distinct())


def unit_leaders() -> list[int]:
    """Who leads a unit of the house."""
    # reach: public inside the house, because the directory is
    leaders = (Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
    rows = Appointment.objects.filter(on_day(), position__in=leaders, user__is_active=True)
    return list(rows.values_list("user_id", flat=True).distinct())


def position_words(user_id: int, unit_id: int) -> str:
    """What somebody signs as: his seat in the unit or over it."""
    # reach: public inside the house, because the directory is
    rows = Appointment.objects.filter(on_day(), user_id=user_id, unit_id__in=above(unit_id)).select_related("unit")
    found = rows.order_by("pk").first()
    return f"{found.get_position_display()}, {found.unit.name}" if found else ""


def units_to_choose() -> QuerySet[Unit]:
    return open_units()


def shown(what: str) -> str:
    """What a kind of file is called."""
    # reach: public, because it is a word
    return str(MODELS[what]._meta.verbose_name)


def problem_counts(actor: Actor) -> tuple[int, int]:
    """Problems in reach that are open, and those whose effect is due."""
    rows = files(actor, "problems")
    due = rows.filter(case__state="fixed", follow_up_on__lte=localdate()).count()
    return rows.filter(case__closed_at=None).count(), due


def proposals_to_measure(actor: Actor) -> int:
    """Applied improvements in reach whose effect is due to be measured."""
    return files(actor, "proposals").filter(case__state="applied", measure_on__lte=localdate()).count()


def may_read_paper(actor: Actor, one: Recheck) -> bool:
    """Whether the paper belongs to a file in reach, or is one's own certificate."""
    # reach: asked of the record the paper belongs to
    reach = actor.reach(access.VIEW)
    records = [*one.answers.select_related("case"), *one.consents.select_related("case")]
    records += [row.session for row in one.certificates.select_related("session__case")]
    mine = one.certificates.filter(user_id=actor.user_id or 0).exists()
    return mine or any(reach.covers(record.case) for record in records)
