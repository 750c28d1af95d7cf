# ruff: noqa: F811 - fixtures of neighbouring tests
"""The roads in and out: files in the background, KEP and mail into the register, attempts, evidence, time, codes."""

import datetime as dt
import random
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils.timezone import localdate, now

from konak.foundation.calendar.services import add_working_days
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.search.queries import search
from konak.gateways.converter import client
from konak.gateways.converter.tests.test_converter import docx, hostile, scanned
from konak.gateways.detsis.tests.test_detsis import service  # noqa: F401 - a fixture
from konak.gateways.kep import fake, rem
from konak.gateways.mail.tests.dovecot import PASSWORD, serving
from konak.gateways.mail.tests.server import running
from konak.governance.organization import services as organization
from konak.office.correspondence import queries, services
from konak.office.correspondence.models import (
    Addressee,
    Arrival,
    CodeCheck,
    Conversion,
    Dispatch,
    Incoming,
    Letter,
    Posting,
    Proof,
)
from konak.office.correspondence.packaging import Face, check, open_container, update_package, wrap_encrypted
from konak.office.correspondence.services import envelopes, placing
from konak.office.esignature.tests.test_doors import MODULE, token

from .test_incoming import registered
from .test_packages import OURS as SENDER
from .test_packages import card, drafted, packed  # noqa: F401 - a fixture
from .test_signature import authority, letter_of, sign, signing  # noqa: F401 - fixtures

OURS, THEIRS = "belediye@hs00.kep.example", "valilik@hs00.kep.example"


@pytest.fixture(scope="module")
def dovecot():
    with serving(users={"kutu": PASSWORD}) as found:
        yield found


def box_of(office, port, **facts):
    facts = {
        "kind": "kep", "name": "Kurum KEP", "address": OURS, "host": "127.0.0.1", "port": port, "tls": "none",
        "user": "kutu", "secret": "KEP", "unit_id": office.gis.pk, "smtp_host": "127.0.0.1", "smtp_tls": "none",
    } | facts  # fmt: skip
    return services.save_box(actor=office.director.actor, **facts)


# ---- files ---------------------------------------------------------------------------------------------------------


def test_a_word_document_gets_its_pdfa_and_its_text_is_found(office, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    made = registered(office, file=docx("Kavşak düzenlemesi şebekesi"), file_name="yazi.docx")
    (row,) = Conversion.objects.all()
    services.convert(row.pk)
    services.convert(row.pk)
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.state, row.percent, row.pages, row.source.name, row.result.name, row.archived) == (
        "done", 100, 1, "yazi.docx", "yazi.pdf", "declared",
    )  # fmt: skip
    assert "Kavşak düzenlemesi" in made.text
    page = office.director.client.get(f"/evrak/gelen/{made.case.number}/")
    assert "PDF/A" in page.content.decode()
    assert [hit.title for hit in search(office.director.actor, "kavşak düzenlemesi").hits] == [
        f"{made.case.number} {made.case.subject}"
    ]
    assert search(office.stranger.actor, "kavşak düzenlemesi").hits == ()
    sheet = f"/evrak/gelen/{made.case.number}/donusturme/{row.pk}/sonuc/"
    assert office.director.client.get(sheet).status_code == 200
    assert office.stranger.client.get(sheet).status_code == 404


def test_what_acts_by_itself_is_refused_or_taken_out_and_the_original_stays(office, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    with pytest.raises(Refused, match="makro"):
        registered(office, file=docx(**{"word__vbaData.xml": b"x"}), file_name="yazi.docx")
    made = registered(office, file=hostile(), file_name="yazi.pdf")
    row = Conversion.objects.get()
    services.convert(row.pk)
    row.refresh_from_db()
    assert (row.state, "JavaScript" in row.taken_out) == ("done", True)
    assert row.source_id == made.file_id != row.result_id


def test_a_scan_is_read_in_turkish_and_a_broken_file_says_why(office, tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    made = registered(office, file=scanned(tmp_path, "Göçmen mahallesi çöp şikâyeti"), file_name="tarama.pdf")
    services.convert(Conversion.objects.get().pk)
    made.refresh_from_db()
    read = Conversion.objects.get()
    assert "mahallesi çöp" in made.text
    assert (read.archived, read.result.name, client.archive(services.bytes_of(read.result))[1]) == (
        "declared", "tarama.pdf", "as_is",
    )  # fmt: skip
    other = registered(office, file=b"%PDF-1.4\nbozuk\n%%EOF", file_name="bozuk.pdf", anyway=True)
    row = other.conversions.get()
    services.convert(row.pk)
    row.refresh_from_db()
    assert (row.state, row.why) == ("failed", "PDF bozuk; açılamıyor.")
    with pytest.raises(Incoming.DoesNotExist):
        services.again(other.case.number, actor=office.stranger.actor, conversion_id=row.pk)
    assert services.again(other.case.number, actor=office.chief.actor, conversion_id=row.pk).state == "waiting"


# ---- KEP and mail --------------------------------------------------------------------------------------------------


def test_a_letter_is_sealed_goes_by_kep_and_its_evidence_comes_home(
    signing,
    dovecot,
    tmp_path,
    monkeypatch,
    settings,
):
    house = signing.authority
    token(tmp_path, monkeypatch, "Muhur", house.issue("Örnek Büyükşehir Belediyesi", organization="DETSİS 24300001"))
    (tmp_path / "pin").write_text("123456\n")
    settings.SEAL_MODULE, settings.SEAL_PIN_FILE, settings.SEAL_TOKEN = MODULE, str(tmp_path / "pin"), "Muhur"
    monkeypatch.setenv("KONAK_MAILBOX_KEP", PASSWORD)
    provider = fake.Provider(house)
    dovecot.empty("kutu")
    number = letter_of(signing)
    sign(signing, number, signing.head)
    letter = Letter.objects.get()
    assert check(services.bytes_of(letter.package), services.judge).clean
    assert (services.queue(number), services.queue(number)) == (1, 0)
    to = letter.addressees.get(party="body")
    Addressee.objects.filter(pk=to.pk).update(channel="kep")
    # no box yet: it waits, says why, and is tried again later
    assert services.send_due() == 0
    to.refresh_from_db()
    assert (to.state, "evrak kutusu" in to.state_why, to.posting.tries) == ("waiting", True, 1)
    with running() as (smtp, port):
        box_of(signing, dovecot.port, smtp_port=port)
        smtp.answers[to.kep] = "451 simdi olmaz"
        services.send_now(number, actor=signing.clerk.actor, addressee_id=to.pk)
        assert services.send_due() == 0
        del smtp.answers[to.kep]
        Posting.objects.update(next_at=now())
        assert (services.send_due(), services.send_due()) == (1, 0)
        raw = smtp.raw[0]
    sent = rem.read(raw)
    assert [sent.judged(placing.kep_trust()), len(sent.signature) > 0] == ["ok", True]
    letter = Letter.objects.get()
    assert letter.case.state == "sent"
    wrong = provider.witness(raw.replace(b"eyazisma", b"eyazismb", 1), rem.Kind.READ)
    dovecot.deliver(
        "kutu", provider.witness(raw, rem.Kind.ACCEPTED), wrong, provider.witness(raw, rem.Kind.DELIVERED),
        b"From: a@b.example\r\nSubject: bos\r\n\r\n.", provider.witness(raw, rem.Kind.READ),
    )  # fmt: skip
    assert (services.fetch_all(), services.fetch_all()) == (5, 0)
    assert [(row.kind, row.verdict[0]) for row in Proof.objects.order_by("pk")] == [
        ("accepted", "Doğrulandı"), ("read", "Geçersiz"), ("delivered", "Doğrulandı"), ("read", "Doğrulandı"),
    ]  # fmt: skip
    assert [row.state for row in Arrival.objects.order_by("pk")] == [
        "evidence", "evidence", "evidence", "ignored", "evidence",
    ]  # fmt: skip
    to.refresh_from_db()
    assert (to.state, to.posting.reject_until) == ("delivered", add_working_days(localdate(), 2))
    services.watch(add_working_days(localdate(), 3))
    assert Posting.objects.get().accepted_on == add_working_days(localdate(), 2)
    page = signing.director.client.get(f"/evrak/yazi/{number}/").content.decode()
    assert page.count("/delil/") == 4
    proof = Proof.objects.first()
    for person, status in ((signing.director, 200), (signing.stranger, 404)):
        assert person.client.get(f"/evrak/yazi/{number}/delil/{proof.pk}/").status_code == status
    made = services.change_secrecy(
        number, actor=signing.head.actor, secrecy=1, why="Komisyon kararı", decision_number="2026/4"
    )
    assert check(services.bytes_of(made.file), services.judge).clean
    # the page stays marked as it was signed; only who may read it changed
    letter = Letter.objects.get()
    assert (letter.degree, letter.case.secrecy) == (0, 1)


def test_what_a_provider_carries_becomes_an_incoming_document(
    office,
    authority,
    card,
    dovecot,
    tmp_path,
    monkeypatch,
    settings,
):
    settings.FILES_ROOT, settings.KEP_TRUST = tmp_path / "files", str(authority.trust_folder(tmp_path / "kep"))
    monkeypatch.setenv("KONAK_MAILBOX_KEP", PASSWORD)
    provider = fake.Provider(authority)
    dovecot.empty("kutu")
    box_of(office, dovecot.port)

    def carried(*files, subject="Envanter"):
        mail = rem.compose(
            sender=THEIRS, to=OURS, subject=subject, text="Sayın yetkili, çöp konteyneri hakkında.", files=files,
            domain="kep.example",
        )  # fmt: skip
        return provider.carry(rem.sealed(mail, provider.sign))

    package = carried(rem.Enclosed("A.eyp", "application/eyazisma", packed(card)))
    plain = carried(rem.Enclosed("yazi.docx", "application/octet-stream", docx()), subject="Talep")
    bad = carried().replace(b"valilik@", b"baskasi@")
    bomb = carried(rem.Enclosed("m.docx", "application/octet-stream", docx(**{"word__vbaData.xml": b"x"})))
    dovecot.deliver("kutu", package, plain, bad, bomb)
    assert services.fetch_all() == 4
    one, two, four = Incoming.objects.order_by("pk")
    assert (one.origin, one.document_number, one.sender_kep, one.package is not None) == (
        "kep", "E-24300001-702-7", THEIRS, True,
    )  # fmt: skip
    assert (two.case.subject, two.file.name, two.case.unit, "konteyneri" in two.text) == (
        "Talep", "yazi.docx", office.gis, True,
    )  # fmt: skip
    assert (four.file, "makro" in four.faults[0]["part"]) == (None, True)
    assert [(row.state, row.judged) for row in Arrival.objects.order_by("pk")] == [
        ("registered", "ok"), ("registered", "ok"), ("failed", ""), ("registered", "ok"),
    ]  # fmt: skip
    assert one.proofs.get().kind == "accepted"
    assert office.director.client.get(f"/evrak/gelen/{one.case.number}/").status_code == 200
    lists = office.director.client.get("/evrak/iletiler/").content.decode()
    assert "değişmiş" in lists
    assert dovecot.folder("kutu") == []
    assert "Talep" not in office.stranger.client.get("/evrak/iletiler/").content.decode()
    # the package is rejected in time, and the sender hears why
    services.reject(one.case.number, actor=office.chief.actor, why="Ek eksik")
    settings.SEAL_MODULE = ""
    with pytest.raises(Refused, match="E-mühür"):
        services.tell_rejection(one.case.number)


def test_a_plain_mail_becomes_an_incoming_document_and_a_bounce_a_failure(office, dovecot, monkeypatch, settings):
    settings.KEP_ONLINE = False
    monkeypatch.setenv("KONAK_MAILBOX_KEP", PASSWORD)
    dovecot.empty("kutu")
    box_of(office, dovecot.port, kind="mail")
    letter = Letter.objects.get(
        pk=services.draft(
            actor=office.clerk.actor, subject="Yanıt", code="702", body="Gereğini", unit_id=office.gis.pk,
            addressees=[{"party": "person", "name": "Ayşe Örnek", "email": "ayse@posta.example"}],
        ).pk
    )  # fmt: skip
    one = letter.addressees.get()
    Addressee.objects.filter(pk=one.pk).update(state="sent", channel="mail")
    Posting.objects.create(addressee=one, message_id="evrak-x")
    bounce = (
        b"From: m@posta.example\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; boundary=b\r\n"
        b"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <evrak-x>\r\n\r\nx\r\n--b--\r\n"
    )
    mail = "From: Ayşe Örnek <ayse@posta.example>\r\nSubject: Başvuru\r\n\r\nYol bozuk.\r\n".encode()
    dovecot.deliver("kutu", mail, bounce)
    services.fetch_all()
    made = Incoming.objects.get()
    assert (made.origin, made.sender_kind, made.note) == ("mail", "person", "Yol bozuk.")
    one.refresh_from_db()
    assert one.state == "failed"
    assert Notification.objects.filter(topic="correspondence.undelivered").count() == 1


# ---- envelopes -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    """A body's own key and certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Alıcı")])
    moment = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(moment - dt.timedelta(days=1))
        .not_valid_after(moment + dt.timedelta(days=9)).sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    place = tmp_path_factory.mktemp("reader") / "reader.pem"
    place.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return place, made


def test_an_encrypted_package_is_read_by_openssl_and_by_us_alone(office, card, reader, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    inner = packed(card, drafted(secrecy="HZO"))
    last = open_container(inner).content("nihaiozet")
    sealed = envelopes.encrypted(inner, [reader[1]])
    (tmp_path / "x.der").write_bytes(sealed)
    command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-binary", "-in", tmp_path / "x.der", "-inkey"]
    opened = subprocess.run([*command, reader[0]], capture_output=True, check=True)
    assert opened.stdout == inner
    outer = wrap_encrypted(last, sealed, sender=SENDER, receivers=[Face("body", "Biz", "24300002")])
    closed = services.take_in(actor=office.chief.actor, content=outer, file_name="a.eyps")
    assert (closed.case.subject, closed.faults[-1]["rule"]) == ("Şifreli paket", "sifreli-acilamadi")
    settings.EYPS_KEY = str(reader[0])
    other = wrap_encrypted(last, sealed, sender=SENDER, receivers=[Face("body", "Biz", "24300002")])
    made = services.take_in(actor=office.chief.actor, content=other, file_name="b.eyps")
    assert (made.document_number, made.case.secrecy, made.annexes.count()) == ("E-24300001-702-7", 1, 3)
    assert not any("sifreli" in one["rule"] for one in made.faults)
    changed = wrap_encrypted(last + b" ", sealed, sender=SENDER, receivers=[Face("body", "Biz", "24300002")])
    Incoming.objects.filter(pk=made.pk).update(document_id=None)
    wrong = services.take_in(actor=office.chief.actor, content=changed, file_name="c.eyps")
    assert "sifreli-ozet-ayni-degil" in {one["rule"] for one in wrong.faults}


def test_an_update_package_is_applied_only_when_its_seal_is_known(office, card, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    original = packed(card)
    made = services.take_in(actor=office.chief.actor, content=original, file_name="a.eyp")
    facts = {
        "secrecy": "HZO", "changed_at": now(), "why": "Karar", "decision_number": "7", "sender": SENDER,
        "decision_id": "0a0a0a0a-0000-4000-8000-000000000001", "subject": "x",
        "package_id": "0a0a0a0a-0000-4000-8000-000000000002",
    }  # fmt: skip
    _, last = update_package(original, **facts)
    content, _ = update_package(original, seal=card(last), **facts)
    again = services.take_in(actor=office.chief.actor, content=content, file_name="a.eypg")
    assert (again.pk, again.case.secrecy, again.updates.get().secrecy) == (made.pk, 0, 1)
    with pytest.raises(Refused, match="zaten kayıtlı"):
        services.take_in(actor=office.chief.actor, content=content, file_name="a.eypg")
    page = office.chief.client.get(f"/evrak/gelen/{made.case.number}/").content.decode()
    assert "Gizlilik güncellemesi" in page


# ---- time, secrecy, codes ------------------------------------------------------------------------------------------


def test_a_secret_letter_never_travels_electronically(office):
    letter = services.draft(
        actor=office.clerk.actor, subject="Soruşturma", code="702", body="Gereğini", unit_id=office.gis.pk,
        addressees=[{"party": "body", "name": "Örnek Valiliği", "detsis": "24310000", "kep": THEIRS}],
    )  # fmt: skip
    one = letter.addressees.get()
    Addressee.objects.filter(pk=one.pk).update(channel="kep")
    type(letter.case).objects.filter(pk=letter.pk).update(state="signed", secrecy=2)
    assert services.queue(letter.case.number) == 0
    one.refresh_from_db()
    assert "2646 m. 25" in one.state_why
    who, number = office.clerk.actor, letter.case.number
    for call in (
        lambda: services.send_now(number, actor=who, addressee_id=one.pk),
        lambda: services.record_uets(number, actor=who, addressee_id=one.pk, uets_number="U1"),
        lambda: services.record_dispatch(number, actor=who, addressee_id=one.pk, state="sent", channel="kep"),
    ):
        with pytest.raises(Refused, match="2646 m"):
            call()
    # what was lined up before the degree was raised stays as well
    Posting.objects.create(addressee=one, next_at=now())
    assert services.send_due() == 0
    assert Dispatch.objects.get().state == "failed"


def test_an_e_tebligat_is_served_at_the_end_of_the_fifth_day(office):
    letter = services.draft(
        actor=office.clerk.actor, subject="Tebligat", code="702", body="Gereğini", unit_id=office.gis.pk,
        addressees=[{"party": "person", "name": "Ayşe Örnek"}],
    )  # fmt: skip
    type(letter.case).objects.filter(pk=letter.pk).update(state="signed")
    one, day = letter.addressees.get(), localdate() - dt.timedelta(days=5)
    facts = {"actor": office.clerk.actor, "addressee_id": one.pk, "uets_number": "U123"}
    services.record_uets(letter.case.number, arrived_on=day, **facts)
    one.refresh_from_db()
    assert (one.state, one.posting.served_on) == ("sent", localdate())
    services.watch()
    assert Addressee.objects.get().state == "sent"
    services.watch(localdate() + dt.timedelta(days=1))
    assert Addressee.objects.get().state == "delivered"


def test_time_accepts_a_package_and_reminds_of_rejections_and_answers(office, card, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    made = services.take_in(actor=office.chief.actor, content=packed(card), file_name="a.eyp")
    Incoming.objects.update(faults=[{"rule": "imza", "part": "kusur"}])
    letter = services.draft(
        actor=office.clerk.actor, subject="Görüş sorma", code="702", body="Gereğini", unit_id=office.gis.pk
    )
    Letter.objects.update(asked="opinion", answer_by=localdate() - dt.timedelta(days=1), signed_at=now())
    type(letter.case).objects.filter(pk=letter.pk).update(state="sent")
    for _ in range(2):
        services.watch(made.reject_until)
    assert Notification.objects.filter(topic="correspondence.rejection").count() == 2
    assert Notification.objects.filter(topic="correspondence.unanswered").count() == 1
    assert Incoming.objects.get().accepted_on is None
    services.watch(made.reject_until + dt.timedelta(days=1))
    assert Incoming.objects.get().accepted_on == made.reject_until
    with pytest.raises(Refused, match="kabul edildi"):
        services.reject(made.case.number, actor=office.chief.actor, why="Geç")
    assert "Görüş Sorma" in office.director.client.get("/evrak/istekler/?pano=sordugumuz").content.decode()


def test_codes_are_drawn_judged_by_another_and_whoever_misfiles_is_shown(office):
    first = registered(office, code="702")
    registered(office, document_number="E-24310000-702-16", code="622.01")
    assert (
        services.draw(actor=office.chief.actor, chance=random.Random(1)),
        services.draw(actor=office.chief.actor),
    ) == (2, 0)
    row = CodeCheck.objects.get(case=first.case)
    with pytest.raises(Refused, match="Kendi verdiğiniz"):
        services.judge_code(row.pk, actor=office.chief.actor)
    with pytest.raises(CodeCheck.DoesNotExist):
        services.judge_code(row.pk, actor=office.stranger.actor)
    services.judge_code(row.pk, actor=office.director.actor, code="708.03", note="Yetki")
    services.judge_code(CodeCheck.objects.exclude(pk=row.pk).get().pk, actor=office.director.actor)
    assert Incoming.objects.get(pk=first.pk).file_code.code == "708.03"
    (found,) = queries.filers(office.director.actor, localdate())
    assert (found.name, found.looked, found.wrong, found.share) == (office.chief.user.full_name, 2, 1, 50)
    (mixed,) = queries.confused(office.director.actor, localdate())
    assert (mixed.given[:3], mixed.right[:6]) == ("702", "708.03")
    page = office.director.client.get("/evrak/kod-denetimi/?pano=corrected").content.decode()
    assert office.chief.user.full_name in page


def test_the_registry_is_asked_looked_at_and_written_only_by_the_officer(office, service, settings):
    wsdl, _, answer = service
    officer = office.seat("secretary_general", office.municipality)
    admin = office.seat("administrator", office.municipality)
    with pytest.raises(Refused, match="KONAK_DETSIS_WSDL"):
        services.sync_registry(actor=officer.actor, operation="AltBirimleriGetir", number="24300001")
    settings.DETSIS_WSDL = wsdl
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.sync_registry(actor=office.clerk.actor, operation="AltBirimleriGetir", number="24300001")
    unit = "<birim><DetsisNo>24300002</DetsisNo><Adi>Başka Ad</Adi></birim>"
    answer["body"] = f'<AltBirimleriGetirResponse xmlns="urn:deneme:detsis">{unit}</AltBirimleriGetirResponse>'
    key = services.sync_registry(actor=admin.actor, operation="AltBirimleriGetir", number="24300001")
    assert queries.registry_below() == []
    organization.commit(key, actor=admin.actor)
    assert [one.name for one in queries.registry_below()] == ["Başka Ad"]
    differences = {(one.number, one.why) for one in queries.registry_differences()}
    assert differences == {("24300001", "DETSİS listesinde yok"), ("24300002", "Adı başka")}
    page = officer.client.get("/evrak/detsis/").content.decode()
    assert "Başka Ad" in page
    assert admin.client.get("/evrak/detsis/al/").status_code == 200
