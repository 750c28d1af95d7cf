"""Rules of firewalls: asked, agreed by another, in force, over; the set of the device beside the register."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from konak.estate.network import queries, services
from konak.estate.network.models import FirewallRule
from konak.estate.network.parsing import firewall as parsing
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail

DAY = dt.timedelta(days=1)
FORTIGATE = """
config firewall address
    edit "kullanicilar"
        set subnet 10.20.0.0 255.255.0.0
    next
    edit "ebys"
        set type iprange
        set start-ip 10.200.10.10
        set end-ip 10.200.10.11
    next
end
config firewall addrgrp
    edit "sunucular"
        set member "ebys"
    next
end
config firewall service custom
    edit "UYGULAMA"
        set tcp-portrange 8000-8010:1024-65535
    next
end
config firewall policy
    edit 7
        set name "EBYS"
        set srcintf "lan"
        set dstintf "dmz"
        set action accept
        set srcaddr "kullanicilar"
        set dstaddr "sunucular"
        set service "HTTPS" "UYGULAMA"
        set comments "{number}"
    next
    edit 8
        set action accept
        set srcaddr "all"
        set dstaddr "all"
        set service "ALL"
    next
    edit 9
        set srcaddr "all"
        set dstaddr "bilinmeyen"
        set service "SSH"
    next
    edit 10
        set action accept
        set status disable
        set srcaddr "all"
        set dstaddr "ebys"
        set service "TELNET"
    next
end
"""
IPTABLES = r"""*nat
-A POSTROUTING -j MASQUERADE
COMMIT
*filter
:INPUT DROP [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -i lo -j ACCEPT
[1:7] -A FORWARD -s 10.20.0.0/16 -d 10.200.10.11/32 -p tcp -m multiport --dports 80,443 --comment "web" -j ACCEPT
-A FORWARD ! -s 10.0.0.0/8 -p icmp -j DROP
-A FORWARD -p tcp --dport 99999 -j ACCEPT
COMMIT
"""
PFSENSE = """<?xml version="1.0"?><pfsense><aliases>
<alias><name>web</name><type>host</type><address>10.200.10.11 10.200.10.12</address></alias></aliases>
<filter><rule><tracker>1609</tracker><type>pass</type><interface>lan</interface><protocol>tcp/udp</protocol>
<source><network>lan</network></source>
<destination><address>web</address><port>443</port></destination><descr>Web</descr></rule>
<rule><type>block</type><source><any/></source><destination><any/></destination><disabled/></rule></filter></pfsense>"""


@pytest.fixture
def wall(net):
    actor = net.expert.actor
    site = services.add_site(actor=actor, name="Veri Merkezi")
    maker = services.add_maker(actor=actor, name="Örnek Güvenlik")
    kind = services.add_type(actor=actor, maker_id=maker.pk, model="GD-1")
    net.wall = services.add_device(
        actor=actor, name="gd-1", type_id=kind.pk, site_id=site.pk, role="firewall", status="active"
    )
    return net


def asked(net, **more):
    facts = {
        "sources": "10.20.0.0/16",
        "destinations": "10.200.10.10-10.200.10.11",
        "services": "tcp/443, tcp/8000:8010",
    }
    facts |= {"actor": net.expert.actor, "why": "EBYS erişimi", "device_id": net.wall.pk}
    return services.ask_rule(**facts | more)


def applied(net, ident="", **more):
    number = asked(net, **more).case.number
    services.approve_rule(number, actor=net.director.actor)
    services.apply_rule(number, actor=net.expert.actor, ident=ident)
    return number


def test_a_rule_is_asked_agreed_applied_and_comes_off_when_its_time_is_over(wall):
    number = asked(wall, actor=wall.director.actor, until=localdate() + 20 * DAY).case.number
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.approve_rule(number, actor=wall.director.actor)
    chief = wall.hall.seat("chief", wall.hall.network)
    services.approve_rule(number, actor=chief.actor)
    services.apply_rule(number, actor=wall.expert.actor, ident="7")
    with pytest.raises(Refused, match=f"{number} sayılı kurala ait"):
        applied(wall, ident="7")
    night = Actor(None, via="job")
    assert services.end_rules(actor=night) == 0
    assert services.end_rules(actor=night, day=localdate() + 21 * DAY) == 1
    assert services.end_rules(actor=night, day=localdate() + 21 * DAY) == 0
    row = FirewallRule.objects.get(case__number=number)
    assert (row.case.state, row.case.resting) == ("over", False)
    services.remove_rule(number, actor=wall.expert.actor)
    told = [one.verb for one in trail.story(row.case.kind, number)]
    assert told == ["open", "approve", "apply", "expire", "remove"]


def test_who_asks_from_elsewhere_sees_and_withdraws_only_his_own(wall):
    asker = wall.hall.seat("staff", wall.hall.elsewhere)
    with pytest.raises(Refused, match="güvenlik duvarı bulunamadı"):
        asked(wall, actor=asker.actor)
    mine = asked(wall, actor=asker.actor, device_id=None).case.number
    other = applied(wall)
    assert [row.case.number for row in queries.rules(asker.actor)] == [mine]
    assert asker.client.get(f"/ag/kural/{other}/withdraw/").status_code == 404
    assert asker.client.get("/ag/kurallar/kumeler/al/").status_code == 404
    with pytest.raises(Refused, match="güvenlik duvarını seçin"):
        services.approve_rule(mine, actor=wall.director.actor)
    services.withdraw_rule(mine, actor=asker.actor)
    with pytest.raises(Refused):
        services.refuse_rule(mine, actor=wall.director.actor, why="Geç")


def test_what_makes_no_sense_is_refused_by_both_doors_in_the_same_words(wall):
    client, body = (
        wall.expert.client,
        {"why": "Deneme", "action": "allow", "sources": "10.20.1.5", "services": "tcp/22"},
    )
    for value, words in (
        ("10.20.300.1", "bir adres, ağ"),
        ("10.0.0.9-10.0.0.1", "bir adres, ağ"),
        (",", "en az bir"),
    ):
        page = client.post("/ag/kurallar/yeni/", body | {"destinations": value})
        told = client.post(
            "/api/network/firewall/rules",
            body | {"sources": ["10.20.1.5"], "services": ["tcp/22"], "destinations": [value]},
            content_type="application/json",
        )
        assert (page.status_code, told.status_code, words in page.text) == (422, 409, True)
        if value != ",":
            assert words in told.json()["title"]
    with pytest.raises(Refused, match="sınırsız"):
        asked(wall, sources="hepsi", destinations="0.0.0.0/0", services="any")
    with pytest.raises(Refused, match="kapı numaraları"):
        asked(wall, services="tcp/70000")


def test_every_writing_is_read_into_the_same_rules(wall):
    forti = parsing.read(FORTIGATE.encode())
    assert [(one.ident, one.action, one.enabled) for one in forti.rules] == [
        *(("7", "allow", True), ("8", "allow", True), ("9", "deny", True), ("10", "allow", False))
    ]
    assert forti.rules[0].services == ("tcp/443", "tcp/8000-8010")
    assert (forti.rules[0].destinations, forti.broken) == (("10.200.10.10-10.200.10.11",), 1)
    tables = parsing.read(IPTABLES.encode())
    assert [(one.sources, one.services, one.action) for one in tables.rules] == [
        (("10.20.0.0/16",), ("tcp/80", "tcp/443"), "allow"),
        (("!10.0.0.0/8",), ("icmp",), "deny"),
    ]
    assert (tables.rules[0].comment, tables.broken) == ("web", 1)
    sense = parsing.read(PFSENSE.encode())
    assert sense.rules[0] == parsing.Rule(
        *("1609", "allow", ("net-lan",), ("10.200.10.11", "10.200.10.12"), ("tcp/443", "udp/443")),
        comment="Web", path="lan",
    )  # fmt: skip
    assert sense.rules[1].enabled is False
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><pfsense><filter><rule><descr>&b;</descr></rule></filter></pfsense>'
    for broken in (b"\x00\xff\x01", b"merhaba", b"<pfsense><filter>", bomb, b"config firewall policy\nend"):
        with pytest.raises(ValueError, match=r"tanınmadı|okunamadı|bulunamadı|DOCTYPE"):
            parsing.read(broken)
    halves = parsing.same_spots(("10.0.0.0/25", "10.0.0.128-10.0.0.255"))
    assert halves == parsing.same_spots(("10.0.0.0/24",))
    assert parsing.same_services(("tcp/1-9", "tcp/10")) == parsing.same_services(("tcp/1-10",))


def test_the_rule_set_is_compared_adopted_and_signed(wall):
    right = applied(wall, why="EBYS")
    gone = applied(wall, ident="55", destinations="10.200.10.50", services="tcp/3389")
    content = FORTIGATE.replace("{number}", f"bkz. {right}").encode()
    page = wall.expert.client.post(
        "/ag/kurallar/kumeler/al/",
        {"device_id": wall.wall.pk, "kind": "auto", "file": SimpleUploadedFile("yedek.conf", content)},
    )
    one = queries.rule_imports(wall.expert.actor).get()
    assert (page.status_code, one.lines, one.deviations) == (302, 4, 3)
    found = [(each.sort, each.line and each.line.ident) for each in queries.compare(one).findings]
    assert found == [("unregistered", "8"), ("missing", None), ("wide", "8")]
    FirewallRule.objects.filter(case__number=right).update(services=["tcp/443"])
    services.expire_rule(gone, actor=wall.expert.actor)
    seen = queries.compare(one)
    assert [(each.sort, "servis" in each.said) for each in seen.findings][1] == ("differs", True)
    services.expire_rule(right, actor=wall.expert.actor)
    assert [each.sort for each in queries.compare(one).findings] == ["unregistered", "over", "wide"]
    text = wall.director.client.get(f"/ag/kurallar/kumeler/{one.pk}/").text
    assert (
        "Kütüğe iste" in text,
        right in text,
        wall.stranger.client.get(f"/ag/kurallar/kumeler/{one.pk}/").status_code,
    ) == (*(True, True, 404),)
    line = one.rules.get(ident="7")
    line.pk, line.place, line.ident, line.comment = None, 9, "70", ""
    line.save()
    made = services.adopt(line.pk, actor=wall.expert.actor, why="Eskiden yazılmış")
    assert (made.ident, made.services, made.case.state) == ("70", ["tcp/443", "tcp/8000-8010"], "asked")
    with pytest.raises(Refused, match="sayılı dosyada"):
        services.adopt(line.pk, actor=wall.expert.actor, why="Yine")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.sign_review(one.pk, actor=wall.expert.actor, note="Bakıldı")
    services.sign_review(one.pk, actor=wall.director.actor, note="8 numara kapatılacak")
    with pytest.raises(Refused, match="zaten"):
        services.sign_review(one.pk, actor=wall.director.actor, note="Yine")
    told = wall.director.client.get(f"/api/network/firewall/rule-sets/{one.pk}").json()
    assert (told["agreed"], told["reviewed_at"] is not None) == (0, True)
