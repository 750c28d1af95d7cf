"""Which unit answers for what."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.trail import services as trail
from konak.service.desk import public as desk

from .. import access, queries
from ..models import Field, Office

KIND = "consultancy.office"


def office_of(field: str) -> Office:
    """The office of a field; refused where none was named."""
    found = Office.objects.select_related("unit", "service").filter(field=field).first()
    if found is None:
        raise Refused(
            f"«{Field(field).label}» için sorumlu birim belirlenmemiş. "
            "Bilgi işlem yöneticisi Danışma ve plan, Ayarlar sayfasından belirlemeli."
        )
    return found


def due_of(office: Office) -> dt.date:
    """The day an office answers by."""
    return add_working_days(localdate(), office.days)


@transaction.atomic
def save_office(*, actor: Actor, field: str, unit_id: int, days: int = 10, service_id: int | None = None) -> Office:
    """Name the unit that is asked; files already open stay where they are."""
    if field not in Field.values:
        raise Refused("Böyle bir iş alanı yok.")
    if not 1 <= days <= 250:
        raise Refused("Yanıt süresi 1 ile 250 iş günü arasında olmalı.")
    if not Unit.objects.filter(pk=unit_id).exists():
        raise Refused("Seçilen birim bulunamadı.")
    if service_id is not None and service_id not in {key for key, _, _, _ in desk.service_choices()}:
        raise Refused("Seçilen destek hizmeti yok ya da artık sunulmuyor.")
    one = Office.objects.select_for_update().filter(field=field).first() or Office(field=field)
    reach = actor.reach(access.OFFICES)
    for unit in {unit_id, one.unit_id or unit_id}:
        if not (reach.everywhere or unit in reach.units):
            raise Refused(f"«{access.OFFICES.label}» için bu birimde yetkiniz yok.")
    one.unit_id, one.days = unit_id, days
    one.service_id = service_id if field == Field.SOFTWARE else None
    one.save()
    trail.write(actor=actor, kind=KIND, subject=one.pk, verb="save", seat=actor.seat_for(access.OFFICES, one))
    return queries.office(one.pk)
