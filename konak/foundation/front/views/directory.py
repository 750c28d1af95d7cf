"""The organisation as a tree, a unit, a person. Open to every employee, as a telephone list is."""

from collections import defaultdict
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.people import queries
from konak.foundation.people.models import Unit, User
from konak.foundation.people.positions import UnitKind
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Node
from konak.foundation.web.http import Request

from . import sheets

ICONS = {
    UnitKind.MUNICIPALITY: "building-bank",
    UnitKind.EXECUTIVE: "building-skyscraper",
    UnitKind.DEPARTMENT: "building-community",
    UnitKind.BOARD: "users-group",
}
OPEN_LEVELS = 2


def _tree(units: list[Unit], heads: Mapping[int, int], current: int | None = None) -> list[Node]:
    below: dict[int | None, list[Unit]] = defaultdict(list)
    known = {unit.pk for unit in units}
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)

    def people_in(unit: Unit) -> int:
        return heads.get(unit.pk, 0) + sum(people_in(child) for child in below[unit.pk])

    def node(unit: Unit, level: int) -> Node:
        people = people_in(unit)
        return Node(
            unit.name,
            reverse("front:unit", args=[unit.pk]),
            f"{people} kişi" if people else "",
            ICONS.get(UnitKind(unit.kind), "users"),
            [node(child, level + 1) for child in below[unit.pk]],
            open=level < OPEN_LEVELS,
            current=unit.pk == current,
        )

    return [node(unit, 0) for unit in below[None]]


def units(request: Request) -> HttpResponse:
    """The chart; with `q` people whose name is asked for."""
    text = request.GET.get("q", "").strip()
    if workbook.asked(request):
        if text:
            return sheets.people(workbook.every(queries.named(text, workbook.ENOUGH)), text)
        return sheets.units(queries.units(), queries.heads_by_unit())
    shown = {
        "tree": _tree(list(queries.units()), queries.heads_by_unit()),
        "text": text,
        "people": list(queries.named(text)) if text else [],
    }
    return render(request, "front/units.html", shown)


def unit(request: Request, unit_id: int) -> HttpResponse:
    found = get_object_or_404(queries.any_unit(), pk=unit_id)
    day = found.until if found.until and found.until < localdate() else None
    every = {one.pk: one for one in queries.units()}
    line: list[Unit] = []
    above = every.get(found.parent_id or 0)
    while above is not None and above not in line:
        line.insert(0, above)
        above = every.get(above.parent_id or 0)
    children = [one for one in every.values() if one.parent_id == found.pk]
    shown = {
        "unit": found,
        "line": line,
        "nodes": _tree(children, queries.heads_by_unit()),
        "seats": list(queries.holders(found.pk, day=day)),
        "closed": day,
        "placements": queries.placements_of(found.pk),
        "successors": queries.successors_of(found.pk),
        "predecessors": queries.predecessors_of(found.pk),
    }
    return render(request, "front/unit.html", shown)


def person(request: Request, user_id: int) -> HttpResponse:
    found: User = get_object_or_404(queries.anybody(), pk=user_id)
    shown = {
        "person": found,
        "seats": list(queries.career_of(found.pk)),
        "given": queries.delegations_by(found.pk),
    }
    return render(request, "front/person.html", shown)
