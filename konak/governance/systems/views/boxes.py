"""Shared mailboxes, lists and folders on the screen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, queries, services
from ..forms.box import BoxForm, CloseForm, MemberForm, NamingForm
from ..forms.system import NothingForm
from ..models import BoxKind, SharedBox
from .common import PER_PAGE
from .words import BOX_TOLD

ORDER = ("kind", "name", "pk")


@require_GET
def index(request: Request) -> HttpResponse:
    told = asked(request, "view", "kind", "q", "after")
    filters = queries.BoxFilter.model_validate({key: told[key] for key in ("view", "kind", "q")})
    rows = queries.boxes(request.actor, filters)
    page, after = queries.page_after(rows, ORDER, told["after"], PER_PAGE)
    counts = queries.box_counts(request.actor)
    base = {key: told[key] for key in ("kind", "q")}
    tabs = [
        Tab("Açık", address(base), told["view"] in ("", "open"), counts["open"]),
        Tab("Gözden geçirilecek", address(base, view="due"), told["view"] == "due", counts["due"]),
        Tab("Sahipsiz", address(base, view="orphan"), told["view"] == "orphan", counts["orphan"]),
        Tab("Kapanmış", address(base, view="closed"), told["view"] == "closed", counts["closed"]),
    ]
    full = base | {"view": told["view"]}
    chips = []
    if told["kind"] in BoxKind.values:
        chips.append(Chip("Tür", str(BoxKind(told["kind"]).label), address(full, kind="")))
    if told["q"]:
        chips.append(Chip("Arama", told["q"], address(full, q="")))
    if sheets.asked(request):
        head = [
            *(("Tür", 18), ("Ad", 40), ("Amaç", 44), ("Birim", 34), ("Sorumlu", 24), ("Üye", 8), ("Kota, MB", 10)),
            *(("Dolu, MB", 10), ("Dışarıdan", 10), ("Açılış", 12), ("Kapanış", 12), ("Gözden geçirme", 14)),
            ("Ad kuralına uymama nedeni", 34),
        ]
        lines = [
            [
                *(row.get_kind_display(), row.name, row.purpose, row.unit.name, str(row.assignee or "")),
                *(row.people, row.quota_mb, row.used_mb, "Evet" if row.outside else "Hayır"),
                *(row.since, row.until, row.review_on, row.exception),
            ]
            for row in rows.order_by(*ORDER)[: sheets.ENOUGH]
        ]
        return sheets.workbook(
            "Ortak kutular, listeler ve klasörler", head, lines, "kutular", filters=sheets.told(tabs, chips)
        )
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": told,
        "kinds": BoxKind.choices,
        "today": localdate(),
        "total": counts["open"] + counts["closed"],
        "older": address(full, after=after) if after else "",
        "first": address(full) if told["after"] else "",
        "may_add": request.actor.holds(access.KEEP_BOXES),
        "may_name": request.actor.holds(access.NAMING),
    }
    return render(request, "systems/boxes.html", context)


def _url(row: SharedBox) -> str:
    return reverse("systems:box", args=[row.pk])


def add(request: Request) -> HttpResponse:
    return answer(
        request,
        BoxForm(**given(request), actor=request.actor),
        services.open_box,
        title="Kutu, liste ya da klasör ekle",
        button="Ekle",
        next_url=_url,
    )


def edit(request: Request, box_id: int) -> HttpResponse:
    row = found(queries.box, request.actor, box_id)
    initial = {name: getattr(row, name) for name in BoxForm.base_fields if name != "assignee"}
    initial["assignee"] = row.assignee_id
    return answer(
        request,
        BoxForm(**given(request), initial=initial, actor=request.actor, known=True),
        services.edit_box,
        box_id,
        title=f"{row.name}",
        next_url=_url,
    )


@require_GET
def record(request: Request, box_id: int) -> HttpResponse:
    row = found(queries.box, request.actor, box_id)
    rules = queries.naming_rules(row.kind)
    context = {
        "box": row,
        "today": localdate(),
        "members": queries.members(row),
        "misnamed": bool(rules) and not any(rule.fits(row.name) for rule in rules),
        "keeps": request.actor.reach(access.KEEP_BOXES).covers(row) and row.until is None,
        "reviews": row.until is None
        and (request.actor.user_id == row.assignee_id or request.actor.reach(access.KEEP_BOXES).covers(row)),
        "story": moments(queries.BOX_KIND, row.pk, BOX_TOLD),
    }
    return render(request, "systems/box.html", context)


def close(request: Request, box_id: int) -> HttpResponse:
    row = found(queries.box, request.actor, box_id)
    return answer(
        request,
        CloseForm(**given(request), initial={"on": localdate()}),
        services.close_box,
        box_id,
        title="Kapat",
        button="Kapat",
        lead=f"{row.name}: herkesin hakkı o gün biter. Sunucudaki kutuyu ayrıca kapatın.",
        danger=True,
        next_url=_url,
    )


def put_in(request: Request, box_id: int) -> HttpResponse:
    row = found(queries.box, request.actor, box_id)
    return answer(
        request,
        MemberForm(**given(request)),
        services.put_in,
        box_id,
        title="Kişi ekle",
        button="Ekle",
        lead=row.name,
        next_url=_url,
    )


@require_POST
def take_out(request: Request, box_id: int, member_id: int) -> HttpResponse:
    row = found(queries.box, request.actor, box_id)
    try:
        found(services.take_out, box_id, actor=request.actor, member_id=member_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, _url(row))


def review(request: Request, box_id: int) -> HttpResponse:
    row = found(queries.box, request.actor, box_id)
    return answer(
        request,
        NothingForm(**given(request)),
        services.review_box,
        box_id,
        title="Gözden geçirildi",
        button="Gözden geçirildi",
        lead=f"{row.name} hâlâ gerekli, üyeleri doğru. Bir yıl sonra yeniden sorulur.",
        next_url=_url,
    )


@require_GET
def naming(request: Request) -> HttpResponse:
    """The rules of names, and what does not fit them."""
    rules = queries.naming_rules()
    by: dict[str, list[object]] = {}
    for rule in rules:
        by.setdefault(rule.kind, []).append(rule)
    wrong = [
        row
        for row in queries.boxes(request.actor, queries.BoxFilter()).order_by(*ORDER)[: sheets.ENOUGH]
        if row.kind in by and not any(rule.fits(row.name) for rule in rules if rule.kind == row.kind)
    ]
    context = {"rules": rules, "wrong": wrong[:200], "may_name": request.actor.holds(access.NAMING)}
    return render(request, "systems/naming.html", context)


def add_naming(request: Request) -> HttpResponse:
    return answer(
        request,
        NamingForm(**given(request)),
        services.set_naming,
        title="Ad kuralı ekle",
        button="Ekle",
        lead="Bir türün birden çok kuralı olabilir; ad onlardan birine uyar.",
        next_url=lambda rule: reverse("systems:naming"),
    )


@require_POST
def drop_naming(request: Request, rule_id: int) -> HttpResponse:
    try:
        found(services.drop_naming, rule_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("systems:naming"))
