"""From what happened to what leaves the house: once, in time, not in storms, and not lost."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from konak.foundation import notify
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Permanent, Temporary, Unreachable, services
from konak.foundation.notify.models import Delivery, Envelope, Habits, Notification, Outage
from konak.foundation.notify.tests.post import ALARM, CALM, QUICK, at, settle, states

NOON = at(23, 12)
EASY = {"quiet_from": None, "quiet_until": None, "quiet_days_off": False}


@pytest.fixture
def ayse(hall):
    user = hall.seat("expert", hall.gis, email="ayse@deneme.example")
    Habits.objects.create(person=user.user, **EASY)
    return user


def tell(person, topic=QUICK, title="Bir şey oldu", **facts):
    return services.notify([person.user.pk], topic, title, **facts)


def run(moment=None):
    services.pack(moment)
    return services.send_packed(moment)


def test_one_thing_told_is_one_row_and_one_message(ayse, post):
    assert tell(ayse, title="Size bir dosya verildi", body="MV-2026-00001", url="/is/MV-2026-00001/") == 1
    assert (run().sent, run().sent) == (1, 0)
    (letter,) = post.sent
    told = Notification.objects.get()
    assert (letter.to, letter.subject, letter.key) == (
        "ayse@deneme.example",
        "Size bir dosya verildi",
        Envelope.objects.get().key.hex,
    )
    assert f"/bildirimler/{told.pk}/" in letter.text
    assert Envelope.objects.get().reference == "ref-1"


def test_nobody_is_told_of_his_own_deed_nor_twice_nor_when_his_account_is_closed(hall, ayse, post):
    gone = hall.seat("expert", hall.gis)
    gone.user.is_active = False
    gone.user.save()
    other = hall.seat("expert", hall.gis)
    people = [ayse.user.pk, ayse.user.pk, gone.user.pk, other.user.pk]
    assert services.notify(people, QUICK, "Konu", actor=ayse.actor) == 1
    assert Notification.objects.get().recipient_id == other.user.pk


def test_the_same_dedupe_key_tells_only_once_for_ever(ayse, post):
    assert tell(ayse, dedupe="due:1") == 1
    services.read_all(actor=ayse.actor)
    assert tell(ayse, dedupe="due:1") == 0
    assert (tell(ayse, dedupe="due:2"), tell(ayse), tell(ayse)) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told(ayse, post):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(ayse)
        raise ZeroDivisionError
    assert (Notification.objects.count(), Delivery.objects.count()) == (0, 0)


@pytest.mark.parametrize("many", [1, 50])
def test_fifty_people_cost_as_many_statements_as_one(hall, post, many):
    people = [hall.seat("staff", hall.gis, email=f"p{place}@deneme.example").user.pk for place in range(many)]
    with CaptureQueriesContext(connection) as asked:
        services.notify(people, QUICK, "Toplantı")
    statements = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert (len(statements), Delivery.objects.count()) == (5, many)


@pytest.mark.parametrize("many", [1, 50])
def test_packing_for_fifty_costs_as_many_statements_as_for_one(hall, post, many):
    people = [hall.seat("staff", hall.gis, email=f"p{place}@deneme.example") for place in range(many)]
    for person in people:
        Habits.objects.create(person=person.user, **EASY)
    services.notify([person.user.pk for person in people], QUICK, "Toplantı")
    with CaptureQueriesContext(connection) as asked:
        assert services.pack() == many
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) == 8


def test_without_an_address_or_with_the_channel_off_only_the_screen_tells(hall, post):
    nowhere = hall.seat("staff", hall.gis)
    assert tell(nowhere) == 1
    post.reason = "Ayar verilmemiş."
    assert tell(hall.seat("staff", hall.gis, email="x@deneme.example")) == 1
    assert Delivery.objects.count() == 0


def test_what_happens_at_night_waits_for_the_morning(hall, post):
    clerk = hall.seat("staff", hall.gis, email="gece@deneme.example")
    tell(clerk)
    settle(due_at=at(23, 20))
    assert run(at(23, 22)).sent == 0
    assert Delivery.objects.get().due_at == at(24, 8)
    assert (run(at(24, 7)).sent, run(at(24, 8)).sent) == (0, 1)


def test_the_urgent_comes_at_night_to_those_who_allow_it(hall, post):
    awake, asleep = (hall.seat("head_of_department", hall.gis, email=f"{n}@deneme.example") for n in "ab")
    services.set_hours(actor=awake.actor, **hours(urgent_passes=True))
    services.notify([awake.user.pk, asleep.user.pk], ALARM, "Gecikme")
    settle(due_at=at(23, 22))
    run(at(23, 22))
    assert [letter.to for letter in post.sent] == ["a@deneme.example"]


def hours(**facts):
    chosen = {
        "quiet": True,
        "quiet_from": dt.time(20),
        "quiet_until": dt.time(8),
        "quiet_days_off": True,
        "urgent_passes": False,
        "digest_hour": 9,
        "digest_weekday": 0,
    }
    return chosen | facts


def test_a_digest_gathers_what_came_since_the_last_one(ayse, post):
    for title in ("Bir", "İki", "Üç"):
        tell(ayse, CALM, title)
    assert run().sent == 0
    moment = Delivery.objects.first().due_at
    assert run(moment).sent == 1
    (letter,) = post.sent
    assert letter.subject == "Konak özeti: 3 bildirim"
    assert [title in letter.text for title in ("Bir", "İki", "Üç")] == [True] * 3


def test_what_was_read_on_the_screen_does_not_come_by_mail(ayse, post):
    tell(ayse, CALM)
    services.read_all(actor=ayse.actor)
    run(Delivery.objects.get().due_at)
    assert (post.sent, Delivery.objects.get().withheld) == ([], "read")


def test_what_was_switched_off_meanwhile_does_not_come(ayse, post):
    tell(ayse)
    services.prefer(actor=ayse.actor, choices={(QUICK.code, "mail"): Pace.OFF})
    run()
    assert (post.sent, Delivery.objects.get().withheld) == ([], "unwanted")


def test_four_at_once_become_one_summary_and_three_do_not(hall, post):
    for place, many in enumerate((3, 4)):
        person = hall.seat("staff", hall.gis, email=f"p{place}@deneme.example")
        Habits.objects.create(person=person.user, **EASY)
        for number in range(many):
            tell(person, title=f"Konu {number}")
    run()
    assert sorted((letter.to[:2], letter.subject) for letter in post.sent) == [
        ("p0", "Konu 0"),
        ("p0", "Konu 1"),
        ("p0", "Konu 2"),
        ("p1", "Konak'ta 4 yeni bildirim"),
    ]


def test_beyond_the_hourly_cap_the_rest_waits_and_becomes_one_summary(ayse, post):
    post.hourly = 5
    start = NOON
    for minute in range(12):
        tell(ayse, title=f"Konu {minute}")
        settle(due_at=start + dt.timedelta(minutes=minute))
        run(start + dt.timedelta(minutes=minute))
    assert post.subjects == [f"Konu {minute}" for minute in range(5)]
    run(start + dt.timedelta(minutes=59))
    assert len(post.sent) == 5
    run(start + dt.timedelta(minutes=61))
    assert post.subjects[5:] == ["Konak'ta 7 yeni bildirim"]


def test_a_temporary_refusal_is_tried_again_ever_more_rarely_and_at_last_given_up(ayse, post):
    post.problems["ayse@deneme.example"] = Temporary("Posta kutusu dolu.")
    tell(ayse)
    settle(due_at=NOON)
    services.pack(NOON)
    moment, waits = NOON, []
    while (envelope := Envelope.objects.get()).state == "ready":
        moment = envelope.due_at
        services.send_packed(moment)
        envelope.refresh_from_db()
        waits.append(round((envelope.due_at - moment).total_seconds() / 60))
    assert waits[:8] == [1, 5, 15, 60, 180, 360, 360, 360]
    assert envelope.state == "failed"
    assert envelope.problem == "Üç gün denendi. Son yanıt: Posta kutusu dolu."
    assert dt.timedelta(days=3) <= moment - NOON < dt.timedelta(days=3, hours=6)


def test_a_permanent_refusal_is_not_tried_again_until_an_administrator_says_so(hall, ayse, post):
    post.problems["ayse@deneme.example"] = Permanent("550 Böyle bir kullanıcı yok")
    tell(ayse)
    assert (run().failed, run().failed) == (1, 0)
    envelope = Envelope.objects.get()
    with pytest.raises(Refused, match="yetkiniz yok"):
        services.retry(envelope.pk, actor=ayse.actor)
    post.problems.clear()
    administrator = hall.seat("administrator", hall.municipality)
    key = services.retry(envelope.pk, actor=administrator.actor).key
    assert (run().sent, post.sent[0].key) == (1, key.hex)
    with pytest.raises(Refused, match="Yalnız gönderilemeyen"):
        services.retry(envelope.pk, actor=administrator.actor)


def test_a_bug_in_a_channel_delays_one_message_and_no_other(hall, ayse, post):
    other = hall.seat("staff", hall.gis, email="b@deneme.example")
    Habits.objects.create(person=other.user, **EASY)
    post.problems["ayse@deneme.example"] = ZeroDivisionError("division by zero")
    tell(ayse)
    tell(other)
    assert (run().sent, states()) == (1, ["ready", "sent"])


def test_a_day_without_the_mail_server_loses_nothing_repeats_nothing_and_ends_without_a_storm(hall, post):
    people = [hall.seat("staff", hall.gis, email=f"p{place}@deneme.example") for place in range(3)]
    for person in people:
        Habits.objects.create(person=person.user, **EASY)
    post.problem = Unreachable("Sunucu yanıt vermiyor.")
    moment = NOON
    for number in range(24):
        services.notify([person.user.pk for person in people], QUICK, f"Konu {number}")
        settle(due_at=moment)
        for minute in (0, 20, 40):
            run(moment + dt.timedelta(minutes=minute))
        moment += dt.timedelta(hours=1)
    assert (post.sent, Envelope.objects.count(), Outage.objects.count()) == ([], 3, 1)
    assert set(Envelope.objects.values_list("attempts", flat=True)) == {0}
    post.problem = None
    for _ in range(30):
        run(moment)
        moment += dt.timedelta(minutes=1)
    by_person = {person.user.email: [one for one in post.sent if one.to == person.user.email] for person in people}
    assert {address: [one.subject for one in letters] for address, letters in by_person.items()} == {
        person.user.email: ["Konu 0", "Konak'ta 23 yeni bildirim"] for person in people
    }
    assert len({one.key for one in post.sent}) == 6
    assert Outage.objects.count() == 0


def test_a_channel_that_is_down_is_probed_ever_more_rarely_and_without_a_message(ayse, post):
    post.problem = Unreachable("Sunucu yanıt vermiyor.")
    tell(ayse)
    settle(due_at=NOON)
    seen = []
    for minute in range(40):
        run(NOON + dt.timedelta(minutes=minute))
        seen.append(post.probed)
    outage = Outage.objects.get()
    assert (outage.since, outage.problem) == (NOON, "Sunucu yanıt vermiyor.")
    assert [minute for minute in range(1, 40) if seen[minute] > seen[minute - 1]] == [1, 3, 8, 18, 28, 38]


def test_whoever_may_not_see_the_file_any_more_gets_nothing(ayse, post):
    allowed = {"MV-1": 0}
    notify.see_by("test", lambda user, numbers: {n: allowed[n] for n in numbers if n in allowed})
    tell(ayse, subject_kind="test", subject_number="MV-1")
    tell(ayse, subject_kind="test", subject_number="MV-2")
    run()
    assert len(post.sent) == 1
    assert sorted(Delivery.objects.values_list("withheld", flat=True)) == ["", "unseen"]
    assert states() == ["dropped", "sent"]


def test_what_is_secret_goes_out_without_a_word_of_its_subject(ayse, post):
    notify.see_by("test", lambda user, numbers: dict.fromkeys(numbers, 3))
    tell(ayse, title="Falan hakkında soruşturma", body="ayrıntı", subject_kind="test", subject_number="SR-7")
    tell(ayse, title="Filan hakkında", secrecy=2)
    run()
    for letter in post.sent:
        words = letter.subject + letter.text + letter.html + letter.short
        assert not any(word in words for word in ("Falan", "Filan", "soruşturma", "ayrıntı", "SR-7"))
        assert letter.subject == "Gizli bir dosyada gelişme var"


def race(count, work):
    barrier = Barrier(count)

    def go(place):
        barrier.wait(timeout=20)
        try:
            return work(place)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(go, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_each_message_is_claimed_by_one(hall, post):
    people = [hall.seat("staff", hall.gis, email=f"p{place}@deneme.example") for place in range(40)]
    for person in people:
        Habits.objects.create(person=person.user, **EASY)
    services.notify([person.user.pk for person in people], QUICK, "Toplantı")
    race(8, lambda place: services.send_due())
    race(8, lambda place: services.send_due())
    assert sorted(letter.to for letter in post.sent) == sorted(person.user.email for person in people)
    assert states() == ["sent"] * 40
    assert set(Envelope.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.django_db(transaction=True)
def test_the_same_told_by_eight_at_once_is_told_once(ayse, post):
    assert sum(race(8, lambda place: tell(ayse, dedupe="due:1"))) == 1
    assert Notification.objects.count() == 1


def test_a_message_whose_worker_did_not_come_back_is_taken_up_under_the_same_key(ayse, post):
    tell(ayse)
    settle(due_at=NOON)
    services.pack(NOON)
    key = services.sending.claim("mail", NOON).key
    assert services.send_packed(NOON + dt.timedelta(minutes=9)).sent == 0
    assert services.send_packed(NOON + dt.timedelta(minutes=11)).sent == 1
    assert post.sent[0].key == key.hex


def test_what_was_read_half_a_year_ago_goes_and_what_is_unread_stays(ayse, post):
    for title in ("eski okunmuş", "yeni okunmuş", "eski okunmamış"):
        tell(ayse, title=title)
    run()
    old = at(23, 12) - dt.timedelta(days=181)
    Notification.objects.filter(title="eski okunmuş").update(at=old, read_at=old)
    Notification.objects.filter(title="yeni okunmuş").update(at=old, read_at=at(22, 9))
    Notification.objects.filter(title="eski okunmamış").update(at=old)
    assert services.forget(at(23, 12)) == 1
    assert set(Notification.objects.values_list("title", flat=True)) == {"yeni okunmuş", "eski okunmamış"}
    assert Delivery.objects.count() == 2
