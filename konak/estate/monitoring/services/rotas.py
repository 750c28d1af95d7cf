"""Hours in which nobody is alarmed, and who is called outside of them."""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, queries
from ..models import Escalation, EscalationTo, Rota, Turn, Window
from .common import may, own_unit, short, tell

LONGEST = dt.timedelta(days=31)
LONGEST_TURN = dt.timedelta(days=31)


@transaction.atomic
def plan_window(
    *,
    actor: Actor,
    name: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    hosts: Sequence[int] = (),
    systems: Sequence[int] = (),
    everything: bool = False,
    weekly: bool = False,
    until: dt.date | None = None,
    why: str = "",
    unit_id: int | None = None,
    reference: str = "",
) -> Window:
    """Planned work: what fails in these hours alarms nobody and is counted apart. One file has one window."""
    if ends_at <= starts_at:
        raise Refused("Bitiş başlangıçtan sonra olmalı.")
    if ends_at - starts_at > LONGEST or (weekly and ends_at - starts_at > dt.timedelta(days=7)):
        raise Refused("Bir bakım penceresi en çok bir ay, her hafta yinelenen en çok bir hafta sürebilir.")
    window = Window.objects.filter(reference=reference).first() if reference else None
    if window is None:
        window = Window(unit_id=own_unit(actor, unit_id), reference=reference)
    may(actor, access.KEEP, window)
    if not everything and not hosts and not systems:
        raise Refused("En az bir cihaz ya da bilgi sistemi seçin; bütün cihazlar içinse onu işaretleyin.")
    if queries.hosts(actor).filter(pk__in=hosts).count() != len(set(hosts)):
        raise Refused("Seçilen cihazlardan biri bulunamadı.")
    window.name, window.why = short(name, 120, "Ad", need=True), short(why, 300, "Neden")
    window.starts_at, window.ends_at = starts_at, ends_at
    window.everything, window.weekly, window.until = everything, weekly, until if weekly else None
    window.assignee_id = window.assignee_id or actor.user_id
    window.save()
    window.hosts.set(hosts)
    window.systems.set(systems)
    tell(queries.WINDOW_KIND, window.pk, "add", actor, window, window.name)
    return window


@transaction.atomic
def end_window(window_id: int, *, actor: Actor) -> Window:
    """The work is done earlier (or will not be): alarms are given again from now on."""
    window = queries.windows(actor).select_for_update(of=("self",)).get(pk=window_id)
    may(actor, access.KEEP, window)
    moment = now()
    if not window.weekly and window.ends_at <= moment:
        raise Refused("Bu pencere zaten bitti.")
    if window.starts_at >= moment:
        tell(queries.WINDOW_KIND, window.pk, "drop", actor, window, window.name)
        window.delete()
        return window
    if window.weekly:
        window.weekly = False
        window.until = None
    window.ends_at = max(min(window.ends_at, moment), window.starts_at + dt.timedelta(seconds=1))
    window.save()
    tell(queries.WINDOW_KIND, window.pk, "close", actor, window, window.name)
    return window


@transaction.atomic
def add_rota(*, actor: Actor, name: str, unit_id: int | None = None) -> Rota:
    rota = Rota(unit_id=own_unit(actor, unit_id), name=short(name, 80, "Ad", need=True))
    may(actor, access.KEEP, rota)
    try:
        with transaction.atomic():
            rota.save()
    except IntegrityError:
        raise Refused(f"«{rota.name}» adlı bir nöbet çizelgesi var.") from None
    tell(queries.ROTA_KIND, rota.pk, "add", actor, rota)
    return rota


@transaction.atomic
def add_turn(rota_id: int, *, actor: Actor, user_id: int, since: dt.datetime, until: dt.datetime) -> Turn:
    """One person on duty; two at the same time are refused, whoever writes them at once."""
    rota = queries.rotas(actor).get(pk=rota_id)
    may(actor, access.KEEP, rota)
    if until <= since or until - since > LONGEST_TURN:
        raise Refused("Nöbet en çok bir ay sürer ve bitişi başlangıcından sonradır.")
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        raise Refused("Seçilen kişi bulunamadı.")
    try:
        with transaction.atomic():
            made = Turn.objects.create(rota=rota, user=person, since=since, until=until)
    except IntegrityError:
        raise Refused("Bu saatlerde başka bir nöbetçi var; önce onun nöbetini kısaltın ya da kaldırın.") from None
    tell(queries.ROTA_KIND, rota.pk, "turn", actor, rota)
    return made


@transaction.atomic
def drop_turn(turn_id: int, *, actor: Actor) -> None:
    turn = queries.turns(actor).select_for_update(of=("self",)).get(pk=turn_id)
    may(actor, access.KEEP, turn.rota)
    if turn.until < now():
        raise Refused("Tutulmuş nöbet silinmez.")
    tell(queries.ROTA_KIND, turn.rota_id, "unturn", actor, turn.rota)
    turn.delete()


@transaction.atomic
def add_escalation(
    *,
    actor: Actor,
    after: int,
    to: str,
    rota_id: int | None = None,
    warnings: bool = False,
    unit_id: int | None = None,
) -> Escalation:
    """One step: whom an alarm reaches that nobody took on for so long."""
    if to not in EscalationTo.values:
        raise Refused("Kime haber verileceğini seçin.")
    if not 0 <= after <= 10_080:
        raise Refused("Süre 0 ile 10.080 dakika (bir hafta) arasında olmalı.")
    if to == EscalationTo.ON_DUTY and (rota_id is None or not queries.rotas(actor).filter(pk=rota_id).exists()):
        raise Refused("Nöbetçiye haber vermek için nöbet çizelgesini seçin.")
    row = Escalation(
        unit_id=own_unit(actor, unit_id),
        after=after,
        to=to,
        rota_id=rota_id if to == EscalationTo.ON_DUTY else None,
        warnings=warnings,
    )
    may(actor, access.KEEP, row)
    row.save()
    tell(queries.ROTA_KIND, 0, "step", actor, row, f"{after} dk: {row.get_to_display()}")
    return row


@transaction.atomic
def drop_escalation(escalation_id: int, *, actor: Actor) -> None:
    row = queries.escalations(actor).select_for_update(of=("self",)).get(pk=escalation_id)
    may(actor, access.KEEP, row)
    tell(queries.ROTA_KIND, 0, "unstep", actor, row, f"{row.after} dk: {row.get_to_display()}")
    row.delete()
