"""The doors of posts, groups, papers, rules, the national registry and the outside names of a unit."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate

from konak.foundation.files.serving import serve
from konak.foundation.people.queries import any_unit
from konak.foundation.ui import workbook
from konak.foundation.web.actions import act, go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.registers import (
    ApprovalRuleForm,
    CeilingForm,
    DocumentForm,
    EndPostForm,
    GroupForm,
    MemberForm,
    PostForm,
    RuleForm,
    SuperviseForm,
    UnitForm,
)
from ..forms.reorganisation import NothingForm
from ..models import DocumentKind, Post
from . import sheets

PAGE = 50


def _form(request: Request, form: forms.Form, bound: bool, title: str, **shown: Any) -> HttpResponse:
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": "Kaydet", "lead": "", "danger": False} | shown
    return render(request, template, context, status=422 if bound else 200)


# Posts --------------------------------------------------------------------------------------------------------------


def cadre(request: Request) -> HttpResponse:
    unit = request.GET.get("unit", "")
    only = frozenset({int(unit)}) if unit.isdigit() else None
    whole = queries.cadre_report(request.actor)
    report = [row for row in whole if only is None or row.unit.pk in only]
    view = request.GET.get("durum", "")
    if view == "bos":
        report = [row for row in report if row.empty]
    elif view == "asan":
        report = [row for row in report if row.beyond]
    if workbook.asked(request):
        told = [("Birim", row.unit.name) for row in whole if only and row.unit.pk in only]
        told += (
            [("Görünüm", {"bos": "Boş kadrosu olan", "asan": "Sayıyı aşan"}[view])] if view in {"bos", "asan"} else []
        )
        return sheets.cadre(report, told)
    begin = int(request.GET.get("basla", "0")) if request.GET.get("basla", "0").isdigit() else 0
    context = {
        "report": report[begin : begin + PAGE],
        "older": f"?unit={unit}&durum={view}&basla={begin + PAGE}" if len(report) > begin + PAGE else "",
        "newer": f"?unit={unit}&durum={view}&basla={max(0, begin - PAGE)}" if begin else "",
        "units": [row.unit for row in whole],
        "unit": unit,
        "view": view,
        "number": sum(row.number for row in report),
        "filled": sum(row.filled for row in report),
        "beyond": sum(len(row.beyond) for row in report),
        "totals": queries.totals(whole),
        "manages": request.actor.holds(access.MANAGE),
    }
    return render(request, "organization/cadre.html", context)


def _cadre_of(post: Post) -> str:
    return reverse("organization:cadre") + f"?unit={post.unit_id}"


def add_post(request: Request) -> HttpResponse:
    bound = request.method == "POST"
    initial = {"unit": request.GET["unit"]} if request.GET.get("unit", "").isdigit() else {}
    form = PostForm(request.POST if bound else None, actor=request.actor, initial=initial)
    if bound and (post := run(form, services.set_post, actor=request.actor)) is not None:
        return go(request, _cadre_of(post))
    return _form(request, form, bound, "Kadro ekle")


def edit_post(request: Request, post_id: int) -> HttpResponse:
    post = get_object_or_404(Post, pk=post_id)
    bound = request.method == "POST"
    form = PostForm(request.POST if bound else None, actor=request.actor, post=post)
    if bound and (done := run(form, services.set_post, actor=request.actor, post=post)) is not None:
        return go(request, _cadre_of(done))
    return _form(request, form, bound, "Kadroyu düzenle")


end_post = act(
    services.end_post,
    EndPostForm,
    _cadre_of,
    title="Kadroyu kaldır",
    button="Kaldır",
    lead="Kadro verdiğiniz günden sonra sayılmaz; geçmişi kalır.",
    danger=True,
)
add_ceiling = act(
    services.set_ceiling, CeilingForm, lambda row: reverse("organization:cadre"), title="Unvan üst sınırı"
)


# Groups -------------------------------------------------------------------------------------------------------------


def groups(request: Request) -> HttpResponse:
    rows = [(group, queries.members_of(group).count()) for group in queries.groups()]
    if workbook.asked(request):
        return sheets.groups(rows)
    return render(request, "organization/groups.html", {"rows": rows, "manages": request.actor.holds(access.MANAGE)})


def group(request: Request, code: str) -> HttpResponse:
    try:
        found = queries.group(code)
    except ObjectDoesNotExist:
        raise Http404 from None
    reach = request.actor.reach(access.MANAGE)
    members = queries.members_of(found)
    context = {
        "group": found,
        "rules": list(found.rules.select_related("unit")),
        "named": list(found.members.select_related("user")),
        "members": list(members[:200]),
        "count": members.count(),
        "manages": reach.everywhere or found.unit_id in reach.units,
    }
    return render(request, "organization/group.html", context)


def _group_page(row: Any) -> str:
    return reverse("organization:group", args=[getattr(row, "code", None) or row.group.code])


def add_group(request: Request) -> HttpResponse:
    bound = request.method == "POST"
    form = GroupForm(request.POST if bound else None, actor=request.actor)
    if bound and (made := run(form, services.set_group, actor=request.actor)) is not None:
        return go(request, _group_page(made))
    return _form(request, form, bound, "Grup aç", button="Aç")


add_rule_to_group = act(services.add_group_rule, RuleForm, _group_page, title="Kural ekle", button="Ekle")
add_member = act(services.add_group_member, MemberForm, _group_page, title="Adıyla kişi ekle", button="Ekle")
drop_rule = act(services.drop_group_rule, NothingForm, _group_page, title="Kuralı çıkar", button="Çıkar", danger=True)
drop_member = act(
    services.drop_group_member, NothingForm, _group_page, title="Kişiyi gruptan çıkar", button="Çıkar", danger=True
)


# Papers and rules ---------------------------------------------------------------------------------------------------


def documents(request: Request) -> HttpResponse:
    kind = request.GET.get("kind", "")
    rows = queries.documents(request.actor)
    if kind in DocumentKind.values:
        rows = rows.filter(kind=kind)
    if workbook.asked(request):
        told = [("Tür", DocumentKind(kind).label)] if kind in DocumentKind.values else []
        return sheets.documents(workbook.every(rows.order_by("-pk")), told)
    before = request.GET.get("once", "")
    if before.isdigit():
        rows = rows.filter(pk__lt=int(before))
    shown = list(rows.order_by("-pk")[: PAGE + 1])
    context = {
        "rows": shown[:PAGE],
        "older": f"?kind={kind}&once={shown[PAGE - 1].pk}" if len(shown) > PAGE else "",
        "newer": f"?kind={kind}" if before else "",
        "kind": kind,
        "kinds": DocumentKind.choices,
        "without": queries.without_division(request.actor),
        "manages": request.actor.holds(access.MANAGE),
        "today": localdate(),
    }
    return render(request, "organization/documents.html", context)


def add_document(request: Request) -> HttpResponse:
    bound = request.method == "POST"
    initial = {"unit": request.GET["unit"]} if request.GET.get("unit", "").isdigit() else {}
    form = DocumentForm(
        request.POST if bound else None, request.FILES if bound else None, actor=request.actor, initial=initial
    )
    if bound and (made := run(form, services.add_document, actor=request.actor)) is not None:
        messages.success(request, "Belge eklendi.")
        return go(request, reverse("front:unit", args=[made.unit_id]))
    lead = "Aynı türden önceki belge, yenisinin yürürlük gününden bir gün önce biter."
    return _form(request, form, bound, "Birim belgesi ekle", lead=lead)


def document_file(request: Request, pk: int) -> HttpResponseBase:
    try:
        found = queries.document(request.actor, pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    if found.file is None:
        raise Http404
    return serve(found.file, attachment=True)


def rules(request: Request) -> HttpResponse:
    if workbook.asked(request):
        return sheets.rules(queries.rules())
    context = {"rules": list(queries.rules()), "manages": request.actor.holds(access.MANAGE)}
    return render(request, "organization/rules.html", context)


def add_rule(request: Request) -> HttpResponse:
    bound = request.method == "POST"
    form = ApprovalRuleForm(request.POST if bound else None, actor=request.actor)
    if bound and run(form, services.set_rule, actor=request.actor) is not None:
        return go(request, reverse("organization:rules"))
    lead = "Hükmün sözlerini yönetmelikten aynen alın; onaylayan bunu görür."
    return _form(request, form, bound, "Onay kuralı ekle", lead=lead)


# Units --------------------------------------------------------------------------------------------------------------


def describe(request: Request, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(any_unit(), pk=unit_id)
    bound = request.method == "POST"
    form = UnitForm(request.POST if bound else None, initial=UnitForm.known(unit))
    if bound and run(form, services.describe_unit, unit_id, actor=request.actor) is not None:
        return go(request, reverse("front:unit", args=[unit_id]))
    lead = "Birimin adı ve yeri bir teşkilat değişikliğiyle değişir."
    return _form(request, form, bound, "Birim bilgileri", lead=lead)


def supervise(request: Request, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(any_unit(), pk=unit_id)
    bound = request.method == "POST"
    form = SuperviseForm(request.POST if bound else None)
    if bound and run(form, services.supervise, actor=request.actor, unit=unit) is not None:
        return go(request, reverse("front:unit", args=[unit_id]))
    lead = f"«{unit.name}» ve bağlı birimleri bu yöneticiye bağlı çalışır. Öncekinin dönemi kendiliğinden biter."
    return _form(request, form, bound, "Bağlı olduğu yönetici", lead=lead)


def bodies(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    after = request.GET.get("sonra", "")
    rows = queries.bodies(text).order_by("number")
    if workbook.asked(request):
        return sheets.bodies(workbook.every(rows), [("Arama", text)] if text else [])
    if after.isdigit():
        rows = rows.filter(number__gt=after)
    shown = list(rows[: PAGE + 1])
    context = {
        "rows": shown[:PAGE],
        "text": text,
        "older": f"?q={text}&sonra={shown[PAGE - 1].number}" if len(shown) > PAGE else "",
        "newer": f"?q={text}" if after else "",
        "imports": request.actor.reach(access.IMPORT).everywhere,
    }
    return render(request, "organization/bodies.html", context)
