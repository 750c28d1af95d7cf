"""The first pages everybody opens, against SQL written by hand for the same rows: database time, apart from HTML.

A metropolis of the sample's size l (5,000 people), first with 20,000 files, then with 200,000, nine in ten of them
closed. Everybody measured has full pages from the beginning: what grows is the town. Hand-written SQL reads what the
page shows. It is the stricter yardstick: it knows the units, and asks nothing about kinds, permissions, or what is
one's own elsewhere. Both are planned anew every time, as they are in life. Takes some minutes, most of them to load.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare
from ground.clock import load, side_by_side, statement

FEW, MANY = 20_000, 200_000
OWN = 1_000
"""Files of the units of each measured person among the first: some sixty open, more than a page of closed ones."""
TURNS = 50

COLUMNS = """
SELECT c.*, u.name, p.first_name, p.last_name
FROM cases_case c JOIN people_unit u ON u.id = c.unit_id LEFT JOIN people_user p ON p.id = c.assignee_id
"""
INBOX = f"{COLUMNS} WHERE c.unit_id = ANY(%s) AND NOT c.resting AND c.secrecy = 0 ORDER BY c.due_on, c.id LIMIT 51"
INBOX_OF_ALL = f"{COLUMNS} WHERE NOT c.resting AND c.secrecy = 0 ORDER BY c.due_on, c.id LIMIT 51"
CLOSED = f"""{COLUMNS.replace("c.*", "o.*, c.*, g.first_name, g.last_name")}
JOIN orders_order o ON o.case_id = c.id JOIN people_user g ON g.id = o.giver_id
WHERE c.unit_id = ANY(%s) AND c.resting AND c.secrecy = 0 ORDER BY c.id DESC LIMIT 51"""
CLOSED_OF_ALL = CLOSED.replace("c.unit_id = ANY(%s) AND ", "")
REGISTER = """
SELECT d.*, c.*, a.heading, a.path, u.name, p.first_name, k.number
FROM legislation_duty d JOIN legislation_clause c ON c.id = d.clause_id
JOIN legislation_article a ON a.id = c.article_id
JOIN legislation_regulation r ON r.case_id = d.regulation_id JOIN cases_case k ON k.id = r.case_id
JOIN people_unit u ON u.id = d.unit_id LEFT JOIN people_user p ON p.id = d.assignee_id
WHERE k.unit_id = ANY(%s) AND d.closed_on IS NULL ORDER BY d.regulation_id, c."order" LIMIT 51
"""
BOUND = """
SELECT b.* FROM legislation_binding b JOIN legislation_duty d ON d.id = b.duty_id
WHERE d.id = ANY(SELECT id FROM legislation_duty WHERE closed_on IS NULL ORDER BY id LIMIT 51)
AND b.state <> 'rejected'
"""


def main() -> None:
    prepare()
    from django.db import connection, transaction

    from konak.foundation.access.queries import actor_of
    from konak.foundation.cases import queries
    from konak.foundation.people import sample as people
    from konak.foundation.people.models import Appointment, Unit
    from konak.governance.legislation import sample as legislation
    from konak.governance.legislation.queries import register
    from konak.governance.orders import queries as orders
    from konak.governance.orders import volume

    def silent(_: str) -> None:
        return None

    with transaction.atomic():
        people.load(size="l", seed=1, report=silent)
        legislation.load(size="l", seed=1, report=silent)
    held = Appointment.objects.filter(until=None, acting_for=None)

    def seat(position, rows=held):
        return actor_of(rows.filter(position=position).order_by("pk").first().user_id)

    head = Unit.objects.get(name__contains="Bilgi İşlem Dairesi")
    actors = {
        "clerk": seat("staff", held.filter(unit__parent__parent=head)),
        "director": seat("director"),
        "head": seat("head_of_department", held.filter(unit=head)),
        "administrator": seat("administrator"),
    }
    bounds = Bounds()
    taken: dict[tuple[str, str], list[tuple[float, float]]] = {}
    loaded = 0
    for count in (FEW, MANY):
        began = time.perf_counter()
        with transaction.atomic():
            if count == FEW:
                for seed, actor in enumerate(actors.values()):
                    branch = {unit for one in actor.seats for unit in one.branch}
                    volume.fill(count=OWN, seed=seed, report=silent, units=branch)
                loaded = OWN * len(actors)
            volume.fill(count=count - loaded, seed=count, report=silent)
            loaded = count
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        print(f"-- {count:,} files ({time.perf_counter() - began:.0f} s to load, {load()})")
        for who, actor in actors.items():
            units = sorted({unit for one in actor.seats for unit in one.branch})
            everywhere = who == "administrator"
            pages = {
                "inbox": (
                    lambda a=actor: queries.inbox(a, "unit"),
                    statement(INBOX_OF_ALL) if everywhere else statement(INBOX, units),
                ),
                "closed orders": (
                    lambda a=actor: orders.board(a, "biten"),
                    statement(CLOSED_OF_ALL) if everywhere else statement(CLOSED, units),
                ),
            }
            for page, works in pages.items():
                ours, hand = side_by_side(TURNS, *works)
                taken.setdefault((page, who), []).append((ours.seconds, hand.seconds))
                told = f"{ours}; by hand {hand}"
                bounds.at_most(f"{page} of {who} / by hand", ours.seconds / hand.seconds, 2, told)
        for page in ("inbox", "closed orders"):
            ratio = taken[page, "clerk"][-1][0] / taken[page, "administrator"][-1][0]
            bounds.at_most(f"{page} of a clerk / of an administrator", ratio, 3)
    for (page, who), ((few, few_by_hand), (many, many_by_hand)) in taken.items():
        told = f"by hand {many_by_hand / few_by_hand:.2f}"
        bounds.at_most(f"{page} of {who}, {MANY:,} / {FEW:,} files", many / few, 1.5, told)

    actor = actors["head"]
    units = sorted({unit for one in actor.seats for unit in one.branch | one.line})
    by_hand, bound = statement(REGISTER, units), statement(BOUND)
    ours, hand = side_by_side(
        TURNS, lambda: register.page_after(register.duties(actor), "", 50), lambda: (by_hand(), bound())
    )
    bounds.at_most("register / by hand", ours.seconds / hand.seconds, 2, f"{ours}; by hand {hand}, {load()}")
    bounds.leave()


if __name__ == "__main__":
    main()
