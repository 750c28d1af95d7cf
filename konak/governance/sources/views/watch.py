"""The watch of changes: list, circulars, one change with its steps, units and flagged duties."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import steps_open
from konak.foundation.trail import queries as trail
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Moment, Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given

from .. import access, queries, services
from ..forms.notice import (
    ClearForm,
    FinishForm,
    NoticeForm,
    OpineForm,
    PracticeForm,
    SendForm,
    SettleForm,
    WhyForm,
)
from ..lifecycle import LIFE, State
from ..models import Application, Flag, Impact, Notice, NoticeKind
from .common import PER_PAGE

ORDER = ("-published_on", "-pk")
VERBS: dict[str, tuple[str, str, str]] = {
    "send": ("incelemeye verdi", "send", "open"),
    "opine": ("görüş verdi", "message-report", "wait"),
    "clear": ("etkisi olmadığı görüşünü verdi", "circle-check", "done"),
    "again": ("görüşü yeniden istedi", "arrow-back-up", "late"),
    "finish": ("uygulandı olarak kapattı", "check", "done"),
    "drop": ("kaydı kapattı", "trash", ""),
    "practice": ("birimde uygulandığını bildirdi", "building", "done"),
    "settle": ("işaretli bir göreve baktı", "clipboard-check", ""),
}
IMPACT_KIND = {Impact.HIGH: "late", Impact.MEDIUM: "wait", Impact.LOW: "open", Impact.NONE: "closed"}


@require_GET
def index(request: Request) -> HttpResponse:
    return _list(request, "")


@require_GET
def circulars(request: Request) -> HttpResponse:
    return _list(request, NoticeKind.CIRCULAR)


def _list(request: Request, kind: str) -> HttpResponse:
    given_ = asked(request, "kind", "state", "impact", "q", "after")
    given_["kind"] = kind or (given_["kind"] if given_["kind"] in NoticeKind.values else "")
    filters = queries.NoticeFilter(**{key: given_[key] or None for key in ("kind", "state", "impact", "q")})
    rows = queries.notices(request.actor, filters)
    page, after = queries.page_after(rows, ORDER, given_["after"], PER_PAGE)
    base = {key: given_[key] for key in ("kind", "state", "impact", "q")}
    if kind:
        base["kind"] = ""
    counts = queries.notice_counts(request.actor, kind)
    views = [("Tümü", "", "every"), ("Açık", "open", "open"), ("Geciken", "late", "late")]
    views.append(("Uygulandı", State.APPLIED.value, "applied"))
    tabs = [Tab(label, address(base, state=key), given_["state"] == key, counts[name]) for label, key, name in views]
    chips = []
    if given_["kind"] and not kind:
        chips.append(Chip("Tür", str(NoticeKind(given_["kind"]).label), address(base, kind="")))
    if given_["impact"] in Impact.values:
        chips.append(Chip("Etki", str(Impact(given_["impact"]).label), address(base, impact="")))
    if given_["q"]:
        chips.append(Chip("Arama", given_["q"], address(base, q="")))
    if sheets.asked(request):
        return _workbook(rows.order_by(*ORDER), kind, sheets.told(tabs, chips))
    context = {
        "rows": [
            (row, row.state_kinds[row.case.state], IMPACT_KIND.get(Impact(row.impact)) if row.impact else "")
            for row in page
        ],
        "circulars": bool(kind),
        "tabs": tabs,
        "chips": chips,
        "asked": given_,
        "kinds": NoticeKind.choices,
        "impacts": Impact.choices,
        "every": counts["every"],
        "older": address(base, after=after) if after else "",
        "first": address(base) if given_["after"] else "",
        "may_record": request.actor.holds(access.RECORD),
    }
    return render(request, "sources/watch.html", context)


def _workbook(rows: QuerySet[Notice], kind: str, told: list[tuple[str, object]]) -> HttpResponse:
    head = [
        *(("Sayı", 16), ("Tür", 16), ("Konu", 56), ("Dayanak", 40), ("Çıkaran", 28), ("Belge sayısı", 14)),
        *(("Tarih", 12), ("Resmî Gazete", 12), ("Yürürlük", 12), ("Durum", 16), ("Sorumlu birim", 34)),
        *(("Üstlenen", 22), ("Son gün", 12), ("Etki", 12), ("Sonuç", 26), ("Uygulandığı gün", 14)),
    ]
    lines = [
        [
            *(row.case.number, row.get_kind_display(), row.case.subject, str(row.source or ""), row.issuer),
            *(row.document_number, row.published_on, row.gazette_number, row.in_force_on, row.state_label),
            *(row.case.unit.name, str(row.case.assignee or ""), row.case.due_on),
            *(row.get_impact_display(), row.get_outcome_display(), row.applied_on),
        ]
        for row in rows
    ]
    title = "Gelen genelgeler" if kind else "Yeni ve değişen mevzuat"
    return sheets.workbook(title, head, lines, "genelgeler" if kind else "mevzuat-degisiklikleri", filters=told)


def add(request: Request) -> HttpResponse:
    form = NoticeForm(**given(request), initial=request.GET.dict(), actor=request.actor)
    return answer(
        request,
        form,
        services.record_notice,
        title="Genelge kaydet" if request.GET.get("kind") == "circular" else "Değişiklik kaydet",
        next_url=lambda row: reverse("sources:notice", args=[row.case.number]),
        done="Kaydedildi; incelenmek üzere birimin işlerine düştü.",
    )


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    notice = found(queries.notice, request.actor, number)
    units = queries.applications(request.actor, notice)
    flags = queries.flags(request.actor, notice)
    open_ = not notice.ended
    reach = request.actor.reach(access.LINK)
    reviewer = notice.case.assignee_id is not None and notice.case.assignee_id == request.actor.user_id
    context = {
        "record": notice,
        "case": notice.case,
        "state_kind": notice.state_kinds[notice.case.state],
        "impact_kind": IMPACT_KIND.get(Impact(notice.impact), "") if notice.impact else "",
        "steps": steps_open(notice, request.actor),
        "units": units,
        "confirmed": sum(1 for one in units if one.row.confirmed_at),
        "flags": [
            (flag, fact, open_ and not flag.settled_at and (reviewer or reach.covers(queries.Place(fact.unit_id))))
            for flag, fact in flags
        ],
        "settled": sum(1 for flag, _ in flags if flag.settled_at),
        "hidden_flags": notice.flags.count() - len(flags),
        "attachments": list(cases.attachments(notice.case)),
        "story": _story(notice),
    }
    return render(request, "sources/notice.html", context)


def _story(notice: Notice) -> list[Moment]:
    moments = []
    common = {
        "open": ("değişikliği kaydetti", "plus", "open"),
        "attach": ("belge ekledi", "paperclip", ""),
        "claim": ("dosyayı üstlendi", "user-check", ""),
        "assign": ("dosyayı birine verdi", "user-plus", ""),
        "unassign": ("dosyayı birime bıraktı", "users", ""),
        "link": ("başka bir dosyaya bağladı", "link", ""),
        "comment": ("açıklama yazdı", "message", "open"),
    }
    for entry in trail.story(notice.case.kind, notice.case.number):
        if entry.verb == "comment":
            continue
        words, icon, kind = VERBS.get(entry.verb) or common.get(entry.verb, (entry.verb, "point", ""))
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit.name}" if entry.seat else ""
        moments.append(Moment(entry.at, words, entry.user or "Konak", entry.note, icon, kind, seat))
    remarks = [
        Moment(one.at, "açıklama yazdı", one.author, one.text, "message", "open")
        for one in cases.comments(notice.case)
    ]
    return sorted(moments + remarks, key=lambda moment: moment.at)


def step(request: Request, number: str, name: str) -> HttpResponse:
    """Every step of a change: its form in a dialog, its service behind it."""
    notice = found(queries.notice, request.actor, number)
    if name not in LIFE.steps:
        raise Http404
    made: dict[str, tuple[Callable[..., forms.Form], Callable[..., Any], str]] = {
        "send": (lambda **k: SendForm(notice=notice, **k), services.send, ""),
        "opine": (
            lambda **k: OpineForm(
                units=queries.affected_units(notice),
                initial={"unit_ids": queries.touched_units(notice), "impact": "low", "outcome": "duties"},
                **k,
            ),
            services.opine,
            "Görüşünüz dosyada kalır; seçilen birimler uygulamayı tek tek bildirir.",
        ),
        "clear": (ClearForm, services.clear, LIFE.steps["clear"].danger),
        "again": (WhyForm, services.again, ""),
        "finish": (FinishForm, services.finish, "Dayanağın yeni sürümü kütüğe işlenir."),
        "drop": (WhyForm, services.drop, LIFE.steps["drop"].danger),
    }
    build, service, lead = made[name]
    return answer(
        request,
        build(**given(request)),
        service,
        number,
        title=LIFE.steps[name].label,
        button=LIFE.steps[name].label,
        lead=lead,
        danger=bool(LIFE.steps[name].danger),
        next_url=lambda row: reverse("sources:notice", args=[number]),
    )


def confirm(request: Request, application_id: int) -> HttpResponse:
    row: Application = found(queries.application, request.actor, application_id)
    number = row.notice.case.number
    initial = {"practice": row.practice} if row.practice else {}
    return answer(
        request,
        PracticeForm(**given(request), initial=initial),
        services.confirm_unit,
        application_id,
        title="Uygulandığını bildir",
        button="Bildir",
        lead=row.unit.name,
        next_url=lambda one: reverse("sources:notice", args=[number]),
    )


def settle(request: Request, flag_id: int) -> HttpResponse:
    flag, fact = found(queries.flag, request.actor, flag_id)
    assert isinstance(flag, Flag)
    number = flag.notice.case.number
    return answer(
        request,
        SettleForm(**given(request)),
        services.settle_flag,
        flag_id,
        title="Görev gözden geçirildi",
        lead=f"Md. {fact.path} · {fact.responsible}",
        next_url=lambda one: reverse("sources:notice", args=[number]),
    )
