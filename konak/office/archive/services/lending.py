"""Files of paper are lent and taken back."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment, User
from konak.foundation.people.queries import on_day

from .. import access, lifecycle, queries
from ..models import Loan, Medium
from .filing import locked, may

LOAN_DAYS = 15


@transaction.atomic
def lend(number: str, *, actor: Actor, borrower: User, purpose: str, due_on: dt.date | None = None) -> Loan:
    """A file of paper goes to somebody until a day."""
    actor = queries.archivist(actor)
    folder = locked(number, actor)
    may(actor, access.LEND, folder.case)
    assert actor.user_id is not None
    due_on = due_on or localdate() + dt.timedelta(days=LOAN_DAYS)
    if folder.medium == Medium.ELECTRONIC:
        raise Refused("Elektronik dosya ödünç verilmez; yetkisi olan ekranda okur.")
    if folder.ended or folder.case.state == "open":
        raise Refused("Yalnız arşivdeki ya da kapanmış dosya ödünç verilir.")
    if not localdate() <= due_on <= localdate() + dt.timedelta(days=365):
        raise Refused("Geri getirme günü bugünden sonra, en çok bir yıl içinde olmalı.")
    if folder.loans.filter(returned_at=None).exists():
        raise Refused("Dosya şu anda ödünçte.")
    if not purpose.strip():
        raise Refused("Dosyanın ne için alındığını yazın.")
    seat = Appointment.objects.filter(on_day(), user=borrower).order_by("pk").first()
    made = Loan.objects.create(
        folder=folder,
        borrower=borrower,
        unit_id=seat.unit_id if seat else None,
        purpose=purpose.strip(),
        lent_by_id=actor.user_id,
        due_on=due_on,
    )
    tell(folder.case, "lend", actor, f"{due_on:%d.%m.%Y}", seat=actor.seat_for(access.LEND, folder.case))
    return made


@transaction.atomic
def take_back(number: str, *, actor: Actor, remark: str = "") -> Loan:
    """The file is back; whoever keeps it writes how it came."""
    actor = queries.archivist(actor)
    folder = locked(number, actor)
    may(actor, access.LEND, folder.case)
    found = folder.loans.select_for_update().filter(returned_at=None).first()
    if found is None:
        raise Refused("Dosya ödünçte değil.")
    found.returned_at, found.taken_back_by_id, found.remark = now(), actor.user_id, remark.strip()
    found.save()
    tell(folder.case, "take_back", actor, seat=actor.seat_for(access.LEND, folder.case))
    return found


@transaction.atomic
def remind_loans(*, actor: Actor) -> int:
    """Tell borrowers whose day is over, once a week."""
    del actor
    week = localdate() - dt.timedelta(days=7)
    late = Loan.objects.filter(returned_at=None, due_on__lt=localdate()).exclude(told_on__gt=week)
    told = 0
    for one in late.select_related("folder__case")[:500]:
        told += notify(
            [one.borrower_id, one.lent_by_id],
            lifecycle.LOANS,
            f"Ödünç dosyanın günü geçti: {one.folder.case.subject}",
            url=f"/arsiv/dosya/{one.folder.case.number}/",
            body=f"{one.folder.case.number} · geri getirme günü {one.due_on:%d.%m.%Y}",
            dedupe=f"loan:{one.pk}:{localdate()}",
        )
        one.told_on = localdate()
        one.save(update_fields=["told_on"])
    return told
