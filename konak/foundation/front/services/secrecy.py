"""How secret a file is, and who may read secret ones: nobody gives or sets more than he has himself."""

from django.db import transaction

from konak.foundation.access import Actor, Permission
from konak.foundation.cases import queries as cases
from konak.foundation.cases.indexing import refresh
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Clearance
from konak.foundation.trail import services as trail

from .. import access
from .accounts import PERSON, permitted, reason_of


def own_clearance(actor: Actor, permission: Permission, case: Case | None = None) -> int:
    """The highest clearance of a seat by which the permission is held, over this file if one is named."""
    held = [
        seat.clearance
        for seat in actor.seats
        if seat.scope_of(permission) is not None
        and (case is None or seat.scope_of(permission) == 4 or case.unit_id in seat.branch)
    ]
    return max(held, default=0)


@transaction.atomic
def set_clearance(appointment_id: int, *, actor: Actor, clearance: int, why: str) -> Appointment:
    """Say up to which secrecy a seat reads."""
    seat = permitted(actor, access.CLEARANCE)
    why = reason_of(why)
    row = Appointment.objects.select_for_update(of=("self",)).select_related("user", "unit").get(pk=appointment_id)
    if clearance not in Clearance.values:
        raise Refused("Bilinmeyen gizlilik derecesi.")
    if row.user_id == actor.user_id and clearance > row.clearance:
        raise Refused("Kendi makamınızın gizlilik yetkisini yükseltemezsiniz; başka bir yetkili yükseltir.")
    own = own_clearance(actor, access.CLEARANCE)
    if max(clearance, row.clearance) > own:
        raise Refused(
            f"Kendi gizlilik yetkiniz «{Clearance(own).label}»; bundan yükseğini veremez ya da değiştiremezsiniz. "
            "İlk yetkiyi sunucu yöneticisi «konak access clearance» komutuyla verir."
        )
    if clearance == row.clearance:
        raise Refused("Makamın gizlilik yetkisi zaten bu.")
    before, row.clearance = row.clearance, clearance
    row.save(update_fields=["clearance"])
    note = f"{row}: {Clearance(before).label} → {Clearance(clearance).label} · {why}"
    trail.write(actor=actor, kind=PERSON, subject=row.user_id, verb="clearance", note=note, seat=seat)
    return row


@transaction.atomic
def set_secrecy(number: str, *, actor: Actor, secrecy: int, why: str) -> Case:
    """Make a file more or less secret. Out of reach it does not exist; the search row follows in the same moment."""
    case = Case.objects.select_for_update(of=("self",)).select_related("unit").get(number=number)
    if not cases.may_see(actor, case):
        raise Case.DoesNotExist
    if not actor.reach(access.SECRECY).covers(case):
        raise Refused(f"«{access.SECRECY.label}» için yetkiniz yok.")
    why = reason_of(why)
    if secrecy not in Clearance.values:
        raise Refused("Bilinmeyen gizlilik derecesi.")
    own = own_clearance(actor, access.SECRECY, case)
    if max(secrecy, case.secrecy) > own:
        raise Refused(
            f"Kendi gizlilik yetkiniz «{Clearance(own).label}»; bundan yükseğini belirleyemez ya da kaldıramazsınız."
        )
    if secrecy == case.secrecy:
        raise Refused("Dosyanın gizliliği zaten bu.")
    before, case.secrecy = case.secrecy, secrecy
    case.save(update_fields=["secrecy"])
    note = f"{Clearance(before).label} → {Clearance(secrecy).label} · {why}"
    tell(case, "secrecy", actor, note, seat=actor.seat_for(access.SECRECY, case))
    refresh(case.pk)
    return case
