"""Who really sent a mail: what our own server noted (RFC 8601), or a DKIM signature of the sender's domain.

The address in From is a claim. It counts as proved when our own server says DMARC, aligned SPF or aligned DKIM
passed, or that the sender had signed in there; or when a signature of that very domain verifies here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import dkim

MOST_SIGNATURES = 5
_RESULT = re.compile(r"^([a-z-]+)\s*=\s*([a-z]+)", re.I)
_COMMENT = re.compile(r"\([^()]*\)")
_PROPERTY = re.compile(r"\b(header|smtp|policy)\.([a-z-]+)\s*=\s*\"?([^\s;\"]+)", re.I)

Look = Callable[..., bytes | None]
"""A look-up of a TXT record: `look(name, timeout=…)`."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the sender is who he says, and how that is known, in Turkish."""

    holds: bool
    how: str


def noted(results: Sequence[str], server: str, address: str) -> Proof | None:
    """What our own server wrote: only the topmost of its headers counts, others may have come with the mail.

    None when it wrote nothing.
    """
    if not server:
        return None
    for value in results:
        plain = _COMMENT.sub(" ", value)
        name, _, rest = plain.partition(";")
        if name.split()[:1] != [server]:
            continue
        return _judged(rest, address)
    return None


def _judged(rest: str, address: str) -> Proof:
    domain = address.rpartition("@")[2]
    for piece in rest.split(";"):
        found = _RESULT.match(piece.strip())
        if not found or found[2].lower() != "pass":
            continue
        method = found[1].lower()
        told = {f"{kind}.{key}".lower(): value.lower() for kind, key, value in _PROPERTY.findall(piece)}
        if method == "dmarc" and told.get("header.from", domain).rpartition("@")[2] == domain:
            return Proof(True, "Kurumun posta sunucusu doğruladı (DMARC).")
        if method == "dkim" and aligned(told.get("header.d") or told.get("header.i", "").rpartition("@")[2], domain):
            return Proof(True, "Kurumun posta sunucusu doğruladı (DKIM).")
        if method == "spf" and aligned(told.get("smtp.mailfrom", "").rpartition("@")[2], domain):
            return Proof(True, "Kurumun posta sunucusu doğruladı (SPF).")
        if method == "auth" and told.get("smtp.auth", "") == address:
            return Proof(True, "Gönderen, kurumun posta sunucusunda oturum açmış.")
    return Proof(False, "Kurumun posta sunucusu göndereni doğrulayamadı.")


def aligned(signed: str, domain: str) -> bool:
    """Whether a signature of `signed` speaks for `domain`: the same, or one over it that is no public suffix."""
    signed, domain = signed.strip(".").lower(), domain.strip(".").lower()
    if not signed or not domain:
        return False
    return signed == domain or (domain.endswith("." + signed) and signed.count(".") >= _least_dots(signed))


def _least_dots(domain: str) -> int:
    """`bel.tr`, `gov.tr`, `com.tr` belong to nobody: under two-letter ends with a short second level three parts."""
    parts = domain.split(".")
    return 2 if len(parts) >= 2 and len(parts[-1]) == 2 and len(parts[-2]) <= 4 else 1


def signed(raw: bytes, address: str, look: Look | None = None) -> Proof:
    """Whether a DKIM signature of the sender's own domain verifies; one over a part of the body (`l=`) is none."""
    domain = address.rpartition("@")[2]
    try:
        mail = dkim.DKIM(raw)
    except (dkim.DKIMException, ValueError, TypeError):
        return Proof(False, "İletide okunabilir bir DKIM imzası yok.")
    places = [place for place, (name, _) in enumerate(mail.headers) if name.lower() == b"dkim-signature"]
    seen = False
    for index in range(min(len(places), MOST_SIGNATURES)):
        seen = True
        options = {"dnsfunc": look} if look else {}
        try:
            good = mail.verify(idx=index, **options)
        except (dkim.DKIMException, ValueError, TypeError, OSError, KeyError, IndexError):
            continue
        except Exception:  # noqa: S112 - dnspython's errors share no ancestor with those of dkimpy
            continue
        if not good or b"l" in (mail.signature_fields or {}):
            continue
        owner = (mail.domain or b"").decode("ascii", "replace")
        if aligned(owner, domain):
            return Proof(True, f"{owner} imzası doğrulandı (DKIM).")
    return Proof(
        False, "Gönderenin alan adına ait geçerli bir DKIM imzası yok." if seen else "İletide DKIM imzası yok."
    )
