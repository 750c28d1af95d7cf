"""From a line on the wire to an answer that a prosecutor proves without us."""

import datetime as dt
import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from django.utils.timezone import localdate, localtime, now

from konak.assurance.logs.models import Search
from konak.assurance.logs.services import archiving, intake, packing, searching
from konak.estate.assets.tests.conftest import build as a_store
from konak.estate.network import services as network
from konak.estate.network.tests.conftest import build as the_network
from konak.foundation.evidence import capability
from konak.foundation.indicators import indicator
from konak.foundation.lake import queries as lake
from konak.foundation.lake import services as sealing
from konak.foundation.lake import verification
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.foundation.trail.services import seal_committed
from konak.gateways.pki import fake
from konak.governance.disclosures import services as disclosures

WHY = "Savcılık yazısı üzerine inceleme"


@pytest.fixture(scope="module")
def authority():
    with fake.running() as house:
        yield house


@pytest.fixture
def town(hall, tmp_path, settings, authority):
    settings.LAKE_ROOT = tmp_path / "lake"
    settings.SIGN_TRUST = authority.trust_folder(tmp_path / "guven")
    settings.SIGN_TSA = [authority.tsa_url]
    hall.admin, hall.auditor = hall.seat("administrator", hall.network), hall.seat("auditor", hall.municipality)
    hall.stranger = hall.seat("director", hall.elsewhere)
    hall.at = now().replace(microsecond=0) - dt.timedelta(minutes=30)
    return hall


def lines(at):
    """A lease, a session, a translated flow, and the noise around them; the moment of the question is `at`."""

    def clock(minutes):
        return localtime(at + dt.timedelta(minutes=minutes))

    def forti(minutes, inner, port, outer, user=""):
        moment = int((at + dt.timedelta(minutes=minutes)).timestamp())
        return (
            f'date=x devname="FG" devid="FG1" eventtime={moment}000000000 logid="0000000013" subtype="forward" '
            f'srcip={inner} srcport=50000 dstip=93.184.216.34 dstport=443 proto=6 action="close" trandisp="snat" '
            f"transip=81.1.2.3 transport={port} duration=60 {user}"
        )

    def ack(minutes, ip, mac, host):
        return f"<30>{clock(minutes):%b %d %H:%M:%S} dhcp1 dhcpd[1]: DHCPACK on {ip} to {mac} ({host}) via eth0"

    def session(minutes, status, user, mac, ip):
        moment = int((at + dt.timedelta(minutes=minutes)).timestamp())
        return (
            f'{clock(minutes):%a %b %d %H:%M:%S %Y}\x1e\tAcct-Status-Type = {status}\x1e\tUser-Name = "{user}"\x1e'
            f'\tCalling-Station-Id = "{mac}"\x1e\tFramed-IP-Address = {ip}\x1e\tNAS-Identifier = "ap-kitaplik"\x1e'
            f"\tTimestamp = {moment}"
        )

    return [
        ack(-300, "10.1.2.3", "00:11:22:00:00:01", "eski"),
        ack(-60, "10.1.2.3", "00:11:22:aa:bb:cc", "pc-ayse"),
        ack(10, "10.1.2.3", "00:11:22:00:00:02", "yeni"),
        session(-200, "Start", "onceki", "00-11-22-00-00-01", "10.1.2.3"),
        session(-100, "Stop", "onceki", "00-11-22-00-00-01", "10.1.2.3"),
        session(-50, "Start", "ayse.deneme", "00-11-22-AA-BB-CC", "10.1.2.3"),
        forti(0, "10.1.2.3", 40001, "81.1.2.3"),
        forti(0, "10.1.2.9", 40002, "81.1.2.3"),
        forti(-20, "10.1.2.8", 40001, "81.1.2.3"),
        "rubbish that nobody knows",
    ]


def filled(town):
    intake.take_in([line.encode() for line in lines(town.at)], source="10.0.0.1")


def test_an_outer_address_and_a_port_lead_to_a_person(town):
    filled(town)
    for sealed in (False, True):
        found = searching.who(actor=town.admin.actor, ip="::ffff:81.1.2.3", port=40001, at=town.at, purpose=WHY)
        assert (found.inner, found.mac, found.host, found.user) == (
            "10.1.2.3", "00-11-22-AA-BB-CC", "pc-ayse", "ayse.deneme",
        )  # fmt: skip
        assert [one.role for one in found.evidence] == ["Adres çevirisi (NAT)", "DHCP kirası", "RADIUS oturumu"]
        assert {bool(one.row.segment) for one in found.evidence} == {sealed}
        if not sealed:
            sealing.seal()
    inner = searching.who(actor=town.admin.actor, ip="10.1.2.3", at=town.at - dt.timedelta(minutes=150), purpose=WHY)
    assert (inner.mac, inner.user) == ("00-11-22-00-00-01", "onceki")
    both = searching.who(actor=town.admin.actor, ip="81.1.2.3", at=town.at, purpose=WHY)
    assert any("dış port gerekir" in word for word in both.words)
    nobody = searching.who(actor=town.admin.actor, ip="10.9.9.9", at=town.at, purpose=WHY)
    assert (nobody.user, nobody.mac, nobody.evidence) == ("", "", [])
    since, until = town.at - dt.timedelta(hours=6), town.at + dt.timedelta(hours=1)
    told = searching.trace(actor=town.admin.actor, what="00:11:22:aa:bb:cc", since=since, until=until, purpose=WHY)
    assert sorted(one.code for one in told.evidence) == ["dhcp", "radius"]
    free = searching.free(
        actor=town.admin.actor, words="RUBBISH", since=since, until=now() + dt.timedelta(hours=1), purpose=WHY
    )
    assert [one.code for one in free.evidence] == ["other"]


def test_the_registers_say_which_device_and_who_holds_it(town):
    net = the_network(town)
    (laptop,) = a_store(town).bought(1)
    laptop.macs = ["00:11:22:AA:BB:CC"]
    laptop.save()
    stays = ["ip;mac;zaman;bitiş;anahtar;kapı;erişim noktası;oturum"]
    for mac, begin, end in (("0011.22aa.bbcc", -50, 5), ("0011.2200.0009", -160, -140)):
        moments = [(town.at + dt.timedelta(minutes=minutes)).isoformat() for minutes in (begin, end)]
        stays.append(f"10.1.2.3;{mac};{moments[0]};{moments[1]};sw-{mac[-1]};Gi1/0/7;;")
    network.take_in(actor=net.expert.actor, content="\n".join(stays).encode(), name="dosya")
    filled(town)
    ask = {"ip": "10.1.2.3", "at": town.at, "purpose": WHY}
    found = searching.who(actor=town.admin.actor, **ask)
    assert (found.known.port, laptop.tag in found.known.device) == ("sw-c Gi1/0/7", True)
    shown = town.admin.client.post("/loglar/kim/", ask | {"at": f"{localtime(town.at):%Y-%m-%dT%H:%M:%S}"}).text
    assert f"{laptop.tag} {laptop.name}" in shown
    assert searching.who(actor=town.auditor.actor, **ask).known is None
    body = ask | {"at": town.at.isoformat()}
    told = town.admin.client.post("/api/logs/who", body, "application/json").json()
    assert (told["mac"], told["device"]) == ("00-11-22-AA-BB-CC", f"{laptop.tag} {laptop.name}")
    hidden = town.auditor.client.post("/api/logs/who", body, "application/json").json()
    assert (hidden["mac"], hidden["device"], hidden["masked"]) == ("00-11-22-**-**-**", "", True)
    assert town.stranger.client.post("/api/logs/who", body, "application/json").status_code == 409
    assert town.auditor.client.get("/api/logs/searches").json()["items"][0]["purpose"] == WHY
    before = searching.who(actor=town.admin.actor, **ask | {"at": town.at - dt.timedelta(minutes=150)})
    # the lease names another device than the switch saw: no register may speak for it
    assert (before.mac, before.known.port, before.known.device) == ("00-11-22-00-00-01", "", "")


def test_nobody_looks_without_a_purpose_or_unseen(town):
    filled(town)
    ask = {"ip": "10.1.2.3", "at": town.at, "purpose": WHY}
    with pytest.raises(Refused, match="yetkiniz yok"):
        searching.who(actor=town.stranger.actor, **ask)
    with pytest.raises(Refused, match="amacını"):
        searching.who(actor=town.admin.actor, **ask | {"purpose": "bakış"})
    with pytest.raises(Refused, match="iz kaydı isteği yok"):
        searching.who(actor=town.admin.actor, **ask, request="KT-2026-99999")
    assert Search.objects.count() == 0
    seen = searching.who(actor=town.auditor.actor, **ask)
    assert (seen.search.masked, seen.user, seen.mac, seen.inner) == (True, "a***", "00-11-22-**-**-**", "10.1.2.***")
    assert "pc-ayse" not in str([one.told for one in seen.evidence])
    entry = Entry.objects.get(kind="logs.search")
    assert (entry.verb, entry.user_id, entry.note) == ("who", town.auditor.user.pk, "")
    (row,) = lake.search("searches")
    told = json.loads(lake.lines([row])[0])
    assert (told["search"], told["purpose"], told["asked"]["ip"]) == (seen.search.pk, WHY, "10.1.2.3")
    seal_committed()
    assert archiving.archive_trail() == Entry.objects.count()
    assert (archiving.archive_trail(), b'"verb":"who"' in lake.lines(lake.search("trail"))[-1]) == (0, True)


def test_the_screens_ask_answer_and_refuse(town):
    filled(town)
    post = {
        "ip": "10.1.2.3",
        "at": f"{localtime(town.at):%Y-%m-%dT%H:%M:%S}",
        "purpose": WHY,
        "port": "",
        "request": "",
    }
    shown = town.admin.client.post("/loglar/kim/", post).content.decode()
    assert ("ayse.deneme" in shown, "mühür bekliyor" in shown) == (True, True)
    assert town.admin.client.post("/loglar/kim/", post | {"purpose": "x"}).status_code == 422
    assert town.stranger.client.post("/loglar/kim/", post).status_code == 404
    assert "ayse.deneme" not in town.auditor.client.post("/loglar/kim/", post).content.decode()
    since = f"{localtime(town.at - dt.timedelta(hours=2)):%Y-%m-%dT%H:%M}"
    until = f"{localtime(now()):%Y-%m-%dT%H:%M}"
    more = {"since": since, "until": until, "purpose": WHY}
    assert "pc-ayse" in town.admin.client.post("/loglar/kayitlari/", more | {"what": "10.1.2.3"}).content.decode()
    assert (
        "pc-ayse"
        in town.admin.client.post("/loglar/ara/", more | {"words": "pc-ay", "code": "dhcp"}).content.decode()
    )
    book = town.auditor.client.get("/loglar/").content.decode()
    assert book.count(WHY) == 4
    tried = town.admin.client.post("/loglar/dene/", {"form": "auto", "lines": lines(town.at)[1]}).content.decode()
    assert "00-11-22-AA-BB-CC" in tried
    assert Search.objects.count() == 4
    sealing.seal()
    sealing.stamp()
    verification.run()
    assert [word in town.admin.client.get("/loglar/gol/").content.decode() for word in ("Damgalı", "Sağlam")] == [
        True
    ] * 2
    assert {town.stranger.client.get(f"/loglar/{page}").status_code for page in ("", "gol/", "dene/", "ara/")} == {
        404
    }
    today = localdate()
    assert capability("logs.sealed").count(None, today) == 3
    assert capability("logs.searched").count(None, today) == 4
    assert indicator("logs.stamped").value(None, today, today) == 100.0


def test_the_answer_package_is_proved_by_a_shell_and_names_a_flipped_byte(town, tmp_path, authority):
    filled(town)
    number = disclosures.receive_log_request(
        actor=town.admin.actor,
        authority="Örnek Başsavcılığı", file_number="2026/12", letter_date=localdate(), letter_number="E-1",
        due_on=localdate() + dt.timedelta(days=10), purpose="Soruşturma", scope="Oturum kayıtları",
    ).case.number  # fmt: skip
    ask = {"actor": town.admin.actor, "ip": "81.1.2.3", "port": 40001, "at": town.at, "purpose": WHY}
    bare = searching.who(**ask).search.pk
    with pytest.raises(Refused, match="isteğine bağlı"):
        packing.pack(bare, actor=town.admin.actor)
    made = searching.who(**ask, request=number).search.pk
    with pytest.raises(Refused, match="yetkiniz yok"):
        packing.pack(made, actor=town.auditor.actor)
    authority.down.add("tsa")
    with pytest.raises(Refused, match="Zaman damgası alınamadı"):
        packing.pack(made, actor=town.admin.actor)
    authority.down.clear()
    answer = town.admin.client.post(f"/loglar/paket/{made}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    bare_folder = tmp_path / "paket"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        packed.extractall(bare_folder)
    assert (bare_folder / "ozet.pdf").read_bytes()[:5] == b"%PDF-"
    tools = tmp_path / "bin"  # nothing but what the page promises
    tools.mkdir()
    for name in ("sh", "sed", "grep", "sha256sum", "openssl", "cut", "cat", "dirname"):
        where = next(p for p in (f"/bin/{name}", f"/usr/bin/{name}") if Path(p).exists())
        (tools / name).symlink_to(where)

    def proved():
        done = subprocess.run(
            ["/bin/sh", "dogrula.sh"], cwd=bare_folder, env={"PATH": str(tools)}, capture_output=True, text=True
        )
        return done.returncode, [line for line in done.stdout.splitlines() if "BOZUK" in line], done.stdout

    code, bad, told = proved()
    assert (code, bad, "damga zamanı" in told, "paket sağlam" in told) == (0, [], True, True)
    victim = sorted(bare_folder.glob("satirlar/*.satir"))[0]
    whole = victim.read_bytes()
    victim.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
    code, bad, _ = proved()
    assert (code, f"BOZUK: satirlar/{victim.name}" in bad) == (1, True)
    sums = subprocess.run("sha256sum $(find . -type f ! -name SHA256SUMS) > SHA256SUMS", shell=True, cwd=bare_folder)
    assert sums.returncode == 0  # whoever forges the sums too meets the tree
    code, bad, _ = proved()
    assert (code, bad) == (1, [f"BOZUK: satirlar/{victim.name} mühürlendiğinden farklı", "SONUÇ: PAKET BOZUK"])
    victim.write_bytes(whole)
    manifest = sorted(bare_folder.glob("bildirge/*.json"))[-1]
    manifest.write_text(manifest.read_text().replace("made_at", "made_ad"))
    code, bad, _ = proved()
    assert (code, any("zaman damgası geçersiz" in line for line in bad)) == (1, True)
    kept = Search.objects.get(pk=made)
    assert (len(kept.packed_sha256), Entry.objects.filter(kind="logs.search", verb="pack").count()) == (64, 1)


def test_what_outlived_its_term_leaves_minutes(town):
    old = now() - dt.timedelta(days=731)
    intake.take_in([line.encode() for line in lines(old)], source="10.0.0.1", moment=old)
    sealing.seal()
    assert sealing.expire().number == 2
    answer = town.auditor.client.get("/loglar/silme/2/")
    assert (answer.status_code, answer["Content-Type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    codes = [town.auditor.client.get("/loglar/silme/1/"), town.stranger.client.get("/loglar/silme/2/")]
    assert [one.status_code for one in codes] == [404, 404]
    assert "silme tutanağı" in town.auditor.client.get("/loglar/gol/").content.decode()
    assert (lake.search("dhcp"), verification.run().whole) == ([], True)
