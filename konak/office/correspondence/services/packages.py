"""A package that arrived: judged, read, registered with what speaks against it."""

import datetime as dt
import hashlib
import re
import uuid
from collections.abc import Callable
from pathlib import PurePosixPath

from django.db import transaction
from django.utils.timezone import is_aware, localdate, now

from konak.foundation.access import Actor
from konak.foundation.calendar.services import add_working_days
from konak.foundation.files.services import store, store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance

from .. import queries
from ..models import Asked, Incoming, IncomingAnnex, Origin, Route, Urgency
from ..packaging import Report, Violation, check
from ..packaging.reading import GUID, Meta, Receiver, read_update
from . import converting, envelopes, signing
from .registering import register

SECRECY = {
    "HZO": Clearance.OFFICIAL,
    "OZL": Clearance.RESTRICTED,
    "KSO": Clearance.OFFICIAL,
    "GZL": Clearance.SECRET,
    "CGZ": Clearance.TOP_SECRET,
}
URGENCY = {"ACL": Urgency.AT_ONCE, "IVD": Urgency.AT_ONCE, "CIV": Urgency.AT_ONCE, "GNL": Urgency.BY_DAY}
LARGEST = 256 * 1024 * 1024


def judged(content: bytes, judge: Callable[[bytes], str] | None = None) -> Report:
    """What can be said of a package, its signatures included."""
    return check(content, judge or signing.judge)


@transaction.atomic
def take_in(
    *,
    actor: Actor,
    content: bytes,
    file_name: str,
    origin: str = Origin.PACKAGE,
    sender_kep: str = "",
    unit_id: int | None = None,
) -> Incoming:
    """Register a package. One that breaks the rules is registered too, with its faults: rejecting it within two
    working days is a decision of people (2646 m. 30)."""
    if not content or len(content) > LARGEST:
        raise Refused("Paket boş ya da 256 MB sınırını aşıyor.")
    report = judged(content)
    meta = report.meta
    if report.container is None:
        words = ", ".join(one.rule for one in report.violations) or "okunamadı"
        raise Refused(f"Paket açılamadı ({words}). Gönderenden yeniden isteyin; kayıt açılmadı.")
    kept = store_as_is(
        actor=actor, content=content, name=file_name or "paket.eyp", media_type="application/eyazisma",
        purpose="correspondence",
    )  # fmt: skip
    if report.container.of_kind("guncellemebilgisi"):
        return _updated(actor, report, content, origin, sender_kep, unit_id)
    sealed = bool(report.container.of_kind("sifreliicerik")) and not meta.document_id
    why, outer = "", report
    if sealed:
        inside = envelopes.opened(report.container)
        why = inside.why
        if inside.content:
            report = judged(inside.content)
            if report.container is None:
                raise Refused("Şifreli paketin içi açılamadı; gönderenden yeniden isteyin. Kayıt açılmadı.")
            meta, sealed = report.meta, False
            _same_inside(outer, report)
    mine = _mine(meta)
    due_on = _until(mine.within) if mine else None
    letter = None
    faults = report.faults()
    if why:
        faults.append({"rule": "sifreli-acilamadi", "part": why})
    if outer is not report:
        faults += [{"rule": one.rule, "part": f"dış paket: {one.part}"} for one in outer.violations]
    assert report.container is not None
    name, page = report.container.part_of("ustyazi"), report.container.content("ustyazi")
    if name and page:
        try:
            letter = store(
                actor=actor, content=page, name=PurePosixPath(name).name, allow={"pdf"}, purpose="correspondence"
            )
        except Refused as refusal:
            faults.append({"rule": "ustyazi-saklanmadi", "part": str(refusal)[:200]})
    made = register(
        actor=actor,
        origin=origin,
        sender=meta.sender.name or meta.core.get("creator", "").rpartition("/")[0] or "Bilinmeyen gönderen",
        sender_kind={"body": Route.BODY, "person": Route.PERSON, "company": Route.COMPANY}[meta.sender.kind],
        sender_detsis=meta.sender.number if meta.sender.kind == "body" and len(meta.sender.number) == 8 else "",
        sender_kep=sender_kep or meta.sender.kep,
        subject=meta.subject or ("Şifreli paket" if sealed else "Konusu okunamayan paket"),
        document_date=_date(meta),
        document_number=meta.number[:80],
        asked=Asked.ACTION if mine is None or mine.purpose == "GRG" else Asked.NOTHING,
        urgency=URGENCY.get(mine.urgency if mine else "", Urgency.NORMAL),
        due_on=due_on,
        secrecy=SECRECY.get(meta.secrecy, Clearance.NONE),
        code=meta.code if meta.code and queries.named_code(meta.code) else "",
        unit_id=unit_id,
        package=kept,
        document_id=uuid.UUID(meta.document_id) if GUID.match(meta.document_id) else None,
        faults=faults,
        stored=letter,
        annex_count=len(meta.annexes),
        anyway=True,
    )
    _annexes(made, report, actor)
    converting.plan(made)
    return made


def _same_inside(outer: Report, inner: Report) -> None:
    """The outer package carries the last digest of the inner one, byte by byte."""
    assert outer.container is not None
    assert inner.container is not None
    kind = "paketozeti" if inner.meta.version.startswith("1") else "nihaiozet"
    if outer.container.content(kind) != inner.container.content(kind):
        inner.violations.append(Violation("sifreli-ozet-ayni-degil", kind))


def _updated(
    actor: Actor, report: Report, content: bytes, origin: str, sender_kep: str, unit_id: int | None
) -> Incoming:
    """An update of a package: of one we have, or of one that comes with it now."""
    assert report.container is not None
    told = read_update(report.container)
    original = report.container.content("orijinalpaket") or b""
    inner = judged(original)
    if told is None or inner.container is None:
        raise Refused("Güncelleme paketinin içi okunamadı; gönderenden yeniden isteyin. Kayıt açılmadı.")
    key = inner.meta.document_id
    made = Incoming.objects.filter(document_id=key).first() if GUID.match(key) else None
    if made is None:
        made = take_in(
            actor=actor, content=original, file_name="orijinal.eyp", origin=origin, sender_kep=sender_kep,
            unit_id=unit_id,
        )  # fmt: skip
    if any(bytes_hash(content) == one.file.blob_id for one in made.updates.select_related("file")):
        raise Refused(f"Bu güncelleme paketi {made.case.number} evrakında zaten kayıtlı.")
    envelopes.apply_update(
        made, content=content, secrecy=SECRECY.get(told.secrecy, Clearance.NONE), why=told.why,
        changed_at=told.changed_at or now(), decision_number=told.decision_number,
        holds=report.digests == "ok" and report.signatures == "ok" and told.secrecy in (*SECRECY, "YOK"),
    )  # fmt: skip
    return made


def bytes_hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mine(meta: Meta) -> Receiver | None:
    """The line of the distribution that names us; the first where none does."""
    own = queries.own_numbers()
    return next((one for one in meta.receivers if one.party.number in own), next(iter(meta.receivers), None))


def _until(within: str) -> dt.date | None:
    found = re.fullmatch(r"P(\d{1,3})D", within)
    return add_working_days(localdate(), int(found[1])) if found else None


def _date(meta: Meta) -> dt.date | None:
    """The day here; never one that is still to come."""
    if meta.date is None:
        return None
    day = localdate(meta.date) if is_aware(meta.date) else dt.date(meta.date.year, meta.date.month, meta.date.day)
    return min(day, localdate())


def _annexes(made: Incoming, report: Report, actor: Actor) -> None:
    """What came with it, each by the name its metadata gives; what may not be stored stays in the package."""
    container = report.container
    assert container is not None
    for place, one in enumerate(report.meta.annexes, start=1):
        stored = None
        if one.part:
            name = one.file_name or PurePosixPath(one.part).name
            try:
                stored = store(actor=actor, content=container.parts[one.part], name=name, purpose="correspondence")
            except Refused as refusal:
                made.faults = [*made.faults, {"rule": "ek-saklanmadi", "part": f"{name}: {refusal}"[:300]}]
        IncomingAnnex.objects.create(
            incoming=made, place=place, name=(one.name or one.file_name)[:250] or f"Ek {place}", kind=one.kind[:3],
            file=stored, reference=one.reference[:500],
        )  # fmt: skip
    made.save(update_fields=["faults"])
