"""What the pages of this app share: one list, filled by a description of its columns."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address

from .. import access
from ..tables import Button, Listing

PER_PAGE = 50


def keeps(request: Request, *buttons: Button) -> list[Button]:
    return list(buttons) if request.actor.holds(access.KEEP) else []


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


def listing(
    request: Request,
    shape: Listing,
    rows: QuerySet[Any] | Sequence[Any],
    order: Sequence[str] = (),
    *,
    title: str,
    lead: str,
    here: str,
    file: str,
    asked: Mapping[str, str],
    tabs: Sequence[Tab] = (),
    chips: Sequence[Chip] = (),
    search: str = "",
    buttons: Sequence[Button] = (),
    empty: str = "Kayıt yok",
    hint: str = "",
    icon: str = "heartbeat",
    **more: Any,
) -> HttpResponse:
    """A list as a page, or as a workbook where that was asked for. What is computed comes as a plain sequence."""
    computed = not isinstance(rows, QuerySet)
    if sheets.asked(request):
        heads = [sheets.Column(head.label, head.width) for head in shape.heads]
        found: Iterable[Any] = rows if computed else rows.order_by(*order)[: sheets.ENOUGH]  # type: ignore[union-attr]
        lines = (shape.values(row) for row in found)
        return sheets.workbook(title, heads, lines, file, filters=sheets.told(tabs, chips))
    after = ""
    if computed:
        page: Sequence[Any] = list(rows)
    else:
        page, after = page_after(rows, order, asked.get("sonra", ""), PER_PAGE)  # type: ignore[arg-type]
    full = {name: value for name, value in asked.items() if name != "sonra"}
    context = {
        "title": title,
        "lead": lead,
        "here": here,
        "heads": shape.heads,
        "rows": [list(zip(shape.heads, shape.cells(row), strict=True)) for row in page],
        "tabs": tabs,
        "chips": chips,
        "search": search,
        "asked": asked,
        "hidden": {name: value for name, value in full.items() if value and name != "q"},
        "buttons": buttons,
        "empty": empty,
        "hint": hint,
        "icon": icon,
        "narrowed": any(full.values()),
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if asked.get("sonra") else "",
        **more,
    }
    return render(request, "monitoring/list.html", context)
