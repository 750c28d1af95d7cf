"""Traps of SNMP v1, v2c and v3 and informs of v2c: one datagram becomes one `Trap`; what is none is dropped.

Whether a trap may be believed is said by `trusted`: its community, or its user and keys, are those of its sender.
"""

import asyncio
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.carrier.asyncio.dgram import udp
from pysnmp.entity import config, engine
from pysnmp.entity.rfc3413.ntfrcv import NotificationReceiver
from pysnmp.error import PySnmpError
from pysnmp.proto import api
from pysnmp.proto.mpmod.rfc3412 import SNMPv3Message
from pysnmp.proto.secmod.rfc3414.service import UsmSecurityParameters

from .client import Agent

LARGEST = 65_507
TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"
UPTIME = "1.3.6.1.2.1.1.3.0"
GENERIC = {
    "1.3.6.1.6.3.1.1.5.1": "Soğuk başlangıç",
    "1.3.6.1.6.3.1.1.5.2": "Yeniden başlangıç",
    "1.3.6.1.6.3.1.1.5.3": "Bağlantı düştü",
    "1.3.6.1.6.3.1.1.5.4": "Bağlantı geldi",
    "1.3.6.1.6.3.1.1.5.5": "Yetkisiz SNMP isteği",
}


@dataclass(frozen=True, slots=True)
class Trap:
    """What an agent told by itself: which trap, and its values by their names."""

    source: str
    community: str
    oid: str
    label: str
    values: tuple[tuple[str, str], ...]
    trusted: bool = False


BROKEN = (PyAsn1Error, PySnmpError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError)


def read_trap(data: bytes, source: str) -> tuple[Trap | None, bytes]:
    """The trap in a datagram and, where it was an inform, the answer its sender waits for."""
    try:
        version = int(api.decodeMessageVersion(data))
        if version not in api.PROTOCOL_MODULES:
            return None, b""
        words: Any = api.PROTOCOL_MODULES[version]
        message, _ = decoder.decode(data, asn1Spec=words.Message())
        pdu = words.apiMessage.get_pdu(message)
        community = str(words.apiMessage.get_community(message))
        if version == api.SNMP_VERSION_1:
            return _first(words, pdu, source, community), b""
        inform = pdu.isSameTypeWith(words.InformRequestPDU())
        if not inform and not pdu.isSameTypeWith(words.TrapPDU()):
            return None, b""
        pairs = [(str(name), _text(value)) for name, value in words.apiPDU.get_varbinds(pdu)][:60]
        answer = encoder.encode(words.apiMessage.get_response(message)) if inform else b""
        return _second(source, community, pairs), answer
    except BROKEN:
        return None, b""


def _second(source: str, community: str, pairs: list[tuple[str, str]]) -> Trap:
    oid = next((value for name, value in pairs if name == TRAP_OID), "")
    rest = tuple(pair for pair in pairs if pair[0] not in (TRAP_OID, UPTIME))
    return Trap(source, community[:64], oid[:200], GENERIC.get(oid, ""), rest)


def _first(words: Any, pdu: Any, source: str, community: str) -> Trap | None:
    if not pdu.isSameTypeWith(words.TrapPDU()):
        return None
    generic = int(words.apiTrapPDU.get_generic_trap(pdu))
    enterprise = str(words.apiTrapPDU.get_enterprise(pdu))
    specific = int(words.apiTrapPDU.get_specific_trap(pdu))
    oid = f"1.3.6.1.6.3.1.1.5.{generic + 1}" if generic < 6 else f"{enterprise}.0.{specific}"
    pairs = tuple((str(name), _text(value)) for name, value in words.apiTrapPDU.get_varbinds(pdu))[:60]
    return Trap(source, community[:64], oid[:200], GENERIC.get(oid, ""), pairs)


def _text(value: Any) -> str:
    return str(value.prettyPrint() if hasattr(value, "prettyPrint") else value).replace("\0", "")[:300]


AUTH = {"": config.USM_AUTH_NONE, "md5": config.USM_AUTH_HMAC96_MD5, "sha": config.USM_AUTH_HMAC96_SHA}
PRIV = {"": config.USM_PRIV_NONE, "des": config.USM_PRIV_CBC56_DES, "aes": config.USM_PRIV_CFB128_AES}
ENGINES = 4
"""Engines one sender may speak for: a device has one, a stack some."""


class Keys:
    """Opens traps of v3 with the user and the keys that their sender is known by; old ones sent again are refused."""

    def __init__(self) -> None:
        self.engine: Any = engine.SnmpEngine()
        self.users: dict[str, set[tuple[Any, ...]]] = {}
        self.told: list[list[tuple[str, str]]] = []
        NotificationReceiver(self.engine, self._hear)

    def _hear(self, _engine: Any, _state: Any, _context: Any, _name: Any, pairs: Any, _ctx: Any) -> None:
        self.told.append([(str(name), _text(value)) for name, value in pairs][:60])

    def read(self, data: bytes, source: str, agent: Agent) -> Trap | None:
        """The trap, where this agent sent it and protected it as it should; else nothing."""
        try:
            message, _ = decoder.decode(data, asn1Spec=SNMPv3Message())
            sealed, _ = decoder.decode(message["msgSecurityParameters"], asn1Spec=UsmSecurityParameters())
            flags = bytes(message["msgGlobalData"]["msgFlags"])[0]
            wanted = (1 if agent.auth else 0) | (2 if agent.priv else 0)
            if str(sealed["msgUserName"]) != agent.user or not wanted & 1 or flags & 3 != wanted:
                return None
            if not self._knows(bytes(sealed["msgAuthoritativeEngineId"]), source, agent):
                return None
            self.told.clear()
            where = udp.UdpTransportAddress((source, 162))
            self.engine.message_dispatcher.receive_message(self.engine, udp.DOMAIN_NAME, where, data)
        except BROKEN:
            return None
        return replace(_second(source, "", self.told[0]), trusted=True) if self.told else None

    def _knows(self, engine_id: bytes, source: str, agent: Agent) -> bool:
        known = self.users.setdefault(source, set())
        one = (engine_id, agent)
        if one not in known:
            if len(known) >= ENGINES or not 5 <= len(engine_id) <= 32:
                return False
            known.add(one)
            config.add_v3_user(
                self.engine,
                agent.user,
                AUTH[agent.auth],
                agent.auth_key,
                PRIV[agent.priv],
                agent.priv_key or None,
                securityEngineId=api.v2c.OctetString(engine_id),
            )
        return True


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other[:64].encode())


def _unknown(source: str) -> Agent | None:
    del source
    return None


class TrapPort(asyncio.DatagramProtocol):
    """Listens and hands every trap on; a flood beyond `most` a second is counted, not read.

    `knows` says by which community or user a sender is known. What others send is handed on untrusted; v3 is not.
    """

    def __init__(
        self, tell: Callable[[Trap], None], most: int = 500, knows: Callable[[str], Agent | None] = _unknown
    ) -> None:
        self.tell, self.most, self.knows = tell, most, knows
        self.heard = self.dropped = self._second = self._count = 0
        self.transport: asyncio.DatagramTransport | None = None
        self.keys: Keys | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        second = int(asyncio.get_running_loop().time())
        self._count = self._count + 1 if second == self._second else 1
        self._second = second
        if self._count > self.most:
            self.dropped += 1
            return
        trap, answer = self._read(data, str(addr[0]))
        if trap is None:
            self.dropped += 1
            return
        self.heard += 1
        if answer and self.transport is not None:
            self.transport.sendto(answer, addr)
        self.tell(trap)

    def _read(self, data: bytes, source: str) -> tuple[Trap | None, bytes]:
        agent = self.knows(source)
        if agent is not None and agent.user:
            self.keys = self.keys or Keys()
            return self.keys.read(data, source, agent), b""
        trap, answer = read_trap(data, source)
        if trap is not None and agent is not None and _same(trap.community, agent.community):
            trap = replace(trap, trusted=True)
        return trap, answer
