"""The registry over SOAP, against a small server that speaks it on the loopback."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from konak.gateways.detsis.client import Down, Registry, Strange

WSDL = """<?xml version="1.0"?><definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:t="urn:deneme:detsis"
 xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:x="http://www.w3.org/2001/XMLSchema" name="Detsis"
 targetNamespace="urn:deneme:detsis"><types>
<x:schema targetNamespace="urn:deneme:detsis" elementFormDefault="qualified">
<x:element name="AltBirimleriGetir"><x:complexType><x:sequence>
<x:element name="detsisNo" type="x:string"/></x:sequence>
</x:complexType></x:element><x:element name="AltBirimleriGetirResponse"><x:complexType><x:sequence>
<x:element name="birim" maxOccurs="unbounded" minOccurs="0"><x:complexType><x:sequence>
<x:element name="DetsisNo" type="x:string"/><x:element name="UstDetsisNo" type="x:string" minOccurs="0"/>
<x:element name="Adi" type="x:string"/><x:element name="Aktif" type="x:boolean" minOccurs="0"/></x:sequence>
</x:complexType></x:element></x:sequence></x:complexType></x:element></x:schema></types>
<message name="In"><part name="p" element="t:AltBirimleriGetir"/></message>
<message name="Out"><part name="p" element="t:AltBirimleriGetirResponse"/></message>
<portType name="P"><operation name="AltBirimleriGetir"><input message="t:In"/><output message="t:Out"/></operation>
</portType><binding name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="AltBirimleriGetir"><s:operation soapAction="a"/><input><s:body use="literal"/></input>
<output><s:body use="literal"/></output></operation></binding>
<service name="S"><port name="P" binding="t:B"><s:address location="%s"/></port></service></definitions>"""
BODY = """<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>%s</e:Body></e:Envelope>"""
UNIT = "<birim><DetsisNo>%s</DetsisNo><UstDetsisNo>24300001</UstDetsisNo><Adi>%s</Adi><Aktif>%s</Aktif></birim>"


@pytest.fixture(scope="module")
def service():
    asked, answer = [], {"body": ""}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.reply(200, WSDL % f"http://127.0.0.1:{server.server_address[1]}/")

        def do_POST(self):
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.reply(500 if "Fault" in answer["body"] else 200, BODY % answer["body"])

        def reply(self, status, text):
            self.send_response(status)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/?wsdl", asked, answer
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_units_are_listed_by_the_operation_the_wsdl_names(service):
    wsdl, asked, answer = service
    registry = Registry(wsdl, "kurum", "parola")
    (operation,) = registry.operations()
    assert (operation.name, operation.inputs, operation.lists_units) == ("AltBirimleriGetir", ("detsisNo",), True)
    units = UNIT % ("24300002", "Bilgi İşlem Dairesi", "true") + UNIT % ("24300003", "Eski Birim", "false")
    inside = f'<AltBirimleriGetirResponse xmlns="urn:deneme:detsis">{units}{UNIT % ("12", "x", "true")}'
    answer["body"] = f"{inside}</AltBirimleriGetirResponse>"
    rows = registry.units(operation.name, "24300001")
    assert "24300001" in asked[-1]
    assert [(row["number"], row["parent"], row["name"], row["active"]) for row in rows] == [
        ("24300002", "24300001", "Bilgi İşlem Dairesi", "Evet"), ("24300003", "24300001", "Eski Birim", "Hayır"),
    ]  # fmt: skip


def test_what_goes_wrong_is_said_in_words(service):
    wsdl, _, answer = service
    registry = Registry(wsdl)
    with pytest.raises(Strange, match="AltBirimleriGetir"):
        registry.units("Yok", "24300001")
    answer["body"] = "<e:Fault><faultcode>e:Server</faultcode><faultstring>yetki yok</faultstring></e:Fault>"
    with pytest.raises(Strange, match="yetki yok"):
        registry.units("AltBirimleriGetir", "24300001")
    answer["body"] = '<AltBirimleriGetirResponse xmlns="urn:deneme:detsis"/>'
    with pytest.raises(Strange, match="birim bulunamadı"):
        registry.units("AltBirimleriGetir", "24300001")
    with pytest.raises(Down):
        Registry("http://127.0.0.1:9/?wsdl")
