"""What a leaver was still to make goes to somebody of the team, in the act that hands over everything he has."""

from django.db import transaction
from django.utils.timezone import localtime

from konak.foundation.access import Actor, Scope, Seat
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.people.positions import Position

from .. import access
from ..models import Visit
from .planning import cancel, of_the_team, one_place_at_a_time, refuse_clash
from .telling import COMING, GOING, tell_visit


@transaction.atomic
def hand_over_visit(key: str, giver: User, receiver: User | None, *, actor: Actor) -> None:
    """The slot stays where it is and goes to somebody who is free then; with nobody it is called off, its ticket
    stays with the team. The file of handing over was approved; it does not ask again who may plan visits."""
    rows = Visit.objects.select_for_update(of=("self", "case")).select_related("case", "ticket__case")
    visit = rows.filter(case__number=key, technician=giver, holds=True).first()
    if visit is None:
        return
    if receiver is None:
        cancel(key, actor=_clock(visit.case.unit_id), why=f"{giver.full_name} görevden ayrılıyor")
        return
    of_the_team(receiver.pk, visit.case.unit_id, localtime(visit.starts_at).date())
    if receiver.pk == visit.host_id:
        raise Refused("Kişi kendi talebine ziyarete gönderilemez.")
    refuse_clash(receiver, visit.starts_at, visit.ends_at, visit.pk)
    visit.technician = receiver
    visit.revision += 1
    visit.case.assignee_id = receiver.pk
    with one_place_at_a_time():
        visit.save()
    visit.case.save(update_fields=["assignee"])
    cases.tell(visit.case, "hand_over", actor)
    subject = visit.ticket.case.subject
    tell_visit(visit, [receiver.pk], GOING, f"Ziyaret size devredildi: {subject}", actor)
    tell_visit(visit, [visit.host_id], COMING, f"Ziyarete başkası gelecek: {subject}", actor)


def _clock(unit_id: int) -> Actor:
    granted = {access.VIEW.code: int(Scope.ALL), access.PLAN.code: int(Scope.ALL)}
    return Actor(None, (Seat(Position.ADMINISTRATOR, unit_id, frozenset({unit_id}), grants=granted),), "job")
