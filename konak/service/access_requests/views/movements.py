"""People who begin, move and leave: the list, one file with every line of it, the minute on paper."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import anybody, units
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, here, posted
from konak.governance.staffing import public as staffing

from .. import access
from ..forms.movements import (
    BindForm,
    JoinForm,
    LeaveForm,
    MinuteForm,
    MoveForm,
    RescheduleForm,
    RightLineForm,
    SettleForm,
)
from ..models import Movement, MovementKind, MovementLine
from ..queries import movements as queries
from ..queries.paper import minute
from ..services import minutes, moving
from . import sheets
from .common import pdf, with_file, word


def _may(request: Request) -> bool:
    return request.actor.holds(access.MOVE) or staffing.in_personnel(request.actor)


@require_GET
def index(request: Request) -> HttpResponse:
    view = request.GET.get("gorunum", "open")
    view = view if view in dict(queries.VIEWS) else "open"
    kind, text = word(request, "tur", 8), word(request, "q")
    found_rows = queries.listed(request.actor, view, kind, text)
    if workbook.asked(request):
        every, _ = queries.page_of(found_rows, limit=workbook.ENOUGH)
        return sheets.movements(every, [("Görünüm", dict(queries.VIEWS)[view])])
    rows, after = queries.page_of(found_rows, request.GET.get("sonra", ""))
    shown = {
        "rows": rows,
        "q": text,
        "kind": kind,
        "view": view,
        "kinds": MovementKind.choices,
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, gorunum=code, sonra=None), code == view) for code, label in queries.VIEWS],
        "may": _may(request),
    }
    return render(request, "access_requests/movements.html", shown)


def _url(row: Any) -> str:
    return reverse("access_requests:movement", args=[row.case.number])


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    row = found(queries.movement, request.actor, number)
    lines = queries.lines(row)
    groups: dict[str, list[MovementLine]] = {}
    for line in lines:
        groups.setdefault(line.source, []).append(line)
    works = row.case.state == "open" and row.person_id != request.actor.user_id
    works = works and (request.actor.reach(access.MOVE).covers(row.case) or staffing.in_personnel(request.actor))
    closing = MovementKind(row.kind)
    shown = {
        "row": row,
        "case": row.case,
        "record": row,
        "kind": closing,
        "steps": steps_open(row, request.actor),
        "groups": [
            (source, rows, sum(line.done_at is None and not line.request_number for line in rows))
            for source, rows in groups.items()
        ],
        "done": sum(line.done_at is not None for line in lines),
        "all": len(lines),
        "works": works,
        "blocked": row.lifecycle.steps["close"].guard(row) if works and row.lifecycle.steps["close"].guard else None,
        "story": case_moments(row.case),
        "signed_minutes": minutes.signed_minutes(number) if row.case.closed_at else [],
        "may_present": row.case.closed_at is not None and _may(request),
    }
    return render(request, "access_requests/movement.html", shown)


def joiner(request: Request) -> HttpResponse:
    if not _may(request):
        raise Http404
    reach = request.actor.reach(access.MOVE)
    everywhere = reach.everywhere or staffing.in_personnel(request.actor)
    owners = units() if everywhere else units().filter(pk__in=reach.units)
    return answer(
        request,
        JoinForm(posted(request), owners=owners),
        moving.join,
        title="İşe başlayan için dosya",
        button="Dosyayı aç",
        lead="Görevin şablonuna göre yetkiler istenir, zimmet ve eğitimler listelenir. Günü gelmeden de açılabilir.",
        next_url=_url,
    )


def mover(request: Request, user_id: int) -> HttpResponse:
    if not _may(request):
        raise Http404
    person = get_object_or_404(anybody(), pk=user_id)
    return answer(
        request,
        MoveForm(posted(request), person=person),
        lambda *, actor, **values: moving.move(actor=actor, person=person, **values),
        title=f"Yer değiştirme: {person.full_name}",
        button="Dosyayı aç",
        lead="İki görevin şablonları karşılaştırılır: ortak olanlar kalır, fazlası kaldırılır, eksiği istenir.",
        next_url=_url,
    )


def leaver(request: Request, user_id: int) -> HttpResponse:
    if not _may(request):
        raise Http404
    person = get_object_or_404(anybody(), pk=user_id)
    return answer(
        request,
        LeaveForm(posted(request)),
        lambda *, actor, **values: moving.leave(actor=actor, person=person, **values),
        title=f"Ayrılış: {person.full_name}",
        button="Dosyayı aç",
        lead="Üzerindeki her şey listelenir. Haklar ayrılış anında kendiliğinden kapanır; dosya, her kalem "
        "kanıtlanınca kapanır.",
        danger=True,
        next_url=_url,
    )


@require_POST
def look_again(request: Request, number: str) -> HttpResponse:
    try:
        count = found(moving.look_again, number, actor=request.actor)
        messages.success(request, f"Liste yenilendi: {count} kalem değişti." if count else "Yeni bir şey yok.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("access_requests:movement", args=[number]))


def settle(request: Request, line_id: int) -> HttpResponse:
    line = found(queries.line, request.actor, line_id)
    row = line.movement
    if line.source == moving.RIGHTS and line.entitlement_id:
        form: Any = RightLineForm(posted(request))
        if row.kind == MovementKind.LEAVER:
            del form.fields["keep"]
    else:
        passes = line.action == "hand"
        files = request.FILES if request.method == "POST" else None
        form = SettleForm(posted(request), files, passes=passes)
    return answer(
        request,
        form,
        lambda key, *, actor, **values: found(moving.settle, key, actor=actor, **with_file(values)),
        line_id,
        title=f"{line.source}: {line.text}"[:120],
        button="Kaydet",
        lead=f"{row.name} · {row.case.number}",
        next_url=lambda made: reverse("access_requests:movement", args=[row.case.number]),
        done="Kalem kaydedildi.",
    )


def settle_all(request: Request, number: str) -> HttpResponse:
    row = found(queries.movement, request.actor, number)
    source = word(request, "baslik", 60)
    passes = row.lines.filter(source=source, action="hand").exists()
    return answer(
        request,
        SettleForm(posted(request), passes=passes, with_file=False),
        lambda key, *, actor, **values: found(moving.settle_all, key, actor=actor, source=source, **values),
        number,
        title=f"{source}: açık kalemlerin hepsi",
        button="Kaydet",
        next_url=lambda made: reverse("access_requests:movement", args=[number]),
        done="Kalemler kaydedildi.",
    )


def reschedule(request: Request, number: str) -> HttpResponse:
    row = found(queries.movement, request.actor, number)
    return answer(
        request,
        RescheduleForm(posted(request), initial={"effective_at": row.effective_at}),
        lambda key, *, actor, **values: found(moving.reschedule, key, actor=actor, **values),
        number,
        title="Ayrılış anını değiştir" if row.kind == MovementKind.LEAVER else "Geçerlilik anını değiştir",
        lead=f"Şimdiki an: {row.effective_words}.",
        next_url=_url,
        done="An değişti.",
    )


def bind(request: Request, number: str) -> HttpResponse:
    found(queries.movement, request.actor, number)
    return answer(
        request,
        BindForm(posted(request)),
        lambda key, *, actor, person: found(moving.bind, key, actor=actor, person=person),
        number,
        title="Hesabı açılan kişiyi bağla",
        next_url=_url,
        done="Kişi dosyaya bağlandı.",
    )


@require_GET
def paper(request: Request, number: str) -> HttpResponse:
    row: Movement = found(queries.movement, request.actor, number)
    data = minute(row, queries.lines(row), request.build_absolute_uri(_url(row)))
    return pdf("access_requests/minute", data, number)


def present_minute(request: Request, number: str) -> HttpResponse:
    """Lay the minute of a closed file before its signers."""
    found(queries.movement, request.actor, number)

    def verify(code: str) -> str:
        return request.build_absolute_uri(f"/dogrula/{code}/")

    return answer(
        request,
        MinuteForm(posted(request)),
        partial(minutes.present, verify=verify),
        number,
        title="Tutanağı imzaya sun",
        button="İmzaya sun",
        lead="Tutanak bugünkü hâliyle dondurulur ve seçtiklerinizin imza dosyasına konur.",
        next_url=lambda made: reverse("access_requests:movement", args=[number]),
        done="Tutanak imza dosyalarına kondu.",
    )


@require_GET
def proof(request: Request, line_id: int) -> HttpResponseBase:
    line = found(queries.line, request.actor, line_id)
    if line.proof_file is None:
        raise Http404
    return serve(line.proof_file)
