"""What a set of changes would make of the tree, without touching it: before, after, and what differs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.timezone import localdate

from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import UnitKind
from konak.foundation.people.queries import on_day, tree_on

from ..models import Act, Change, Reorganisation
from .effects import Counted, hanging_on


@dataclass(frozen=True, slots=True)
class Box:
    """A unit in the picture. One that is yet to be opened has a negative key: minus the order of its change."""

    key: int
    parent: int | None
    name: str
    kind: str
    marks: tuple[str, ...] = ()

    @property
    def kind_label(self) -> str:
        return str(UnitKind(self.kind).label) if self.kind in UnitKind.values else ""


@dataclass(slots=True)
class Plan:
    """The two pictures and what stands in the way."""

    before: dict[int, Box]
    after: dict[int, Box]
    problems: list[str] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """Units whose people and files change their place or their line."""
    lines: list[str] = field(default_factory=list)


class Twig(NamedTuple):
    """A node of a drawn tree."""

    box: Box
    children: list["Twig"]


def _named(plan: Plan, key: int | None) -> str:
    if key is None:
        return "en üst"
    box = plan.after.get(key) or plan.before.get(key)
    return box.name if box else "bilinmeyen birim"


def _under(after: Mapping[int, Box], key: int) -> set[int]:
    below: dict[int | None, list[int]] = defaultdict(list)
    for box in after.values():
        below[box.parent].append(box.key)
    found, waiting = {key}, [key]
    while waiting:
        for child in below[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def plan_of(before: Mapping[int, Box], changes: Iterable[Change]) -> Plan:
    """Apply the changes to the picture one after another."""
    plan = Plan(dict(before), dict(before))
    for change in changes:
        _apply(plan, change)
    left = {box.parent for box in plan.after.values() if box.parent is not None} - set(plan.after)
    for key in left:
        plan.problems.append(f"«{_named(plan, key)}» kapanıyor ama altında hâlâ bağlı birim var.")
    return plan


def _apply(plan: Plan, change: Change) -> None:
    after, act, say = plan.after, change.act, plan.problems.append
    place = f"{change.order}. değişiklik"
    target = -change.target_handle if change.target_handle else change.target_id
    if target is not None and target not in after:
        say(f"{place}: hedef birim bu aşamada açık değil.")
        return
    if act == Act.OPEN:
        if not change.name:
            say(f"{place}: kurulacak birimin adı yok.")
        after[-change.order] = Box(-change.order, target, change.name, change.kind, ("opened",))
        plan.lines.append(f"«{change.name}» kurulur, {_named(plan, target)} altında.")
        _twins(plan, -change.order, place)
        return
    box = after.get(change.unit_id or 0)
    if box is None:
        say(f"{place}: değişecek birim bu aşamada açık değil.")
        return
    if act == Act.RENAME:
        plan.lines.append(f"«{box.name}» adı «{change.name}» olur.")
        after[box.key] = replace(
            box, name=change.name or box.name, kind=change.kind or box.kind, marks=(*box.marks, "renamed")
        )
        _twins(plan, box.key, place)
    elif act == Act.MOVE:
        if target is None:
            say(f"{place}: nereye bağlanacağı seçilmedi.")
        elif target in _under(after, box.key):
            say(f"{place}: «{box.name}» kendisine ya da kendi altındaki bir birime bağlanamaz.")
        else:
            plan.touched |= _under(after, box.key)
            plan.lines.append(
                f"«{box.name}», {_named(plan, box.parent)} altından {_named(plan, target)} altına geçer."
            )
            after[box.key] = replace(box, parent=target, marks=(*box.marks, "moved"))
            _twins(plan, box.key, place)
    elif act == Act.SPLIT:
        plan.touched.add(box.key)
        after[-change.order] = Box(
            -change.order, target or box.parent, change.name, change.kind or box.kind, ("split",)
        )
        after[box.key] = replace(box, marks=(*box.marks, "divided"))
        seats = f", {len(change.seats)} görevlendirmeyle" if change.seats else ""
        plan.lines.append(f"«{box.name}» biriminden «{change.name}» ayrılır{seats}.")
        _twins(plan, -change.order, place)
    elif act in (Act.CLOSE, Act.MERGE):
        if act == Act.MERGE and target is None:
            say(f"{place}: hangi birimle birleşeceği seçilmedi.")
            return
        if target is not None and target in _under(after, box.key):
            say(f"{place}: «{box.name}» kendi altındaki bir birime devredilemez.")
            return
        plan.touched.add(box.key)
        if target is not None:
            for child in [one for one in after.values() if one.parent == box.key]:
                after[child.key] = replace(child, parent=target, marks=(*child.marks, "moved"))
                plan.touched |= _under(after, child.key)
            after[target] = replace(after[target], marks=(*after[target].marks, "grown"))
        del after[box.key]
        how = "birleşir" if act == Act.MERGE else "işlerini devrederek kapanır"
        plan.lines.append(f"«{box.name}»{f', {_named(plan, target)} ile {how}' if target else ' kapanır'}.")
    elif act == Act.SEATS:
        if target is None:
            say(f"{place}: görevlendirmelerin nereye taşınacağı seçilmedi.")
        elif not change.seats:
            say(f"{place}: taşınacak görevlendirme seçilmedi.")
        else:
            plan.touched.add(box.key)
            count = len(change.seats)
            plan.lines.append(f"{count} görevlendirme «{box.name}» biriminden {_named(plan, target)} birimine geçer.")


def _twins(plan: Plan, key: int, place: str) -> None:
    box = plan.after[key]
    if any(one.name == box.name and one.parent == box.parent and one.key != key for one in plan.after.values()):
        plan.problems.append(f"{place}: aynı yerde «{box.name}» adında bir birim zaten var.")


def boxes_on(day: dt.date | None) -> dict[int, Box]:
    """The tree of a day as boxes."""
    # reach: public, because the organisation chart is
    return {row.unit_id: Box(row.unit_id, row.parent_id, row.name, row.kind) for row in tree_on(day)}


def preview(record: Reorganisation) -> Plan:
    """Before and after of one file; one already in force is shown from the day before it."""
    # reach: the file was found by its reader
    day = (record.effective_on or localdate()) - dt.timedelta(days=1)
    plan = plan_of(boxes_on(day), record.changes.all())
    without = [box.name for box in plan.before.values() if box.key not in plan.after and _seated(box.key, record)]
    if without and not record.applied_at:
        for change in record.changes.all():
            if (
                change.act == Act.CLOSE
                and not (change.target_id or change.target_handle)
                and _seated(change.unit_id, record)
            ):
                plan.problems.append(
                    f"{change.order}. değişiklik: kapanacak birimde görevliler var; işlerini devralacak birimi seçin."
                )
    return plan


def _seated(unit_id: int | None, record: Reorganisation) -> bool:
    return Appointment.objects.filter(on_day(record.effective_on), unit_id=unit_id or 0).exists()


def effect_of(plan: Plan) -> list[Counted]:
    """What hangs on the units that are touched."""
    # reach: public, because only numbers of the chart are shown
    return hanging_on(frozenset(key for key in plan.touched if key > 0))


def shown_part(plan: Plan) -> tuple[list[Twig], list[Twig]]:
    """Both trees, reduced to what differs and the way up to it, with its neighbours' names left out."""
    # reach: public, because the organisation chart is
    differing = {key for key in plan.before.keys() | plan.after.keys() if plan.before.get(key) != plan.after.get(key)}
    return _reduced(plan.before, differing, plan.after), _reduced(plan.after, differing, plan.before)


def _reduced(boxes: Mapping[int, Box], differing: set[int], other: Mapping[int, Box]) -> list[Twig]:
    wanted: set[int] = set()
    for key in differing:
        for start in (boxes.get(key), other.get(key)):
            at = start.key if start and start.key in boxes else start.parent if start else None
            while at is not None and at in boxes and at not in wanted:
                wanted.add(at)
                at = boxes[at].parent
    below: dict[int | None, list[Box]] = defaultdict(list)
    for box in boxes.values():
        if box.key in wanted or (box.parent in differing and box.parent in wanted):
            gone = ("closed",) if box.key not in other and box.key > 0 and box.key in differing else ()
            below[box.parent].append(replace(box, marks=(*box.marks, *gone)))

    def twig(box: Box) -> Twig:
        return Twig(box, [twig(child) for child in below[box.key]])

    roots = list(below[None]) + [
        box for key, rows in below.items() if key is not None and key not in boxes for box in rows
    ]
    return [twig(box) for box in roots]
