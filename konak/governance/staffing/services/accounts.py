"""People coming and going: an account opens on a day, closes after a day, and its sessions end with it."""

import datetime as dt

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor, Permission
from konak.foundation.access.tokens import Token
from konak.foundation.announce import publish
from konak.foundation.lifecycle import Refused
from konak.foundation.people import seats
from konak.foundation.people.models import Appointment, Unit, User
from konak.foundation.people.positions import Basis
from konak.foundation.people.services import add_user
from konak.foundation.trail import services as trail

from .. import access
from ..lifecycle import JOINED, LEFT
from ..models import AccountDate, Membership, Setup, StandingDeputy
from ..queries import handovers, people, rights
from .appointing import appoint
from .handing import open_at_end
from .telling import WORKER, ruled, tell_person


@transaction.atomic
def join(
    *,
    actor: Actor,
    first_name: str,
    last_name: str,
    unit: Unit,
    position: str,
    since: dt.date,
    until: dt.date | None = None,
    registry_number: str = "",
    title: str = "",
    basis: str = Basis.PERMANENT,
    document: str = "",
    with_mailbox: bool = True,
) -> User:
    """A new person with an account and a first seat; before his first day the account stays closed."""
    if rights.right_for(actor, unit.pk, position) is None:
        raise Refused("Bu göreve kişi başlatma yetkiniz yok. Yetkili: personel birimi, Genel Sekreter.")
    number = registry_number.strip() or None
    if number and User.objects.filter(registry_number=number).exists():
        raise Refused(f"{number} sicil numarası bir başkasında kayıtlı.")
    facts = {"title": title.strip()} | ({"registry_number": number} if number else {})
    user = ruled(lambda: add_user(first_name=first_name, last_name=last_name, **facts))
    rule = rights.setup()
    if with_mailbox and rule.mail_domain:
        user.email = people.address_for(user, rule, people.taken_addresses())
    today = localdate()
    user.is_active = since <= today
    user.save(update_fields=["email", "is_active"])
    AccountDate.objects.create(user=user, opens_on=since)
    tell_person(user.pk, "join", actor, access.APPOINT, f"ilk gün {since:%d.%m.%Y}")
    appoint(
        actor=actor,
        user=user,
        unit=unit,
        position=position,
        since=since,
        until=until,
        basis=basis,
        document=document,
    )
    if user.is_active:
        publish(JOINED, user_id=user.pk)
    return user


@transaction.atomic
def come_back(
    user_id: int,
    *,
    actor: Actor,
    unit: Unit,
    position: str,
    since: dt.date,
    basis: str = Basis.PERMANENT,
    document: str = "",
) -> User:
    """Somebody who left works here again: the same account, a new seat."""
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_active:
        raise Refused(f"{user.full_name} zaten görevde.")
    AccountDate.objects.update_or_create(
        user=user, defaults={"opens_on": since, "closes_on": None, "closed_at": None, "why": ""}
    )
    user.is_active = since <= localdate()
    user.save(update_fields=["is_active"])
    appoint(actor=actor, user=user, unit=unit, position=position, since=since, basis=basis, document=document)
    tell_person(user.pk, "come_back", actor, access.APPOINT, f"ilk gün {since:%d.%m.%Y}")
    if user.is_active:
        publish(JOINED, user_id=user.pk)
    return user


@transaction.atomic
def leave(user_id: int, *, actor: Actor, last_day: dt.date, why: str, without_handover: bool = False) -> AccountDate:
    """Somebody leaves the house: seats end on his last day, the account closes after it.

    What he holds is handed over first. Only who may fill every seat lets him go before that, and the trail says so.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    right = _right_over(actor, user)
    if user.pk == actor.user_id:
        raise Refused("Kendi ayrılışınızı siz işleyemezsiniz.")
    if not why.strip():
        raise Refused("Ayrılış nedenini yazın.")
    waiting = handovers.open_for(user.pk)
    holds = [] if waiting else [held for one, held in handovers.held_by(user.pk) if one.passes]
    if (waiting or holds) and not without_handover:
        raise Refused(
            f"{user.full_name} adına açık devir teslim dosyası var ({waiting.case.number}); önce o tamamlanmalı."
            if waiting
            else f"{user.full_name} üzerinde devredilmemiş {len(holds)} kalem var. Önce devir teslim dosyası açın."
        )
    if (waiting or holds) and not actor.reach(access.APPOINT).everywhere:
        raise Refused("Devir teslim bitmeden ayrılışı yalnız Genel Sekreter ya da sistem yöneticisi işleyebilir.")
    days, _ = AccountDate.objects.update_or_create(
        user=user, defaults={"closes_on": last_day, "why": why.strip(), "closed_at": None}
    )
    _end_everything(user, last_day)
    if holds and not waiting:
        seat = Appointment.objects.filter(user=user, acting_for=None).order_by("-until", "pk").first()
        if seat is not None:
            open_at_end(seat, last_day=last_day)
    note = f"son gün {last_day:%d.%m.%Y}" + ("; devir teslim beklenmeden" if waiting or holds else "")
    tell_person(user.pk, "leave", actor, right, note)
    if last_day < localdate():
        _close(days)
    return days


def _right_over(actor: Actor, user: User) -> Permission:
    today = localdate()
    running = Appointment.objects.filter(Q(until=None) | Q(until__gte=today), user=user, acting_for=None)
    found = [rights.right_for(actor, row.unit_id, row.position) for row in running]
    allowed = [right for right in found if right is not None]
    if found and len(allowed) == len(found):
        return allowed[0]
    if not found and (actor.reach(access.APPOINT).everywhere or rights.in_personnel(actor)):
        return access.APPOINT if actor.holds(access.APPOINT) else access.PERSONNEL
    raise Refused("Bu kişinin ayrılışını işleme yetkiniz yok. Yetkili: personel birimi, Genel Sekreter.")


def _end_everything(user: User, last_day: dt.date) -> None:
    for row in Appointment.objects.filter(Q(until=None) | Q(until__gt=last_day), user=user).order_by("pk"):
        for deputy in Appointment.objects.filter(Q(until=None) | Q(until__gt=last_day), acting_for=row):
            _drop_lent(deputy, last_day)
        _drop_lent(row, last_day)
    Membership.objects.filter(Q(until=None) | Q(until__gt=last_day), user=user, since__lte=last_day).update(
        until=last_day
    )
    StandingDeputy.objects.filter(user=user).delete()


def _drop_lent(row: Appointment, last_day: dt.date) -> None:
    lent = getattr(row, "delegation", None)
    if lent is not None:
        lent.ended_on = max(lent.since, last_day)
        if row.since > last_day and row.since > localdate():
            lent.acting = None
        lent.save(update_fields=["acting", "ended_on"])
    ruled(lambda: seats.give_up(row.pk, last_day))


def _close(days: AccountDate) -> None:
    """Close the account and end every session of it, now."""
    User.objects.filter(pk=days.user_id).update(is_active=False)
    for session in UserSession.objects.filter(user_id=days.user_id):
        session.end()
    Token.objects.filter(user_id=days.user_id, revoked_at=None).update(revoked_at=now(), why_revoked="Ayrılış")
    days.closed_at = now()
    days.save(update_fields=["closed_at"])
    publish(LEFT, user_id=days.user_id)


@transaction.atomic
def close_now(user_id: int, *, actor: Actor, last_day: dt.date, why: str) -> None:
    """The exit moment has come: nothing of the account works any more. Safe to run again."""
    if not actor.reach(access.ACCOUNTS).everywhere:
        raise Refused(f"«{access.ACCOUNTS.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")
    user = User.objects.select_for_update().get(pk=user_id)
    days, _ = AccountDate.objects.get_or_create(user=user)
    if days.closed_at is not None and not user.is_active:
        return
    days.closes_on, days.why = max(last_day, days.opens_on or last_day), why.strip()
    days.save()
    _end_everything(user, last_day)
    _close(days)
    tell_person(user.pk, "close_account", actor, access.ACCOUNTS, f"son gün {last_day:%d.%m.%Y}")


@transaction.atomic
def open_and_close(*, actor: Actor = WORKER, day: dt.date | None = None) -> tuple[int, int]:
    """Open the accounts whose first day has come, close those whose last day is over. Safe to run again."""
    when = day or localdate()
    opened = closed = 0
    for days in people.to_open_or_close(when).select_for_update(of=("self",)):
        if days.closes_on is not None and days.closes_on < when:
            _close(days)
            tell_person(days.user_id, "close_account", actor, access.ACCOUNTS)
            closed += 1
        else:
            User.objects.filter(pk=days.user_id).update(is_active=True)
            tell_person(days.user_id, "open_account", actor, access.ACCOUNTS)
            publish(JOINED, user_id=days.user_id)
            opened += 1
    return opened, closed


@transaction.atomic
def set_up(*, actor: Actor, personnel_unit: Unit | None, mail_domain: str, mail_form: str) -> Setup:
    """Name the personnel office and the rule of mail addresses."""
    if not actor.reach(access.ACCOUNTS).everywhere:
        raise Refused(f"«{access.ACCOUNTS.label}» için yetkiniz yok. Yetkili: sistem yöneticisi.")
    row = rights.setup()
    row.personnel_unit, row.mail_domain, row.mail_form = personnel_unit, mail_domain.strip(), mail_form
    row.save()
    name = personnel_unit.name if personnel_unit else "belirlenmedi"
    trail.write(
        actor=actor,
        kind="staffing.setup",
        subject=row.pk,
        verb="set_up",
        note=f"personel birimi: {name}; {mail_form}@{row.mail_domain}",
        seat=actor.seat_for(access.ACCOUNTS),
    )
    return row


@transaction.atomic
def give_mailboxes(*, actor: Actor, user_ids: list[int]) -> int:
    """Give the chosen people an address by the rule; who has one keeps it."""
    if not rights.sees_everybody(actor):
        raise Refused(f"«{access.ACCOUNTS.label}» için yetkiniz yok. Yetkili: sistem yöneticisi, personel birimi.")
    rule = rights.setup()
    if not rule.mail_domain:
        raise Refused("Önce posta alan adını belirleyin.")
    taken, count = people.taken_addresses(), 0
    for user in User.objects.select_for_update().filter(pk__in=user_ids, email="", is_active=True).order_by("pk"):
        user.email = people.address_for(user, rule, taken)
        taken.add(user.email)
        user.save(update_fields=["email"])
        tell_person(user.pk, "give_mailbox", actor, access.ACCOUNTS)
        count += 1
    return count
