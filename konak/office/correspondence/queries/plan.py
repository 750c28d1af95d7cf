"""The file plan: finding a code, and proposing one."""

from collections import Counter

from django.db.models import Q, QuerySet

from konak.foundation.access import Actor
from konak.foundation.people.models import Unit
from konak.foundation.people.queries import units
from konak.foundation.search import words

from .. import access
from ..models import DistributionList, FileCode, Incoming, Letter, Template
from .folding import holding


def codes(text: str = "") -> QuerySet[FileCode]:
    """The plan by code or by words of its titles."""
    # reach: public inside the house, because the plan is
    rows = FileCode.objects.filter(active=True)
    text = text.strip()
    if text[:1].isdigit():
        return rows.filter(code__startswith=text)
    return holding(rows, text, "name")


def first_codes() -> QuerySet[FileCode]:
    """Those that may be the first code of a letter."""
    # reach: public inside the house, because the plan is
    return FileCode.objects.filter(active=True, usable=True)


def plans() -> list[tuple[str, int]]:
    # reach: public inside the house, because the plan is
    return sorted(Counter(FileCode.objects.values_list("plan", flat=True)).items())


def suggest_codes(subject: str, limit: int = 5) -> list[FileCode]:
    """Codes whose title, or whose earlier documents, share words with the subject; the best first."""
    # reach: public inside the house, because the plan is; of earlier documents nothing but their code is told
    wanted = _stems(subject)
    if not wanted:
        return []
    score: Counter[int] = Counter()
    known = {code.pk: code for code in first_codes()}
    for pk, code in known.items():
        own = _stems(code.name)
        shared = len(wanted & own)
        if shared:
            score[pk] += 10 * shared - len(own - wanted)
    for word in sorted(wanted, key=len, reverse=True)[:4]:
        for model in (Incoming, Letter):
            rows = holding(model.objects.exclude(file_code=None), word, "case__subject")
            for pk in rows.order_by("-pk").values_list("file_code_id", flat=True)[:40]:
                score[pk] += 1
    best = [pk for pk, points in score.most_common(limit * 2) if points > 0 and pk in known]
    return [known[pk] for pk in best[:limit]]


def _stems(text: str) -> set[str]:
    found = {words.folded(word) for word in words.split(text)}
    return {word[:6] for word in found if len(word) > 3 and word not in words.STOP}


def templates_for(actor: Actor) -> QuerySet[Template]:
    """Those of the units one sits in and of the units over them."""
    # reach: the units of one's own seats and those over them
    units = {unit for seat in actor.seats for unit in ({seat.unit_id} | seat.line)}
    everywhere = Q() if actor.reach(access.MANAGE).everywhere else Q(unit_id__in=units)
    return Template.objects.filter(everywhere, active=True).select_related("unit", "file_code")


def lists_for(actor: Actor) -> QuerySet[DistributionList]:
    """Distribution lists of the units one sits in and of the units over them."""
    # reach: the units of one's own seats and those over them
    units = {unit for seat in actor.seats for unit in ({seat.unit_id} | seat.line)}
    everywhere = Q() if actor.reach(access.MANAGE).everywhere else Q(unit_id__in=units)
    return DistributionList.objects.filter(everywhere).select_related("unit")


def own_units(actor: Actor) -> list[Unit]:
    """Where somebody writes: the units of his seats."""
    # reach: one's own seats
    return list(Unit.objects.filter(pk__in={seat.unit_id for seat in actor.seats}).order_by("name"))


def managed_units(actor: Actor) -> list[Unit]:
    """Whose letterhead and templates somebody looks after."""
    reach = actor.reach(access.MANAGE)
    rows = units() if reach.everywhere else units().filter(pk__in=reach.units)
    return list(rows)


def units_to_refer(actor: Actor) -> list[Unit]:
    """Units below one's seats; whoever leads the house refers to all."""
    reach = actor.reach(access.REFER)
    below = {unit for seat in actor.seats if seat.scope_of(access.REFER) is not None for unit in seat.branch}
    return list(units() if reach.everywhere else units().filter(pk__in=below))
