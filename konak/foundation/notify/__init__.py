"""Telling people: on the screen, by mail, by text message; at once or in a digest, never at night.

    # an app declares what it tells
    ASSIGNED = Topic("cases.assigned", "Bana verilen dosya", mail=Pace.NOW)

    # and tells it, in the transaction in which it happened
    notify.services.notify(people, ASSIGNED, "Size bir dosya verildi", url=…, actor=actor)

A topic is data, like a permission. What leads out of the house (mail, text messages) is a `Channel` that a gateway
registers in its `apps.ready`; nothing here knows a gateway. Whether somebody still may see what a notification is
about is asked of the app that owns the subject (`see_by`), when it is sent and when it is shown.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.db.models import TextChoices

from .pace import Pace

if TYPE_CHECKING:
    from konak.foundation.access import Permission
    from konak.foundation.people.models import User

__all__ = [
    "CHANNELS",
    "TOPICS",
    "Arrival",
    "Channel",
    "Letter",
    "Pace",
    "Permanent",
    "Temporary",
    "Topic",
    "Tracked",
    "Unreachable",
    "see_by",
]


class Form(TextChoices):
    """How many notifications one message carries, and why."""

    SINGLE = "single", "tek bildirim"
    SUMMARY = "summary", "toplu bildirim"
    DIGEST = "digest", "özet"


TOPICS: dict[str, "Topic"] = {}


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing people are told about: code, Turkish label, what it means, how it goes out unless somebody chose.

    `urgent` ones may pass through quiet hours, for those who allow it. Where only holders of a permission are ever
    told, `needs` keeps the topic out of everybody else's preferences.
    """

    code: str
    label: str
    about: str = ""
    mail: Pace = Pace.DAILY
    sms: Pace = Pace.OFF
    urgent: bool = False
    needs: "Permission | None" = None
    order: int = 50

    def __post_init__(self) -> None:
        known = TOPICS.setdefault(self.code, self)
        if known is not self and known.label != self.label:
            raise ValueError(f"topic {self.code} is declared twice")

    def pace(self, channel: str) -> Pace:
        """What the topic does on a channel as long as the person has not chosen."""
        return {"mail": self.mail, "sms": self.sms}.get(channel, Pace.OFF)


class Undelivered(Exception):
    """Why a message did not go out, in Turkish words."""


class Temporary(Undelivered):
    """This message may go out later: a full mailbox, a greylist, a number over its limit."""


class Unreachable(Temporary):
    """The whole channel is down: wait, and try with nobody else's message."""


class Permanent(Undelivered):
    """This message will never go out as it is: an unknown mailbox, a refused number."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What a channel is given: address, words in three lengths, and the name by which a repetition is recognised."""

    to: str
    subject: str
    text: str
    html: str = ""
    short: str = ""
    key: str = ""
    thread: str = ""
    """Number of the file it is about: what belongs together stands together in the reader's mail program."""
    answers: tuple[str, ...] = ()
    """Message-IDs of the mails it answers, without brackets, the nearest last."""
    reply_to: str = ""
    sender: str = ""
    """Another address of ours it comes from ("Ad <adres>"); empty for the one of the settings."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the other side knows of a letter it accepted: by its reference, whether it arrived, when, or why not."""

    reference: str
    arrived: bool
    at: dt.datetime | None = None
    why: str = ""


class Tracked(Protocol):
    """A channel that can be asked later what became of what it accepted."""

    code: str

    def arrivals(self, references: Sequence[str]) -> list[Arrival]:
        """Of these references those that are decided; the others are still under way. May raise `Undelivered`."""


Send = Callable[[Letter], str]
"""Sends one letter and returns the reference the other side gave; raises `Undelivered` otherwise."""


class Channel(Protocol):
    """A way out of the house. One session serves many letters (one connection)."""

    code: str
    label: str
    hourly: int
    """Most messages a person gets in an hour; what is more becomes one summary."""

    def off_because(self) -> str:
        """Why the channel is off (no settings), in Turkish; empty when it is on."""

    def address(self, user: "User") -> str:
        """Where a person is reached; empty when he is not."""

    def probe(self) -> None:
        """Raise `Undelivered` when the other side does not answer; sends nothing."""

    def session(self) -> AbstractContextManager[Send]:
        """A connection for several letters."""


CHANNELS: dict[str, Channel] = {}

ReplyAddress = Callable[[str, str], str]
_replies: list[ReplyAddress] = []


def answered_at(address: ReplyAddress) -> None:
    """Say where an answer to a letter about a subject (kind, number) is to go; "" where nobody reads answers."""
    if address not in _replies:
        _replies.append(address)


def reply_address(kind: str, number: str) -> str:
    """Where the answer to a letter about one subject is read; empty where it is not."""
    return next((found for ask in _replies if (found := ask(kind, number))), "")


Whole = Callable[[str, str], str]
_whole: dict[str, Whole] = {}


def in_full(topic: str, words: Whole) -> None:
    """Say what a letter about one notification of a topic carries in place of its shortened text: asked with the
    number of the subject and that text, answers "" where it stays."""
    _whole[topic] = words


def whole_words(topic: str, number: str, body: str) -> str:
    """The text of a letter about one thing: the whole of it where somebody knows it."""
    found = _whole[topic](number, body) if topic in _whole and number else ""
    return found or body


def register(channel: Channel) -> None:
    """Add a way out; called by gateways in `apps.ready`. The same code again replaces it."""
    CHANNELS[channel.code] = channel


def open_channels() -> dict[str, Channel]:
    """The ways out that are set up, in the order of their codes."""
    return {code: channel for code, channel in sorted(CHANNELS.items()) if not channel.off_because()}


@contextmanager
def only(*channels: Channel) -> Iterator[None]:
    """For tests and trials: these ways out and no other."""
    before = dict(CHANNELS)
    CHANNELS.clear()
    CHANNELS.update({channel.code: channel for channel in channels})
    try:
        yield
    finally:
        CHANNELS.clear()
        CHANNELS.update(before)


Sight = Callable[[int, Collection[str]], Mapping[str, int]]
"""Of these numbers, those the person may see today, each with its secrecy."""

_sights: dict[str, Sight] = {}


def see_by(kind: str, sight: Sight) -> None:
    """Say who decides whether a person still may see subjects of a kind."""
    _sights[kind] = sight


def seen_by(user_id: int, subjects: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Of these subjects (kind, number), those the person may see, with their secrecy. Unguarded kinds are open."""
    found: dict[tuple[str, str], int] = {}
    for kind in {kind for kind, _ in subjects}:
        numbers = {number for one, number in subjects if one == kind}
        sight = _sights.get(kind)
        answer = sight(user_id, numbers) if sight else dict.fromkeys(numbers, 0)
        found |= {(kind, number): secrecy for number, secrecy in answer.items()}
    return found
