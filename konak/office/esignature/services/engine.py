"""The bridge between rows and bytes: what the settings trust, whose stamps are asked for."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from asgiref.sync import async_to_sync
from asn1crypto import x509
from django.conf import settings
from django.utils.timezone import make_aware, now

from konak.foundation.files.models import StoredFile
from konak.foundation.files.services import open_blob
from konak.foundation.lifecycle import Refused
from konak.gateways.pki import certificates as reading
from konak.gateways.pki import trust as trusting
from konak.gateways.pki.trust import Evidence, Trust
from konak.gateways.timestamp.client import Down, Stamps, authorities

from ..models import Format, Level
from ..signing import Broken, Prepared, ageing, cades, pades
from ..verifying import Judgement
from ..verifying import verify as verified

TOLERANCE = dt.timedelta(minutes=5)


def _mark(folder: str) -> tuple[tuple[str, int], ...]:
    place = Path(folder)
    if not place.is_dir():
        return ()
    return tuple((path.name, path.stat().st_mtime_ns) for path in sorted(place.iterdir()) if path.is_file())


@lru_cache(maxsize=4)
def _loaded(folder: str, mark: tuple[tuple[str, int], ...]) -> Trust:
    del mark
    return trusting.load(folder)


def trust_list() -> Trust:
    """The folder of the settings, read again when a file in it changed."""
    folder = str(settings.SIGN_TRUST)
    return _loaded(folder, _mark(folder))


def stamps() -> Stamps:
    return Stamps(authorities(settings.SIGN_TSA))


def policy() -> cades.Policy | None:
    """The signature policy of the settings: "oid:sha256"; EPES when there is one."""
    oid, _, digest = settings.SIGN_POLICY.partition(":")
    return cades.Policy(oid, bytes.fromhex(digest)) if oid and digest else None


def bytes_of(stored: StoredFile) -> bytes:
    with open_blob(stored) as stream:
        return stream.read()


def certificates_of(raw: bytes) -> list[x509.Certificate]:
    """The chain as it was stored: DER after DER."""
    found = []
    while raw:
        one = x509.Certificate.load(raw)
        found.append(one)
        raw = raw[len(one.dump()) :]
    return found


def look(certificate: x509.Certificate, chain: Sequence[x509.Certificate]) -> None:
    """Whether a certificate may sign here now; refused in words. A silent authority is no reason to refuse."""
    told = reading.facts(certificate)
    if not told.signs:
        raise Refused("Bu sertifika imza için verilmemiş.")
    if told.until < now():
        raise Refused("Sertifikanızın süresi dolmuş; yenisi için sertifika hizmetine başvurun.")
    if told.since > now() + TOLERANCE:
        raise Refused("Sertifikanızın geçerliliği henüz başlamamış; sunucunun ya da bilgisayarın saatini denetleyin.")
    if not told.qualified and not settings.SIGN_ANY:
        raise Refused("Yalnız nitelikli elektronik sertifika ile imza atılabilir (5070 sayılı Kanun Md. 5).")
    try:
        async_to_sync(trusting.check)(certificate, trust_list(), chain=list(chain))
    except trusting.Revoked:
        raise Refused("Sertifikanız iptal edilmiş; bu sertifikayla imza atılamaz.") from None
    except trusting.Unknown as trouble:
        raise Refused(f"Sertifika kabul edilmedi: {trouble}") from None
    except trusting.NoAnswer:
        return


def prepared(
    form: str,
    base: bytes,
    content: bytes,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    reason: str,
) -> Prepared:
    """What the card shall sign. `base` holds the signatures made so far."""
    try:
        if form == Format.PADES:
            return async_to_sync(pades.prepare)(
                base, certificate=certificate, chain=list(chain), reason=reason, moment=now()
            )
        return cades.prepare(content, certificate=certificate, moment=now(), policy=policy())
    except Broken as trouble:
        raise Refused(str(trouble)) from None


def completed(
    form: str,
    made: Prepared,
    value: bytes,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    beside: bytes | None,
) -> bytes:
    """B-B or BES: the value in its place."""
    if form == Format.PADES:
        return async_to_sync(pades.complete)(made, value, certificate=certificate, chain=list(chain))
    return cades.complete(
        made,
        value,
        certificate=certificate,
        chain=chain,
        detached=form == Format.DETACHED,
        beside=beside,
    )


class Later(Exception):
    """An authority gave no answer: the signature stands and waits for its proof."""


def lasting(
    form: str,
    signed: bytes,
    content: bytes,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate],
    level: str,
    archive: bool,
) -> bytes:
    """The signature with what its level asks for; raises `Later` when an authority does not answer."""
    if level == Level.B:
        return signed
    try:
        return async_to_sync(_lasting)(form, signed, content, certificate, list(chain), level, archive)
    except (Down, trusting.NoAnswer, OSError) as trouble:
        raise Later(str(trouble)) from None
    except (trusting.Unknown, trusting.Revoked) as trouble:
        raise Later(str(trouble)) from None


async def _lasting(
    form: str,
    signed: bytes,
    content: bytes,
    certificate: x509.Certificate,
    chain: list[x509.Certificate],
    level: str,
    archive: bool,
) -> bytes:
    asked = stamps()
    signed = await (pades.stamp_last if form == Format.PADES else cades.stamp_last)(signed, asked)
    if level == Level.T:
        return signed
    evidence = await _evidence(signed, form, certificate, chain)
    if form == Format.PADES:
        return await pades.strengthen(signed, evidence, stamps=asked, archive=archive and level == Level.LTA)
    signed = cades.lengthen(signed, evidence)
    if archive and level == Level.LTA:
        signed = await cades.archive(signed, content if form == Format.DETACHED else None, asked)
    return signed


async def _evidence(
    signed: bytes, form: str, certificate: x509.Certificate, chain: list[x509.Certificate]
) -> list[Evidence]:
    """Of the signer and of the authority whose stamp he has."""
    trust = trust_list()
    mine = await trusting.check(certificate, trust, chain=chain)
    found = [mine]
    for authority, others in (
        pades.stamp_certificates(signed) if form == Format.PADES else cades.stamp_certificates(signed)
    ):
        found.append(await trusting.check(authority, trust, chain=others, extended=frozenset({"time_stamping"})))
    return found


def renewed(form: str, signed: bytes, content: bytes) -> bytes:
    """One more archive stamp over everything."""

    async def again() -> bytes:
        asked = stamps()
        if form == Format.PADES:
            return await pades.renew(signed, await _stamp_evidence(signed), asked)
        return await cades.archive(signed, content if form == Format.DETACHED else None, asked)

    try:
        return async_to_sync(again)()
    except (Down, trusting.NoAnswer, trusting.Unknown, trusting.Revoked, OSError) as trouble:
        raise Later(str(trouble)) from None


async def _stamp_evidence(signed: bytes) -> list[Evidence]:
    trust = trust_list()
    return [
        await trusting.check(authority, trust, chain=others, extended=frozenset({"time_stamping"}))
        for authority, others in pades.stamp_certificates(signed)
    ]


def judged(
    content: bytes, detached: bytes | None = None, *, online: bool = False, roots: Path | str | None = None
) -> Judgement:
    """What is to be said of signed bytes, by the roots in a folder, or by the trust list of the settings."""
    trust = trust_list() if roots is None else _loaded(str(roots), _mark(str(roots)))
    return async_to_sync(verified)(content, trust, detached=detached, online=online)


def encloses(content: bytes) -> bool:
    """Whether a signature holds what it signs."""
    try:
        return cades.load(content)["content"]["encap_content_info"]["content"].native is not None
    except (Broken, ValueError):
        return False


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stamp_ends(form: str, signed: bytes) -> dt.datetime | None:
    """Until when the newest stamp proves anything: its certificate ends, or its algorithm has aged."""
    if form == Format.PADES:
        held = [authority for authority, _ in pades.stamp_certificates(signed)][-1:]
    else:
        held = cades.archive_authorities(signed)
    ends = [one.not_valid_after for one in held]
    aged = [make_aware(dt.datetime.combine(day, dt.time())) for one in held if (day := ageing.aged_on(one))]
    return min(ends + aged, default=None)


def signer_in(form: str, signed: bytes, sha: str) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """The certificate of a signature made earlier, and those beside it."""
    held = pades.certificates_in(signed) if form == Format.PADES else cades.certificates_in(signed)
    mine = next(one for one in held if one.sha256.hex() == sha)
    return mine, [one for one in held if one is not mine]


def look_seal(certificate: x509.Certificate, chain: Sequence[x509.Certificate]) -> None:
    """A seal belongs to a body, not to a person."""
    if reading.facts(certificate).person:
        raise Refused("Aygıttaki sertifika bir kişinin; e-mühür kurumun sertifikasıyla basılır.")
    look(certificate, chain)
