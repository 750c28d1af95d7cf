"""What is done inside a file: texts, items, lines, tickets; and papers that are checked by their code."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from konak.foundation.files.serving import serve
from konak.foundation.web.http import Request

from .. import access, forms, queries, services
from ..lifecycle import of_office
from ..models import NeedItem
from .common import answer, case_page, found, given


def write(request: Request, number: str) -> HttpResponse:
    """A new version begins with the words of the last one."""
    one = found(queries.answer, request.actor, number)
    last = one.versions.order_by("-number").first()
    initial = {"findings": last.findings, "conclusion": last.conclusion, "advice": last.advice} if last else {}
    return answer(
        request,
        forms.VersionForm(**given(request), initial=initial),
        services.write,
        number,
        title="Metni yaz" if last is None else f"{last.number + 1}. sürümü yaz",
        lead=one.case.subject,
        next_url=lambda _: case_page(number),
        done="Sürüm kaydedildi; öncekiler olduğu gibi duruyor.",
    )


class Inside(NamedTuple):
    """One act inside a file: how the file is found, what is asked, what does it, and its words."""

    find: Callable[..., Any]
    form: type[Any]
    service: Callable[..., Any]
    title: str
    button: str = "Kaydet"
    lead: str = ""
    done: str = ""
    danger: bool = False
    key: str = ""
    """The name by which the service knows the line that is meant."""


INSIDE: dict[str, Inside] = {
    "follow": Inside(queries.answer, forms.FollowForm, services.follow, "Öneriye uyuldu mu?", done="Yazıldı."),
    "add_item": Inside(queries.consent, forms.ItemForm, services.add_item, "Kalem ekle", "Ekle"),
    "drop_item": Inside(
        queries.consent,
        forms.NothingForm,
        services.drop_item,
        "Kalemi çıkar",
        "Çıkar",
        "Kalem istekten çıkar.",
        danger=True,
        key="item_id",
    ),
    "check_items": Inside(
        queries.consent,
        forms.NothingForm,
        services.check_items,
        "Stok ve envanteri denetle",
        "Denetle",
        "Her kalem için ambardaki stoka, kayıtlı benzer cihazlara ve yazılım kataloğuna yeniden bakılır.",
        "Denetim yenilendi.",
    ),
    "add_ticket": Inside(queries.problem, forms.TicketForm, services.add_ticket, "Talep bağla", "Bağla"),
    "drop_ticket": Inside(
        queries.problem,
        forms.NothingForm,
        services.drop_ticket,
        "Talebi çıkar",
        "Çıkar",
        "Talep bu soruna bağlı sayılmaz; kendisi değişmez.",
        danger=True,
        key="row_id",
    ),
}


def inside(request: Request, number: str, what: str, key: int | None = None) -> HttpResponse:
    """GET the question of one act, POST its answer; a refusal comes back in the same form."""
    one = INSIDE[what]
    found(one.find, request.actor, number)
    more: dict[str, Any] = {"initial": {"ticket": request.GET.get("talep", "")}} if what == "add_ticket" else {}
    return answer(
        request,
        one.form(**given(request), **more),
        one.service,
        number,
        title=one.title,
        button=one.button,
        lead=one.lead,
        danger=one.danger,
        done=one.done,
        next_url=lambda _: case_page(number),
        **({one.key: key} if one.key else {}),
    )


def article(request: Request, number: str) -> HttpResponse:
    found(queries.problem, request.actor, number)
    return answer(
        request,
        forms.ShelfForm(**given(request)),
        services.publish_error,
        number,
        title="Bilgi bankasına taslak aç",
        button="Taslak aç",
        lead="Belirti, neden ve geçici çözümle bir «bilinen hata» makalesi başlar; onaylanınca yayımlanır.",
        next_url=lambda made: f"/bilgi/{made.article_id}/",
        done="Makale taslağı açıldı.",
    )


@require_GET
def needs(request: Request, number: str) -> HttpResponse:
    """The page of a plan for whoever hands in, and for the office: lines, items, purchases."""
    one = found(queries.round_to_hand_in, number)
    actor = request.actor
    if not (actor.holds(access.ASK) or actor.reach(access.VIEW).covers(one.case)):
        raise Http404
    office = of_office(one, actor)
    own = {unit.pk for unit in queries.own_units(actor)}
    open_now = one in queries.rounds_open()
    rows = queries.compared(one) if office or one.case.state in {"approved", "closed"} else []
    context = {
        "round": one,
        "case": one.case,
        "lines": [(line, line.unit_id in own) for line in queries.lines_of(actor, one)[:2_000]],
        "rows": rows,
        "asked": sum(row.asked * (row.item.unit_price or 0) for row in rows),
        "planned": sum(row.item.amount for row in rows),
        "paid": sum(row.paid for row in rows),
        "office": office,
        "sees_file": actor.reach(access.VIEW).covers(one.case),
        "may_hand_in": open_now and actor.holds(access.ASK),
        "may_price": office and one.case.state == "merging",
        "may_buy": office and one.case.state == "approved",
    }
    return render(request, "consultancy/needs.html", context)


def _page(number: str) -> str:
    return reverse("consultancy:hand_in", args=[number])


def add_line(request: Request, number: str) -> HttpResponse:
    one = found(queries.round_to_hand_in, number)
    return answer(
        request,
        forms.LineForm(**given(request), actor=request.actor),
        services.hand_in,
        number,
        title="İhtiyaç bildir",
        button="Bildir",
        lead=f"{one.year} yılı planı; son gün {one.closes_on:%d.%m.%Y}.",
        next_url=lambda _: _page(number),
        done="İhtiyacınız plana yazıldı.",
    )


def drop_line(request: Request, number: str, line_id: int) -> HttpResponse:
    found(queries.round_to_hand_in, number)
    return answer(
        request,
        forms.NothingForm(**given(request)),
        services.drop_line,
        number,
        title="İhtiyacı geri al",
        button="Geri al",
        danger=True,
        lead="Bildirdiğiniz ihtiyaç plandan çıkar.",
        next_url=lambda _: _page(number),
        line_id=line_id,
    )


def _item(request: Request, number: str, item_id: int) -> NeedItem:
    """One item of a plan in reach, or 404."""
    one = found(queries.need_round, request.actor, number)
    return get_object_or_404(one.items.select_related("round"), pk=item_id)


def price(request: Request, number: str, item_id: int) -> HttpResponse:
    item = _item(request, number, item_id)
    initial = {"name": item.name, "unit_price": item.unit_price, "approved": item.approved, "note": item.note}
    return answer(
        request,
        forms.PriceForm(**given(request), initial=initial, round_=item.round, item_id=item_id),
        services.price,
        number,
        title="Fiyat ve adet",
        next_url=lambda _: _page(number),
        item_id=item_id,
    )


def purchase(request: Request, number: str, item_id: int) -> HttpResponse:
    item = _item(request, number, item_id)
    return answer(
        request,
        forms.PurchaseForm(**given(request)),
        services.record_purchase,
        number,
        title=f"Alım yaz: {item.name}",
        button="Yaz",
        next_url=lambda _: _page(number),
        done="Alım plana yazıldı.",
        item_id=item_id,
    )


@require_GET
def paper(request: Request, code: str) -> HttpResponseBase:
    """The paper of a file, for whoever sees the file, or whose certificate it is."""
    one = queries.paper_by_code(code)
    if one is None:
        raise Http404
    if not queries.may_read_paper(request.actor, one):
        raise Http404
    return serve(one.file)
