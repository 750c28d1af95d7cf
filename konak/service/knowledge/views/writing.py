"""For writers: the list of everything, the forms, the steps, versions compared."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.ui import workbook as sheets
from konak.foundation.ui.parts import Chip, Tab
from konak.foundation.web.actions import go
from konak.foundation.web.http import Request
from konak.foundation.web.pages import address, answer, asked, found, given
from konak.service.desk import public as desk

from .. import access, parsing, queries, services
from ..forms import DescribeForm, FileForm, NewForm, PublishForm, TextForm, TicketForm, WordsForm
from ..models import Article, Audience, Genre, State
from ..services.writing import TEXTS

TABS = {"": "Tümü", "draft": "Taslak", "review": "Onayda", "published": "Yayında", "retired": "Yayından kalkan"}
HEAD = [
    *(("Başlık", 60), ("Raf", 24), ("Tür", 16), ("Kime", 14), ("Durum", 16), ("Birim", 36), ("Sorumlu", 24)),
    *(("Sürüm", 8), ("İlk yayım", 18), ("Gözden geçirme", 14), ("Okunma", 10), ("Yararlı", 10), ("Yararsız", 10)),
]


def _page(row: Article | Any) -> str:
    return reverse("knowledge:article", args=[row.pk])


@require_GET
def index(request: Request) -> HttpResponse:
    wanted = asked(request, "state", "genre", "audience", "category", "late", "q", "after")
    try:
        filters = queries.ArticleFilter(
            state=wanted["state"] if wanted["state"] in State.values else "",
            genre=wanted["genre"] if wanted["genre"] in Genre.values else "",
            audience=wanted["audience"] if wanted["audience"] in Audience.values else "",
            category=wanted["category"] if wanted["category"].isdecimal() else "",  # type: ignore[arg-type]
            late=bool(wanted["late"]),
            q=wanted["q"],
        )
    except ValueError:
        raise Http404 from None
    base = {key: value for key, value in wanted.items() if key != "after"}
    tabs = [
        Tab(label, address(base, state=key, late=""), wanted["state"] == key and not wanted["late"])
        for key, label in TABS.items()
    ]
    tabs.append(Tab("Gözden geçirilecek", address(base, state="", late="1"), bool(wanted["late"])))
    chips = []
    if filters.genre:
        chips.append(Chip("Tür", str(Genre(filters.genre).label), address(base, genre="")))
    if filters.audience:
        chips.append(Chip("Kime", str(Audience(filters.audience).label), address(base, audience="")))
    if wanted["category"] and filters.category:
        shelf = queries.categories().filter(pk=filters.category).first()
        chips.append(Chip("Raf", str(shelf or "?"), address(base, category="")))
    if wanted["q"]:
        chips.append(Chip("Arama", wanted["q"], address(base, q="")))
    if sheets.asked(request):
        rows = queries.articles(request.actor, filters).order_by("title", "pk")[: sheets.ENOUGH]
        return sheets.workbook("Bilgi makaleleri", HEAD, map(_line, rows), "bilgi", filters=sheets.told(tabs, chips))
    page = queries.page_of_articles(request.actor, filters, after=wanted["after"])
    context = {
        "rows": page.rows,
        "tabs": tabs,
        "chips": chips,
        "asked": wanted,
        "genres": Genre.choices,
        "audiences": Audience.choices,
        "categories": queries.categories(),
        "older": address(base, after=page.after) if page.after else "",
        "first": address(base) if wanted["after"] else "",
        "may_write": request.actor.holds(access.WRITE),
    }
    return render(request, "knowledge/list.html", context)


def _line(row: Article) -> list[object]:
    return [
        *(row.title, row.category.name, row.get_genre_display(), row.get_audience_display(), row.get_state_display()),
        *(row.unit.name, row.assignee.full_name if row.assignee else "", row.current.number if row.current else None),
        *(row.published_at, row.review_on, row.views, row.yes, row.no),
    ]


REPORTS = {"": "En çok okunan", "yararsiz": "Yararsız bulunan"}


@require_GET
def report(request: Request) -> HttpResponse:
    """What is read most, and what readers say does not help."""
    view = asked(request, "gorunum")["gorunum"]
    view = view if view in REPORTS else ""
    rows = queries.found_wanting(request.actor) if view else queries.most_read(request.actor)
    tabs = [Tab(label, f"?gorunum={key}" if key else "?", key == view) for key, label in REPORTS.items()]
    if sheets.asked(request):
        head = [("Başlık", 60), ("Raf", 24), ("Birim", 36), ("Okunma", 10), ("Yararlı", 10), ("Yararsız", 10)]
        lines = ([row.title, str(row.category), str(row.unit), row.views, row.yes, row.no] for row in rows)
        return sheets.workbook("Okunma raporu", head, lines, "bilgi-raporu", filters=sheets.told(tabs))
    return render(request, "knowledge/report.html", {"rows": rows, "tabs": tabs})


def create(request: Request) -> HttpResponse:
    initial: dict[str, Any] = {"unit_id": request.actor.seats[0].unit_id if request.actor.seats else None}
    number = asked(request, "talep")["talep"]
    if number and (facts := desk.facts_of(request.actor, number)):
        said = [one.text for one in desk.said_to_asker(number) if one.by_desk]
        initial |= {
            "title": facts.subject,
            "ticket": number,
            "body": "## Sorun\n\n\n## Çözüm\n\n" + "\n\n".join(said[-2:]),
        }
    form = NewForm(**given(request), initial=initial, actor=request.actor)
    lead = "Yazan ile yayımlayan ayrı kişilerdir: taslağınızı onaya gönderirsiniz, amiriniz yayımlar."
    return answer(
        request, form, services.begin, title="Bilgi makalesi yaz", button="Taslağı kaydet", lead=lead, next_url=_page
    )


def write(request: Request, article_id: int) -> HttpResponse:
    row = found(queries.article, request.actor, article_id)
    newest = queries.versions(row)[0]
    initial = {name: getattr(newest, name) for name in TEXTS} | {"seen": newest.number}
    if newest.published_at is None:
        initial["note"] = newest.note
    form = TextForm(**given(request), initial=initial)
    return answer(
        request,
        form,
        services.write,
        article_id,
        title=f"Metni düzenle: {row.title}",
        next_url=lambda made: _page(row) + "?surum=taslak",
    )


def describe(request: Request, article_id: int) -> HttpResponse:
    row = found(queries.article, request.actor, article_id)
    initial = {
        **{
            name: getattr(row, name)
            for name in ("title", "category_id", "genre", "audience", "keywords", "review_on")
        },
        "services": row.services,
        "systems": row.systems,
        "devices": "\n".join(row.devices),
        "related": list(row.related.values_list("pk", flat=True)),
    }
    form = DescribeForm(**given(request), initial=initial, actor=request.actor)
    return answer(request, form, services.describe, article_id, title="Künyeyi düzenle", next_url=_page)


def _step(request: Request, article_id: int, service: Callable[..., Any], done: str) -> HttpResponse:
    try:
        found(service, article_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return go(request, reverse("knowledge:article", args=[article_id]))


@require_POST
def send(request: Request, article_id: int) -> HttpResponse:
    return _step(request, article_id, services.send, "Makale onaya gönderildi.")


@require_POST
def bring_back(request: Request, article_id: int) -> HttpResponse:
    return _step(request, article_id, services.bring_back, "Makale yeniden yayında.")


def publish(request: Request, article_id: int) -> HttpResponse:
    row = found(queries.article, request.actor, article_id)
    form = PublishForm(**given(request))
    lead = "Okurlar bundan sonra bu sürümü görür."
    if row.audience == Audience.PUBLIC:
        lead += " Makale herkese açıktır; oturum açmayanlar da okuyacak."
    return answer(
        request, form, services.publish, article_id, title="Yayımla", button="Yayımla", lead=lead, next_url=_page
    )


def hand_back(request: Request, article_id: int) -> HttpResponse:
    found(queries.article, request.actor, article_id)
    form = WordsForm(**given(request))
    return answer(
        request, form, services.hand_back, article_id, title="İade et", button="İade et", next_url=_page, danger=True
    )


def retire(request: Request, article_id: int) -> HttpResponse:
    found(queries.article, request.actor, article_id)
    form = WordsForm(**given(request))
    return answer(
        request,
        form,
        services.retire,
        article_id,
        title="Yayından kaldır",
        button="Yayından kaldır",
        lead="Makale aramada bulunmaz, herkese açık sayfası kapanır; sürümleri arşivde kalır.",
        next_url=lambda row: reverse("knowledge:list") if not queries.serves(request.actor, row) else _page(row),
        danger=True,
    )


def attach(request: Request, article_id: int) -> HttpResponse:
    row = found(queries.article, request.actor, article_id)
    form = FileForm(**given(request))
    return answer(
        request, form, services.attach, article_id, title="Dosya ekle", button="Ekle", next_url=lambda _: _page(row)
    )


@require_POST
def drop_file(request: Request, article_id: int, file_id: int) -> HttpResponse:
    try:
        found(services.drop_file, article_id, file_id, actor=request.actor)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return go(request, reverse("knowledge:article", args=[article_id]))


def link(request: Request, article_id: int) -> HttpResponse:
    row = found(queries.article, request.actor, article_id)
    form = TicketForm(**given(request), initial={"ticket": asked(request, "talep")["talep"]})
    return answer(
        request,
        form,
        services.link_ticket,
        article_id,
        title="Destek talebine bağla",
        button="Bağla",
        next_url=lambda _: _page(row),
    )


@require_POST
def unlink(request: Request, article_id: int, link_id: int) -> HttpResponse:
    found(services.unlink_ticket, article_id, link_id, actor=request.actor)
    return go(request, reverse("knowledge:article", args=[article_id]))


@require_GET
def compare(request: Request, article_id: int) -> HttpResponse:
    """Two versions, word by word; without a choice the newest and the one before."""
    row = found(queries.article, request.actor, article_id)
    if not queries.serves(request.actor, row):
        raise Http404
    every = queries.versions(row)
    wanted = asked(request, "a", "b")
    numbers = [one.number for one in every]

    def chosen(text: str, otherwise: int) -> int:
        return int(text) if text.isdecimal() and len(text) < 9 and int(text) in numbers else otherwise

    newer = chosen(wanted["b"], numbers[0])
    older = chosen(wanted["a"], next((one for one in numbers if one < newer), newer))
    by_number = {one.number: one for one in every}
    context = {
        "row": row,
        "versions": every,
        "older": by_number[older],
        "newer": by_number[newer],
        "pieces": parsing.compared(by_number[older].whole(), by_number[newer].whole()),
    }
    return render(request, "knowledge/compare.html", context)
