"""Delegations on the screen: one's own page, the list, one delegation, the calendar of absences, notices."""

import calendar
import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import steps_open
from konak.foundation.people.queries import any_unit, units
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, here, posted

from .. import access
from ..forms.delegations import AnswerForm, DelegateForm, NoticeForm, SilentForm, WhyForm
from ..models import Notice
from ..queries import delegations, descriptions, people
from ..services import delegating
from ..tables import CALENDAR_SALT, MONTHS, as_ical, story_of_acts
from . import sheets

STATES = (
    ("", "Hepsi"),
    ("proposed", "Kabul bekleyen"),
    ("active", "Yürürlükte"),
    ("reported", "Dönüş bilgisi bekleyen"),
    ("closed", "Kapanan"),
)


def _url(row: object) -> str:
    return reverse("staffing:delegation", args=[row.case.number])  # type: ignore[attr-defined]


@require_GET
def mine(request: Request) -> HttpResponse:
    """Makamlarım ve vekâletlerim."""
    user_id = request.actor.user_id
    if user_id is None:
        raise Http404
    given, taken = delegations.of_person(user_id)
    career, today = people.ordered_career(user_id), localdate()
    seats = [row for row in career if row.since <= today and (row.until is None or row.until >= today)]
    others = [row for row in career if row not in seats]
    units_held = {row.unit_id: row.unit for row in seats if row.acting_for_id is None}
    shown = {
        "seats": seats,
        "others": others,
        "given": given,
        "taken": taken,
        "lendable": list(delegations.own_seats(user_id)),
        "waiting": descriptions.waiting_for(user_id),
        "accepted": descriptions.accepted_by(user_id),
        "feeds": [(unit, feed_of(user_id, unit.pk)) for unit in units_held.values()],
        "units": units_held.values(),
    }
    return render(request, "staffing/mine.html", shown)


def feed_of(user_id: int, unit_id: int) -> str:
    """The address a calendar program subscribes to: signed for one person and one unit."""
    token = signing.dumps([user_id, unit_id], salt=CALENDAR_SALT, compress=True)
    return f"/api/staffing/calendar.ics?{urlencode({'key': token})}"


@require_GET
def index(request: Request) -> HttpResponse:
    state = request.GET.get("durum", "")
    rows = delegations.delegations(request.actor)
    if state in {code for code, _ in STATES} and state:
        rows = rows.filter(case__state=state)
    tabs = [Tab(label, here(request, durum=code or None, sonra=None), code == state) for code, label in STATES]
    if workbook.asked(request):
        every = workbook.page_by_page(lambda after: delegations.page_of(rows, after, limit=workbook.CHUNK))
        return sheets.delegations(every, workbook.told(tabs))
    shown, after = delegations.page_of(rows, request.GET.get("sonra", ""))
    context = {
        "rows": shown,
        "older": here(request, sonra=after) if after else "",
        "tabs": tabs,
        "may": request.actor.holds(access.DELEGATE),
    }
    return render(request, "staffing/delegations.html", context)


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    row = found(delegations.delegation, request.actor, number)
    acts = delegations.acts_of(row)
    shown = {
        "row": row,
        "case": row.case,
        "record": row,
        "steps": steps_open(row, request.actor),
        "acts": acts,
        "told": story_of_acts(acts),
        "outside": sum(act.outside for act in acts),
        "passed_on": delegations.passed_on(row),
        "knows_why": delegations.knows_why(request.actor, row),
        "story": case_moments(row.case),
    }
    return render(request, "staffing/delegation.html", shown)


def delegate(request: Request, appointment_id: int) -> HttpResponse:
    """Vekâlet bırak."""
    seat = get_object_or_404(delegations.own_seats(request.actor.user_id or 0), pk=appointment_id)
    form = DelegateForm(posted(request), seat=seat)
    return answer(
        request,
        form,
        lambda *, actor, **values: delegating.delegate(actor=actor, seat_id=seat.pk, **values),
        title="Vekâlet bırak",
        button="Vekile gönder",
        lead=f"{seat}. Seçtiğiniz kişi kabul edince, ilk günden başlayarak makamınızdan işlem yapabilir.",
        next_url=_url,
        done="Vekâlet vekile gönderildi; kabul ettiğinde ilk gün başlar.",
    )


@require_GET
def absences(request: Request) -> HttpResponse:
    """Who is away this month in a unit, and who acts for whom."""
    today = localdate()
    year, month = _month(request.GET.get("ay", ""), today)
    unit_id = _unit(request)
    unit = get_object_or_404(any_unit(), pk=unit_id)
    days = calendar.monthrange(year, month)[1]
    first = dt.date(year, month, 1)
    before, after = first - dt.timedelta(days=1), first + dt.timedelta(days=days)
    shown = {
        "unit": unit,
        "units": list(units()),
        "rows": delegations.absences(unit.pk, year, month),
        "title": f"{MONTHS[month - 1]} {year}",
        "month": f"{year}-{month:02}",
        "before": here(request, ay=f"{before:%Y-%m}"),
        "after": here(request, ay=f"{after:%Y-%m}"),
        "days": [
            (day, round(100 * (day - 0.5) / days, 2), dt.date(year, month, day).weekday() > 4)
            for day in range(1, days + 1)
        ],
        "today": round(100 * (today.day - 0.5) / days, 2) if (today.year, today.month) == (year, month) else None,
        "feed": request.build_absolute_uri(feed_of(request.actor.user_id or 0, unit.pk)),
        "ical": f"{reverse('staffing:absences_ical')}?birim={unit.pk}",
    }
    return render(request, "staffing/absences.html", shown)


def _month(text: str, today: dt.date) -> tuple[int, int]:
    try:
        day = dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.year, today.month
    return (day.year, day.month) if 1990 < day.year < 2200 else (today.year, today.month)


def _unit(request: Request) -> int:
    asked = request.GET.get("birim", "")
    if asked.isdecimal() and len(asked) < 19:
        return int(asked)
    seats = [seat for seat in request.actor.seats if not seat.acting] or list(request.actor.seats)
    if not seats:
        raise Http404
    return seats[0].unit_id


@require_GET
def absences_ical(request: Request) -> HttpResponse:
    unit = get_object_or_404(any_unit(), pk=_unit(request))
    rows = delegations.for_calendar(unit.pk, localdate() - dt.timedelta(days=90))
    response = HttpResponse(as_ical(unit, rows), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="vekaletler-{unit.pk}.ics"'
    return response


# What was done in the superior's absence ------------------------------------------------------------------


@require_GET
def notices(request: Request) -> HttpResponse:
    rows = delegations.notices(request.actor)
    if workbook.asked(request):
        return sheets.notices(workbook.every(rows))
    asked = request.GET.get("sonra", "")
    if asked.isdecimal():
        rows = rows.filter(pk__lt=int(asked))
    shown: list[Notice] = list(rows.order_by("-pk")[:51])
    context = {
        "rows": shown[:50],
        "older": here(request, sonra=shown[49].pk) if len(shown) > 50 else "",
        "may": request.actor.holds(access.ACT),
    }
    return render(request, "staffing/notices.html", context)


def report(request: Request) -> HttpResponse:
    form = NoticeForm(posted(request))
    return answer(
        request,
        form,
        delegating.report_act,
        title="Amir yokluğunda yapılan işi bildir",
        button="Amire bildir",
        lead="Amirinize ulaşamadığınız için kendiliğinizden yaptığınız işi sonradan onun bilgisine sunar.",
        next_url=lambda row: reverse("front:case", args=[row.case.number]),
        done="Bildiriminiz amirinizin işleri arasına kondu.",
    )


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form]]] = {
    "allow": (delegating.allow, SilentForm),
    "accept": (delegating.accept, SilentForm),
    "decline": (delegating.decline, WhyForm),
    "forbid": (delegating.forbid, WhyForm),
    "withdraw": (delegating.withdraw, SilentForm),
    "end": (delegating.end, SilentForm),
    "note": (delegating.note_acts, SilentForm),
    "confirm": (delegating.confirm_act, AnswerForm),
    "object": (delegating.object_act, AnswerForm),
}
