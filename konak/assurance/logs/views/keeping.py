"""How long sets are kept, what stays beyond its term, and which set is open to whom."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lake import SETS
from konak.foundation.lake.access import RETAIN
from konak.foundation.lake.models import Manifest
from konak.foundation.ui import workbook
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, found, posted, press

from .. import access, queries
from ..access import OPEN_TO, SEARCHED
from ..forms import HoldForm, LiftForm, RetainForm, RightForm
from ..models import SetRight
from ..services import keeping, rights

KEPT, OPEN = "/loglar/saklama/", "/loglar/erisim/"


def _terms() -> list[dict[str, Any]]:
    """Each set with its minimum, its term, its oldest day and the night in which that goes."""
    days, terms = queries.first_days(), queries.terms()
    rows = []
    for code, one in SETS.items():
        first, last = days.get(code, (None, None))
        over = first + dt.timedelta(days=terms[code] + 1) if first else None
        rows.append({"set": one, "days": terms[code], "first": first, "last": last, "next": over})
    return rows


@require_GET
def index(request: Request) -> HttpResponse:
    if not request.actor.holds(access.VIEW):
        raise Http404
    rows = _terms()
    if workbook.asked(request):
        head = [
            *(("Küme", 36), ("Dayanak", 44), ("Yasal en az (gün)", 16), ("Saklama (gün)", 14)),
            *(("En eski gün", 14), ("En yeni gün", 14), ("Sıradaki silme", 14)),
        ]
        lines = (
            [
                one["set"].label,
                one["set"].basis,
                one["set"].minimum,
                one["days"],
                one["first"],
                one["last"],
                one["next"],
            ]
            for one in rows
        )
        return workbook.workbook("Log saklama süreleri", head, lines, "log-saklama", filters=[])
    deletions = Manifest.objects.filter(kind=Manifest.Kind.DELETION).select_related("stamp").order_by("-number")
    shown = {
        "rows": rows,
        "holds": queries.holds(request.actor)[:100],
        "held": len(queries.held_segments()),
        "deletions": deletions[:20],
        "labels": {code: one.label for code, one in SETS.items()},
        "may": request.actor.holds(RETAIN),
        "may_hold": request.actor.holds(access.HOLD),
    }
    return render(request, "logs/retention.html", shown)


def retain(request: Request, code: str) -> HttpResponse:
    if code not in SETS or not request.actor.holds(RETAIN):
        raise Http404
    one = SETS[code]
    return answer(
        request, RetainForm(posted(request), initial={"days": queries.terms()[code]}), keeping.keep_for, code,
        title=f"Saklama süresi: {one.label}", next_url=lambda row: KEPT,
        lead=f"En az {one.minimum} gün saklanır ({one.basis or 'kurumun kuralı'}). Süre kısaltılırsa süresi "
        "dolmuş olan parçalar bu gece tutanağıyla silinir.",
    )  # fmt: skip


def hold(request: Request) -> HttpResponse:
    if not request.actor.holds(access.HOLD):
        raise Http404
    return answer(
        request, HoldForm(posted(request)), keeping.hold, title="Silmeyi beklet", next_url=lambda row: KEPT,
        lead="Bu günlerin satırları, bekletme kaldırılana kadar süresi dolsa da silinmez.",
    )  # fmt: skip


def lift(request: Request, pk: int) -> HttpResponse:
    row = found(queries.holds(request.actor).get, pk=pk)
    if not request.actor.holds(access.HOLD):
        raise Http404
    return answer(
        request, LiftForm(posted(request)), keeping.lift, pk, title="Bekletmeyi kaldır", next_url=lambda row: KEPT,
        lead=f"{row}. Süresi dolmuş parçalar bu gece tutanağıyla silinir.", danger=True,
    )  # fmt: skip


@require_GET
def opened(request: Request) -> HttpResponse:
    """Which set is open to whom: the default, and what was written beside it."""
    if not request.actor.holds(access.VIEW):
        raise Http404
    rows = list(queries.set_rights(request.actor))
    if workbook.asked(request):
        head = [
            ("Küme", 36),
            ("Unvan", 28),
            ("Birim", 40),
            ("Erişim", 10),
            ("Gerekçe", 50),
            ("Yazan", 28),
            ("Zaman", 18),
        ]
        lines = (
            [
                *(SETS[row.code].label, row.get_position_display(), str(row.unit or "bütün birimler")),
                *("açık" if row.allowed else "kapalı", row.why, row.changed_by.full_name, localtime(row.changed_at)),
            ]
            for row in rows
        )
        return workbook.workbook("Log kümelerine erişim", head, lines, "log-erisim", filters=[])
    by_set: dict[str, list[SetRight]] = {}
    for row in rows:
        by_set.setdefault(row.code, []).append(row)
    mine = queries.open_sets(request.actor)
    shown = {
        "sets": [{"set": SETS[code], "rows": by_set.get(code, []), "mine": code in mine} for code in SEARCHED],
        "default": sorted(SetRight(position=one).get_position_display() for one in OPEN_TO),
        "may": request.actor.holds(access.RIGHTS),
    }
    return render(request, "logs/rights.html", shown)


def allow(request: Request) -> HttpResponse:
    if not request.actor.holds(access.RIGHTS):
        raise Http404
    initial = {"code": request.GET.get("kume", "")[:20], "allowed": True}
    return answer(
        request, RightForm(posted(request), initial=initial), rights.allow, title="Kümeye erişim",
        next_url=lambda row: OPEN,
        lead="Küme, arama yetkisi olan unvana açılır ya da kapatılır. "
        "Arama yetkisi ayrıca Yetkiler ekranından verilir.",
    )  # fmt: skip


@require_POST
def forget(request: Request, pk: int) -> HttpResponse:
    return press(request, rights.forget, pk, back=OPEN, done="Satır silindi; başlangıç kuralı geçerli.")
