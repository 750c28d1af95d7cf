"""An improvement: proposed by anybody, answered by the unit, done as work, judged by its numbers."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils.timezone import localdate

from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail import queries as trail
from konak.service.consultancy import queries, services
from konak.service.consultancy.models import Office, Proposal
from konak.service.consultancy.queries import numbers
from konak.service.desk.models import Ticket

JSON = {"content_type": "application/json"}
DAY = dt.timedelta(days=1)
IDEA = {"subject": "Hazır kalıp", "today": "Elle kuruluyor.", "idea": "Kalıptan kurulsun.", "kind": "time"}


def test_a_proposal_becomes_work_and_is_measured_before_and_after(house):
    service, today = house.desk.plain.pk, localdate()
    sent = house.asker.client.post("/danismanlik/iste/proposals/", IDEA | {"service_id": service})
    assert sent.status_code == 302
    one = Proposal.objects.get()
    number = one.case.number
    assert (one.case.unit, one.service_id) == (house.desk.team, service)
    assert Notification.objects.filter(topic="consultancy.decision", recipient=house.chief.user).count() == 1
    with pytest.raises(Refused, match="geçmişte"):
        services.accept_proposal(number, actor=house.chief.actor, reply="Olur", until=today - DAY)
    with pytest.raises(Refused, match="görevli değil"):
        services.accept_proposal(
            number, actor=house.chief.actor, reply="Olur", until=today, assignee_id=house.asker.user.pk
        )
    facts = {"reply": "Katılıyoruz.", "until": str(today + 30 * DAY), "measure": "Dakika", "as_ticket": True}
    door = f"/api/consultancy/proposals/{number}"
    taken = house.chief.client.post(f"{door}/accept", facts | {"target": "60"}, **JSON)
    assert (taken.status_code, taken.json()["state"]) == (200, "underway")
    one.refresh_from_db()
    assert (one.ticket, one.case.assignee) == (Ticket.objects.get(), house.chief.user)
    with pytest.raises(Refused, match="önceki değeri"):
        services.apply_proposal(number, actor=house.worker.actor, note="Kuruldu")
    services.apply_proposal(number, actor=house.worker.actor, note="Kuruldu", before=Decimal(210))
    early = house.worker.htmx.post(f"/danismanlik/dosya/{number}/adim/measure_proposal/", {"verdict": "x"})
    assert (early.status_code, "daha önce kapatılamaz" in early.text) == (422, True)
    Proposal.objects.update(applied_on=today - 20 * DAY, measure_on=today)
    assert queries.proposals_to_measure(house.worker.actor) == 1
    with pytest.raises(Refused, match="bugünkü değeri"):
        services.measure_proposal(number, actor=house.worker.actor, verdict="Kısaldı")
    services.measure_proposal(number, actor=house.worker.actor, verdict="Kısaldı", after=Decimal(45))
    one.refresh_from_db()
    # the ticket of today lies after the day it was applied; before it there was none
    assert (one.worked, one.tickets_before, one.tickets_after) == (True, 0, 1)
    assert "Kısaldı" in house.asker.client.get(f"/is/{number}/").text
    span = (None, today - 40 * DAY, today)
    assert (numbers.proposed(*span).count(), numbers.answered_share(*span), numbers.improved_share(*span)) == (
        1,
        100.0,
        100.0,
    )
    verbs = [entry.verb for entry in trail.story("consultancy.proposal", number)]
    assert verbs == ["open", "accept_proposal", "apply_proposal", "measure_proposal"]


def test_only_the_unit_answers_and_what_is_answered_stays_answered(house):
    number = services.propose_improvement(actor=house.asker.actor, **IDEA).case.number
    with pytest.raises(ObjectDoesNotExist):
        services.decline_proposal(number, actor=house.desk.stranger.actor, why="x")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.decline_proposal(number, actor=house.worker.actor, why="x")
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.withdraw_proposal(number, actor=house.chief.actor)
    with pytest.raises(Refused, match="hizmeti seçilmemiş"):
        services.accept_proposal(number, actor=house.chief.actor, reply="Olur", until=localdate(), as_ticket=True)
    services.decline_proposal(number, actor=house.chief.actor, why="Zaten böyle.")
    assert "Zaten böyle." in house.asker.client.get(f"/is/{number}/").text
    words = "Bu aşamada «Geri çek» yapılamaz."
    page = house.asker.htmx.post(f"/danismanlik/dosya/{number}/adim/withdraw_proposal/")
    api = house.asker.client.post(f"/api/consultancy/proposals/{number}/withdraw", {}, **JSON)
    assert (page.status_code, words in page.text, api.json()["title"]) == (422, True, words)
    for wrong in ({"idea": " "}, {"kind": "magic"}, {"service_id": 2**40}):
        with pytest.raises(Refused):
            services.propose_improvement(actor=house.asker.actor, **(IDEA | wrong))
    Office.objects.filter(field="improve").delete()
    with pytest.raises(Refused, match="sorumlu birim belirlenmemiş"):
        services.propose_improvement(actor=house.asker.actor, **IDEA)
