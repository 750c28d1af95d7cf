"""Mobile signatures: who applied, what became of the line, and what was signed with it."""

import contextlib
import datetime as dt
import uuid

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.calendar.services import add_working_days
from konak.foundation.cases.services import open_case, take
from konak.foundation.lifecycle import Refused
from konak.gateways.mobile_signature import client

from .. import access, lifecycle, queries
from ..models import Attempt, EventKind, MobileApplication, MobileEvent, Operator
from .certificates import DECISION_DAYS, ask_to_decide, decided

PHONE_SECONDS = 180
"""So long a telephone waits for its holder."""
PATIENCE = dt.timedelta(seconds=20)
"""So long the page alone asks for the answer."""
STEPS = {
    "approve": lifecycle.MOBILE_APPROVE,
    "refuse": lifecycle.MOBILE_REFUSE,
    "send": lifecycle.MOBILE_SEND,
    "activate": lifecycle.MOBILE_ACTIVATE,
    "close": lifecycle.MOBILE_CLOSE,
}
DECISIONS = {"approve": "Onaylandı", "refuse": "Uygun bulunmadı"}


@transaction.atomic
def apply_mobile(*, actor: Actor, operator: str, number: str, note: str = "") -> MobileApplication:
    """Ask for the signature on one's own telephone."""
    seat = actor.seat_for(access.APPLY)
    if seat is None or actor.user_id is None:
        raise Refused(f"«{access.APPLY.label}» için yetkiniz yok.")
    digits = "".join(letter for letter in number if letter.isdigit())
    digits = "90" + digits[-10:] if len(digits) >= 10 else digits
    if not digits.startswith("905") or len(digits) != 12:
        raise Refused("GSM numarasını 05xx xxx xx xx biçiminde yazın.")
    if operator not in Operator.values:
        raise Refused("Operatör tanınmıyor.")
    if MobileApplication.objects.filter(person_id=actor.user_id, case__closed_at=None).exists():
        raise Refused("Açık bir mobil imza başvurunuz ya da hattınız var.")
    record = MobileApplication(person_id=actor.user_id, operator=operator, number=digits, note=note.strip())
    made = open_case(
        record,
        actor=actor,
        permission=access.APPLY,
        unit_id=seat.unit_id,
        subject=f"Mobil imza: {Operator(operator).label}",
        due_on=add_working_days(localdate(), DECISION_DAYS),
        assignee_id=queries.decider(seat.unit_id, actor.user_id),
    )
    ask_to_decide(made, actor)
    _event(made, actor, EventKind.STATE, "Başvuruldu")
    return made


def mobile_step(
    number: str, step: str, *, actor: Actor, note: str = "", until: dt.date | None = None
) -> MobileApplication:
    """One step of an application: approved, sent to the operator, open, closed."""
    if step not in STEPS:
        raise Refused("Bu işlem tanınmıyor.")
    with take(STEPS[step], MobileApplication, number, actor) as record:
        if step == "activate":
            record.active_since, record.until = now(), until
        if step in DECISIONS:
            decided(record, actor, DECISIONS[step])
        record.note = note.strip()[:1000] or record.note
        _event(record, actor, EventKind.STATE, STEPS[step].label)
    return record


@transaction.atomic
def log_event(number: str, *, actor: Actor, kind: str, words: str) -> MobileEvent:
    """A change of line or a renewal, as whoever runs the service writes it down."""
    record = MobileApplication.objects.select_related("case").get(case__number=number)
    if not actor.reach(access.RUN).covers(record.case):
        raise Refused(f"«{access.RUN.label}» için yetkiniz yok.")
    if not words.strip():
        raise Refused("Ne olduğunu yazın.")
    return _event(record, actor, kind, words)


def _event(
    record: MobileApplication,
    actor: Actor,
    kind: str,
    words: str,
    transaction_id: str = "",
    status: int | None = None,
) -> MobileEvent:
    return MobileEvent.objects.create(
        application=record,
        kind=kind,
        words=words.strip()[:300],
        transaction=transaction_id[:100],
        status=status,
        by_id=actor.user_id,
    )


def _line(actor: Actor) -> MobileApplication:
    found = queries.my_line(actor)
    if found is None or actor.user_id is None:
        raise Refused("Kullanımda bir mobil imza hattınız yok; önce başvurun.")
    return found


def service_of(operator: str) -> client.Service:
    """The operator's service as the settings name it."""
    found = settings.MOBILE_SIGNATURE.get(operator)
    if not found:
        raise Refused("Bu operatörün mobil imza hizmeti tanımlı değil (KONAK_MSSP).")
    return client.Service(**found)


def _kind(trouble: client.Trouble) -> EventKind:
    """A telephone that stayed silent is another thing than one that said no."""
    return EventKind.TIMEOUT if trouble.status in client.SILENT else EventKind.REFUSAL


def mark_of(attempt: Attempt) -> str:
    """What the page and the telephone both show."""
    return client.fingerprint(bytes.fromhex(attempt.digest))


def mobile_sign(signatory_id: int, *, actor: Actor) -> tuple[str, str]:
    """Send what is to be signed to the telephone; returns the attempt's key and the fingerprint both screens show."""
    from .signing import prepare

    line = _line(actor)
    service = service_of(line.operator)
    try:
        certificate = service.certificate(line.number)
        attempt = prepare(signatory_id, actor=actor, certificate=certificate, method="mobile")
        digest = bytes.fromhex(attempt.digest)
        asked = service.sign(line.number, digest, f"Konak {mark_of(attempt)}", PHONE_SECONDS)
    except client.Trouble as trouble:
        _event(line, actor, _kind(trouble), str(trouble), status=trouble.status)
        raise Refused(f"Mobil imza: {trouble}") from None
    attempt.transaction = asked
    attempt.save(update_fields=["transaction"])
    return str(attempt.key), mark_of(attempt)


def mobile_answer(key: uuid.UUID | str, *, actor: Actor) -> bool:
    """Ask the operator whether the holder has signed; False: not yet. What he refused is asked no more."""
    from .signing import complete

    attempt = Attempt.objects.filter(key=key, signatory__user_id=actor.user_id).first()  # type: ignore[misc] # None finds nobody
    if attempt is None or not attempt.transaction:
        raise Attempt.DoesNotExist
    line = _line(actor)
    try:
        value = service_of(line.operator).answer(attempt.transaction)
    except client.Trouble as trouble:
        _event(line, actor, _kind(trouble), str(trouble), attempt.transaction, trouble.status)
        if trouble.status is not None:
            attempt.delete()
        raise Refused(f"Mobil imza: {trouble}") from None
    if value is None:
        return False
    complete(attempt.key, actor=actor, value=value)
    _event(line, actor, EventKind.SIGNATURE, "İmza atıldı", attempt.transaction, client.VALID)
    return True


def ask_operators(*, actor: Actor, limit: int = 50) -> int:
    """Ask for what lies on telephones while nobody looks at the page. Returns how many signatures came."""
    done = 0
    for attempt in queries.on_phones().filter(made_at__lt=now() - PATIENCE)[:limit]:
        holder = actor_of(attempt.signatory.user_id, via=actor.via)
        with contextlib.suppress(Refused, ObjectDoesNotExist):
            done += mobile_answer(attempt.key, actor=holder)
    return done
