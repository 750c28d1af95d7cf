"""The roads for machines: what the screens do, with the same reach and the same words."""

import io

from konak.foundation.files.services import store_as_is
from konak.office.correspondence import services
from konak.office.correspondence.models import Addressee, Arrival, Incoming, Letter, Postbox, Proof
from konak.office.correspondence.tests.test_packages import card, packed  # noqa: F401 - a fixture

BASE = "/api/correspondence"


def post(person, path, body=None, **more):
    return person.client.post(f"{BASE}{path}", body or {}, content_type="application/json", **more)


def test_a_package_is_judged_taken_in_and_decided_on(office, card, settings, tmp_path):  # noqa: F811
    settings.FILES_ROOT = tmp_path
    package = packed(card)

    def sent(person, path):
        file = io.BytesIO(package)
        file.name = "a.eyp"
        return person.client.post(f"{BASE}{path}", {"file": file})

    told = sent(office.chief, "/packages/check").json()
    assert (told["digests"], told["official"], Incoming.objects.count()) == ("ok", "E-24300001-702-7", 0)
    made = sent(office.chief, "/packages")
    assert (made.status_code, made.json()["document_number"]) == (201, "E-24300001-702-7")
    number = made.json()["number"]
    assert sent(office.chief, "/packages").status_code == 409
    assert office.stranger.client.get(f"{BASE}/incoming/{number}/package").status_code == 404
    assert post(office.stranger, f"/incoming/{number}/accept").status_code == 404
    rejected = post(office.chief, f"/incoming/{number}/reject", {"why": "Ek eksik"})
    assert (rejected.status_code, rejected.json()["state"]) == (200, "rejected")
    # mended and sent again under the same identifier
    number = sent(office.chief, "/packages").json()["number"]
    state = post(office.chief, f"/incoming/{number}/accept").json()
    assert (state["accepted_on"], state["package"] != "") == (office.today.isoformat(), True)
    again = post(office.chief, f"/incoming/{number}/accept")
    assert (again.status_code, again.json()["title"]) == (409, "Kabul bekleyen bir paket yok.")
    work = office.chief.client.get(f"{BASE}/incoming/{number}/conversions").json()
    assert {one["state"] for one in work} == {"waiting"}
    # what a provider bears witness to is given out byte for byte, to whoever reaches the document
    held = store_as_is(actor=office.chief.actor, content=b"<Evidence/>", name="delil.xml", media_type="text/xml")
    proof = Proof.objects.create(
        incoming=Incoming.objects.get(case__number=number), kind="delivery", identifier="D1", judged="ok", file=held
    )
    path = f"{BASE}/incoming/{number}/proofs/"
    answer = office.chief.client.get(f"{path}{proof.pk}")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"<Evidence/>")
    assert office.stranger.client.get(f"{path}{proof.pk}").status_code == 404
    assert office.chief.client.get(f"{path}{proof.pk + 1}").status_code == 404


def test_a_message_that_failed_is_tried_again_and_the_registry_is_asked_only_where_it_is_known(office, settings):
    settings.DETSIS_WSDL = ""
    raw = store_as_is(actor=office.chief.actor, content=b"bozuk", name="a.eml", media_type="message/rfc822")
    box = Postbox.objects.create(unit=office.gis, name="Kutu", address="evrak@ornek.example", host="x", secret="X")
    row = Arrival.objects.create(box=box, fingerprint="1", raw=raw, state="failed", why="Bozuk")
    assert post(office.stranger, f"/arrivals/{row.pk}/retry").status_code == 404
    again = post(office.chief, f"/arrivals/{row.pk}/retry").json()
    assert again["why"] != "Bozuk"
    asked = post(office.chief, "/registry/sync", {"operation": "BirimGetir", "number": "24300001"})
    assert asked.status_code == 409
    assert "yetkiniz yok" in asked.json()["title"] or "tanımlı değil" in asked.json()["title"]
    assert post(office.chief, "/registry/sync", {"operation": "x", "number": "12"}).status_code == 422


def test_addressees_are_followed_and_written_down(office):
    made = services.draft(
        actor=office.clerk.actor, subject="Yanıt", code="702", body="Gereğini", unit_id=office.gis.pk,
        addressees=[{"party": "body", "name": "Örnek Valiliği", "detsis": "24310001"}],
    )  # fmt: skip
    number, one = made.case.number, Addressee.objects.get()
    path = f"/letters/{number}/sendings/{one.pk}"
    early = post(office.clerk, f"{path}/record", {"state": "sent", "channel": "paper"})
    assert (early.status_code, early.json()["title"]) == (409, "Yazı imzalanmadan gönderilmez.")
    Letter.objects.update(signed_at=made.case.opened_at)
    made.case.state = "signed"
    made.case.save()
    assert post(office.clerk, f"{path}/uets", {"uets_number": "24300001000001"}).json()[0]["state"] == "sent"
    (row,) = post(
        office.clerk, f"{path}/record", {"state": "delivered", "channel": "paper", "tracking": "RR1"}
    ).json()
    assert (row["state"], row["channel"], len(row["attempts"]), row["proofs"]) == ("delivered", "paper", 2, [])
    listed = office.clerk.client.get(f"{BASE}/sendings?board=ulasan").json()["items"]
    assert [one["letter"] for one in listed] == [number]
    assert post(office.stranger, f"{path}/now").status_code == 404
    # what is secret from ÖZEL upwards leaves on paper only; its writer still sees it
    made.case.secrecy = 2
    made.case.save()
    for what, body in (("now", {}), ("uets", {"uets_number": "1"}), ("record", {"state": "sent", "channel": "mail"})):
        refused = post(office.clerk, f"{path}/{what}", body)
        assert (refused.status_code, "elektronik yolla gönderilmez" in refused.json()["title"]) == (409, True)
