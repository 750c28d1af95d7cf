"""The account of a year on the screen, and what all accounts of a year come to."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.estate.assets import public as assets
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, given

from .. import queries, services, tables
from ..forms import AccountForm, NothingForm, WhyForm
from ..lifecycle import YEAR
from .common import Steps, paper, take_step

YEAR_STEPS: Steps = {
    "submit": (services.submit_account, NothingForm, "Hesap kontrol yetkilisine gönderildi.", ""),
    "control": (services.control_account, NothingForm, "Hesap kontrol edildi; yılın defteri kapandı.", ""),
    "give": (services.give_account, NothingForm, "Yönetim hesabı verildi.", ""),
    "withdraw": (services.withdraw_account, WhyForm, "Hesap geri çekildi.", ""),
}


@require_GET
def accounts(request: Request) -> HttpResponse:
    year = request.GET.get("yil", "")
    chosen = int(year) if year.isdecimal() and len(year) == 4 else None
    rows = queries.accounts(request.actor, year=chosen)
    if workbook.asked(request):
        chips = [Chip("Yıl", year, "?")] if chosen else []
        return tables.accounts_sheet(rows.order_by("-pk")[: workbook.ENOUGH], workbook.told([], chips))
    page, after = queries.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": page,
        "year": chosen,
        "older": f"?sonra={after}" + (f"&yil={chosen}" if chosen else "") if after else "",
        "newer": "?" if request.GET.get("sonra") else "",
        "draws": assets.kept_warehouses(request.actor).exists(),
    }
    return render(request, "stocktake/accounts.html", context)


def draw_account(request: Request) -> HttpResponse:
    return answer(
        request,
        AccountForm(request.actor, **given(request)),
        services.draw_account,
        title="Yönetim hesabı düzenle",
        button="Cetveli çıkar",
        lead="Devir, giren, çıkan ve kalan defterden hesaplanır; sayımla karşılaştırılır.",
        next_url=lambda made: reverse("front:case", args=[made.case.number]),
    )


def account_step(request: Request, number: str, step: str) -> HttpResponse:
    account = found(queries.account, request.actor, number)
    return take_step(request, step, account, YEAR, YEAR_STEPS, reverse("front:case", args=[number]))


@require_GET
def account_paper(request: Request, number: str, form: str = "14") -> HttpResponse:
    """Harcama Birimi Taşınır Yönetim Hesabı Cetveli (Örnek 14); museum and library (Örnek 15)."""
    account = found(queries.account, request.actor, number)
    data = tables.account(account, request.actor, form)
    if form == "15" and not data["rows"]:
        raise Http404
    return paper("stocktake/account", data, f"yonetim-hesabi-{number}" if form == "14" else f"cetvel-15-{number}")


@require_GET
def yearly(request: Request) -> HttpResponse:
    """What all accounts of a year come to, and which warehouses are not there yet."""
    years = queries.years(request.actor)
    given_year = request.GET.get("yil", "")
    year = int(given_year) if given_year.isdecimal() and len(given_year) == 4 else (years or [localdate().year])[0]
    found_year = queries.yearly(request.actor, year)
    if workbook.asked(request):
        return tables.yearly_sheet(found_year)
    tabs = [Tab(str(one), f"?yil={one}", one == year) for one in years[:8]]
    context = {
        "yearly": found_year,
        "tabs": tabs,
        "forms": tables.forms_of(found_year),
        "year": year,
        "waiting": [name for one in found_year.units for name in one.waiting],
    }
    return render(request, "stocktake/yearly.html", context)


@require_GET
def yearly_paper(request: Request, year: int, form: str) -> HttpResponse:
    """Taşınır Hesap, Kesin Hesap and İcmal Cetveli (Örnek 16 to 19)."""
    if form not in tables.FORMS or not 2000 <= year <= 2200:
        raise Http404
    found_year = queries.yearly(request.actor, year)
    if not found_year.groups or form not in dict(tables.forms_of(found_year)):
        raise Http404
    return paper("stocktake/yearly", tables.yearly(found_year, form), f"cetvel-{form}-{year}")
