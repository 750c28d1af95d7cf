"""What the people of the sample were told about their files in the last weeks, and who watches the open ones.

The files themselves come with their apps; this part is loaded after all of them.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace

from django.db.models import Q
from django.utils.timezone import get_current_timezone, localdate, now

from konak.foundation.calendar.queries import Calendar, calendar_from
from konak.foundation.db.copying import bare
from konak.foundation.notify import Topic
from konak.foundation.notify.models import Notification
from konak.foundation.notify.services import Notice
from konak.foundation.people.models import User
from konak.foundation.search import services as search
from konak.foundation.search.models import SearchRow

from . import bulk, queries, reminding, services, topics, watching
from .models import Case, Comment, Watched, Watcher
from .telling import notice_of

WEEKS = dt.timedelta(days=42)
MOST = {"s": 400, "m": 3_000, "l": 20_000}
MORNING = dt.time(7, 30)
TALKED_ABOUT = {"s": 40, "m": 200, "l": 400}
REMARKS = (
    "Dosyayı inceledim, eksik görünmüyor.",
    "İlgili birimden görüş istedim; yanıt gelince buraya ekleyeceğim.",
    "Geçen yılki uygulamayla karşılaştırdım, iki madde farklı.",
    "Mali Hizmetler ile görüşüldü, bütçe yönünden engel yok.",
    "Toplantıda kararlaştırıldığı gibi düzelttim, yeniden bakar mısınız?",
    "Bu hafta içinde sonuçlandıracağız.",
    "Hukuk Müşavirliğinin yazısı ulaştı.",
    "Ek listedeki birim adları eskiydi, güncelledim.",
    "Süre kısaldı; öncelik verelim.",
    "Sahada denetlendi, sorun yok.",
    "Onaya hazır, yalnız tarih alanı boş kalmış.",
    "Vatandaş başvurusu da aynı konuda, birlikte ele alalım.",
)
FEW = 4
"""Of the members of a unit, those whose new files the sample tells."""


def load(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Nothing yet: there are no files. `finish` does the work."""


def finish(*, size: str, seed: int, report: Callable[[str], object]) -> None:
    """Tell what the rules would have told, in the past tense: rows in bulk, most of the old ones read."""
    chance = random.Random(seed)  # noqa: S311 - repeatable sample data, nothing secret
    watchers = _watch_open_files()
    notices = [*_past(MOST[size]), *_talk(TALKED_ABOUT[size], chance)]
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
    report(f"{_make_findable()} dosyanın arama satırı")


def _make_findable() -> int:
    """What came by COPY was announced to nobody: its search rows are written here, at size without the indexes."""
    with bare(SearchRow) if Case.objects.count() > bulk.LARGE else nullcontext():
        return search.rebuild("case")


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
        if localdate(case.opened_at) >= begin:
            yield from _opened(case, heads)
        if case.closed_at and case.opened_by_id:
            yield _at(case, [case.opened_by_id], topics.MOVED, "Sonuçlandı", "closed", case.closed_at)
        if case.due_on and not case.resting and not case.closed_at:
            yield from _due(case, case.due_on, calendar, heads, today)


def _talk(most: int, chance: random.Random) -> Iterator[Told]:
    """Colleagues remark on the newest files, by the real service; only the hour is set back."""
    silent = [model._meta.label_lower for model in queries.record_models() if not model.tells]
    files = Case.objects.exclude(kind__in=silent).select_related("unit").order_by("-opened_at", "-pk")[:most]
    heads = reminding.Heads()
    talkers = {case.pk: [*heads.members[case.unit_id], *heads.above(case.unit_id, 2)][:12] for case in files}
    actors = watching.actors_of({user for users in talkers.values() for user in users})
    names = {user.pk: user.full_name for user in User.objects.filter(pk__in=actors)}
    for case in files:
        able = [user for user in talkers[case.pk] if queries.may_see(actors[user], case)]
        ears = sorted({*case.watchers.values_list("user_id", flat=True), *able[:3]})
        for text in chance.sample(REMARKS, chance.randrange(1, 4)) if able else []:
            user = chance.choice(able)
            remark = services.comment(case.number, actor=replace(actors[user], via="cli"), text=text)
            moment = _working_moment(case.opened_at, chance)
            Comment.objects.filter(pk=remark.pk).update(at=moment)
            key = f"sample:remark:{remark.pk}"
            told = notice_of(
                case, ears, topics.REMARKED, f"{names[user]} yazdı", key, f"{case.number} · {text}", actor_id=user
            )
            yield replace(told, at=moment), case, ears


def _working_moment(begin: dt.datetime, chance: random.Random) -> dt.datetime:
    """Some hour of a working day after `begin`, in the last weeks."""
    first = max(begin, now() - WEEKS)
    moment = first + (now() - first) * chance.random()
    if moment.weekday() >= 5:
        moment = max(first, moment - dt.timedelta(days=moment.weekday() - 4))
    hour = dt.time(chance.randrange(9, 17), chance.randrange(60))
    spoken = dt.datetime.combine(localdate(moment), hour, get_current_timezone())
    return spoken if first <= spoken <= now() else moment


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
