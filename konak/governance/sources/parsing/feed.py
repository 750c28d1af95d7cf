"""RSS 2.0, RSS 1.0 and Atom 1.0 as a list of items. Pure: bytes in, items out; entities and DTDs are refused."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST = 500
"""Items read from one feed; the rest comes with the next reading."""


class Unreadable(ValueError):
    """What arrived is no feed, in words for the reader."""


@dataclass(frozen=True, slots=True)
class Item:
    """`key` stays the same however often the feed is read."""

    key: str
    title: str
    summary: str
    link: str
    published_on: dt.date | None


def read(content: bytes) -> list[Item]:
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable("Akışta güvenli olmayan XML tanımları var; okunmadı.") from None
    except (SyntaxError, ValueError, LookupError):
        raise Unreadable("Dosya okunamadı: RSS ya da Atom akışı değil.") from None
    if _name(root) not in {"rss", "RDF", "feed"}:
        raise Unreadable("Dosya okunamadı: RSS ya da Atom akışı değil.")
    found: dict[str, Item] = {}
    for element in root.iter():
        if _name(element) in {"item", "entry"} and (item := _item(element)):
            found.setdefault(item.key, item)
        if len(found) >= MOST:
            break
    return list(found.values())


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _item(element: Any) -> Item | None:
    title = _plain(_text(element, "title"))
    link = _link(element)
    if not title:
        return None
    key = _text(element, "guid", "id") or link or title
    day = _text(element, "pubDate", "published", "updated", "date")
    summary = _plain(_text(element, "description", "summary", "content", "encoded"))
    return Item(hashlib.sha256(key.encode()).hexdigest(), title[:400], summary[:4000], link, _day(day))


def _parts(element: Any, *names: str) -> Iterator[Any]:
    for name in names:
        yield from (child for child in element if _name(child) == name)


def _text(element: Any, *names: str) -> str:
    return next(("".join(child.itertext()).strip() for child in _parts(element, *names)), "")


def _link(element: Any) -> str:
    for child in _parts(element, "link"):
        address = (child.get("href") or "".join(child.itertext())).strip()
        if child.get("rel", "alternate") == "alternate" and re.match(r"https?://", address) and len(address) <= 500:
            return str(address)
    return ""


def _plain(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", unescape(text))).replace("\0", " ").split())


def _day(text: str) -> dt.date | None:
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        pass
    try:
        return dt.datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        return None
