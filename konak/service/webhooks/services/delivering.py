"""From an announcement to a signed request: once for each subscription whose owner may see what it is about.

What the owner may see is asked when it is heard and once more before each attempt: who lost his seat hears nothing.
"""

import dataclasses
import datetime as dt
import json
import logging
import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from standardwebhooks.webhooks import Webhook

from konak.foundation.access import Actor
from konak.foundation.access.queries import actor_of
from konak.foundation.cases import queries as cases
from konak.foundation.cases.models import Case
from konak.foundation.lifecycle import Refused
from konak.foundation.notify import Pace, Topic
from konak.foundation.notify.services import notify
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import Delivery, State, Subscription
from . import posting, sealing

log = logging.getLogger(__name__)
WAITS = (10, 60, 300, 1_800, 7_200, 21_600, 43_200, 86_400)
"""Seconds between attempts; the last one is repeated until three days are over."""
PATIENCE = dt.timedelta(days=3)
LEASE = dt.timedelta(minutes=2)
STOPPED = Topic(
    "webhooks.stopped",
    "Web kancam durdu",
    "Üç gün ulaşılamadığı ya da karşı taraf istemediği için kancanız durdurulduğunda.",
    mail=Pace.NOW,
    needs=access.USE,
    order=85,
)


def hear(announcement: str, payload: dict[str, Any], event: uuid.UUID | None = None) -> int:
    """An announcement happened: queue it for everyone who listens and may see it; returns for how many."""
    listening = queries.listening(announcement)
    if not listening:
        return 0
    case = _case_of(payload)
    name = event or uuid.uuid4()
    made = []
    for one in listening:
        if not may_hear(one, case):
            continue
        delivery = Delivery(subscription=one, event=name, announcement=announcement)
        delivery.number = case.number if case else str(payload.get("number", ""))[:64]
        delivery.body = body_of(delivery, case)
        made.append(delivery)
    Delivery.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _case_of(payload: dict[str, Any]) -> Case | None:
    number = payload.get("number")
    return Case.objects.filter(number=number).first() if isinstance(number, str) and number else None


def owner_of(subscription: Subscription) -> Actor:
    """The owner in the one seat the subscription was made from; without it he sees nothing."""
    whole = actor_of(subscription.owner_id, via="job")
    seats = tuple(seat for seat in whole.seats if seat.appointment_id == subscription.seat_id)
    return dataclasses.replace(whole, seats=seats)


def may_hear(subscription: Subscription, case: Case | None) -> bool:
    """Whether the owner's seat sees the file; what is about no file goes only to who answers for the whole house."""
    owner = owner_of(subscription)
    if not owner.holds(access.USE):
        return False
    return cases.may_see(owner, case) if case is not None else owner.reach(access.EVERYTHING).everywhere


def body_of(delivery: Delivery, case: Case | None) -> str:
    """What the other side gets: which, what kind, what number, when, and where to ask. No word of its content."""
    data = {
        "id": str(delivery.event),
        "kind": case.kind if case else "",
        "number": delivery.number,
        "link": f"{settings.SITE_URL}/is/{case.number}/" if case else "",
    }
    told = {"type": delivery.announcement, "timestamp": delivery.made_at.isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def deliver_due() -> int:
    """Send what is due; returns how many arrived."""
    return sum(bool(found and found.state == State.DELIVERED) for found in map(send, queries.due()))


def send(delivery_id: int) -> Delivery | None:
    """One attempt, by one worker alone; None when another has it or it waits for nobody."""
    with transaction.atomic():
        found = (
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("subscription__seat")
            .filter(pk=delivery_id, state=State.WAITING, due_at__lte=now())
            .first()
        )
        if found is None:
            return None
        # a lease: if this worker dies, another goes on when it has run out
        found.due_at, found.attempts = now() + LEASE, found.attempts + 1
        found.save(update_fields=["due_at", "attempts"])
    one = found.subscription
    case = Case.objects.filter(number=found.number).first() if found.number else None
    ping = found.announcement == "webhooks.ping"
    if not ping and not may_hear(one, case):
        return _finished(found, State.UNSEEN, posting.Answer(None, "Sahibinin makamı bu kaydı artık görmüyor.", 0))
    secret = sealing.opened(one.sealed)
    if not secret:
        return _failed(found, posting.Answer(None, "Gizli anahtar açılamadı; yenisini üretin.", 0), stop=True)
    return _weighed(found, posting.post(one.url, found.body.encode(), _headers(found, secret)))


def _headers(delivery: Delivery, secret: str) -> dict[str, str]:
    moment = dt.datetime.now(tz=dt.UTC)
    signature = Webhook(secret).sign(str(delivery.event), moment, delivery.body)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Konak-Webhooks",
        "webhook-id": str(delivery.event),
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signature,
    }


def _weighed(delivery: Delivery, answer: posting.Answer) -> Delivery:
    if answer.good:
        Subscription.objects.filter(pk=delivery.subscription_id).update(delivered_at=now(), failing_since=None)
        return _finished(delivery, State.DELIVERED, answer)
    if answer.status == 410:
        return _failed(delivery, answer, stop=True)
    if delivery.announcement == "webhooks.ping":
        return _finished(delivery, State.FAILED, answer)
    Subscription.objects.filter(pk=delivery.subscription_id, failing_since=None).update(failing_since=now())
    if now() - delivery.made_at >= PATIENCE:
        return _failed(delivery, answer, stop=True)
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1]
    delivery.due_at = now() + dt.timedelta(seconds=wait)
    return _written(delivery, answer)


def _finished(delivery: Delivery, state: State, answer: posting.Answer) -> Delivery:
    delivery.state, delivery.finished_at = state, now()
    return _written(delivery, answer)


def _written(delivery: Delivery, answer: posting.Answer) -> Delivery:
    delivery.status, delivery.problem = answer.status, answer.problem[:300]
    delivery.milliseconds = answer.milliseconds
    delivery.save()
    return delivery


def _failed(delivery: Delivery, answer: posting.Answer, *, stop: bool) -> Delivery:
    """Given up; the subscription stops and its owner hears why."""
    with transaction.atomic():
        one = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
        if stop and one.active:
            one.active = False
            one.stopped_why = (answer.problem or f"Sunucu {answer.status} yanıtını verdi.")[:300]
            one.save(update_fields=["active", "stopped_why"])
            notify(
                [one.owner_id],
                STOPPED,
                f"Web kancanız durdu: {one.name}",
                body=one.stopped_why,
                url=f"/kancalar/{one.pk}/",
            )
        return _finished(delivery, State.FAILED, answer)


def deliver(delivery_id: int) -> Delivery:
    """The delivery as it stands, for those who asked for an attempt another worker was making."""
    return Delivery.objects.select_related("subscription").get(pk=delivery_id)


@transaction.atomic
def replay(delivery_id: int, *, actor: Actor) -> Delivery:
    """Send once more what was delivered or given up, under the same name: the other side knows a repetition by it."""
    found = queries.delivery(actor, delivery_id)
    if found.state == State.WAITING:
        raise Refused("Bu gönderim zaten sırada.")
    if not found.subscription.active:
        raise Refused("Kanca durdurulmuş; önce yeniden açın.")
    found.state, found.due_at, found.attempts, found.finished_at = State.WAITING, now(), 0, None
    # three days begin anew
    found.made_at = now()
    found.save()
    trail.write(actor=actor, kind="webhooks.subscription", subject=found.subscription_id, verb="replay")
    return found


MOST_REPLAYED = 500


@transaction.atomic
def replay_failed(subscription_id: int, *, actor: Actor) -> int:
    """Send once more whatever was given up, the oldest first; returns how many wait now."""
    one = queries.subscription(actor, subscription_id)
    if not one.active:
        raise Refused("Kanca durdurulmuş; önce yeniden açın.")
    keys = list(one.deliveries.filter(state=State.FAILED).order_by("pk").values_list("pk", flat=True)[:MOST_REPLAYED])
    if not keys:
        raise Refused("Yeniden gönderilecek, teslim edilememiş gönderim yok.")
    moment = now()
    Delivery.objects.filter(pk__in=keys).update(
        state=State.WAITING, due_at=moment, made_at=moment, attempts=0, finished_at=None
    )
    trail.write(
        actor=actor, kind="webhooks.subscription", subject=one.pk, verb="replay", note=f"{len(keys)} gönderim"
    )
    return len(keys)


def sweep() -> int:
    """Forget what was done three months ago."""
    count, _ = queries.old().delete()
    return count
