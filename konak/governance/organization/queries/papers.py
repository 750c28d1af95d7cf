"""Documents of units, the deputies they answer to, and the national registry."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Func, QuerySet, TextField
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import in_force, line_on, units

from .. import access
from ..models import NationalBody, Supervision, UnitDocument
from ..models.words import DocumentKind


def documents(actor: Actor, unit_id: int | None = None) -> QuerySet[UnitDocument]:
    """Papers of units in reach, the newest first."""
    rows = UnitDocument.objects.select_related("unit", "file")
    reach = actor.reach(access.VIEW)
    if not reach.everywhere:
        rows = rows.filter(unit_id__in=reach.units)
    return rows.filter(unit_id=unit_id) if unit_id is not None else rows


def document(actor: Actor, pk: int) -> UnitDocument:
    return documents(actor).get(pk=pk)


def without_division(actor: Actor, day: dt.date | None = None) -> list[Unit]:
    """Units in reach that have no internal arrangement or division of work in force."""
    reach = actor.reach(access.VIEW)
    kinds = (DocumentKind.INTERNAL, DocumentKind.DIVISION)
    having = UnitDocument.objects.filter(in_force(day), kind__in=kinds).values("unit_id")
    rows = units().filter(kind__in=("department", "branch", "directorate")).exclude(pk__in=having)
    return list(rows if reach.everywhere else rows.filter(pk__in=reach.units))


def supervisions(unit_id: int) -> list[Supervision]:
    """The deputies a unit answered to, the newest first."""
    # reach: public inside the house, because the reporting line is on the chart
    return list(Supervision.objects.filter(unit_id=unit_id).select_related("deputy", "unit"))


def supervisor_of(unit_id: int, day: dt.date | None = None) -> Supervision | None:
    """The deputy a unit answers to on a day: its own, or that of the nearest unit over it."""
    # reach: public inside the house, because the reporting line is on the chart
    when = day or localdate()
    line = [row.unit_id for row in line_on(unit_id, when)]
    held = Supervision.objects.filter(in_force(when), unit_id__in=line).select_related("deputy", "unit")
    by_unit = {row.unit_id: row for row in held}
    return next((by_unit[one] for one in line if one in by_unit), None)


def bodies(text: str = "") -> QuerySet[NationalBody]:
    """Rows of the national registry by number or by words of the name."""
    # reach: public, because the registry is
    rows = NationalBody.objects.select_related("parent")
    text = text.strip()
    if text.isdigit():
        return rows.filter(number__startswith=text)
    if text:
        rows = rows.annotate(folded=Func("name", function="tr_fold", output_field=TextField()))
        for word in fold(text).split()[:6]:
            rows = rows.filter(folded__contains=word)
    return rows


def body(number: str) -> NationalBody:
    # reach: public, because the registry is
    return NationalBody.objects.select_related("parent").get(number=number)


def bodies_below(number: str) -> QuerySet[NationalBody]:
    """The rows right under a number, or the topmost ones, each with how many lie under it."""
    # reach: public, because the registry is
    rows = NationalBody.objects.filter(parent_id=number or None).annotate(below=Count("children"))
    return rows.order_by("name", "number")


@dataclass(frozen=True, slots=True)
class Difference:
    """A unit of ours that is not what the registry says."""

    number: str
    ours: str
    theirs: str
    why: str


def registry_differences(limit: int = 500) -> list[Difference]:
    """Units that stand today against the registry: not there, passive, another name, under another unit."""
    # reach: public inside the house, because everybody sees the tree, and the registry is public
    units = Unit.objects.filter(until=None).exclude(detsis=None).select_related("parent").order_by("name")
    known = NationalBody.objects.in_bulk([unit.detsis for unit in units])
    found: list[Difference] = []
    for unit in units:
        row = known.get(unit.detsis or "")
        number = unit.detsis or ""
        if row is None:
            found.append(Difference(number, unit.name, "", "DETSİS listesinde yok"))
            continue
        over = unit.parent.detsis if unit.parent else None
        if not row.is_active:
            found.append(Difference(number, unit.name, row.name, "DETSİS'te pasif"))
        elif fold(row.name) != fold(unit.name):
            found.append(Difference(number, unit.name, row.name, "Adı başka"))
        elif over and row.parent_id and over != row.parent_id:
            found.append(
                Difference(number, unit.name, row.name, f"Üst birimi DETSİS'te {row.parent_id}, bizde {over}")
            )
    return found[:limit]


def units_without_number() -> int:
    # reach: public inside the house, because everybody sees the tree
    return Unit.objects.filter(until=None, detsis=None).count()
