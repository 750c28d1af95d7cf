"""Once a day: packages that are accepted by silence, rejections that run out of time, answers that did not come."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import tell
from konak.foundation.notify.services import notify
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day

from .. import lifecycle
from ..models import Addressee, DispatchState, Incoming, Letter, Posting
from .signing import JOB

LEADERS = (Position.CHIEF, Position.DIRECTOR, Position.HEAD_OF_DEPARTMENT)
ESCALATE_DAYS = 5
"""Working days an answer is overdue before those who lead the unit hear of it too."""


def watch(day: dt.date | None = None) -> dict[str, int]:
    """Everything time does by itself; safe to run again on the same day."""
    today = day or localdate()
    return {
        "accepted": _accept_in_silence(today),
        "rejections": _remind_of_rejection(today),
        "silence": _accepted_by_others(today),
        "served": _served(today),
        "answers": _remind_of_answers(today),
    }


def leaders(unit_id: int) -> list[int]:
    rows = Appointment.objects.filter(on_day(), unit_id=unit_id, position__in=LEADERS, user__is_active=True)
    return list(rows.order_by("pk").values_list("user_id", flat=True))


@transaction.atomic
def _accept_in_silence(today: dt.date) -> int:
    """Silence until the end of the second working day is acceptance (m. 30)."""
    rows = Incoming.objects.select_for_update(of=("self",)).select_related("case")
    rows = rows.filter(reject_until__lt=today, accepted_on=None, package__isnull=False)
    count = 0
    for one in rows.exclude(case__state="rejected").order_by("pk")[:1_000]:
        assert one.reject_until is not None
        one.accepted_on = one.reject_until
        one.save(update_fields=["accepted_on"])
        tell(one.case, "accept", JOB, "Süresinde reddedilmedi; kabul edilmiş sayılır (2646 m. 30)")
        count += 1
    return count


def _remind_of_rejection(today: dt.date) -> int:
    """A package with faults nobody decided on, on its last day and the one before."""
    last = add_working_days(today, 1)
    rows = Incoming.objects.select_related("case").exclude(faults=[])
    count = 0
    for one in rows.filter(case__state="registered", accepted_on=None, reject_until__range=(today, last))[:500]:
        people = {*leaders(one.case.unit_id), *([one.case.opened_by_id] if one.case.opened_by_id else [])}
        assert one.reject_until is not None
        count += notify(
            people, lifecycle.REJECTION, f"Kusurlu paket: ret için son gün {one.reject_until:%d.%m.%Y}",
            body=one.case.subject, url=f"/evrak/gelen/{one.case.number}/", secrecy=one.case.secrecy,
            subject_kind="correspondence.incoming", subject_number=one.case.number,
            dedupe=f"reject-{one.case.number}-{today}",
        )  # fmt: skip
    return count


@transaction.atomic
def _accepted_by_others(today: dt.date) -> int:
    rows = Posting.objects.filter(reject_until__lt=today, accepted_on=None, addressee__state=DispatchState.DELIVERED)
    count = 0
    for one in rows.order_by("pk")[:1_000]:
        one.accepted_on = one.reject_until
        one.save(update_fields=["accepted_on"])
        count += 1
    return count


@transaction.atomic
def _served(today: dt.date) -> int:
    """An e-tebligat is served at the end of the fifth day after it arrived."""
    rows = Posting.objects.filter(
        uets_arrived_on__lt=today - dt.timedelta(days=5), addressee__state=DispatchState.SENT
    ).select_related("addressee__letter__case")
    count = 0
    for one in rows.order_by("pk")[:1_000]:
        Addressee.objects.filter(pk=one.addressee_id).update(
            state=DispatchState.DELIVERED, state_why=f"{one.served_on:%d.%m.%Y} günü sonunda tebliğ edilmiş sayıldı"
        )
        tell(one.addressee.letter.case, "dispatch", JOB, f"{one.addressee.name}: tebliğ edilmiş sayıldı"[:300])
        count += 1
    return count


def _remind_of_answers(today: dt.date) -> int:
    """Letters of ours that asked for something by a day that is over: the author writes a tekit, then his leaders
    hear of it."""
    rows = Letter.objects.select_related("case").filter(
        answer_by__lt=today, answered_by=None, case__state__in=("signed", "sent"), asked__in=("opinion", "document")
    )
    count = 0
    for one in rows.order_by("answer_by", "pk")[:500]:
        assert one.answer_by is not None
        late = add_working_days(one.answer_by, ESCALATE_DAYS) < today
        people = set(leaders(one.case.unit_id)) if late else set()
        people |= {one.case.opened_by_id} if one.case.opened_by_id else set()
        count += notify(
            people, lifecycle.UNANSWERED, f"{one.shown_number}: cevap gelmedi, son gün {one.answer_by:%d.%m.%Y} idi",
            body=f"{one.case.subject}. Tekit yazılabilir (2646 m. 34).", url=f"/evrak/yazi/{one.case.number}/",
            secrecy=one.case.secrecy, subject_kind="correspondence.letter", subject_number=one.case.number,
            dedupe=f"unanswered-{one.case.number}-{'late' if late else 'due'}",
        )  # fmt: skip
    return count
