"""One's own notifications and choices; for administrators, what did not go out and which way is down."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min

from konak.foundation.access import Actor

from . import CHANNELS, TOPICS, Channel, Pace, Topic, access, seen_by
from .models import Delivery, Envelope, EnvelopeState, Habits, Notification, Outage, Preference
from .pace import Hours

PAGE = 30
CEILING = 100


def unread(actor: Actor, ceiling: int = CEILING) -> int:
    """How many of one's own are unread, counted no further than `ceiling`: the bell costs the same for ever."""
    # reach: one's own rows
    rows = Notification.objects.filter(recipient_id=actor.user_id, read_at=None)
    return rows.values("pk")[:ceiling].count()


def one(actor: Actor, notification_id: int) -> Notification:
    """One of one's own; another's is the same `DoesNotExist` as none."""
    # reach: one's own rows
    return Notification.objects.get(pk=notification_id, recipient_id=actor.user_id)


@dataclass(frozen=True, slots=True)
class Line:
    """One notification as its reader may see it today: what moved out of his reach has lost its words."""

    row: Notification
    topic: Topic | None
    visible: bool
    secrecy: int

    @property
    def title(self) -> str:
        return self.row.title if self.visible else "Artık göremediğiniz bir dosya"

    @property
    def body(self) -> str:
        return self.row.body if self.visible else "Bu dosya görev alanınızdan çıktı."

    @property
    def url(self) -> str:
        return self.row.url if self.visible else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One keyset page, newest first; `after` is the cursor of the next one, empty at the end."""

    lines: list[Line]
    after: str


def page(actor: Actor, *, only_unread: bool = False, after: str = "", limit: int = PAGE) -> Page:
    """One's own notifications, newest first."""
    # reach: one's own rows, and of each only what the person still may see
    rows = Notification.objects.filter(recipient_id=actor.user_id)
    if only_unread:
        rows = rows.filter(read_at=None)
    if after:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related("actor").order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return Page(_lines(actor, found), str(found[-1].pk) if more else "")


def _lines(actor: Actor, rows: Sequence[Notification]) -> list[Line]:
    sight = seen_by(actor.user_id or 0, {row.subject for row in rows if row.subject_number})
    return [
        Line(
            row,
            row.told_as,
            not row.subject_number or row.subject in sight,
            max(row.secrecy, sight.get(row.subject, 0)),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the preference table: a topic and what it does on each channel."""

    topic: Topic
    paces: dict[str, Pace]


def choices(actor: Actor) -> list[Choice]:
    """What the person gets where: every topic that may reach him, with its pace on every channel."""
    # reach: one's own rows
    chosen = {(row.topic, row.channel): Pace(row.pace) for row in Preference.objects.filter(person_id=actor.user_id)}
    return [
        Choice(topic, {code: chosen.get((topic.code, code), topic.pace(code)) for code in sorted(CHANNELS)})
        for topic in sorted(TOPICS.values(), key=lambda one: one.order)
        if topic.needs is None or actor.holds(topic.needs)
    ]


def hours(actor: Actor) -> Hours:
    """The person's quiet hours and digest hour, or those of the house."""
    # reach: one's own row
    row = Habits.objects.filter(person_id=actor.user_id).first()
    return row.hours if row else Hours()


@dataclass(frozen=True, slots=True)
class Way:
    """How a channel stands: why it is off, since when it is down, what waits and what failed."""

    channel: Channel
    off_because: str
    outage: Outage | None
    waiting: int
    queued: int
    failed: int
    oldest: dt.datetime | None


def ways() -> list[Way]:
    """How every channel stands, for the operator and for the page of failed messages."""
    # reach: public inside the house, because it counts and names nobody
    outages = {row.channel: row for row in Outage.objects.all()}
    waiting = Delivery.objects.filter(envelope=None, withheld="").values_list("channel").annotate(Count("pk"))
    lying = {
        row["channel"]: row
        for row in Envelope.objects.filter(state__in=["ready", "sending"])
        .values("channel")
        .annotate(many=Count("pk"), oldest=Min("made_at"))
    }
    failed = dict(Envelope.objects.filter(state=EnvelopeState.FAILED).values_list("channel").annotate(Count("pk")))
    counts = dict(waiting)
    return [
        Way(
            channel,
            channel.off_because(),
            outages.get(code),
            counts.get(code, 0),
            lying[code]["many"] if code in lying else 0,
            failed.get(code, 0),
            lying[code]["oldest"] if code in lying else None,
        )
        for code, channel in sorted(CHANNELS.items())
    ]


@dataclass(frozen=True, slots=True)
class EnvelopePage:
    """Messages as a keyset page; each row also counts its notifications (`many`)."""

    rows: Sequence[Envelope]
    after: str


def envelopes(actor: Actor, *, state: str = "failed", after: str = "", limit: int = PAGE) -> EnvelopePage:
    """Messages in one state, newest first, for those who keep the queue. Their words are nobody's business here."""
    if not actor.reach(access.MANAGE).everywhere:
        return EnvelopePage([], "")
    rows = Envelope.objects.filter(state=state).select_related("recipient").annotate(many=Count("deliveries"))
    if after:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.order_by("-pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return EnvelopePage(found, str(found[-1].pk) if more else "")
