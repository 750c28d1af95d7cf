"""From the last initial to the dated letter: signed on the signature page, numbered before, dated by it."""

import datetime as dt
import subprocess
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import localdate
from procrastinate.contrib.django.models import ProcrastinateJob

from konak.foundation.lifecycle import Refused
from konak.gateways.pki import fake, trust
from konak.office.correspondence import queries, reactions, services
from konak.office.correspondence.models import Letter, Referral
from konak.office.correspondence.packaging import open_container
from konak.office.correspondence.services import composing, handing
from konak.office.correspondence.tests.test_letters import died
from konak.office.esignature import public as esignature
from konak.office.esignature import services as signatures
from konak.office.esignature.models import Code


@pytest.fixture(scope="module")
def authority():
    with fake.running() as found:
        yield found


@pytest.fixture
def signing(office, authority, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.SIGN_TRUST = authority.trust_folder(tmp_path / "guven")
    settings.SIGN_TSA = [authority.tsa_url]
    settings.SEAL_MODULE = ""
    trust.forget_answers()
    authority.down.clear()
    authority.skew = dt.timedelta(0)
    office.cards = {}
    office.authority = authority
    return office


def letter_of(office, **facts):
    facts = {
        "subject": "Envanter", "code": "702", "body": "Gereğini bilgilerinize", "unit_id": office.gis.pk,
        "addressees": [
            {"party": "body", "name": "Örnek Valiliği", "detsis": "24310000", "kep": "ornek@hs01.kep.tr"},
            {"party": "unit", "unit_id": office.network.pk, "purpose": "BLG"},
        ],
    } | facts  # fmt: skip
    number = services.draft(actor=office.clerk.actor, **facts).case.number
    services.submit(number, actor=office.clerk.actor)
    for person in (office.chief, office.director):
        services.approve(number, actor=person.actor)
    return number


def sign(office, number, person, *, told=True):
    """As the signature page does: prepare, let the card answer, complete; then what is announced."""
    (request,) = [r for r in esignature.requests_for(["correspondence.sign"], number) if r.state == "open"]
    turn = next(one for one in request.turns if one.user_id == person.user.pk)
    card = office.authority.issue(person.user.full_name, identity="10000000146")
    attempt = signatures.prepare(
        turn.id, actor=person.actor, certificate=card.der, chain=[office.authority.issuer.der]
    )
    signatures.complete(attempt.key, actor=person.actor, value=card.sign(bytes.fromhex(attempt.digest)))
    if not told:
        return request
    told = {"key": str(request.key), "purpose": "correspondence.sign", "reference": number}
    reactions.somebody_signed(**told, user_id=person.user.pk, role="sign")
    if esignature.facts_of(request.key).state == "signed":
        for _ in range(2):
            reactions.all_signed(**told, sha256="")
    return request


def test_the_last_signature_dates_the_letter_and_hands_it_to_the_house(signing, tmp_path):
    number = letter_of(signing)
    before = Letter.objects.get()
    with pytest.raises(Refused, match="imza sayfasında"):
        services.approve(number, actor=signing.head.actor)
    request = sign(signing, number, signing.head)
    assert signing.head.client.get(f"/imza/{request.key}/dosya/onizleme/").status_code == 200
    (heard,) = ProcrastinateJob.objects.filter(task_name__endswith="opened_to_be_signed")
    reactions.opened_to_be_signed(**heard.args)  # whoever signs has read it, in whichever tray
    (read,) = queries.readings_of(before.pk)
    assert (read.user, read.what, read.detail[:18]) == (signing.head.user, "file", "İmza dosyasından: ")
    letter = Letter.objects.get()
    assert (letter.case.state, letter.official) == ("signed", before.official)
    assert letter.dated_on == localdate(letter.signed_at)
    assert letter.signing_copy_id == before.signing_copy_id != letter.final_copy_id
    (handed,) = Referral.objects.all()
    assert (handed.case.unit, handed.purpose, handed.letter) == (signing.network, "knowledge", letter)
    other = signing.seat("director", signing.network)
    assert queries.one_letter(other.actor, number) == letter
    assert other.client.get(f"/evrak/havale/{handed.case.number}/").status_code == 200
    assert other.client.get(f"/evrak/yazi/{number}/dosya/yazi/").status_code == 200
    body = letter.addressees.get(party="body")
    assert (body.state, "E-mühür" in body.state_why) == ("waiting", True)

    anybody = Client()
    shown = anybody.get(f"/dogrula/{letter.verification_code}/").content.decode()
    assert all(words in shown for words in ("Envanter", "Bütün", "Güvenilir", signing.head.user.full_name))
    opened = anybody.get(f"/dogrula/{letter.verification_code}/belge/")
    assert b"".join(opened.streaming_content) == services.bytes_of(letter.final_copy)
    Code.objects.update(secret=True)
    assert anybody.get(f"/dogrula/{letter.verification_code}/belge/").status_code == 404

    signature = tmp_path / "imza.der"
    signature.write_bytes(services.bytes_of(esignature.signed_file(request.key)))
    roots = tmp_path / "kok.pem"
    roots.write_bytes(b"".join(path.read_bytes() for path in (tmp_path / "guven").rglob("*") if path.is_file()))
    command = [
        "openssl",
        "cms",
        "-verify",
        "-cades",
        "-inform",
        "DER",
        "-binary",
        "-purpose",
        "any",
        "-in",
        signature,
    ]
    command += ["-CAfile", roots]
    judged = subprocess.run(command, capture_output=True, check=False)
    kept = open_container(services.bytes_of(letter.skeleton))
    assert (judged.returncode, judged.stdout) == (0, kept.content("paketozeti"))

    with pytest.raises(Refused, match="paketi yok"):
        services.record_dispatch(number, actor=signing.clerk.actor, addressee_id=body.pk, state="sent")
    services.record_dispatch(
        number, actor=signing.clerk.actor, addressee_id=body.pk, state="sent", channel="paper", tracking="RR123"
    )
    assert services.finish_sending(number, actor=signing.clerk.actor).case.state == "sent"


def test_a_signer_who_sends_it_back_frees_the_letter_and_the_number_stays(signing):
    number = letter_of(signing)
    official = Letter.objects.get().official
    back = services.turn_back(number, actor=signing.head.actor, why="Ek eksik")
    assert (back.case.state, back.official) == ("draft", official)
    states = {one.state for one in esignature.requests_for(["correspondence.sign"], number)}
    assert states == {"withdrawn"}
    services.submit(number, actor=signing.clerk.actor)
    for person in (signing.chief, signing.director):
        services.approve(number, actor=person.actor)
    assert sign(signing, number, signing.head).reference == number
    assert Letter.objects.get().official == official


def test_two_signers_sign_one_digest_in_their_order(signing):
    number = services.draft(
        actor=signing.clerk.actor, subject="Protokol", code="702", body="Metin", unit_id=signing.gis.pk,
        addressees=[{"party": "body", "name": "Örnek Valiliği"}],
    ).case.number  # fmt: skip
    steps = [
        {"kind": "signature", "user_id": signing.director.user.pk, "place": 1},
        {"kind": "signature", "user_id": signing.head.user.pk, "place": 2},
    ]
    services.set_route(number, actor=signing.clerk.actor, steps=steps)
    services.submit(number, actor=signing.clerk.actor)
    sign(signing, number, signing.director)
    assert (Letter.objects.get().case.state, Letter.objects.get().case.assignee) == ("routed", signing.head.user)
    with pytest.raises(Refused, match="atılmış imza var"):
        services.recall(number, actor=signing.clerk.actor)
    sign(signing, number, signing.head)
    assert Letter.objects.get().case.state == "signed"


@pytest.mark.django_db(transaction=True)
def test_co_signers_at_the_same_moment_leave_one_letter_with_both_signatures(signing):
    number = services.draft(
        actor=signing.clerk.actor, subject="Protokol", code="702", body="Metin", kind="internal",
        unit_id=signing.gis.pk,
        addressees=[{"party": "unit", "unit_id": signing.network.pk}],
    ).case.number  # fmt: skip
    pair = (signing.director, signing.head)
    steps = [{"kind": "signature", "user_id": one.user.pk, "place": 1} for one in pair]
    services.set_route(number, actor=signing.clerk.actor, steps=steps)
    services.submit(number, actor=signing.clerk.actor)
    assert set(Letter.objects.get().route.values_list("state", flat=True)) == {"active"}
    (request,) = esignature.requests_for(["correspondence.sign"], number)
    held = {one: signing.authority.issue(one.user.full_name, identity="10000000146") for one in pair}
    told = {"key": str(request.key), "purpose": "correspondence.sign", "reference": number}

    def prepared(person):
        turn = next(one for one in request.turns if one.user_id == person.user.pk)
        chain = [signing.authority.issuer.der]
        return signatures.prepare(turn.id, actor=person.actor, certificate=held[person].der, chain=chain)

    def completed(person, attempt):
        value = held[person].sign(bytes.fromhex(attempt.digest))
        signatures.complete(attempt.key, actor=person.actor, value=value)

    def at_once(*jobs):
        """Each in a thread of its own, all let go together; the refusals."""
        refused, gate = [], threading.Barrier(len(jobs))

        def run(job):
            try:
                gate.wait()
                job()
            except Refused as refusal:
                refused.append(str(refusal))
            finally:
                connection.close()

        threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return refused

    attempts = {one: prepared(one) for one in pair}
    # both at once, and one of them presses twice: one signature is taken, nobody's is lost in silence
    jobs = [lambda one=one: completed(one, attempts[one]) for one in (*pair, signing.head)]
    assert len(at_once(*jobs)) == 2
    facts = esignature.facts_of(request.key)
    (late,) = (one for one in pair if one.user.pk in {t.user_id for t in facts.turns if t.state != "signed"})
    completed(late, prepared(late))
    assert len(esignature.verify(services.bytes_of(esignature.signed_file(request.key))).signatures) == 2
    # what is announced reaches the letter out of order, twice, and at the same moment
    jobs = [lambda: reactions.all_signed(**told, sha256="")] * 2
    jobs += [lambda one=one: reactions.somebody_signed(**told, user_id=one.user.pk, role="sign") for one in pair]
    assert at_once(*jobs) == []
    letter = Letter.objects.get()
    assert (letter.case.state, letter.register_no, Referral.objects.count()) == ("signed", 1, 1)
    assert set(letter.route.values_list("state", flat=True)) == {"done"}
    # side by side they sit by rank: the higher at the right
    shown = [one["lines"] for one in composing.page_data(letter)["signers"]]
    assert shown == [["Daire Başkanı"], ["Şube Müdürü"]]


@pytest.mark.django_db(transaction=True)
def test_power_loss_at_the_last_signature_leaves_it_dated_and_handed_over_or_neither(signing, monkeypatch):
    number = letter_of(signing)
    official = Letter.objects.get().official
    sign(signing, number, signing.head, told=False)
    key = Letter.objects.get().route.get(kind="signature").signature
    told = {"key": key, "purpose": "correspondence.sign", "reference": number, "sha256": ""}
    for module, name in ((handing, "hand_over"), (handing, "note_package")):
        died(monkeypatch, module, name, lambda: reactions.all_signed(**told))
        letter = Letter.objects.get()
        assert (letter.case.state, letter.official) == ("routed", official)
        assert (letter.dated_on, letter.final_copy_id, Referral.objects.count()) == (None, None, 0)
    for _ in range(2):
        reactions.all_signed(**told)
    letter = Letter.objects.get()
    assert (letter.case.state, letter.official, Referral.objects.count()) == ("signed", official, 1)
    assert letter.dated_on == localdate(letter.signed_at)


def test_the_report_of_a_day_is_chained_stamped_and_never_claims_a_time_it_has_not(signing, tmp_path):
    from konak.foundation.trail.models import Entry
    from konak.office.correspondence.models import DailyReport
    from konak.office.correspondence.services import reporting
    from konak.office.correspondence.services.signing import JOB

    services.register(actor=signing.chief.actor, sender="Örnek Valiliği", subject="Envanter")
    with pytest.raises(Refused, match="gün bittikten sonra"):
        reporting.make_report(signing.today, actor=JOB)
    yesterday = signing.today - dt.timedelta(days=1)
    signing.authority.down.add("tsa")
    first = reporting.make_report(yesterday - dt.timedelta(days=1), actor=JOB)
    assert (first.stamped_at, first.stamp, bool(first.stamp_fault)) == (None, None, True)
    signing.authority.down.clear()
    assert reporting.catch_up(actor=JOB) == 1
    first, second = DailyReport.objects.order_by("day")
    assert (second.previous, second.stamped_at is not None, first.stamped_at is not None) == (
        first.sha256,
        True,
        True,
    )
    content, count = reporting.written(signing.today)
    assert count == Entry.objects.filter(kind__startswith="correspondence.").count() == 1
    assert b"correspondence.incoming" in content
    mayor = signing.seat("mayor", signing.municipality)
    assert mayor.client.get("/evrak/gunluk-rapor/").content.decode().count("data-row") == 2
    assert mayor.client.get(f"/evrak/gunluk-rapor/{second.pk}/damga/").status_code == 200
    assert signing.director.client.get(f"/evrak/gunluk-rapor/{second.pk}/rapor/").status_code == 404
