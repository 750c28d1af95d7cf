"""From asking to the last signature: turns, proof that lasts, and what goes wrong on the way."""

import datetime as dt
import hashlib
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest
from asn1crypto import tsp
from django.db import connection
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.documents.services import render_pdf
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.gateways.pki import trial
from konak.gateways.timestamp import client
from konak.office.esignature import public, services
from konak.office.esignature.models import Attempt, Format, Level, RequestState, Role, Signatory, Turn
from konak.office.esignature.services import signing

JOB = Actor(None, via="job")


def signed_bytes(request):
    with open_blob(public.signed_file(request.key)) as stream:
        return stream.read()


def test_initial_then_signature_lasts_and_says_who(desk, tmp_path):
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    assert desk.turn(request, desk.director).state == Turn.WAITING
    with pytest.raises(Refused, match="Sıra sizde değil"):
        desk.prepare(request, desk.director)
    with pytest.raises(Signatory.DoesNotExist):
        services.prepare(desk.turn(request, desk.chief).pk, actor=desk.stranger.actor, certificate=b"x")
    desk.sign(request, desk.chief)
    desk.sign(request, desk.director)

    facts = public.facts_of(request.key)
    assert [facts.state, [turn.state for turn in facts.turns]] == [RequestState.SIGNED, [Turn.SIGNED, Turn.SIGNED]]
    content = signed_bytes(request)
    judged = public.verify(content)
    assert [judged.clean, judged.reasons, [one.level for one in judged.signatures]] == [True, (), ["LTA", "LTA"]]
    assert [one.signer.identity for one in judged.signatures] == ["10*******46"] * 2
    assert [one.reason for one in judged.signatures] == ["Paraf", "İmza"]
    assert all(one.times.stamped and one.signer.qualified for one in judged.signatures)
    verbs = Entry.objects.filter(subject=str(request.key)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["ask", "initial", "sign"]
    request.refresh_from_db()
    assert request.renew_on > localdate() + dt.timedelta(days=365)
    place = tmp_path / "imzali.pdf"
    place.write_bytes(content)
    subprocess.run(["qpdf", "--check", place], check=True, capture_output=True)

    # nothing that was changed afterwards is called clean, and trust is an answer of its own
    appended = public.verify(content + b"\n% ek\n")
    assert [appended.integrity, appended.trust, appended.exit_status] == ["broken", "trusted", 1]
    place_of_text = content.index(b"/Producer") if b"/Producer" in content else 60
    flipped = content[:place_of_text] + b"X" + content[place_of_text + 1 :]
    assert public.verify(flipped).clean is False
    assert not Attempt.objects.exists()


def test_a_silent_authority_makes_the_signature_wait_and_the_next_signer_too(desk):
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    desk.house.down |= {"tsa"}
    desk.sign(request, desk.chief)
    assert [desk.turn(request, one).state for one in (desk.chief, desk.director)] == [Turn.STAMPING, Turn.WAITING]
    assert desk.turn(request, desk.chief).stamped_at is None
    assert public.verify(signed_bytes(request)).signatures[0].times.stamped is None
    assert services.stamp_waiting(actor=JOB) == 0
    desk.house.down.clear()
    assert services.stamp_waiting(actor=JOB) == 1
    assert [desk.turn(request, one).state for one in (desk.chief, desk.director)] == [Turn.SIGNED, Turn.READY]
    desk.sign(request, desk.director)
    assert public.verify(signed_bytes(request)).clean


def test_revoked_between_initial_and_signature(desk):
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    desk.sign(request, desk.chief)
    desk.house.revoke(desk.card(desk.chief))
    desk.house.revoke(desk.card(desk.director))
    from konak.gateways.pki import trust

    trust.forget_answers()
    with pytest.raises(Refused, match="iptal edilmiş"):
        desk.sign(request, desk.director)
    # what was signed and stamped before its revocation stays good
    assert public.verify(signed_bytes(request)).clean
    desk.sign(request, desk.director, desk.house.issue(desk.director.user.full_name, identity="10000000146"))
    assert public.verify(signed_bytes(request)).clean


def test_whose_card_may_not_sign(desk):
    request = desk.ask()
    other = desk.house.issue("Başka Biri", identity="10000000146")
    plain = desk.house.issue(desk.director.user.full_name, identity="10000000146", qualified=False)
    old = desk.house.issue(
        desk.director.user.full_name, since=dt.datetime.now(dt.UTC) - dt.timedelta(days=40), days=30
    )
    for card, words in ((other, "sizin adınız değil"), (plain, "nitelikli"), (old, "süresi dolmuş")):
        with pytest.raises(Refused, match=words):
            desk.prepare(request, desk.director, card)
    attempt = desk.prepare(request, desk.director)
    with pytest.raises(Refused, match="doğrulanamadı"):
        services.complete(attempt.key, actor=desk.director.actor, value=other.sign(bytes.fromhex(attempt.digest)))
    with pytest.raises(Attempt.DoesNotExist):
        services.complete(attempt.key, actor=desk.chief.actor, value=b"x")
    assert desk.turn(request, desk.director).state == Turn.READY


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_at_the_same_moment_both_signatures_stand_in_the_end(desk):
    request = desk.ask((desk.chief, Role.SIGN, 1), (desk.director, Role.SIGN, 1), level=Level.T)
    together, told = threading.Barrier(2), []
    made = {person: desk.prepare(request, person) for person in (desk.chief, desk.director)}

    def press(person):
        value = desk.card(person).sign(bytes.fromhex(made[person].digest))
        together.wait(30)
        try:
            services.complete(made[person].key, actor=person.actor, value=value)
            told.append((person, "signed"))
        except (Refused, Attempt.DoesNotExist):
            told.append((person, "again"))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(words for _, words in told) == ["again", "signed"]
    assert len(public.verify(signed_bytes(request)).signatures) == 1
    desk.sign(request, next(person for person, words in told if words == "again"))
    judged = public.verify(signed_bytes(request))
    assert [judged.integrity, len(judged.signatures), public.facts_of(request.key).state] == ["whole", 2, "signed"]


def test_cades_in_all_its_forms_and_openssl_agrees(desk, tmp_path):
    body = b"<NihaiOzet>deneme</NihaiOzet>" * 20
    request = desk.ask((desk.chief, Role.SIGN, 1), (desk.director, Role.SIGN, 1), content=body, form=Format.DETACHED)
    desk.sign(request, desk.chief)
    desk.sign(request, desk.director)
    signature = signed_bytes(request)
    judged = public.verify(signature, body)
    assert [judged.clean, sorted(one.level for one in judged.signatures)] == [True, ["LTA", "LTA"]]
    assert public.verify(signature, body + b" ").integrity == "broken"
    assert public.verify(signature + b"x", body).integrity == "broken"
    assert public.verify(signature).exit_status == 2
    wrapped = desk.ask(content=body, form=Format.ENVELOPING, level=Level.LT)
    desk.sign(wrapped, desk.director)
    assert [public.verify(signed_bytes(wrapped)).clean, public.verify(signed_bytes(wrapped), b"?").clean] == [
        True,
        False,
    ]
    for name, content in (("i.p7s", signature), ("i.xml", body), ("w.p7s", signed_bytes(wrapped))):
        (tmp_path / name).write_bytes(content)
    roots = tmp_path / "kok.pem"
    roots.write_bytes(desk.house.root.pem + desk.house.issuer.pem)
    told = ["openssl", "cms", "-verify", "-cades", "-inform", "DER", "-binary", "-purpose", "any", "-CAfile", roots]
    detached = [*told, "-in", tmp_path / "i.p7s", "-out", "/dev/null", "-content"]
    subprocess.run([*detached, tmp_path / "i.xml"], check=True, capture_output=True)
    subprocess.run([*told, "-in", tmp_path / "w.p7s", "-out", tmp_path / "w.xml"], check=True, capture_output=True)
    assert (tmp_path / "w.xml").read_bytes() == body
    (tmp_path / "i.xml").write_bytes(body.replace(b"deneme", b"Deneme", 1))
    assert subprocess.run([*detached, tmp_path / "i.xml"], capture_output=True).returncode != 0


def parts(der):
    """The elements of a DER sequence or set, each as it stands: tag, whole bytes, contents."""
    found, place = [], 0
    while place < len(der):
        size, head = der[place + 1], 2
        if size & 0x80:
            head += size & 0x7F
            size = int.from_bytes(der[place + 2 : place + head], "big")
        found.append((der[place], der[place : place + head + size], der[place + head : place + head + size]))
        place += head + size
    return found


def test_the_archive_stamp_covers_what_the_standard_says_by_a_second_reading(desk, tmp_path):
    """EN 319 122-1 5.5.3 read a second time, without any library of ours; `openssl ts` judges the token."""
    body = b"<NihaiOzet>arsiv</NihaiOzet>"
    request = desk.ask(content=body, form=Format.DETACHED)
    desk.sign(request, desk.director)
    (_, _, info), *_ = parts(signed_bytes(request))
    kind, (_, _, explicit) = parts(info)
    assert kind[2].hex() == "2a864886f70d010702"
    signed = parts(parts(explicit)[0][2])
    content, signers = signed[2], signed[-1]
    certificates = [whole for tag, _, inner in signed if tag == 0xA0 for _, whole, _ in parts(inner)]
    lists = [whole for tag, _, inner in signed if tag == 0xA1 for _, whole, _ in parts(inner)]
    fields = parts(parts(signers[2])[0][2])
    assert [tag for tag, _, _ in fields] == [0x02, 0x30, 0x30, 0xA0, 0x30, 0x04, 0xA1]
    unsigned = {}
    for _, _, inner in parts(fields[6][2]):
        (_, kind, oid), (_, _, values) = parts(inner)
        unsigned[oid.hex()] = (kind, [value for _, value, _ in parts(values)])
    archive = unsigned.pop("04008d450204")[1][0]
    (tmp_path / "arsiv.der").write_bytes(archive)
    token = parts(parts(parts(parts(archive)[0][2])[1][2])[0][2])
    beside = [parts(one) for _, _, one in parts(parts(parts(token[-1][2])[0][2])[-1][2])]
    index = next(parts(values)[0][1] for (_, _, oid), (_, _, values) in beside if oid.hex() == "04008195320105")
    _, *groups = parts(parts(index)[0][2])

    def digest(value):
        return hashlib.sha256(value).digest()

    hashed = [[inner for _, _, inner in parts(group[2])] for group in groups]
    assert sorted(hashed[0]) == sorted(map(digest, certificates))
    assert sorted(hashed[1]) == sorted(map(digest, lists))
    each = [digest(kind + value) for kind, values in unsigned.values() for value in values]
    assert sorted(hashed[2]) == sorted(each)
    covered = parts(content[2])[0][1] + digest(body) + b"".join(whole for _, whole, _ in fields[:6]) + index
    (tmp_path / "kok.pem").write_bytes(desk.house.root.pem)
    (tmp_path / "ara.pem").write_bytes(desk.house.issuer.pem)
    told = [
        "openssl",
        "ts",
        "-verify",
        "-token_in",
        "-in",
        "arsiv.der",
        "-CAfile",
        "kok.pem",
        "-untrusted",
        "ara.pem",
    ]
    subprocess.run([*told, "-digest", digest(covered).hex()], cwd=tmp_path, check=True, capture_output=True)
    wrong = subprocess.run([*told, "-digest", digest(covered + b"x").hex()], cwd=tmp_path, capture_output=True)
    assert wrong.returncode != 0


def test_returned_withdrawn_and_who_may(desk):
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    turn = desk.turn(request, desk.chief)
    with pytest.raises(Refused, match="nedenini"):
        services.give_back(turn.pk, actor=desk.chief.actor, why=" ")
    services.give_back(turn.pk, actor=desk.chief.actor, why="Ekin tarihi yanlış.")
    facts = public.facts_of(request.key)
    assert [facts.state, facts.why, facts.turns[1].state] == ["returned", "Ekin tarihi yanlış.", Turn.DROPPED]
    with pytest.raises(Refused, match="Yalnız imzadaki"):
        public.withdraw(request.key, actor=desk.clerk.actor, why="x")
    other = desk.ask()
    with pytest.raises(other.DoesNotExist):
        public.withdraw(other.key, actor=desk.stranger.actor, why="x")
    public.withdraw(other.key, actor=desk.clerk.actor, why="Muhatap değişti.")
    with pytest.raises(Refused, match="artık imzada değil"):
        desk.prepare(other, desk.director)


def test_stamps_are_renewed_before_they_age(desk):
    request = desk.ask()
    desk.sign(request, desk.director)
    request.refresh_from_db()
    before = request.result_id
    assert services.renew_archives(actor=JOB) == 0
    request.renew_on = localdate()
    request.save(update_fields=["renew_on"])
    assert services.renew_archives(actor=JOB) == 1
    request.refresh_from_db()
    judged = public.verify(signed_bytes(request))
    assert request.result_id != before
    assert [judged.clean, len(judged.signatures[0].times.archived)] == [True, 2]


def test_pdf_a_stays_one_and_openssl_accepts_the_stamp(desk, tmp_path):
    """Judged by Apache Preflight and by `openssl ts -verify`."""
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    desk.sign(request, desk.chief)
    desk.sign(request, desk.director)
    paper = tmp_path / "imzali.pdf"
    paper.write_bytes(signed_bytes(request))
    # stamped by the authority that the sample leaves for trials
    trial.keep(desk.house, tmp_path / "makam")
    assert (tmp_path / "makam" / trial.FILE).stat().st_mode & 0o077 == 0
    server = trial.serve(tmp_path / "makam", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    token = client.stamp(b"deneme", client.authorities([f"http://127.0.0.1:{server.server_address[1]}/"]))
    server.shutdown()
    server.server_close()
    thread.join(5)
    for name, content in (("t.der", token.dump()), ("veri", b"deneme"), ("kok.pem", desk.house.root.pem)):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "ara.pem").write_bytes(desk.house.issuer.pem)
    told = ["openssl", "ts", "-verify", "-token_in", "-in", "t.der", "-CAfile", "kok.pem", "-untrusted", "ara.pem"]
    subprocess.run([*told, "-data", "veri"], cwd=tmp_path, check=True, capture_output=True)
    assert subprocess.run([*told, "-data", "kok.pem"], cwd=tmp_path, capture_output=True).returncode != 0
    # one start of the judge for all of them: unsigned, signed by two, and a page of the house's own
    (tmp_path / "imzasiz.pdf").write_bytes(desk.pdf)
    data = {"title": "Teslim tutanağı", "unit": "Birim", "number": None, "date": "2026-12-01", "both": True}
    data |= dict.fromkeys(("kind", "serial", "model", "holder", "giver"), "Örnek")
    (tmp_path / "tutanak.pdf").write_bytes(render_pdf("esignature/tutanak", data, standard="a-1b"))
    names = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io")
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in (*names, "javax.activation", "jaxb-api")]
    judge = ["java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", "xml", "group"]
    (tmp_path / "liste").write_text("\n".join(map(str, tmp_path.glob("*.pdf"))))
    subprocess.run([*judge, tmp_path / "liste"], capture_output=True, check=False)
    told = (tmp_path / "liste.preflight.xml").read_text()
    assert told.count('<isValid type="PDF/A1-b">true</isValid>') == 3, told


def test_a_stamp_of_a_wrong_clock_is_not_taken(desk):
    request = desk.ask(level=Level.LT)
    desk.house.skew = dt.timedelta(days=2)
    turn = desk.sign(request, desk.director)
    assert [turn.state, "2880 dakika ayrı" in turn.note] == [Turn.STAMPING, True]
    desk.house.skew = dt.timedelta(0)
    # neither is one of another document, a refusal, nor what is no answer at all
    other = tsp.TimeStampReq(
        {"version": 1, "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"x" * 32}}
    )
    refusal = bytes.fromhex("300c300a02010203050600000040")  # rejection, systemFailure, no token
    for answer, words in (
        (desk.house.answer_tsa(other.dump()), "başka bir isteğe ait"),
        (refusal, "system_failure"),
        (b"<html>bakimdayiz</html>", "anlaşılmayan yanıt"),
        (bytes.fromhex("30053003020100"), "anlaşılmayan yanıt"),  # granted, without a token
    ):
        desk.house.instead = answer
        assert services.stamp_waiting(actor=JOB) == 0
        turn.refresh_from_db()
        assert [turn.state, words in turn.note, turn.stamped_at] == [Turn.STAMPING, True, None], turn.note
    desk.house.instead = None
    assert services.stamp_waiting(actor=JOB) == 1
    assert public.verify(signed_bytes(request)).clean


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_signs_leaves_a_signature_or_none(desk, monkeypatch):
    request = desk.ask(level=Level.T)
    attempt = desk.prepare(request, desk.director)
    value = desk.card(desk.director).sign(bytes.fromhex(attempt.digest))
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    child = os.fork()
    if not child:
        # everything is written, nothing committed: the power goes
        monkeypatch.setattr(signing, "_went_on", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        try:
            services.complete(attempt.key, actor=desk.director.actor, value=value)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    turn = desk.turn(request, desk.director)
    request.refresh_from_db()
    assert [turn.state, turn.result_id, request.result_id, request.state] == [Turn.READY, None, None, "open"]
    services.complete(attempt.key, actor=desk.director.actor, value=value)
    assert public.facts_of(request.key).state == RequestState.SIGNED
