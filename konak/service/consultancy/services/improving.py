"""An improvement is proposed by anybody, answered by the unit it concerns, done as work, measured afterwards."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import people_of
from konak.service.desk import public as desk

from .. import access, lifecycle, queries
from ..lifecycle import PROPOSAL_ACCEPTED
from ..models import Aim, Field, Proposal, Wanted
from .common import DECISION, MINE, tell, text
from .offices import due_of, office_of

FOLLOW_UP = 60
"""Days after it was applied before the effect is measured, when nobody says otherwise."""
ANSWER_DAYS = 15
LONGEST = 400


@transaction.atomic
def propose_improvement(
    *,
    actor: Actor,
    subject: str,
    today: str,
    idea: str,
    kind: str = Aim.QUALITY,
    gain: str = "",
    service_id: int | None = None,
) -> Proposal:
    """To the unit that serves the service; without one to the office for proposals."""
    if kind not in Aim.values:
        raise Refused("Neyin iyileşeceğini seçin.")
    if service_id is not None:
        unit = next((unit_id for key, _, _, unit_id in desk.service_choices() if key == service_id), None)
        if unit is None:
            raise Refused("Seçilen destek hizmeti yok ya da artık sunulmuyor.")
        due = add_working_days(localdate(), ANSWER_DAYS)
    else:
        office = office_of(Field.IMPROVE)
        unit, due = office.unit_id, due_of(office)
    made = Proposal(
        kind=kind,
        service_id=service_id,
        today=text(today, 4_000, "Bugün nasıl yapıldığını yazın."),
        idea=text(idea, 4_000, "Önerinizi yazın."),
        gain=text(gain, 2_000),
    )
    made = cases.open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=unit,
        subject=text(subject, 250, "Öneriyi bir cümleyle yazın."),
        due_on=due,
    )
    tell(made, queries.deciders(unit), DECISION, f"İyileştirme önerisi: {made.case.subject}", actor)
    return made


@transaction.atomic
def accept_proposal(
    number: str,
    *,
    actor: Actor,
    reply: str,
    until: dt.date,
    assignee_id: int | None = None,
    measure: str = "",
    wanted: str = Wanted.LESS,
    before: Decimal | None = None,
    target: Decimal | None = None,
    as_ticket: bool = False,
) -> Proposal:
    """Agreed: somebody does it until a day, by what it will be measured is settled now; a ticket where wanted."""
    if until < localdate():
        raise Refused("Bitirilecek gün geçmişte olamaz.")
    if until > localdate() + dt.timedelta(days=LONGEST):
        raise Refused("Bitirilecek gün en çok bir yıl içinde olmalı.")
    if wanted not in Wanted.values:
        raise Refused("Ölçünün azalması mı, artması mı istendiğini seçin.")
    words = text(reply, 2_000, "Öneren kişiye yanıtınızı yazın.")
    with cases.take(lifecycle.ACCEPT_PROPOSAL, Proposal, number, actor, note=words[:250]) as one:
        if assignee_id is not None and not people_of(one.case.unit_id).filter(pk=assignee_id).exists():
            raise Refused("Seçilen kişi bu birimde görevli değil.")
        one.reply, one.wanted = words, wanted
        one.measure, one.before, one.target = text(measure, 160), before, target
        one.case.assignee_id, one.case.due_on = assignee_id or actor.user_id, until
        if as_ticket:
            one.ticket_id = _ticket(one, number)
        tell(one, [one.case.opened_by_id], MINE, f"Öneriniz kabul edildi: {one.case.subject}", actor, words)
        tell(one, [one.case.assignee_id], DECISION, f"Öneri size verildi: {one.case.subject}", actor)
        publish(PROPOSAL_ACCEPTED, number=number)
    return one


def _ticket(one: Proposal, number: str) -> int | None:
    code = next((code for key, _, code, _ in desk.service_choices() if key == one.service_id), "")
    if not code:
        raise Refused("Önerinin destek hizmeti seçilmemiş; talep açmadan kabul edin.")
    opened = desk.open_ticket(
        actor=Actor(None, via="job"),
        service_code=code,
        subject=f"İyileştirme: {one.case.subject}"[:250],
        text=f"{number} sayılı öneri kabul edildi.\n\n{one.idea}",
        channel=desk.Channel.SYSTEM,
        on_behalf_of=one.case.opened_by_id,
    )
    return desk.id_of(opened)


@transaction.atomic
def decline_proposal(number: str, *, actor: Actor, why: str) -> Proposal:
    words = text(why, 2_000, "Neden uygun görülmediğini yazın.")
    with cases.take(lifecycle.DECLINE_PROPOSAL, Proposal, number, actor, note=words[:250]) as one:
        one.reply = words
        tell(one, [one.case.opened_by_id], MINE, f"Öneriniz yanıtlandı: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def apply_proposal(
    number: str, *, actor: Actor, note: str, before: Decimal | None = None, measure_on: dt.date | None = None
) -> Proposal:
    """It is in place. The value before stands fast from here on, the tickets before are counted."""
    day = measure_on or localdate() + dt.timedelta(days=FOLLOW_UP)
    if not localdate() < day <= localdate() + dt.timedelta(days=LONGEST):
        raise Refused("Etkinin ölçüleceği gün ileride ve en çok bir yıl içinde olmalı.")
    words = text(note, 250, "Ne yapıldığını kısaca yazın.")
    with cases.take(lifecycle.APPLY_PROPOSAL, Proposal, number, actor, note=words) as one:
        one.before = one.before if before is None else before
        if one.measure and one.before is None:
            raise Refused(f"«{one.measure}» için önceki değeri yazın; sonradan ölçülemez.")
        one.applied_on, one.measure_on, one.case.due_on = localdate(), day, day
        one.tickets_before = tickets_around(one)[0]
        tell(one, [one.case.opened_by_id], MINE, f"Öneriniz uygulandı: {one.case.subject}", actor, words)
    return one


def tickets_around(one: Proposal, day: dt.date | None = None) -> tuple[int | None, int | None]:
    """Tickets of the service before and after, over spans of the same length; None where it names no service."""
    if one.service_id is None or one.applied_on is None or one.measure_on is None:
        return None, None
    span = max(1, (one.measure_on - one.applied_on).days)
    first, last = one.applied_on - dt.timedelta(days=span), one.applied_on - dt.timedelta(days=1)
    until = min(day or localdate(), one.applied_on + dt.timedelta(days=span))
    return (
        desk.count_opened([one.service_id], first, last),
        desk.count_opened([one.service_id], one.applied_on + dt.timedelta(days=1), until),
    )


@transaction.atomic
def measure_proposal(number: str, *, actor: Actor, verdict: str, after: Decimal | None = None) -> Proposal:
    """What came of it, told to whoever proposed it."""
    words = text(verdict, 1_000, "Ne değişti? Bir cümleyle yazın.")
    with cases.take(lifecycle.MEASURE_PROPOSAL, Proposal, number, actor) as one:
        if one.measure and after is None:
            raise Refused(f"«{one.measure}» için bugünkü değeri yazın.")
        one.after, one.verdict = after, words
        one.tickets_before, one.tickets_after = tickets_around(one)
        tell(one, [one.case.opened_by_id], MINE, f"Önerinizin sonucu: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def give_up_proposal(number: str, *, actor: Actor, why: str) -> Proposal:
    words = text(why, 1_000, "Neden vazgeçildiğini yazın.")
    with cases.take(lifecycle.GIVE_UP_PROPOSAL, Proposal, number, actor, note=words[:250]) as one:
        one.verdict = words
        tell(one, [one.case.opened_by_id], MINE, f"Öneriden vazgeçildi: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def withdraw_proposal(number: str, *, actor: Actor) -> Proposal:
    with cases.take(lifecycle.WITHDRAW_PROPOSAL, Proposal, number, actor) as one:
        pass
    return one
