"""Requests for an address, lease files, and who was behind an address."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.timezone import is_naive, make_aware, now
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import words
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, forms, queries, services, tables
from ..lifecycle import REQUEST_LIFE
from ..models import Upload
from ..services.looking import Answer, look_up
from ..tables import Button
from .common import listing


def case_page(number: str) -> str:
    return reverse("front:case", args=[number])


@require_GET
def requests(request: Request) -> HttpResponse:
    ask = asked(request, "state", "sonra")
    tabs = [
        Tab(label, address({}, state=key), ask["state"] == key)
        for key, label in (
            *(("", "Tümü"), ("asked", "Karar bekleyen"), ("reserved", "Adresi ayrılan"), ("assigned", "Kullanımda")),
            *(("ended", "Geri alınan"), ("refused", "Uygun görülmeyen")),
        )
    ]
    return listing(
        request,
        tables.REQUESTS,
        queries.requests(request.actor, queries.AddressRequestFilter(state=ask["state"] or None)),
        ("-case_id",),
        title="IP adresi istekleri",
        lead="İsteyin; uygun görülünce adres ayrılır, cihaza verilir, günü dolunca geri alınır.",
        here="requests",
        file="ip-istekleri",
        asked=ask,
        tabs=tabs,
        buttons=[Button("Adres iste", reverse("network:ask"), "plus", primary=True)],
        empty="Henüz istek yok",
    )


def ask_address(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.AskForm(**given(request), actor=request.actor, initial={"prefix_id": request.GET.get("ag", "")}),
        services.ask,
        title="IP adresi iste",
        button="İste",
        lead="Ağ birimi üç iş günü içinde yanıtlar.",
        next_url=lambda made: case_page(made.case.number),
    )


STEPS: dict[str, tuple[Callable[..., Any], type[Any], str]] = {
    "approve": (services.approve, forms.ApproveForm, "Adres ayrıldı."),
    "refuse": (services.refuse, forms.WhyForm, "İstek kapandı; isteyene bildirildi."),
    "assign": (services.assign, forms.AssignForm, "Adres kullanımda."),
    "release": (services.release, forms.ReleaseForm, "Adres boşa çıktı."),
    "withdraw": (services.withdraw, forms.NothingForm, "İstekten vazgeçildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    if step not in STEPS:
        raise Http404
    record = found(queries.request, request.actor, number)
    service, form_class, done = STEPS[step]
    taken = REQUEST_LIFE.steps[step]
    more: dict[str, Any] = {"actor": request.actor} if form_class is forms.ApproveForm else {}
    initial = {
        "prefix_id": record.prefix_id,
        "until": record.until,
        "mac": record.mac,
        "asset_tag": record.asset.tag if record.asset else "",
    }
    return answer(
        request,
        form_class(**given(request), initial=initial, **more),
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, record, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: case_page(number),
        done=done,
    )


@require_GET
def uses(request: Request) -> HttpResponse:
    """The history of addresses, and the question about one moment."""
    if not request.actor.holds(access.TRACE):
        raise Http404
    ask = asked(request, "q", "an", "sonra")
    at = _moment(ask["an"])
    found_: Answer | None = None
    refusal = ""
    if ask["q"] and at:
        try:
            found_ = look_up(actor=request.actor, ip=ask["q"], at=at)
        except Refused as fault:
            refusal = str(fault)
    full = {"q": ask["q"], "an": ask["an"]}
    said = {"q": ask["q"], "an": words.moment(at) if at else ""}
    chips = [
        Chip(label, said[name], address(full, **{name: ""}))
        for name, label in (("q", "Aranan"), ("an", "An"))
        if said[name]
    ]
    return listing(
        request,
        tables.USES,
        queries.uses(request.actor, queries.UseFilter(q=ask["q"] or None, at=at)),
        ("-since", "-pk"),
        title="Adresi kim kullandı?",
        lead="Kira dosyalarından, komşu tablolarından ve zimmetten: hangi cihaz, hangi kapı, kim.",
        here="uses",
        file="adres-kullanimi",
        asked=ask,
        chips=chips,
        search="Adres, ağ, MAC, ad",
        buttons=[Button("Dosya al", reverse("network:take_in"), "file-upload", primary=True)]
        if request.actor.holds(access.KEEP)
        else [],
        empty="Kayıt yok",
        hint="DHCP sunucusunun kira dosyasını verin; elle ya da «konak network import» ile.",
        who=found_,
        refusal=refusal,
        spot=queries.spot(request.actor, ask["q"]) if ask["q"] and not found_ else None,
        asks_when=True,
    )


def _moment(text: str) -> dt.datetime | None:
    try:
        found_ = dt.datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return make_aware(found_) if found_ is not None and is_naive(found_) else found_


@require_GET
def uploads(request: Request) -> HttpResponse:
    reach = request.actor.reach(access.TRACE)
    rows = Upload.objects.select_related("by") if reach.everywhere else Upload.objects.filter(unit_id__in=reach.units)
    return listing(
        request,
        tables.UPLOADS,
        rows,
        ("-at", "-pk"),
        title="Alınan kira dosyaları",
        lead="Her dosyadan ne çıktı; okunamayan satır sayısı saklanmaz, söylenir.",
        here="uploads",
        file="kira-dosyalari",
        asked=asked(request, "sonra"),
        buttons=[Button("Dosya al", reverse("network:take_in"), "file-upload", primary=True)]
        if request.actor.holds(access.KEEP)
        else [],
        empty="Henüz dosya alınmadı",
    )


def take_in(request: Request) -> HttpResponse:
    form = forms.LeasesForm(**given(request), actor=request.actor)
    return answer(
        request,
        form,
        _taken,
        title="Kira dosyası ya da komşu tablosu al",
        button="Al",
        lead="Aynı dosya ikinci kez verilirse hiçbir şey değişmez; sıra önemli değildir.",
        next_url=lambda _: reverse("network:uploads"),
    )


def _taken(*, actor: Any, file: Any, kind: str, vrf_id: int | None) -> Upload:
    return services.take_in(
        actor=actor, content=file.read(), name=file.name or "kira", kind=kind, vrf_id=vrf_id, taken_at=now()
    )
