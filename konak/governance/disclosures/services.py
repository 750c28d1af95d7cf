"""Every write of both registers."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from konak.foundation.access import Actor
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused

from . import access, lifecycle, queries
from .models import Asker, LogRequest, Release, Way


def _past(day: dt.date, words: str) -> None:
    if day > localdate():
        raise Refused(f"{words} gelecekte olamaz.")


def _said(words: str, what: str) -> str:
    if not (said := words.strip()):
        raise Refused(f"{what} boş bırakılamaz.")
    return said


@transaction.atomic
def ask_release(
    *, actor: Actor, kind: str, asker: str, asked_on: dt.date, what: str, why: str, reference: str = ""
) -> Release:
    """Write down that somebody outside asks for information; whoever leads the unit decides."""
    _past(asked_on, "İstek tarihi")
    if kind not in Asker.values:
        raise Refused("Bilgiyi kimin istediğini seçin.")
    unit_id = queries.unit_of(actor)
    if unit_id is None:
        raise Refused("Bugün bir makamınız yok.")
    record = Release(kind=kind, asker=_said(asker, "İsteyenin adı"), asked_on=asked_on)
    record.what, record.why = _said(what, "Ne istendiği"), _said(why, "İsteğin nedeni")
    record.reference = reference.strip()
    subject = f"{record.asker}: {record.what}"[:250]
    return open_case(record, actor=actor, permission=access.PREPARE, unit_id=unit_id, subject=subject)


def give(number: str, *, actor: Actor, way: str, told: str, given_on: dt.date) -> Release:
    """Say what was given, how and when; the seat that gave it stays in the record."""
    _past(given_on, "Verildiği gün")
    if way not in Way.values:
        raise Refused("Bilginin nasıl verildiğini seçin.")
    with take(lifecycle.GIVE, Release, number, actor) as record:
        if given_on < record.asked_on:
            raise Refused("Bilgi, istenmeden önce verilmiş olamaz.")
        record.way, record.told, record.given_on = way, _said(told, "Ne verildiği"), given_on
        _signed(record, actor)
    return record


def refuse(number: str, *, actor: Actor, told: str) -> Release:
    """Nothing is given, with the reason."""
    with take(lifecycle.REFUSE, Release, number, actor) as record:
        record.told, record.given_on = _said(told, "Verilmeme nedeni"), None
        _signed(record, actor)
    return record


def _signed(record: Release, actor: Actor) -> None:
    seat: Any = actor.seat_for(access.GIVE, record.case)
    record.given_by_id = actor.user_id
    record.given_as_id = seat.appointment_id if seat else None


@transaction.atomic
def receive_log_request(*, actor: Actor, due_on: dt.date, **facts: Any) -> LogRequest:
    """Enter a letter that asks for log records; the same letter is entered once."""
    _past(facts["letter_date"], "Yazının tarihi")
    if due_on < facts["letter_date"]:
        raise Refused("Cevap için son gün, yazının tarihinden önce olamaz.")
    since, until = facts.get("since"), facts.get("until")
    if since and until and until < since:
        raise Refused("Kayıtların sonu, başından önce olamaz.")
    unit_id = queries.unit_of(actor)
    if unit_id is None:
        raise Refused("Bugün bir makamınız yok.")
    named = {field.name: str(field.verbose_name) for field in LogRequest._meta.concrete_fields}
    record = LogRequest(
        **{name: _said(one, f"«{named[name]}» alanı") if isinstance(one, str) else one for name, one in facts.items()}
    )
    same = LogRequest.objects.filter(
        authority=record.authority, letter_date=record.letter_date, letter_number=record.letter_number
    ).select_related("case")
    if twin := same.first():
        raise Refused(f"Bu yazı zaten {twin.case.number} sayısıyla kayıtlı.")
    subject = f"{record.authority}, {record.file_number}: iz kaydı isteği"[:250]
    try:
        with transaction.atomic():
            return open_case(
                record, actor=actor, permission=access.LOGS, unit_id=unit_id, subject=subject, due_on=due_on
            )
    except IntegrityError:  # somebody entered the same letter in this moment
        raise Refused("Bu yazı az önce kaydedildi; listeye bakın.") from None


def work_on_logs(number: str, *, actor: Actor) -> LogRequest:
    with take(lifecycle.WORK, LogRequest, number, actor) as record:
        pass
    return record


def answer_logs(number: str, *, actor: Actor, answer_date: dt.date, answer_number: str, result: str) -> LogRequest:
    """The letter of answer has left; what was given stands beside it."""
    _past(answer_date, "Cevap yazısının tarihi")
    with take(lifecycle.ANSWER, LogRequest, number, actor, note=answer_number.strip()[:80]) as record:
        if answer_date < record.letter_date:
            raise Refused("Cevap, istekten önce yazılmış olamaz.")
        record.answer_date, record.answer_number = answer_date, _said(answer_number, "Cevap yazısının sayısı")
        record.result = _said(result, "Ne verildiği")
    return record


def decline_logs(number: str, *, actor: Actor, result: str) -> LogRequest:
    with take(lifecycle.DECLINE, LogRequest, number, actor) as record:
        record.result = _said(result, "Yerine getirilmeme nedeni")
    return record
