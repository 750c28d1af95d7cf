"""A webhook of the sample: stopped, because nobody listens at its address; with the log of its last weeks."""

import datetime as dt
import json
import random
import uuid
from collections.abc import Callable

from django.utils.timezone import now

from konak.foundation.access.queries import actor_of
from konak.foundation.people.models import Appointment
from konak.foundation.people.positions import Position
from konak.foundation.people.queries import on_day
from konak.service.desk import public as desk

from .models import Delivery, State, Subscription
from .services import sealing

COUNTS = {"s": 24, "m": 300, "l": 3_000}
TOLD = (desk.OPENED.name, desk.SOLVED.name, desk.CLOSED.name)


def loaded() -> bool:
    return Subscription.objects.exists()


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Deterministic by `seed`."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    rows = Appointment.objects.filter(on_day(), position=Position.DIRECTOR, acting_for=None).order_by("pk")
    seat = rows.first()
    if seat is None:
        return
    year = now() - dt.timedelta(days=365)
    found = desk.tickets_between(actor_of(seat.user_id, via="cli"), year, now(), limit=COUNTS["s"])
    if not found:
        return
    numbers = [one.number for one in found]
    hook = Subscription.objects.create(
        name="Çağrı ekranı",
        url="https://ekran.ornekbelediye.example/konak",
        announcements=sorted(TOLD),
        owner_id=seat.user_id,
        seat=seat,
        sealed=sealing.closed(sealing.fresh()),
        active=False,
        stopped_why="Karşı sunucu üç gündür yanıt vermiyor.",
    )
    made = []
    for place in range(COUNTS[size]):
        at = now() - dt.timedelta(days=4, hours=7 * (COUNTS[size] - place) + chance.randrange(5))
        late = place >= COUNTS[size] - 3
        name = chance.choice(TOLD)
        made.append(
            Delivery(
                subscription=hook,
                event=uuid.UUID(int=chance.getrandbits(128), version=4),
                announcement=name,
                number=numbers[place % len(numbers)],
                body=json.dumps({"type": name}),
                state=State.FAILED if late else State.DELIVERED,
                made_at=at,
                due_at=at,
                attempts=9 if late else 1,
                status=None if late else 200,
                milliseconds=None if late else chance.randrange(40, 400),
                problem="Sunucu yanıt vermedi." if late else "",
                finished_at=at + dt.timedelta(days=3 if late else 0),
            )
        )
    Delivery.objects.bulk_create(made, batch_size=1_000)
    began = made[0].made_at - dt.timedelta(days=1)
    Subscription.objects.filter(pk=hook.pk).update(delivered_at=made[-4].made_at, made_at=began)
    report(f"{len(made)} web kancası gönderimi")
