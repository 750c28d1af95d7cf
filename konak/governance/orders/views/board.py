"""The boards, and the doors through which an order is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers
from pydantic import ValidationError

from konak.foundation.people.queries import units
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.ui.picking import UnitField, typed
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms import FilterForm, GiveForm, GiveManyForm, OralForm, PersonOnly
from ..models import Order
from . import sheets

COUNTED = frozenset({"bana", "onayim", "geciken"})
"""Boards whose number is worth a query on every page."""


def filters_of(asked: QueryDict) -> queries.OrderFilter:
    """The filters in a query string; what makes no sense is left out."""
    values: dict[str, Any] = {name: asked[name] for name in queries.OrderFilter.model_fields if asked.get(name)}
    values |= typed(asked, unit=UnitField())
    try:
        return queries.OrderFilter.model_validate(values)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors()}
        return queries.OrderFilter.model_validate({k: value for k, value in values.items() if k not in wrong})


@dataclass(frozen=True, slots=True)
class Row:
    """An order in a list."""

    order: Order
    kind: str
    progress: queries.Progress | None
    late: bool
    blocked: bool


def rows_of(orders: list[Order]) -> list[Row]:
    progress, blocked, today = queries.progress_of(orders), queries.blocked_of(orders), localdate()
    return [
        Row(
            order,
            "closed" if order.case.state == "withdrawn" else order.state_kinds[order.case.state],
            progress.get(order.pk),
            not order.ended and order.case.due_on is not None and order.case.due_on < today,
            order.pk in blocked,
        )
        for order in orders
    ]


@require_GET
@vary_on_headers("HX-Request")
def index(request: Request) -> HttpResponse:
    offered = queries.boards_of(request.actor)
    asked = request.GET.get("pano", "")
    chosen = next((one for one in offered if one.key == asked), offered[0])
    filters = filters_of(request.GET)
    seats = {unit for seat in request.actor.seats for unit in seat.branch}
    form = FilterForm(filters, units().filter(pk__in=seats), chosen.key)
    if workbook.asked(request):

        def page_after(after: str) -> tuple[list[Order], str]:
            found = queries.board(request.actor, chosen.key, filters, after=after, limit=workbook.CHUNK)
            return found.rows, found.after

        told = [("Pano", chosen.label), *workbook.told(chips=form.chips())]
        return sheets.orders("Görev emirleri", workbook.page_by_page(page_after), told)
    page = queries.board(request.actor, chosen.key, filters, after=request.GET.get("sonra", ""))
    here = reverse("orders:index")
    context = {
        "board": chosen,
        "rows": rows_of(page.rows),
        "form": form,
        "chips": form.chips(),
        "clear": f"{here}?pano={chosen.key}",
        "tabs": [
            Tab(
                one.label,
                f"{here}?pano={one.key}",
                one.key == chosen.key,
                (queries.count_on(request.actor, one.key) or None) if one.key in COUNTED else None,
            )
            for one in offered
        ],
        "older": here + form.address(sonra=page.after) if page.after else "",
        "newer": here + form.address() if request.GET.get("sonra") else "",
        "may_give": request.actor.holds(access.GIVE),
        "may_record": request.actor.holds(access.DO),
    }
    inside = request.htmx and not request.htmx.boosted
    return render(request, "orders/_list.html" if inside else "orders/index.html", context)


def _door(
    request: Request,
    form_class: type[forms.Form],
    service: Callable[..., Any],
    done: Callable[[Any], tuple[str, str]],
    **shown: str,
) -> HttpResponse:
    """A page with a form of several sections: GET shows it, POST gives the order and goes to where it leads."""
    bound = request.method == "POST"
    form = (
        form_class(request.POST, request.FILES, actor=request.actor)  # type: ignore[call-arg]
        if bound
        else form_class(initial=request.GET.dict(), actor=request.actor)  # type: ignore[call-arg]
    )
    if bound:
        made = run(form, service, actor=request.actor)
        if made is not None:
            words, url = done(made)
            messages.success(request, words)
            return go(request, url)
    return render(request, "orders/give.html", {"form": form, **shown}, status=422 if bound else 200)


def page_of(order: Order) -> str:
    return reverse("front:case", args=[order.case.number])


def give(request: Request) -> HttpResponse:
    return _door(
        request,
        GiveForm,
        services.give,
        lambda made: (f"{made.case.number} sayılı görev emri verildi.", page_of(made)),
        title="Görev emri ver",
        lead="Numaralı görevlerin dışında kalan bir iş: kime, ne, ne zamana kadar. Sonucu siz kabul edersiniz.",
        button="Emri ver",
        other=reverse("orders:give_many"),
        other_label="Birden çok birime ver",
    )


def give_many(request: Request) -> HttpResponse:
    return _door(
        request,
        GiveManyForm,
        services.give_many,
        lambda made: (
            f"{len(made)} birime görev emri verildi.",
            f"{reverse('orders:index')}?pano=verdigim&batch={made[0].batch}",
        ),
        title="Birden çok birime görev emri",
        lead="Aynı iş, her birime ayrı bir emir. Hangisinin bitirdiğini tek listede izlersiniz.",
        button="Emirleri ver",
        other=reverse("orders:give"),
        other_label="Tek birime ya da kişiye ver",
    )


def oral(request: Request) -> HttpResponse:
    return _door(
        request,
        OralForm,
        services.record_oral,
        lambda made: (f"Sözlü emir {made.case.number} sayısıyla yazıya döküldü; amiriniz görür.", page_of(made)),
        title="Sözlü emri yazıya dök",
        lead="Amirinizin sözle verdiği görevi tarihiyle kaydedin. O da görür, teyit eder ve sonucu kabul eder.",
        button="Kaydet",
    )


@require_GET
def people(request: Request) -> HttpResponse:
    """The list of people, narrowed to the unit just chosen."""
    asked = request.GET.get("unit", "")
    unit_id = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    return render(request, "orders/_person_field.html", {"form": PersonOnly(request.actor, unit_id)})
