"""Files on their way, what checks found, proposals, demands, approvals."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.db.paging import page_after
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, posted, press

from .. import access, queries, services
from ..forms import AnswerForm, DemandForm, NothingForm, WordsForm
from ..lifecycle import DEMAND, PUBLICATION
from ..models import DemandKind, Proposal
from ..queries import rows
from . import mapped

PER_PAGE = 50


@require_GET
def loads(request: Request) -> HttpResponse:
    ask = asked(request, "durum", "sonra")
    every = queries.loads(request.actor)
    chosen = {"suren": ("waiting", "reading", "merging"), "alinmayan": ("refused", "failed")}.get(ask["durum"])
    shown = every.filter(state__in=chosen) if chosen else every
    tabs = [
        Tab("Tümü", "?", not chosen),
        Tab("Süren", "?durum=suren", ask["durum"] == "suren"),
        Tab("Alınmayan", "?durum=alinmayan", ask["durum"] == "alinmayan"),
    ]
    if sheets.asked(request):
        head = [
            *(("Dosya", 36), ("Katman", 30), ("Nasıl", 22), ("Durum", 18), ("Okunan", 12), ("Hatalı", 12)),
            *(("Eklenen", 12), ("Değişen", 12), ("Kaldırılan", 12), ("İsteyen", 26), ("İstek", 18), ("Neden", 60)),
        ]
        lines = (
            [
                *(one.named, one.layer.title, one.get_mode_display(), one.get_state_display(), one.rows_read),
                *(one.rows_wrong, one.rows_added, one.rows_changed, one.rows_removed),
                *(one.asked_by.full_name if one.asked_by else "", one.asked_at, one.why),
            ]
            for one in sheets.every(shown)
        )
        return sheets.workbook("Aktarımlar", head, lines, "aktarimlar", filters=sheets.told(tabs))
    page, after = page_after(shown, ("-pk",), ask["sonra"], PER_PAGE)
    older = address({"durum": ask["durum"]}, sonra=after) if after else ""
    return render(request, "geodata/loads.html", {"rows": page, "tabs": tabs, "older": older, "asked": ask})


@require_GET
def load(request: Request, load_id: int) -> HttpResponse:
    one = found(queries.load, request.actor, load_id)
    verdict = one.report.get("verdict") or []
    if sheets.asked(request):
        lines: list[list[object]] = [[row["line"], row["reason"], row.get("mendable")] for row in one.wrong_rows]
        lines += [
            [row["line"], f"{rule['rule']}: {row['reason']}", False] for rule in verdict for row in rule["rows"]
        ]
        head = [("Satır", 10), ("Neden", 80), ("Onarılabilir", 14)]
        return sheets.workbook("Aktarım hataları", head, lines, f"aktarim-{one.pk}", filters=[("Dosya", one.named)])
    context = {"load": one, "layer": one.layer, "verdict": verdict, "wrong": one.wrong_rows[:100]}
    return render(request, "geodata/_load.html" if request.GET.get("canli") else "geodata/load.html", context)


@require_GET
def check(request: Request, name: str, check_id: int) -> HttpResponse:
    layer = found(queries.layer, request.actor, name)
    one = queries.checks(request.actor, layer).filter(pk=check_id).first()
    if one is None:
        raise Http404
    every = queries.findings(request.actor, one)
    if sheets.asked(request):
        head = [("Kayıt no", 12), ("Kural", 34), ("Neden", 60), ("Boylam", 14), ("Enlem", 14)]
        lines = ([row.row_id, str(row.rule), row.words, row.lon, row.lat] for row in sheets.every(every))
        told: list[tuple[str, object]] = [("Katman", layer.title), ("Denetim", one.at)]
        return sheets.workbook("Kalite bulguları", head, lines, f"{name}-kalite", filters=told)
    shown = list(every[:500])
    sight = queries.sight(request.actor, layer)
    base = mapped.drawn(
        layer, sight.fields, rows.found(sight, limit=800, geometry=True).rows, kind="closed", label=layer.title
    )
    link = reverse("geodata:rows", args=[name])
    marks = [
        (
            {"type": "Point", "coordinates": [item.lon, item.lat]},
            f"no {item.row_id}: {item.words}",
            f"{link}{item.row_id}/",
        )
        for item in shown
        if item.lon is not None
    ]
    counts = [
        (rule, one.counts.get(str(rule.pk), 0))
        for rule in layer.rules.select_related("other")
        if str(rule.pk) in one.counts
    ]
    context = {
        "layer": layer,
        "check": one,
        "findings": shown,
        "cut": one.wrong > len(shown),
        "counts": counts,
        "map": [base, mapped.places("wrong", "Bulgular", marks, "late")] if marks else [],
    }
    return render(request, "geodata/check.html", context)


@require_GET
def proposals(request: Request) -> HttpResponse:
    ask = asked(request, "durum", "katman", "sonra")
    every = queries.proposals(request.actor)
    if ask["katman"]:
        every = every.filter(layer__name=ask["katman"])
    state = ask["durum"] if ask["durum"] in Proposal.State.values else "" if ask["durum"] == "tumu" else "waiting"
    shown = every.filter(state=state) if state else every
    base = {"katman": ask["katman"]}
    tabs = [
        Tab("Onay bekleyen", address(base), state == "waiting"),
        Tab("Uygulanan", address(base, durum="applied"), state == "applied"),
        Tab("Geri çevrilen", address(base, durum="declined"), state == "declined"),
        Tab("Tümü", address(base, durum="tumu"), not state),
    ]
    chips = [Chip("Katman", ask["katman"], address({"durum": ask["durum"]}))] if ask["katman"] else []
    if sheets.asked(request):
        head = [
            *(("No", 8), ("Katman", 30), ("Ne", 14), ("Kayıt no", 10), ("Durum", 18), ("Öneren", 26)),
            *(("Öneri", 18), ("Açıklama", 40), ("Karar veren", 26), ("Gerekçe", 40)),
        ]
        lines = (
            [
                *(one.pk, one.layer.title, one.get_operation_display(), one.row_id, one.get_state_display()),
                *(one.asked_by.full_name, one.asked_at, one.why),
                *(one.decided_by.full_name if one.decided_by else "", one.words),
            ]
            for one in sheets.every(shown)
        )
        return sheets.workbook("Düzenleme önerileri", head, lines, "oneriler", filters=sheets.told(tabs, chips))
    page, after = page_after(shown, ("-pk",), ask["sonra"], PER_PAGE)
    older = address({**base, "durum": ask["durum"]}, sonra=after) if after else ""
    context = {"rows": page, "tabs": tabs, "chips": chips, "older": older}
    return render(request, "geodata/proposals.html", context)


@require_GET
def proposal(request: Request, proposal_id: int) -> HttpResponse:
    one = found(queries.proposal, request.actor, proposal_id)
    sight = queries.sight(request.actor, one.layer)
    current = rows.one(sight, one.row_id) if one.row_id else None
    changes = [
        (
            each.title,
            rows.shown(each, current.values[each.name]) if current else "",
            _told(each, one.given[each.name]),
        )
        for each in sight.fields
        if each.name in one.given and (current is None or str(current.values[each.name]) != str(one.given[each.name]))
    ]
    layers = []
    if current and current.geometry:
        layers.append(mapped.places("now", "Bugünkü yeri", [(current.geometry, "bugünkü yeri", "")], "closed"))
    if one.geometry:
        layers.append(mapped.places("then", "Önerilen yeri", [(one.geometry, "önerilen yeri", "")], "wait"))
    stale = bool(current and one.version != current.version and one.state == "waiting")
    context = {
        "one": one,
        "layer": one.layer,
        "changes": changes,
        "current": current,
        "map": layers,
        "stale": stale,
        "may": one.state == "waiting"
        and request.actor.reach(access.APPROVE).covers(one.layer)
        and one.asked_by_id != request.actor.user_id,
    }
    return render(request, "geodata/proposal.html", context)


def _told(field: Any, value: Any) -> str:
    return rows.shown(field, value) if not isinstance(value, str) or field.kind == "choice" else value


def apply(request: Request, proposal_id: int) -> HttpResponse:
    back = reverse("geodata:proposal", args=[proposal_id])
    if request.method != "POST":
        raise Http404
    return press(request, services.proposing.apply, proposal_id, back=back, done="Öneri uygulandı.")


def decline(request: Request, proposal_id: int) -> HttpResponse:
    found(queries.proposal, request.actor, proposal_id)
    return answer(
        request,
        WordsForm(posted(request)),
        services.proposing.decline,
        proposal_id,
        title="Öneriyi geri çevir",
        button="Geri çevir",
        lead="Öneren kişi gerekçenizi görür.",
        next_url=lambda made: reverse("geodata:proposal", args=[proposal_id]),
    )


@require_GET
def demands(request: Request) -> HttpResponse:
    ask = asked(request, "durum", "tur", "sonra")
    every = queries.demands(request.actor)
    closed = ask["durum"] == "biten"
    shown = every.filter(case__resting=closed)
    if ask["tur"] in DemandKind.values:
        shown = shown.filter(kind=ask["tur"])
    base = {"tur": ask["tur"]}
    tabs = [Tab("Açık", address(base), not closed), Tab("Sonuçlanan", address(base, durum="biten"), closed)]
    chips = (
        [Chip("Tür", str(DemandKind(ask["tur"]).label), address({"durum": ask["durum"]}))]
        if ask["tur"] in DemandKind.values
        else []
    )
    if sheets.asked(request):
        head = [
            *(("Sayı", 16), ("Konu", 40), ("Tür", 30), ("Durum", 16), ("İsteyen kurum", 30), ("Gelen yazı", 16)),
            *(("Birim", 36), ("Son gün", 14), ("Açılış", 18), ("Sonuç", 60)),
        ]
        lines = (
            [
                *(one.case.number, one.case.subject, one.get_kind_display(), one.state_label, one.body, one.letter),
                *(one.case.unit.name, one.case.due_on, one.case.opened_at, one.answer),
            ]
            for one in sheets.every(shown)
        )
        return sheets.workbook("CBS talepleri", head, lines, "cbs-talepleri", filters=sheets.told(tabs, chips))
    page, after = page_after(shown, ("-case_id",), ask["sonra"], PER_PAGE)
    context = {
        "rows": page,
        "tabs": tabs,
        "chips": chips,
        "asked": ask,
        "kinds": DemandKind.choices,
        "older": address({**base, "durum": ask["durum"]}, sonra=after) if after else "",
        "may_ask": request.actor.holds(access.DEMANDS),
    }
    return render(request, "geodata/demands.html", context)


def ask_demand(request: Request) -> HttpResponse:
    first = queries.layers(request.actor).select_related("unit").order_by("pk").first()
    unit = first.unit if first else None
    initial = {"kind": request.GET.get("kind", ""), "layers": [request.GET.get("layer", "")]}
    return answer(
        request,
        DemandForm(posted(request), actor=request.actor, unit=unit, initial=initial),
        services.demands.ask,
        title="CBS talebi aç",
        button="Talebi aç",
        lead="Veri, destek, eğitim ya da geliştirme isteyin; satın almadan önce aynı verinin olup olmadığını sorun.",
        next_url=lambda made: reverse("front:case", args=[made.case.number]),
    )


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "approve": (services.publishing.approve, AnswerForm, "Onay verildi."),
    "decline": (services.publishing.decline, AnswerForm, "Onay verilmedi."),
    "withdraw": (services.publishing.withdraw, NothingForm, "İstek geri çekildi."),
    "begin": (services.demands.begin, NothingForm, "Talep üstlenildi."),
    "deliver": (services.demands.deliver, AnswerForm, "Talep karşılandı."),
    "refuse": (services.demands.refuse, AnswerForm, "Talep karşılanmadı olarak kapandı."),
    "drop": (services.demands.drop, NothingForm, "Talep geri çekildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """A step of a publication or of a demand."""
    life = PUBLICATION if step in PUBLICATION.steps else DEMAND
    if step not in life.steps:
        raise Http404
    found(queries.publication if life is PUBLICATION else queries.demand, request.actor, number)
    service, form, done = STEPS[step]
    return answer(
        request,
        form(posted(request)),
        service,
        number,
        title=life.steps[step].label,
        button=life.steps[step].label,
        lead=life.steps[step].danger,
        danger=bool(life.steps[step].danger),
        next_url=lambda made: reverse("front:case", args=[number]),
        done=done,
    )
