"""What this app knows people to hold: open cases, seats, delegations, groups, sessions, keys of programs."""

from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.tokens import Token
from konak.foundation.cases import services as cases
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.people import seats
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import below
from konak.governance.committees import public as committees

from .. import access
from ..lifecycle import DelegationState
from ..models import Delegation, Membership, StandingDeputy
from ..queries import rights
from ..queries.handovers import Held, Holding, open_for, register
from . import delegating
from .appointing import _end_lent
from .telling import WORKER, ruled, tell_person, tell_seat

MOST = 2_000
"""Lines of one kind that a file of handing over lists."""


def _units_of(appointment_id: int | None) -> set[int] | None:
    if appointment_id is None:
        return None
    return below(Appointment.objects.values_list("unit_id", flat=True).get(pk=appointment_id))


def _cases(user_id: int, appointment_id: int | None) -> list[Held]:
    rows = Case.objects.filter(assignee_id=user_id, resting=False).exclude(kind="staffing.handover")
    units = _units_of(appointment_id)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    return [
        Held(row.number, f"{row.number} {row.subject}", reverse("front:case", args=[row.number]))
        for row in rows.order_by("due_on", "pk")[:MOST]
    ]


def _give_case(key: str, person: User, to: User | None, actor: Actor) -> None:
    case = Case.objects.filter(number=key, assignee_id=person.pk, closed_at=None).first()
    if case is not None:  # done or given away meanwhile: nothing is left to hand over
        cases.assign(key, actor=actor, assignee=to)


def _seats(user_id: int, appointment_id: int | None) -> list[Held]:
    rows = Appointment.objects.filter(Q(until=None) | Q(until__gte=localdate()), user_id=user_id, acting_for=None)
    if appointment_id is not None:
        rows = rows.filter(pk=appointment_id)
    waiting = open_for(user_id)
    if waiting is not None:
        rows = rows.filter(Q(until=None) | Q(until__gt=waiting.last_day))
    return [
        Held(
            str(row.pk),
            f"{row.get_position_display()}, {row.unit.name}",
            reverse("staffing:appointment", args=[row.pk]),
        )
        for row in rows.select_related("unit")
    ]


def _end_seat(key: str, person: User, to: User | None, actor: Actor) -> None:
    row = Appointment.objects.select_related("unit", "user").filter(pk=int(key), user=person).first()
    waiting = open_for(person.pk)
    last_day = waiting.last_day if waiting else localdate()
    if row is None or (row.until is not None and row.until <= last_day):
        return
    right = rights.right_for(actor, row.unit_id, row.position)
    if right is None:
        raise Refused(
            "Bu makamı personel birimi sona erdirir. Satırı «Kişide kalıyor» olarak, notuyla işaretleyebilirsiniz."
        )
    _end_lent(row, last_day)
    tell_seat(row, "end_seat", actor, right, f"devir teslim; son gün {last_day:%d.%m.%Y}")
    ruled(lambda: seats.give_up(row.pk, last_day))


def _delegations(user_id: int, appointment_id: int | None) -> list[Held]:
    living = (DelegationState.PROPOSED, DelegationState.ACTIVE)
    rows = Delegation.objects.filter(Q(giver_id=user_id) | Q(deputy_id=user_id), case__state__in=living)
    if appointment_id is not None:
        rows = rows.filter(seat_id=appointment_id)
    return [
        Held(row.case.number, f"{row.case.number} {row}", reverse("staffing:delegation", args=[row.case.number]))
        for row in rows.select_related("giver", "deputy")
    ]


def _end_delegation(key: str, person: User, to: User | None, actor: Actor) -> None:
    row = Delegation.objects.filter(case__number=key).first()
    if row is None:
        return
    if row.case.state == DelegationState.PROPOSED:
        delegating.withdraw(key, actor=WORKER)
    elif row.case.state == DelegationState.ACTIVE:
        delegating.end(key, actor=WORKER)


def _groups(user_id: int, appointment_id: int | None) -> list[Held]:
    rows = Membership.objects.filter(Q(until=None) | Q(until__gte=localdate()), user_id=user_id)
    units = _units_of(appointment_id)
    if units is not None:
        rows = rows.filter(unit_id__in=units)
    found = [
        Held(f"g{row.pk}", f"{row.group.label}, {row.unit.name}", reverse("staffing:groups"))
        for row in rows.select_related("group", "unit")
    ]
    standing = StandingDeputy.objects.filter(user_id=user_id).select_related("unit")
    if appointment_id is None:
        found += [
            Held(f"v{row.pk}", f"{row.unit.name}, {row.get_position_display()}: {row.order}. sürekli vekil")
            for row in standing
        ]
    return found


def _end_group(key: str, person: User, to: User | None, actor: Actor) -> None:
    if key.startswith("v"):
        StandingDeputy.objects.filter(pk=int(key[1:]), user=person).delete()
        return
    waiting = open_for(person.pk)
    last_day = waiting.last_day if waiting else localdate()
    for row in Membership.objects.select_for_update().filter(pk=int(key[1:]), user=person):
        if row.until is None or row.until > last_day:
            row.until = max(row.since, last_day)
            row.save(update_fields=["until"])
            tell_person(person.pk, "unmember", actor, access.HAND_OVER, row.group.code)


def _committees(user_id: int, appointment_id: int | None) -> list[Held]:
    if appointment_id is not None:
        return []  # whoever only changes his seat stays in the committees that named him
    return [Held(str(one.id), f"{one.name}: {one.role}", one.url) for one in committees.memberships(WORKER, user_id)]


def _leave_committee(key: str, person: User, to: User | None, actor: Actor) -> None:
    still = next((one for one in committees.memberships(WORKER, person.pk) if str(one.id) == key), None)
    if still is not None:
        raise Refused(f"Üyeliği önce kurulun kendi sayfasından sona erdirin: {still.name}. Sonra bu satırı kapatın.")


def _sessions(user_id: int, appointment_id: int | None) -> list[Held]:
    if appointment_id is not None:
        return []
    rows = UserSession.objects.filter(user_id=user_id).order_by("created_at")
    return [Held(str(row.pk), f"Açık oturum, {row.created_at:%d.%m.%Y}") for row in rows[:50]]


def _end_session(key: str, person: User, to: User | None, actor: Actor) -> None:
    for row in UserSession.objects.filter(pk=int(key), user=person):
        row.end()


def _tokens(user_id: int, appointment_id: int | None) -> list[Held]:
    rows = Token.objects.filter(user_id=user_id, revoked_at=None, expires_on__gte=localdate())
    if appointment_id is not None:
        rows = rows.filter(seat_id=appointment_id)
    return [Held(str(row.pk), f"{row.name} ({row.shown}…)") for row in rows[:200]]


def _end_token(key: str, person: User, to: User | None, actor: Actor) -> None:
    for row in Token.objects.select_for_update(of=("self",)).filter(pk=int(key), user=person, revoked_at=None):
        row.revoked_at, row.revoked_by_id, row.why_revoked = now(), actor.user_id, "Devir teslim"
        row.save(update_fields=["revoked_at", "revoked_by", "why_revoked"])


def register_own() -> None:
    """Declare what this app itself can hand over; called once from `apps.ready`."""
    register(Holding("Açık dosyalar", _cases, _give_case, order=10))
    register(Holding("Makamlar", _seats, _end_seat, passes=False, order=20))
    register(Holding("Vekâletler", _delegations, _end_delegation, passes=False, order=30))
    register(Holding("Görev grupları", _groups, _end_group, passes=False, order=40))
    register(Holding("Kurul üyelikleri", _committees, _leave_committee, passes=False, order=50))
    register(Holding("API anahtarları", _tokens, _end_token, passes=False, order=80))
    register(Holding("Açık oturumlar", _sessions, _end_session, passes=False, order=90))
