"""A package comes, is referred, answered, initialled, signed with a card, and leaves as a package anybody can check;
then ten letters are signed with one PIN."""

import datetime as dt
import json
import re
import subprocess
import uuid
import zipfile

import pytest
from playwright.sync_api import Page, expect

from konak.foundation.documents.services import render_pdf
from konak.office.correspondence.packaging import Drafted, Face, Reach, Signed, assemble, last_digest, skeleton
from tests.journeys.test_regulation import choose

pytestmark = pytest.mark.journey

ROUTE = '''
def route(clerk):
    """Who initials and who signs what this clerk writes, as the directory has it."""
    from konak.foundation.access.queries import actor_of
    from konak.foundation.people.models import User
    from konak.office.correspondence import queries

    actor = actor_of(User.objects.get(username=clerk).pk, via="cli")
    unit = actor.seats[0].unit_id
    people = {one.pk: one.username for one in User.objects.all()}
    steps = queries.proposed_route(unit, actor.user_id)
    return {
        "initials": [people[one.user_id] for kind, one in steps if kind == "initial"],
        "signer": people[steps[-1][1].user_id],
        "clerk": User.objects.get(username=clerk).full_name,
        "detsis": queries.unit_number(unit),
    }
'''

LAY = '''
def lay(clerk, initials):
    """Ten letters of the same clerk, initialled by everybody but the one who signs."""
    from konak.foundation.access.queries import actor_of
    from konak.foundation.people.models import User
    from konak.office.correspondence import services

    who = {one.username: actor_of(one.pk, via="cli") for one in User.objects.filter(username__in=[clerk, *initials])}
    made = []
    for place in range(10):
        letter = services.draft(
            actor=who[clerk], subject=f"Yolculuk toplu yazısı {place}", code="702", body="Toplantıya katılımınızı",
            unit_id=who[clerk].seats[0].unit_id,
            addressees=[{"party": "body", "name": f"Örnek {place} Kaymakamlığı"}],
        )
        services.submit(letter.case.number, actor=who[clerk])
        for one in initials:
            services.approve(letter.case.number, actor=who[one])
        made.append(letter.case.number)
    return made
'''

STAND = '''
def stand(numbers):
    """How letters stand in the register: state, official number, place in the register, digest that was signed."""
    from konak.office.correspondence.models import Letter

    rows = Letter.objects.filter(case__number__in=numbers).select_related("case").order_by("register_no")
    return [
        [one.case.state, one.official, one.register_no, one.dated_on is not None, one.package_id is not None,
         one.route.get(kind="signature").signature]
        for one in rows
    ]
'''


def asked(site, source: str, name: str, *arguments):
    return site.ask(f"(exec({source!r}, told := {{}}), told[{name!r}](*{arguments!r}))[1]")


def press(page: Page, name: str) -> None:
    """A button, or a link that looks like one, of the head of the page."""
    page.get_by_role("link", name=name, exact=True).or_(
        page.get_by_role("button", name=name, exact=True)
    ).first.click()


def send(page: Page, name: str) -> None:
    """The button of the form in the dialog; its page is then loaded anew."""
    page.locator("dialog[open]").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.wait_for_load_state("networkidle")


def foreign_package(authority, tmp_path, detsis: str) -> bytes:
    """What the governor's office sends: written to the format, signed by openssl with a card of the trial house."""
    card = authority.issue("Vali Örnek", identity="10000000146")
    (tmp_path / "vali.pem").write_bytes(card.pem)
    (tmp_path / "vali.key").write_bytes(card.key_pem())
    (tmp_path / "ara.pem").write_bytes(authority.issuer.pem)

    def sign(content: bytes) -> bytes:
        (tmp_path / "ozet").write_bytes(content)
        words = ["openssl", "cms", "-sign", "-binary", "-nodetach", "-cades", "-outform", "DER", "-in", "ozet"]
        words += ["-signer", "vali.pem", "-inkey", "vali.key", "-certfile", "ara.pem"]
        return subprocess.run(words, cwd=tmp_path, check=True, capture_output=True).stdout

    page = {"title": "Envanter", "unit": "Örnek Valiliği", "date": "2026-11-30", "text": "Liste istenmektedir."}
    draft = Drafted(
        id=str(uuid.uuid4()), subject="Yolculuk envanteri", file_name="yazi.pdf",
        letter=render_pdf("esignature/ornek", page, standard="a-1b"),
        sender=Face("body", "Örnek Valiliği", "24310001", kep="ornekvaliligi@hs01.kep.tr"),
        receivers=[Reach(Face("body", "Örnek Büyükşehir Belediyesi", detsis))],
        verify_at="https://ornek.bel.tr/dogrula/", code=("702", "Yazılım"),
    )  # fmt: skip
    kept, digest = skeleton(draft)
    people = [{"first_name": "Vali", "last_name": "ÖRNEK", "title": "Vali"}]
    number = f"E-24310001-702-{uuid.uuid4().int % 90000 + 1000}"
    signed = Signed(number, dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC), sign(digest), people)
    return assemble(kept, signed, sign(last_digest(kept, signed)))


def test_a_package_is_answered_and_its_answer_leaves_signed_and_ten_letters_follow_with_one_pin(
    site, visit, cards, authority, axe, tmp_path
):
    way = asked(site, ROUTE, "route", site.username("clerk"))
    chief, signer = way["initials"][0], way["signer"]
    (tmp_path / "gelen.eyp").write_bytes(foreign_package(authority, tmp_path, way["detsis"]))
    agent = cards(f"@{signer}")

    # It comes: the chief takes the package in and refers it to the clerk.
    page = visit(f"@{chief}")
    page.goto("/evrak/gelen/paket/")
    page.locator("input[type=file]").set_input_files(tmp_path / "gelen.eyp")
    press(page, "Denetle ve kaydet")
    page.wait_for_url(re.compile(r"/evrak/gelen/GELEN-"))
    came = re.search(r"GELEN-\d{4}-\d+", page.url)[0]
    expect(page.get_by_text("Örnek Valiliği").first).to_be_visible()
    expect(page.get_by_text("Paketin kusurları var")).to_have_count(0)
    press(page, "Havale et")
    choose(page, "person", way["clerk"])
    page.locator("dialog[open] textarea").first.fill("Cevap hazırlayınız.")
    send(page, "Havale et")

    # The clerk answers in the editor; the page beside it is drawn while he types.
    desk = visit("clerk")
    desk.goto("/evrak/havaleler/")
    desk.get_by_role("link", name="Yolculuk Envanteri").or_(
        desk.get_by_role("link", name="Yolculuk envanteri")
    ).first.click()
    press(desk, "İşleme al")
    send(desk, "İşleme al")
    press(desk, "Cevap yaz")
    text = desk.locator(".k-paper-text")
    text.click()
    desk.keyboard.type("İlgi yazıda istenen envanter aşağıdadır.")
    desk.keyboard.press("Enter")
    desk.keyboard.type("a) on iki sunucu")
    for _ in range(2):
        desk.keyboard.press("Enter")
    desk.keyboard.type("Bilgilerinizi ve gereğini")
    expect(desk.locator("#onizleme img").first).to_be_visible(timeout=20_000)
    axe(desk)
    desk.get_by_role("button", name="Taslağı aç").click()
    desk.wait_for_url(re.compile(r"/evrak/yazi/YAZI-"))
    number = re.search(r"YAZI-\d{4}-\d+", desk.url)[0]
    axe(desk)
    press(desk, "İmzaya sun")
    send(desk, "İmzaya sun")

    # Those between initial it, each on his own page.
    for username in way["initials"]:
        hand = page if username == chief else visit(f"@{username}")
        hand.goto(f"/evrak/yazi/{number}/")
        press(hand, "Paraf ver")
        send(hand, "Onayla")

    # The head signs with the card on the desk.
    head = visit(f"@{signer}")
    head.goto(f"/evrak/yazi/{number}/")
    press(head, "İmza sayfası")
    agent.choose(head, f"@{signer}")
    head.get_by_role("button", name="İmzala", exact=True).click()
    expect(head.get_by_text("Tamamlandı").first).to_be_visible(timeout=30_000)
    letters = asked(site, LAY, "lay", site.username("clerk"), way["initials"])

    # The package is out: checked by ourselves, its signature by openssl, its code by anybody.
    head.goto(f"/evrak/yazi/{number}/")
    for _ in range(20):
        if head.get_by_role("link", name="e-Yazışma paketi").count():
            break
        head.wait_for_timeout(500)
        head.reload()
    with head.expect_download() as got:
        head.get_by_role("link", name="e-Yazışma paketi").click()
    package = tmp_path / "giden.eyp"
    got.value.save_as(package)
    (report,) = json.loads(site.konak("correspondence", "check-package", str(package), "--json"))
    assert report == {"file": str(package), "digests": "ok", "signatures": "ok", "violations": []}
    openssl_agrees(package, authority, tmp_path)
    code = head.locator("dt", has_text="Doğrulama kodu").locator("xpath=following-sibling::dd[1]").inner_text()
    anybody = visit()
    anybody.goto(f"/dogrula/?kod={code.split()[0]}")
    for words in ("Bütün", "Güvenilir", agent.names[f"@{signer}"], "Yolculuk Envanteri"):
        expect(anybody.get_by_text(words).first).to_be_visible()
    axe(anybody)
    page.goto(f"/evrak/gelen/{came}/")
    expect(page.get_by_text("cevap yazısı")).to_be_visible()

    # Ten letters with one PIN, each with a number of its own.
    asked_before = agent.asked
    head.goto("/imza/")
    agent.choose(head, f"@{signer}")
    boxes = head.get_by_role("checkbox", name=re.compile("^Seç: Yolculuk Toplu Yazısı"))
    expect(boxes).to_have_count(10)
    for box in boxes.all():
        box.check()
    head.get_by_role("button", name="Seçilenleri imzala").click()
    expect(boxes).to_have_count(0, timeout=60_000)
    assert (agent.asked - asked_before, "10 belge imzalanacak" in agent.shown) == (1, True)
    for _ in range(30):
        rows = asked(site, STAND, "stand", letters)
        if all(row[0] in ("signed", "sent") and row[4] for row in rows):
            break
        head.wait_for_timeout(500)
    first = rows[0][2]
    assert [row[:5] for row in rows] == [
        ["signed", f"E-{way['detsis']}-702-{first + place}", first + place, True, True] for place in range(10)
    ]
    assert len({row[5] for row in rows}) == 10


def openssl_agrees(package, authority, tmp_path) -> None:
    """What was signed is the first digest in the package, byte by byte, and the signature is the card's."""
    with zipfile.ZipFile(package) as held:
        (tmp_path / "imza.der").write_bytes(held.read("Imzalar/ImzaCades.imz"))
        digest = held.read("PaketOzeti/PaketOzeti.xml")
    (tmp_path / "kok.pem").write_bytes(authority.root.pem + authority.issuer.pem)
    words = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-binary", "-purpose", "any", "-in", "imza.der"]
    judged = subprocess.run([*words, "-CAfile", "kok.pem"], cwd=tmp_path, capture_output=True)
    assert (judged.returncode, judged.stdout) == (0, digest)
