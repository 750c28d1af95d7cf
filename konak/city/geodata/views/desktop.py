"""Database roles for desktop programs: who has one, until when, and a new password shown once."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import posted, press

from .. import access, queries
from ..forms import DesktopForm
from ..services import desktop


@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(access.KEEP):
        raise Http404
    closed = request.GET.get("kapali") == "1"
    every = queries.desktop_users(request.actor)
    rows = every.filter(revoked_at__isnull=not closed)
    tabs = [Tab("Açık", "?", not closed), Tab("Kapatılmış", "?kapali=1", closed)]
    if sheets.asked(request):
        head = [("Kişi", 30), ("Veritabanı kullanıcısı", 24), ("Katman", 10), ("Son gün", 14), ("Son yenileme", 18)]
        head.append(("Kapanış", 18))
        lines = (
            [one.user.full_name, one.role, one.layers, one.until, one.renewed_at, one.revoked_at]
            for one in sheets.every(rows)
        )
        return sheets.workbook("Masaüstü kullanıcıları", head, lines, "masaustu", filters=sheets.told(tabs))
    context = {"rows": list(rows[:500]), "tabs": tabs, "today": localdate()}
    return render(request, "geodata/desktop.html", context)


def give(request: Request) -> HttpResponse:
    """The form, and once the role is made its password: on this page and nowhere else."""
    if not request.actor.holds(access.KEEP):
        raise Http404
    form = DesktopForm(posted(request), initial={"user_id": request.GET.get("kisi", "")})
    if form.is_bound:
        made = run(form, desktop.give, actor=request.actor)
        if made is not None:
            one, password = made
            return render(request, "geodata/desktop_given.html", {"one": one, "password": password})
    return render(request, "geodata/desktop_give.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def revoke(request: Request, user_id: int) -> HttpResponse:
    back = reverse("geodata:desktop")
    return press(request, desktop.revoke, user_id, back=back, done="Veritabanı kullanıcısı kapatıldı.")
