"""The catalogue on the screen: products, one product, what is decided about it, its versions, and the rules."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.db.paging import page_after
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, queries, services
from ..forms import DecideForm, ProductForm, RuleForm, VersionForm
from ..models import Category, Decision, Product
from ..tables import DECISION_KIND, PRODUCT_TOLD
from .common import PER_PAGE

ORDER = ("name", "pk")
NAMES = ("decision", "category", "state", "q")


@require_GET
def index(request: Request) -> HttpResponse:
    ask = asked(request, *NAMES, "sonra")
    filters = queries.ProductFilter.model_validate({name: ask[name] for name in NAMES})
    rows = queries.products(request.actor, filters)
    counts = queries.product_counts(request.actor)
    base = {key: ask[key] for key in ("category", "q")}
    current = ask["decision"] or ask["state"]
    tabs = [
        Tab("Tümü", address(base), not current, counts["every"]),
        *(
            Tab(str(one.label), address(base, decision=one.value), current == one.value, counts[one.value])
            for one in (Decision.APPROVED, Decision.TOLERATED, Decision.BANNED, Decision.UNREVIEWED)
        ),
        Tab("Lisans isteyen", address(base, state="licensed"), current == "licensed", counts["licensed"]),
    ]
    full = {name: ask[name] for name in NAMES}
    chips = []
    if ask["category"] in Category.values:
        chips.append(Chip("Tür", str(Category(ask["category"]).label), address(full, category="")))
    if ask["q"]:
        chips.append(Chip("Arama", ask["q"], address(full, q="")))
    if sheets.asked(request):
        return _workbook(request, list(rows.order_by(*ORDER)[: sheets.ENOUGH]), sheets.told(tabs, chips))
    page, after = page_after(rows, ORDER, ask["sonra"], PER_PAGE)
    counted = queries.install_counts(request.actor, [row.pk for row in page])
    context = {
        "rows": [(row, DECISION_KIND[row.decision], counted.get(row.pk, 0)) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "categories": Category.choices,
        "total": counts["every"],
        "older": address(full, sonra=after) if after else "",
        "first": address(full) if ask["sonra"] else "",
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "software/index.html", context)


def _workbook(request: Request, rows: list[Product], told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Yazılım", 36), ("Yayıncı", 26), ("Tür", 18), ("Karar", 18), ("Gerekçe", 40), ("Karar tarihi", 14)),
        *(("En düşük onaylı sürüm", 16), ("Lisans ister", 10), ("Sayım", 18), ("Bilgisayar", 10), ("Birim", 36)),
    ]
    counted = queries.install_counts(request.actor, [row.pk for row in rows])
    lines = (
        [
            *(row.name, row.publisher, row.get_category_display(), row.get_decision_display(), row.reason),
            *(row.decided_on, row.approved_version, row.needs_licence, row.get_metric_display()),
            *(counted.get(row.pk, 0), row.unit.name),
        ]
        for row in rows
    )
    return sheets.workbook("Yazılım kataloğu", head, lines, "yazilimlar", filters=told)


def page_of(one: Any) -> str:
    return reverse("software:product", args=[one.pk])


def add(request: Request) -> HttpResponse:
    initial = {"name": request.GET.get("name", "")[:160], "publisher": request.GET.get("publisher", "")[:120]}
    return answer(
        request,
        ProductForm(**given(request), initial=initial, actor=request.actor),
        services.add_product,
        title="Yazılım ekle",
        button="Ekle",
        lead="Katalogdaki bir yazılım kurulabilir demek değildir; kararı ayrıca verilir.",
        next_url=page_of,
    )


def edit(request: Request, product_id: int) -> HttpResponse:
    one = found(queries.product, request.actor, product_id)
    initial = {name: getattr(one, name) for name in ProductForm.base_fields}
    return answer(
        request,
        ProductForm(**given(request), initial=initial, actor=request.actor, unit=one.unit),
        services.edit_product,
        product_id,
        title="Yazılımı düzenle",
        next_url=page_of,
    )


def decide(request: Request, product_id: int) -> HttpResponse:
    one = found(queries.product, request.actor, product_id)
    initial = {"decision": one.decision, "reason": one.reason, "decision_number": one.decision_number}
    counted = queries.install_counts(request.actor, [one.pk]).get(one.pk, 0)
    return answer(
        request,
        DecideForm(**given(request), initial=initial),
        services.decide,
        product_id,
        title=f"{one.name} hakkında karar",
        button="Kararı kaydet",
        lead=f"Bugün {counted} bilgisayarda kurulu." if counted else "Bugün hiçbir bilgisayarda kurulu değil.",
        next_url=page_of,
        done="Karar kaydedildi.",
    )


def version(request: Request, product_id: int) -> HttpResponse:
    one = found(queries.product, request.actor, product_id)
    known = one.versions.filter(label=request.GET.get("label", "")).first()
    initial = {name: getattr(known, name) for name in VersionForm.base_fields} if known else {}
    return answer(
        request,
        VersionForm(**given(request), initial=initial),
        services.set_version,
        product_id,
        title="Sürüm",
        lead=one.name,
        next_url=lambda made: page_of(made.product),
    )


@require_POST
def drop_version(request: Request, product_id: int, version_id: int) -> HttpResponse:
    one = found(queries.product, request.actor, product_id)
    try:
        found(services.drop_version, product_id, actor=request.actor, version_id=version_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, page_of(one))


@require_GET
def record(request: Request, product_id: int) -> HttpResponse:
    one = found(queries.product, request.actor, product_id)
    position = queries.position_of(request.actor, one)
    context = {
        "product": one,
        "kind": DECISION_KIND[one.decision],
        "position": position,
        "versions": queries.installed_versions(request.actor, one),
        "known_versions": one.versions.order_by("-label"),
        "rights": queries.entitlements(request.actor).filter(product=one).order_by("-starts_on")[:20],
        "rules": queries.rules(request.actor).filter(product=one),
        "rounds": queries.rounds(request.actor).filter(product=one).order_by("-case_id")[:5],
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "decides": request.actor.reach(access.DECIDE).covers(one),
        "settles": request.actor.reach(access.SETTLE).covers(one),
        "story": moments(queries.PRODUCT_KIND, one.pk, PRODUCT_TOLD),
    }
    return render(request, "software/product.html", context)


@require_GET
def rules(request: Request) -> HttpResponse:
    ask = asked(request, "q")
    rows = list(queries.rules(request.actor).order_by("order", "name_like", "pk")[:2_000])
    unknown = queries.unknown_names(request.actor, ask["q"])
    if sheets.asked(request):
        head = [("Ad kalıbı", 44), ("Yayıncı kalıbı", 30), ("Yazılım", 36), ("Sıra", 8), ("Birim", 36)]
        lines = (
            [row.name_like, row.publisher_like, str(row.product or "Önemsiz"), row.order, row.unit.name]
            for row in rows
        )
        return sheets.workbook("Tanıma kuralları", head, lines, "tanima-kurallari", filters=sheets.told())
    context = {
        "rows": rows,
        "unknown": unknown,
        "asked": ask,
        "may_add": request.actor.holds(access.KEEP),
    }
    return render(request, "software/rules.html", context)


def add_rule(request: Request) -> HttpResponse:
    initial = {
        "name_like": request.GET.get("name", "")[:200],
        "publisher_like": request.GET.get("publisher", "")[:120],
        "product_id": request.GET.get("product", ""),
    }
    return _rule_form(request, RuleForm(**given(request), initial=initial, actor=request.actor), "Kural ekle")


def edit_rule(request: Request, rule_id: int) -> HttpResponse:
    one = found(queries.rule, request.actor, rule_id)
    initial = {name: getattr(one, name) for name in ("name_like", "publisher_like", "product_id", "order")}
    form = RuleForm(**given(request), initial=initial, actor=request.actor)
    return _rule_form(request, form, "Kuralı düzenle", rule_id)


def _rule_form(request: Request, form: RuleForm, title: str, rule_id: int | None = None) -> HttpResponse:
    """A page rather than a dialog: beside the form stands what the rule catches, before it is saved."""
    if form.is_bound and "dene" not in request.POST:
        service = services.add_rule if rule_id is None else services.edit_rule
        args = () if rule_id is None else (rule_id,)
        if run(form, service, *args, actor=request.actor) is not None:
            messages.success(request, "Kural kaydedildi; kurulu programlar yeniden tanındı.")
            return go(request, reverse("software:rules"))
    name = str(form["name_like"].value() or "")
    caught = queries.caught_by(request.actor, name, str(form["publisher_like"].value() or ""))
    context = {"form": form, "title": title, "caught": caught, "name": name}
    status = 422 if form.is_bound and form.errors and "dene" not in request.POST else 200
    return render(request, "software/rule.html", context, status=status)


@require_POST
def drop_rule(request: Request, rule_id: int) -> HttpResponse:
    try:
        found(services.drop_rule, rule_id, actor=request.actor)
        messages.success(request, "Kural kaldırıldı; yakaladıkları yeniden tanındı.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("software:rules"))
