"""Computers written by hand, changed, taken out of use."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access, queries
from ..models import Computer
from .common import fill, may, tell
from .indexing import index_computer

FIELDS = frozenset({"name", "serial", "system", "cores", "used_in", "used_in_id", "holder", "holder_id", "assignee"})


def save(one: Computer) -> None:
    if not one.name:
        raise Refused("Bilgisayara bir ad verin.")
    one.folded = fold(f"{one.name} {one.serial} {one.system}")[:400]
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError:
        raise Refused(f"«{one.name}» adlı bir bilgisayar zaten var.") from None
    index_computer(one)


def follow_asset(one: Computer) -> None:
    """A computer that is a movable of that serial is used by who holds it, where it is used."""
    known = assets.find_by_serial(one.serial) if one.serial else ()
    if one.asset_id is None and len(known) == 1 and not known[0].retired:
        one.asset_id = known[0].id
    found = next((row for row in known if row.id == one.asset_id), None)
    if found is not None:
        one.holder_id, one.used_in_id = found.holder_id, found.unit_id


@transaction.atomic
def follow_custody(tag: str, *, actor: Actor) -> int:
    """The custody of a movable changed: its computer changes hands too. Returns how many did."""
    device = assets.find_by_tag(tag)
    if device is None:
        return 0
    rows = list(Computer.objects.select_for_update().filter(asset_id=device.id, retired_on=None))
    for one in rows:
        one.holder_id, one.used_in_id = device.holder_id, device.unit_id
        one.save()
        tell(queries.COMPUTER_KIND, one.pk, "custody", actor, one, permission=access.IMPORT)
    return len(rows)


@transaction.atomic
def follow_retirement(tag: str, *, actor: Actor) -> int:
    """A movable left the books: its programs no longer count, its licences are free again."""
    device = assets.find_by_tag(tag)
    if device is None or not device.retired:
        return 0
    rows = list(Computer.objects.select_for_update().filter(asset_id=device.id, retired_on=None))
    for one in rows:
        _retire(one)
        tell(queries.COMPUTER_KIND, one.pk, "retire", actor, one, permission=access.IMPORT)
    return len(rows)


def _retire(one: Computer) -> None:
    one.retired_on = localdate()
    one.save()
    one.installs.filter(removed_on=None).update(removed_on=localdate())
    for given in one.assignments.filter(until=None):
        given.until = max(localdate(), given.since)
        given.save()


@transaction.atomic
def add_computer(*, actor: Actor, unit_id: int, **facts: Any) -> Computer:
    one = Computer(unit_id=unit_id)
    may(actor, access.IMPORT, one)
    fill(one, facts, FIELDS)
    save(one)
    tell(queries.COMPUTER_KIND, one.pk, "add", actor, one, permission=access.IMPORT)
    return one


@transaction.atomic
def edit_computer(computer_id: int, *, actor: Actor, **facts: Any) -> Computer:
    one = Computer.objects.select_for_update().get(pk=queries.computer(actor, computer_id).pk)
    may(actor, access.IMPORT, one)
    if one.retired_on:
        raise Refused("Kullanımdan kalkan bilgisayar değiştirilemez.")
    fill(one, facts, FIELDS)
    save(one)
    tell(queries.COMPUTER_KIND, one.pk, "edit", actor, one, permission=access.IMPORT)
    return one


@transaction.atomic
def retire_computer(computer_id: int, *, actor: Actor) -> Computer:
    """Out of use: its programs no longer count, the rights it held are free again."""
    one = Computer.objects.select_for_update().get(pk=queries.computer(actor, computer_id).pk)
    may(actor, access.IMPORT, one)
    if one.retired_on:
        raise Refused("Bilgisayar zaten kullanımdan kalkmış.")
    _retire(one)
    tell(queries.COMPUTER_KIND, one.pk, "retire", actor, one, permission=access.IMPORT)
    return one
