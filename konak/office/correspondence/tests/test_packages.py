"""A package written here is read by a reader that knows nothing of ours; one that lies, or is hostile, is told so."""

import argparse
import datetime as dt
import hashlib
import io
import json
import os
import subprocess
import sys
import uuid
import zipfile
from base64 import b64encode
from xml.etree import ElementTree

import pytest

from konak.foundation.lifecycle import Refused
from konak.office.correspondence import commands, services
from konak.office.correspondence.models import Incoming
from konak.office.correspondence.packaging import (
    Attached,
    Drafted,
    Face,
    Named,
    Reach,
    Signed,
    assemble,
    check,
    last_digest,
    skeleton,
)

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MEDIA, TABLE = "application/pdf", b"a;b\n1;2\n"
OURS = Face("body", "Örnek Büyükşehir Belediyesi", "24300001", kep="ornek@hs01.kep.tr")


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    """A signer that is no part of the house: the openssl of the machine."""
    place = tmp_path_factory.mktemp("card")
    key, cert = place / "k.pem", place / "c.pem"
    run = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2"]
    subprocess.run([*run, "-subj", "/CN=Deneme Imzaci"], check=True, capture_output=True)

    def sign(content):
        source = place / "in"
        source.write_bytes(content)
        command = ["openssl", "cms", "-sign", "-binary", "-nodetach", "-cades", "-outform", "DER", "-in", source]
        return subprocess.run([*command, "-signer", cert, "-inkey", key], check=True, capture_output=True).stdout

    sign.roots = place / "roots"
    sign.roots.mkdir()
    (sign.roots / "c.pem").write_bytes(cert.read_bytes())
    return sign


def drafted(**facts):
    return Drafted(
        **{
            "id": str(uuid.uuid4()), "subject": "Işık & gölge <deneme>", "letter": PDF, "file_name": "üst yazı.pdf",
            "sender": OURS, "verify_at": "https://ornek.bel.tr/dogrula/", "code": ("702", "Yazılım"),
            "receivers": [Reach(Face("body", "Örnek Valiliği", "24310000"), urgency="GNL", days=5)],
            "annexes": [
                Attached(str(uuid.uuid4()), 1, "Liste", file_name="liste.pdf", media_type=MEDIA, content=PDF),
                Attached(str(uuid.uuid4()), 2, "Ham", file_name="ham.csv", media_type="text/csv", content=TABLE,
                         is_signed=False),
                Attached(str(uuid.uuid4()), 3, "Pafta", "FZK", is_signed=False),
            ],
            "referred": [Named(str(uuid.uuid4()), "a", "Toplantı", on=dt.date(2026, 10, 5))],
        } | facts
    )  # fmt: skip


def packed(sign, draft=None):
    kept, digest = skeleton(draft or drafted())
    people = [{"first_name": "Ayşe", "last_name": "ÖRNEK", "title": "Daire Başkanı"}]
    signed = Signed("E-24300001-702-7", dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC), sign(digest), people)
    return assemble(kept, signed, sign(last_digest(kept, signed)))


def changed(package, **parts):
    """The package with some parts exchanged (None takes one out)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = parts.pop(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """A way out that cannot go back, as a socket is."""

    def __init__(self):
        self.told = b""

    def writable(self):
        return True

    def write(self, content):
        self.told += bytes(content)
        return len(content)


def streamed(package):
    out = Pipe()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.told


def minimal(package):
    """The second reader: ElementTree and hashlib, digests of the last list, number and date."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        held = {f"/{name}": archive.read(name) for name in archive.namelist()}
    local = lambda node: node.tag.rpartition("}")[2]  # noqa: E731
    wrong, seen = [], []
    for reference in ElementTree.fromstring(held["/NihaiOzet/NihaiOzet.xml"]):
        seen.append(reference.get("URI"))
        for item, name in zip(reference, ("sha384", "sha512"), strict=True):
            told = next(node.text for node in item if local(node) == "DigestValue")
            if b64encode(hashlib.new(name, held[reference.get("URI")]).digest()).decode() != told:
                wrong.append(reference.get("URI"))
    final = {local(node): node.text for node in ElementTree.fromstring(held["/NihaiUstveri/NihaiUstveri.xml"])}
    return wrong, seen, final["BelgeNo"]


def test_a_package_of_ours_is_whole_to_a_reader_that_knows_nothing_of_us(card):
    draft = drafted()
    package = packed(card, draft)
    wrong, seen, number = minimal(package)
    assert (wrong, number, "/UstYazi/ustyazi.pdf" in seen, "/ImzasizEkler/ham.csv" in seen) == (
        [], "E-24300001-702-7", True, False,
    )  # fmt: skip
    report = check(package, lambda signature: "ok")
    assert (report.digests, report.signatures, report.violations) == ("ok", "ok", [])
    meta = report.meta
    assert (meta.version, meta.subject, meta.number, meta.sender.name, meta.code) == (
        "2.0", "Işık & gölge <deneme>", "E-24300001-702-7", OURS.name, "702",
    )  # fmt: skip
    assert [(one.kind, one.part, one.is_signed) for one in meta.annexes] == [
        ("DED", "/Ekler/liste.pdf", True), ("DED", "/ImzasizEkler/ham.csv", False), ("FZK", "", False),
    ]  # fmt: skip
    assert [(one.urgency, one.within) for one in meta.receivers] == [("GNL", "P5D")]


def test_what_was_changed_after_signing_is_told(card):
    package = packed(card)
    say = lambda content: check(content, lambda signature: "ok")  # noqa: E731
    assert "özet tutmuyor" in say(changed(package, **{"UstYazi/ustyazi.pdf": PDF + b"%"})).digests
    other = say(changed(package, **{"Imzalar/ImzaCades.imz": card(b"<baska/>")}))
    assert other.signatures == "imzacades: imzalanan içerik parçanın kendisi değil"
    assert say(changed(package, **{"Muhur/MuhurCades.imz": b"\x00"})).signatures.startswith("muhurcades: imza okun")
    gone = say(changed(package, **{"NihaiUstveri/NihaiUstveri.xml": None}))
    assert {one.rule for one in gone.violations} >= {"iliskinin-parcasi-yok"}
    assert "nihaiustveri" in gone.digests.casefold()
    extra = say(changed(package, **{"Ekler/fazla.pdf": PDF}))
    assert [(one.rule, one.part) for one in extra.violations] == [("iliskisiz-parca", "/Ekler/fazla.pdf")]
    rels = zipfile.ZipFile(io.BytesIO(package)).read("_rels/.rels").decode()
    odd = say(changed(package, **{"_rels/.rels": rels.replace("iliskiler/imzasizEk", "iliskiler/bilinmeyen")}))
    assert "bilinmeyen-iliski-turu" in {one.rule for one in odd.violations}


def test_hostile_packages_end_in_a_rule_and_not_in_a_crash(card):
    package = packed(card)

    def rules(content):
        return {one.rule for one in check(content).violations}

    assert rules(b"PK\x03\x04 no zip") == {"zip-bozuk"}
    assert [rules(package + b"ek"), rules(b"on" + package)] == [{"zip-disinda-veri"}] * 2
    # what readers skip is told too: in front, between, in comments, in folders, in other ways of packing
    first, noted, folder, packing = (io.BytesIO(one) for one in (b"", package, package, package))
    with zipfile.ZipFile(first, "w") as archive:
        archive.writestr("UstYazi/ustyazi.pdf", PDF + b"%")
    with zipfile.ZipFile(noted, "a") as archive:
        archive.comment = b"gizli"
    with zipfile.ZipFile(folder, "a") as archive:
        archive.writestr(zipfile.ZipInfo("Ekler/"), b"MZ")
    with zipfile.ZipFile(packing, "a", zipfile.ZIP_LZMA) as archive:
        archive.writestr("Ekler/b.pdf", PDF * 9)
    place = package.rfind(b"PK\x05\x06")
    start = int.from_bytes(package[place + 16 : place + 20], "little")
    moved = package[place : place + 16] + (start + 5).to_bytes(4, "little") + package[place + 20 :]
    between = package[:start] + b"GIZLI" + package[start:place] + moved
    assert [rules(one) for one in (first.getvalue() + package, noted.getvalue(), between)] == [
        {"zip-disinda-veri"}
    ] * 3
    assert rules(folder.getvalue()) == {"zip-dizininde-veri"}
    assert rules(packing.getvalue()) == {"zip-yontemi"}
    assert rules(changed(package, **{"x/_rels/kotu.exe": b"MZ"})) == {"iliskisiz-parca"}
    name = "NihaiOzet/_rels/NihaiOzet.xml.rels"
    seals = zipfile.ZipFile(io.BytesIO(package)).read(name).decode()
    second = (
        '<Relationship Type="http://eyazisma.dpt/iliskiler/muhurcades" Target="../Muhur/B.imz" Id="B"/></Relation'
    )
    twice = changed(package, **{name: seals.replace("</Relation", second).encode(), "Muhur/B.imz": b"sahte"})
    assert rules(twice) == {"parca-yinelenmis"}
    # one written as a stream has its sums behind each part, and is whole
    assert rules(streamed(package)) == set()
    assert rules(changed(package, **{"../../etc/x": b"1"})) == {"zip-disina-cikan-ad"}
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("UstYazi/a.pdf", bytes(32 * 1024 * 1024))
    assert rules(bomb.getvalue()) == {"zip-bombasi"}
    doctype = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    assert rules(changed(package, **{"Ustveri/Ustveri.xml": doctype})) == {"xml-dtd"}
    assert rules(changed(package, **{"Ustveri/Ustveri.xml": b"<a>"})) == {"xml-bozuk"}
    assert rules(changed(package, **{"USTVERI/ustveri.XML": b"<a/>"})) == {"ayni-adli-parca"}
    noise = os.urandom(64)
    for place in range(0, len(package), max(1, len(package) // 40)):
        check(package[:place] + noise + package[place + 64 :])


def test_the_command_judges_without_a_database(card, tmp_path, capsys):
    good, bad = tmp_path / "iyi.eyp", tmp_path / "kotu.eyp"
    good.write_bytes(packed(card))
    bad.write_bytes(changed(packed(card), **{"UstYazi/ustyazi.pdf": PDF + b"%"}))
    run = [sys.executable, "-m", "konak.cli", "correspondence", "check-package", "--json"]
    found = subprocess.run([*run, good, bad, tmp_path / "yok.eyp"], capture_output=True, text=True, check=False)
    rows = json.loads(found.stdout)
    assert (found.returncode, [row["digests"][:6] for row in rows]) == (1, ["ok", "/UstYa", "okunam"])
    assert rows[0]["violations"] == []
    assert set(rows[0]) == {"file", "digests", "signatures", "violations"}
    # under its own root the good one is clean, and only that one
    for roots, file, status, told in (
        (card.roots, good, 0, "ok"),
        (card.roots, bad, 1, "ok"),
        (tmp_path, good, 2, ""),
    ):
        assert commands.check_package(argparse.Namespace(files=[file], trust=roots, json=True)) == status
        assert told in json.loads(capsys.readouterr().out)[0]["signatures"]
    assert commands.check_package(argparse.Namespace(files=[good], trust=tmp_path / "yok", json=True)) == 2


def test_a_package_is_registered_with_its_facts_and_rejected_in_time(office, card):
    draft = drafted(receivers=[Reach(Face("body", "Bilgi İşlem", "24300002"), urgency="GNL", days=3)])
    content = packed(card, draft)
    made = services.take_in(actor=office.chief.actor, content=content, file_name="a.eyp")
    assert (made.sender, made.document_number, made.file_code.code, made.urgency) == (
        OURS.name, "E-24300001-702-7", "702", "GNL",
    )  # fmt: skip
    assert [(one.name, one.file is not None) for one in made.annexes.all()] == [
        ("Liste", True), ("Ham", True), ("Pafta", False),
    ]  # fmt: skip
    assert made.file.name == "ustyazi.pdf"
    with pytest.raises(Refused, match="zaten kayıtlı"):
        services.take_in(actor=office.chief.actor, content=content, file_name="a.eyp")
    other = drafted(subject="Kusurlu")
    broken = changed(packed(card, other), **{"Ekler/liste.pdf": PDF + b"%"})
    faulty = services.take_in(actor=office.chief.actor, content=broken, file_name="b.eyp")
    assert [one["rule"] for one in faulty.faults] == ["ozet"]
    done = services.reject(faulty.case.number, actor=office.chief.actor, why="Özet tutmuyor")
    assert done.case.state == "rejected"
    with pytest.raises(Refused, match="Paket açılamadı"):
        services.take_in(actor=office.chief.actor, content=b"PK\x03\x04", file_name="c.eyp")
    assert Incoming.objects.count() == 2


def old_package(sign):
    """A package of 1.3, written here after the format's own description: one digest each, no final metadata."""
    key, one = str(uuid.uuid4()).upper(), "urn:dpt:eyazisma:schema:xsd:{}-1"
    kinds = "http://eyazisma.dpt/iliskiler/"
    party = "<t:KurumKurulus><t:KKK>{}</t:KKK><t:Adi>{}</t:Adi></t:KurumKurulus>"
    ours, theirs = party.format("24300002", "Bilgi İşlem"), party.format("24310000", "Örnek Valiliği")
    goes = f"<t:Dagitim>{ours}<t:Ivedilik>IVD</t:Ivedilik><t:DagitimTuru>GRG</t:DagitimTuru></t:Dagitim>"

    def xml(root, inside):
        spaces = f'xmlns="{one.format(root)}" xmlns:t="{one.format("Tipler")}" xmlns:p="{one.format("PaketOzeti")}"'
        return f'\ufeff<?xml version="1.0" encoding="utf-8"?><{root} {spaces}>{inside}</{root}>'.encode()

    core = (
        '<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject>Eski</dc:subject><dc:identifier>{key}'
        "</dc:identifier><category>RESMIYAZISMA</category><version>1.3</version></coreProperties>"
    ).encode()
    parts = {
        "UstYazi/a.pdf": (PDF, "ustyazi"),
        "Ustveri/Ustveri.xml": (
            xml(
                "Ustveri",
                f"<t:BelgeId>{key}</t:BelgeId><t:Konu>Eski</t:Konu><t:Tarih>2016-01-04T10:00:00+02:00</t:Tarih>"
                "<t:BelgeNo>24310000-702-9</t:BelgeNo><t:GuvenlikKodu>TSD</t:GuvenlikKodu>"
                f"<t:MimeTuru>application/pdf</t:MimeTuru><t:DagitimListesi>{goes}</t:DagitimListesi>"
                f"<t:Olusturan>{theirs}</t:Olusturan><t:DosyaAdi>a.pdf</t:DosyaAdi>",
            ),
            "ustveri",
        ),
        "BelgeHedef/BelgeHedef.xml": (
            xml("BelgeHedef", f"<t:HedefListesi><t:Hedef>{ours}</t:Hedef></t:HedefListesi>"),
            "belgehedef",
        ),
        "Imzalar/BelgeImza.xml": (xml("BelgeImza", "<t:ImzaListesi/>"), "belgeimza"),
    }  # fmt: skip

    def digest(root, names):
        rows = [
            f'<p:Reference URI="/{name}" Type="http://eyazisma.dpt/bilesen#dahili"><p:DigestMethod '
            f'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><p:DigestValue>'
            f"{b64encode(hashlib.sha256(parts[name][0]).digest()).decode()}</p:DigestValue></p:Reference>"
            for name in names
        ]
        return xml(root, "".join(rows))

    first = ["BelgeHedef/BelgeHedef.xml", "UstYazi/a.pdf", "Ustveri/Ustveri.xml"]
    parts["PaketOzeti/PaketOzeti.xml"] = (digest("PaketOzeti", first), "PaketOzeti")
    parts["Imzalar/ImzaCades.imz"] = (sign(parts["PaketOzeti/PaketOzeti.xml"][0]), "")
    parts["core.psmdcp"] = (core, "core")
    names = [*first, "Imzalar/BelgeImza.xml", "PaketOzeti/PaketOzeti.xml", "Imzalar/ImzaCades.imz", "core.psmdcp"]
    parts["NihaiOzet/NihaiOzet.xml"] = (digest("NihaiOzet", names), "nihaiozet")
    parts["Muhurler/MuhurCades.imz"] = (sign(parts["NihaiOzet/NihaiOzet.xml"][0]), "")
    office = "http://schemas.openxmlformats.org/package/2006"

    def rels(rows):
        inside = "".join(f'<Relationship Type="{k}" Target="{t}" Id="R{n}"/>' for n, (k, t) in enumerate(rows))
        return f'<Relationships xmlns="{office}/relationships">{inside}</Relationships>'

    top = [
        (f"{office}/relationships/metadata/core-properties" if kind == "core" else kinds + kind, f"/{name}")
        for name, (_, kind) in parts.items()
        if kind
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, (content, _) in parts.items():
            archive.writestr(name, content)
        archive.writestr("_rels/.rels", rels(top))
        archive.writestr(
            "PaketOzeti/_rels/PaketOzeti.xml.rels", rels([(kinds + "imzacades", "../Imzalar/ImzaCades.imz")])
        )
        archive.writestr(
            "NihaiOzet/_rels/NihaiOzet.xml.rels", rels([(kinds + "muhurcades", "../Muhurler/MuhurCades.imz")])
        )
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{office}/content-types"/>')
    return out.getvalue()


def test_a_package_of_the_old_version_is_read_and_its_faults_are_told(card):
    report = check(old_package(card), lambda signature: "ok")
    assert (report.digests, report.signatures, report.violations) == ("ok", "ok", [])
    assert (report.meta.number, report.meta.sender.name, report.meta.date.year) == (
        "24310000-702-9",
        "Örnek Valiliği",
        2016,
    )
    bad = check(changed(old_package(card), **{"UstYazi/a.pdf": PDF + b"%"}), lambda signature: "ok")
    assert "özet tutmuyor" in bad.digests
