"""Many at once: two who take the same ticket, several who announce the same."""

import threading

import pytest
from django.db import connections

from konak.foundation.lifecycle import Refused
from konak.service.desk import public, services
from konak.service.desk.models import Ticket
from konak.service.desk.tests.conftest import desk  # noqa: F401 - a fixture
from konak.testing import Hall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(transactional_db):
    return Hall()


def together(*acts):
    ready, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        ready.wait()
        try:
            found[place] = act()
        except Refused as refusal:
            found[place] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def test_of_two_who_take_the_same_ticket_one_gets_it(desk):  # noqa: F811
    newcomer = desk.hall.seat("staff", desk.team)
    number = desk.opened().case.number
    found = together(
        lambda: services.take_up(number, actor=desk.agent.actor).case.assignee_id,
        lambda: services.take_up(number, actor=newcomer.actor).case.assignee_id,
    )
    winner = Ticket.objects.get(case__number=number).case.assignee_id
    assert winner in {desk.agent.user.pk, newcomer.user.pk}
    assert sorted(isinstance(one, str) and "üstlenmiş" in one for one in found) == [False, True]


def test_of_several_who_announce_the_same_one_opens_and_the_others_add_a_line(desk):  # noqa: F811
    facts = {"source": "izleme:7", "service_code": desk.plain.code, "subject": "Sunucu yanıt vermiyor"}
    found = together(*[lambda: public.announce(**facts)] * 4)
    assert len(set(found)) == 1
    ticket = Ticket.objects.get()
    assert (ticket.times_announced, ticket.messages.count()) == (4, 3)
