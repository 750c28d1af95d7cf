"""Reports: availability of services, forecasts, what is not watched, the care record."""

import datetime as dt
from typing import Any, BinaryIO, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_GET

from konak.foundation.access import Actor
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments

from .. import access, forms, queries, services, tables
from ..models import CareSort, WatchedService
from ..queries import reports
from .common import keeps, listing, whole

PERIODS = {"ay": ("Bu ay", 0), "gecen": ("Geçen ay", 1), "ceyrek": ("Son 90 gün", 90), "yil": ("Son bir yıl", 365)}


def period(key: str) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last moment of a reporting period."""
    moment = now()
    first = localtime(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if key == "gecen":
        return (first - dt.timedelta(days=1)).replace(day=1), first
    if key in ("ceyrek", "yil"):
        return moment - dt.timedelta(days=PERIODS[key][1]), moment
    return first, moment


@require_GET
def availability(request: Request) -> HttpResponse:
    ask = asked(request, "donem")
    key = ask["donem"] if ask["donem"] in PERIODS else "ay"
    return listing(
        request,
        tables.AVAILABILITY,
        reports.availability(request.actor, *period(key)),
        title="Hizmetler ve kullanılabilirlik",
        lead="Söz verilen süre tutuldu mu? Planlı çalışma ayrı sayılır, kesintiden düşülür.",
        here="services",
        file="kullanilabilirlik",
        asked=ask,
        tabs=[Tab(label, address({"donem": one}), one == key) for one, (label, _) in PERIODS.items()],
        buttons=keeps(request, tables.Button("Hizmet yaz", reverse("monitoring:add_service"), "plus", primary=True)),
        empty="Henüz hizmet yazılmamış",
        hint="Bir hizmet, onun nasıl olduğunu söyleyen denetimlerden oluşur.",
        icon="gauge",
    )


def service_url(one: Any) -> str:
    return reverse("monitoring:service", args=[one.pk])


@require_GET
def service(request: Request, service_id: int) -> HttpResponse:
    one = found(queries.service, request.actor, service_id)
    told: list[dict[str, Any]] = [
        {"label": label, "row": row, "cells": tables.availability_cells(row)}
        for key, (label, _) in PERIODS.items()
        for row in [reports.availability_of(request.actor, service_id, *period(key))]
    ]
    logs = [
        {
            "log": log,
            "p95_in": tables.amount(log.p95_in, "bit/sn"),
            "p95_out": tables.amount(log.p95_out, "bit/sn"),
            "most": tables.amount(max(log.most_in, log.most_out), "bit/sn"),
            "silent": tables.duration(log.silent * 60),
        }
        for log in reports.logs_of(request.actor, service_id)
    ]
    context = {
        "service": one,
        "periods": told,
        "allowed": tables.duration(told[0]["row"].allowed),
        "checks": [tables.check_line(check) for check in one.checks.all()],
        "logs": logs,
        "keeps": request.actor.reach(access.KEEP).covers(one),
        "story": moments(queries.SERVICE_KIND, one.pk, tables.TOLD, last=12),
        "spans": [
            {"begin": a, "end": b, "lasted": tables.duration((b - a).total_seconds())}
            for a, b in reversed(told[2]["row"].spans)
        ][:12],
    }
    return render(request, "monitoring/service.html", context)


def add_service(request: Request) -> HttpResponse:
    return answer(
        request,
        forms.ServiceForm(**given(request), actor=request.actor),
        services.save_service,
        title="Hizmet yaz",
        button="Yaz",
        next_url=service_url,
    )


def edit_service(request: Request, service_id: int) -> HttpResponse:
    one = found(queries.service, request.actor, service_id)
    names = ("name", "group", "one_is_enough", "target", "provider", "system_id", "public", "description")
    initial = {name: getattr(one, name) for name in names} | {"checks": [row.pk for row in one.checks.all()]}
    return answer(
        request,
        forms.EditServiceForm(**given(request), actor=request.actor, initial=initial),
        services.save_service,
        service_id,
        title="Hizmeti düzenle",
        lead=one.name,
        next_url=service_url,
    )


def drop_service(request: Request, service_id: int) -> HttpResponse:
    one = found(queries.service, request.actor, service_id)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_service,
        service_id,
        title="Hizmeti sil",
        button="Sil",
        lead=f"{one.name} raporlardan çıkar; denetimleri kalır.",
        danger=True,
        next_url=lambda _: reverse("monitoring:services"),
    )


def traffic(request: Request, service_id: int) -> HttpResponse:
    one: WatchedService = found(queries.service, request.actor, service_id)

    def take_in(*, actor: Actor, file: Any) -> Any:
        content = cast(BinaryIO, file).read(services.LARGEST_LOG + 1)
        return services.import_traffic(service_id, actor=actor, content=content, name=file.name or "mrtg.log")

    return answer(
        request,
        forms.TrafficForm(**given(request)),
        take_in,
        title="Sağlayıcının trafik kaydı",
        lead=f"{one.name}: MRTG kaydının ölçümleri grafiğe, toplamları rapora girer.",
        button="Al",
        next_url=lambda _: service_url(one),
    )


@require_GET
def capacity(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.FORECASTS,
        reports.forecasts(request.actor),
        title="Kapasite öngörüsü",
        lead="Son 90 günün eğilimine göre ne zaman dolar? Hatlarda günün en yoğun anı sayılır.",
        here="capacity",
        file="kapasite-ongorusu",
        asked=asked(request),
        empty="Öngörü için yeterli ölçüm yok",
        hint="En az yedi günlük ölçüm gerekir; hatlar için arayüzün karşı ucunu yazın.",
        icon="trending-up",
    )


@require_GET
def unwatched(request: Request) -> HttpResponse:
    return listing(
        request,
        tables.UNWATCHED,
        reports.unwatched(request.actor),
        title="İzlenmeyenler",
        lead="Kütükteki kritik sistemlerden izlenmeyen ya da log kaynağı yazılmamış olanlar önde.",
        here="unwatched",
        file="izlenmeyenler",
        asked=asked(request),
        buttons=[tables.Button("Görevler", reverse("monitoring:tasks"), "checklist", dialog=False)],
        empty="Kütükte izlenmesi beklenen sistem yok",
        icon="eye-off",
    )


@require_GET
def cares(request: Request) -> HttpResponse:
    ask = asked(request, "sort", "host", "system", "sonra")
    full = {name: ask[name] for name in ("sort", "host", "system")}
    filters = queries.CareFilter(
        sort=ask["sort"] if ask["sort"] in CareSort.values else None,
        host=whole(ask["host"]),
        system=whole(ask["system"]),
    )
    return listing(
        request,
        tables.CARES,
        queries.cares(request.actor, filters),
        ("-done_on", "-pk"),
        title="Sistem bakım kayıtları",
        lead="Kapasite planı, yama, performans ayarı, yedeklilik ve hat denemesi, iyileştirme: ne zaman, ne görüldü.",
        here="cares",
        file="sistem-bakim-kayitlari",
        asked=ask,
        tabs=[
            Tab(label, address(full, sort=key), ask["sort"] == key)
            for key, label in (("", "Tümü"), *CareSort.choices)
        ],
        buttons=keeps(request, tables.Button("Kayıt yaz", reverse("monitoring:add_care"), "plus", primary=True)),
        empty="Henüz kayıt yok",
        icon="notes",
    )


def add_care(request: Request) -> HttpResponse:
    initial = {name: request.GET.get(name, "") for name in ("host_id", "system_id", "sort")}
    back = initial["host_id"]
    return answer(
        request,
        forms.CareForm(**given(request), actor=request.actor, initial=initial),
        services.write_care,
        title="Bakım kaydı yaz",
        button="Yaz",
        next_url=lambda made: (
            reverse("monitoring:host", args=[made.host_id]) if back and made.host_id else reverse("monitoring:cares")
        ),
    )
