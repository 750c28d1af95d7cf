"""CAdES over any content: BES or EPES, with a time stamp T, with all evidence X-Long, with an archive stamp A.

The attributes follow RFC 5126 and, for the archive stamp, ETSI EN 319 122-1 (archive-time-stamp v3).
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from asn1crypto import algos, cms, core, crl, ocsp, tsp, x509
from pyhanko.sign.timestamps.api import TimeStamper

from konak.gateways.pki.trust import Evidence

from . import Broken, Prepared

POLICY = "1.2.840.113549.1.9.16.2.15"
CERTIFICATE_REFS = "1.2.840.113549.1.9.16.2.21"
REVOCATION_REFS = "1.2.840.113549.1.9.16.2.22"
CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
ARCHIVE_V3 = "0.4.0.1733.2.4"
HASH_INDEX_V3 = "0.4.0.19122.1.5"
SHA256 = algos.DigestAlgorithm({"algorithm": "sha256"})


@dataclass(frozen=True, slots=True)
class Policy:
    """A signature policy (EPES): its object identifier and the digest of its text, both from the settings."""

    oid: str
    sha256: bytes


class OtherHash(core.Sequence):
    _fields = [("hash_algorithm", algos.DigestAlgorithm), ("hash_value", core.OctetString)]


class CertificateRef(core.Sequence):
    _fields = [("hash", OtherHash), ("issuer_serial", tsp.IssuerSerial, {"optional": True})]


class CertificateRefs(core.SequenceOf):
    _child_spec = CertificateRef


class CrlIdentifier(core.Sequence):
    _fields = [
        ("issuer", x509.Name),
        ("issued", x509.Time),
        ("number", core.Integer, {"optional": True}),
    ]


class CrlRef(core.Sequence):
    _fields = [("hash", OtherHash), ("identifier", CrlIdentifier, {"optional": True})]


class CrlRefs(core.SequenceOf):
    _child_spec = CrlRef


class CrlList(core.Sequence):
    _fields = [("refs", CrlRefs)]


class OcspIdentifier(core.Sequence):
    _fields = [("responder", ocsp.ResponderId), ("produced_at", core.GeneralizedTime)]


class OcspRef(core.Sequence):
    _fields = [("identifier", OcspIdentifier), ("hash", OtherHash, {"optional": True})]


class OcspRefs(core.SequenceOf):
    _child_spec = OcspRef


class OcspList(core.Sequence):
    _fields = [("refs", OcspRefs)]


class CrlOcspRef(core.Sequence):
    _fields = [
        ("crls", CrlList, {"explicit": 0, "optional": True}),
        ("ocsps", OcspList, {"explicit": 1, "optional": True}),
    ]


class RevocationRefs(core.SequenceOf):
    _child_spec = CrlOcspRef


class Certificates(core.SequenceOf):
    _child_spec = x509.Certificate


class Crls(core.SequenceOf):
    _child_spec = crl.CertificateList


class BasicOcsps(core.SequenceOf):
    _child_spec = ocsp.BasicOCSPResponse


class RevocationValues(core.Sequence):
    _fields = [
        ("crls", Crls, {"explicit": 0, "optional": True}),
        ("ocsps", BasicOcsps, {"explicit": 1, "optional": True}),
    ]


class Digests(core.SequenceOf):
    _child_spec = core.OctetString


class HashIndex(core.Sequence):
    """ats-hash-index-v3: what of the signature an archive stamp covers, each by its digest."""

    _fields = [
        ("algorithm", algos.DigestAlgorithm),
        ("certificates", Digests),
        ("crls", Digests),
        ("attributes", Digests),
    ]


def _hash(content: bytes) -> OtherHash:
    return OtherHash({"hash_algorithm": SHA256, "hash_value": hashlib.sha256(content).digest()})


def prepare(
    content: bytes,
    *,
    certificate: x509.Certificate,
    moment: dt.datetime,
    policy: Policy | None = None,
    digest: bytes | None = None,
) -> Prepared:
    """What is to be signed over `content`; `digest` (SHA-256) where the content itself is not at hand."""
    bound = tsp.SigningCertificateV2(
        {
            "certs": [
                tsp.ESSCertIDv2(
                    {
                        "hash_algorithm": SHA256,
                        "cert_hash": hashlib.sha256(certificate.dump()).digest(),
                        "issuer_serial": _issuer_serial(certificate),
                    }
                )
            ]
        }
    )
    attributes = [
        cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
        cms.CMSAttribute({"type": "message_digest", "values": [digest or hashlib.sha256(content).digest()]}),
        cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": moment.astimezone(dt.UTC)})]}),
        cms.CMSAttribute({"type": "signing_certificate_v2", "values": [bound]}),
    ]
    if policy is not None:
        from pyhanko.sign.ades.cades_asn1 import SignaturePolicyId, SignaturePolicyIdentifier

        named = SignaturePolicyId(
            {
                "sig_policy_id": policy.oid,
                "sig_policy_hash": {"digest_algorithm": SHA256, "digest": policy.sha256},
            }
        )
        attributes.append(
            cms.CMSAttribute(
                {
                    "type": "signature_policy_identifier",
                    "values": [SignaturePolicyIdentifier({"signature_policy_id": named})],
                }
            )
        )
    return Prepared(content, cms.CMSAttributes(attributes).dump())


def _issuer_serial(certificate: x509.Certificate) -> tsp.IssuerSerial:
    names = x509.GeneralNames([x509.GeneralName({"directory_name": certificate.issuer})])
    return tsp.IssuerSerial({"issuer": names, "serial_number": certificate.serial_number})


def complete(
    prepared: Prepared,
    value: bytes,
    *,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate] = (),
    detached: bool = True,
    beside: bytes | None = None,
) -> bytes:
    """A CMS with one signature, or with one more beside those in `beside`."""
    algorithm = (
        {"algorithm": "rsassa_pkcs1v15", "parameters": core.Null()}
        if certificate.public_key.algorithm == "rsa"
        else {"algorithm": "sha256_ecdsa"}
    )
    info = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {
                "issuer_and_serial_number": {
                    "issuer": certificate.issuer,
                    "serial_number": certificate.serial_number,
                }
            },
            "digest_algorithm": SHA256,
            "signed_attrs": cms.CMSAttributes.load(prepared.attributes),
            "signature_algorithm": algorithm,
            "signature": value,
        }
    )
    if beside is not None:
        whole = load(beside)
        signed = whole["content"]
        infos = [*signed["signer_infos"], info]
        held = {one.dump(): one for one in _held(signed)}
    else:
        body: dict[str, object] = {"content_type": "data"}
        if not detached:
            body["content"] = prepared.content
        signed = cms.SignedData(
            {
                "version": "v1",
                "digest_algorithms": [SHA256],
                "encap_content_info": body,
                "signer_infos": [],
            }
        )
        infos, held = [info], {}
    held |= {one.dump(): one for one in (certificate, *chain)}
    signed["certificates"] = [cms.CertificateChoices({"certificate": one}) for one in held.values()]
    signed["signer_infos"] = cms.SignerInfos([_frozen(one) for one in infos])
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": _frozen(signed.untag())}).dump())


def load(content: bytes) -> cms.ContentInfo:
    """A CMS with signed data."""
    try:
        whole = cms.ContentInfo.load(content, strict=True)
        if whole["content_type"].native != "signed_data":
            raise ValueError("not signed data")
        len(whole["content"]["signer_infos"])
    except (ValueError, TypeError, KeyError) as trouble:
        raise Broken("İmza dosyası okunamadı.") from trouble
    return whole


def _held(signed: cms.SignedData) -> list[x509.Certificate]:
    held = signed["certificates"]
    return [one.chosen for one in held if one.name == "certificate"] if present(held) else []


def present(value: core.Asn1Value) -> bool:
    """Whether an optional part is there. `native` would parse all of it, and writing it again takes for ever."""
    return not isinstance(value, core.Void)


def _frozen(value: core.Asn1Value) -> core.Asn1Value:
    """The same bytes, not yet parsed: asn1crypto looks through everything parsed again at every level above it."""
    return type(value).load(value.dump())


def _with(info: cms.SignerInfo, *attributes: cms.CMSAttribute) -> None:
    kept = list(info["unsigned_attrs"]) if present(info["unsigned_attrs"]) else []
    made = cms.CMSAttributes([_frozen(one) for one in (*kept, *attributes)])
    info["unsigned_attrs"] = cms.CMSAttributes.load(made.dump())


def has(info: cms.SignerInfo, kind: str) -> bool:
    """Whether a signature carries an unsigned attribute."""
    if not present(info["unsigned_attrs"]):
        return False
    return any(kind in {one["type"].native, one["type"].dotted} for one in info["unsigned_attrs"])


async def stamp_last(content: bytes, stamps: TimeStamper) -> bytes:
    """CAdES-T: the signature that has none yet gets its time stamp."""
    whole = load(content)
    infos = list(whole["content"]["signer_infos"])
    for info in infos:
        if not has(info, "signature_time_stamp_token"):
            token = await stamps.async_timestamp(hashlib.sha256(info["signature"].native).digest(), "sha256")
            _with(info, cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [_frozen(token)]}))
    return _written(whole, infos)


def _written(whole: cms.ContentInfo, infos: list[cms.SignerInfo]) -> bytes:
    signed = whole["content"]
    signed["signer_infos"] = cms.SignerInfos.load(cms.SignerInfos([_frozen(one) for one in infos]).dump())
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": _frozen(signed.untag())}).dump())


def lengthen(content: bytes, evidence: Sequence[Evidence]) -> bytes:
    """CAdES-X-Long: references to the evidence and the evidence itself go into the signature.

    The first evidence is the signer's: it says whose signature is meant, for their order in a CMS means nothing.
    """
    whole = load(content)
    infos = list(whole["content"]["signer_infos"])
    mine = evidence[0].certificates[0]
    meant = [one for one in infos if _made_by(one, mine) and not has(one, CERTIFICATE_VALUES)]
    if not meant:
        return content
    info = meant[0]
    certificates = list({one.dump(): one for each in evidence for one in each.certificates}.values())
    lists = list({one.dump(): one for each in evidence for one in each.crls}.values())
    answers = list({one.dump(): one.basic_ocsp_response for each in evidence for one in each.ocsps}.values())
    refs: dict[str, object] = {}
    values: dict[str, object] = {}
    if lists:
        refs["crls"] = CrlList({"refs": [CrlRef({"hash": _hash(one.dump())}) for one in lists]})
        values["crls"] = Crls(lists)
    if answers:
        refs["ocsps"] = OcspList(
            {
                "refs": [
                    OcspRef(
                        {
                            "identifier": {
                                "responder": one["tbs_response_data"]["responder_id"],
                                "produced_at": one["tbs_response_data"]["produced_at"].native,
                            },
                            "hash": _hash(one.dump()),
                        }
                    )
                    for one in answers
                ]
            }
        )
        values["ocsps"] = BasicOcsps(answers)
    _with(
        info,
        _attribute(
            CERTIFICATE_REFS,
            CertificateRefs(
                [
                    CertificateRef({"hash": _hash(one.dump()), "issuer_serial": _issuer_serial(one)})
                    for one in certificates[1:]
                ]
            ),
        ),
        _attribute(REVOCATION_REFS, RevocationRefs([CrlOcspRef(refs)])),
        _attribute(CERTIFICATE_VALUES, Certificates(certificates)),
        _attribute(REVOCATION_VALUES, RevocationValues(values)),
    )
    return _written(whole, infos)


def _made_by(info: cms.SignerInfo, certificate: x509.Certificate) -> bool:
    sid = info["sid"].chosen
    return bool(
        sid["issuer"].hashable == certificate.issuer.hashable
        and sid["serial_number"].native == certificate.serial_number
    )


class _Values(core.SetOf):
    _child_spec = core.Any


class Plain(core.Sequence):
    """An attribute whose values are left as they are."""

    _fields = [("type", core.ObjectIdentifier), ("values", _Values)]


def _known(oid: str, name: str, spec: type[core.Asn1Value]) -> None:
    """Teach asn1crypto an attribute of CAdES that neither it nor pyHanko has words for."""
    from pyhanko.sign.ades import cades_asn1  # noqa: F401 - it teaches the others

    values = type(f"Set{spec.__name__}", (core.SetOf,), {"_child_spec": spec})
    cms.CMSAttributeType._map[oid] = name
    cms.CMSAttributeType._reverse_map = None
    cms.CMSAttribute._oid_specs[name] = values


_known(CERTIFICATE_REFS, "complete_certificate_references", CertificateRefs)
_known(REVOCATION_REFS, "complete_revocation_references", RevocationRefs)
_known(CERTIFICATE_VALUES, "certificate_values", Certificates)
_known(REVOCATION_VALUES, "revocation_values", RevocationValues)
_known(ARCHIVE_V3, "archive_time_stamp_v3", cms.ContentInfo)
_known(HASH_INDEX_V3, "ats_hash_index_v3", HashIndex)


def _attribute(oid: str, value: core.Asn1Value) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": oid, "values": [_frozen(value)]})


def values_of(info: cms.SignerInfo, oid: str) -> list[bytes]:
    """The raw values of an unsigned attribute."""
    if not present(info["unsigned_attrs"]):
        return []
    found = []
    for one in info["unsigned_attrs"]:
        if one["type"].dotted == oid:
            found += [value.dump() for value in Plain.load(one.dump())["values"]]
    return found


def archive_imprint(
    signed: cms.SignedData, info: cms.SignerInfo, content_digest: bytes, index: HashIndex, name: str = "sha256"
) -> bytes:
    """What an archive stamp (v3) is over: content type, content, the signature's fixed fields, and the index."""
    made = hashlib.new(name)
    made.update(signed["encap_content_info"]["content_type"].dump())
    made.update(content_digest)
    for part in ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature"):
        made.update(info[part].dump())
    made.update(index.dump())
    return made.digest()


def hash_index(signed: cms.SignedData, info: cms.SignerInfo) -> HashIndex:
    """Digests of all that lies in the signature now."""
    digest = hashlib.sha256
    lists = signed["crls"]
    return HashIndex(
        {
            "algorithm": SHA256,
            "certificates": [digest(one.dump()).digest() for one in signed["certificates"]],
            "crls": [digest(one.dump()).digest() for one in lists] if present(lists) else [],
            "attributes": [
                digest(one["type"].dump() + value.dump()).digest()
                for one in (Plain.load(each.dump()) for each in info["unsigned_attrs"])
                for value in one["values"]
            ],
        }
    )


async def archive(content: bytes, detached: bytes | None, stamps: TimeStamper) -> bytes:
    """CAdES-A: an archive stamp (v3) over each signature and everything that proves it; again when it ages."""
    whole = load(content)
    signed = whole["content"]
    infos = list(signed["signer_infos"])
    body = detached if detached is not None else signed["encap_content_info"]["content"].native
    if body is None:
        raise Broken("Arşiv damgası için imzalanan içerik de gerekir.")
    for info in infos:
        index = hash_index(signed, info)
        imprint = archive_imprint(signed, info, hashlib.sha256(body).digest(), index)
        token = await stamps.async_timestamp(imprint, "sha256")
        # the index travels inside the token, as an attribute nobody signed
        stamp = token["content"]["signer_infos"][0]
        _with(stamp, _attribute(HASH_INDEX_V3, index))
        inner = token["content"]
        inner["signer_infos"] = cms.SignerInfos([stamp])
        _with(info, _attribute(ARCHIVE_V3, cms.ContentInfo({"content_type": "signed_data", "content": inner})))
    return _written(whole, infos)


def stamp_certificates(content: bytes) -> list[tuple[x509.Certificate, list[x509.Certificate]]]:
    """The authorities whose time stamps lie in the signatures, each with what came along."""
    found = []
    for info in load(content)["content"]["signer_infos"]:
        for one in info["unsigned_attrs"] if present(info["unsigned_attrs"]) else []:
            if one["type"].native == "signature_time_stamp_token":
                found.append(authority_of(one["values"][0]["content"]))
    return found


def authority_of(signed: cms.SignedData) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """Who signed a token, and the certificates beside his."""
    held = _held(signed)
    info = signed["signer_infos"][0]
    for one in held:
        if _made_by(info, one):
            return one, [other for other in held if other is not one]
    raise Broken("Zaman damgasında makamın sertifikası yok.")


def certificates_in(content: bytes) -> list[x509.Certificate]:
    """Those in a CMS."""
    return _held(load(content)["content"])


def archive_authorities(content: bytes) -> list[x509.Certificate]:
    """For each signature the authority whose archive stamp is the newest."""
    found = []
    for info in load(content)["content"]["signer_infos"]:
        raw = values_of(info, ARCHIVE_V3)
        if raw:
            authority, _ = authority_of(cms.ContentInfo.load(raw[-1])["content"])
            found.append(authority)
    return found
