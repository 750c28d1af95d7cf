"""Making, changing, trying and stopping subscriptions."""

from collections.abc import Sequence

from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.announce import ANNOUNCEMENTS
from konak.foundation.lifecycle import Refused
from konak.foundation.trail import services as trail

from .. import access, queries
from ..models import Delivery, State, Subscription
from . import posting, sealing
from .delivering import body_of, deliver, send

KIND = "webhooks.subscription"
MOST = 20
PING = "webhooks.ping"


def _locked(subscription_id: int, actor: Actor) -> Subscription:
    queries.subscription(actor, subscription_id)
    return Subscription.objects.select_for_update(of=("self",)).get(pk=subscription_id)


@transaction.atomic
def subscribe(
    subscription_id: int | None = None,
    *,
    actor: Actor,
    name: str,
    url: str,
    announcements: Sequence[str],
    seat_id: int | None = None,
) -> tuple[Subscription, str]:
    """Subscribe or change; the second value is the secret of a new one, which is shown nowhere else."""
    if not actor.holds(access.USE) or actor.user_id is None:
        raise Refused(f"«{access.USE.label}» için yetkiniz yok.")
    wanted = sorted(set(announcements))
    if unknown := [one for one in wanted if one not in ANNOUNCEMENTS]:
        raise Refused(f"Bilinmeyen duyuru: {', '.join(unknown)}.")
    if not wanted:
        raise Refused("En az bir duyuru seçin.")
    if not name.strip():
        raise Refused("Kancaya, hangi programa gittiğini anlatan bir ad verin.")
    host, port, _ = posting.checked(url.strip())
    posting.places(host, port)
    secret = ""
    if subscription_id is None:
        mine = [seat for seat in actor.seats if seat.appointment_id and seat.scope_of(access.USE) is not None]
        seat = next((one for one in mine if seat_id in {None, one.appointment_id}), None)
        if seat is None or seat.appointment_id is None:
            raise Refused("Kanca, bugün oturduğunuz ve bu yetkiyi taşıyan bir makama bağlanır.")
        if Subscription.objects.filter(owner_id=actor.user_id).count() >= MOST:
            raise Refused(f"Bir kişinin en çok {MOST} web kancası olabilir.")
        secret = sealing.fresh()
        made = Subscription(owner_id=actor.user_id, seat_id=seat.appointment_id, sealed=sealing.closed(secret))
    else:
        made = _locked(subscription_id, actor)
    made.name, made.url, made.announcements = name.strip()[:80], url.strip()[:500], wanted
    made.save()
    trail.write(actor=actor, kind=KIND, subject=made.pk, verb="edit" if subscription_id else "add")
    return made, secret


@transaction.atomic
def renew_secret(subscription_id: int, *, actor: Actor) -> tuple[Subscription, str]:
    """A new secret; the old one signs nothing from now on."""
    made = _locked(subscription_id, actor)
    secret = sealing.fresh()
    made.sealed = sealing.closed(secret)
    made.save(update_fields=["sealed"])
    trail.write(actor=actor, kind=KIND, subject=made.pk, verb="renew")
    return made, secret


@transaction.atomic
def switch(subscription_id: int, *, actor: Actor, active: bool) -> Subscription:
    """Stop it, or let it go on: what waited is sent then."""
    made = _locked(subscription_id, actor)
    made.active, made.stopped_why, made.failing_since = active, "", None
    made.save()
    trail.write(actor=actor, kind=KIND, subject=made.pk, verb="open" if active else "close")
    return made


def ping(subscription_id: int, *, actor: Actor) -> Delivery:
    """Send a trial now and say how it went."""
    found = queries.subscription(actor, subscription_id)
    made = Delivery(subscription=found, announcement=PING, state=State.WAITING)
    made.body = body_of(made, None)
    made.save()
    return send(made.pk) or deliver(made.pk)
