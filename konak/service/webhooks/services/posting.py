"""One HTTPS request outside: to an address that was looked at when the line was made, without redirects, in time."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from konak.foundation.lifecycle import Refused

SECONDS = 10.0
LARGEST = 64 * 1024
INSIDE = "Kurum içi adreslere gönderilmez. Gerekirse işletmen KONAK_WEBHOOK_INTERNAL ayarını açar."


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or a problem in Turkish."""

    status: int | None
    problem: str
    milliseconds: int

    @property
    def good(self) -> bool:
        return self.status is not None and 200 <= self.status < 300 and not self.problem


def checked(url: str) -> tuple[str, int, str]:
    """Host, port and path of an address that may be used; refused in words otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise Refused("Adres okunamadı.") from None
    if parts.scheme != "https":
        raise Refused("Adres https:// ile başlamalı: içerik ve imza yolda okunmamalı.")
    if not parts.hostname or parts.username or parts.password or parts.fragment:
        raise Refused("Adreste sunucu adı olmalı; kullanıcı adı, parola ve # bölümü olamaz.")
    if not url.isascii() or any(letter.isspace() or letter in '<>"\\' for letter in url):
        raise Refused("Adreste boşluk ya da Türkçe harf olamaz.")
    return parts.hostname, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def places(host: str, port: int) -> list[str]:
    """The addresses behind a name, all of them allowed; refused otherwise, so that one bad one spoils all."""
    try:
        found = sorted({str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError):
        raise Refused("Adresin sunucusu bulunamadı.") from None
    if not settings.WEBHOOK_INTERNAL and any(not _outside(one) for one in found):
        raise Refused(INSIDE)
    return found


def _outside(address: str) -> bool:
    place = ipaddress.ip_address(address.split("%")[0])
    if isinstance(place, ipaddress.IPv6Address) and (mapped := place.ipv4_mapped or place.sixtofour):
        place = mapped
    return place.is_global and not place.is_multicast


class _Line(http.client.HTTPSConnection):
    """Connects to the very address that was checked; the name only counts for the certificate."""

    def __init__(self, host: str, port: int, address: str, until: float, context: ssl.SSLContext) -> None:
        super().__init__(host, port, timeout=max(0.1, until - time.monotonic()), context=context)
        self._address, self._context_ = address, context

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), self.timeout)
        try:
            self.sock = self._context_.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float = SECONDS) -> Answer:
    """Send; whatever happens is an `Answer`. The exchange has `seconds`, however slowly the other side speaks."""
    began = time.monotonic()
    until = began + seconds
    line: _Line | None = None

    def told(status: int | None, problem: str) -> Answer:
        return Answer(status, problem, round((time.monotonic() - began) * 1000))

    try:
        host, port, path = checked(url)
        address = places(host, port)[0]
        line = _Line(host, port, address, until, ssl.create_default_context(cafile=settings.WEBHOOK_CA or None))
        line.request("POST", path, body, dict(headers))
        answer = _status(line, until)
        if answer is None:
            return told(None, f"{seconds:g} saniyede yanıt gelmedi.")
        if 300 <= answer < 400:
            return told(answer, "Sunucu başka bir adrese yönlendirdi; yönlendirme izlenmez, doğru adresi yazın.")
        return told(answer, "" if 200 <= answer < 300 else f"Sunucu {answer} yanıtını verdi.")
    except Refused as refusal:
        return told(None, str(refusal))
    except ssl.SSLCertVerificationError as error:
        return told(None, f"Sertifikaya güvenilmiyor: {error.verify_message}.")
    except TimeoutError:
        return told(None, f"{seconds:g} saniyede yanıt gelmedi.")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return told(None, f"Bağlantı kurulamadı: {getattr(error, 'strerror', None) or type(error).__name__}.")
    finally:
        if line is not None:
            line.close()


def _status(line: _Line, until: float) -> int | None:
    """The status of the answer; headers and body are read no longer than until, and no further than the limit."""
    kept = b""
    while b"\r\n\r\n" not in kept:
        left = until - time.monotonic()
        if left <= 0:
            return None
        line.sock.settimeout(left)
        piece = line.sock.recv(4096)
        if not piece:
            break
        kept += piece
        if len(kept) > LARGEST:
            raise http.client.HTTPException("headers without end")
    first = kept.split(b"\r\n", 1)[0].split()
    if len(first) < 2 or not first[0].startswith(b"HTTP/1.") or not first[1].isdigit():
        raise http.client.BadStatusLine("no HTTP")
    return int(first[1][:3])
