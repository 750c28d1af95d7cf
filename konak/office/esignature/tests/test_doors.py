"""Screens, API, the agent with a real token, the command, and the public page."""

import argparse
import base64
import datetime as dt
import io
import json
import subprocess
import threading
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.files.services import open_blob, store_as_is
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.search.queries import search
from konak.gateways.mobile_signature import fake as operators
from konak.gateways.pki import agent as agents
from konak.gateways.pki import cards
from konak.governance.legislation.models import EvidencePack
from konak.office.esignature import commands, public, services
from konak.office.esignature.models import (
    Attempt,
    Certificate,
    CertificateRequest,
    Device,
    DeviceState,
    Level,
    Request,
    Role,
    Turn,
)

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
ORIGIN = "http://localhost:8000"


def found_by(actor, words):
    return [one for one in search(actor, words).hits if one.kind == services.FOUND]


def held(request):
    with open_blob(public.signed_file(request.key)) as stream:
        return stream.read()


def token(tmp_path, monkeypatch, label, *issued):
    """A SoftHSM token with these certificates and keys; the library reads its settings once a process."""
    import pkcs11
    from pkcs11 import Attribute, ObjectClass
    from pkcs11.util.rsa import decode_rsa_private_key

    if not Path(MODULE).exists():
        pytest.fail("softhsm2 is missing; `make setup` installs it")
    conf, store = tmp_path / "softhsm2.conf", tmp_path / "tokens"
    store.mkdir(exist_ok=True)
    conf.write_text(f"directories.tokendir = {store}\nobjectstore.backend = file\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(conf))
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", "123456", "--so-pin", "12345678"],
        check=True,
        capture_output=True,
    )
    library = pkcs11.lib(MODULE)
    library.reinitialize()
    found = library.get_token(token_label=label)
    with found.open(rw=True, user_pin="123456") as session:
        for number, one in enumerate(issued):
            key_id = bytes([number + 1])
            from cryptography.hazmat.primitives import serialization

            raw = one.key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
            session.create_object(
                decode_rsa_private_key(raw)
                | {Attribute.TOKEN: True, Attribute.PRIVATE: True, Attribute.ID: key_id, Attribute.SIGN: True}
            )
            session.create_object(
                {
                    Attribute.CLASS: ObjectClass.CERTIFICATE,
                    Attribute.CERTIFICATE_TYPE: 0,
                    Attribute.TOKEN: True,
                    Attribute.ID: key_id,
                    Attribute.SUBJECT: one.asn1.subject.dump(),
                    Attribute.VALUE: one.der,
                }
            )
    return found


def test_a_card_signs_through_the_agent_and_only_for_our_page(desk, tmp_path, monkeypatch):
    token(tmp_path, monkeypatch, "Kart", desk.card(desk.director))
    request = desk.ask()
    pin = tmp_path / "pin"
    pin.write_text("123456\n")
    agent = agents.Agent(MODULE, {ORIGIN}, str(pin))
    server = agents.serve(agent, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def ask(path, body=None, origin=ORIGIN, **headers):
        asked = urllib.request.Request(
            f"http://127.0.0.1:{agent.port}{path}",
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json", "Origin": origin} | headers,
        )
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    try:
        assert ask("/kartlar", origin="https://kotu.example")[0] == 403
        assert ask("/kartlar", Host="kotu.example")[0] == 403
        status, found = ask("/kartlar")
        assert [status, len(found)] == [200, 1]
        body = {
            "turn": desk.turn(request, desk.director).pk,
            "certificate": found[0]["certificate"],
            "chain": [base64.b64encode(desk.house.issuer.der).decode()],
        }
        made = desk.director.client.post("/api/esignature/attempts", body, content_type="application/json")
        assert made.status_code == 201, made.content
        assert ask("/imzala", {"id": found[0]["id"], "what": [{"digest": "00"}]})[0] == 409
        what = [{"title": made.json()["title"], "digest": made.json()["digest"]}]
        status, values = ask("/imzala", {"id": found[0]["id"], "what": what})
        assert status == 200, values
        done = desk.director.client.post(
            f"/api/esignature/attempts/{made.json()['key']}/complete",
            {"value": values["values"][0]},
            content_type="application/json",
        )
        assert [done.status_code, done.json()["state"]] == [200, Turn.SIGNED]
        pin.write_text("000000\n")
        assert ask("/imzala", {"id": found[0]["id"], "what": what}) == (
            409,
            {"title": "PIN yanlış. Üç yanlış denemede kart kilitlenir."},
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
    assert public.verify(held(request)).clean


def test_the_seal_is_made_on_the_server_or_not_at_all(desk, tmp_path, monkeypatch, settings):
    seal = desk.house.issue("Örnek Büyükşehir Belediyesi", organization="DETSİS 99999999")
    token(tmp_path, monkeypatch, "Muhur", seal)
    pin = tmp_path / "pin"
    pin.write_text("123456\n")
    settings.SEAL_MODULE, settings.SEAL_PIN_FILE, settings.SEAL_TOKEN = MODULE, str(pin), "Muhur"
    body = b"<NihaiOzet/>"
    with pytest.raises(Refused, match="yetkiniz yok"):
        public.seal(actor=desk.clerk.actor, content=body)
    made = public.seal(actor=desk.director.actor, content=body)
    judged = public.verify(made, body)
    assert [judged.clean, judged.signatures[0].signer.name] == [True, "Örnek Büyükşehir Belediyesi"]
    desk.house.down |= {"tsa"}
    with pytest.raises(Refused, match="basılmadı"):
        public.seal(actor=desk.director.actor, content=body)
    assert cards.cards(MODULE)[0].label == "Muhur"


def test_screens_and_the_stranger(desk):
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    page = desk.chief.client.get("/imza/").content.decode()
    assert "Deneme belgesi" in page
    assert "Deneme belgesi" not in desk.director.client.get("/imza/").content.decode()
    for person, status in ((desk.chief, 200), (desk.clerk, 200), (desk.director, 200), (desk.stranger, 404)):
        assert person.client.get(f"/imza/{request.key}/").status_code == status
        assert person.client.get(f"/imza/{request.key}/dosya/onizleme/").status_code == status
        assert person.client.get(f"/api/esignature/requests/{request.key}").status_code == status
    turn = desk.turn(request, desk.chief).pk
    assert desk.director.client.post(f"/imza/sira/{turn}/iade/", {"why": "x"}).status_code == 404
    refused = desk.chief.client.post(f"/imza/sira/{turn}/iade/", {"why": " "})
    assert refused.status_code == 422
    desk.sign(request, desk.chief)
    early = desk.chief.client.post(
        f"/api/esignature/turns/{turn}/return", {"why": "Geç kaldım."}, content_type="application/json"
    )
    assert [early.status_code, early.json()["title"]] == [409, "Sıra sizde değil (İmzaladı)."]
    for path in ("gonderilenler", "sertifikalarim", "sertifikalar", "aygitlar", "basvurular", "mobil"):
        assert desk.director.client.get(f"/imza/{path}/").status_code == 200, path


def test_the_public_page_tells_integrity_and_trust_apart(desk, client):
    cache.clear()
    request = desk.ask()
    desk.sign(request, desk.director)
    signed = public.signed_file(request.key)
    code = public.issue_code(
        actor=desk.clerk.actor, purpose="deneme", reference="D-1", title="Deneme belgesi", file=signed
    )
    assert public.issue_code(actor=desk.clerk.actor, purpose="deneme", reference="D-1") == code
    page = client.get("/dogrula/", {"kod": f"{code[:4]}-{code[4:8]}-{code[8:].lower()}"}).content.decode()
    assert all(words in page for words in ("Deneme belgesi", "Bütün", "Güvenilir", "10*******46"))
    assert client.get("/dogrula/", {"kod": "YOKYOKYOKYOK"}).status_code == 404
    hidden = public.issue_code(
        actor=desk.clerk.actor, purpose="deneme", reference="D-2", title="Gizli işlem", file=signed, secret=True
    )
    printed = client.get(f"/dogrula/{hidden}/")  # as the square on the letter leads there
    assert (printed.status_code, "Gizli işlem" in printed.content.decode()) == (200, False)
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("b.pdf", held(request) + b"\n%ek\n")
    told = client.post("/dogrula/", {"dosya": bad}).content.decode()
    assert "Bozulmuş" in told
    assert "Güvenilir" in told
    public.close_code(code, actor=desk.clerk.actor)
    assert "Belge geçersiz" in client.get("/dogrula/", {"kod": code}).content.decode()
    answers = [client.get("/dogrula/", {"kod": "X"}).status_code for _ in range(12)]
    assert answers[-1] == 429


def test_the_command_says_clean_only_of_what_is_clean(desk, tmp_path, capsys):
    request = desk.ask(level=Level.LTA)
    desk.sign(request, desk.director)
    good, bad, none = tmp_path / "iyi.pdf", tmp_path / "kotu.pdf", tmp_path / "imzasiz.pdf"
    good.write_bytes(held(request))
    bad.write_bytes(held(request) + b"ek")
    none.write_bytes(desk.pdf)
    trusted = desk.house.trust_folder(tmp_path / "kokler")

    def run(*files, trust=trusted):
        parser = argparse.ArgumentParser()
        commands.configure(parser)
        args = parser.parse_args(["verify", *map(str, files), "--json", "--trust", str(trust)])
        status = args.run(args)
        return status, json.loads(capsys.readouterr().out)

    status, found = run(good)
    assert [status, found[0]["integrity"], found[0]["trust"], found[0]["reasons"]] == [0, "whole", "trusted", []]
    status, found = run(good, bad, none)
    assert [status, [one["status"] for one in found]] == [1, [0, 1, 2]]
    (tmp_path / "bos").mkdir()
    status, found = run(good, trust=tmp_path / "bos")
    assert [status, found[0]["integrity"], found[0]["trust"]] == [1, "whole", "untrusted"]
    status, found = run(tmp_path / "bos", tmp_path / "yok.pdf")
    told = ["Dosya okunamadı: bu bir klasör", "Dosya okunamadı: böyle bir dosya yok"]
    assert [status, [one["reasons"][0] for one in found]] == [2, told]


def test_certificate_service_from_application_to_trial(desk, hall):
    runner, person = hall.seat("administrator", hall.department), desk.clerk
    form = {"reason": "first", "title": "Memur", "email": "a@ornek.example", "phone": "05000000000", "delivery": "x"}
    made = services.request_certificate(actor=person.actor, **form)
    number = made.case.number
    with pytest.raises(Refused, match="Sonuçlanmamış"):
        services.request_certificate(actor=person.actor, **form)
    with pytest.raises(Refused):
        services.approve(number, actor=person.actor)
    said = person.client.post(f"/api/esignature/applications/{number}/approve")
    assert (said.status_code, "yetkiniz yok" in said.json()["title"]) == (409, True)
    assert desk.stranger.client.post(f"/api/esignature/applications/{number}/approve").status_code == 404
    # it lies before the superior, who hears of it
    assert (made.case.assignee, number in desk.director.client.get("/imza/basvurular/").text) == (
        desk.director.user,
        True,
    )
    assert f"Onayınızı bekliyor: {made.case.subject}" in desk.director.client.get("/bildirimler/").text
    assert desk.director.client.post(f"/api/esignature/applications/{number}/approve").json()["state"] == "approved"
    services.sent(number, actor=runner.actor, provider_number="KSM-1")
    services.produced(number, actor=runner.actor)
    device = services.add_device(actor=runner.actor, kind="card", serial="A-1")
    with pytest.raises(Refused, match="zaten kayıtlı"):
        services.add_device(actor=runner.actor, kind="card", serial="A-1")
    services.hand_over(number, actor=runner.actor, device_id=device.pk)
    held_device = Device.objects.get()
    assert held_device.state == DeviceState.HANDED
    card, challenge = desk.card(person), b"deneme" * 8
    import hashlib

    value = card.sign(hashlib.sha256(challenge).digest())
    wrong = services.try_out(actor=person.actor, certificate=card.der, challenge=b"x", value=value)
    assert wrong.good is False
    services.activate(number, actor=person.actor, certificate=card.der, challenge=challenge, value=value)
    row = Certificate.objects.get()
    assert [row.assignee_id, row.qualified, row.identity_masked] == [person.user.pk, True, "10*******46"]
    # the receipt of the new card is the first thing it signs
    receipt = held_device.receipt
    assert [one.user for one in receipt.signatories.all()] == [person.user]
    desk.sign(receipt, person)
    assert public.verify(held(receipt)).clean
    assert "Tamamlandı" in person.client.get("/imza/sertifikalarim/").text
    page = runner.client.get(f"/imza/sertifikalar/{row.pk}/").text
    assert (row.serial in page, number in page, "Deneme imzası doğrulandı" in page) == (True, True, True)
    assert desk.stranger.client.get(f"/imza/sertifikalar/{row.pk}/").status_code == 404
    assert [one.url for one in found_by(runner.actor, row.serial)] == [f"/imza/sertifikalar/{row.pk}/"]
    services.set_status(row.pk, actor=runner.actor, status="suspended", why="Kart bulunamıyor")
    request = desk.ask((person, Role.SIGN, 1))
    with pytest.raises(Refused, match="Askıda"):
        desk.prepare(request, person)
    assert person.client.get(f"/is/{number}/").status_code == 200
    # a revocation brings no card: it ends when the provider has done it
    asked = services.request_certificate(actor=person.actor, **(form | {"reason": "revoke", "replaces_id": row.pk}))
    services.approve(asked.case.number, actor=desk.director.actor)
    services.sent(asked.case.number, actor=runner.actor, provider_number="KSM-2")
    with pytest.raises(Refused, match="kart üretilmez"):
        services.produced(asked.case.number, actor=runner.actor)
    assert runner.htmx.post(f"/imza/basvurular/{asked.case.number}/adim/settle/").status_code in {200, 204}
    row.refresh_from_db()
    assert (row.status, CertificateRequest.objects.get(pk=asked.pk).case.state) == ("revoked", "revoked")


def test_who_cannot_sign_is_seen_by_unit_and_in_reach(desk, hall):
    runner = hall.seat("administrator", hall.department)
    services.learn(actor=runner.actor, certificate=desk.card(desk.chief).der, user_id=desk.chief.user.pk)
    soon = desk.card(desk.director, days=20)
    row = services.learn(actor=runner.actor, certificate=soon.der, user_id=desk.director.user.pk)

    def states(person, **filters):
        rows = person.client.get("/api/esignature/holders", filters).json()
        return {one["user_id"]: one["state"] for one in rows}

    pk = {name: getattr(desk, name).user.pk for name in ("clerk", "chief", "director", "stranger")}
    everybody = {pk["clerk"]: "none", pk["chief"]: "good", pk["director"]: "ending", pk["stranger"]: "none"}
    assert everybody.items() <= states(runner).items()
    assert states(desk.director) == {user: everybody[user] for user in (pk["clerk"], pk["chief"], pk["director"])}
    assert states(desk.clerk) == {pk["clerk"]: "none"}
    assert set(states(runner, signers=True, state="none")) == {pk["stranger"]}
    page = runner.client.get("/imza/kisiler/", {"state": "ending"}).text
    assert (desk.director.user.full_name in page, desk.chief.user.full_name in page) == (True, False)
    assert hall.gis.name in page
    services.set_status(row.pk, actor=runner.actor, status="suspended", why="Kart bulunamıyor")
    assert states(desk.director)[pk["director"]] == "none"
    for path in (f"/kisiler/{pk['chief']}/", f"/birimler/{hall.gis.pk}/", "/imza/damgalar/"):
        assert desk.director.client.get(path).status_code == 200, path


def test_mobile_signature_speaks_the_standard(desk, hall, settings):
    runner = hall.seat("administrator", hall.department)
    with operators.running() as operator:
        settings.MOBILE_SIGNATURE = {
            "turkcell": {"url": operator.url, "ap_id": operators.AP_ID, "ap_password": operators.AP_PASSWORD}
        }
        made = services.apply_mobile(actor=desk.director.actor, operator="turkcell", number="0532 000 00 00")
        number = made.case.number
        with pytest.raises(Refused, match="siz onaylayamazsınız"):
            services.mobile_step(number, "approve", actor=desk.director.actor)
        head = hall.seat("head_of_department", hall.department)
        services.mobile_step(number, "approve", actor=head.actor)
        services.mobile_step(number, "send", actor=runner.actor)
        services.mobile_step(number, "activate", actor=runner.actor)
        telephone = operators.Telephone(desk.card(desk.director), does=504)
        operator.telephones["905320000000"] = telephone
        request = desk.ask()
        turn = desk.turn(request, desk.director).pk
        # the telephone's certificate comes without its issuer, which lies in the trust folder
        door = f"/imza/sira/{turn}/telefon/"
        sends = f"/imza/sira/{turn}/telefona-gonder/"
        assert desk.director.client.post(sends).url == door
        page = desk.director.client.get(door).text
        assert [operator.shown[0].split()[1] in page, "0532 *** ** 00" in page] == [True, True]
        assert desk.stranger.client.get(door).status_code == 404
        assert (
            'hx-trigger="every 3s"' in desk.director.client.post(f"{door}yanit/", headers={"hx-request": "true"}).text
        )
        for does, words in ((401, "telefonda reddedildi"), (208, "süre doldu")):
            telephone.does = does
            page = desk.director.client.post(f"{door}yanit/", headers={"hx-request": "true"}).text
            assert [words in page, "every 3s" in page, "Yeniden gönder" in page] == [True, False, True]
            assert services.ask_operators(actor=Actor(None, via="job")) == 0  # what was refused is asked no more
            telephone.does = 504
            assert desk.director.client.post(sends).url == door
        telephone.does = 502
        Attempt.objects.update(made_at=now() - dt.timedelta(seconds=30))  # nobody looks at the page
        assert services.ask_operators(actor=Actor(None, via="job")) == 1
        answer = desk.director.client.post(f"{door}yanit/")
        assert answer.url == f"/imza/{request.key}/"
        asked = desk.director.client.post(f"/api/esignature/turns/{turn}/phone")
        assert [asked.status_code, "Sıra sizde değil" in asked.json()["title"]] == [409, False]
    assert public.verify(held(request)).clean
    kinds = [one.kind for one in made.log]
    assert kinds[:3] == ["signature", "timeout", "refusal"]
    page = desk.director.client.get(f"/is/{number}/").text
    assert ["Kimseyi beklemiyor" in page, "Kayda yaz" in page] == [True, False]
    assert "Kayda yaz" in runner.client.get(f"/is/{number}/").text


def test_a_fault_reaches_whoever_runs_the_service(desk, hall):
    runner = hall.seat("administrator", hall.department)
    fault = services.report_fault(actor=desk.clerk.actor, what="Okuyucu ışığı yanmıyor.")
    assert Notification.objects.get(recipient=runner.user).body == "Okuyucu ışığı yanmıyor."
    public.ticket_opened(fault.pk, actor=runner.actor, number="DT-2026-00001")
    assert public.fault(fault.pk).ticket == "DT-2026-00001"


def test_a_folder_is_sent_signed_and_taken_back_as_one(desk):
    from django.core.files.uploadedfile import SimpleUploadedFile

    def files():
        return [SimpleUploadedFile("a.pdf", desk.pdf), SimpleUploadedFile("liste.txt", b"bir\niki\n")]

    send = desk.clerk.client.post("/imza/gonder/", {"brought": files(), "level": "LT", "title": "Aralık"})
    assert [send.status_code, send.url] == [302, "/imza/"]
    made = list(Request.objects.filter(purpose="esignature.files").order_by("pk"))
    assert [[one.subject, one.form] for one in made] == [
        ["Aralık: a.pdf", "pades"],
        ["Aralık: liste.txt", "detached"],
    ]
    for one in made:
        desk.sign(one, desk.clerk)
    page = desk.clerk.client.get("/imza/gonderilenler/", {"klasor": made[0].reference}).text
    assert all(name in page for name in ("a.pdf", "liste.txt", f"/imza/klasor/{made[0].reference}/"))
    taken = desk.clerk.client.get(f"/imza/klasor/{made[0].reference}/")
    with zipfile.ZipFile(io.BytesIO(b"".join(taken.streaming_content))) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert set(held) == {"a.pdf", "liste.txt", "liste.txt.p7s"}
    assert [public.verify(held["a.pdf"]).clean, public.verify(held["liste.txt.p7s"], held["liste.txt"]).clean] == [
        True,
        True,
    ]
    assert desk.stranger.client.get(f"/imza/klasor/{made[0].reference}/").status_code == 404
    # all or none, and the other door knows the same words
    count = Request.objects.count()
    bad = [SimpleUploadedFile("a.pdf", desk.pdf), SimpleUploadedFile("b.pdf", b"MZ kotu")]
    asked = {"signers": [desk.director.user.pk], "initials": [desk.chief.user.pk], "level": "LT"}
    refused = desk.clerk.client.post("/api/esignature/requests", {"files": bad, **asked})
    assert [refused.status_code, refused.json()["title"][:6], Request.objects.count()] == [409, "b.pdf:", count]
    done = desk.clerk.client.post("/api/esignature/requests", {"files": files(), **asked})
    assert [done.status_code, len(done.json())] == [201, 2], done.content
    turns = Request.objects.get(key=done.json()[0]["key"]).signatories.order_by("order")
    assert [[one.user, one.role, one.state] for one in turns] == [
        [desk.chief.user, Role.INITIAL, Turn.READY],
        [desk.director.user, Role.SIGN, Turn.WAITING],
    ]


def test_a_pack_of_evidence_is_signed_by_whoever_presents_it(desk):
    day = localdate()
    stored = store_as_is(
        actor=desk.director.actor, content=b"PK paket", name="paket.zip", media_type="application/zip"
    )
    facts = {"unit": desk.hall.gis, "since": day, "until": day, "asked_by": desk.director.user}
    pack = EvidencePack.objects.create(phase="ready", file=stored, **facts)
    page = desk.director.client.get(f"/kanit-paketi/{pack.pk}/")
    assert [page.status_code, f"/imza/paket/{pack.pk}/" in page.text] == [200, True]
    assert desk.stranger.client.post(f"/imza/paket/{pack.pk}/").status_code == 404
    assert desk.director.client.post(f"/imza/paket/{pack.pk}/").status_code == 302
    request = Request.objects.get(purpose="esignature.pack", reference=str(pack.pk))
    desk.sign(request, desk.director)
    assert public.verify(held(request), b"PK paket").clean
    page = desk.director.client.get(f"/kanit-paketi/{pack.pk}/").text
    assert ["Tamamlandı" in page, f"/imza/paket/{pack.pk}/" in page] == [True, False]
    with pytest.raises(Refused, match="daha önce"):
        services.ask_for_pack(pack.pk, actor=desk.director.actor)
