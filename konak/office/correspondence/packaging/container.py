"""The outer ZIP, opened as something a stranger sent: bounded, no way out of it, no XML that reaches elsewhere."""

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from . import names

MOST_PARTS = 2_000
LARGEST = 512 * 1024 * 1024
LARGEST_XML = 16 * 1024 * 1024
HIGHEST_RATIO = 200
HARMLESS = 8 * 1024 * 1024
"""Bytes below which a ratio means nothing: a page of blanks packs well."""

XML = etree._Element


class Broken(Exception):
    """Not a package that can be read at all: the rule it breaks, and the part."""

    def __init__(self, rule: str, part: str = "") -> None:
        super().__init__(f"{rule}: {part}" if part else rule)
        self.rule, self.part = rule, part


@dataclass(frozen=True, slots=True)
class Relation:
    source: str
    kind: str
    """The last word of the type in lower case, "core", or the whole type where it is none of ours."""
    target: str
    id: str
    external: bool = False


@dataclass(slots=True)
class Container:
    """The parts by their names as written, beginning with "/"; found by name whatever the case."""

    parts: dict[str, bytes]
    relations: list[Relation] = field(default_factory=list)
    types: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def find(self, name: str) -> str | None:
        wanted = unquote(name).casefold()
        return next((part for part in self.parts if part.casefold() == wanted), None)

    def of_kind(self, kind: str) -> list[Relation]:
        return [one for one in self.relations if one.kind == kind]

    def part_of(self, kind: str) -> str | None:
        """The name of the only part of a kind; None where there is none."""
        found = self.of_kind(kind)
        return self.find(found[0].target) if found else None

    def content(self, kind: str) -> bytes | None:
        name = self.part_of(kind)
        return self.parts[name] if name else None


def parse(content: bytes, part: str) -> XML:
    """XML without a document type, without entities, without network."""
    if len(content) > LARGEST_XML:
        raise Broken("xml-cok-buyuk", part)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Broken("xml-bozuk", part) from fault
    if root.getroottree().docinfo.internalDTD is not None or b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise Broken("xml-dtd", part)
    return root


def open_container(content: bytes) -> Container:
    """Every part, read within bounds; raises `Broken` where reading on would be unsafe or senseless."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise Broken("zip-bozuk") from fault
    entries = [one for one in archive.infolist() if not (one.is_dir() and one.file_size == 0)]
    if len(entries) > MOST_PARTS:
        raise Broken("zip-bombasi", f"{len(entries)} parça")
    if sum(one.file_size for one in entries) > LARGEST:
        raise Broken("zip-bombasi", "açılmış boyut")
    parts: dict[str, bytes] = {}
    seen: set[str] = set()
    left = LARGEST
    for one in entries:
        name = _safe_name(one)
        if name.casefold() in seen:
            raise Broken("ayni-adli-parca", name)
        seen.add(name.casefold())
        if one.file_size > HARMLESS and one.file_size > HIGHEST_RATIO * max(one.compress_size, 1):
            raise Broken("zip-bombasi", name)
        parts[name] = _unpacked(archive, one, name, left)
        left -= len(parts[name])
    found = Container(parts)
    if not _nothing_beside(content, archive):
        found.faults.append(("zip-disinda-veri", ""))
    _read_types(found)
    _read_relations(found)
    return found


def _nothing_beside(content: bytes, archive: zipfile.ZipFile) -> bool:
    """Whether the bytes are the entries and their directory, one behind the other, and nothing else.

    Readers skip what stands before, between and behind them, and no digest covers that; a reader that goes from the
    front would even find another package there.
    """
    place = 0
    for one in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if one.header_offset != place or one.comment or not content.startswith(b"PK\x03\x04", place):
            return False
        # the directory lies behind, so a header is whole
        name, extra = struct.unpack_from("<HH", content, place + 26)
        place += 30 + name + extra + one.compress_size
        if one.flag_bits & 0x8:
            sums = (one.CRC, one.compress_size, one.file_size)
            plain = [struct.pack(form, *sums) for form in ("<LLL", "<LQQ")]
            known = [b"PK\x07\x08" + told for told in plain] + plain
            place += next((len(told) for told in known if content.startswith(told, place)), 0)
    end = len(content) - 22
    if archive.start_dir != place or end < place or content[end : end + 4] != b"PK\x05\x06":
        return False
    behind = content[place + int.from_bytes(content[end + 12 : end + 16], "little") : end]
    # a directory of the large form has a record of 56 bytes and its address before the end
    return not archive.comment and (not behind or (len(behind) == 76 and behind.startswith(b"PK\x06\x06")))


def _safe_name(entry: zipfile.ZipInfo) -> str:
    name = unquote(entry.filename)
    plain = name.replace("\\", "/")
    steps = plain.split("/")
    if plain.startswith("/") or ".." in steps or ":" in steps[0] or "\0" in plain or "\\" in name:
        raise Broken("zip-disina-cikan-ad", entry.filename[:200])
    if entry.is_dir():
        raise Broken("zip-dizininde-veri", entry.filename[:200])
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Broken("zip-yontemi", entry.filename[:200])
    if entry.flag_bits & 0x1:
        raise Broken("zip-parolali", entry.filename[:200])
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        raise Broken("zip-simgesel-bag", entry.filename[:200])
    return "/" + plain


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> bytes:
    """Never more than was announced, whatever the stream holds."""
    limit = min(entry.file_size, left)
    try:
        with archive.open(entry) as stream:
            content = stream.read(limit + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as fault:
        raise Broken("zip-bozuk", name) from fault
    if len(content) > limit:
        raise Broken("zip-bombasi", name)
    return content


def _read_types(found: Container) -> None:
    name = found.find("/[Content_Types].xml")
    if name is None:
        found.faults.append(("icerik-turleri-yok", "/[Content_Types].xml"))
        return
    for one in parse(found.parts[name], name).iterchildren("{*}*"):
        key = one.get("PartName") or f".{one.get('Extension', '')}"
        found.types[key.casefold()] = one.get("ContentType", "")


def tells_relations(name: str) -> bool:
    folder, file = posixpath.split(name.casefold())
    return file.endswith(".rels") and posixpath.basename(folder) == "_rels"


def _read_relations(found: Container) -> None:
    for name in sorted(found.parts):
        if not tells_relations(name):
            continue
        folder, file = posixpath.split(name)
        base = posixpath.dirname(folder)
        source = posixpath.join(base, file[: -len(".rels")]) if file.casefold() != ".rels" else "/"
        if source != "/" and found.find(source) is None:
            found.faults.append(("iliski-kaynagi-yok", name))
        seen: set[str] = set()
        for one in parse(found.parts[name], name).iterchildren("{*}*"):
            kind, target = one.get("Type", ""), one.get("Target", "")
            external = one.get("TargetMode", "").casefold() == "external"
            if kind.casefold().startswith(names.RELATION):
                short = kind[len(names.RELATION) :].casefold()
            elif kind == names.CORE_RELATION:
                short = "core"
            else:
                short = kind
            key = one.get("Id", "")
            if key in seen:
                found.faults.append(("iliski-kimligi-yinelenmis", f"{name}#{key}"))
            seen.add(key)
            where = target if external else posixpath.normpath(posixpath.join(base or "/", unquote(target)))
            found.relations.append(Relation(source, short, where, key, external))
            if short not in names.RELATIONS and short != "core":
                found.faults.append(("bilinmeyen-iliski-turu", f"{name}#{key}"))
            elif external:
                found.faults.append(("paket-disina-iliski", f"{name}#{key}"))
            elif found.find(where) is None:
                found.faults.append(("iliskinin-parcasi-yok", where))
