"""Licences and trainings prove lines of movements that a template wants, as custody does."""

from collections.abc import Iterable

from django.db import transaction

from konak.estate.software import public as software
from konak.foundation.access import Actor
from konak.foundation.db.turkish import fold
from konak.service.consultancy import public as consultancy

from ...lifecycle import MovementState
from ...models import Action, Movement, MovementLine, Want
from ..telling import clock
from .custody import prove, take_from_custody

LICENCES, TRAININGS = Want.LICENCE.label, Want.TRAINING.label


def take_what_is_there(movement_id: int, *, actor: Actor) -> int:
    """What a template wants and the person has by now: things, licences, trainings; returns how many lines."""
    return take_from_custody(movement_id, actor=actor) + take_from_others(movement_id, actor=actor)


@transaction.atomic
def take_from_others(movement_id: int, *, actor: Actor) -> int:
    """Licences he may use and trainings he came to; one record proves one line."""
    row = Movement.objects.select_for_update(of=("self",)).select_related("case").get(pk=movement_id)
    wanted = row.lines.filter(source__in=(LICENCES, TRAININGS), action=Action.DO, done_at=None)
    lines = list(wanted.exclude(key__startswith="i").order_by("pk"))
    if not lines or row.person_id is None:
        return 0
    found = {
        LICENCES: [
            (one.url, one.product, f"{one.product}: lisans verildi ({one.number}, {one.since:%d.%m.%Y})")
            for one in software.licences_of(row.person_id)
        ],
        TRAININGS: [
            (one.url, one.course, f"{one.course}: eğitime katıldı ({one.number}, {one.on:%d.%m.%Y})")
            for one in consultancy.attended(row.person_id)
        ],
    }
    used = set(row.lines.exclude(url="").values_list("url", flat=True))
    return sum(_prove_one(line, found[line.source], used, actor) for line in lines)


def _prove_one(line: MovementLine, found: Iterable[tuple[str, str, str]], used: set[str], actor: Actor) -> bool:
    wanted = fold(line.text).split()
    for url, name, proof in found:
        told = fold(name).split()
        if url in used or not wanted or not all(any(one.startswith(word) for one in told) for word in wanted):
            continue
        used.add(url)
        line.url = url
        prove(line, proof, actor)
        return True
    return False


def follow_person(user_id: int) -> int:
    """Somebody was given a licence or came to a training; returns how many lines it proved. Safe to run again."""
    waiting = MovementLine.objects.filter(
        source__in=(LICENCES, TRAININGS),
        action=Action.DO,
        done_at=None,
        movement__person_id=user_id,
        movement__case__state=MovementState.OPEN,
    )
    files = waiting.order_by().values_list("movement_id", "movement__case__unit_id").distinct()
    return sum(take_from_others(movement_id, actor=clock(unit_id)) for movement_id, unit_id in files)
