"""A device goes: who is on duty is told, the desk has a ticket, it comes back, the report closes both."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey

DUTY = '''
def duty():
    """Who is on duty now."""
    from django.utils.timezone import now
    from konak.estate.monitoring.models import Turn

    return Turn.objects.filter(since__lte=now(), until__gt=now()).select_related("user").first().user.username
'''
EARLIER = '''
def earlier(number):
    """What began now began two hours ago: nobody writes a report about a minute."""
    import datetime as dt
    from konak.estate.monitoring.models import Problem

    row = Problem.objects.get(case__number=number)
    row.began_at -= dt.timedelta(hours=2)
    row.save(update_fields=["began_at"])
'''
END = """
def end(number, ticket):
    from konak.estate.monitoring.models import Problem
    from konak.foundation.trail.models import Entry
    from konak.service.desk.models import Ticket

    verbs = list(Entry.objects.filter(subject=number).order_by("pk").values_list("verb", flat=True))
    return [verbs, Problem.objects.get(case__number=number).cause, Ticket.objects.get(case__number=ticket).case.state]
"""


def test_a_device_that_went_has_an_alarm_a_ticket_and_a_report_that_closes_both(site, visit, axe, fits):
    head = visit("head")
    head.goto("/izleme/cihazlar/yeni/")
    head.fill("input[name=name]", "kazan-dairesi")
    head.fill("input[name=address]", "127.20.9.9")
    head.locator("main form button[type=submit]").last.click()
    head.wait_for_url(re.compile(r"/izleme/cihazlar/\d+/$"))
    host = re.search(r"/izleme/cihazlar/(\d+)/", head.url)[0]
    head.goto(f"{host}denetim/passive/")
    head.fill("input[name=name]", "Kazan bildirimi")
    head.fill("input[name=attempts]", "1")
    head.check("input[name=alive]")
    head.locator("main form button[type=submit]").last.click()
    head.wait_for_url(re.compile(rf"{host}$"))
    key = head.get_by_role("button", name="Kazan bildirimi: anahtar üret").get_attribute("href")
    head.goto(key)
    head.locator("main form button[type=submit]").last.click()
    head.wait_for_url(re.compile(rf"{host}$"))
    told = head.get_by_text("Anahtar bir kez gösterilir").inner_text()
    door, secret = re.search(r"POST (\S+)", told)[1], re.search(r'"key": "([^"]+)"', told)[1]

    def report(level: int, words: str) -> None:
        answer = head.request.post(door, data={"key": secret, "level": level, "words": words})
        assert (answer.status, answer.json()["level"]) == (200, level)

    report(2, "Kazan yanıt vermiyor")
    duty = site.ask(f"(exec({DUTY!r}, told := {{}}), told['duty']())[1]")
    keeper = visit(f"@{duty}", phone=True)
    keeper.goto("/izleme/arizalar/?state=open")
    keeper.get_by_role("link", name="kazan-dairesi: erişilemiyor").first.click()
    keeper.wait_for_url(re.compile(r"/izleme/arizalar/AR-"))
    address = re.search(r"/izleme/arizalar/(AR-[0-9]{4}-[0-9]+)/", keeper.url)
    number = address[1]
    keeper.goto("/bildirimler/")
    expect(keeper.get_by_text("kazan-dairesi: erişilemiyor").first).to_be_visible()
    site.ask(f"(exec({EARLIER!r}, told := {{}}), told['earlier']({number!r}))[1]")
    link = keeper.locator("main").get_by_role("link", name=re.compile(r"^DT-"))
    for _ in range(240):  # the worker opens the ticket; in a fresh town what the sample left for it comes first
        keeper.goto(address[0])
        if link.count():
            break
        keeper.wait_for_timeout(250)
    ticket = link.first.inner_text()
    fits(keeper)
    axe(keeper)
    keeper.goto(f"/izleme/dosya/{number}/take_on/")
    keeper.locator("main form button[type=submit]").last.click()
    keeper.wait_for_url(re.compile(rf"{address[0]}$"))

    report(0, "Kazan yanıt veriyor")
    keeper.goto(f"/izleme/dosya/{number}/report/")
    keeper.fill("textarea[name=cause]", "Sigorta attı")
    keeper.fill("textarea[name=done]", "Sigorta değişti, hat ayrıldı")
    keeper.locator("main form button[type=submit]").last.click()
    keeper.wait_for_url(re.compile(rf"{address[0]}$"))
    expect(keeper.get_by_text("Sigorta attı")).to_be_visible()
    for _ in range(40):
        end = site.ask(f"(exec({END!r}, told := {{}}), told['end']({number!r}, {ticket!r}))[1]")
        if end[2] == "closed":
            break
        keeper.wait_for_timeout(250)
    assert end == [["open", "take_on", "recover", "report"], "Sigorta attı", "closed"]
    head.goto(host)
    axe(head)
