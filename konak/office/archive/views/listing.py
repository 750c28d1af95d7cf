"""One list: its columns say what stands on the screen and what leaves in the workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from konak.foundation.ui import words, workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import here

from .. import queries


@dataclass(frozen=True, slots=True)
class Col:
    """A column: head, width in the workbook, its value; `small` stands under it on the screen."""

    label: str
    width: int
    value: Callable[[Any], Any]
    small: Callable[[Any], Any] | None = None
    state: Callable[[Any], str] | None = None
    """The colour where the value is a state."""
    screen: bool = True


@dataclass(frozen=True, slots=True)
class Bulk:
    """What can be done with all rows that were chosen; `url` is given their numbers."""

    url: str
    label: str
    icon: str


def shown(value: Any) -> str:
    import datetime as dt

    if value is None or value == "":
        return "–"
    if isinstance(value, dt.datetime):
        return words.moment(value)
    if isinstance(value, dt.date):
        return words.date(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return words.number(value)
    return str(value)


def listing(
    request: Request,
    *,
    title: str,
    lead: str,
    name: str,
    columns: Sequence[Col],
    rows: QuerySet[Any],
    link: Callable[[Any], str],
    tabs: Sequence[Tab] = (),
    told: Sequence[tuple[str, object]] = (),
    empty: str = "Bu görünümde kayıt yok.",
    template: str = "archive/list.html",
    bulks: Sequence[Bulk] = (),
    pick: Callable[[Any], str] = lambda row: "",
    **more: Any,
) -> HttpResponse:
    """A page of fifty, or the whole as a workbook. `pick` is the number by which a row is chosen for `bulks`."""
    if workbook.asked(request):
        head = [workbook.Column(one.label, one.width) for one in columns]
        every = workbook.every(rows.order_by("-pk"))
        return workbook.workbook(
            title, head, ([one.value(row) for one in columns] for row in every), name, filters=told
        )
    page = queries.keyset(rows, request.GET.get("sonra", ""))
    seen = [one for one in columns if one.screen]
    drawn = [
        (
            link(row),
            pick(row) if bulks else "",
            [
                (
                    one.label,
                    shown(one.value(row)),
                    shown(one.small(row)) if one.small else "",
                    one.state(row) if one.state else "",
                )
                for one in seen
            ],
        )
        for row in page.rows
    ]
    context = {
        "title": title,
        "lead": lead,
        "heads": [one.label for one in seen],
        "rows": drawn,
        "tabs": tabs,
        "bulks": bulks if drawn else (),
        "empty": empty,
        "older": here(request, sonra=page.after) if page.after else "",
        "newer": here(request, sonra="") if request.GET.get("sonra") else "",
        **more,
    }
    return render(request, template, context)
