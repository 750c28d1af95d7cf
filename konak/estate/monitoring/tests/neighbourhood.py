"""Small servers on loopback that answer rightly, wrongly, late or not at all; one thread holds them all."""

import asyncio
import datetime as dt
import socket
import ssl
import struct
import threading
import time
from contextlib import contextmanager

import dns.message
import dns.rcode
import dns.rrset
from aiosmtpd.handlers import Debugging
from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import connection

from konak.gateways.snmp.fake import FakeAgent, Mib, serve

LOCAL = "127.0.0.1"
SUPPLY = "1.3.6.1.2.1.43.11.1.1"
PRINTER = {
    "1.3.6.1.2.1.1.1.0": "Örnek yazıcı",
    "1.3.6.1.2.1.1.3.0": ("ticks", 500),
    "1.3.6.1.2.1.43.10.2.1.4.1.1": ("c32", 41_250),
    **{f"{SUPPLY}.6.1.{n}": name for n, name in enumerate(("Siyah toner", "Fuser kit", "Atık kutusu"), 1)},
    **{f"{SUPPLY}.8.1.{n}": 1_000 for n in (1, 2, 3)},
    **{f"{SUPPLY}.9.1.{n}": left for n, left in enumerate((120, 800, -3), 1)},
}
PAGES = {
    "/ok": (200, b"<h1>Ho\xc5\x9f geldiniz</h1>"),
    "/json": (200, b'{"kuyruk": {"bekleyen": [12, 3]}, "durum": "iyi", "acik": false}'),
    "/bozuk": (500, b"olmadi"),
}


def certificate(folder, days):
    """A certificate of this server that lasts so many days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(now - dt.timedelta(days=30))
    whole = made.not_valid_after(now + dt.timedelta(days=days, hours=1)).sign(key, hashes.SHA256())
    file = folder / f"{days}.pem"
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + whole.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def page(reader, writer):
    """A web server with pages that are right, moved, cut short, in pieces, endless or silent."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split()[1].decode()
        if path == "/sus":
            await asyncio.sleep(20)
        elif path == "/yarim":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<h1>Ho")
        elif path == "/parca":
            writer.write(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nHo\xc5\r\n2\r\n\x9f!\r\n0\r\n\r\n"
            )
        elif path == "/parca-bozuk":
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nHo")
        elif path == "/gurultu":
            writer.write(b"\x16\x03\x01 merhaba\r\n\r\n")
        elif path in ("/tasindi", "/dongu", "/uzaga"):
            onward = {"/tasindi": "/ok", "/dongu": "/dongu", "/uzaga": "http://192.0.2.1/"}[path]
            writer.write(f"HTTP/1.1 302 Found\r\nLocation: {onward}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            status, body = PAGES.get(path, (404, b""))
            writer.write(f"HTTP/1.1 {status} OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


class Udp(asyncio.DatagramProtocol):
    """Answers a datagram with what `answers` makes of it."""

    def __init__(self, answers):
        self.answers = answers

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        if told := self.answers(data):
            self.transport.sendto(told, addr)


def name_server(data):
    asked = dns.message.from_wire(data)
    name = asked.question[0].name.to_text()
    if name == "sus.ornek.":
        return b""
    told = dns.message.make_response(asked)
    if name == "www.ornek.":
        told.answer.append(dns.rrset.from_text(name, 60, "IN", "A", "192.0.2.10"))
    elif name != "bos.ornek.":
        told.set_rcode(dns.rcode.NXDOMAIN)
    return told.to_wire()


def clock(ahead, stratum):
    """A time server whose clock is so many seconds ahead."""

    def answer(data):
        at = time.time() + 2_208_988_800 + ahead
        stamp = struct.pack(">II", int(at), int(at % 1 * 2**32))
        version = data[0] & 0x38
        head = bytes([version | 4, stratum, 4, 0xEC]) + struct.pack(">II", 10, 10) + b"LOCL"
        return head + stamp + data[40:48] + stamp + stamp

    return answer


async def to_database(reader, writer):
    """The database of the tests listens on a socket file; this door leads to it."""
    place = connection.settings_dict
    inner, outer = await asyncio.open_unix_connection(f"{place['HOST']}/.s.PGSQL.{place['PORT'] or 5432}")

    async def pump(source, target):
        try:
            while data := await source.read(65_536):
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()

    await asyncio.gather(pump(reader, outer), pump(inner, writer))


async def deaf(reader, writer):
    writer.write(b"554 gelmeyin\r\n")
    await writer.drain()
    writer.close()


async def build(folder):
    """All of them; their ports by name."""
    loop, ports, held = asyncio.get_running_loop(), {}, []

    async def stream(name, serving, **more):
        server = await asyncio.start_server(serving, LOCAL, 0, **more)
        held.append(server)
        ports[name] = server.sockets[0].getsockname()[1]

    async def datagram(name, answers):
        transport, _ = await loop.create_datagram_endpoint(lambda: Udp(answers), local_addr=(LOCAL, 0))
        held.append(transport)
        ports[name] = transport.get_extra_info("sockname")[1]

    await stream("http", page)
    for days in (90, 10, 3, -1):
        await stream(f"tls{days}", page, ssl=certificate(folder, days))
    await stream("database", to_database)
    await stream("deaf", deaf)
    for name, context in (("smtp", None), ("starttls", certificate(folder, 91))):
        server = await loop.create_server(
            lambda context=context: SMTP(Debugging(), hostname="posta.ornek", tls_context=context), LOCAL, 0
        )
        held.append(server)
        ports[name] = server.sockets[0].getsockname()[1]
    await datagram("dns", name_server)
    await datagram("clock", clock(0, 2))
    await datagram("clock_ahead", clock(1, 2))
    await datagram("clock_lost", clock(0, 16))
    agent = FakeAgent(Mib(PRINTER))
    ports["printer"] = await serve(agent)
    with socket.socket() as free:
        free.bind((LOCAL, 0))
        ports["closed"] = free.getsockname()[1]
    return ports, agent, held


@contextmanager
def standing(folder):
    """The servers, in a thread of their own, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    ports, agent, held = asyncio.run_coroutine_threadsafe(build(folder), loop).result(20)
    try:
        yield ports, agent
    finally:

        async def end():
            agent.transport.close()
            for one in held:
                one.close()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)
        loop.close()
