"""Applications for certificates, and the telephones that sign with what happened on each line."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.timezone import localdate, now

from konak.foundation.cases.bulk import File, Line, copy_cases
from konak.foundation.db.copying import copy_rows
from konak.foundation.people.positions import Position

from ..models import EventKind, MobileApplication, MobileEvent, Reason
from .certificates import FIRST_SERIAL, Held
from .people import DAY, HISTORY, Above, Sitter, line, moment, opened_at, recent

OPERATORS = ("turkcell", "vodafone", "turk_telekom")


def applications(held: Sequence[Held], runner: Sitter, above: Above, chance: random.Random) -> Iterator[File]:
    """The application by which each certificate of the two years came, and the renewals that are under way."""
    for place, one in enumerate(held):
        head = above.of(one.who)
        if head is None:
            continue
        if recent(one.since - 20 * DAY):
            yield _finished(one, head, runner, place, chance)
        left = (one.until - now()).days
        if 0 <= left < 60 and place % 2:
            yield _under_way(one, head, runner, place, chance)


def _file(one: Held, state: str, story: list[Line], closed: bool, **contents: Any) -> File:
    reason = contents["reason"]
    return File(
        cover={
            "subject": f"E-imza sertifikası: {Reason(reason).label}",
            "state": state,
            "unit": one.who.unit,
            "opened_by": one.who.user,
            "opened_from_unit": one.who.unit,
            "opened_at": story[0].at,
            "closed_at": story[-1].at if closed else None,
            "resting": closed,
            "due_on": localdate(story[0].at) + 7 * DAY,
        },
        contents={
            "person": one.who.user,
            "title": Position(one.who.position).label,
            "email": one.who.mail,
            "phone": "0500 000 00 00",
            "delivery": "Örnek hizmet binası",
            **contents,
        },
        story=story,
    )


def _finished(one: Held, head: Sitter, runner: Sitter, place: int, chance: random.Random) -> File:
    at = one.since - chance.randrange(4, 12) * DAY
    used = one.since + 9 * DAY + dt.timedelta(hours=1)
    story = [
        line(at, "open", one.who),
        line(at + dt.timedelta(hours=chance.randrange(2, 30)), "approve", head),
        line(at + 2 * DAY, "send", runner),
        line(one.since + 2 * DAY, "produce", runner),
        line(one.since + 9 * DAY, "hand", runner),
        line(used, "activate", one.who),
    ]
    return _file(
        one,
        "active",
        story,
        True,
        reason=Reason.RENEWAL if one.former else Reason.FIRST,
        provider_number=f"KSM-{2_030_000 + place}",
        replaces=one.former or None,
        certificate=one.key,
        device=one.card,
    )


def _under_way(one: Held, head: Sitter, runner: Sitter, place: int, chance: random.Random) -> File:
    at = now() - chance.randrange(26, 90) * dt.timedelta(hours=1)
    story = [line(at, "open", one.who)]
    state = ("asked", "approved", "sent")[place % 3]
    if state != "asked":
        story.append(line(at + dt.timedelta(hours=4), "approve", head))
    if state == "sent":
        story.append(line(at + dt.timedelta(hours=9), "send", runner))
    number = f"KSM-{2_060_000 + place}" if state == "sent" else ""
    return _file(
        one,
        state,
        story,
        False,
        reason=Reason.RENEWAL,
        provider_number=number,
        replaces=one.key,
        certificate=None,
        device=None,
    )


def fill_lines(held: Sequence[Held], runner: Sitter, above: Above, chance: random.Random) -> None:
    """Telephones that sign, with what happened on each line."""
    having = [(one, head) for one in held if (head := above.of(one.who)) is not None]

    def applied() -> Iterator[File]:
        for place, (one, head) in enumerate(having):
            at = moment(chance, localdate() - chance.randrange(20, HISTORY) * DAY)
            opened = at + 5 * DAY
            one.events = [(at, "Başvuruldu"), (opened, "Hat açıldı")]
            yield File(
                cover={
                    "subject": "Mobil imza başvurusu",
                    "state": "active",
                    "unit": one.who.unit,
                    "opened_by": one.who.user,
                    "opened_from_unit": one.who.unit,
                    "opened_at": at,
                    "closed_at": None,
                    "resting": True,
                    "due_on": localdate(at) + 7 * DAY,
                },
                contents={
                    "person": one.who.user,
                    "operator": OPERATORS[place % 3],
                    "number": f"90500{FIRST_SERIAL + place:07d}",
                    "active_since": opened,
                    "until": localdate(opened) + 1_095 * DAY,
                },
                story=[
                    line(at, "open", one.who),
                    line(at + DAY, "approve", head),
                    line(at + 2 * DAY, "send", runner),
                    line(opened, "activate", runner),
                ],
            )

    def then(batch: list[File]) -> None:
        events = {one.who.user: one.events for one, _ in having}
        copy_rows(
            MobileEvent,
            [
                {"application": file.key, "kind": EventKind.STATE, "words": words, "at": at, "by": runner.user}
                for file in batch
                for at, words in events[file.contents["person"]]
            ],
        )

    copy_cases(MobileApplication, sorted(applied(), key=opened_at), then)
