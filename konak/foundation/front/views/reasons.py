"""Neden görüyorum, neden göremiyorum: seat, permission, scope, and the line that decides."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import render

from konak.foundation.access import PERMISSIONS, Permission, Reason, reasons
from konak.foundation.access.models import Grant
from konak.foundation.access.queries import changed
from konak.foundation.cases import queries as cases
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Clearance
from konak.foundation.people.queries import seats_of
from konak.foundation.web.http import Request


@dataclass(frozen=True, slots=True)
class Line:
    """One seat and what a permission gives it here."""

    seat: Appointment | None
    label: str
    scope: str
    decides: bool
    grant: Grant | None
    declared: str
    clearance: str
    too_secret: bool


def _seats(request: Request) -> dict[int, Appointment]:
    user_id = request.actor.user_id
    return {seat.pk: seat for seat in seats_of(user_id)} if user_id else {}


def _line(
    reason: Reason, seats: dict[int, Appointment], permission: Permission, grant: Grant | None, secrecy: int
) -> Line:
    declared = permission.given.get(reason.seat.position)
    return Line(
        seats.get(reason.seat.appointment_id or 0),
        reason.seat.label,
        reason.scope.label if reason.scope else "",
        reason.decides,
        grant,
        declared.label if declared else "yetki yok",
        str(Clearance(reason.seat.clearance).label),
        secrecy > reason.seat.clearance,
    )


def why(request: Request) -> HttpResponse:
    """With a number: why this file is seen. Without: all that one's seats give, permission by permission.

    A file out of reach and a number that does not exist get the same answer.
    """
    number = request.GET.get("dosya", "").strip()
    seats = _seats(request)
    shown: dict[str, object] = {"number": number, "seats": list(seats.values())}
    if number:
        try:
            record = cases.record(request.actor, number)
        except ObjectDoesNotExist:
            return render(request, "front/why.html", shown | {"unseen": True}, status=404)
        rows = changed()
        told = [
            _line(reason, seats, record.view, rows.get((record.view.code, reason.seat.position)), record.case.secrecy)
            for reason in reasons(request.actor, record.view, record.case)
        ]
        own = request.actor.user_id in {record.case.assignee_id, record.case.opened_by_id}
        return render(request, "front/why.html", shown | {"record": record, "lines": told, "own": own})
    rows = changed()
    positions = {seat.position for seat in request.actor.seats}
    rights = [
        (permission, _scopes(request, permission), any((permission.code, at) in rows for at in positions))
        for permission in PERMISSIONS.values()
    ]
    rights.sort(key=lambda one: (not one[1], one[0].code))
    return render(request, "front/why.html", shown | {"rights": rights})


def _scopes(request: Request, permission: Permission) -> str:
    """The widest scope in which any seat of the reader holds the permission, in words."""
    held = [scope for seat in request.actor.seats if (scope := seat.scope_of(permission)) is not None]
    return max(held).label if held else ""
