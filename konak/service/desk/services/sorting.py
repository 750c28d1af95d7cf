"""What a ticket is said to be, and the time it took."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases import watching
from konak.foundation.cases.models import Watched
from konak.foundation.cases.services import tell
from konak.foundation.lifecycle import Refused
from konak.governance.systems import public as systems

from .. import access, queries
from ..lifecycle import State
from ..models import (
    Grade,
    Kind,
    Priority,
    Service,
    Ticket,
    WorkTime,
)
from .intake import priority_of
from .timing import set_clocks
from .tools import give_list, tidy_tags
from .writing import by_desk_only, locked


@transaction.atomic
def classify(
    number: str,
    *,
    actor: Actor,
    service_code: str = "",
    kind: str = "",
    impact: int | None = None,
    urgency: int | None = None,
    priority: int | None = None,
    asset_tag: str | None = None,
    system_id: int | None = None,
    no_system: bool = False,
    tags: Iterable[str] | None = None,
) -> Ticket:
    """Another service, kind, impact, urgency or priority: the clocks are counted anew from the opening."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    if ticket.ended or ticket.case.state == State.SOLVED:
        raise Refused("Çözülmüş ya da kapanmış talebin sınıfı değişmez.")
    told: list[str] = []
    if service_code and service_code != ticket.service.code:
        try:
            service = queries.service_to_ask(service_code)
        except ObjectDoesNotExist:
            raise Refused("Seçilen hizmet katalogda yok.") from None
        _move_to(ticket, service)
        told.append(f"hizmet {service.code}")
    wanted = kind or ticket.kind
    if wanted not in ticket.service.kinds:
        wanted = ticket.service.kinds[0] if not kind else wanted
        if kind:
            raise Refused(f"Bu hizmette «{Kind(kind).label if kind in Kind.values else kind}» olmaz.")
    if wanted != ticket.kind:
        ticket.kind = wanted
        told.append(f"tür {wanted}")
    for name, value in (("impact", impact), ("urgency", urgency)):
        if value is not None and value not in Grade.values:
            raise Refused("Etki ve ivedilik 1 ile 3 arasındadır.")
        if value is not None and value != getattr(ticket, name):
            setattr(ticket, name, value)
            told.append(f"{name} {value}")
    if priority is None and (impact is not None or urgency is not None):
        priority = priority_of(ticket.service, ticket.impact, ticket.urgency)
    if priority is not None and priority not in Priority.values:
        raise Refused("Öncelik 1 ile 4 arasındadır.")
    if priority is not None and priority != ticket.priority:
        told.append(f"öncelik {ticket.priority}→{priority}")
        ticket.priority = priority
    if asset_tag is not None and asset_tag.strip() != ticket.asset_tag:
        ticket.asset_tag = asset_tag.strip()[:60]
        told.append("cihaz")
    if system_id is not None or no_system:
        _about(ticket, actor, None if no_system else system_id, told)
    if tags is not None and (kept := tidy_tags(tags)) != ticket.tags:
        ticket.tags = kept
        told.append("etiket")
    if not told:
        return ticket
    ticket.case.due_on = set_clocks(ticket, state=ticket.case.state)
    ticket.case.save()
    ticket.save()
    tell(ticket.case, "classify", actor, ", ".join(told), seat=actor.seat_for(access.WORK, ticket.case))
    return ticket


def _about(ticket: Ticket, actor: Actor, system_id: int | None, told: list[str]) -> None:
    """Which information system it is about; one has to see it in the register."""
    if system_id == ticket.system_id:
        return
    found = systems.systems(actor, [system_id], alive=False) if system_id is not None else []
    if system_id is not None and not found:
        raise Refused("Seçilen bilgi sistemi sicilde yok ya da size açık değil.")
    ticket.system_id = system_id
    told.append(f"bilgi sistemi {found[0].code}" if found else "bilgi sistemi kaldırıldı")


def _move_to(ticket: Ticket, service: Service) -> None:
    """The queue of the new service takes it over; what was answered to the old form stays with it."""
    ticket.service, ticket.level, ticket.own_level = service, service.level, service.own_level
    if service.system_id is not None:
        ticket.system_id = service.system_id
    give_list(ticket, service)
    if ticket.case.unit_id != service.unit_id:
        ticket.case.unit_id = service.unit_id
        if ticket.case.state != State.APPROVAL:
            free = queries.free_agents(service.unit_id, service.skill_id) if service.assigns else []
            ticket.case.assignee_id = free[0].agent.user_id if free else None
            watching.add(ticket.case, Watched.ASSIGNED, ticket.case.assignee_id)


@transaction.atomic
def log_time(number: str, *, actor: Actor, minutes: int, on: dt.date | None = None, note: str = "") -> WorkTime:
    """Write down minutes spent."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    if actor.user_id is None:
        raise Refused("Süreyi çalışan kişi yazar.")
    if not 1 <= minutes <= 6_000:
        raise Refused("Süre 1 ile 6.000 dakika arasında olmalı.")
    day = on or localdate()
    if day > localdate():
        raise Refused("İleri bir gün için süre yazılamaz.")
    if ticket.ended:
        raise Refused("Kapanmış talebe süre yazılamaz.")
    row = WorkTime.objects.create(
        ticket=ticket, user_id=actor.user_id, minutes=minutes, on=day, note=note.strip()[:250]
    )
    Ticket.objects.filter(pk=ticket.pk).update(minutes_spent=F("minutes_spent") + minutes)
    return row


@transaction.atomic
def drop_time(number: str, key: int, *, actor: Actor) -> None:
    """Take back one's own minutes, written down by mistake, while the ticket is open."""
    ticket = locked(number, actor)
    by_desk_only(ticket, actor)
    row = ticket.work.filter(pk=key).first()
    if row is None:
        raise Refused("Süre kaydı bulunamadı; bu arada silinmiş olabilir.")
    if row.user_id != actor.user_id:
        raise Refused("Süreyi yalnız yazan kişi geri alır.")
    if ticket.ended:
        raise Refused("Kapanmış talebin süreleri değişmez.")
    row.delete()
    Ticket.objects.filter(pk=ticket.pk).update(minutes_spent=F("minutes_spent") - row.minutes)
