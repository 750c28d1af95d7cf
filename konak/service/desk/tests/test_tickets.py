"""A ticket from its opening to its end: who may, who may not, in which order, in which words."""

import datetime as dt
import io

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.cases.models import Case
from konak.foundation.cases.services import steps_open
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.models import Notification
from konak.foundation.trail.queries import story
from konak.service.desk import public, queries, services
from konak.service.desk.models import Ticket

PAPER = b"ekran g\xc3\xb6r\xc3\xbcnt\xc3\xbcs\xc3\xbc\n"


def told(ticket):
    return [(entry.verb, entry.user_id) for entry in story("desk.ticket", ticket.case.number)]


def steps(ticket, person):
    return [step.name for step in steps_open(queries.ticket(person.actor, ticket.case.number), person.actor)]


def heard(person):
    return list(Notification.objects.filter(recipient=person.user).order_by("pk").values_list("topic", "title"))


def test_a_ticket_is_taken_solved_and_confirmed_and_the_story_says_so(desk):
    ticket = desk.opened()
    number = ticket.case.number
    services.take_up(number, actor=desk.agent.actor)
    services.solve(number, actor=desk.agent.actor, text="Sıkışan kâğıt çıkarıldı.")
    done = services.confirm(number, actor=desk.asker.actor)

    assert number.startswith("DT-")
    assert (done.case.state, done.case.closed_at is not None, done.clock_on) == ("closed", True, False)
    asker, agent = desk.asker.user.pk, desk.agent.user.pk
    assert told(done) == [("open", asker), ("take", agent), ("solve", agent), ("confirm", asker)]
    assert (done.answered_at is not None, done.answered_at <= done.solved_at) == (True, True)


def test_each_side_is_told_in_its_own_words(desk):
    ticket = desk.opened()
    number = ticket.case.number
    services.take_up(number, actor=desk.agent.actor)
    services.answer(number, actor=desk.agent.actor, text="Bakıyoruz.")
    services.answer(number, actor=desk.asker.actor, text="Teşekkürler.")
    name = desk.agent.user.full_name
    assert heard(desk.agent) == [
        ("desk.queue", "Yeni talep: Yazıcı basmıyor"),
        ("desk.written", f"{desk.asker.user.full_name} yanıt yazdı: Yazıcı basmıyor"),
    ]
    assert heard(desk.asker) == [
        ("desk.mine", f"{name} talebinizle ilgileniyor: Yazıcı basmıyor"),
        ("desk.mine", "Talebiniz yanıtlandı: Yazıcı basmıyor"),
    ]
    assert heard(desk.stranger) == []


def test_each_sees_the_steps_that_are_his(desk):
    ticket = desk.opened()
    assert steps(ticket, desk.asker) == ["withdraw"]
    assert steps(ticket, desk.agent) == ["take", "ask", "refer", "seek_approval", "solve", "merge"]
    assert steps(ticket, desk.chief) == ["take", "assign", "ask", "refer", "seek_approval", "solve", "merge"]
    services.solve(ticket.case.number, actor=desk.agent.actor, text="Oldu.")
    assert steps(ticket, desk.asker) == ["confirm", "reopen"]
    assert steps(ticket, desk.agent) == ["reopen", "close"]


def test_a_stranger_neither_sees_nor_does(desk):
    number = desk.opened().case.number
    for person in (desk.stranger, desk.asker_head):
        assert list(queries.tickets(person.actor)) == []
        for act in (
            lambda who: services.take_up(number, actor=who),
            lambda who: services.answer(number, actor=who, text="Merhaba"),
            lambda who: services.solve(number, actor=who, text="Oldu"),
            lambda who: services.rate(number, actor=who, score=5),
            lambda who: services.classify(number, actor=who, priority=1),
            lambda who: services.log_time(number, actor=who, minutes=5),
        ):
            with pytest.raises(ObjectDoesNotExist):
                act(person.actor)


def test_whoever_asked_is_not_the_desk(desk):
    number = desk.opened().case.number
    for act in (
        lambda who: services.take_up(number, actor=who),
        lambda who: services.solve(number, actor=who, text="Oldu"),
        lambda who: services.answer(number, actor=who, text="Not", internal=True),
        lambda who: services.classify(number, actor=who, priority=1),
        lambda who: services.log_time(number, actor=who, minutes=5),
        lambda who: services.assign(number, actor=who, assignee_id=desk.agent.user.pk),
    ):
        with pytest.raises(Refused):
            act(desk.asker.actor)


def test_a_member_of_the_desk_who_asks_is_only_an_asker_elsewhere(desk):
    away = desk.hall.seat("chief", desk.hall.gis)
    ticket = desk.opened(away)
    assert steps(ticket, away) == ["withdraw"]


def test_the_wrong_state_refuses(desk):
    number = desk.opened().case.number
    with pytest.raises(Refused, match="Bu aşamada «Çözümü onayla» yapılamaz"):
        services.confirm(number, actor=desk.asker.actor)
    with pytest.raises(Refused, match="çözüldükten sonra"):
        services.rate(number, actor=desk.asker.actor, score=5)
    services.withdraw(number, actor=desk.asker.actor, words="Düzeldi.")
    with pytest.raises(Refused, match="Kapanmış talebe yazılamaz"):
        services.answer(number, actor=desk.agent.actor, text="Merhaba")


def test_the_unhappy_reopen_and_the_happy_close_by_one_click(desk):
    number = desk.opened().case.number
    services.solve(number, actor=desk.agent.actor, text="Oldu.")
    again = services.rate(number, actor=desk.asker.actor, score=1, words="Hâlâ basmıyor.")
    assert (again.case.state, again.reopened, again.solved_at) == ("reopened", 1, None)
    services.solve(number, actor=desk.agent.actor, text="Tambur değişti.")
    done = services.rate(number, actor=desk.asker.actor, score=5)
    assert done.case.state == "closed"
    assert list(done.ratings.order_by("pk").values_list("score", "words")) == [(1, "Hâlâ basmıyor."), (5, "")]
    assert Ticket.objects.get(pk=done.pk).score == 5


def test_time_is_wanted_where_the_service_says_so(desk):
    service = desk.service("Yerinde destek", time_required=True)
    number = desk.opened(service_code=service.code).case.number
    with pytest.raises(Refused, match="harcanan süre yazılmadan"):
        services.solve(number, actor=desk.agent.actor, text="Oldu.")
    done = services.solve(number, actor=desk.agent.actor, text="Oldu.", minutes=25)
    assert (done.case.state, Ticket.objects.get(pk=done.pk).minutes_spent) == ("solved", 25)


def test_somebody_is_given_it_by_load_and_skill(desk):
    network = services.add_skill(actor=desk.chief.actor, name="Ağ")
    for person, skills in ((desk.agent, []), (desk.other, [network.pk])):
        services.save_agent(actor=desk.chief.actor, unit_id=desk.team.pk, user_id=person.user.pk, skill_ids=skills)
    shared = desk.service("Paylaşılan", assigns=True)
    asked = desk.service("Ağ", assigns=True, skill_id=network.pk)
    given = [desk.opened(service_code=asked.code).case.assignee_id for _ in range(2)]
    given += [desk.opened(service_code=shared.code).case.assignee_id for _ in range(3)]
    agent, other = desk.agent.user.pk, desk.other.user.pk
    assert given == [other, other, agent, agent, agent]


def test_what_another_has_is_left_to_him_unless_one_hands_out(desk):
    number = desk.opened().case.number
    services.take_up(number, actor=desk.agent.actor)
    newcomer = desk.hall.seat("staff", desk.team)
    with pytest.raises(Refused, match="üstlenmiş"):
        services.take_up(number, actor=newcomer.actor)
    assert services.take_up(number, actor=desk.chief.actor).case.assignee_id == desk.chief.user.pk
    with pytest.raises(Refused, match="bu ekipte görevli değil"):
        services.assign(number, actor=desk.chief.actor, assignee_id=desk.stranger.user.pk)


def test_internal_notes_are_never_the_askers(desk):
    number = desk.opened().case.number
    services.answer(number, actor=desk.agent.actor, text="Cihaz eski, değişmeli.", internal=True)
    assert heard(desk.asker) == []
    with pytest.raises(Refused, match="destek ekibinde değil"):
        services.answer(number, actor=desk.agent.actor, text=f"@{desk.asker.user.username} bakar mı?", internal=True)
    services.answer(number, actor=desk.agent.actor, text=f"@{desk.other.user.username} bakar mısın?", internal=True)
    assert heard(desk.other)[-1] == ("desk.named", "Bir talepte sizden söz edildi: Yazıcı basmıyor")


def test_a_call_is_written_down_for_whoever_called(desk):
    ticket = services.open_ticket(
        actor=desk.agent.actor,
        service_code=desk.plain.code,
        subject="Şifre",
        channel="phone",
        on_behalf_of=desk.asker.user.pk,
    )
    assert (ticket.requester_id, ticket.entered_by_id) == (desk.asker.user.pk, desk.agent.user.pk)
    assert [one.case.number for one in queries.tickets(desk.asker.actor)] == [ticket.case.number]
    assert ticket.case.opened_from_unit_id == desk.hall.elsewhere.pk
    services.solve(ticket.case.number, actor=desk.agent.actor, text="Sıfırlandı.")
    assert services.confirm(ticket.case.number, actor=desk.asker.actor).case.state == "closed"
    with pytest.raises(Refused, match="Başkası adına"):
        services.open_ticket(
            actor=Actor(desk.hall.seat("auditor", desk.hall.municipality).user.pk, ()),
            service_code=desk.plain.code,
            subject="x",
            on_behalf_of=desk.asker.user.pk,
        )


def test_an_approval_comes_before_the_work_and_from_the_head(desk):
    service = desk.service("Yeni bilgisayar", approver="manager")
    ticket = desk.opened(service_code=service.code)
    number = ticket.case.number
    fresh = queries.ticket(desk.asker_head.actor, number)
    assert (fresh.case.state, fresh.case.assignee_id, fresh.case.due_on) == (
        "approval",
        desk.asker_head.user.pk,
        None,
    )
    with pytest.raises(Refused, match="Bu aşamada"):
        services.take_up(number, actor=desk.agent.actor)
    with pytest.raises(Refused, match="Kendi talebinize"):
        services.approve(number, actor=desk.asker.actor)
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.approve(number, actor=desk.agent.actor)
    approved = services.approve(number, actor=desk.asker_head.actor, words="Uygundur.")
    assert (approved.case.state, approved.case.assignee_id, approved.case.due_on is not None) == ("new", None, True)
    assert list(queries.tickets(desk.asker_head.actor)) == []

    other = desk.opened(service_code=service.code).case.number
    with pytest.raises(Refused, match="Neden"):
        services.decline(other, actor=desk.asker_head.actor, words=" ")
    assert services.decline(other, actor=desk.asker_head.actor, words="Bütçe yok.").case.state == "closed"


def test_the_opening_time_does_not_change_by_any_road(desk):
    ticket = desk.opened()
    for change in (
        lambda: Ticket.objects.filter(pk=ticket.pk).update(opened_at=now() - dt.timedelta(days=1)),
        lambda: Case.objects.filter(pk=ticket.pk).update(opened_at=now() - dt.timedelta(days=1)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_waiting_for_whoever_asked_stops_the_promise_and_his_answer_starts_it(desk):
    ticket = desk.opened()
    number = ticket.case.number
    before = Ticket.objects.get(pk=ticket.pk).solve_due
    waiting = services.ask(number, actor=desk.agent.actor, text="Sicil no nedir?")
    assert (waiting.clock_on, waiting.case.due_on, waiting.case.assignee_id) == (False, None, desk.agent.user.pk)
    waiting.pauses.update(since=now() - dt.timedelta(days=3))
    services.answer(number, actor=desk.asker.actor, text="255.02.01")
    going = queries.ticket(desk.agent.actor, number)
    assert (going.case.state, going.clock_on, going.case.due_on is not None) == ("working", True, True)
    assert going.solve_due >= before
    assert [(one.why, one.until is not None) for one in going.pauses.all()] == [("waiting", True)]


def test_a_third_party_stops_the_own_clock_and_not_the_promise(desk):
    ola = services.save_level(
        actor=desk.chief.actor, name="Ekip", kind="ola", hours_id=desk.level.hours_id, targets={3: (None, 480)}
    )
    service = desk.service("Sunucu", own_level_id=ola.pk)
    number = desk.opened(service_code=service.code).case.number
    away = services.refer(number, actor=desk.agent.actor, party="Yüklenici A.Ş.")
    assert (away.clock_on, away.own_due, away.solve_due is not None) == (True, None, True)
    back = services.resume(number, actor=desk.agent.actor)
    assert (back.own_due is not None, back.third_party) == (True, "")


def test_priority_and_service_recount_the_clock_from_the_opening(desk):
    ticket = desk.opened()
    slow = Ticket.objects.get(pk=ticket.pk).solve_due
    fast = services.classify(ticket.case.number, actor=desk.agent.actor, priority=1)
    assert fast.solve_due < slow
    services.set_matrix(actor=desk.chief.actor, cells={(1, 1): 1, (3, 3): 4})
    low = services.classify(ticket.case.number, actor=desk.agent.actor, impact=3, urgency=3)
    assert (low.priority, low.solve_due > slow) == (4, True)
    assert told(low)[-1][0] == "classify"


def test_an_announced_source_has_one_open_ticket_and_a_line_for_each_repetition(desk):
    facts = {"source": "monitoring:42", "service_code": desk.plain.code, "subject": "Anahtar yanıt vermiyor"}
    first = public.announce(**facts)
    assert public.announce(**facts, text="Hâlâ yanıt yok") == first
    ticket = queries.ticket(desk.agent.actor, first)
    assert (ticket.times_announced, ticket.channel, ticket.messages.filter(internal=True).count()) == (2, "system", 1)
    services.solve(first, actor=desk.agent.actor, text="Yeniden başlatıldı.")
    services.close(first, actor=desk.agent.actor)
    assert public.announce(**facts) != first


def test_files_are_checked_and_kept_with_their_message(desk):
    number = desk.opened(files=[(io.BytesIO(PAPER), "ekran.txt")]).case.number
    services.answer(number, actor=desk.agent.actor, text="Not", internal=True, files=[(io.BytesIO(b"x\n"), "iz.txt")])
    ticket = queries.ticket(desk.agent.actor, number)
    rows = ticket.files.order_by("pk").values_list("file__name", "internal")
    assert list(rows) == [("ekran.txt", False), ("iz.txt", True)]
    with pytest.raises(Refused, match="kabul edilmiyor"):
        services.answer(number, actor=desk.agent.actor, text="x", files=[(io.BytesIO(b"MZ"), "virus.exe")])


def test_two_tickets_become_one(desk):
    first, second = desk.opened().case.number, desk.opened(subject="Yazıcı yine basmıyor").case.number
    merged = services.merge(second, actor=desk.agent.actor, into=first)
    assert (merged.case.state, merged.merged_into.case.number) == ("merged", first)
    with pytest.raises(Refused, match="kendisiyle"):
        services.merge(first, actor=desk.agent.actor, into=first)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"subject": "  "}, "konusunu"),
        ({"service_code": "yok"}, "destek hizmeti yok"),
        ({"kind": "change"}, "açılamaz"),
        ({"channel": "letter"}, "sayısı zorunlu"),
        ({"answers": {"x": 1}}, "formu yok"),
    ],
)
def test_bad_openings_are_refused_in_words(desk, facts, words):
    with pytest.raises(Refused, match=words):
        desk.opened(**facts)
