"""Registered mail against a provider that speaks it: openssl judges our seal, we judge the provider's."""

import base64
import email
import email.policy
import re
import subprocess

import pytest
from lxml import etree

from konak.foundation.notify import Permanent, Temporary, Unreachable
from konak.gateways.kep import client, fake, rem, xades
from konak.gateways.mail.address import Server
from konak.gateways.mail.tests.server import running
from konak.gateways.pki import fake as authorities
from konak.gateways.pki import trust

DSIG = xades.DSIG.encode()
OURS, THEIRS = "belediye@hs00.kep.example", "valilik@hs00.kep.example"


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    with authorities.running() as house:
        folder = house.trust_folder(tmp_path_factory.mktemp("kep"))
        provider = fake.Provider(house)
        mail = rem.compose(
            sender=OURS, to=THEIRS, subject="Şehir rehberi ığüş", text="Ektedir.\n.\nnokta\n", domain="kep.example",
            files=[rem.Enclosed("a.eyp", "application/eyazisma", bytes(range(256)) * 9)], key="evrak-1",
        )  # fmt: skip
        yield provider, trust.load(folder), rem.sealed(mail, provider.sign), house


def test_openssl_finds_our_seal_whole_and_a_changed_letter_broken(scene, tmp_path):
    _, _, raw, house = scene
    (tmp_path / "root.pem").write_bytes(house.root.pem + house.issuer.pem)
    command = ["openssl", "cms", "-verify", "-purpose", "any", "-CAfile", tmp_path / "root.pem", "-in"]
    for name, content, good in (("a", raw, True), ("b", raw.replace(b"Ektedir.", b"Ektedir!", 1), False)):
        (tmp_path / name).write_bytes(content)
        judged = subprocess.run([*command, tmp_path / name], capture_output=True, check=False)
        assert (judged.returncode == 0) is good


def test_what_a_provider_carries_is_read_and_its_seal_judged(scene):
    provider, trusted, raw, _ = scene
    carried = provider.carry(raw)
    found = rem.read(carried)
    assert found.judged(trusted) == "ok"
    assert (found.letter.sender, found.letter.subject, found.letter.message_id) == (
        OURS, "Şehir rehberi ığüş", "evrak-1@kep.example",
    )  # fmt: skip
    assert [(one.name, one.content) for one in found.letter.files] == [("a.eyp", bytes(range(256)) * 9)]
    assert [one.kind for one in found.evidences] == [rem.Kind.ACCEPTED]
    assert found.evidences[0].is_of(raw) is True
    assert found.evidences[0].is_of(raw + b" ") is False
    changed = rem.read(carried.replace(b"valilik@", b"baskasi@"))
    assert changed.judged(trusted) == "İleti imzalandıktan sonra değişmiş."
    assert found.judged(trust.Trust()).startswith("?")
    assert rem.read(re.sub(rb"multipart/signed;[^\n]*\n[^\n]*", b"text/plain", carried, count=1)).signature == b""


def test_each_event_is_told_apart_and_hostile_evidence_is_refused(scene):
    provider, _, raw, _ = scene
    for kind in rem.Kind:
        (one,) = rem.read(provider.witness(raw, kind, reason="Kutu dolu")).evidences
        assert (one.kind, one.message_id, one.recipients, one.reasons) == (
            kind, "evrak-1@kep.example", (THEIRS,), one.reasons,
        )  # fmt: skip
        assert "Kutu dolu" in one.reasons[0]
    xml = one.raw
    for bad in (b"<!DOCTYPE a>" + xml, xml[:-9], xml.replace(b"RetrievalNonRetrieval", b"Someting"), b"<a/>"):
        with pytest.raises(rem.Unreadable):
            rem.evidence(bad)


def test_a_letter_is_handed_in_byte_by_byte_and_answers_are_told_apart(scene):
    _, trusted, raw, _ = scene
    with running() as (box, port):
        server = Server("127.0.0.1", port, tls="none")
        client.submit(server, raw, sender=OURS, to=THEIRS)
        assert rem.read(box.raw[0]).judged(trusted) == "ok"
        for answer, kind in (("550 yok", Permanent), ("451 sonra", Temporary), ("421 kapali", Unreachable)):
            box.answers[THEIRS] = answer
            with pytest.raises(kind):
                client.submit(server, raw, sender=OURS, to=THEIRS)
        box.sender_answer = "550 gonderen"
        with pytest.raises(Unreachable):
            client.submit(server, raw, sender=OURS, to=THEIRS)
    with pytest.raises(Unreachable):
        client.submit(server, raw, sender=OURS, to=THEIRS)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-9", "cp1254", ""])
def test_the_words_of_a_mail_are_read_whatever_it_says_of_its_letters(charset):
    kind = f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n" if charset else ""
    raw = f"From: a@b.example\r\nSubject: Bank\r\n{kind}\r\nDuraktaki bankın onarılması, şğİ\r\n"
    mail = email.message_from_bytes(raw.encode(charset or "cp1254"), policy=email.policy.default)
    assert rem.letter_of(mail).text == "Duraktaki bankın onarılması, şğİ"


def test_the_signature_inside_an_evidence_is_judged_and_openssl_agrees(scene, tmp_path):
    provider, trusted, raw, _ = scene
    (one,) = rem.read(provider.witness(raw, rem.Kind.DELIVERED)).evidences
    signed = one.raw
    assert xades.judged(signed, trusted) == "ok"
    info = etree.fromstring(signed).find(f".//{{{xades.DSIG}}}SignedInfo")
    value = info.getnext().text
    (tmp_path / "info").write_bytes(xades.canonical(info, info[0]))
    (tmp_path / "value").write_bytes(base64.b64decode(value))
    (tmp_path / "key").write_bytes(provider.card.pem)
    key = subprocess.run(["openssl", "x509", "-in", tmp_path / "key", "-pubkey", "-noout"], capture_output=True)
    (tmp_path / "pub").write_bytes(key.stdout)
    command = ["openssl", "dgst", "-sha256", "-verify", tmp_path / "pub", "-signature", tmp_path / "value"]
    assert subprocess.run([*command, tmp_path / "info"], capture_output=True, check=False).returncode == 0

    bare = provider.evidence_xml(rem.Kind.READ, message_id="a", sender="b", to="c", subject="d", digest="e")
    assert xades.judged(bare, trusted) == ""
    other = provider.house.issue("Başkası", organization="Başkası", qualified=False)
    swapped = fake.with_signature(bare, other, []).replace(b"&lt;a&gt;", b"&lt;b&gt;")
    certificate = base64.b64encode(provider.card.der)
    for changed, words in (
        (signed.replace(OURS.encode(), b"baskasi@hs00.kep.example", 1), xades.CHANGED),
        (signed.replace(value[:8].encode(), b"AAAAAAAA", 1), "Delilin imzası geçersiz."),
        (swapped, xades.CHANGED),
        (signed.replace(certificate, base64.b64encode(other.der), 1), "Delilin imzası geçersiz."),
        (signed.replace(b'URI=""', b'URI="#ozellikler"', 1), "Delilin imzası geçersiz."),
        (signed.replace(b"xmldsig-more#rsa-sha256", b"xmldsig#rsa-sha1", 1), "?"),
        (signed.replace(b"</d:Signature>", b'</d:Signature><d:Signature xmlns:d="%s"/>' % DSIG, 1), "?"),
    ):
        assert changed != signed
        assert xades.judged(changed, trusted).startswith(words), words
    assert xades.judged(signed, trust.Trust()).startswith("?")


def test_a_signature_that_covers_a_part_only_is_not_good(scene):
    """Every digest holds and the value too: still the rest of the evidence may say what it likes."""
    provider, trusted, _, _ = scene
    bare = provider.evidence_xml(rem.Kind.READ, message_id="a", sender="b", to="c", subject="d", digest="e")
    part = fake.with_signature(bare, provider.card, [provider.house.issuer], whole=False)
    assert xades.judged(part, trusted) == "İmza delilin bütününü kapsamıyor."
