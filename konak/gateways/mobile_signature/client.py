"""Signing with a telephone: the MSSP service of an operator by ETSI TS 102 204 (SOAP 1.1).

Three questions: the holder's certificate (profile query), a signature over a digest (asynchronous), and its status
until it is there. Operators differ in details; what is written here follows the standard and is unverified with each.
"""

import base64
import datetime as dt
import hashlib
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass

from asn1crypto import cms
from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
MSS = "http://uri.etsi.org/TS102204/v1.1.2#"
PKCS7 = "http://uri.etsi.org/TS102204/v1.1.2#PKCS7"
SECONDS = 20
LARGEST = 500_000
VALID, OK, OUTSTANDING = 502, 100, 504
SILENT = frozenset({None, 208, 209})
"""Status codes of a telephone, or an operator, that did not answer; None: no code came at all."""
WORDS = {
    101: "operatör isteği kabul etmedi (hatalı alan)",
    102: "operatör isteği kabul etmedi (eksik alan)",
    104: "kurumun operatördeki yetkisi geçersiz",
    105: "bu numarada mobil imza yok",
    208: "süre doldu; telefonda onaylanmadı",
    209: "telefona ulaşılamadı",
    401: "telefonda reddedildi",
    402: "mobil imza PIN'i kilitli",
    403: "SIM kart kilitli",
    404: "telefonda imza anahtarı bulunamadı",
    422: "sertifika bulunamadı",
    425: "sertifika geçersiz",
    501: "sertifika iptal edilmiş",
    503: "imza doğrulanamadı",
    900: "operatörde iç hata",
}


class Trouble(Exception):
    """Why there is no signature, and the standard's status code where the operator gave one."""

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status


def fingerprint(digest: bytes) -> str:
    """Four letters that the screen and the telephone both show."""
    return base64.b32encode(hashlib.sha256(digest).digest())[:4].decode("ascii")


@dataclass(frozen=True, slots=True)
class Service:
    """An operator's doors and the institution's account there."""

    url: str
    ap_id: str
    ap_password: str
    profile_url: str = ""
    status_url: str = ""

    def _base(self, kind: str) -> etree._Element:
        made = etree.Element(f"{{{MSS}}}{kind}", nsmap={"mss": MSS}, MajorVersion="1", MinorVersion="1")
        etree.SubElement(
            made,
            f"{{{MSS}}}AP_Info",
            AP_ID=self.ap_id,
            AP_PWD=self.ap_password,
            AP_TransID=f"_{secrets.token_hex(12)}",
            Instant=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        return made

    def _user(self, made: etree._Element, number: str) -> None:
        user = etree.SubElement(made, f"{{{MSS}}}MobileUser")
        etree.SubElement(user, f"{{{MSS}}}MSISDN").text = number

    def _send(self, url: str, body: etree._Element) -> etree._Element:
        envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
        etree.SubElement(envelope, f"{{{SOAP}}}Body").append(body)
        request = urllib.request.Request(  # noqa: S310 - an address of the settings
            url,
            data=etree.tostring(envelope, xml_declaration=True, encoding="UTF-8"),
            headers={"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""'},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                raw = answer.read(LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                raw = error.read(LARGEST)
        except (urllib.error.URLError, OSError) as trouble:
            raise Trouble(f"operatöre ulaşılamadı ({getattr(trouble, 'reason', trouble)})") from None
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
            found = etree.fromstring(raw, parser).find(f"{{{SOAP}}}Body")
        except etree.XMLSyntaxError:
            raise Trouble("operatörün yanıtı anlaşılamadı") from None
        if found is None or not len(found):
            raise Trouble("operatörün yanıtı boş")
        if found[0].tag == f"{{{SOAP}}}Fault":
            code = found[0].find(f".//{{{MSS}}}StatusCode")
            _judge(int(code.get("Value", "900")) if code is not None else 900)
        return found[0]

    def certificate(self, number: str) -> bytes:
        """The holder's certificate, DER."""
        asked = self._base("MSS_ProfileReq")
        self._user(asked, number)
        answer = self._send(self.profile_url or self.url, asked)
        _judge(_status(answer))
        found = answer.find(f".//{{{MSS}}}CertificateValue")
        if found is None or not found.text:
            raise Trouble(WORDS[422], 422)
        return _decoded(found.text)

    def sign(self, number: str, digest: bytes, shown: str, seconds: int = 180) -> str:
        """Send a digest to the telephone; returns the operator's number of the transaction."""
        asked = self._base("MSS_SignatureReq")
        asked.set("MessagingMode", "asynchClientServer")
        asked.set("TimeOut", str(seconds))
        self._user(asked, number)
        data = etree.SubElement(
            asked, f"{{{MSS}}}DataToBeSigned", MimeType="application/octet-stream", Encoding="base64"
        )
        data.text = base64.b64encode(digest).decode("ascii")
        display = etree.SubElement(asked, f"{{{MSS}}}DataToBeDisplayed", MimeType="text/plain", Encoding="UTF-8")
        display.text = shown
        kind = etree.SubElement(asked, f"{{{MSS}}}MSS_Format")
        etree.SubElement(kind, f"{{{MSS}}}mssURI").text = PKCS7
        answer = self._send(self.url, asked)
        _judge(_status(answer))
        found = answer.get("MSSP_TransID", "")
        if not found:
            raise Trouble("operatör işlem numarası vermedi")
        return found

    def answer(self, transaction: str) -> bytes | None:
        """The signature value, or None while the holder has not signed."""
        asked = self._base("MSS_StatusReq")
        asked.set("MSSP_TransID", transaction)
        answer = self._send(self.status_url or self.url, asked)
        status = _status(answer)
        if status == OUTSTANDING:
            return None
        _judge(status)
        found = answer.find(f".//{{{MSS}}}Base64Signature")
        if found is None or not found.text:
            raise Trouble("operatörün yanıtında imza yok")
        raw = _decoded(found.text)
        try:
            return bytes(cms.ContentInfo.load(raw, strict=True)["content"]["signer_infos"][0]["signature"].native)
        except (ValueError, TypeError, KeyError, IndexError):
            return raw  # some operators return the bare value


def _status(answer: etree._Element) -> int:
    found = answer.find(f".//{{{MSS}}}StatusCode")
    try:
        return int(found.get("Value", "")) if found is not None else 900
    except ValueError:
        return 900


def _judge(status: int) -> None:
    if status not in {OK, VALID, 500}:
        raise Trouble(WORDS.get(status, f"operatörün yanıtı {status}"), status)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise Trouble("operatörün yanıtı anlaşılamadı") from None
