"""Screens on which texts are tied together: a directive's clauses, and the duties of a former text."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from konak.foundation.lifecycle import Refused
from konak.foundation.web.actions import go, run
from konak.foundation.web.http import Request

from .. import access, queries, services
from ..forms.ties import PairForm, TieForm
from .regulations import found


@require_GET
def ties(request: Request, number: str) -> HttpResponse:
    """The clauses of a directive beside the clauses of its regulation that they carry out."""
    regulation = found(request, number)
    rows = queries.ties(regulation)
    context = {
        "record": regulation,
        "rows": rows,
        "tied": queries.tied_count(rows),
        "may": request.actor.reach(access.REVIEW).covers(regulation.case),
    }
    return render(request, "legislation/ties.html", context)


def _chosen(
    request: Request, form: forms.Form, service: Callable[..., Any], key: int, back: str, words: tuple[str, str]
) -> HttpResponse:
    """One small choice in a dialog or on a page of its own."""
    if form.is_bound and run(form, service, key, actor=request.actor) is not None:
        return go(request, back)
    template = "ui/act.html" if request.htmx else "ui/act_page.html"
    context = {"form": form, "title": words[0], "button": words[1], "lead": "", "danger": False}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _done(request: Request, service: Callable[..., Any], *args: Any, **given: Any) -> Any:
    """Press a button: a refusal becomes a message, a missing row a 404."""
    try:
        return service(*args, actor=request.actor, **given)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return None


def tie(request: Request, number: str, clause_id: int) -> HttpResponse:
    """Choose a clause of the regulation; a button beside a proposal posts the same value."""
    regulation = found(request, number)
    posted = request.POST if request.method == "POST" else None
    form = TieForm(posted, regulation=regulation)
    back = reverse("legislation:ties", args=[number]) + f"#bent-{clause_id}"
    return _chosen(request, form, services.link_clause, clause_id, back, ("Yönetmeliğin bendine bağla", "Bağla"))


@require_POST
def untie(request: Request, number: str, link_id: int) -> HttpResponse:
    found(request, number)
    _done(request, services.unlink_clause, link_id)
    return go(request, reverse("legislation:ties", args=[number]))


@require_GET
def successions(request: Request, number: str) -> HttpResponse:
    """Which duty of the text before each new duty continues: proposals to confirm, and what found no partner."""
    regulation = found(request, number)
    rows = list(queries.successions(regulation))
    gone, fresh = queries.unpaired(regulation)
    context = {
        "record": regulation,
        "rows": [row for row in rows if row.state == "proposed"],
        "decided": [row for row in rows if row.state != "proposed"],
        "gone": gone,
        "fresh": fresh,
        "sure": sum(row.state == "proposed" and row.reason in queries.SURE_SUCCESSION for row in rows),
        "may": request.actor.reach(access.APPROVE).covers(regulation.case),
    }
    return render(request, "legislation/successions.html", context)


@require_POST
def decide(request: Request, number: str, succession_id: int) -> HttpResponse:
    found(request, number)
    _done(request, services.decide_succession, succession_id, accept=request.POST.get("accept") == "1")
    return go(request, reverse("legislation:successions", args=[number]))


@require_POST
def confirm_all(request: Request, number: str) -> HttpResponse:
    found(request, number)
    count = _done(request, services.confirm_successions, number)
    if count is not None:
        messages.success(request, f"{count} görev eşlemesi onaylandı.")
    return go(request, reverse("legislation:successions", args=[number]))


def pair(request: Request, number: str, duty_id: int) -> HttpResponse:
    """Choose by hand which duty of the text before a new one continues."""
    regulation = found(request, number)
    gone, _ = queries.unpaired(regulation)
    form = PairForm(request.POST if request.method == "POST" else None, olds=gone)
    back = reverse("legislation:successions", args=[number])
    return _chosen(request, form, services.pair_duties, duty_id, back, ("Önceki görevle eşle", "Eşle"))
