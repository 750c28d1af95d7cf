"""A CMS: every signature in it, detached from its content or around it."""

import datetime as dt
import hashlib

from asn1crypto import cms as asn1
from asn1crypto import crl, ocsp, pem, x509

from konak.gateways.pki.trust import Trust

from ..signing import Broken, cades
from . import Integrity, Judgement, One, Trusted, whole_of
from .evidence import Pool, attribute, certificates_in, judge_signer, signer_certificate, stamp_of


def _pool(info: asn1.SignerInfo) -> tuple[Pool, bool]:
    """The evidence inside one signature (X-Long), and whether there is any."""
    pool = Pool()
    try:
        for raw in cades.values_of(info, cades.CERTIFICATE_VALUES):
            pool.certs += [x509.Certificate.load(one.dump()) for one in cades.Certificates.load(raw)]
        for raw in cades.values_of(info, cades.REVOCATION_VALUES):
            held = cades.RevocationValues.load(raw)
            if cades.present(held["crls"]):
                pool.crls += [crl.CertificateList.load(one.dump()) for one in held["crls"]]
            if cades.present(held["ocsps"]):
                pool.ocsps += [_answer(one) for one in held["ocsps"]]
    except (ValueError, TypeError, KeyError):
        return Pool(), False
    return pool, bool(pool.crls or pool.ocsps)


def _length(content: bytes) -> int:
    """Where the outermost structure ends."""
    from asn1crypto import parser

    return len(content) if content[:2] == b"0\x80" else sum(map(len, parser.parse(content)[3:]))


def _answer(basic: ocsp.BasicOCSPResponse) -> ocsp.OCSPResponse:
    return ocsp.OCSPResponse(
        {
            "response_status": "successful",
            "response_bytes": {"response_type": "basic_ocsp_response", "response": basic},
        }
    )


async def judge(content: bytes, trust: Trust, *, detached: bytes | None, online: bool, now: dt.datetime) -> Judgement:
    """Every signature, and the file as a whole."""
    try:
        if pem.detect(content):
            content = pem.unarmor(content)[2]
        length = _length(content)
        signed = cades.load(content[:length])["content"]
    except (Broken, ValueError):
        words = "Dosya ne PDF ne de okunabilir bir imza dosyası."
        return Judgement("unknown", Integrity.UNKNOWN, Trusted.UNKNOWN, (), (words,))
    try:
        inside = signed["encap_content_info"]["content"].native
        if inside is not None and detached is not None and inside != detached:
            told = "Verilen içerik, imzanın içindekinden başka."
            return Judgement("cms", Integrity.BROKEN, Trusted.UNKNOWN, (), (told,))
        body = inside if inside is not None else detached
        if body is None:
            told = "İmza ayrı dosyada; neyin imzalandığını da verin."
            return Judgement("cms", Integrity.UNKNOWN, Trusted.UNKNOWN, (), (told,))
        found, ends = [], []
        for info in signed["signer_infos"]:
            one, end = await _one(signed, info, body, trust, online=online, now=now)
            found.append(one)
            ends += [end] if end else []
    except (ValueError, TypeError, KeyError, IndexError):
        words = "İmza okunamadı; dosya bozulmuş ya da tanınmayan bir biçimde."
        return Judgement("cms", Integrity.BROKEN, Trusted.UNKNOWN, (), (words,))
    after = ["Dosyanın sonuna imzalardan sonra veri eklenmiş."] if content[length:].strip(b"\r\n") else []
    return whole_of("cms", found, after, min(ends) if ends else None)


async def _one(
    signed: asn1.SignedData, info: asn1.SignerInfo, body: bytes, trust: Trust, *, online: bool, now: dt.datetime
) -> tuple[One, dt.datetime | None]:
    pool, long = _pool(info)
    pool.certs += certificates_in(signed)
    best, archived, until, trouble = now, [], None, ""
    for raw in reversed(cades.values_of(info, cades.ARCHIVE_V3)):
        when, state, why, authority = await _archive(
            signed, info, raw, body, trust, pool, best, online=online, now=now
        )
        if when is None:
            trouble = why
        elif state is Trusted.YES:
            best = when
            archived.append(when)
            until = until or (authority.not_valid_after if authority else None)
    level = "LTA" if archived else "LT" if long else ""
    one = await judge_signer(
        signed,
        info,
        lambda name: hashlib.new(name, body).digest(),
        trust,
        pool,
        kind=signed["encap_content_info"]["content_type"].native,
        best=best,
        online=online,
        now=now,
        archived=tuple(archived),
    )
    reasons = (*one.reasons, trouble) if trouble else one.reasons
    shown = level if level and one.level == "T" else one.level
    token = attribute(info["unsigned_attrs"], "signature_time_stamp_token")
    if until is None and token is not None:
        inner = token["content"]  # type: ignore[index]
        authority = signer_certificate(inner["signer_infos"][0], certificates_in(inner))
        until = authority.not_valid_after if authority else None
    integrity = Integrity.BROKEN if trouble else one.integrity
    return One(integrity, one.trust, one.signer, one.times, shown, one.reason, reasons), until


async def _archive(
    signed: asn1.SignedData,
    info: asn1.SignerInfo,
    raw: bytes,
    body: bytes,
    trust: Trust,
    pool: Pool,
    best: dt.datetime,
    *,
    online: bool,
    now: dt.datetime,
) -> tuple[dt.datetime | None, Trusted, str, x509.Certificate | None]:
    """An archive stamp: its index must name only what lies here, and its time is then proved."""
    token = asn1.ContentInfo.load(raw)
    held = cades.values_of(token["content"]["signer_infos"][0], cades.HASH_INDEX_V3)
    if not held:
        return None, Trusted.NO, "Arşiv damgasının dizini yok.", None
    index = cades.HashIndex.load(held[0])
    here = cades.hash_index(signed, info)
    for part in ("certificates", "crls", "attributes"):
        if not {one.native for one in index[part]} <= {one.native for one in here[part]}:
            return None, Trusted.NO, "Arşiv damgasından sonra imzadan kanıt çıkarılmış.", None
    return await stamp_of(
        token,
        lambda name: cades.archive_imprint(signed, info, hashlib.new(name, body).digest(), index, name),
        trust,
        pool,
        best,
        online=online,
        now=now,
    )
