"""Somebody leaves: the file lists everything, nothing closes before its proof, and the minute lies on paper."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.journey

CAST = '''
def cast(taken):
    """Somebody with rights, custody, open work and a delegation, whom no other journey needs; and who has to act."""
    from collections import Counter
    from konak.estate.assets.models import Custody, Warehouse
    from konak.estate.stocktake.models import Stocktake
    from konak.foundation.cases.models import Case
    from konak.foundation.people.models import Appointment
    from konak.foundation.people.queries import below, on_day, people_of
    from konak.governance.staffing import public as staffing
    from konak.governance.staffing.models import Delegation
    from konak.service.access_requests.models import Entitlement

    keep = set(Warehouse.objects.values_list("registrar_id", flat=True))
    keep |= set(Warehouse.objects.values_list("controller_id", flat=True))
    keep |= set(Stocktake.objects.values_list("members__user_id", flat=True))
    seats = Appointment.objects.filter(on_day(), acting_for=None, user__is_active=True).select_related("user", "unit")
    house = below(seats.get(user__username=taken[0]).unit_id)
    found = []
    for seat in seats.filter(unit_id__in=house, position__in=("chief", "expert", "staff")):
        counts = Counter(kind.label for kind, _ in staffing.everything_held(seat.user_id))
        if seat.user.username in taken or seat.user_id in keep or "Kurul üyelikleri" in counts:
            continue
        if {"Yetkiler", "Zimmetler", "Açık dosyalar", "Vekâletler"} <= set(counts):
            found.append((counts["Yetkiler"], seat.pk, seat))
    seat = min(found)[2]
    work = {}
    for case in Case.objects.filter(assignee=seat.user, resting=False):
        heir = seats.filter(unit_id=case.unit_id).exclude(user=seat.user).order_by("pk").first()
        work[case.number] = [heir.user.username, heir.user.full_name] if heir else ["", "birime bırakıldı"]
    rights = Entitlement.objects.filter(assignee=seat.user, state="active").select_related("right")
    hands = {
        str(right.right): next(one.username for one in people_of(right.right.executing_unit_id) if one != seat.user)
        for right in rights
    }
    things = Custody.objects.filter(holder=seat.user, ended_at=None).select_related("asset__warehouse__registrar")
    return {
        "pk": seat.user_id,
        "username": seat.user.username,
        "name": seat.user.full_name,
        "hands": hands,
        "things": {one.asset.tag: one.asset.warehouse.registrar.username for one in things},
        "work": work,
    }
'''


def moment(**away: int) -> str:
    """A moment as the field of a form takes it."""
    return f"{dt.datetime.now(ZoneInfo('Europe/Istanbul')) + dt.timedelta(**away):%Y-%m-%dT%H:%M}"


def press(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()


def send(page: Page, name: str) -> None:
    """The button of the form in the dialog; its page is then loaded anew."""
    page.locator("dialog[open]").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def test_a_leaver_is_closed_with_everything_proved(site, visit, axe):
    taken = [site.username(role) for role in ("head", "director", "chief", "clerk", "general")]
    cast = site.ask(f"(exec({CAST!r}, told := {{}}), told['cast']({taken!r}))[1]")
    head = visit("head")
    head.goto(f"/kisiler/{cast['pk']}/")
    expect(
        head.get_by_role("link", name="Ayrılışı işle").or_(head.get_by_role("button", name="Ayrılışı işle"))
    ).to_have_count(1)
    press(head, "Ayrılışı işle")
    head.fill("textarea[name=why], input[name=why]", "Emeklilik")
    head.fill("input[name=effective_at]", moment(hours=2))
    send(head, "Dosyayı aç")
    head.wait_for_url(re.compile(r"/yetkiler/hareketler/PH-"))
    number, file = re.search(r"PH-\d{4}-\d+", head.url)[0], head.url
    expect(head.get_by_text("Haklar ayrılış anında kapanır")).to_be_visible()
    for heading in ("Yetkiler", "Zimmetler", "Açık dosyalar", "Vekâletler", "Hesap"):
        expect(head.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    axe(head)

    # The moment comes earlier: every right ends at once, and the person is out.
    leaver = visit(f"@{cast['username']}")
    expect(leaver.locator(".k-user-button")).to_be_visible()
    press(head, "Anı değiştir")
    head.fill("input[name=effective_at]", moment(minutes=-1))
    head.fill("textarea[name=why], input[name=why]", "Bugün ayrılıyor")
    send(head, "Kaydet")
    leaver.reload()
    expect(leaver.get_by_label("Kullanıcı adı")).to_be_visible()
    expect(head.get_by_text("Dosya neden kapanmıyor?")).to_be_visible()
    expect(head.get_by_role("link", name="Dosyayı kapat", exact=True)).to_have_count(0)

    def group(name: str):
        return head.locator(".k-card", has=head.get_by_role("heading", name=name, exact=True))

    expect(group("Vekâletler")).to_contain_text("Hesapla birlikte sona erdi")
    for name in ("Yetkiler", "Zimmetler", "Açık dosyalar"):
        expect(group(name)).to_contain_text(re.compile("bekliyor|yürütülüyor"))

    # Rights are taken out of the systems by those who work them, each with its proof.
    tasks = group("Yetkiler").locator("tbody tr")
    wanted = {}
    for row in tasks.all():
        right = row.locator("td").first.inner_text().strip()
        wanted.setdefault(cast["hands"][right], []).append(
            row.get_by_role("link", name=re.compile("^YT-")).inner_text()
        )
    for username, numbers in wanted.items():
        hands = visit(f"@{username}")
        for one in numbers:
            hands.goto(f"/yetkiler/talepler/{one}/")
            press(hands, "Yapıldığını bildir")
            hands.locator("dialog[open] textarea[name=proof]").fill("Hesaptan kaldırıldı")
            send(hands, "Yapıldığını bildir")
    # Things go back to the warehouse; the custody register proves the line.
    for tag, registrar in cast["things"].items():
        keeper = visit(f"@{registrar}")
        keeper.goto(f"/tasinirlar/{tag}/")
        press(keeper, "İade al")
        send(keeper, "İade al")
    head.goto(file)
    press(head, "Listeyi yenile")
    expect(group("Zimmetler").get_by_text(re.compile("Ambara iade alındı|Kişide değil"))).to_have_count(
        len(cast["things"])
    )
    expect(group("Yetkiler").get_by_text("Hesaptan kaldırıldı")).to_have_count(len(cast["hands"]))

    # Open work goes to colleagues, each file to somebody of its unit; the rest heading by heading.
    def settle(button, to: str = "") -> None:
        expect(head.get_by_role("link", name="Dosyayı kapat", exact=True)).to_have_count(0)
        button.click()
        dialog = head.locator("dialog[open]")
        dialog.locator("textarea[name=proof]").fill("Devir tutanağı imzalandı")
        if to:
            dialog.locator("[name=to_text]").fill(to)
        send(head, "Kaydet")

    for case, (username, told) in cast["work"].items():
        row = group("Açık dosyalar").locator("tbody tr", has_text=case)
        settle(row.get_by_role("button", name="Sonuçlandır"), username)
        expect(row).to_contain_text(told)
    systems = group("Sorumlu olduğu bilgi sistemleri")
    while (left := systems.get_by_role("button", name="Sonuçlandır")).count():
        settle(left.first, site.username("head"))  # no system stays without somebody who answers for it
    while (left := head.locator("main tbody").get_by_role("button", name="Sonuçlandır")).count():
        settle(left.first)

    # Everything is proved: the file closes, and the minute lies on paper.
    press(head, "Dosyayı kapat")
    send(head, "Dosyayı kapat")
    expect(head.locator("[aria-current=step]")).to_have_text(re.compile("Tamamlandı"))
    axe(head)
    paper = head.request.get(f"/yetkiler/hareketler/{number}/tutanak.pdf")
    assert (paper.status, paper.body()[:5], len(paper.body()) > 10_000) == (200, b"%PDF-", True)
