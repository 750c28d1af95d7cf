"""Feeds of new legislation: an address that an administrator gave, or a file that was handed in."""

import ipaddress
import socket
import urllib.error
import urllib.request
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from konak.foundation.access import Actor
from konak.foundation.lifecycle import Refused

from .. import access, matching, parsing, queries
from ..models import Feed, FeedEntry, Notice, NoticeKind
from ..models.feed import EntryState
from .notices import record_notice

LARGEST = 2 * 1024 * 1024
SECONDS = 10
INSIDE = "Kurum içi adreslerden akış okunmaz. Gerekirse işletmen KONAK_FEED_INTERNAL ayarını açar."


def _may(actor: Actor, unit_id: int) -> None:
    if not actor.reach(access.FEED).covers(queries.Place(unit_id)):
        raise Refused(f"«{access.FEED.label}» için yetkiniz yok. Yetkili: daire başkanı ya da sistem yöneticisi.")


@transaction.atomic
def add_feed(*, actor: Actor, unit_id: int, name: str, url: str = "") -> Feed:
    """Name a feed; without an address its files are handed in."""
    _may(actor, unit_id)
    if url:
        _checked(url)
    if not name.strip():
        raise Refused("Akışa bir ad verin.")
    try:
        with transaction.atomic():
            feed: Feed = Feed.objects.create(name=name.strip(), url=url.strip(), unit_id=unit_id)
    except IntegrityError:
        raise Refused(f"«{name.strip()}» adlı bir akış zaten var.") from None
    return feed


def read_feed(feed_id: int, *, actor: Actor) -> int:
    """Fetch a feed and keep what is new; returns how many entries came."""
    feed = queries.feed(actor, feed_id)
    _may(actor, feed.unit_id)
    if not feed.url:
        raise Refused("Bu akışın adresi yok; dosyasını verin.")
    try:
        content = _fetched(feed.url)
        count = _kept(feed, content)
    except Refused as refusal:
        Feed.objects.filter(pk=feed.pk).update(fault=str(refusal)[:300], read_at=now())
        raise
    return count


@transaction.atomic
def hand_in_feed(feed_id: int, *, actor: Actor, file: IO[bytes]) -> int:
    """Read a feed from a file."""
    feed = queries.feed(actor, feed_id)
    _may(actor, feed.unit_id)
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused("Akış dosyası 2 MB'tan büyük olamaz.")
    return _kept(feed, content)


@transaction.atomic
def _kept(feed: Feed, content: bytes) -> int:
    try:
        items = parsing.read(content)
    except parsing.Unreadable as fault:
        raise Refused(str(fault)) from None
    known = queries.known_sources(watched=True)
    have = set(feed.entries.filter(key__in=[item.key for item in items]).values_list("key", flat=True))
    rows = []
    for item in items:
        if item.key in have:
            continue
        hit = matching.match(item.title, "", known) or _within(item.title, known)
        rows.append(
            FeedEntry(
                feed=feed,
                key=item.key,
                title=item.title,
                summary=item.summary,
                link=item.link,
                published_on=item.published_on,
                source_id=hit.id if hit else None,
                reason=hit.reason if hit else "",
            )
        )
    FeedEntry.objects.bulk_create(rows, ignore_conflicts=True)
    Feed.objects.filter(pk=feed.pk).update(fault="", read_at=now())
    return len(rows)


def _within(title: str, known: list[matching.Known]) -> matching.Match | None:
    """ "Belediye Kanununda Değişiklik Yapılmasına Dair Kanun": the watched name stands in a longer title."""
    stems = set(matching.names.stems(title))
    found = [one for one in known if len(own := set(matching.names.stems(one.title))) > 1 and own <= stems]
    found.sort(key=lambda one: -len(matching.names.stems(one.title)))
    return matching.Match(found[0].id, 0.7, "Adı başlıkta geçiyor") if found else None


@transaction.atomic
def take_entry(entry_id: int, *, actor: Actor, subject: str = "") -> Notice:
    """Make a case of an entry."""
    entry = _open_entry(entry_id, actor)
    notice = record_notice(
        actor=actor,
        unit_id=entry.feed.unit_id,
        kind=NoticeKind.CHANGE if entry.source_id else NoticeKind.NEW,
        subject=subject.strip() or entry.title,
        published_on=min(entry.published_on or localdate(), localdate()),
        source_id=entry.source_id,
        text=entry.summary,
        link=entry.link,
    )
    entry.state, entry.notice = EntryState.TAKEN, notice
    entry.save()
    return notice


@transaction.atomic
def dismiss_entry(entry_id: int, *, actor: Actor) -> FeedEntry:
    entry = _open_entry(entry_id, actor)
    entry.state = EntryState.DISMISSED
    entry.save()
    return entry


def _open_entry(entry_id: int, actor: Actor) -> FeedEntry:
    entry: FeedEntry = queries.entry(actor, entry_id)
    entry = FeedEntry.objects.select_for_update(of=("self",)).select_related("feed").get(pk=entry.pk)
    if not actor.reach(access.RECORD).covers(queries.Place(entry.feed.unit_id)):
        raise Refused(f"«{access.RECORD.label}» için yetkiniz yok.")
    if entry.state != EntryState.PROPOSED:
        raise Refused("Bu kayda daha önce bakılmış.")
    return entry


# The road outside -------------------------------------------------------------------------------------------------


def _checked(url: str) -> None:
    """An address of the public web, unless the operator allowed the inside of the house."""
    parts = urlsplit(url)
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Refused("Adres okunamadı.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise Refused("Adres http:// ya da https:// ile başlamalı, kullanıcı adı içermemeli.")
    if settings.FEED_INTERNAL:
        return
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)}
    except OSError:
        raise Refused("Adresin sunucusu bulunamadı.") from None
    for address in found:
        if not ipaddress.ip_address(address.split("%")[0]).is_global:
            raise Refused(INSIDE)


class _Careful(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where the first address could have led as well."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        _checked(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _peer(connection: HTTPConnection) -> None:
    """The name may answer differently the second time: what counts is where the line really leads."""
    address = str(connection.sock.getpeername()[0])
    if not settings.FEED_INTERNAL and not ipaddress.ip_address(address.split("%")[0]).is_global:
        connection.close()
        raise Refused(INSIDE)


class _Http(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _peer(self)


class _Https(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _peer(self)


class _Plain(urllib.request.HTTPHandler):
    def http_open(self, req: Any) -> Any:
        return self.do_open(_Http, req)


class _Secure(urllib.request.HTTPSHandler):
    def https_open(self, req: Any) -> Any:
        return self.do_open(_Https, req)


def _fetched(url: str) -> bytes:
    _checked(url)
    opener = urllib.request.build_opener(_Careful, _Plain, _Secure, urllib.request.ProxyHandler({}))
    headers = {"User-Agent": "Konak", "Accept": "application/xml, text/xml, */*"}
    asked = urllib.request.Request(url, headers=headers)  # noqa: S310 - `_checked` lets only http and https through
    ends = now().timestamp() + SECONDS
    content = b""
    try:
        with opener.open(asked, timeout=SECONDS) as answer:
            while piece := answer.read1(65536):
                content += piece
                if len(content) > LARGEST:
                    raise Refused("Akış 2 MB'tan büyük; okunmadı.")
                if now().timestamp() > ends:
                    raise Refused(f"Akış {SECONDS} saniyede okunamadı.")
    except urllib.error.HTTPError as error:
        raise Refused(f"Sunucu akışı vermedi (yanıt {error.code}).") from None
    except TimeoutError:
        raise Refused(f"Akış {SECONDS} saniyede okunamadı.") from None
    except (OSError, HTTPException, ValueError) as error:
        words = "zaman aşımı" if "timed out" in str(error) else "bağlantı kurulamadı"
        raise Refused(f"Akış okunamadı: {words}.") from None
    return content
