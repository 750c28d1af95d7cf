"""Which kind of file it is, and the reader for it."""

import re
from collections.abc import Callable
from enum import StrEnum

from . import documents, lists
from .report import Report, Unreadable

LARGEST = 25 * 1024 * 1024


class Format(StrEnum):
    CYCLONEDX_JSON = "cyclonedx-json"
    CYCLONEDX_XML = "cyclonedx-xml"
    AGENT_XML = "agent-xml"
    AGENT_JSON = "agent-json"
    WINGET_EXPORT = "winget-export"
    WINGET_LIST = "winget-list"
    DPKG = "dpkg"
    CSV = "csv"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Format.CYCLONEDX_JSON: "CycloneDX (JSON)",
    Format.CYCLONEDX_XML: "CycloneDX (XML)",
    Format.AGENT_XML: "FusionInventory / GLPI ajanı (XML)",
    Format.AGENT_JSON: "GLPI ajanı (JSON)",
    Format.WINGET_EXPORT: "winget export",
    Format.WINGET_LIST: "winget list",
    Format.DPKG: "dpkg listesi",
    Format.CSV: "CSV",
}
READERS: dict[Format, Callable[[str], Report]] = {
    Format.CYCLONEDX_JSON: documents.cyclonedx_json,
    Format.CYCLONEDX_XML: documents.cyclonedx_xml,
    Format.AGENT_XML: documents.agent_xml,
    Format.AGENT_JSON: documents.agent_json,
    Format.WINGET_EXPORT: documents.winget_export,
    Format.WINGET_LIST: lists.winget,
    Format.DPKG: lists.dpkg,
    Format.CSV: lists.table,
}
NAMES_ITS_MACHINE = frozenset({Format.AGENT_XML, Format.AGENT_JSON, Format.CSV})
"""Kinds in which the computer is named; for the others the person who brings the file names it."""


def text_of(content: bytes) -> str:
    """The text of a file: UTF-16 by its mark (PowerShell writes so), UTF-8, else the Turkish code page."""
    if len(content) > LARGEST:
        raise Unreadable(f"Dosya {LARGEST // 1024 // 1024} MB sınırını aşıyor; bilgisayarları ayrı dosyalara bölün.")
    if not content.strip():
        raise Unreadable("Dosya boş.")
    if content[:4] in (b"PK\x03\x04", b"\x1f\x8b\x08\x00") or content[:2] == b"\x1f\x8b":
        raise Unreadable("Sıkıştırılmış dosya okunmaz; içindeki dosyayı açıp yükleyin.")
    try:
        text = content.decode("utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1254", "replace")
    if "\0" in text:
        raise Unreadable("Dosya bir metin dosyası değil.")
    return text


def guess(text: str) -> Format:
    """The kind of a text by how it begins; Unreadable when it is none of those we know."""
    head = text.lstrip()[:4000]
    if head.startswith("<"):
        if "cyclonedx.org/schema/bom" in head or re.search(r"<bom[\s>]", head):
            return Format.CYCLONEDX_XML
        return Format.AGENT_XML
    if head.startswith(("{", "[")):
        return Format(documents.kind_of_json(text))
    lines = head.splitlines()
    if any(line.startswith("||/ ") for line in lines) or re.match(
        r"^[a-z]i[ a-zA-Z]\s{1,2}\S", lines[0] if lines else ""
    ):
        return Format.DPKG
    if any(re.match(r"^-{20,}\s*$", line) for line in lines):
        return Format.WINGET_LIST
    first = lines[0] if lines else ""
    if lists.looks_like_table(first):
        return Format.CSV
    if all(re.match(r"^[a-z0-9][a-z0-9+.:-]*\t\S*\s*$", line) for line in lines[:-1] or lines):
        return Format.DPKG
    raise Unreadable(
        "Dosyanın türü anlaşılamadı. Okunan türler: CycloneDX (JSON, XML), FusionInventory ya da GLPI ajanı çıktısı, "
        "winget list, winget export, dpkg -l, dpkg-query -W, başlık satırı olan CSV."
    )


def read(content: bytes, kind: str = "") -> tuple[Format, Report]:
    """What the file says, and which kind it is; `kind` says it where the file does not."""
    text = text_of(content)
    chosen = Format(kind) if kind else guess(text)
    report = READERS[chosen](text)
    report.format = chosen
    if not report.machines or not report.programs:
        raise Unreadable(f"Dosyada kurulu program bulunamadı ({chosen.label} olarak okundu).")
    return chosen, report
