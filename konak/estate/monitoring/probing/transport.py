"""Whether something answers at all: echo and open ports."""

import asyncio
import ssl
import time
from typing import Any

from gufo.ping import Ping, SelectionPolicy

from .shapes import CRIT, Answer, Question, Reading, Trouble, judged, tr, worst

_pings: dict[Any, Ping] = {}


def _pinger() -> Ping:
    """One socket a loop: all echoes of the process go through it."""
    loop = asyncio.get_running_loop()
    found = _pings.get(loop)
    if found is None:
        _pings.clear()
        found = _pings[loop] = Ping(policy=SelectionPolicy.RAW_DGRAM, timeout=2.0)
    return found


async def ping(question: Question) -> Answer:
    """Some echoes; loss and latency against their limits. Without a single answer it is down."""
    count = int(min(question.number("count", 3) or 3, 20))
    times: list[float] = []
    try:
        for _ in range(count):
            rtt = await _pinger().ping(question.ip)
            if rtt is not None:
                times.append(rtt * 1000)
    except PermissionError:
        raise Trouble(3, "ICMP için yetki yok: net.ipv4.ping_group_range ya da CAP_NET_RAW verilmeli") from None
    loss = 100 * (count - len(times)) / count
    if not times:
        return Answer(CRIT, "Yanıt yok", (Reading("ping", "", "Ping", (None, loss), CRIT),))
    mean = sum(times) / len(times)
    level = worst(
        [
            judged(mean, question.number("warn_ms"), question.number("crit_ms")),
            judged(loss, question.number("warn_loss", 34), question.number("crit_loss", 100)),
        ]
    )
    words = f"{tr(mean, 1)} ms" + (f", kayıp %{tr(loss)}" if loss else "")
    return Answer(level, words, (Reading("ping", "", "Ping", (mean, loss), level),), took=mean)


def lenient() -> ssl.SSLContext:
    """Speaks to whoever answers: whether the certificate is good is judged from what it says."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    try:
        await asyncio.wait_for(writer.wait_closed(), 1)
    except (OSError, TimeoutError, ssl.SSLError):
        return


async def tcp(question: Question) -> Answer:
    """Whether a port is open, and says what is expected."""
    begin = time.perf_counter()
    port = question.port(22)
    reader, writer = await asyncio.wait_for(asyncio.open_connection(question.ip, port), question.timeout)
    took = (time.perf_counter() - begin) * 1000
    try:
        expected = question.text("expect")
        if expected:
            told = await asyncio.wait_for(reader.read(400), question.timeout)
            if expected.encode() not in told:
                raise Trouble(CRIT, f"{port} kapısı beklenen sözü söylemedi: «{expected[:60]}»")
    finally:
        await hang_up(writer)
    level = judged(took, question.number("warn_ms"), question.number("crit_ms"))
    words = f"{port} kapısı açık, {tr(took, 1)} ms"
    return Answer(level, words, (Reading("time", "", "Bağlantı", (took,), level),), took)
