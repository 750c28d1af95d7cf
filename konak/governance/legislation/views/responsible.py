""" "Kim sorumlu?": one sentence in, the responsible unit with its clauses out; the address can be sent on."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from konak.foundation.web.http import Request

from .. import queries
from .then import then_of

EXAMPLES = (
    "Yedekleri kim alıyor?",
    "Kartlı geçiş çalışmıyor, kimi arayayım?",
    "Meclis kararı imar planı haritaya kim işler?",
    "Personelin izin ve raporlarını kim takip ediyor?",
    "Siber saldırı olursa kime haber vereceğim?",
)


@require_GET
@vary_on_headers("HX-Request")
def ask(request: Request) -> HttpResponse:
    question = request.GET.get("q", "").strip()[: queries.LONGEST]
    then = then_of(request, "O günkü sorumlular ve o gün makamda olanlar gösteriliyor.")
    found = queries.answers(request.actor, question, day=then.day)
    context = {"question": question, "answers": found, "examples": EXAMPLES, "then": then, "today": localdate()}
    page = "responsible_answers.html" if request.htmx and not request.htmx.boosted else "responsible.html"
    return render(request, f"legislation/{page}", context)
