"""The certificate service: applications, cards and readers, what a certificate is worth today, faults, trials."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.announce import publish
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.foundation.notify.services import notify
from konak.foundation.people.models import User
from konak.foundation.people.positions import Position
from konak.foundation.trail import services as trail
from konak.gateways.pki import certificates as reading

from .. import access, lifecycle, queries
from ..models import (
    WARN_DAYS,
    Certificate,
    CertificateKind,
    CertificateRequest,
    CertificateStatus,
    Device,
    DeviceKind,
    DeviceState,
    Fault,
    MobileApplication,
    Reason,
    RequestState,
    Trial,
    Undertaking,
)
from ..signing import matches
from . import engine
from .asking import close, locked
from .receipts import receipt
from .searching import index_certificate
from .signing import belongs

DECISION_DAYS = 5
"""Working days in which a superior decides about an application; the house's own promise."""
KIND = Certificate._meta.label_lower
DEVICE = Device._meta.label_lower


@transaction.atomic
def request_certificate(
    *,
    actor: Actor,
    reason: str,
    title: str,
    email: str,
    phone: str,
    delivery: str,
    years: int = 3,
    birth_date: dt.date | None = None,
    birth_place: str = "",
    nationality: str = "T.C.",
    registry_no: str = "",
    device_kind: str = DeviceKind.CARD,
    reader: bool = True,
    proof: str = "edevlet",
    undertaking: str = Undertaking.PAPER,
    replaces_id: int | None = None,
    note: str = "",
    person_id: int | None = None,
) -> CertificateRequest:
    """Apply for a certificate, its renewal or its revocation; the unit's superior decides first."""
    seat = actor.seat_for(access.APPLY)
    if seat is None or actor.user_id is None:
        raise Refused(f"«{access.APPLY.label}» için yetkiniz yok.")
    person = person_id or actor.user_id
    if person != actor.user_id and not actor.holds(access.RUN):
        raise Refused("Başkası adına yalnız sertifika hizmetini yürüten başvurabilir.")
    if not 1 <= years <= 3:
        raise Refused("Nitelikli sertifika 1, 2 ya da 3 yıllık olur.")
    open_ones = CertificateRequest.objects.filter(person_id=person, case__closed_at=None)
    if reason != Reason.REVOKE and open_ones.exclude(reason=Reason.REVOKE).exists():
        raise Refused("Sonuçlanmamış bir başvurunuz var; önce o sonuçlanmalı.")
    replaced = None
    if replaces_id is not None:
        replaced = Certificate.objects.filter(pk=replaces_id, assignee_id=person).first()
    if reason != Reason.FIRST and replaced is None:
        raise Refused("Hangi sertifika için başvurduğunuzu seçin.")
    record = CertificateRequest(
        person_id=person,
        reason=reason,
        years=years,
        birth_date=birth_date,
        birth_place=birth_place.strip(),
        nationality=nationality.strip() or "T.C.",
        title=title.strip(),
        registry_no=registry_no.strip(),
        email=email,
        phone=phone.strip(),
        delivery=delivery.strip(),
        device_kind=device_kind,
        reader=reader,
        proof=proof,
        undertaking=undertaking,
        replaces=replaced,
        note=note.strip(),
    )
    made = open_case(
        record,
        actor=actor,
        permission=access.APPLY,
        unit_id=seat.unit_id,
        subject=f"E-imza sertifikası: {Reason(reason).label}",
        due_on=add_working_days(localdate(), DECISION_DAYS),
        for_user_id=person,
        assignee_id=queries.decider(seat.unit_id, person),
    )
    ask_to_decide(made, actor)
    return made


def ask_to_decide(record: CertificateRequest | MobileApplication, actor: Actor) -> None:
    """Tell the superior to whom an application was laid."""
    if record.case.assignee_id is not None:
        _tell(record, [record.case.assignee_id], f"Onayınızı bekliyor: {record.case.subject}", actor)


def _tell(record: CertificateRequest | MobileApplication, whom: list[int], words: str, actor: Actor) -> None:
    notify(whom, lifecycle.APPLIED, words, actor=actor, url=f"/is/{record.case.number}/")


def decided(record: CertificateRequest | MobileApplication, actor: Actor, words: str) -> None:
    """The superior has spoken: whoever runs the service goes on with it, the applicant hears of it."""
    record.case.assignee_id = None
    _tell(record, [record.person_id], f"{words}: {record.case.subject}", actor)


def approve(number: str, *, actor: Actor) -> CertificateRequest:
    with take(lifecycle.APPROVE, CertificateRequest, number, actor) as record:
        decided(record, actor, "Onaylandı")
    return record


def refuse(number: str, *, actor: Actor, why: str) -> CertificateRequest:
    if not why.strip():
        raise Refused("Nedenini yazın.")
    with take(lifecycle.REFUSE, CertificateRequest, number, actor) as record:
        record.note = why.strip()[:1000]
        decided(record, actor, "Uygun bulunmadı")
    return record


def sent(number: str, *, actor: Actor, provider_number: str) -> CertificateRequest:
    """The form went to the provider, who gave it a number. A revocation ends the old certificate here at once."""
    if not provider_number.strip():
        raise Refused("Sağlayıcının verdiği başvuru numarasını yazın.")
    with take(lifecycle.SEND, CertificateRequest, number, actor) as record:
        record.provider_number = provider_number.strip()[:60]
        if record.reason in {Reason.REVOKE, Reason.LOST} and record.replaces_id:
            _status(record.replaces_id, CertificateStatus.REVOKED, f"Başvuru {number}", actor)
    return record


def produced(number: str, *, actor: Actor) -> CertificateRequest:
    with take(lifecycle.PRODUCE, CertificateRequest, number, actor) as record:
        pass
    return record


def hand_over(number: str, *, actor: Actor, device_id: int) -> CertificateRequest:
    """Card or token goes from the stock to its holder."""
    with take(lifecycle.HAND, CertificateRequest, number, actor) as record:
        device = Device.objects.select_for_update().get(pk=device_id)
        if device.state != DeviceState.STOCK or device.kind == DeviceKind.READER:
            raise Refused(f"{device} depoda değil ya da kart değil.")
        _hand(device, record.person_id, record.case.unit_id, actor, number)
        record.device = device
        record.case.assignee_id = record.person_id
        _tell(record, [record.person_id], "Kartınız teslim edildi; deneme imzasıyla kullanıma açın", actor)
    return record


def activate(
    number: str, *, actor: Actor, certificate: bytes, challenge: bytes, value: bytes, computer: str = ""
) -> CertificateRequest:
    """The holder's first signature with the new card proves that all of it works."""
    with take(lifecycle.ACTIVATE, CertificateRequest, number, actor) as record:
        trial = try_out(actor=actor, certificate=certificate, challenge=challenge, value=value, computer=computer)
        if not trial.good:
            raise Refused(f"Deneme imzası olmadı: {trial.words}")
        record.certificate = trial.certificate
        if record.replaces_id and record.reason == Reason.RENEWAL:
            _status(record.replaces_id, CertificateStatus.REVOKED, f"Yerine {number} ile yenisi geldi", actor)
    return record


def settle(number: str, *, actor: Actor) -> CertificateRequest:
    """The provider has revoked it: an application that asked for nothing else ends."""
    with take(lifecycle.SETTLE, CertificateRequest, number, actor) as record:
        pass
    return record


def cancel(number: str, *, actor: Actor) -> CertificateRequest:
    with take(lifecycle.CANCEL, CertificateRequest, number, actor) as record:
        pass
    return record


@transaction.atomic
def learn(*, actor: Actor, certificate: bytes, user_id: int, kind: str = CertificateKind.QUALIFIED) -> Certificate:
    """Keep a certificate in its holder's name, once."""
    try:
        read = reading.read(certificate)
    except reading.Unreadable as trouble:
        raise Refused(str(trouble)) from None
    told = reading.facts(read)
    if told.until <= told.since:
        raise Refused("Sertifikanın süresi anlamsız.")
    user = User.objects.get(pk=user_id)
    if kind != CertificateKind.SEAL:
        belongs(read, user)
    if user_id != actor.user_id and not actor.holds(access.RUN):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok.")
    seat = actor.seats[0] if actor.seats else None
    unit_id = _unit_of(user_id) or (seat.unit_id if seat else None)
    if unit_id is None:
        raise Refused("Kişinin bugün görevli olduğu birim yok.")
    row, fresh = Certificate.objects.get_or_create(
        sha256=told.sha256,
        defaults={
            "kind": kind,
            "serial": told.serial[:64],
            "issuer": told.issuer[:200],
            "name": told.name[:150],
            "identity_masked": told.identity_masked,
            "qualified": told.qualified,
            "since": told.since,
            "until": told.until,
            "der": read.dump(),
            "assignee_id": user_id,
            "unit_id": unit_id,
            "provider": told.issuer[:100],
        },
    )
    if fresh:
        index_certificate(row)
        trail.write(actor=actor, kind=KIND, subject=row.pk, verb="learn", seat=actor.seat_for(access.APPLY))
    return row


def _unit_of(user_id: int) -> int | None:
    from konak.foundation.people.models import Appointment

    today = localdate()
    row = (
        Appointment.objects.filter(user_id=user_id, since__lte=today).exclude(until__lt=today).order_by("pk").first()
    )
    return row.unit_id if row else None


@transaction.atomic
def try_out(*, actor: Actor, certificate: bytes, challenge: bytes, value: bytes, computer: str = "") -> Trial:
    """A test signature: what came from the card is checked like a real one, and kept as a record."""
    if actor.user_id is None or not actor.holds(access.APPLY):
        raise Refused(f"«{access.APPLY.label}» için yetkiniz yok.")
    import hashlib

    row, words = None, ""
    try:
        read = reading.read(certificate)
        user = User.objects.get(pk=actor.user_id)
        belongs(read, user)
        if not matches(read, hashlib.sha256(challenge).digest(), value):
            raise Refused("Karttan gelen imza değeri doğrulanamadı.")
        engine.look(read, [])
        row = learn(actor=actor, certificate=certificate, user_id=actor.user_id)
        row.last_test_at = now()
        row.save(update_fields=["last_test_at"])
    except reading.Unreadable as trouble:
        words = str(trouble)
    except Refused as trouble:
        words = str(trouble)
    return Trial.objects.create(
        user_id=actor.user_id,
        certificate=row,
        good=not words,
        words=words or "Deneme imzası doğrulandı.",
        computer=computer.strip()[:200],
    )


@transaction.atomic
def set_status(certificate_id: int, *, actor: Actor, status: str, why: str) -> Certificate:
    """What the provider says of a certificate: suspended, revoked, or good again after a suspension."""
    row = Certificate.objects.select_for_update().get(pk=certificate_id)
    if not actor.reach(access.RUN).covers(row):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok.")
    if not why.strip():
        raise Refused("Nedenini yazın.")
    if row.status == CertificateStatus.REVOKED:
        raise Refused("İptal edilmiş sertifika yeniden kullanıma açılamaz.")
    return _status(certificate_id, status, why, actor)


def _status(certificate_id: int, status: str, why: str, actor: Actor) -> Certificate:
    row = Certificate.objects.select_for_update().get(pk=certificate_id)
    row.status, row.status_why, row.status_at = status, why.strip()[:500], now()
    row.save(update_fields=["status", "status_why", "status_at"])
    trail.write(actor=actor, kind=KIND, subject=row.pk, verb=status, seat=actor.seat_for(access.RUN))
    return row


@transaction.atomic
def add_device(*, actor: Actor, kind: str, serial: str, model: str = "", unit_id: int | None = None) -> Device:
    """A card, token or reader comes into the stock."""
    seat = actor.seat_for(access.RUN)
    if seat is None:
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok.")
    if not serial.strip():
        raise Refused("Seri numarasını yazın.")
    row, fresh = Device.objects.get_or_create(
        kind=kind,
        serial=serial.strip()[:60],
        defaults={"model": model.strip()[:100], "unit_id": unit_id or seat.unit_id},
    )
    if not fresh:
        raise Refused(f"{row} zaten kayıtlı.")
    trail.write(actor=actor, kind=DEVICE, subject=row.pk, verb="add", seat=seat)
    return row


def _hand(device: Device, user_id: int, unit_id: int, actor: Actor, number: str = "") -> None:
    device.state, device.assignee_id, device.unit_id, device.handed_at = DeviceState.HANDED, user_id, unit_id, now()
    device.receipt = receipt(device, actor=actor, number=number)
    device.save(update_fields=["state", "assignee_id", "unit_id", "handed_at", "receipt"])


def _device(device_id: int, actor: Actor) -> Device:
    row = Device.objects.select_for_update().get(pk=device_id)
    if not actor.reach(access.RUN).covers(row):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok.")
    return row


@transaction.atomic
def move_device(device_id: int, *, actor: Actor, user_id: int) -> Device:
    """Hand a reader or card out of the stock; of two who press at once, one gets it."""
    row = _device(device_id, actor)
    if row.state != DeviceState.STOCK:
        raise Refused(f"{row} depoda değil ({row.get_state_display()}).")
    unit_id = _unit_of(user_id)
    if unit_id is None:
        raise Refused("Kişinin bugün görevli olduğu birim yok.")
    _hand(row, user_id, unit_id, actor)
    trail.write(actor=actor, kind=DEVICE, subject=row.pk, verb="hand", seat=actor.seat_for(access.RUN))
    return row


@transaction.atomic
def take_back(device_id: int, *, actor: Actor, state: str = DeviceState.STOCK, note: str = "") -> Device:
    """It comes back, or is said to be faulty or lost."""
    row = _device(device_id, actor)
    if row.state == DeviceState.SCRAPPED or state == DeviceState.HANDED:
        raise Refused("Bu işlem bu aygıt için yapılamaz.")
    if row.receipt is not None and (held := locked(row.receipt.key)).state == RequestState.OPEN:
        close(held, RequestState.WITHDRAWN, f"Aygıt geri alındı: {DeviceState(state).label}")
    row.state, row.note, row.receipt = state, note.strip()[:500], None
    row.assignee_id = None if state == DeviceState.STOCK else row.assignee_id
    row.handed_at = None if state == DeviceState.STOCK else row.handed_at
    row.save(update_fields=["state", "note", "receipt", "assignee_id", "handed_at"])
    trail.write(actor=actor, kind=DEVICE, subject=row.pk, verb=f"to_{state}", seat=actor.seat_for(access.RUN))
    return row


@transaction.atomic
def report_fault(
    *, actor: Actor, what: str, certificate_id: int | None = None, device_id: int | None = None
) -> Fault:
    """Somebody's card, reader or line does not work; the desk hears of it."""
    if actor.user_id is None or not actor.holds(access.APPLY):
        raise Refused(f"«{access.APPLY.label}» için yetkiniz yok.")
    if not what.strip():
        raise Refused("Neyin çalışmadığını yazın.")
    mine = {"assignee_id": actor.user_id}
    row = Fault.objects.create(
        user_id=actor.user_id,
        certificate=Certificate.objects.filter(pk=certificate_id, **mine).first() if certificate_id else None,
        device=Device.objects.filter(pk=device_id, **mine).first() if device_id else None,
        what=what.strip()[:1000],
    )
    runners = User.objects.filter(
        appointments__position=Position.ADMINISTRATOR, appointments__until=None, is_active=True
    )
    notify(
        list(runners.values_list("pk", flat=True).distinct()),
        lifecycle.FAULTED,
        "E-imza arızası bildirildi",
        actor=actor,
        body=row.what,
        url="/imza/sertifikalar/",
    )
    publish(lifecycle.FAULT, fault_id=row.pk, user_id=actor.user_id, what=row.what)
    return row


@transaction.atomic
def ticket_opened(fault_id: int, *, actor: Actor, number: str) -> None:
    """The desk says which ticket the fault became."""
    del actor
    Fault.objects.filter(pk=fault_id, ticket="").update(ticket=number[:24])


@transaction.atomic
def warn_of_ends(*, actor: Actor) -> int:
    """Tell holders whose certificate ends in 60, 30, 15 or 7 days, each once."""
    told, today = 0, localdate()
    rows: Any = Certificate.objects.select_for_update(skip_locked=True).filter(
        status=CertificateStatus.ACTIVE,
        until__gte=now(),
        until__lt=now() + dt.timedelta(days=WARN_DAYS[0] + 1),
    )
    for row in rows:
        left = (localdate(row.until) - today).days
        step = min((days for days in WARN_DAYS if left <= days), default=None)
        if step is None or (row.warned_for is not None and row.warned_for <= step) or row.assignee_id is None:
            continue
        told += notify(
            [row.assignee_id],
            lifecycle.ENDING,
            f"E-imza sertifikanız {left} gün sonra bitiyor",
            actor=actor,
            body="Yenileme başvurusunu «Sertifikalarım» sayfasından yapabilirsiniz.",
            url="/imza/sertifikalarim/",
        )
        row.warned_for = step
        row.save(update_fields=["warned_for"])
    return told
