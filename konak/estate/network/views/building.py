"""What is planned and built: works, offers, outages, sites handed over, providers side by side."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, filters_of, found, given

from .. import access
from ..forms import WhyForm
from ..forms import further as forms
from ..queries import buildout
from ..services import buildout as building
from ..tables import Button
from ..tables import further as tables
from .common import listing
from .internet import span, spans
from .shapes import BUILD_NAV, file_page, to
from .shelves import act

MOVES: dict[str, tuple[Any, str]] = {
    "approve": (forms.NoteForm, "Programa al"),
    "buy": (forms.BuyForm, "Alımı başlat"),
    "realise": (forms.RealiseForm, "Gerçekleşti"),
    "drop": (forms.DropForm, "Vazgeç"),
}


def move_planned(request: Request, key: int, move: str) -> HttpResponse:
    kind, title = MOVES[move]
    more = {"actor": request.actor} if kind is forms.RealiseForm else {}
    return act(
        request, "planned", key, kind(**given(request), **more), building.move_planned, title, move=move,
        button=title, danger=move == "drop",
    )  # fmt: skip


def choose_offer(request: Request, key: int) -> HttpResponse:
    form = WhyForm(**given(request))
    return act(request, "offers", key, form, building.choose_offer, "Bu teklifi seç", button="Seç")


def write_outage(request: Request, circuit_id: int) -> HttpResponse:
    from ..queries import circuit

    one = found(circuit, request.actor, circuit_id)
    return answer(
        request,
        forms.OutageForm(**given(request)),
        building.write_outage,
        circuit_id,
        title="Kesinti yaz",
        lead=str(one),
        next_url=lambda _: to("circuit", circuit_id),
    )


def end_outage(request: Request, key: int) -> HttpResponse:
    row = found(buildout.outage, request.actor, key)
    return answer(
        request,
        forms.EndOutageForm(**given(request)),
        building.end_outage,
        key,
        title="Kesintiyi bitir",
        lead=str(row.circuit),
        next_url=lambda _: to("circuit", row.circuit_id),
    )


@require_GET
def hand_overs(request: Request) -> HttpResponse:
    ask = asked(request, "state", "q", "sonra")
    labels = {"": "Tümü", "preparing": "Hazırlanan", "offered": "Teslim bekleyen", "accepted": "Teslim edilen"}
    full = {"state": ask["state"], "q": ask["q"]}
    buttons = [Button("Teslim dosyası aç", to("open_hand_over"), "plus", primary=True)]
    return listing(
        request, tables.HAND_OVERS,
        buildout.hand_overs(request.actor, filters_of(buildout.HandOverFilter, request.GET)), ("-case_id",),
        title="Yerleşke teslimleri",
        lead="Yeni ya da yenilenen yerleşkenin ağı denetlenir, birime tutanakla teslim edilir.",
        here="hand_overs", file="yerleske-teslimleri", asked=ask,
        tabs=[Tab(label, address(full, state=code), ask["state"] == code) for code, label in labels.items()],
        chips=[Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else [], search="Sayı, yerleşke, birim",
        buttons=buttons if request.actor.holds(access.KEEP) else [], empty="Henüz teslim dosyası yok",
        nav=BUILD_NAV, icon="clipboard-check",
    )  # fmt: skip


def open_hand_over(request: Request) -> HttpResponse:
    if not request.actor.holds(access.KEEP):
        raise Http404
    site = request.GET.get("site", "")
    return answer(
        request,
        forms.HandOverForm(
            **given(request),
            actor=request.actor,
            initial={"items": "\n".join(building.USUAL), "site_id": int(site) if site.isdecimal() else None},
        ),
        building.open_hand_over,
        title="Teslim dosyası aç",
        button="Aç",
        next_url=lambda made: file_page(made.case.number),
    )


def check_items(request: Request, number: str) -> HttpResponse:
    row = found(buildout.hand_over, request.actor, number)
    return answer(
        request,
        forms.ItemsForm(**given(request), rows=row.items),
        building.check_items,
        number,
        title="Denetim listesini yaz",
        lead=str(row),
        next_url=lambda _: file_page(number),
        done="Liste yazıldı.",
    )


@require_GET
def hand_over_paper(request: Request, number: str) -> HttpResponse:
    from konak.foundation.files.serving import serve

    row = found(buildout.hand_over, request.actor, number)
    if row.file is None:
        raise Http404
    return serve(row.file)  # type: ignore[return-value]


@require_GET
def plan_years(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    rows = buildout.plan_by_year(request.actor)
    if sheets.asked(request):
        heads = [
            sheets.Column(label, 20) for label in ("Yıl", "İş", "Gerçekleşen iş", "Tahmini (₺)", "Gerçekleşen (₺)")
        ]
        lines = ([row["year"], row["many"], row["done"], row["cost"], row["spent"]] for row in rows)
        return sheets.workbook("Ağ yatırımları", heads, lines, "ag-yatirimlari", filters=[])
    source = [[str(row["year"]), float(row["cost"] or 0), float(row["spent"] or 0)] for row in rows]
    context = {
        "here": "planned",
        "rows": rows,
        "chart": {
            "dataset": {"source": [["Yıl", "Tahmini", "Gerçekleşen"], *source]},
            "xAxis": {"type": "category"},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "kind": "open"}, {"type": "bar", "kind": "done"}],
        }
        if rows
        else None,
    }
    return render(request, "network/plan_years.html", context)


def bars(label: str, rows: Sequence[tuple[str, float]], kind: str) -> dict[str, Any]:
    return {
        "dataset": {"source": [["İşletmeci", label], *([name, value] for name, value in rows)]},
        "xAxis": {"type": "category"},
        "yAxis": {"type": "value"},
        "series": [{"type": "bar", "kind": kind}],
    }


@require_GET
def providers(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    since, until, days = span(request)
    rows = buildout.providers(request.actor, since, until)
    kept = buildout.kept_promises(request.actor, since, until)
    if sheets.asked(request):
        labels = (
            *("İşletmeci", "Hat", "Kapasite (Mbit/s)", "Aylık (₺)", "Mbit/s başına (₺)", "Süreklilik (%)", "Kesinti"),
            *("Kesinti (saat)", "Sözünü tutmayan hat", "Geçmeyen sınama"),
        )
        heads = [sheets.Column(label, 20) for label in labels]
        lines = (
            [
                *(row.name, row.lines, row.mbit, row.monthly, row.per_mbit, row.available, row.outages),
                *(round(row.hours, 1), row.broken, row.failed),
            ]
            for row in rows
        )
        return sheets.workbook("İşletmeci karşılaştırması", heads, lines, "isletmeciler", filters=[])
    context = {
        "here": "providers",
        "tabs": spans(days),
        "rows": rows,
        "kept": [one for one in kept if one.outages or one.broken],
        "whole": len(kept),
        "chart": bars("Kesinti (saat)", [(row.name, round(row.hours, 1)) for row in rows], "late"),
        "prices": bars(
            "Mbit/s başına aylık (₺)", [(row.name, float(row.per_mbit)) for row in rows if row.per_mbit], "open"
        ),
    }
    return render(request, "network/providers.html", context)
