"""The file plan, letterheads, templates, statistics and who read what."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import asked, press

from .. import access, queries, services
from ..forms import LetterheadForm, PlanForm, TemplateForm
from ..models import Letterhead, Template
from . import sheets
from .shared import bound, one, page_form


@require_GET
def plan(request: Request) -> HttpResponse:
    text = asked(request, "q")["q"]
    rows = queries.codes(text).order_by("code", "plan")
    if workbook.asked(request):
        return sheets.plan(workbook.every(rows), [("Arama", text)] if text else [])
    shown = {
        "rows": rows[:300],
        "q": text,
        "plans": queries.plans(),
        "more": rows.count() > 300,
        "may": request.actor.holds(access.MANAGE),
    }
    return render(request, "correspondence/plan.html", shown)


def load_plan(request: Request) -> HttpResponse:
    def load(*, actor: Any, lines: list[str]) -> tuple[int, int]:
        return services.load_codes(actor=actor, rows=services.read_plan(lines))

    def after(made: tuple[int, int]) -> str:
        messages.success(request, f"{made[0]} yeni kod yüklendi, {made[1]} kod değişti.")
        return reverse("correspondence:plan")

    return page_form(
        request, bound(request, PlanForm), load, template="correspondence/register.html", next_url=after,
        title="Dosya planı yükle", button="Yükle", back=reverse("correspondence:plan"), back_label="Dosya planı",
        lead="Planı Devlet Arşivleri yayımlar; dosyada olmayan kodlar kaldırılır.",
    )  # fmt: skip


@require_GET
def templates(request: Request) -> HttpResponse:
    shown = {
        "rows": queries.templates_for(request.actor),
        "lists": queries.lists_for(request.actor),
        "own": {seat.unit_id for seat in request.actor.seats},
        "may": request.actor.holds(access.MANAGE),
    }
    return render(request, "correspondence/templates.html", shown)


@require_POST
def drop_list(request: Request, list_id: int) -> HttpResponse:
    return press(
        request, services.drop_list, list_id, back=reverse("correspondence:templates"), done="Liste silindi."
    )


def template(request: Request, template_id: int | None = None) -> HttpResponse:
    initial: dict[str, Any] = {}
    if template_id is not None:
        row: Template = _template(request, template_id)
        initial = {
            "unit_id": row.unit_id, "name": row.name, "subject": row.subject, "body": row.body, "active": row.active,
            "code": row.file_code.code if row.file_code else "",
        }  # fmt: skip

    def save(*, actor: Any, **facts: Any) -> Template:
        return services.save_template(actor=actor, template_id=template_id, **facts)

    form = bound(request, TemplateForm, actor=request.actor, initial=initial)
    return page_form(
        request, form, save, template="correspondence/register.html",
        next_url=lambda made: reverse("correspondence:templates"), title="Yazı şablonu", button="Kaydet",
        back=reverse("correspondence:templates"), back_label="Yazı şablonları",
    )  # fmt: skip


def _template(request: Request, template_id: int) -> Template:
    found: Template = one(lambda: queries.templates_for(request.actor).get(pk=template_id))
    return found


def letterhead(request: Request) -> HttpResponse:
    offered = queries.managed_units(request.actor)
    wanted = request.GET.get("unit", "")
    unit = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19 else None
    chosen = next((one for one in offered if one.pk == unit), offered[0] if offered else None)
    row = queries.head_of(chosen.pk) if chosen else None
    initial = {
        name: getattr(row, name)
        for name in (
            *("lines", "address", "phone", "fax", "email", "web", "kep"),
            *("contact", "contact_title", "contact_phone"),
        )
        if row is not None
    }

    def after(made: Letterhead) -> str:
        messages.success(request, "Antet kaydedildi.")
        return f"{reverse('correspondence:letterhead')}?unit={made.unit_id}"

    form = bound(
        request, LetterheadForm, actor=request.actor, initial=initial | {"unit_id": chosen.pk if chosen else None}
    )
    return page_form(
        request, form, services.set_letterhead, template="correspondence/register.html", next_url=after,
        title="Antet", button="Kaydet", back=reverse("correspondence:templates"), back_label="Yazı şablonları",
        lead="Yazının başlığı ve alttaki iletişim bilgileri; alt birimler de kullanır.",
    )  # fmt: skip


KEYS = {"birim": "Birim", "kod": "Dosya planı kodu", "yol": "Geliş yolu"}


@require_GET
def statistics(request: Request) -> HttpResponse:
    given = asked(request, "since", "until", "by")
    by = given["by"] if given["by"] in KEYS else "birim"
    today = localdate()
    since, until = _day(given["since"], today - dt.timedelta(days=90)), _day(given["until"], today)
    rows = queries.statistics(request.actor, since, until, by)
    if workbook.asked(request):
        told = [("Dönem", f"{since:%d.%m.%Y} – {until:%d.%m.%Y}")]
        return sheets.statistics(rows, KEYS[by], told)
    here = reverse("correspondence:statistics")
    shown = {
        "rows": rows, "by": by, "since": since, "until": until, "label": KEYS[by],
        "most": max((row.came + row.written for row in rows), default=0),
        "tabs": [Tab(word, f"{here}?by={key}&since={since}&until={until}", key == by) for key, word in KEYS.items()],
        "gaps": queries.register_gaps(today.year),
        "year": today.year,
    }  # fmt: skip
    return render(request, "correspondence/statistics.html", shown)


def _day(text: str, default: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return default


@require_GET
def reports(request: Request) -> HttpResponse:
    rows = queries.reports(request.actor)
    if workbook.asked(request):
        return sheets.reports(workbook.every(rows), [])
    return render(request, "correspondence/reports.html", {"rows": rows[:400]})


@require_GET
def report(request: Request, report_id: int, what: str) -> HttpResponseBase:
    row = one(lambda: queries.reports(request.actor).get(pk=report_id))
    if what == "rapor":
        return serve(row.file, attachment=True)
    if what != "damga" or row.stamp is None:
        raise Http404
    response = HttpResponse(bytes(row.stamp), content_type="application/timestamp-reply")
    response["Content-Disposition"] = f'attachment; filename="gunluk-rapor-{row.day}.tst"'
    return response


@require_GET
def readings(request: Request) -> HttpResponse:
    rows = queries.readings(request.actor)
    number = asked(request, "number")["number"].upper()
    if number:
        rows = rows.filter(case__number=number)
    if workbook.asked(request):
        return sheets.readings(workbook.every(rows), [("Evrak", number)] if number else [])
    page = queries.keyset(rows, request.GET.get("sonra", ""), 50)
    here = reverse("correspondence:readings")
    shown = {
        "rows": page.rows,
        "number": number,
        "older": f"{here}?number={number}&sonra={page.after}" if page.after else "",
        "newer": f"{here}?number={number}" if request.GET.get("sonra") else "",
    }
    return render(request, "correspondence/readings.html", shown)
