"""Stamps for the lake: asked of the authorities of the settings, believed only under a root of the house."""

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from rfc3161_client import VerificationError, Verifier, VerifierBuilder, decode_timestamp_response

from konak.foundation.lake.stamping import NoStamp, Stamped
from konak.gateways.pki.trust import Trust, load

from .client import Down, authorities, stamp


class LakeStamps:
    """What the lake asks for (`foundation.lake.stamping.Stamper`)."""

    def stamp(self, content: bytes) -> Stamped:
        try:
            token = stamp(content, authorities(settings.SIGN_TSA))
            told = token["content"]["encap_content_info"]["content"].parsed
            return Stamped(
                token.dump(),
                told["gen_time"].native,
                _named(token) or "adı yazılmamış makam",
                f"{told['serial_number'].native:x}",
            )
        except Down as trouble:
            raise NoStamp(str(trouble)) from None
        except (KeyError, ValueError, TypeError, IndexError):
            raise NoStamp("Makamın yanıtı anlaşılmadı.") from None

    def check(self, content: bytes, token: bytes) -> str:
        trust = load(settings.SIGN_TRUST)
        if not trust.roots:
            return "Zaman damgası doğrulanamadı: güven klasöründe kök sertifika yok."
        try:
            answer = tsp.TimeStampResp(
                {"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(token, strict=True)}
            )
            decoded = decode_timestamp_response(answer.dump())
            _verifier(trust, _certificates(token)).verify_message(decoded, content)
        except VerificationError as trouble:
            return f"Zaman damgası geçersiz: {_words(str(trouble))}"
        except (KeyError, ValueError, TypeError, IndexError):
            return "Zaman damgası okunamadı."
        return ""


def _certificates(token: bytes) -> list[x509.Certificate]:
    held = cms.ContentInfo.load(token)["content"]["certificates"]
    return [x509.load_der_x509_certificate(one.chosen.dump()) for one in held]


def _verifier(trust: Trust, held: list[x509.Certificate]) -> Verifier:
    builder = VerifierBuilder()
    for root in trust.roots:
        builder = builder.add_root_certificate(x509.load_der_x509_certificate(root.dump()))
    known = {root.dump() for root in trust.roots}
    others = [x509.load_der_x509_certificate(one.dump()) for one in trust.others]
    for one in {one.public_bytes(Encoding.DER): one for one in [*held, *others]}.values():
        if one.public_bytes(Encoding.DER) not in known:
            builder = builder.add_intermediate_certificate(one)
    return builder.build()


def _named(token: cms.ContentInfo) -> str:
    """The name of the certificate that signed."""
    signed = token["content"]
    sid = signed["signer_infos"][0]["sid"]
    if sid.name != "issuer_and_serial_number":
        return ""
    for one in signed["certificates"]:
        if one.chosen.serial_number == sid.chosen["serial_number"].native:
            names = one.chosen.subject.native
            return str(names.get("common_name") or names.get("organization_name") or "")
    return ""


def _words(text: str) -> str:
    if "hash" in text.lower() or "imprint" in text.lower() or "mismatch" in text.lower():
        return "bu içeriğe ait değil."
    return text[:200]
