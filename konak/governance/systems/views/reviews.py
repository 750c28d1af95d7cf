"""The yearly look on the screen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, queries, services
from ..forms.system import NothingForm, RemarkForm, RoundForm
from .common import PER_PAGE


def _case_url(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def index(request: Request) -> HttpResponse:
    told = asked(request, "view", "after")
    filters = queries.ReviewFilter.model_validate({"view": told["view"]})
    rows = queries.reviews(request.actor, filters)
    order = ("case__opened_at", "pk") if told["view"] != "done" else ("-case__opened_at", "pk")
    page, after = queries.page_after(rows, order, told["after"], PER_PAGE)
    counts = queries.review_counts(request.actor)
    tabs = [
        Tab("Bekleyen", "?", told["view"] in ("", "waiting"), counts["waiting"]),
        Tab("Geciken", "?view=late", told["view"] == "late", counts["late"]),
        Tab("Yapılan", "?view=done", told["view"] == "done", counts["done"]),
    ]
    if sheets.asked(request):
        head = [
            *(("Sayı", 16), ("Sistem", 14), ("Ad", 40), ("Birim", 34), ("Sorumlu", 24), ("Durum", 18)),
            *(("Son gün", 12), ("Yapıldığı gün", 14)),
        ]
        lines = [
            [
                *(
                    row.case.number,
                    row.system.code,
                    row.system.name,
                    row.case.unit.name,
                    str(row.case.assignee or ""),
                ),
                *(row.state_label, row.case.due_on, row.done_on),
            ]
            for row in rows.order_by(*order)[: sheets.ENOUGH]
        ]
        return sheets.workbook(
            "Bilgi sistemi gözden geçirmeleri", head, lines, "gozden-gecirme", filters=sheets.told(tabs)
        )
    base = {"view": told["view"]}
    context = {
        "rows": page,
        "tabs": tabs,
        "view": told["view"],
        "older": address(base, after=after) if after else "",
        "first": address(base) if told["after"] else "",
        "may_start": request.actor.holds(access.KEEP),
    }
    return render(request, "systems/reviews.html", context)


def start(request: Request) -> HttpResponse:
    return answer(
        request,
        RoundForm(**given(request), actor=request.actor),
        services.start_round,
        title="Gözden geçirme turu başlat",
        button="Başlat",
        lead="Birimin ve bağlı birimlerin bekleyen gözden geçirmesi olmayan her sistemi için bir dosya açılır.",
        done="Gözden geçirme dosyaları açıldı; sorumlulara haber verildi.",
        next_url=lambda count: reverse("systems:reviews"),
    )


def start_one(request: Request, code: str) -> HttpResponse:
    row = found(queries.system, request.actor, code)
    return answer(
        request,
        NothingForm(**given(request)),
        services.review_now,
        row.code,
        title="Şimdi gözden geçir",
        button="Dosyayı aç",
        lead=f"{row.code} {row.name}: kütükteki bilgiler doğrulanacak.",
        next_url=lambda review: _case_url(review.case.number),
    )


def confirm(request: Request, number: str) -> HttpResponse:
    found(queries.review, request.actor, number)
    return answer(
        request,
        RemarkForm(**given(request)),
        services.confirm,
        number,
        title="Bilgiler doğru",
        button="Doğrula",
        lead="Kütükteki bilgilerin bugün de doğru olduğunu söylüyorsunuz; o günkü hâli saklanır.",
        next_url=lambda review: _case_url(number),
    )


def drop(request: Request, number: str) -> HttpResponse:
    found(queries.review, request.actor, number)
    return answer(
        request,
        RemarkForm(**given(request)),
        services.drop,
        number,
        title="Gerek kalmadı",
        button="Kapat",
        danger=True,
        next_url=lambda review: _case_url(number),
    )
