"""An outage is prepared, announced, begun, told about, ended; what was really down is measured."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.timezone import localtime, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.service.desk import public as desk

from .. import access, lifecycle, queries
from ..lifecycle import OUTAGE_ANNOUNCED, OUTAGE_ENDED, OutageState
from ..models import Audience, Effect, Nature, Outage, OutageUpdate
from .indexing import index_outage
from .telling import DOWN, OUTAGE, span, tell_outage

LONGEST = dt.timedelta(days=31)


def _window(starts_at: dt.datetime, ends_at: dt.datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("Bitiş başlangıçtan sonra olmalı.")
    if ends_at - starts_at > LONGEST:
        raise Refused("Bir kesinti en çok bir ay sürebilir; daha uzun çalışmayı bölün.")


def _filled(one: Outage, nature: str, effect: str, audience: str, text: str, advice: str, world: bool) -> None:
    if nature not in Nature.values or effect not in Effect.values or audience not in Audience.values:
        raise Refused("Kesintinin türünü, etkisini ve kime duyurulacağını seçin.")
    if not text.strip():
        raise Refused("Ne yapılacağını ya da ne olduğunu, okuyanın anlayacağı sözlerle yazın.")
    if world and audience == Audience.DESK:
        raise Refused("Yalnız birime duyurulan kesinti dışarıya gösterilemez.")
    one.nature, one.effect, one.audience, one.world = nature, effect, audience, world
    one.text, one.advice = text.strip()[:4_000], advice.strip()[:2_000]


def _hits(
    one: Outage,
    systems: Collection[int],
    services: Collection[int],
    places: Collection[int],
    units: Collection[int],
    tags: str,
) -> None:
    one.systems.set(systems)
    one.services.set(services)
    one.places.set(places)
    one.units.set(units)
    found = []
    for tag in dict.fromkeys(tags.replace(",", " ").split()[:50]):
        device = assets.find_by_tag(tag)
        if device is None:
            raise Refused(f"«{tag}» sicil numaralı bir cihaz yok.")
        found.append(device.id)
    one.assets.set(found)


@transaction.atomic
def draft(
    *,
    actor: Actor,
    subject: str,
    text: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    nature: str = Nature.PLANNED,
    effect: str = Effect.DOWN,
    audience: str = Audience.UNITS,
    advice: str = "",
    world: bool = False,
    systems: Iterable[int] = (),
    services: Iterable[int] = (),
    places: Iterable[int] = (),
    units: Iterable[int] = (),
    tags: str = "",
    unit_id: int | None = None,
) -> Outage:
    """Prepare an outage; nobody outside the unit sees it before it is announced or begins."""
    if not subject.strip():
        raise Refused("Kesintiye kısa bir ad verin.")
    _window(starts_at, ends_at)
    if nature == Nature.PLANNED and ends_at < now():
        raise Refused("Planlı çalışma geçmişte olamaz.")
    if nature == Nature.UNPLANNED and starts_at > now() + dt.timedelta(minutes=5):
        raise Refused("Beklenmeyen kesinti ileri bir saatte başlayamaz; planlı çalışma olarak yazın.")
    reach = actor.reach(access.PREPARE)
    unit = unit_id or queries.unit_of(actor, access.PREPARE)
    if unit is None or not (reach.everywhere or unit in reach.units):
        raise Refused(f"«{access.PREPARE.label}» için bu birimde yetkiniz yok.")
    one = Outage(starts_at=starts_at, ends_at=ends_at)
    _filled(one, nature, effect, audience, text, advice, world)
    one = cases.open_case(
        one,
        actor=actor,
        permission=access.PREPARE,
        unit_id=unit,
        subject=" ".join(subject.split())[:250],
        due_on=localtime(ends_at).date(),
        assignee_id=actor.user_id,
    )
    _hits(one, list(systems), list(services), list(places), list(units), tags)
    index_outage(one)
    return one


def _locked(number: str, actor: Actor) -> Outage:
    found = queries.outage(actor, number)
    one: Outage = Outage.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    if not actor.reach(access.PREPARE).covers(one.case):
        raise Refused(f"«{access.PREPARE.label}» için yetkiniz yok.")
    return one


@transaction.atomic
def edit(
    number: str,
    *,
    actor: Actor,
    subject: str,
    text: str,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    nature: str = Nature.PLANNED,
    effect: str = Effect.DOWN,
    audience: str = Audience.UNITS,
    advice: str = "",
    world: bool = False,
    systems: Iterable[int] = (),
    services: Iterable[int] = (),
    places: Iterable[int] = (),
    units: Iterable[int] = (),
    tags: str = "",
) -> Outage:
    """Change a draft. What was announced is moved, extended or told about instead."""
    one = _locked(number, actor)
    if one.case.state != OutageState.DRAFT:
        raise Refused("Duyurulmuş kesinti düzenlenemez; zamanını değiştirin ya da yeni bilgi verin.")
    if not subject.strip():
        raise Refused("Kesintiye kısa bir ad verin.")
    _window(starts_at, ends_at)
    _filled(one, nature, effect, audience, text, advice, world)
    one.starts_at, one.ends_at = starts_at, ends_at
    one.case.subject, one.case.due_on = " ".join(subject.split())[:250], localtime(ends_at).date()
    one.case.save()
    one.save()
    _hits(one, list(systems), list(services), list(places), list(units), tags)
    cases.tell(one.case, "edit", actor, seat=actor.seat_for(access.PREPARE, one.case))
    index_outage(one)
    return one


@transaction.atomic
def announce(number: str, *, actor: Actor) -> Outage:
    """Tell everybody it reaches, and show it on the portal."""
    with cases.take(lifecycle.TELL, Outage, number, actor) as one:
        if one.ends_at < now():
            raise Refused("Bitiş saati geçmiş; önce zamanını düzeltin.")
        one.announced_at = now()
        one.told = tell_outage(one, queries.affected_people(one), OUTAGE, _name(one), actor, one.text[:400])
        publish(OUTAGE_ANNOUNCED, number=number)
    return one


def _name(one: Outage) -> str:
    return str(Nature(one.nature).label)


@transaction.atomic
def shift(number: str, *, actor: Actor, starts_at: dt.datetime, ends_at: dt.datetime, why: str) -> Outage:
    """Another window for what was announced."""
    _window(starts_at, ends_at)
    if ends_at < now():
        raise Refused("Yeni bitiş geçmişte olamaz.")
    if not why.strip():
        raise Refused("Zamanın neden değiştiğini yazın; haber verilenler okuyacak.")
    with cases.take(lifecycle.SHIFT, Outage, number, actor, note=why.strip()[:250]) as one:
        one.starts_at, one.ends_at = starts_at, ends_at
        one.revision += 1
        one.case.due_on = localtime(ends_at).date()
        _said(one, actor, f"Yeni zaman: {span(starts_at, ends_at)}. {why.strip()}")
        tell_outage(one, queries.affected_people(one), OUTAGE, "Zamanı değişti", actor, why.strip())
    return one


@transaction.atomic
def begin(number: str, *, actor: Actor, began_at: dt.datetime | None = None) -> Outage:
    """It is down from this moment, or from the moment given."""
    moment = began_at or now()
    if moment > now() + dt.timedelta(minutes=1):
        raise Refused("Gerçek başlangıç ileri bir saat olamaz.")
    with cases.take(lifecycle.BEGIN, Outage, number, actor) as one:
        one.began_at = moment
        if one.announced_at is None:
            one.announced_at = now()
        if not one.planned:
            one.starts_at = moment
            one.ends_at = max(one.ends_at, moment + dt.timedelta(minutes=30))
        people = queries.affected_people(one)
        one.told = max(one.told, len(people))
        tell_outage(one, people, DOWN, "Kesinti başladı", actor, one.advice[:300])
        publish(OUTAGE_ANNOUNCED, number=number)
    return one


@transaction.atomic
def extend(number: str, *, actor: Actor, ends_at: dt.datetime, why: str) -> Outage:
    """It takes longer."""
    if not why.strip():
        raise Refused("Neden uzadığını yazın.")
    with cases.take(lifecycle.EXTEND, Outage, number, actor, note=why.strip()[:250]) as one:
        if ends_at <= one.ends_at:
            raise Refused("Yeni bitiş öncekinden sonra olmalı.")
        _window(one.starts_at, ends_at)
        one.ends_at = ends_at
        one.revision += 1
        one.case.due_on = localtime(ends_at).date()
        _said(one, actor, f"Beklenen bitiş {localtime(ends_at):%d.%m.%Y %H.%M}. {why.strip()}")
        tell_outage(one, queries.affected_people(one), DOWN, "Uzadı", actor, why.strip())
    return one


@transaction.atomic
def say(number: str, *, actor: Actor, text: str) -> OutageUpdate:
    """Give news while it lasts or before; it stays as told."""
    one = _locked(number, actor)
    if one.case.state not in {OutageState.ANNOUNCED, OutageState.UNDERWAY}:
        raise Refused("Bilgi, duyurulmuş ya da süren kesinti için verilir.")
    if not text.strip():
        raise Refused("Boş bilgi gönderilmedi.")
    made = _said(one, actor, text)
    topic = DOWN if one.case.state == OutageState.UNDERWAY else OUTAGE
    tell_outage(one, queries.affected_people(one), topic, "Yeni bilgi", actor, text.strip()[:400])
    cases.tell(one.case, "say", actor, seat=actor.seat_for(access.PREPARE, one.case))
    return made


def _said(one: Outage, actor: Actor, text: str) -> OutageUpdate:
    return OutageUpdate.objects.create(outage=one, text=text.strip()[:2_000], by_id=actor.user_id)


@transaction.atomic
def end(
    number: str,
    *,
    actor: Actor,
    done: str,
    ended_at: dt.datetime | None = None,
    answer_tickets: bool = False,
) -> Outage:
    """It works again. The tickets tied to it are answered with the same words where that is asked."""
    if not done.strip():
        raise Refused("Ne yapıldığını, nedenini biliyorsanız nedenini yazın.")
    moment = ended_at or now()
    if moment > now() + dt.timedelta(minutes=1):
        raise Refused("Gerçek bitiş ileri bir saat olamaz.")
    with cases.take(lifecycle.END, Outage, number, actor) as one:
        if one.began_at and moment < one.began_at:
            raise Refused("Bitiş, gerçek başlangıçtan önce olamaz.")
        one.ended_at, one.done = moment, done.strip()[:4_000]
        _said(one, actor, f"Kesinti bitti. {done.strip()}")
        tell_outage(one, queries.affected_people(one), OUTAGE, "Kesinti bitti", actor, done.strip()[:400])
        if answer_tickets:
            for facts in desk.open_tickets(actor, queries.linked_tickets(actor, one)):
                if desk.serves(actor, facts.number):
                    desk.answer(facts.number, actor=actor, text=f"«{one.case.subject}» sona erdi. {done.strip()}")
        publish(OUTAGE_ENDED, number=number)
    return one


@transaction.atomic
def call_off(number: str, *, actor: Actor, why: str) -> Outage:
    if not why.strip():
        raise Refused("Neden iptal edildiğini yazın.")
    with cases.take(lifecycle.CALL_OFF, Outage, number, actor, note=why.strip()[:250]) as one:
        one.done = why.strip()[:4_000]
        one.revision += 1
        if one.announced_at is not None:
            _said(one, actor, f"İptal edildi. {why.strip()}")
            tell_outage(one, queries.affected_people(one), OUTAGE, "İptal edildi", actor, why.strip())
    return one


@transaction.atomic
def link_ticket(number: str, *, actor: Actor, ticket: str) -> Outage:
    """Tie a ticket to the outage that explains it."""
    one = _locked(number, actor)
    if one.case.state == OutageState.DRAFT:
        raise Refused("Taslak kesintiye talep bağlanamaz; önce duyurun ya da başlatın.")
    if desk.facts_of(actor, ticket.strip().upper()) is None:
        raise Refused(f"«{ticket}» sayılı destek talebi bulunamadı.")
    cases.link(number, actor=actor, other=ticket.strip().upper(), why="Bu kesintiden")
    return one
