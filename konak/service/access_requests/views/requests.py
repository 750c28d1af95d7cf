"""Asking, approving, opening: a person's own page, the basket, the desk of approvals, one request."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases import queries as cases
from konak.foundation.cases.services import objection_to, steps_open
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.people.queries import anybody
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, here, moments, posted

from .. import access
from ..forms import requests as asked
from ..lifecycle import CAMPAIGN, MOVEMENT, REQUEST
from ..models import AccessRequest, Campaign, Movement, RightKind
from ..queries import campaigns, catalogue, chairs, conflicts, entitlements, movements
from ..queries import requests as queries
from ..services import asking, deciding, ending, executing, moving, reviewing, undertaking
from . import sheets
from .common import numbers, with_file, word


def page_of(row: AccessRequest) -> str:
    return reverse("access_requests:request", args=[row.case.number])


# My rights ---------------------------------------------------------------------------------------------------------


@require_GET
def mine(request: Request) -> HttpResponse:
    user_id = request.actor.user_id or 0
    held = entitlements.living_of(user_id)
    if workbook.asked(request):
        return sheets.entitlements("Yetkilerim", held, [])
    last = localdate() + entitlements.SOON
    texts = catalogue.texts_for(user_id)
    shown = {
        "held": held,
        "soon": [row for row in held if row.until and row.until <= last],
        "open": list(queries.listed(request.actor, "open").filter(person_id=user_id).order_by("-pk")[:20]),
        "texts": texts,
        "due": [one for one in texts if one.due],
        "approvals": queries.waiting_for(request.actor).count(),
        "reviews": campaigns.running_for(request.actor),
        "leads": bool(chairs.staff_units(request.actor)),
        "breaks": request.actor.holds(access.BREAK),
    }
    return render(request, "access_requests/mine.html", shown)


def basket(request: Request) -> HttpResponse:
    """Search on top, the chosen rights with their details, and one form for all of them."""
    chosen = list(dict.fromkeys(numbers(request.GET.getlist("yetki") or request.POST.getlist("yetki"))))[:20]
    bound = request.method == "POST"
    initial = {}
    person_id = numbers([request.GET.get("kisi", "")])
    target = request.actor.user_id or 0
    if person_id and chairs.may_act_for(request.actor, person_id[0]):
        target = person_id[0]
        person = anybody().filter(pk=target).first()
        initial["person_id"] = person.username if person and target != request.actor.user_id else ""
    form = asked.AskForm(request.POST) if bound else asked.AskForm(initial=initial)
    details = {key: request.POST.get(f"ayrinti-{key}", "") for key in chosen}
    if bound:
        wanted = [asking.Wanted(key, details[key]) for key in chosen]
        made = run(form, asking.ask, actor=request.actor, wanted=wanted)
        if made is not None:
            words = (
                f"{len(made)} yetki talebi açıldı; onaya gönderildi." if len(made) > 1 else "Talep onaya gönderildi."
            )
            messages.success(request, words)
            return go(request, page_of(made[0]) if len(made) == 1 else reverse("access_requests:mine"))
        if form.is_valid() or "person_id" in form.cleaned_data:
            target = form.cleaned_data.get("person_id") or target
    text, kind, area = word(request, "q"), word(request, "tur", 12), word(request, "sistem")
    picked = [found(catalogue.right, key) for key in chosen]
    clashes = [
        (row, clash)
        for row in picked
        for clash in conflicts.clashes(target, row, localdate(), None, [one.pk for one in picked if one.pk != row.pk])
        if clash.exception is None
    ]
    if not clashes and not form.errors:  # asked only where there is something to make up for
        del form.fields["compensating"], form.fields["exception_until"]
    shown = {
        "form": form,
        "q": text,
        "kind": kind,
        "area": area,
        "kinds": RightKind.choices,
        "areas": catalogue.areas(),
        "offers": [one for one in catalogue.offers(target, text, kind, area) if one.right.pk not in chosen],
        "picked": [(row, details[row.pk], _less(request, chosen, row.pk)) for row in picked],
        "clashes": clashes,
        "add": _query(request, chosen),
        "texts": [one for one in catalogue.texts_for(target, chosen) if one.due] if chosen else [],
        "target": anybody().filter(pk=target).first() if target != request.actor.user_id else None,
    }
    return render(request, "access_requests/basket.html", shown, status=422 if bound else 200)


def _query(request: Request, chosen: list[int]) -> str:
    values = request.GET.copy()
    values.setlist("yetki", [str(key) for key in chosen])
    return values.urlencode()


def _less(request: Request, chosen: list[int], key: int) -> str:
    return "?" + _query(request, [one for one in chosen if one != key])


@require_GET
def staff(request: Request) -> HttpResponse:
    members = entitlements.staff(request.actor)
    if workbook.asked(request):
        return sheets.entitlements("Personelimin yetkileri", [row for one in members for row in one.rows], [])
    only = word(request, "gorunum", 12)
    if only == "ayricalikli":
        members = [one for one in members if one.privileged]
    elif only == "biten":
        members = [one for one in members if one.soon]
    tabs = [
        Tab(label, here(request, gorunum=code or None), only == code)
        for code, label in (("", "Hepsi"), ("ayricalikli", "Ayrıcalıklı yetkisi olan"), ("biten", "Yetkisi bitecek"))
    ]
    return render(request, "access_requests/staff.html", {"members": members, "tabs": tabs})


# The desk of approvals ---------------------------------------------------------------------------------------------


@require_GET
def approvals(request: Request) -> HttpResponse:
    rows = list(queries.waiting_for(request.actor)[:200])
    if workbook.asked(request):
        return sheets.requests("Onayımı bekleyen yetkiler", rows, [])
    shown = {"rows": rows, "reviews": list(queries.reviews_waiting(request.actor)[:50])}
    return render(request, "access_requests/approvals.html", shown)


@require_POST
def approve_many(request: Request) -> HttpResponse:
    chosen = request.POST.getlist("talep")
    try:
        result = deciding.approve_many(actor=request.actor, numbers=chosen, words=request.POST.get("words", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        if result.done:
            messages.success(request, f"{len(result.done)} talep onaylandı.")
        for number, words in result.refused[:5]:
            messages.error(request, f"{number}: {words}")
    return go(request, reverse("access_requests:approvals"))


# Requests ----------------------------------------------------------------------------------------------------------


@require_GET
def index(request: Request) -> HttpResponse:
    view = request.GET.get("gorunum", "open")
    view = view if view in dict(queries.VIEWS) else "open"
    text, kind = word(request, "q"), word(request, "tur", 8)
    found_rows = queries.listed(request.actor, view, text, kind, word(request, "kisi", 18))
    if workbook.asked(request):
        every, _ = queries.page_of(found_rows, limit=workbook.ENOUGH)
        told = [("Görünüm", dict(queries.VIEWS)[view]), *([("Arama", text)] if text else [])]
        return sheets.requests("Yetki talepleri", every, told)
    rows, after = queries.page_of(found_rows, request.GET.get("sonra", ""))
    shown = {
        "rows": rows,
        "q": text,
        "view": view,
        "older": here(request, sonra=after) if after else "",
        "tabs": [Tab(label, here(request, gorunum=code, sonra=None), code == view) for code, label in queries.VIEWS],
        "breaks": request.actor.holds(access.BREAK),
    }
    return render(request, "access_requests/requests.html", shown)


@require_GET
def record(request: Request, number: str) -> HttpResponse:
    row = found(queries.request, request.actor, number)
    whose = row.case.assignee
    hands = row.case.state == "executing" and request.actor.reach(access.EXECUTE).covers(row.case)
    may_take = hands and row.case.assignee_id is None and row.person_id != request.actor.user_id
    steps = steps_open(_at_my_desk(request, row), request.actor)
    texts = [one for one in catalogue.texts_for(row.person_id, [row.right_id]) if one.due]
    shown = {
        "whose": whose,
        "row": row,
        "case": row.case,
        "record": row,
        "steps": [step for step in steps if step.name not in {"order", "break_glass"}],
        "chain": row.chain_rows,
        "basket": queries.basket_of(request.actor, row),
        "story": case_moments(row.case),
        "texts": texts if row.case.state in {"asked", "executing"} and row.kind in {"new", "change"} else [],
        "own": row.person_id == request.actor.user_id,
        "may_take": may_take,
        "links": cases.links(request.actor, row.case),
        "write_letter": _way_to_write(row),
        "held": entitlements.living_of(row.person_id) if row.person_id != request.actor.user_id else [],
        "clashes": conflicts.clashes(row.person_id, row.right, localdate()) if row.case.state == "asked" else [],
    }
    return render(request, "access_requests/request.html", shown)


def _way_to_write(row: AccessRequest) -> str:
    """Where the official answer to a request is begun."""
    words = {"about": row.case.number, "subject": f"{row.right.name} yetki talebi"[:150], "code": "708.03"}
    return f"{reverse('correspondence:new')}?{urlencode(words)}"


def _at_my_desk(request: Request, row: AccessRequest) -> AccessRequest:
    """The request as the services will see it: whoever may decide in place of another has it on his desk."""
    me = request.actor.user_id
    if me is None or row.case.assignee_id == me or me == row.person_id:
        return row
    seated = any(
        seat.unit_id == row.turn_unit_id and seat.position == row.turn_position for seat in request.actor.seats
    )
    secures = (row.role == "security" or row.case.state == "review") and chairs.is_security(request.actor)
    hands = row.case.state == "executing" and row.case.assignee_id is None
    hands = hands and request.actor.reach(access.EXECUTE).covers(row.case)
    if (row.case.state == "asked" and row.role and seated) or secures or hands:
        row.case.assignee_id = me
    return row


Step = tuple[Callable[..., Any], type[forms.Form], str, str]
REQUEST_STEPS: dict[str, Step] = {
    "approve": (deciding.approve, asked.WordsForm, "Onayınız kaydedildi; sıra sonraki onayda.", ""),
    "release": (deciding.approve, asked.WordsForm, "Onaylandı; yürüten birime gönderildi.", "Son onay sizin."),
    "prolong": (deciding.approve, asked.WordsForm, "Süre uzatıldı.", "Son onay sizin."),
    "return": (deciding.hand_back, asked.WhyForm, "Talep eksiğiyle iade edildi.", "Talep edene geri döner."),
    "refuse": (deciding.refuse, asked.WhyForm, "Talep uygun bulunmadı.", ""),
    "withdraw": (asking.withdraw, asked.OptionalWhyForm, "Talepten vazgeçildi.", ""),
    "resubmit": (asking.resubmit, asked.ResubmitForm, "Talep yeniden onaya gönderildi.", "Onaylar baştan başlar."),
    "grant": (
        lambda number, *, actor, **values: executing.grant(number, actor=actor, **with_file(values)),
        asked.ProofForm,
        "İşlem kanıtıyla kaydedildi.",
        "Kütüğe işlenir; kişi ve isteyen bilgilendirilir.",
    ),
    "hand_back": (executing.hand_back, asked.WhyForm, "Talep geri gönderildi.", ""),
    "void": (executing.void, asked.WhyForm, "Talep yürütülmeden kapandı.", ""),
    "uphold": (deciding.uphold, asked.MustSayForm, "Acil erişim yerinde bulundu.", ""),
    "overrule": (deciding.overrule, asked.MustSayForm, "Acil erişim yersiz bulundu.", ""),
}
CAMPAIGN_STEPS: dict[str, Step] = {
    "start": (reviewing.start, asked.NothingForm, "Gözden geçirme başladı.", ""),
    "close": (reviewing.close, asked.NothingForm, "Gözden geçirme kapandı; rapor mühürlendi.", ""),
    "cancel": (reviewing.cancel, asked.WhyForm, "Gözden geçirme iptal edildi.", ""),
}
MOVEMENT_STEPS: dict[str, Step] = {
    "close": (moving.close, asked.NothingForm, "Dosya kapandı.", "Bütün kalemler kanıtlandı; dosya kapanır."),
    "cancel": (moving.cancel, asked.WhyForm, "Dosya iptal edildi.", ""),
}


def step(request: Request, number: str, step: str) -> HttpResponse:
    """GET the question, POST the answer; a refusal comes back in the same form."""
    row: Any
    if number.startswith(Campaign.series):
        row, table, life = found(campaigns.campaign, request.actor, number), CAMPAIGN_STEPS, CAMPAIGN
    elif number.startswith(Movement.series):
        row, table, life = found(movements.movement, request.actor, number), MOVEMENT_STEPS, MOVEMENT
    else:
        row, table, life = found(queries.request, request.actor, number), REQUEST_STEPS, REQUEST
        row = _at_my_desk(request, row)
    if step not in table:
        raise Http404
    service, form_class, said, lead = table[step]
    taken = life.steps[step]
    initial = {"reason": row.reason, "until": row.until, "detail": row.detail} if step == "resubmit" else {}
    form = form_class(request.POST, request.FILES) if request.method == "POST" else form_class(initial=initial)
    return answer(
        request,
        form,
        service,
        number,
        title=taken.label,
        button=taken.label,
        next_url=lambda made: reverse(type(row).page, args=[number]),
        lead=objection_to(taken, row, request.actor) or taken.danger or lead,
        danger=bool(taken.danger),
        done=said,
    )


@require_POST
def take_up(request: Request, number: str) -> HttpResponse:
    try:
        found(executing.take_up, number, actor=request.actor)
        messages.success(request, "İş sizde.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("access_requests:request", args=[number]))


def emergency(request: Request) -> HttpResponse:
    if not request.actor.holds(access.BREAK):
        raise Http404
    return answer(
        request,
        asked.BreakForm(posted(request)),
        executing.break_glass,
        title="Acil erişim aç",
        button="Acil erişimi aç",
        lead="Erişim hemen açılır. Amir, yetkinin sahibi ve bilgi güvenliği sorumlusu bilgilendirilir; iki iş günü "
        "içinde sonradan incelenir.",
        danger=True,
        next_url=page_of,
        done="Acil erişim açıldı; sonradan incelenecek.",
    )


# Entitlements ------------------------------------------------------------------------------------------------------


@require_GET
def entitlement(request: Request, entitlement_id: int) -> HttpResponse:
    row = found(entitlements.entitlement, request.actor, entitlement_id)
    asked_for = list(queries.requests(request.actor).filter(entitlement=row).select_related("right").order_by("pk"))
    origin = queries.requests(request.actor).filter(case__number=row.request_number).first()
    assert row.assignee_id is not None
    living = row.state == "active"
    shown = {
        "row": row,
        "asked": asked_for,
        "origin": origin,
        "reviews": list(row.reviews.select_related("campaign__case", "decided_by").order_by("-pk")[:10]),
        "story": moments("access_requests.entitlement", row.pk),
        "may_end": living and ending.may_end(request.actor, row),
        "may_ask": living and chairs.may_act_for(request.actor, row.assignee_id),
    }
    return render(request, "access_requests/entitlement.html", shown)


def _entitlement_url(row: Any) -> str:
    return reverse("access_requests:entitlement", args=[row.pk])


def end(request: Request, entitlement_id: int) -> HttpResponse:
    row = found(entitlements.entitlement, request.actor, entitlement_id)
    return answer(
        request,
        asked.WhyForm(posted(request)),
        ending.end,
        entitlement_id,
        title="Yetkiyi sona erdir",
        button="Sona erdir",
        lead=f"{row} bugün sona erer; yürüten birime kaldırma işi gider.",
        danger=True,
        next_url=_entitlement_url,
        done="Yetki sona erdi; sistemden kaldırılması istendi.",
    )


def longer(request: Request, entitlement_id: int) -> HttpResponse:
    row = found(entitlements.entitlement, request.actor, entitlement_id)
    return answer(
        request,
        asked.ExtendForm(posted(request)),
        asking.extend,
        entitlement_id,
        title="Süre uzatma iste",
        button="Onaya gönder",
        lead=f"Şimdiki son gün {row.until:%d.%m.%Y}. Onaylanana kadar bu gün geçerlidir." if row.until else "",
        next_url=page_of,
        done="Uzatma talebi onaya gönderildi.",
    )


def instead(request: Request, entitlement_id: int) -> HttpResponse:
    row = found(entitlements.entitlement, request.actor, entitlement_id)
    return answer(
        request,
        asked.ChangeForm(posted(request), held=row),
        asking.change,
        entitlement_id,
        title="Yetkiyi değiştir",
        button="Onaya gönder",
        lead="Yenisi açılınca eskisi aynı işlemle kaldırılır.",
        next_url=page_of,
        done="Değişiklik talebi onaya gönderildi.",
    )


@require_GET
def proof(request: Request, entitlement_id: int) -> HttpResponseBase:
    row = found(entitlements.entitlement, request.actor, entitlement_id)
    if row.proof_file is None:
        raise Http404
    return serve(row.proof_file)


# Undertakings ------------------------------------------------------------------------------------------------------


@require_GET
def text(request: Request, version_id: int) -> HttpResponse:
    row = found(catalogue.version, version_id)
    user_id = request.actor.user_id or 0
    mine_ = list(catalogue.acceptances(version_id).filter(user_id=user_id)[:1])
    keeps = request.actor.holds(access.CATALOGUE)
    shown = {
        "row": row,
        "paragraphs": [line for line in row.text.splitlines() if line.strip()],
        "accepted": mine_[0] if mine_ else None,
        "acceptances": list(catalogue.acceptances(version_id)[:200]) if keeps else [],
        "versions": list(row.undertaking.versions.all()),
    }
    return render(request, "access_requests/text.html", shown)


@require_POST
def accept(request: Request, version_id: int) -> HttpResponse:
    """Okudum, kabul ettim: of exactly the text that was shown."""
    try:
        found(undertaking.accept, version_id, actor=request.actor, digest=request.POST.get("ozet", ""))
        messages.success(request, "Kabulünüz metnin özetiyle birlikte kayda geçti.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("access_requests:text", args=[version_id]))
