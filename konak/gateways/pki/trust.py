"""Whom the house trusts: a folder of roots, and validation contexts made from it.

`*.pem`, `*.crt`, `*.cer` are certificates: self-signed ones are roots, the others help to build paths. `*.crl` are
revocation lists that were brought by hand. Nothing else in the folder is read, and nothing is trusted by default.
"""

import datetime as dt
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import pem, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError, ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import DisallowWeakAlgorithmsPolicy

from . import certificates

KEPT_SECONDS = 300
FETCH_SECONDS = 8
LARGEST_LIST = 20_000_000


@dataclass(frozen=True, slots=True)
class Trust:
    """Roots, further certificates and lists, as read from a folder."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    lists: tuple[asn1_crl.CertificateList, ...] = ()
    troubles: tuple[str, ...] = field(default=(), compare=False)

    def context(
        self,
        *,
        moment: dt.datetime | None = None,
        fetch: bool = False,
        require: bool = True,
        certs: Iterable[x509.Certificate] = (),
        crls: Iterable[asn1_crl.CertificateList] = (),
        ocsps: Iterable[asn1_ocsp.OCSPResponse] = (),
    ) -> ValidationContext:
        """What pyHanko validates against. `moment` in the past means: by evidence that was gathered later."""
        return ValidationContext(
            trust_roots=list(self.roots),
            other_certs=[*self.others, *certs],
            moment=moment,
            allow_fetching=fetch,
            crls=[*self.lists, *crls],
            ocsps=list(ocsps),
            revocation_mode="require" if require else "soft-fail",
            retroactive_revinfo=moment is not None,
            time_tolerance=dt.timedelta(seconds=60),
            fetcher_backend=RequestsFetcherBackend(per_request_timeout=FETCH_SECONDS) if fetch else None,
            algorithm_usage_policy=DisallowWeakAlgorithmsPolicy(),
        )


class _Kept:
    """Revocation answers of the last minutes: a folder of letters is signed with one question to the authority."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._crls: dict[bytes, tuple[float, asn1_crl.CertificateList]] = {}
        self._ocsps: dict[bytes, tuple[float, asn1_ocsp.OCSPResponse]] = {}

    def fresh(self) -> tuple[list[asn1_crl.CertificateList], list[asn1_ocsp.OCSPResponse]]:
        until = time.monotonic()
        with self._lock:
            for held in (self._crls, self._ocsps):
                for key in [key for key, (end, _) in held.items() if end < until]:
                    del held[key]
            return [one for _, one in self._crls.values()], [one for _, one in self._ocsps.values()]

    def keep(self, context: ValidationContext) -> None:
        end = time.monotonic() + KEPT_SECONDS
        with self._lock:
            for found in context.crls:
                self._crls.setdefault(found.sha256 if hasattr(found, "sha256") else found.dump(), (end, found))
            for answer in context.ocsps:
                self._ocsps.setdefault(answer.dump(), (end, answer))

    def forget(self) -> None:
        with self._lock:
            self._crls.clear()
            self._ocsps.clear()


_kept = _Kept()
forget_answers = _kept.forget


class Revoked(Exception):
    """The authority has withdrawn the certificate."""

    def __init__(self, since: dt.datetime | None) -> None:
        super().__init__("Sertifika iptal edilmiş.")
        self.since = since


class Unknown(Exception):
    """No path leads to a root of the house, or the certificate is not valid now."""


class NoAnswer(Exception):
    """The path stands, but nobody said whether the certificate was revoked."""


def load(folder: Path | str | None) -> Trust:
    """The trust list in a folder; what cannot be read is named in `troubles` and trusts nobody."""
    roots: list[x509.Certificate] = []
    others: list[x509.Certificate] = []
    lists: list[asn1_crl.CertificateList] = []
    troubles: list[str] = []
    place = Path(folder) if folder else None
    for path in sorted(place.iterdir()) if place and place.is_dir() else []:
        kind = path.suffix.lower()
        try:
            if kind in {".pem", ".crt", ".cer", ".der"}:
                for found in certificates.read_all(path.read_bytes()):
                    (roots if found.self_signed != "no" and found.ca else others).append(found)
            elif kind == ".crl" and path.stat().st_size <= LARGEST_LIST:
                content = path.read_bytes()
                der = pem.unarmor(content)[2] if pem.detect(content) else content
                lists.append(asn1_crl.CertificateList.load(der, strict=True))
        except (ValueError, OSError) as trouble:
            troubles.append(f"{path.name}: {trouble}")
    return Trust(tuple(roots), tuple(others), tuple(lists), tuple(troubles))


def join(*trusts: Trust) -> Trust:
    """Several folders as one."""
    return Trust(
        tuple(root for trust in trusts for root in trust.roots),
        tuple(other for trust in trusts for other in trust.others),
        tuple(one for trust in trusts for one in trust.lists),
        tuple(trouble for trust in trusts for trouble in trust.troubles),
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """A path and what proves that nothing on it was revoked."""

    path: ValidationPath
    crls: tuple[asn1_crl.CertificateList, ...]
    ocsps: tuple[asn1_ocsp.OCSPResponse, ...]

    @property
    def certificates(self) -> list[x509.Certificate]:
        """From the signer's up to the root."""
        return list(reversed(list(self.path.iter_certs(include_root=True))))


async def check(
    certificate: x509.Certificate,
    trust: Trust,
    *,
    chain: Sequence[x509.Certificate] = (),
    fetch: bool = True,
    usage: frozenset[str] = frozenset(),
    extended: frozenset[str] = frozenset(),
    moment: dt.datetime | None = None,
    crls: Iterable[asn1_crl.CertificateList] = (),
    ocsps: Iterable[asn1_ocsp.OCSPResponse] = (),
) -> Evidence:
    """The path of a certificate with the evidence for it; raises Unknown, Revoked or NoAnswer.

    First without the network: nobody is asked on the word of a certificate that leads to no root of the house.
    """
    crls, ocsps = list(crls), list(ocsps)
    here = trust.context(moment=moment, require=False, certs=chain, crls=crls, ocsps=ocsps)
    await _path(certificate, here, chain, usage, extended)
    try:
        kept = _kept.fresh() if fetch else ([], [])
        context = trust.context(moment=moment, certs=chain, crls=[*crls, *kept[0]], ocsps=[*ocsps, *kept[1]])
        path = await _path(certificate, context, chain, usage, extended)
    except NoAnswer:
        if not fetch:
            raise
        context = trust.context(moment=moment, fetch=True, certs=chain, crls=crls, ocsps=ocsps)
        path = await _path(certificate, context, chain, usage, extended)
        _kept.keep(context)
    names = {one.subject.hashable for one in path.iter_certs(include_root=True)}
    serials = {one.serial_number for one in path.iter_certs(include_root=True)}
    return Evidence(
        path,
        tuple(found for found in context.crls if found.issuer.hashable in names),
        tuple(answer for answer in context.ocsps if serials & set(_serials(answer))),
    )


async def _path(
    certificate: x509.Certificate,
    context: ValidationContext,
    chain: Sequence[x509.Certificate],
    usage: frozenset[str],
    extended: frozenset[str],
) -> ValidationPath:
    from pyhanko_certvalidator.errors import InsufficientRevinfoError, RevokedError

    validator = CertificateValidator(certificate, intermediate_certs=list(chain), validation_context=context)
    try:
        return await validator.async_validate_usage(set(usage), set(extended))
    except RevokedError as found:
        raise Revoked(getattr(found, "revocation_dt", None)) from None
    except InsufficientRevinfoError:
        raise NoAnswer("Sertifikanın iptal durumu öğrenilemedi.") from None
    except PathBuildingError:
        raise Unknown("Sertifikayı yayımlayan makam güven listesinde değil.") from None
    except (PathValidationError, ValidationError) as trouble:
        raise Unknown(_words(trouble)) from None


def _words(trouble: Exception) -> str:
    kind = type(trouble).__name__
    return {
        "ExpiredError": "Sertifikanın süresi dolmuş.",
        "NotYetValidError": "Sertifikanın geçerliliği henüz başlamamış.",
        "InvalidCertificateError": "Sertifika bu iş için verilmemiş.",
        "DisallowedAlgorithmError": "Sertifikada artık güvenli sayılmayan bir algoritma var.",
    }.get(kind, "Sertifika zinciri doğrulanamadı.")


def _serials(answer: asn1_ocsp.OCSPResponse) -> list[int]:
    try:
        responses = answer.response_data["responses"]
    except (KeyError, ValueError, TypeError):
        return []
    return [one["cert_id"]["serial_number"].native for one in responses]
