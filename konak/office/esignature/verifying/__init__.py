"""Judging signed bytes without a database: is it whole, whose is it, when was it, and why not.

`verify(content)` takes a PDF or a CMS; a detached CMS also needs what was signed. Integrity and trust are two
answers: an unknown root leaves the integrity sound, and a trusted root heals no changed byte.
"""

import datetime as dt
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from konak.gateways.pki.trust import Trust


class Integrity(StrEnum):
    WHOLE = "whole"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class Trusted(StrEnum):
    YES = "trusted"
    NO = "untrusted"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


LEVELS = {
    "B": "İmza (B)",
    "T": "Zaman damgalı (T)",
    "LT": "Zaman damgası ve iptal kanıtıyla (LT)",
    "LTA": "Arşiv damgalı (LTA)",
}


@dataclass(frozen=True, slots=True)
class SignerFacts:
    """What the certificate says; the identity number is masked."""

    name: str
    identity: str
    organization: str
    issuer: str
    serial: str
    sha256: str
    qualified: bool
    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True, slots=True)
class Times:
    """The claimed time is the signer's word; the stamped one an authority's."""

    claimed: dt.datetime | None = None
    stamped: dt.datetime | None = None
    archived: tuple[dt.datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class One:
    """One signature."""

    integrity: Integrity
    trust: Trusted
    signer: SignerFacts | None
    times: Times
    level: str
    reason: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        return self.integrity is Integrity.WHOLE and self.trust is Trusted.YES

    @property
    def level_in_words(self) -> str:
        return LEVELS.get(self.level, self.level)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The whole file. `reasons` say what keeps it from being clean, in Turkish."""

    kind: str
    integrity: Integrity
    trust: Trusted
    signatures: tuple[One, ...] = ()
    reasons: tuple[str, ...] = ()
    archive_until: dt.datetime | None = field(default=None, compare=False)
    """When the certificate of the newest stamp ends: before that day it is stamped again."""

    @property
    def signed(self) -> bool:
        return bool(self.signatures)

    @property
    def clean(self) -> bool:
        return self.signed and self.integrity is Integrity.WHOLE and self.trust is Trusted.YES

    @property
    def certain(self) -> bool:
        """Whether it could be told at all."""
        return self.clean or self.integrity is Integrity.BROKEN or self.trust in {Trusted.NO, Trusted.REVOKED}

    @property
    def exit_status(self) -> int:
        """0 clean, 1 not clean, 2 could not tell."""
        return 0 if self.clean else 1 if self.certain else 2

    def as_json(self) -> dict[str, Any]:
        """For `konak esignature verify --json` and the API."""
        return {
            "kind": self.kind,
            "integrity": self.integrity.value,
            "trust": self.trust.value,
            "signers": [one.signer.name if one.signer else "" for one in self.signatures],
            "times": [_times(one.times) for one in self.signatures],
            "reasons": list(self.reasons),
            "signatures": [
                {
                    "integrity": one.integrity.value,
                    "trust": one.trust.value,
                    "level": one.level,
                    "signers": [_signer(one.signer)] if one.signer else [],
                    "times": _times(one.times),
                    "reason": one.reason,
                    "reasons": list(one.reasons),
                }
                for one in self.signatures
            ],
        }


def _written(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _times(times: Times) -> dict[str, Any]:
    return {
        "claimed": _written(times.claimed),
        "stamped": _written(times.stamped),
        "archived": [_written(one) for one in times.archived],
    }


def _signer(signer: SignerFacts) -> dict[str, Any]:
    return asdict(signer) | {"since": _written(signer.since), "until": _written(signer.until)}


def whole_of(
    kind: str, signatures: list[One], reasons: list[str], archive_until: dt.datetime | None = None
) -> Judgement:
    """The file is as good as the worst of its signatures and what was said of the file itself."""
    if not signatures:
        return Judgement(kind, Integrity.UNKNOWN, Trusted.UNKNOWN, (), tuple(reasons or ["Dosyada imza yok."]))
    broken = any(one.integrity is Integrity.BROKEN for one in signatures) or bool(reasons)
    unsure = any(one.integrity is Integrity.UNKNOWN for one in signatures)
    integrity = Integrity.BROKEN if broken else Integrity.UNKNOWN if unsure else Integrity.WHOLE
    order = (Trusted.REVOKED, Trusted.NO, Trusted.UNKNOWN, Trusted.YES)
    trust = next(kind for kind in order if any(one.trust is kind for one in signatures))
    told = list(dict.fromkeys([*reasons, *(words for one in signatures for words in one.reasons)]))
    return Judgement(kind, integrity, trust, tuple(signatures), tuple(told), archive_until)


async def verify(
    content: bytes,
    trust: Trust,
    *,
    detached: bytes | None = None,
    online: bool = False,
    now: dt.datetime | None = None,
) -> Judgement:
    """Judge a PDF or a CMS. `online` lets authorities be asked where the file itself brings no evidence."""
    from . import cms, pdf

    moment = now or dt.datetime.now(dt.UTC)
    if content[:1024].lstrip()[:5] == b"%PDF-":
        return await pdf.judge(content, trust, online=online, now=moment)
    return await cms.judge(content, trust, detached=detached, online=online, now=moment)
