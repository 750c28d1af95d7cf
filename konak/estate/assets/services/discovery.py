"""Agents' reports against the register: taken over where nobody has written, asked about where somebody has."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused

from .. import access
from ..lifecycle import DEVICE_SEEN
from ..models import Asset, Decision, Device, Difference
from ..models.asset import RETIRED
from . import common, posting, reports
from .reports import Report

WRITTEN = ("hostname", "uuid", "macs")
"""What a report may overwrite when no person has written it."""
ASKED = ("serial", "model")
"""What identifies a thing: an agent fills it in, and only asks when it is another."""


@transaction.atomic
def receive(*, actor: Actor, data: bytes) -> list[Device]:
    """One message of an agent: its devices are noted, and those of the register brought up to date."""
    if not actor.holds(access.KEEP):
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")
    return [_note(report, actor) for report in reports.read(data)]


def _note(report: Report, actor: Actor) -> Device:
    moment = now()
    device = Device.objects.select_for_update().filter(key=report.key).first()
    device = device or Device(key=report.key, first_seen=moment)
    for name in ("source", "hostname", "maker", "model", "serial", "uuid", "macs", "kind", "system", "last_user"):
        setattr(device, name, getattr(report, name))
    device.facts, device.last_seen = report.facts, moment
    if device.asset_id is None or (device.asset is not None and device.asset.retired):
        device.asset = match(report)
    device.save()
    if device.asset_id is not None:
        _compare(device, actor)
    publish(DEVICE_SEEN, device_id=device.pk)
    return device


def match(report: Report) -> Asset | None:
    """The thing of the register it is: by serial, else by hardware id, else by a MAC; nothing when two would fit."""
    rows = Asset.objects.exclude(state__in=RETIRED).select_related("model")
    if key := common.serial_key(report.serial):
        found = list(rows.filter(serial_key=key)[:5])
        if len(found) > 1:
            words = fold(f"{report.maker} {report.model}")
            found = [one for one in found if one.model and fold(one.model.name) in words]
        if len(found) == 1:
            return found[0]
    if report.uuid and len(found := list(rows.filter(uuid=report.uuid)[:2])) == 1:
        return found[0]
    for address in report.macs:
        if len(found := list(rows.filter(macs__contains=[address])[:2])) == 1:
            return found[0]
    return None


def _compare(device: Device, actor: Actor) -> None:
    asset = (
        Asset.objects.select_for_update(of=("self",))
        .select_related("model", "warehouse", "item")
        .get(pk=device.asset_id or 0)
    )
    locked = set(asset.locks.values_list("field", flat=True))
    changed = []
    for field in (*WRITTEN, *ASKED):
        found, held = _found(device, field), _held(asset, field)
        if not found or _same(field, found, held):
            continue
        if not held or (field in WRITTEN and field not in locked):
            if _write(asset, field, found, device):
                changed.append(field)
            continue
        Difference.objects.get_or_create(
            asset=asset,
            field=field,
            found=_words(found),
            defaults={"device": device, "held": _words(held)},
        )
    if changed:
        asset.folded = common.words_of(asset)
        asset.save()
        common.tell(asset, "agent", actor, ", ".join(changed))
        common.index([asset])


def _found(device: Device, field: str) -> Any:
    return f"{device.maker} {device.model}".strip() if field == "model" else getattr(device, field)


def _held(asset: Asset, field: str) -> Any:
    return str(asset.model or "") if field == "model" else getattr(asset, field)


def _same(field: str, found: Any, held: Any) -> bool:
    if field == "serial":
        return common.serial_key(found) == common.serial_key(held)
    if field == "macs":
        return sorted(found) == sorted(held)
    return fold(str(found)) == fold(str(held))


def _write(asset: Asset, field: str, found: Any, device: Device) -> bool:
    """Set a field from a report; a serial another thing has is not set, it is asked about."""
    if field == "model":
        asset.model = common.find_model(device.maker, device.model)
        return True
    if field == "serial":
        try:
            posting.check_serials(asset.model_id, [found], but=asset.pk)
        except Refused:
            return False
        asset.serial_key = common.serial_key(found)
    setattr(asset, field, found)
    return True


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


@transaction.atomic
def decide(difference_id: int, *, actor: Actor, take: bool) -> Difference:
    """A person says which is right: what the agent saw, or what the register holds."""
    row = Difference.objects.select_for_update(of=("self",)).select_related("device", "asset").get(pk=difference_id)
    asset = common.locked(row.asset.tag, actor)
    common.kept_by(actor, asset)
    if row.decision != Decision.WAITING:
        raise Refused("Bu fark için karar verilmiş.")
    row.decision = Decision.TAKEN if take else Decision.KEPT
    row.decided_by_id, row.decided_at = actor.user_id, now()
    row.save()
    if take:
        found: Any = row.found.split(", ") if row.field == "macs" else row.found
        if not _write(asset, row.field, found, row.device):
            raise Refused("Bildirilen seri no başka bir taşınırda kayıtlı; önce o kayıt düzeltilmeli.")
        asset.folded = common.words_of(asset)
        asset.save()
        common.index([asset])
    common.tell(asset, "agent_take" if take else "agent_keep", actor, row.field)
    return row


@transaction.atomic
def tie(device_id: int, *, actor: Actor, tag: str) -> Device:
    """Say by hand which thing of the register a device is."""
    asset = common.locked(tag, actor)
    common.kept_by(actor, asset)
    device = Device.objects.select_for_update().get(pk=device_id)
    device.asset, device.ignored_why = asset, ""
    device.save()
    _compare(device, actor)
    return device


@transaction.atomic
def ignore(device_id: int, *, actor: Actor, why: str) -> Device:
    """A device that is not the municipality's movable (leased, a guest's, virtual): say why."""
    if not actor.holds(access.KEEP):
        raise Refused(f"«{access.KEEP.label}» için yetkiniz yok.")
    if not why.strip():
        raise Refused("Neden kayıt dışı olduğunu yazın: kiralık, sanal makine, misafir…")
    device = Device.objects.select_for_update().get(pk=device_id)
    if device.asset_id is not None:
        raise Refused("Bu cihaz kayıtlı bir taşınırla eşleşmiş.")
    device.ignored_why = why.strip()[:200]
    device.save(update_fields=["ignored_why"])
    return device
