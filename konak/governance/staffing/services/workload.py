"""Spreading work from the board: many files at once, by the one service that gives a file to somebody."""

from collections.abc import Sequence

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.cases import services as cases
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

MOST = 100


@transaction.atomic
def reassign(*, actor: Actor, numbers: Sequence[str], to: User | None) -> int:
    """Give the named files to one person, or put them back to their unit; all or none."""
    chosen = list(dict.fromkeys(number.strip().upper() for number in numbers if number.strip()))
    if not chosen:
        raise Refused("Önce en az bir dosya seçin.")
    if len(chosen) > MOST:
        raise Refused(f"Bir kerede en çok {MOST} dosya verilebilir.")
    for number in sorted(chosen):  # one order for everybody, so that two who spread at once never wait in a ring
        try:
            cases.assign(number, actor=actor, assignee=to)
        except Refused as refusal:
            raise Refused(f"{number}: {refusal}") from refusal
    return len(chosen)
