"""The page of a meeting: before it the agenda, while it runs the roll and the decisions, after it the minutes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import objection_to
from konak.foundation.files.serving import serve
from konak.foundation.front.story import moments
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.foundation.ui.parts import Action
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.meeting import (
    DecideForm,
    GuestForm,
    InviteForm,
    ItemForm,
    NoteForm,
    NothingForm,
    PaperForm,
    PostponeForm,
    SignForm,
    SummaryForm,
    VotesForm,
    WhyForm,
)
from ..lifecycle import MEETING, MeetingState
from ..models import AgendaItem, Meeting, Outcome, Presence
from .shared import dialog, filled, found

BEFORE = {MeetingState.PLANNED, MeetingState.INVITED}
AFTER = {MeetingState.HELD, MeetingState.MINUTES, MeetingState.CLOSED}
FORWARD = {
    MeetingState.PLANNED: "invite",
    MeetingState.INVITED: "begin",
    MeetingState.OPEN: "finish",
    MeetingState.HELD: "draw",
    MeetingState.MINUTES: "approve",
}
TURN = {
    MeetingState.PLANNED: "Sekretarya gündemi hazırlar ve üyeleri çağırır.",
    MeetingState.INVITED: "Üyeler çağrıldı; toplantı günü sekretarya toplantıyı açar.",
    MeetingState.OPEN: "Toplantı sürüyor.",
    MeetingState.HELD: "Sekretarya tutanağı düzenler.",
    MeetingState.MINUTES: "Katılanlar imzalar, başkanlık eden onaylar.",
}


def page_of(number: str) -> str:
    return reverse("committees:meeting", args=[number])


@dataclass(frozen=True, slots=True)
class Point:
    """One agenda item as drawn: its place, whether it is the one under discussion, its decision."""

    item: AgendaItem
    place: int
    current: bool

    @property
    def decision(self) -> Any:
        return getattr(self.item, "decision", None)


def _actions(meeting: Meeting, request: Request) -> list[Action]:
    """The steps this person may take now; the way forward first."""
    forward = FORWARD.get(MeetingState(meeting.case.state), "")
    actions = []
    for step in queries.steps(meeting, request.actor):
        url = reverse("committees:step", args=[meeting.case.number, step.name])
        primary = step.name == forward
        actions.append(Action(step.name, step.label, url, primary, step.danger))
    return sorted(actions, key=lambda action: (not action.primary, bool(action.danger)))


def _turn(state: MeetingState, items: list[AgendaItem]) -> str:
    """Whose turn it is, in a sentence."""
    left = sum(item.outcome == Outcome.WAITING for item in items)
    if state == MeetingState.OPEN and left:
        return f"Toplantı sürüyor: {left} gündem maddesi kaldı; hepsi sonuçlanınca toplantı bitirilir."
    return TURN.get(state, "")


def _shown(request: Request, meeting: Meeting) -> dict[str, Any]:
    state = MeetingState(meeting.case.state)
    runs = request.actor.reach(access.RUN).covers(meeting.case)
    items = queries.agenda(meeting)
    current = next((item.pk for item in items if item.outcome == Outcome.WAITING), None)
    turnout = queries.turnout(meeting)
    mine = next(
        (line.attendance for line in turnout.lines if line.member and line.member.user_id == request.actor.user_id),
        None,
    )
    live = state == MeetingState.OPEN
    return {
        "record": meeting,
        "case": meeting.case,
        "committee": meeting.committee,
        "points": [Point(item, place, live and item.pk == current) for place, item in enumerate(items, 1)],
        "turnout": turnout,
        "state_kind": meeting.state_kinds[state],
        "actions": _actions(meeting, request),
        "turn": _turn(state, items),
        "before": state in BEFORE,
        "live": live,
        "after": state in AFTER,
        "edits": runs and (state in BEFORE or live),
        "marks": runs and (live or state == MeetingState.INVITED),
        "decides": runs and live,
        "rewords": runs and (live or state == MeetingState.HELD),
        "proposals": list(queries.proposals(meeting.committee)) if runs and (state in BEFORE or live) else [],
        "signs": bool(
            state == MeetingState.MINUTES and mine and mine.status == Presence.PRESENT and mine.signed_at is None
        ),
        "seen_case": request.actor.reach(access.VIEW).covers(meeting.case),
    }


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    meeting = found(queries.meeting, request.actor, number)
    shown = _shown(request, meeting)
    shown["story"] = moments(meeting, trail.story(meeting.case.kind, number), [])
    return render(request, "committees/meeting.html", shown)


STEPS: dict[str, tuple[Callable[..., Any], type[forms.Form], str]] = {
    "invite": (services.invite, InviteForm, "Üyeler çağrıldı."),
    "begin": (services.begin, NothingForm, "Toplantı açıldı; yoklamayı alın."),
    "finish": (services.finish, NothingForm, "Toplantı bitti; tutanağı düzenleyin."),
    "lapse": (services.lapse, NothingForm, "Toplantı yeter sayı olmadığı için kapandı."),
    "draw": (services.draw_minutes, SummaryForm, "Tutanak düzenlendi ve imzaya açıldı."),
    "redraw": (services.redraw, WhyForm, "Tutanak düzeltmeye alındı."),
    "approve": (services.approve_minutes, NothingForm, "Tutanak onaylandı; toplantı tamamlandı."),
    "postpone": (services.postpone, PostponeForm, "Toplantı ertelendi; üyeleri yeniden çağırın."),
    "cancel": (services.cancel, WhyForm, "Toplantı iptal edildi."),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    meeting = found(queries.meeting, request.actor, number)
    if step not in STEPS:
        raise Http404
    service, form_class, done = STEPS[step]
    taken = MEETING.steps[step]
    return dialog(
        request,
        filled(request, form_class),
        service,
        number,
        title=taken.label,
        button=taken.label,
        done=done,
        lead=objection_to(taken, meeting, request.actor) or taken.danger,
        danger=bool(taken.danger),
        next_url=lambda _: page_of(number),
    )


# The roll -----------------------------------------------------------------------------------------------------------


def _after_roll(request: Request, number: str) -> HttpResponse:
    if request.htmx:
        return render(request, "committees/_roll.html", _shown(request, queries.meeting(request.actor, number)))
    return redirect(page_of(number) + "#yoklama")


@require_POST
def mark(request: Request, number: str, attendance_id: int) -> HttpResponse:
    """One press beside one name."""
    meeting = found(queries.meeting, request.actor, number)
    try:
        found(
            lambda: services.mark(number, attendance_id, actor=request.actor, status=request.POST.get("status", ""))
        )
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    return _after_roll(request, number)


@require_POST
def mark_all(request: Request, number: str) -> HttpResponse:
    meeting = found(queries.meeting, request.actor, number)
    try:
        services.mark_all(number, actor=request.actor)
    except Refused as refusal:
        return _refused(request, meeting, refusal)
    return _after_roll(request, number)


def _refused(request: Request, meeting: Meeting, refusal: Refused) -> HttpResponse:
    if request.htmx:
        shown = _shown(request, meeting) | {"refusal": str(refusal)}
        return render(request, "committees/_roll.html", shown, status=422)
    messages.error(request, str(refusal))
    return redirect(page_of(meeting.case.number))


def guest(request: Request, number: str) -> HttpResponse:
    found(queries.meeting, request.actor, number)
    return dialog(
        request,
        filled(request, GuestForm),
        services.add_guest,
        number,
        title="Konuk ekle",
        button="Ekle",
        done="Konuk yoklamaya eklendi.",
        lead="Konuk toplantıda söz alabilir, oy kullanmaz; tutanakta adı geçer.",
        next_url=lambda _: page_of(number) + "#yoklama",
    )


# The agenda ---------------------------------------------------------------------------------------------------------


def add_item(request: Request, number: str) -> HttpResponse:
    meeting = found(queries.meeting, request.actor, number)
    return dialog(
        request,
        filled(request, ItemForm, committee=meeting.committee),
        services.add_item,
        number,
        title="Gündeme madde ekle",
        button="Ekle",
        done="Madde gündeme eklendi.",
        next_url=lambda _: page_of(number) + "#gundem",
    )


def _item(request: Request, number: str, item_id: int) -> tuple[Meeting, AgendaItem]:
    meeting = found(queries.meeting, request.actor, number)
    return meeting, found(lambda: meeting.items.select_related("presenter").get(pk=item_id))


def change_item(request: Request, number: str, item_id: int) -> HttpResponse:
    meeting, item = _item(request, number, item_id)
    return dialog(
        request,
        filled(request, ItemForm, committee=meeting.committee, item=item),
        services.change_item,
        number,
        item_id,
        title="Gündem maddesini düzenle",
        button="Kaydet",
        done="Madde değişti.",
        next_url=lambda _: page_of(number) + "#gundem",
    )


def paper(request: Request, number: str, item_id: int) -> HttpResponse:
    _, item = _item(request, number, item_id)
    return dialog(
        request,
        filled(request, PaperForm),
        services.attach_paper,
        number,
        item_id,
        title="Gündeme dosya ekle",
        button="Ekle",
        lead=item.title,
        done="Dosya maddeye eklendi; üyeler görür.",
        next_url=lambda _: page_of(number) + "#gundem",
    )


@require_GET
def paper_file(request: Request, number: str, paper_id: int) -> HttpResponseBase:
    meeting = found(queries.meeting, request.actor, number)
    row = found(lambda: queries.paper(meeting, paper_id))
    return serve(row.file)


MOVES = {"yukari": True, "asagi": False}


@require_POST
def move_item(request: Request, number: str, item_id: int, way: str) -> HttpResponse:
    """Up, down, or off the agenda."""
    _item(request, number, item_id)
    try:
        if way in MOVES:
            services.move_item(number, item_id, actor=request.actor, up=MOVES[way])
        elif way == "cikar":
            services.remove_item(number, item_id, actor=request.actor)
            messages.success(request, "Madde gündemden çıktı; öneriler arasında duruyor.")
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(number) + "#gundem")


@require_POST
def take_up(request: Request, number: str, item_id: int) -> HttpResponse:
    found(queries.meeting, request.actor, number)
    try:
        found(lambda: services.take_up(number, item_id, actor=request.actor))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page_of(number) + "#gundem")


def decline(request: Request, item_id: int) -> HttpResponse:
    item = found(queries.proposal, request.actor, item_id)
    return dialog(
        request,
        filled(request, WhyForm),
        services.decline_proposal,
        item_id,
        title="Öneriyi gündeme alma",
        button="Gündeme alma",
        lead=item.title,
        done="Öneri gündeme alınmadı; öneren nedenini görür.",
        next_url=lambda _: reverse("committees:committee", args=[item.committee_id]),
    )


# What becomes of a point --------------------------------------------------------------------------------------------


def settle(request: Request, number: str, item_id: int, way: str) -> HttpResponse:
    """Discussed, or left for the next meeting."""
    _, item = _item(request, number, item_id)
    known = {
        "gorusuldu": (services.discuss, "Görüşüldü", "Madde görüşüldü olarak yazıldı."),
        "ertele": (services.defer, "Sonraki toplantıya bırak", "Madde sonraki toplantıya bırakıldı."),
    }
    if way not in known:
        raise Http404
    service, title, done = known[way]
    return dialog(
        request,
        filled(request, NoteForm),
        service,
        number,
        item_id,
        title=title,
        button=title,
        lead=item.title,
        done=done,
        next_url=lambda _: page_of(number) + "#gundem",
    )


def decide(request: Request, number: str, item_id: int) -> HttpResponse:
    meeting, item = _item(request, number, item_id)
    turnout = queries.turnout(meeting)
    lead = item.title
    if not turnout.count.reached:
        lead = f"Yeter sayı yok: {turnout.count.needed} üye gerekir, {turnout.count.present} üye var."
    return dialog(
        request,
        filled(request, DecideForm, turnout=turnout),
        services.decide,
        number,
        item_id,
        title="Karar al",
        button="Kararı yaz",
        lead=lead,
        done="Karar yazıldı ve numarasını aldı.",
        next_url=lambda _: page_of(number) + "#gundem",
        template="committees/_decide.html" if request.htmx else "committees/decide.html",
    )


def reword(request: Request, number: str, item_id: int) -> HttpResponse:
    meeting, item = _item(request, number, item_id)
    decision = getattr(item, "decision", None)
    if decision is None:
        raise Http404
    known = ("text", "votes_for", "votes_against", "abstained", "chair_against")
    initial = {name: getattr(decision, name) for name in known}
    return dialog(
        request,
        filled(request, VotesForm, turnout=queries.turnout(meeting), initial=initial),
        services.reword,
        number,
        item_id,
        title=f"Karar {decision.ordinal}: yazımı düzelt",
        button="Düzelt",
        lead="Sayısı ve sonucu değişmez; düzeltme öyküye yazılır.",
        done="Karar düzeltildi.",
        next_url=lambda _: page_of(number) + "#gundem",
    )


# Minutes and calendar -----------------------------------------------------------------------------------------------


def sign(request: Request, number: str) -> HttpResponse:
    found(queries.meeting, request.actor, number)
    return dialog(
        request,
        filled(request, SignForm),
        services.sign,
        number,
        title="Tutanağı imzala",
        button="İmzala",
        lead="Tutanağı okuduğunuzu ve toplantıda olanı doğru yazdığını onaylarsınız. "
        "Konak'taki bu onay, 5070 sayılı Kanun'daki güvenli elektronik imza değildir.",
        done="Tutanağı imzaladınız.",
        next_url=lambda _: page_of(number) + "#tutanak",
    )


@require_GET
def minutes(request: Request, number: str) -> HttpResponseBase:
    meeting = found(queries.meeting, request.actor, number)
    if meeting.minutes is None:
        raise Http404
    return serve(meeting.minutes)


@require_GET
def calendar(request: Request, number: str) -> HttpResponse:
    """The meeting as a file for a calendar program."""
    meeting = found(queries.meeting, request.actor, number)
    response = HttpResponse(
        services.calendar_of([meeting], meeting.committee.name), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{number}.ics"'
    return response
