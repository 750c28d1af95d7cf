"""Lines on the screen: the register, one line with its tests."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..models import CircuitKind, CircuitStatus
from ..tables import Button
from .common import listing

TABS = {"": "Tümü", "active": "Kullanımda", "down": "Arızalı", "ending": "Sözleşmesi biten", "untested": "Sınanmamış"}


@require_GET
def index(request: Request) -> HttpResponse:
    ask = asked(request, "status", "kind", "site", "q", "sonra")
    known = {*TABS, *CircuitStatus.values}
    ask["status"] = ask["status"] if ask["status"] in known else ""
    ask["kind"] = ask["kind"] if ask["kind"] in CircuitKind.values else ""
    site = int(ask["site"]) if ask["site"].isdecimal() and len(ask["site"]) < 18 else None
    filters = queries.CircuitFilter(
        status=ask["status"] or None, kind=ask["kind"] or None, site=site, q=ask["q"] or None
    )
    full = {name: ask[name] for name in ("status", "kind", "site", "q")}
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if ask["kind"]:
        chips.append(Chip("Tür", str(CircuitKind(ask["kind"]).label), address(full, kind="")))
    return listing(
        request,
        tables.BOOK if sheets.asked(request) else tables.CIRCUITS,
        queries.circuits(request.actor, filters),
        ("provider", "number", "pk"),
        title="Hatlar",
        lead="Kiralık devreler, internet çıkışları, kendi fiberimiz: kim işletir, nereye gider, ne zaman sınandı.",
        here="circuits",
        file="hatlar",
        asked=ask,
        tabs=[Tab(label, address(full, status=code), ask["status"] == code) for code, label in TABS.items()],
        chips=chips,
        search="Devre no, işletmeci ya da yerleşke",
        buttons=[Button("Hat yaz", reverse("network:add", args=["hat"]), "plus", primary=True)]
        if request.actor.holds(access.KEEP)
        else [],
        empty="Henüz hat yok",
        hint="İnternet çıkışından başlayın; yedeği olan hatta yedeğe geçiş de sınanır.",
        nav="network/_gear_nav.html",
        icon="route",
    )


@require_GET
def record(request: Request, circuit_id: int) -> HttpResponse:
    one = found(queries.circuit, request.actor, circuit_id)
    context = {
        "circuit": one,
        "kind": tables.CIRCUIT_KINDS[one.status],
        "tests": queries.results_of(one),
        "backups": list(queries.circuits(request.actor).filter(backs_up=one)),
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.CIRCUIT_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/circuit.html", context)


def test(request: Request, circuit_id: int) -> HttpResponse:
    one = found(queries.circuit, request.actor, circuit_id)
    return answer(
        request,
        forms.CircuitTestForm(**given(request)),
        services.record_test,
        circuit_id,
        title="Sınama kaydet",
        lead=str(one),
        next_url=lambda _: reverse("network:circuit", args=[circuit_id]),
    )
