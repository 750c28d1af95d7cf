"""The first pages everybody opens, against SQL written by hand for the same rows: database time, apart from HTML.

A metropolis of the sample's size l (5,000 people), first with 20,000 files, then with 200,000, most of them closed.
Hand-written SQL knows the units and asks nothing about permissions.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare, seconds

FEW, MANY = 20_000, 200_000
TURNS = 15

BY_HAND = """
SELECT c.*, u.name, p.first_name, p.last_name
FROM cases_case c JOIN people_unit u ON u.id = c.unit_id LEFT JOIN people_user p ON p.id = c.assignee_id
WHERE c.unit_id = ANY(%s) AND NOT c.resting AND c.secrecy = 0 ORDER BY c.due_on, c.id LIMIT 51
"""
EVERYTHING = BY_HAND.replace("c.unit_id = ANY(%s) AND ", "")
REGISTER = """
SELECT d.*, c.*, a.heading, a.path, u.name, p.first_name, k.number
FROM legislation_duty d JOIN legislation_clause c ON c.id = d.clause_id
JOIN legislation_article a ON a.id = c.article_id
JOIN legislation_regulation r ON r.case_id = d.regulation_id JOIN cases_case k ON k.id = r.case_id
JOIN people_unit u ON u.id = d.unit_id LEFT JOIN people_user p ON p.id = d.assignee_id
WHERE k.unit_id = ANY(%s) AND d.closed_on IS NULL ORDER BY k.number, c."order" LIMIT 50
"""


class Clock:
    """Adds up the time spent in statements, and counts them."""

    def __init__(self) -> None:
        self.spent, self.count = 0.0, 0

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.spent += time.perf_counter() - began
            self.count += 1


def main() -> None:
    prepare()
    from django.db import connection, transaction

    from konak.foundation.access.queries import actor_of
    from konak.foundation.cases import queries
    from konak.foundation.people import sample as people
    from konak.foundation.people.models import Appointment
    from konak.governance.legislation import queries as register
    from konak.governance.legislation import sample as legislation
    from konak.governance.orders import volume

    def silent(_: str) -> None:
        return None

    with transaction.atomic():
        people.load(size="l", seed=1, report=silent)
        legislation.load(size="l", seed=1, report=silent)
    busiest = Appointment.objects.filter(unit__name__contains="Bilgi İşlem")

    def seat(position, rows=Appointment.objects):
        found = rows.filter(position=position, until=None, acting_for=None).order_by("pk").first()
        return actor_of(found.user_id)

    actors = {
        "clerk": seat("staff"),
        "director": seat("director"),
        "head": seat("head_of_department", busiest),
        "administrator": seat("administrator"),
    }

    def database(work) -> tuple[float, int]:
        """Median seconds in the database, and how many statements."""
        spent = []
        for _ in range(TURNS):
            clock = Clock()
            with connection.execute_wrapper(clock):
                work()
            spent.append(clock.spent)
        return sorted(spent)[TURNS // 2], clock.count

    def by_hand(statement, *values) -> float:
        def run() -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                cursor.fetchall()

        return seconds(run, TURNS)

    bounds = Bounds()
    taken: dict[int, dict[str, float]] = {}
    for count in (FEW, MANY):
        began = time.perf_counter()
        with transaction.atomic():
            volume.fill(count=count - (FEW if count == MANY else 0), seed=count, report=silent)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"-- {count:,} files ({time.perf_counter() - began:.0f} s to load)")
        taken[count] = {}
        for who, actor in actors.items():
            spent, statements = database(lambda a=actor: queries.inbox(a, "unit"))
            taken[count][who] = spent
            units = sorted({unit for one in actor.seats for unit in one.branch})
            hand = by_hand(EVERYTHING) if who == "administrator" else by_hand(BY_HAND, units)
            told = f"{spent * 1000:.2f} ms, {statements} statements, by hand {hand * 1000:.2f} ms"
            bounds.at_most(f"inbox of {who} / by hand", spent / hand, 2, told)
        ratio = taken[count]["clerk"] / taken[count]["administrator"]
        bounds.at_most("inbox of a clerk / of an administrator", ratio, 3)
    for who in actors:
        bounds.at_most(f"inbox of {who}, {MANY:,} / {FEW:,} files", taken[MANY][who] / taken[FEW][who], 1.5)

    head = actors["head"]
    spent, statements = database(lambda: list(register.duties(head)[:50]))
    units = sorted({unit for one in head.seats for unit in one.branch | one.line})
    hand = by_hand(REGISTER, units)
    bounds.at_most("register / by hand", spent / hand, 2, f"{spent * 1000:.2f} ms, {statements} statements")
    bounds.leave()


if __name__ == "__main__":
    main()
