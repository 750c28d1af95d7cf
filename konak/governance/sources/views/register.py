"""The register of sources on the screen."""

from collections.abc import Iterator

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Moment, Tab
from konak.foundation.ui.picking import UnitField
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given
from konak.governance.legislation import public as legislation

from .. import access, queries, services
from ..forms.source import EditForm, ProvisionForm, SourceForm, TieForm, VersionForm
from ..models import Source, SourceKind, TieState
from .common import PER_PAGE

ORDER = ("title", "pk")
TOLD: dict[str, tuple[str, str, str]] = {
    "add": ("dayanağı kütüğe ekledi", "plus", "open"),
    "edit": ("künyeyi düzeltti", "pencil", ""),
    "version": ("yeni bir sürüm kaydetti", "versions", "wait"),
    "provision": ("bir maddeyi kaydetti", "section", ""),
    "propose": ("metinlerde bu dayanağı aradı", "zoom-question", ""),
    "tie": ("bir görevin dayanağını onayladı", "link", "done"),
    "untie": ("bir görev önerisini uygun bulmadı", "unlink", ""),
    "fallback": ("bir metnin genel dayanağı yaptı", "scale", ""),
    "basis": ("bir metindeki adı bu dayanakla eşledi", "link-plus", ""),
}
TABS = {"": "Tümü", "with": "Görevi olan", "without": "Görevi olmayan", "waiting": "Önerisi bekleyen"}


@require_GET
def index(request: Request) -> HttpResponse:
    given_ = asked(request, "kind", "rests", "q", "after")
    given_["kind"] = given_["kind"] if given_["kind"] in SourceKind.values else ""
    filters = queries.SourceFilter(kind=given_["kind"], rests=given_["rests"], q=given_["q"])
    rows = queries.sources(request.actor, filters)
    page, after = queries.page_after(rows, ORDER, given_["after"], PER_PAGE)
    numbers = queries.numbers(request.actor, [row.pk for row in page])
    counts = queries.counts(request.actor)
    base = {key: given_[key] for key in ("kind", "rests", "q")}
    shown = {"": "every", "with": "carrying", "without": "bare", "waiting": "waiting", "repealed": "repealed"}
    tabs = [
        Tab(label, address(base, rests=key), given_["rests"] == key, counts[shown[key]])
        for key, label in TABS.items()
    ]
    if counts["repealed"]:
        tabs.append(
            Tab(
                "Yürürlükten kalkan",
                address(base, rests="repealed"),
                given_["rests"] == "repealed",
                counts["repealed"],
            )
        )
    chips = []
    if given_["kind"]:
        chips.append(Chip("Tür", str(SourceKind(given_["kind"]).label), address(base, kind="")))
    if given_["q"]:
        chips.append(Chip("Arama", given_["q"], address(base, q="")))
    if sheets.asked(request):
        return _workbook(request, rows.order_by(*ORDER), sheets.told(tabs, chips))
    context = {
        "rows": [(row, numbers[row.pk]) for row in page],
        "tabs": tabs,
        "chips": chips,
        "asked": given_,
        "kinds": SourceKind.choices,
        "total": counts["every"],
        "older": address(base, after=after) if after else "",
        "first": address(base) if given_["after"] else "",
        "may_add": request.actor.holds(access.MANAGE),
        "unknown": len(queries.unknown_bases(request.actor)),
    }
    return render(request, "sources/index.html", context)


def _workbook(request: Request, rows: QuerySet[Source], told: list[tuple[str, object]]) -> HttpResponse:
    """Duties by source, as asked by the list: a source without duties has one line that says so."""
    head = [
        *(("Tür", 14), ("Sayı", 10), ("Dayanak", 44), ("Resmî Gazete", 20), ("Madde", 8), ("Metin", 16)),
        *(("Görev", 10), ("Görevin metni", 60), ("Sorumlu", 34), ("Takip eden", 22), ("Kanıt", 14)),
        *(("Son kanıt", 12), ("Beklenen kanıt", 14)),
    ]
    lines = (line for chunk in sheets.in_chunks(sheets.every(rows)) for line in _duty_lines(request, chunk))
    return sheets.workbook("Hukuki dayanaklar ve görevleri", head, lines, "dayanaklar", filters=told)


def _duty_lines(request: Request, rows: list[Source]) -> Iterator[list[object]]:
    ties = queries.ties_in(request.actor, [row.pk for row in rows])
    facts = legislation.duty_facts(request.actor, {tie.duty_id for tie in ties})
    by_source: dict[int, list[list[object]]] = {}
    for tie in ties:
        fact = facts[tie.duty_id]
        by_source.setdefault(tie.source_id, []).append(
            [
                *(tie.provision.label if tie.provision else "", fact.regulation, f"Md. {fact.path}", fact.text),
                *(fact.responsible, fact.assignee, fact.proof_label, fact.last_proof_at, fact.next_on),
            ]
        )
    for row in rows:
        front = [
            row.get_kind_display(),
            row.number,
            row.title,
            "doğrulanacak" if row.gazette_unknown else row.gazette,
        ]
        yield from (front + rest for rest in by_source.get(row.pk, [["", "", "", "Dayanan görev yok", *[""] * 5]]))


def add(request: Request) -> HttpResponse:
    initial = {key: value for key, value in request.GET.items() if key in {"title", "number", "kind"}}
    if request.actor.seats:
        initial["unit_id"] = str(request.actor.seats[0].unit_id)
    form = SourceForm(**given(request), initial=initial, actor=request.actor)
    return answer(
        request,
        form,
        services.add_source,
        title="Dayanak ekle",
        button="Ekle",
        next_url=lambda row: reverse("sources:source", args=[row.pk]),
    )


class StarterForm(forms.Form):
    unit_id = UnitField(label="İzleyecek birim", key=True)


def starter(request: Request) -> HttpResponse:
    """Begin with the list that the house brings along."""
    form = StarterForm(**given(request))
    field = form.fields["unit_id"]
    assert isinstance(field, UnitField)
    field.narrow(rows=queries.units_to_keep(request.actor))
    if request.actor.seats:
        form.initial["unit_id"] = request.actor.seats[0].unit_id

    def take(*, unit_id: int, actor: Actor) -> str:
        return f"{services.take_list(actor=actor, unit_id=unit_id)} dayanak eklendi."

    return answer(
        request,
        form,
        take,
        title="Hazır listeyi al",
        button="Ekle",
        lead="Belediye bilgi işlem birimlerinin sık dayandığı kanun, yönetmelik, genelge, rehber ve standartlar "
        "kütüğe eklenir; kütükte olanlara dokunulmaz. Resmî Gazete sayısı bilinmeyenlerde «doğrulanacak» "
        "yazar; sayı ve tarihleri resmî metinden doğrulayın.",
        next_url=lambda words: reverse("sources:index"),
    )


def edit(request: Request, source_id: int) -> HttpResponse:
    source = found(queries.source, request.actor, source_id)
    initial = {name: getattr(source, name) for name in EditForm.base_fields if name not in {"assignee"}}
    form = EditForm(**given(request), initial=initial | {"assignee": source.assignee_id}, actor=request.actor)
    return answer(
        request,
        form,
        services.edit_source,
        source_id,
        title="Künyeyi düzelt",
        next_url=lambda row: reverse("sources:source", args=[row.pk]),
    )


@require_GET
def record(request: Request, source_id: int) -> HttpResponse:
    actor = request.actor
    source = found(queries.source, actor, source_id)
    ties = queries.ties_of(actor, source, TieState.CONFIRMED)
    page, after = queries.page_after(ties, ("pk",), request.GET.get("after", ""), PER_PAGE)
    waiting = queries.waiting_ties(actor, source_id=source.pk)
    manages = actor.reach(access.MANAGE).covers(source)
    link = actor.reach(access.LINK)
    proposals = queries.duties_on(actor, waiting[:20])
    notices, more = queries.page_after(queries.notices(actor).filter(source=source), ("-published_on", "-pk"), "", 10)
    context = {
        "source": source,
        "duties": queries.duties_on(actor, page),
        "older": address({}, after=after) if after else "",
        "first": "?" if request.GET.get("after") else "",
        "proposals": [(row, link.covers(queries.Place(row.fact.unit_id))) for row in proposals],
        "waiting": waiting.count(),
        "texts": queries.texts_on(actor, source),
        "versions": list(source.versions.select_related("notice__case")),
        "provisions": list(source.provisions.all()),
        "notices": notices,
        "more_notices": bool(more),
        "numbers": queries.numbers(actor, [source.pk])[source.pk],
        "manages": manages,
        "may_record": actor.holds(access.RECORD),
        "story": _story(source),
    }
    return render(request, "sources/source.html", context)


def _story(source: Source) -> list[Moment]:
    moments = []
    for entry in queries.story(source):
        words, icon, kind = TOLD.get(entry.verb, (entry.verb, "point", ""))
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit.name}" if entry.seat else ""
        moments.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, kind, seat))
    return moments[-30:]


def version(request: Request, source_id: int) -> HttpResponse:
    found(queries.source, request.actor, source_id)
    return answer(
        request,
        VersionForm(**given(request)),
        services.add_version,
        source_id,
        title="Sürüm kaydet",
        lead="Öncekinin bitişi, bu sürümün yürürlüğünden bir gün önceye çekilir.",
        next_url=lambda row: reverse("sources:source", args=[row.source_id]),
    )


def provision(request: Request, source_id: int) -> HttpResponse:
    found(queries.source, request.actor, source_id)
    return answer(
        request,
        ProvisionForm(**given(request), initial=request.GET.dict()),
        services.set_provision,
        source_id,
        title="Madde kaydet",
        next_url=lambda row: reverse("sources:source", args=[row.source_id]),
    )


@require_POST
def propose(request: Request, source_id: int) -> HttpResponse:
    try:
        count = found(services.propose_for_source, source_id, actor=request.actor)
        messages.success(request, f"{count} yeni öneri bulundu." if count else "Yeni öneri çıkmadı.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("sources:source", args=[source_id]))


def tie(request: Request, duty_id: int) -> HttpResponse:
    fact = found(legislation.duty_fact, request.actor, duty_id)
    return answer(
        request,
        TieForm(**given(request), initial=request.GET.dict(), actor=request.actor),
        services.tie,
        duty_id,
        title="Hukuki dayanak bağla",
        button="Bağla",
        lead=f"Md. {fact.path} · {fact.unit}",
        next_url=lambda row: fact.url,
        done="Dayanak bağlandı.",
    )


def decide(request: Request, tie_id: int, verdict: str) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        row = found(services.decide, tie_id, actor=request.actor, accept=verdict == "onayla")
        messages.success(request, "Dayanak onaylandı." if verdict == "onayla" else "Öneri uygun bulunmadı.")
        back = reverse("sources:source", args=[row.source_id])
    except Refused as refusal:
        messages.error(request, str(refusal))
        back = reverse("sources:proposals")
    wanted = request.POST.get("geri", "")
    return go(request, wanted if wanted.startswith("/") and not wanted.startswith("//") else back)
