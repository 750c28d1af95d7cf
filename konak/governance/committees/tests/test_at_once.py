"""Two people press at the same moment: one does it, the other is told; numbers have no holes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction
from django.utils.timezone import now

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.governance.committees import services
from konak.governance.committees.models import Decision, Meeting


def race(count, work):
    """Run `work(place)` in `count` threads that start together, each on its own connection."""
    barrier = Barrier(count)

    def run(place):
        barrier.wait(timeout=20)
        try:
            return work(place)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_decisions_taken_at_once_are_numbered_without_gaps_even_when_one_fails(board):
    titles = tuple(f"Madde {place}" for place in range(8))
    meeting = board.opened(titles=titles)
    items = [item.pk for item in meeting.items.all()]

    def take(place):
        actor = actor_of(board.secretary.user.pk)
        facts = {"text": f"Karar {place}", "votes_for": 5}
        if place == 3:
            try:
                with transaction.atomic():
                    services.decide(meeting.case.number, items[place], actor=actor, **facts)
                    raise ZeroDivisionError
            except ZeroDivisionError:
                return "dropped"
        return services.decide(meeting.case.number, items[place], actor=actor, **facts).no

    answers = race(8, take)
    assert sorted(answer for answer in answers if answer != "dropped") == [1, 2, 3, 4, 5, 6, 7]
    assert list(Decision.objects.order_by("no").values_list("no", flat=True)) == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.django_db(transaction=True)
def test_one_point_is_decided_by_one_of_six_who_press(board):
    meeting = board.opened()
    item = meeting.items.get().pk

    def take(place):
        actor = actor_of(board.secretary.user.pk)
        return services.decide(meeting.case.number, item, actor=actor, text=f"Karar {place}", votes_for=5).ordinal

    answers = race(6, take)
    assert answers.count(f"{now().year}/1") == 1
    assert answers.count("Bu gündem maddesinde karar alınmış.") == 5
    assert Decision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_meeting_is_opened_by_one_of_four(board):
    meeting = board.planned()
    board.item(meeting)
    services.invite(meeting.case.number, actor=board.secretary.actor)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=now())

    def press(place):
        return services.begin(meeting.case.number, actor=actor_of(board.secretary.user.pk)).no

    answers = race(4, press)
    assert answers.count(1) == 1
    assert answers.count("Bu aşamada «Toplantıyı aç» yapılamaz.") == 3
