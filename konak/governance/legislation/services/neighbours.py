"""Writes that higher apps cause: they hold records of their own about a duty, the evidence stays ours."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.db import transaction

from konak.foundation.access import Actor

from .. import queries
from ..models import Duty, Evidence
from .evidence import file_evidence
from .register import stand


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


@dataclass(frozen=True, slots=True)
class PastProof:
    """A paper of the past as it would have been filed on its day."""

    duty_id: int
    title: str
    period_from: dt.date
    period_to: dt.date
    unit_id: int
    filed_by_id: int
    filed_at: dt.datetime


@transaction.atomic
def file_past_proofs(papers: Sequence[PastProof], *, actor: Actor) -> list[int]:
    """Papers of past years in bulk, for samples and imports: digests as ever, no story and nobody told."""
    del actor  # a load acts for everybody who filed
    rows = [
        Evidence(
            duty_id=one.duty_id,
            title=one.title,
            period_from=one.period_from,
            period_to=one.period_to,
            unit_id=one.unit_id,
            filed_by_id=one.filed_by_id,
            filed_at=one.filed_at,
            digest="",
        )
        for one in papers
    ]
    duties = Duty.objects.select_related("clause").in_bulk({one.duty_id for one in papers})
    for row in rows:
        row.duty = duties[row.duty_id]
        row.digest = queries.digest_of(row)
    Evidence.objects.bulk_create(rows, batch_size=500)
    for duty in duties.values():
        stand(duty)
    return [int(row.pk) for row in rows]
