"""VLANs, their groups, routing tables, aggregates."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui.parts import Chip
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..tables import Button
from .common import listing


def _keep(request: Request, *buttons: Button) -> list[Button]:
    return list(buttons) if request.actor.holds(access.KEEP) else []


@require_GET
def vlans(request: Request) -> HttpResponse:
    ask = asked(request, "group", "q", "sonra")
    group = int(ask["group"]) if ask["group"].isdecimal() and len(ask["group"]) < 18 else None
    full = {"group": ask["group"], "q": ask["q"]}
    return listing(
        request,
        tables.VLANS,
        queries.vlans(request.actor, queries.VlanFilter(group=group, q=ask["q"] or None)),
        ("vid", "pk"),
        title="VLAN'lar",
        lead="Hangi numara hangi ağı taşır.",
        here="vlans",
        file="vlanlar",
        asked=ask,
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [],
        search="Numara ya da ad",
        buttons=[
            *_keep(request, Button("VLAN yaz", reverse("network:add", args=["vlan"]), "plus", primary=True)),
            Button("Gruplar", reverse("network:groups"), "stack-2", dialog=False),
        ],
        empty="Henüz VLAN yok",
    )


@require_GET
def vlan(request: Request, vlan_id: int) -> HttpResponse:
    one = found(queries.vlan, request.actor, vlan_id)
    context = {
        "vlan": one,
        "kind": {"active": "done", "reserved": "wait", "deprecated": "late"}[one.status],
        "prefixes": list(queries.prefixes(request.actor).filter(vlan_id=one.pk).order_by("network", "pk")[:100]),
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.VLAN_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/vlan.html", context)


@require_GET
def groups(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.GROUPS,
        queries.vlan_groups(request.actor),
        ("name", "pk"),
        title="VLAN grupları",
        lead="İçinde bir VLAN numarasının tek anlamı olan alanlar.",
        here="vlans",
        file="vlan-gruplari",
        asked=asked(request, "sonra"),
        buttons=_keep(request, Button("Grup yaz", reverse("network:add", args=["grup"]), "plus", primary=True)),
        empty="Henüz VLAN grubu yok",
    )


@require_GET
def vrfs(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.VRFS,
        queries.vrfs(request.actor),
        ("name", "pk"),
        title="Yönlendirme tabloları (VRF)",
        lead="Aynı ağ iki ayrı tabloda durabilir; tablosu yazılmayan genel tablodadır.",
        here="vrfs",
        file="vrf",
        asked=asked(request, "sonra"),
        buttons=_keep(request, Button("VRF yaz", reverse("network:add", args=["vrf"]), "plus", primary=True)),
        empty="Henüz VRF yok",
        hint="Tek yönlendirme tablosu varsa gerekmez.",
    )


@require_GET
def aggregates(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.AGGREGATES,
        queries.aggregates(request.actor),
        ("network", "pk"),
        title="Adres blokları",
        lead="Kuruma verilen ve özel kullanıma ayrılan en dıştaki bloklar; birbiriyle çakışmaz.",
        here="aggregates",
        file="adres-bloklari",
        asked=asked(request, "sonra"),
        buttons=_keep(request, Button("Blok yaz", reverse("network:add", args=["blok"]), "plus", primary=True)),
        empty="Henüz blok yok",
    )


Kind = tuple[
    str, Any, Callable[..., Any], Callable[..., Any], Callable[..., Any], Callable[..., Any], str, tuple[str, ...]
]
KINDS: dict[str, Kind] = {
    "vlan": (
        *("VLAN", forms.VlanForm, queries.vlan, services.add_vlan, services.edit_vlan, services.drop_vlan, "vlans"),
        ("name", "group_id", "vid", "status", "description", "tags"),
    ),
    "grup": (
        *("VLAN grubu", forms.GroupForm, queries.vlan_group, services.add_vlan_group, services.edit_vlan_group),
        *(services.drop_vlan_group, "groups", ("name", "first", "last", "description", "tags")),
    ),
    "vrf": (
        *("VRF", forms.VrfForm, queries.vrf, services.add_vrf, services.edit_vrf, services.drop_vrf, "vrfs"),
        ("name", "rd", "description", "tags"),
    ),
    "yerleske": (
        *("Yerleşke", forms.SiteForm, queries.site, services.add_site, services.edit_site, services.drop_site),
        *("sites", ("name", "status", "address", "description", "tags")),
    ),
    "kabin": (
        *("Kabin", forms.RackForm, queries.rack, services.add_rack, services.edit_rack, services.drop_rack, "racks"),
        ("site_id", "name", "room", "height", "description", "tags"),
    ),
    "model": (
        *("Cihaz modeli", forms.TypeForm, queries.device_type, services.add_type, services.edit_type),
        *(services.drop_type, "types"),
        ("maker_id", "model", "part_number", "height", "full_depth", "description", "tags"),
    ),
    "uretici": (
        *("Üretici", forms.MakerForm, queries.maker, services.add_maker, services.edit_maker, services.drop_maker),
        *("types", ("name", "description", "tags")),
    ),
    "hat": (
        *("Hat", forms.CircuitForm, queries.circuit, services.add_circuit, services.edit_circuit),
        *(services.drop_circuit, "circuits"),
        (
            *("provider", "number", "kind", "status", "site_id", "far_id", "serves_id", "vlan_id", "backs_up_id"),
            *("down_kbps", "up_kbps", "promised", "monthly", "contract", "since", "until", "description", "tags"),
        ),
    ),
    "blok": (
        *("Adres bloğu", forms.AggregateForm, queries.aggregate, services.add_aggregate, services.edit_aggregate),
        *(services.drop_aggregate, "aggregates", ("network", "source", "given_on", "description", "tags")),
    ),
}


PAGES = {"hat": "circuit", "vlan": "vlan", "kabin": "rack", "model": "type"}
"""Kinds with a page of their own."""


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def add(request: Request, what: str) -> HttpResponse:
    name, form, _, service, _, _, home, _ = _kind(what)
    return answer(
        request,
        form(**given(request), actor=request.actor),
        service,
        title=f"{name} yaz",
        button="Yaz",
        next_url=lambda _: reverse(f"network:{home}"),
    )


def edit(request: Request, key: int, what: str) -> HttpResponse:
    name, form, query, _, service, _, home, fields = _kind(what)
    one = found(query, request.actor, key)
    return answer(
        request,
        form(
            **given(request), actor=request.actor, fixed=True, initial={each: getattr(one, each) for each in fields}
        ),
        service,
        key,
        title=f"{name}: düzenle",
        lead=str(one),
        next_url=lambda _: (
            reverse(f"network:{PAGES[what]}", args=[key]) if what in PAGES else reverse(f"network:{home}")
        ),
    )


def drop(request: Request, key: int, what: str) -> HttpResponse:
    name, _, query, _, _, service, home, _ = _kind(what)
    one = found(query, request.actor, key)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        service,
        key,
        title=f"{name}: çıkar",
        button="Çıkar",
        lead=f"{one} kaydı silinir; geçmişi durur.",
        danger=True,
        next_url=lambda _: reverse(f"network:{home}"),
    )
