"""Requests for an address: asked by anybody, decided by who leads the network, ended by hand or by their last day."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, notify, tell_all

from .. import access, lifecycle, queries
from ..lifecycle import ADDRESS_GIVEN, ADDRESS_RELEASED
from ..models import Address, AddressRequest, Prefix
from . import common
from .common import DECIDED, ENDING, one_at_a_time, worker
from .space import _forget, _give

ANSWER_DAYS = 3
"""Working days in which a request is answered."""
WARN_DAYS = 14


@transaction.atomic
def ask(
    *,
    actor: Actor,
    why: str,
    prefix_id: int | None = None,
    unit_id: int | None = None,
    dns_name: str = "",
    mac: str = "",
    asset_tag: str = "",
    until: dt.date | None = None,
) -> AddressRequest:
    """Ask for an address; the file goes to the unit that keeps the named network, or to the named unit."""
    if not why.strip():
        raise Refused("Adresin ne için istendiğini yazın.")
    if until is not None and until < localdate():
        raise Refused("Son gün geçmiş bir gün olamaz.")
    around = Prefix.objects.filter(pk=prefix_id).first() if prefix_id is not None else None
    if prefix_id is not None and around is None:
        raise Refused("Seçilen ağ bulunamadı.")
    target = around.unit_id if around else unit_id
    if target is None:
        first = Prefix.objects.order_by("pk").values_list("unit_id", flat=True).first()
        if first is None:
            raise Refused("Henüz kayıtlı ağ yok; isteği karşılayacak birim belirlenemedi.")
        target = first
    asset = queries.asset_by_tag(actor, asset_tag) if asset_tag.strip() else None
    if asset_tag.strip() and asset is None:
        raise Refused(f"{asset_tag.strip()} sicil numaralı bir taşınır yok.")
    made = AddressRequest(
        why=why.replace("\0", "").strip()[:2_000],
        prefix=around,
        dns_name=common.dns_name(dns_name),
        mac=common.mac(mac),
        asset=asset,
        until=until,
    )
    return open_case(
        made,
        actor=actor,
        permission=access.ASK,
        unit_id=target,
        subject=f"IP adresi isteği · {made.dns_name or made.why}"[:250],
        due_on=add_working_days(localdate(), ANSWER_DAYS),
    )


def _tell_asker(row: AddressRequest, title: str, body: str = "") -> None:
    if row.case.opened_by_id is not None:
        notify(
            [row.case.opened_by_id],
            DECIDED,
            title,
            body=body,
            url=reverse("front:case", args=[row.case.number]),
        )


@transaction.atomic
def approve(
    number: str, *, actor: Actor, prefix_id: int | None = None, until: dt.date | None = None, answer: str = ""
) -> AddressRequest:
    """Agree, and set the first free address of the network apart in the same moment."""
    with take(lifecycle.APPROVE, AddressRequest, number, actor, note=answer.strip()[:500]) as row:
        chosen = prefix_id if prefix_id is not None else row.prefix_id
        if chosen is None:
            raise Refused("Adresin verileceği ağı seçin.")
        seen = queries.prefix(actor, chosen)
        one_at_a_time(seen.vrf_id)
        around = Prefix.objects.get(pk=seen.pk)
        row.until = until or row.until
        if row.until is not None and row.until < localdate():
            raise Refused("Son gün geçmiş bir gün olamaz.")
        facts: dict[str, Any] = {
            "status": "reserved",
            "dns_name": row.dns_name,
            "mac": row.mac,
            "asset_id": row.asset_id,
            "user_id": row.case.opened_by_id,
            "until": row.until,
            "description": row.case.subject[:200],
        }
        row.address = _give(around, actor, facts)
        row.prefix, row.given_ip, row.answer = around, row.address.ip, answer.strip()[:500]
    _tell_asker(row, f"{row.given_ip} adresi size ayrıldı", row.answer)
    return row


@transaction.atomic
def refuse(number: str, *, actor: Actor, why: str) -> AddressRequest:
    if not why.strip():
        raise Refused("Neden uygun görülmediğini yazın.")
    with take(lifecycle.REFUSE, AddressRequest, number, actor, note=why.strip()[:500]) as row:
        row.answer = why.strip()[:500]
    _tell_asker(row, "IP adresi isteğiniz uygun görülmedi", row.answer)
    return row


@transaction.atomic
def assign(number: str, *, actor: Actor, mac: str = "", asset_tag: str = "") -> AddressRequest:
    """The address is on the device."""
    with take(lifecycle.ASSIGN, AddressRequest, number, actor) as row:
        one = Address.objects.select_for_update(of=("self",)).get(pk=row.address_id or 0)
        if asset_tag.strip():
            asset = queries.asset_by_tag(actor, asset_tag)
            if asset is None:
                raise Refused(f"{asset_tag.strip()} sicil numaralı bir taşınır yok.")
            row.asset = one.asset = asset
        if mac.strip():
            row.mac = one.mac = common.mac(mac)
        one.status = "active"
        one.save()
        row.case.due_on = row.until
    publish(ADDRESS_GIVEN, number=number)
    _tell_asker(row, f"{row.given_ip} adresi kullanıma verildi")
    return row


@transaction.atomic
def release(number: str, *, actor: Actor, why: str = "") -> AddressRequest:
    """Take the address back: it is free for others at once."""
    with take(lifecycle.RELEASE, AddressRequest, number, actor, note=why.strip()[:500]) as row:
        one = row.address
        if one is not None:
            one_at_a_time(one.vrf_id)
            row.address = None
            AddressRequest.objects.filter(pk=row.pk).update(address=None)
            _forget(one, actor)
    publish(ADDRESS_RELEASED, number=number)
    return row


@transaction.atomic
def withdraw(number: str, *, actor: Actor) -> AddressRequest:
    with take(lifecycle.WITHDRAW, AddressRequest, number, actor) as row:
        pass
    return row


def end_expired(*, actor: Actor, day: dt.date | None = None) -> int:
    """Take back addresses whose last day is over, and tell of those that end within two weeks."""
    today = day or localdate()
    over = AddressRequest.objects.filter(until__lt=today, case__state__in=["reserved", "assigned"])
    count = 0
    for number, unit_id in over.values_list("case__number", "case__unit_id"):
        release(number, actor=worker(unit_id), why="Süresi doldu.")
        count += 1
    ending = AddressRequest.objects.filter(
        until__range=(today, today + dt.timedelta(days=WARN_DAYS)), case__state__in=["reserved", "assigned"]
    ).select_related("case")
    tell_all(
        [
            Notice(
                (row.case.opened_by_id,),
                ENDING,
                f"{row.given_ip} adresinin süresi {row.until:%d.%m.%Y} günü doluyor",
                body="Gerekiyorsa yeni bir istek açın; gün geçince adres kendiliğinden geri alınır.",
                url=reverse("front:case", args=[row.case.number]),
                dedupe=f"network.ending:{row.case.number}:{row.until}",
            )
            for row in ending
            if row.case.opened_by_id is not None
        ]
    )
    return count
