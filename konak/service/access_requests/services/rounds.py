"""What the clock does: ends, opens, warns, climbs. Every part of it may run again at any time."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.notify.services import notify

from ..lifecycle import RequestState
from ..models import AccessRequest
from ..queries import chairs
from . import deciding, ending, moving, provisioning, reviewing
from .telling import EMERGENCY, clock


def run() -> tuple[int, int, int]:
    """Every ten minutes: exits that came, rights whose last day is over, what can be carried out by itself."""
    return moving.take_due(), ending.end_due(), provisioning.run_due()


def morning(day: dt.date | None = None) -> tuple[int, int, int]:
    """Once a day: who is to be warned, reminded, or told of what was not looked at."""
    today = day or localdate()
    deciding.reroute(actor=Actor(None, (), "job"))
    return ending.warn(day=today), reviewing.remind(day=today), climb(today)


def climb(today: dt.date) -> int:
    """Emergency access that nobody looked at in time: the superiors of the reviewer hear of it, and security."""
    rows = AccessRequest.objects.filter(case__state=RequestState.REVIEW, case__due_on__lt=today)
    return sum(_climb(row.pk, actor=clock(row.case.unit_id)) for row in rows)


@transaction.atomic
def _climb(pk: int, *, actor: Actor) -> bool:
    row = AccessRequest.objects.select_for_update(of=("self", "case")).select_related("right", "person").get(pk=pk)
    if row.case.state != RequestState.REVIEW:
        return False
    people = {one.pk for one in chairs.security_officers()}
    above = chairs.superior(row.case.assignee_id, {row.person_id}) if row.case.assignee_id else None
    if above is not None:
        people.add(above.user_id)
    told = notify(
        sorted(people - {row.person_id}),
        EMERGENCY,
        f"Acil erişim incelenmedi: {row.right.name}, {row.person.full_name}",
        body=f"{row.case.number} · inceleme {row.case.due_on:%d.%m.%Y} günü bitmeliydi",
        url=f"/yetkiler/talepler/{row.case.number}/",
        subject_kind="case",
        subject_number=row.case.number,
        dedupe=f"{row.case.number}.unreviewed",
    )
    if told:
        tell(row.case, "climb", actor)
    return bool(told)
