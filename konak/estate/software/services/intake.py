"""Inventories: a file is read, what it would change is shown, then it is applied. Twice is the same as once."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass, field
from typing import IO

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.db.turkish import fold
from konak.foundation.files.services import open_blob, store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import above, below, by_username, seats_of

from .. import access, parsing, queries
from ..lifecycle import INVENTORIED
from ..matching import Rulebook
from ..models import Computer, Install, Inventory, Wrong
from ..parsing import Machine, Report, Unreadable
from ..parsing.reading import LARGEST, NAMES_ITS_MACHINE, text_of
from . import rounds
from .common import may, tell
from .findings import open_finding, settle_removed
from .indexing import index_computer
from .machines import follow_asset

KINDS = ("json", "xml", "csv", "txt", "log")
JUNK_SERIALS = frozenset({"", "0", "none", "default string", "to be filled by o.e.m.", "system serial number", "n/a"})
SHRUNK = 5
"""A list of fewer than a fifth of what was there is a broken agent more often than a cleaned machine."""


@dataclass(slots=True)
class Change:
    """What one machine of a file would change."""

    machine: Machine
    computer: Computer | None
    fresh: int = 0
    gone: int = 0
    same: int = 0
    unknown: int = 0
    objection: str = ""
    shrinks: bool = False


@dataclass(slots=True)
class Preview:
    """What a file would change, machine by machine."""

    report: Report
    changes: list[Change] = field(default_factory=list)

    @property
    def shrinks(self) -> bool:
        return any(one.shrinks for one in self.changes)


def _read(content: bytes, named: str, kind: str = "") -> tuple[parsing.Format, Report]:
    try:
        chosen, report = parsing.read(content, kind)
    except Unreadable as fault:
        raise Refused(f"Envanter okunmadı: {fault}") from None
    for machine in report.machines:
        if named and (len(report.machines) == 1):
            machine.name = named
        if not machine.name:
            reason = (
                "dosyada bilgisayarın adı yok"
                if chosen in NAMES_ITS_MACHINE
                else f"{chosen.label} bilgisayarı adlandırmaz"
            )
            raise Refused(f"Envanter okunmadı: {reason}; bilgisayarın adını yazın.")
        machine.name = machine.name[:120]
    return chosen, report


@transaction.atomic
def bring(
    *,
    actor: Actor,
    unit_id: int,
    file: IO[bytes],
    file_name: str = "",
    named: str = "",
    taken_on: dt.date | None = None,
    kind: str = "",
) -> Inventory:
    """Read a file and keep it; nothing changes until it is applied."""
    one = Inventory(unit_id=unit_id, named=" ".join(named.split())[:120], taken_on=taken_on or localdate())
    if not (actor.reach(access.IMPORT).everywhere or unit_id in actor.reach(access.IMPORT).units):
        raise Refused(f"«{access.IMPORT.label}» için bu birimde yetkiniz yok.")
    if one.taken_on > localdate():
        raise Refused("Envanterin alındığı gün ileri bir gün olamaz.")
    if kind and kind not in list(parsing.Format):
        raise Refused("Dosyanın türünü listeden seçin.")
    content = file.read(LARGEST + 1)
    if not content:
        raise Refused("Envanter okunmadı: dosya boş.")
    chosen, report = _read(content, one.named, kind)
    name = _stored_name(file_name or getattr(file, "name", "") or "envanter", chosen)
    # kept as UTF-8 whatever it came in: what is read again is what was read
    kept = text_of(content).encode("utf-8")
    one.file = store(
        actor=actor,
        content=io.BytesIO(kept),
        name=name,
        unit_id=unit_id,
        purpose="software.inventory",
        allow=KINDS,
        limit_bytes=LARGEST * 3,
    )
    one.digest, one.format = hashlib.sha256(content).hexdigest(), chosen
    one.machines, one.programs = len(report.machines), report.programs
    one.left_out, one.faults = report.left_out, report.faults
    one.brought_by_id = actor.user_id
    one.save()
    return one


def _stored_name(name: str, chosen: parsing.Format) -> str:
    stem = name.rpartition(".")[0] or name
    endings = {"-json": "json", "-xml": "xml", "export": "json", "csv": "csv"}
    return f"{stem}.{next((end for mark, end in endings.items() if chosen.endswith(mark)), 'txt')}"


def _content(one: Inventory) -> bytes:
    if one.file is None:
        raise Refused("Bu envanterin dosyası saklanmamış.")
    with open_blob(one.file) as file:
        return file.read()


def preview(inventory_id: int, *, actor: Actor) -> Preview:
    """What applying would change; nothing is written."""
    one = queries.inventory(actor, inventory_id)
    _, report = _read(_content(one), one.named, one.format)
    near = above(one.unit_id) | below(one.unit_id)
    book = queries.rulebook(one.unit_id)
    shown = Preview(report)
    for machine in report.machines:
        computer, objection = _known(machine, near, one.taken_on)
        change = Change(machine, computer, objection=objection)
        _compare(change, book)
        shown.changes.append(change)
    return shown


def _known(machine: Machine, near: set[int], taken_on: dt.date) -> tuple[Computer | None, str]:
    """The computer a machine is, and why it may not be taken over."""
    rows = Computer.objects.filter(unit_id__in=near, retired_on=None)
    found = None
    serial = "" if machine.serial.casefold() in JUNK_SERIALS else machine.serial
    if serial:
        found = rows.filter(serial__iexact=serial).order_by("pk").first()
    if found is None:
        found = rows.filter(name__iexact=machine.name).order_by("pk").first()
        if found is not None and serial and found.serial and found.serial.casefold() != serial.casefold():
            return None, (
                f"«{machine.name}» adlı bilgisayarın seri numarası {found.serial}; dosyadaki {serial}. "
                "Eski bilgisayarı kullanımdan kaldırın ya da adını değiştirin."
            )
    if found is not None and found.inventoried_at is not None and localdate(found.inventoried_at) > taken_on:
        return found, f"Daha yeni bir envanteri var ({found.inventoried_at:%d.%m.%Y}); eski liste işlenmez."
    return found, ""


def _live(computer: Computer) -> dict[tuple[str, str], Install]:
    return {(one.name, one.version): one for one in computer.installs.all()}


def _compare(change: Change, book: Rulebook) -> None:
    known = _live(change.computer) if change.computer else {}
    live = {key for key, one in known.items() if one.removed_on is None}
    listed = {(one.name, one.version) for one in change.machine.programs.values()}
    change.fresh, change.gone, change.same = len(listed - live), len(live - listed), len(listed & live)
    change.unknown = sum(book.find(one.name, one.publisher) is None for one in change.machine.programs.values())
    change.shrinks = len(live) > 20 and len(listed) * SHRUNK < len(live)


@transaction.atomic
def apply(inventory_id: int, *, actor: Actor, shrink: bool = False) -> Inventory:
    """Bring the computers up to what the file says: new programs are added, missing ones end, rights stay.

    A machine whose list shrank to less than a fifth is refused unless `shrink` says that this is meant.
    """
    found = queries.inventory(actor, inventory_id)
    one = Inventory.objects.select_for_update().get(pk=found.pk)
    if one.applied_at is not None:
        raise Refused("Bu envanter zaten işlendi.")
    chosen, report = _read(_content(one), one.named, one.format)
    near = above(one.unit_id) | below(one.unit_id)
    book = queries.rulebook(one.unit_id)
    touched: list[int] = []
    banned: list[int] = []
    faults = list(report.faults)
    one.fresh = one.gone = one.unknown = 0
    for machine in report.machines:
        computer, objection = _known(machine, near, one.taken_on)
        if objection:
            faults.append(f"{machine.name}: {objection}")
            continue
        computer = _renewed(machine, computer, one, actor)
        change = Change(machine, computer)
        _compare(change, book)
        if change.shrinks and not shrink:
            raise Refused(
                f"{machine.name} için gelen liste öncekinin beşte birinden kısa ({len(machine.programs)} program). "
                "Ajanın çıktısı yarım kalmış olabilir; doğruysa «kısalan listeyi kabul et» ile işleyin."
            )
        banned += _written(computer, machine, one.taken_on, book)
        one.fresh, one.gone, one.unknown = (
            one.fresh + change.fresh,
            one.gone + change.gone,
            one.unknown + change.unknown,
        )
        touched.append(computer.pk)
        publish(INVENTORIED, computer_id=computer.pk)
    if not touched:
        raise Refused("Envanter işlenmedi. " + " ".join(faults[-3:]))
    one.applied_at, one.format = now(), chosen
    one.faults, one.left_out = faults[:200], one.left_out + len(faults) - len(report.faults)
    one.save()
    rounds.refresh(touched)
    settle_removed(actor=actor, computer_ids=touched)
    _report_banned(banned, actor)
    seat = Computer(unit_id=one.unit_id)
    tell("software.inventory", one.pk, "apply", actor, seat, f"{len(touched)} bilgisayar", permission=access.IMPORT)
    return one


def _renewed(machine: Machine, computer: Computer | None, inventory: Inventory, actor: Actor) -> Computer:
    """The computer of a machine, locked, with what the machine says of itself."""
    if computer is None:
        computer = Computer(unit_id=inventory.unit_id, name=machine.name)
        may(actor, access.IMPORT, computer)
        user = by_username(machine.user.rpartition("\\")[2].partition("@")[0].lower()) if machine.user else None
        if user is not None:
            seat = seats_of(user.pk).order_by("pk").first()
            computer.holder, computer.used_in_id = user, seat.unit_id if seat else None
    else:
        computer = Computer.objects.select_for_update().get(pk=computer.pk)
        may(actor, access.IMPORT, computer)
    computer.name = computer.name or machine.name
    if machine.serial and machine.serial.casefold() not in JUNK_SERIALS:
        computer.serial = machine.serial
    computer.system = machine.system[:160] or computer.system
    computer.cores = min(machine.cores or 0, 4_096) or computer.cores
    computer.last_user = machine.user or computer.last_user
    computer.folded = fold(f"{computer.name} {computer.serial} {computer.system}")[:400]
    follow_asset(computer)
    taken = dt.datetime.combine(inventory.taken_on, dt.time(12), tzinfo=now().tzinfo)
    computer.inventoried_at = now() if inventory.taken_on == localdate() else taken
    try:
        with transaction.atomic():
            computer.save()
    except IntegrityError:
        raise Refused(f"«{machine.name}» aynı anda başka bir envanterle de geldi; yeniden deneyin.") from None
    index_computer(computer)
    return computer


def _written(computer: Computer, machine: Machine, day: dt.date, book: Rulebook) -> list[int]:
    """Write the programs of a machine; returns the fresh ones of a banned product."""
    known = _live(computer)
    fresh: list[Install] = []
    back: list[Install] = []
    listed: set[tuple[str, str]] = set()
    for program in machine.programs.values():
        key = (program.name, program.version)
        listed.add(key)
        rule = book.find(program.name, program.publisher)
        product_id, ignored = (rule.product_id, rule.product_id is None) if rule else (None, False)
        install = known.get(key)
        if install is None:
            fresh.append(
                Install(
                    computer=computer,
                    name=program.name,
                    version=program.version,
                    publisher=program.publisher,
                    product_id=product_id,
                    ignored=ignored,
                    first_seen=day,
                )
            )
        elif install.removed_on is not None:
            install.removed_on, install.product_id, install.ignored = None, product_id, ignored
            back.append(install)
    Install.objects.bulk_create(fresh, batch_size=2_000)
    Install.objects.bulk_update(back, ["removed_on", "product_id", "ignored"], batch_size=500)
    gone = [one.pk for key, one in known.items() if one.removed_on is None and key not in listed]
    for start in range(0, len(gone), 5_000):
        Install.objects.filter(pk__in=gone[start : start + 5_000]).update(removed_on=day)
    return [one.pk for one in (*fresh, *back) if one.product_id]


def _report_banned(install_ids: list[int], actor: Actor) -> None:
    """A file for each banned program that just appeared, where the actor may open one."""
    reach = actor.reach(access.SETTLE)
    rows = queries.banned(Install.objects.filter(pk__in=install_ids)).select_related("computer")
    for install in rows:
        if not reach.covers(install.computer):
            continue
        try:
            with transaction.atomic():
                open_finding(actor=actor, install_id=install.pk, wrong=Wrong.BANNED)
        except Refused:
            continue  # there is a file already


@transaction.atomic
def discard(inventory_id: int, *, actor: Actor) -> None:
    """A file that was read and not applied is put away."""
    one = queries.inventory(actor, inventory_id)
    may(actor, access.IMPORT, Computer(unit_id=one.unit_id))
    if one.applied_at is not None:
        raise Refused("İşlenmiş envanter silinemez; ne zaman neyin kurulu olduğu ondan bilinir.")
    one.delete()


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    unit_id: int,
    file: IO[bytes],
    file_name: str = "",
    named: str = "",
    taken_on: dt.date | None = None,
    kind: str = "",
    apply_now: bool = True,
    shrink: bool = False,
) -> Inventory:
    """Bring a file and apply it in one go, as agents do: both or neither."""
    one = bring(
        actor=actor, unit_id=unit_id, file=file, file_name=file_name, named=named, taken_on=taken_on, kind=kind
    )
    return apply(one.pk, actor=actor, shrink=shrink) if apply_now else one
