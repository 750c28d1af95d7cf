"""Hosts: their list, their page with its graphs, their checks."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, here, moments

from .. import access, forms, queries, services, tables
from ..models import CheckKind, HostSort, HostState, Part
from ..queries import reports
from ..queries.course import SPANS
from .common import keeps, listing, whole


@require_GET
def index(request: Request) -> HttpResponse:
    names = ("state", "sort", "system", "template", "q")
    ask = asked(request, *names, "sonra")
    full = {name: ask[name] for name in names}
    filters = queries.HostFilter(
        state=ask["state"][:16] or None,
        sort=ask["sort"][:16] or None,
        system=whole(ask["system"]),
        template=whole(ask["template"]),
        q=ask["q"] or None,
    )
    tabs = [
        Tab(label, address(full, state=key), ask["state"] == key)
        for key, label in (("", "Tümü"), *HostState.choices, ("paused", "İzlenmeyen"))
    ]
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if ask["sort"]:
        label = dict(HostSort.choices).get(ask["sort"], "bilinmiyor")
        chips.append(Chip("Tür", label, address(full, sort="")))
    for name, title, rows in (
        ("system", "Bilgi sistemi", queries.systems_for),
        ("template", "Şablon", queries.templates),
    ):
        if key := whole(ask[name]):
            named = rows(request.actor).filter(pk=key).values_list("name", flat=True).first()
            chips.append(Chip(title, named or "bilinmiyor", address(full, **{name: ""})))
    return listing(
        request,
        tables.HOSTS,
        queries.hosts(request.actor, filters),
        ("name", "pk"),
        title="İzlenen cihazlar",
        lead="Hangi cihaz, sunucu, yazıcı ya da hat izleniyor; ne zamandan beri hangi durumda.",
        here="hosts",
        file="izlenen-cihazlar",
        asked=ask,
        tabs=tabs,
        chips=chips,
        search="Ad, adres, yer",
        buttons=keeps(
            request,
            tables.Button("Cihaz ekle", reverse("monitoring:add_host"), "plus", primary=True),
            tables.Button("Ağ tara", reverse("monitoring:sweeps"), "list-search", dialog=False),
        ),
        empty="Henüz izlenen cihaz yok",
        hint="Bir cihaz ekleyin ya da bir ağı tarayıp bulunanları izlemeye alın.",
    )


def host_url(one: Any) -> str:
    return reverse("monitoring:host", args=[one.pk])


GRAPHED = 4
"""Parts drawn on the page of a host; each of the others has a page of its own."""
SORTS = (
    "ping",
    "interface",
    "time",
    "cpu",
    "memory",
    "disk",
    "sensor",
    "toner",
    "database",
    "offset",
    "age",
    "value",
)


@require_GET
def host(request: Request, host_id: int) -> HttpResponse:
    one = found(queries.host, request.actor, host_id)
    span = request.GET.get("sure", "gun")
    span = span if span in SPANS else "gun"
    checks = list(queries.checks(request.actor).filter(host=one).order_by("-alive", "name"))
    parts = list(
        queries.parts(request.actor).filter(owner__host=one, ignored=False).order_by("owner__name", "pk")[:500]
    )
    ordered = sorted(
        (part for part in parts if part.sort in SORTS),
        key=lambda part: (part.far_id is None, SORTS.index(part.sort), part.pk),
    )
    shown: list[Part] = []
    seen: set[str] = set()
    for part in ordered:
        if len(shown) < GRAPHED and (part.far_id or part.sort not in seen):
            shown.append(part)
            seen.add(part.sort)
    told = queries.courses(request.actor, shown, span) if shown else {}
    pictures = [tables.picture(part, told[part.pk], span) for part in shown if told.get(part.pk)]
    context = {
        "host": one,
        "kind": tables.HOST_KINDS[one.state] if one.enabled else "closed",
        "state": one.get_state_display() if one.enabled else "İzlenmiyor",
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "checks": [tables.check_line(check) for check in checks],
        "parts": [
            {"part": part, "told": tables.measured(part), "kind": tables.LEVEL_KINDS[part.level]} for part in parts
        ],
        "pictures": [picture for picture in pictures if not picture.empty],
        "tabs": [Tab(label, here(request, sure=key), key == span) for key, (label, *_) in SPANS.items()],
        "problems": list(queries.problems(request.actor).filter(host=one).order_by("-began_at")[:8]),
        "changes": reports.changes_of(request.actor, one, 12),
        "parents": list(one.parents.all()),
        "children": list(one.children.all()[:30]),
        "cares": list(queries.cares(request.actor).filter(host=one).order_by("-done_on", "-pk")[:6]),
        "story": moments(queries.HOST_KIND, one.pk, tables.TOLD, last=15),
    }
    return render(request, "monitoring/host.html", context)


def add(request: Request) -> HttpResponse:
    initial = {name: request.GET.get(name, "") for name in ("name", "address", "system_id", "asset_tag", "device_id")}
    return answer(
        request,
        forms.HostForm(**given(request), actor=request.actor, initial=initial),
        services.add_host,
        title="Cihaz ekle",
        button="İzlemeye al",
        lead="Ping denetimi kendiliğinden yazılır; şablon seçerseniz onun denetimleri de.",
        next_url=host_url,
    )


def edit(request: Request, host_id: int) -> HttpResponse:
    one = found(queries.host, request.actor, host_id)
    names = ("name", "address", "sort", "template_id", "credential_id", "device_id", "system_id", "place")
    initial = {name: getattr(one, name) for name in (*names, "description", "enabled")} | {
        "parents": [parent.pk for parent in one.parents.all()],
        "asset_tag": one.asset.tag if one.asset else "",
        "assignee": one.assignee,
    }
    return answer(
        request,
        forms.EditHostForm(**given(request), actor=request.actor, initial=initial),
        services.edit_host,
        host_id,
        title="Cihazı düzenle",
        lead=one.name,
        next_url=host_url,
    )


def drop(request: Request, host_id: int) -> HttpResponse:
    one = found(queries.host, request.actor, host_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_host,
        host_id,
        title="Cihazı sil",
        button="Sil",
        lead=f"{one.name} ve denetimleri silinir; arıza geçmişi olan cihaz silinmez.",
        danger=True,
        next_url=lambda _: reverse("monitoring:hosts"),
    )


@require_GET
def kinds(request: Request, host_id: int) -> HttpResponse:
    """Which kind of check: one press each."""
    one = found(queries.host, request.actor, host_id)
    context = {"host": one, "kinds": CheckKind.choices, "title": "Hangi denetim?"}
    return render(request, "monitoring/kinds.html" if not request.htmx else "monitoring/_kinds.html", context)


def add_check(request: Request, host_id: int, kind: str) -> HttpResponse:
    one = found(queries.host, request.actor, host_id)
    if kind not in CheckKind.values:
        raise Http404
    return answer(
        request,
        forms.CheckForm(**given(request), kind=kind, initial={"enabled": True}),
        services.add_check,
        host_id,
        kind=kind,
        title=f"Denetim ekle: {CheckKind(kind).label}",
        lead=one.name,
        button="Ekle",
        next_url=lambda _: host_url(one),
    )


def edit_check(request: Request, check_id: int) -> HttpResponse:
    one = found(queries.check, request.actor, check_id)
    initial = {name: getattr(one, name) for name in ("name", "every", "attempts", "alive", "enabled")}
    return answer(
        request,
        forms.CheckForm(**given(request), kind=one.kind, check=one, initial=initial),
        services.edit_check,
        check_id,
        title=f"Denetim: {one.get_kind_display()}",
        lead=f"{one.host.name} · denetim no {one.pk}",
        next_url=lambda _: host_url(one.host),
    )


def drop_check(request: Request, check_id: int) -> HttpResponse:
    one = found(queries.check, request.actor, check_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_check,
        check_id,
        title="Denetimi kaldır",
        button="Kaldır",
        lead=f"{one.host.name} · {one.name}: ölçümleri ve durum geçmişi silinir.",
        danger=True,
        next_url=lambda _: host_url(one.host),
    )


def token(request: Request, check_id: int) -> HttpResponse:
    """A new key to report with; shown this once."""
    one = found(queries.check, request.actor, check_id)

    def made(key: str) -> str:
        body = json.dumps({"key": key, "level": 0, "words": "…"}, ensure_ascii=False)
        messages.success(request, f"Anahtar bir kez gösterilir: POST /api/monitoring/results/{one.pk} {body}")
        return host_url(one.host)

    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.make_token,
        check_id,
        title="Bildirim anahtarı üret",
        button="Üret",
        lead="Yeni anahtar öncekini geçersiz kılar; dışarıdaki betik sonucunu bu anahtarla bildirir.",
        next_url=made,
    )


def to_template(request: Request, host_id: int) -> HttpResponse:
    """What this host has, for all of its sort."""
    one = found(queries.host, request.actor, host_id)
    lines = [
        {"kind": row.kind, "name": row.name, "params": row.params, "every": row.every, "attempts": row.attempts}
        for row in queries.checks(request.actor).filter(host=one).exclude(alive=True).order_by("name")
    ]
    return answer(
        request,
        forms.TemplateForm(**given(request)),
        services.save_template,
        sort=one.sort,
        checks=lines,
        title="Denetimlerinden şablon yap",
        lead=f"{one.name} cihazının {len(lines)} denetimi, aynı türdeki cihazlara da verilebilir.",
        next_url=lambda made: reverse("monitoring:template", args=[made.pk]),
    )


@require_GET
def part(request: Request, part_id: int) -> HttpResponse:
    """One part over a day, a week, a month and a year, with its 95th percentile."""
    one = found(queries.part, request.actor, part_id)
    pictures = []
    for key, (label, *_) in SPANS.items():
        drawn = tables.picture(one, queries.course_of(request.actor, one, key), key)
        pictures.append({"label": label, "picture": drawn})
    context = {
        "part": one,
        "host": one.owner.host,
        "told": tables.measured(one),
        "kind": tables.LEVEL_KINDS[one.level],
        "pictures": pictures,
        "keeps": request.actor.reach(access.KEEP).covers(one.owner.host),
        "capacity": tables.amount(one.capacity, one.unit_of) if one.sort == "interface" else "",
    }
    return render(request, "monitoring/part.html", context)


def tie(request: Request, part_id: int) -> HttpResponse:
    one = found(queries.part, request.actor, part_id)
    return answer(
        request,
        forms.TieForm(**given(request), actor=request.actor, initial={"far_id": one.far_id}),
        services.tie_part,
        part_id,
        title="Karşı uç",
        lead=f"{one.owner.host.name} · {one.name}: hava durumu haritası bu hattı çizer.",
        next_url=lambda _: reverse("monitoring:part", args=[part_id]),
    )
