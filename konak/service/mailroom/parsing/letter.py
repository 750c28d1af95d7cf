"""A mail taken apart. Nothing in it is believed: depth, parts and lengths are bounded before it is parsed."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import PurePosixPath

from . import markup
from .charset import header, text_of

MOST_BOUNDARIES = 60
"""Parts within parts: more is a bomb. A forwarded thread of a year has about ten."""
MOST_NESTED = 40
MOST_PARTS = 400
MOST_HEADERS = 500
LONGEST_HEAD = 256 * 1024
LONGEST_TEXT = 200_000
MOST_PEOPLE = 100
_ID = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True, slots=True)
class Part:
    """A file in a mail. `inline` ones are pictures the HTML shows."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>" if self.name else self.address


@dataclass(slots=True)
class Letter:
    """What a mail says. `problems` are Turkish sentences about what could not be read."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    subject: str = ""
    sender: Person | None = None
    senders: int = 0
    """How many From addresses it names: more than one proves nobody's identity."""
    reply_to: Person | None = None
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    date: dt.datetime | None = None
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Every header, by its name in lower case, in the order in which they stand."""
    text: str = ""
    html: str = ""
    from_html: bool = False
    files: list[Part] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    """The machine-readable parts of a delivery report, and the heads of the mail it is about."""
    report_type: str = ""
    problems: list[str] = field(default_factory=list)
    fingerprint: str = ""

    def head(self, name: str) -> str:
        """The first header of that name, empty where there is none."""
        return next(iter(self.heads.get(name.lower(), ())), "")

    @property
    def thread(self) -> tuple[str, ...]:
        """Identifiers of the mails it answers, the nearest first."""
        return tuple(dict.fromkeys([*self.in_reply_to, *reversed(self.references)]))


def read(raw: bytes) -> Letter:
    """Take a mail apart; never fails. What cannot be read is said in `problems`, and the raw mail is there anyway."""
    letter = Letter()
    bomb = _bomb(raw)
    if bomb:
        letter.problems.append(bomb)
        _heads(letter, message_from_bytes(_head_of(raw), policy=compat32))
        letter.fingerprint = _fingerprint(letter, raw)
        return letter
    try:
        message = message_from_bytes(raw, policy=compat32)
        _heads(letter, message)
        _body(letter, message)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError, IndexError) as error:
        letter.problems.append(f"İletinin yapısı okunamadı ({type(error).__name__}).")
        if not letter.heads:
            _heads(letter, message_from_bytes(_head_of(raw), policy=compat32))
    letter.fingerprint = _fingerprint(letter, raw)
    return letter


def _bomb(raw: bytes) -> str:
    if raw.lower().count(b"boundary=") > MOST_BOUNDARIES or raw.count(b"message/rfc822") > MOST_NESTED:
        return "İleti iç içe çok fazla bölüm taşıyor; içeriği açılmadı."
    marks = set(re.findall(rb"boundary=\"?([^\"\s;]{1,80})", raw[: 4 * 1024 * 1024], re.I))
    if marks and sum(raw.count(b"\n--" + mark) for mark in marks) > MOST_PARTS:
        return "İleti çok fazla bölüm taşıyor; içeriği açılmadı."
    if len(_head_of(raw)) >= LONGEST_HEAD:
        return "İletinin başlığı olağandışı uzun; içeriği açılmadı."
    return ""


def _head_of(raw: bytes) -> bytes:
    """The headers alone, bounded."""
    ends = [place for place in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if place >= 0]
    return raw[: min([*ends, LONGEST_HEAD])] + b"\n\n"


def _fingerprint(letter: Letter, raw: bytes) -> str:
    """The same for the same mail however it travelled: its identifier, and a hash of what no server changes."""
    ends = [place for place in (raw.find(b"\r\n\r\n"), raw.find(b"\n\n")) if place >= 0]
    body = raw[min(ends) :] if ends else raw
    digest = hashlib.sha256()
    for name in ("message-id", "from", "date", "subject"):
        digest.update("\0".join(letter.heads.get(name, ())).encode("utf-8", "replace") + b"\1")
    digest.update(b"\n".join(line.rstrip() for line in body.strip().split(b"\n")))
    return digest.hexdigest()


def _heads(letter: Letter, message: Message) -> None:
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(message.raw_items()):
        if count >= MOST_HEADERS:
            letter.problems.append("İletinin başlığında olağandışı çok satır var; bir bölümü okunmadı.")
            break
        found.setdefault(str(name).lower(), []).append(header(_bytes(value)[:20_000]))
    letter.heads = {name: tuple(values) for name, values in found.items()}
    letter.message_id = next(iter(_ID.findall(letter.head("message-id"))), "")
    letter.in_reply_to = tuple(_ID.findall(letter.head("in-reply-to")))[:5]
    letter.references = tuple(_ID.findall(letter.head("references")))[-50:]
    letter.subject = letter.head("subject")[:500]
    senders = _people(found.get("from", ()), message, "from")
    letter.senders = len(senders)
    letter.sender = senders[0] if senders else None
    letter.reply_to = next(iter(_people(found.get("reply-to", ()), message, "reply-to")), None)
    letter.to = tuple(_people(found.get("to", ()), message, "to"))
    letter.cc = tuple(_people(found.get("cc", ()), message, "cc"))
    letter.date = _date(letter.head("date"))


def _bytes(value: object) -> bytes:
    return str(value).encode("ascii", "surrogateescape") if isinstance(value, str) else str(value).encode()


def _people(values: object, message: Message, name: str) -> list[Person]:
    """Addresses of a header, split before its words are decoded: a decoded comma splits nothing."""
    raw = [
        _bytes(value).decode("utf-8", "surrogateescape") for key, value in message.raw_items() if key.lower() == name
    ]
    found = []
    for shown, address in getaddresses([" ".join(one.split()) for one in raw])[:MOST_PEOPLE]:
        plain = header(address.encode("utf-8", "surrogateescape")).strip("<> ").lower()
        if "@" in plain and " " not in plain and len(plain) <= 254:
            found.append(Person(header(shown.encode("utf-8", "surrogateescape"))[:120], plain))
    return found


def _date(text: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _leaves(message: Message) -> Iterator[tuple[Message, bool]]:
    """Parts that hold something, with whether they belong to a mail inside the mail; those are kept as one file."""
    stack = [message]
    count = 0
    while stack:
        part = stack.pop()
        count += 1
        if count > MOST_PARTS:
            return
        kind = part.get_content_type()
        if kind == "message/rfc822" and part is not message:
            yield part, True
        elif part.is_multipart() and kind != "message/delivery-status":
            children = part.get_payload()
            stack += reversed([one for one in children if isinstance(one, Message)])
        else:
            yield part, False


def _body(letter: Letter, message: Message) -> None:
    letter.report_type = (_param(message, "report-type") or "").lower()
    report = message.get_content_type() == "multipart/report" or bool(letter.report_type)
    plain: list[str] = []
    html: list[str] = []
    for part, inner in _leaves(message):
        kind = part.get_content_type()
        if inner or kind in {"message/delivery-status", "text/rfc822-headers", "message/global-delivery-status"}:
            if report:
                letter.reports.append(_printed(part))
            elif inner:
                letter.files.append(Part(_name(part) or "iletilen.eml", "message/rfc822", _inside(part)))
            continue
        name = _name(part)
        attached = part.get_content_disposition() == "attachment" or (
            bool(name) and kind not in {"text/plain", "text/html"}
        )
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        if kind in {"text/plain", "text/html"} and not attached:
            told = text_of(data[: 4 * LONGEST_TEXT], _param(part, "charset"))
            (plain if kind == "text/plain" else html).append(told[:LONGEST_TEXT])
        elif kind in {"text/calendar", "application/ics"} and not name:
            letter.files.append(Part("davet.ics", kind, data))
        elif data:
            fallback = f"ek-{len(letter.files) + 1}{_ending(kind)}"
            letter.files.append(
                Part(name or fallback, kind, data, inline=bool(part.get("content-id")) and not attached)
            )
    letter.html = "\n".join(html)[: markup.LONGEST]
    written = "\n\n".join(one for one in plain if one.strip())
    if written.strip():
        letter.text = written
    elif letter.html:
        letter.text, letter.from_html = markup.text(letter.html), True
    if len(letter.text) > LONGEST_TEXT:
        letter.text = letter.text[:LONGEST_TEXT]
        letter.problems.append("İletinin metni çok uzundu; sonu kesildi. Tamamı özgün iletide.")


def _param(part: Message, name: str) -> str | None:
    try:
        found = part.get_param(name)
    except (ValueError, LookupError, UnicodeError):
        return None
    if isinstance(found, tuple):
        found = found[2]
    return str(found) if found is not None else None


def _name(part: Message) -> str:
    """The name of a file as it was meant: RFC 2231, encoded words, raw letters; never a folder."""
    found: str | tuple[str | None, str | None, str] | None = None
    for place, key in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            found = part.get_param(key, header=place)
        except (ValueError, LookupError, UnicodeError):
            found = None
        if found:
            break
    if not found:
        return ""
    if isinstance(found, tuple):
        charset, _, value = found
        text = text_of(value.encode("latin-1", "replace"), charset) if charset else header(_bytes(value))
    else:
        text = header(_bytes(found))
    plain = PurePosixPath(text.replace("\\", "/")).name.strip()
    return plain[:150]


def _ending(kind: str) -> str:
    return {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "application/pdf": ".pdf"}.get(kind, "")


def _printed(part: Message) -> str:
    children = part.get_payload()
    if isinstance(children, list):
        return "\n\n".join(_lines(one) for one in children if isinstance(one, Message))
    content = part.get_payload(decode=True)
    return text_of(content if isinstance(content, bytes) else b"", _param(part, "charset"))


def _lines(message: Message) -> str:
    return "\n".join(f"{name}: {header(_bytes(value))}" for name, value in list(message.raw_items())[:MOST_HEADERS])


def _inside(part: Message) -> bytes:
    children = part.get_payload()
    inner = children[0] if isinstance(children, list) and children else None
    return inner.as_bytes() if isinstance(inner, Message) else b""
