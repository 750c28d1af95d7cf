"""Telling whoever asked, whoever works on it and those who watch, in words of their own."""

from collections.abc import Iterable

from django.urls import reverse

from konak.foundation.access import Actor
from konak.foundation.cases import watching
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.people.models import Appointment
from konak.foundation.people.queries import on_day

from .. import access
from ..models import Agent, Ticket

ORDER = 15
MINE = Topic(
    "desk.mine",
    "Destek talebimle ilgili gelişme",
    "Talebiniz üstlenildiğinde, sizden bilgi istendiğinde, yanıt yazıldığında ya da çözüldüğünde.",
    mail=Pace.NOW,
    order=ORDER,
)
GIVEN = Topic(
    "desk.given", "Bana verilen destek talebi", "Bir destek talebi size verildiğinde.", mail=Pace.NOW, order=ORDER
)
QUEUE = Topic(
    "desk.queue",
    "Ekibime gelen destek talebi",
    "Ekibinize, henüz kimseye verilmemiş bir talep geldiğinde.",
    needs=access.WORK,
    order=ORDER,
)
WRITTEN = Topic(
    "desk.written",
    "Destek talebine yazılması",
    "Üzerinizdeki ya da izlediğiniz talebe yanıt veya iç not yazıldığında.",
    needs=access.WORK,
    order=ORDER,
)
NAMED = Topic(
    "desk.named", "Destek talebinde benden söz edilmesi", "Bir notta @kullanıcı.adı ile anıldığınızda.",
    mail=Pace.NOW, order=ORDER,
)  # fmt: skip
APPROVAL = Topic(
    "desk.approval",
    "Onayımı bekleyen destek talebi",
    "Bir destek talebi için onayınız istendiğinde.",
    mail=Pace.NOW,
    order=ORDER,
)
CLOCK = Topic(
    "desk.clock",
    "Süresi dolan destek talebi",
    "Sizden ya da biriminizden sorulan bir talebin süresi dolmak üzereyken veya dolduğunda.",
    mail=Pace.NOW,
    urgent=True,
    needs=access.WORK,
    order=ORDER,
)


def page_of(ticket: Ticket) -> str:
    return reverse(ticket.page or "front:case", args=[ticket.case.number])


def tell_people(
    ticket: Ticket,
    users: Iterable[int | None],
    topic: Topic,
    title: str,
    body: str = "",
    *,
    actor: Actor | None = None,
    dedupe: str = "",
) -> int:
    """One thing to several people, in the transaction in which it happened; those who may not see it are left out."""
    wanted = sorted({user for user in users if user is not None} - {actor.user_id if actor else None})
    if not wanted:
        return 0
    seen = watching.who_may_see(ticket.case, wanted)
    notice = Notice(
        users=seen,
        topic=topic,
        title=title,
        body=body or f"{ticket.case.number} · {ticket.service.name}",
        url=page_of(ticket),
        subject_kind=watching.SUBJECT,
        subject_number=ticket.case.number,
        secrecy=ticket.case.secrecy,
        dedupe=dedupe,
        actor_id=actor.user_id if actor else None,
    )
    return tell_all([notice])


def askers(ticket: Ticket) -> list[int | None]:
    return list({ticket.requester_id, ticket.case.opened_by_id})


def working(ticket: Ticket) -> list[int | None]:
    """Whoever has it, and where nobody has it its team."""
    if ticket.case.assignee_id:
        return [ticket.case.assignee_id]
    return list(team(ticket.case.unit_id))


def team(unit_id: int) -> list[int]:
    """The desk of a unit; a unit without one is everybody who sits in it."""
    agents = list(Agent.objects.filter(unit_id=unit_id, user__is_active=True).values_list("user_id", flat=True))
    if agents:
        return agents
    seated = Appointment.objects.filter(on_day(), unit_id=unit_id, user__is_active=True)
    return list(seated.values_list("user_id", flat=True).distinct())


def clipped(text: str, most: int = 300) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
