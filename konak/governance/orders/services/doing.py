"""An order is begun, reported as done, accepted or handed back, or withdrawn."""

from typing import IO

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import take
from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused

from .. import lifecycle
from ..lifecycle import DONE, WITHDRAWN
from ..models import Answer, Order, Report, Verdict


def start(number: str, *, actor: Actor) -> Order:
    """Take it on; what was given to the unit is then in this person's hands."""
    with take(lifecycle.START, Order, number, actor) as order:
        order.case.assignee_id = order.case.assignee_id or actor.user_id
    return order


def report(number: str, *, actor: Actor, note: str = "", file: IO[bytes] | None = None, file_name: str = "") -> Order:
    """Say that it is done, with a note, a file or both as evidence. A request for more time is thereby settled."""
    if not note.strip() and file is None:
        raise Refused("Ne yapıldığını yazın ya da kanıt dosyası ekleyin.")
    assert actor.user_id is not None
    with take(lifecycle.REPORT, Order, number, actor) as order:
        order.case.assignee_id = order.case.assignee_id or actor.user_id
        Report.objects.create(
            order=order,
            note=note.strip(),
            file=_kept(actor, file, file_name, order.case.unit_id),
            reported_by_id=actor.user_id,
            reported_at=now(),
        )
        order.extensions.filter(answer=Answer.ASKED).update(
            answer=Answer.REFUSED, words="İş bildirildiği için gerek kalmadı.", decided_at=now()
        )
    return order


def _kept(actor: Actor, file: IO[bytes] | None, name: str, unit_id: int) -> StoredFile | None:
    if file is None:
        return None
    name = name or getattr(file, "name", "") or "kanit"
    return store(actor=actor, content=file, name=name, unit_id=unit_id, purpose="orders.report")


def accept(number: str, *, actor: Actor, words: str = "") -> Order:
    """The giver accepts the result; the order ends."""
    with take(lifecycle.ACCEPT, Order, number, actor) as order:
        _decide(order, actor, Verdict.ACCEPTED, words)
        order.confirmed_at = order.confirmed_at or now()
        publish(DONE, number=number)
    return order


def hand_back(number: str, *, actor: Actor, why: str) -> Order:
    """The giver is not satisfied, and says why; the work goes on."""
    if not why.strip():
        raise Refused("Eksik olanı yazın; görevi yapan neyi tamamlayacağını bilsin.")
    with take(lifecycle.RETURN, Order, number, actor) as order:
        _decide(order, actor, Verdict.RETURNED, why)
        order.confirmed_at = order.confirmed_at or now()
    return order


def _decide(order: Order, actor: Actor, verdict: Verdict, why: str) -> None:
    waiting = order.reports.get(verdict=Verdict.WAITING)
    waiting.verdict, waiting.why = verdict, why.strip()
    waiting.decided_by_id, waiting.decided_at = actor.user_id, now()
    waiting.save()


@transaction.atomic
def withdraw(number: str, *, actor: Actor, why: str) -> Order:
    """The order no longer stands, nor does what was passed on of it."""
    if not why.strip():
        raise Refused("Geri alma nedenini yazın.")
    with take(lifecycle.WITHDRAW, Order, number, actor) as order:
        for report_ in order.reports.filter(verdict=Verdict.WAITING):
            report_.verdict, report_.why = Verdict.RETURNED, why.strip()
            report_.decided_by_id, report_.decided_at = actor.user_id, now()
            report_.save()
        order.extensions.filter(answer=Answer.ASKED).update(
            answer=Answer.REFUSED, words="Emir geri alındı.", decided_by_id=actor.user_id, decided_at=now()
        )
        order.withdrawn_why = why.strip()
        publish(WITHDRAWN, number=number)
    for part in order.parts.filter(case__closed_at=None).values_list("case__number", flat=True):
        withdraw(part, actor=actor, why=why)
    return order
