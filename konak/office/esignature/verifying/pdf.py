"""A PDF: every signature in its revision, every archive stamp, and what came after the last of them."""

import datetime as dt
import hashlib
import io
import logging
from typing import Any

from asn1crypto import cms, crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from konak.gateways.pki.trust import Trust

from . import Integrity, Judgement, One, Trusted, whole_of
from .evidence import Pool, judge_signer, stamp_of

STAMP = "/DocTimeStamp"
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it finds is in our answer


def _pool(reader: PdfFileReader) -> Pool:
    """What the document security store holds."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
        read = [[one.get_object().data for one in held] for held in (store.crls, store.ocsps)]
        return Pool(
            list(store.load_certs()),
            [crl.CertificateList.load(one) for one in read[0]],
            [ocsp.OCSPResponse.load(one) for one in read[1]],
        )
    except Exception:
        return Pool()


def _digest(pdf: bytes, ranges: list[int], algorithm: str) -> bytes:
    made = hashlib.new(algorithm)
    for start, length in zip(ranges[::2], ranges[1::2], strict=True):
        made.update(pdf[start : start + length])
    return made.digest()


def _sane(pdf: bytes, ranges: list[int]) -> bool:
    """Two pieces that leave out exactly the signature itself, between "<" and ">"."""
    if len(ranges) != 4 or ranges[0] != 0 or any(one < 0 for one in ranges):
        return False
    end, begin, last = ranges[1], ranges[2], ranges[2] + ranges[3]
    hole = pdf[end:begin]
    return (
        end < begin <= last <= len(pdf)
        and hole[:1] == b"<"
        and hole[-1:] == b">"
        and set(hole[1:-1]) <= set(b"0123456789abcdefABCDEF")
    )


async def judge(content: bytes, trust: Trust, *, online: bool, now: dt.datetime) -> Judgement:
    """Every signature of the PDF and the file as a whole."""
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        signatures = list(reader.embedded_signatures)
    except Exception:
        return Judgement("pdf", Integrity.UNKNOWN, Trusted.UNKNOWN, (), ("PDF okunamadı; dosya bozuk olabilir.",))
    if not signatures:
        return whole_of("pdf", [], [])
    try:
        return await _judged(content, reader, signatures, trust, online=online, now=now)
    except Exception:
        words = "İmza okunamadı; dosya bozulmuş ya da tanınmayan bir biçimde."
        return Judgement("pdf", Integrity.BROKEN, Trusted.UNKNOWN, (), (words,))


async def _judged(
    content: bytes,
    reader: PdfFileReader,
    signatures: list[EmbeddedPdfSignature],
    trust: Trust,
    *,
    online: bool,
    now: dt.datetime,
) -> Judgement:
    pool, reasons = _pool(reader), []
    best, stamps, until = now, [], None
    found: list[One] = []
    for one in reversed(signatures):
        if not _sane(content, list(one.byte_range)):
            reasons.append("İmzanın kapsadığı bölüm tutarsız.")
            continue
        if _kind(one) == STAMP:
            when, state, why, authority = await stamp_of(
                _token(one),
                lambda name, of=one: _digest(content, list(of.byte_range), name),  # type: ignore[misc]
                trust,
                pool,
                best,
                online=online,
                now=now,
            )
            if when is None:
                reasons.append(why)
            elif state is Trusted.YES:
                best, until = when, until or _end(authority)
                stamps.append(when)
            continue
        info = one.signed_data["signer_infos"][0]
        level = "LTA" if stamps else "LT" if pool.ocsps or pool.crls else ""
        judged = await judge_signer(
            one.signed_data,
            info,
            lambda name, of=one: _digest(content, list(of.byte_range), name),  # type: ignore[misc]
            trust,
            pool,
            kind="data",
            best=best,
            online=online,
            now=now,
            claimed=one.self_reported_timestamp,
            archived=tuple(stamps),
            reason=str(one.sig_object.get("/Reason", "") or ""),
        )
        if level and judged.level == "T":
            judged = _with_level(judged, level)
        if until is None and judged.level in {"T", "LT"}:
            until = _end(_stamp_certificate(one))
        found.append(judged)
    reasons += _after(content, signatures)
    return whole_of("pdf", list(reversed(found)), reasons, until)


def _with_level(one: One, level: str) -> One:
    return One(one.integrity, one.trust, one.signer, one.times, level, one.reason, one.reasons)


def _kind(one: EmbeddedPdfSignature) -> str:
    return str(one.sig_object.get("/Type", "/Sig"))


def _token(one: EmbeddedPdfSignature) -> Any:
    return cms.ContentInfo({"content_type": "signed_data", "content": one.signed_data})


def _end(certificate: x509.Certificate | None) -> dt.datetime | None:
    return certificate.not_valid_after if certificate is not None else None


def _stamp_certificate(one: EmbeddedPdfSignature) -> x509.Certificate | None:
    from .evidence import attribute, certificates_in, signer_certificate

    token = attribute(one.signed_data["signer_infos"][0]["unsigned_attrs"], "signature_time_stamp_token")
    if token is None:
        return None
    signed = token["content"]  # type: ignore[index]
    return signer_certificate(signed["signer_infos"][0], certificates_in(signed))


def _after(content: bytes, signatures: list[EmbeddedPdfSignature]) -> list[str]:
    """What was changed after a signature in a way signers do not change a document, and bytes after the end."""
    told = []
    if any(one.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION for one in signatures):
        told.append("İmza, belgenin tamamını kapsamıyor.")
    # what happened since the first signature holds all that happened since the later ones
    if _change(signatures[0]) is ModificationLevel.OTHER:
        told.append("İmzadan sonra belgenin içeriği değiştirilmiş.")
    last = signatures[-1]
    tail = content[_end_of(last) :]
    if tail.strip(b"\r\n") and not (b"startxref" in tail and _only_evidence(last, tail)):
        told.append("Dosyanın sonuna imzalardan sonra veri eklenmiş.")
    return told


def _change(one: EmbeddedPdfSignature) -> ModificationLevel:
    if one.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE:
        return ModificationLevel.NONE
    try:
        one.compute_integrity_info()
        result = one.diff_result
    except Exception:
        return ModificationLevel.OTHER
    found = getattr(result, "modification_level", ModificationLevel.OTHER)
    return ModificationLevel(found)


def _only_evidence(last: EmbeddedPdfSignature, tail: bytes) -> bool:
    """Whether what follows the last signature is one update of the kind that adds evidence (B-LT), and no more."""
    if _change(last) not in {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES}:
        return False
    return tail.rstrip(b"\r\n").endswith(b"%%EOF") and tail.count(b"%%EOF") == 1


def _end_of(one: EmbeddedPdfSignature) -> int:
    ranges = list(one.byte_range)
    return int(ranges[2] + ranges[3])
