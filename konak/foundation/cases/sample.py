"""What the people of the sample were told about their files in the last weeks, and who watches the open ones.

The files themselves come with their apps; this part is loaded after all of them.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db.models import Q
from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.notify import Topic
from konak.foundation.notify.models import Notification
from konak.foundation.notify.services import Notice

from . import queries, reminding, topics, watching
from .models import Case, Watched, Watcher
from .telling import notice_of

WEEKS = dt.timedelta(days=42)
MOST = {"s": 400, "m": 3_000, "l": 20_000}
MORNING = dt.time(7, 30)
FEW = 4
"""Of the members of a unit, those whose new files the sample tells."""


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Nothing yet: there are no files. `finish` does the work."""


def finish(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Tell what the rules would have told, in the past tense: rows in bulk, most of the old ones read."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    watchers = _watch_open_files()
    notices = list(_past(MOST[size]))
    actors = watching.actors_of({user for _, case, users in notices for user in users})
    rows = []
    for notice, case, users in notices:
        rows += [
            _row(notice, user, chance)
            for user in users
            if user != notice.actor_id and queries.may_see(actors[user], case)
        ]
    rows.sort(key=lambda row: row.at)
    Notification.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)
    unread = sum(row.read_at is None for row in rows)
    report(f"{len(rows)} bildirim ({unread} okunmamış), {watchers} izleyen")


def _watch_open_files() -> int:
    """Whoever opened an open file or has it watches it, as the services would have had it."""
    rows = []
    open_files = Case.objects.filter(closed_at=None).exclude(opened_by=None, assignee=None)
    for case, opener, assignee in open_files.values_list("pk", "opened_by_id", "assignee_id").iterator(
        chunk_size=5_000
    ):
        rows += [Watcher(case_id=case, user_id=opener, why=Watched.OPENED)] if opener else []
        rows += [Watcher(case_id=case, user_id=assignee, why=Watched.ASSIGNED)] if assignee else []
    Watcher.objects.bulk_create(rows, batch_size=5_000, ignore_conflicts=True)
    return Watcher.objects.count()


Told = tuple[Notice, Case, list[int]]


def _past(most: int) -> Iterator[Told]:
    today = localdate()
    begin = today - WEEKS
    calendar = calendar_from(begin - dt.timedelta(days=30))
    heads = reminding.Heads()
    recent = Q(opened_at__date__gte=begin) | Q(closed_at__date__gte=begin) | Q(due_on__range=(begin, today + WEEKS))
    for case in Case.objects.filter(recent).select_related("unit").order_by("-opened_at", "-pk")[:most]:
        if case.opened_at.date() >= begin:
            yield from _opened(case, heads)
        if case.closed_at and case.opened_by_id:
            yield _at(case, [case.opened_by_id], topics.MOVED, "Sonuçlandı", "closed", case.closed_at)
        if case.due_on and not case.resting and not case.closed_at:
            yield from _due(case, case.due_on, calendar, heads, today)


def _opened(case: Case, heads: reminding.Heads) -> Iterator[Told]:
    moment = case.opened_at + dt.timedelta(minutes=1)
    if case.assignee_id:
        yield _at(case, [case.assignee_id], topics.ASSIGNED, "Size verildi", "open", moment)
    elif not case.closed_at:
        yield _at(case, heads.members[case.unit_id][:FEW], topics.NEW, "Biriminize geldi", "open", moment)


def _due(case: Case, due: dt.date, calendar: Calendar, heads: reminding.Heads, today: dt.date) -> Iterator[Told]:
    """The same words and keys as the daily sweep: it will not tell them again."""
    moments = [
        (calendar.add(due, -reminding.NEAR_DAYS), topics.NEAR, reminding.NEAR_WORDS, 0),
        (calendar.add(due, 1), topics.OVERDUE, reminding.OVERDUE_WORDS, 0),
        *(
            (calendar.add(due, days), topics.ESCALATED, reminding.escalated_words(days), level)
            for level, days in enumerate(reminding.LEVELS, start=1)
        ),
    ]
    for day, topic, words, level in moments:
        if today - WEEKS <= day <= today:
            moment = dt.datetime.combine(day, MORNING, get_current_timezone())
            key = reminding.key_of(case, topic, level)
            yield _at(case, reminding.wanted(case, level, heads), topic, words, key, moment)


def _at(case: Case, users: list[int], topic: Topic, words: str, key: str, moment: dt.datetime) -> Told:
    dedupe = key if ":" in key else f"sample:{key}:{case.pk}"
    actor = case.opened_by_id if key == "open" else None
    notice = notice_of(case, users, topic, words, dedupe, actor_id=actor)
    return replace(notice, at=min(moment, now())), case, users


def _row(notice: Notice, user: int, chance: random.Random) -> Notification:
    at = notice.at or now()
    old = now() - at > dt.timedelta(days=2)
    read = chance.random() < (0.93 if old else 0.35)
    return Notification(
        recipient_id=user,
        topic=notice.topic.code,
        title=notice.title[:250],
        body=notice.body[:1_000],
        url=notice.url,
        subject_kind=notice.subject_kind,
        subject_number=notice.subject_number,
        secrecy=notice.secrecy,
        actor_id=notice.actor_id,
        dedupe=notice.dedupe,
        at=at,
        read_at=min(now(), at + dt.timedelta(minutes=chance.randrange(5, 1_800))) if read else None,
    )
