"""Whether a service does its work: web pages, JSON, names, mail, time, databases, backups."""

import asyncio
import datetime as dt
import json
import math
import re
import ssl
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import dns.asyncquery
import dns.exception
import dns.message
import dns.rcode
import dns.rdatatype
import ntplib
import psycopg
from cryptography import x509

from .shapes import CRIT, OK, UNKNOWN, Answer, Question, Reading, Trouble, judged, tr, worst
from .transport import hang_up, lenient

LARGEST = 1_000_000
"""Bytes of a page that are read; what comes after is not looked at."""
CHUNK = 65_536


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    raw = await reader.readuntil(b"\r\n\r\n")
    first, *lines = raw.decode("latin-1").split("\r\n")
    found = re.match(r"HTTP/1\.[01] (\d{3})", first)
    if not found:
        raise Trouble(CRIT, "Yanıt HTTP değil")
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return int(found[1]), {name.strip().lower(): value.strip() for name, value in pairs}


async def _body(reader: asyncio.StreamReader, head: dict[str, str]) -> bytes:
    parts, size = [], 0
    if "chunked" in head.get("transfer-encoding", "").lower():
        while size < LARGEST:
            length = int((await reader.readline()).split(b";")[0].strip() or b"0", 16)
            if not length:
                break
            parts.append(await reader.readexactly(min(length, LARGEST)))
            size += length
            await reader.readline()
    else:
        most = min(int(head.get("content-length", LARGEST)), LARGEST)
        while size < most and (piece := await reader.read(min(CHUNK, most - size))):
            parts.append(piece)
            size += len(piece)
    return b"".join(parts)


def _days_left(writer: asyncio.StreamWriter) -> float | None:
    secured: Any = writer.get_extra_info("ssl_object")
    raw = secured.getpeercert(binary_form=True) if secured else None
    if not raw:
        return None
    until = x509.load_der_x509_certificate(raw).not_valid_after_utc
    return (until - dt.datetime.now(dt.UTC)).total_seconds() / 86_400


async def _fetch(question: Question, url: str, turns: int = 5) -> tuple[int, bytes, float | None]:
    """One page; redirections inside the same host are followed. The address asked is the one that was allowed."""
    seen = urlsplit(url)
    if seen.scheme not in ("http", "https"):
        raise Trouble(UNKNOWN, "Adres http ya da https ile başlamalı")
    secure = seen.scheme == "https"
    port = seen.port or (443 if secure else 80)
    name = seen.hostname or question.address
    opening = asyncio.open_connection(
        question.ip, port, ssl=lenient() if secure else None, server_hostname=name if secure else None, limit=CHUNK
    )
    reader, writer = await asyncio.wait_for(opening, question.timeout)
    try:
        target = (seen.path or "/") + (f"?{seen.query}" if seen.query else "")
        host = name if seen.port is None else f"{name}:{seen.port}"
        lines = [
            f"GET {target} HTTP/1.1",
            f"Host: {host}",
            "User-Agent: Konak-izleme",
            "Connection: close",
            "Accept: */*",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1", "replace"))
        await writer.drain()
        status, head = await _head(reader)
        left = _days_left(writer)
        onward = urljoin(url, head.get("location", ""))
        if status in (301, 302, 303, 307, 308) and turns and head.get("location"):
            if (urlsplit(onward).hostname or "") == name:
                return await _fetch(question, onward, turns - 1)
            return status, b"", left
        return status, await _body(reader, head), left
    finally:
        await hang_up(writer)


async def _page(question: Question) -> tuple[int, bytes, float | None, float]:
    begin = time.perf_counter()
    url = question.text("url") or f"http://{question.address}/"
    try:
        status, body, left = await _fetch(question, url)
    except ssl.SSLError as error:
        raise Trouble(CRIT, f"TLS kurulamadı: {error.reason or error}"[:200]) from None
    except (ValueError, EOFError, asyncio.LimitOverrunError):
        raise Trouble(CRIT, "Yanıt yarım kaldı ya da HTTP değil") from None
    return status, body, left, (time.perf_counter() - begin) * 1000


async def http(question: Question) -> Answer:
    """A page: its status, a word that has to stand (or must not), how long it took and its certificate holds."""
    status, body, left, took = await _page(question)
    level, words = OK, [f"HTTP {status}, {tr(took)} ms"]
    expected = question.number("status")
    if (status != expected) if expected else (status >= 400):
        level = CRIT
    text = body.decode("utf-8", "replace")
    if (wanted := question.text("keyword")) and wanted not in text:
        level, words = CRIT, [*words, f"sayfada «{wanted[:60]}» yok"]
    if (barred := question.text("barred")) and barred in text:
        level, words = CRIT, [*words, f"sayfada «{barred[:60]}» var"]
    slow = judged(took, question.number("warn_ms"), question.number("crit_ms"))
    readings = [Reading("time", "", "Yanıt", (took,), slow)]
    if left is not None:
        lasts = judged(left, question.number("warn_days", 21), question.number("crit_days", 7))
        words.append(
            f"sertifika {tr(math.floor(left))} gün daha geçerli" if left > 0 else "sertifikanın süresi dolmuş"
        )
        readings.append(Reading("certificate", "cert", "Sertifika", (left,), lasts))
        level = worst([level, lasts])
    return Answer(worst([level, slow]), ", ".join(words), tuple(readings), took)


PATH = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


def at_path(value: Any, path: str) -> Any:
    """What stands at `a.b[0].c` of a JSON value; KeyError where nothing does."""
    for name, place in PATH.findall(path.removeprefix("$").lstrip(".")):
        try:
            value = value[int(place)] if place else value[name]
        except (KeyError, IndexError, TypeError):
            raise KeyError(path) from None
    return value


async def json_value(question: Question) -> Answer:
    """A value of a JSON answer: equal to what is expected, or between limits."""
    status, body, _, took = await _page(question)
    if status >= 400:
        raise Trouble(CRIT, f"HTTP {status}")
    path = question.text("path")
    try:
        value = at_path(json.loads(body), path)
    except (ValueError, RecursionError):
        raise Trouble(CRIT, "Yanıt JSON değil") from None
    except KeyError:
        raise Trouble(CRIT, f"Yanıtta «{path[:80]}» yok") from None
    shown = str(value)[:100]
    readings = [Reading("time", "", "Yanıt", (took,))]
    if (expected := question.params.get("equals")) not in (None, ""):
        level = OK if str(value) == str(expected) else CRIT
    elif isinstance(value, int | float) and not isinstance(value, bool):
        level = judged(float(value), question.number("warn"), question.number("crit"))
        readings.append(
            Reading("value", "value", path or "değer", (float(value),), level, unit=question.text("unit"))
        )
    else:
        level = OK if value not in (None, False, "") else CRIT
    return Answer(level, f"{path or 'değer'}: {shown}", tuple(readings), took)


async def names(question: Question) -> Answer:
    """A name server answers for a name, and with what is expected."""
    name, kind = question.text("name", "localhost"), question.text("type", "A").upper()
    begin = time.perf_counter()
    try:
        asked = dns.message.make_query(name, kind)
        told = await dns.asyncquery.udp(asked, question.ip, timeout=question.timeout, port=question.port(53))
    except dns.exception.Timeout:
        raise Trouble(CRIT, "Ad sunucusu yanıt vermedi") from None
    except (dns.exception.DNSException, ValueError) as error:
        raise Trouble(UNKNOWN, f"Sorgu kurulamadı: {error}"[:200]) from None
    took = (time.perf_counter() - begin) * 1000
    if told.rcode() != dns.rcode.NOERROR:
        raise Trouble(CRIT, f"{name}: {dns.rcode.to_text(told.rcode())}")
    found = [row.to_text() for block in told.answer for row in block]
    if not found:
        raise Trouble(CRIT, f"{name}: {kind} kaydı yok")
    expected = question.text("expect")
    level = CRIT if expected and expected not in found else OK
    level = worst([level, judged(took, question.number("warn_ms"), question.number("crit_ms"))])
    words = f"{name} → {', '.join(found)[:160]}" + (
        f", beklenen {expected}" if expected and expected not in found else ""
    )
    return Answer(level, words, (Reading("time", "", "Yanıt", (took,), level),), took)


async def smtp(question: Question) -> Answer:
    """A mail server greets, and offers encryption where that is asked."""
    begin = time.perf_counter()
    reader, writer = await asyncio.wait_for(
        asyncio.open_connection(question.ip, question.port(25), limit=CHUNK), question.timeout
    )
    try:

        async def heard() -> tuple[int, list[str]]:
            lines = []
            for _ in range(100):
                line = (
                    (await asyncio.wait_for(reader.readline(), question.timeout)).decode("utf-8", "replace").strip()
                )
                lines.append(line[4:])
                if len(line) < 4 or line[3] != "-":
                    break
            return int(line[:3]) if line[:3].isdecimal() else 0, lines

        code, words = await heard()
        if code != 220:
            raise Trouble(CRIT, f"Karşılama beklenen gibi değil: {code} {words[0] if words else ''}"[:200])
        writer.write(b"EHLO konak.invalid\r\n")
        code, offered = await heard()
        took = (time.perf_counter() - begin) * 1000
        writer.write(b"QUIT\r\n")
        await writer.drain()
    finally:
        await hang_up(writer)
    if code != 250:
        raise Trouble(CRIT, f"EHLO reddedildi: {code}")
    level, told = OK, f"SMTP hazır, {tr(took)} ms"
    if question.params.get("starttls") and not any(one.upper().startswith("STARTTLS") for one in offered):
        level, told = CRIT, "SMTP hazır, ancak STARTTLS sunulmuyor"
    level = worst([level, judged(took, question.number("warn_ms"), question.number("crit_ms"))])
    return Answer(level, told, (Reading("time", "", "Yanıt", (took,), level),), took)


async def ntp(question: Question) -> Answer:
    """How far our clock and that of a time server are apart."""

    def ask() -> tuple[float, int, float]:
        told = ntplib.NTPClient().request(question.ip, version=3, port=question.port(123), timeout=question.timeout)
        return told.offset * 1000, told.stratum, told.delay * 1000

    try:
        offset, stratum, delay = await asyncio.to_thread(ask)
    except ntplib.NTPException as error:
        raise Trouble(CRIT, f"NTP yanıtı gelmedi: {error}"[:200]) from None
    if not 0 < stratum < 16:
        raise Trouble(CRIT, "Zaman sunucusu kendisi eşzamanlı değil")
    level = judged(abs(offset), question.number("warn_ms", 500), question.number("crit_ms", 2_000))
    words = f"Fark {tr(offset, 1)} ms, katman {stratum}"
    return Answer(level, words, (Reading("offset", "", "Saat farkı", (offset,), level),), delay)


STATE = """
SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::float8,
       current_setting('max_connections')::float8,
       pg_database_size(current_database())::float8,
       CASE WHEN pg_is_in_recovery() THEN extract(epoch FROM now() - pg_last_xact_replay_timestamp())::float8 END,
       (SELECT coalesce(max(extract(epoch FROM now() - xact_start)), 0) FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND state <> 'idle')::float8
"""


async def postgres(question: Question) -> Answer:
    """A database lets itself be asked: connections, size, how far behind a replica is, the oldest transaction."""
    begin = time.perf_counter()
    facts: dict[str, Any] = {
        "host": question.ip,
        "port": question.port(5432),
        "dbname": question.text("database", "postgres"),
        "user": question.text("user", "postgres"),
        "password": question.secret.get("password", ""),
        "connect_timeout": max(2, int(question.timeout)),
    }
    try:
        link = await psycopg.AsyncConnection.connect(**facts, autocommit=True)
        async with link:
            row = await (await link.execute(STATE)).fetchone()
    except psycopg.Error as error:
        said = str(error).strip().splitlines()
        raise Trouble(CRIT, f"Veritabanına girilemedi: {said[-1] if said else error}"[:300]) from None
    assert row is not None
    used, most, size, lag, oldest = row
    took = (time.perf_counter() - begin) * 1000
    share = 100 * used / most
    level = worst(
        [
            judged(share, question.number("warn", 80), question.number("crit", 95)),
            judged(lag, question.number("warn_lag", 60), question.number("crit_lag", 600)) if lag is not None else OK,
            judged(oldest, question.number("warn_oldest", 3_600), question.number("crit_oldest")),
        ]
    )
    words = f"{tr(used)} / {tr(most)} bağlantı, {tr(size / 1e6)} MB"
    words += f", {tr(lag)} sn geride" if lag is not None else ""
    readings = (
        Reading("database", "", question.text("database", "postgres"), (share, size / 1e6, lag), level),
        Reading("time", "time", "Yanıt", (took,)),
    )
    return Answer(level, words, readings, took)


async def age(question: Question) -> Answer:
    """How old the newest file of a backup is; only below the folders the installation allows."""
    pattern, folders = question.text("files"), question.params.get("_folders") or ()

    def look() -> tuple[float, int, str]:
        base, _, rest = pattern.rpartition("/")
        folder = Path(base).resolve()
        if not pattern or not any(folder.is_relative_to(Path(one).resolve()) for one in folders):
            raise Trouble(UNKNOWN, "Bu klasöre bakılmasına izin verilmemiş (KONAK_MONITORING_FOLDERS)")
        newest, size, name = 0.0, 0, ""
        for number, file in enumerate(folder.glob(rest or "*")):
            if number > 20_000:
                break
            facts = file.stat()
            if file.is_file() and facts.st_mtime > newest:
                newest, size, name = facts.st_mtime, facts.st_size, file.name
        return newest, size, name

    newest, size, name = await asyncio.to_thread(look)
    if not newest:
        raise Trouble(CRIT, "Yedek dosyası yok")
    hours = (time.time() - newest) / 3_600
    level = judged(hours, question.number("warn", 26), question.number("crit", 50))
    least = question.number("least_mb")
    words = f"Son yedek {tr(hours, 1)} saat önce: {name[:100]}, {tr(size / 1e6, 1)} MB"
    if least is not None and size < least * 1e6:
        level, words = CRIT, f"{words}; beklenen en az {tr(least)} MB"
    return Answer(level, words, (Reading("age", "", "Yaş", (hours,), level),))
