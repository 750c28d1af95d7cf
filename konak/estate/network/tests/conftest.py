"""A branch that keeps a small address plan, its director, an expert, a colleague who asks, a stranger."""

from dataclasses import dataclass

import pytest

from konak.estate.network import services
from konak.estate.network.models import Prefix
from konak.testing import Hall, Person


@dataclass
class Net:
    hall: Hall
    director: Person
    expert: Person
    stranger: Person
    outer: Prefix
    office: Prefix

    def prefix(self, network: str, **facts: object) -> Prefix:
        return services.add_prefix(actor=self.expert.actor, network=network, **facts)

    def address(self, ip: str, **facts: object):
        return services.add_address(actor=self.expert.actor, ip=ip, **facts)


def build(hall: Hall) -> Net:
    director, expert = hall.seat("director", hall.network), hall.seat("expert", hall.network)
    outer = services.add_prefix(actor=expert.actor, network="10.20.0.0/16", status="container")
    office = services.add_prefix(actor=expert.actor, network="10.20.1.0/24")
    return Net(hall, director, expert, hall.seat("director", hall.elsewhere), outer, office)


@pytest.fixture
def net(hall: Hall) -> Net:
    return build(hall)
