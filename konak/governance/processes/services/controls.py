"""Risks, the controls that answer them, each time one is done, and departures from a process."""

import datetime as dt
from typing import IO

from django.db import transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.files.services import store
from konak.foundation.lifecycle import Refused
from konak.foundation.people.models import User

from .. import access, lifecycle, queries
from ..models import Control, ControlKind, ControlRun, Deviation, Frequency, Process, Response, Result, Risk
from .inventory import may_keep, tell

DAYS = {"daily": 1, "weekly": 7, "monthly": 30, "quarterly": 91, "half_yearly": 182, "yearly": 365}


def _scored(*numbers: int | None) -> None:
    if any(number is not None and not 1 <= number <= 5 for number in numbers):
        raise Refused("Olasılık ve etki 1 ile 5 arasında puanlanır.")


@transaction.atomic
def open_risk(
    process_id: int,
    *,
    actor: Actor,
    name: str,
    likelihood: int,
    impact: int,
    response: str = Response.REDUCE,
    cause: str = "",
    effect: str = "",
    assignee: User | None = None,
    left_likelihood: int | None = None,
    left_impact: int | None = None,
    opened_on: dt.date | None = None,
) -> Risk:
    """Write down what may go wrong in a process."""
    process: Process = queries.process(actor, process_id)
    risk = Risk(process=process, unit_id=process.unit_id, opened_on=opened_on or localdate())
    may_keep(actor, risk)
    _judge(risk, name, likelihood, impact, response, cause, effect, assignee, left_likelihood, left_impact)
    tell(queries.PROCESS_KIND, process.pk, "risk", actor, process, f"{risk.likelihood} × {risk.impact}")
    return risk


@transaction.atomic
def edit_risk(
    risk_id: int,
    *,
    actor: Actor,
    name: str,
    likelihood: int,
    impact: int,
    response: str = Response.REDUCE,
    cause: str = "",
    effect: str = "",
    assignee: User | None = None,
    left_likelihood: int | None = None,
    left_impact: int | None = None,
) -> Risk:
    """Judge a risk anew; what it was stays in the history of its row."""
    risk = _held(risk_id, actor)
    before = f"{risk.likelihood} × {risk.impact}"
    _judge(risk, name, likelihood, impact, response, cause, effect, assignee, left_likelihood, left_impact)
    after = f"{risk.likelihood} × {risk.impact}"
    tell(queries.PROCESS_KIND, risk.process_id, "judge", actor, risk, f"{before} → {after}")
    return risk


def _judge(
    risk: Risk,
    name: str,
    likelihood: int,
    impact: int,
    response: str,
    cause: str,
    effect: str,
    assignee: User | None,
    left_likelihood: int | None,
    left_impact: int | None,
) -> None:
    if not name.strip():
        raise Refused("Riski bir cümleyle yazın: ne olabilir?")
    if response not in Response.values:
        raise Refused("Riske verilecek yanıtı seçin.")
    _scored(likelihood, impact, left_likelihood, left_impact)
    if (left_likelihood is None) != (left_impact is None):
        raise Refused("Kalan risk için olasılığı ve etkiyi birlikte verin.")
    if left_likelihood and left_impact and left_likelihood * left_impact > likelihood * impact:
        raise Refused("Kalan risk, kontrollerden önceki riskten büyük olamaz.")
    risk.name, risk.cause, risk.effect = name.strip(), cause.strip(), effect.strip()
    risk.likelihood, risk.impact, risk.response, risk.assignee = likelihood, impact, response, assignee
    risk.left_likelihood, risk.left_impact = left_likelihood, left_impact
    risk.save()


def _held(risk_id: int, actor: Actor) -> Risk:
    risk = queries.risk(actor, risk_id)
    risk = Risk.objects.select_for_update(of=("self",)).get(pk=risk.pk)
    may_keep(actor, risk)
    if risk.closed_on:
        raise Refused("Kapanmış risk değiştirilemez.")
    return risk


@transaction.atomic
def close_risk(risk_id: int, *, actor: Actor, why: str) -> Risk:
    """A risk is gone; its controls end with it."""
    risk = _held(risk_id, actor)
    if not why.strip():
        raise Refused("Riskin neden kalmadığını yazın.")
    risk.closed_on, risk.closed_why = localdate(), why.strip()[:300]
    risk.save()
    for control in risk.controls.filter(ended_on=None):
        control.ended_on, control.due_on = localdate(), None
        control.save()
    tell(queries.PROCESS_KIND, risk.process_id, "close", actor, risk)
    return risk


@transaction.atomic
def add_control(
    risk_id: int,
    *,
    actor: Actor,
    name: str,
    kind: str,
    frequency: str,
    proof: str = "",
    assignee: User | None = None,
    began_on: dt.date | None = None,
) -> Control:
    """Name what keeps a risk small; its first date falls one interval after it begins."""
    risk = _held(risk_id, actor)
    control = Control(risk=risk, unit_id=risk.unit_id, began_on=began_on or localdate())
    _settle(control, name, kind, frequency, proof, assignee)
    tell(queries.PROCESS_KIND, risk.process_id, "control", actor, risk)
    return control


@transaction.atomic
def edit_control(
    control_id: int,
    *,
    actor: Actor,
    name: str,
    kind: str,
    frequency: str,
    proof: str = "",
    assignee: User | None = None,
    ended_on: dt.date | None = None,
) -> Control:
    control = queries.control(actor, control_id)
    control = Control.objects.select_for_update(of=("self",)).select_related("risk").get(pk=control.pk)
    may_keep(actor, control)
    if ended_on and ended_on < control.began_on:
        raise Refused("Kontrol başlamadan bitemez.")
    control.ended_on = ended_on
    _settle(control, name, kind, frequency, proof, assignee)
    tell(queries.PROCESS_KIND, control.risk.process_id, "control", actor, control)
    return control


def _settle(control: Control, name: str, kind: str, frequency: str, proof: str, assignee: User | None) -> None:
    if not name.strip():
        raise Refused("Kontrolü bir cümleyle yazın: kim neye bakıyor?")
    if kind not in ControlKind.values or frequency not in Frequency.values:
        raise Refused("Kontrolün türünü ve sıklığını seçin.")
    control.name, control.kind, control.frequency = name.strip(), kind, frequency
    control.proof, control.assignee = proof.strip(), assignee
    control.due_on = next_due(control)
    control.save()


def next_due(control: Control) -> dt.date | None:
    """The day by which a control is due: one interval after it was last done; never for one done each time."""
    days = DAYS.get(control.frequency)
    if days is None or control.ended_on:
        return None
    return (control.last_on or control.began_on) + dt.timedelta(days=days)


@transaction.atomic
def perform(
    control_id: int,
    *,
    actor: Actor,
    done_on: dt.date,
    result: str,
    note: str = "",
    file: IO[bytes] | None = None,
) -> ControlRun:
    """Somebody did a control; the next date follows from it. What was found amiss has to be written down."""
    control = queries.control(actor, control_id)
    control = Control.objects.select_for_update(of=("self",)).select_related("risk").get(pk=control.pk)
    seat = actor.seat_for(access.PERFORM, control)
    if seat is None:
        raise Refused(f"«{access.PERFORM.label}» için yetkiniz yok. Yetkili: kontrolün birimi.")
    if control.ended_on and done_on > control.ended_on:
        raise Refused(f"Kontrol {control.ended_on:%d.%m.%Y} günü sona erdi.")
    if done_on > localdate():
        raise Refused("Kontrol gelecekte yapılmış olamaz.")
    if done_on < control.began_on:
        raise Refused(f"Kontrol {control.began_on:%d.%m.%Y} günü başladı; öncesi için kayıt olmaz.")
    if result not in Result.values:
        raise Refused("Kontrolün sonucunu seçin.")
    if result != Result.EFFECTIVE and not note.strip():
        raise Refused("Kontrol tam etkili değilse bulguyu yazın.")
    if control.runs.filter(done_on=done_on).exists():
        raise Refused(f"{done_on:%d.%m.%Y} günü için kayıt zaten var.")
    stored = None
    if file is not None:
        name = getattr(file, "name", "") or "kontrol"
        stored = store(actor=actor, content=file, name=name, unit_id=seat.unit_id, purpose="processes.control")
    run = ControlRun.objects.create(
        control=control,
        done_on=done_on,
        result=result,
        note=note.strip(),
        file=stored,
        late=bool(control.due_on and done_on > control.due_on),
        done_by_id=actor.user_id,
    )
    if control.last_on is None or done_on > control.last_on:
        control.last_on = done_on
        control.due_on = next_due(control)
        control.save()
    tell(queries.PROCESS_KIND, control.risk.process_id, "perform", actor, control, f"{done_on:%d.%m.%Y}")
    publish(lifecycle.CONTROLLED, control_id=control.pk)
    return run


@transaction.atomic
def report(process_id: int, *, actor: Actor, found_on: dt.date, what: str, step: str = "") -> Deviation:
    """Write down a time when the work was not done as the process says."""
    process: Process = queries.process(actor, process_id)
    if not actor.reach(access.PERFORM).covers(process):
        raise Refused(f"«{access.PERFORM.label}» için yetkiniz yok. Yetkili: sürecin birimi.")
    if not what.strip():
        raise Refused("Ne olduğunu yazın.")
    if found_on > localdate():
        raise Refused("Sapma gelecekte görülmüş olamaz.")
    row = Deviation.objects.create(
        process=process, step=step[:220], found_on=found_on, what=what.strip(), found_by_id=actor.user_id
    )
    tell(queries.PROCESS_KIND, process.pk, "depart", actor, process, f"{found_on:%d.%m.%Y}")
    return row


@transaction.atomic
def correct_deviation(deviation_id: int, *, actor: Actor, correction: str, corrected_on: dt.date) -> Deviation:
    """Say what was done about a departure."""
    row = queries.deviation(actor, deviation_id)
    row = Deviation.objects.select_for_update(of=("self",)).select_related("process").get(pk=row.pk)
    may_keep(actor, row.process)
    if not correction.strip():
        raise Refused("Ne yapıldığını yazın.")
    if corrected_on < row.found_on or corrected_on > localdate():
        raise Refused("Giderilme günü, sapmanın görüldüğü gün ile bugün arasında olmalı.")
    row.correction, row.corrected_on = correction.strip(), corrected_on
    row.save()
    tell(queries.PROCESS_KIND, row.process_id, "correct", actor, row.process)
    return row
