"""Outages and faults: their list, their page, their steps; tasks to watch; traps."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import objection_to, steps_open
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, case_moments, found, given

from .. import forms, queries, services, tables
from ..lifecycle import PROBLEM_LIFE, TASK_LIFE, TaskState
from ..queries.board import level_of_service
from .common import listing, whole


@require_GET
def index(request: Request) -> HttpResponse:
    names = ("state", "level", "host", "q")
    ask = asked(request, *names, "sonra")
    full = {name: ask[name] for name in names}
    level = whole(ask["level"])
    filters = queries.ProblemFilter(
        state=ask["state"][:16] or None,
        level=level if level in (1, 2, 3) else None,
        host=whole(ask["host"]),
        q=ask["q"] or None,
    )
    tabs = [
        Tab(label, address(full, state=key), ask["state"] == key)
        for key, label in (
            *(("", "Tümü"), ("live", "Kapanmamış"), ("open", "Sürüyor"), ("taken", "Üstlenildi")),
            *(("recovered", "Raporu beklenen"), ("closed", "Kapandı")),
        )
    ]
    chips = [Chip("Arama", ask["q"], address(full, q=""))] if ask["q"] else []
    if key := whole(ask["host"]):
        named = queries.hosts(request.actor).filter(pk=key).values_list("name", flat=True).first()
        chips.append(Chip("Cihaz", named or "bilinmiyor", address(full, host="")))
    return listing(
        request,
        tables.PROBLEMS,
        queries.problems(request.actor, filters),
        ("-case_id",),
        title="Arızalar ve kesintiler",
        lead="Ne zaman başladı, ne kadar sürdü, kim üstlendi, neden oldu.",
        here="problems",
        file="arizalar",
        asked=ask,
        tabs=tabs,
        chips=chips,
        search="Konu, sayı, neden",
        empty="Henüz arıza yok",
        hint="Bir denetim üst üste kötü sonuç verdiğinde arıza kendiliğinden açılır.",
        icon="alarm",
    )


@require_GET
def problem(request: Request, number: str) -> HttpResponse:
    one = found(queries.problem, request.actor, number)
    touched = [
        {"service": row, "kind": tables.LEVEL_KINDS[level_of_service(row)]}
        for row in queries.services(request.actor).filter(checks__host=one.host).distinct().order_by("name")[:20]
    ]
    context = {
        "problem": one,
        "record": one,
        "steps": steps_open(one, request.actor),
        "lasted": tables.lasted(one),
        "level_kind": tables.LEVEL_KINDS[one.level],
        "services": touched,
        "earlier": list(
            queries.problems(request.actor).filter(host=one.host).exclude(pk=one.pk).order_by("-began_at")[:6]
        ),
        "behind": list(
            queries.hosts(request.actor).filter(parents=one.host, state="unreachable").order_by("name")[:30]
        ),
        "story": case_moments(one.case),
    }
    return render(request, "monitoring/problem.html", context)


STEPS: dict[str, tuple[Any, type[Any], str]] = {
    "take_on": (services.take_on, forms.TakeForm, "Arızayı üstlendiniz."),
    "report": (services.report, forms.ReportForm, "Kesinti raporu yazıldı; dosya kapandı."),
}
TASK_STEPS: dict[str, tuple[Any, type[Any], str]] = {
    "watched": (services.watched, forms.WatchedForm, "Görev kapandı; sistem izleniyor."),
    "needless": (services.needless, forms.NeedlessForm, "Gerekçe kaydedildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """One step of an outage or of a task."""
    if step in STEPS:
        one: Any = found(queries.problem, request.actor, number)
        service, kind, done = STEPS[step]
        life, form = PROBLEM_LIFE, kind(**given(request))
        page = reverse("monitoring:problem", args=[number])
    elif step in TASK_STEPS:
        try:
            one = queries.tasks(request.actor).get(case__number=number)
        except ObjectDoesNotExist:
            raise Http404 from None
        service, kind, done = TASK_STEPS[step]
        life = TASK_LIFE
        form = kind(**given(request), **({"actor": request.actor} if step == "watched" else {}))
        page = reverse("front:case", args=[number])
    else:
        raise Http404
    taken = life.steps[step]
    return answer(
        request,
        form,
        service,
        number,
        title=taken.label,
        button=taken.label,
        lead=objection_to(taken, one, request.actor) or taken.danger or one.case.subject,
        danger=bool(taken.danger),
        done=done,
        next_url=lambda _: page,
    )


@require_GET
def tasks(request: Request) -> HttpResponse:
    ask = asked(request, "state", "sonra")
    rows = queries.tasks(request.actor)
    if ask["state"] in TaskState.values:
        rows = rows.filter(case__state=ask["state"])
    return listing(
        request,
        tables.TASKS,
        rows,
        ("-case_id",),
        title="İzlemeye alınacaklar",
        lead="Kütüğe giren kritik sistem ve kullanıma verilen ağ cihazı için açılan görevler.",
        here="tasks",
        file="izleme-gorevleri",
        asked=ask,
        tabs=[
            Tab(label, address({"state": key}), ask["state"] == key)
            for key, label in (("", "Tümü"), *TaskState.choices)
        ],
        empty="İzlemeye alınacak bir şey yok",
    )


@require_GET
def traps(request: Request) -> HttpResponse:
    ask = asked(request, "sonra")
    return listing(
        request,
        tables.TRAPS,
        queries.traps(request.actor),
        ("-last_at", "-pk"),
        title="SNMP tuzakları",
        lead="Cihazların kendiliğinden bildirdikleri; aynısı bir saat içinde tek satırda sayılır, 90 gün saklanır.",
        here="traps",
        file="snmp-tuzaklari",
        asked=ask,
        empty="Henüz tuzak gelmedi",
        hint="KONAK_MONITORING_TRAPS ile bir dinleme adresi verin ve cihazlarda onu hedef gösterin.",
        icon="broadcast",
    )
