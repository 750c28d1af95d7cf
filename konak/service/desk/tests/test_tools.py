"""The working tools of the desk: macros, many at once, checklists, texts at hand, who is here, ties."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.cases.indexing import refresh
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.search.queries import search
from konak.foundation.trail.queries import story
from konak.office.esignature import services as esignature
from konak.service.desk import queries, services
from konak.service.desk.models import Presence, Service, Ticket


def fresh(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def verbs(ticket):
    return [entry.verb for entry in story("desk.ticket", ticket.case.number)]


def macro(desk, **facts):
    return services.save_macro(actor=desk.chief.actor, name="Toner yolda", unit_id=desk.team.pk, **facts)


# Macros and many at once --------------------------------------------------------------------------------------------


def test_a_macro_does_several_acts_by_the_same_rules_or_none_of_them(desk):
    wise = macro(
        desk,
        step="solve",
        text="Sayın {ad}, {sayi} için toner takıldı.",
        priority=2,
        tags=["toner", "#Sarf"],
        minutes=10,
    )
    ticket = desk.opened()
    number = ticket.case.number

    with pytest.raises(Refused):
        services.run_macro(number, actor=desk.asker.actor, macro_id=wise.pk)
    services.run_macro(number, actor=desk.agent.actor, macro_id=wise.pk)

    done = fresh(ticket)
    assert (done.case.state, done.priority, done.tags, done.minutes_spent) == ("solved", 2, ["toner", "sarf"], 10)
    assert done.solution == f"Sayın {desk.asker.user.full_name}, {number} için toner takıldı."
    with pytest.raises(Refused):
        services.run_macro(number, actor=desk.agent.actor, macro_id=wise.pk)
    assert fresh(ticket).minutes_spent == 10


def test_a_macro_that_could_never_work_and_one_of_another_team_are_refused(desk):
    with pytest.raises(Refused, match="metni yazın"):
        macro(desk, step="ask")
    with pytest.raises(Refused, match="hiçbir şey yapmıyor"):
        macro(desk)
    with pytest.raises(Refused, match="kendi biriminizin"):
        services.save_macro(actor=desk.chief.actor, name="Başka", unit_id=desk.hall.gis.pk, priority=1)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.save_macro(actor=desk.agent.actor, name="Ekip", unit_id=desk.team.pk, priority=1)


def test_of_many_at_once_each_is_told_what_became_of_it(desk):
    first, second = desk.opened(), desk.opened()
    services.solve(second.case.number, actor=desk.agent.actor, text="Oldu.")
    numbers = [first.case.number, second.case.number, "DT-1999-00001", first.case.number]

    found = services.many(numbers, actor=desk.agent.actor, act="take")
    assert [(one.number, one.done) for one in found] == [(numbers[0], True), (numbers[1], False), (numbers[2], False)]
    assert found[1].words == "Bu aşamada «Bana al» yapılamaz."
    assert fresh(first).case.assignee_id == desk.agent.user.pk

    strange = services.many(numbers[:1], actor=desk.stranger.actor, act="priority", priority=1)
    assert [one.words for one in strange] == ["Talep bulunamadı."]
    with pytest.raises(Refused, match="Toplu işlem"):
        services.many(numbers, actor=desk.agent.actor, act="delete")


# Checklists ---------------------------------------------------------------------------------------------------------


def test_open_lines_of_the_list_keep_a_ticket_from_being_solved_where_the_service_says_so(desk):
    code = desk.plain.code
    services.save_check_item(code, actor=desk.chief.actor, text="Sayaç okundu")
    services.save_check_item(code, actor=desk.chief.actor, text="Fotoğraf çekildi", required=False)
    services.set_checks_block(code, actor=desk.chief.actor, blocks=True)
    ticket = desk.opened()
    number = ticket.case.number
    lines = {one.text: one for one in ticket.checks.all()}

    with pytest.raises(Refused, match="Kalan: Sayaç okundu"):
        services.solve(number, actor=desk.agent.actor, text="Oldu.")
    with pytest.raises(Refused, match="karşılayan birimde"):
        services.tick(number, lines["Sayaç okundu"].pk, actor=desk.asker.actor)
    with pytest.raises(Refused, match="silinemez"):
        services.drop_check(number, lines["Sayaç okundu"].pk, actor=desk.agent.actor)
    services.tick(number, lines["Sayaç okundu"].pk, actor=desk.agent.actor)
    services.solve(number, actor=desk.agent.actor, text="Oldu.")
    assert verbs(ticket)[-2:] == ["check", "solve"]

    other = desk.service("Tarayıcı")
    services.save_check_item(other.code, actor=desk.chief.actor, text="Cam silindi")
    moved = desk.opened()
    services.classify(moved.case.number, actor=desk.agent.actor, service_code=other.code)
    assert [one.text for one in moved.checks.all()] == ["Cam silindi"]


# Texts at hand ------------------------------------------------------------------------------------------------------


def test_texts_at_hand_are_filled_from_the_ticket_and_a_wrong_placeholder_is_named(desk):
    with pytest.raises(Refused, match="yer tutucu yok"):
        services.save_canned(actor=desk.chief.actor, name="Yanlış", unit_id=desk.team.pk, text="{tarihi}")
    services.save_canned(actor=desk.chief.actor, name="Şarj yolda", unit_id=desk.team.pk, text="{ad}: {konu}, {ben}.")
    ticket = desk.opened()
    found = queries.canned_for(ticket, desk.agent.actor, "sarj")
    asker, agent = desk.asker.user.full_name, desk.agent.user.full_name
    assert [(one.label, one.note, one.insert) for one in found] == [
        ("Şarj yolda", "::sarj-yolda", f"{asker}: Yazıcı basmıyor, {agent}.")
    ]
    assert queries.canned_for(ticket, desk.agent.actor, "toner") == []


# Who is here --------------------------------------------------------------------------------------------------------


def test_who_has_it_open_and_who_types_is_seen_for_less_than_a_minute(desk):
    ticket = desk.opened()
    services.be_here(ticket.pk, actor=desk.agent.actor)
    services.be_here(ticket.pk, actor=desk.other.actor, typing=True)
    here = queries.others_here(ticket.pk, desk.agent.actor)
    assert [(one.name, one.typing) for one in here] == [(desk.other.user.full_name, True)]

    Presence.objects.update(seen_at=now() - dt.timedelta(minutes=1))
    assert queries.others_here(ticket.pk, desk.agent.actor) == []
    Presence.objects.update(seen_at=now() - dt.timedelta(hours=1))
    assert services.forget_present() == 2


# What belongs together ----------------------------------------------------------------------------------------------


def test_the_solution_of_a_parent_solves_its_parts_and_closing_it_closes_them(desk):
    timed = desk.service("Süreli iş", time_required=True)
    parent, other = desk.opened(), desk.opened()
    part = desk.opened(desk.asker_head, service_code=timed.code)
    with pytest.raises(Refused, match="harcanan süre"):
        services.solve(part.case.number, actor=desk.agent.actor, text="Süresiz.")
    for one in (part, other):
        services.set_parent(one.case.number, actor=desk.agent.actor, parent=parent.case.number)
    services.solve(other.case.number, actor=desk.agent.actor, text="Ayrıca çözüldü.")
    with pytest.raises(Refused, match="Bağlı 1 alt talep"):
        services.solve(parent.case.number, actor=desk.agent.actor, text="Sunucu açıldı.")
    services.solve(parent.case.number, actor=desk.agent.actor, text="Sunucu açıldı.", children=True)
    assert (fresh(part).case.state, fresh(part).solution) == ("solved", "Sunucu açıldı.")

    services.confirm(parent.case.number, actor=desk.asker.actor)
    assert [fresh(one).case.state for one in (parent, part, other)] == ["closed", "closed", "solved"]
    heard = Notification.objects.filter(recipient=desk.asker_head.user).order_by("pk").last()
    assert heard.title == "Talebiniz, bağlı olduğu taleple birlikte kapandı: Yazıcı basmıyor"


def test_parents_make_no_ring_and_a_stranger_binds_nothing(desk):
    first, second = desk.opened(), desk.opened()
    one, two = first.case.number, second.case.number
    services.set_parent(two, actor=desk.agent.actor, parent=one)
    with pytest.raises(Refused, match="halka olmaz"):
        services.set_parent(one, actor=desk.agent.actor, parent=two)
    with pytest.raises(Refused, match="alt talebine katılamaz"):
        services.merge(one, actor=desk.agent.actor, into=two)
    with pytest.raises(Refused, match="karşılayan birimde"):
        services.link(one, actor=desk.asker.actor, other=two)
    services.link(one, actor=desk.agent.actor, other=two, why="aynı neden")
    assert [(why, case.number) for why, case, _ in queries.links_of(fresh(second), desk.agent.actor)] == [
        ("aynı neden", one)
    ]
    services.unlink(two, actor=desk.agent.actor, other=one)
    assert queries.links_of(fresh(first), desk.agent.actor) == []
    with pytest.raises(Refused, match="bağlı değil"):
        services.unlink(two, actor=desk.agent.actor, other=one)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bind_in_opposite_directions_at_once_one_is_refused(desk):
    one, two = desk.opened().case.number, desk.opened().case.number
    answers = []
    start = threading.Barrier(2)

    def bind(number, parent):
        start.wait()
        try:
            services.set_parent(number, actor=desk.agent.actor, parent=parent)
            answers.append("bağlandı")
        except Refused as refusal:
            answers.append(str(refusal)[-12:])
        finally:
            connection.close()

    threads = [threading.Thread(target=bind, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["bağlandı", "halka olmaz."]


def test_a_second_matter_becomes_a_ticket_of_the_same_asker(desk):
    ticket = desk.opened()
    said = services.answer(ticket.case.number, actor=desk.asker.actor, text="Bir de ekranım titriyor.")
    made = services.split(
        ticket.case.number,
        actor=desk.agent.actor,
        service_code=desk.plain.code,
        subject="Ekran titriyor",
        message_id=said.pk,
    )
    assert (made.requester_id, made.parent_id, made.text) == (
        desk.asker.user.pk,
        ticket.pk,
        "Bir de ekranım titriyor.",
    )
    assert verbs(ticket)[-1] == "split"


def test_both_who_asked_hear_of_a_merge_and_parts_go_along(desk):
    target, twin, part = desk.opened(), desk.opened(desk.asker_head), desk.opened()
    services.set_parent(part.case.number, actor=desk.agent.actor, parent=twin.case.number)
    services.merge(twin.case.number, actor=desk.agent.actor, into=target.case.number)
    titles = {
        person.user.pk: Notification.objects.filter(recipient=person.user).order_by("pk").last().title
        for person in (desk.asker, desk.asker_head)
    }
    assert titles == {
        desk.asker.user.pk: "Talebinize aynı konuda bir talep katıldı: Yazıcı basmıyor",
        desk.asker_head.user.pk: "Talebiniz başka bir taleple birleştirildi: Yazıcı basmıyor",
    }
    assert (fresh(part).parent_id, Case.objects.get(pk=twin.pk).state) == (target.pk, "merged")


# The doors ----------------------------------------------------------------------------------------------------------


def test_the_list_asks_does_and_tells_what_became_of_each(desk):
    first, second = desk.opened(), desk.opened()
    services.solve(second.case.number, actor=desk.agent.actor, text="Oldu.")
    numbers = [first.case.number, second.case.number]
    door = desk.agent.client

    page = door.get("/destek/kuyruk/?kuyruk=ekip").content.decode()
    assert ('name="islem" value="take"' in page, 'name="islem" value="assign"' in page) == (True, False)
    asked = desk.chief.client.get("/destek/kuyruk/toplu/", {"islem": "assign", "number": numbers})
    assert asked.content.decode().count('name="number"') == 2
    told = door.post("/destek/kuyruk/toplu/", {"islem": "state", "number": numbers, "act": "solve", "text": "Oldu."})
    assert "Bu aşamada «Çöz» yapılamaz." in told.content.decode()
    assert fresh(first).case.state == "solved"
    empty = door.post("/destek/kuyruk/toplu/", {"islem": "state", "number": numbers[:1], "act": "solve", "text": ""})
    assert (empty.status_code, "Talep sahibine gidecek metni yazın." in empty.content.decode()) == (422, True)
    gone = door.post("/destek/kuyruk/toplu/", {"islem": "take", "number": ["DT-1999-1"], "geri": "//evil.example/"})
    assert 'href="/destek/kuyruk/"' in gone.content.decode()
    api = door.post("/api/desk/many", {"numbers": numbers, "act": "close"}, content_type="application/json")
    assert [one["done"] for one in api.json()] == [True, True]


def test_many_go_into_one_by_the_list_and_by_the_api(desk):
    keep, first, second, apart = [desk.opened().case.number for _ in range(4)]
    door, page = desk.agent.client, "/destek/kuyruk/toplu/"
    asked = {"islem": "join", "number": [keep, first, second], "act": "merge"}
    assert "Seçilenlerden hangisiyle" in door.get(page, asked).content.decode()
    assert "sayısını yazın" in door.post(page, asked).content.decode()
    assert door.post(page, asked | {"near": keep}).status_code == 302
    states = dict(Ticket.objects.values_list("case__number", "case__state"))
    assert (states[keep], states[first], states[second]) == ("new", "merged", "merged")
    body = {"numbers": [apart], "act": "parent", "parent": keep}
    assert desk.asker.client.post("/api/desk/many", body, content_type="application/json").json()[0]["done"] is False
    told = door.post("/api/desk/many", body, content_type="application/json").json()
    assert told == [{"number": apart, "done": True, "words": ""}]
    assert [one.case.number for one in Ticket.objects.get(case__number=keep).children.filter(merged_into=None)] == [
        apart
    ]


def test_what_is_reported_about_a_card_becomes_one_ticket_of_the_service_that_hears_it(desk):
    fault = esignature.report_fault(actor=desk.asker.actor, what="Kart okuyucu görünmüyor")
    job = Actor(None, via="job")
    assert services.hear_fault(fault.pk, actor=job) is None
    Service.objects.filter(pk=desk.plain.pk).update(hears="signing")
    with pytest.raises(Refused, match="önce oradan kaldırın"):
        desk.service("E-imza", hears="signing")
    made = services.hear_fault(fault.pk, actor=job)
    assert (made.requester, made.channel, made.service) == (desk.asker.user, "system", desk.plain)
    fault.refresh_from_db()
    again = services.hear_fault(fault.pk, actor=job)
    assert (fault.ticket, again, Ticket.objects.count()) == (made.case.number, None, 1)


def test_the_board_moves_cards_by_steps_and_shows_strangers_none(desk):
    number = desk.opened().case.number
    page = desk.agent.client.get("/destek/kuyruk/tahta/").content.decode()
    assert (number in page, 'data-to="working"' in page) == (True, True)
    moved = desk.agent.client.post(f"/destek/talep/{number}/adim/take/?geri=tahta&ekip=")
    assert moved.headers["Location"] == "/destek/kuyruk/tahta/"
    columns = {one.key: [card.ticket.case.number for card in one.cards] for one in board(desk.agent)}
    assert columns == {"new": [], "working": [number], "waiting": [], "third_party": [], "solved": []}
    services.solve(number, actor=desk.agent.actor, text="Oldu.")
    assert [card.ticket.case.number for card in board(desk.agent)[-1].cards] == [number]
    assert number not in desk.stranger.client.get("/destek/kuyruk/tahta/").content.decode()


def board(person):
    return queries.kanban(person.actor, "ekip", queries.TicketFilter())


def test_the_page_of_a_ticket_carries_the_tools_for_the_desk_alone(desk):
    ticket = desk.opened()
    number = ticket.case.number
    macro(desk, priority=1)
    services.save_canned(actor=desk.chief.actor, name="Merhaba", unit_id=desk.team.pk, text="Merhaba {ad}")
    page = f"/destek/talep/{number}/"
    own, team = desk.asker.client.get(page).content.decode(), desk.agent.client.get(page).content.decode()
    for words in ("Toner yolda", "data-at-hand", 'data-hotkey="x"', "data-here", "Denetim listesi"):
        assert (words in own, words in team) == (False, True)

    rows = desk.agent.client.get(f"{page}elaltinda/", {"tur": "metin", "q": "mer"}).json()["rows"]
    assert rows[0]["insert"] == f"Merhaba {desk.asker.user.full_name}"
    who = desk.agent.client.get(f"{page}elaltinda/", {"tur": "kisi", "q": desk.other.user.username}).json()["rows"]
    assert [one["insert"] for one in who] == [f"@{desk.other.user.username} "]
    assert desk.asker.client.get(f"{page}elaltinda/", {"tur": "metin"}).status_code == 404

    desk.other.client.post(f"{page}burada/", {"yaziyor": "1"})
    assert "yazıyor" in desk.agent.client.post(f"{page}burada/").content.decode()
    desk.agent.client.post(f"{page}taslak/", {"text": "Yarım kalan yanıt"})
    assert "Yarım kalan yanıt" in desk.other.client.get(page).content.decode()
    assert "Yarım kalan yanıt" not in desk.asker.client.get(page).content.decode()
    assert 'href="/destek/kuyruk/" aria-current="page"' in team
    assert 'href="/destek/" aria-current="page"' in own

    api = f"/api/desk/tickets/{number}"
    assert desk.agent.client.get(f"{api}/draft").json()["text"] == "Yarım kalan yanıt"
    here = desk.agent.client.post(f"{api}/present", {"typing": True}, content_type="application/json").json()
    assert here == [{"name": desk.other.user.full_name, "typing": True}]
    assert [one["typing"] for one in desk.other.client.get(f"{api}/present").json()] == [True]
    gone = desk.other.client.put(f"{api}/draft", {"text": ""}, content_type="application/json")
    assert (gone.status_code, gone.json()) == (200, None)
    assert {desk.asker.client.get(f"{api}/{each}").status_code for each in ("draft", "present")} == {404}


def test_words_of_the_talk_are_found_and_those_of_notes_by_the_desk_alone(desk):
    ticket = desk.opened()
    number = ticket.case.number
    services.answer(number, actor=desk.agent.actor, text="Kartuşlar depodan geldi.")
    services.answer(number, actor=desk.agent.actor, text="Gizli: anakart değişecek.", internal=True)
    refresh(ticket.pk)

    def hits(person, words):
        return [one.ticket.case.number for one in queries.found_in_talk(person.actor, words)[0]]

    assert (hits(desk.asker, "kartuş"), hits(desk.agent, "kartuşun")) == ([number], [number])
    assert (hits(desk.asker, "anakart"), hits(desk.agent, "anakart")) == ([], [number])
    assert (hits(desk.stranger, "kartuş"), hits(desk.stranger, "anakart")) == ([], [])
    everywhere = {person.user.pk: len(search(person.actor, "anakart").hits) for person in (desk.asker, desk.agent)}
    assert everywhere == {desk.asker.user.pk: 0, desk.agent.user.pk: 1}


def test_times_and_charts_are_for_leaders_and_each_sees_his_own_minutes(desk):
    number = desk.opened().case.number
    services.log_time(number, actor=desk.agent.actor, minutes=35, note="Toner")
    own = desk.agent.client.get("/destek/pano/sureler/").content.decode()
    assert ("Toner" in own, "Toner" in desk.other.client.get("/destek/pano/sureler/").content.decode()) == (
        True,
        False,
    )
    row = fresh(desk.opened()).work.model.objects.get()
    with pytest.raises(Refused, match="yalnız yazan kişi"):
        services.drop_time(number, row.pk, actor=desk.other.actor)
    services.drop_time(number, row.pk, actor=desk.agent.actor)
    assert Ticket.objects.get(case__number=number).minutes_spent == 0
    assert desk.agent.client.get("/destek/pano/grafikler/").status_code == 404
    page = desk.chief.client.get("/destek/pano/grafikler/?dokum=kisi").content.decode()
    assert "Ay sonunda açık talep" in page
    month = localdate().replace(day=1)
    assert queries.backlog_by_month(desk.chief.actor, [month]) == [2]


def test_tools_are_arranged_on_the_screen_by_whoever_builds_the_desk(desk):
    door = desk.chief.client
    made = door.post(
        "/destek/katalog/araclar/metinler/yeni/",
        {"name": "Şarj", "text": "Sayın {ad}", "unit_id": desk.team.pk, "active": "on"},
    )
    assert made.status_code == 302
    wrong = door.post("/destek/katalog/araclar/makrolar/yeni/", {"name": "Boş", "unit_id": desk.team.pk, "order": 5})
    assert "Makro hiçbir şey yapmıyor" in wrong.content.decode()
    for name in ("sablonlar", "makrolar", "metinler"):
        assert door.get(f"/destek/katalog/araclar/{name}/").status_code == 200
        assert desk.stranger.client.get(f"/destek/katalog/araclar/{name}/").status_code == 404
    assert "::sarj" in door.get("/destek/katalog/araclar/metinler/").content.decode()
    listed = desk.agent.client.get("/api/desk/canned").json()
    assert [one["word"] for one in listed] == ["sarj"]
    api = desk.agent.client.post("/api/desk/canned", {"name": "A", "text": "B"}, content_type="application/json")
    assert (api.status_code, "yetkiniz yok" in api.json()["title"]) == (409, True)

    # one's own: kept by whoever works, offered to him alone, beside what the team has
    own = desk.agent.client.post(
        "/destek/katalog/araclar/metinler/yeni/", {"name": "Şarj", "text": "Benden {ad}", "active": "on"}
    )
    assert own.status_code == 302
    made = desk.agent.client.post(
        "/api/desk/macros", {"name": "Bana", "step": "take", "mine": True}, content_type="application/json"
    )
    assert (made.status_code, made.json()["mine"]) == (201, True)
    ticket = desk.opened()
    texts = {who: len(queries.canned_for(ticket, who.actor, "sarj")) for who in (desk.agent, desk.other)}
    assert texts == {desk.agent: 2, desk.other: 1}
    assert list(queries.macros_for(desk.other.actor, ticket)) == []
    key = made.json()["id"]
    for who in (desk.other, desk.chief):
        assert who.client.get(f"/destek/katalog/araclar/makrolar/{key}/").status_code == 404
        with pytest.raises(Refused, match="bulunamadı"):
            services.drop_tool("macro", key, actor=who.actor)
    with pytest.raises(Refused, match="artık yok"):
        services.run_macro(ticket.case.number, actor=desk.other.actor, macro_id=key)
    services.run_macro(ticket.case.number, actor=desk.agent.actor, macro_id=key)
    assert fresh(ticket).case.assignee_id == desk.agent.user.pk
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.save_macro(
            key, actor=desk.agent.actor, name="Bana", step="take", unit_id=desk.team.pk
        )  # to the team only by whoever builds it
    assert services.drop_tool("macro", key, actor=desk.agent.actor) == "Bana"
