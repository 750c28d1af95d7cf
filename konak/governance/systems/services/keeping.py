"""Information systems come, change, are taken out of use; their parts, units and interfaces."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.db.turkish import fold, upper
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Unit
from konak.foundation.search.services import index
from konak.foundation.trail import services as trail
from konak.governance.processes import public as processes

from .. import access, queries
from ..lifecycle import ADDED, CHANGED, RETIRED
from ..models import CODE, InformationSystem, Interface, Need, ServedUnit, SystemPart, SystemState

FIELDS = frozenset(
    [
        *("code", "name", "about", "kind", "state", "since", "until", "successor_id", "assignee", "substitute"),
        "component_id",
        *("criticality", "rto_hours", "rpo_hours", "data_class", "personal_data", "runs", "hosting", "address"),
        *("made", "version", "standards", "supplier", "contract", "contract_until", "service_level", "exit_terms"),
        *("sign_in", "second_factor", "log_source", "logs_expected", "backup", "backup_expected", "watched"),
        *("review_months", "unit_id", "secrecy"),
    ]
)
MOST_UNITS = 500


def may_keep(actor: Actor, row: InformationSystem) -> None:
    if not actor.reach(access.KEEP).covers(row):
        raise Refused(f"«{access.KEEP.label}» için bu birimde yetkiniz yok.")


def tell(row: InformationSystem, verb: str, actor: Actor, note: str = "") -> None:
    trail.write(
        actor=actor,
        kind=queries.SYSTEM_KIND,
        subject=row.code,
        verb=verb,
        note=note,
        seat=actor.seat_for(access.KEEP, row),
    )


def code_of(text: str) -> str:
    """A code as it is kept: "ebys 2" → "EBYS-2"; no Turkish letters, so that it can stand in an address."""
    return re.sub(r"[^A-Z0-9]+", "-", upper(fold(text)).replace("İ", "I")).strip("-")[:24]


def fill(row: InformationSystem, facts: Mapping[str, Any]) -> None:
    """Take the facts over, or say which rule they break."""
    if unknown := set(facts) - FIELDS:
        raise ValueError(f"an information system has no {sorted(unknown)}")
    for name, value in facts.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.code = code_of(row.code)
    if not re.fullmatch(CODE, row.code):
        raise Refused(
            "Kod bir harfle başlar; büyük harf, rakam ve tireden oluşur, en az iki işarettir: EBYS, CBS-WEB."
        )
    if not row.name:
        raise Refused("Bilgi sistemine bir ad verin.")
    if row.until and row.since and row.until < row.since:
        raise Refused("Sistem kullanıma girmeden kullanımdan kalkamaz.")
    if row.state == SystemState.RETIRED and row.until is None:
        raise Refused("Kullanımdan kalkan sistemin son gününü yazın.")
    if row.state != SystemState.RETIRED and row.until is not None and row.until <= localdate():
        raise Refused("Son günü geçmiş sistem kullanımda görünemez; durumunu «Kullanımdan kalktı» yapın.")
    if row.state == SystemState.RUNNING and row.since is not None and row.since > localdate():
        raise Refused("Kullanıma giriş günü gelecekte; durum «Planlanıyor» olmalı.")
    if row.assignee_id and row.assignee_id == row.substitute_id:
        raise Refused("Sorumlunun yedeği kendisi olamaz.")
    if row.successor_id and row.successor_id == row.pk:
        raise Refused("Bir sistemin yerine kendisi geçemez.")
    key = row.component_id
    if key is not None and key not in dict(processes.components()):
        raise Refused("Seçilen bileşen süreç kütüğünde yok.")
    taken = InformationSystem.objects.filter(component_id=key).exclude(pk=row.pk).first() if key else None
    if taken is not None:
        raise Refused(f"Bu bileşen «{taken.name}» sistemine bağlı; bir bileşen tek bir sistemdir.")
    row.personal_data = sorted(set(row.personal_data))
    if row.review_on is None and row.state != SystemState.RETIRED:
        row.review_on = after_months(row.reviewed_on or localdate(), row.review_months)
    row.folded = fold(f"{row.code} {row.name} {row.about} {row.supplier} {row.get_kind_display()}")


def after_months(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.month - 1 + months, 12)
    first = dt.date(day.year + year, month + 1, 1)
    last = (dt.date(first.year + (first.month == 12), first.month % 12 + 1, 1) - dt.timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def save(row: InformationSystem) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"«{row.code}» kodlu bir bilgi sistemi zaten var.") from None
    index_system(row)


@transaction.atomic
def add(*, actor: Actor, unit_id: int, served: Sequence[int] = (), **facts: Any) -> InformationSystem:
    """Put a system into the register."""
    row = InformationSystem(unit_id=unit_id)
    may_keep(actor, row)
    fill(row, facts)
    save(row)
    _serve(row, served)
    tell(row, "add", actor, row.get_state_display())
    publish(ADDED, code=row.code)
    return row


def locked(code: str, actor: Actor) -> InformationSystem:
    row = queries.system(actor, code)
    row = InformationSystem.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    may_keep(actor, row)
    return row


@transaction.atomic
def edit(code: str, *, actor: Actor, served: Sequence[int] | None = None, **facts: Any) -> InformationSystem:
    """Change what the register says of a system; its code stays, because others name it."""
    row = locked(code, actor)
    before = _shown(row)
    facts.pop("code", None)
    fill(row, facts)
    may_keep(actor, row)
    save(row)
    if served is not None:
        _serve(row, served)
    changed = [label for label, value in _shown(row).items() if before[label] != value]
    tell(row, "edit", actor, ", ".join(changed))
    publish(CHANGED, code=row.code)
    if row.ended and before["durum"] != row.get_state_display():
        publish(RETIRED, code=row.code)
    return row


def _shown(row: InformationSystem) -> dict[str, Any]:
    """Names of what changed go into the trail, never the values: nothing of the trail can be erased."""
    return {
        "ad": row.name,
        "birim": row.unit_id,
        "sorumlu": (row.assignee_id, row.substitute_id),
        "durum": row.get_state_display(),
        "kritiklik": (row.criticality, row.rto_hours, row.rpo_hours),
        "veri": (row.data_class, tuple(row.personal_data)),
        "yer": (row.runs, row.hosting, row.address),
        "sözleşme": (row.supplier, row.contract, row.contract_until, row.service_level, row.exit_terms),
        "oturum": (row.sign_in, row.second_factor),
        "iz kaydı": (row.logs_expected, row.log_source),
        "yedek": (row.backup_expected, row.backup),
        "izleme": row.watched,
        "gizlilik": row.secrecy,
    }


@transaction.atomic
def retire(code: str, *, actor: Actor, on: dt.date, successor: InformationSystem | None = None) -> InformationSystem:
    """Take a system out of use. What still stops without it is named first."""
    row = locked(code, actor)
    if row.ended:
        raise Refused("Sistem zaten kullanımdan kalkmış.")
    if on > localdate():
        raise Refused("Kullanımdan kalkış günü gelecekte olamaz; o gün geldiğinde kaydedin.")
    standing = row.used_by.filter(need=Need.STOPS).exclude(system__state=SystemState.RETIRED)
    names = list(standing.values_list("system__code", flat=True))
    if names:
        raise Refused(f"Bu sistem olmadan duran sistemler var: {', '.join(names)}. Önce arayüzlerini değiştirin.")
    facts: dict[str, Any] = {"state": SystemState.RETIRED, "until": on}
    if successor is not None:
        facts["successor_id"] = successor.pk
    fill(row, facts)
    row.review_on = None
    save(row)
    tell(row, "retire", actor, f"son gün {on:%d.%m.%Y}")
    publish(RETIRED, code=row.code)
    return row


def _serve(row: InformationSystem, unit_ids: Sequence[int]) -> None:
    wanted = set(unit_ids)
    if len(wanted) > MOST_UNITS:
        raise Refused(f"En çok {MOST_UNITS} birim seçilebilir; bütün kurum için üst birimi seçin.")
    have = dict(row.served.values_list("unit_id", "pk"))
    row.served.filter(unit_id__in=set(have) - wanted).delete()
    known = set(Unit.objects.filter(pk__in=wanted - set(have)).values_list("pk", flat=True))
    ServedUnit.objects.bulk_create(ServedUnit(system=row, unit_id=unit_id) for unit_id in sorted(known))


@transaction.atomic
def set_part(
    code: str,
    *,
    actor: Actor,
    kind: str,
    name: str,
    where: str = "",
    version: str = "",
    note: str = "",
    part_id: int | None = None,
) -> SystemPart:
    """Add a part to a system, or change one."""
    system = locked(code, actor)
    row = system.parts.get(pk=part_id) if part_id else SystemPart(system=system)
    row.kind, row.name, row.where, row.version, row.note = kind, name.strip(), where.strip(), version.strip(), note
    if not row.name:
        raise Refused("Bileşene bir ad verin.")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(f"Bu sistemde «{row.name}» adlı bir bileşen zaten var.") from None
    tell(system, "part", actor, row.name)
    return row


@transaction.atomic
def drop_part(code: str, *, actor: Actor, part_id: int) -> InformationSystem:
    system = locked(code, actor)
    row = system.parts.get(pk=part_id)
    row.delete()
    tell(system, "unpart", actor, row.name)
    return system


@transaction.atomic
def set_interface(
    code: str,
    *,
    actor: Actor,
    other: InformationSystem | None = None,
    counterpart: str = "",
    interface_id: int | None = None,
    **facts: Any,
) -> Interface:
    """Say on what a system stands or with whom it talks."""
    system = locked(code, actor)
    row = system.interfaces.get(pk=interface_id) if interface_id else Interface(system=system)
    row.other, row.counterpart = other, "" if other else counterpart.strip()
    for name, value in facts.items():
        if name not in {
            *("need", "direction", "way", "online", "data", "ground", "protocol", "protocol_until", "last_on"),
        }:
            raise ValueError(f"an interface has no {name}")
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if other is None and not row.counterpart:
        raise Refused("Karşı tarafı seçin ya da karşı kurumun adını yazın.")
    if other is not None and other.pk == system.pk:
        raise Refused("Bir sistemin kendisiyle arayüzü olmaz.")
    if other is not None and other.ended:
        raise Refused(f"{other.code} kullanımdan kalkmış; onunla arayüz kurulamaz.")
    if row.last_on and row.last_on > localdate():
        raise Refused("Son aktarım gelecekte olamaz.")
    if row.need == Need.STOPS and other is not None and _stands_on(other.pk, system.pk):
        raise Refused(
            f"{other.code} zaten {system.code} olmadan duruyor; iki sistem birbirine bu biçimde bağlanamaz."
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("Bu karşı tarafla aynı yöntemde bir arayüz zaten var.") from None
    tell(system, "tie", actor, row.other.code if row.other else row.counterpart)
    return row


def _stands_on(from_id: int, wanted: int) -> bool:
    """Whether a system stands on another, however far: two that stop without each other are one mistake."""
    seen, waiting = {from_id}, [from_id]
    while waiting:
        pairs = Interface.objects.filter(system_id__in=waiting, need=Need.STOPS, other__isnull=False)
        found = set(pairs.values_list("other_id", flat=True)) - seen
        if wanted in found:
            return True
        seen |= found
        waiting = list(found)
    return False


@transaction.atomic
def drop_interface(code: str, *, actor: Actor, interface_id: int) -> InformationSystem:
    system = locked(code, actor)
    row = system.interfaces.select_related("other").get(pk=interface_id)
    tell(system, "untie", actor, row.other.code if row.other else row.counterpart)
    row.delete()
    return system


def index_system(row: InformationSystem) -> None:
    index(
        kind=queries.SYSTEM_KIND,
        object_id=row.pk,
        title=f"{row.code} {row.name}",
        body=f"Bilgi sistemi {row.about} {row.supplier}",
        url=f"/bilgi-sistemleri/{row.code}/",
        unit_id=row.unit_id,
        secrecy=row.secrecy,
        owner_ids=(row.assignee_id, row.substitute_id),
        permission=access.VIEW.code,
        number=row.code,
    )


def reindex() -> None:
    """Write the search rows of information systems anew."""
    for row in InformationSystem.objects.iterator(chunk_size=500):
        index_system(row)
