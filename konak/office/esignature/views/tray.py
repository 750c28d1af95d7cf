"""İmza dosyam: what waits for my signature, one request, what I sent to be signed."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given, moments, press

from .. import forms, queries, services
from ..models import FILES, Format, RequestState, Turn
from ..models import Request as Signature

TOLD = {
    "ask": ("imzaya gönderdi", "send", "open"),
    "initial": ("paraf attı", "writing", "done"),
    "sign": ("imzaladı", "signature", "done"),
    "stamp": ("zaman damgası aldı", "clock", "done"),
    "renew": ("arşiv damgasını yeniledi", "refresh", "done"),
    "return": ("iade etti", "arrow-back-up", "late"),
    "withdraw": ("geri çekti", "ban", ""),
}
KINDS = {"open": "open", "signed": "done", "returned": "late", "withdrawn": "closed"}
TURNS = {"waiting": "closed", "ready": "wait", "stamping": "open", "signed": "done", "returned": "late"}


@require_GET
def index(request: Request) -> HttpResponse:
    """The tray: sign one, or many with one PIN."""
    rows = list(queries.tray(request.actor)[:200])
    if sheets.asked(request):
        head = [("Konu", 50), ("İşlem", 12), ("Gönderen", 28), ("Birim", 36), ("Sırası geldi", 18), ("Son gün", 12)]
        lines = [
            [
                *(row.request.subject, row.get_role_display(), str(row.request.assignee or "")),
                *(row.request.unit.name, row.ready_at, row.request.due_on),
            ]
            for row in rows
        ]
        return sheets.workbook("İmza dosyam", head, lines, "imza-dosyam", filters=[])
    context = {"rows": rows, "agent": settings.SIGN_AGENT, "here": "tray"}
    return render(request, "esignature/tray.html", context)


@require_GET
def sent(request: Request) -> HttpResponse:
    """Requests in reach, the newest first."""
    told = asked(request, "state", "after", "klasor")
    kept = {"klasor": told["klasor"]}
    rows = queries.requests_of(
        request.actor,
        queries.SignatureFilter(
            state=told["state"] or None,
            reference=told["klasor"] or None,
            purpose=FILES if told["klasor"] else None,
        ),
    )
    tabs = [Tab("Hepsi", address(kept), not told["state"])]
    tabs += [Tab(str(one.label), address(kept, state=one.value), told["state"] == one.value) for one in RequestState]
    if sheets.asked(request):
        head = [("Konu", 50), ("Bağlı kayıt", 20), ("Durum", 14), ("Birim", 36), ("Gönderen", 28), ("İstendi", 18)]
        lines = [
            [row.subject, row.reference, row.state_label, row.unit.name, str(row.assignee or ""), row.asked_at]
            for row in rows[: sheets.ENOUGH]
        ]
        return sheets.workbook("İmzaya gönderilenler", head, lines, "imza", filters=sheets.told(tabs, []))
    page, after = queries.page_after(rows, told["after"])
    context = {
        "rows": [(row, KINDS[row.state]) for row in page],
        "tabs": tabs,
        "older": address(kept | {"state": told["state"]}, after=after) if after else "",
        "first": address(kept | {"state": told["state"]}) if told["after"] else "",
        "folder": told["klasor"],
        "here": "sent",
    }
    return render(request, "esignature/sent.html", context)


def send(request: Request) -> HttpResponse:
    """One's own files, or a folder of them, before signers; without any the sender signs himself."""
    return answer(
        request,
        forms.SendForm(**given(request)),
        services.ask_for_files,
        title="İmzaya gönder",
        button="Gönder",
        lead="Her dosya ayrı bir imza dosyası olur; hepsi bir klasörde durur, seçilenler bir PIN'le imzalanır.",
        next_url=lambda made: _after(request, made),
        done="İmzaya gönderildi.",
    )


def _after(request: Request, made: list[Signature]) -> str:
    """To one's own tray where one's own turn has come, else to what was sent."""
    if made[0].signatories.filter(user_id=request.actor.user_id or 0, state=Turn.READY).exists():
        return reverse("esignature:tray")
    return reverse("esignature:sent") + f"?klasor={made[0].reference}"


@require_POST
def sign_pack(request: Request, pk: int) -> HttpResponse:
    """A pack of evidence comes into one's own tray."""
    done = "Kanıt paketi imza dosyanıza alındı."
    return press(request, services.ask_for_pack, pk, back=reverse("esignature:tray"), done=done)


@require_GET
def folder(request: Request, reference: str) -> HttpResponseBase:
    """What was sent together, as one archive: each file as it is signed until now, detached signatures beside."""
    rows = queries.folder(request.actor, reference)
    if not rows:
        raise Http404
    return FileResponse(services.archive_of(rows), as_attachment=True, filename=f"{reference}.zip")


@require_GET
def record(request: Request, key: str) -> HttpResponse:
    """One request: what is signed, by whom, how far it is."""
    row: Signature = found(queries.request, request.actor, key)
    turns = sorted(row.signatories.all(), key=lambda one: (one.order, one.pk))
    mine = next((one for one in turns if one.user_id == request.actor.user_id and one.state == Turn.READY), None)
    context = {
        "row": row,
        "kind": KINDS[row.state],
        "turns": [(one, TURNS.get(one.state, "closed")) for one in turns],
        "mine": mine if row.state == RequestState.OPEN else None,
        "line": queries.my_line(request.actor) if mine else None,
        "may_withdraw": row.state == RequestState.OPEN and row.assignee_id == request.actor.user_id,
        "moments": moments(Signature._meta.label_lower, str(row.key), TOLD),
        "agent": settings.SIGN_AGENT,
    }
    return render(request, "esignature/request.html", context)


@require_GET
def file(request: Request, key: str, which: str) -> HttpResponseBase:
    """The content, what is shown for it, or the signed file."""
    row: Signature = found(queries.request, request.actor, key)
    # a CMS is nothing to look at: what it signs is
    seen = (row.result if row.form == Format.PADES else None) or row.content
    stored = {"icerik": row.content, "onizleme": row.preview or seen, "imzali": row.result}.get(which)
    if stored is None:
        raise Http404
    services.note_opened(row, actor=request.actor, name=stored.name)
    return serve(stored)


def hand_back(request: Request, turn: int) -> HttpResponse:
    row = found(queries.signatory, request.actor, turn)
    return answer(
        request,
        forms.WhyForm(**given(request)),
        services.give_back,
        turn,
        title="İade et",
        button="İade et",
        lead=f"{row.request.subject}: imza dosyası kapanır, gönderen nedenini görür.",
        danger=True,
        next_url=lambda _: reverse("esignature:tray"),
        done="İade edildi.",
    )


def withdraw(request: Request, key: str) -> HttpResponse:
    row = found(queries.request, request.actor, key)
    return answer(
        request,
        forms.WhyForm(**given(request)),
        services.withdraw,
        row.key,
        title="İmzadan geri çek",
        button="Geri çek",
        lead="Bekleyen imzacılar artık imzalayamaz; atılmış imzalar dosyasında kalır.",
        danger=True,
        next_url=lambda _: reverse("esignature:request", args=[row.key]),
        done="İmzadan geri çekildi.",
    )
