"""The further registers: exceptions and their end, profiles, the filter, VPN, channels, building."""

import datetime as dt
from decimal import Decimal

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils.timezone import localdate, make_aware, now

from konak.estate.network import services as base
from konak.estate.network.models import FilterHit, LineOutage, ProfileHolder, VpnAccount
from konak.estate.network.queries import buildout, channel, internet
from konak.estate.network.services import buildout as building
from konak.estate.network.services import channel as channelling
from konak.estate.network.services import internet as surfing
from konak.estate.network.services.nightly import further_round
from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail import queries as trail

DAY = dt.timedelta(days=1)


def verbs(number, kind="network.waiver"):
    return [entry.verb for entry in trail.story(kind, number)]


def test_an_exception_is_asked_agreed_by_another_applied_and_ends_by_night(net):
    clerk = net.hall.seat("staff", net.hall.gis)
    head, today = net.director.actor, localdate()
    bad = surfing.CATEGORIES.add(
        actor=head, name="Yasa dışı", action="block", absolute=True, basis="5651 sayılı Kanun md. 8"
    )
    for facts, words in (
        ({"site": "x"}, "site adı değil"),
        ({}, "Siteyi ya da kategoriyi"),
        ({"category_id": bad.pk}, "ayrıcalık verilemez"),
        ({"site": "ornek.com", "until": today - DAY}, "geçmiş bir gün"),
        ({"site": "ornek.com", "until": today + 400 * DAY}, "en çok bir yıl"),
    ):
        with pytest.raises(Refused, match=words):
            surfing.ask_waiver(**{"actor": clerk.actor, "sort": "open", "why": "Proje", "until": today + DAY} | facts)
    form = {"sort": "open", "why": "Proje", "site": "https://Video.Ornek.com/x", "until": f"{today + DAY:%Y-%m-%d}"}
    form["person_id"] = clerk.user.pk
    answer = clerk.client.post("/ag/ayricaliklar/yeni/", form)
    assert answer.status_code == 302, answer.content.decode()
    row = internet.waivers(clerk.actor).get()
    number = row.case.number
    assert (row.site, row.person_id, row.case.unit_id) == ("video.ornek.com", clerk.user.pk, net.hall.network.pk)
    assert net.stranger.client.get(f"/is/{number}/").status_code == 404
    with pytest.raises(Refused):
        surfing.approve_waiver(number, actor=clerk.actor)
    with pytest.raises(Refused):
        surfing.apply_waiver(number, actor=net.expert.actor)
    page = net.director.client.get(f"/ag/ayricalik/{number}/approve/")
    assert page.status_code == 200
    assert net.director.client.post(f"/ag/ayricalik/{number}/approve/", {"answer": "Olur"}).status_code == 302
    surfing.apply_waiver(number, actor=net.expert.actor, ident="muaf-7")
    assert surfing.end_waivers(actor=head, day=today + 2 * DAY) == 1
    with pytest.raises(Refused, match="yeni bir son gün"):
        surfing.review_waiver(number, actor=head, until=today - DAY)
    surfing.review_waiver(number, actor=head, until=today + 30 * DAY)
    surfing.remove_waiver(number, actor=net.expert.actor)
    assert verbs(number) == ["open", "approve", "apply", "expire", "review", "remove"]
    assert internet.waiver(clerk.actor, number).case.state == "removed"


def test_the_profile_of_a_person_comes_before_his_units_and_an_exception_before_both(net):
    actor, today = net.expert.actor, localdate()
    clerk = net.hall.seat("staff", net.hall.gis)
    common, narrow, wide = (
        surfing.PROFILES.add(actor=actor, name=name, opens="Web", standard=name == "Ortak")
        for name in ("Ortak", "Kısıtlı", "Geniş")
    )
    assert internet.profile_of(clerk.user.pk).profile == common
    surfing.give_profile(narrow.pk, actor=actor, unit_id=net.hall.gis.pk, since=today - 10 * DAY)
    assert internet.profile_of(clerk.user.pk).profile == narrow
    surfing.give_profile(wide.pk, actor=actor, user_id=clerk.user.pk, since=today - 5 * DAY)
    surfing.give_profile(common.pk, actor=actor, user_id=clerk.user.pk)
    assert [row.until for row in ProfileHolder.objects.filter(user=clerk.user).order_by("since")] == [
        today - DAY,
        None,
    ]
    with pytest.raises(Refused, match="başka bir profili"):
        surfing.give_profile(wide.pk, actor=actor, user_id=clerk.user.pk)
    number = surfing.ask_waiver(
        actor=clerk.actor, sort="profile", why="Yayın", until=today + DAY, profile_id=wide.pk, person_id=clerk.user.pk
    ).case.number
    surfing.approve_waiver(number, actor=net.director.actor)
    surfing.apply_waiver(number, actor=actor)
    held = internet.profile_of(clerk.user.pk)
    assert (held.profile, held.by) == (wide, f"Ayrıcalık {number}")
    with pytest.raises(Refused, match="zaten var"):
        surfing.PROFILES.add(actor=actor, name="İkinci", opens="Web", standard=True)


FORTI = """date=2026-11-20 time=10:00:01 type="utm" subtype="webfilter" action="blocked" catdesc="Gambling"
date=2026-11-20 time=10:00:02 type="utm" subtype="webfilter" action="passthrough" catdesc="Gambling"
date=2026-13-40 time=10:00:03 type="utm" subtype="webfilter" action="blocked" catdesc="Gambling"
date=2026-11-20 time=10:00:04 type="traffic" subtype="forward" action="accept"
date=2026-11-21 time=10:00:05 type="utm" subtype="webfilter" action="blocked" catdesc="Yeni"
"""


def test_the_statistics_of_the_filter_are_summed_by_the_names_of_the_device(net):
    actor = net.expert.actor
    one = surfing.CATEGORIES.add(actor=actor, name="Kumar", called=["Gambling"], basis="5651")
    made = surfing.import_hits(actor=actor, content=FORTI.encode(), name="wf.log")
    assert (made.kind, made.lines, made.broken) == ("fortigate", 4, 1)
    rows = FilterHit.objects.order_by("day").values_list("called", "blocked", "passed", "category")
    assert list(rows) == [("Gambling", 1, 1, one.pk), ("Yeni", 1, 0, None)]
    with pytest.raises(Refused, match="daha önce alınmış"):
        surfing.import_hits(actor=actor, content=FORTI.encode(), name="wf.log")
    for content, words in ((b"", "boş"), (b"a;b\n1;2\n", "Başlıklar"), (b"\xff\x00=1 x=2", "okunabilen")):
        with pytest.raises(Refused, match=words):
            surfing.import_hits(actor=actor, content=content, name="x")
    table = "Gün;Kategori;Engellenen;Geçen\n21.11.2026;Kumar;1.204;3\nbozuk;Kumar;1;1\n".encode()
    made = surfing.import_hits(actor=actor, content=table, name="ozet.csv")
    assert (made.lines, made.broken, made.hits.get().blocked, made.hits.get().category) == (2, 1, 1204, one)
    surfing.claim_hits(one.pk, actor=actor, called="Yeni")
    assert not FilterHit.objects.filter(category=None).exists()
    page = net.expert.client.get("/ag/suzgec/istatistik/?sure=730").content.decode()
    assert ("1.206" in page, "Tanınmayan" in page) == (True, False)


def test_a_vpn_account_is_opened_by_its_request_used_looked_at_and_closed(net):
    actor, today = net.expert.actor, localdate()
    clerk = net.hall.seat("staff", net.hall.gis)
    facts = {"actor": actor, "login": "firma.bakim", "reaches": "10.20.1.0/24", "opened_on": today}
    for more, words in (
        ({}, "kimin"),
        ({"outsider": "A. B. / Firma"}, "yetki talebiyle"),
        ({"outsider": "A. B. / Firma", "request": "YT-1"}, "son gün yazın"),
        ({"user_id": clerk.user.pk, "request": "YT-1", "reaches": ""}, "nereye"),
        ({"user_id": clerk.user.pk, "request": "YT-1", "until": today - DAY}, "önce olamaz"),
    ):
        with pytest.raises(Refused, match=words):
            surfing.VPN.add(**facts | more)
    with pytest.raises(Refused):
        surfing.VPN.add(**facts | {"actor": net.stranger.actor, "unit_id": net.hall.network.pk, "request": "X"})
    one = surfing.VPN.add(**facts | {"outsider": "A. B. / Firma", "request": "yt-2026-7", "until": today + 5 * DAY})
    assert one.request == "YT-2026-7"
    made = surfing.open_by_request(
        actor=actor, login="kisi", user_id=clerk.user.pk, request="YT-2026-8", reaches="EBYS"
    )
    again = surfing.open_by_request(
        actor=actor, login="kisi", user_id=clerk.user.pk, request="YT-2026-8", reaches="EBYS"
    )
    assert again == made
    table = f"ip,mac,zaman,oturum\n10.20.1.9,00:11:22:33:44:55,{localdate() - DAY}T10:00:00+03:00,kisi\n"
    base.take_in(actor=net.director.actor, content=table.encode(), name="radius.csv")
    further_round(actor=Actor(None, via="job"))
    made.refresh_from_db()
    assert (str(made.last_ip), made.last_used_at is not None) == ("10.20.1.9", True)
    assert Notification.objects.filter(title__startswith="firma.bakim").exists()
    with pytest.raises(Refused):
        surfing.review_vpn(one.pk, actor=net.expert.actor)
    surfing.review_vpn(one.pk, actor=net.director.actor, until=today + DAY)
    surfing.turn_vpn(one.pk, actor=actor, step="suspend", why="Kullanılmıyor")
    with pytest.raises(Refused, match="bu işlem"):
        surfing.turn_vpn(one.pk, actor=actor, step="suspend", why="x")
    assert surfing.round_vpn(actor=actor, day=today + 2 * DAY) == 1
    surfing.close_by_request(actor=actor, login="kisi", request="YT-2026-8")
    assert set(VpnAccount.objects.values_list("status", flat=True)) == {"closed"}
    assert [clerk.client.get(f"/ag/vpn/{key}/").status_code for key in (made.pk, one.pk)] == [200, 404]


def certificate(days):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "vpn.ornek.gov.tr")])
    end = now() + dt.timedelta(days=days)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(end - dt.timedelta(days=365))
        .not_valid_after(end)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM), private, end


def test_a_channel_reads_its_certificate_warns_and_shows_its_tests(net):
    actor, today = net.expert.actor, localdate()
    paper = channelling.PROTOCOLS.add(
        actor=actor, counterpart="İl Emniyet", title="Kamera", shares="Görüntü", status="active",
        signed_on=today, until=today + 30 * DAY,
    )  # fmt: skip
    with pytest.raises(Refused, match="hukuki dayanağını"):
        channelling.PROTOCOLS.edit(paper.pk, actor=actor, personal_data=True)
    facts = {"actor": actor, "counterpart": "İl Emniyet", "name": "IPsec-1", "kind": "ipsec", "purpose": "Görüntü"}
    with pytest.raises(Refused, match="zayıf"):
        channelling.CHANNELS.add(**facts, parameters="IKEv1 3DES MD5")
    one = channelling.CHANNELS.add(**facts, parameters="IKEv2 AES-256-GCM", protocol_id=paper.pk)
    given, private, end = certificate(30)
    with pytest.raises(Refused, match="özel anahtar"):
        channelling.lay_certificate(one.pk, actor=actor, content=given + private)
    with pytest.raises(Refused, match="okunabilir"):
        channelling.lay_certificate(one.pk, actor=actor, content=b"xx")
    one = channelling.lay_certificate(one.pk, actor=actor, content=given)
    assert (one.certificate, one.certificate_until) == ("CN=vpn.ornek.gov.tr", localdate(end))
    assert (channelling.tell_of_channels(), channelling.tell_of_channels()) == (2, 2)
    assert sorted(Notification.objects.values_list("title", flat=True)) == [
        "İl Emniyet · IPsec-1: sertifika 30 gün sonra bitiyor",
        "İl Emniyet · Kamera: protokolün süresi 30 gün sonra doluyor",
    ]
    untested = channel.ChannelFilter(status="untested")
    assert [row.pk for row in channel.channels(actor, untested)] == [one.pk]
    channelling.record_channel_test(one.pk, actor=actor, done_on=today, passed=False, note="Faz 2 kurulmadı")
    channelling.record_channel_test(one.pk, actor=actor, done_on=today - DAY, passed=True)
    assert (channel.channel(actor, one.pk).status, channel.channels(actor, untested).count()) == ("down", 0)
    page = net.expert.client.get(f"/ag/kanallar/{one.pk}/").content.decode()
    assert ("Faz 2 kurulmadı" in page, "AES-256-GCM" in page) == (True, True)
    assert net.stranger.client.get(f"/ag/kanallar/{one.pk}/").status_code == 404
    with pytest.raises(Refused, match="kanal var"):
        channelling.PROTOCOLS.drop(paper.pk, actor=actor)


def test_a_site_is_handed_over_with_minutes_that_lie_in_the_file(net):
    actor = net.expert.actor
    site = base.add_site(actor=actor, name="Yeni Kütüphane", address="Örnek Mah.")
    receiver = net.hall.seat("chief", net.hall.gis)
    row = building.open_hand_over(
        actor=actor, site_id=site.pk, for_unit_id=net.hall.gis.pk, items="Hat çalışıyor\nKablosuz ölçüldü"
    )
    number = row.case.number
    with pytest.raises(Refused, match="nedenini yazın"):
        building.offer_site(number, actor=actor, receiver_id=receiver.user.pk)
    form = {"done_0": "on", "note_0": "100 Mbit/s", "note_1": "Nokta bekleniyor", "more": "Etiketler"}
    assert net.expert.client.post(f"/ag/teslim/{number}/liste/", form).status_code == 302
    items = [
        {"text": "Hat çalışıyor", "done": True, "note": ""},
        {"text": "Kablosuz ölçüldü", "done": False, "note": "Nokta bekleniyor"},
    ]
    building.check_items(number, actor=actor, items=items)
    building.offer_site(number, actor=actor, receiver_id=receiver.user.pk)
    with pytest.raises(Refused):
        building.accept_site(number, actor=actor)
    building.return_site(number, actor=receiver.actor, why="Kablosuz yok")
    building.check_items(number, actor=actor, items=[{**items[0]}, {**items[1], "done": True}])
    building.offer_site(number, actor=actor, receiver_id=receiver.user.pk)
    answer = receiver.client.post(f"/ag/teslim/{number}/accept/", {"receiver_title": "Şef"})
    assert answer.status_code == 302, answer.content.decode()
    done = buildout.hand_over(actor, number)
    assert (done.case.state, done.receiver, done.receiver_title, done.ready) == (
        "accepted", receiver.user.full_name, "Şef", 2,
    )  # fmt: skip
    paper = receiver.client.get(f"/ag/teslim/{number}/tutanak/")
    assert b"".join(paper.streaming_content if paper.streaming else [paper.content]).startswith(b"%PDF")
    assert done.case.attachments.get().file == done.file
    assert verbs(number, "network.handover") == [
        *("open", "check", "check", "offer", "return", "check", "offer", "accept"),
    ]  # fmt: skip


@pytest.fixture
def lines(net):
    actor = net.expert.actor
    net.here = base.add_site(actor=actor, name="Merkez")
    facts = {"kind": "internet", "site_id": net.here.pk, "promised": Decimal("99.9"), "monthly": Decimal(1000)}
    net.main = base.add_circuit(actor=actor, provider="Örnek Telekom", number="1", down_kbps=100_000, **facts)
    net.spare = base.add_circuit(
        actor=actor, provider="Örnek İletişim", number="2", down_kbps=50_000, backs_up_id=net.main.pk, **facts
    )
    return net


def test_outages_are_held_against_the_promise_and_providers_stand_beside_each_other(lines):
    actor, today = lines.expert.actor, localdate()
    noon = make_aware(dt.datetime.combine(today - 10 * DAY, dt.time(12)))
    hour = dt.timedelta(hours=1)
    building.write_outage(lines.main.pk, actor=actor, began_at=noon, ended_at=noon + 10 * hour, cause="Kazı")
    building.write_outage(
        lines.main.pk, actor=actor, began_at=noon - 5 * hour, ended_at=noon - 4 * hour, theirs=False
    )
    for begin, end in ((noon + hour, noon + 2 * hour), (noon - hour, None), (noon - hour, noon + hour)):
        with pytest.raises(Refused, match="başka bir kesinti"):
            building.write_outage(lines.main.pk, actor=actor, began_at=begin, ended_at=end)
    told = {row.name: row for row in buildout.providers(actor, today - 29 * DAY, today)}
    assert (told["Örnek Telekom"].outages, round(told["Örnek Telekom"].hours, 1)) == (1, 10.0)
    assert (told["Örnek Telekom"].broken, told["Örnek İletişim"].broken) == (1, 0)
    assert told["Örnek Telekom"].per_mbit == Decimal("10.00")
    row = building.write_outage(lines.spare.pk, actor=actor, began_at=now() - hour)
    lines.spare.refresh_from_db()
    assert lines.spare.status == "down"
    building.end_outage(row.pk, actor=actor, ended_at=now())
    lines.spare.refresh_from_db()
    assert (lines.spare.status, LineOutage.objects.filter(ended_at=None).count()) == ("active", 0)
    page = lines.expert.client.get("/ag/isletmeciler/?sure=30").content.decode()
    assert ("Tutulmadı" in page, "Kazı" in lines.expert.client.get(f"/ag/hatlar/{lines.main.pk}/").text) == (
        True,
        True,
    )


def test_a_plan_moves_with_its_test_and_is_told_when_its_day_has_come(lines):
    actor, today = lines.expert.actor, localdate()
    alone = base.add_circuit(actor=actor, provider="X", number="9", kind="dsl", site_id=lines.here.pk)
    with pytest.raises(Refused, match="yedeği"):
        building.TEST_PLANS.add(actor=actor, circuit_id=alone.pk, kind="failover", every=90, next_on=today)
    plan = building.TEST_PLANS.add(
        actor=actor, circuit_id=lines.spare.pk, kind="failover", every=90, next_on=today, limit=30
    )
    assert building.tell_of_tests() == 1
    facts = {"actor": actor, "kind": "failover", "done_on": today}
    base.record_test(lines.spare.pk, passed=False, note="Geçmedi", **facts)
    plan.refresh_from_db()
    assert plan.next_on == today
    base.record_test(lines.spare.pk, passed=True, switched_seconds=44, **facts)
    plan.refresh_from_db()
    assert (plan.next_on, building.tell_of_tests()) == (today + 90 * DAY, 0)
    assert "Süre aşıldı" in lines.expert.client.get(f"/ag/sinamalar/{plan.pk}/").content.decode()


def test_a_planned_line_becomes_a_line_and_one_offer_of_a_need_is_chosen(lines):
    actor, head = lines.expert.actor, lines.director.actor
    facts = {"title": "Otogar hattı", "sort": "circuit", "year": 2026, "cost": Decimal(50_000), "why": "Yeni birim"}
    with pytest.raises(Refused, match="Ödeneğini"):
        building.PLANNED.add(actor=actor, **facts)
    one = building.PLANNED.add(actor=actor, money_from="Bütçe 03.5", **facts)
    with pytest.raises(Refused):
        building.move_planned(one.pk, actor=actor, move="approve")
    building.move_planned(one.pk, actor=head, move="approve")
    with pytest.raises(Refused, match="sayısını"):
        building.move_planned(one.pk, actor=actor, move="buy")
    building.move_planned(one.pk, actor=actor, move="buy", purchase="2026/17")
    with pytest.raises(Refused, match="doğan hattı"):
        building.move_planned(one.pk, actor=actor, move="realise", spent=Decimal(1))
    form = {"spent": "47500.00", "circuit_id": lines.main.pk, "realised_on": f"{localdate():%Y-%m-%d}"}
    assert lines.expert.client.post(f"/ag/planlanan/{one.pk}/realise/", form).status_code == 302
    (year,) = buildout.plan_by_year(actor)
    assert (year["many"], year["done"], year["spent"]) == (1, 1, Decimal("47500.00"))
    said = {"actor": actor, "need": "Otogar", "kind": "internet", "given_on": localdate(), "months": 12}
    first, second = (
        building.OFFERS.add(**said, provider=name, down_kbps=100_000, monthly=Decimal(price), setup=Decimal(1200))
        for name, price in (("A", 900), ("B", 1100))
    )
    assert (first.total, first.per_mbit) == (Decimal(12_000), Decimal("10.00"))
    for each in (first, second):
        building.choose_offer(each.pk, actor=head, why="En uygunu")
    assert [row.provider for row in buildout.offers(actor, buildout.OfferFilter(state="chosen"))] == ["B"]


def test_an_address_nobody_wrote_down_answers_with_its_network_at_every_door(net):
    client = net.director.client
    for page in ("/ag/?q=10.20.1.77", "/ag/adresler/?q=10.20.1.77", "/ag/kim/?q=10.20.1.77", "/ara/?q=10.20.1.77"):
        answer = client.get(page, follow=True)
        assert (page, answer.status_code, "10.20.1.0/24" in answer.content.decode()) == (page, 200, True)
    told = client.get("/api/network/spot?ip=10.20.1.77")
    assert (told.status_code, told.json()["recorded"], told.json()["prefix"]) == (200, False, "10.20.1.0/24")
