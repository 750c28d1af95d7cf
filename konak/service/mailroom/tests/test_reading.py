"""Mails as they really come: mislabelled letters, missing headers, bombs, quotations of twenty programs."""

import time
from email.message import EmailMessage

import pytest

from konak.service.mailroom import parsing
from konak.service.mailroom.parsing import charset, markup
from konak.service.mailroom.parsing.letter import Person

WORDS = "Yazıcı çalışmıyor: ŞUBE İÇİ ağ öğle arası"


def raw(headers="", body=b"", subject="Konu"):
    head = f"From: ayse@deneme.example\r\nSubject: {subject}\r\nMessage-ID: <1@deneme>\r\n{headers}\r\n"
    return head.encode() + body


# Letters ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("utf-8", "utf-8"),
        ("cp1254", "windows-1254"),
        ("cp1254", "iso-8859-9"),
        ("cp1254", "iso-8859-1"),
        ("cp1254", "us-ascii"),
        ("cp1254", "utf-8"),
        ("cp1254", None),
        ("cp1254", "x-unknown"),
        ("cp1254", "böyle-bir-şey-yok"),
        ("cp1254", "unicode_escape"),
        ("utf-8", "iso-8859-9"),
        ("utf-8", "windows-1254"),
        ("utf-8", "us-ascii"),
        ("utf-8", '"UTF-8"'),
        ("utf-16", "utf-16"),
    ],
)
def test_turkish_letters_are_read_whatever_the_mail_calls_them(sent, said):
    assert charset.text_of(WORDS.encode(sent), said) == WORDS
    if sent != "utf-16":
        label = f"; charset={said}" if said else ""
        mail = raw(f"Content-Type: text/plain{label}\r\nContent-Transfer-Encoding: 8bit\r\n", WORDS.encode(sent))
        assert parsing.read(mail).text == WORDS


def test_text_that_was_encoded_twice_is_put_right_and_other_text_left_alone():
    assert charset.text_of("GÃ¼venlik Ã¶nlemi".encode(), "utf-8") == "Güvenlik önlemi"
    assert charset.text_of("São Paulo Ãrea".encode(), "utf-8") == "São Paulo Ãrea"


def test_what_cannot_be_stored_is_taken_out():
    assert charset.text_of(b"bir\0iki\x07\r\n\xc3\xbc", "utf-8") == "biriki\nü"


@pytest.mark.parametrize(
    "written",
    [
        "=?utf-8?B?WWF6xLFjxLEgw6dhbMSxxZ9txLF5b3I=?=",
        "=?iso-8859-9?Q?Yaz=FDc=FD_=E7al=FD=FEm=FDyor?=",
        "=?iso-8859-1?Q?Yaz=FDc=FD_=E7al=FD=FEm=FDyor?=",
        "=?utf-8?Q?Yaz=C4=B1c=C4?=\r\n =?utf-8?Q?=B1_=C3=A7al=C4=B1=C5=9Fm=C4=B1yor?=",
        "Yazıcı =?utf-8?Q?=C3=A7al=C4=B1=C5=9Fm=C4=B1yor?=",
        "Yazıcı çalışmıyor",
    ],
)
def test_subjects_are_read_in_every_form(written):
    assert parsing.read(raw(subject=written)).subject == "Yazıcı çalışmıyor"
    assert charset.header("Yazıcı çalışmıyor".encode("cp1254")) == "Yazıcı çalışmıyor"


def test_names_with_commas_and_turkish_letters_stay_one_person():
    head = 'From: "=?utf-8?Q?Y=C4=B1lmaz=2C_Ay=C5=9Fe?=" <Ayse@Deneme.Example>\r\n'
    head += 'Cc: b@deneme.example, "Öz, Can" <c@d.e>\r\n'
    letter = parsing.read(head.encode() + b"\r\nx")
    assert letter.sender == Person("Yılmaz, Ayşe", "ayse@deneme.example")
    assert [one.address for one in letter.cc] == ["b@deneme.example", "c@d.e"]


# Shape --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mail", [b"", b"\0\xff\xfe", b"\r\n\r\n", b"yalniz metin", b"From\r\n\r\n", b":\r\n:\r\n\r\nx"]
)
def test_what_is_hardly_a_mail_is_read_without_an_error(mail):
    letter = parsing.read(mail)
    assert (letter.sender, letter.message_id, len(letter.fingerprint)) == (None, "", 64)


def test_missing_headers_are_empty_and_two_senders_are_counted():
    letter = parsing.read(b"From: a@x.example, b@y.example\r\nDate: dun\r\n\r\nMetin")
    assert (letter.senders, letter.subject, letter.date, letter.text) == (2, "", None, "Metin")


def test_parts_within_parts_are_a_bomb_and_only_the_head_is_read():
    deep = raw("Content-Type: multipart/mixed; boundary=b0\r\n")
    for place in range(3000):
        deep += f"--b{place}\r\nContent-Type: multipart/mixed; boundary=b{place + 1}\r\n\r\n".encode()
    began = time.process_time()
    letter = parsing.read(deep)
    assert (letter.subject, letter.text, letter.problems) == (
        "Konu",
        "",
        ["İleti iç içe çok fazla bölüm taşıyor; içeriği açılmadı."],
    )
    nested = raw("Content-Type: message/rfc822\r\n") + b"Content-Type: message/rfc822\r\n\r\n" * 5000
    assert parsing.read(nested).problems != []
    wide = raw("Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n\r\nx\r\n" * 50_000)
    assert parsing.read(wide).problems == ["İleti çok fazla bölüm taşıyor; içeriği açılmadı."]
    assert parsing.read(b"X-A: " + b"a" * 600_000 + b"\r\n\r\n").problems != []
    assert time.process_time() - began < 20


def test_files_keep_their_turkish_names_and_lose_their_folders():
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@x.example", "Ek"
    mail.set_content("Ekte.")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="İş akışı çizelgesi.pdf")
    mail.add_attachment(b"x", maintype="application", subtype="octet-stream", filename="../../etc/parola")
    letter = parsing.read(mail.as_bytes())
    assert [(part.name, part.content) for part in letter.files] == [
        ("İş akışı çizelgesi.pdf", b"%PDF-1.4"),
        ("parola", b"x"),
    ]
    old = raw(
        'Content-Type: application/pdf; name="=?iso-8859-9?Q?=DEema.pdf?="\r\nContent-Transfer-Encoding: base64\r\n',
        b"JVBERg==",
    )
    assert [(part.name, part.content) for part in parsing.read(old).files] == [("Şema.pdf", b"%PDF")]


def test_a_mail_inside_a_mail_is_one_file():
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "b@y.example", "İçerdeki"
    inner.set_content("İç metin")
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "a@x.example", "Dış"
    mail.set_content("Dış metin")
    mail.add_attachment(inner)
    letter = parsing.read(mail.as_bytes())
    assert (letter.text.strip(), [part.media_type for part in letter.files]) == ("Dış metin", ["message/rfc822"])
    assert b"b@y.example" in letter.files[0].content


def test_the_same_mail_over_two_servers_has_one_fingerprint_and_another_text_another():
    one = b"Received: by a\r\n" + raw("Date: Sat, 21 Nov 2026 14:05:00 +0300\r\n", b"Metin\r\n")
    other = b"Received: by b\r\nDelivered-To: x@y\r\n" + raw(
        "Date: Sat, 21 Nov 2026 14:05:00 +0300\r\n", b"Metin  \n"
    )
    assert parsing.read(one).fingerprint == parsing.read(other).fingerprint
    assert parsing.read(one).fingerprint != parsing.read(one.replace(b"Metin", b"Baska")).fingerprint


# HTML ---------------------------------------------------------------------------------------------------------------

EVIL = """<html><head><title>t</title><style>p{}</style></head><body onload="x()">
<script>alert(1)</script><p>Merhaba <b>dünya</b> &amp; ötesi<br>ikinci satır</p><img src="http://iz.example/1.gif">
<a href="javascript:x()">tıkla</a> <a href="https://kotu.example/giris">https://banka.example</a>
<ul><li>bir<li>iki</ul><table><tr><td>a</td><td>b</td></tr></table><form action="//x"><input></form>
<iframe src="//y">z</iframe><svg><script>1</script></svg></body></html>"""


def test_html_is_read_as_text_and_a_link_that_lies_shows_where_it_leads():
    assert markup.text(EVIL) == (
        "Merhaba dünya & ötesi\nikinci satır\n\ntıkla https://banka.example <https://kotu.example/giris>\n\n"
        "• bir\n• iki\n\na  b"
    )


def test_html_that_is_shown_neither_runs_nor_loads_anything():
    shown = markup.safe(EVIL)
    for word in ("script", "alert", "onload", "javascript", "<img", "<form", "iframe", "svg", "style"):
        assert word not in shown
    assert "<b>dünya</b>" in shown


def test_a_mail_of_html_alone_has_its_text_and_quotations_in_it_are_marked():
    html = "<div>Tamam, teşekkürler.</div><blockquote>Eski söz<blockquote>Daha eski</blockquote></blockquote>"
    letter = parsing.read(raw("Content-Type: text/html; charset=utf-8\r\n", html.encode()))
    assert (letter.from_html, letter.text) == (
        True,
        "Tamam, teşekkürler.\n\n> Eski söz\n\n> > Daha eski".replace("\n\n> >", "\n>\n> >"),
    )
    assert parsing.split(letter.text).fresh == "Tamam, teşekkürler."


@pytest.mark.parametrize(
    "html", ["<div>" * 60_000, "<!--" * 50_000, "<a href='" * 50_000, "<![" * 100_000, "&#" * 200_000]
)
def test_html_bombs_take_no_time(html):
    began = time.process_time()
    markup.text(html)
    markup.safe(html)
    assert time.process_time() - began < 20


# Quotations ---------------------------------------------------------------------------------------------------------

QUOTED = "\n> Sayın ilgili,\n> talebiniz alındı.\n"
HEADS = {
    "gmail": "21 Kas 2026 Cmt, 14:05 tarihinde Destek <destek@b.example> şunu yazdı:",
    "gmail long": "Destek Masası <destek+dt-2026-00012@belediye.example>, 21 Kas 2026, 14:05\ntarihinde şunu yazdı:",
    "apple": "Destek <destek@b.example> şunları yazdı (21 Kas 2026 14:05):",
    "apple two": "21 Kas 2026 tarihinde 14:05 saatinde, Destek <destek@b.example> şunları yazdı:",
    "thunderbird": "21.11.2026 14:05 tarihinde Destek yazdı:",
    "english": "On Sat, Nov 21, 2026 at 2:05 PM Destek <destek@b.example> wrote:",
    "english broken": "On Sat, Nov 21, 2026 at 2:05 PM Destek Masası Bilgi İşlem <\ndestek@b.example> wrote:",
    "german": "Am 21.11.2026 um 14:05 schrieb Destek:",
    "outlook": "_" * 32 + "\nKimden: Destek <d@b.example>\nGönderildi: 21 Kasım 2026\nKime: Ayşe\nKonu: Ynt: Yazıcı",
    "outlook english": "From: Destek\nSent: Saturday\nTo: Ayşe\nSubject: RE: Yazıcı",
    "outlook bold": "*Kimden:* Destek\n*Gönderildi:* dün\n*Kime:* Ayşe\n*Konu:* Yazıcı",
    "old": "-----Özgün İleti-----\nKimden: Destek",
    "old english": "-----Original Message-----\nFrom: Destek",
    "ours": "--- Bu satırın üstüne yazarak yanıtlayın ---",
    "bare": "> talebiniz alındı",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_the_new_words_of_an_answer_are_taken_out(head):
    text = f"Merhaba,\n\nYazıcı hâlâ çalışmıyor.\n- toner dolu\n- kablo takılı\n\n{head}{QUOTED}"
    assert parsing.split(text).fresh == "Merhaba,\n\nYazıcı hâlâ çalışmıyor.\n- toner dolu\n- kablo takılı"


@pytest.mark.parametrize(
    "end",
    [
        "-- \nAyşe Yılmaz\nZabıta Müdürlüğü",
        "iPhone'umdan gönderildi",
        "Sent from my iPhone",
        "Saygılarımla,\nAyşe Yılmaz",
        "İyi çalışmalar\nAyşe",
    ],
)
def test_a_signature_is_not_part_of_the_words(end):
    assert parsing.split(f"Yazıcı çalışmıyor.\nBakar mısınız?\n\n{end}").fresh == "Yazıcı çalışmıyor.\nBakar mısınız?"


@pytest.mark.parametrize(
    "text",
    [
        "Saygılarımla",
        "21.11.2026 tarihinde arızayı yazdım, yanıt gelmedi.\nBir daha yazıyorum.",
        "Toplantı tarihinde değişiklik oldu.\n\nBilgi: salon aynı.",
        "Kimden alacağımı bilmiyorum: yardım edin.",
        "Madde madde:\n- bir\n- iki\n\nKonu: yazıcı\nTarih: dün",
    ],
)
def test_words_that_only_look_like_a_quotation_stay(text):
    assert parsing.split(text).fresh == text


def test_a_forwarded_mail_is_kept_whole_and_answers_between_the_lines_are_found():
    forwarded = "---------- Forwarded message ---------\nKimden: Ali\nTarih: dün\nKonu: Arıza\n\nYazıcı bozuk."
    assert parsing.split(forwarded).fresh == forwarded
    between = "> Hangi yazıcı?\nÜçüncü kattaki.\n> Ne zamandır?\nDünden beri."
    assert parsing.split(between).fresh == "Üçüncü kattaki.\nDünden beri."


@pytest.mark.parametrize(
    "text", ["a " * 100_000, "> " * 80_000, "Kimden: x\n" * 20_000, "tarihinde " * 20_000, "\n" * 100_000]
)
def test_long_texts_are_cut_in_little_time(text):
    began = time.process_time()
    parsing.split(text)
    assert time.process_time() - began < 10


# Threads ------------------------------------------------------------------------------------------------------------


def test_numbers_are_found_in_subjects_and_subjects_are_cleaned():
    assert parsing.numbers_in("Ynt: [DT-2026-00012] Yazıcı, dt 2026/7") == ["DT-2026-00012", "DT-2026-00007"]
    assert parsing.clean_subject("YNT: RE: İLT: [DT-2026-00012] Ynt: Yazıcı") == "Yazıcı"
    assert parsing.clean_subject("Tarayıcı: renkli") == "Tarayıcı: renkli"


def test_an_address_carries_a_number_only_when_we_signed_it():
    address = parsing.reply_address("destek@b.example", "DT-2026-00012", b"gizli")
    assert parsing.signed_number(address.upper(), b"gizli") == "DT-2026-00012"
    assert parsing.signed_number(address, b"baska") == ""
    assert parsing.signed_number(address.replace("00012", "00013"), b"gizli") == ""
    assert parsing.signed_number("destek@b.example", b"gizli") == ""


# Machines -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "kind"),
    [
        ("Auto-Submitted: auto-replied\r\n", "away"),
        ("Precedence: bulk\r\n", "list"),
        ("Precedence: auto_reply\r\n", "away"),
        ("List-Id: <duyuru.b.example>\r\n", "list"),
        ("X-Autoreply: yes\r\n", "away"),
        ("X-Loop: konak@b.example\r\n", "loop"),
        ("Return-Path: <>\r\n", "machine"),
        ("Auto-Submitted: no\r\n", None),
        ("Auto-Submitted: auto-generated\r\n", None),
        ("", None),
    ],
)
def test_machines_are_told_from_people(heads, kind):
    found = parsing.automatic(parsing.read(raw(heads)), {"destek@b.example"}, "konak@b.example")
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    "subject", ["Otomatik yanıt: izindeyim", "Ofis Dışında: Ali", "Automatic reply: x", "Out of Office"]
)
def test_an_answering_machine_is_known_by_its_subject(subject):
    assert parsing.automatic(parsing.read(raw(subject=subject)), set(), "x").kind == "away"


def test_our_own_address_writes_no_ticket():
    assert parsing.automatic(parsing.read(raw()), {"ayse@deneme.example"}, "x").kind == "own"


REPORT = """From: MAILER-DAEMON@posta.example
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary=R

--R

Iletilemedi.
--R
Content-Type: message/delivery-status

Reporting-MTA: dns; posta.example

Final-Recipient: rfc822; Yok@Deneme.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 boyle
 bir kutu yok

Final-Recipient: rfc822; dolu@deneme.example
Action: delayed
Status: 4.2.2

--R
Content-Type: message/rfc822

Message-ID: <anahtar@b.example>
From: konak@b.example

x
--R--
"""


def test_a_delivery_report_says_which_letter_did_not_reach_whom():
    letter = parsing.read(REPORT.encode())
    first, second = parsing.bounces(letter)
    assert (first.address, first.status, first.told, first.original, first.final) == (
        "yok@deneme.example",
        "5.1.1",
        "550 5.1.1 boyle bir kutu yok",
        "anahtar@b.example",
        True,
    )
    assert (second.address, second.final, second.delayed) == ("dolu@deneme.example", False, True)
    heads_only = REPORT.replace("Content-Type: message/rfc822", "Content-Type: text/rfc822-headers")
    assert parsing.bounces(parsing.read(heads_only.encode()))[0].original == "anahtar@b.example"
    assert parsing.bounces(parsing.read(raw())) == []
