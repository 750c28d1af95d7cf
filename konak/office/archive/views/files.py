"""Files, documents, search, loans."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.cases.services import steps_open
from konak.foundation.files.services import store
from konak.foundation.files.serving import serve
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, case_moments, filters_of, found, given, posted

from .. import access, queries, services
from ..forms import (
    BackForm,
    CloseForm,
    CloseManyForm,
    FolderForm,
    HoldForm,
    LendForm,
    NothingForm,
    PaperForm,
    PutForm,
    ShelveForm,
    WhyForm,
)
from ..models import Document, Folder, Loan
from .listing import Bulk, Col, listing

FOLDERS = (
    Col("Durum", 22, lambda r: r.state_label, state=lambda r: r.state_kind),
    Col("Sayı", 18, lambda r: r.case.number, screen=False),
    Col("Dosya", 60, lambda r: r.case.subject, small=lambda r: r.case.number),
    Col("Kod", 12, lambda r: r.code),
    Col("Yıl", 8, lambda r: str(r.year)),
    Col("Birim", 40, lambda r: r.case.unit.name),
    Col("Belge", 10, lambda r: r.documents),
    Col("Kapanış", 12, lambda r: r.closed_on, screen=False),
    Col("Birimde saklama sonu", 14, lambda r: r.unit_until, screen=False),
    Col("Saklama sonu", 14, lambda r: r.keep_until, small=lambda r: r.get_final_display()),
    Col("Tasfiye", 24, lambda r: r.get_final_display(), screen=False),
    Col("Hukuki saklama", 14, lambda r: "evet" if r.held else "", screen=False),
)


def page(number: str) -> str:
    return reverse("archive:folder", args=[number])


def page_of(made: Any) -> str:
    return page(made.case.number)


@require_GET
def index(request: Request) -> HttpResponse:
    name = request.GET.get("pano", "")
    name = name if name in queries.BOARDS else "tumu"
    filters = filters_of(queries.FolderFilter, request.GET)
    here = reverse("archive:index")
    return listing(
        request,
        title="Arşiv dosyaları",
        lead="Dosya planına göre açılan dosyalar, ciltleri ve saklama süreleri.",
        name="arsiv-dosyalari",
        columns=FOLDERS,
        rows=queries.of_board(request.actor, name, filters),
        link=page_of,
        told=[("Görünüm", queries.BOARDS[name])],
        tabs=[Tab(label, here + address(filters, pano=key), key == name) for key, label in queries.BOARDS.items()],
        template="archive/index.html",
        filters=filters,
        board=name,
        may=request.actor.holds(access.FILE),
        bulks=_bulks(request),
        pick=_picked,
    )


def _bulks(request: Request) -> tuple[Bulk, ...]:
    """Closing the files of a year and listing those that are due, chosen on the list."""
    if not request.actor.holds(access.FILE):
        return ()
    return (
        Bulk(reverse("archive:close_many"), "Kapat", "lock"),
        Bulk(reverse("archive:transfer_new"), "Devir listesi hazırla", "archive"),
    )


def _picked(row: Folder) -> str:
    """Only what may still be closed or handed over."""
    return row.case.number if row.case.state in ("open", "closed", "unit") else ""


def close_many(request: Request) -> HttpResponse:
    """The files chosen on the list, closed with one day."""
    form = CloseManyForm(posted(request), initial={"numbers": "\n".join(request.GET.getlist("number")[:500])})
    return answer(
        request,
        form,
        services.close_many,
        title="Dosyaları kapat",
        button="Hepsini kapat",
        lead=lead_of("close"),
        next_url=lambda made: reverse("archive:index") + "?pano=acik",
        done="Dosyalar kapatıldı.",
    )


def new(request: Request) -> HttpResponse:
    form = FolderForm(posted(request), actor=request.actor)
    return answer(
        request,
        form,
        services.open_folder,
        title="Dosya aç",
        next_url=page_of,
        button="Dosyayı aç",
        lead="Yıllık dosyalar yazılar sonuçlandıkça kendiliğinden açılır; burada vaka dosyası ve eski dosya açılır.",
    )


@require_GET
def folder(request: Request, number: str) -> HttpResponse:
    record: Folder = found(queries.one_folder, request.actor, number)
    wider = queries.archivist(request.actor)
    papers, unseen = queries.papers_of(request.actor, record, request.GET.get("sonra", ""))
    contents, size = queries.contents_left(record)
    shown = {
        "record": record,
        "case": record.case,
        "papers": papers.rows,
        "unseen": unseen,
        "older": f"?sonra={papers.after}" if papers.after else "",
        "volumes": record.volumes.select_related("box"),
        "holds": record.holds.select_related("set_by", "lifted_by"),
        "loan": record.loans.filter(returned_at=None).select_related("borrower", "unit").first(),
        "lines": record.disposals.select_related("disposal__case").order_by("-pk"),
        "moves": record.transfers.select_related("transfer__case").order_by("-pk"),
        "steps": [one for one in steps_open(record, wider) if one.name in ("close", "reopen")],
        "may_file": wider.reach(access.FILE).covers(record.case),
        "may_hold": wider.reach(access.HOLD).covers(record.case) and not record.ended,
        "may_lend": wider.reach(access.LEND).covers(record.case) and record.medium != "electronic",
        "may_shelve": wider.reach(access.RECEIVE).covers(record.case) and record.medium != "electronic",
        "may_pack": wider.reach(access.DISPOSE).covers(record.case)
        and record.case.state != "open"
        and not record.ended,
        "bags": record.bags.select_related("file") if wider.reach(access.DISPOSE).covers(record.case) else [],
        "contents": contents,
        "size": size,
        "moments": case_moments(record.case),
    }
    return render(request, "archive/folder.html", shown)


def step(request: Request, number: str, step: str) -> HttpResponse:
    """The steps and deeds of a file, each a form in a dialog."""
    found(queries.one_folder, request.actor, number)

    def put(*, actor: Any, file: Any = None, **facts: Any) -> Any:
        kept = store(actor=actor, content=file, name=file.name, purpose="archive.document") if file else None
        return services.put_by_hand(number, actor=actor, file=kept, **facts)

    def paper(*, actor: Any, reference: str) -> Any:
        return services.file_paper(reference.strip().upper(), actor=actor, folder=number)

    files = given(request)
    deed: Callable[..., Any]
    match step:
        case "close":
            form: forms.Form = CloseForm(posted(request))
            deed, title, button = services.close_folder, "Dosyayı kapat", "Kapat"
        case "reopen":
            form, deed, title, button = WhyForm(posted(request)), services.reopen, "Yeniden aç", "Aç"
        case "hold":
            form, deed, title, button = (
                HoldForm(posted(request)),
                services.hold,
                "Hukuki saklamaya al",
                "Saklamaya al",
            )
        case "lend":
            form, deed, title, button = LendForm(posted(request)), services.lend, "Ödünç ver", "Ver"
        case "take_back":
            form, deed, title, button = BackForm(posted(request)), services.take_back, "Geri al", "Geri al"
        case "shelve":
            form, deed, title, button = (
                ShelveForm(posted(request)),
                services.shelve,
                "Kutusunu ve yerini yaz",
                "Kaydet",
            )
        case "put":
            return answer(
                request,
                PutForm(**files),
                put,
                title="Belge koy",
                button="Dosyaya koy",
                next_url=lambda made: page(number),
            )
        case "paper":
            return answer(
                request,
                PaperForm(posted(request)),
                paper,
                title="Yazı ya da evrak koy",
                button="Dosyaya koy",
                next_url=lambda made: page(number),
            )
        case "pack":

            def pack(*, actor: Any) -> Any:
                return services.pack([number], actor=actor)

            return answer(
                request,
                NothingForm(posted(request)),
                pack,
                title="Devir paketi hazırla",
                button="Hazırla",
                next_url=lambda made: page(number),
                done="Devir paketi hazırlandı.",
                lead="Dosyanın bütün içerikleri özetleriyle, METS ve EAD tanımlarıyla bir BagIt paketine konur.",
            )
        case _:
            raise Http404
    return answer(
        request,
        form,
        deed,
        number,
        title=title,
        button=button,
        lead=lead_of(step),
        next_url=lambda made: page(number),
    )


def lead_of(step: str) -> str:
    return {
        "close": "Saklama süresi, dosyanın kapandığı yılı izleyen yılın başında işlemeye başlar (Devlet Arşiv "
        "Hizmetleri Hakkında Yönetmelik).",
        "reopen": "Saklama süresi durur; dosya yeniden kapatılınca baştan sayılır.",
        "hold": "Hukuki saklama kaldırılana kadar dosya imha edilemez ve devredilemez.",
    }.get(step, "")


def lift(request: Request, number: str, hold_id: int) -> HttpResponse:
    found(queries.one_folder, request.actor, number)
    return answer(
        request,
        WhyForm(posted(request)),
        services.lift,
        number,
        hold_id,
        title="Hukuki saklamayı kaldır",
        button="Kaldır",
        next_url=lambda made: page(number),
        danger=True,
        lead="Başka bir hukuki saklama yoksa dosya imha ya da devir listesine girebilir.",
    )


@require_GET
def bag(request: Request, number: str, bag_id: int) -> HttpResponseBase:
    record = found(queries.one_folder, request.actor, number)
    if not queries.archivist(request.actor).reach(access.DISPOSE).covers(record.case):
        raise Http404
    row = found(lambda: record.bags.select_related("file__blob").get(pk=bag_id))
    if row.file is None:
        raise Http404
    return serve(row.file, attachment=True)


@require_GET
def document(request: Request, document_id: int) -> HttpResponse:
    record = found(queries.one_document, request.actor, document_id)
    services.note_opened(record, actor=request.actor)
    shown = {
        "record": record,
        "readings": queries.openings(record),
        "twins": queries.alike_to_the_byte(request.actor, record),
        "register": _in_register(record),
        "where": f"{record.volume}, {record.place}. sıra",
        "folder": record.folder,
        "pieces": record.pieces.order_by("pk"),
        "alike": queries.alike(request.actor, record) if not record.destroyed_at else [],
        "sees_folder": queries.archivist(request.actor).reach(access.VIEW).covers(record.folder.case),
    }
    return render(request, "archive/document.html", shown)


def _in_register(record: Document) -> str:
    """Where the letter or the document that came stands, where this is one."""
    return reverse("front:case", args=[record.reference]) if record.source in ("letter", "incoming") else ""


@require_GET
def piece(request: Request, document_id: int, piece_id: int) -> HttpResponseBase:
    record = found(queries.one_document, request.actor, document_id)
    row = found(queries.one_piece, record, piece_id)
    if row.destroyed_at is not None or row.stored is None:
        return HttpResponse(queries.DESTROYED_WORDS, status=410, content_type="text/plain; charset=utf-8")
    services.note_opened(record, actor=request.actor, what="file")
    return serve(row.stored)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


FACETS = {
    "unit": ("Birim", "birim"),
    "code": ("Dosya planı", "kod"),
    "year": ("Yıl", "yil"),
    "kind": ("Tür", "tur"),
    "secrecy": ("Gizlilik", "gizlilik"),
}


OPEN = 6
"""So many values of a facet stand on the page; the rest are unfolded."""


def _facets(results: queries.Results, text: dict[str, str], kept: dict[str, str]) -> list[tuple[str, Any, Any]]:
    """By what the found can be narrowed, the most frequent first; what is in force goes out again."""
    groups: list[tuple[str, Any, Any]] = []
    for key, (label, name) in FACETS.items():
        rows = [
            {
                "label": one.label,
                "count": one.count,
                "on": text[name] == one.key,
                "url": reverse("archive:search") + address(kept, **{name: "" if text[name] == one.key else one.key}),
            }
            for one in results.facets.get(key, [])
        ]
        if len(rows) > 1 or (rows and text[name]):
            groups.append((label, rows[:OPEN], rows[OPEN:]))
    return groups


@require_GET
def search(request: Request) -> HttpResponse:
    text = asked(request, "q", "birim", "kod", "yil", "tur", "gizlilik", "sayfa")
    wanted = queries.Asked(
        q=text["q"],
        unit=_whole(text["birim"]),
        code=text["kod"],
        year=_whole(text["yil"]),
        kind=text["tur"],
        secrecy=_whole(text["gizlilik"]),
        page=_whole(text["sayfa"]) or 1,
    )
    kept = {name: value for name, value in text.items() if name != "sayfa"}
    here = reverse("archive:search")
    results = queries.search(request.actor, wanted) if text["q"] else None
    groups = _facets(results, text, kept) if results else []
    if workbook.asked(request):
        return _sheet(request, wanted)
    shown = {
        "q": text["q"],
        "kept": kept,
        "results": results,
        "groups": groups,
        "newest": queries.newest_documents(request.actor, limit=20) if results is None else [],
        "older": here + address(kept, sayfa=wanted.page + 1) if results and results.more and wanted.page < 50 else "",
        "newer": here + address(kept, sayfa=wanted.page - 1) if wanted.page > 1 else "",
    }
    return render(request, "archive/search.html", shown)


def _sheet(request: Request, wanted: queries.Asked) -> HttpResponse:
    rows = queries.matching(request.actor, wanted) if wanted.q else queries.documents(request.actor)
    rows = rows.select_related("unit", "folder__case").order_by("-pk")
    head = [
        *(
            workbook.Column("Belge", 60),
            workbook.Column("Sayı", 30),
            workbook.Column("Tarih", 12),
            workbook.Column("Tür", 14),
            workbook.Column("Kod", 12),
        ),
        *(workbook.Column("Birim", 40), workbook.Column("Dosya", 18), workbook.Column("Gönderen ya da muhatap", 40)),
    ]
    lines = (
        [
            r.title,
            r.official or r.reference,
            r.dated_on,
            r.get_kind_display(),
            r.code,
            r.unit.name,
            r.folder.case.number,
            r.party,
        ]
        for r in workbook.every(rows)
    )
    return workbook.workbook("Arşivde bulunanlar", head, lines, "arsiv-arama", filters=[("Arama", wanted.q)])


LOANS = (
    Col(
        "Durum",
        14,
        lambda r: "Geri geldi" if r.returned_at else "Gecikti" if r.is_late else "Ödünçte",
        state=lambda r: "done" if r.returned_at else "late" if r.is_late else "wait",
    ),
    Col("Dosya", 60, lambda r: r.folder.case.subject, small=lambda r: r.folder.case.number),
    Col("Alan", 28, lambda r: r.borrower.full_name, small=lambda r: r.unit.name if r.unit else ""),
    Col("Ne için", 40, lambda r: r.purpose),
    Col("Veriliş", 16, lambda r: r.lent_at),
    Col("Geri getirme günü", 14, lambda r: r.due_on),
    Col("Geri alış", 16, lambda r: r.returned_at),
)


@require_GET
def loans(request: Request) -> HttpResponse:
    rows = queries.loans(request.actor)
    open_only = request.GET.get("pano") != "tumu"
    here = reverse("archive:loans")
    if open_only:
        rows = rows.filter(returned_at=None)

    def link(row: Loan) -> str:
        return page(row.folder.case.number)

    return listing(
        request,
        title="Ödünç dosyalar",
        lead="Arşivden verilen kâğıt dosyalar ve geri gelecekleri gün.",
        name="odunc-dosyalar",
        columns=LOANS,
        rows=rows,
        link=link,
        tabs=[Tab("Ödünçte", here, open_only), Tab("Hepsi", f"{here}?pano=tumu", not open_only)],
        empty="Ödünçte dosya yok.",
    )
