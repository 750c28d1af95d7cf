"""What a change of the organisation does to duties and texts: they follow whoever takes over; all is repeatable."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import NOBODY, Actor
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.people.positions import HEADS, Succeeds
from konak.foundation.people.queries import below, on_day, seats_of, successors_of
from konak.foundation.trail.models import Entry

from .. import lifecycle, queries
from ..models import Clause, Duty, Regulation
from .indexing import index_duties, index_duty
from .nightly import refresh_proofs
from .register import stand, tell

ORPHANED = Topic(
    "legislation.orphaned",
    "Birimi kapanan görevler",
    "Bağlı bir birim, görevlerini devralan birim belirtilmeden kapandığında.",
    mail=Pace.NOW,
)


@transaction.atomic
def take_over(unit_id: int, successor_id: int, *, actor: Actor = NOBODY) -> int:
    """Duties, texts and drafts of a unit that ended go to the one that took over; how many duties went.

    Where nobody took over they stay where they are, and the head above is told once.
    """
    old = Unit.objects.get(pk=unit_id)
    rows = Duty.objects.select_for_update(of=("self",)).filter(unit_id=unit_id, closed_on=None)
    duties = list(rows.select_related("clause__article", "unit", "regulation__case").order_by("pk"))
    successor = _last_of(successor_id)
    if successor is None:
        _flag(old, duties, actor)
        return 0
    for text in Regulation.objects.filter(case__unit_id=unit_id, case__closed_at=None):
        case = Case.objects.select_for_update().get(pk=text.case_id)
        case.unit = successor
        case.save()
        tell_case(case, "unit_moved", actor, f"{old.name} → {successor.name}")
    drafts = (lifecycle.State.DRAFT, lifecycle.State.SUBMITTED)
    for clause in Clause.objects.select_for_update(of=("self",)).filter(
        unit_id=unit_id, regulation__case__state__in=drafts
    ):
        clause.unit = successor
        clause.save()
    branch = below(successor.pk)
    for duty in duties:
        duty.unit = successor
        if duty.assignee_id and not any(seat.unit_id in branch for seat in seats_of(duty.assignee_id)):
            duty.assignee = None
        duty.save()
        stand(duty)
        tell(duty, "take-over", actor, f"{old.name} → {successor.name}")
    renew(branch, actor=actor)
    return len(duties)


@transaction.atomic
def renew(unit_ids: Iterable[int], *, actor: Actor = NOBODY) -> int:
    """Search rows of the duties of these units, and of the texts bound to them, anew; how many duties."""
    del actor  # run by the worker for everybody
    units = set(unit_ids)
    rows = Duty.objects.filter(unit_id__in=units, closed_on=None)
    duties = list(rows.select_related("clause__article", "unit", "regulation__case"))
    for duty in duties:
        index_duty(duty)
    for text in Regulation.objects.filter(case__unit_id__in=units):
        index_duties(text)
    return len(duties)


@transaction.atomic
def follow_the_move(unit_id: int, *, actor: Actor = NOBODY) -> int:
    """A branch hangs elsewhere: whoever finds its duties, and what the units over it can show, changes with it."""
    renewed = renew(below(unit_id), actor=actor)
    refresh_proofs(actor=actor)
    return renewed


def _last_of(unit_id: int) -> Unit | None:
    """The unit that took over, or whoever took over from it meanwhile."""
    found = Unit.objects.filter(pk=unit_id).first()
    seen: set[int] = set()
    while found is not None and found.until is not None and found.until < localdate() and found.pk not in seen:
        seen.add(found.pk)
        heirs = [
            row.successor for row in successors_of(found.pk) if row.how in (Succeeds.TAKEN_OVER, Succeeds.MERGED)
        ]
        if len(heirs) != 1:
            break
        found = heirs[0]
    return found


def _flag(old: Unit, duties: list[Duty], actor: Actor) -> None:
    told = Entry.objects.filter(kind=queries.DUTY_KIND, verb="orphan", subject__in=[str(duty.pk) for duty in duties])
    known = set(told.values_list("subject", flat=True))
    for duty in duties:
        if str(duty.pk) not in known:
            tell(duty, "orphan", actor, old.name)
    above, heads = old.parent, set[int]()
    while above is not None and not heads:
        seats = Appointment.objects.filter(on_day(), unit=above, position__in=HEADS, user__is_active=True)
        heads, above = set(seats.values_list("user_id", flat=True)), above.parent
    if duties and heads:
        notify(
            heads,
            ORPHANED,
            f"{old.name} kapandı; {len(duties)} görevini devralan birim belirtilmedi",
            body="Görevlerin sayfasından her birine sorumlu bir birim belirleyin.",
            url=f"/gorevler/?unit={old.pk}",
            dedupe=f"legislation.orphaned.{old.pk}",
        )
