"""The components. The Python signature is the list of attributes: an unknown one fails when the template compiles.

Leaves are inclusion tags, wrappers are block tags (`{% card %}…{% endcard %}`). The living catalogue at /bilesenler/
shows every one of them; a test keeps it complete.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import Any, cast

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import QueryDict
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from konak.foundation.access import NOBODY, PERMISSIONS
from konak.foundation.cases import queries as cases
from konak.foundation.people.positions import Position

from .. import drawing, maps, queries, slots, words
from ..parts import Action, Chip, HeatRow, Moment, Node, Tab

register = template.Library()

KINDS = frozenset({"", "open", "wait", "late", "done", "closed", "accent"})
ALERTS = {"open": "info-circle", "wait": "alert-triangle", "late": "alert-circle", "done": "circle-check"}
Shown = dict[str, Any]


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"unknown kind {kind!r}; kinds are {', '.join(sorted(KINDS - {''}))}")
    return kind


def _day(moment: dt.datetime | dt.date | None) -> dt.date | None:
    return localdate(moment) if isinstance(moment, dt.datetime) else moment


def draw_icon(name: str, label: str = "") -> SafeString:
    """One icon of the sprite; with a label it speaks, without it is decoration."""
    if name not in drawing.icon_names():
        raise template.TemplateSyntaxError(f"icon {name!r} is not in konak/foundation/ui/icons.txt")
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="k-icon" {}><use href="{}#{}"/></svg>', voice, static("ui/dist/icons.svg"), name)


# Words --------------------------------------------------------------------------------------------------------------

register.filter("tr_date", words.date)
register.filter("tr_datetime", words.moment)
register.filter("money", words.money)
register.filter("filesize", words.filesize)
register.filter("number", words.number)


@register.filter
def since(at: dt.datetime | dt.date | None) -> SafeString | str:
    """ "3 gün önce", with the exact moment behind it; the page keeps it true while it lies open."""
    if at is None:
        return ""
    exact = words.moment(at) if isinstance(at, dt.datetime) else words.date(at)
    live = mark_safe(" data-since") if isinstance(at, dt.datetime) else ""
    return format_html('<time datetime="{}" title="{}"{}>{}</time>', at.isoformat(), exact, live, words.since(at))


@register.simple_tag
def percent(part: float, whole: float) -> str:
    return words.percent(part, whole)


@register.simple_tag
def kbd(keys: str) -> SafeString:
    """Keys of a shortcut: `{% kbd "Ctrl K" %}`."""
    return mark_safe(" ".join(format_html("<kbd>{}</kbd>", key) for key in keys.split()))  # noqa: S308


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    return draw_icon(name, label)


# Page and cards -----------------------------------------------------------------------------------------------------


@register.simple_block_tag
def page_header(
    content: str, title: Any, number: str = "", lead: str = "", back: str = "", back_label: str = "", count: str = ""
) -> str:
    """Title of a page; what stands inside the tag are its actions, the primary one first."""
    shown = {"content": content, "title": title, "number": number, "lead": lead, "count": count}
    return render_to_string("ui/parts/page_header.html", shown | {"back": back, "back_label": back_label or "Geri"})


@register.simple_block_tag
def card(
    content: str,
    title: Any = "",
    icon: str = "",
    state: str = "",
    kind: str = "open",
    ended: Any = False,
    lead: str = "",
    id: str = "",
    flush: bool = False,
) -> str:
    """A surface with a title. `state` is shown as a badge, `ended` closes it; `flush` lets a table reach edges."""
    shown = {"content": content, "title": title, "icon": icon, "state": state, "lead": lead, "id": id, "flush": flush}
    return render_to_string("ui/parts/card.html", shown | {"kind": "closed" if ended else _kind(kind)})


@register.simple_block_tag
def facts(content: str) -> str:
    """A list of facts in columns."""
    return format_html('<dl class="k-facts">{}</dl>', content)


@register.inclusion_tag("ui/parts/fact.html")
def fact(
    label: str, value: Any = None, empty: str = "–", copy: bool = False, long: bool = False, url: str = ""
) -> Shown:
    """A label and its value. Dates and moments are written in Turkish; what is missing is a dash, never "None"."""
    if isinstance(value, bool):
        value = "Evet" if value else "Hayır"
    elif isinstance(value, dt.datetime):
        value = words.moment(value)
    elif isinstance(value, dt.date):
        value = words.date(value)
    return {"label": label, "value": value, "empty": empty, "copy": copy, "long": long, "url": url}


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", icon: str = "mood-empty", url: str = "", action: str = "") -> Shown:
    """Nothing here yet, and what to do next."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.simple_block_tag
def alert(content: str, kind: str = "open", title: str = "") -> str:
    """A message within the page: `open` tells, `wait` warns, `late` is an error, `done` a success."""
    if kind not in ALERTS:
        raise template.TemplateSyntaxError(f"unknown kind of alert {kind!r}")
    role = "alert" if kind == "late" else "status"
    shown = {"content": content, "kind": kind, "title": title, "icon": ALERTS[kind], "role": role}
    return render_to_string("ui/parts/alert.html", shown)


@register.simple_block_tag
def modal(content: str, id: str, title: str) -> str:
    """A dialog opened by any element with `data-dialog="id"`."""
    return render_to_string("ui/parts/modal.html", {"content": content, "id": id, "title": title})


@register.inclusion_tag("ui/parts/confirm.html", takes_context=True)
def confirm(
    context: RequestContext, url: str, label: str, question: str, icon: str = "", danger: bool = True
) -> Shown:
    """A button that posts after one question naming the consequence; without script it posts at once."""
    return {
        "url": url,
        "label": label,
        "question": question,
        "icon": icon,
        "danger": danger,
        "csrf_token": context.get("csrf_token"),
    }


# States, time and numbers -------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/badge.html")
def badge(text: Any, kind: str = "closed", icon: str = "") -> Shown:
    return {"text": text, "kind": _kind(kind), "icon": icon}


@register.inclusion_tag("ui/parts/state.html")
def state(label: Any, kind: str = "open") -> Shown:
    """A coloured dot and its word: never the colour alone."""
    return {"label": label, "kind": _kind(kind)}


@register.inclusion_tag("ui/parts/due_bar.html")
def due_bar(
    due_on: dt.date | None, opened: dt.datetime | dt.date | None = None, closed: dt.datetime | dt.date | None = None
) -> Shown:
    """Time as a bar to its deadline, the words beside it."""
    due = drawing.due(due_on, _day(opened), _day(closed)) if due_on else None
    return {"due": due, "due_on": due_on}


@register.inclusion_tag("ui/parts/progress.html")
def progress(value: float, whole: float, label: str, kind: str = "accent") -> Shown:
    shown = {"value": value, "whole": whole, "label": label, "kind": _kind(kind)}
    return shown | {"share": drawing.share(value, whole), "percent": words.percent(value, whole)}


@register.inclusion_tag("ui/parts/bar.html")
def bar(label: str, value: float, most: float, url: str = "", kind: str = "accent") -> Shown:
    """One line of a bar chart: label, bar, number."""
    return {"label": label, "value": value, "share": drawing.share(value, most), "url": url, "kind": _kind(kind)}


@register.inclusion_tag("ui/parts/sparkline.html")
def sparkline(values: Sequence[float], label: str) -> Shown:
    """A trend without axes; `label` says in words what it shows."""
    line, area = drawing.spark(values)
    return {"line": line, "area": area, "label": label}


@register.inclusion_tag("ui/parts/tile.html")
def tile(
    label: str,
    value: Any,
    url: str = "",
    kind: str = "",
    note: str = "",
    icon: str = "",
    trend: Sequence[float] = (),
) -> Shown:
    """A number that matters; it opens the list it counts."""
    shown = words.number(value) if isinstance(value, int | float) else value
    line, area = drawing.spark(trend)
    return {
        "label": label,
        "value": shown,
        "words": len(shown) > 8,
        "url": url,
        "kind": _kind(kind),
        "note": note,
        "icon": icon,
        "line": line,
        "area": area,
    }


@register.inclusion_tag("ui/parts/heatmap.html")
def heatmap(columns: Sequence[str], rows: Sequence[HeatRow], caption: str) -> Shown:
    """A table of counts, deeper where there is more; the number stands in the cell."""
    most = max((cell.value for row in rows for cell in row.cells), default=0)
    shaded = [(row, [(cell, drawing.heat(cell.value, most)) for cell in row.cells]) for row in rows]
    return {"columns": columns, "rows": shaded, "caption": caption}


@register.inclusion_tag("ui/parts/chart.html")
def chart(option: Mapping[str, Any], title: str, height: int = 260, note: str = "") -> Shown:
    """A chart and the table behind it. `option` is what ECharts takes, with its numbers in `dataset.source`: a line
    of names, then a line for each point. A series may name its colour by `kind` (done, wait, late…)."""
    head, *rows = option["dataset"]["source"]
    written = [[_told(cell) for cell in row] for row in rows]
    shown = {"head": head, "rows": written, "title": title, "height": height, "note": note}
    return shown | {"option": mark_safe(_as_json(option))}  # noqa: S308


@register.inclusion_tag("ui/parts/map.html", takes_context=True, name="map")
def map_of(
    context: template.Context,
    layers: Sequence[maps.MapLayer],
    title: str,
    height: int = 420,
    hash: str = "",
    bounds: Sequence[float] | None = None,
    list_url: str = "",
    measure: bool = False,
    wide: bool = False,
    draw: Mapping[str, Any] | None = None,
    tools: Sequence[tuple[str, str]] = (),
) -> Shown:
    """A map and the list behind it. `hash` keeps place and zoom in the address under that name; `bounds` are west,
    south, east, north; `wide` is for a page that is all map, where the wheel needs no Ctrl. `draw` and `tools` come
    from `maps.PlaceField`."""
    actor = getattr(context.get("request"), "actor", None)
    ground = maps.under(actor) if actor is not None else []
    told = {
        "ground": [maps.as_told(layer) for layer in ground],
        "layers": [maps.as_told(layer) for layer in layers],
        "bounds": bounds, "home": maps.at_home() if actor is not None else maps.TURKIYE,
        "hash": hash, "measure": measure, "wide": wide, "draw": draw,
    }  # fmt: skip
    rows = maps.listed(layers)
    shown = {
        "title": title, "height": height, "tools": tools, "measure": measure, "list_url": list_url, "rows": rows,
        "switches": [*layers, *reversed(ground)], "more": len(rows) == maps.LISTED,
    }  # fmt: skip
    return shown | {"told": mark_safe(_as_json(told))}  # noqa: S308


def _told(cell: Any) -> str:
    if isinstance(cell, dt.date):
        return words.date(cell)
    return words.number(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)


def _as_json(value: Any) -> str:
    """JSON that may stand in a page: nothing in it can end the element it stands in."""
    text = json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


# Lists --------------------------------------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Iterable[Tab], label: str = "Görünümler") -> Shown:
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/filter_chips.html")
def filter_chips(chips: Sequence[Chip], clear_url: str = "") -> Shown:
    """The filters in force, each with its way out."""
    return {"chips": chips, "clear_url": clear_url}


@register.simple_block_tag
def table_wrap(content: str, label: str) -> str:
    """Scrolls sideways by itself on a small screen, and can be reached by keyboard."""
    return format_html(
        '<div class="k-table-wrap" role="region" aria-label="{}" tabindex="0">{}</div>', label, content
    )


@register.inclusion_tag("ui/parts/pager.html")
def pager(
    newer: str = "", older: str = "", note: str = "", newer_label: str = "Daha yeni", older_label: str = "Daha eski"
) -> Shown:
    """Keyset paging: addresses of the neighbouring pages, no page numbers."""
    shown = {"newer": newer, "older": older, "note": note}
    return shown | {"newer_label": newer_label, "older_label": older_label}


@register.inclusion_tag("ui/parts/tree.html")
def tree(nodes: Sequence[Node], label: str) -> Shown:
    return {"nodes": nodes, "label": label}


# What of an address is no filter: where one stands in the list, and the shape it is asked for in.
PASSING = ("sonra", "once", "sayfa", "after", "basla", "bicim", "hizli")


def _filters(request: Any) -> QueryDict:
    """The filters of the page as they stand in its address, in the order of their names."""
    kept = request.GET.copy()
    for name in PASSING:
        kept.pop(name, None)
    return cast(QueryDict, kept)


@register.inclusion_tag("ui/parts/to_excel.html", takes_context=True)
def to_excel(context: RequestContext) -> Shown:
    """The list of this page, with its filters, as a workbook (`?bicim=xlsx`)."""
    kept = _filters(context.request)
    kept["bicim"] = "xlsx"
    return {"url": f"?{kept.urlencode()}"}


@register.inclusion_tag("ui/parts/saved_views.html", takes_context=True)
def saved_views(context: RequestContext) -> Shown:
    """Named views of this list: one's own, those shared with one's units, and a form that keeps the present one."""
    request = context.request
    actor = getattr(request, "actor", NOBODY)
    now = _filters(request)
    may = queries.shareable(actor)
    frame = context.get("konak")
    held = frame.seats if frame is not None and may else ()
    units = list({seat.unit_id: (seat.unit_id, seat.unit.name) for seat in held if seat.unit_id in may}.values())
    views = queries.views_of(actor, request.path)
    for view in views:
        view.current = _same(QueryDict(view.query), now)  # type: ignore[attr-defined]
        view.unit_name = view.shared_with  # type: ignore[attr-defined]
        kept = [(view.unit_id, view.unit.name)] if view.unit and view.unit_id not in may else []
        view.choices = [*units, *kept]  # type: ignore[attr-defined]
    return {
        "own": [view for view in views if view.owner_id == actor.user_id],
        "shared": [view for view in views if view.owner_id != actor.user_id],
        "count": len(views),
        "units": units,
        "positions": Position.choices,
        "page": request.path,
        "query": now.urlencode(),
        "csrf_token": context.get("csrf_token"),
    }


def _same(one: QueryDict, other: QueryDict) -> bool:
    """The same filters in whatever order; an empty one is none."""

    def told(of: QueryDict) -> list[tuple[str, list[str]]]:
        return sorted((key, sorted(filter(None, of.getlist(key)))) for key in of if any(of.getlist(key)))

    return told(one) == told(other)


def _page_of(url_name: str, row: Any) -> str:
    return reverse(url_name, args=[row.pk]) if getattr(row, "pk", None) else ""


# Records ------------------------------------------------------------------------------------------------------------


def _step_url(record: Any, step: Any) -> str:
    """Where a step is taken: `step.url`, the page of that name in the record's app, or its one page for all steps.

    A page of the step's name that takes no `number` is some other page.
    """
    if url := getattr(step, "url", ""):
        return str(url)
    app, model, number = record._meta.app_label, record._meta.model_name, record.case.number
    for name, args, kwargs in (
        (f"{app}:{step.name}", [], {"number": number}),
        (f"{app}:{model}_{step.name}", [], {"number": number}),
        (f"{app}:step", [number, step.name], {}),
    ):
        with suppress(NoReverseMatch):
            return reverse(name, args=args, kwargs=kwargs)
    raise template.TemplateSyntaxError(f"no address for the step {step.name!r} of {record._meta.label}")


@register.simple_tag(takes_context=True)
def seen_cases(context: template.Context, rows: Iterable[Any], path: str) -> set[str]:
    """The numbers of those files at `path` of each row ("ticket.case") that the reader may open; one statement.

    A number that he may not open stands as plain words: a link would answer 404.
    """
    actor = getattr(context.get("request"), "actor", NOBODY)
    return cases.seen(actor, [attrgetter(path)(row).number for row in rows])


@register.simple_tag(takes_context=True)
def reaches(context: template.Context, permission: str, owned: Any) -> bool:
    """Whether the reader's reach for this permission ("upkeep.view") covers a record, so that a link to it opens."""
    actor = getattr(context.get("request"), "actor", NOBODY)
    return actor.reach(PERMISSIONS[permission]).covers(owned)


@register.inclusion_tag("ui/parts/steps.html")
def steps(record: Any, steps: Iterable[Any]) -> Shown:
    """Exactly the steps this person may take now. The first harmless one is primary, dangerous ones stand apart."""
    drawn: list[Action] = []
    for step in steps:
        danger = str(getattr(step, "danger", "") or "")
        primary = not danger and not any(action.primary for action in drawn)
        drawn.append(Action(step.name, step.label, _step_url(record, step), primary, danger))
    return {"actions": drawn}


@register.inclusion_tag("ui/parts/lifecycle_rail.html")
def lifecycle_rail(record: Any) -> Shown:
    """Where a record stands: states in their declared order; of several ends only the one that was reached."""
    life, now = record.lifecycle, record.case.state
    shown = [value for value, _ in life.states.choices if value == now or value not in life.ends]
    if now not in life.ends:
        shown += [value for value, _ in life.states.choices if value in life.ends][:1]
    at = shown.index(now)
    marks = ["now" if i == at else "past" if i < at else "ahead" for i in range(len(shown))]
    return {"stops": [(life.states(value).label, mark) for value, mark in zip(shown, marks, strict=True)]}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(moments: Iterable[Moment]) -> Shown:
    """A story, oldest first."""
    return {"moments": moments}


@register.inclusion_tag("ui/parts/avatar.html")
def avatar(name: str, size: str = "") -> Shown:
    tone = sum(map(ord, name)) % 5
    return {"letters": words.initials(name), "tone": tone, "size": size}


@register.inclusion_tag("ui/parts/person.html")
def person(user: Any, note: str = "", empty: str = "Kimse üstlenmedi", link: bool = True) -> Shown:
    """Somebody with an avatar; `note` is the small line (position, unit)."""
    return {"user": user, "note": note, "empty": empty, "url": _page_of("front:person", user) if link else ""}


@register.inclusion_tag("ui/parts/unit.html")
def unit(unit: Any, link: bool = True) -> Shown:
    """A unit by its name, or what is known of it in words."""
    return {"unit": unit, "url": _page_of("front:unit", unit) if link else ""}


@register.inclusion_tag("ui/parts/copy.html")
def copy(value: Any, label: str = "Kopyala") -> Shown:
    """A number or code that one click copies."""
    return {"value": value, "label": label}


# Slots --------------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def panels(context: RequestContext, record: Model) -> SafeString:
    """Cards that other apps show on the page of this record."""
    request = context.request
    actor = getattr(request, "actor", NOBODY)
    drawn = []
    for panel in slots.panels_of(record):
        asked = {name: request.GET.get(name, "") for name in panel.asks}
        rows = panel.query(record, actor, **asked)
        if rows is None:
            continue
        inside = render_to_string(panel.template, {"record": record, "rows": rows, "panel": panel}, request)
        drawn.append(card(inside, title=panel.title, icon=panel.icon))
    return mark_safe("".join(conditional_escape(one) for one in drawn))  # noqa: S308


@register.simple_tag(takes_context=True)
def corners(context: RequestContext) -> SafeString:
    """The small things of the top bar, for whoever is signed in."""
    request = getattr(context, "request", None)
    actor = getattr(request, "actor", NOBODY)
    if request is None or actor.user_id is None:
        return SafeString("")
    drawn = [render_to_string(one.template, {"rows": one.query(actor)}, request) for one in slots.corners()]
    return mark_safe("".join(drawn))  # noqa: S308


@register.simple_tag(takes_context=True)
def notices(context: RequestContext) -> SafeString:
    """What everybody should know today (outages, …), as higher apps tell it; nothing where there is nothing."""
    actor = getattr(context.request, "actor", NOBODY)
    drawn = []
    for one in slots.notices():
        if rows := one.query(actor):
            drawn.append(render_to_string(one.template, {"rows": rows}, context.request))
    return mark_safe("".join(drawn))  # noqa: S308


QUIET = (0, "0")
OWN_TILES, ROW_OF_TILES = 4, 7
PRESSING = {"late": 0, "wait": 1}


@register.simple_tag
def other_doors() -> list[tuple[str, str]]:
    """Further ways in, for the sign-in page: label and address."""
    return slots.doors()


@register.inclusion_tag("ui/parts/tiles.html", takes_context=True)
def tiles(context: RequestContext) -> Shown:
    """The numbers of the first page: one row of tiles, the inbox's own first, then what presses most; the rest as
    a line of words; what counts nothing today is folded away."""
    shown = slots.tiles_for(getattr(context.request, "actor", NOBODY))
    counting = [one for one in shown if one[1].value not in QUIET]
    pressing = sorted(counting[OWN_TILES:], key=lambda one: PRESSING.get(one[1].kind, len(PRESSING)))
    tiles = counting[:OWN_TILES] + pressing[: ROW_OF_TILES - OWN_TILES]
    return {
        "tiles": tiles,
        "more": [one for one in counting if one not in tiles],
        "quiet": [one for one in shown if one[1].value in QUIET],
    }
