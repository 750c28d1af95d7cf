"""Kamu SM's header as its description says: whoever has the password reads from it which imprint was asked for."""

import hashlib

import pytest
from asn1crypto import algos, core, tsp
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from konak.gateways.timestamp.client import Authority, Down


def question():
    return tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "hashed_message": hashlib.sha256(b"deneme").digest(),
            },
        }
    )


def test_the_header_names_the_customer_and_holds_the_imprint_and_not_the_password():
    authority = Authority("kamusm+http://4711:gizli%20parola@zd.ornek.example/")
    asked = authority._request(question())
    assert (asked.full_url, authority.name) == ("http://zd.ornek.example/", "zd.ornek.example")
    assert asked.get_header("Authorization") is None
    customer, salt, rounds, vector, sealed = core.SequenceOf.load(
        bytes.fromhex(asked.get_header("Identity")), spec=core.Any
    ).native
    key = hashlib.pbkdf2_hmac("sha256", b"gizli parola", salt, rounds, 32)
    plain = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(sealed)
    assert (customer, plain[: -plain[-1]]) == (4711, hashlib.sha256(b"deneme").digest())
    other = authority._request(question()).get_header("Identity")
    assert other != asked.get_header("Identity")
    with pytest.raises(Down, match="sayı olmalı"):
        Authority("kamusm+http://ad:parola@zd.ornek.example/")._request(question())
