"""The position, what may not stay, the files opened for it, and update rounds."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import objection_to
from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, queries, services, tables
from ..forms import ApartForm, NothingForm, RoundForm, WhyForm
from ..lifecycle import FINDING_LIFE, ROUND_LIFE
from ..models import Finding, Wrong
from .common import PER_PAGE


@require_GET
def position(request: Request) -> HttpResponse:
    """The board: owned against installed, what is wrong, what ends."""
    rows = queries.positions(request.actor)
    if sheets.asked(request):
        head = [
            *(sheets.Column("Yazılım", 40), sheets.Column("Sayım", 18), sheets.Column("Sahip olunan", 12, "text")),
            *(sheets.Column("Kurulu", 10), sheets.Column("Eksik", 10), sheets.Column("Sürümü uymayan", 12)),
            *(sheets.Column("Boşta", 10, "text"), sheets.Column("Atanmış", 10), sheets.Column("Yıllık", 18, "money")),
        ]
        lines = (
            [
                *(one.product.name, one.product.get_metric_display()),
                *("sınırsız" if one.balance.owned is None else one.balance.owned, one.balance.needed, one.gap),
                *(
                    one.balance.wrong,
                    "" if one.balance.free is None else one.balance.free,
                    one.assigned,
                    one.per_year,
                ),
            ]
            for one in rows
        )
        return sheets.workbook("Lisans uyum durumu", head, lines, "lisans-uyumu", filters=sheets.told())
    context = {
        "rows": rows,
        "tiles": tables.board_tiles(request.actor, rows),
        "chart": tables.position_chart(rows),
        "chart_height": 90 + 34 * min(12, len(rows)),
        "due": queries.expiring(request.actor, 90)[:8],
        "rounds": queries.rounds(request.actor).filter(case__closed_at=None).order_by("case__due_on")[:6],
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "software/position.html", context)


@require_GET
def covering(request: Request) -> HttpResponse:
    """Computers without what has to be on every one of them, or with a version too old."""
    ask = asked(request, "state", "product")
    state = ask["state"] if ask["state"] in ("missing", "old") else ""
    product_id = int(ask["product"]) if ask["product"].isdecimal() and len(ask["product"]) < 19 else None
    rows = queries.uncovered(request.actor, state, product_id)
    base = {"product": ask["product"]}
    tabs = [
        Tab(label, address(base, state=key), state == key)
        for key, label in (("", "Hepsi"), ("missing", "Kurulu olmayan"), ("old", "Sürümü eski"))
    ]
    if sheets.asked(request):
        head = [("Durum", 16), ("Yazılım", 34), ("Bilgisayar", 22), ("Kurulu sürüm", 16), ("En düşük onaylı", 16)]
        head += [("Kullanan", 26), ("Birim", 36), ("Envanter", 18)]
        lines = (
            [
                *(one.words, one.product.name, one.computer.name, one.version, one.product.approved_version),
                *(str(one.computer.holder or ""), str(one.computer.used_in or ""), one.computer.inventoried_at),
            ]
            for one in rows
        )
        return sheets.workbook("Zorunlu yazılım", head, lines, "zorunlu-yazilim", filters=sheets.told(tabs))
    return render(request, "software/covering.html", {"rows": rows[:500], "many": len(rows), "tabs": tabs})


@require_GET
def suspects(request: Request) -> HttpResponse:
    ask = asked(request, "wrong", "product")
    wrong = ask["wrong"] if ask["wrong"] in Wrong.values else ""
    product_id = int(ask["product"]) if ask["product"].isdecimal() and len(ask["product"]) < 19 else None
    rows = queries.suspects(request.actor, wrong, product_id)
    base = {"product": ask["product"]}
    tabs = [
        Tab("Hepsi", address(base), not wrong),
        *(Tab(str(one.label), address(base, wrong=one.value), wrong == one.value) for one in Wrong),
    ]
    if sheets.asked(request):
        head = [
            *(("Uygunsuzluk", 26), ("Yazılım", 34), ("Kurulu program", 44), ("Sürüm", 16), ("Bilgisayar", 22)),
            *(("Kullanan", 26), ("Birim", 36), ("İlk görülme", 14), ("Dosya", 16)),
        ]
        lines = (
            [
                *(one.label, str(one.install.product), one.install.name, one.install.version),
                *(
                    one.install.computer.name,
                    str(one.install.computer.holder or ""),
                    str(one.install.computer.used_in or ""),
                ),
                *(one.install.first_seen, one.finding.case.number if one.finding else ""),
            ]
            for one in rows
        )
        return sheets.workbook(
            "Lisanssız ve yasaklı yazılımlar", head, lines, "uygunsuz-yazilim", filters=sheets.told(tabs)
        )
    context = {
        "rows": rows,
        "tabs": tabs,
        "wrong": wrong,
        "product": ask["product"],
        "seen": set(queries.products(request.actor).values_list("pk", flat=True)),
        "waiting": sum(one.finding is None for one in rows),
        "settles": request.actor.holds(access.SETTLE),
    }
    return render(request, "software/suspects.html", context)


@require_POST
def open_finding(request: Request) -> HttpResponse:
    back = reverse("software:suspects")
    raw = request.POST.get("install", "")
    wrong = request.POST.get("wrong", "")
    try:
        if raw.isdecimal() and len(raw) < 19:
            made = found(services.open_finding, actor=request.actor, install_id=int(raw), wrong=wrong)
            messages.success(request, f"{made.case.number} sayılı dosya açıldı.")
            return go(request, reverse("front:case", args=[made.case.number]))
        product = request.POST.get("product", "")
        many = services.open_findings(
            actor=request.actor,
            wrong=wrong,
            product_id=int(product) if product.isdecimal() and len(product) < 19 else None,
        )
        messages.success(request, f"{len(many)} dosya açıldı.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, f"{back}?wrong={wrong}" if wrong in Wrong.values else back)


@require_GET
def findings(request: Request) -> HttpResponse:
    ask = asked(request, "state", "wrong", "q", "sonra")
    filters = queries.FindingFilter.model_validate({key: ask[key] for key in ("state", "wrong", "q")})
    rows = queries.findings(request.actor, filters)
    base = {key: ask[key] for key in ("wrong", "q")}
    tabs = [
        Tab(label, address(base, state=key), ask["state"] == key)
        for key, label in (
            ("", "Tümü"),
            ("open", "Açık"),
            ("removed", "Kaldırılan"),
            ("licensed", "Lisanslanan"),
            ("allowed", "İzin verilen"),
        )
    ]
    full = base | {"state": ask["state"]}
    chips = []
    if ask["wrong"] in Wrong.values:
        chips.append(Chip("Uygunsuzluk", str(Wrong(ask["wrong"]).label), address(full, wrong="")))
    if ask["q"]:
        chips.append(Chip("Arama", ask["q"], address(full, q="")))
    if sheets.asked(request):
        return _findings_workbook(list(rows.order_by("-case_id")[: sheets.ENOUGH]), sheets.told(tabs, chips))
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "wrongs": Wrong.choices,
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
    }
    return render(request, "software/findings.html", context)


def _findings_workbook(rows: list[Finding], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Sayı", 16), ("Uygunsuzluk", 26), ("Yazılım", 34), ("Bilgisayar", 22), ("Kullanan", 26), ("Birim", 36)),
        *(("Durum", 22), ("Son gün", 12), ("Açılış", 18), ("Kapanış", 18), ("Gerekçe", 40)),
    ]
    lines = (
        [
            *(row.case.number, row.get_wrong_display(), row.product.name, row.computer.name),
            *(str(row.computer.holder or ""), str(row.computer.used_in or ""), row.state_label, row.case.due_on),
            *(row.case.opened_at, row.case.closed_at, row.why),
        ]
        for row in rows
    )
    return sheets.workbook("Yazılım uygunsuzlukları", head, lines, "yazilim-uygunsuzluklari", filters=told)


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "ask": (services.ask, NothingForm, "Kullanan, programı kaldırması için uyarıldı olarak yazıldı."),
    "removed": (services.removed, NothingForm, "Programın kaldırıldığı envanterle doğrulandı."),
    "license": (services.license_, NothingForm, "Lisansı sağlandı."),
    "allow": (services.allow, WhyForm, "İzin gerekçesiyle kaydedildi."),
    "begin": (services.begin, NothingForm, "Tur başladı; gelen envanterler ilerlemeyi kendiliğinden işler."),
    "finish": (services.finish, NothingForm, "Tur tamamlandı."),
    "cancel": (services.cancel_round, WhyForm, "Turdan vazgeçildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    if step not in STEPS:
        raise Http404
    life, query = (FINDING_LIFE, queries.finding) if step in FINDING_LIFE.steps else (ROUND_LIFE, queries.round_)
    record: Any = found(query, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = life.steps[step]
    return answer(
        request,
        form_class(**given(request)),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: reverse("front:case", args=[number]),
        done=done,
    )


@require_GET
def rounds(request: Request) -> HttpResponse:
    ask = asked(request, "sonra")
    rows = queries.rounds(request.actor)
    if sheets.asked(request):
        head = [
            *(("Sayı", 16), ("Yazılım", 34), ("Hedef sürüm", 16), ("Kapsam", 36), ("Durum", 16), ("Son gün", 12)),
            *(("Bilgisayar", 10), ("Güncel", 10), ("Ayrık", 10), ("Bekleyen", 10)),
        ]
        lines = (
            [
                *(row.case.number, row.product.name, row.target, str(row.used_in or "Bütün bilgisayarlar")),
                *(
                    row.state_label,
                    row.case.due_on,
                    row.every,
                    row.settled - row.apart,
                    row.apart,
                    row.every - row.settled,
                ),
            ]
            for row in rows.order_by("-case_id")[: sheets.ENOUGH]
        )
        return sheets.workbook("Güncelleme turları", head, lines, "guncelleme-turlari", filters=sheets.told())
    page, after = page_after(rows, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "older": address({}, sonra=after) if after else "",
        "first": "?" if ask["sonra"] else "",
        "settles": request.actor.holds(access.SETTLE),
        "behind": queries.behind(request.actor),
    }
    return render(request, "software/rounds.html", context)


def plan_round(request: Request) -> HttpResponse:
    initial = {"product_id": request.GET.get("product", ""), "target": request.GET.get("target", "")[:80]}
    return answer(
        request,
        RoundForm(**given(request), initial=initial, actor=request.actor),
        services.plan_round,
        title="Güncelleme turu planla",
        button="Planla",
        lead="Kapsamdaki bilgisayarlar şimdi listelenir; envanterler geldikçe kendiliğinden «güncel» olurlar.",
        next_url=lambda made: reverse("front:case", args=[made.case.number]),
    )


def set_apart(request: Request, number: str, device_id: int) -> HttpResponse:
    one = found(queries.round_, request.actor, number)
    device = one.devices.select_related("computer").filter(pk=device_id).first()
    if device is None:
        raise Http404
    return answer(
        request,
        ApartForm(**given(request), initial={"reason": device.reason}),
        services.set_apart,
        number,
        device_id=device_id,
        title="Turun dışında tut",
        lead=f"{device.computer.name}, şimdiki sürüm {device.now or 'bilinmiyor'}",
        next_url=lambda _: reverse("front:case", args=[number]),
    )
