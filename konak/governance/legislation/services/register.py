"""The duty register in daily life: who follows a duty, how often, and which capability proves it."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Seat
from konak.foundation.evidence import capabilities, capability
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit, User
from konak.foundation.people.queries import below, seats_of
from konak.foundation.trail import services as trail

from .. import access, queries
from ..matching.binding import ACCEPT, suggest
from ..models import Binding, BindingState, Duty, Regulation
from .indexing import index_duty


def stand(duty: Duty) -> None:
    """Bring `last_proof_at` of one duty up to date from filed evidence and confirmed capabilities.

    A proof reaches as far as the period it covers, not further than the moment it was filed: what is filed today for
    last year proves last year.
    """
    codes = duty.bindings.filter(state=BindingState.CONFIRMED).values_list("capability", flat=True)
    units, today = frozenset(below(duty.unit_id)), localdate()
    found: list[dt.datetime | None] = [queries.filed_until([duty.pk]).get(duty.pk)]
    found += [entry.last(units, today) for code in codes if (entry := capability(code))]
    last = max((moment for moment in found if moment), default=None)
    if last != duty.last_proof_at:
        duty.last_proof_at = last
        duty.save(update_fields=["last_proof_at"])


def duty_to_manage(duty_id: int, actor: Actor) -> Duty:
    """The duty, locked; out of view-reach it does not exist, without the permission it is refused."""
    duty: Duty = Duty.objects.select_for_update(of=("self",)).get(pk=duty_id)
    duty = queries.duty(actor, duty.pk)
    if not actor.reach(access.MANAGE).covers(duty):
        raise Refused(f"«{access.MANAGE.label}» için yetkiniz yok. Yetkili: görevin biriminin müdürü.")
    if duty.closed_on:
        raise Refused("Kapanmış görev değiştirilemez.")
    return duty


def tell(duty: Duty, verb: str, actor: Actor, note: str = "", *, seat: Seat | None = None) -> None:
    seat = seat or actor.seat_for(access.MANAGE, duty)
    trail.write(actor=actor, kind=queries.DUTY_KIND, subject=duty.pk, verb=verb, note=note, seat=seat)


@transaction.atomic
def assign_duty(duty_id: int, *, actor: Actor, assignee: User | None) -> Duty:
    """Name the person who follows a duty: somebody seated in its unit or below it."""
    duty = duty_to_manage(duty_id, actor)
    if assignee is not None:
        line = queries.line_of(duty.unit_id)
        if not any(seat.unit_id in line for seat in seats_of(assignee.pk)):
            raise Refused(f"{assignee.full_name} bu birimde veya bağlı birimlerinde görevli değil.")
    duty.assignee = assignee
    duty.save()
    index_duty(duty)
    tell(duty, "assign" if assignee else "unassign", actor)
    return duty


@transaction.atomic
def set_duty(duty_id: int, *, actor: Actor, unit: Unit, role: str = "", cadence: str = "none") -> Duty:
    """Move a duty to another unit or position, or set the cadence the unit works by. A cadence stated in the text
    is the law and stays."""
    duty = duty_to_manage(duty_id, actor)
    if not actor.reach(access.MANAGE).covers(_Moved(unit.pk)):
        raise Refused("Görevi yalnız kendi biriminize bağlı bir birime verebilirsiniz.")
    if duty.cadence_stated and cadence != duty.cadence:
        raise Refused(f"Bu görevin sıklığı metinde yazılı ({duty.get_cadence_display()}); değiştirilemez.")
    before = _in_words(duty)
    duty.unit, duty.role, duty.cadence = unit, role, cadence
    duty.save()
    stand(duty)  # another unit has another evidence of its capabilities
    index_duty(duty)
    tell(duty, "set", actor, f"{before} → {_in_words(duty)}")
    return duty


def _in_words(duty: Duty) -> str:
    """Where a duty belongs, for the trail: unit, position, cadence."""
    return ", ".join(
        part
        for part in (duty.unit.name, duty.get_role_display() if duty.role else "", duty.get_cadence_display())
        if part
    )


class _Moved:
    """A duty as it would be in another unit, so that reach can be asked beforehand."""

    owners: tuple[str, ...] = ()

    def __init__(self, unit_id: int) -> None:
        self.unit_id = unit_id


def bind(regulation: Regulation) -> int:
    """Propose capabilities for every open duty from its words; decisions already taken stay. Returns how many."""
    known = set(Binding.objects.filter(duty__regulation=regulation).values_list("duty_id", "capability"))
    offered = capabilities()
    rows = []
    for duty in queries.open_duties(regulation):
        context = f"{duty.clause.article.heading} {duty.clause.responsible}"
        for proposal in suggest(duty.clause.shown, offered, context=context):
            if proposal.score >= ACCEPT and (duty.pk, proposal.capability.code) not in known:
                rows.append(
                    Binding(
                        duty=duty,
                        capability=proposal.capability.code,
                        score=round(proposal.score, 3),
                        reason=proposal.reason[:400],
                    )
                )
    Binding.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def decide_binding(duty_id: int, *, actor: Actor, capability_code: str, accept: bool) -> Binding:
    """A person confirms or rejects that a capability fulfils the duty; may also add one the text did not suggest."""
    duty = duty_to_manage(duty_id, actor)
    if capability(capability_code) is None:
        raise Refused("Bu yetenek kurulu uygulamaların hiçbirinde yok.")
    binding, _ = Binding.objects.get_or_create(
        duty=duty, capability=capability_code, defaults={"score": 0.0, "reason": "Elle bağlandı."}
    )
    binding.state = BindingState.CONFIRMED if accept else BindingState.REJECTED
    binding.decided_by_id, binding.decided_at = actor.user_id, now()
    binding.save()
    stand(duty)
    tell(duty, "bind" if accept else "unbind", actor, capability_code)
    return binding
