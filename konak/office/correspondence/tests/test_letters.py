"""A letter from its first word to its date: numbered without a gap, initialled in order, laid out as the law says."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import threading

import pypdfium2
import pytest
from django.db import connection

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment
from konak.foundation.trail.queries import story
from konak.office.correspondence import queries, services, writing
from konak.office.correspondence.models import Incoming, Letter, Referral
from konak.office.correspondence.services import composing, routing

GOVERNOR = {"party": "body", "name": "Örnek Valiliği", "second_line": "İl Yazı İşleri Müdürlüğü"}


def drafted(office, **facts):
    facts = {
        "subject": "yazılım envanteri hakkında.",
        "code": "702",
        "body": "<p>İlgi yazı incelenmiştir.</p><p>Gereğini bilgilerinize</p>",
        "addressees": [GOVERNOR],
        "unit_id": office.gis.pk,
    } | facts
    return services.draft(actor=office.clerk.actor, **facts)


def words(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_an_answer_brings_addressee_reference_route_and_closing(office):
    came = services.register(
        actor=office.clerk.actor, sender="Örnek Valiliği", subject="Envanter", document_number="E-24310000-702-15",
        document_date=office.today, asked="document", unit_id=office.gis.pk,
    )  # fmt: skip
    letter = drafted(office, addressees=(), replies_to=came.case.number)
    assert [str(one) for one in letter.addressees.all()] == ["Örnek Valiliği"]
    assert (
        letter.cited.get().words
        == f"Örnek Valiliği {office.today:%d.%m.%Y} tarihli ve E-24310000-702-15 sayılı yazısı"
    )
    assert [(step.kind, step.person) for step in letter.route.all()] == [
        ("initial", office.chief.user),
        ("initial", office.director.user),
        ("signature", office.head.user),
    ]
    assert (letter.closing, letter.case.subject, letter.case.due_on) == (
        "arz ederim.",
        "Yazılım Envanteri Hakkında",
        came.case.due_on,
    )


def test_a_letter_is_presented_initialled_returned_mended_and_presented_again_with_its_number(office):
    number = drafted(office).case.number
    letter = services.submit(number, actor=office.clerk.actor)
    official = f"E-24300002-702-{letter.register_no}"
    assert (letter.official, letter.case.assignee, letter.dated_on) == (official, office.chief.user, None)
    with pytest.raises(Refused, match="sıra sizde değil"):
        services.approve(number, actor=office.director.actor)
    services.approve(number, actor=office.chief.actor, note="Uygun")
    with pytest.raises(Refused, match="İade nedeni"):
        services.turn_back(number, actor=office.director.actor, why=" ")
    back = services.turn_back(number, actor=office.director.actor, why="İkinci paragraf eksik.")
    assert (back.case.state, back.official, back.case.assignee_id) == ("draft", official, office.clerk.user.pk)
    changed = services.revise(
        number, actor=office.clerk.actor, subject="Envanter", code="708.03", body="<p>Yeni metin <b>kalın</b></p>"
    )
    assert [version.number for version in changed.versions.all()][-1] == changed.versions.count() > 1
    again = services.submit(number, actor=office.clerk.actor)
    assert again.official == f"E-24300002-708.03-{letter.register_no}"
    assert [entry.verb for entry in story("correspondence.letter", number)] == [
        "open", "submit", "approve", "turn_back", "revise", "submit",
    ]  # fmt: skip
    gone = services.cancel(number, actor=office.clerk.actor, why="Gerek kalmadı")
    assert (gone.case.state, queries.register_gaps(office.today.year)["giden"]) == ("cancelled", [])
    with pytest.raises(Letter.DoesNotExist):
        queries.one_letter(office.stranger.actor, number)


def test_the_page_holds_the_parts_in_the_lawful_order_and_is_pdf_a(office, tmp_path):
    letter = drafted(office, addressees=[GOVERNOR, {"party": "unit", "unit_id": office.network.pk, "purpose": "BLG"}])
    services.cite(
        letter.case.number, actor=office.clerk.actor, words="05.10.2026 tarihli toplantı", on=dt.date(2026, 10, 5)
    )
    services.add_annex(letter.case.number, actor=office.clerk.actor, kind="FZK", name="Harita", extent="2 pafta")
    letter = services.submit(letter.case.number, actor=office.clerk.actor)
    pdf = composing.signing_copy(letter)
    text = words(pdf)
    order = [
        "T.C.", "BAŞKANLIĞI", "Coğrafi Bilgi", letter.official, "Konu", "DAĞITIM YERLERİNE", "İlgi", "İlgi yazı",
        "arz ve rica", "Daire Başkanı", "Ek: Harita (2 pafta)", "Dağıtım:", "Gereği:", "Bilgi:",
    ]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places), list(zip(order, places, strict=True))
    assert "imzalıdır" not in text
    assert letter.verification_code in text
    assert f"{office.today:%d.%m.%Y}" not in text
    services.approve(letter.case.number, actor=office.chief.actor)
    done = Letter.objects.get(pk=letter.pk)
    assert b"pdfaid:part>1<" in pdf
    if jar := shutil.which("qpdf"):
        path = tmp_path / "yazi.pdf"
        path.write_bytes(pdf)
        assert subprocess.run([jar, "--check", path], capture_output=True).returncode == 0
    assert done.case.state == "routed"


def test_a_sign_the_font_lacks_is_refused_before_anything_is_signed(office):
    number = drafted(office, body="<p>Olur mu \U0001f600</p>").case.number
    with pytest.raises(Refused, match="gösteremediği işaretler"):
        services.submit(number, actor=office.clerk.actor)
    assert Letter.objects.get().official == ""


def test_who_is_away_is_stood_in_for_and_signs_as_deputy(office):
    number = drafted(office).case.number
    deputy = office.seat("expert", office.gis)
    seat = office.director.user.appointments.get()
    Appointment.objects.create(
        user=deputy.user,
        unit=office.gis,
        position="director",
        since=office.today,
        until=office.today,
        acting_for=seat,
    )
    services.submit(number, actor=office.clerk.actor)
    services.approve(number, actor=office.chief.actor)
    step = Letter.objects.get().route.get(state="active")
    assert (step.person, step.title, step.style) == (deputy.user, "Şube Müdürü V.", "acting")
    services.approve(number, actor=actor_of(deputy.user.pk))


def way(office, number, *kinds_and_people):
    steps = [
        {"kind": kind, "user_id": person.user.pk, "place": place}
        for place, (kind, person) in enumerate(kinds_and_people, 1)
    ]
    services.set_route(number, actor=office.clerk.actor, steps=steps)


def test_who_may_not_sign_is_not_asked_to(office):
    number = drafted(office).case.number
    way(office, number, ("initial", office.chief), ("signature", office.clerk))
    with pytest.raises(Refused, match="için «Yazı imzalama» yetkisi yok"):
        services.submit(number, actor=office.clerk.actor)
    assert Letter.objects.get().official == ""
    way(office, number, ("initial", office.chief), ("signature", office.director))
    services.submit(number, actor=office.clerk.actor)
    waiting = Letter.objects.get().route.get(kind="signature")
    with pytest.raises(Refused, match="yetkisi yok"):
        services.replace(
            number, actor=office.clerk.actor, step_id=waiting.pk, user_id=office.clerk.user.pk, why="İzinli"
        )
    assert Letter.objects.get().route.get(kind="signature").person == office.director.user


def test_whoever_signs_instead_stands_on_the_page_and_fits_its_closing(office):
    letter = drafted(office)
    number = letter.case.number
    way(office, number, ("initial", office.chief), ("signature", office.head))
    services.submit(number, actor=office.clerk.actor)
    step = Letter.objects.get().route.get(kind="signature")
    second = office.seat("head_of_department", office.department)
    put = {"actor": office.clerk.actor, "step_id": step.pk, "why": "İzinli"}
    services.replace(number, user_id=second.user.pk, **put)
    changed = Letter.objects.get()
    page = words(services.bytes_of(changed.signing_copy))
    assert (changed.route.get(kind="signature").name in page, step.name in page) == (True, False)
    # what one asks of a directorate below is «rica», what one asks of a head above is «arz»
    inner = drafted(office, kind="internal", addressees=[{"party": "unit", "unit_id": office.network.pk}])
    number = inner.case.number
    way(office, number, ("initial", office.chief), ("signature", office.head))
    before = services.submit(number, actor=office.clerk.actor)
    step = before.route.get(kind="signature")
    with pytest.raises(Refused, match="Yazıyı geri çekin"):
        services.replace(number, actor=office.clerk.actor, step_id=step.pk, user_id=office.chief.user.pk, why="İzin")
    after = Letter.objects.get(pk=before.pk)
    assert (after.closing, after.signing_copy_id) == (before.closing, before.signing_copy_id)
    services.approve(number, actor=office.chief.actor)
    with pytest.raises(Refused, match="imzaya açılmış"):
        services.replace(number, actor=office.clerk.actor, step_id=step.pk, user_id=second.user.pk, why="İzin")


def test_a_secret_letter_to_a_unit_nobody_leads_is_refused_before_it_is_signed(office):
    number = drafted(
        office, kind="internal", is_personal=True, addressees=[{"party": "unit", "unit_id": office.network.pk}]
    ).case.number
    with pytest.raises(Refused, match=f"{office.network.name} biriminin amiri yok"):
        services.submit(number, actor=office.clerk.actor)
    office.seat("director", office.network)
    assert services.submit(number, actor=office.clerk.actor).case.state == "routed"


def test_a_secret_letter_is_signed_on_paper_and_numbered_after_the_signature(office):
    number = drafted(office, secrecy=3).case.number
    with pytest.raises(Refused, match="elektronik ortamda üretilmez"):
        services.submit(number, actor=office.clerk.actor)
    letter = drafted(office, mode="Z")
    number = letter.case.number
    services.set_route(
        number,
        actor=office.clerk.actor,
        steps=[{"kind": "signature", "user_id": office.director.user.pk, "place": 1}],
    )
    assert services.submit(number, actor=office.clerk.actor).official == ""
    scan = composing.preview(letter)
    paper = {"signed_on": office.today, "file": scan, "file_name": "tarama.pdf"}
    signed = services.sign_on_paper(number, actor=office.director.actor, **paper)
    assert (signed.official, signed.dated_on) == (f"Z-24300002-702-{signed.register_no}", office.today)
    late = drafted(office, mode="O", subject="Kesinti")
    services.submit(late.case.number, actor=office.clerk.actor)
    for person in (office.chief, office.director):
        services.approve(late.case.number, actor=person.actor)
    with pytest.raises(Refused, match="sıra numarasını"):
        services.sign_on_paper(late.case.number, actor=office.head.actor, **paper)
    assert services.sign_on_paper(late.case.number, actor=office.head.actor, register_no=7, **paper).official == (
        "O-24300002-702-7"
    )


def test_words_of_the_page_follow_turkish_and_the_rank(office):
    assert [writing.dative(name) for name in ("Örnek Valiliği", "Çevre Bakanlığı", "Örnek Okulu", "ASKİ")] == [
        "ÖRNEK VALİLİĞİNE",
        "ÇEVRE BAKANLIĞINA",
        "ÖRNEK OKULUNA",
        "ASKİYE",
    ]
    assert queries.closing_for({"over"}) == "arz ederim."
    assert queries.closing_for({"over", "under", "outside"}) == "arz ve rica ederim."
    assert queries.closing_for({"outside"}) == "Saygılarımla."
    assert writing.compared("<p>bir iki üç</p>", "<p>bir dört üç</p>") == [
        ("same", "bir "), ("gone", "iki"), ("new", "dört"), ("same", " üç"),
    ]  # fmt: skip
    assert writing.clean("<p onclick=x>a<script>b</script></p><img src=x>") == "<p>a</p>"


def test_a_table_becomes_letters_all_or_none(office):
    template = services.save_template(
        actor=office.chief.actor, unit_id=office.gis.pk, name="Davet", subject="Davet", code="702",
        body="Sayın {muhatap}, {gün} günü bekliyoruz.",
    )  # fmt: skip
    rows = [{"muhatap": "Ali Örnek", "gün": "5 Ocak"}, {"muhatap": "Can Örnek", "gün": ""}]
    with pytest.raises(Refused, match=r"3\. satırda eksik: gün"):
        services.merge(actor=office.clerk.actor, template_id=template.pk, code="", rows=rows)
    assert not Letter.objects.exists()
    rows[1]["gün"] = "6 Ocak"
    made = services.merge(actor=office.clerk.actor, template_id=template.pk, code="", rows=rows)
    assert [writing.plain(one.body) for one in made] == [
        "Sayın Ali Örnek, 5 Ocak günü bekliyoruz.",
        "Sayın Can Örnek, 6 Ocak günü bekliyoruz.",
    ]


@pytest.mark.django_db(transaction=True)
def test_letters_presented_at_once_share_no_number_and_leave_no_hole(office):
    numbers = [drafted(office, subject=f"Konu {place}").case.number for place in range(4)]
    faults, gate = [], threading.Barrier(8)

    def present(number):
        try:
            gate.wait()
            services.submit(number, actor=office.clerk.actor)
        except Refused as refusal:
            faults.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=present, args=(number,)) for number in numbers * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(faults) == 4
    assert sorted(Letter.objects.values_list("register_no", flat=True)) == [1, 2, 3, 4]
    assert Incoming.objects.count() + Referral.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_power_loss_while_a_number_is_drawn_leaves_number_and_step_or_neither(office, monkeypatch):
    number = drafted(office).case.number
    for module, name in ((composing, "signing_copy"), (routing, "_advance")):
        died(monkeypatch, module, name, lambda: services.submit(number, actor=office.clerk.actor))
        letter = Letter.objects.get()
        assert (letter.case.state, letter.official) == ("draft", "")
        assert (letter.register_no, letter.signing_copy_id) == (None, None)
    assert services.submit(number, actor=office.clerk.actor).register_no == 1
    second = services.submit(drafted(office, subject="İkinci").case.number, actor=office.clerk.actor)
    assert second.register_no == 2


def died(monkeypatch, module, name, act):
    """A process of its own does `act` and is killed with -9 in the middle of it."""
    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()
    child = os.fork()
    if not child:
        monkeypatch.setattr(module, name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
