"""What is typed or pasted becomes a letter and nothing else; the page beside it is drawn as it would be signed."""

import datetime as dt
import io

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from konak.foundation.lifecycle import Refused
from konak.foundation.people.positions import Clearance
from konak.office.correspondence import services, writing
from konak.office.correspondence.models import Cited, DistributionList, Letter
from konak.office.correspondence.services import composing, marking

HOSTILE = (
    '<p onclick="x()">#import "/etc/passwd"; #eval("1") $x$ \\ *a* _b_ @c &lt;d&gt; `e`</p><script>alert(1)</script>'
    '<table style="x"><colgroup><col></colgroup><tr><td rowspan="99" colspan="99999999999">bir'
    "<ol><li>iç</li></ol></td><td>iki</td></tr><tr><td>üç</td><td>dört</td><td>beş</td></tr></table>"
    '<ol type="a" start="99999999999999"><li><p>madde</p><ol><li>alt</li></ol></li></ol><iframe src=//x></iframe>'
)


def text_of(pdf):
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_hostile_words_are_words_on_the_page_and_depth_is_refused(office):
    made = writing.clean(HOSTILE)
    assert not {"script", "iframe", "onclick", "style"} & set(made.replace("<", " ").split())
    assert "alert" not in made
    letter = services.draft(
        actor=office.clerk.actor, subject='#panic("x")', code="702", body=HOSTILE, unit_id=office.gis.pk,
        addressees=[{"party": "company", "name": "#x Örnek"}],
    )  # fmt: skip
    words = text_of(services.preview(letter))
    assert '#import "/etc/passwd"; #eval("1") $x$ \\ *a* _b_ @c <d> `e`' in words
    assert all(one in words for one in ("#panic", "bir", "iç", "beş", "madde", "alt"))
    for deep in ("<ol><li>" * 30, "<strong>" * 5000, "<div><p>" * 3000):
        with pytest.raises(Refused, match="iç içe"):
            writing.clean(f"<p>a</p>{deep}x")


def test_items_are_written_as_the_regulation_writes_them(office):
    body = (
        '<ol type="a">' + "".join(f"<li><p>iş {place}</p></li>" for place in range(5)) + "</ol><ol><li>bir</li></ol>"
    )
    letter = services.draft(
        actor=office.clerk.actor, subject="x", code="702", body=body, unit_id=office.gis.pk, kind="approval"
    )
    words = text_of(services.preview(letter))
    assert all(f"{mark}) iş {place}" in words for place, mark in enumerate("abcçd"))
    assert "1) bir" in words
    assert writing.plain(letter.body).split("\n") == [*(f"iş {place}" for place in range(5)), "bir"]
    assert writing.typed("<p>bir</p><p>iki &amp; üç</p>") == "bir\niki & üç"


def test_the_page_beside_the_form_is_that_of_the_letter_and_saves_nothing(office):
    client, came = office.clerk.client, services.register(
        actor=office.clerk.actor, sender="Örnek Valiliği", subject="Envanter", unit_id=office.gis.pk
    )  # fmt: skip
    typed = {"kind": "outgoing", "unit_id": office.gis.pk, "replies_to": came.case.number, "subject": "yeni konu"}
    told = client.post("/evrak/yazi/onizleme/", typed | {"body": "Metin ☃\n" * 60}).json()
    assert (told["count"], len(told["pages"]), Letter.objects.count()) == (2, 2, 0)
    assert (told["pages"][0][:22], "☃" in told["faults"][0]) == ("data:image/png;base64,", True)
    pdf = client.post("/evrak/yazi/onizleme/?bicim=pdf", typed | {"body": "Metin"}).content
    assert all(one in text_of(pdf) for one in ("Yeni Konu", "ÖRNEK VALİLİĞİNE", "arz ederim."))
    letter = services.draft(actor=office.clerk.actor, subject="Konu", code="702", body="Eski", unit_id=office.gis.pk)
    there = f"/evrak/yazi/{letter.case.number}/onizleme/"
    assert "Yeni söz" in text_of(client.post(f"{there}?bicim=pdf", {"body": "<p>Yeni söz</p>"}).content)
    assert (Letter.objects.get().body, client.post(there, {"body": "<ol><li>" * 50}).status_code) == (
        "<p>Eski</p>",
        422,
    )
    assert office.stranger.client.post(there, {"body": "x"}).status_code == 404
    assert composing.parts_of(letter).addressees == []


# ---- whom it goes to and how it ends -------------------------------------------------------------------------------


def test_the_closing_follows_the_rank_of_who_signs_and_a_hand_written_one_stays(office):
    letter = services.draft(
        actor=office.clerk.actor, subject="x", code="702", body="Gereğini", unit_id=office.gis.pk, kind="internal",
        addressees=[{"party": "unit", "unit_id": office.network.pk}],
    )  # fmt: skip
    number = letter.case.number
    # a director writes to a director beside him; then the head of the department signs
    assert letter.closing == "arz ederim."
    step = {"kind": "signature", "user_id": office.head.user.pk, "place": 1}
    services.set_route(number, actor=office.clerk.actor, steps=[step])
    assert Letter.objects.get().closing == "rica ederim."
    # "a.": judged by who lent the right, and inside the house the lender is not named (m. 17)
    lent = step | {"style": "for", "on_behalf": "Belediye Başkanı"}
    services.set_route(number, actor=office.clerk.actor, steps=[lent])
    services.add_addressee(number, actor=office.clerk.actor, party="unit", unit_id=office.department.pk)
    letter = Letter.objects.get()
    assert letter.closing == "rica ederim."
    assert composing.page_data(letter)["signers"][0]["lines"] == ["Daire Başkanı"]
    services.add_addressee(number, actor=office.clerk.actor, party="body", name="Örnek Valiliği")
    assert Letter.objects.get().closing == "arz ve rica ederim."
    given = {"subject": "x", "code": "702", "body": "Gereğini", "is_personal": True}
    services.revise(number, actor=office.clerk.actor, closing="İyi dileklerimle.", **given)
    services.add_addressee(number, actor=office.clerk.actor, party="person", name="Ayşe Örnek")
    letter = Letter.objects.get()
    assert (letter.closing, letter.closing_by_hand) == ("İyi dileklerimle.", True)
    data = composing.page_data(letter)
    assert (data["personal"], data["distribution"]["action"][-1]) == ("KİŞİYE ÖZEL", "Sayın Ayşe ÖRNEK")
    # writing the proposed one again hands it back to the proposal
    services.revise(number, actor=office.clerk.actor, closing="arz ve rica ederim.", **given)
    assert not Letter.objects.get().closing_by_hand


def test_an_approval_is_laid_before_the_makam_or_before_a_lower_office_by_its_name(office):
    mayor = office.seat("mayor", office.municipality)
    letter = services.draft(
        actor=office.clerk.actor, subject="x", code="702", body="Uygunsa", unit_id=office.gis.pk, kind="approval"
    )
    number = letter.case.number
    first = {"kind": "signature", "user_id": office.director.user.pk, "place": 1}
    for person, words in ((office.head, writing.dative(office.department.name)), (mayor, "BAŞKANLIK MAKAMINA")):
        last = {"kind": "approval", "user_id": person.user.pk, "place": 2}
        services.set_route(number, actor=office.clerk.actor, steps=[first, last])
        assert composing.page_data(Letter.objects.get())["addressee"] == [words]


def test_references_past_the_tenth_skip_the_letter_the_package_does_not_take(office):
    letter = services.draft(actor=office.clerk.actor, subject="x", code="702", body="y", unit_id=office.gis.pk)
    Cited.objects.bulk_create(Cited(letter=letter, words=f"{place}. yazı") for place in range(30))
    labels = [label for label, _ in composing.labelled(letter)]
    assert "".join(labels) == "abcçdefgğhijklmnoöprsştuüvyzAB"


def test_what_is_for_one_person_is_closed_to_the_unit_and_marked_with_no_degree(office):
    facts = {"subject": "x", "code": "702", "body": "Gereğini"}
    made = services.draft(actor=office.clerk.actor, unit_id=office.gis.pk, **facts)
    number, peer = made.case.number, office.seat("chief", office.gis)
    assert peer.client.get(f"/evrak/yazi/{number}/").status_code == 200
    made = services.revise(number, actor=office.clerk.actor, is_personal=True, **facts)
    assert (made.degree, made.case.secrecy) == (Clearance.NONE, Clearance.OFFICIAL)
    page = composing.page_data(made)
    assert (page["personal"], page["secrecy"]) == ("KİŞİYE ÖZEL", "")
    # the writer reads on; who only sits in the unit neither finds nor opens it, by no door
    assert office.clerk.client.get(f"/evrak/yazi/{number}/").status_code == 200
    for path in (f"/evrak/yazi/{number}/", f"/is/{number}/", f"/api/correspondence/letters/{number}"):
        assert peer.client.get(path).status_code == 404
    assert number not in peer.client.get("/evrak/yazilar/").content.decode()
    both = services.revise(number, actor=office.clerk.actor, is_personal=True, secrecy=Clearance.SECRET, **facts)
    assert (both.degree, both.case.secrecy, composing.page_data(both)["secrecy"]) == (3, 3, "GİZLİ")
    open_again = services.revise(number, actor=office.clerk.actor, is_personal=False, secrecy=0, **facts)
    assert (open_again.degree, open_again.case.secrecy) == (0, 0)


def test_annexes_bear_their_mark_and_a_signed_one_is_left_alone():
    page = pikepdf.new()
    page.add_blank_page(page_size=(842, 595))
    page.pages[0].obj["/Rotate"] = 90
    held = io.BytesIO()
    page.save(held)
    made = marking.marked(held.getvalue(), "application/pdf", 2, 3)
    document = pypdfium2.PdfDocument(made)
    drawn = document[0].render(scale=1).to_pil().convert("L")
    left, top, _, low = drawn.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert (left > drawn.width * 0.8, top < 60, low < 60) == (True, True, True), "upright, at the upper right"
    assert document[0].get_textpage().get_text_range().strip() == "EK-2"
    signed = held.getvalue() + b"/ByteRange"
    assert marking.marked(signed, "application/pdf", 2, 3) == signed
    assert marking.marked(held.getvalue(), "application/pdf", 1, 1) == held.getvalue()
    assert marking.marked(b"%PDF-1.4 bozuk", "application/pdf", 1, 2) == b"%PDF-1.4 bozuk"
    # a Word document bears it over its first page; what has no page bears it in its name
    written = docx.Document()
    written.sections[0].header.paragraphs[0].text = "Örnek Belediyesi"
    written.save(held := io.BytesIO())
    section = docx.Document(io.BytesIO(marking.marked(held.getvalue(), marking.WORD, 2, 3))).sections[0]
    assert [part.text for part in section.first_page_header.paragraphs if part.text] == ["EK-2", "Örnek Belediyesi"]
    assert section.header.paragraphs[0].text == "Örnek Belediyesi"
    assert marking.marked(b"bozuk", marking.WORD, 1, 2) == b"bozuk"
    assert (marking.named("plan.png", 2, 3), marking.named("plan.png", 1, 1)) == ("EK-2 plan.png", "plan.png")


def test_a_distribution_is_filled_from_the_hierarchy_kept_as_a_list_and_used_again(office):
    def blank():
        return services.draft(
            actor=office.clerk.actor, subject="x", code="702", body="Gereğini", unit_id=office.gis.pk, kind="internal"
        ).case.number

    def names(number):
        return list(Letter.objects.get(case__number=number).addressees.values_list("name", "purpose"))

    number, actor = blank(), office.clerk.actor
    services.distribute(number, actor=actor, unit_id=office.department.pk, purpose="BLG")
    assert names(number) == [(office.network.name, "BLG")]
    with pytest.raises(Refused, match="Eklenecek muhatap yok"):
        services.distribute(number, actor=actor, unit_id=office.department.pk)
    with pytest.raises(Refused, match="yalnız birini"):
        services.distribute(number, actor=actor, unit_id=office.department.pk, detsis="24300001")
    with pytest.raises(Refused, match="en az iki"):
        services.keep_list(number, actor=actor, name="Şubeler")
    services.add_addressee(number, actor=actor, party="body", name="Örnek Valiliği", detsis="24310000")
    kept = services.keep_list(number, actor=actor, name="Şubeler")
    again = blank()
    assert office.clerk.client.post(f"/evrak/yazi/{again}/ekle/dagitim/", {"list_id": kept.pk, "purpose": "GRG"}).url
    assert names(again) == names(number)
    assert "Şubeler" in office.clerk.client.get("/evrak/sablonlar/").content.decode()
    assert "Şubeler" not in office.stranger.client.get("/evrak/sablonlar/").content.decode()
    with pytest.raises(DistributionList.DoesNotExist):
        services.drop_list(kept.pk, actor=office.stranger.actor)
    office.clerk.client.post(f"/evrak/sablonlar/liste/{kept.pk}/sil/")
    assert not DistributionList.objects.exists()


def test_a_workbook_is_mapped_looked_at_and_becomes_letters_or_says_which_row_is_wrong(office):
    template = services.save_template(
        actor=office.chief.actor, unit_id=office.gis.pk, name="Davet", subject="Davet", code="702",
        body="{İl} ilindeki toplantı {gün} günüdür.",
    )  # fmt: skip
    book = openpyxl.Workbook()
    for row in (
        ["Ad Soyad", "İl", "Toplantı günü"],
        ["Ali Örnek", "İzmir", dt.date(2027, 1, 5)],
        ["Can Örnek", "", 6],
    ):
        book.active.append(row)
    held = io.BytesIO()
    book.save(held)
    client, there = office.clerk.client, "/evrak/yazi/tablodan/"
    file = SimpleUploadedFile("davet.xlsx", held.getvalue())
    page = client.post(there, {"template_id": template.pk, "file": file})
    assert page.status_code == 200, page.context["form"].errors
    form, words = page.context["form"], page.content.decode()
    # what is called alike is found; what is not is asked
    assert form.chosen() == dict.fromkeys([*services.OWN, "İl", "gün"], "") | {"muhatap": "Ad Soyad", "İl": "İl"}
    assert ("2. satırda eksik: gün." in words, "3. satırda eksik: İl, gün." in words) == (True, True)
    columns = {key: form.chosen()[name] for key, name in form.names.items()}
    columns |= {key: "Toplantı günü" for key, name in form.names.items() if name == "gün"}
    sent = {"template_id": template.pk, "code": "", "table": form.initial["table"], **columns}
    looked = client.post(there, sent | {"onizle": "1"})
    assert (looked.status_code, looked.context["who"], len(looked.context["pages"])) == (200, "Can Örnek", 1)
    refused = client.post(there, sent)
    assert (refused.status_code, "3. satırda eksik: İl." in refused.content.decode()) == (422, True)
    assert not Letter.objects.exists()
    sent["table"] = sent["table"].replace('["Can Örnek", "", "6"]', '["Can Örnek", "Ankara", "6"]')
    assert client.post(there, sent).status_code == 302
    assert [writing.plain(one.body) for one in Letter.objects.order_by("pk")] == [
        "İzmir ilindeki toplantı 05.01.2027 günüdür.", "Ankara ilindeki toplantı 6 günüdür.",
    ]  # fmt: skip
    for wrong in ("[]", "[[1],[[1,[1,2]]]]", "{", '[["a"],[["x",["y"]]]]'):
        assert client.post(there, sent | {"table": wrong}).url == there
    for content, name in (
        (b"PK\x03\x04", "a.xlsx"),
        (b"a;a\n1;2\n", "a.csv"),
        (b"a\n", "a.csv"),
        (b"\x00" * 9, "a.csv"),
    ):
        answer = client.post(there, {"template_id": template.pk, "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 422, content
