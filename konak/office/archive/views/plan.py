"""The retention plan: what is in force, a draft, the office that keeps the archive."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, given, posted

from .. import access, queries, services
from ..forms import (
    ForceForm,
    NothingForm,
    OfficeForm,
    PlanForm,
    RuleForm,
)


@require_GET
def plan(request: Request) -> HttpResponse:
    wider = queries.archivist(request.actor)
    plans = queries.plans(request.actor)
    asked = request.GET.get("surum", "")
    chosen = next((one for one in plans if str(one.version) == asked), None)
    chosen = chosen or next((one for one in plans if one.state == "force"), plans[0] if plans else None)
    rules = chosen.rules.all() if chosen else []
    if workbook.asked(request):
        head = [
            *(workbook.Column("Kod", 12), workbook.Column("Konu", 70), workbook.Column("Birimde", 10)),
            *(
                workbook.Column("Kurum arşivinde", 14),
                workbook.Column("Tasfiye", 30),
                workbook.Column("Açıklama", 60),
            ),
        ]
        lines = (
            [
                r.code,
                r.name,
                r.unit_years,
                "süreklidir" if r.archive_years is None else r.archive_years,
                r.get_final_display(),
                r.note,
            ]
            for r in rules
        )
        return workbook.workbook("Saklama planı", head, lines, "saklama-plani")
    here = reverse("archive:plan")
    shown = {
        "plan": chosen,
        "rules": rules,
        "may": wider.reach(access.PLAN).everywhere,
        "draft": next((one for one in plans if one.state == "draft"), None),
        "office": queries.office(),
        "tabs": [
            Tab(f"{one} · {one.get_state_display()}", f"{here}?surum={one.version}", one == chosen) for one in plans
        ],
    }
    return render(request, "archive/plan.html", shown)


def plan_load(request: Request) -> HttpResponse:
    """A preview first; written only when it was seen and holds no fault."""
    form = PlanForm(**given(request))
    rules: list[dict[str, Any]] = []
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode("utf-8-sig")
            rules, faults = services.read_rules(text.splitlines())
            if form.cleaned_data["confirm"] and not faults:
                services.draft_plan(actor=request.actor, rows=rules)
                messages.success(request, f"{len(rules)} kural taslağa yazıldı.")
                return go(request, reverse("archive:plan"))
        except UnicodeDecodeError:
            form.add_error("file", "Dosya UTF-8 değil; CSV UTF-8 olarak kaydedin.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(
        request, "archive/plan_load.html", {"form": form, "rules": rules[:300], "faults": faults}, status=status
    )


def plan_step(request: Request, step: str) -> HttpResponse:
    def of_plan(*, actor: Any) -> Any:
        return services.draft_plan(actor=actor, rows=services.of_file_plan(), note="Standart dosya planından")

    doing: dict[str, tuple[forms.Form, Any, str, str]] = {
        "taslak": (
            NothingForm(posted(request)),
            of_plan,
            "Dosya planından taslak çıkar",
            "Saklama süresi ve tasfiye standart dosya planından alınır; eski taslak silinir.",
        ),
        "kural": (RuleForm(posted(request)), services.set_rule, "Kural yaz", ""),
        "yururluk": (
            ForceForm(posted(request)),
            services.put_in_force,
            "Yürürlüğe koy",
            "Kapanmış dosyaların süresi yeni plana göre yeniden sayılır.",
        ),
        "birim": (OfficeForm(posted(request)), services.set_office, "Kurum arşivi birimi", ""),
    }
    if step not in doing:
        raise Http404
    form, deed, title, lead = doing[step]
    unit = form.fields.get("unit")
    if unit is not None:
        unit.narrow()  # type: ignore[attr-defined]
    return answer(
        request, form, deed, title=title, button=title, lead=lead, next_url=lambda made: reverse("archive:plan")
    )
