"""Signatures inside a PDF. A PDF/A-1b stays one: no metadata is rewritten, every field has an appearance."""

import datetime as dt
import io
from collections.abc import Sequence

from asn1crypto import cms, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.ades.api import CAdESSignedAttrSpec
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner, PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTBSDocument, PdfTimeStamper
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from konak.gateways.pki.trust import Evidence

from . import Broken, Prepared, cades

ROOM = 32_768
"""Hexadecimal letters kept free for a signature: 16 KB hold chain and stamp."""


class Quiet(IncrementalPdfFileWriter):
    """Adds to a PDF without touching its metadata: pyHanko's own rewriting breaks PDF/A-1b."""

    def _update_meta(self) -> None:
        return


def _opened(pdf: bytes) -> Quiet:
    try:
        writer = Quiet(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            raise Broken("Parolalı PDF imzalanamaz; parolayı kaldırıp yeniden deneyin.")
        if not writer.prev.root["/Pages"]["/Count"]:
            raise Broken("PDF'te sayfa yok.")
    except Broken:
        raise
    except Exception as trouble:
        raise Broken("PDF okunamadı; dosya bozuk olabilir.") from trouble
    return writer


def _field(writer: Quiet, prefix: str) -> str:
    """A new invisible signature field that a PDF/A-1b may hold: printed, with an empty appearance."""
    taken = {name for name, _, _ in fields.enumerate_sig_fields(writer.prev)}
    name = next(f"{prefix}{n}" for n in range(1, 10_000) if f"{prefix}{n}" not in taken)
    empty = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject([generic.NumberObject(0)] * 4),
            pdf_name("/Resources"): generic.DictionaryObject(),
        },
        stream_data=b"",
    )
    page = writer.find_page_for_modification(0)[0]
    widget = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/FT"): pdf_name("/Sig"),
            pdf_name("/T"): generic.pdf_string(name),
            pdf_name("/F"): generic.NumberObject(132),
            pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(0)] * 4),
            pdf_name("/P"): page,
            pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): writer.add_object(empty)}),
        }
    )
    reference = writer.add_object(widget)
    writer.register_annotation(page, reference)
    form = writer.root["/AcroForm"] if "/AcroForm" in writer.root else None  # noqa: SIM401 - `get` leaves references
    if form is None:
        form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
        writer.root["/AcroForm"] = writer.add_object(form)
        writer.update_root()
    if "/Fields" not in form:
        form["/Fields"] = generic.ArrayObject()
    form["/Fields"].append(reference)
    form["/SigFlags"] = generic.NumberObject(3)
    writer.update_container(form)
    writer.update_container(form["/Fields"])
    return name


def _external(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], value: bytes | int = 512
) -> ExternalSigner:
    store = SimpleCertificateStore()
    store.register_multiple(list(chain))
    return ExternalSigner(certificate, store, signature_value=value, embed_roots=False)


async def prepare(
    pdf: bytes,
    *,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate] = (),
    reason: str = "",
    moment: dt.datetime,
) -> Prepared:
    """Make room for a signature in a PDF and say what is to be signed."""
    writer = _opened(pdf)
    signer = _external(certificate, chain)
    meta = PdfSignatureMetadata(
        field_name=_field(writer, "Imza"),
        md_algorithm="sha256",
        reason=reason or None,
        subfilter=fields.SigSeedSubFilter.PADES,
        signer_key_usage=set(),
    )
    engine = PdfSigner(meta, signer)
    ready, document, output = await engine.async_digest_doc_for_signing(
        writer, existing_fields_only=True, bytes_reserved=ROOM
    )
    attributes = await signer.signed_attrs(
        ready.document_digest,
        "sha256",
        attr_settings=PdfCMSSignedAttributes(cades_signed_attrs=CAdESSignedAttrSpec()),
        use_pades=True,
    )
    output.seek(0)
    del moment, document
    return Prepared(
        output.read(),
        attributes.dump(),
        ready.reserved_region_start,
        ready.reserved_region_end,
        ready.document_digest,
    )


async def complete(
    prepared: Prepared,
    value: bytes,
    *,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate] = (),
    stamps: TimeStamper | None = None,
) -> bytes:
    """Put the card's value into its place: B-B, with `stamps` B-T."""
    signer = _external(certificate, chain, value)
    signature = await signer.async_sign_prescribed_attributes(
        "sha256", signed_attrs=cms.CMSAttributes.load(prepared.attributes), timestamper=stamps
    )
    place = PreparedByteRangeDigest(prepared.document_digest, prepared.start, prepared.end)
    output = io.BytesIO(prepared.content)
    await PdfTBSDocument.async_finish_signing(output, prepared_digest=place, signature_cms=signature)
    return output.getvalue()


async def stamp_last(pdf: bytes, stamps: TimeStamper) -> bytes:
    """Give the last signature the time stamp it is still waiting for. Nothing may have followed it."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    last = reader.embedded_signatures[-1]
    if last.sig_object.get("/Type", "/Sig") == "/DocTimeStamp" or last.evaluate_signature_coverage().value < 3:
        raise Broken("Son imzadan sonra belgeye ekleme yapılmış; zaman damgası artık konamaz.")
    signed = last.signed_data
    info = signed["signer_infos"][0]
    held = info["unsigned_attrs"].native or []
    if not any(one["type"] == "signature_time_stamp_token" for one in held):
        import hashlib

        token = await stamps.async_timestamp(hashlib.sha256(info["signature"].native).digest(), "sha256")
        kept = list(info["unsigned_attrs"]) if held else []
        kept.append(cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]}))
        info["unsigned_attrs"] = cms.CMSAttributes(kept)
    whole = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    start, length = last.byte_range[0] + last.byte_range[1], last.byte_range[2]
    output = io.BytesIO(pdf)
    PreparedByteRangeDigest(b"", start, length).fill_with_cms(output, whole)
    return output.getvalue()


async def strengthen(
    pdf: bytes,
    evidence: Sequence[Evidence],
    *,
    stamps: TimeStamper | None = None,
    archive: bool = False,
) -> bytes:
    """Embed what proves the last signature (B-LT); with `archive` a document time stamp over all of it (B-LTA)."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    last = reader.embedded_signatures[-1]
    writer = _opened(pdf)
    certificates = {one.dump(): one for each in evidence for one in each.certificates}
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        last.pkcs7_content,
        certs=list(certificates.values()),
        ocsps=list({one.dump(): one for each in evidence for one in each.ocsps}.values()),
        crls=list({one.dump(): one for each in evidence for one in each.crls}.values()),
    )
    if not archive or stamps is None:
        output = io.BytesIO()
        writer.write(output)
        return output.getvalue()
    output = io.BytesIO()
    name = _field(writer, "ZamanDamgasi")
    stamper = PdfTimeStamper(stamps, field_name=name)
    await stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=ROOM, output=output)
    return output.getvalue()


def stamp_certificates(pdf: bytes) -> list[tuple[x509.Certificate, list[x509.Certificate]]]:
    """The authorities whose stamps the last signature and the last archive stamp carry."""
    found = []
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    for last in (reader.embedded_regular_signatures[-1:], reader.embedded_timestamp_signatures[-1:]):
        for one in last:
            if one.sig_object.get("/Type", "/Sig") == "/DocTimeStamp":
                found.append(cades.authority_of(one.signed_data))
                continue
            held = one.signed_data["signer_infos"][0]["unsigned_attrs"]
            for each in held if cades.present(held) else []:
                if each["type"].native == "signature_time_stamp_token":
                    found.append(cades.authority_of(each["values"][0]["content"]))
    return found


async def renew(pdf: bytes, evidence: Sequence[Evidence], stamps: TimeStamper) -> bytes:
    """One more archive stamp, with the evidence for the one before it."""
    return await strengthen(pdf, evidence, stamps=stamps, archive=True)


def certificates_in(pdf: bytes) -> list[x509.Certificate]:
    """Those beside the last signature."""
    last = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_regular_signatures[-1]
    return [one.chosen for one in last.signed_data["certificates"] if one.name == "certificate"]
