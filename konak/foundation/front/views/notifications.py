"""Bildirimler: what I was told, where I want to be told it, and for administrators what did not go out."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from konak.foundation.lifecycle import Refused
from konak.foundation.notify import access, queries, services
from konak.foundation.notify.models import Envelope, EnvelopeState
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request

from ..notify_forms import PreferenceForm
from . import sheets
from .errors import only_post


def _cursor(request: Request) -> str:
    """An old or mended address begins at the first page."""
    after = request.GET.get("sonra", "")
    return after if after.isascii() and after.isdigit() and len(after) < 19 else ""


def index(request: Request) -> HttpResponse:
    everything = request.GET.get("gorunum") == "tumu"
    after = _cursor(request)
    if workbook.asked(request):

        def page_after(cursor: str) -> tuple[list[queries.Line], str]:
            found = queries.page(request.actor, only_unread=not everything, after=cursor, limit=workbook.CHUNK)
            return found.lines, found.after

        return sheets.notifications(
            workbook.page_by_page(page_after), [("Görünüm", "Tümü" if everything else "Okunmamış")]
        )
    page = queries.page(request.actor, only_unread=not everything, after=after)
    unread = queries.unread(request.actor)
    here = reverse("front:notifications")
    chosen = {"gorunum": "tumu"} if everything else {}
    shown = {
        "lines": page.lines,
        "unread": unread,
        "until": page.lines[0].row.pk if page.lines else 0,
        "everything": everything,
        "tabs": [
            Tab("Okunmamış", here, not everything, unread or None),
            Tab("Tümü", f"{here}?gorunum=tumu", everything),
        ],
        "first": f"{here}?{urlencode(chosen)}" if after else "",
        "next": f"{here}?{urlencode({**chosen, 'sonra': page.after})}" if page.after else "",
    }
    return render(request, "front/notify/index.html", shown)


def count(request: Request) -> HttpResponse:
    """The small number at the bell, asked for again while the page lies open."""
    return render(request, "front/notify/_count.html", {"rows": queries.unread(request.actor)})


def follow(request: Request, notification_id: int) -> HttpResponse:
    """From a notification, or the link in a mail, to what it is about; it is read thereby."""
    try:
        told = services.read(notification_id, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    inside = told.url.startswith("/") and url_has_allowed_host_and_scheme(told.url, allowed_hosts=None)
    return redirect(told.url if inside else reverse("front:notifications"))


@only_post
def mark(request: Request, notification_id: int) -> HttpResponse:
    try:
        services.read(notification_id, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    return go(request, reverse("front:notifications"))


@only_post
def mark_all(request: Request) -> HttpResponse:
    """What came after the page was drawn stays unread."""
    until = request.POST.get("until", "")
    if until.isascii() and until.isdigit() and len(until) < 19:
        services.read_all(actor=request.actor, until=int(until))
    return go(request, reverse("front:notifications"))


def preferences(request: Request) -> HttpResponse:
    bound = request.method == "POST"
    form = PreferenceForm(
        request.POST if bound else None,
        choices=queries.choices(request.actor),
        hours=queries.hours(request.actor),
    )
    if bound and form.is_valid():
        try:
            services.keep(actor=request.actor, choices=form.wanted, hours=form.hours)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Tercihleriniz kaydedildi.")
            return go(request, reverse("front:notify_preferences"))
    shown = {
        "form": form,
        "ways": [(way, way.channel.address(request.user)) for way in queries.ways()],  # type: ignore[arg-type]
    }
    return render(request, "front/notify/preferences.html", shown, status=422 if bound else 200)


VIEWS = {
    "gonderilemeyen": (EnvelopeState.FAILED, "Gönderilemeyen"),
    "bekleyen": (EnvelopeState.READY, "Yeniden denenecek"),
    "gonderilen": (EnvelopeState.SENT, "Gönderilen"),
}


def envelopes(request: Request) -> HttpResponse:
    """What did not go out, why, and a way to try again. Nobody else finds the page."""
    if not request.actor.reach(access.MANAGE).everywhere:
        raise Http404
    chosen = request.GET.get("gorunum", "gonderilemeyen")
    if chosen not in VIEWS:
        return redirect("front:envelopes")
    after = _cursor(request)
    if workbook.asked(request):

        def page_after(cursor: str) -> tuple[Sequence[Envelope], str]:
            found = queries.envelopes(request.actor, state=VIEWS[chosen][0], after=cursor, limit=workbook.CHUNK)
            return found.rows, found.after

        return sheets.envelopes(workbook.page_by_page(page_after), [("Görünüm", VIEWS[chosen][1])])
    page = queries.envelopes(request.actor, state=VIEWS[chosen][0], after=after)
    here = reverse("front:envelopes")
    shown = {
        "rows": page.rows,
        "ways": queries.ways(),
        "chosen": chosen,
        "tabs": [Tab(label, f"{here}?gorunum={key}", key == chosen) for key, (_, label) in VIEWS.items()],
        "first": f"{here}?gorunum={chosen}" if after else "",
        "next": f"{here}?{urlencode({'gorunum': chosen, 'sonra': page.after})}" if page.after else "",
    }
    return render(request, "front/notify/envelopes.html", shown)


@only_post
def retry(request: Request, envelope_id: int) -> HttpResponse:
    if not request.actor.reach(access.MANAGE).everywhere:
        raise Http404
    try:
        services.retry(envelope_id, actor=request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Gönderi yeniden sıraya alındı.")
    return go(request, reverse("front:envelopes"))
