"""Requests that come back: kept by people, opened by the round of the house, each turn once."""

import datetime as dt
import logging

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor, Permission
from konak.foundation.announce import publish
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail
from konak.service.desk import public as desk

from .. import access, queries
from ..lifecycle import RECURRING_OPENED
from ..models import Every, Recurring, Turn
from .telling import RECURRING

log = logging.getLogger(__name__)
LONGEST_AHEAD = dt.timedelta(days=3 * 366)


def _may(actor: Actor, one: Recurring, permission: Permission = access.RECUR) -> None:
    if not actor.reach(permission).covers(one):
        raise Refused(f"«{permission.label}» için bu birimde yetkiniz yok.")


def _tell(one: Recurring, verb: str, actor: Actor, note: str = "") -> None:
    seat = actor.seat_for(access.RECUR, one) if actor.user_id else None
    trail.write(actor=actor, kind=queries.recurring.KIND, subject=one.pk, verb=verb, note=note, seat=seat)


def _checked(one: Recurring) -> None:
    if not one.subject:
        raise Refused("Açılacak talebin konusunu yazın.")
    if one.every not in Every.values:
        raise Refused("Sıklığı seçin.")
    if one.starts_on > localdate() + LONGEST_AHEAD:
        raise Refused("İlk gün en çok üç yıl sonra olabilir.")
    if one.until and one.until < one.starts_on:
        raise Refused("Son gün ilk günden önce olamaz.")
    if one.assignee_id and not queries.team(one.unit_id).filter(pk=one.assignee_id).exists():
        raise Refused("Seçilen kişi bu ekipte çalışmıyor.")


def _named(one: Recurring, subject: str, text: str, asset_tag: str) -> None:
    one.subject = " ".join(subject.replace("\0", "").split())[:200]
    one.text = text.replace("\0", "").strip()[:4_000]
    one.asset_tag = asset_tag.replace("\0", "").strip()[:60]
    one.folded = fold(f"{one.subject} {one.asset_tag}")


def _redate(one: Recurring, today: dt.date) -> None:
    """Say which day is next; what lies before today is past."""
    calendar = calendar_from(min(one.starts_on, today))
    day = one.day_of(one.turn, calendar)
    one.next_on = None if one.until and day > one.until else day


@transaction.atomic
def add_plan(
    *,
    actor: Actor,
    service_id: int,
    subject: str,
    every: str,
    starts_on: dt.date,
    text: str = "",
    asset_tag: str = "",
    until: dt.date | None = None,
    assignee_id: int | None = None,
) -> Recurring:
    """Keep a request that comes back; its first turn opens on its first day, or today when that is past."""
    unit_id = next((unit for key, _, _, unit in desk.service_choices() if key == service_id), None)
    if unit_id is None:
        raise Refused("Seçilen destek hizmeti yok ya da artık sunulmuyor.")
    one = Recurring(
        unit_id=unit_id,
        service_id=service_id,
        every=every,
        starts_on=starts_on,
        until=until,
        assignee_id=assignee_id,
    )
    _named(one, subject, text, asset_tag)
    _may(actor, one)
    if starts_on < localdate():
        raise Refused("İlk gün geçmişte olamaz; bir sonraki turun gününü yazın.")
    _checked(one)
    _redate(one, localdate())
    one.save()
    _tell(one, "add", actor)
    return one


def _locked(plan_id: int, actor: Actor) -> Recurring:
    seen = queries.plan(actor, plan_id)
    one: Recurring = Recurring.objects.select_for_update().get(pk=seen.pk)
    _may(actor, one)
    if one.ended_on:
        raise Refused("Bitirilmiş plan değiştirilemez; yenisini açın.")
    return one


@transaction.atomic
def edit_plan(
    plan_id: int,
    *,
    actor: Actor,
    subject: str,
    every: str,
    starts_on: dt.date,
    text: str = "",
    asset_tag: str = "",
    until: dt.date | None = None,
    assignee_id: int | None = None,
) -> Recurring:
    """Change it; a new rhythm or first day is counted from that day on."""
    one = _locked(plan_id, actor)
    fresh = every != one.every or starts_on != one.starts_on
    if fresh and starts_on < localdate():
        raise Refused("Yeni ilk gün geçmişte olamaz; bir sonraki turun gününü yazın.")
    _named(one, subject, text, asset_tag)
    one.every, one.starts_on, one.until, one.assignee_id = every, starts_on, until, assignee_id
    _checked(one)
    if fresh:
        one.turn = 0
    _redate(one, localdate())
    one.problem = ""
    one.save()
    _tell(one, "edit", actor)
    return one


@transaction.atomic
def pause(plan_id: int, *, actor: Actor, why: str = "") -> Recurring:
    one = _locked(plan_id, actor)
    if one.paused:
        raise Refused("Plan zaten duraklatılmış.")
    one.paused = True
    one.save()
    _tell(one, "pause", actor, why.strip()[:250])
    return one


@transaction.atomic
def resume(plan_id: int, *, actor: Actor) -> Recurring:
    """Go on with the first turn that is not past; what fell into the pause is not opened afterwards."""
    one = _locked(plan_id, actor)
    if not one.paused:
        raise Refused("Plan duraklatılmamış.")
    today = localdate()
    calendar = calendar_from(min(one.starts_on, today))
    while one.day_of(one.turn, calendar) < today:
        one.turn += 1
    one.paused = False
    _redate(one, today)
    one.save()
    _tell(one, "resume", actor)
    return one


@transaction.atomic
def end_plan(plan_id: int, *, actor: Actor, why: str = "") -> Recurring:
    """Nothing opens any more; what was opened stays."""
    one = _locked(plan_id, actor)
    one.ended_on, one.next_on = localdate(), None
    one.save()
    _tell(one, "end", actor, why.strip()[:250])
    return one


@transaction.atomic
def hand_over_plan(key: str, giver: User, receiver: User | None, *, actor: Actor) -> None:
    """Its tickets go to somebody else of the team, or (with nobody) to the team. The file of handing over was
    approved; it does not ask again who may keep plans."""
    one: Recurring | None = Recurring.objects.select_for_update().filter(pk=int(key), assignee=giver).first()
    if one is None or one.ended_on:
        return
    if receiver is not None and not queries.team(one.unit_id).filter(pk=receiver.pk).exists():
        raise Refused(f"{receiver.full_name} «{one.subject}» işini yapan ekipte değil; ekipten birini seçin.")
    one.assignee = receiver
    one.save(update_fields=["assignee"])
    _tell(one, "hand_over", actor)


def open_due(day: dt.date | None = None) -> list[str]:
    """Open what is due; twice, by two workers, or again after one died is the same as once."""
    today = day or localdate()
    made = []
    for plan_id in queries.due_ids(today):
        try:
            with transaction.atomic():
                number = _open(plan_id, today)
        except Refused as refusal:
            _broken(plan_id, str(refusal))
        except Exception:
            log.exception("recurring request %s could not be opened", plan_id)
            _broken(plan_id, "Beklenmeyen bir hata oldu; ayrıntısı sunucu günlüğünde.")
        else:
            made += [number] if number else []
    return made


def _open(plan_id: int, today: dt.date) -> str:
    """One plan in one transaction: its row locked, the turn written, the ticket opened, the next day set.

    A worker that finds the row locked leaves it to the one that has it. Of several turns that passed while the house
    stood still, the last one opens; the others are written down as passed over.
    """
    one = (
        Recurring.objects.select_for_update(skip_locked=True).filter(pk=plan_id, paused=False, ended_on=None).first()
    )
    if one is None or one.next_on is None or one.next_on > today:
        return ""
    calendar = calendar_from(min(one.starts_on, today))
    due = []
    while one.next_on is not None and one.next_on <= today:
        if not one.turns.filter(on=one.next_on).exists():
            due.append((one.turn, one.next_on))
        one.turn += 1
        _redate(one, today)
    if not due:
        one.save()
        return ""
    for turn, on in due[:-1]:
        Turn.objects.create(plan=one, number=turn, on=on)
    turn, on = due[-1]
    code = next((code for key, _, code, _ in desk.service_choices() if key == one.service_id), "")
    if not code:
        raise Refused("Planın destek hizmeti artık sunulmuyor; planı değiştirin ya da bitirin.")
    shown = calendar.day(on)
    note = f"Tekrarlayan talep, {on:%d.%m.%Y} turu." + (f" ({shown.name})" if shown else "")
    number = desk.open_ticket(
        actor=Actor(None, via="job"),
        service_code=code,
        subject=one.subject,
        text=f"{one.text}\n\n{note}".strip(),
        channel=desk.Channel.SYSTEM,
        asset_tag=one.asset_tag,
        unit_id=one.unit_id,
        assignee_id=one.assignee_id,
    )
    Turn.objects.create(plan=one, number=turn, on=on, ticket_id=desk.id_of(number))
    one.problem = ""
    one.save()
    publish(RECURRING_OPENED, number=number)
    return number


@transaction.atomic
def _broken(plan_id: int, words: str) -> None:
    """Say why it did not open, once a reason; the round tries again."""
    one = Recurring.objects.select_for_update().get(pk=plan_id)
    if one.problem == words[:300]:
        return
    one.problem = words[:300]
    one.save(update_fields=["problem"])
    if one.assignee_id:
        notify(
            [one.assignee_id],
            RECURRING,
            f"Açılamadı: {one.subject}",
            body=words,
            url=f"/tekrarlayan-talepler/{one.pk}/",
        )
