"""Lists of disposal: commission, opinion, approval, minute."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, posted, press

from .. import access, queries, services
from ..forms import (
    AgreeForm,
    BeginForm,
    DecideForm,
    NothingForm,
    OpinionForm,
    ProposeForm,
    ReceiptForm,
    SeatForm,
    WhyForm,
)
from ..lifecycle import DISPOSAL_LIFE
from .listing import Col, listing

DISPOSALS = (
    Col("Durum", 24, lambda r: r.state_label, state=lambda r: r.state_kind),
    Col("Liste", 60, lambda r: r.case.subject, small=lambda r: r.case.number),
    Col("Sayı", 18, lambda r: r.case.number, screen=False),
    Col("Yıl", 8, lambda r: str(r.year)),
    Col("Görüş", 28, lambda r: r.opinion_number, small=lambda r: r.opinion_on),
    Col("Onay", 16, lambda r: r.approved_at),
)


@require_GET
def disposals(request: Request) -> HttpResponse:
    may = queries.archivist(request.actor).holds(access.DISPOSE)
    return listing(
        request,
        title="Ayıklama ve imha",
        lead="Süresi dolan dosyaların listeleri: komisyon, Devlet Arşivleri görüşü, onay ve tutanak.",
        name="ayiklama-imha",
        columns=DISPOSALS,
        rows=queries.disposals(request.actor),
        link=lambda row: reverse("archive:disposal", args=[row.case.number]),
        new_url=reverse("archive:propose") if may else "",
        new_label="Liste çıkar",
        empty="Liste yok. Süresi dolan dosyalar için kurum arşivi liste çıkarır.",
    )


def propose(request: Request) -> HttpResponse:
    return answer(
        request,
        ProposeForm(posted(request)),
        services.propose,
        title="Ayıklama ve imha listesi çıkar",
        button="Listeyi çıkar",
        next_url=lambda made: reverse("archive:disposal", args=[made.case.number]),
        lead="Saklama süresi geçen yılın sonuna kadar dolmuş, hukuki saklamada olmayan dosyalar listelenir.",
    )


@require_GET
def disposal(request: Request, number: str) -> HttpResponse:
    record = found(queries.one_disposal, request.actor, number)
    wider = queries.archivist(request.actor)
    lines = record.lines.select_related("folder__case__unit").order_by("folder__code", "folder__year", "pk")
    within = wider.reach(access.DISPOSE).covers(record.case)
    steps = [one for one in (steps_open(record, wider) if within else []) if one.name != "finish"]
    mine = record.members.filter(user_id=request.actor.user_id or 0).first()
    if workbook.asked(request):
        return _lines(record, lines)
    shown = {
        "record": record,
        "case": record.case,
        "lines": lines[:500],
        "more": max(lines.count() - 500, 0),
        "members": record.members.select_related("user"),
        "steps": steps,
        "mine": mine,
        "within": within,
        "may_agree": mine is not None and mine.agreed_at is None and record.case.state == "commission",
        "may_decide": record.case.state in ("draft", "commission"),
        "enabled": services.enabled(),
        "bags": record.bags.select_related("file") if within else [],
        "handing": record.lines.filter(decision="state").exists(),
        "moments": case_moments(record.case),
    }
    return render(request, "archive/disposal.html", shown)


def _lines(record: Any, lines: Any) -> HttpResponse:
    head = [
        *(workbook.Column("Dosya", 18), workbook.Column("Konu", 60), workbook.Column("Kod", 12)),
        *(workbook.Column("Yıl", 8), workbook.Column("Birim", 40), workbook.Column("Belge", 10)),
        *(workbook.Column("Saklama sonu", 12), workbook.Column("Plan", 26), workbook.Column("Karar", 26)),
        *(workbook.Column("Gerekçe", 60), workbook.Column("Sonuç", 30)),
    ]
    rows = (
        [
            one.folder.case.number,
            one.folder.case.subject,
            one.folder.code,
            str(one.folder.year),
            one.folder.case.unit.name,
            one.folder.documents,
            one.folder.keep_until,
            one.get_proposed_display(),
            one.get_decision_display(),
            one.why,
            one.fault or ("yapıldı" if one.done_at else ""),
        ]
        for one in workbook.every(lines)
    )
    return workbook.workbook(str(record.case.number), head, rows, "imha-listesi")


def disposal_step(request: Request, number: str, step: str) -> HttpResponse:
    found(queries.one_disposal, request.actor, number)
    doing: dict[str, tuple[type[forms.Form], Any, str]] = {
        "convene": (NothingForm, services.convene, "Komisyona sun"),
        "ask_opinion": (NothingForm, services.ask_opinion, "Devlet Arşivleri görüşüne gönder"),
        "to_approval": (NothingForm, services.to_approval, "Üst yöneticiye sun"),
        "rework": (WhyForm, services.rework, "Komisyona geri gönder"),
        "approve": (NothingForm, services.approve, "Listeyi onayla"),
        "begin": (BeginForm, services.begin, "İmhayı başlat"),
        "cancel": (WhyForm, services.cancel, "Vazgeç"),
        "seat": (SeatForm, services.seat_member, "Komisyona üye al"),
        "decide": (DecideForm, services.decide, "Karar yaz"),
        "agree": (AgreeForm, services.agree, "Listeyi onayla"),
        "opinion": (OpinionForm, services.record_opinion, "Görüşü kaydet"),
        "receipt": (ReceiptForm, services.record_receipt, "Teslim yazısını kaydet"),
        "pack": (NothingForm, services.pack_list, "Devir paketi hazırla"),
    }
    if step not in doing:
        raise Http404
    form, deed, title = doing[step]
    known = DISPOSAL_LIFE.steps.get(step)
    lead = known.danger if known else ""
    if step == "decide" and request.method != "POST":
        bound = form(initial={"folders": "\n".join(request.GET.getlist("dosya"))})
    else:
        bound = form(posted(request))
    return answer(
        request,
        bound,
        deed,
        number,
        title=title,
        button=title,
        lead=lead,
        danger=bool(lead),
        next_url=lambda made: reverse("archive:disposal", args=[number]),
    )


@require_POST
def unseat(request: Request, number: str, member_id: int) -> HttpResponse:
    back = reverse("archive:disposal", args=[number])
    return press(request, services.unseat_member, number, member_id, back=back, done="Üye komisyondan çıkarıldı.")


@require_GET
def disposal_file(request: Request, number: str, what: str) -> HttpResponseBase:
    record = found(queries.one_disposal, request.actor, number)
    file = {"liste": record.list_file, "tutanak": record.minute}.get(what)
    if file is None:
        raise Http404
    return serve(file)
