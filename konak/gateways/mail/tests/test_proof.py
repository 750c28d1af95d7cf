"""Whose mail it is: headers of our own server, forged ones, and DKIM with real keys."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from konak.gateways.mail import proof

ME = "ayse@belediye.bel.tr"
OURS = "posta.belediye.bel.tr"


@pytest.mark.parametrize(
    ("header", "holds"),
    [
        (f"{OURS}; dmarc=pass (p=REJECT) header.from=belediye.bel.tr", True),
        (f"{OURS} 1; spf=pass smtp.mailfrom=ayse@belediye.bel.tr", True),
        (f"{OURS}; dkim=pass header.d=belediye.bel.tr header.s=a", True),
        (f"{OURS}; auth=pass smtp.auth={ME}", True),
        (f"{OURS}; auth=pass smtp.auth=baska@belediye.bel.tr", False),
        (f"{OURS}; spf=pass smtp.mailfrom=kotu.example", False),
        (f"{OURS}; dkim=pass header.d=kotu.example", False),
        (f"{OURS}; dkim=pass header.d=bel.tr", False),
        (f"{OURS}; dmarc=fail header.from=belediye.bel.tr; spf=none", False),
        (f"{OURS}; dmarc=pass header.from=kotu.example", False),
        (f"{OURS}; none (dmarc=pass)", False),
        ("kotu.example; dmarc=pass header.from=belediye.bel.tr", None),
        (f"{OURS}.kotu.example; dmarc=pass", None),
    ],
)
def test_what_our_server_noted_is_believed_and_nothing_else(header, holds):
    found = proof.noted([header], OURS, ME)
    assert (found.holds if found else None) is holds


def test_the_topmost_header_of_ours_counts():
    good, bad = f"{OURS}; dmarc=pass header.from=belediye.bel.tr", f"{OURS}; dmarc=fail"
    assert proof.noted(["x; spf=pass", bad, good], OURS, ME).holds is False
    assert proof.noted([good], "", ME) is None


@pytest.fixture(scope="module")
def key():
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = made.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


MAIL = f"From: Ayşe <{ME}>\r\nTo: destek@belediye.bel.tr\r\nSubject: Konu\r\nDate: x\r\n\r\nMetin\r\n".encode()


def signed(key, domain=b"belediye.bel.tr", **options):
    return dkim.sign(MAIL, b"a", domain, key[0], include_headers=[b"from", b"to", b"subject"], **options) + MAIL


def look(key):
    return lambda name, timeout=5: key[1]


def test_a_signature_of_the_senders_domain_proves_him(key):
    assert proof.signed(signed(key), ME, look(key)) == proof.Proof(True, "belediye.bel.tr imzası doğrulandı (DKIM).")


@pytest.mark.parametrize("case", ["changed", "stranger", "part", "none", "no key", "broken", "dns"])
def test_everything_else_proves_nothing(key, case):
    mail, lookup = signed(key), look(key)
    if case == "changed":
        mail = mail.replace(b"Metin", b"Para gonder")
    elif case == "stranger":
        mail = signed(key, b"kotu.example")
    elif case == "part":
        mail = signed(key, length=True) + b"eklenen\r\n"
    elif case == "none":
        mail = MAIL
    elif case == "no key":
        lookup = lambda name, timeout=5: None  # noqa: E731
    elif case == "broken":
        mail = b"DKIM-Signature: v=1; a=\xff; b\r\n" + MAIL
    elif case == "dns":

        def lookup(name, timeout=5):
            raise OSError("no network")

    assert proof.signed(mail, ME, lookup).holds is False
