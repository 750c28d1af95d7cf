"""The roads for machines: what the screens do, with the same reach and the same words."""

import io

from konak.office.correspondence import services
from konak.office.correspondence.models import Addressee, Incoming, Letter
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
