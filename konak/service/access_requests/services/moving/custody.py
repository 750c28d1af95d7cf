"""Custody proves lines of movements: what a template wants in hands, and what has to leave them."""

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now

from konak.estate.assets import public as assets
from konak.foundation.access import Actor
from konak.foundation.cases.services import tell
from konak.foundation.db.turkish import fold

from ...lifecycle import MovementState
from ...models import Action, Movement, MovementLine, Want
from ..telling import clock
from .effect import still_held

HELD = "Zimmetler"
"""The heading under which `estate.assets` lists what somebody holds."""
WANTED = Want.CUSTODY.label
"""The heading of what a template wants in custody."""


def follow_custody(tag: str) -> int:
    """A thing changed hands; returns how many lines it proved. Safe to run again."""
    thing = assets.find_by_tag(tag)
    if thing is None:
        return 0
    count = 0
    open_lines = MovementLine.objects.filter(
        done_at=None, movement__case__state=MovementState.OPEN, movement__person__isnull=False
    )
    for key in open_lines.filter(source=HELD, key=tag).values_list("pk", flat=True):
        count += _gone(key, thing)
    accepted = assets.accepted_custody(tag)
    if accepted is not None:
        waiting = open_lines.filter(source=WANTED, action=Action.DO, movement__person_id=accepted.user_id)
        for movement_id, unit_id in (
            waiting.order_by().values_list("movement_id", "movement__case__unit_id").distinct()
        ):
            count += take_from_custody(movement_id, actor=clock(unit_id))
    return count


@transaction.atomic
def _gone(line_id: int, thing: assets.AssetFacts) -> bool:
    line = MovementLine.objects.select_for_update(of=("self",)).select_related("movement__case").get(pk=line_id)
    row = line.movement
    if line.done_at is not None or still_held(row, line):
        return False
    accepted = assets.accepted_custody(thing.tag)
    proof = f"{accepted.name} zimmetine geçti ({accepted.slip})" if accepted else "Ambara iade alındı"
    prove(line, f"{proof}, {localdate():%d.%m.%Y}", clock(row.case.unit_id))
    return True


@transaction.atomic
def take_from_custody(movement_id: int, *, actor: Actor) -> int:
    """What the template wants in custody and the person has accepted by now, each thing for one line."""
    row = Movement.objects.select_for_update(of=("self",)).select_related("case").get(pk=movement_id)
    lines = list(
        row.lines.filter(source=WANTED, action=Action.DO, done_at=None).exclude(key__startswith="i").order_by("pk")
    )
    if not lines or row.person_id is None:
        return 0
    used = set(row.lines.filter(source=WANTED).exclude(url="").values_list("url", flat=True))
    count = 0
    for thing in assets.assets_of(row.person_id):
        if thing.url in used or (accepted := assets.accepted_custody(thing.tag)) is None:
            continue
        line = next((one for one in lines if fits(one.text, thing)), None)
        if line is None:
            continue
        lines.remove(line)
        line.url = reverse("assets:asset", args=[thing.tag])
        prove(line, f"{thing.tag} {thing.name}: zimmet kabul edildi ({accepted.slip})", actor)
        count += 1
    return count


def fits(wanted: str, thing: assets.AssetFacts) -> bool:
    """Whether a thing is what the line names: every word of it, or its code."""
    told = fold(f"{thing.name} {thing.maker} {thing.model}").split()
    words = fold(wanted).split()
    return bool(words) and (thing.code in wanted or all(any(one.startswith(word) for one in told) for word in words))


def prove(line: MovementLine, proof: str, actor: Actor) -> None:
    line.done_at, line.proof = now(), proof[:500]
    line.save()
    tell(line.movement.case, "custody", actor, f"{line.source}: {line.text}"[:300])
