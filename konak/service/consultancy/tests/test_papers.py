"""Reports and consents: written by one, decided by another, given out as papers that can be checked."""

import datetime as dt
import hashlib

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.utils.timezone import localdate

from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import queries as trail
from konak.gateways.pki import fake, trust
from konak.office.esignature import public as esignature
from konak.office.esignature import services as signatures
from konak.service.consultancy import queries, reactions, services
from konak.service.consultancy.api.files import MOVES
from konak.service.consultancy.models import Answer, Consent, Field, Office, Recheck
from konak.service.consultancy.queries import numbers
from konak.service.consultancy.views.asking import STEPS
from konak.service.desk.models import Message

JSON = {"content_type": "application/json"}
TEXT = {"findings": "Disk SMART hatası veriyor.", "conclusion": "Onarımı ekonomik değildir.", "advice": "Yenilensin."}


def asked(house, **more):
    ticket = house.desk.opened().case.number
    given = {"kind": "report", "subject": "Yazıcının durumu", "question": "Onarılır mı?", "ticket": ticket} | more
    return services.begin_answer(actor=house.worker.actor, **given).case.number, ticket


def test_a_report_is_written_in_versions_approved_by_another_and_answers_the_ticket(house):
    number, ticket = asked(house)
    assert queries.answer(house.asker.actor, number).case.opened_by == house.asker.user
    with pytest.raises(Refused, match="metin yazılmadı"):
        services.submit(number, actor=house.worker.actor)
    services.write(number, actor=house.worker.actor, **TEXT)
    services.write(number, actor=house.worker.actor, **(TEXT | {"conclusion": "Onarılamaz."}))
    assert "SMART" not in house.asker.client.get(f"/is/{number}/").text
    services.submit(number, actor=house.worker.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.issue(number, actor=house.worker.actor)
    services.issue(number, actor=house.chief.actor)
    one = Answer.objects.get()
    assert (one.case.state, one.approver, one.versions.count()) == ("issued", house.chief.user, 2)
    with open_blob(one.paper.file) as pdf:
        content = pdf.read()
    assert (content[:5], hashlib.sha256(content).hexdigest()) == (b"%PDF-", one.paper.sha256)
    message = Message.objects.get(ticket__case__number=ticket)
    assert ("Onarılamaz." in message.text, message.files.count(), message.internal) == (True, 1, False)
    assert "SMART" in house.asker.client.get(f"/is/{number}/").text
    assert house.asker.client.get(f"/danismanlik/belge/{one.paper.code}/").status_code == 200
    assert house.desk.stranger.client.get(f"/danismanlik/belge/{one.paper.code}/").status_code == 404
    services.follow(number, actor=house.asker.actor, followed="followed")
    verbs = [entry.verb for entry in trail.story("consultancy.answer", number)]
    assert verbs == ["open", "link", "write", "write", "submit", "attach", "issue", "follow"]


def presented(house):
    number, ticket = asked(house)
    services.write(number, actor=house.worker.actor, **TEXT)
    services.submit(number, actor=house.worker.actor)
    assert house.chief.htmx.post(f"/danismanlik/dosya/{number}/adim/present/").status_code in {200, 204}
    (request,) = [one for one in esignature.requests_for(["consultancy.answer"], number) if one.state == "open"]
    return number, ticket, request


def test_a_report_signed_by_author_and_approver_is_what_the_ticket_gets(house, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    number, ticket, request = presented(house)
    with fake.running() as authority:
        settings.SIGN_TRUST, settings.SIGN_TSA = authority.trust_folder(tmp_path / "guven"), [authority.tsa_url]
        trust.forget_answers()
        assert [turn.user_id for turn in request.turns] == [house.worker.user.pk, house.chief.user.pk]
        told = {"key": str(request.key), "purpose": request.purpose, "reference": number}
        for person, turn in zip((house.worker, house.chief), request.turns, strict=True):
            assert Message.objects.filter(ticket__case__number=ticket).count() == 0
            card = authority.issue(person.user.full_name, identity="10000000146")
            chain = [authority.issuer.der]
            attempt = signatures.prepare(turn.id, actor=person.actor, certificate=card.der, chain=chain)
            signatures.complete(attempt.key, actor=person.actor, value=card.sign(bytes.fromhex(attempt.digest)))
        for _ in range(2):
            reactions.answer_signed(**told, sha256="")
        one = Answer.objects.get()
        assert (one.case.state, one.paper.signed, one.approver) == ("issued", True, house.chief.user)
        with open_blob(one.paper.file) as pdf:
            judged = esignature.verify(pdf.read())
        assert (judged.clean, [sign.reason for sign in judged.signatures]) == (True, ["Yazan", "Onaylayan"])
        page = Client().get(f"/dogrula/{one.paper.code}/").text
        assert (house.worker.user.full_name in page, "Güvenilir" in page, "SMART" in page) == (True, True, False)
    message = Message.objects.get(ticket__case__number=ticket)
    assert message.files.get().file.blob_id == one.paper.sha256


def test_what_a_signer_gives_back_is_written_again(house):
    number, _, request = presented(house)
    turn = request.turns[0].id
    signatures.give_back(turn, actor=house.worker.actor, why="Seri numarası yanlış.")
    told = {"key": str(request.key), "purpose": request.purpose, "reference": number}
    reactions.answer_returned(**told, user_id=house.worker.user.pk, why="Seri numarası yanlış.")
    one = Answer.objects.get()
    assert (one.case.state, one.approver, one.paper) == ("draft", None, None)
    services.submit(number, actor=house.worker.actor)
    services.present(number, actor=house.chief.actor)
    # the approver takes it from the tray and gives it without cards
    services.issue(number, actor=house.chief.actor)
    assert [one.state for one in esignature.requests_for(["consultancy.answer"], number)] == ["withdrawn", "returned"]
    assert (Answer.objects.get().case.state, Recheck.objects.get().signed) == ("issued", False)


def test_whoever_wrote_any_version_does_not_approve(house):
    number, _ = asked(house)
    services.write(number, actor=house.chief.actor, **TEXT)
    services.write(number, actor=house.worker.actor, **TEXT)
    services.submit(number, actor=house.worker.actor)
    said = house.chief.client.post(f"/api/consultancy/answers/{number}/issue", **JSON)
    shown = house.chief.htmx.post(f"/danismanlik/dosya/{number}/adim/issue/")
    assert (said.status_code, shown.status_code) == (409, 422)
    assert "görevler ayrılığı" in said.json()["title"]
    assert said.json()["title"] in shown.text
    assert (Recheck.objects.count(), Answer.objects.get().case.state) == (0, "review")
    services.send_back(number, actor=house.desk.director.actor, why="Fiyatı da yazın")
    with pytest.raises(Refused, match=r"sürüm|Metni"):
        services.write(number, actor=house.asker.actor, **TEXT)


def test_a_paper_is_checked_by_anybody_by_its_code_and_says_no_more_than_stands_on_it(house):
    number, _ = asked(house)
    services.write(number, actor=house.worker.actor, **TEXT)
    services.submit(number, actor=house.worker.actor)
    services.issue(number, actor=house.chief.actor)
    paper = Recheck.objects.get()
    page = Client().get("/dogrula/", {"kod": paper.code.replace("-", " ").lower()})
    assert (page.status_code, paper.sha256 in page.text, "SMART" in page.text) == (200, True, False)
    assert "kayıtlı belge yok" in Client().get("/dogrula/", {"kod": "AAAA-BBBB-CCCC"}).text


def consent(house, **more):
    given = {"kind": "purchase", "subject": "Yazıcı alımı", "why": "Eskisi onarılamıyor."} | more
    return services.ask_consent(actor=house.asker.actor, **given).case.number


def test_a_purchase_is_checked_proposed_and_decided_by_another(house):
    number = consent(house)
    with pytest.raises(Refused, match="en az bir kalem"):
        services.send(number, actor=house.asker.actor)
    services.add_item(number, actor=house.asker.actor, name="Lazer yazıcı", quantity=2, unit_price=9_500)
    services.send(number, actor=house.asker.actor)
    item = Consent.objects.get().items.get()
    assert (item.found["alike"], item.amount) == (0, 19_000)
    with pytest.raises(Refused, match="kalem değiştirilemez"):
        services.add_item(number, actor=house.asker.actor, name="Bir tane daha")
    services.propose(number, actor=house.chief.actor, opinion="Gerekli.", conditions="Ağ bağlantılı olsun.")
    with pytest.raises(Refused, match="görevler ayrılığı"):
        services.grant(number, actor=house.chief.actor)
    services.grant_if(number, actor=house.desk.director.actor, conditions="Ağ bağlantılı olsun.")
    one = Consent.objects.get()
    assert (one.case.state, one.decided_by, one.valid_until is not None) == (
        "conditional",
        house.desk.director.user,
        True,
    )
    assert one.paper.file.blob.sha256 == one.paper.sha256
    today = localdate(one.decided_at)
    assert numbers.on_time(None, today, today) == 100.0


def test_strangers_and_wrong_states_are_refused(house):
    number = consent(house, name="Güvenlik duvarı")
    with pytest.raises(ObjectDoesNotExist):
        services.take_back(number, actor=house.desk.stranger.actor)
    assert house.desk.stranger.client.get(f"/is/{number}/").status_code == 404
    for step in (services.grant, lambda number, actor: services.propose(number, actor=actor, opinion="x")):
        with pytest.raises(Refused, match="aşamada"):
            step(number, actor=house.chief.actor)
    services.send(number, actor=house.asker.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.take_back(number, actor=house.chief.actor)
    # he holds the same permission in his own unit; the request is not his to judge
    with pytest.raises(Refused, match="birimde çalışanlar"):
        services.propose(number, actor=house.asker.actor, opinion="Uygundur")


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"kind": "gift"}, "uygunluk istenir"), ({"why": " "}, "Neden"), ({"subject": ""}, "bir cümleyle")],
)
def test_bad_requests_leave_nothing(house, facts, words):
    with pytest.raises(Refused, match=words):
        consent(house, **facts)
    assert Consent.objects.count() == 0


def test_without_an_office_nothing_can_be_asked_and_only_leaders_name_one(house):
    Office.objects.filter(field=Field.CONSENT).delete()
    with pytest.raises(Refused, match="sorumlu birim belirlenmemiş"):
        consent(house)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.save_office(actor=house.asker.actor, field="consent", unit_id=house.desk.hall.elsewhere.pk)
    assert house.head.client.get("/danismanlik/").status_code == 200
    assert house.asker.client.get("/danismanlik/ayarlar/consent/").status_code == 404


def test_every_step_of_the_screens_has_its_door_for_machines_and_a_plan_is_driven_by_it(house):
    doors = {act for _, _, act, _, _ in MOVES}
    assert [name for name, (act, _, _) in STEPS.items() if act not in doors] == []

    door, day = house.chief.client, localdate()
    window = {"year": day.year + 2, "opens_on": day.isoformat(), "closes_on": day.isoformat()}
    base = f"/api/consultancy/needs/{door.post('/api/consultancy/needs', window, **JSON).json()['number']}"
    line = {"name": "Dizüstü", "quantity": 3, "why": "Saha"}
    handed = house.asker.client.post(f"{base}/lines", line, **JSON).json()
    assert house.desk.stranger.client.delete(f"{base}/lines/{handed['id']}").status_code == 409
    assert house.asker.client.get(f"{base}/items").status_code == 404
    assert door.post(f"{base}/merge", {}, **JSON).json()["state"] == "merging"
    item = door.get(f"{base}/items").json()[0]
    priced = door.put(
        f"{base}/items/{item['id']}", {"name": "Dizüstü", "unit_price": "40000", "approved": 2}, **JSON
    ).json()
    assert (priced[0]["unit_price"], priced[0]["approved"], priced[0]["asked"]) == ("40000.00", 2, 3)
    door.post(f"{base}/submit", {}, **JSON)
    said = door.post(f"{base}/approve", {}, **JSON)
    assert (said.status_code, "görevler ayrılığı" in said.json()["title"]) == (409, True)
    assert house.desk.director.client.post(f"{base}/approve", {}, **JSON).json()["state"] == "approved"

    course = door.post("/api/consultancy/courses", {"name": "EBYS", "hours": 2}, **JSON).json()
    plan = {"course_id": course["id"], "starts_at": f"{day + dt.timedelta(days=3)}T10:00:00", "trainer": "A"}
    made = door.post(
        "/api/consultancy/sessions", plan | {"ends_at": f"{day + dt.timedelta(days=3)}T12:00:00"}, **JSON
    )
    session = f"/api/consultancy/sessions/{made.json()['number']}"
    assert house.asker.client.post(f"{session}/enrol", {}, **JSON).json() == {"done": True}
    assert [one["user"] for one in door.get(f"{session}/people").json()] == [house.asker.user.pk]
    assert house.asker.client.post(f"{session}/leave", {}, **JSON).json() == {"done": True}
    early = door.post(f"{session}/mark", {"came": []}, **JSON)
    assert (early.status_code, "gününde" in early.json()["title"]) == (409, True)
    assert door.post(f"{session}/cancel", {"why": "Salon yok"}, **JSON).json()["state"] == "cancelled"
