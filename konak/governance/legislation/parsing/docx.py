"""Words of a .docx, with the list labels that Word computes and does not store in the text."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx as word
from docx.oxml.ns import qn

from .marks import to_roman
from .structure import Unreadable

MAX_UNPACKED = 200 * 1024 * 1024
"""Bytes of the parts we read after unpacking; more is an attack or no regulation."""


def docx_text(data: bytes) -> str:
    """Paragraphs and table rows in order, one a line. Raises `Unreadable` for what is no Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {part.filename: part.file_size for part in package.infolist()}
        if "word/document.xml" not in parts:
            raise Unreadable("Bu bir Word belgesi değil. .docx, .pdf ya da .txt yükleyin.")
        if sum(size for name, size in parts.items() if name.endswith((".xml", ".rels"))) > MAX_UNPACKED:
            raise Unreadable("Bu belge açıldığında çok büyüyor; güvenlik için okunmadı.")
        document = word.Document(io.BytesIO(data))
        numbering = _Numbering(document)
        lines = list(_lines(document.element.body, numbering))
    except Unreadable:
        raise
    except Exception as error:  # the library raises whatever its parts raise on a broken file
        raise Unreadable("Bu Word dosyası açılamadı; dosya bozuk ya da parolalı olabilir.") from error
    return "\n".join(lines)


def _lines(body: Any, numbering: "_Numbering") -> Iterator[str]:
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            yield from _paragraph(element, numbering).split("\n")
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                cells = [
                    " ".join(filter(None, (_paragraph(part, numbering) for part in cell.iter(qn("w:p")))))
                    for cell in row.findall(qn("w:tc"))
                ]
                yield "| " + " | ".join(cells) + " |" if len(cells) > 1 else "".join(cells)
        elif element.tag == qn("w:sdt"):
            content = element.find(qn("w:sdtContent"))
            if content is not None:
                yield from _lines(content, numbering)


def _paragraph(element: Any, numbering: "_Numbering") -> str:
    words: list[str] = []
    for part in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen"), qn("w:softHyphen")):
        if part.tag == qn("w:t"):
            words.append(part.text or "")
        elif part.tag == qn("w:noBreakHyphen"):
            words.append("-")
        elif part.tag == qn("w:br"):
            words.append("\n")
        elif part.tag == qn("w:tab") and part.getparent().tag == qn("w:r"):
            words.append(" ")
    text = "".join(words).strip()
    return numbering.label(element) + text if text else ""


class _Numbering:
    """Counts the automatic lists: reads numbering.xml once, then gives each list paragraph its label."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, Any] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.findall(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            for level in abstract.findall(qn("w:lvl")):
                kind = _value(level.find(qn("w:numFmt")), "decimal")
                text = _value(level.find(qn("w:lvlText")), "")
                start = _value(level.find(qn("w:start")), "1")
                self._levels[(key, int(level.get(qn("w:ilvl"))))] = (kind, text, int(start))
        for number in root.findall(qn("w:num")):
            self._abstract[number.get(qn("w:numId"))] = _value(number.find(qn("w:abstractNumId")), "")
        for style in document.styles.element.findall(qn("w:style")):
            properties = style.find(qn("w:pPr"))
            if properties is not None and properties.find(qn("w:numPr")) is not None:
                self._styles[style.get(qn("w:styleId"))] = properties.find(qn("w:numPr"))

    def label(self, paragraph: Any) -> str:
        """The label Word would print before this paragraph, with a blank behind it, or nothing."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ""
        numbered = properties.find(qn("w:numPr"))
        if numbered is None:
            style = _value(properties.find(qn("w:pStyle")), "")
            numbered = self._styles.get(style)
        if numbered is None:
            return ""
        number = _value(numbered.find(qn("w:numId")), "0")
        depth = int(_value(numbered.find(qn("w:ilvl")), "0"))
        found = self._levels.get((self._abstract.get(number, ""), depth))
        if number == "0" or found is None:
            return ""
        kind, text, start = found
        self._counts[(number, depth)] = self._counts.get((number, depth), start - 1) + 1
        for key in [key for key in self._counts if key[0] == number and key[1] > depth]:
            del self._counts[key]
        if kind == "bullet":
            return "• "
        for level in range(depth + 1):
            other = self._levels.get((self._abstract.get(number, ""), level), found)
            count = self._counts.get((number, level), other[2])
            text = text.replace(f"%{level + 1}", _shown(other[0], count))
        return f"{text} " if text.strip() else ""


def _value(element: Any, default: str) -> str:
    return default if element is None else element.get(qn("w:val")) or default


def _shown(kind: str, count: int) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        turns, place = divmod(count - 1, 26)
        letter = "abcdefghijklmnopqrstuvwxyz"[place] * (turns + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        return to_roman(count).lower() if kind == "lowerRoman" else to_roman(count)
    return str(count)
