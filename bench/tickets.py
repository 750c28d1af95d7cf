"""Lists of the desk at a million tickets, against SQL written by hand: database time, apart from HTML.

The people of size l; first 10,000 tickets, then 1,000,000, by the bulk path of the sample. A clerk of a team, the
head of the department, and an auditor who sees all of them. Takes long, nearly all of it to load; `--many N` measures
with fewer.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare
from ground.clock import load, side_by_side, statement

FEW, MANY = 10_000, 1_000_000
TURNS = 25

COLUMNS = """
SELECT t.*, c.*, u.name, p.first_name, p.last_name, s.name, r.first_name, r.last_name
FROM cases_case c JOIN desk_ticket t ON t.case_id = c.id JOIN people_unit u ON u.id = c.unit_id
JOIN desk_service s ON s.id = t.service_id LEFT JOIN people_user p ON p.id = c.assignee_id
LEFT JOIN people_user r ON r.id = t.requester_id WHERE c.kind = 'desk.ticket' AND c.secrecy = 0
"""
HERE = " AND c.unit_id = ANY(%s)"
OPEN = " AND NOT c.resting ORDER BY c.due_on, c.id LIMIT 51"
CLOSED = " AND c.resting AND c.closed_at IS NOT NULL ORDER BY c.id DESC LIMIT 51"
QUEUES = {"ekip": OPEN, "kapanan": CLOSED}


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--many", type=int, default=MANY)
    most = asked.parse_args().many
    prepare()
    from django.db import connection, transaction

    from konak.foundation.access.queries import actor_of
    from konak.foundation.cases.bulk import at_size
    from konak.foundation.people import sample as people
    from konak.foundation.people.models import Appointment
    from konak.service.desk import queries, volume
    from konak.service.desk import sample as desk
    from konak.service.desk.models import Agent, Message, Pause, Rating, Ticket, WorkTime

    def silent(_: str) -> None:
        return None

    def fill(count: int) -> None:
        began = time.perf_counter()
        with transaction.atomic(), at_size(count, Ticket, Message, Pause, Rating, WorkTime):
            volume.fill(count=count, seed=count, report=silent)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(f"-- {Ticket.objects.count():,} tickets ({time.perf_counter() - began:.0f} s to load, {load()})")

    with transaction.atomic():
        people.load(size="l", seed=1, report=silent)
        desk.load(size="s", seed=1, report=silent)
    clerk = Agent.objects.order_by("pk").first()
    seated = Appointment.objects.filter(until=None, acting_for=None)
    actors = {
        "clerk": actor_of(clerk.user_id),
        "head": actor_of(
            seated.get(unit__name="Bilgi İşlem Dairesi Başkanlığı", position="head_of_department").user_id
        ),
        "auditor": actor_of(seated.filter(position="auditor").order_by("pk").first().user_id),
    }
    bounds = Bounds()
    taken: dict[tuple[str, str], list[float]] = {}
    for count in (FEW, most):
        fill(count - Ticket.objects.count())
        for who, actor in actors.items():
            units = queries.served_units(actor)
            for key, rest in QUEUES.items():
                by_hand = (
                    statement(COLUMNS + rest) if units is None else statement(COLUMNS + HERE + rest, list(units))
                )
                ours, hand = side_by_side(TURNS, lambda a=actor, k=key: queries.queue(a, k), by_hand)
                taken.setdefault((key, who), []).append(ours.seconds)
                bounds.at_most(f"{key} of {who} / by hand", ours.seconds / hand.seconds, 2, f"{ours}; by hand {hand}")
    for (key, who), (few, many) in taken.items():
        bounds.at_most(f"{key} of {who}, {most:,} / {FEW:,} tickets", many / few, 1.5)
    bounds.leave()


if __name__ == "__main__":
    main()
