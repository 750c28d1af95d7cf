"""Who is hit when a system or a device fails: what stands on it, who works with that, what is open about it."""

from collections import Counter, deque
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import below, heads_by_unit
from konak.governance.systems import public as systems
from konak.service.desk import public as desk

from ..models import Outage
from .outages import LIVE

DEEPEST = 4
MOST_UNITS = 25
MOST_TICKETS = 12
MOST_PARTS = 12
LABELS = {
    "centre": "Etkinin kaynağı",
    "system": "Bilgi sistemi",
    "part": "Bileşen",
    "asset": "Cihaz",
    "service": "Destek hizmeti",
    "unit": "Birim",
    "person": "Kişi",
    "ticket": "Açık talep",
    "outage": "Kesinti",
}


@dataclass(frozen=True, slots=True)
class Knot:
    """One thing in the picture; `step` is how far it stands from the source, `hit` how it feels it."""

    key: str
    kind: str
    label: str
    note: str = ""
    url: str = ""
    step: int = 0
    hit: str = ""

    @property
    def kind_label(self) -> str:
        return LABELS[self.kind]


@dataclass(frozen=True, slots=True)
class Thread:
    """`source` fails, `target` feels it."""

    source: str
    target: str
    words: str = ""


@dataclass(slots=True)
class Impact:
    title: str
    knots: list[Knot] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    people: int = 0
    """Who sits in the units that are hit."""
    more_units: int = 0

    def add(self, knot: Knot, source: str = "", words: str = "") -> bool:
        """Put a knot in once, tied to what it feels."""
        known = any(one.key == knot.key for one in self.knots)
        if not known:
            self.knots.append(knot)
        if (
            source
            and source != knot.key
            and not any((t.source, t.target) == (source, knot.key) for t in self.threads)
        ):
            self.threads.append(Thread(source, knot.key, words))
        return not known

    def of(self, kind: str) -> list[Knot]:
        return [one for one in self.knots if one.kind == kind]


def of_system(actor: Actor, code: str) -> Impact | None:
    """The picture around a system; None where it is unknown or out of reach."""
    found = next((one for one in systems.systems(actor) if one.code == code.strip().upper()), None)
    if found is None:
        return None
    picture = Impact(f"{found.code} · {found.name}")
    picture.add(Knot(f"s{found.id}", "centre", found.name, found.code, found.url))
    for part in systems.parts_of(actor, [found.id])[:MOST_PARTS]:
        picture.add(_part(part, 1))
        picture.threads.append(Thread(f"c{part.id}", f"s{found.id}", "bileşeni"))
        device = _device(part.name) or _device(part.where)
        if device is not None:
            if picture.add(_asset(device)):
                _tickets(picture, actor, device)
            picture.threads.append(Thread(f"a{device.id}", f"c{part.id}", "üzerinde çalışır"))
    _spread(picture, actor, {found.id: 0})
    return picture


def of_asset(actor: Actor, tag: str) -> Impact | None:
    """The picture around a device; None where it is unknown or out of reach."""
    found = assets.find_by_tag(tag)
    if found is None or not any(one.tag == found.tag for one in assets.assets_in_reach(actor, q=found.tag, limit=20)):
        return None
    picture = Impact(f"{found.tag} · {found.name}")
    picture.add(Knot(f"a{found.id}", "centre", found.name, found.tag, found.url))
    _tickets(picture, actor, found)
    if found.holder_id:
        picture.add(
            Knot(
                f"p{found.holder_id}",
                "person",
                found.holder,
                "zimmetli",
                reverse("front:person", args=[found.holder_id]),
                1,
            ),
            f"a{found.id}",
            "kullanır",
        )
    standing: dict[int, int] = {}
    resting: list[systems.PartFacts] = []
    for part in systems.parts_at(actor, [found.tag, found.hostname]):
        standing[part.system_id] = 2
        picture.add(_part(part, 1, "stops"), f"a{found.id}", "üzerinde çalışır")
        resting.append(part)
    by_id = {one.id: one for one in systems.systems(actor, list(standing))} if standing else {}
    for part in resting:
        one = by_id[part.system_id]
        knot = Knot(f"s{one.id}", "system", one.name, one.code, one.url, 2, "stops")
        picture.add(knot, f"c{part.id}", "bileşeni")
    _spread(picture, actor, dict.fromkeys(by_id, 2))
    if not by_id:
        unit = Unit.objects.filter(pk=found.unit_id).first()
        if unit is not None:
            picture.add(_unit(unit, 1), f"a{found.id}", "kullanan birim")
            picture.people = heads_by_unit().get(unit.pk, 0)
    for row in Outage.objects.filter(assets__tag=found.tag, case__state__in=LIVE)[:10]:
        picture.add(_outage(row), f"a{found.id}", row.state_label)
    return picture


def _device(name: str) -> assets.AssetFacts | None:
    return assets.find_by_tag(name) if name.strip() else None


def _asset(found: assets.AssetFacts) -> Knot:
    return Knot(f"a{found.id}", "asset", found.name, found.tag, found.url, 1)


def _part(found: systems.PartFacts, step: int, hit: str = "") -> Knot:
    note = " · ".join(filter(None, (found.kind_label, found.where)))
    return Knot(f"c{found.id}", "part", found.name, note, "", step, hit)


def _services(picture: Impact, reached: dict[int, int]) -> None:
    """What the desk serves with these systems: tied to the part it stands on where that is in the picture."""
    drawn = {one.key for one in picture.knots}
    for one in desk.services_on(reached):
        part = f"c{one.part_id}"
        source = part if one.part_id and part in drawn else f"s{one.system_id}"
        knot = Knot(f"h{one.id}", "service", one.name, one.unit, "", reached[one.system_id] + 1, "stops")
        picture.add(knot, source, "hizmeti")


def _unit(unit: Unit, step: int) -> Knot:
    return Knot(f"u{unit.pk}", "unit", unit.name, "", reverse("front:unit", args=[unit.pk]), step)


def _outage(row: Outage) -> Knot:
    return Knot(
        f"k{row.pk}",
        "outage",
        row.case.subject,
        row.case.number,
        reverse("visits:status_of", args=[row.case.number]),
        1,
    )


def _tickets(picture: Impact, actor: Actor, device: assets.AssetFacts) -> None:
    for one in desk.tickets_of_asset(actor, device.tag):
        if one.closed_at is None:
            picture.add(
                Knot(f"t{one.id}", "ticket", one.subject, one.number, one.url, 1), f"a{device.id}", one.state_label
            )


def _tickets_of_systems(picture: Impact, actor: Actor, reached: dict[int, int]) -> None:
    """What people report: all that is open about the source, the newest about what stands on it."""
    limits = {key: MOST_TICKETS if step == 0 else 3 for key, step in reached.items()}
    for key, rows in desk.tickets_of_systems(actor, limits).items():
        for one in rows:
            knot = Knot(f"t{one.id}", "ticket", one.subject, one.number, one.url, reached[key] + 1)
            picture.add(knot, f"s{key}", one.state_label)


def _spread(picture: Impact, actor: Actor, begun: dict[int, int]) -> None:
    """Walk from the systems that fail to those that stand on them, then to the units that work with any of them."""
    if not begun:
        return
    known = {one.id: one for one in systems.systems(actor)}
    on: dict[int, list[systems.TieFacts]] = {}
    for tie in systems.ties(actor):
        if tie.need != "data":
            on.setdefault(tie.other_id, []).append(tie)
    reached, waiting = dict(begun), deque(begun)
    while waiting:
        at = waiting.popleft()
        if reached[at] >= DEEPEST:
            continue
        for tie in on.get(at, []):
            above = known.get(tie.system_id)
            if above is None:
                continue
            knot = Knot(f"s{above.id}", "system", above.name, above.code, above.url, reached[at] + 1, tie.need)
            picture.add(knot, f"s{at}", tie.need_label)
            if above.id not in reached:
                reached[above.id] = reached[at] + 1
                waiting.append(above.id)
    _tickets_of_systems(picture, actor, reached)
    _services(picture, reached)
    _units(picture, reached)
    rows = Outage.objects.filter(systems__in=list(reached), case__state__in=LIVE).prefetch_related("systems")
    for row in {one.pk: one for one in rows}.values():
        for system in row.systems.all():
            if system.pk in reached:
                picture.add(_outage(row), f"s{system.pk}", row.state_label)


def _units(picture: Impact, reached: dict[int, int]) -> None:
    heads = heads_by_unit()
    wanted: Counter[int] = Counter()
    by_system = {key: systems.served_units([key]) for key in reached}
    hit: set[int] = set()
    for units in by_system.values():
        for unit_id in units:
            wanted[unit_id] += 1
            hit |= below(unit_id)
    shown = [unit_id for unit_id, _ in wanted.most_common(MOST_UNITS)]
    picture.more_units = len(wanted) - len(shown)
    picture.people = sum(heads.get(one, 0) for one in hit)
    rows = {one.pk: one for one in Unit.objects.filter(Q(pk__in=shown))}
    for key, units in by_system.items():
        for unit_id in sorted(units & set(shown)):
            picture.add(_unit(rows[unit_id], reached[key] + 1), f"s{key}", "kullanır")
