"""Looking around in sets: lines with their counts over time, the values that stand out, questions kept by name."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone, localtime

from konak.foundation.access import Actor
from konak.foundation.lake import SETS
from konak.foundation.lake import queries as lake
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.services import write

from .. import access, queries
from ..models import Kind, SavedSearch, Search
from . import conditions, searching
from .alarming import checked
from .searching import WORDED, Found

LOOKED = 20_000
"""Lines that are counted, the newest; a page says so where there are more."""
FACETS = (
    "source.ip", "user.name", "event.action", "event.outcome", "destination.ip", "destination.port", "host.name",
    "event.code", "source.mac", "url.domain", "observer.name", "network.transport",
)  # fmt: skip
VALUES = 6
STEPS = tuple(dt.timedelta(minutes=one) for one in (1, 5, 15, 60, 180, 360, 720, 1_440))
BARS = 48
TAKEN = 5_000
"""Lines of a workbook."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of a column that are met most, and how many others there are."""

    name: str
    values: list[tuple[str, int]]
    others: int


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found: all lines that were counted, the newest first."""

    search: Search
    lines: list[Found]
    whole: bool
    facets: list[Facet] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    bars: list[tuple[str, list[int]]] = field(default_factory=list)
    """Moment → lines of each of `codes`."""


def _facts(
    actor: Actor,
    codes: Sequence[str],
    words: str,
    condition: str,
    since: dt.datetime,
    until: dt.datetime,
    columns: Sequence[str],
) -> dict[str, Any]:
    """The question as it is written down; refused where it makes no sense."""
    open_ = searching.open_to(actor)
    if not codes:
        raise Refused("En az bir küme seçin.")
    for code in codes:
        if code not in open_:
            searching.open_to(actor, code)
    if until <= since or until - since > searching.LONGEST:
        raise Refused("Aralık en çok 31 gün olabilir ve sonu başından sonra olmalıdır.")
    words = words.strip()
    if words and len(words) < 3:
        raise Refused("Aranacak sözü en az üç harfle yazın.")
    try:
        tree = checked(conditions.written(condition)) if condition.strip() else {}
    except ValueError as fault:
        raise Refused(str(fault)) from None
    times = {"since": since.isoformat(), "until": until.isoformat()}
    return {"sets": list(codes), "words": words, "condition": condition.strip(), "tree": tree, **times} | {
        "columns": list(columns)
    }


@transaction.atomic
def explore(
    *,
    actor: Actor,
    codes: Sequence[str],
    since: dt.datetime,
    until: dt.datetime,
    purpose: str,
    words: str = "",
    condition: str = "",
    columns: Sequence[str] = (),
    request: str = "",
) -> Explored:
    """Lines of these sets in a time, with their counts. Written down before it is shown."""
    asked = _facts(actor, codes, words, condition, since, until, columns)
    made = searching.written_down(actor, Kind.EXPLORE, purpose, request, asked)
    lines, whole = again(asked)
    if made.masked:
        lines = [searching.covered(one) for one in lines]
    Search.objects.filter(pk=made.pk).update(found=len(lines))
    made.found = len(lines)
    return Explored(made, lines, whole, _facets(lines), list(codes), _bars(lines, codes, since, until))


def again(asked: Mapping[str, Any]) -> tuple[list[Found], bool]:
    """The lines of a question, the newest first, and whether these are all."""
    since, until = (dt.datetime.fromisoformat(asked[name]) for name in ("since", "until"))
    tree, words = asked["tree"], asked["words"]
    ways: list[dict[str, Any]] = conditions.narrowed(tree) if tree else []
    if words:
        said = [{f"{name}__has": words} for name in WORDED]
        both = [one | other for one in said for other in ways]
        ways = both if both and len(both) <= conditions.MOST_WAYS * 2 else said
    found: list[Found] = []
    whole = True
    for code in asked["sets"]:
        rows = lake.search(code, since=since, until=until, any_of=ways, limit=LOOKED, newest=True)
        whole = whole and len(rows) < LOOKED
        kept = rows if not tree else [row for row in rows if conditions.holds(tree, row.values)]
        found += [Found(code, row, SETS[code].label) for row in kept]
    found.sort(key=lambda one: one.at, reverse=True)
    return found[:LOOKED], whole and len(found) <= LOOKED


def _facets(lines: Sequence[Found]) -> list[Facet]:
    """Columns in which something can be seen: at least two values, or one that not every line has."""
    found = []
    for name in FACETS:
        counted = Counter(str(value) for one in lines if (value := one.values.get(name)) is not None)
        if counted:
            most = counted.most_common(VALUES)
            found.append(Facet(name, most, len(counted) - len(most)))
    return found


def _bars(
    lines: Sequence[Found], codes: Sequence[str], since: dt.datetime, until: dt.datetime
) -> list[tuple[str, list[int]]]:
    """Counts over time in at most `BARS` steps of a length a clock has."""
    step = next((one for one in STEPS if (until - since) / one <= BARS), STEPS[-1])
    zone = get_current_timezone()
    midnight = localtime(since, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    first = midnight + ((since - midnight) // step) * step
    place = {code: n for n, code in enumerate(codes)}
    counts: dict[int, list[int]] = {}
    for one in lines:
        row = counts.setdefault((one.at - first) // step, [0] * len(place))
        row[place[one.code]] += 1
    form = "%d.%m" if step >= STEPS[-1] else "%d.%m %H.%M"
    many = -(-(until - first) // step)
    empty = [0] * len(place)
    return [(f"{localtime(first + step * n, zone):{form}}", counts.get(n, empty)) for n in range(many)]


@transaction.atomic
def taken_out(pk: int, *, actor: Actor) -> tuple[Search, list[Found]]:
    """The lines of one's own search for a workbook, within what is open to the seat now; told to the trail."""
    search = Search.objects.get(pk=pk, user_id=actor.user_id or 0, kind=Kind.EXPLORE)
    open_ = searching.open_to(actor)
    if closed := sorted(set(search.asked["sets"]) - set(open_)):
        raise Refused(f"Makamınıza artık açık olmayan küme var: {', '.join(SETS[one].label for one in closed)}.")
    lines, _ = again(search.asked)
    if not actor.reach(access.PERSONS).everywhere:
        lines = [searching.covered(one) for one in lines]
    write(actor=actor, kind="logs.search", subject=pk, verb="export", note=f"{min(len(lines), TAKEN)} satır")
    return search, lines[:TAKEN]


@transaction.atomic
def keep(
    *,
    actor: Actor,
    name: str,
    codes: Sequence[str],
    words: str = "",
    condition: str = "",
    columns: Sequence[str] = (),
) -> SavedSearch:
    """Keep a question under a name; the same name again replaces it. Time and purpose are asked anew each time."""
    name = name.strip()
    if actor.user_id is None or not name or len(name) > 60:
        raise Refused("Saklanan aramaya en çok 60 harflik bir ad verin.")
    if queries.saved(actor).exclude(name=name).count() >= 50:
        raise Refused("En çok 50 arama saklanır; kullanmadıklarınızı silin.")
    moment = dt.datetime.now(dt.UTC)
    asked = _facts(actor, codes, words, condition, moment - dt.timedelta(days=1), moment, columns)
    kept = {key: asked[key] for key in ("sets", "words", "condition", "columns")}
    row, _ = SavedSearch.objects.update_or_create(user_id=actor.user_id, name=name, defaults={"asked": kept})
    return row


@transaction.atomic
def forget(pk: int, *, actor: Actor) -> SavedSearch:
    """Drop one's own kept question."""
    row = queries.saved(actor).get(pk=pk)
    row.delete()
    return row


ICONS = {
    "dhcp": "network", "firewall": "flame", "radius": "antenna", "proxy": "world", "windows": "device-desktop",
    "hosting": "server", "system": "server-2", "other": "question-mark",
}  # fmt: skip
_DONE = {
    "assigned": "kiralandı", "released": "bırakıldı", "expired": "süresi doldu", "declined": "geri çevrildi",
    "session-start": "oturum açtı", "session-end": "oturumu kapattı", "session-update": "oturumu sürüyor",
    "login": "oturum açma", "accept": "izin verildi", "pass": "izin verildi", "deny": "engellendi",
    "block": "engellendi", "close": "kapandı", "success": "başarılı", "failure": "başarısız",
    "user-created": "hesap açıldı", "group-member-added": "gruba eklendi",
}  # fmt: skip


def told(one: Found) -> str:
    """What a line says, as a person says it."""
    value = {name: str(found) for name, found in one.values.items()}
    get = value.get
    action = _DONE.get(get("event.action", ""), get("event.action", ""))
    if one.code == "dhcp":
        return f"{get('source.ip', '–')} adresi {get('source.mac', 'bilinmeyen')} aygıtına {action}"
    if one.code == "firewall":
        end = ":".join(filter(None, (get("destination.ip", "–"), get("destination.port"))))
        return f"{get('source.ip', '–')} → {end} {action}".strip()
    if one.code in ("proxy", "hosting"):
        return f"{get('user.name') or get('source.ip', '–')}: {get('url.domain') or get('url.original') or action}"
    if one.code in ("radius", "windows", "system"):
        outcome = _DONE.get(get("event.outcome", ""), "") if one.code != "radius" else ""
        where = get("host.name") or get("observer.name", "")
        said = (get("user.name", "–"), action or get("event.code", ""), outcome, where and f"({where})")
        return " ".join(filter(None, said))
    return get("message", action or get("event.module", ""))[:160]
