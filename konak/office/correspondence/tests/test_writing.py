"""What is typed or pasted becomes a letter and nothing else; the page beside it is drawn as it would be signed."""

import pypdfium2
import pytest

from konak.foundation.lifecycle import Refused
from konak.office.correspondence import services, writing
from konak.office.correspondence.models import Letter
from konak.office.correspondence.services import composing

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
