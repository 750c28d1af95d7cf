import datetime as dt
import threading

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.utils.timezone import localdate

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import Appointment, Unit
from konak.foundation.trail import queries as trail
from konak.service.access_requests import services
from konak.service.access_requests.models import AccessRequest, ConflictException, Entitlement
from konak.service.access_requests.queries import requests
from konak.service.access_requests.tests.conftest import days, name_to_group, seat_of

asking, deciding, executing, ending = services.asking, services.deciding, services.executing, services.ending


def fresh(row):
    return AccessRequest.objects.get(pk=row.pk)


def verbs(row):
    return [entry.verb for entry in trail.story("access_requests.accessrequest", row.case.number)]


def test_a_request_goes_from_the_clerk_over_the_chief_to_the_hands_that_open_it(office, plain_right):
    (row,) = office.ask(plain_right)
    assert (row.case.state, row.role, row.case.assignee_id) == ("asked", "manager", office.chief.user.pk)

    row = deciding.approve(row.case.number, actor=office.chief.actor, words="Görevi gereği")
    assert (row.case.state, row.case.unit_id, row.case.assignee_id) == ("executing", office.hall.network.pk, None)

    row = executing.grant(row.case.number, actor=office.hands.actor, proof="EBYS-Okur grubuna eklendi")
    held = Entitlement.objects.get()
    assert (row.case.state, fresh(row).entitlement) == ("done", held)
    assert (held.assignee_id, held.state, held.granted_by_id) == (
        office.clerk.user.pk,
        "active",
        office.hands.user.pk,
    )
    assert (held.proof, held.request_number) == ("EBYS-Okur grubuna eklendi", row.case.number)
    assert verbs(row) == ["open", "release", "grant"]


def test_a_risky_right_asks_manager_owner_and_security_in_this_order(office, risky_right):
    (row,) = office.ask(risky_right)
    number = row.case.number
    turns = []
    for person in (office.chief, office.owner, office.security):
        turns.append((fresh(row).role, fresh(row).case.assignee_id == person.user.pk))
        deciding.approve(number, actor=person.actor)
    assert turns == [("manager", True), ("owner", True), ("security", True)]
    assert (fresh(row).case.state, fresh(row).until) == ("executing", days(89))


def test_nobody_approves_his_own_request_nor_one_he_opened_for_another(office, plain_right):
    (own,) = office.ask(plain_right, who=office.chief)
    assert own.case.assignee_id == office.director.user.pk
    with pytest.raises(Refused, match="Kendi yetkinizi"):
        deciding.approve(own.case.number, actor=office.chief.actor)

    (for_clerk,) = office.ask(plain_right, who=office.chief, person_id=office.clerk.user.pk)
    assert for_clerk.case.assignee_id == office.director.user.pk
    with pytest.raises(Refused, match="görevler ayrılığı"):
        deciding.approve(for_clerk.case.number, actor=office.chief.actor)


def test_a_person_is_asked_once_in_a_chain_and_security_is_always_somebody_else(office):
    right = office.right("kendi", risk=3, approvals=["owner"], assignee=office.chief.user)
    (row,) = office.ask(right)
    row = deciding.approve(row.case.number, actor=office.chief.actor)
    assert [one.verdict for one in row.approvals.order_by("place")] == ["approved", "same", "waiting"]
    assert (row.role, row.case.assignee_id) == ("security", office.security.user.pk)


def test_the_last_hand_that_is_asked_twice_sends_it_to_execution_at_once(office):
    right = office.right("tek", approvals=["owner"], assignee=office.chief.user)
    (row,) = office.ask(right)
    deciding.approve(row.case.number, actor=office.chief.actor)
    assert fresh(row).case.state == "executing"


def test_a_deputy_of_today_decides_in_place_of_who_is_away(office, plain_right):
    chief = seat_of(office.chief)
    Appointment.objects.create(
        user=office.other.user, unit=office.bureau, position="chief", since=localdate(), acting_for=chief
    )
    (row,) = office.ask(plain_right)
    assert row.case.assignee_id == office.other.user.pk
    row = deciding.approve(row.case.number, actor=actor_of(office.other.user.pk))
    assert (row.case.state, row.approvals.get().acting) == ("executing", True)


def test_a_delegation_that_begins_later_takes_over_the_desk(office, plain_right):
    (row,) = office.ask(plain_right)
    chief = seat_of(office.chief)
    Appointment.objects.create(
        user=office.other.user, unit=office.bureau, position="chief", since=localdate(), acting_for=chief
    )
    moved = deciding.reroute(actor=office.admin.actor, user_ids=[office.chief.user.pk])
    assert (moved, fresh(row).case.assignee_id) == (1, office.other.user.pk)
    assert deciding.reroute(actor=office.admin.actor, user_ids=[office.other.user.pk]) == 0


def test_a_stranger_neither_sees_nor_touches_a_request(office, plain_right):
    (row,) = office.ask(plain_right)
    assert list(requests.requests(office.stranger.actor)) == []
    for act in (deciding.approve, lambda number, actor: deciding.refuse(number, actor=actor, why="Olmaz")):
        with pytest.raises(ObjectDoesNotExist):
            act(row.case.number, actor=office.stranger.actor)
    with pytest.raises(Refused, match="size bağlı personel"):
        office.ask(plain_right, who=office.stranger, person_id=office.clerk.user.pk)


def test_what_is_handed_back_is_corrected_and_asked_anew(office, plain_right):
    (row,) = office.ask(plain_right)
    deciding.hand_back(row.case.number, actor=office.chief.actor, why="Süresini yazın")
    assert (fresh(row).case.state, fresh(row).case.assignee_id) == ("returned", office.clerk.user.pk)
    with pytest.raises(Refused, match="Bu aşamada"):
        deciding.approve(row.case.number, actor=office.chief.actor)

    asking.resubmit(row.case.number, actor=office.clerk.actor, reason="Proje bitene kadar", until=days(20))
    row = fresh(row)
    assert (row.case.state, row.until, row.turns_left) == ("asked", days(20), 1)
    deciding.approve(row.case.number, actor=office.chief.actor)
    assert fresh(row).case.state == "executing"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "neden gerek"),
        ({"since": dt.date(2020, 1, 1)}, "geçmişte"),
        ({"until": dt.date(2021, 1, 1)}, "başlangıçtan önce"),
        ({"reason": "parola: gizli123"}, "parola"),
    ],
)
def test_bad_input_is_refused_in_words(office, plain_right, facts, words):
    with pytest.raises(Refused, match=words):
        office.ask(plain_right, **facts)
    assert AccessRequest.objects.count() == 0


def test_a_period_longer_than_the_longest_is_refused_and_the_same_thing_is_not_asked_twice(office, risky_right):
    with pytest.raises(Refused, match="en çok 90 gün"):
        office.ask(risky_right, until=days(200))
    office.ask(risky_right)
    with pytest.raises(Refused, match="açık bir talep var"):
        office.ask(risky_right)


def test_a_basket_is_all_or_nothing(office, plain_right):
    closed = office.right("kapali", active=False)
    with pytest.raises(Refused, match="artık istenemiyor"):
        office.ask(plain_right, closed)
    assert AccessRequest.objects.count() == 0
    second = office.right("ikinci")
    rows = office.ask(plain_right, second)
    assert {row.basket for row in rows} == {rows[0].case.number}


def test_who_may_not_ask_is_told_why(office):
    heads_only = office.right("mudur", positions=["director"])
    far_away = office.right("zabita", audience=[office.hall.elsewhere])
    for right, words in ((heads_only, "belirli unvanlar"), (far_away, "belirli birimlerin")):
        with pytest.raises(Refused, match=words):
            office.ask(right)


def test_two_rights_that_may_not_meet_are_stopped_until_security_allows_it_with_a_control_and_a_day(
    office, plain_right
):
    second = office.right("odeme")
    services.cataloguing.rule(
        actor=office.security.actor, right_id=plain_right.pk, other_id=second.pk, why="Hazırlayan ödeyemez."
    )
    office.granted(plain_right)
    with pytest.raises(Refused, match="Hazırlayan ödeyemez"):
        office.ask(second)

    (row,) = office.ask(second, compensating="Haftalık çapraz denetim", exception_until=days(30))
    deciding.approve(row.case.number, actor=office.chief.actor)
    assert (fresh(row).role, ConflictException.objects.count()) == ("security", 0)
    deciding.approve(row.case.number, actor=office.security.actor)
    allowed = ConflictException.objects.get()
    assert (allowed.until, allowed.approved_by_id, fresh(row).until) == (days(30), office.security.user.pk, days(30))


def test_the_matrix_of_staffing_stops_a_right_that_stands_for_a_duty_group(office):
    from konak.governance.staffing.models import Incompatible

    name_to_group(office.clerk, "vt-yoneticisi", office.hall.department)
    name_to_group(office.stranger, "iz-inceleyen", office.hall.department)
    Incompatible.objects.create(
        left_kind="group",
        left="iz-inceleyen",
        right_kind="group",
        right="vt-yoneticisi",
        why="Kendi izini inceleyemez.",
    )
    right = office.right("iz-okur", duty_group="iz-inceleyen")
    with pytest.raises(Refused, match="Kendi izini inceleyemez"):
        office.ask(right)
    assert office.ask(right, who=office.other)[0].case.state == "asked"


def test_many_are_approved_at_once_with_a_reason_and_what_is_stopped_is_told(office, plain_right):
    (mine,) = office.ask(plain_right, who=office.other)
    (theirs,) = office.ask(plain_right)
    (own,) = office.ask(plain_right, who=office.chief)
    numbers = [mine.case.number, theirs.case.number, own.case.number]
    with pytest.raises(Refused, match="gerekçe"):
        deciding.approve_many(actor=office.chief.actor, numbers=numbers, words="")
    result = deciding.approve_many(actor=office.chief.actor, numbers=numbers, words="Servisin işi")
    assert result.done == tuple(numbers[:2])
    assert [number for number, _ in result.refused] == [own.case.number]


def test_nobody_opens_his_own_right_and_a_password_is_never_written_down(office, plain_right):
    (row,) = office.ask(plain_right, who=office.hands)
    while fresh(row).case.state == "asked":
        deciding.approve(row.case.number, actor=actor_of(fresh(row).case.assignee_id))
    with pytest.raises(Refused, match="Kendi yetkinizi siz açıp"):
        executing.grant(row.case.number, actor=office.hands.actor, proof="Açtım")
    with pytest.raises(Refused, match="parola"):
        executing.grant(row.case.number, actor=office.security.actor, proof="Açıldı, şifre: 1234")


def test_a_right_is_opened_only_after_its_text_was_accepted(office):
    version = services.undertaking.issue(
        actor=office.admin.actor, code="vpn", name="VPN taahhütnamesi", text="VPN yalnız görev için kullanılır."
    )
    right = office.right("vpn", undertakings=[version.undertaking])
    (row,) = office.ask(right)
    deciding.approve(row.case.number, actor=office.chief.actor)
    with pytest.raises(Refused, match="VPN taahhütnamesi"):
        executing.grant(row.case.number, actor=office.hands.actor, proof="Açıldı")
    with pytest.raises(Refused, match="siz okurken değişmiş"):
        services.undertaking.accept(version.pk, actor=office.clerk.actor, digest="0" * 64)
    made = services.undertaking.accept(version.pk, actor=office.clerk.actor, digest=version.digest)
    assert services.undertaking.accept(version.pk, actor=office.clerk.actor, digest=version.digest) == made
    assert executing.grant(row.case.number, actor=office.hands.actor, proof="Açıldı").case.state == "done"


def test_more_time_is_written_when_it_is_approved_and_nothing_is_carried_out(office, risky_right):
    held = office.granted(risky_right)
    row = asking.extend(held.pk, actor=office.clerk.actor, until=held.until, reason="x") if False else None
    del row
    with pytest.raises(Refused, match="sonra olmalı"):
        asking.extend(held.pk, actor=office.clerk.actor, until=held.until, reason="Sürüyor")
    Entitlement.objects.filter(pk=held.pk).update(until=days(10))
    longer = asking.extend(held.pk, actor=office.clerk.actor, until=days(60), reason="Proje sürüyor")
    for person in (office.chief, office.owner, office.security):
        deciding.approve(longer.case.number, actor=person.actor)
    held.refresh_from_db()
    assert (fresh(longer).case.state, held.until) == ("done", days(60))


def test_a_change_gives_the_new_right_and_takes_the_old_one_in_one_step(office, plain_right):
    held = office.granted(plain_right)
    better = office.right("ebys-yazar")
    row = asking.change(held.pk, actor=office.clerk.actor, right_id=better.pk, reason="Görevim değişti")
    deciding.approve(row.case.number, actor=office.chief.actor)
    executing.grant(row.case.number, actor=office.hands.actor, proof="Rol değişti")
    states = dict(Entitlement.objects.values_list("right__code", "state"))
    assert states == {"ebys-okur": "removed", "ebys-yazar": "active"}


def test_an_early_end_is_a_task_that_is_proved(office, plain_right):
    held = office.granted(plain_right)
    with pytest.raises(Refused, match="sahibi, amiri"):
        ending.end(held.pk, actor=office.stranger.actor, why="Gerek yok")
    ending.end(held.pk, actor=office.chief.actor, why="İşi bitti")
    held.refresh_from_db()
    (task,) = AccessRequest.objects.filter(kind="end")
    assert (held.state, task.case.state, task.case.unit_id) == ("ended", "executing", office.hall.network.pk)
    with pytest.raises(Refused, match="geri gönderilemez"):
        executing.hand_back(task.case.number, actor=office.hands.actor, why="Olmadı")
    executing.grant(task.case.number, actor=office.hands.actor, proof="Gruptan çıkarıldı")
    held.refresh_from_db()
    assert (held.state, held.removed_by_id, held.end_proof) == ("removed", office.hands.user.pk, "Gruptan çıkarıldı")


def test_the_round_ends_what_is_over_and_a_second_run_changes_nothing(office, risky_right):
    held = office.granted(risky_right)
    Entitlement.objects.filter(pk=held.pk).update(since=days(-40), until=days(-1))
    assert (ending.end_due(), ending.end_due()) == (1, 0)
    assert AccessRequest.objects.filter(kind="end").count() == 1
    held.refresh_from_db()
    assert (held.state, held.end_why) == ("ended", "Süresi doldu")


def test_a_right_is_warned_of_at_thirty_seven_and_one_days_each_once(office, risky_right):
    held = office.granted(risky_right)
    told = []
    for left in (31, 30, 29, 7, 6, 1, 0):
        Entitlement.objects.filter(pk=held.pk).update(since=days(-60), until=days(left))
        told.append(ending.warn())
    held.refresh_from_db()
    assert (told, held.warned) == ([0, 1, 0, 1, 0, 1, 0], [1, 7, 30])


def test_emergency_access_is_open_at_once_and_looked_at_afterwards(office, plain_right, risky_right):
    with pytest.raises(Refused, match="acil erişime açık değil"):
        executing.break_glass(actor=office.security.actor, right_id=plain_right.pk, reason="Sunucu çöktü, gece")
    with pytest.raises(Refused, match="nöbette"):
        executing.break_glass(actor=office.clerk.actor, right_id=risky_right.pk, reason="Sunucu çöktü, gece")
    row = executing.break_glass(actor=office.security.actor, right_id=risky_right.pk, reason="Sunucu çöktü, gece")
    assert (row.case.state, row.entitlement.state, row.case.assignee_id) == ("review", "active", office.owner.user.pk)
    with pytest.raises(Refused, match="kendi erişimini"):
        deciding.uphold(row.case.number, actor=office.security.actor, words="Gerekliydi")
    deciding.overrule(row.case.number, actor=office.owner.actor, words="Yedek hesap yeterdi")
    assert (fresh(row).case.state, Entitlement.objects.get().state) == ("refused", "ended")


def test_an_unreviewed_emergency_climbs_once(office, risky_right):
    row = executing.break_glass(actor=office.security.actor, right_id=risky_right.pk, reason="Sunucu çöktü, gece")
    day = row.case.due_on + dt.timedelta(days=1)
    assert (services.rounds.climb(row.case.due_on), services.rounds.climb(day), services.rounds.climb(day)) == (
        0,
        1,
        0,
    )


def test_a_provisioner_carries_out_by_itself_and_a_second_order_changes_nothing(office):
    done = []
    services.provisioning.register(
        services.provisioning.Provisioner(
            "deneme",
            "Deneme dizini",
            lambda order: done.append(("+", order.target)) or "eklendi",
            lambda order: done.append(("-", order.target)) or "çıkarıldı",
        )
    )
    try:
        right = office.right("grup", provisioner="deneme", target="cn=okur")
        (row,) = office.ask(right)
        deciding.approve(row.case.number, actor=office.chief.actor)
        assert (services.provisioning.run(row.case.number), services.provisioning.run(row.case.number)) == (
            True,
            False,
        )
        held = fresh(row).entitlement
        assert (held.state, held.granted_by, held.proof) == ("active", None, "Deneme dizini: eklendi")
        ending.end(held.pk, actor=office.clerk.actor, why="Gerek kalmadı")
        assert services.provisioning.run_due() == 1
        held.refresh_from_db()
        assert (held.state, done) == ("removed", [("+", "cn=okur"), ("-", "cn=okur")])
    finally:
        services.provisioning.forget("deneme")


def test_a_provisioner_that_fails_leaves_the_file_with_people_and_says_why(office):
    def no(order):
        raise services.provisioning.NotDone("dizin yanıt vermiyor")

    services.provisioning.register(services.provisioning.Provisioner("bozuk", "Dizin", no, no))
    try:
        right = office.right("bozuk", provisioner="bozuk", target="cn=x")
        (row,) = office.ask(right)
        deciding.approve(row.case.number, actor=office.chief.actor)
        assert services.provisioning.run(row.case.number) is False
        assert (fresh(row).case.state, fresh(row).failed) == ("executing", "Dizin: dizin yanıt vermiyor")
        executing.grant(row.case.number, actor=office.hands.actor, proof="Elle eklendi")
        assert fresh(row).failed == ""
    finally:
        services.provisioning.forget("bozuk")


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_at_once_one_decides(office, plain_right):
    (row,) = office.ask(plain_right)
    barrier, results = threading.Barrier(2), []

    def press(person):
        try:
            barrier.wait()
            deciding.approve(row.case.number, actor=person.actor)
            results.append("ok")
        except Refused as refusal:
            results.append(str(refusal)[:20])
        except ObjectDoesNotExist:
            results.append("404")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in (office.chief, office.director)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results)[1:] == ["ok"] or results.count("ok") == 1
    assert verbs(row).count("release") == 1


def test_whoever_sits_in_a_bureau_of_the_executing_unit_is_one_of_its_hands(office, plain_right):
    bureau = Unit.objects.create(name="Kullanıcı Servisi", kind="service", parent=office.hall.network)
    (row,) = office.ask(plain_right)
    deciding.approve(row.case.number, actor=office.chief.actor)
    hand = office.hall.seat("staff", bureau)
    assert [one.pk for one in requests.listed(hand.actor, "execute")] == [row.pk]
    executing.take_up(row.case.number, actor=hand.actor)
    with pytest.raises(Refused, match="bir başkası üstlenmiş"):
        executing.grant(row.case.number, actor=office.hands.actor, proof="Açıldı")
    assert executing.grant(row.case.number, actor=hand.actor, proof="Açıldı").case.state == "done"
