"""What the fields of `ui.picking` offer while one types: twenty people or units at a time."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from konak.foundation.people import queries
from konak.foundation.people.positions import Position
from konak.foundation.ui import picking
from konak.foundation.web.http import Request

AT_ONCE = 20


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def pick(request: Request, kind: str) -> HttpResponse:
    text = request.GET.get("q", "")[:120].replace("\0", "")
    after = _whole(request.GET.get("sonra"))
    within = _whole(request.GET.get("birim"))
    named = request.GET.get("yalniz", "").split(",")[: picking.FEW]
    only = [key for one in named if (key := _whole(one)) is not None]
    if kind == "kisi":
        positions = [one for one in request.GET.get("gorev", "").split(",") if one in Position.values]
        rows = queries.people_to_pick(within, positions, bool(request.GET.get("ayrilan")))
        rows = rows.filter(pk__in=only) if only else rows
        people = queries.search_people(rows, text, after, AT_ONCE + 1)
        field = picking.PersonField()
        options = [(one.pk, field.label_of(one), one.full_name, field.about(one)) for one in people]
    elif kind == "birim":
        code = request.GET.get("yetki", "")
        permission = picking.permission_named(code)
        if code and permission is None:
            raise Http404
        every = picking.units_to_pick(request.actor, permission, within, bool(request.GET.get("kapali")))
        every = every.filter(pk__in=only) if only else every
        found = queries.search_units(every, text, after, AT_ONCE + 1)
        label = picking.UnitField().label_of
        options = [(one.pk, label(one), one.name, one.parent.name if one.parent else "") for one in found]
    else:
        raise Http404
    more = options[AT_ONCE - 1][0] if len(options) > AT_ONCE else ""
    shown = {"options": options[:AT_ONCE], "more": more, "person": kind == "kisi"}
    return render(request, "front/_pick.html", shown)
