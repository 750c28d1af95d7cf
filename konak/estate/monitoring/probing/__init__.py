"""Asking one thing of one device: `probe(question)` answers in bounded time, whatever the other side does."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_network
from typing import Any

from konak.gateways.snmp import Agent, SnmpFailed

from . import services, snmp, transport
from .shapes import CRIT, OK, UNKNOWN, WARN, Answer, Question, Reading, Trouble

__all__ = [
    "CRIT",
    "OK",
    "UNKNOWN",
    "WARN",
    "Answer",
    "Asker",
    "Question",
    "Reading",
    "Trouble",
    "allowed",
]

LONGEST = 60.0
"""Seconds after which any question is given up."""
KINDS: Mapping[str, Callable[[Question], Awaitable[Answer]]] = {
    "ping": transport.ping,
    "tcp": transport.tcp,
    "http": services.http,
    "json": services.json_value,
    "dns": services.names,
    "smtp": services.smtp,
    "ntp": services.ntp,
    "postgres": services.postgres,
    "age": services.age,
    "interfaces": snmp.interfaces,
    "sensors": snmp.sensors,
    "printer": snmp.printer,
    "value": snmp.value,
}
LOCAL = frozenset({"age"})
"""Kinds that send nothing."""


def allowed(address: str, networks: tuple[str, ...]) -> bool:
    """Whether checks may be sent to this address."""
    try:
        host = ip_address(address)
    except ValueError:
        return False
    return any(host in ip_network(one, strict=False) for one in networks)


@dataclass
class Asker:
    """Asks questions within the networks it was allowed. Names are looked up here: a name is no way around."""

    networks: tuple[str, ...] = ("0.0.0.0/0", "::/0")
    names: dict[str, tuple[float, str]] = field(default_factory=dict)

    async def probe(self, question: Question) -> Answer:
        begin = time.perf_counter()
        try:
            async with asyncio.timeout(min(LONGEST, question.timeout * 6)):
                if question.kind not in LOCAL:
                    question = replace(question, ip=await self._ip(question.address))
                answer = await KINDS[question.kind](question)
        except Trouble as trouble:
            answer = Answer(trouble.level, str(trouble))
        except SnmpFailed as failure:
            answer = Answer(UNKNOWN if question.kind == "printer" else CRIT, str(failure))
        except TimeoutError:
            answer = Answer(CRIT, "Süresi içinde yanıt gelmedi")
        except ConnectionRefusedError:
            answer = Answer(CRIT, "Bağlantı reddedildi")
        except OSError as error:
            answer = Answer(CRIT, f"Bağlanılamadı: {error.strerror or error}"[:200])
        took = (time.perf_counter() - begin) * 1000
        return replace(answer, took=answer.took if answer.took is not None else took)

    async def _ip(self, address: str) -> str:
        try:
            ip_address(address)
            found = address
        except ValueError:
            found = await self._lookup(address)
        if not allowed(found, self.networks):
            raise Trouble(
                UNKNOWN, f"{found} adresine denetim gönderilmesine izin verilmemiş (KONAK_MONITORING_NETWORKS)"
            )
        return found

    async def _lookup(self, name: str) -> str:
        until, known = self.names.get(name, (0.0, ""))
        if until > time.monotonic():
            return known
        try:
            rows: list[Any] = await asyncio.get_running_loop().getaddrinfo(name, None)
        except OSError:
            raise Trouble(CRIT, f"«{name}» adı çözülemedi") from None
        found = str(rows[0][4][0])
        self.names[name] = (time.monotonic() + 60, found)
        return found


def agent_of(address: str, port: int, secret: Mapping[str, str], timeout: float) -> Agent:
    """How the agent of a device is asked, from an opened secret."""
    return Agent(address, port, timeout=timeout, **secret)
