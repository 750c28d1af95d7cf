"""What the watch measures becomes a ticket: opened with the outage, told of its end, solved by its report."""

from django.conf import settings
from django.db import transaction

from konak.estate.monitoring import public as monitoring
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import queries
from ..models import Service, Ticket
from .handling import close, solve
from .intake import announce
from .system import system


def _service(system_code: str) -> Service | None:
    """The service of the system that is down, else the one the installation names for faults that were measured."""
    rows = Service.objects.filter(active=True).order_by("pk")
    own = rows.filter(system__code=system_code).first() if system_code else None
    return own or rows.filter(code=settings.MONITORING_SERVICE).first()


def _source(number: str) -> str:
    return f"monitoring:{number}"


@transaction.atomic
def hear_outage(number: str, *, actor: Actor) -> Ticket | None:
    """A critical outage opens a ticket; the same one told again adds a line to it."""
    facts = monitoring.problem(number)
    if facts is None or not facts.critical or facts.ended_at is not None:
        return None
    service = _service(facts.system)
    if service is None:
        return None
    made = announce(
        source=_source(number),
        service_code=service.code,
        subject=facts.subject[:200],
        text=f"{facts.words}\n{number} sayılı arıza dosyasında ölçümler, etkilenen hizmetler ve üstlenen kişi var.",
        asset_tag=facts.asset_tag,
    )
    monitoring.note_ticket(number, actor=actor, ticket=made.case.number)
    return made


@transaction.atomic
def hear_recovery(number: str, *, actor: Actor) -> Ticket | None:
    """It works again: the open ticket is told how long it was."""
    del actor  # the watch's own job tells it
    facts, found = monitoring.problem(number), queries.ticket_of_source(_source(number))
    if facts is None or found is None:
        return None
    return announce(
        source=_source(number),
        service_code=found.service.code,
        subject=facts.subject[:200],
        text=f"Düzeldi; {facts.minutes} dakika sürdü. Kesinti raporu bekleniyor.",
    )


@transaction.atomic
def hear_report(number: str, *, actor: Actor) -> Ticket | None:
    """The report of the outage solves its ticket, in the same words, and closes it: nobody is there to confirm."""
    del actor  # the watch's own job tells it
    facts, found = monitoring.problem(number), queries.ticket_of_source(_source(number))
    if facts is None or found is None:
        return None
    text = f"Neden: {facts.cause}\nYapılan: {facts.done}"
    text += f"\nYinelenmemesi için: {facts.prevention}" if facts.prevention else ""
    desk, key = system(found.case.unit_id), found.case.number
    try:
        with transaction.atomic():
            solve(key, actor=desk, text=text, along=True)
            found = close(key, actor=desk)
    except Refused:
        # checks or an approval stand against it: whoever works on the ticket solves it with these words
        found = announce(source=_source(number), service_code=found.service.code, subject=facts.subject, text=text)
    return found
