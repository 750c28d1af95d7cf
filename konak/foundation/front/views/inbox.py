"""İşlerim: everything that waits for me or for my unit, over all apps."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from konak.foundation.cases import queries
from konak.foundation.cases.models import Case
from konak.foundation.ui import workbook
from konak.foundation.ui.parts import Tab
from konak.foundation.web.http import Request

from . import sheets

VIEWS: dict[str, tuple[queries.View, str, str, str]] = {
    "bana": (
        "mine",
        "Bana atanan",
        "Şu anda sizi bekleyen dosya yok",
        "Biriminizde üstlenilmemiş işlere bakabilir ya da yeni bir iş açabilirsiniz.",
    ),
    "birim": (
        "unit",
        "Birimim",
        "Biriminizde açık dosya yok",
        "Biriminize gelen dosyalar, kimse üstlenmemiş olsa da burada görünür.",
    ),
    "geciken": ("late", "Geciken", "Geciken dosya yok", "Son günü geçen dosyalar burada toplanır."),
    "yaklasan": (
        "soon",
        "Bu hafta",
        "Önümüzdeki yedi günde dolan süre yok",
        "Son günü yedi gün içinde olan dosyalar burada görünür.",
    ),
    "actigim": (
        "opened",
        "Açtığım",
        "Açtığınız açık dosya yok",
        "Başka birimlere açtığınız dosyaların durumunu buradan izlersiniz.",
    ),
}
COUNT_CEILING = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One file of the list: its cover, what kind it is, its state in words and colour, and its page.

    A record may name colours for its states (`state_kinds`) and a page of its own (`page`, an url name that takes the
    number); otherwise open files are blue and stand on the generic page.
    """

    case: Case
    kind: str
    state: str
    state_kind: str
    url: str


def line_of(case: Case) -> Line:
    model = queries.model_of(case.kind)
    state = str(model.lifecycle.states(case.state).label)
    colours: Mapping[str, str] = getattr(model, "state_kinds", {})
    colour = "closed" if case.closed_at else colours.get(case.state, "open")
    own_page: str = getattr(model, "page", "")
    url = reverse(own_page or "front:case", args=[case.number])
    return Line(case, str(model._meta.verbose_name), state, colour, url)


def index(request: Request) -> HttpResponse:
    chosen = request.GET.get("gorunum", "bana")
    if chosen not in VIEWS:
        return redirect("front:inbox")
    view, label, nothing, advice = VIEWS[chosen]
    if workbook.asked(request):

        def page_after(after: str) -> tuple[list[Case], str]:
            found = queries.inbox(request.actor, view, after=after, limit=workbook.CHUNK)
            return found.rows, found.after

        return sheets.inbox(map(line_of, workbook.page_by_page(page_after)), [("Görünüm", label)])
    after = request.GET.get("sonra", "")
    try:
        page = queries.inbox(request.actor, view, after=after)
    except ValueError:
        # An old or mended address: begin at the first page.
        return redirect(f"{reverse('front:inbox')}?{urlencode({'gorunum': chosen})}")
    here = reverse("front:inbox")
    waiting = queries.waiting(request.actor, COUNT_CEILING)
    tabs = [
        Tab(
            words[1],
            f"{here}?{urlencode({'gorunum': key})}",
            key == chosen,
            waiting or None if key == "bana" else None,
        )
        for key, words in VIEWS.items()
    ]
    shown = {
        "lines": [line_of(case) for case in page.rows],
        "tabs": tabs,
        "label": label,
        "nothing": nothing,
        "advice": advice,
        "elsewhere": f"{here}?{urlencode({'gorunum': 'birim'})}" if chosen == "bana" else "",
        "first": f"{here}?{urlencode({'gorunum': chosen})}" if after else "",
        "next": f"{here}?{urlencode({'gorunum': chosen, 'sonra': page.after})}" if page.after else "",
    }
    return render(request, "front/_inbox_list.html" if request.htmx else "front/inbox.html", shown)


def waiting(request: Request) -> HttpResponse:
    """The small number in the menu, asked for again while the page lies open."""
    found = queries.waiting(request.actor, COUNT_CEILING)
    return render(request, "front/_waiting.html", {"count": found, "ceiling": COUNT_CEILING})
