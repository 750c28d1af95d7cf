"""A certification authority in small, for tests and for the sample municipality: root, OCSP, lists, stamps.

It speaks the real protocols on the loopback of this computer. Every name in it says that it is a trial.
"""

import datetime as dt
import hashlib
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

QC = bytes.fromhex("300a300806060400 8e46 0101".replace(" ", ""))
"""SEQUENCE OF one statement: ETSI's qualified compliance."""
TURKISH_POLICY = x509.ObjectIdentifier("2.16.792.1.61.0.1.5070.1.1")
SHA256 = hashes.SHA256()
DAY = dt.timedelta(days=1)


@dataclass
class Issued:
    """A certificate and its key."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    def key_der(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )

    def sign(self, digest: bytes) -> bytes:
        """A signature over a SHA-256 digest, as a card makes it."""
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

        return self.key.sign(digest, padding.PKCS1v15(), Prehashed(SHA256))


@dataclass
class House:
    """Root, issuer and time stamp authority; `revoked` and `down` change what its doors answer."""

    root: Issued
    issuer: Issued
    tsa: Issued
    label: str
    url: str = ""
    revoked: dict[int, dt.datetime] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    skew: dt.timedelta = dt.timedelta(0)
    instead: bytes | None = None
    """What the stamp authority answers whatever it is asked."""

    @property
    def tsa_url(self) -> str:
        return f"{self.url}/tsa"

    def trust_folder(self, folder: Path) -> Path:
        """A folder that trusts this house."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "deneme-kok.pem").write_bytes(self.root.pem)
        (folder / "deneme-ara.pem").write_bytes(self.issuer.pem)
        return folder

    def issue(
        self,
        name: str,
        *,
        identity: str = "",
        organization: str = "",
        qualified: bool = True,
        since: dt.datetime | None = None,
        days: int = 365,
        key: rsa.RSAPrivateKey | None = None,
    ) -> Issued:
        """A certificate for a person (with `identity`) or a body."""
        return self._made(
            self.issuer,
            _name(name, identity=identity, organization=organization),
            since=since,
            days=days,
            key=key,
            policy=qualified,
        )

    def _made(
        self,
        by: Issued | None,
        name: x509.Name,
        *,
        since: dt.datetime | None = None,
        days: int = 365,
        key: rsa.RSAPrivateKey | None = None,
        ca: bool = False,
        policy: bool = False,
        stamps: bool = False,
    ) -> Issued:
        key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
        begins = since or moment_now() - DAY
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(by.certificate.subject if by else name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + dt.timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(_usage(ca), critical=True)
        )
        if by:
            made = made.add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False
            )
        if by and self.url:
            made = made.add_extension(
                x509.AuthorityInformationAccess(
                    [
                        x509.AccessDescription(
                            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(f"{self.url}/ocsp")
                        )
                    ]
                ),
                critical=False,
            )
        if by:
            address = f"{self.url or 'http://deneme.invalid'}/{'kok' if by is self.root else 'ara'}.crl"
            made = made.add_extension(
                x509.CRLDistributionPoints(
                    [x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)]
                ),
                critical=False,
            )
        if policy:
            made = made.add_extension(
                x509.CertificatePolicies([x509.PolicyInformation(TURKISH_POLICY, None)]), critical=False
            )
            made = made.add_extension(
                x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), QC), critical=False
            )
        if stamps:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return Issued(key, made.sign(by.key if by else key, SHA256))

    def revoke(self, issued: Issued, at: dt.datetime | None = None) -> None:
        self.revoked[issued.certificate.serial_number] = at or moment_now()

    def crl(self, by: Issued, days: int = 30) -> bytes:
        """The list of one issuer as it is now."""
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(by.certificate.subject)
            .last_update(moment_now() - dt.timedelta(minutes=5))
            .next_update(moment_now() + dt.timedelta(days=days))
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
            .add_extension(x509.CRLNumber(secrets.randbits(40)), critical=False)
        )
        for serial, at in self.revoked.items():
            made = made.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            )
        return made.sign(by.key, SHA256).public_bytes(serialization.Encoding.DER)

    def answer_ocsp(self, raw: bytes) -> bytes:
        request = ocsp.load_der_ocsp_request(raw)
        by = self.root if request.serial_number == self.issuer.certificate.serial_number else self.issuer
        at = self.revoked.get(request.serial_number)
        made = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=request.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if at else ocsp.OCSPCertStatus.GOOD,
            this_update=moment_now(),
            next_update=moment_now() + dt.timedelta(hours=1),
            revocation_time=at,
            revocation_reason=x509.ReasonFlags.unspecified if at else None,
        )
        made = made.responder_id(ocsp.OCSPResponderEncoding.HASH, by.certificate).certificates([by.certificate])
        with suppress(x509.ExtensionNotFound):
            made = made.add_extension(
                request.extensions.get_extension_for_class(x509.OCSPNonce).value, critical=False
            )
        return made.sign(by.key, SHA256).public_bytes(serialization.Encoding.DER)

    def answer_tsa(self, raw: bytes) -> bytes:
        """A time stamp by RFC 3161; the clock is this computer's, `skew` apart."""
        if self.instead is not None:
            return self.instead
        request = tsp.TimeStampReq.load(raw)
        return stamp_response(self.tsa, [self.issuer], request, moment_now() + self.skew).dump()


def stamped(tsa: Issued, chain: list[Issued], content: bytes, at: dt.datetime) -> cms.ContentInfo:
    """A token over bytes as the authority would have given it at a moment that is past."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": hashlib.sha256(content).digest()}
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
    return stamp_response(tsa, chain, request, at)["time_stamp_token"]


def stamp_response(
    tsa: Issued, chain: list[Issued], request: tsp.TimeStampReq, moment: dt.datetime
) -> tsp.TimeStampResp:
    info: dict[str, Any] = {
        "version": "v1",
        "policy": "1.2.3.4.1",
        "message_imprint": request["message_imprint"],
        "serial_number": secrets.randbits(63),
        "gen_time": moment.astimezone(dt.UTC),
        "accuracy": {"seconds": 1},
    }
    if request["nonce"].native is not None:
        info["nonce"] = request["nonce"].native
    body = tsp.TSTInfo(info)
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(body.dump()).digest()]}),
            cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": moment.astimezone(dt.UTC)})]}),
            cms.CMSAttribute(
                {
                    "type": "signing_certificate_v2",
                    "values": [
                        tsp.SigningCertificateV2(
                            {
                                "certs": [
                                    tsp.ESSCertIDv2(
                                        {
                                            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                                            "cert_hash": hashlib.sha256(tsa.der).digest(),
                                        }
                                    )
                                ]
                            }
                        )
                    ],
                }
            ),
        ]
    )
    signature = tsa.sign(hashlib.sha256(attributes.dump()).digest())
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": tsa.asn1.issuer, "serial_number": tsa.asn1.serial_number}},
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(body.dump())},
            "certificates": [tsa.asn1, *[one.asn1 for one in chain]],
            "signer_infos": [signer],
        }
    )
    token = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})


def moment_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _name(name: str, *, identity: str = "", organization: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "TR")]
    if organization:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, name))
    if identity:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, identity))
    return x509.Name(parts)


def _usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )


def found(label: str = "Örnek Deneme Makamı", url: str = "", years: int = 20) -> House:
    """A new house with its own keys; nothing outside knows it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    empty = Issued(key, None)  # type: ignore[arg-type] # filled in below
    house = House(empty, empty, empty, label, url)
    since = moment_now() - 3 * 365 * DAY
    house.root = house._made(None, _name(f"{label} Kökü (deneme)"), since=since, days=365 * years, ca=True)
    house.issuer = house._made(house.root, _name(f"{label} (deneme)"), since=since, days=365 * (years - 1), ca=True)
    house.tsa = house._made(
        house.issuer, _name(f"{label} Zaman Damgası (deneme)"), since=since, days=365 * (years - 2), stamps=True
    )
    return house


@contextmanager
def running(label: str = "Örnek Deneme Makamı") -> Iterator[House]:
    """The house with open doors on a free port of the loopback, shut at the end."""
    holder: dict[str, House] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            house, raw = holder["house"], self.rfile.read(int(self.headers.get("Content-Length", "0")))
            door = self.path.strip("/")
            house.asked.append(door)
            if door in house.down or door not in {"ocsp", "tsa"}:
                self.send_error(503)
                return
            if door == "ocsp":
                self._answer(house.answer_ocsp(raw), "application/ocsp-response")
            else:
                self._answer(house.answer_tsa(raw), "application/timestamp-reply")

        def do_GET(self) -> None:
            house, door = holder["house"], self.path.strip("/")
            house.asked.append(door)
            by = {"kok.crl": house.root, "ara.crl": house.issuer}.get(door)
            if by is None or "crl" in house.down:
                self.send_error(503)
                return
            self._answer(house.crl(by), "application/pkix-crl")

        def _answer(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    holder["house"] = found(label, f"http://127.0.0.1:{server.server_address[1]}")
    try:
        yield holder["house"]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
