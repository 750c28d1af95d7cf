"""Traps and informs of SNMP v1 and v2c: one datagram becomes one `Trap`; what is none is dropped and counted."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.error import PySnmpError
from pysnmp.proto import api

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
        oid = next((value for name, value in pairs if name == TRAP_OID), "")
        rest = tuple(pair for pair in pairs if pair[0] not in (TRAP_OID, UPTIME))
        answer = encoder.encode(words.apiMessage.get_response(message)) if inform else b""
        return Trap(source, community[:64], oid[:200], GENERIC.get(oid, ""), rest), answer
    except (PyAsn1Error, PySnmpError, ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None, b""


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


class TrapPort(asyncio.DatagramProtocol):
    """Listens and hands every trap on; a flood beyond `most` a second is counted, not read."""

    def __init__(self, tell: Callable[[Trap], None], most: int = 500) -> None:
        self.tell, self.most = tell, most
        self.heard = self.dropped = self._second = self._count = 0
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        second = int(asyncio.get_running_loop().time())
        self._count = self._count + 1 if second == self._second else 1
        self._second = second
        if self._count > self.most:
            self.dropped += 1
            return
        trap, answer = read_trap(data, str(addr[0]))
        if trap is None:
            self.dropped += 1
            return
        self.heard += 1
        if answer and self.transport is not None:
            self.transport.sendto(answer, addr)
        self.tell(trap)
