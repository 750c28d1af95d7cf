"""A process from its first draft to the version that takes its place."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.cases.services import open_case, take
from konak.foundation.cases.services import tell as tell_case
from konak.foundation.db.turkish import fold
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User
from konak.governance.legislation import public as legislation

from .. import access, lifecycle, parsing, queries
from ..models import Process, ProcessDuty, ProcessStep, ProcessVersion
from .inventory import index_process, may_keep, tell

DRAFT_DAYS = 30
"""Days a draft may lie before it is late: our own yardstick."""


@transaction.atomic
def open_process(
    *,
    actor: Actor,
    unit_id: int,
    name: str,
    code: str = "",
    review_months: int = 12,
    assignee: User | None = None,
    purpose: str = "",
    begins: str = "",
    result: str = "",
    steps: str = "",
) -> ProcessVersion:
    """Begin a process with the draft of its first version."""
    process = Process(
        unit_id=unit_id, name=name.strip(), code=code.strip(), review_months=review_months, assignee=assignee
    )
    may_keep(actor, process)
    _save(process)
    tell(queries.PROCESS_KIND, process.pk, "add", actor, process)
    version = _draft(process, actor, purpose=purpose.strip(), begins=begins.strip(), result=result.strip())
    if steps.strip():
        _write(version, steps)
    return version


def _save(process: Process) -> None:
    if not process.name:
        raise Refused("Sürece bir ad verin.")
    if not 1 <= process.review_months <= 60:
        raise Refused("Gözden geçirme aralığı 1 ile 60 ay arasında olabilir.")
    process.folded = fold(f"{process.code} {process.name}")
    try:
        with transaction.atomic():
            process.save()
    except IntegrityError:
        raise Refused(f"Bu birimde «{process.name}» adlı bir süreç zaten var.") from None
    index_process(process)


@transaction.atomic
def edit_process(process_id: int, *, actor: Actor, **facts: Any) -> Process:
    """Change name, code, owner or review of a process; its steps change by a new version."""
    process = _held(process_id, actor)
    if unknown := set(facts) - {"name", "code", "review_months", "assignee", "unit_id", "closed_on"}:
        raise ValueError(f"a process has no {sorted(unknown)}")
    for field, value in facts.items():
        setattr(process, field, value.strip() if isinstance(value, str) else value)
    may_keep(actor, process)
    _save(process)
    tell(queries.PROCESS_KIND, process.pk, "edit", actor, process)
    return process


def _held(process_id: int, actor: Actor) -> Process:
    process = queries.process(actor, process_id)
    process = Process.objects.select_for_update(of=("self",)).get(pk=process.pk)
    may_keep(actor, process)
    return process


def _draft(process: Process, actor: Actor, **facts: Any) -> ProcessVersion:
    last = process.versions.aggregate(last=Max("version"))["last"] or 0
    return open_case(
        ProcessVersion(process=process, version=last + 1, **facts),
        actor=actor,
        permission=access.KEEP,
        unit_id=process.unit_id,
        subject=f"{process.name} (sürüm {last + 1})"[:250],
        due_on=localdate() + dt.timedelta(days=DRAFT_DAYS),
        assignee_id=actor.user_id,
    )


@transaction.atomic
def new_version(process_id: int, *, actor: Actor, changed: str) -> ProcessVersion:
    """Begin the next version as a copy of the one in force; one draft at a time."""
    process = _held(process_id, actor)
    if not changed.strip():
        raise Refused("Neyin değişeceğini bir cümleyle yazın.")
    waiting = process.versions.filter(case__state__in=["draft", "submitted"]).first()
    if waiting:
        raise Refused(f"Bu sürecin {waiting.case.number} sayılı bir taslağı zaten var.")
    before = queries.in_force(process)
    facts = {"purpose": before.purpose, "begins": before.begins, "result": before.result} if before else {}
    version = _draft(process, actor, changed=changed.strip()[:300], **facts)
    if before:
        ProcessStep.objects.bulk_create(
            [
                ProcessStep(
                    version=version,
                    order=step.order,
                    who=step.who,
                    position=step.position,
                    unit_id=step.unit_id,
                    title=step.title,
                    input=step.input,
                    output=step.output,
                    decision=step.decision,
                    exits=step.exits,
                )
                for step in before.steps.all()
            ]
        )
    return version


@transaction.atomic
def set_steps(
    number: str, *, actor: Actor, steps: str, purpose: str = "", begins: str = "", result: str = ""
) -> ProcessVersion:
    """Write the steps of a draft anew, as one text."""
    found = queries.version(actor, number)
    version: ProcessVersion = ProcessVersion.objects.select_for_update(of=("self", "case")).get(pk=found.pk)
    may_keep(actor, version.case)
    if version.case.state != lifecycle.State.DRAFT:
        raise Refused("Adımlar yalnız taslakta değişir; yürürlükteki süreç için yeni sürüm başlatın.")
    version.purpose, version.begins, version.result = purpose.strip(), begins.strip(), result.strip()
    version.save()
    _write(version, steps)
    tell_case(version.case, "steps", actor, seat=actor.seat_for(access.KEEP, version.case))
    return version


def _write(version: ProcessVersion, text: str) -> None:
    try:
        lines = parsing.read(text)
    except parsing.Broken as fault:
        raise Refused(str(fault)) from None
    people = queries.Responsibles()
    version.steps.all().delete()
    ProcessStep.objects.bulk_create(
        [
            ProcessStep(
                version=version,
                order=line.order,
                who=line.who,
                position=people.position(line.who),
                unit_id=people.unit(line.who),
                title=line.title,
                input=line.input,
                output=line.output,
                decision=line.decision,
                exits=[[one.to, one.label] for one in line.exits],
            )
            for line in lines
        ]
    )


def submit(number: str, *, actor: Actor) -> ProcessVersion:
    with take(lifecycle.SUBMIT, ProcessVersion, number, actor) as version:
        version.case.assignee = None  # it now waits for whoever may approve
    return version


def hand_back(number: str, *, actor: Actor, why: str) -> ProcessVersion:
    with take(lifecycle.RETURN, ProcessVersion, number, actor, note=why.strip()) as version:
        version.case.assignee_id = version.case.opened_by_id
    return version


def drop(number: str, *, actor: Actor, why: str) -> ProcessVersion:
    with take(lifecycle.DROP, ProcessVersion, number, actor, note=why.strip()) as version:
        version.case.assignee = None
    return version


@transaction.atomic
def approve(number: str, *, actor: Actor, note: str = "") -> ProcessVersion:
    """Put a version in force; the one before ends, the risks and controls of the day are kept with it."""
    with take(lifecycle.APPROVE, ProcessVersion, number, actor, note=note.strip()) as version:
        process = Process.objects.select_for_update().get(pk=version.process_id)
        before = queries.in_force(process)
        version.approved_on, version.case.assignee = localdate(), None
        version.case.due_on = None
        version.snapshot = queries.snapshot(process)
        process.review_on = _months_later(localdate(), process.review_months)
        process.closed_on = None
        process.save()
        if before is not None:
            _end(before.case.number, actor, f"{number} yürürlüğe girdi")
        publish(lifecycle.APPROVED, number=number)
    return version


def supersede(number: str, *, actor: Actor, why: str) -> ProcessVersion:
    """End a version although nothing takes its place."""
    return _end(number, actor, why.strip())


def _end(number: str, actor: Actor, why: str) -> ProcessVersion:
    with take(lifecycle.SUPERSEDE, ProcessVersion, number, actor, note=why) as version:
        version.ended_on = localdate()
    return version


def _months_later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, min(day.day, 28))


@transaction.atomic
def link_process(process_id: int, *, actor: Actor, duty_id: int, linked: bool = True) -> Process:
    """Say that a process is how a duty is carried out, or that it is not."""
    process = _held(process_id, actor)
    fact = legislation.duty_fact(actor, duty_id)
    if linked:
        ProcessDuty.objects.get_or_create(process=process, duty_id=duty_id)
    else:
        ProcessDuty.objects.filter(process=process, duty_id=duty_id).delete()
    tell(queries.PROCESS_KIND, process.pk, "tie" if linked else "untie", actor, process, f"Md. {fact.path}")
    return process
