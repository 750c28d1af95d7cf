"""A list of people and their seats: one row a seat, a person is known by registry number or user name."""

import datetime as dt
import re
from collections import defaultdict
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate

from konak.foundation.db.turkish import fold
from konak.foundation.people.models import USERNAME, Appointment, Unit, User
from konak.foundation.people.positions import HEADS, Basis, Clearance, Position

from .fields import BASES, CLEARANCES, POSITIONS, Row, Wrong, day, plain, word

PERSON = {"first_name": 80, "last_name": 80, "title": 80, "email": 254, "phone": 32}
LABELS = {
    "first_name": "ad",
    "last_name": "soyad",
    "title": "unvan",
    "email": "e-posta",
    "phone": "telefon",
    "registry_number": "sicil no",
    "until": "bitiş",
    "basis": "görev şekli",
    "document": "dayandığı onay",
    "clearance": "gizlilik yetkisi",
}
FOREVER = dt.date.max
Period = tuple[dt.date, dt.date]


def overlaps(one: Period, other: Period) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


class PeopleList:
    """The list against the directory: what each row would do. `write` does it."""

    def __init__(self, rows: list[Row], since: dt.date | None) -> None:
        self.rows, self.since = rows, since or localdate()
        users = list(User.objects.all())
        self.by_name = {user.username: user for user in users}
        self.by_registry = {user.registry_number: user for user in users if user.registry_number}
        self.by_email = {user.email.casefold(): user for user in users if user.email}
        self.units: dict[str, list[Unit]] = defaultdict(list)
        for unit in Unit.objects.all():
            if unit.until is None or unit.until >= localdate():
                self.units[plain(unit.name)].append(unit)
                for key in (unit.code, unit.detsis):
                    if key:
                        self.units[key].append(unit)
        self.seats: dict[tuple[int, int, str], list[Appointment]] = defaultdict(list)
        self.heads: dict[tuple[int, str], list[tuple[Period, str]]] = defaultdict(list)
        for seat in Appointment.objects.filter(acting_for=None).select_related("user"):
            self.seats[seat.user_id, seat.unit_id, seat.position].append(seat)
            if seat.position in HEADS and seat.basis == Basis.PERMANENT:
                period = (seat.since, seat.until or FOREVER)
                self.heads[seat.unit_id, seat.position].append((period, seat.user.full_name))
        self.taken = set(self.by_name)
        self.persons: dict[str, dict[str, Any]] = {}
        self.told: dict[str, dict[str, str]] = {}
        self.plans: dict[int, dict[str, Any]] = {}
        self.listed: dict[tuple[str, int, str], list[tuple[Period, int]]] = defaultdict(list)
        for row in rows:
            self._read(row)

    def _read(self, row: Row) -> None:
        cells = row.cells
        first, last = cells.get("first_name", "").strip(), cells.get("last_name", "").strip()
        if not last and (whole := (cells.get("full_name") or first).split()):
            first, last = (" ".join(whole[:-1]), whole[-1]) if len(whole) > 1 else (whole[0], "")
        row.label = f"{first} {last}".strip()
        if not first or not last:
            row.wrong("Ad ya da soyad boş.")
        registry = cells.get("registry_number", "").strip()
        username = cells.get("username", "").strip().casefold()
        if not registry and not username:
            row.wrong("Sicil no da kullanıcı adı da boş; kişi bunlardan biriyle tanınır.")
        if username and not re.fullmatch(USERNAME, username):
            row.wrong(f"Kullanıcı adı «{username}» küçük harf, rakam, nokta, tire ve alt çizgiden oluşmalıdır.")
        if len(registry) > 20:
            row.wrong("Sicil no 20 karakterden uzun.")
        facts: dict[str, Any] = {"first_name": first, "last_name": last}
        for field, longest in PERSON.items():
            if field in cells and field not in facts:
                facts[field] = cells[field].strip()
            if len(facts.get(field, "")) > longest:
                row.wrong(f"{LABELS[field]} {longest} karakterden uzun.")
        if facts.get("email"):
            try:
                validate_email(facts["email"])
            except ValidationError:
                row.wrong(f"«{facts['email']}» bir e-posta adresi değil.")
        user = self.by_registry.get(registry) or self.by_name.get(username)
        if registry and username and username in self.by_name:
            known = self.by_name[username]
            if known.registry_number and known.registry_number != registry:
                row.wrong(f"Kullanıcı adı «{username}» {known.registry_number} sicil nolu başka birinin.")
        key = f"u{user.pk}" if user is not None else f"r{registry}" if registry else f"n{username}"
        self._same_person(row, key, facts | ({"registry_number": registry} if registry else {}), username)
        holder = self.by_email.get(facts.get("email", "").casefold())
        if holder is not None and (user is None or holder.pk != user.pk):
            row.wrong(f"E-posta adresi {holder.full_name} adına kayıtlı.")
        plan = self._seat(row, key, user)
        if row.verdict == "error":
            return
        if key not in self.persons:
            changed = [name for name, value in facts.items() if user and (getattr(user, name) or "") != value]
            if user is not None and registry and user.registry_number != registry:
                changed.append("registry_number")
            facts |= {"registry_number": registry or (user.registry_number if user else None)}
            self.persons[key] = {"user": user, "username": username, "facts": facts, "changed": changed, "row": row}
            row.changes += [LABELS[name] for name in changed]
            if user is None:
                row.verdict = "new"
            elif changed:
                row.verdict = "changed"
        self.plans[row.line] = {"key": key, **plan}
        if plan.get("seat") is None and plan.get("unit") is not None:
            row.verdict = "new"
            row.changes.append("yeni görevlendirme")
        elif plan.get("changed"):
            row.verdict = "changed" if row.verdict == "same" else row.verdict
            row.changes += [LABELS[name] for name in plan["changed"]]

    def _same_person(self, row: Row, key: str, facts: dict[str, Any], username: str) -> None:
        """Rows of one person must tell the same; rows of two must not share what belongs to one."""
        held = self.told.setdefault(key, {"line": str(row.line)})
        for name, value in {**facts, "username": username}.items():
            if value and held.setdefault(name, value) != value:
                row.wrong(f"Aynı kişinin {LABELS.get(name, 'kullanıcı adı')} bilgisi {held['line']}. satırda farklı.")
        for name, value in (("username", username), ("email", facts.get("email", "").casefold())):
            if value:
                owner = self.told.setdefault(f"{name}:{value}", {"key": key, "line": str(row.line)})
                if owner["key"] != key:
                    what = "Kullanıcı adı" if name == "username" else "E-posta"
                    row.wrong(f"{what} «{value}» {owner['line']}. satırda başka birine verilmiş.")

    def _seat(self, row: Row, key: str, user: User | None) -> dict[str, Any]:
        """The appointment a row tells of, if it tells of one."""
        cells = row.cells
        named = cells.get("unit", "").strip()
        if not named:
            if cells.get("position", "").strip():
                row.wrong("Görev yazılmış ama birim boş.")
            return {}
        found = self.units.get(named) or self.units.get(plain(named)) or []
        if len(found) != 1:
            row.wrong(
                f"«{named}» birimi yok." if not found else f"«{named}» adında birden çok birim var; kodunu yazın."
            )
            return {}
        unit = found[0]
        try:
            position = str(word(cells.get("position", ""), POSITIONS, "görev", Position.STAFF.value))
            basis = str(word(cells.get("basis", ""), BASES, "görev şekli", Basis.PERMANENT.value))
            clearance = int(
                str(word(cells.get("clearance", ""), CLEARANCES, "gizlilik yetkisi", Clearance.NONE.value))
            )
            since, until = day(cells.get("since", "")), day(cells.get("until", ""))
        except Wrong as error:
            row.wrong(str(error))
            return {}
        held = self.seats.get((user.pk, unit.pk, position), []) if user is not None else []
        if since is None:
            running = [one for one in held if one.until is None or one.until >= self.since]
            seat = running[0] if running else None
            since = seat.since if seat else self.since
        else:
            seat = next((one for one in held if one.since == since), None)
        if until is not None and until < since:
            row.wrong("Bitiş, başlangıçtan önce.")
            return {}
        if unit.since is not None and since < unit.since:
            row.wrong(f"«{unit.name}» {unit.since:%d.%m.%Y} günü kuruldu; görev ondan önce başlayamaz.")
        period = (since, until or FOREVER)
        for other in held:
            if other is not seat and overlaps(period, (other.since, other.until or FOREVER)):
                row.wrong(f"Bu dönemde bu makamda zaten görevli ({other.since:%d.%m.%Y} gününden beri).")
        for other_period, line in self.listed[key, unit.pk, position]:
            if overlaps(period, other_period):
                row.wrong(f"Aynı görev {line}. satırda da var.")
        self.listed[key, unit.pk, position].append((period, row.line))
        if position in HEADS and basis == Basis.PERMANENT and row.verdict != "error":
            mine = ((seat.since, seat.until or FOREVER), user.full_name) if seat and user else None
            for other_period, name in self.heads[unit.pk, position]:
                if (other_period, name) != mine and overlaps(period, other_period):
                    row.wrong(f"Bu makamda aynı dönemde {name} asaleten görevli; bir makamda iki yönetici olmaz.")
                    break
            else:
                if mine in self.heads[unit.pk, position]:
                    self.heads[unit.pk, position].remove(mine)
                self.heads[unit.pk, position].append((period, row.label))
        facts: dict[str, Any] = {"until": until, "basis": basis, "clearance": clearance}
        facts["document"] = cells.get("document", "").strip()[:120]
        told = {name for name in facts if name in cells}
        changed = [name for name in facts if name in told and seat is not None and getattr(seat, name) != facts[name]]
        return {"unit": unit, "position": position, "since": since, "facts": facts, "seat": seat, "changed": changed}

    def write(self) -> None:
        """Do it, in bulk: accounts nobody can sign in with until a password is given, then seats."""
        new = [person for person in self.persons.values() if person["user"] is None]
        for person in new:
            facts = dict(person["facts"])
            facts["registry_number"] = facts.get("registry_number") or None
            name = person["username"] or self._name_for(facts)
            self.taken.add(name)
            person["user"] = User(username=name, password=make_password(None), **facts)
        User.objects.bulk_create([person["user"] for person in new], batch_size=1000)
        touched = []
        for person in self.persons.values():
            if person["changed"]:
                user = person["user"]
                for name in person["changed"]:
                    setattr(user, name, person["facts"][name])
                touched.append(user)
        if touched:
            User.objects.bulk_update(touched, [*PERSON, "registry_number"], batch_size=1000)
        seats, moved = [], []
        for plan in self.plans.values():
            if plan.get("unit") is None:
                continue
            if plan["seat"] is None:
                user = self.persons[plan["key"]]["user"]
                place = {"unit": plan["unit"], "position": plan["position"], "since": plan["since"]}
                seats.append(Appointment(user=user, **place, **plan["facts"]))
            elif plan["changed"]:
                for name in plan["changed"]:
                    setattr(plan["seat"], name, plan["facts"][name])
                moved.append(plan["seat"])
        if moved:
            Appointment.objects.bulk_update(moved, ["until", "basis", "clearance", "document"], batch_size=1000)
        Appointment.objects.bulk_create(seats, batch_size=1000)

    def _name_for(self, facts: dict[str, Any]) -> str:
        stem = re.sub(r"[^a-z0-9]+", ".", fold(f"{facts['first_name']} {facts['last_name']}")).strip(".")[:50]
        stem = stem or "kullanici"
        name, count = stem, 1
        while name in self.taken:
            count += 1
            name = f"{stem}{count}"
        return name
