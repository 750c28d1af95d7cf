"""An operator in small, for tests: the SOAP doors of ETSI TS 102 204 and telephones that sign or refuse."""

import base64
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lxml import etree

from konak.gateways.pki.fake import Issued

from .client import MSS, SOAP

AP_ID, AP_PASSWORD = "http://MImzaOrnek", "deneme-parola"


@dataclass
class Telephone:
    """`does`: sign, refuse (401), wait (504), or any other status code."""

    issued: Issued
    does: int = 502


@dataclass
class Operator:
    telephones: dict[str, Telephone] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    waiting: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    url: str = ""

    def answer(self, asked: etree._Element) -> etree._Element:
        info = asked.find(f"{{{MSS}}}AP_Info")
        if info is None or (info.get("AP_ID"), info.get("AP_PWD")) != (AP_ID, AP_PASSWORD):
            return _fault(104)
        kind = etree.QName(asked).localname
        if kind == "MSS_StatusReq":
            return self._status(asked.get("MSSP_TransID", ""))
        number = asked.findtext(f".//{{{MSS}}}MSISDN", "")
        telephone = self.telephones.get(number)
        if telephone is None:
            return _fault(105)
        if kind == "MSS_ProfileReq":
            made = _made("MSS_ProfileResp", 100)
            value = etree.SubElement(made, f"{{{MSS}}}CertificateValue")
            value.text = base64.b64encode(telephone.issued.der).decode()
            return made
        if kind != "MSS_SignatureReq" or asked.get("MessagingMode") != "asynchClientServer":
            return _fault(101)
        digest = base64.b64decode(asked.findtext(f"{{{MSS}}}DataToBeSigned", ""))
        if len(digest) != 32:
            return _fault(103)
        self.shown.append(asked.findtext(f"{{{MSS}}}DataToBeDisplayed", ""))
        name = f"_{secrets.token_hex(8)}"
        self.waiting[name] = (number, digest)
        made = _made("MSS_SignatureResp", 100)
        made.set("MSSP_TransID", name)
        return made

    def _status(self, name: str) -> etree._Element:
        if name not in self.waiting:
            return _fault(101)
        number, digest = self.waiting[name]
        telephone = self.telephones[number]
        made = _made("MSS_StatusResp", telephone.does)
        if telephone.does == 502:
            signature = etree.SubElement(made, f"{{{MSS}}}MSS_Signature")
            value = etree.SubElement(signature, f"{{{MSS}}}Base64Signature")
            value.text = base64.b64encode(telephone.issued.sign(digest)).decode()
        return made


def _made(kind: str, status: int) -> etree._Element:
    made = etree.Element(f"{{{MSS}}}{kind}", nsmap={"mss": MSS}, MajorVersion="1", MinorVersion="1")
    code = etree.SubElement(made, f"{{{MSS}}}Status")
    etree.SubElement(code, f"{{{MSS}}}StatusCode", Value=str(status))
    return made


def _fault(status: int) -> etree._Element:
    made = etree.Element(f"{{{SOAP}}}Fault")
    detail = etree.SubElement(made, "detail")
    etree.SubElement(detail, f"{{{MSS}}}StatusCode", Value=str(status))
    return made


@contextmanager
def running() -> Iterator[Operator]:
    """The operator on a free port of the loopback, stopped at the end."""
    operator = Operator()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            body = etree.fromstring(raw).find(f"{{{SOAP}}}Body")
            answer = operator.answer(body[0]) if body is not None and len(body) else _fault(102)
            envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
            etree.SubElement(envelope, f"{{{SOAP}}}Body").append(answer)
            content = etree.tostring(envelope, xml_declaration=True, encoding="UTF-8")
            self.send_response(500 if answer.tag.endswith("Fault") else 200)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    operator.url = f"http://127.0.0.1:{server.server_address[1]}/MSSP"
    try:
        yield operator
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
