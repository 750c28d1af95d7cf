"""The register of committees and the page of one."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from konak.foundation.trail import queries as trail
from konak.foundation.ui import slots, workbook
from konak.foundation.ui.parts import Moment
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.committee import (
    CloseForm,
    EndForm,
    FoundForm,
    MemberForm,
    PlanForm,
    ProposeForm,
    RulesForm,
)
from ..models import Committee
from ..services.founding import KIND
from . import sheets
from .shared import dialog, filled, found

PAST = 12


def page_of(committee_id: int) -> str:
    return reverse("committees:committee", args=[committee_id])


@require_GET
def index(request: Request) -> HttpResponse:
    standings = queries.directory(request.actor)
    if workbook.asked(request):
        return sheets.committees(standings)
    context = {
        "standings": standings,
        "mine": list(queries.my_meetings(request.actor)[:6]),
        "may_found": request.actor.holds(access.FOUND),
    }
    return render(request, "committees/index.html", context)


def found_one(request: Request) -> HttpResponse:
    return dialog(
        request,
        filled(request, FoundForm, actor=request.actor),
        services.found,
        title="Kurul kur",
        button="Kur",
        lead="Kurulu kuran karar ya da olurla birlikte çalışma kuralları. Üyeleri sonra, tarihleriyle eklersiniz.",
        done="Kurul kuruldu. Şimdi üyelerini ekleyin.",
        next_url=lambda made: page_of(made.pk),
        template="committees/found.html",
    )


def _day(request: Request) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("gun", ""))
    except ValueError:
        return localdate()


@require_GET
def record(request: Request, committee_id: int) -> HttpResponse:
    committee = found(queries.committee, request.actor, committee_id)
    day = _day(request)
    members = queries.members_on(committee, day)
    rates = queries.attendance_rates(committee)
    runs = queries.may_run(request.actor, committee)
    meetings = committee.meetings.select_related("presiding__user").order_by("-starts_at")
    open_meetings = list(meetings.filter(case__closed_at=None))[::-1]
    context: dict[str, Any] = {
        "committee": committee,
        "standing": queries.standing_of(committee),
        "members": [(member, rates.get(member.pk)) for member in members],
        "day": day,
        "today": localdate(),
        "former": list(queries.former_members(committee)[:20]) if day == localdate() else [],
        "coming": open_meetings,
        "past": list(meetings.exclude(case__closed_at=None)[:PAST]),
        "decisions": queries.open_of(committee),
        "proposals": list(queries.proposals(committee)),
        "manages": queries.manages(request.actor, committee) and committee.closed_on is None,
        "runs": runs and committee.closed_on is None,
        "proposes": committee.closed_on is None and (runs or queries.is_member(request.actor, committee.pk)),
        "story": _story(committee),
    }
    return render(request, "committees/committee.html", context)


def _story(committee: Committee) -> list[Moment]:
    told = []
    for entry in trail.story(KIND, committee.pk):
        words, icon, kind = slots.verb_of(entry.kind, entry.verb) or (entry.verb, "point", "")
        told.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, kind))
    return told


def change(request: Request, committee_id: int) -> HttpResponse:
    committee = found(queries.committee, request.actor, committee_id)
    return dialog(
        request,
        filled(request, RulesForm, committee=committee),
        services.change_rules,
        committee_id,
        title=f"{committee.name}: çalışma kuralları",
        button="Kaydet",
        lead="Değişiklik bugünden geçerlidir; önceki hâli geçmişte kalır.",
        done="Kurallar değişti.",
        next_url=lambda _: page_of(committee_id),
        template="committees/found.html",
    )


def seat(request: Request, committee_id: int) -> HttpResponse:
    committee = found(queries.committee, request.actor, committee_id)
    return dialog(
        request,
        filled(request, MemberForm, members=queries.members_on(committee)),
        services.add_member,
        committee_id,
        title="Üye ekle",
        button="Ekle",
        done="Üye eklendi.",
        next_url=lambda _: page_of(committee_id) + "#uyeler",
        template="committees/found.html",
    )


def unseat(request: Request, committee_id: int, member_id: int) -> HttpResponse:
    committee = found(queries.committee, request.actor, committee_id)
    return dialog(
        request,
        filled(request, EndForm),
        services.end_member,
        committee_id,
        member_id,
        title="Üyeliği bitir",
        button="Bitir",
        lead=f"{committee.name} üyeliği bu günün sonunda biter; katıldığı toplantılar ve imzaları kalır.",
        done="Üyelik bitti.",
        next_url=lambda _: page_of(committee_id) + "#uyeler",
        danger=True,
    )


def close(request: Request, committee_id: int) -> HttpResponse:
    committee = found(queries.committee, request.actor, committee_id)
    return dialog(
        request,
        filled(request, CloseForm),
        services.close_committee,
        committee_id,
        title=f"{committee.name}: kapat",
        button="Kurulu kapat",
        lead="Üyelikler biter. Yerine getirilmemiş kararları izlenmeye devam eder.",
        done="Kurul kapandı.",
        next_url=lambda _: page_of(committee_id),
        danger=True,
    )


def propose(request: Request, committee_id: int) -> HttpResponse:
    found(queries.committee, request.actor, committee_id)
    return dialog(
        request,
        filled(request, ProposeForm),
        services.propose,
        committee_id,
        title="Gündem öner",
        button="Öner",
        lead="Önerinizi sekretarya görür; gündeme alır ya da nedenini yazar.",
        done="Öneriniz sekretaryaya iletildi.",
        next_url=lambda _: page_of(committee_id) + "#oneriler",
    )


def plan(request: Request, committee_id: int) -> HttpResponse:
    committee = found(queries.committee, request.actor, committee_id)
    return dialog(
        request,
        filled(request, PlanForm),
        services.plan,
        committee_id,
        title="Toplantı planla",
        button="Planla",
        lead=f"{committee.name}: çağrı en az {committee.notice_days} iş günü önce yapılır. "
        "Önceki toplantıdan kalan maddeler gündeme kendiliğinden gelir.",
        done="Toplantı planlandı. Gündemini hazırlayıp üyeleri çağırın.",
        next_url=lambda made: reverse("committees:meeting", args=[made.case.number]),
    )
