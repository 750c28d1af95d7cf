"""How the watch is set up: windows, rota and steps, templates, secrets, sweeps."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET

from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..models import CheckKind
from .common import keeps, listing


@require_GET
def windows(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.WINDOWS,
        queries.windows(request.actor),
        ("-starts_at", "-pk"),
        title="Bakım pencereleri",
        lead="Bu saatlerde alarm verilmez; kesinti planlı sayılır.",
        here="windows",
        file="bakim-pencereleri",
        asked=asked(request, "sonra"),
        buttons=keeps(request, tables.Button("Pencere yaz", reverse("monitoring:add_window"), "plus", primary=True)),
        empty="Henüz bakım penceresi yok",
        icon="calendar-time",
    )


def add_window(request: Request) -> HttpResponse:
    begin = localtime(now()).replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    initial = {"starts_at": begin, "ends_at": begin + dt.timedelta(hours=2), "hosts": request.GET.getlist("hosts")}
    return answer(
        request,
        forms.WindowForm(**given(request), actor=request.actor, initial=initial),
        services.plan_window,
        title="Bakım penceresi yaz",
        button="Yaz",
        next_url=lambda _: reverse("monitoring:windows"),
    )


def end_window(request: Request, window_id: int) -> HttpResponse:
    one = found(queries.windows(request.actor).get, pk=window_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.end_window,
        window_id,
        title="Pencereyi bitir",
        button="Bitir",
        lead=f"{one.name}: bundan sonra yeniden alarm verilir; başlamamış pencere silinir.",
        danger=True,
        next_url=lambda _: reverse("monitoring:windows"),
    )


@require_GET
def rota(request: Request) -> HttpResponse:
    """Who is on duty, and by which steps an alarm climbs."""
    moment = now()
    rows = [
        {
            "rota": one,
            "now": next((turn for turn in turns if turn.since <= moment < turn.until), None),
            "turns": turns,
            "keeps": request.actor.reach(access.KEEP).covers(one),
        }
        for one in queries.rotas(request.actor).order_by("name")
        for turns in [list(queries.turns(request.actor).filter(rota=one, until__gt=moment).order_by("since")[:14])]
    ]
    context = {
        "rows": rows,
        "steps": list(queries.escalations(request.actor).order_by("unit__name", "after", "pk")),
        "keeps": request.actor.holds(access.KEEP),
        "here": "rota",
    }
    return render(request, "monitoring/rota.html", context)


def _home(_: object) -> str:
    return reverse("monitoring:rota")


def add_rota(request: Request) -> HttpResponse:
    form = forms.RotaForm(**given(request), actor=request.actor)
    return answer(request, form, services.add_rota, title="Nöbet çizelgesi aç", button="Aç", next_url=_home)


def add_turn(request: Request, rota_id: int) -> HttpResponse:
    one = found(queries.rotas(request.actor).get, pk=rota_id)
    last = queries.turns(request.actor).filter(rota=one).order_by("-until").first()
    begin = localtime(last.until) if last else localtime(now()).replace(hour=17, minute=0, second=0, microsecond=0)
    initial = {"since": begin, "until": begin + dt.timedelta(days=7)}
    return answer(
        request,
        forms.TurnForm(**given(request), actor=request.actor, initial=initial),
        services.add_turn,
        rota_id,
        title="Nöbet yaz",
        lead=one.name,
        button="Yaz",
        next_url=_home,
    )


def drop_turn(request: Request, turn_id: int) -> HttpResponse:
    one = found(queries.turns(request.actor).get, pk=turn_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_turn,
        turn_id,
        title="Nöbeti kaldır",
        button="Kaldır",
        lead=f"{one.user.full_name}: bu saatlerde nöbetçi kalmaz.",
        danger=True,
        next_url=_home,
    )


def add_step(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.EscalationForm(**given(request), actor=request.actor),
        services.add_escalation,
        title="Alarm basamağı ekle",
        button="Ekle",
        lead="Arıza üstlenilmezse bu süre sonunda haber verilir.",
        next_url=_home,
    )


def drop_step(request: Request, step_id: int) -> HttpResponse:
    one = found(queries.escalations(request.actor).get, pk=step_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_escalation,
        step_id,
        title="Basamağı kaldır",
        button="Kaldır",
        lead=f"{one.after} dakika sonra {one.get_to_display()} artık haberdar edilmez.",
        danger=True,
        next_url=_home,
    )


@require_GET
def templates(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.TEMPLATES,
        queries.templates(request.actor),
        ("name", "pk"),
        title="İzleme şablonları",
        lead="Bir türdeki her cihazın alacağı denetimler. Yenisi, bir cihazın sayfasından yapılır.",
        here="templates",
        file="izleme-sablonlari",
        asked=asked(request, "sonra"),
        empty="Henüz şablon yok",
        icon="template",
    )


@require_GET
def template(request: Request, template_id: int) -> HttpResponse:
    one = found(queries.templates(request.actor).get, pk=template_id)
    labels = dict(CheckKind.choices)
    context = {
        "template": one,
        "lines": [{**line, "label": labels[line["kind"]]} for line in one.checks],
        "hosts": list(queries.hosts(request.actor).filter(template=one).order_by("name")[:60]),
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.TEMPLATE_KIND, one.pk, tables.TOLD, last=12),
    }
    return render(request, "monitoring/template.html", context)


def apply(request: Request, template_id: int) -> HttpResponse:
    one = found(queries.templates(request.actor).get, pk=template_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.apply_template,
        template_id,
        title="Şablonu uygula",
        button="Uygula",
        lead=f"{one.name} şablonundaki cihazlara olmayan denetimler eklenir; var olanlar değişmez.",
        next_url=lambda _: reverse("monitoring:template", args=[template_id]),
    )


@require_GET
def credentials(request: Request) -> HttpResponse:
    may = request.actor.holds(access.SECRETS)
    return listing(
        request,
        tables.CREDENTIALS,
        queries.credentials(request.actor),
        ("name", "pk"),
        title="SNMP kimlikleri",
        lead="Cihazlara hangi adla sorulur. Parolalar şifrelenerek saklanır, kimseye gösterilmez.",
        here="credentials",
        file="snmp-kimlikleri",
        asked=asked(request, "sonra"),
        buttons=[tables.Button("Kimlik yaz", reverse("monitoring:add_credential"), "plus", primary=True)]
        if may
        else [],
        empty="Henüz SNMP kimliği yok",
        hint="Kimliği olmayan cihaza «public» ile sorulur.",
        icon="key",
    )


def _credentials(_: object) -> str:
    return reverse("monitoring:credentials")


def add_credential(request: Request) -> HttpResponse:
    form = forms.CredentialForm(**given(request), actor=request.actor)
    return answer(request, form, services.save_credential, title="SNMP kimliği yaz", next_url=_credentials)


def edit_credential(request: Request, credential_id: int) -> HttpResponse:
    one = found(queries.credentials(request.actor).get, pk=credential_id)
    initial = {name: getattr(one, name) for name in ("name", "version", "user", "auth", "priv")}
    return answer(
        request,
        forms.EditCredentialForm(**given(request), actor=request.actor, initial=initial),
        services.save_credential,
        credential_id,
        title="SNMP kimliğini düzenle",
        lead=one.name,
        next_url=_credentials,
    )


@require_GET
def sweeps(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.SWEEPS,
        queries.sweeps(request.actor),
        ("-asked_at", "-pk"),
        title="Ağ taramaları",
        lead="Bir alt ağda kim yanıt veriyor, SNMP ile kendini nasıl tanıtıyor; bulunanı izlemeye alın.",
        here="sweeps",
        file="ag-taramalari",
        asked=asked(request, "sonra"),
        buttons=keeps(request, tables.Button("Ağ tara", reverse("monitoring:add_sweep"), "plus", primary=True)),
        empty="Henüz tarama yok",
        icon="list-search",
    )


def add_sweep(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.SweepForm(**given(request), actor=request.actor),
        services.ask_sweep,
        title="Ağ tara",
        button="Tara",
        lead="Her adrese bir yankı ve bir SNMP sorusu gönderilir.",
        next_url=lambda made: reverse("monitoring:sweep", args=[made.pk]),
    )


@require_GET
def sweep(request: Request, sweep_id: int) -> HttpResponse:
    one = found(queries.sweeps(request.actor).get, pk=sweep_id)
    ask = asked(request, "state", "sonra")
    rows = queries.finds(request.actor).filter(sweep=one)
    if ask["state"] in ("new", "watched", "ignored"):
        rows = rows.filter(state=ask["state"])
    told = (
        f"Tarama başarısız: {one.failed}"
        if one.failed
        else f"{one.asked} adres soruldu, {one.answered} yanıt geldi."
        if one.ended_at
        else "Tarama sürüyor; sayfayı birazdan yenileyin."
    )
    return listing(
        request,
        tables.FINDS,
        rows,
        ("address", "pk"),
        title=f"Tarama: {one.network}",
        lead=told,
        here="sweeps",
        file="taramada-bulunanlar",
        asked=ask,
        tabs=[
            Tab(label, address({"state": key}), ask["state"] == key)
            for key, label in (("", "Tümü"), ("new", "Yeni"), ("watched", "İzleniyor"), ("ignored", "Yok sayıldı"))
        ],
        empty="Yanıt veren yok",
        icon="list-search",
    )


def watch_find(request: Request, find_id: int) -> HttpResponse:
    one = found(queries.finds(request.actor).get, pk=find_id)
    return answer(
        request,
        forms.FindForm(**given(request), actor=request.actor, initial={"name": one.name or one.address}),
        services.watch_find,
        find_id,
        title="İzlemeye al",
        button="İzlemeye al",
        lead=f"{one.address} · {one.told[:120] or 'kendini tanıtmadı'}",
        next_url=lambda made: reverse("monitoring:host", args=[made.pk]),
    )


def ignore_find(request: Request, find_id: int) -> HttpResponse:
    one = found(queries.finds(request.actor).get, pk=find_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.ignore_find,
        find_id,
        title="Yok say",
        button="Yok say",
        lead=one.address,
        next_url=lambda _: reverse("monitoring:sweep", args=[one.sweep_id]),
    )
