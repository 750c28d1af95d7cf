"""What runs or calls out inside a document: found before a program of ours opens it."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

MOST_ENTRIES, MOST_OBJECTS, LARGEST_XML = 5_000, 200_000, 8 * 1024 * 1024
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.I)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.I)
_LINK = re.compile(rb"/relationships/hyperlink[\"']", re.I)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class Unreadable(Exception):
    """The document cannot be opened; in Turkish."""


@dataclass(frozen=True, slots=True)
class Active:
    """Something in a document that acts by itself: what it is, in Turkish."""

    what: str


def office(content: bytes) -> list[Active]:
    """Macros, embedded programs and links that are fetched on opening, in a DOCX, XLSX, PPTX or an ODF document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise Unreadable("Belge açılamayacak kadar çok parçadan oluşuyor.")
            return list(dict.fromkeys(_in_archive(archive, entries)))
    except _BROKEN:
        raise Unreadable("Belge bozuk; açılamıyor.") from None


def _in_archive(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Iterator[Active]:
    for entry in entries:
        name = entry.filename.lower()
        if name.endswith(("vbaproject.bin", "vbadata.xml")) or name.startswith(("basic/", "scripts/")):
            yield Active("makro")
        elif "/activex/" in name:
            yield Active("ActiveX denetimi")
        elif re.search(r"/embeddings/.*\.bin$", name) or name.startswith("objectreplacements/"):
            yield Active("gömülü nesne (OLE)")
        elif name == "[content_types].xml":
            text = _part(archive, entry)
            if b"macroenabled" in text.lower():
                yield Active("makro")
            if b"oleobject" in text.lower():
                yield Active("gömülü nesne (OLE)")
        elif name.endswith(".rels"):
            for relation in _RELATION.findall(_part(archive, entry)):
                if _EXTERNAL.search(relation) and not _LINK.search(relation):
                    yield Active("dışarıdan yüklenen içerik")
        elif name in ("content.xml", "settings.xml", "styles.xml"):
            text = _part(archive, entry)
            if b"<script:event-listener" in text or b"<office:script" in text:
                yield Active("makro")
            if re.search(rb"<draw:object-ole|<draw:plugin|<draw:applet", text):
                yield Active("gömülü nesne (OLE)")
            if re.search(rb"<(?:draw:image|draw:object|text:section-source)[^>]*(?:https?|ftp|file|smb):", text):
                yield Active("dışarıdan yüklenen içerik")


def _part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > LARGEST_XML * 8:
        raise Unreadable("Belgenin bir parçası açılamayacak kadar büyük.")
    with archive.open(entry) as stream:
        return stream.read(LARGEST_XML)


_ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "program başlatma",
    "/SubmitForm": "form gönderme",
    "/ImportData": "veri yükleme",
    "/GoToR": "başka dosyaya geçiş",
    "/GoToE": "gömülü dosyaya geçiş",
    "/Rendition": "oynatma",
    "/RichMediaExecute": "zengin içerik",
}
_SUBTYPES = {
    "/FileAttachment": "gömülü dosya",
    "/RichMedia": "zengin içerik",
    "/Screen": "oynatma",
    "/3D": "3B içerik",
}


@dataclass(frozen=True, slots=True)
class Pdf:
    """What is known of a PDF: how many pages, whether text can be read in it, and what acts by itself."""

    pages: int
    active: tuple[Active, ...]
    signed: bool
    claims_a: bool


def _open(content: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Unreadable("PDF parolayla korunuyor; açılamıyor.") from None
    except (pikepdf.PdfError, ValueError, OSError, RuntimeError):
        raise Unreadable("PDF bozuk; açılamıyor.") from None


def pdf(content: bytes) -> Pdf:
    """Look through every object of a PDF."""
    with _open(content) as opened:
        found: dict[Active, None] = {}
        signed = False
        for place, one in enumerate(opened.objects):
            if place > MOST_OBJECTS:
                raise Unreadable("PDF denetlenemeyecek kadar çok nesneden oluşuyor.")
            for node in _dictionaries(one):
                for what in _acts(node):
                    found[Active(what)] = None
                signed = signed or (_name(node, "/Type") == "/Sig" and "/ByteRange" in node)
        try:
            claims = bool(opened.open_metadata().pdfa_status)
        except Exception:
            claims = False
        return Pdf(len(opened.pages), tuple(found), signed, claims)


def _name(node: Any, key: str) -> str:
    value = node.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _dictionaries(one: Any, depth: int = 0) -> Iterator[Any]:
    """The object and what stands directly in it; objects of their own come by themselves."""
    if depth > 12:
        return
    if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        yield one
        for key in list(one.keys()):
            value = one.get(key)
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
                yield from _dictionaries(value, depth + 1)
    elif isinstance(one, pikepdf.Array):
        for value in list(one):
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
                yield from _dictionaries(value, depth + 1)


def _acts(node: Any) -> Iterator[str]:
    if what := _ACTIONS.get(_name(node, "/S")):
        yield what
    if "/JS" in node:
        yield "JavaScript"
    if "/JavaScript" in node:
        yield "JavaScript"
    if "/EmbeddedFiles" in node or _name(node, "/Type") == "/EmbeddedFile" or "/EF" in node:
        yield "gömülü dosya"
    if "/XFA" in node:
        yield "XFA formu"
    if what := _SUBTYPES.get(_name(node, "/Subtype")):
        yield what


def cleaned(content: bytes) -> bytes:
    """The same pages without anything that acts by itself."""
    with _open(content) as opened:
        root = opened.Root
        for key in ("/OpenAction", "/AA", "/AF", "/Collection"):
            if key in root:
                del root[key]
        if "/Names" in root:
            for key in ("/JavaScript", "/EmbeddedFiles", "/Renditions"):
                if key in root.Names:
                    del root.Names[key]
        if "/AcroForm" in root and "/XFA" in root.AcroForm:
            del root.AcroForm["/XFA"]
        for page in opened.pages:
            if "/AA" in page.obj:
                del page.obj["/AA"]
            if "/Annots" in page.obj:
                kept = [one for one in page.obj.Annots if _name(one, "/Subtype") not in _SUBTYPES]
                page.obj.Annots = pikepdf.Array(kept)
        for one in opened.objects:
            for node in _dictionaries(one):
                for key in ("/A", "/AA", "/OpenAction", "/JS", "/Next"):
                    if key in node and (key != "/A" or _name_of_action(node) in _ACTIONS):
                        del node[key]
                for key in ("/EF", "/AF"):
                    if key in node:
                        del node[key]
        held = io.BytesIO()
        opened.remove_unreferenced_resources()
        opened.save(held)
        return held.getvalue()


def _name_of_action(node: Any) -> str:
    action = node.get("/A")
    return _name(action, "/S") if isinstance(action, pikepdf.Dictionary) else ""
