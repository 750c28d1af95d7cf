"""The register of senders: entered, given a key, counted, missed when they fall silent."""

import datetime as dt
import hashlib
import re
import secrets
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from konak.foundation import notify
from konak.foundation.access import Actor
from konak.foundation.db import fetch
from konak.foundation.lake import SETS, spool
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify as tell
from konak.foundation.people.queries import holders
from konak.foundation.trail.services import write
from konak.governance.systems import public as systems

from .. import access, queries
from ..models import Source, SourceDay, Tally
from ..parsing import FORMATS

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
KNOWN = frozenset({"name", "title", "form", "silent_after", "active", "assignee_id"})
MARK = "kls_"
"""How every key of a sender begins, so that scanners recognise one that leaked."""
SILENT = notify.Topic(
    "logs.silent",
    "Susan log kaynağı",
    about="Sorumlusu olduğunuz bir kaynaktan beklenen sürede satır gelmedi; kayıtlarda boşluk oluşuyor.",
    mail=notify.Pace.NOW,
)


def _keeper(actor: Actor, owned: Source | None = None, unit_id: int | None = None) -> None:
    reach = actor.reach(access.SOURCES)
    if not (reach.covers(owned) if owned is not None else reach.everywhere or unit_id in reach.units):
        raise Refused(f"«{access.SOURCES.label}» için bu birimde yetkiniz yok.")


def _fill(source: Source, actor: Actor, facts: Mapping[str, Any], system_id: int | None) -> None:
    for name in KNOWN & facts.keys():
        setattr(source, name, facts[name])
    source.name = source.name.strip()
    if not NAME.fullmatch(source.name):
        raise Refused("Kaynağın adı harf, rakam, nokta, tire ve iki noktadan oluşur: 10.0.0.1, fw-merkez, ad01.")
    if source.form != "auto" and source.form not in FORMATS:
        raise Refused("Böyle bir satır biçimi yok.")
    if not 0 <= source.silent_after <= 44_640:
        raise Refused("Sessizlik sınırı en çok 31 gün (44.640 dakika) olabilir.")
    if system_id is not None and system_id not in {one.id for one in systems.systems(actor)}:
        raise Refused("Seçilen bilgi sistemi bulunamadı.")
    source.system_id = system_id
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError:
        raise Refused(f"«{source.name}» adlı bir kaynak zaten var.") from None


@transaction.atomic
def add(*, actor: Actor, unit_id: int, system_id: int | None = None, **facts: Any) -> Source:
    """Enter a sender. Its name is the one its lines carry: the address rsyslog names, or what a shipper is called."""
    _keeper(actor, unit_id=unit_id)
    source = Source(unit_id=unit_id)
    _fill(source, actor, facts, system_id)
    seen = SourceDay.objects.filter(name=source.name).order_by("-day").first()
    if seen is not None:
        Source.objects.filter(pk=source.pk).update(last_at=seen.last_at)
    write(actor=actor, kind="logs.source", subject=source.pk, verb="add", note=source.name)
    return source


@transaction.atomic
def change(pk: int, *, actor: Actor, system_id: int | None = None, **facts: Any) -> Source:
    source = queries.sources(actor).select_for_update(of=("self",)).get(pk=pk)
    _keeper(actor, source)
    _fill(source, actor, facts, system_id)
    if not source.active and source.silent_at:
        Source.objects.filter(pk=pk).update(silent_at=None)
    write(actor=actor, kind="logs.source", subject=pk, verb="change", note=source.name)
    return source


@transaction.atomic
def give_key(pk: int, *, actor: Actor) -> tuple[Source, str]:
    """A new key with which a shipper delivers over HTTP; the old one is worth nothing from now on. Shown once."""
    source = queries.sources(actor).select_for_update(of=("self",)).get(pk=pk)
    _keeper(actor, source)
    secret = MARK + secrets.token_urlsafe(32)
    source.shown, source.digest, source.key_at = secret[:10], _digest(secret), now()
    source.save(update_fields=["shown", "digest", "key_at"])
    write(actor=actor, kind="logs.source", subject=pk, verb="key", note=source.shown)
    return source, secret


@transaction.atomic
def drop_key(pk: int, *, actor: Actor) -> Source:
    source = queries.sources(actor).select_for_update(of=("self",)).get(pk=pk)
    _keeper(actor, source)
    if not source.digest:
        raise Refused("Bu kaynağın anahtarı yok.")
    source.shown, source.digest, source.key_at = "", "", None
    source.save(update_fields=["shown", "digest", "key_at"])
    write(actor=actor, kind="logs.source", subject=pk, verb="drop_key")
    return source


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def by_key(secret: str) -> Source | None:
    """The active sender whose key this is."""
    if not secret.startswith(MARK) or len(secret) > 100:
        return None
    return Source.objects.filter(digest=_digest(secret), active=True).first()


def tally() -> int:
    """Count what came into the spool since the last time, by sender and day; returns how many lines.

    Runs every five minutes and before every seal: no line leaves the spool uncounted, and none is counted twice.
    """
    with transaction.atomic():
        mark, _ = Tally.objects.select_for_update().get_or_create(name="spool")
        came, mark.upto = _came(mark.upto)
        if came:
            keys, sums = sorted(came), [came[key] for key in sorted(came)]
            moments = [dt.datetime.fromtimestamp(one.last / 1e6, dt.UTC) for one in sums]
            names, days = [name for name, _ in keys], [day for _, day in keys]
            lines, sizes = [one.lines for one in sums], [one.bytes for one in sums]
            fetch("logs/count", names=names, days=days, lines=lines, sizes=sizes, moments=moments)
            fetch("logs/heard", names=names, moments=moments)
        mark.save()
    return sum(one.lines for one in came.values())


@dataclass(slots=True)
class _Sum:
    lines: int = 0
    bytes: int = 0
    last: int = 0


def _came(upto: Mapping[str, int]) -> tuple[dict[tuple[str, dt.date], _Sum], dict[str, int]]:
    """What lies in the spool behind the marks, by sender and day; and the new marks."""
    found: defaultdict[tuple[str, dt.date], _Sum] = defaultdict(_Sum)
    marks: dict[str, int] = {}
    for code in SETS.keys() - {"searches", "trail"}:
        for path in spool.waiting(code):
            try:
                inode = str(path.stat().st_ino)
                end = upto.get(inode, 0)
                for one in spool.deliveries(path, end):
                    held = found[one.source, localdate(dt.datetime.fromtimestamp(one.received / 1e6, dt.UTC))]
                    held.lines, held.bytes = held.lines + one.lines, held.bytes + one.bytes
                    held.last, end = max(held.last, one.received), one.end
            except FileNotFoundError:  # sealed meanwhile by another process, which counted it first
                continue
            marks[inode] = end
    return found, marks


def miss_the_silent() -> int:
    """Tell of senders that fell silent, once each time; returns how many."""
    moment, count = now(), 0
    with transaction.atomic():
        rows = Source.objects.select_for_update(of=("self",)).filter(active=True, silent_at=None, silent_after__gt=0)
        for source in rows.exclude(last_at=None).select_related("unit"):
            assert source.last_at is not None
            if moment - source.last_at < dt.timedelta(minutes=source.silent_after):
                continue
            Source.objects.filter(pk=source.pk).update(silent_at=moment)
            count += 1
            chiefs = holders(source.unit_id).filter(position__in=["chief", "director"])
            users = {
                source.assignee_id,
                *(chiefs.values_list("user_id", flat=True) if source.assignee_id is None else ()),
            }
            tell(
                [user for user in users if user], SILENT, f"{source.name} sustu",
                body=f"{source.silent_after} dakikadır satır gelmiyor: {source.title or source.name}",
                url=f"/loglar/kaynaklar/{source.pk}/", dedupe=f"silent-{source.pk}-{moment:%Y%m%d%H%M}",
            )  # fmt: skip
    return count
