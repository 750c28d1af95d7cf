"""Every page of the house that needs no number in its address, and one record of every kind, in a real browser: axe,
and no page wider than the screen; at the desk and on the phone, light and dark. Each page is loaded once."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from .conftest import ROOT

pytestmark = pytest.mark.journey

HOUSES = ("konak.foundation.", "konak.governance.")
PEOPLE = ("head", "administrator", "auditor")
"""Tried in this order; the first to whom a page opens looks at it."""
FILES = re.compile(r"\.(pdf|xlsx|csv|ics|zip|json|js|txt)$|/aktar|/belge/$|/veri/$|/dosya/$|/sayi/$")
ELSEWHERE = ("/giris/", "/cikis/", "/saglik/", "/metrics", "/static/", "/api/", "/accounts/", "/parola/")
"""Doors walked through by journeys of their own, and what is no page."""
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
AXE = """async ([rules, only]) => {
    const main = document.querySelector("main") ?? document.body;
    const asked = only ? {runOnly: {type: "rule", values: only}} : {runOnly: rules};
    const found = await axe.run(main, {...asked, resultTypes: ["violations"]});
    return found.violations.filter(one => ["serious", "critical"].includes(one.impact)).flatMap(
        one => one.nodes.slice(0, 2).map(node => `${one.id}: ${node.target} ${node.failureSummary}`));
}"""


def addresses(patterns, before=""):
    """Every address without an argument whose view belongs to the houses."""
    for pattern in patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + route)
        elif isinstance(pattern, URLPattern) and "<" not in before + route and "(" not in before + route:
            home = getattr(pattern.callback, "__module__", "")
            view = getattr(pattern.callback, "view_class", None)
            if (view.__module__ if view else home).startswith((*HOUSES, "functools")):
                yield "/" + (before + route).lstrip("^/").rstrip("$")


def pages():
    found = dict.fromkeys(addresses(get_resolver().url_patterns))
    return [path for path in found if not FILES.search(path) and not path.startswith(ELSEWHERE)]


def name_of(path):
    try:
        return resolve(path.split("?")[0]).view_name
    except Exception:
        return ""


def faults_of(page):
    """What is wrong with the page that is open: whole at the desk in light, then colours in dark, width and targets
    on the phone, without loading it again."""
    page.evaluate("(source) => { if (!window.axe) (0, eval)(source) }", AXE_SOURCE)
    found = [f"masaüstü {fault}" for fault in page.evaluate(AXE, [RULES, None])]
    wide = "document.documentElement.scrollWidth - innerWidth"
    if page.evaluate(wide) > 0:
        found.append("masaüstünde taşıyor")
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    found += [f"koyu {fault}" for fault in page.evaluate(AXE, [RULES, ["color-contrast"]])]
    page.set_viewport_size({"width": 390, "height": 844})
    found += [f"telefon {fault}" for fault in page.evaluate(AXE, [RULES, ["target-size", "color-contrast"]])]
    if page.evaluate(wide) > 0:
        found.append("telefonda taşıyor")
    page.set_viewport_size({"width": 1440, "height": 900})
    return [f"{page.url}: {fault}" for fault in found]


AXE_SOURCE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def test_every_page_is_open_to_everybody_and_fits(visit):
    seats, faults, seen, records = {}, [], set(), {}

    def look(path):
        """Open the page in the first seat to which it opens; note its faults and the records it leads to."""
        for role in PEOPLE:
            page = seats.get(role) or seats.setdefault(role, visit(role))
            answer = page.goto(path)
            if answer is None or answer.status >= 500:
                faults.append(f"{path}: {answer and answer.status}")
                return
            if answer.status == 200 and "text/html" in answer.headers.get("content-type", ""):
                break
        else:
            return
        seen.add(path)
        faults.extend(faults_of(page))
        for link in page.eval_on_selector_all("main a[data-row]", "all => all.map(one => one.getAttribute('href'))"):
            if link and link.startswith("/") and not FILES.search(link.split("?")[0]):
                records.setdefault(name_of(link), link)

    walk = pages()
    for path in walk:
        look(path)
    known = {name_of(path) for path in walk}
    for name, path in [*records.items()]:
        if name and name not in known:
            look(path)
    assert faults == []
    assert len(seen) > 100
