"""Alarms: conditions over lines as they arrive. A condition comes from a form, a machine, or a Sigma rule."""

import datetime as dt
import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.lake import SETS, lake_set, segments, spool
from konak.foundation.lake import queries as lake
from konak.foundation.lake.models import Segment
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import Notice, tell_all
from konak.foundation.people.models import Unit, User
from konak.foundation.trail.services import write
from konak.service.desk import public as desk

from .. import access, queries
from ..access import SEARCHED
from ..lifecycle import ALARM_RAISED
from ..models import Alarm, AlarmHit, Level
from . import conditions, sigma
from .topics import ALARM

SETTLE = dt.timedelta(seconds=5)
LATE = dt.timedelta(days=1)
"""A line whose own time is so much older than its arrival still raises an alarm."""
FARTHEST = dt.timedelta(hours=6)
"""How far back lines are looked at when the worker stood still."""
SHOWN = 5
MOST = 100_000
"""Lines counted for one alarm at one look."""
TOLD = (
    "event.action",
    "event.code",
    "user.name",
    "source.ip",
    "source.nat.ip",
    "destination.ip",
    "host.name",
    "url.domain",
)


@transaction.atomic
def keep_alarm(
    alarm_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    unit_id: int,
    assignee_id: int,
    code: str,
    condition: Mapping[str, Any],
    level: str = Level.MEDIUM,
    threshold: int = 1,
    minutes: int = 5,
    active: bool = True,
    service_code: str = "",
    rule: str = "",
    group_by: Sequence[str] = (),
    counted: str = "",
) -> Alarm:
    """A new alarm, or another text of one in reach."""
    row = queries.alarms(actor).get(pk=alarm_id) if alarm_id else Alarm()
    verb = "change" if row.pk else "make"
    if row.pk and not actor.reach(access.ALARMS).covers(row):
        raise Refused(f"«{access.ALARMS.label}» için yetkiniz yok.")
    unit = Unit.objects.filter(pk=unit_id, until=None).first()
    person = User.objects.filter(pk=assignee_id, is_active=True).first()
    if unit is None or person is None:
        raise Refused("Birim ya da sorumlu bulunamadı.")
    name = name.strip()
    if not name or len(name) > 160 or code not in SEARCHED or level not in Level.values:
        raise Refused("Ad, kayıt kümesi ve önem yazılmalıdır.")
    if not (1 <= threshold <= 10_000 and 1 <= minutes <= 1_440):
        raise Refused("Eşik 1 ile 10.000 satır, süre 1 ile 1.440 dakika arasında olmalıdır.")
    row.unit, row.assignee = unit, person
    if not actor.reach(access.ALARMS).covers(row):
        raise Refused(f"«{access.ALARMS.label}» için yetkiniz yok.")
    if code not in queries.open_sets(actor):
        raise Refused(f"«{SETS[code].label}» kümesi makamınıza açık değil; alarmı onu görebilen kurar.")
    if len(group_by) > 4 or any(one not in conditions.COLUMNS for one in (*group_by, *filter(None, [counted]))):
        raise Refused("Kümelenen en çok dört alan olabilir; alan adları kayıt kümesinin alanlarıdır.")
    if (group_by or counted) and threshold < 2:
        raise Refused("Kümeleyen ya da ayrı değer sayan alarmın eşiği en az 2 olmalıdır.")
    row.group_by, row.counted = list(dict.fromkeys(group_by)), counted
    if Alarm.objects.filter(unit=unit, name=name).exclude(pk=row.pk).exists():
        raise Refused(f"Bu birimde «{name}» adlı bir alarm var.")
    if service_code and service_code not in {one[2] for one in desk.service_choices()}:
        raise Refused("Seçilen destek hizmeti yok.")
    row.service_code = service_code
    row.name, row.code, row.condition, row.level = name, code, checked(condition), level
    row.threshold, row.minutes, row.active, row.sigma = threshold, minutes, active, rule
    row.looked_until = row.looked_until or now()
    row.save()
    write(
        actor=actor, kind="logs.alarm", subject=row.pk, verb=verb, note=name, seat=actor.seat_for(access.ALARMS, row)
    )
    return row


def bring(
    *,
    actor: Actor,
    rule: str,
    unit_id: int,
    assignee_id: int,
    threshold: int = 1,
    minutes: int = 5,
    service_code: str = "",
) -> Alarm:
    """An alarm from a Sigma rule; refused with the reason where a part of it cannot be kept."""
    if not actor.holds(access.ALARMS):
        raise Refused(f"«{access.ALARMS.label}» için yetkiniz yok.")
    read = sigma.read(rule)
    return keep_alarm(
        actor=actor, name=read.name, unit_id=unit_id, assignee_id=assignee_id, code=read.code,
        condition=read.condition, level=read.level, threshold=read.threshold or threshold,
        minutes=read.minutes or minutes, service_code=service_code, rule=rule, group_by=read.group_by,
        counted=read.counted,
    )  # fmt: skip


def checked(tree: Mapping[str, Any]) -> dict[str, Any]:
    """The condition, when it is one: known columns, known ways, a bounded size."""
    seen = 0

    def walk(one: Any, depth: int) -> dict[str, Any]:
        nonlocal seen
        seen += 1
        if not isinstance(one, Mapping) or depth > 20 or seen > 1_000:
            raise Refused("Koşul anlaşılmadı ya da çok büyük.")
        for name in ("all", "any"):
            if name in one:
                parts = one[name]
                if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
                    raise Refused("Koşulun boş bir parçası var.")
                return {name: [walk(part, depth + 1) for part in parts]}
        if "not" in one:
            return {"not": walk(one["not"], depth + 1)}
        field, way, value = one.get("field"), one.get("is"), one.get("value")
        if field not in conditions.COLUMNS:
            raise Refused(f"«{str(field)[:60]}» diye bir alan yok.")
        if way == "missing":
            return {"field": field, "is": way}
        if way == "pattern":
            if not isinstance(value, list) or not value or len(value) > 50:
                raise Refused("Koşulun kalıbı anlaşılmadı.")
            if not all(part in (0, 1) if isinstance(part, int) else isinstance(part, str) for part in value):
                raise Refused("Koşulun kalıbı anlaşılmadı.")
            return {"field": field, "is": way, "value": value}
        text = str(value).strip() if isinstance(value, str | int) else ""
        if way not in (*conditions.WAYS, "gt", "gte", "lt", "lte") or not text or len(text) > 500:
            raise Refused("Koşulun değeri boş, uzun ya da karşılaştırması bilinmiyor.")
        if way == "cidr":
            try:
                ipaddress.ip_network(text, strict=False)
            except ValueError:
                raise Refused(f"«{text}» bir ağ adresi değil.") from None
        return {"field": field, "is": way, "value": text}

    return walk(tree, 0)


def look(moment: dt.datetime | None = None) -> int:
    """Hold the lines that arrived since the last look against every alarm; returns how many were raised."""
    until = (moment or now()) - SETTLE
    by_set: dict[str, list[Alarm]] = {}
    for row in Alarm.objects.filter(active=True).order_by("pk"):
        by_set.setdefault(row.code, []).append(row)
    return sum(_look(code, rows, until) for code, rows in by_set.items() if code in SETS)


def _begin(row: Alarm, until: dt.datetime) -> dt.datetime:
    span = until - dt.timedelta(minutes=row.minutes)
    if row.group_by or row.counted:  # each group remembers by its hits what was counted
        return max(span, row.made_at)
    if row.threshold == 1:
        return max(row.looked_until or span, until - FARTHEST)
    return max(row.looked_until or span, span)


def _look(code: str, rows: Sequence[Alarm], until: dt.datetime) -> int:
    due = [(row, begin) for row in rows if (begin := _begin(row, until)) < until]
    if not due:
        return 0
    waiting = _waiting(code, due, until)
    raised = 0
    for row, begin in due:
        found = waiting[row.pk] + _sealed(row, begin, until)
        if row.group_by or row.counted:
            raised += _grouped(row, found, begin, until)
            continue
        if len(found) >= row.threshold:
            raised += _raise(row, found, until)
        elif row.threshold == 1:
            Alarm.objects.filter(pk=row.pk).update(looked_until=until)
    return raised


def _waiting(
    code: str, due: Sequence[tuple[Alarm, dt.datetime]], until: dt.datetime
) -> dict[int, list[Mapping[str, Any]]]:
    """Lines of the spool that meet each alarm, a delivery at a time; older deliveries are not read as lines."""
    low, high = (int(one.timestamp() * 1_000_000) for one in (min(begin for _, begin in due), until))
    found: dict[int, list[Mapping[str, Any]]] = {row.pk: [] for row, _ in due}
    for path in spool.waiting(code):
        try:
            for frame in spool.frames(path):
                if low <= frame.received < high:
                    _meet(code, frame, due, found)
        except FileNotFoundError:  # sealed meanwhile
            continue
    return found


def _meet(
    code: str,
    frame: spool.Frame,
    due: Sequence[tuple[Alarm, dt.datetime]],
    found: Mapping[int, list[Mapping[str, Any]]],
) -> None:
    many = len(frame.lines)
    table = segments.typed(lake_set(code), frame.lines, [frame.received] * many, [frame.source] * many)
    for one in table.to_pylist():
        values = {name: value for name, value in one.items() if value is not None}
        for row, begin in due:
            kept = found[row.pk]
            if len(kept) < MOST and begin <= values["received"] and conditions.holds(row.condition, values):
                kept.append(values)


def _sealed(row: Alarm, since: dt.datetime, until: dt.datetime) -> list[Mapping[str, Any]]:
    """Those that were sealed before they were looked at."""
    names = list(Segment.objects.filter(code=row.code, manifest__made_at__gte=since).values_list("name", flat=True))
    if not names:
        return []
    low, high = since.astimezone(dt.UTC), until.astimezone(dt.UTC)
    found = lake.search(
        row.code,
        since=since - LATE,
        where={"received__gte": low, "received__lt": high},
        any_of=conditions.narrowed(row.condition),
        alone=names,
    )
    return [one.values for one in found if conditions.holds(row.condition, one.values)]


MOST_HITS = 200
GROUPS = 20
"""Groups of one look that are announced one by one; a storm is told as one."""


@transaction.atomic
def _grouped(row: Alarm, found: Sequence[Mapping[str, Any]], begin: dt.datetime, until: dt.datetime) -> int:
    """Count lines, or the different values of a column, for each group; raise for each that reaches the threshold."""
    held = Alarm.objects.select_for_update().get(pk=row.pk)
    counted_to: dict[tuple[str, ...], dt.datetime] = {}
    for group, upto in (
        AlarmHit.objects.filter(alarm=held, upto__gt=begin).order_by("upto").values_list("group", "upto")
    ):
        counted_to[tuple(group)] = upto or begin
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for one in found:
        key = tuple(str(one.get(name, "")) for name in row.group_by)
        if counted_to.get(key) is None or _aware(one["received"]) >= counted_to[key]:
            groups.setdefault(key, []).append(one)
    met: list[tuple[tuple[str, ...], list[Mapping[str, Any]], int]] = []
    for key, lines in groups.items():
        values = len({str(one[row.counted]) for one in lines if row.counted in one}) if row.counted else 0
        if (values if row.counted else len(lines)) >= row.threshold:
            met.append((key, lines, values))
    met.sort(key=lambda one: -len(one[1]))
    hits = [_hit(held, lines, until, group=key, values=values) for key, lines, values in met[:MOST_HITS]]
    if hits:
        _tell(held, hits[:GROUPS], len(met))
    Alarm.objects.filter(pk=row.pk).update(looked_until=until)
    return len(hits)


def _hit(
    row: Alarm,
    found: Sequence[Mapping[str, Any]],
    until: dt.datetime,
    *,
    group: Sequence[str] = (),
    values: int = 0,
) -> AlarmHit:
    moments = sorted(_aware(one.get("ts") or one["received"]) for one in found)
    return AlarmHit.objects.create(
        alarm=row,
        first=moments[0],
        last=moments[-1],
        lines=len(found),
        group=list(group),
        values=values,
        upto=until,
        facts=[{name: str(one[name]) for name in TOLD if name in one} for one in found[:SHOWN]],
    )


def _tell(row: Alarm, hits: Sequence[AlarmHit], groups: int) -> None:
    """The responsible person, the desk, and whoever listens: an incident register reacts to the announcement."""
    lines = sum(hit.lines for hit in hits)
    words = f"{lines} satır koşulu karşıladı."
    if groups > 1:
        words = f"{groups} ayrı kümede koşul karşılandı, {lines} satır."
    notice = Notice(
        tuple(filter(None, (row.assignee_id,))),
        ALARM,
        f"{row.get_level_display()} önemde log alarmı: {row.name}",
        words,
        url=f"/loglar/alarmlar/{row.pk}/",
        dedupe=f"logs.alarm:{hits[0].pk}",
    )
    tell_all([notice])
    if row.service_code:
        subject = f"Log alarmı: {row.name}"[:200]
        text = f"{words} Ayrıntı: /loglar/alarmlar/{row.pk}/"
        desk.announce(source=f"logs:alarm:{row.pk}", service_code=row.service_code, subject=subject, text=text)
    for hit in hits:
        publish(ALARM_RAISED, hit=hit.pk)


@transaction.atomic
def _raise(row: Alarm, found: Sequence[Mapping[str, Any]], until: dt.datetime) -> int:
    held = Alarm.objects.select_for_update().get(pk=row.pk)
    if held.looked_until != row.looked_until:  # another worker looked
        return 0
    hit = _hit(held, found, until)
    held.looked_until = until
    held.save(update_fields=["looked_until"])
    _tell(held, [hit], 1)
    return 1


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


@transaction.atomic
def see(hit_id: int, *, actor: Actor, note: str) -> AlarmHit:
    """Somebody looked at it and says what it was."""
    hit = queries.hits(actor).select_for_update(of=("self",)).get(pk=hit_id)
    seat = actor.seat_for(access.SEE_ALARMS, hit.alarm)
    answers = hit.alarm.assignee_id == actor.user_id or actor.reach(access.ALARMS).covers(hit.alarm)
    if actor.user_id is None or not answers:
        raise Refused("Çalan alarmı sorumlusu ya da alarm kurma yetkisi olan değerlendirir.")
    if hit.seen_at is not None:
        raise Refused("Bu alarm değerlendirilmiş.")
    note = note.strip()
    if len(note) < 5:
        raise Refused("Ne olduğunu en az beş harfle yazın.")
    hit.seen_by_id, hit.seen_at, hit.note = actor.user_id, now(), note[:500]
    hit.save()
    write(actor=actor, kind="logs.alarm", subject=hit.alarm_id, verb="see", note=note[:200], seat=seat)
    return hit


def unseen(actor: Actor) -> int:
    """Raised alarms in reach that nobody looked at."""
    return queries.alarms(actor).aggregate(n=Count("hits", filter=Q(hits__seen_at=None)))["n"] or 0
