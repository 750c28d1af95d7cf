"""Lines: written down, changed, taken out, tested; told of before their contract ends."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation import notify
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify as tell_people
from konak.foundation.people.queries import holders, units

from .. import access, queries
from ..models import Circuit, CircuitTest, TestKind
from .buildout import settle_plan
from .common import fill, keep_once, may, own_unit, take_out, tell

FACTS = frozenset(
    (
        *("number", "provider", "kind", "status", "down_kbps", "up_kbps", "promised", "monthly", "contract"),
        *("since", "until", "description", "tags"),
    )
)
TIES = frozenset(("site_id", "far_id", "serves_id", "vlan_id", "backs_up_id"))
WARNED = (90, 30, 7)
"""Days before the end of a contract on which its keepers are told."""
LINE_ENDING = notify.Topic(
    "network.line_ending",
    "Bitecek hat sözleşmesi",
    about="Sorumlusu olduğunuz bir hattın sözleşmesi yakında bitiyor.",
    mail=notify.Pace.DAILY,
)


@transaction.atomic
def add_circuit(*, actor: Actor, unit_id: int | None = None, **facts: Any) -> Circuit:
    return _circuit(Circuit(unit_id=own_unit(actor, unit_id)), actor, facts, "add")


@transaction.atomic
def edit_circuit(circuit_id: int, *, actor: Actor, **facts: Any) -> Circuit:
    return _circuit(queries.circuit(actor, circuit_id), actor, facts, "edit")


def _circuit(one: Circuit, actor: Actor, facts: dict[str, Any], verb: str) -> Circuit:
    may(actor, access.KEEP, one)
    for name in TIES & facts.keys():
        setattr(one, name, facts.pop(name))
    fill(one, facts, FACTS)
    if not one.number or not one.provider:
        raise Refused("Hattın devre numarasını ve işletmecisini yazın.")
    _tied(one, actor)
    if one.since and one.until and one.until < one.since:
        raise Refused("Sözleşmenin bitişi açılışından önce olamaz.")
    if one.promised is not None and not Decimal(50) <= one.promised <= Decimal(100):
        raise Refused("Taahhüt edilen süreklilik yüzde 50 ile 100 arasındadır.")
    if one.monthly is not None and one.monthly < 0:
        raise Refused("Aylık bedel sıfırdan küçük olamaz.")
    keep_once(one, f"{one.provider} işletmecisinin {one.number} numaralı hattı zaten kayıtlı.")
    tell(queries.CIRCUIT_KIND, one.pk, verb, actor, one, str(one))
    return one


def _tied(one: Circuit, actor: Actor) -> None:
    sites = set(queries.sites(actor).filter(pk__in=[one.site_id or 0, one.far_id or 0]).values_list("pk", flat=True))
    if one.site_id not in sites or (one.far_id and one.far_id not in sites):
        raise Refused("Hattın yerleşkesini seçin.")
    if one.far_id == one.site_id:
        raise Refused("Hattın iki ucu aynı yerleşke olamaz; dışarıya çıkıyorsa karşı ucu boş bırakın.")
    if one.serves_id and not units().filter(pk=one.serves_id).exists():
        raise Refused("Kullanan birim bulunamadı ya da kapanmış.")
    if one.vlan_id and not queries.vlans(actor).filter(pk=one.vlan_id).exists():
        raise Refused("Seçilen VLAN bulunamadı.")
    if one.backs_up_id:
        main = queries.circuits(actor).filter(pk=one.backs_up_id).first()
        if main is None or main.pk == one.pk:
            raise Refused("Yedeklediği hat bulunamadı.")
        if main.backs_up_id:
            raise Refused(f"{main} kendisi bir yedek; asıl hattı seçin.")


@transaction.atomic
def drop_circuit(circuit_id: int, *, actor: Actor) -> None:
    one = queries.circuit(actor, circuit_id)
    may(actor, access.KEEP, one)
    tell(queries.CIRCUIT_KIND, one.pk, "drop", actor, one, str(one))
    take_out(one, "Bu hattın sınaması ya da yedeği var; silmek yerine durumunu «Kapatıldı» yapın.")


@transaction.atomic
def record_test(
    circuit_id: int, *, actor: Actor, kind: str, done_on: dt.date, passed: bool, note: str = "", **measured: Any
) -> CircuitTest:
    """Write down a test. A line that failed one is marked as faulty, one that passed after it is in use again."""
    one = queries.circuit(actor, circuit_id)
    may(actor, access.KEEP, one)
    if kind not in TestKind.values:
        raise Refused("Sınamanın türünü seçin.")
    if done_on > localdate():
        raise Refused("Sınama günü gelecekte olamaz.")
    if unknown := set(measured) - {"down_kbps", "up_kbps", "latency_ms", "loss", "switched_seconds"}:
        raise ValueError(f"a test has no {sorted(unknown)}")
    if kind == TestKind.FAILOVER and not (one.backs_up_id or one.backups.exists()):
        raise Refused("Yedeğe geçiş sınaması için hattın yedeği (ya da yedeklediği hat) yazılmış olmalı.")
    if not passed and not note.strip():
        raise Refused("Geçmeyen sınamada ne olduğunu yazın.")
    seat = actor.seat_for(access.KEEP, one)
    made = CircuitTest.objects.create(
        circuit=one, kind=kind, done_on=done_on, passed=passed, note=note.strip()[:400], by_id=actor.user_id,
        seat_id=seat.appointment_id if seat else None, **measured,
    )  # fmt: skip
    last = one.tests.order_by("-done_on", "-pk").first()
    if last == made and one.status in {"active", "down"}:
        one.status = "active" if passed else "down"
        one.save(update_fields=["status"])
    settle_plan(made)
    words = f"{made.get_kind_display()}: {'geçti' if passed else 'geçmedi'}"
    tell(queries.CIRCUIT_KIND, one.pk, "test", actor, one, words)
    return made


def tell_of_ends(day: dt.date | None = None) -> int:
    """Tell the keepers of lines whose contract ends in 90, 30 or 7 days; returns how many people."""
    today, told = day or localdate(), 0
    for left in WARNED:
        for one in queries.ending(today + dt.timedelta(days=left)):
            chiefs = holders(one.unit_id).filter(position__in=["chief", "director"]).values_list("user_id", flat=True)
            users = {one.assignee_id} if one.assignee_id else set(chiefs)
            told += tell_people(
                [user for user in users if user], LINE_ENDING, f"{one}: sözleşme {left} gün sonra bitiyor",
                body=one.contract, url=f"/ag/hatlar/{one.pk}/", dedupe=f"line-{one.pk}-{one.until}-{left}",
            )  # fmt: skip
    return told
