"""What becomes of a mail, without a server: opened, appended, held, ignored, collected."""

import datetime as dt
import io
import re
import zipfile
from email.message import EmailMessage

import pytest
from django.utils.timezone import now

from konak.foundation.cases.models import Watcher
from konak.foundation.files.models import Blob, StoredFile
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Envelope, EnvelopeState
from konak.foundation.trail import queries as trail
from konak.service.desk import services as desk_services
from konak.service.desk.models import MessageFile, Ticket
from konak.service.mailroom import parsing, queries, services
from konak.service.mailroom.models import Mail, Mailbox, Reply
from konak.service.mailroom.services import replying

from .conftest import outcome, said, written


def test_a_mail_of_an_employee_becomes_his_ticket_and_he_is_told_its_number(room):
    mail = room.take(written("Yazıcı çalışmıyor.\n\n-- \nAyşe", subject="YNT: Yazıcı"))
    ticket = room.ticket(mail)
    assert outcome(mail) == ("opened", "")
    assert (ticket.case.subject, ticket.channel, ticket.requester, ticket.case.unit) == (
        "Yazıcı",
        "mail",
        room.desk.asker.user,
        room.desk.team,
    )
    assert ticket.text == "Yazıcı çalışmıyor.\n\n-- \nAyşe"
    (letter,) = Reply.objects.all()
    assert (letter.to, letter.purpose, letter.subject) == ("ayse@belediye.example", "receipt", "Ynt: Yazıcı")
    assert f"{mail.ticket} sayılı destek talebi" in letter.text


def test_the_same_mail_twice_is_one_ticket(room):
    first = room.take(written(id="<bir@x>"))
    again = room.take(written(id="<bir@x>"))
    assert (first.pk, Ticket.objects.count()) == (again.pk, 1)


def test_an_address_of_ours_without_proof_is_a_stranger(room):
    mail = room.take(written(proved=False))
    assert outcome(mail) == ("held", "Kurum adresi, ama gönderen doğrulanamadı; karar bekliyor.")
    assert (mail.proved, Ticket.objects.count(), Reply.objects.count()) == (False, 0, 0)
    forged = written(proved=False, Authentication_Results="kotu.example; dmarc=pass header.from=belediye.example")
    assert room.take(forged).state == "held"
    two = written()
    two.replace_header("From", "Ayşe <ayse@belediye.example>, Kötü <kotu@x.example>")
    assert room.take(two).proof == "İletide birden çok gönderen yazıyor."


@pytest.mark.parametrize("policy", ["hold", "open", "refuse"])
def test_strangers_are_met_as_the_box_says(room, policy):
    Mailbox.objects.update(strangers=policy)
    room.box.refresh_from_db()
    mail = room.take(written(sender="biri@disari.example"))
    wanted = {
        "hold": ("held", "Tanınmayan gönderen; karar bekliyor."),
        "open": ("opened", "Gönderen doğrulanmamış."),
        "refuse": ("refused", "Tanınmayan gönderen; bu kutu yalnız kurum çalışanlarından ileti alır."),
    }
    assert outcome(mail) == wanted[policy]
    assert Reply.objects.count() == (policy == "open")
    if policy == "open":
        ticket = room.ticket(mail)
        assert (ticket.requester, ticket.contact_mail) == (None, "biri@disari.example")
        assert "Doğrulanmamış gönderen: biri@disari.example" in ticket.text


def test_an_answer_finds_its_ticket_by_its_thread_by_its_number_and_by_a_signed_address(room, settings):
    first = room.take(written(id="<ilk@x>"))
    receipt = Reply.objects.get()
    address = replying.reply_to(room.box, first.ticket)
    room.take(written("Bir", subject="Ynt: Yazıcı", In_Reply_To="<ilk@x>"))
    room.take(written("İki", subject=f"Ynt: [{first.ticket}] Yazıcı"))
    room.take(written("Üç", subject="Konusu değişti", to=address))
    room.take(written("Dört", subject="Ynt", References=f"<baska@y> <{receipt.key.hex}@belediye.example>"))
    room.take(written("Beş", subject="Ynt", References=f"<{first.ticket.lower()}@belediye.example>"))
    assert said(first.ticket) == [(word, False) for word in ("Bir", "İki", "Üç", "Dört", "Beş")]
    assert Ticket.objects.count() == 1


def test_only_new_words_of_an_answer_are_put_on_the_ticket(room):
    first = room.take(written(id="<ilk@x>"))
    quoted = "Hâlâ bozuk.\n\n21 Kas 2026 Cmt, 14:05 tarihinde Destek <d@b.example> şunu yazdı:\n> Denediniz mi?"
    room.take(written(quoted, In_Reply_To="<ilk@x>"))
    assert said(first.ticket) == [("Hâlâ bozuk.", False)]


def test_a_stranger_who_guesses_a_number_writes_on_no_ticket(room):
    first = room.take(written())
    stranger = written("Para gönderin", sender="kotu@disari.example", subject=f"[{first.ticket}] Acil")
    assert room.take(stranger).state == "held"
    colleague = room.desk.stranger.user
    colleague.email = "komsu@belediye.example"
    colleague.save()
    other = room.take(written("Merhaba", sender="komsu@belediye.example", subject=f"[{first.ticket}] x"))
    assert (other.state, other.ticket != first.ticket, said(first.ticket)) == ("opened", True, [])


def test_an_agent_answers_by_mail_and_the_answer_is_the_desks(room):
    first = room.take(written())
    room.take(
        written("Toneri değiştirdim. @sef baksın", sender="usta@belediye.example", subject=f"Ynt: {first.ticket}")
    )
    (text, by_desk) = said(first.ticket)[0]
    assert (text.replace("\u2060", ""), by_desk) == ("Toneri değiştirdim. @sef baksın", True)
    unproved = written("Ben ustayım", sender="usta@belediye.example", subject=f"Ynt: {first.ticket}", proved=False)
    assert room.take(unproved).state == "held"
    assert len(said(first.ticket)) == 1


def test_a_stranger_goes_on_with_his_own_ticket_and_is_answered_by_mail(room):
    Mailbox.objects.update(strangers="open")
    room.box.refresh_from_db()
    first = room.take(written(sender="biri@disari.example", id="<ilk@x>"))
    room.take(written("Bir şey daha", sender="biri@disari.example", proved=False, In_Reply_To="<ilk@x>"))
    (text, by_desk) = said(first.ticket)[0]
    assert (text.split("\n")[0], by_desk) == ("Bir şey daha", False)
    desk_services.answer(first.ticket, actor=room.desk.agent.actor, text="Bakıyoruz.")
    desk_services.answer(first.ticket, actor=room.desk.agent.actor, text="Aramızda kalsın", internal=True)
    assert (services.answer_by_mail(first.ticket), services.answer_by_mail(first.ticket)) == (1, 0)
    letter = Reply.objects.get(purpose="answer")
    assert letter.to == "biri@disari.example"
    assert ("Bakıyoruz." in letter.text, "Aramızda" in letter.text) == (True, False)


def test_who_is_in_copy_and_known_hears_of_the_ticket(room):
    other = room.desk.other.user
    other.email = "uzman@belediye.example"
    other.save()
    mail = room.take(written(Cc="Uzman <UZMAN@belediye.example>, yok@disari.example"))
    watching = Watcher.objects.filter(case__number=mail.ticket).values_list("user", flat=True)
    assert set(watching) == {room.desk.asker.user.pk, other.pk}


def test_closed_tickets_take_no_words_and_a_new_one_says_from_where(room):
    first = room.take(written())
    desk_services.withdraw(first.ticket, actor=room.desk.asker.actor)
    again = room.take(written("Yine bozuldu", subject=f"Ynt: [{first.ticket}] Yazıcı"))
    assert (again.state, first.ticket in room.ticket(again).text) == ("opened", True)


# Files --------------------------------------------------------------------------------------------------------------


def zip_bomb():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dev.txt", b"0" * (120 * 1024 * 1024))
    return inner.getvalue()


def test_harmless_files_are_kept_and_refused_ones_named_to_the_desk_and_to_the_sender(room):
    mail = written()
    mail.add_attachment("Şikâyet".encode(), maintype="text", subtype="plain", filename="ayrıntı.txt")
    mail.add_attachment(
        b"MZ\x90\0" + b"x" * 50, maintype="application", subtype="octet-stream", filename="fatura.pdf"
    )
    mail.add_attachment(zip_bomb(), maintype="application", subtype="zip", filename="foto.zip")
    mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="kur.exe")
    found = room.take(mail)
    kept = MessageFile.objects.filter(ticket__case__number=found.ticket).values_list("file__name", flat=True)
    assert list(kept) == ["ayrıntı.txt"]
    names = [line.split(":")[0] for line in found.files_refused.split("\n")]
    assert names == ["fatura.pdf", "foto.zip", "kur.exe"]
    text = room.ticket(found).text
    assert all(f"Alınmayan ek: {name}" in text for name in names)
    assert all(f"• {name}" in Reply.objects.get().text for name in names)


def test_html_is_text_on_the_ticket_and_the_original_is_kept(room):
    mail = EmailMessage()
    mail["Authentication-Results"], mail["From"] = "posta.belediye.example; dmarc=pass", "ayse@belediye.example"
    mail["Subject"], mail["Message-ID"] = "HTML", "<html@x>"
    mail.set_content("<p>Merhaba</p><script>alert(1)</script><img src='http://iz.example/x'>", subtype="html")
    found = room.take(mail)
    assert room.ticket(found).text == "Merhaba"
    with services.placing.open_blob(found.raw) as file:
        assert b"alert(1)" in file.read()


def test_a_mail_over_the_limit_is_not_fetched_whole_and_its_sender_is_told(room):
    found, _ = services.take_in(
        room.box, written().as_bytes()[:300] + b"\n\n", uid=5, validity=1, size=60 * 1024 * 1024, whole=False
    )
    assert services.process(found.pk).why == "İleti 60 MB; sınır 50 MB. Tamamı sunucudaki klasörde duruyor."
    assert Ticket.objects.count() == 0


# Machines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heads",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Loop": "konak@belediye.example"},
        {"subject": "Otomatik yanıt: izindeyim"},
        {"sender": "konak@belediye.example"},
        {"sender": "destek@belediye.example"},
    ],
)
def test_machines_open_nothing_and_get_no_answer(room, heads):
    mail = room.take(written(**heads))
    assert (mail.state, bool(mail.why), Ticket.objects.count(), Reply.objects.count()) == ("ignored", True, 0, 0)


def test_a_program_may_open_a_ticket_but_is_not_answered(room):
    mail = room.take(written(Auto_Submitted="auto-generated"))
    assert (mail.state, Reply.objects.count()) == ("opened", 0)


REPORT = """From: MAILER-DAEMON@posta.example
Subject: Undelivered
Message-ID: <{id}@posta.example>
Content-Type: multipart/report; report-type=delivery-status; boundary=R

--R
Content-Type: message/delivery-status

Final-Recipient: rfc822; yok@deneme.example
Action: {action}
Status: {status}

--R
Content-Type: text/rfc822-headers

Message-ID: <{key}@belediye.example>
--R--
"""


def report(key, action="failed", status="5.1.1"):
    return REPORT.format(id=f"{key}{action}", key=key, action=action, status=status).encode()


def test_a_letter_that_came_back_is_marked_and_opens_nothing(room):
    room.take(written())
    letter = Reply.objects.get()
    envelope = Envelope.objects.create(
        recipient=room.desk.asker.user, channel="mail", form="single", state=EnvelopeState.SENT, finished_at=now()
    )
    late = room.take(report(letter.key.hex, "delayed", "4.2.2"))
    letter.refresh_from_db()
    assert (late.state, letter.state) == ("bounced", "ready")
    assert room.take(report(letter.key.hex)).ticket == letter.ticket
    room.take(report(envelope.key.hex))
    letter.refresh_from_db()
    envelope.refresh_from_db()
    assert (letter.state, letter.problem) == ("returned", "yok@deneme.example 5.1.1")
    assert (envelope.state, envelope.problem) == ("failed", "Geri döndü: yok@deneme.example 5.1.1")
    assert room.take(report("0" * 32)).state == "bounced"
    assert Ticket.objects.count() == 1


def test_a_bomb_of_mails_becomes_one_ticket(room):
    Mailbox.objects.update(hourly=3)
    room.box.refresh_from_db()
    found = [room.take(written(f"Bomba {place}", subject=f"Konu {place}")) for place in range(12)]
    assert [mail.state for mail in found] == ["opened"] * 3 + ["collected"] * 9
    assert len({mail.ticket for mail in found[3:]}) == 1
    assert Ticket.objects.count() == 4
    assert Ticket.objects.get(case__number=found[-1].ticket).case.subject == "Çok sayıda ileti: ayse@belediye.example"
    assert Reply.objects.count() == 3
    other = room.desk.agent.user
    assert room.take(written(sender=other.email)).state == "opened"


# Faults and decisions -----------------------------------------------------------------------------------------------


def test_what_cannot_be_placed_is_kept_with_the_reason_and_tried_again(room):
    Mailbox.objects.update(service_code="olmayan")
    room.box.refresh_from_db()
    mail = room.take(written())
    assert (mail.state, "olmayan" in mail.why, mail.attempts) == ("failed", True, 1)
    Mailbox.objects.update(service_code=room.desk.plain.code)
    assert services.retry(mail.pk, actor=room.desk.agent.actor).state == "opened"
    with pytest.raises(Refused, match="Yalnız işlenemeyen"):
        services.retry(mail.pk, actor=room.desk.agent.actor)


def test_a_held_mail_is_opened_or_dismissed_by_the_people_of_the_box(room):
    held = room.take(written(sender="biri@disari.example"))
    other = room.take(written(sender="bir@disari.example"))
    with pytest.raises(Mail.DoesNotExist):
        services.open_anyway(held.pk, actor=room.desk.stranger.actor)
    opened = services.open_anyway(held.pk, actor=room.desk.agent.actor)
    gone = services.dismiss(other.pk, actor=room.desk.agent.actor, words="Reklam")
    assert (opened.state, opened.decided_by, outcome(gone)) == ("opened", room.desk.agent.user, ("ignored", "Reklam"))
    with pytest.raises(Refused, match="karar beklenmiyor"):
        services.dismiss(held.pk, actor=room.desk.agent.actor)


def test_the_list_shows_the_mails_of_ones_boxes_and_nobody_elses(room):
    room.take(written())
    shown = [queries.mails(one.actor).count() for one in (room.desk.agent, room.desk.chief, room.desk.stranger)]
    assert shown == [1, 1, 0]


def test_a_box_names_its_password_and_never_another_secret(room, monkeypatch, tmp_path):
    monkeypatch.setenv("KONAK_SECRET_KEY", "asla")
    assert queries.secret_of("../SECRET_KEY") == ""
    (tmp_path / "parola").write_text("dosyadan\nikinci satır")
    monkeypatch.setenv("KONAK_MAILBOX_EBYS_FILE", str(tmp_path / "parola"))
    assert (queries.secret_of("EBYS"), queries.secret_of("YOK")) == ("dosyadan", "")
    admin = room.desk.hall.seat("administrator", room.desk.hall.municipality).actor
    facts = {"name": "x", "address": "x@b.example", "service_code": "x", "host": "h", "user": "u"}
    with pytest.raises(Refused):
        services.save_mailbox(actor=admin, unit_id=room.desk.team.pk, secret="a b", **facts)
    with pytest.raises(Refused, match="kayıtlı"):
        services.save_mailbox(
            actor=admin, unit_id=room.desk.team.pk, secret="A", **facts | {"address": room.box.address}
        )
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.save_mailbox(actor=room.desk.agent.actor, unit_id=room.desk.team.pk, secret="A", **facts)


def test_words_of_the_receipt_are_above_the_line_an_answer_is_cut_at(room):
    room.take(written())
    text = Reply.objects.get().text
    answer = "Teşekkürler.\n\n" + re.sub("^", "> ", text, flags=re.M)
    assert parsing.split(answer).fresh == "Teşekkürler."
    assert parsing.split("Tamam.\n" + text).fresh == "Tamam."


def test_a_mail_as_it_came_is_erased_when_its_time_is_over(room, settings):
    done, held = room.take(written()), room.take(written(sender="biri@disari.example", proved=False))
    assert (done.state, held.state) == ("opened", "held")
    Mail.objects.update(received_at=now() - dt.timedelta(days=800))
    name, digest = done.raw.name, done.raw.blob_id
    assert (services.erase_old(), services.erase_old()) == (1, 0)
    done.refresh_from_db()
    held.refresh_from_db()
    assert (done.raw, done.erased_at is not None, held.raw is not None) == (None, True, True)
    assert not StoredFile.objects.filter(name=name).exists()
    assert not Blob.objects.filter(pk=digest).exists()
    assert [line.verb for line in trail.story("mailroom.mail", done.pk)][-1] == "erase"
    page = room.desk.agent.client.get(f"/iletiler/{done.pk}/")
    assert (page.status_code, "Özgün ileti silindi" in page.text) == (200, True)
    settings.MAIL_RAW_DAYS = 0
    assert services.erase_old() == 0
