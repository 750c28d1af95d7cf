"""A branch that watches, its director, an expert, a stranger, and a short way to say what was measured."""

import asyncio
import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils.timezone import now

from konak.estate.monitoring import services
from konak.estate.monitoring.judging import Memory
from konak.estate.monitoring.models import Check, Host
from konak.estate.monitoring.probing import Answer
from konak.estate.monitoring.services.recording import Known, Told
from konak.foundation.access import Actor
from konak.testing import Hall, Person


@dataclass
class Watch:
    hall: Hall
    director: Person
    expert: Person
    stranger: Person

    def host(self, name: str, **facts: object) -> Host:
        return services.add_host(actor=self.expert.actor, name=name, address="127.0.0.1", **facts)

    def tell(self, check: Check, level: int, words: str = "ölçüldü", at: dt.datetime | None = None, **facts) -> None:
        """What a poller would write after it believed this level."""
        before = Check.objects.get(pk=check.pk)
        memory = Memory(level, level, 9, before.last, facts.pop("flapping", False))
        told = Told(
            check.pk, check.host_id, at or now(), memory, before.level, Answer(level, words, **facts), check.alive
        )
        services.record([told], actor=Actor(None, via="job"), known=Known())


def build(hall: Hall) -> Watch:
    return Watch(
        hall,
        hall.seat("director", hall.network),
        hall.seat("expert", hall.network),
        hall.seat("director", hall.elsewhere),
    )


@pytest.fixture
def watch(hall: Hall) -> Watch:
    return build(hall)


def run(work):
    return asyncio.run(work)
