"""An agent on loopback for tests and measurements: answers from pre-encoded values, lies and hangs when told to."""

import asyncio
import bisect
import itertools
from collections.abc import Mapping
from typing import Any

GET, GETNEXT, RESPONSE, GETBULK = 0xA0, 0xA1, 0xA2, 0xA5


def _length(size: int) -> bytes:
    if size < 128:
        return bytes([size])
    body = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(body)]) + body


def tlv(tag: int, body: bytes) -> bytes:
    return bytes([tag]) + _length(len(body)) + body


def oid_bytes(text: str) -> bytes:
    parts = [int(one) for one in text.split(".")]
    out = bytearray([parts[0] * 40 + parts[1]])
    for part in parts[2:]:
        piece = [part & 0x7F]
        while part := part >> 7:
            piece.append(0x80 | (part & 0x7F))
        out += bytes(reversed(piece))
    return bytes(out)


def _number(tag: int, value: int) -> bytes:
    size = max(1, (value.bit_length() + 8) // 8)
    return tlv(tag, value.to_bytes(size, "big", signed=value < 0))


def encoded(value: Any) -> bytes:
    """A value as BER: `("c32", n)`, `("c64", n)`, `("ticks", n)`, `("gauge", n)`, a whole number, a text, bytes."""
    if isinstance(value, tuple):
        return _number({"c32": 0x41, "gauge": 0x42, "ticks": 0x43, "c64": 0x46}[value[0]], value[1])
    if isinstance(value, int):
        return _number(0x02, value)
    if isinstance(value, str):
        return tlv(0x04, value.encode())
    return tlv(0x04, value)


def _read(data: bytes, place: int) -> tuple[int, bytes, int]:
    tag, size, place = data[place], data[place + 1], place + 2
    if size & 0x80:
        count = size & 0x7F
        size = int.from_bytes(data[place : place + count], "big")
        place += count
    return tag, data[place : place + size], place + size


class Mib:
    """Values by name in the order of SNMP, each with its line already encoded."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.set(values)

    def set(self, values: Mapping[str, Any]) -> None:
        rows = sorted((tuple(map(int, name.split("."))), name, value) for name, value in values.items())
        self.keys = [row[0] for row in rows]
        names = [oid_bytes(row[1]) for row in rows]
        lines = [tlv(0x30, tlv(0x06, name) + encoded(row[2])) for name, row in zip(names, rows, strict=True)]
        self.lines = lines
        self.at = {name: place for place, name in enumerate(names)}

    def after(self, name: bytes) -> int:
        place = self.at.get(name)
        return place + 1 if place is not None else bisect.bisect_right(self.keys, _parts(name))


def _parts(body: bytes) -> tuple[int, ...]:
    out, value = [body[0] // 40, body[0] % 40], 0
    for one in body[1:]:
        value = value << 7 | one & 0x7F
        if not one & 0x80:
            out.append(value)
            value = 0
    return tuple(out)


def _more(name: bytes, step: int) -> str:
    """A name behind this one, on the same branch: there is always one."""
    *front, last = _parts(name)
    return ".".join(map(str, (*front, last + step) if len(front) > 11 else (*front, last, step)))


class FakeAgent(asyncio.DatagramProtocol):
    """`mode`: "" answers, "hang" says nothing, "garbage" sends noise, "loop" answers the same name for ever.

    "truncated" sends half an answer, "other" answers a question nobody asked, "endless" has always one more name,
    "trickle" does so slowly.
    """

    def __init__(self, mib: Mib, community: bytes = b"public") -> None:
        self.mib, self.community, self.mode = mib, community, ""
        self.asked = 0
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.asked += 1
        if self.mode == "hang":
            return
        if self.mode == "garbage":
            self.transport.sendto(b"\x30\x82\xff\xff" + data[:20], addr)
            return
        answer = self.answer(data)
        if self.mode == "truncated":
            answer = answer[: len(answer) // 2]
        if answer and self.mode == "trickle":
            asyncio.get_running_loop().call_later(0.1, self.transport.sendto, answer, addr)
        elif answer:
            self.transport.sendto(answer, addr)

    def answer(self, data: bytes) -> bytes:
        _, body, _ = _read(data, 0)
        _, version, place = _read(body, 0)
        _, community, place = _read(body, place)
        if community != self.community:
            return b""
        kind, pdu, _ = _read(body, place)
        _, request, place = _read(pdu, 0)
        if self.mode == "other":
            request = bytes([request[0] ^ 1]) + request[1:]
        _, _, place = _read(pdu, place)
        _, second, place = _read(pdu, place)
        _, rows, _ = _read(pdu, place)
        names, place = [], 0
        while place < len(rows):
            _, row, place = _read(rows, place)
            names.append(_read(row, 0)[1])
        lines = b"".join(self._lines(kind, names, int.from_bytes(second, "big")))
        found = tlv(0x02, request) + tlv(0x02, b"\0") + tlv(0x02, b"\0") + tlv(0x30, lines)
        return tlv(0x30, tlv(0x02, version) + tlv(0x04, community) + tlv(RESPONSE, found))

    def _lines(self, kind: int, names: list[bytes], repeat: int) -> list[bytes]:
        mib = self.mib
        if kind == GET:
            return [
                mib.lines[mib.at[one]] if one in mib.at else tlv(0x30, tlv(0x06, one) + b"\x81\x00") for one in names
            ]
        if self.mode == "loop":
            return [mib.lines[mib.after(names[0]) - 1 if names[0] in mib.at else mib.after(names[0])]] * 5
        if self.mode in ("endless", "trickle"):
            return [
                tlv(0x30, tlv(0x06, oid_bytes(_more(names[0], step))) + _number(0x02, 1)) for step in range(1, 31)
            ]
        out = []
        for one in names:
            place = mib.after(one)
            found = mib.lines[place : place + (repeat if kind == GETBULK else 1)]
            out += found or [tlv(0x30, tlv(0x06, one) + b"\x82\x00")]
        return out


async def serve(agent: FakeAgent, port: int = 0, address: str = "127.0.0.1") -> int:
    """Let the agent listen on loopback; returns its port."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: agent, local_addr=(address, port)
    )
    return int(transport.get_extra_info("sockname")[1])


def switch(
    name: str, interfaces: int, *, uptime: int = 100_000, octets: int = 0, wide: bool = True
) -> dict[str, Any]:
    """What a switch says: its name, its uptime, and a table of interfaces."""
    base, more = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
    found: dict[str, Any] = {
        "1.3.6.1.2.1.1.1.0": "Örnek anahtar 1.0",
        "1.3.6.1.2.1.1.3.0": ("ticks", uptime),
        "1.3.6.1.2.1.1.5.0": name,
    }
    for number in range(1, interfaces + 1):
        found |= {
            f"{base}.2.{number}": f"Gi1/0/{number}",
            f"{base}.5.{number}": ("gauge", 1_000_000_000),
            f"{base}.7.{number}": 1,
            f"{base}.8.{number}": 1,
            f"{base}.10.{number}": ("c32", octets % 2**32),
            f"{base}.14.{number}": ("c32", 0),
            f"{base}.16.{number}": ("c32", octets // 2 % 2**32),
            f"{base}.20.{number}": ("c32", 0),
        }
        if wide:
            found |= {
                f"{more}.1.{number}": f"Gi1/0/{number}",
                f"{more}.6.{number}": ("c64", octets),
                f"{more}.10.{number}": ("c64", octets // 2),
                f"{more}.15.{number}": ("gauge", 1000),
                f"{more}.18.{number}": "",
            }
    return dict(itertools.islice(found.items(), 100_000))
