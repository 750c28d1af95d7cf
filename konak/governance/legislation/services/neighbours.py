"""Writes that higher apps cause: they hold records of their own about a duty, the evidence stays ours."""

import datetime as dt
from typing import IO

from django.db import transaction

from konak.foundation.access import Actor

from .evidence import file_evidence


@transaction.atomic
def file_proof(
    duty_id: int,
    *,
    actor: Actor,
    title: str,
    period_from: dt.date,
    period_to: dt.date,
    note: str = "",
    file: IO[bytes] | None = None,
    file_name: str = "",
) -> int:
    """`file_evidence` for neighbours, in their transaction; gives the key of the proof."""
    proof = file_evidence(
        duty_id,
        actor=actor,
        title=title,
        period_from=period_from,
        period_to=period_to,
        note=note,
        file=file,
        file_name=file_name,
    )
    return int(proof.pk)
