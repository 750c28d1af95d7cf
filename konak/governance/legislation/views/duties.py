"""The duty register on the screen: list, heat map, one duty, its evidence, and one's own duties."""

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import push_url
from django_tables2 import RequestConfig
from pydantic import ValidationError

from konak.foundation.access import reasons
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import serve
from konak.foundation.people.queries import people_of
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Cell, HeatRow, Moment, Tab
from konak.foundation.ui.picking import UnitField, typed
from konak.foundation.web.actions import act, go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.duty import (
    AssignForm,
    BindForm,
    DutyForm,
    EvidenceForm,
    FilterForm,
    WithdrawForm,
    capability_label,
)
from ..models import Duty, Evidence, Proof
from ..tables.charts import trend_chart
from ..tables.duty import KIND, TOLD, DutyTable, duties_workbook, shares_workbook
from ..tables.report import duty_data
from .reports import download
from .then import then_of

T = TypeVar("T")
PER_PAGE = 50
RECENT = 6
"""Proofs in sight; older ones wait behind a line."""


def found(query: Callable[..., T], *args: Any) -> T:
    """What `query` finds; unknown and out of reach are the same 404."""
    try:
        return query(*args)
    except ObjectDoesNotExist:
        raise Http404 from None


def filters_of(asked: QueryDict) -> queries.DutyFilter:
    """The filters in a query string; what makes no sense (a unit that is no number) is left out."""
    values: dict[str, Any] = {name: asked[name] for name in queries.DutyFilter.model_fields if asked.get(name)}
    values |= typed(asked, unit=UnitField())
    try:
        return queries.DutyFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return queries.DutyFilter.model_validate({k: value for k, value in values.items() if k not in wrong})


@require_GET
@vary_on_headers("HX-Request")
def index(request: Request) -> HttpResponse:
    filters = filters_of(request.GET)
    then = then_of(request)
    offered = queries.choices(request.actor, filters.regulation or "")
    if filters.regulation and filters.article not in {path for path, _ in offered.articles}:
        filters.article = None  # an article of the text chosen before
    rows: Any = queries.duties(request.actor, filters)
    every: list[Duty] = []
    if then.day:
        every = queries.duties_on(request.actor, then.day)
        closed = filters.state == Proof.CLOSED
        rows = (
            queries.duties_on(request.actor, then.day, filters) if closed else queries.kept(every, filters, then.day)
        )
    form = FilterForm(filters, offered, then.day)
    if workbook.asked(request):
        return duties_workbook(workbook.every(rows), then.day or localdate(), form.chips())
    table = DutyTable(rows)
    table.then = then
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    shown = {
        "table": table,
        "form": form,
        "chips": form.chips(),
        "tabs": _tabs(request, filters, then.day, every),
        "then": then,
        "today": localdate(),
        "filtered": bool(filters.model_dump(exclude_none=True)),
    }
    if request.htmx and not request.htmx.boosted:
        # The address that goes into the history names only what is filtered.
        return push_url(render(request, "legislation/duty_list.html", shown), request.path + form.address())
    nights = queries.trend(request.actor, then.day, number=filters.regulation or "", unit_id=filters.unit)
    return render(request, "legislation/duties.html", shown | {"trend": trend_chart(nights)})


def _tabs(request: Request, filters: queries.DutyFilter, day: dt.date | None, every: list[Duty]) -> list[Tab]:
    """The saved views; each is only an address, so that it can be sent to a colleague."""
    actor = request.actor
    count = queries.counts_on(actor, every) if day else queries.counts(actor)
    given = filters.model_dump(exclude_none=True)
    units = sorted({seat.unit_id for seat in actor.seats})
    views: list[tuple[str, dict[str, Any], int]] = [
        ("Hepsi", {}, count.every),
        ("Kanıtı eksik", {"state": queries.LACKING}, count.lacking),
    ]
    if len(units) == 1:
        views.append(("Birimim", {"unit": units[0]}, count.unit))
    if actor.user_id:
        views.append(("Bana verilen", {"assignee": actor.user_id}, count.given))
    page = reverse("legislation:duties")
    empty = FilterForm(queries.DutyFilter(), queries.Choices([], [], [], [], []), day)
    return [Tab(label, page + empty.address(**values), given == values, number) for label, values, number in views]


@require_GET
def heat(request: Request, number: str) -> HttpResponse:
    regulation = found(queries.regulation, request.actor, number)
    then = then_of(request)
    day = then.day
    rows = queries.heat_on(request.actor, number, day) if day else queries.heat(request.actor, number)
    page = reverse("legislation:duties")
    when = {"tarih": day.isoformat()} if day else {}

    def cell(row: queries.HeatRow, state: str, count: int) -> Cell:
        words = dict(Proof.choices)[state] if state else "bütün görevler"
        address = QueryDict(mutable=True)
        address.update({"regulation": number, "article": row.path} | ({"state": state} if state else {}) | when)
        return Cell(count, f"{page}?{address.urlencode()}", f"Md. {row.path}, {words}: {count}")

    shown = [
        HeatRow(
            Truncator(f"Md. {row.path} {row.heading}".strip()).chars(44),
            [
                cell(row, Proof.MISSING, row.missing),
                cell(row, Proof.STALE, row.stale),
                cell(row, Proof.FRESH, row.fresh),
                cell(row, "", row.total),
            ],
            then.on(f"{page}?regulation={number}&article={row.path}"),
        )
        for row in rows
    ]
    total = {
        "fresh": sum(row.fresh for row in rows),
        "stale": sum(row.stale for row in rows),
        "missing": sum(row.missing for row in rows),
        "all": sum(row.total for row in rows),
    }
    columns = [Proof.MISSING.label, Proof.STALE.label, Proof.FRESH.label, "Toplam"]
    context = {"regulation": regulation, "columns": columns, "rows": shown, "total": total, "page": page}
    context |= {"then": then, "today": localdate(), "when": f"&{then.query}" if day else ""}
    return render(request, "legislation/heat.html", context)


def _story(duty: Duty) -> list[Moment]:
    moments = []
    for entry in queries.story(duty):
        words, icon, kind = TOLD.get(entry.verb, (entry.verb, "point", ""))
        text = capability_label(entry.note) if entry.verb in {"bind", "unbind"} else ""
        text = entry.note if entry.verb == "set" else text
        seat = f"{entry.seat.get_position_display()}, {entry.seat.unit.name}" if entry.seat else ""
        who = entry.user.full_name if entry.user else "Konak"
        moments.append(Moment(entry.at, words, who, text, icon, kind, seat))
    return moments


@require_GET
def record(request: Request, duty_id: int) -> HttpResponse:
    then, actor = then_of(request), request.actor
    day = then.day
    duty = found(queries.duty, actor, duty_id)
    if day and duty.opened_on > day:
        then = replace(then, words=f"Görev {duty.opened_on:%d.%m.%Y} günü başladı; o gün henüz yoktu.")
    past = queries.as_they_stood([duty], day) if day else None
    filed = queries.evidence_on(duty, day) if day else queries.evidence(duty)
    proofs = [(proof, queries.fault_of(proof)) for proof in filed]
    holders = queries.holders_of(duty, day)
    manages = day is None and queries.may_manage(actor, duty)
    proves = day is None and duty.closed_on is None and queries.proving_seat(actor, duty) is not None
    context = {
        "duty": duty,
        "clause": duty.clause,
        "regulation": duty.regulation,
        "proof": queries.proof_of(duty),
        "kind": KIND[queries.proof_of(duty)],
        "next_on": queries.next_on(duty),
        "holders": holders[:8],
        "more_holders": max(0, len(holders) - 8),
        "answers_to": queries.answers_to(duty, holders, day),
        "proofs": proofs[:RECENT],
        "older": proofs[RECENT:],
        "coverage": _coverage(duty, [proof for proof, _ in proofs], day),
        "may_withdraw": {
            proof.pk for proof, _ in proofs if day is None and _may_withdraw(request, duty, proof.filed_by_id)
        },
        "bound": queries.bound_on(duty, past, day) if past and day else queries.bound(duty),
        "may_prove": proves,
        "may_manage": manages,
        "why": reasons(actor, access.VIEW, duty.regulation.case),
        "view": access.VIEW,
        "story": [moment for moment in _story(duty) if day is None or localdate(moment.at) <= day],
        "then": then,
        "today": localdate(),
        "forebears": queries.forebears(actor, duty),
        "heirs": queries.heirs(actor, duty),
        "rests_on": queries.rests_on(duty.clause),
        "carried_by": queries.carried_by(actor, duty.clause),
    }
    if request.GET.get("bicim") == "pdf":
        data = duty_data(duty, [proof for proof, _ in proofs], [row.user.full_name for row in holders[:8]], day)
        content = render_pdf("legislation/duty", data)
        return download(content, f"gorev-{duty.pk}.pdf", "application/pdf")
    return render(request, "legislation/duty.html", context)


def _coverage(duty: Duty, proofs: list[Evidence], day: dt.date | None = None) -> queries.Coverage | None:
    """The last two years, or what there is of them; only where something was filed."""
    end = duty.closed_on or day or localdate()
    begin = max(duty.opened_on, end - dt.timedelta(days=730))
    return queries.coverage(proofs, begin, end) if proofs else None


def _may_withdraw(request: Request, duty: Duty, filed_by_id: int | None) -> bool:
    if filed_by_id == request.actor.user_id and queries.proving_seat(request.actor, duty):
        return True
    return request.actor.reach(access.MANAGE).covers(duty)


def _duty_url(duty_id: int, part: str = "") -> str:
    return reverse("legislation:duty", args=[duty_id]) + part


def prove(request: Request, duty_id: int) -> HttpResponse:
    duty = found(queries.duty, request.actor, duty_id)
    last = queries.last_period_end(duty)
    bound = request.method == "POST"
    form = (
        EvidenceForm(request.POST, request.FILES, duty=duty, last=last)
        if bound
        else EvidenceForm(duty=duty, last=last)
    )
    if bound:
        proof = run(form, services.file_evidence, duty_id, actor=request.actor)
        if proof is not None:
            messages.success(request, "Kanıt eklendi. Özeti alındı; kim, ne zaman eklediği kayda geçti.")
            return go(request, _duty_url(duty_id, "#kanit"))
    context = {
        "form": form,
        "duty": duty,
        "clause": duty.clause,
        "may_prove": queries.proving_seat(request.actor, duty) is not None,
        "file_lost": bound and bool(request.FILES),
    }
    return render(request, "legislation/duty_prove.html", context, status=422 if bound else 200)


_withdraw = act(
    services.withdraw_evidence,
    WithdrawForm,
    lambda proof: _duty_url(proof.duty_id),  # without a fragment: the page is to be read anew
    title="Kanıtı geri al",
    button="Geri al",
    lead="Görev, geri alınan kanıta göre yeniden değerlendirilir. Kanıt silinmez; üstü çizili görünür.",
    danger=True,
)


def withdraw(request: Request, evidence_id: int) -> HttpResponse:
    found(queries.one_evidence, request.actor, evidence_id)
    return _withdraw(request, evidence_id=evidence_id)


@require_GET
def evidence_file(request: Request, evidence_id: int) -> HttpResponseBase:
    """The file of a proof, hashed once more on its way out."""
    proof = found(queries.one_evidence, request.actor, evidence_id)
    if proof.file is None:
        raise Http404
    if fault := queries.fault_of(proof, with_file=True):
        return render(request, "legislation/evidence_fault.html", {"proof": proof, "fault": fault}, status=409)
    response = serve(proof.file, attachment="indir" in request.GET)
    response["Repr-Digest"] = f"sha-256=:{_base64(proof.file.blob_id)}:"
    return response


def _base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()


def _change(
    request: Request, duty_id: int, form: Any, service: Callable[..., Any], title: str, lead: str = ""
) -> HttpResponse:
    """One small form about a duty, in a dialog or on a page of its own; back to the duty afterwards."""
    if form.is_bound and run(form, service, duty_id, actor=request.actor) is not None:
        return go(request, _duty_url(duty_id))
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": title, "button": "Kaydet", "lead": lead, "danger": False}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _posted(request: Request) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def assign(request: Request, duty_id: int) -> HttpResponse:
    duty = found(queries.duty, request.actor, duty_id)
    form = AssignForm(_posted(request), people=people_of(duty.unit_id), initial={"assignee": duty.assignee_id})
    lead = f"Md. {duty.clause.path} · {duty.unit.name}"
    return _change(request, duty_id, form, services.assign_duty, "Görevi birine ver", lead)


def edit(request: Request, duty_id: int) -> HttpResponse:
    duty = found(queries.duty, request.actor, duty_id)
    form = DutyForm(_posted(request), duty=duty, units=queries.units_to_give(request.actor, duty))
    lead = "Metin değişmez; yalnız görevin kütükteki sorumlusu ve çalışma sıklığı değişir."
    return _change(request, duty_id, form, services.set_duty, "Sorumluyu ve sıklığı düzenle", lead)


def bind(request: Request, duty_id: int) -> HttpResponse:
    found(queries.duty, request.actor, duty_id)
    form = BindForm(_posted(request))
    lead = "Onaylanan yeteneğin kurulu uygulamadaki kayıtları bu görevin kanıtı sayılır."
    return _change(request, duty_id, form, services.decide_binding, "Yetenek bağla", lead)


@require_GET
def mine(request: Request) -> HttpResponse:
    if workbook.asked(request):
        return shares_workbook(queries.shares(request.actor))
    shares = []
    for share in queries.shares(request.actor):
        table = DutyTable(share.duties, orderable=False, exclude=("by",))
        table.caption = share.why
        shares.append((share, table))
    total = sum(len(share.duties) for share, _ in shares)
    lacking = sum(share.lacking for share, _ in shares)
    context = {"shares": shares, "total": total, "lacking": lacking, "today": now()}
    return render(request, "legislation/duties_mine.html", context)
