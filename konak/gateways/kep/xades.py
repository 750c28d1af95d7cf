"""The signature inside an evidence (XAdES, TS 102 640-2): whether it covers the evidence and whose it is.

An evidence leaves the message that brought it and is kept for twenty years, so its own signature is judged beside the
seal over the message. Only what is understood is called good: one enveloped signature over the whole document, with
the algorithms named here; everything else is said not to be tellable.
"""

import asyncio
import base64
import binascii
import copy
import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree

from konak.gateways.pki import trust as pki

DSIG, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
ENVELOPED = f"{DSIG}enveloped-signature"
_INCLUSIVE, _EXCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2001/10/xml-exc-c14n#"
CANONICAL = {
    _INCLUSIVE: (False, False),
    f"{_INCLUSIVE}#WithComments": (False, True),
    _EXCLUSIVE: (True, False),
    f"{_EXCLUSIVE}WithComments": (True, True),
}
"""Algorithm → exclusive, with comments."""
DIGESTS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
}
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(),
}  # fmt: skip
METHODS = {
    f"http://www.w3.org/2001/04/xmldsig-more#{family}-{name}": (family, name)
    for family in ("rsa", "ecdsa")
    for name in HASHES
}
CHANGED = "Delil imzalandıktan sonra değişmiş."


class _Unknown(Exception):
    """Something that is not understood: neither good nor bad can be said. In Turkish."""


class _Broken(Exception):
    """It does not hold; in Turkish."""


@dataclass(slots=True)
class _Scene:
    root: "etree._Element"
    signature: "etree._Element"
    certificate: x509.Certificate
    others: list[asn1.Certificate] = field(default_factory=list)


def judged(content: bytes, trust: pki.Trust, *, fetch: bool = True) -> str:
    """ "" where the evidence carries no signature, "ok", why not, or "?" and why it cannot be told."""
    if len(content) > 1024 * 1024 or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "?Delil okunamadı: kabul edilmeyen XML."
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "?Delil okunamadı: XML bozuk."
    found = list(root.iter(f"{{{DSIG}}}Signature"))
    if not found:
        return ""
    try:
        if len(found) > 1:
            raise _Unknown("Delilde birden çok imza var.")
        scene = _Scene(root, found[0], *_certificates(found[0]))
        _value(scene)
        _references(scene)
        _signed_certificate(scene)
        mine = asn1.Certificate.load(scene.certificate.public_bytes(_DER))
        asyncio.run(pki.check(mine, trust, chain=scene.others, fetch=fetch))
    except _Broken as fault:
        return str(fault)
    except pki.Revoked:
        return "Delili imzalayanın sertifikası iptal edilmiş."
    except (_Unknown, pki.Unknown, pki.NoAnswer) as doubt:
        return f"?{doubt}"[:300]
    except (ValueError, TypeError, KeyError):
        return "?Delilin imzası okunamıyor."
    return "ok"


def _one(node: "etree._Element", path: str) -> "etree._Element":
    found = node.findall(path, {"d": DSIG, "x": XADES})
    if len(found) != 1:
        raise _Unknown("Delilin imzası beklenen yapıda değil.")
    return found[0]


def _raw(node: "etree._Element") -> bytes:
    with suppress(binascii.Error, ValueError):
        return base64.b64decode("".join((node.text or "").split()), validate=True)
    raise _Unknown("Delilin imzası okunamıyor.")


def _certificates(signature: "etree._Element") -> tuple[x509.Certificate, list[asn1.Certificate]]:
    """The signer is the certificate the key belongs to: the first one named."""
    nodes = signature.findall("d:KeyInfo/d:X509Data/d:X509Certificate", {"d": DSIG})
    if not nodes:
        raise _Unknown("Delilin imzasında sertifika yok.")
    all_ = [_raw(node) for node in nodes[:10]]
    return x509.load_der_x509_certificate(all_[0]), [asn1.Certificate.load(one) for one in all_[1:]]


def _value(scene: _Scene) -> None:
    """The signature over SignedInfo."""
    info = _one(scene.signature, "d:SignedInfo")
    method = _one(info, "d:SignatureMethod").get("Algorithm") or ""
    if method not in METHODS:
        raise _Unknown(f"İmza yöntemi desteklenmiyor: {method.rpartition('#')[2][:40]}.")
    family, name = METHODS[method]
    covered = canonical(info, _one(info, "d:CanonicalizationMethod"))
    value, key = _raw(_one(scene.signature, "d:SignatureValue")), scene.certificate.public_key()
    try:
        if family == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, covered, padding.PKCS1v15(), HASHES[name])
        elif family == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            half = len(value) // 2
            pair = (int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
            key.verify(encode_dss_signature(*pair), covered, ec.ECDSA(HASHES[name]))
        else:
            raise _Unknown("İmza yöntemi sertifikanın anahtarına uymuyor.")
    except InvalidSignature:
        raise _Broken("Delilin imzası geçersiz.") from None


def _references(scene: _Scene) -> None:
    """Each digest holds, and one of them is that of the whole evidence."""
    whole = False
    rows = _one(scene.signature, "d:SignedInfo").findall("d:Reference", {"d": DSIG})
    if not 1 <= len(rows) <= 5:
        raise _Unknown("Delilin imzası beklenen yapıda değil.")
    for row in rows:
        target = _target(scene, row.get("URI"))
        enveloped, last = False, None
        for step in row.findall("d:Transforms/d:Transform", {"d": DSIG}):
            name = step.get("Algorithm") or ""
            if name == ENVELOPED:
                enveloped = True
            elif name in CANONICAL and last is None:
                last = step
            else:
                raise _Unknown(f"İmzanın dönüşümü desteklenmiyor: {name.rpartition('#')[2][:40]}.")
        if target is scene.root:
            if not enveloped:
                raise _Unknown("Delilin imzası beklenen yapıda değil.")
            whole = True
        method = _one(row, "d:DigestMethod").get("Algorithm") or ""
        if method not in DIGESTS:
            raise _Unknown(f"Özet yöntemi desteklenmiyor: {method.rpartition('#')[2][:40]}.")
        content = canonical(target, last, without=scene.signature if enveloped else None)
        if hashlib.new(DIGESTS[method], content).digest() != _raw(_one(row, "d:DigestValue")):
            raise _Broken(CHANGED)
    if not whole:
        raise _Broken("İmza delilin bütününü kapsamıyor.")


def _target(scene: _Scene, uri: str | None) -> "etree._Element":
    """The element a reference names. An identifier that is given twice could name another one: not good."""
    if uri == "":
        return scene.root
    if not uri or not uri.startswith("#") or len(uri) > 200:
        raise _Unknown("İmza delilin dışını gösteriyor.")
    found = [
        one
        for one in scene.root.iter()
        if isinstance(one.tag, str) and uri[1:] in (one.get("Id"), one.get("ID"), one.get("id"))
    ]
    if len(found) != 1:
        raise _Broken("İmzanın gösterdiği yer delilde tek değil.")
    if found[0] is not scene.root and scene.signature not in found[0].iterancestors():
        raise _Broken("İmza delilin bütününü kapsamıyor.")
    return found[0]


def _signed_certificate(scene: _Scene) -> None:
    """XAdES names the signer's certificate among what is signed; a swapped one is found by it."""
    properties = scene.signature.findall(f".//{{{XADES}}}SignedProperties")
    if not properties:
        return
    (mine, *more) = properties
    told = mine.get("Id") or ""
    if more or not any(
        one.get("URI") == f"#{told}" for one in _one(scene.signature, "d:SignedInfo").findall(f"{{{DSIG}}}Reference")
    ):
        raise _Broken("İmzanın özellikleri imzalanmamış.")
    row = mine.find(f".//{{{XADES}}}CertDigest")
    if row is None:
        return
    method = _one(row, "d:DigestMethod").get("Algorithm") or ""
    if method not in DIGESTS:
        raise _Unknown("Sertifika özetinin yöntemi desteklenmiyor.")
    der = scene.certificate.public_bytes(_DER)
    if hashlib.new(DIGESTS[method], der).digest() != _raw(_one(row, "d:DigestValue")):
        raise _Broken("İmzadaki sertifika imzalanan sertifika değil.")


def canonical(
    node: "etree._Element", method: "etree._Element | None", without: "etree._Element | None" = None
) -> bytes:
    """The bytes that are digested: the node as it stands in its document, with the names that hold around it."""
    algorithm = _INCLUSIVE if method is None else method.get("Algorithm") or ""
    if algorithm not in CANONICAL:
        raise _Unknown("Kurallı biçim yöntemi desteklenmiyor.")
    exclusive, comments = CANONICAL[algorithm]
    listed = None if method is None else method.find(f"{{{_EXCLUSIVE}}}InclusiveNamespaces")
    prefixes = (listed.get("PrefixList") or "").split() if listed is not None and exclusive else None
    copied = _standing(node, without)
    return etree.tostring(
        copied, method="c14n", exclusive=exclusive, with_comments=comments, inclusive_ns_prefixes=prefixes
    )


_MARK = "konak-imza"
_DER = serialization.Encoding.DER


def _standing(node: "etree._Element", without: "etree._Element | None") -> "etree._Element":
    """A copy of the node alone, with every name space in scope, and without the signature it carries."""
    if without is not None:
        without.set(_MARK, "1")
    names: Any = node.nsmap
    made = etree.Element(node.tag, nsmap=names)
    if made.prefix != node.prefix:
        raise _Unknown("Ad alanları belirsiz.")
    for name, value in node.attrib.items():
        made.set(name, value)
    for over in node.iterancestors():
        for name, value in over.attrib.items():
            if str(name).startswith("{http://www.w3.org/XML/1998/namespace}") and name not in made.attrib:
                made.set(name, value)
    made.text = node.text
    for child in node:
        made.append(copy.deepcopy(child))
    if without is not None:
        del without.attrib[_MARK]
        for one in [*made.iter(f"{{{DSIG}}}Signature")]:
            if one.get(_MARK):
                _cut(one)
    return made


def _cut(node: "etree._Element") -> None:
    """Take a node out; the text behind it stays."""
    over, before = node.getparent(), node.getprevious()
    assert over is not None
    if node.tail:
        if before is None:
            over.text = (over.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    over.remove(node)
