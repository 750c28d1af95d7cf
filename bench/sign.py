"""PAdES B-LTA against bare pyHanko, both with the same authority on this computer. Target: at most 1.3 times.

    .venv/bin/python bench/sign.py [count]

Bare pyHanko signs in one go with a key in memory; ours goes the two steps of a card (prepare, value, complete), asks
for the evidence and adds the archive stamp. Each gets its revocation answers anew every time.
"""

import asyncio
import datetime as dt
import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "konak.settings")

import typst
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from konak.gateways.pki import fake, trust
from konak.gateways.timestamp.client import Authority, Stamps
from konak.office.esignature.signing import pades

MOST = 1.3


def page() -> bytes:
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "a.typ"
        head = '#set document(title: "A", date: datetime(year: 2026, month: 11, day: 30))'
        source.write_text(f'{head}\n#("Üç yüz sözcüklük bir yazı. " * 60)')
        made: bytes = typst.compile(str(source), pdf_standards=["a-1b"])
    return made


async def bare(pdf: bytes, signer: SimpleSigner, trusted: trust.Trust, tsa: str) -> None:
    meta = PdfSignatureMetadata(
        field_name="Imza",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=True,
        use_pades_lta=True,
        validation_context=trusted.context(fetch=True),
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    await PdfSigner(meta, signer, timestamper=Stamps([Authority(tsa)])).async_sign_pdf(writer)


async def ours(pdf: bytes, who: fake.Issued, house: fake.House, trusted: trust.Trust) -> None:
    trust.forget_answers()
    stamps, chain = Stamps([Authority(house.tsa_url)]), [house.issuer.asn1]
    prepared = await pades.prepare(pdf, certificate=who.asn1, chain=chain, moment=dt.datetime.now(dt.UTC))
    signed = await pades.complete(prepared, who.sign(prepared.digest), certificate=who.asn1, chain=chain)
    signed = await pades.stamp_last(signed, stamps)
    evidence = [await trust.check(who.asn1, trusted, chain=chain)]
    for authority, others in pades.stamp_certificates(signed):
        stamping = frozenset({"time_stamping"})
        evidence.append(await trust.check(authority, trusted, chain=others, extended=stamping))
    await pades.strengthen(signed, evidence, stamps=stamps, archive=True)


def main() -> int:
    count, pdf = int(sys.argv[1]) if len(sys.argv) > 1 else 15, page()
    with fake.running() as house, tempfile.TemporaryDirectory() as place:
        trusted = trust.load(house.trust_folder(Path(place)))
        who = house.issue("Ölçüm", identity="10000000146")
        store = SimpleCertificateStore()
        store.register(house.issuer.asn1)
        signer = SimpleSigner(who.asn1, _key(who), store)
        times: dict[str, list[float]] = {"bare": [], "ours": []}
        for _ in range(count):
            for name, work in (
                ("bare", lambda: bare(pdf, signer, trusted, house.tsa_url)),
                ("ours", lambda: ours(pdf, who, house, trusted)),
            ):
                began = time.perf_counter()
                asyncio.run(work())
                times[name].append(time.perf_counter() - began)
    middle = {name: statistics.median(found) for name, found in times.items()}
    ratio = middle["ours"] / middle["bare"]
    print(
        f"pyHanko {middle['bare'] * 1000:.0f} ms, Konak {middle['ours'] * 1000:.0f} ms, oran {ratio:.2f} (≤ {MOST})"
    )
    return 0 if ratio <= MOST else 1


def _key(who: fake.Issued):  # type: ignore[no-untyped-def]
    from asn1crypto.keys import PrivateKeyInfo

    return PrivateKeyInfo.load(who.key_der())


if __name__ == "__main__":
    sys.exit(main())
