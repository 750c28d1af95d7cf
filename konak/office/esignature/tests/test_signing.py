"""From asking to the last signature: turns, proof that lasts, and what goes wrong on the way."""

import datetime as dt
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from django.db import connection
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
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


def test_of_two_who_sign_side_by_side_the_second_prepares_again(desk):
    request = desk.ask((desk.chief, Role.SIGN, 1), (desk.director, Role.SIGN, 1), level=Level.B)
    first, second = desk.prepare(request, desk.chief), desk.prepare(request, desk.director)
    value = desk.card(desk.director).sign(bytes.fromhex(second.digest))
    services.complete(
        first.key, actor=desk.chief.actor, value=desk.card(desk.chief).sign(bytes.fromhex(first.digest))
    )
    with pytest.raises((Refused, Attempt.DoesNotExist)):
        services.complete(second.key, actor=desk.director.actor, value=value)
    desk.sign(request, desk.director)
    judged = public.verify(signed_bytes(request))
    assert [judged.integrity, len(judged.signatures)] == ["whole", 2]


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
    """Judged by Apache Preflight, where it is installed, and by `openssl ts -verify`."""
    request = desk.ask((desk.chief, Role.INITIAL, 1), (desk.director, Role.SIGN, 2))
    desk.sign(request, desk.chief)
    desk.sign(request, desk.director)
    paper = tmp_path / "imzali.pdf"
    paper.write_bytes(signed_bytes(request))
    token = client.stamp(b"deneme", client.authorities([desk.house.tsa_url]))
    for name, content in (("t.der", token.dump()), ("veri", b"deneme"), ("kok.pem", desk.house.root.pem)):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "ara.pem").write_bytes(desk.house.issuer.pem)
    told = ["openssl", "ts", "-verify", "-token_in", "-in", "t.der", "-CAfile", "kok.pem", "-untrusted", "ara.pem"]
    subprocess.run([*told, "-data", "veri"], cwd=tmp_path, check=True, capture_output=True)
    assert subprocess.run([*told, "-data", "kok.pem"], cwd=tmp_path, capture_output=True).returncode != 0
    names = ("preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io")
    jars = [Path("/usr/share/java") / f"{name}.jar" for name in (*names, "javax.activation", "jaxb-api")]
    if shutil.which("java") and jars[0].exists():
        judge = ["java", "-cp", ":".join(map(str, jars)), "org.apache.pdfbox.preflight.Validator_A1b", paper]
        told = subprocess.run(judge, capture_output=True, text=True, check=False).stdout
        assert "is a valid PDF/A-1b file" in told, told


def test_a_stamp_of_a_wrong_clock_is_not_taken(desk):
    request = desk.ask(level=Level.LT)
    desk.house.skew = dt.timedelta(days=2)
    turn = desk.sign(request, desk.director)
    assert [turn.state, "2880 dakika ayrı" in turn.note] == [Turn.STAMPING, True]
    desk.house.skew = dt.timedelta(0)
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
