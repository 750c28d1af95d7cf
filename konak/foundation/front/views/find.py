"""Search over everything one may see: a page, and the quick list of the palette."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from konak.foundation.db.turkish import fold
from konak.foundation.search import SEARCHABLES
from konak.foundation.search.queries import search
from konak.foundation.ui import menu
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request

QUICK = 8
PLACES = 6


def find(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    if request.GET.get("hizli"):
        return _quick(request, text)
    kind = request.GET.get("tur", "")
    kinds = [kind] if kind in SEARCHABLES else None
    after = request.GET.get("sonra") or None
    results = search(request.actor, text, kinds=kinds, after=after)
    here = reverse("front:search")

    def address(**more: str | None) -> str:
        return f"{here}?{urlencode({key: value for key, value in {'q': text, 'tur': kind, **more}.items() if value})}"

    tabs = [Tab("Tümü", address(tur=None), kinds is None)]
    tabs += [Tab(one.label, address(tur=one.kind), kind == one.kind) for one in SEARCHABLES.values()]
    shown = {
        "text": text,
        "kind": kind if kinds else "",
        "results": results,
        "tabs": tabs if text and len(tabs) > 2 else [],
        "first": address() if after else "",
        "next": address(sonra=results.after) if results.after else "",
    }
    return render(request, "front/search.html", shown)


def _quick(request: Request, text: str) -> HttpResponse:
    """Pages whose name begins a word with what is typed, then the best records."""
    wanted = fold(text)
    places = [item for group in menu.groups(request.actor) for item in group.items]
    if wanted:
        places = [item for item in places if any(word.startswith(wanted) for word in fold(item.label).split())]
    found = search(request.actor, text, limit=QUICK) if len(wanted) > 1 else None
    shown = {"text": text, "places": places[:PLACES] if wanted else places, "results": found}
    return render(request, "front/_quick.html", shown)
