"""Who gives time stamps: a gateway registers itself. Without one nothing is stamped, and nothing pretends to be."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class NoStamp(IOError):
    """No authority gave a stamp now; the reason in Turkish."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A token (DER of RFC 3161's TimeStampToken) and what it says."""

    token: bytes
    at: dt.datetime
    authority: str
    serial: str


class Stamper(Protocol):
    """What the lake asks of a time stamp client."""

    def stamp(self, content: bytes) -> Stamped:
        """A stamp over these bytes; raises `NoStamp`."""

    def check(self, content: bytes, token: bytes) -> str:
        """Empty where the token holds for these bytes and leads to a trusted root; else why not."""


class _Nobody:
    def stamp(self, content: bytes) -> Stamped:
        raise NoStamp("Zaman damgası istemcisi kurulu değil.")

    def check(self, content: bytes, token: bytes) -> str:
        return "Zaman damgası denetlenemedi: istemci kurulu değil."


_stamper: Stamper = _Nobody()


def use(stamper: Stamper) -> None:
    global _stamper
    _stamper = stamper


def stamper() -> Stamper:
    return _stamper
