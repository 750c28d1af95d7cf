"""Raw names become products by the rules; when a rule changes, only what it touches is looked at again."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Q

from konak.foundation.people.queries import above, below

from .. import queries
from ..matching.rules import Pattern, Rulebook
from ..models import Install

BATCH = 400


def touched(unit_ids: set[int], patterns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Raw names, with their publishers, that one of the patterns fits."""
    book = Rulebook(Pattern(place, name, publisher, None) for place, (name, publisher) in enumerate(patterns))
    pairs = (
        Install.objects.filter(computer__unit_id__in=unit_ids).order_by().values_list("name", "publisher").distinct()
    )
    return [(name, publisher) for name, publisher in pairs.iterator() if book.find(name, publisher)]


def recognise(unit_id: int, patterns: Sequence[tuple[str, str]]) -> int:
    """Recognise anew the installed programs these patterns fit, in a unit and those over and below it."""
    near = above(unit_id) | below(unit_id)
    book = queries.rulebook(unit_id)
    wanted: dict[tuple[int | None, bool], list[tuple[str, str]]] = defaultdict(list)
    for name, publisher in touched(near, patterns):
        found = book.find(name, publisher)
        target = (found.product_id, found.product_id is None) if found else (None, False)
        wanted[target].append((name, publisher))
    changed = 0
    for (product_id, ignored), pairs in wanted.items():
        for start in range(0, len(pairs), BATCH):
            same = Q(pk__in=[])
            for name, publisher in pairs[start : start + BATCH]:
                same |= Q(name=name, publisher=publisher)
            rows = Install.objects.filter(same, computer__unit_id__in=near)
            changed += rows.exclude(
                Q(product=None) if product_id is None else Q(product=product_id), ignored=ignored
            ).update(product_id=product_id, ignored=ignored)
    return changed
