"""A way out of the house for tests: it keeps what it was given, and fails when it is told to."""

import datetime as dt
from contextlib import contextmanager

import pytest

from konak.foundation import notify
from konak.foundation.notify import Letter, Pace, Topic
from konak.foundation.notify.models import Delivery, Envelope
from konak.foundation.notify.pace import ZONE

QUICK = Topic("notify.test_quick", "Deneme: hemen", mail=Pace.NOW)
CALM = Topic("notify.test_calm", "Deneme: özet", mail=Pace.DAILY)
ALARM = Topic("notify.test_alarm", "Deneme: ivedi", mail=Pace.NOW, urgent=True)
for one in (QUICK, CALM, ALARM):
    notify.TOPICS.pop(one.code)


class Post:
    """The outer gate, faked: `problem` is raised for every letter, `problems` for those to an address."""

    code, label, hourly = "mail", "E-posta", 20

    def __init__(self):
        self.sent: list[Letter] = []
        self.problem = None
        self.problems = {}
        self.probed = 0
        self.reason = ""

    def off_because(self):
        return self.reason

    def address(self, user):
        return user.email

    def probe(self):
        self.probed += 1
        if self.problem:
            raise self.problem

    @contextmanager
    def session(self):
        if self.problem:
            raise self.problem
        yield self._send

    def _send(self, letter):
        if problem := self.problems.get(letter.to):
            raise problem
        self.sent.append(letter)
        return f"ref-{len(self.sent)}"

    @property
    def subjects(self):
        return [letter.subject for letter in self.sent]


@pytest.fixture
def post():
    for one in (QUICK, CALM, ALARM):
        notify.TOPICS[one.code] = one
    way = Post()
    with notify.only(way):
        yield way
    for one in (QUICK, CALM, ALARM):
        notify.TOPICS.pop(one.code)


def at(day, hour, minute=0):
    """A moment of November 2026 in Istanbul: the 23rd is a Monday."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def settle(**facts):
    """Let everything that waits have been told at a moment."""
    Delivery.objects.filter(envelope=None).update(**facts)


def states():
    return sorted(Envelope.objects.values_list("state", flat=True))
