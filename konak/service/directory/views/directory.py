"""Directories on the screen: connections, runs, differences, groups."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, queries, services
from ..forms.connections import (
    ConnectionForm,
    NothingForm,
    PersonForm,
    RuleForm,
    SeatForm,
    UnitForm,
    WhyForm,
    told_attributes,
)
from ..models import Does, RunState
from .common import PER_PAGE
from .words import CONNECTION_TOLD, RUN_TOLD

STATE_KIND = {
    "reading": "open",
    "broken": "late",
    "stopped": "late",
    "preview": "wait",
    "done": "done",
    "dropped": "closed",
}
DOES_KIND = {"create": "open", "link": "open", "disable": "late", "conflict": "late", "unit": "wait", "seat": "wait"}
FATE_KIND = {"open": "wait", "done": "done", "left": "closed", "planned": "open"}


def _closed(request: Request) -> HttpResponse | None:
    if request.actor.holds(access.VIEW):
        return None
    return render(request, "directory/closed.html", status=403)


@require_GET
def index(request: Request) -> HttpResponse:
    """Every way in and out: directories, providers, trusted systems, keys of programs; each with its state."""
    if (closed := _closed(request)) is not None:
        return closed
    rows = list(queries.connections(request.actor))
    last = [(row, queries.runs(request.actor, row.code).order_by("-pk").first()) for row in rows]
    context = {
        "rows": [(row, run, STATE_KIND[run.state] if run else "closed") for row, run in last],
        "issuers": list(queries.issuers(request.actor)),
        "clients": list(queries.client_systems(request.actor)[:8]),
        "counts": queries.difference_counts(request.actor),
        "keys": len(queries.private_keys()),
        "scim": queries.scim_tokens(request.actor),
        "scim_url": request.build_absolute_uri("/scim/v2"),
        "may_setup": request.actor.reach(access.SETUP).everywhere,
        "may_clients": request.actor.reach(access.CLIENTS).everywhere,
    }
    return render(request, "directory/index.html", context)


def _url(row: Any) -> str:
    return reverse("directory:connection", args=[row.code])


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        ConnectionForm(**given(request)),
        services.set_connection,
        title="Dizin bağlantısı kur",
        button="Kur",
        lead="Kurduktan sonra önce «Dene», sonra «Önizle»; eşitleme ondan sonra.",
        next_url=_url,
    )


def edit(request: Request, code: str) -> HttpResponse:
    row = found(queries.connection, request.actor, code)
    initial = {name: getattr(row, name) for name in ConnectionForm.base_fields if name != "password"}
    initial["attributes"] = told_attributes(row.attributes)
    return answer(
        request,
        ConnectionForm(**given(request), initial=initial, known=True),
        services.set_connection,
        code,
        title=f"{row.name}",
        next_url=_url,
    )


@require_GET
def record(request: Request, code: str) -> HttpResponse:
    row = found(queries.connection, request.actor, code)
    runs = list(queries.runs(request.actor, code).order_by("-pk")[:10])
    context = {
        "connection": row,
        "runs": [(run, STATE_KIND[run.state]) for run in runs],
        "rules": row.rules.select_related("unit").order_by("value"),
        "unmatched": queries.unmatched(request.actor, row)[:30],
        "people": queries.entries(request.actor, row).filter(gone_at=None).count(),
        "linked": queries.entries(request.actor, row).filter(gone_at=None, user__isnull=False).count(),
        "may_setup": request.actor.reach(access.SETUP).everywhere,
        "may_sync": request.actor.reach(access.SYNC).everywhere,
        "story": moments("directory.connection", row.code, CONNECTION_TOLD),
    }
    return render(request, "directory/connection.html", context)


@require_POST
def check(request: Request, code: str) -> HttpResponse:
    row = found(queries.connection, request.actor, code)
    try:
        words = services.check(code, actor=request.actor)
        row.refresh_from_db()
        (messages.warning if row.problem else messages.success)(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, _url(row))


@require_POST
def start(request: Request, code: str) -> HttpResponse:
    """Begin a run; a job carries it on, so that the page need not wait."""
    row = found(queries.connection, request.actor, code)
    try:
        run = services.start(code, actor=request.actor, dry=request.POST.get("dry") == "1")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return go(request, _url(row))
    return go(request, reverse("directory:run", args=[run.pk]))


def rule(request: Request, code: str) -> HttpResponse:
    row = found(queries.connection, request.actor, code)
    return answer(
        request,
        RuleForm(**given(request), initial=request.GET.dict()),
        services.set_rule,
        code,
        title="Birim eşlemesi",
        lead=f"{row.name}: bu değeri taşıyan kişiler hangi birimdedir?",
        next_url=lambda one: _url(row),
    )


@require_POST
def drop_rule(request: Request, code: str, rule_id: int) -> HttpResponse:
    row = found(queries.connection, request.actor, code)
    try:
        found(services.drop_rule, code, actor=request.actor, rule_id=rule_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, _url(row))


# Runs -------------------------------------------------------------------------------------------------------------


@require_GET
def runs(request: Request) -> HttpResponse:
    if (closed := _closed(request)) is not None:
        return closed
    told = asked(request, "state", "after")
    rows = queries.runs(request.actor, state=told["state"] if told["state"] in RunState.values else "")
    order = ("-pk",)
    page, after = queries.page_after(rows, order, told["after"], PER_PAGE)
    tabs = [
        Tab("Tümü", "?", not told["state"]),
        *(Tab(str(RunState(value).label), f"?state={value}", told["state"] == value) for value in RunState.values),
    ]
    if sheets.asked(request):
        head = [("Başlangıç", 18), ("Dizin", 28), ("Durum", 14), ("Bitiş", 18), ("Başlatan", 24), ("Okunan", 8)]
        head += [("Açılan", 8), ("Eşlenen", 8), ("Güncellenen", 10), ("Kapanan", 8), ("Sonuç", 60)]
        lines = [
            [
                *(
                    run.started_at,
                    run.connection.name,
                    run.get_state_display(),
                    run.finished_at,
                    str(run.by or "Konak"),
                ),
                *(run.counts.get(name, 0) for name in ("read", "create", "link", "update", "disable")),
                run.words,
            ]
            for run in rows.order_by(*order)[: sheets.ENOUGH]
        ]
        return sheets.workbook("Dizin eşitlemeleri", head, lines, "esitlemeler", filters=sheets.told(tabs))
    context = {
        "rows": [(run, STATE_KIND[run.state]) for run in page],
        "tabs": tabs,
        "older": address({"state": told["state"]}, after=after) if after else "",
        "first": address({"state": told["state"]}) if told["after"] else "",
    }
    return render(request, "directory/runs.html", context)


@require_GET
def run(request: Request, run_id: int) -> HttpResponse:
    row = found(queries.run, request.actor, run_id)
    told = asked(request, "does")
    rows = queries.differences(request.actor, queries.DifferenceFilter(view="all", does=told["does"] or None))
    rows = rows.filter(run=row).order_by("does", "who")
    tabs = [Tab("Tümü", "?", not told["does"], row.differences.count())]
    for value in Does.values:
        if count := row.differences.filter(does=value).count():
            tabs.append(Tab(str(Does(value).label), f"?does={value}", told["does"] == value, count))
    context = {
        "run": row,
        "state_kind": STATE_KIND[row.state],
        "rows": [(one, DOES_KIND.get(one.does, "closed"), FATE_KIND[one.fate]) for one in rows[:500]],
        "tabs": tabs,
        "read": row.read.filter(kind="person").count()
        if row.state in ("reading", "broken")
        else row.counts.get("read", 0),
        "may_sync": request.actor.reach(access.SYNC).everywhere,
        "story": moments("directory.syncrun", row.pk, RUN_TOLD),
    }
    return render(request, "directory/run.html", context)


def approve(request: Request, run_id: int) -> HttpResponse:
    row = found(queries.run, request.actor, run_id)
    return answer(
        request,
        WhyForm(**given(request)),
        services.approve,
        run_id,
        title="Sınırı aşarak uygula",
        button="Uygula",
        lead=f"{row.words} Onaylarsanız bu hesaplar kapanır, oturumları sona erer.",
        danger=True,
        next_url=lambda one: reverse("directory:run", args=[run_id]),
    )


def abandon(request: Request, run_id: int) -> HttpResponse:
    found(queries.run, request.actor, run_id)
    return answer(
        request,
        NothingForm(**given(request)),
        services.abandon,
        run_id,
        title="Eşitlemeyi bırak",
        button="Bırak",
        lead="Okunanlar silinir, hiçbir hesap değişmez. Sonraki eşitleme baştan okur.",
        next_url=lambda one: reverse("directory:run", args=[run_id]),
    )


# Differences ------------------------------------------------------------------------------------------------------


@require_GET
def differences(request: Request) -> HttpResponse:
    if (closed := _closed(request)) is not None:
        return closed
    told = asked(request, "view", "does", "after")
    filters = queries.DifferenceFilter.model_validate({"view": told["view"] or "open", "does": told["does"]})
    rows = queries.differences(request.actor, filters)
    order = ("-pk",)
    page, after = queries.page_after(rows, order, told["after"], PER_PAGE)
    counts = queries.difference_counts(request.actor)
    base = {"does": told["does"]}
    tabs = [
        Tab("Karar bekleyen", address(base), told["view"] in ("", "open"), counts["open"]),
        Tab("Yapılan", address(base, view="done"), told["view"] == "done", counts["done"]),
        Tab("Bırakılan", address(base, view="left"), told["view"] == "left", counts["left"]),
    ]
    full = base | {"view": told["view"]}
    chips = (
        [Chip("Fark", str(Does(told["does"]).label), address(full, does=""))] if told["does"] in Does.values else []
    )
    if sheets.asked(request):
        head = [
            ("Bulunma", 18),
            ("Dizin", 24),
            ("Fark", 22),
            ("Kim", 36),
            ("Ne farklı", 60),
            ("Birim", 34),
            ("Durum", 16),
        ]
        lines = [
            [
                *(one.at, one.connection.name, one.get_does_display(), one.who, one.words),
                *(one.unit.name if one.unit else "", one.get_fate_display()),
            ]
            for one in rows.order_by(*order)[: sheets.ENOUGH]
        ]
        return sheets.workbook("Dizin farkları", head, lines, "dizin-farklari", filters=sheets.told(tabs, chips))
    context = {
        "rows": [(one, DOES_KIND.get(one.does, "closed"), FATE_KIND[one.fate]) for one in page],
        "tabs": tabs,
        "chips": chips,
        "does": Does.choices,
        "asked": told,
        "older": address(full, after=after) if after else "",
        "first": address(full) if told["after"] else "",
        "may_decide": request.actor.reach(access.DECIDE).everywhere,
    }
    return render(request, "directory/differences.html", context)


def _back(_: Any) -> str:
    return reverse("directory:differences")


def leave(request: Request, difference_id: int) -> HttpResponse:
    row = found(queries.difference, request.actor, difference_id)
    return answer(
        request,
        NothingForm(**given(request)),
        services.leave,
        difference_id,
        title="Olduğu gibi bırak",
        button="Bırak",
        lead=f"{row.who}: {row.words}. Bir daha sorulmaz.",
        next_url=_back,
    )


def say_who(request: Request, difference_id: int) -> HttpResponse:
    row = found(queries.difference, request.actor, difference_id)
    return answer(
        request,
        PersonForm(**given(request), initial={"user": row.user_id}),
        services.say_who,
        difference_id,
        title="Bu kayıt kim?",
        button="Eşle",
        lead=f"{row.who}: {row.words}",
        next_url=_back,
    )


def say_unit(request: Request, difference_id: int) -> HttpResponse:
    row = found(queries.difference, request.actor, difference_id)
    return answer(
        request,
        UnitForm(**given(request)),
        services.say_unit,
        difference_id,
        title="Hangi birim?",
        button="Eşle",
        lead=f"Dizinde «{row.who}» yazan kişilerin birimi. Sonraki eşitlemeden başlayarak bilinir.",
        next_url=_back,
    )


def seat(request: Request, difference_id: int) -> HttpResponse:
    row = found(queries.difference, request.actor, difference_id)
    return answer(
        request,
        SeatForm(**given(request)),
        services.seat,
        difference_id,
        title="Görevlendir",
        button="Görevlendir",
        lead=f"{row.who}: {row.unit}",
        next_url=_back,
    )


# Groups -----------------------------------------------------------------------------------------------------------


@require_GET
def groups(request: Request) -> HttpResponse:
    if (closed := _closed(request)) is not None:
        return closed
    told = asked(request, "q", "after")
    rows = queries.groups(request.actor, queries.GroupFilter.model_validate({"q": told["q"]}))
    order = ("name", "pk")
    page, after = queries.page_after(rows, order, told["after"], PER_PAGE)
    chips = [Chip("Arama", told["q"], "?")] if told["q"] else []
    if sheets.asked(request):
        head = [("Grup", 36), ("Nereden", 28), ("Açıklama", 50), ("Üye", 8), ("Ad (DN)", 60)]
        lines = [
            [row.name, row.connection.name if row.connection else "SCIM", row.about, row.people, row.dn]
            for row in rows.order_by(*order)[: sheets.ENOUGH]
        ]
        return sheets.workbook("Dizin grupları", head, lines, "dizin-gruplari", filters=sheets.told((), chips))
    context = {
        "rows": page,
        "chips": chips,
        "asked": told,
        "older": address({"q": told["q"]}, after=after) if after else "",
        "first": address({"q": told["q"]}) if told["after"] else "",
    }
    return render(request, "directory/groups.html", context)


@require_GET
def group(request: Request, group_id: int) -> HttpResponse:
    row = found(queries.group, request.actor, group_id)
    return render(request, "directory/group.html", {"group": row, "members": queries.members(row)})


def part(request: Request, entry_id: int) -> HttpResponse:
    return answer(
        request,
        NothingForm(**given(request)),
        services.part,
        entry_id,
        title="Eşlemeyi ayır",
        button="Ayır",
        lead="Dizin kaydı bu kişiden ayrılır; kişi dizin parolasıyla giremez.",
        danger=True,
        next_url=lambda entry: reverse("directory:connection", args=[entry.connection.code]),
        done="Eşleme ayrıldı.",
    )


def sign_in_way(request: Request, entry_id: int) -> HttpResponse:
    """Whether somebody signs in with the password of the directory, or with one of Konak's own."""
    entry = found(queries.entry, request.actor, entry_id)
    there = not entry.signs_in
    lead = "Bundan sonra dizin parolasıyla girer; Konak parolası geçmez."
    if not there:
        lead = "Bundan sonra dizin parolası geçmez; sistem yöneticisinin vereceği Konak parolasıyla girer."
    return answer(
        request,
        NothingForm(**given(request)),
        services.set_sign_in,
        entry_id,
        title="Dizin parolasıyla girsin" if there else "Konak parolasıyla girsin",
        button="Değiştir",
        lead=f"{entry.full_name} ({entry.username}). {lead}",
        next_url=lambda one: reverse("front:person", args=[one.user_id]),
        signs_in=there,
    )
