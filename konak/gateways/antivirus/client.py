"""A client of clamd: INSTREAM over TCP or a Unix socket, in pieces, with a limit and with an end to waiting.

Protocol: clamd(8). Commands begin with `z` and end with a zero byte; a stream is sent as pieces of a four-byte
length (big endian) and as many bytes, and ends with a length of zero. clamd hangs up on what is too large for it, so
a broken pipe while sending still leaves an answer to be read.
"""

import re
import socket
import struct
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from konak.foundation.files.scanning import Away, Unscannable

PIECE = 64 * 1024
ANSWER = 4096
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Clamd:
    """Where the scanner listens, and how long and how much it is asked."""

    path: str = ""
    host: str = ""
    port: int = 3310
    required: bool = True
    timeout: float = 30.0
    limit: int = 100 * MEGABYTE

    @classmethod
    def from_settings(cls) -> "Clamd":
        return cls.at(
            settings.CLAMD,
            required=settings.CLAMD_REQUIRED,
            timeout=settings.CLAMD_TIMEOUT,
            limit=settings.CLAMD_LIMIT_MB * MEGABYTE,
        )

    @classmethod
    def at(
        cls, address: str, *, required: bool = True, timeout: float = 30.0, limit: int = 100 * MEGABYTE
    ) -> "Clamd":
        """`unix:///run/clamav/clamd.ctl`, a bare path, `tcp://host:3310` or `host:3310`."""
        if address.startswith("/"):
            return cls(path=address, required=required, timeout=timeout, limit=limit)
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        if parts.scheme == "unix" and parts.path:
            return cls(path=parts.path, required=required, timeout=timeout, limit=limit)
        try:
            host, port = parts.hostname or "", parts.port or 3310
        except ValueError:
            host, port = "", 0
        if parts.scheme != "tcp" or not host:
            raise ValueError(
                f"KONAK_CLAMD anlaşılmadı: «{address}». Örnek: tcp://127.0.0.1:3310 ya da unix:///run/clamav/clamd.ctl"
            )
        return cls(host=host, port=port, required=required, timeout=timeout, limit=limit)

    def scan(self, content: IO[bytes]) -> str | None:
        """What is harmful in the content, or None."""
        return judged(self._ask(b"INSTREAM", content))

    def ping(self) -> str:
        """The version of the scanner and of its signatures; raises `Away`."""
        return self._ask(b"VERSION")

    def _ask(self, command: bytes, content: IO[bytes] | None = None) -> str:
        try:
            with closing(self._connect()) as line:
                with suppress(BrokenPipeError, ConnectionResetError):
                    line.sendall(b"z" + command + b"\0")
                    if content is not None:
                        self._send(line, content)
                return _answer(line)
        except OSError as trouble:
            raise Away(str(trouble) or type(trouble).__name__) from trouble

    def _connect(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), self.timeout)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self.timeout)
        try:
            line.connect(self.path)
        except OSError:
            line.close()
            raise
        return line

    def _send(self, line: socket.socket, content: IO[bytes]) -> None:
        sent = 0
        while piece := content.read(PIECE):
            sent += len(piece)
            if sent > self.limit:
                raise Unscannable(f"{self.limit // MEGABYTE} MB tarama sınırını aşıyor")
            line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))


def _answer(line: socket.socket) -> str:
    """Everything up to the closing zero, and not more than an answer can be."""
    said = b""
    while b"\0" not in said and len(said) < ANSWER:
        try:
            piece = line.recv(ANSWER)
        except ConnectionResetError:
            break
        if not piece:
            break
        said += piece
    if not said:
        raise Away("yanıt vermeden kapandı")
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def judged(said: str) -> str | None:
    """clamd's answer as a judgement: `stream: OK`, `stream: Name FOUND`, `… ERROR`."""
    words = said.removeprefix("stream:").strip()
    if words == "OK":
        return None
    if words.endswith(" FOUND"):
        return re.sub(r"[^\w.\-:/ ]", "", words.removesuffix(" FOUND"))[:120] or "?"
    if "size limit exceeded" in words:
        raise Unscannable("tarayıcının boyut sınırını aşıyor")
    if words.endswith("ERROR"):
        raise Unscannable(words.removesuffix("ERROR").strip(" .") or "tarayıcı hatası")
    raise Away(f"anlaşılmayan yanıt: {words[:80]}")
