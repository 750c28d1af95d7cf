"""The tree of a hundred thousand networks against SQL written by hand for the same rows: database time.

A /8 of 256 /16 with 256 /24 each, and a /32 of IPv6 with 34,000 /48 directly in it: deep and wide. Measured are the
outermost level, a level of many, and the question where an address lies. Hand-written SQL knows that everything may
be seen; ours asks the reach. Takes a minute, most of it to load.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ground import Bounds, prepare
from ground.clock import load, side_by_side, statement

TURNS = 40
PAGE = """
SELECT p.*, u.name, v.vid FROM network_prefix p JOIN people_unit u ON u.id = p.unit_id
LEFT JOIN network_vlan v ON v.id = p.vlan_id
WHERE {where} ORDER BY p.network, p.id LIMIT 51
"""
FULL = """
SELECT p.id, count(c.id),
       sum(power(2::numeric, CASE family(c.network) WHEN 4 THEN 32 ELSE 128 END - masklen(c.network))),
       (SELECT count(*) FROM network_address a WHERE a.prefix_id = p.id),
       (SELECT sum(r.size) FROM network_iprange r WHERE r.prefix_id = p.id)
FROM network_prefix p LEFT JOIN network_prefix c ON c.parent_id = p.id
WHERE p.id = ANY(ARRAY(SELECT id FROM network_prefix p WHERE {where} ORDER BY p.network, p.id LIMIT 50)) GROUP BY p.id
"""
AROUND = """
SELECT p.*, v.* FROM network_prefix p LEFT JOIN network_vlan v ON v.id = p.vlan_id
WHERE p.network >>= %s::inet ORDER BY p.network DESC
"""


def networks():
    """What lies around what needs not be said: `settle` finds it."""
    yield "10.0.0.0/8", "container"
    for high in range(256):
        yield f"10.{high}.0.0/16", "container"
        for low in range(256):
            yield f"10.{high}.{low}.0/24", "active"
    yield "2001:db8::/32", "container"
    for place in range(34_000):
        yield f"2001:db8:{place:x}::/48", "active"


def main() -> None:
    prepare()
    from django.db import connection, transaction

    from konak.estate.network import queries
    from konak.estate.network.models import Prefix
    from konak.foundation.access.queries import actor_of
    from konak.foundation.db import fetch
    from konak.foundation.db.copying import copy_rows, learn_size
    from konak.foundation.db.paging import page_after
    from konak.testing import Hall

    began = time.perf_counter()
    with transaction.atomic():
        hall = Hall()
        people = {
            "the director": actor_of(hall.seat("director", hall.network).user.pk),
            "an administrator": actor_of(hall.seat("administrator", hall.municipality).user.pk),
        }
        copy_rows(Prefix, ({"unit": hall.network.pk, "network": net, "status": status} for net, status in networks()))
        learn_size(Prefix)
        fetch("network/settle", timeout_ms=600_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    count = Prefix.objects.count()
    print(f"-- {count:,} networks ({time.perf_counter() - began:.0f} s to load and settle, {load()})")
    wide = Prefix.objects.get(network="2001:db8::/32")
    bounds = Bounds()

    def level(rows):
        page, _ = page_after(rows, ("network", "pk"), "", 50)
        queries.utilisation(page)

    for who, actor in people.items():
        levels = {
            "outermost level": (lambda a=actor: level(queries.roots(a, None)), "p.parent_id IS NULL"),
            "level of 34,000": (lambda a=actor: level(queries.below(a, wide)), f"p.parent_id = {wide.pk}"),
        }
        for name, (work, where) in levels.items():
            page, full = statement(PAGE.format(where=where)), statement(FULL.format(where=where))
            ours, hand = side_by_side(TURNS, work, lambda page=page, full=full: (page(), full()))
            bounds.at_most(f"{name}, {who} / by hand", ours.seconds / hand.seconds, 2, f"{ours}; by hand {hand}")
        ours, hand = side_by_side(
            TURNS,
            lambda a=actor: list(queries.networks_around(a, "10.77.88.99")),
            statement(AROUND, "10.77.88.99"),
        )
        bounds.at_most(
            f"around an address, {who} / by hand", ours.seconds / hand.seconds, 2, f"{ours}; by hand {hand}"
        )
    bounds.leave()


if __name__ == "__main__":
    main()
