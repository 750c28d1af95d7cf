"""The working tools of the desk: macros, many at once, checklists, texts at hand, who is here, ties."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils.timezone import now

from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail.queries import story
from konak.service.desk import queries, services
from konak.service.desk.models import Presence, Ticket


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
    parent, part, other = desk.opened(), desk.opened(desk.asker_head), desk.opened()
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
