"""Reading lease files and neighbour tables into the history of every address: any order, any number of times."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.files.services import store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.foundation.trail import services as trail

from .. import access, parsing
from ..lifecycle import LEASES_READ
from ..models import Address, AddressUse, Upload, UploadKind
from ..parsing import Read, Seen, Stay
from ..queries.register import in_table, tabled
from .common import own_unit, tabled_vrf

LARGEST = 200 * 1024 * 1024
NEAR = dt.timedelta(minutes=15)
"""Two sightings of a device so near to each other are one stay; leases say themselves how long they hold."""
UPLOAD_KIND = "network.upload"
_ALONE = {UploadKind.ISC, UploadKind.KEA, UploadKind.WINDOWS}


def read_file(content: bytes, kind: str = "auto", taken_at: dt.datetime | None = None) -> Read:
    """The file as it is, in words where it is none."""
    if len(content) > LARGEST:
        raise Refused("Dosya 200 MB sınırını aşıyor; parçalara bölün.")
    if kind != "auto" and kind not in UploadKind.values:
        raise Refused("Dosyanın biçimini seçin.")
    try:
        return parsing.read(content, kind, taken_at)
    except ValueError as fault:
        raise Refused(str(fault)) from None


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    content: bytes,
    name: str,
    kind: str = "auto",
    vrf_id: int | None = None,
    unit_id: int | None = None,
    taken_at: dt.datetime | None = None,
) -> Upload:
    """Read a file and join it to what is known. What was read before is counted as known."""
    at = own_unit(actor, unit_id)
    reach = actor.reach(access.KEEP)
    if not (reach.everywhere or at in reach.units):
        raise Refused(f"«{access.KEEP.label}» için bu birimde yetkiniz yok.")
    tabled_vrf(actor, vrf_id)
    found = read_file(content, kind, taken_at)
    if not found.rows:
        raise Refused("Dosyada okunabilen bir kayıt yok." + (f" {found.faults[0]}" if found.faults else ""))
    stored = store_as_is(
        actor=actor,
        content=content,
        name=name[-120:] or "kira",
        media_type="text/plain",
        unit_id=at,
        purpose="network.leases",
    )
    upload = Upload.objects.create(
        unit_id=at,
        vrf_id=vrf_id,
        kind=found.kind,
        name=name[-200:],
        file=stored,
        by_id=actor.user_id,
        lines=len(found.rows),
        broken=found.broken,
        faults=found.faults,
    )
    _join(upload, found.rows)
    _mark_seen(upload)
    upload.save()
    publish(LEASES_READ, upload=upload.pk)
    trail.write(
        actor=actor,
        kind=UPLOAD_KIND,
        subject=upload.pk,
        verb="import",
        note=f"{upload.lines} kayıt, {upload.fresh} yeni",
        seat=actor.seat_for(access.KEEP),
    )
    return upload


def _join(upload: Upload, rows: Iterable[Seen]) -> None:
    by_ip: dict[str, list[Seen]] = defaultdict(list)
    for row in rows:
        by_ip[row.ip].append(row)
    gap = NEAR if upload.kind == UploadKind.NEIGHBOURS else dt.timedelta(0)
    devices, people = _Devices(), _People({row.login for row in rows if row.login})
    for chunk in _chunks(sorted(by_ip)):
        known = defaultdict(list)
        held = (
            tabled(AddressUse.objects.select_for_update())
            .filter(in_table(upload.vrf_id), source=upload.kind, ip__in=chunk)
            .order_by("ip", "pk")
        )
        rows_of: dict[int, AddressUse] = {}
        for one in held:
            rows_of[one.pk] = one
            said = {name: getattr(one, name) for name in ("host", "switch", "port", "access_point")}
            said = {name: value for name, value in said.items() if value}
            known[one.ip].append(Stay(one.ip, one.mac, one.since, one.until, one.heard_at, one.pk, said, one.login))
        devices.learn({row.mac for ip in chunk for row in by_ip[ip] if row.mac})
        made: list[AddressUse] = []
        changed: list[AddressUse] = []
        for ip in chunk:
            before = {stay.key: (stay.since, stay.until, stay.heard, dict(stay.said)) for stay in known[ip]}
            stays = parsing.join(known[ip], by_ip[ip], gap, upload.kind in _ALONE)
            kept = {stay.key for stay in stays if stay.key is not None}
            swallowed = [key for key in before if key not in kept and key is not None]
            AddressUse.objects.filter(pk__in=swallowed).delete()
            fresh = joined = 0
            for stay in stays:
                if stay.key is None:
                    fresh += 1
                    made.append(_row(upload, stay, devices, people))
                elif before[stay.key] != (stay.since, stay.until, stay.heard, stay.said):
                    joined += 1
                    changed.append(_changed(rows_of[stay.key], stay))
            upload.fresh += fresh
            upload.joined += joined
            upload.known += max(0, len(by_ip[ip]) - fresh - joined)
        AddressUse.objects.bulk_update(
            changed, ["since", "until", "heard_at", "host", "switch", "port", "access_point"], batch_size=1_000
        )
        AddressUse.objects.bulk_create(made, batch_size=2_000)


def _chunks(keys: list[str], size: int = 2_000) -> Iterable[list[str]]:
    for place in range(0, len(keys), size):
        yield keys[place : place + size]


def _changed(row: AddressUse, stay: Stay) -> AddressUse:
    row.since, row.until, row.heard_at = stay.since, stay.until, stay.heard
    for name, value in stay.said.items():
        setattr(row, name, value)
    return row


def _row(upload: Upload, stay: Stay, devices: "_Devices", people: "_People") -> AddressUse:
    asset_id = devices.of(stay.mac)
    user_id = people.of(stay.login) or devices.holder(asset_id, stay.since)
    return AddressUse(
        unit_id=upload.unit_id,
        vrf_id=upload.vrf_id,
        ip=stay.ip,
        mac=stay.mac,
        since=stay.since,
        until=stay.until,
        heard_at=stay.heard,
        source=upload.kind,
        login=stay.login,
        asset_id=asset_id,
        user_id=user_id,
        upload=upload,
        **stay.said,
    )


class _Devices:
    """Movables by hardware address, and in whose custody each was at a moment."""

    def __init__(self) -> None:
        self._assets: dict[str, int] = {}
        self._custody: dict[int, list[tuple[dt.datetime, dt.datetime | None, int | None]]] = defaultdict(list)

    def learn(self, macs: set[str]) -> None:
        wanted = sorted(macs - set(self._assets))
        if not wanted:
            return
        # movables write their addresses as they were read: in capitals, too
        model = apps.get_model("assets", "Asset")
        spelled = {way: mac for mac in wanted for way in (mac, mac.upper())}
        rows = model._default_manager.filter(macs__has_any_keys=list(spelled)).values_list("pk", "macs")
        found = []
        for key, macs_of in rows:
            for way in macs_of:
                if way in spelled:
                    self._assets.setdefault(spelled[way], key)
                    found.append(key)
        named = Address.objects.filter(mac__in=wanted, asset__isnull=False)
        for mac, key in named.values_list("mac", "asset_id"):
            if key is not None and self._assets.setdefault(mac, key) == key:
                found.append(key)
        custody = model._meta.get_field("custodies").related_model
        held = custody._default_manager.filter(asset_id__in=found, accepted_at__isnull=False)
        for asset_id, since, until, holder in held.values_list("asset_id", "accepted_at", "ended_at", "holder_id"):
            self._custody[asset_id].append((since, until, holder))

    def of(self, mac: str) -> int | None:
        return self._assets.get(mac)

    def holder(self, asset_id: int | None, at: dt.datetime) -> int | None:
        for since, until, holder in self._custody.get(asset_id or 0, ()):
            if since <= at and (until is None or at < until):
                return holder
        return None


class _People:
    """Who signs in by which name."""

    def __init__(self, logins: set[str]) -> None:
        names = {login: login.rpartition("\\")[2].partition("@")[0].lower() for login in logins}
        keys: dict[str, int] = dict(
            User.objects.filter(username__in=set(names.values())).values_list("username", "pk")
        )
        self._keys = {login: keys[name] for login, name in names.items() if name in keys}

    def of(self, login: str) -> int | None:
        return self._keys.get(login)


def _mark_seen(upload: Upload) -> None:
    """Recorded addresses learn when they were last seen, and their hardware address where none was written."""
    last: dict[str, Any] = dict(
        AddressUse.objects.filter(upload=upload).order_by().values_list("ip").annotate(last=Max("heard_at"))
    )
    macs = dict(AddressUse.objects.filter(upload=upload).order_by("heard_at").values_list("ip", "mac"))
    for chunk in _chunks(sorted(last)):
        rows = list(tabled(Address.objects.all()).filter(in_table(upload.vrf_id), ip__in=chunk))
        changed = []
        for one in rows:
            if one.seen_at is None or one.seen_at < last[one.ip]:
                one.seen_at = last[one.ip]
                one.mac = one.mac or macs.get(one.ip, "")
                changed.append(one)
        Address.objects.bulk_update(changed, ["seen_at", "mac"], batch_size=1_000)
