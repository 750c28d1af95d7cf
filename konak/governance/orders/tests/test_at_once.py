"""Two people press at the same moment: one does it, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from konak.foundation.access.queries import actor_of
from konak.foundation.lifecycle import Refused
from konak.foundation.trail.models import Entry
from konak.governance.orders import services
from konak.governance.orders.models import Extension


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
def test_of_six_who_accept_and_hand_back_at_once_one_is_heard(chain):
    number = chain.for_clerk().case.number
    services.report(number, actor=chain.clerk.actor, note="Bitti.")
    people = [chain.chief.user.pk, chain.director.user.pk, chain.head.user.pk] * 2

    def press(place):
        actor = actor_of(people[place])
        if place % 2:
            return services.hand_back(number, actor=actor, why="Eksik.").case.state
        return services.accept(number, actor=actor).case.state

    answers = race(6, press)
    assert sum(answer in {"done", "started"} for answer in answers) == 1
    assert Entry.objects.filter(subject=number, verb__in=("accept", "return")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_unit_order_is_taken_on_by_one_of_its_two_chiefs(chain):
    second = chain.hall.seat("chief", chain.service)
    number = chain.give(chain.director, None, chain.service).case.number
    people = [chain.chief.user.pk, second.user.pk]

    answers = race(2, lambda place: services.start(number, actor=actor_of(people[place])).case.assignee_id)
    assert sum(answer in people for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_more_time_is_asked_for_once(chain):
    number = chain.for_clerk().case.number
    later = chain.due.replace(year=chain.due.year + 1, month=6, day=1)
    while later.weekday() > 4:
        later = later.replace(day=later.day + 1)

    def ask(place):
        return services.ask_extension(number, actor=actor_of(chain.clerk.user.pk), until=later, why="Veri yok.").pk

    answers = race(4, ask)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert answers.count("Cevap bekleyen bir süre isteği zaten var.") == 3
    assert Extension.objects.count() == 1
