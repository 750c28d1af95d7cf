"""Stamps over the lake, asked of an authority that speaks the real protocol."""

import datetime as dt
import subprocess

import pytest

from konak.foundation.lake import SETS, LakeSet, queries, services, spool, verification
from konak.foundation.lake.models import Manifest, Segment, State
from konak.gateways.pki import fake


@pytest.fixture
def lake(db, tmp_path, settings, monkeypatch):
    settings.LAKE_ROOT = tmp_path / "lake"
    monkeypatch.setitem(SETS, "deneme", LakeSet("deneme", "Deneme"))


@pytest.fixture(scope="module")
def authority():
    with fake.running() as house:
        yield house


def filled(count):
    spool.append("deneme", [b"line %d" % n for n in range(count)])


def words():
    return [(finding.file.rsplit("/", 1)[-1], finding.line, finding.words) for finding in verification.verify()]


def test_a_stamp_waits_for_its_authority_and_covers_what_came_before_it(lake, authority, settings, tmp_path):
    settings.SIGN_TRUST = authority.trust_folder(tmp_path / "guven")
    settings.SIGN_TSA = [authority.tsa_url]
    for count in (30, 40):
        filled(count)
        services.seal()
    authority.down.add("tsa")
    assert services.stamp() is None
    assert {bool(one.trouble) for one in queries.unstamped()} == {True}
    assert Segment.objects.filter(state=State.HASHED).count() == 2
    authority.down.clear()

    garbage, settings.SIGN_TSA = settings.SIGN_TSA, [f"{authority.url}/ocsp"]  # answers, but never with a stamp
    assert services.stamp() is None
    settings.SIGN_TSA = garbage
    authority.skew = dt.timedelta(hours=3)
    assert services.stamp() is None
    authority.skew = dt.timedelta(0)

    stamped = services.stamp()
    assert [one.stamp_id for one in Manifest.objects.all()] == [stamped.pk, stamped.pk]
    assert abs((stamped.at - dt.datetime.now(dt.UTC)).total_seconds()) < 60
    assert services.stamp() is None  # nothing waits, nobody is asked
    assert set(Segment.objects.values_list("state", flat=True)) == {State.STAMPED}
    assert verification.run().whole
    assert set(Segment.objects.values_list("state", flat=True)) == {State.VERIFIED}

    # the judge that knows nothing of Konak
    roots = tmp_path / "roots.pem"
    roots.write_bytes(authority.root.pem + authority.issuer.pem)
    told = subprocess.run(
        ["openssl", "ts", "-verify", "-in", services.stamp_path(2), "-token_in", "-data", services.manifest_path(2),
         "-CAfile", roots], capture_output=True, text=True,
    )  # fmt: skip
    assert "Verification: OK" in told.stdout + told.stderr
    services.stamp_path(2).chmod(0o600)
    services.stamp_path(2).write_bytes(services.stamp_path(2).read_bytes()[:-3] + b"abc")
    assert [file for file, _, _ in words()] == ["00000002.tst"]
