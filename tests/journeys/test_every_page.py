"""Every page of the house that needs no number in its address, and one record of every kind, in a real browser:
it opens, axe finds nothing serious, and it is no wider than a desk or a phone. It takes minutes, so it is walked when
asked: `KONAK_WALK=pages`, or `whole`, which opens the small forms of records too and looks once more in dark colours
and at the size of targets on the phone."""

import os
import re

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Error

from .conftest import ROOT

WALK = os.environ.get("KONAK_WALK", "")
pytestmark = [pytest.mark.journey, pytest.mark.skipif(not WALK, reason="KONAK_WALK=pages walks over every page")]

PEOPLE = ("head", "administrator", "auditor")
"""Tried in this order; the first to whom a page opens looks at it."""
FILES = re.compile(r"\.(pdf|xlsx|csv|ics|zip|json|js|txt|webmanifest)$|/(aktar|belge|veri|dosya|sayi)/$")
ELSEWHERE = (
    "/giris/",
    "/cikis/",
    "/saglik/",
    "/metrics",
    "/static/",
    "/api/",
    "/accounts/",
    "/parola/",
    "/identity/",
)
"""Doors walked through by journeys of their own, and what is no page."""
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
WHOLE = WALK == "whole"
AXE = """async ([rules, only]) => {
    const runOnly = only ? {type: "rule", values: only} : rules;
    const main = document.querySelector("main") ?? document.body;
    const found = await axe.run(main, {runOnly, resultTypes: ["violations"], preload: false});
    return found.violations.filter(one => ["serious", "critical"].includes(one.impact)).flatMap(
        one => one.nodes.slice(0, 2).map(node => `${one.id}: ${node.target} ${node.failureSummary}`));
}"""
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
WIDE = "document.documentElement.scrollWidth - innerWidth"
REPEATED = "nav:not(main nav), header:not(main header), main tbody > tr:nth-child(n+4), main li:nth-child(n+8)"
"""What is left out of axe, which takes its time by element: the frame, which other journeys look at, and more rows
of a kind."""
AXE_SOURCE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def addresses(patterns, before=""):
    """Every address without an argument whose view is ours and answers to GET."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and "<" not in route and "(" not in route:
            yield "/" + route.lstrip("^/").rstrip("$")


def pages():
    found = dict.fromkeys(addresses(get_resolver().url_patterns))
    return [path for path in found if not FILES.search(path) and not path.startswith(ELSEWHERE)]


def name_of(path):
    """The view behind an address; empty where none is, and for the small forms of a record unless all are walked."""
    try:
        found = resolve(re.split(r"[?#]", path)[0])
    except Resolver404:
        return ""
    return found.view_name if WHOLE or found.route.endswith(">/") or "<" not in found.route else ""


DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""The page as it is now has been painted, however busy the machine."""


def faults_of(page):
    """What is wrong with the page that is open: too wide for desk or phone, then axe at the desk in light."""
    found = ["masaüstünde taşıyor"] * (page.evaluate(WIDE) > 0)
    page.set_viewport_size(PHONE)
    found += ["telefonda taşıyor"] * (page.evaluate(WIDE) > 0)
    page.eval_on_selector_all(REPEATED, "all => all.forEach(one => one.remove())")
    page.evaluate("(source) => { if (!window.axe) (0, eval)(source) }", AXE_SOURCE)
    if WHOLE:
        found += [f"telefon {fault}" for fault in page.evaluate(AXE, [RULES, ["target-size"]])]
    page.set_viewport_size(DESK)
    page.evaluate(DRAWN)
    found += [f"masaüstü {fault}" for fault in page.evaluate(AXE, [RULES, None])]
    if WHOLE:
        page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
        page.evaluate(DRAWN)
        page.wait_for_timeout(300)  # colours fade over
        page.evaluate(DRAWN)
        found += [f"koyu {fault}" for fault in page.evaluate(AXE, [RULES, ["color-contrast"]])]
    return [f"{page.url}: {fault}" for fault in found]


def opened(page, path):
    """Whether the page opens here as a page; None for what is only for posting, or a download."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "ERR_HTTP_RESPONSE_CODE_FAILURE" in error.message:
            page.wait_for_url("chrome-error://chromewebdata/")
        elif not re.search("ERR_ABORTED|Download is starting", error.message):
            raise
        return None
    if answer is None:
        return None
    assert answer.status < 500, f"{path}: {answer.status}"
    return answer.status == 200 and "text/html" in answer.headers.get("content-type", "")


def test_every_page_is_open_to_everybody_and_fits(visit):
    seats, faults, seen, records = {}, [], set(), {}

    def look(path):
        """Open the page in the first seat to which it opens; note its faults and the records it leads to."""
        for role in PEOPLE:
            page = seats.get(role) or seats.setdefault(role, visit(role))
            answer = opened(page, path)
            if answer:
                break
            if answer is None:
                return
        else:
            return
        seen.add(path)
        links = page.eval_on_selector_all("main a[href^='/']", "all => all.map(one => one.getAttribute('href'))")
        faults.extend(faults_of(page))
        for link in links:
            if not FILES.search(re.split(r"[?#]", link)[0]):
                records.setdefault(name_of(link), link)

    for path in pages():
        look(path)
    known = {name_of(path) for path in seen}
    while new := [(name, path) for name, path in records.items() if name and name not in known]:
        for name, path in new:
            known.add(name)
            look(path)
    assert not faults, "\n".join(faults)
    assert len(seen) > 150
