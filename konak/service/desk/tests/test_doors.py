"""Pages and API of the desk: each side sees its own, refusals in the same words, lists that cost the same."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from konak.foundation.calendar.models import Holiday
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.office.correspondence import public as correspondence
from konak.office.correspondence.models import FileCode
from konak.service.desk import queries, services
from konak.service.desk.models import Draft, Escalation, Pause, Ticket
from konak.service.desk.services.timing import set_clocks


def numbers(page):
    return [one.case.number for one in page.rows]


def test_whoever_asked_reads_the_open_side_only(desk):
    number = desk.opened().case.number
    services.answer(number, actor=desk.agent.actor, text="Gizli kalsın: cihaz eski.", internal=True)
    services.answer(number, actor=desk.agent.actor, text="Yarın geliyoruz.")
    own = desk.asker.client.get(f"/destek/talep/{number}/").content.decode()
    team = desk.agent.client.get(f"/destek/talep/{number}/").content.decode()
    assert ("Yarın geliyoruz." in own, "Gizli kalsın" in own) == (True, False)
    assert ("Yarın geliyoruz." in team, "Gizli kalsın" in team) == (True, True)
    texts = [one["text"] for one in desk.asker.client.get(f"/api/desk/tickets/{number}").json()["messages"]]
    assert texts == ["Yarın geliyoruz."]
    generic = desk.asker.client.get(f"/is/{number}/").content.decode()
    assert "Gizli kalsın" not in generic


def test_a_stranger_gets_the_same_404_by_every_door(desk):
    number = desk.opened().case.number
    for page in (f"/destek/talep/{number}/", f"/destek/talep/{number}/sinif/", f"/destek/talep/{number}/adim/solve/"):
        assert desk.stranger.client.get(page).status_code == 404
    for path in ("", "/take", "/confirm"):
        door = desk.stranger.client
        answer = door.post(f"/api/desk/tickets/{number}{path}") if path else door.get(f"/api/desk/tickets/{number}")
        assert answer.status_code == 404


def test_both_doors_refuse_in_the_same_words(desk):
    number = desk.opened().case.number
    words = "Bu aşamada «Çözümü onayla» yapılamaz."
    page = desk.asker.client.post(f"/destek/talep/{number}/adim/confirm/")
    api = desk.asker.client.post(f"/api/desk/tickets/{number}/confirm")
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (api.status_code, api.json()["title"]) == (409, words)


def test_a_ticket_lives_on_the_screen_from_question_to_one_click(desk):
    number = desk.opened().case.number
    page = f"/destek/talep/{number}/"
    desk.agent.client.post(f"{page}adim/take/")
    desk.agent.client.post(f"{page}adim/ask/", {"text": "Sicil no?"})
    assert "Yanıtınız bekleniyor" in desk.asker.client.get(page).content.decode()
    desk.asker.client.post(f"{page}yaz/", {"text": "255"})
    empty = desk.agent.client.post(f"{page}adim/solve/", {"text": "", "outcome": "done"})
    assert empty.status_code == 422
    desk.agent.client.post(f"{page}adim/solve/", {"text": "Oldu.", "outcome": "done", "minutes": "10"})
    assert "Sorununuz çözüldü mü?" in desk.asker.client.get(page).content.decode()
    desk.asker.client.post(f"{page}memnuniyet/", {"score": "5"})
    done = queries.ticket(desk.agent.actor, number)
    assert (done.case.state, done.score, done.minutes_spent) == ("closed", 5, 10)


def test_the_queues_hold_what_their_names_say(desk):
    free, mine, late, waiting, solved = (desk.opened(subject=name).case.number for name in "ABCDE")
    services.take_up(mine, actor=desk.agent.actor)
    services.ask(waiting, actor=desk.other.actor, text="?")
    services.solve(solved, actor=desk.other.actor, text="Oldu.")
    row = Ticket.objects.get(case__number=late)
    Ticket.objects.filter(pk=row.pk).update(solve_due=now() - dt.timedelta(hours=1))
    row.case.due_on = localdate() - dt.timedelta(days=1)
    row.case.save()
    found = {key: set(numbers(queries.queue(desk.agent.actor, key))) for key in queries.queues.BY_KEY}
    assert found["bana"] == {mine}
    assert found["ekip"] == {free, mine, late, waiting}
    assert found["atanmamis"] == {free, late}
    assert found["geciken"] == {late}
    assert found["bekleyen"] == {waiting}
    assert found["cozulen"] == {solved}
    assert found["kapanan"] == set()
    assert {key: numbers(queries.queue(desk.asker.actor, key)) for key in ("ekip", "cozulen")} == {
        "ekip": [],
        "cozulen": [],
    }
    assert numbers(queries.asked_by(desk.asker.actor)) == [solved, waiting, late, mine, free]


def test_a_queue_pages_by_key_and_costs_the_same_however_long(desk):
    every = {desk.opened(subject=f"Talep {n}").case.number for n in range(7)}
    seen, after = [], ""
    while True:
        page = queries.queue(desk.agent.actor, "ekip", after=after, limit=3)
        seen += numbers(page)
        after = page.after
        if not after:
            break
    assert (len(seen), set(seen)) == (7, every)

    def counted():
        with CaptureQueriesContext(connection) as caught:
            desk.agent.client.get("/destek/kuyruk/?kuyruk=ekip")
        return len(caught)

    counted()
    few = counted()
    for n in range(6):
        desk.opened(subject=f"Yeni {n}")
    assert counted() == few


def test_search_in_a_queue_knows_turkish(desk):
    number = desk.opened(subject="ISPARTA İl Müdürlüğü yazısı").case.number
    desk.opened(subject="Başka")
    filters = queries.TicketFilter(q="ısparta il")
    assert numbers(queries.queue(desk.agent.actor, "ekip", filters)) == [number]


def test_rules_near_and_after_a_deadline_run_once_for_each_deadline(desk):
    for minutes, reaction in ((-60, "tell_agent"), (0, "tell_chief"), (30, "raise")):
        services.save_rule(
            actor=desk.chief.actor, level_id=desk.level.pk, clock="solve", minutes=minutes, reaction=reaction
        )
    ticket = desk.opened()
    services.take_up(ticket.case.number, actor=desk.agent.actor)
    due = Ticket.objects.get(pk=ticket.pk).solve_due
    assert services.sweep(due - dt.timedelta(hours=2)) == 0
    assert [services.sweep(due - dt.timedelta(minutes=30)) for _ in range(2)] == [1, 0]
    assert [services.sweep(due + dt.timedelta(minutes=1)) for _ in range(2)] == [1, 0]
    told = Notification.objects.filter(topic="desk.clock").order_by("pk").values_list("recipient_id", flat=True)
    assert list(told) == [desk.agent.user.pk, desk.chief.user.pk]
    services.sweep(due + dt.timedelta(minutes=31))
    raised = Ticket.objects.get(pk=ticket.pk)
    assert (raised.priority, raised.solve_due < due, Escalation.objects.filter(ticket=ticket).count() >= 3) == (
        2,
        True,
        True,
    )


def test_the_word_of_a_third_party_has_its_own_clock(desk):
    number = desk.opened().case.number
    services.take_up(number, actor=desk.agent.actor)
    with pytest.raises(Refused, match="ileri bir zaman"):
        services.refer(number, actor=desk.agent.actor, party="Firma", promised_at=now())
    word = now() + dt.timedelta(hours=5)
    body = {"party": "Örnek Yazılım", "promised_at": word.isoformat()}
    said = desk.agent.client.post(f"/api/desk/tickets/{number}/refer", body, content_type="application/json")
    assert (said.status_code, services.sweep(word - dt.timedelta(minutes=1))) == (200, 0)
    for _ in range(2):
        services.sweep(word + dt.timedelta(minutes=1))
    told = Notification.objects.filter(topic="desk.clock").values_list("recipient_id", "title")
    assert list(told) == [(desk.agent.user.pk, "Örnek Yazılım sözünü tutmadı: Yazıcı basmıyor")]
    assert "verdiği söz" in desk.agent.client.get(f"/destek/talep/{number}/").content.decode()
    today = localdate()
    Pause.objects.filter(until=None).update(promised_at=now() - dt.timedelta(seconds=1))
    week = (today - dt.timedelta(days=7), today)
    assert queries.words_kept(None, *week) == 0.0
    services.resume(number, actor=desk.agent.actor)
    Pause.objects.update(promised_at=F("until"))
    assert queries.words_kept(None, *week) == 100.0


def test_a_paused_ticket_is_not_swept(desk):
    services.save_rule(
        actor=desk.chief.actor, level_id=desk.level.pk, clock="solve", minutes=0, reaction="tell_agent"
    )
    ticket = desk.opened()
    services.ask(ticket.case.number, actor=desk.agent.actor, text="?")
    assert services.sweep(now() + dt.timedelta(days=20)) == 0


def test_a_holiday_declared_afterwards_moves_the_deadlines(desk):
    ticket = desk.opened()
    before = Ticket.objects.get(pk=ticket.pk).solve_due
    first = localdate(ticket.opened_at)
    Holiday.objects.bulk_create([Holiday(day=first + dt.timedelta(days=n), name="İdarî izin") for n in range(6)])
    assert services.recount() == 1
    after = Ticket.objects.get(pk=ticket.pk).solve_due
    assert after > before
    fresh = queries.ticket(desk.agent.actor, ticket.case.number)
    assert (set_clocks(fresh, state="new"), fresh.solve_due) == (fresh.case.due_on, after)


def test_what_nobody_objects_to_closes_by_time(desk):
    ticket = desk.opened()
    services.solve(ticket.case.number, actor=desk.agent.actor, text="Oldu.")
    assert services.close_solved() == 0
    assert services.close_solved(localdate() + dt.timedelta(days=10)) == 1
    assert Ticket.objects.get(pk=ticket.pk).case.state == "closed"


def test_a_call_is_written_down_on_the_screen_and_the_caller_is_found(desk):
    name = desk.asker.user.username
    card = desk.agent.htmx.get(f"/destek/telefon/arayan/?on_behalf_of={name}").content.decode()
    assert desk.asker.user.full_name in card
    facts = {"channel": "phone", "on_behalf_of": name, "service_code": desk.plain.code, "subject": "Arıyor"}
    bad = desk.agent.client.post("/destek/telefon/", facts | {"impact": 3, "urgency": 2, "on_behalf_of": "kimse"})
    assert (bad.status_code, 'value="Arıyor"' in bad.content.decode()) == (422, True)
    good = desk.agent.client.post("/destek/telefon/", facts | {"impact": 1, "urgency": 1})
    assert good.status_code == 302
    assert Ticket.objects.get().requester_id == desk.asker.user.pk


def test_a_draft_is_ones_own_and_goes_with_the_request(desk):
    services.save_draft(desk.plain.code, actor=desk.asker.actor, data={"subject": "Yarım"})
    assert queries.draft_of(desk.stranger.actor, desk.plain) is None
    desk.opened()
    assert Draft.objects.count() == 0


def test_a_service_for_some_units_is_not_offered_to_others(desk):
    own = desk.service("Zabıta telsizi", audience="units", audience_unit_ids=[desk.hall.elsewhere.pk])
    assert [one.code for one in queries.offered(desk.asker.actor)] == [desk.plain.code, own.code]
    assert [one.code for one in queries.offered(desk.stranger.actor)] == [desk.plain.code]
    assert desk.stranger.client.get(f"/destek/iste/{own.code}/").status_code == 404
    with pytest.raises(Refused, match="biriminize açık değil"):
        services.open_ticket(actor=desk.stranger.actor, service_code=own.code, subject="x")


def test_the_board_and_the_reports_count_what_the_reader_leads(desk):
    number = desk.opened().case.number
    services.solve(number, actor=desk.agent.actor, text="Oldu.", minutes=30)
    services.rate(number, actor=desk.asker.actor, score=4)
    today = localdate()
    (line,) = queries.report(desk.chief.actor, "service", today - dt.timedelta(days=1), today + dt.timedelta(days=1))
    assert (line.label, line.opened, line.solved, line.timely_share, line.score, line.hours) == (
        "Yazıcı",
        1,
        1,
        100.0,
        4.0,
        0.5,
    )
    assert queries.report(desk.asker_head.actor, "service", today, today + dt.timedelta(days=1)) == []
    for page in ("/destek/pano/", "/destek/pano/raporlar/?dokum=ay"):
        assert (desk.chief.client.get(page).status_code, desk.asker.client.get(page).status_code) == (200, 404)


def test_the_indicators_and_capabilities_answer(desk):
    from konak.service.desk.capabilities import CAPABILITIES, INDICATORS

    number = desk.opened().case.number
    services.solve(number, actor=desk.agent.actor, text="Oldu.")
    services.rate(number, actor=desk.asker.actor, score=5)
    today = localdate() + dt.timedelta(days=1)
    since = today - dt.timedelta(days=7)
    mine, other = frozenset({desk.team.pk}), frozenset({desk.hall.elsewhere.pk})
    values = {one.code: (one.value(mine, since, today), one.value(other, since, today)) for one in INDICATORS}
    assert values["desk.opened"] == (1.0, 0.0)
    assert values["desk.solved"] == (1.0, 0.0)
    assert values["desk.on_time"] == (100.0, None)
    assert values["desk.satisfaction"] == (5.0, None)
    assert values["desk.backlog"] == (0.0, 0.0)
    counted = {one.code: (one.count(mine, today), one.count(other, today)) for one in CAPABILITIES}
    assert (counted["desk.support"], counted["desk.portal"], counted["desk.catalogue"]) == ((1, 0), (1, 0), (1, 0))
    assert [one.last(mine, today) is not None for one in CAPABILITIES if one.code == "desk.support"] == [True]


def test_a_changed_promise_counts_the_open_tickets_anew_once(desk):
    from procrastinate.contrib.django.models import ProcrastinateJob

    ticket = desk.opened()
    before = Ticket.objects.get(pk=ticket.pk).solve_due
    for minutes in (60, 90):
        services.save_level(
            desk.level.pk,
            actor=desk.chief.actor,
            name=desk.level.name,
            kind="sla",
            hours_id=desk.level.hours_id,
            targets={3: (30, minutes)},
        )
    assert ProcrastinateJob.objects.filter(task_name="desk.recount").count() == 1
    assert services.recount() == 1
    assert Ticket.objects.get(pk=ticket.pk).solve_due < before


def test_a_device_its_holder_and_its_tickets_stand_on_one_page(desk):
    number = desk.opened(asset_tag="253.2.1/2026-1").case.number
    page = desk.agent.client.get(f"/destek/talep/{number}/").content.decode()
    assert "253.2.1/2026-1" in page
    assert [one.case.number for one in queries.of_device(desk.agent.actor, "253.2.1/2026-1")] == [number]
    assert queries.of_device(desk.stranger.actor, "253.2.1/2026-1") is None


def test_what_sounds_like_an_own_open_request_is_suggested_while_typing(desk):
    number = desk.opened(subject="Yazıcı basmıyor").case.number
    shown = desk.asker.htmx.get("/destek/oneri/?subject=yazıcım").content.decode()
    assert number in shown
    assert number not in desk.stranger.htmx.get("/destek/oneri/?subject=yazıcım").content.decode()


def test_every_dialog_of_a_ticket_and_of_the_building_opens(desk):
    number = desk.opened(asset_tag="1").case.number
    hours, group = desk.level.hours_id, desk.plain.group_id
    member = services.save_agent(actor=desk.chief.actor, unit_id=desk.team.pk, user_id=desk.agent.user.pk)
    rule = services.save_rule(
        actor=desk.chief.actor, level_id=desk.level.pk, clock="solve", minutes=-30, reaction="tell_agent"
    )
    steps = ("take", "assign", "ask", "refer", "seek_approval", "solve", "merge")
    pages = [f"/destek/talep/{number}/adim/{step}/" for step in steps]
    pages += [f"/destek/talep/{number}/{name}/" for name in ("sinif", "sure")]
    built = "/destek/katalog/"
    pages += [built, f"{built}grup/", f"{built}grup/{group}/", f"{built}yeni/", f"{built}hizmet/{desk.plain.code}/"]
    pages += [f"{built}hizmet/{desk.plain.code}/form/soru/", f"{built}oncelik/", f"{built}sureler/"]
    pages += [f"{built}sureler/soz/", f"{built}sureler/soz/{desk.level.pk}/", f"{built}sureler/saat/{hours}/"]
    pages += [f"{built}sureler/kural/", f"{built}sureler/kural/{rule.pk}/", f"{built}ekip/?ekip={desk.team.pk}"]
    pages += [
        f"{built}ekip/{desk.team.pk}/uye/",
        f"{built}ekip/{desk.team.pk}/uye/{member.pk}/",
        f"{built}ekip/beceri/",
    ]
    assert {page: desk.chief.htmx.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


def test_a_service_a_promise_and_a_member_are_made_on_the_screen(desk):
    chief = desk.chief.client
    sent = {
        "name": "Projeksiyon",
        "group_id": desk.plain.group_id,
        "unit_id": desk.team.pk,
        "kinds": ["request"],
        "audience": "everybody",
        "approver": "nobody",
        "icon": "lifebuoy",
        "priority": 3,
        "level_id": desk.level.pk,
        "order": 50,
        "active": "on",
    }
    made = chief.post("/destek/katalog/yeni/", sent)
    assert (made.status_code, made["Location"]) == (302, "/destek/katalog/hizmet/projeksiyon/form/")
    bad = chief.post("/destek/katalog/yeni/", sent | {"name": "Kürsü", "kinds": []})
    assert (bad.status_code, 'value="Kürsü"' in bad.content.decode()) == (422, True)
    soz = {"name": "Acele", "kind": "sla", "hours_id": desk.level.hours_id, "close_after": 2, "a1": 60, "s1": 30}
    refused = chief.post("/destek/katalog/sureler/soz/", soz)
    assert (refused.status_code, "uzun olamaz" in refused.content.decode()) == (422, True)
    assert chief.post("/destek/katalog/sureler/soz/", soz | {"a1": 10}).status_code == 302
    grid = {f"c{i}{u}": 2 for i in (1, 2, 3) for u in (1, 2, 3)}
    assert chief.post("/destek/katalog/oncelik/", grid).status_code == 302
    assert queries.matrix()[1, 3] == 2
    desk.agent.client.post(
        f"/destek/katalog/ekip/{desk.team.pk}/uye/", {"user_id": desk.agent.user.pk, "weight": 100}
    )
    assert queries.agents_of(desk.team.pk) == []
    chief.post(
        f"/destek/katalog/ekip/{desk.team.pk}/uye/", {"user_id": desk.agent.user.pk, "weight": 50, "takes": "on"}
    )
    assert [(one.user_id, one.weight) for one in queries.agents_of(desk.team.pk)] == [(desk.agent.user.pk, 50)]


def test_a_letter_opens_a_ticket_and_the_ticket_a_letter_and_all_pages_show_each_other(desk):
    agent = desk.agent
    FileCode.objects.create(plan="deneme", code="807.04", name="Cihaz onarımı")
    came = correspondence.register(
        actor=agent.actor, sender="Örnek Valiliği", subject="Yazıcı arızası", document_number="E-24310001-807.04-9",
        unit_id=desk.team.pk,
    )  # fmt: skip
    letter_page = f"/evrak/gelen/{came.number}/"
    way = re.search(r'href="(/destek/telefon/\?[^"]+)"', agent.client.get(letter_page).content.decode())[1]
    form = agent.client.get(html.unescape(way))
    assert form.context["form"]["document"].value() == came.number
    sent = {
        "channel": "letter",
        "document": came.number,
        "service_code": desk.plain.code,
        "subject": "Yazıcı arızası",
    }
    sent |= {"on_behalf_of": agent.user.username, "impact": "1", "urgency": "2"}
    assert agent.client.post("/destek/telefon/", sent).status_code == 302
    ticket = Ticket.objects.get()
    assert ticket.letter_number == "E-24310001-807.04-9"
    number = ticket.case.number
    assert number in agent.client.get(letter_page).content.decode()
    services.answer(number, actor=agent.actor, text="Yazıcı onarıldı.")
    shown = agent.client.get(f"/destek/talep/{number}/").content.decode()
    assert came.number in shown
    answer = html.unescape(re.search(r'href="(/evrak/yazi/yeni/\?[^"]+)"', shown)[1])
    written = agent.client.get(answer).context["form"]
    assert (written["replies_to"].value(), written["body"].value()) == (came.number, "Yazıcı onarıldı.")
    facts = {"kind": "outgoing", "code": "807.04", "urgency": "NRM", "asked": "action", "secrecy": "0", "mode": "E"}
    facts |= {"unit_id": desk.team.pk, "subject": "Yazıcı arızası", "body": "Yazıcı onarıldı.", "about": number}
    made = agent.client.post("/evrak/yazi/yeni/", facts | {"replies_to": came.number})
    assert made.status_code == 302
    assert number in agent.client.get(made["Location"]).content.decode()
    assert "bu dosya için yazıldı" in agent.client.get(f"/destek/talep/{number}/").content.decode()
    with pytest.raises(Refused, match="bulunamadı"):
        desk.opened(desk.agent, document="GELEN-2020-00001")
