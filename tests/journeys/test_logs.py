"""A lease and a line of the firewall become a person, and the answer is proved in a bare folder without us."""

import datetime as dt
import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import KONAK

pytestmark = pytest.mark.journey
OUTER, INNER, MAC = "203.0.113.77", "10.44.7.9", "00-00-5E-00-53-7A"
TOOLS = ("sh", "sed", "grep", "sha256sum", "openssl", "cut", "cat", "dirname")


def bring(site, folder: Path, at: dt.datetime) -> None:
    """What the DHCP server and the firewall wrote around that moment."""
    asked = int(at.timestamp())
    lease = f"{INNER},{MAC.replace('-', ':').lower()},,28800,{asked - 3_600 + 28_800},1,0,0,pc-yolculuk,0,,0"
    flow = (
        f'devname="fw" devid="FG1" eventtime={asked}000000000 tz="+0300" logid="0000000013" type="traffic" '
        f'subtype="forward" level="notice" srcip={INNER} srcport=50000 dstip=198.51.100.9 dstport=443 proto=6 '
        f'action="close" service="HTTPS" trandisp="snat" transip={OUTER} transport=40077 duration=30 '
        'user="yolcu.deneme" sentbyte=1 rcvdbyte=2'
    )
    for name, line in (("kea-leases4.csv", lease), ("fw.log", flow)):
        (folder / name).write_text(line + "\n", encoding="utf-8")
        assert "1 satır alındı" in site.konak("logs", "take", str(folder / name))


def proved(folder: Path, tools: Path) -> tuple[int, str]:
    """The shipped script, with nothing in its path but what its page promises."""
    done = subprocess.run(
        ["/bin/sh", "dogrula.sh"], cwd=folder, env={"PATH": str(tools)}, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout


def test_a_prosecutor_is_answered_and_proves_it_alone(site, visit, axe, fits, tmp_path):
    at = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(minutes=40)
    bring(site, tmp_path, at)
    page = visit("administrator")
    page.goto("/bilgi-verme/iz-kayitlari/yeni/")
    page.get_by_label("İsteyen makam").fill("Örnek Cumhuriyet Başsavcılığı")
    page.get_by_label("Soruşturma / dosya no").fill("2026/4477")
    day = page.evaluate("new Date().toLocaleDateString('sv')")
    page.get_by_label("Yazının tarihi").fill(day)
    page.get_by_label("Yazının sayısı").fill("E-4477")
    page.get_by_label("Cevap için son gün").fill(day)
    page.get_by_label("Amaç ve dayanak").fill("Soruşturma, CMK md. 332")
    page.get_by_label("İstenen kayıtlar").fill(f"{OUTER}:40077 adresini kullanan")
    page.locator("main form:has(> .k-form-foot) button[type=submit]").last.click()
    page.wait_for_url("**/is/KT-**")
    number = page.url.rstrip("/").rpartition("/")[2]

    page.goto("/loglar/kim/")
    page.get_by_label("IP adresi").fill(OUTER)
    page.get_by_label("Port").fill("40077")
    moment = page.evaluate("(at) => new Date(at * 1000).toLocaleString('sv').replace(' ', 'T')", int(at.timestamp()))
    page.get_by_label("Zaman", exact=True).fill(moment)
    page.get_by_label("Amaç").fill("Savcılık yazısı üzerine inceleme")
    page.get_by_label("İz kaydı isteği").fill(number)
    page.get_by_role("button", name="Ara", exact=True).last.click()
    answer = page.locator("main")
    for words in ("yolcu.deneme", INNER, MAC, "pc-yolculuk", "2026/4477"):
        expect(answer.get_by_text(words).first).to_be_visible()
    axe(page)
    fits(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name="Cevap paketini indir").click()
    bare, tools = tmp_path / "paket", tmp_path / "bin"
    with zipfile.ZipFile(coming.value.path()) as packed:
        packed.extractall(bare)
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(next(p for p in (f"/bin/{name}", f"/usr/bin/{name}") if Path(p).exists()))
    code, told = proved(bare, tools)
    assert (code, "paket sağlam" in told) == (0, True), told
    victim = next(one for one in sorted(bare.glob("satirlar/*.satir")) if OUTER.encode() in one.read_bytes())
    whole = bytearray(victim.read_bytes())
    whole[-1] ^= 1
    victim.write_bytes(whole)
    code, told = proved(bare, tools)
    assert (code, f"BOZUK: satirlar/{victim.name}" in told) == (1, True), told

    page.goto("/loglar/")
    expect(page.get_by_text(number).first).to_be_visible()
    asked = subprocess.run(
        [KONAK, "logs", "who", OUTER, at.isoformat(), "--port", "40077"],
        env=site.environment | {"LC_ALL": os.environ.get("LC_ALL", "C.UTF-8")},
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert (asked.returncode, "Kullanıcı: yolcu.deneme" in asked.stdout) == (0, True), asked.stdout + asked.stderr


def test_a_search_narrows_by_a_press_and_lines_are_followed_until_one_leaves(site, visit, axe, fits):
    at = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(minutes=20)
    said = "<38>{:%b %d %H:%M:%S} kesif-web sshd[1]: Failed password for {} from 198.51.100.{} port 5 ssh2"
    local = dt.timezone(dt.timedelta(hours=3))

    def came(*users):
        lines = [said.format(at.astimezone(local), user, n).encode() for n, user in enumerate(users)]
        intake = "__import__('konak.assurance.logs.services.intake', fromlist=['take_in'])"
        assert site.ask(f"{intake}.take_in({lines!r}, source='kesif-web')") == len(users)

    came("yolcu.bir", "yolcu.bir", "yolcu.iki")
    page = visit("administrator")
    page.goto("/loglar/kesif/")
    page.get_by_label("İçinde geçen söz").fill("kesif-web")
    page.get_by_label("Amaç").fill("Başarısız oturumların incelenmesi")
    page.get_by_role("button", name="Ara", exact=True).last.click()
    expect(page.get_by_text("3 satır", exact=True)).to_be_visible()
    axe(page)
    fits(page)
    page.get_by_role("button", name="user.name = yolcu.bir koşulunu ekle").click()
    expect(page.get_by_text("2 satır", exact=True)).to_be_visible()
    page.get_by_label("Ad", exact=True).fill("Yolcu")
    page.get_by_role("button", name="Sakla").click()
    expect(page.get_by_role("link", name="Yolcu")).to_be_visible()

    page.goto("/loglar/canli/")
    page.get_by_label("Küme").select_option("system")
    page.get_by_label("İçinde geçen söz").fill("kesif-web")
    page.get_by_label("Amaç").fill("Başarısız oturumların izlenmesi")
    page.get_by_role("button", name="İzlemeye başla").click()
    rows = page.locator("#canli-satirlar tr")
    expect(rows).to_have_count(3)
    came("yolcu.uc")
    expect(rows).to_have_count(4)
    axe(page)
    page.get_by_role("button", name="Duraklat").click()
    expect(page.get_by_role("button", name="Sürdür")).to_be_visible()
    came("yolcu.dort")
    expect(rows).to_have_count(4)
    page.get_by_role("button", name="Sürdür").click()
    expect(rows).to_have_count(5)
    page.get_by_role("button", name="İzlemeyi bitir").click()
    expect(page.get_by_text("Başarısız oturumların izlenmesi").first).to_be_visible()
    expect(page.get_by_text("5 satır", exact=True).first).to_be_visible()
