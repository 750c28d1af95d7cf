"""Transfers, disposal lists, bulk loads, the plan, checks of the bytes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.cases.services import steps_open
from konak.foundation.files.serving import serve
from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import answer, case_moments, found, given, posted, press

from .. import access, queries, services
from ..forms import (
    AgreeForm,
    BeginForm,
    DecideForm,
    ForceForm,
    IntakeForm,
    NothingForm,
    OfficeForm,
    OpinionForm,
    PlanForm,
    ProposeForm,
    ReceiptForm,
    ReceiveForm,
    RuleForm,
    SeatForm,
    TransferForm,
    WhyForm,
)
from ..lifecycle import DISPOSAL_LIFE, TRANSFER_LIFE
from .listing import Col, listing

TRANSFERS = (
    Col("Durum", 18, lambda r: r.state_label, state=lambda r: r.state_kind),
    Col("Liste", 50, lambda r: r.case.subject, small=lambda r: r.case.number),
    Col("Sayı", 18, lambda r: r.case.number, screen=False),
    Col("Nereye", 16, lambda r: r.get_to_display()),
    Col("Birim", 40, lambda r: r.case.unit.name),
    Col("Hazırlanış", 16, lambda r: r.case.opened_at),
    Col("Teslim", 12, lambda r: r.settled_on),
)
DISPOSALS = (
    Col("Durum", 24, lambda r: r.state_label, state=lambda r: r.state_kind),
    Col("Liste", 60, lambda r: r.case.subject, small=lambda r: r.case.number),
    Col("Sayı", 18, lambda r: r.case.number, screen=False),
    Col("Yıl", 8, lambda r: str(r.year)),
    Col("Görüş", 28, lambda r: r.opinion_number, small=lambda r: r.opinion_on),
    Col("Onay", 16, lambda r: r.approved_at),
)
INTAKES = (
    Col("Durum", 14, lambda r: r.get_state_display(), state=lambda r: r.kind),
    Col("Aktarma", 40, lambda r: r.name, small=lambda r: f"No {r.pk}"),
    Col("Birim", 40, lambda r: r.unit.name),
    Col("Satır", 10, lambda r: r.rows),
    Col("Alınan", 10, lambda r: r.taken),
    Col("Alınamayan", 12, lambda r: r.failed),
    Col("Başlangıç", 16, lambda r: r.made_at),
)
CHECKS = (
    Col("Zaman", 18, lambda r: r.ended_at),
    Col("Denetlenen", 12, lambda r: r.checked),
    Col("Okunan bayt", 16, lambda r: r.bytes),
    Col("Bozuk", 10, lambda r: r.faults),
    Col("Tur", 16, lambda r: "tamamlandı" if r.round_ended else "sürüyor"),
)


@require_GET
def transfers(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    rows = queries.transfers(request.actor)
    if name == "teslim":
        rows = rows.filter(case__state="sent")
    here = reverse("archive:transfers")
    return listing(
        request,
        title="Arşiv devirleri",
        lead="Birim arşivine ve kurum arşivine devredilen dosyaların listeleri.",
        name="arsiv-devirleri",
        columns=TRANSFERS,
        rows=rows,
        link=lambda row: reverse("archive:transfer", args=[row.case.number]),
        tabs=[
            Tab("Bütün listeler", here, name != "teslim"),
            Tab("Teslim bekleyen", f"{here}?pano=teslim", name == "teslim"),
        ],
        new_url=reverse("archive:transfer_new") if request.actor.holds(access.FILE) else "",
        new_label="Devir listesi",
    )


def transfer_new(request: Request) -> HttpResponse:
    form = TransferForm(posted(request), actor=request.actor)
    if not form.is_bound and request.GET.get("numbers"):
        form.initial["numbers"] = request.GET["numbers"][:20_000]
    return answer(
        request,
        form,
        services.list_transfer,
        title="Devir listesi hazırla",
        button="Listeyi hazırla",
        next_url=lambda made: reverse("archive:transfer", args=[made.case.number]),
    )


@require_GET
def transfer(request: Request, number: str) -> HttpResponse:
    record = found(queries.one_transfer, request.actor, number)
    wider = queries.archivist(request.actor)
    lines = record.lines.select_related("folder__case", "box").order_by("pk")
    shown = {
        "record": record,
        "case": record.case,
        "lines": lines,
        "steps": steps_open(record, wider),
        "may_drop": record.case.state == "draft" and wider.reach(access.FILE).covers(record.case),
        "moments": case_moments(record.case),
    }
    return render(request, "archive/transfer.html", shown)


def transfer_step(request: Request, number: str, step: str) -> HttpResponse:
    found(queries.one_transfer, request.actor, number)
    doing: dict[str, tuple[type[forms.Form], Any]] = {
        "send": (NothingForm, services.send),
        "take_in": (ReceiveForm, services.receive),
        "refuse": (WhyForm, services.refuse),
        "give_up": (NothingForm, services.give_up),
    }
    if step not in doing:
        raise Http404
    form, deed = doing[step]
    known = TRANSFER_LIFE.steps[step]
    return answer(
        request,
        form(posted(request)),
        deed,
        number,
        title=known.label,
        button=known.label,
        lead=known.danger,
        danger=bool(known.danger),
        next_url=lambda made: reverse("archive:transfer", args=[number]),
    )


@require_POST
def transfer_drop(request: Request, number: str, folder: str) -> HttpResponse:
    back = reverse("archive:transfer", args=[number])
    return press(request, services.drop_line, number, folder, back=back, done=f"{folder} listeden çıkarıldı.")


@require_GET
def transfer_minute(request: Request, number: str) -> HttpResponseBase:
    record = found(queries.one_transfer, request.actor, number)
    if record.minute is None:
        raise Http404
    return serve(record.minute)


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


@require_GET
def intakes(request: Request) -> HttpResponse:
    return listing(
        request,
        title="Toplu aktarma",
        lead="Eski kayıtların tablosu ve taranmış dosyalarıyla arşive alınması.",
        name="toplu-aktarma",
        columns=INTAKES,
        rows=queries.intakes(request.actor),
        link=lambda row: reverse("archive:intake", args=[row.pk]),
        new_url=reverse("archive:intake_new") if request.actor.holds(access.LOAD) else "",
        new_label="Yeni aktarma",
        empty="Henüz aktarma yok.",
    )


def intake_new(request: Request) -> HttpResponse:
    return answer(
        request,
        IntakeForm(actor=request.actor, **given(request)),
        services.hand_in,
        title="Toplu aktarma",
        button="Aktarmayı başlat",
        next_url=lambda made: reverse("archive:intake", args=[made.pk]),
        lead="Sütunlar: kod, konu (zorunlu); yil, dosya, birim, tarih, sayi, tur, kisi, gizlilik, ortam, belge, "
        "sha256, metin. Büyük aktarmalar sunucuda «konak archive import» ile yapılır.",
    )


@require_GET
def intake(request: Request, intake_id: int) -> HttpResponse:
    record = found(lambda: queries.intakes(request.actor).get(pk=intake_id))
    faults = record.faults.all()
    if workbook.asked(request):
        head = [workbook.Column("Satır", 8), workbook.Column("Neden", 80), workbook.Column("Konu", 60)]
        lines = ([one.row, one.reason, one.text] for one in workbook.every(faults))
        return workbook.workbook("Alınamayan satırlar", head, lines, "alinamayan-satirlar")
    shown = {"record": record, "faults": faults[:200], "running": record.state in ("waiting", "running")}
    return render(request, "archive/intake.html", shown)


@require_POST
def intake_again(request: Request, intake_id: int) -> HttpResponse:
    back = reverse("archive:intake", args=[intake_id])
    return press(request, services.try_again, intake_id, back=back, done="Alınamayan satırlar yeniden denenecek.")


@require_GET
def plan(request: Request) -> HttpResponse:
    wider = queries.archivist(request.actor)
    plans = queries.plans(request.actor)
    asked = request.GET.get("surum", "")
    chosen = next((one for one in plans if str(one.version) == asked), None)
    chosen = chosen or next((one for one in plans if one.state == "force"), plans[0] if plans else None)
    rules = chosen.rules.all() if chosen else []
    if workbook.asked(request):
        head = [
            *(workbook.Column("Kod", 12), workbook.Column("Konu", 70), workbook.Column("Birimde", 10)),
            *(
                workbook.Column("Kurum arşivinde", 14),
                workbook.Column("Tasfiye", 30),
                workbook.Column("Açıklama", 60),
            ),
        ]
        lines = (
            [
                r.code,
                r.name,
                r.unit_years,
                "süreklidir" if r.archive_years is None else r.archive_years,
                r.get_final_display(),
                r.note,
            ]
            for r in rules
        )
        return workbook.workbook("Saklama planı", head, lines, "saklama-plani")
    here = reverse("archive:plan")
    shown = {
        "plan": chosen,
        "rules": rules,
        "may": wider.reach(access.PLAN).everywhere,
        "draft": next((one for one in plans if one.state == "draft"), None),
        "office": queries.office(),
        "tabs": [
            Tab(f"{one} · {one.get_state_display()}", f"{here}?surum={one.version}", one == chosen) for one in plans
        ],
    }
    return render(request, "archive/plan.html", shown)


def plan_load(request: Request) -> HttpResponse:
    """A preview first; written only when it was seen and holds no fault."""
    form = PlanForm(**given(request))
    rules: list[dict[str, Any]] = []
    faults: list[str] = []
    if form.is_bound and form.is_valid():
        try:
            text = form.cleaned_data["file"].read().decode("utf-8-sig")
            rules, faults = services.read_rules(text.splitlines())
            if form.cleaned_data["confirm"] and not faults:
                services.draft_plan(actor=request.actor, rows=rules)
                messages.success(request, f"{len(rules)} kural taslağa yazıldı.")
                return go(request, reverse("archive:plan"))
        except UnicodeDecodeError:
            form.add_error("file", "Dosya UTF-8 değil; CSV UTF-8 olarak kaydedin.")
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(
        request, "archive/plan_load.html", {"form": form, "rules": rules[:300], "faults": faults}, status=status
    )


def plan_step(request: Request, step: str) -> HttpResponse:
    def of_plan(*, actor: Any) -> Any:
        return services.draft_plan(actor=actor, rows=services.of_file_plan(), note="Standart dosya planından")

    doing: dict[str, tuple[forms.Form, Any, str, str]] = {
        "taslak": (
            NothingForm(posted(request)),
            of_plan,
            "Dosya planından taslak çıkar",
            "Saklama süresi ve tasfiye standart dosya planından alınır; eski taslak silinir.",
        ),
        "kural": (RuleForm(posted(request)), services.set_rule, "Kural yaz", ""),
        "yururluk": (
            ForceForm(posted(request)),
            services.put_in_force,
            "Yürürlüğe koy",
            "Kapanmış dosyaların süresi yeni plana göre yeniden sayılır.",
        ),
        "birim": (OfficeForm(posted(request)), services.set_office, "Kurum arşivi birimi", ""),
    }
    if step not in doing:
        raise Http404
    form, deed, title, lead = doing[step]
    unit = form.fields.get("unit")
    if unit is not None:
        unit.narrow()  # type: ignore[attr-defined]
    return answer(
        request, form, deed, title=title, button=title, lead=lead, next_url=lambda made: reverse("archive:plan")
    )


@require_GET
def checks(request: Request) -> HttpResponse:
    return listing(
        request,
        title="Bütünlük denetimi",
        lead="Saklanan içerikler her gece dilim dilim yeniden okunur ve özetleriyle karşılaştırılır.",
        name="butunluk-denetimi",
        columns=CHECKS,
        rows=queries.runs(request.actor),
        link=lambda row: "",
        template="archive/checks.html",
        damages=queries.damages(request.actor)[:100],
        may=queries.archivist(request.actor).holds(access.CHECK),
        empty="Henüz denetim yapılmadı; ilki bu gece.",
    )


@require_POST
def check_now(request: Request) -> HttpResponse:
    def check(*, actor: Any) -> None:
        services.check_slice(actor=actor, most=500)

    return press(request, check, back=reverse("archive:checks"), done="Sıradaki 500 içerik denetlendi.")
