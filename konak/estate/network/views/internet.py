"""VPN accounts, internet profiles and exceptions, the web filter and its numbers."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, filters_of, found, given

from .. import access
from ..forms import NothingForm, WhyForm
from ..forms import further as forms
from ..models import WaiverSort
from ..queries import internet
from ..services import internet as surfing
from ..tables import Button
from ..tables import further as tables
from .common import listing
from .shapes import NET_NAV, file_page, to
from .shelves import act


def vpn_review(request: Request, key: int) -> HttpResponse:
    return act(request, "vpn", key, forms.VpnReviewForm(**given(request)), surfing.review_vpn, "Hesabı gözden geçir")


TURNS = {"suspend": "Hesabı askıya al", "resume": "Hesabı yeniden aç", "close": "Hesabı kapat"}


def vpn_turn(request: Request, key: int, step: str) -> HttpResponse:
    form: Any = NothingForm(**given(request)) if step == "resume" else WhyForm(**given(request))
    return act(
        request, "vpn", key, form, surfing.turn_vpn, TURNS[step], step=step, button="Onayla",
        danger=step == "close",
    )  # fmt: skip


def review_category(request: Request, key: int) -> HttpResponse:
    form = forms.NoteForm(**given(request))
    return act(request, "categories", key, form, surfing.review_category, "Kategoriyi gözden geçir")


def claim_hits(request: Request, key: int) -> HttpResponse:
    form = forms.ClaimForm(**given(request), actor=request.actor)
    return act(request, "categories", key, form, surfing.claim_hits, "Cihazdaki ad bağla", button="Bağla")


def give_profile(request: Request, key: int) -> HttpResponse:
    form = forms.GiveProfileForm(**given(request))
    return act(request, "internet", key, form, surfing.give_profile, "Profil ver", button="Ver")


def take_profile(request: Request, key: int) -> HttpResponse:
    held = found(internet.profile_holder, request.actor, key)
    return answer(
        request,
        NothingForm(**given(request)),
        surfing.take_profile,
        key,
        title="Profili geri al",
        button="Geri al",
        lead=f"{held}; bugün sona erer.",
        danger=True,
        next_url=lambda _: to("internet_one", held.profile_id),
    )


@require_GET
def holders(request: Request) -> HttpResponse:
    ask = asked(request, "state", "q", "sonra")
    full = {"state": ask["state"], "q": ask["q"]}
    labels = {"": "Tümü", "now": "Sürüyor", "over": "Sona eren"}
    return listing(
        request, tables.HOLDERS,
        internet.profile_holders(request.actor, filters_of(internet.ProfileHolderFilter, request.GET)),
        ("-since", "-pk"), title="Profil sahipleri",
        lead="Kişinin profili birimininkinden, o da herkesinkinden önce gelir.",
        here="internet", file="profil-sahipleri", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [], search="Birim ya da kişi",
        empty="Kimseye profil verilmedi", nav=NET_NAV, icon="users", may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


@require_GET
def waivers(request: Request) -> HttpResponse:
    ask = asked(request, "state", "sort", "q", "sonra")
    labels = {
        "": "Tümü", "asked": "Karar bekleyen", "approved": "Uygulanacak", "applied": "Yürürlükte",
        "ending": "Süresi dolan", "over": "Kaldırılacak", "removed": "Kaldırılan",
    }  # fmt: skip
    full = {name: ask[name] for name in ("state", "sort", "q")}
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if ask["sort"] in WaiverSort.values:
        chips.append(Chip("Ne isteniyor", str(WaiverSort(ask["sort"]).label), address(full, sort="")))
    return listing(
        request, tables.WAIVERS, internet.waivers(request.actor, filters_of(internet.WaiverFilter, request.GET)),
        ("-case_id",), title="İnternet ayrıcalıkları",
        lead="Kim için, hangi site ya da profil, neden ve ne zamana kadar; süresi dolunca kaldırılır.",
        here="waivers", file="internet-ayricaliklari", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=chips, search="Sayı, site, kişi, ne için",
        buttons=[Button("Ayrıcalık iste", to("ask_waiver"), "plus", primary=True)], empty="Henüz ayrıcalık yok",
        hint="Engelli bir siteye iş için girmeniz gerekiyorsa isteyin; en çok bir yıl için verilir.",
        nav=NET_NAV, icon="world", may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip


def ask_waiver(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.WaiverForm(**given(request), initial={"person_id": request.actor.user_id}),
        surfing.ask_waiver,
        title="İnternet ayrıcalığı iste",
        button="İste",
        lead="Ağ birimi üç iş günü içinde yanıtlar.",
        next_url=lambda made: file_page(made.case.number),
    )


def span(request: Request) -> tuple[dt.date, dt.date, int]:
    days = {"30": 30, "90": 90, "365": 365, "730": 730}.get(request.GET.get("sure", ""), 365)
    return localdate() - dt.timedelta(days=days - 1), localdate(), days


SPANS = {30: "30 gün", 90: "90 gün", 365: "1 yıl", 730: "2 yıl"}


def spans(days: int) -> list[Tab]:
    return [Tab(label, f"?sure={code}", code == days) for code, label in SPANS.items()]


@require_GET
def filter_stats(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    since, until, days = span(request)
    rows = internet.hits_by_category(request.actor, since, until)
    if sheets.asked(request):
        heads = [sheets.Column(label, 28) for label in ("Kategori", "Engellenen", "Geçen", "Son gün")]
        lines = ([row["category__name"] or "Tanınmayan", row["stopped"], row["let"], row["last"]] for row in rows)
        return sheets.workbook("Web süzgeci istatistiği", heads, lines, "suzgec-istatistigi", filters=[])
    months = internet.hits_by_month(request.actor, since, until)
    context = {
        "here": "categories",
        "tabs": spans(days),
        "rows": rows,
        "most": max((row["stopped"] for row in rows), default=0),
        "stopped": sum(row["stopped"] for row in rows),
        "let": sum(row["let"] for row in rows),
        "unknown": internet.unknown_categories(request.actor),
        "reports": list(internet.filter_reports(request.actor).order_by("-at")[:10]),
        "keeps": request.actor.holds(access.KEEP),
        "may_guests": request.actor.holds(access.GUESTS),
        "chart": {
            "dataset": {"source": [["Ay", "Engellenen", "Geçen"], *([f"{m:%m.%Y}", s, t] for m, s, t in months)]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "kind": "late"}, {"type": "bar", "kind": "open"}],
        }
        if months
        else None,
    }
    return render(request, "network/filter_stats.html", context)


def import_hits(request: Request) -> HttpResponse:
    if not request.actor.holds(access.KEEP):
        raise Http404

    def take(*, actor: Any, file: Any) -> Any:
        return surfing.import_hits(actor=actor, content=file.read(), name=file.name or "istatistik")

    return answer(
        request,
        forms.HitsForm(**given(request)),
        take,
        title="İstatistik dosyası al",
        button="Al",
        lead="Yalnız gün ve kategori toplamları saklanır; kimin nereye girdiği loglarda durur.",
        next_url=lambda _: to("filter_stats"),
    )


@require_GET
def filter_reports(request: Request) -> HttpResponse:
    return listing(
        request, tables.REPORTS, internet.filter_reports(request.actor), ("-at", "-pk"),
        title="İstatistik dosyaları", lead="Alınan web süzgeci istatistikleri.", here="categories",
        file="suzgec-dosyalari", asked=asked(request, "sonra"), empty="Henüz dosya alınmadı", nav=NET_NAV,
        icon="file-upload", may_guests=request.actor.holds(access.GUESTS),
    )  # fmt: skip
