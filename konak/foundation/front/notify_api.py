"""One's own notifications, one's wishes, and watching a file, for programs: the same services as the screens."""

import datetime as dt
from typing import Annotated, Literal, cast

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from konak.foundation.cases import watching as cases
from konak.foundation.notify import queries, services
from konak.foundation.web.http import Request
from konak.foundation.web.schemas import SAYS_NO, Problem

notifications = Router(tags=["Bildirimler"])
watching = Router(tags=["Dosyalar"])
Pace = Literal["now", "daily", "weekly", "off"]
Number = Annotated[str, StringConstraints(max_length=24, pattern=r"^[^\x00]*$")]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Cursor = Annotated[str, StringConstraints(pattern=r"^\d{0,18}$")]
Code = Annotated[str, StringConstraints(max_length=60, pattern=r"^[^\x00]*$")]


class NotificationOut(Schema):
    """One thing the caller was told. What moved out of his sight has lost its words and its address."""

    id: int
    topic: str
    title: str
    body: str
    url: str
    subject: str
    at: dt.datetime
    read_at: dt.datetime | None

    @staticmethod
    def of(line: queries.Line) -> "NotificationOut":
        row = line.row
        return NotificationOut(
            id=row.pk,
            topic=row.topic,
            title=line.title,
            body=line.body,
            url=line.url,
            subject=row.subject_number if line.visible else "",
            at=row.at,
            read_at=row.read_at,
        )


class NotificationList(Schema):
    items: list[NotificationOut]
    unread: int
    next: str


class ReadAll(Schema):
    """`until` is the newest one seen; those that came after it stay unread."""

    until: Key | None = None


class Marked(Schema):
    read: int


class WishOut(Schema):
    topic: str
    label: str
    urgent: bool
    paces: dict[str, Pace]


class HoursOut(Schema):
    """The hours of silence as people write them, "20:00": a time of RFC 3339 would need a zone."""

    quiet: bool
    quiet_from: str | None
    quiet_until: str | None
    quiet_days_off: bool
    urgent_passes: bool
    digest_hour: int
    digest_weekday: int


class WishesOut(Schema):
    topics: list[WishOut]
    hours: HoursOut


class HoursIn(Schema):
    quiet: bool = True
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    quiet_days_off: bool = True
    urgent_passes: bool = False
    digest_hour: Annotated[int, Field(ge=0, le=23)] = 9
    digest_weekday: Annotated[int, Field(ge=0, le=6)] = 0


class WishesIn(Schema):
    """Topic → channel → pace; what is not named stays as it is."""

    topics: dict[Code, dict[Code, Pace]] = {}
    hours: HoursIn | None = None


class WatchOut(Schema):
    number: str
    watching: bool
    watchers: int


def _as(request: HttpRequest) -> Request:
    return request  # type: ignore[return-value]


@notifications.get("", response={200: NotificationList, 422: Problem}, summary="Bildirimlerim")
def mine(request: HttpRequest, unread: bool = False, cursor: Cursor = "", limit: int = 30) -> NotificationList:
    """One's own notifications, newest first; follow `next`."""
    actor = _as(request).actor
    page = queries.page(actor, only_unread=unread, after=cursor, limit=max(1, min(limit, 200)))
    return NotificationList(
        items=[NotificationOut.of(line) for line in page.lines], unread=queries.unread(actor), next=page.after
    )


@notifications.post("/read", response={200: Marked, 422: Problem}, summary="Tümünü okundu say")
def read_all(request: HttpRequest, body: ReadAll) -> Marked:
    return Marked(read=services.read_all(actor=_as(request).actor, until=body.until))


@notifications.post("/{int:notification_id}/read", response={200: Marked} | SAYS_NO, summary="Okundu say")
def read(request: HttpRequest, notification_id: Key) -> Marked:
    """One notification, and with it all about the same file."""
    services.read(notification_id, actor=_as(request).actor)
    return Marked(read=1)


@notifications.get("/preferences", response=WishesOut, summary="Bildirim tercihlerim")
def wishes(request: HttpRequest) -> WishesOut:
    actor = _as(request).actor
    hours = queries.hours(actor)
    return WishesOut(
        topics=[
            WishOut(
                topic=choice.topic.code,
                label=choice.topic.label,
                urgent=choice.topic.urgent,
                paces={channel: cast(Pace, pace.value) for channel, pace in choice.paces.items()},
            )
            for choice in queries.choices(actor)
        ],
        hours=HoursOut(
            quiet=hours.quiet_from is not None,
            quiet_from=f"{hours.quiet_from:%H:%M}" if hours.quiet_from else None,
            quiet_until=f"{hours.quiet_until:%H:%M}" if hours.quiet_until else None,
            quiet_days_off=hours.quiet_days_off,
            urgent_passes=hours.urgent_passes,
            digest_hour=hours.digest_hour,
            digest_weekday=hours.digest_weekday,
        ),
    )


@notifications.post("/preferences", response={200: WishesOut} | SAYS_NO, summary="Tercihlerimi değiştir")
def prefer(request: HttpRequest, body: WishesIn) -> WishesOut:
    actor = _as(request).actor
    chosen = {(topic, channel): pace for topic, paces in body.topics.items() for channel, pace in paces.items()}
    services.keep(actor=actor, choices=chosen, hours=body.hours.dict() if body.hours else None)
    return wishes(request)


@watching.post("/{number}/watch", response={200: WatchOut} | SAYS_NO, summary="Dosyayı izle")
def watch(request: HttpRequest, number: Number) -> WatchOut:
    case = cases.watch(number, actor=_as(request).actor)
    return WatchOut(number=case.number, watching=True, watchers=cases.watchers(case).count())


@watching.post("/{number}/unwatch", response={200: WatchOut} | SAYS_NO, summary="İzlemeyi bırak")
def unwatch(request: HttpRequest, number: Number) -> WatchOut:
    case = cases.unwatch(number, actor=_as(request).actor)
    return WatchOut(number=case.number, watching=False, watchers=cases.watchers(case).count())
