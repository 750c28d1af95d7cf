"""The catalogue of rights, what may not meet, undertakings and templates."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.people.queries import anybody
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, here, moments, posted
from konak.governance.staffing import public as staffing

from .. import access
from ..forms.keeping import RightForm, RuleForm, TemplateForm, UndertakingForm
from ..forms.requests import SimulateForm, WhyForm
from ..models import Right, RightKind, Risk, Template, Want
from ..queries import catalogue, chairs, conflicts, entitlements
from ..services import cataloguing, undertaking
from . import sheets
from .common import units_for, word

VIEWS = (("", "İstenebilenler"), ("privileged", "Ayrıcalıklı"), ("closed", "Kapatılmış"), ("all", "Hepsi"))


@require_GET
def index(request: Request) -> HttpResponse:
    view = word(request, "gorunum", 12)
    view = view if view in dict(VIEWS) else ""
    text, kind, risk, area = (word(request, name) for name in ("q", "tur", "risk", "sistem"))
    found_rows = catalogue.rights(text, kind, risk, area, view)
    if workbook.asked(request):
        told = [("Görünüm", dict(VIEWS)[view]), *([("Arama", text)] if text else [])]
        return sheets.rights(list(found_rows), told)
    rows, after = catalogue.page_of(found_rows, request.GET.get("sonra", ""))
    shown = {
        "rows": rows,
        "q": text,
        "kind": kind,
        "risk": risk,
        "area": area,
        "view": view,
        "kinds": RightKind.choices,
        "risks": [(str(key), label) for key, label in Risk.choices],
        "areas": catalogue.areas(),
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, gorunum=code, sonra=None), code == view) for code, label in VIEWS],
        "may": request.actor.holds(access.CATALOGUE),
    }
    return render(request, "access_requests/catalogue.html", shown)


@require_GET
def right(request: Request, right_id: int) -> HttpResponse:
    row = found(catalogue.right, right_id)
    holders, after = entitlements.page_of(
        entitlements.register(request.actor, entitlements.Asked(right=str(row.pk))), word(request, "sonra", 18)
    )
    roles = {"manager": "Amir", "upper": "Amirin amiri", "owner": "Yetkinin sahibi", "security": "Bilgi güvenliği"}
    shown = {
        "row": row,
        "chain": [roles[role] for role in row.chain],
        "audience": list(row.audience.all()),
        "texts": list(row.undertakings.all()),
        "rules": [rule for rule in conflicts.rules() if row.pk in {rule.right_id, rule.other_id}],
        "holders": holders,
        "older": here(request, sonra=after) if after else "",
        "may": catalogue.may_keep(request.actor, row),
        "objection": catalogue.objection(row, request.actor.user_id or 0),
        "group": staffing.group_label(row.duty_group) if row.duty_group else "",
        "story": moments("access_requests.right", row.pk),
    }
    return render(request, "access_requests/right.html", shown)


def _right_url(row: Any) -> str:
    return reverse("access_requests:right", args=[row.pk])


def add_right(request: Request) -> HttpResponse:
    if not request.actor.holds(access.CATALOGUE):
        raise Http404
    return answer(
        request,
        RightForm(posted(request), actor=request.actor, owners=units_for(request, access.CATALOGUE)),
        cataloguing.set_right,
        title="Kataloğa yetki ekle",
        next_url=_right_url,
        done="Yetki kataloğa eklendi.",
    )


def change_right(request: Request, right_id: int) -> HttpResponse:
    row = found(catalogue.right, right_id)
    if not catalogue.may_keep(request.actor, row):
        raise Http404
    initial = {name: getattr(row, name) for name in cataloguing.FIELDS} | {
        "code": row.code,
        "unit": row.unit_id,
        "executing_unit": row.executing_unit_id,
        "assignee": row.assignee.username if row.assignee else "",
        "audience": list(row.audience.values_list("pk", flat=True)),
        "undertakings": list(row.undertakings.values_list("pk", flat=True)),
    }
    return answer(
        request,
        RightForm(
            posted(request),
            actor=request.actor,
            owners=units_for(request, access.CATALOGUE),
            fixed=True,
            initial=initial,
        ),
        lambda *, actor, **values: cataloguing.set_right(actor=actor, right_id=row.pk, **values),
        title=f"Yetki tanımı: {row.name}",
        next_url=_right_url,
        done="Yetki tanımı kaydedildi.",
    )


# What may not meet -----------------------------------------------------------------------------------------------


@require_GET
def rules(request: Request) -> HttpResponse:
    groups = dict(staffing.groups())
    rows = [(rule, groups.get(rule.group, rule.group)) for rule in conflicts.rules()]
    if workbook.asked(request):
        return sheets.rules(rows)
    broken = conflicts.broken_today(request.actor) if request.actor.holds(access.VIEW) else []
    shown = {"rows": rows, "broken": broken, "may": chairs.is_security(request.actor)}
    return render(request, "access_requests/rules.html", shown)


def rule(request: Request) -> HttpResponse:
    if not chairs.is_security(request.actor):
        raise Http404
    return answer(
        request,
        RuleForm(posted(request)),
        cataloguing.rule,
        title="Çakışma kuralı",
        lead="Bir kişide birleşemeyecek iki yetki, ya da bir yetki ile bir görev grubu.",
        next_url=lambda row: reverse("access_requests:rules"),
        done="Kural kaydedildi; yeni talepler buna göre denetlenir.",
    )


def switch_rule(request: Request, rule_id: int, on: str) -> HttpResponse:
    if not chairs.is_security(request.actor) or on not in {"ac", "kapat"}:
        raise Http404
    active = on == "ac"
    return answer(
        request,
        WhyForm(posted(request)),
        lambda key, *, actor, why: found(cataloguing.switch_rule, key, actor=actor, active=active, why=why),
        rule_id,
        title="Kuralı geri getir" if active else "Kuralı kaldır",
        next_url=lambda row: reverse("access_requests:rules"),
    )


@require_GET
def simulate(request: Request) -> HttpResponse:
    """Bu kişiye verilirse: what would meet, before anybody asks."""
    form = SimulateForm(request.GET if request.GET.get("person_id") else None)
    shown: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        person = anybody().get(pk=form.cleaned_data["person_id"])
        row: Right = form.cleaned_data["right"]
        allowed = chairs.may_act_for(request.actor, person.pk) or chairs.is_security(request.actor)
        shown |= {
            "person": person,
            "right": row,
            "allowed": allowed,
            "clashes": conflicts.simulate(request.actor, person.pk, row),
            "objection": catalogue.objection(row, person.pk),
            "held": entitlements.living_of(person.pk) if allowed else [],
            "chain": row.chain,
        }
    return render(request, "access_requests/simulate.html", shown)


# Undertakings ----------------------------------------------------------------------------------------------------


@require_GET
def undertakings(request: Request) -> HttpResponse:
    rows = [(row, row.versions.first()) for row in catalogue.undertakings()]
    if workbook.asked(request):
        return sheets.undertakings(rows)
    shown = {"rows": rows, "may": request.actor.holds(access.CATALOGUE)}
    return render(request, "access_requests/undertakings.html", shown)


def issue(request: Request) -> HttpResponse:
    if not request.actor.holds(access.CATALOGUE):
        raise Http404
    asked = word(request, "kod", 40)
    row = next((one for one in catalogue.undertakings() if one.code == asked), None)
    initial: dict[str, Any] = {}
    if row is not None:
        newest = row.versions.first()
        initial = {
            "code": row.code,
            "name": row.name,
            "valid_months": row.valid_months,
            "text": newest.text if newest else "",
        }
    return answer(
        request,
        UndertakingForm(posted(request), fixed=row is not None, initial=initial),
        undertaking.issue,
        title="Yeni sürüm" if row else "Yeni taahhüt",
        lead="Yeni sürüm yürürlüğe girince önceki kabuller geçersiz olur; herkesten yeniden kabul beklenir.",
        button="Yürürlüğe koy",
        next_url=lambda made: reverse("access_requests:text", args=[made.pk]),
        done="Taahhüt metni yürürlüğe girdi.",
    )


# Templates -------------------------------------------------------------------------------------------------------


@require_GET
def templates(request: Request) -> HttpResponse:
    rows = list(catalogue.templates())
    if workbook.asked(request):
        return sheets.templates(rows)
    shown = {"rows": rows, "may": request.actor.holds(access.CATALOGUE)}
    return render(request, "access_requests/templates.html", shown)


@require_GET
def template(request: Request, template_id: int) -> HttpResponse:
    row = found(catalogue.templates().get, pk=template_id)
    lines = list(row.lines.select_related("right"))
    shown = {
        "row": row,
        "rights": [line for line in lines if line.want == Want.RIGHT],
        "things": [line for line in lines if line.want != Want.RIGHT],
        "may": request.actor.reach(access.CATALOGUE).covers(chairs.Place(row.unit_id)),
    }
    return render(request, "access_requests/template.html", shown)


def _template_url(row: Any) -> str:
    return reverse("access_requests:template", args=[row.pk])


def add_template(request: Request) -> HttpResponse:
    if not request.actor.holds(access.CATALOGUE):
        raise Http404
    return answer(
        request,
        TemplateForm(posted(request), owners=units_for(request, access.CATALOGUE)),
        cataloguing.set_template,
        title="Yeni şablon",
        lead="Bu birimde bu unvanda çalışan herkese gerekenler; işe başlamada ve yer değiştirmede kullanılır.",
        next_url=_template_url,
        done="Şablon kaydedildi.",
    )


def change_template(request: Request, template_id: int) -> HttpResponse:
    row: Template = found(catalogue.templates().get, pk=template_id)
    if not request.actor.reach(access.CATALOGUE).covers(chairs.Place(row.unit_id)):
        raise Http404
    lines = list(row.lines.all())
    labels = {key: label.lower().replace("̇", "") for key, label in Want.choices}
    initial = {
        "name": row.name,
        "unit": row.unit_id,
        "position": row.position,
        "preapproved": [line.right_id for line in lines if line.want == Want.RIGHT and line.preapproved],
        "asked": [line.right_id for line in lines if line.want == Want.RIGHT and not line.preapproved],
        "things": "\n".join(f"{labels[line.want]}: {line.text}" for line in lines if line.want != Want.RIGHT),
    }
    return answer(
        request,
        TemplateForm(posted(request), owners=units_for(request, access.CATALOGUE), initial=initial),
        lambda *, actor, **values: cataloguing.set_template(actor=actor, template_id=row.pk, **values),
        title=f"Şablon: {row.name}",
        next_url=_template_url,
        done="Şablon kaydedildi.",
    )


def drop_template(request: Request, template_id: int) -> HttpResponse:
    from ..forms.requests import NothingForm

    return answer(
        request,
        NothingForm(posted(request)),
        lambda key, *, actor: found(cataloguing.drop_template, key, actor=actor),
        template_id,
        title="Şablonu kaldır",
        button="Kaldır",
        lead="Şablon yeni dosyalarda kullanılmaz; eski dosyalar değişmez.",
        danger=True,
        next_url=lambda row: reverse("access_requests:templates"),
    )
