"""A director signs one document with the card on the desk, then ten with one PIN; anybody checks them afterwards."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from tests.journeys.signing import PIN

pytestmark = pytest.mark.journey

LAY = '''
def lay(asker, signer):
    """Eleven papers before one signer, asked by a clerk: what correspondence and the other apps do."""
    from konak.foundation.access.queries import actor_of
    from konak.foundation.documents.services import render_pdf
    from konak.foundation.files.services import store_as_is
    from konak.foundation.people.models import User
    from konak.office.esignature import public

    who = {one.username: one for one in User.objects.filter(username__in=[asker, signer])}
    actor = actor_of(who[asker].pk, via="cli")
    made = []
    for place in range(11):
        page = {"title": f"Deneme {place}", "unit": "Birim", "date": "2026-12-01", "text": "Metin"}
        content = store_as_is(
            actor=actor, content=render_pdf("esignature/ornek", page, standard="a-1b"), name=f"d{place}.pdf",
            media_type="application/pdf", unit_id=actor.seats[0].unit_id,
        )
        asked = public.request_signatures(
            actor=actor, purpose="journey", reference=f"YOL-{place}", subject=f"Yolculuk belgesi {place}",
            content=content, signers=[public.Wanted(who[signer].pk)],
        )
        made.append(asked.url)
    return made
'''


def test_one_is_signed_and_ten_with_one_pin_and_anybody_can_check(site, visit, cards, authority, axe, tmp_path):
    people = site.username("clerk"), site.username("director")
    addresses = site.ask(f"(exec({LAY!r}, told := {{}}), told['lay'](*{people!r}))[1]")
    agent = cards("director")
    page = visit("director")

    # One, from its own page.
    page.goto(addresses[0])
    agent.choose(page, "director")
    axe(page)
    page.get_by_role("button", name="İmzala", exact=True).click()
    expect(page.get_by_text("Tamamlandı").first).to_be_visible()
    assert "1 belge imzalanacak" in agent.shown
    assert PIN not in agent.shown

    # Ten of the tray with one PIN; what else waits there is left alone.
    page.goto("/imza/")
    agent.choose(page, "director")
    axe(page)
    boxes = page.get_by_role("checkbox", name=re.compile("^Seç: Yolculuk belgesi"))
    expect(boxes).to_have_count(10)
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Seçilenleri imzala").click()
    expect(boxes).to_have_count(0, timeout=60_000)
    assert (agent.asked, "10 belge imzalanacak" in agent.shown) == (2, True)

    # Whoever holds the file asks without an account.
    page.goto(addresses[10])
    with page.expect_download() as got:
        page.get_by_role("link", name="İmzalı dosya").click()
    signed = tmp_path / "imzali.pdf"
    got.value.save_as(signed)
    anybody = visit()
    anybody.goto("/dogrula/")
    anybody.locator("input[name=dosya]").set_input_files(signed)
    anybody.get_by_role("button", name="Doğrula").click()
    for words in ("Bütün", "Güvenilir", agent.names["director"]):
        expect(anybody.get_by_text(words).first).to_be_visible()
    axe(anybody)
    _openssl_agrees(signed.read_bytes(), authority, tmp_path)


def _openssl_agrees(content: bytes, authority, tmp_path) -> None:
    """What the signature covers, cut out of the PDF by its byte range, is what the CMS in it signs."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)", content)
    kinds = re.findall(rb"/SubFilter\s*/([A-Za-z.]+[a-z0-9]+)", content)
    place = next(place for place, kind in enumerate(kinds) if kind == b"ETSI.CAdES.detached")
    start, first, second, rest = (int(one) for one in ranges[place])
    held = bytes.fromhex(content[first + 1 : second - 1].decode("ascii"))
    files = {"i.p7s": held, "i.bin": content[start:first] + content[second : second + rest]}
    files["kok.pem"] = authority.root.pem + authority.issuer.pem
    for name, body in files.items():
        (tmp_path / name).write_bytes(body)
    told = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-binary", "-purpose", "any", "-in", "i.p7s"]
    told += ["-CAfile", "kok.pem", "-content", "i.bin", "-out", "/dev/null"]
    subprocess.run(told, cwd=tmp_path, check=True, capture_output=True)
    (tmp_path / "i.bin").write_bytes(files["i.bin"][:-1] + b"x")
    assert subprocess.run(told, cwd=tmp_path, capture_output=True).returncode != 0
