"""One signature value and one certificate at one moment: what PDF and CMS share."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from asn1crypto import cms, crl, ocsp, x509

from konak.gateways.pki import certificates as reading
from konak.gateways.pki import trust as trusting
from konak.gateways.pki.trust import Trust

from ..signing.cades import present
from . import Integrity, One, SignerFacts, Times, Trusted

STRONG = {"sha256", "sha384", "sha512"}


@dataclass
class Pool:
    """What the file brings along."""

    certs: list[x509.Certificate] = field(default_factory=list)
    crls: list[crl.CertificateList] = field(default_factory=list)
    ocsps: list[ocsp.OCSPResponse] = field(default_factory=list)

    def of(self, signed: cms.SignedData) -> "Pool":
        """With the certificates of one signature."""
        return Pool([*self.certs, *certificates_in(signed)], self.crls, self.ocsps)


def certificates_in(signed: cms.SignedData) -> list[x509.Certificate]:
    held = signed["certificates"]
    return [one.chosen for one in held if one.name == "certificate"] if present(held) else []


def attribute(attributes: cms.CMSAttributes, name: str) -> object | None:
    """The first value of an attribute."""
    if not present(attributes):
        return None
    for one in attributes:
        if one["type"].native == name or one["type"].dotted == name:
            return one["values"][0] if len(one["values"]) else None
    return None


def signer_certificate(info: cms.SignerInfo, pool: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """By issuer and serial, both: serials alone repeat."""
    sid = info["sid"]
    for one in pool:
        if sid.name == "issuer_and_serial_number":
            if one.issuer == sid.chosen["issuer"] and one.serial_number == sid.chosen["serial_number"].native:
                return one
        elif one.key_identifier == sid.native:
            return one
    return None


def _verified(certificate: x509.Certificate, info: cms.SignerInfo, covered: bytes, algorithm: str) -> bool:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.x509 import load_der_x509_certificate

    digest = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[algorithm]
    value, how = info["signature"].native, info["signature_algorithm"]
    try:
        key = load_der_x509_certificate(certificate.dump()).public_key()
        if isinstance(key, rsa.RSAPublicKey):
            if key.key_size < 2048:
                return False
            if how.signature_algo == "rsassa_pss":
                length = how["parameters"]["salt_length"].native
                key.verify(value, covered, padding.PSS(padding.MGF1(digest), length), digest)
            else:
                key.verify(value, covered, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, covered, ec.ECDSA(digest))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True


def integrity_of(
    info: cms.SignerInfo, certificate: x509.Certificate | None, digest_of: Callable[[str], bytes], kind: str
) -> str:
    """Why the signature does not cover what lies here; empty when it does."""
    algorithm = info["digest_algorithm"]["algorithm"].native
    if algorithm not in STRONG:
        return f"İmzada güvenli sayılmayan bir özet algoritması var ({algorithm})."
    attributes = info["signed_attrs"]
    if not present(attributes):
        return "İmzada imzalı öznitelik yok; bu biçim kabul edilmez."
    told = attribute(attributes, "message_digest")
    if told is None or told.native != digest_of(algorithm):  # type: ignore[attr-defined]
        return "İçerik imzadan sonra değişmiş."
    content_type = attribute(attributes, "content_type")
    if content_type is None or content_type.native != kind:  # type: ignore[attr-defined]
        return "İmzanın içerik türü tutmuyor."
    if certificate is None:
        return "İmzanın içinde imzalayanın sertifikası yok."
    bound = attribute(attributes, "signing_certificate_v2")
    if bound is not None:
        first = bound["certs"][0]  # type: ignore[index]
        how = first["hash_algorithm"]["algorithm"].native
        if hashlib.new(how, certificate.dump()).digest() != first["cert_hash"].native:
            return "İmza başka bir sertifikaya bağlanmış."
    if not _verified(certificate, info, attributes.untag().dump(), algorithm):
        return "İmza değeri doğrulanamadı."
    return ""


def facts_of(certificate: x509.Certificate) -> SignerFacts:
    told = reading.facts(certificate)
    return SignerFacts(
        told.name,
        told.identity_masked,
        told.organization,
        told.issuer,
        told.serial,
        told.sha256,
        told.qualified,
        told.since,
        told.until,
    )


async def trust_of(
    certificate: x509.Certificate,
    trust: Trust,
    pool: Pool,
    moment: dt.datetime,
    *,
    online: bool,
    now: dt.datetime,
    extended: frozenset[str] = frozenset(),
) -> tuple[Trusted, str]:
    """Whether the certificate was good at `moment`, by the evidence at hand."""
    at = moment if moment < now else None
    try:
        await trusting.check(
            certificate,
            trust,
            chain=pool.certs,
            crls=pool.crls,
            ocsps=pool.ocsps,
            fetch=online,
            extended=extended,
            moment=at,
        )
    except trusting.Revoked:
        return Trusted.REVOKED, "Sertifika imza anında iptal edilmişti."
    except trusting.NoAnswer:
        return Trusted.UNKNOWN, "Sertifikanın iptal durumunu gösteren kanıt yok."
    except trusting.Unknown as trouble:
        return Trusted.NO, str(trouble)
    return Trusted.YES, ""


async def stamp_of(
    token: cms.ContentInfo,
    covered: bytes | Callable[[str], bytes],
    trust: Trust,
    pool: Pool,
    moment: dt.datetime,
    *,
    online: bool,
    now: dt.datetime,
) -> tuple[dt.datetime | None, Trusted, str, x509.Certificate | None]:
    """The time a token proves, whether it may be believed, and the authority's certificate."""
    try:
        signed = token["content"]
        info, body = signed["signer_infos"][0], signed["encap_content_info"]["content"].parsed
        mine = pool.of(signed)
        authority = signer_certificate(info, mine.certs)
        raw = signed["encap_content_info"]["content"].contents
        trouble = integrity_of(info, authority, lambda name: hashlib.new(name, raw).digest(), "tst_info")
        how = body["message_imprint"]["hash_algorithm"]["algorithm"].native
        digest = covered(how) if callable(covered) else hashlib.new(how, covered).digest()
        if how not in STRONG or body["message_imprint"]["hashed_message"].native != digest:
            trouble = "Zaman damgası bu içeriğe ait değil."
        when = body["gen_time"].native
    except (KeyError, ValueError, TypeError, IndexError):
        return None, Trusted.NO, "Zaman damgası okunamadı.", None
    if trouble or authority is None:
        return None, Trusted.NO, f"Zaman damgası geçersiz: {trouble}", authority
    if when > now + dt.timedelta(minutes=5):
        return None, Trusted.NO, "Zaman damgası ileri bir zamanı gösteriyor.", authority
    state, why = await trust_of(
        authority, trust, mine, moment, online=online, now=now, extended=frozenset({"time_stamping"})
    )
    return when, state, f"Zaman damgası: {why}" if why else "", authority


async def judge_signer(
    signed: cms.SignedData,
    info: cms.SignerInfo,
    digest_of: Callable[[str], bytes],
    trust: Trust,
    pool: Pool,
    *,
    kind: str,
    best: dt.datetime,
    online: bool,
    now: dt.datetime,
    claimed: dt.datetime | None = None,
    archived: tuple[dt.datetime, ...] = (),
    level: str = "",
    reason: str = "",
) -> One:
    """One signature: whole, trusted at the earliest time that is proved, and when that was."""
    mine = pool.of(signed)
    certificate = signer_certificate(info, mine.certs)
    broken = integrity_of(info, certificate, digest_of, kind)
    told = attribute(info["signed_attrs"], "signing_time")
    claimed = claimed or (told.native if told is not None else None)  # type: ignore[attr-defined]
    stamped, reasons, moment = None, [broken] if broken else [], best
    token = attribute(info["unsigned_attrs"], "signature_time_stamp_token")
    if token is not None:
        when, state, why, _ = await stamp_of(
            token,
            info["signature"].native,
            trust,
            mine,
            best,
            online=online,
            now=now,
        )
        if why:
            reasons.append(why)
        if when is not None and state is Trusted.YES:
            stamped, moment = when, when
    if certificate is None:
        state, why = Trusted.NO, "İmzanın içinde imzalayanın sertifikası yok."
    else:
        state, why = await trust_of(certificate, trust, mine, moment, online=online, now=now)
    if why:
        reasons.append(why)
    if token is not None and stamped is None and state is Trusted.YES:
        state = Trusted.UNKNOWN  # the stamp it carries is not to be believed: it is not clean
    if claimed and stamped and claimed > stamped + dt.timedelta(minutes=10):
        reasons.append("İmzalayanın beyan ettiği zaman, zaman damgasından sonra; bilgisayarının saati ileri.")
    return One(
        Integrity.BROKEN if broken else Integrity.WHOLE,
        state,
        facts_of(certificate) if certificate is not None else None,
        Times(claimed, stamped, archived),
        level or ("T" if stamped else "B"),
        reason,
        tuple(dict.fromkeys(reasons)),
    )
