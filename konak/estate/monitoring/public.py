"""What neighbours above may ask of the watch: how something stands, what went wrong, how available it was."""

import datetime as dt
from dataclasses import dataclass

from konak.foundation.access import Actor

from . import queries, services
from .lifecycle import BEGAN, ENDED, REPORTED
from .models import Host, Problem
from .queries import reports

__all__ = [
    "BEGAN",
    "ENDED",
    "REPORTED",
    "HostFacts",
    "ProblemFacts",
    "availability_of_system",
    "hosts_of_system",
    "note_ticket",
    "plan_window",
    "problem",
]


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """An outage as its neighbours see it."""

    number: str
    subject: str
    host: str
    host_id: int
    unit_id: int
    critical: bool
    down: bool
    words: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    ticket: str
    asset_tag: str
    system: str
    cause: str
    done: str
    prevention: str

    @property
    def url(self) -> str:
        return f"/izleme/arizalar/{self.number}/"

    @property
    def minutes(self) -> int | None:
        return int((self.ended_at - self.began_at).total_seconds() // 60) if self.ended_at else None


@dataclass(frozen=True, slots=True)
class HostFacts:
    id: int
    name: str
    state: str
    state_label: str
    seen_at: dt.datetime | None
    url: str


def problem(number: str) -> ProblemFacts | None:
    """An outage, for who reacts to its announcement."""
    # reach: the announcement named it; what becomes of it is shown by the reach of whoever reads
    rows = Problem.objects.select_related("host", "host__system", "host__asset", "case")
    row = rows.filter(case__number=number).first()
    if row is None:
        return None
    return ProblemFacts(
        number=row.case.number,
        subject=row.case.subject,
        host=row.host.name,
        host_id=row.host_id,
        unit_id=row.case.unit_id,
        critical=row.level == 2,
        down=row.down,
        words=row.words,
        began_at=row.began_at,
        ended_at=row.ended_at,
        ticket=row.ticket,
        asset_tag=row.host.asset.tag if row.host.asset else "",
        system=row.host.system.code if row.host.system else "",
        cause=row.cause,
        done=row.done,
        prevention=row.prevention,
    )


def note_ticket(number: str, *, actor: Actor, ticket: str) -> None:
    """The desk opened this ticket for an outage."""
    services.note_ticket(number, actor=actor, ticket=ticket)


def hosts_of_system(system_id: int) -> list[HostFacts]:
    # reach: public inside the house, because how a system stands is told to everybody who sees the system
    rows = Host.objects.filter(system_id=system_id, enabled=True).order_by("name")
    return [
        HostFacts(row.pk, row.name, row.state, row.get_state_display(), row.seen_at, f"/izleme/cihazlar/{row.pk}/")
        for row in rows
    ]


def availability_of_system(system_id: int, since: dt.datetime, until: dt.datetime) -> float | None:
    """How long a system was there, in percent of the time it was watched, without planned work; None unwatched."""
    # reach: public inside the house, because availability is reported to everybody
    return reports.share_of_system(system_id, since, until)


def plan_window(
    *, actor: Actor, name: str, starts_at: dt.datetime, ends_at: dt.datetime, systems: list[int], reference: str
) -> None:
    """Announced work on systems: no alarm in these hours. The same file told again moves its window."""
    if queries.hosts(actor).filter(system_id__in=systems).exists():
        services.plan_window(
            actor=actor, name=name, starts_at=starts_at, ends_at=ends_at, systems=systems, reference=reference
        )
