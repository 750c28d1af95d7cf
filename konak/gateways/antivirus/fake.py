"""A server that speaks clamd's protocol on a loopback port: for tests, and to try the settings without clamd.

It finds what clamd finds in the harmless test file of EICAR, whose signature is put together here so that no scanner
takes this source for the thing itself.
"""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MARK = b"".join(
    [b"X5O!P%@AP[4", b"\\", b"PZX54(P^)7CC)7}$", b"EICAR", b"-STANDARD-", b"ANTIVIRUS-TEST", b"-FILE!$H+H*"]
)
LIMIT = 1024 * 1024


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    def handle(self) -> None:
        server: Any = self.server
        command = self._until_zero()
        server.asked.append(command)
        if server.mood == "silent":
            server.over.wait(30)
        elif server.mood == "deaf":
            return
        elif server.mood == "strange":
            self.wfile.write(b"HTTP/1.1 400 Bad Request\0")
        elif command == b"zVERSION":
            self.wfile.write(b"ClamAV 1.0.7/27400/Fri Nov 20 09:00:00 2026\0")
        elif command == b"zINSTREAM":
            self._stream(server)

    def _stream(self, server: Any) -> None:
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            server.pieces.append(size)
            content += self.rfile.read(size)
            if len(content) > LIMIT:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if MARK in content else b"stream: OK\0")

    def _until_zero(self) -> bytes:
        said = b""
        while (letter := self.rfile.read(1)) not in {b"\0", b""}:
            said += letter
        return said


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def clamd(path: Path | None = None) -> Iterator[Any]:
    """A running server; `address` is what the setting wants, `mood` makes it silent, deaf or strange."""
    server: Any = _Unix(str(path), Talk) if path else _Tcp(("127.0.0.1", 0), Talk)
    server.asked, server.pieces, server.mood, server.over = [], [], "", threading.Event()
    server.address = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
    runner = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    runner.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        runner.join(5)
