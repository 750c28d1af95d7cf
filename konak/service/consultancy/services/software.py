"""A program is asked for: is a licence at hand, may it be, who installs it, was it installed."""

import datetime as dt

from django.db import transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.estate.software import public as software
from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.service.desk import public as desk

from .. import access, lifecycle, queries
from ..lifecycle import SOFTWARE_ALLOWED, SoftwareState
from ..models import Field, Holding, SoftwareRequest
from .common import DECISION, MINE, tell, text, worker
from .offices import due_of, office_of


@transaction.atomic
def ask_software(
    *,
    actor: Actor,
    name: str,
    why: str,
    asset_tag: str = "",
    product_id: int | None = None,
    until: dt.date | None = None,
) -> SoftwareRequest:
    office = office_of(Field.SOFTWARE)
    tag = text(asset_tag, 60)
    if tag and assets.find_by_tag(tag) is None:
        raise Refused(f"«{tag}» sicil numaralı bir bilgisayar yok.")
    if until and until < localdate():
        raise Refused("Kullanım sonu geçmişte olamaz.")
    known = software.position(product_id) if product_id else None
    words = text(name, 160) or (known.product.name if known else "")
    if not words:
        raise Refused("Yazılımın adını yazın ya da katalogdan seçin.")
    found = software.find_product(words) if known is None else known.product
    made = SoftwareRequest(
        name=words,
        product_id=found.id if found else None,
        asset_tag=tag,
        why=text(why, 2_000, "Ne için gerektiğini yazın."),
        until=until,
    )
    made.holding, made.free = holding_of(made)
    return cases.open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=office.unit_id,
        subject=f"Yazılım: {words}"[:250],
        due_on=due_of(office),
    )


def holding_of(one: SoftwareRequest) -> tuple[str, int | None]:
    """How the house stands to a program today, and how many rights are free."""
    position = software.position(one.product_id) if one.product_id else None
    if position is None:
        return Holding.UNKNOWN, None
    if position.product.decision == "banned":
        return Holding.FORBIDDEN, None
    if not position.product.needs_licence:
        return Holding.FREE, None
    if position.free is None or position.free > 0:
        return Holding.AT_HAND, position.free
    return Holding.MISSING, position.free


@transaction.atomic
def assess(number: str, *, actor: Actor, note: str, product_id: int | None = None) -> SoftwareRequest:
    """The office looks at catalogue and licences, and says what it thinks."""
    with cases.take(lifecycle.ASSESS, SoftwareRequest, number, actor) as one:
        if product_id:
            if software.position(product_id) is None:
                raise Refused("Seçilen yazılım katalogda yok.")
            one.product_id = product_id
        one.holding, one.free = holding_of(one)
        one.note = text(note, 1_000, "İnceleme notunu yazın.")
        one.case.assignee_id = one.case.assignee_id or actor.user_id
        words = f"{one.get_holding_display()}."
        tell(
            one, queries.deciders(one.case.unit_id), DECISION, f"Onayınızı bekliyor: {one.case.subject}", actor, words
        )
    return one


@transaction.atomic
def allow(number: str, *, actor: Actor) -> SoftwareRequest:
    """Agree, and let the desk install it: its ticket opens at once, for whoever asked."""
    office = office_of(Field.SOFTWARE)
    if office.service_id is None:
        raise Refused("Kurulum için destek hizmeti seçilmemiş. Danışma ve plan, Ayarlar sayfasından seçin.")
    with cases.take(lifecycle.ALLOW, SoftwareRequest, number, actor) as one:
        one.holding, one.free = holding_of(one)
        if one.holding == Holding.FORBIDDEN:
            raise Refused("Kullanımı yasaklanmış yazılım onaylanamaz; önce katalogdaki karar değişmeli.")
        if one.holding == Holding.MISSING:
            raise Refused("Boşta lisans yok; önce lisans alınmalı ya da boşa çıkarılmalı.")
        service = next((code for key, _, code, _ in desk.service_choices() if key == office.service_id), "")
        ticket = desk.open_ticket(
            actor=Actor(None, via="job"),
            service_code=service,
            subject=f"Kurulum: {one.name}",
            text=f"{number} sayılı yazılım isteği onaylandı. {one.why}\n\nLisans: {one.get_holding_display()}.",
            channel=desk.Channel.SYSTEM,
            on_behalf_of=one.case.opened_by_id,
            asset_tag=one.asset_tag,
        )
        one.ticket_id = desk.id_of(ticket)
        tell(one, [one.case.opened_by_id], MINE, f"Onaylandı: {one.case.subject}", actor, f"Kurulum talebi {ticket}.")
        publish(SOFTWARE_ALLOWED, number=number)
    return one


@transaction.atomic
def installed(number: str, *, actor: Actor) -> SoftwareRequest:
    with cases.take(lifecycle.INSTALLED, SoftwareRequest, number, actor) as one:
        tell(one, [one.case.opened_by_id], MINE, f"Kuruldu: {one.case.subject}", actor)
    return one


def settle_by_ticket(ticket: str) -> bool:
    """The desk has solved the installation: the request ends with it, once."""
    one = queries.software_of_ticket(ticket)
    if one is None or one.case.state != SoftwareState.INSTALLING:
        return False
    installed(one.case.number, actor=worker(one.case.unit_id))
    return True


@transaction.atomic
def decline_software(number: str, *, actor: Actor, why: str) -> SoftwareRequest:
    words = text(why, 1_000, "Neden karşılanamadığını yazın.")
    with cases.take(lifecycle.DECLINE_SOFTWARE, SoftwareRequest, number, actor, note=words[:250]) as one:
        one.note = words
        tell(one, [one.case.opened_by_id], MINE, f"Karşılanamadı: {one.case.subject}", actor, words)
    return one


@transaction.atomic
def withdraw_software(number: str, *, actor: Actor) -> SoftwareRequest:
    with cases.take(lifecycle.WITHDRAW_SOFTWARE, SoftwareRequest, number, actor) as one:
        pass
    return one
