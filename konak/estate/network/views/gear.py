"""Sites, racks with their drawing, models, devices with their ports, cables and the way of a signal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..models import Device, DeviceStatus, DeviceType, Port
from ..services.gear import LARGEST
from ..tables import CABLES, DEVICES, RACKS, SITES, TYPES, Button, Cell, counted, draw
from .common import listing


def _keep(request: Request, *buttons: Button) -> list[Button]:
    return list(buttons) if request.actor.holds(access.KEEP) else []


def device_url(one: Any) -> str:
    return reverse("network:device", args=[one.pk])


def rack_url(one: Any) -> str:
    return reverse("network:rack", args=[one.pk])


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None


@require_GET
def devices(request: Request) -> HttpResponse:
    names = ("status", "site", "type", "q")
    ask = asked(request, *names, "sonra")
    filters = queries.DeviceFilter(
        status=ask["status"][:16] or None, site=_key(ask["site"]), type=_key(ask["type"]), q=ask["q"] or None
    )
    full = {name: ask[name] for name in names}
    tabs = [
        Tab(label, address(full, status=key), ask["status"] == key)
        for key, label in (("", "Tümü"), *DeviceStatus.choices, ("unlinked", "Taşınırı yazılmamış"))
    ]
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if site := filters.site:
        name = queries.sites(request.actor).filter(pk=site).values_list("name", flat=True).first()
        chips.append(Chip("Yerleşke", name or "bilinmiyor", address(full, site="")))
    if kind := filters.type:
        named = queries.device_types(request.actor).filter(pk=kind).values_list("model", flat=True).first()
        chips.append(Chip("Model", named or "bilinmiyor", address(full, type="")))
    return listing(
        request,
        DEVICES,
        queries.devices(request.actor, filters),
        ("name", "pk"),
        title="Ağ cihazları",
        lead="Anahtarlar, yönlendiriciler, paneller, sunucular: nerede duruyor, hangi taşınır, hangi adres.",
        here="devices",
        file="ag-cihazlari",
        asked=ask,
        tabs=tabs,
        chips=chips,
        search="Ad, model, yerleşke, seri no, sicil no, MAC",
        buttons=_keep(request, Button("Cihaz yaz", reverse("network:add_device"), "plus", primary=True)),
        empty="Henüz cihaz yok",
        hint="Önce model kitaplığından bir dosya alın; cihazın kapıları modelinden gelir.",
        nav="network/_gear_nav.html",
        icon="router",
    )


def _port_cells(row: Port, keeps: bool) -> list[Cell]:
    far = row.far  # type: ignore[attr-defined]
    held = ", ".join(one.written for one in row.addresses.all())
    return [
        Cell(
            row.name,
            reverse("network:edit_port", args=[row.pk]) if keeps else "",
            row.description or ("" if row.enabled else "kapalı"),
        ),
        Cell(row.kind or "–", small=row.get_sort_display()),
        Cell(held or (row.behind.name if row.behind else "–"), small=row.mac or (str(row.vlan) if row.vlan else "")),
        Cell(
            f"{far.device.name} · {far.name}" if far else "boşta" if not row.cable_id else "ucu boşta",
            reverse("network:device", args=[far.device_id]) if far else "",
            str(row.cable) if row.cable_id else "",
        ),
    ]


@require_GET
def device(request: Request, device_id: int) -> HttpResponse:
    one = found(queries.device, request.actor, device_id)
    keeps = request.actor.reach(access.KEEP).covers(one)
    rows = queries.ports_of(request.actor, one)
    context = {
        "device": one,
        "kind": tables.DEVICE_KIND[one.status],
        "keeps": keeps,
        "ports": [{"port": row, "cells": _port_cells(row, keeps)} for row in rows],
        "heads": [tables.Head(label) for label in ("Kapı", "Biçim", "Adres, panel", "Öbür uç")],
        "stands": tables.measured(one.position) if one.position is not None else "",
        "plugged": sum(1 for row in rows if row.cable_id),
        "elevation": draw(queries.elevation(request.actor, one.rack), one) if one.rack else None,
        "story": moments(queries.DEVICE_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/device.html", context)


def add_device(request: Request) -> HttpResponse:
    initial = {name: request.GET.get(name, "") for name in ("site_id", "rack_id", "position", "face", "type_id")}
    initial["face"] = initial["face"] or "front"
    return answer(
        request,
        forms.DeviceForm(**given(request), actor=request.actor, initial=initial),
        services.add_device,
        title="Cihaz yaz",
        button="Yaz",
        lead="Kapıları modelinden gelir.",
        next_url=device_url,
    )


def edit_device(request: Request, device_id: int) -> HttpResponse:
    one = found(queries.device, request.actor, device_id)
    names = (
        *("name", "role", "status", "site_id", "rack_id", "position", "face", "serial"),
        *("description", "tags"),
    )
    initial = {name: getattr(one, name) for name in names} | {
        "main_ip": one.main.ip if one.main else "",
        "asset_tag": one.asset.tag if one.asset else "",
    }
    return answer(
        request,
        forms.DeviceForm(**given(request), actor=request.actor, fixed=True, initial=initial),
        services.edit_device,
        device_id,
        title="Cihazı düzenle",
        lead=str(one),
        next_url=device_url,
    )


def drop_device(request: Request, device_id: int) -> HttpResponse:
    one = found(queries.device, request.actor, device_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_device,
        device_id,
        title="Cihazı çıkar",
        button="Çıkar",
        lead=f"{one} ve kapıları silinir; geçmişi durur.",
        danger=True,
        next_url=lambda _: reverse("network:devices"),
    )


def add_ports(request: Request, device_id: int) -> HttpResponse:
    one: Device = found(queries.device, request.actor, device_id)
    return answer(
        request,
        forms.PortsForm(**given(request), actor=request.actor, device=one),
        services.add_ports,
        device_id,
        title="Kapı ekle",
        button="Ekle",
        lead=str(one),
        next_url=lambda _: device_url(one),
    )


def edit_port(request: Request, port_id: int) -> HttpResponse:
    one: Port = found(queries.port, request.actor, port_id)
    names = ("name", "kind", "mac", "vlan_id", "behind_id", "strand", "strands", "enabled", "manages", "description")
    initial = {name: getattr(one, name) for name in names}
    initial["ips"] = ", ".join(row.ip for row in one.addresses.all())
    return answer(
        request,
        forms.PortForm(**given(request), actor=request.actor, device=one.device, initial=initial),
        services.edit_port,
        port_id,
        title="Kapıyı düzenle",
        lead=f"{one.device.name} · {one.name}",
        next_url=lambda _: device_url(one.device),
    )


def drop_port(request: Request, port_id: int) -> HttpResponse:
    one: Port = found(queries.port, request.actor, port_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_port,
        port_id,
        title="Kapıyı çıkar",
        button="Çıkar",
        lead=f"{one.device.name} · {one.name} silinir.",
        danger=True,
        next_url=lambda _: device_url(one.device),
    )


def plug(request: Request, port_id: int) -> HttpResponse:
    one: Port = found(queries.port, request.actor, port_id)
    return answer(
        request,
        forms.PlugForm(**given(request), actor=request.actor, near=one),
        services.connect,
        title="Kablo tak",
        button="Tak",
        lead=f"Bu uç: {one.device.name} · {one.name}",
        next_url=lambda _: reverse("network:way", args=[port_id]),
        a_id=port_id,
    )


@require_GET
def way(request: Request, port_id: int) -> HttpResponse:
    """The way of a signal from end to end."""
    one: Port = found(queries.port, request.actor, port_id)
    path = queries.way(one)
    context = {"port": one, "way": path, "keeps": request.actor.reach(access.KEEP).covers(one.device)}
    return render(request, "network/way.html", context)


@require_GET
def cables(request: Request) -> HttpResponse:
    ask = asked(request, "q", "sonra")
    return listing(
        request,
        CABLES,
        queries.cables(request.actor, ask["q"]),
        ("-pk",),
        title="Kablolar",
        lead="Hangi kapı hangi kapıya takılı; satırdan uçtan uca yolu açılır.",
        here="cables",
        file="kablolar",
        asked=ask,
        chips=[Chip("Arama", ask["q"], "?")] if ask["q"] else [],
        search="Etiket ya da uçtaki cihaz",
        empty="Henüz kablo yok",
        hint="Bir cihazın kapısından «Kablo tak» deyin.",
        nav="network/_gear_nav.html",
        icon="plug-connected",
    )


def edit_cable(request: Request, cable_id: int) -> HttpResponse:
    one = found(queries.cable, request.actor, cable_id)
    initial = {name: getattr(one, name) for name in ("kind", "status", "label", "metres", "description")}
    return answer(
        request,
        forms.CableForm(**given(request), actor=request.actor, initial=initial),
        services.edit_cable,
        cable_id,
        title="Kabloyu düzenle",
        lead=" ↔ ".join(f"{port.device.name} · {port.name}" for port in one.ends),
        next_url=lambda _: reverse("network:way", args=[one.ends[0].pk]) if one.ends else reverse("network:cables"),
    )


def drop_cable(request: Request, cable_id: int) -> HttpResponse:
    one = found(queries.cable, request.actor, cable_id)
    ends = " ↔ ".join(f"{port.device.name} · {port.name}" for port in one.ends)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_cable,
        cable_id,
        title="Kabloyu sök",
        button="Sök",
        lead=f"{ends}: iki kapı da boşa çıkar. Geçmişi durur.",
        danger=True,
        next_url=lambda _: device_url(one.ends[0].device) if one.ends else reverse("network:cables"),
    )


@require_GET
def racks(request: Request) -> HttpResponse:
    return listing(
        request,
        RACKS,
        queries.racks(request.actor),
        ("site__name", "name", "pk"),
        title="Kabinler",
        lead="Hangi odada, kaç birim; açınca önü ve arkasıyla çizimi.",
        here="racks",
        file="kabinler",
        asked=asked(request, "sonra"),
        buttons=_keep(request, Button("Kabin yaz", reverse("network:add", args=["kabin"]), "plus", primary=True)),
        empty="Henüz kabin yok",
        nav="network/_gear_nav.html",
        icon="server-2",
    )


@require_GET
def rack(request: Request, rack_id: int) -> HttpResponse:
    one = found(queries.rack, request.actor, rack_id)
    elevation = queries.elevation(request.actor, one)
    context = {
        "rack": one,
        "elevation": draw(elevation),
        "placed": [(tables.measured(row.position), row) for row in elevation.placed],
        "loose": elevation.loose,
        "used": elevation.used,
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.RACK_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/rack.html", context)


@require_GET
def sites(request: Request) -> HttpResponse:
    return listing(
        request,
        SITES,
        queries.sites(request.actor),
        ("name", "pk"),
        title="Yerleşkeler",
        lead="Ağın bulunduğu binalar ve saha noktaları.",
        here="sites",
        file="yerleskeler",
        asked=asked(request, "sonra"),
        buttons=_keep(
            request, Button("Yerleşke yaz", reverse("network:add", args=["yerleske"]), "plus", primary=True)
        ),
        empty="Henüz yerleşke yok",
        nav="network/_gear_nav.html",
        icon="building",
    )


@require_GET
def types(request: Request) -> HttpResponse:
    return listing(
        request,
        TYPES,
        queries.device_types(request.actor),
        ("maker__name", "model", "pk"),
        title="Cihaz modelleri",
        lead="Yüksekliği ve kapılarıyla; topluluk kitaplığının YAML dosyaları olduğu gibi alınır.",
        here="types",
        file="cihaz-modelleri",
        asked=asked(request, "sonra"),
        buttons=_keep(
            request,
            Button("Kitaplıktan al", reverse("network:import_types"), "file-import", primary=True),
            Button("Model yaz", reverse("network:add", args=["model"]), "plus"),
            Button("Üretici yaz", reverse("network:add", args=["uretici"]), "plus"),
        ),
        empty="Henüz model yok",
        hint="devicetype-library biçimindeki bir YAML dosyasını verin.",
        nav="network/_gear_nav.html",
        icon="cpu",
    )


@require_GET
def type_(request: Request, type_id: int) -> HttpResponse:
    one: DeviceType = found(queries.device_type, request.actor, type_id)
    context = {
        "type": one,
        "tall": tables.measured(one.height),
        "parts": counted(one),
        "devices": list(queries.devices(request.actor, queries.DeviceFilter(type=one.pk)).order_by("name")[:20]),
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.TYPE_KIND, one.pk, tables.TOLD, last=20),
    }
    return render(request, "network/type.html", context)


def import_types(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.TypesForm(**given(request), actor=request.actor),
        _imported,
        title="Model kitaplığından al",
        button="Al",
        lead="Ya hepsi alınır ya hiçbiri; bilinen model tazelenir, cihazların kapıları değişmez.",
        next_url=lambda _: reverse("network:types"),
    )


def _imported(*, actor: Any, file: Any, unit_id: int | None) -> list[DeviceType]:
    return services.import_types(actor=actor, content=file.read(LARGEST + 1), unit_id=unit_id)
