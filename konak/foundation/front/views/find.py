"""Search over everything one may see: a page, and the quick list of the palette."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from konak.foundation.db.turkish import fold
from konak.foundation.search import SEARCHABLES, answers
from konak.foundation.search.queries import MOST, Hit, search
from konak.foundation.ui import menu, workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request

from . import sheets

QUICK = 8
PLACES = 6
PAGES_OUT = 10


def find(request: Request) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    if request.GET.get("hizli"):
        return _quick(request, text)
    kind = request.GET.get("tur", "")
    kinds = [kind] if kind in SEARCHABLES else None
    if workbook.asked(request):
        label = SEARCHABLES[kind].label if kinds else "Tümü"
        return sheets.hits(_every(request, text, kinds), [("Aranan", text), ("Tür", label)])
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
        "answers": answers(request.actor, text) if text and not after else [],
        "tabs": tabs if text and len(tabs) > 2 else [],
        "first": address() if after else "",
        "next": address(sonra=results.after) if results.after else "",
    }
    return render(request, "front/search.html", shown)


def _every(request: Request, text: str, kinds: list[str] | None) -> Iterator[Hit]:
    """The best results, as many as a person still reads: search answers in pages and so is asked for them."""
    after: str | None = None
    for _ in range(PAGES_OUT):
        found = search(request.actor, text, kinds=kinds, limit=MOST, after=after)
        yield from found.hits
        after = found.after
        if after is None:
            return


def _quick(request: Request, text: str) -> HttpResponse:
    """Pages whose name begins a word with what is typed, then the best records."""
    wanted = fold(text)
    places = [item for group in menu.groups(request.actor) for item in group.items]
    if wanted:
        places = [item for item in places if any(word.startswith(wanted) for word in fold(item.label).split())]
    found = search(request.actor, text, limit=QUICK) if len(wanted) > 1 else None
    shown = {
        "text": text,
        "places": places[:PLACES] if wanted else places,
        "results": found,
        "answers": answers(request.actor, text) if wanted else [],
    }
    return render(request, "front/_quick.html", shown)
