"""What a whole reading of the directory means for people: compared here, changed nowhere."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate

from konak.foundation.db.turkish import fold
from konak.foundation.people.models import USERNAME, Appointment, Unit, User
from konak.foundation.people.queries import on_day

from ..models import ASKS, Connection, Difference, Does, Entry, Fate, Reads, SyncRun, UnitRule

COPIED = ("first_name", "last_name", "email", "phone", "title")
LABELS = {
    "first_name": "adı",
    "last_name": "soyadı",
    "email": "e-posta",
    "phone": "telefon",
    "title": "unvan",
}


@dataclass(slots=True)
class Planned:
    """One thing that differs: what is done, about whom, by what facts."""

    does: str
    uid: str = ""
    user_id: int | None = None
    unit_id: int | None = None
    who: str = ""
    words: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        return self.does in ASKS


@dataclass(slots=True)
class Plan:
    """What would come of a run. `stop` says why nobody may be touched."""

    read: int = 0
    linked: int = 0
    closing: int = 0
    steps: list[Planned] = field(default_factory=list)
    links: dict[str, int] = field(default_factory=dict)
    units: dict[str, int | None] = field(default_factory=dict)
    gone: list[int] = field(default_factory=list)
    stop: str = ""
    final: bool = False
    """Whether the stop cannot be lifted by anybody: an empty answer is no answer."""

    @property
    def counts(self) -> dict[str, int]:
        return {"read": self.read, "linked": self.linked, **Counter(step.does for step in self.steps)}


def username_of(text: str) -> str:
    """A name of the directory as Konak writes names: "ADemir" → "ademir"; what Konak cannot write stays out."""
    name = fold(text.partition("@")[0] or text).strip()
    return re.sub(r"[^a-z0-9._-]+", ".", name).strip("._-")[:60]


class _Books:
    """Who is known by what: read once, so that a reading of thousands costs a handful of statements."""

    def __init__(self, connection: Connection) -> None:
        self.users = {user.pk: user for user in User.objects.all()}
        self.by_number = {user.registry_number: user.pk for user in self.users.values() if user.registry_number}
        self.by_email = {user.email.lower(): user.pk for user in self.users.values() if user.email}
        self.by_name = {user.username: user.pk for user in self.users.values()}
        self.entries = {row.uid: row for row in Entry.objects.filter(connection=connection)}
        self.taken = {row.user_id: row.uid for row in self.entries.values() if row.user_id and row.gone_at is None}


def compare(run: SyncRun) -> Plan:
    """The plan of a run whose reading is whole."""
    # reach: none, because the comparison is the whole directory; who may start it is asked by the service
    connection = run.connection
    books = _Books(connection)
    read = {row.uid: row.facts for row in run.read.filter(kind="person")}
    plan = Plan(read=len(read))
    live = [row for row in books.entries.values() if row.user_id and row.gone_at is None]
    active = [row for row in live if books.users[row.user_id or 0].is_active]
    for uid, facts in sorted(read.items(), key=lambda one: one[1]["username"]):
        _person(plan, connection, books, uid, facts)
    _gone(plan, connection, books, active, set(read))
    plan.linked = len(plan.links)
    plan.closing = sum(step.does == Does.DISABLE for step in plan.steps)
    _units(plan, connection, books, read)
    _guard(plan, connection, len(active))
    return plan


def _who(facts: dict[str, Any]) -> str:
    name = f"{facts['first_name']} {facts['last_name']}".strip()
    return f"{name} ({facts['username']})"[:200]


def _person(plan: Plan, connection: Connection, books: _Books, uid: str, facts: dict[str, Any]) -> None:
    entry = books.entries.get(uid)
    known = entry.user_id if entry and entry.user_id else None
    if known is None:
        known, objection = _found(books, uid, facts)
        if objection:
            plan.steps.append(Planned(Does.CONFLICT, uid, known, who=_who(facts), words=objection))
            return
        if known is not None:
            plan.steps.append(Planned(Does.LINK, uid, known, who=_who(facts), words="Var olan hesapla eşlendi"))
            books.taken[known] = uid
    if known is None:
        _new(plan, connection, books, uid, facts)
        return
    plan.links[uid] = known
    user = books.users[known]
    changes = _changes(books, user, facts)
    if clash := changes.pop("clash", ""):
        plan.steps.append(Planned(Does.CONFLICT, uid, known, who=_who(facts), words=clash))
    if changes:
        words = ", ".join(LABELS[name] for name in changes)
        plan.steps.append(Planned(Does.UPDATE, uid, known, who=_who(facts), words=words, facts=changes))
    if not facts["enabled"] and user.is_active and connection.disables:
        plan.steps.append(Planned(Does.DISABLE, uid, known, who=_who(facts), words="Dizinde hesabı kapalı"))
    elif facts["enabled"] and not user.is_active and entry is not None and entry.closed_by_us:
        plan.steps.append(Planned(Does.ENABLE, uid, known, who=_who(facts), words="Dizinde yeniden açılmış"))


def _found(books: _Books, uid: str, facts: dict[str, Any]) -> tuple[int | None, str]:
    """Who of us somebody is, by number, address or name; what points to two people is a conflict."""
    name = username_of(facts["username"])
    marks = {
        "sicil no": books.by_number.get(facts["number"]) if facts["number"] else None,
        "e-posta": books.by_email.get(facts["email"].lower()) if facts["email"] else None,
        "kullanıcı adı": books.by_name.get(name),
    }
    hits = {user_id for user_id in marks.values() if user_id is not None}
    if len(hits) > 1:
        told = ", ".join(f"{label}: {books.users[one].full_name}" for label, one in marks.items() if one)
        return None, f"Birden çok kişiye benziyor ({told})"[:400]
    if not hits:
        return None, ""
    found = hits.pop()
    user = books.users[found]
    if (other := books.taken.get(found)) and other != uid:
        return None, f"{user.full_name} bu dizinde başka bir kayıtla eşli"
    if marks["sicil no"] is None and facts["number"] and user.registry_number:
        return None, f"{user.full_name} ile aynı ad ya da adres, ama sicil numarası farklı"
    if fold(user.full_name) != fold(f"{facts['first_name']} {facts['last_name']}") and marks["sicil no"] is None:
        by = next(label for label, one in marks.items() if one)
        if by == "kullanıcı adı":
            return None, f"Kullanıcı adı {user.full_name} ile aynı, adı farklı"
    return found, ""


def _new(plan: Plan, connection: Connection, books: _Books, uid: str, facts: dict[str, Any]) -> None:
    if not facts["enabled"] or not connection.creates:
        return
    name = username_of(facts["username"])
    if not re.match(USERNAME, name):
        words = "Kullanıcı adı Konak'ta yazılamıyor; dizindeki adı ya da eşleşen kişiyi düzeltin"
        plan.steps.append(Planned(Does.CONFLICT, uid, who=_who(facts), words=words))
        return
    books.by_name[name] = -1
    facts = {key: facts[key] for key in (*COPIED, "number")} | {"username": name}
    facts["last_name"] = facts["last_name"] or name
    plan.steps.append(Planned(Does.CREATE, uid, who=_who(facts), words=f"Kullanıcı adı {name}", facts=facts))


def _changes(books: _Books, user: User, facts: dict[str, Any]) -> dict[str, str]:
    """What the directory says otherwise; what it leaves empty says nothing."""
    found = {name: facts[name] for name in COPIED if facts[name] and facts[name] != getattr(user, name)}
    email = found.get("email", "")
    if email and email.lower() == user.email.lower():
        del found["email"]
    elif email and (holder := books.by_email.get(email.lower())) is not None and holder != user.pk:
        del found["email"]
        found["clash"] = f"E-posta adresi {books.users[holder].full_name} üzerinde kayıtlı"
    elif email and "@" not in email:
        del found["email"]
    return found


def _gone(plan: Plan, connection: Connection, books: _Books, active: list[Entry], read: set[str]) -> None:
    """Who is in the directory no more. Only a whole reading may say so."""
    for entry in books.entries.values():
        if entry.gone_at is None and entry.uid not in read:
            plan.gone.append(entry.pk)
    if not connection.disables:
        return
    for entry in active:
        if entry.uid not in read:
            who = f"{entry.full_name} ({entry.username})"[:200]
            plan.steps.append(Planned(Does.DISABLE, entry.uid, entry.user_id, who=who, words="Dizinden silinmiş"))


def _units(plan: Plan, connection: Connection, books: _Books, read: dict[str, dict[str, Any]]) -> None:
    """To which unit each entry belongs, what has no unit, and who has no seat where the directory places him."""
    rules = {(rule.reads, rule.folded): rule.unit_id for rule in UnitRule.objects.filter(connection=connection)}
    names: dict[str, int | None] = {}
    for pk, name, short in Unit.objects.filter(until=None).values_list("pk", "name", "short_name"):
        for one in {fold(name), fold(short)} - {""}:
            names[one] = None if one in names else pk
    seats: dict[int, set[int]] = {}
    for user_id, unit_id in Appointment.objects.filter(on_day(localdate())).values_list("user_id", "unit_id"):
        seats.setdefault(user_id, set()).add(unit_id)
    parents: dict[int, int | None] = dict(Unit.objects.values_list("pk", "parent_id"))
    lost: dict[str, list[str]] = {}
    settled = set(
        Difference.objects.filter(connection=connection, does=Does.SEAT, fate=Fate.LEFT).values_list(
            "entry__uid", "unit_id"
        )
    )
    for uid, facts in read.items():
        if not facts["enabled"]:
            continue
        found = _unit_of(facts, rules, names)
        plan.units[uid] = found
        # the last container of a tree ("ou=personel") is no unit; only what lies in it may be one
        place = facts["department"] or (facts["ou"][0] if len(facts["ou"]) > 1 else "")
        if found is None:
            if place:
                lost.setdefault(place, []).append(uid)
            continue
        linked = plan.links.get(uid)
        if linked is None or (uid, found) in settled or not books.users[linked].is_active:
            continue
        if not any(_touches(seat, found, parents) for seat in seats.get(linked, ())):
            words = "Dizine göre bu birimde; Konak'ta orada görevi yok"
            plan.steps.append(Planned(Does.SEAT, uid, linked, found, who=_who(facts), words=words))
    for place, uids in sorted(lost.items()):
        words = f"«{place}» adlı birim bulunamadı: {len(uids)} kişi"[:400]
        plan.steps.append(Planned(Does.UNIT, uids[0], who=place[:200], words=words))


def _touches(seat: int, unit_id: int, parents: dict[int, int | None]) -> bool:
    """Whether a seat lies in the unit, or in one below it: the directory is coarser than the chart."""
    at: int | None = seat
    while at is not None:
        if at == unit_id:
            return True
        at = parents.get(at)
    return False


def _unit_of(facts: dict[str, Any], rules: dict[tuple[str, str], int], names: dict[str, int | None]) -> int | None:
    department = fold(facts["department"])
    if department:
        if found := rules.get((Reads.DEPARTMENT, department)):
            return found
        if department in names:
            return names[department]
    for place in facts["ou"]:
        if found := rules.get((Reads.OU, fold(place))):
            return found
        if fold(place) in names:
            return names[fold(place)]
    return None


def _guard(plan: Plan, connection: Connection, active: int) -> None:
    """Why nobody may be touched by this plan, or nothing."""
    if not plan.read:
        if active:
            plan.stop, plan.final = "Dizin hiç kişi döndürmedi; hiçbir hesap kapatılmadı.", True
        return
    most = max(1, active * connection.threshold // 100)
    if plan.closing > most:
        plan.stop = (
            f"{plan.closing} hesap kapanacaktı; sınır {active} hesabın %{connection.threshold} kadarı ({most}). "
            "Hiçbir hesap kapatılmadı."
        )
