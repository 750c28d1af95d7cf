"""Telling up: reactions become jobs in the same transaction, and live or die with it."""

import json

import pytest
from django.db import connection, transaction

from konak.foundation.announce import ANNOUNCEMENTS, Announcement, on, publish, reactions_to


@pytest.fixture
def bell():
    announcement = Announcement("people.test_bell", "Deneme duyurusu", ("number",))
    yield announcement
    ANNOUNCEMENTS.pop(announcement.name)


def queued(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s", [name])
        return [json.loads(row[0]) for row in cursor]


@pytest.mark.django_db(transaction=True)
def test_a_reaction_is_queued_with_the_announcement_and_forgotten_with_a_rollback(bell):
    @on(bell)
    def listen(number: str) -> None:
        """Nothing to do."""

    (name,) = reactions_to(bell)
    with transaction.atomic():
        assert publish(bell, number="MV-1") == 1
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(bell, number="MV-2")
        raise ZeroDivisionError
    assert queued(name) == [{"number": "MV-1"}]


def test_an_announcement_carries_what_it_declares(bell):
    with pytest.raises(ValueError, match="carries"):
        publish(bell, other=1)


def test_a_name_is_announced_by_one_app_only(bell):
    with pytest.raises(ValueError, match="declared twice"):
        Announcement(bell.name, "Bir daha", ())
