"""Time stamps by RFC 3161 over HTTP. Several authorities may be named: the next is asked when one does not answer.

There is no stamp without an authority: when none answers, `Down` is raised, and what needs the stamp waits.
"""

import base64
import datetime as dt
import hashlib
import secrets
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit, urlunsplit

from asn1crypto import algos, cms, core, tsp
from pyhanko.sign.timestamps.api import TimeStamper

from . import kamusm

LARGEST = 200_000
SECONDS = 10
APART = dt.timedelta(minutes=10)
"""One of two clocks is wrong when they differ by more: a stamp that may be false is not taken."""
KAMUSM = "kamusm+"
GRANTED = {"granted", "granted_with_mods"}


class Down(IOError):
    """No authority gave a stamp now; later one may."""


class Distrusted(Down):
    """An answer that is not about what was asked."""


class _Answer(core.Sequence):
    """What an authority says: a refusal has no token, which asn1crypto's own class does not allow."""

    _fields = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class Authority:
    """Where stamps are asked for; name and password stand in the address, `http://no:parola@tsa.example/`.

    `kamusm+http://no:parola@…` sends them as Kamu SM wants them, in its own header instead of by Basic.
    """

    url: str

    @property
    def name(self) -> str:
        """The address without its secret."""
        return urlsplit(self.url.removeprefix(KAMUSM)).hostname or self.url

    def _request(self, asked: tsp.TimeStampReq) -> urllib.request.Request:
        parts = urlsplit(self.url.removeprefix(KAMUSM))
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        if parts.username and self.url.startswith(KAMUSM):
            if not parts.username.isdigit():
                raise Down(f"{self.name}: müşteri numarası sayı olmalı")
            imprint = asked["message_imprint"]["hashed_message"].native
            headers["identity"] = kamusm.identity(int(parts.username), unquote(parts.password or ""), imprint)
        elif parts.username:
            account = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            secret = base64.b64encode(account.encode()).decode("ascii")
            headers["Authorization"] = f"Basic {secret}"
        host = parts.hostname or ""
        if parts.port:
            host = f"{host}:{parts.port}"
        bare = urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
        return urllib.request.Request(bare, data=asked.dump(), headers=headers, method="POST")  # noqa: S310 - from settings

    def ask(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """One question, one answer, whatever it says."""
        try:
            with urllib.request.urlopen(self._request(request), timeout=SECONDS) as answer:  # noqa: S310
                raw = answer.read(LARGEST)
            return _read(self, raw)
        except (urllib.error.URLError, OSError) as trouble:
            raise Down(f"{self.name}: {getattr(trouble, 'reason', trouble)}") from None
        except ValueError:
            raise Distrusted(f"{self.name}: anlaşılmayan yanıt") from None


def _read(authority: Authority, raw: bytes) -> tsp.TimeStampResp:
    """The answer with its token; a refusal and what cannot be read are said in words."""
    try:
        answer = _Answer.load(raw, strict=True)
        status, info = answer["status"]["status"].native, answer["status"]["fail_info"].native
    except (ValueError, TypeError, KeyError):
        raise Distrusted(f"{authority.name}: anlaşılmayan yanıt") from None
    if status not in GRANTED:
        raise Down(f"{authority.name}: damga verilmedi ({status}{f', {sorted(info)[0]}' if info else ''})")
    return tsp.TimeStampResp.load(raw, strict=True)


class Stamps(TimeStamper):
    """What pyHanko asks for stamps."""

    def __init__(self, authorities: Sequence[Authority]) -> None:
        super().__init__()
        self.authorities = tuple(authorities)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self.granted(req)

    def granted(self, request: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The first answer that grants the stamp that was asked for."""
        troubles = []
        for authority in self.authorities:
            try:
                answer = authority.ask(request)
                _judge(authority, request, answer)
            except Down as trouble:
                troubles.append(str(trouble))
            else:
                return answer
        raise Down("; ".join(troubles) or "Zaman damgası makamı tanımlı değil (KONAK_TSA).")


def _judge(authority: Authority, request: tsp.TimeStampReq, answer: tsp.TimeStampResp) -> None:
    try:
        told = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        same = told["message_imprint"].dump() == request["message_imprint"].dump()
        fresh = told["nonce"].native == request["nonce"].native
        apart = abs(told["gen_time"].native - dt.datetime.now(dt.UTC))
    except (KeyError, ValueError, TypeError):
        raise Distrusted(f"{authority.name}: anlaşılmayan yanıt") from None
    if not same or not fresh:
        raise Distrusted(f"{authority.name}: yanıt başka bir isteğe ait")
    if apart > APART:
        minutes = round(apart.total_seconds() / 60)
        raise Distrusted(f"{authority.name}: makamın saati sunucunun saatinden {minutes} dakika ayrı")


def stamp(content: bytes, authorities: Sequence[Authority]) -> cms.ContentInfo:
    """A token over bytes: for what is no signature (a daily report, a seal of the log)."""
    request = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "hashed_message": hashlib.sha256(content).digest(),
            },
            "cert_req": True,
            "nonce": secrets.randbits(63),
        }
    )
    return Stamps(authorities).granted(request)["time_stamp_token"]


_instead: ContextVar[Sequence[Authority] | None] = ContextVar("instead", default=None)


@contextmanager
def asking(these: Sequence[Authority]) -> Iterator[None]:
    """Ask these authorities instead of those of the settings: the sample municipality brings its own."""
    before = _instead.set(these)
    try:
        yield
    finally:
        _instead.reset(before)


def authorities(addresses: Sequence[str]) -> list[Authority]:
    """Those named in the settings, in their order."""
    return list(_instead.get() or [Authority(one) for one in addresses if one.strip()])
