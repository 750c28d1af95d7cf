"""Writing down what people are told, and when it shall leave the house: five statements, for one person or fifty."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from konak.foundation.access import Actor
from konak.foundation.calendar.queries import calendar_from
from konak.foundation.db import fetch
from konak.foundation.people.models import User

from .. import Pace, Topic, open_channels
from ..models import Delivery, Preference
from ..pace import ZONE, Hours

TITLE, BODY, URL = 250, 1_000, 300


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell several people. `dedupe` tells the same person the same thing only once, for ever."""

    users: Sequence[int]
    topic: Topic
    title: str
    body: str = ""
    url: str = ""
    subject_kind: str = ""
    subject_number: str = ""
    secrecy: int = 0
    dedupe: str = ""
    actor_id: int | None = None
    at: dt.datetime | None = field(default=None)


def notify(
    users: Iterable[int],
    topic: Topic,
    title: str,
    *,
    actor: Actor | None = None,
    body: str = "",
    url: str = "",
    subject_kind: str = "",
    subject_number: str = "",
    secrecy: int = 0,
    dedupe: str = "",
) -> int:
    """Tell each of `users` one thing, in the caller's transaction; returns how many were told.

    Nobody is told of his own deed, nobody twice, and no closed account at all.
    """
    actor_id = actor.user_id if actor else None
    notice = Notice(
        tuple(users), topic, title, body, url, subject_kind, subject_number, secrecy, dedupe, actor_id=actor_id
    )
    return tell_all([notice])


@transaction.atomic
def tell_all(notices: Sequence[Notice]) -> int:
    """Tell many things at once, at the cost of one; returns how many notifications were written."""
    wanted = {user for notice in notices for user in notice.users}
    if not wanted:
        return 0
    people = {user.pk: user for user in User.objects.filter(pk__in=wanted, is_active=True).select_related("habits")}
    moment = now()
    columns: dict[str, Any] = {name: [] for name in COLUMNS}
    for notice in notices:
        for user_id in dict.fromkeys(notice.users):
            if user_id in people and user_id != notice.actor_id:
                for name, value in zip(COLUMNS, _row(user_id, notice, moment), strict=True):
                    columns[name].append(value)
    if not columns["recipient"]:
        return 0
    written = fetch("notify/write", **columns)
    topics = {notice.topic.code: notice.topic for notice in notices}
    _plan([(row.id, people[row.recipient_id], topics[row.topic]) for row in written], moment)
    return len(written)


COLUMNS = (
    "recipient",
    "topic",
    "title",
    "body",
    "url",
    "kind",
    "number",
    "secrecy",
    "actor",
    "dedupe",
    "at",
)


def _row(user_id: int, notice: Notice, moment: dt.datetime) -> tuple[object, ...]:
    return (
        user_id,
        notice.topic.code,
        _clipped(notice.title, TITLE),
        _clipped(notice.body, BODY),
        notice.url[:URL],
        notice.subject_kind,
        notice.subject_number,
        notice.secrecy,
        notice.actor_id,
        notice.dedupe,
        notice.at or moment,
    )


def _clipped(text: str, most: int) -> str:
    text = " ".join(text.replace("\x00", "").split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def hours_of(user: User) -> Hours:
    """The hours a person chose, or those of the house; `habits` is read beforehand."""
    habits = getattr(user, "habits", None)
    return habits.hours if habits is not None else Hours()


def _plan(told: Sequence[tuple[int, User, Topic]], moment: dt.datetime) -> None:
    """Write down which of these notifications leave the house over which channel, and when."""
    channels = open_channels()
    if not channels or not told:
        return
    chosen = {
        (row.person_id, row.topic, row.channel): Pace(row.pace)
        for row in Preference.objects.filter(
            person_id__in={user.pk for _, user, _ in told}, topic__in={topic.code for _, _, topic in told}
        )
    }
    is_working = calendar_from(moment.astimezone(ZONE).date() - dt.timedelta(days=10)).is_working
    when: dict[tuple[Hours, Pace, bool], dt.datetime] = {}
    rows = []
    for notification, user, topic in told:
        for code, channel in channels.items():
            pace = chosen.get((user.pk, topic.code, code), topic.pace(code))
            if pace == Pace.OFF or not channel.address(user):
                continue
            need = (hours_of(user), pace, topic.urgent)
            if need not in when:
                when[need] = need[0].due(moment, pace, topic.urgent, is_working)
            rows.append(Delivery(notification_id=notification, channel=code, pace=pace, due_at=when[need]))
    Delivery.objects.bulk_create(rows, batch_size=5_000)
