"""Files of whole registers: CSV, JSON and YAML read into rows of texts and written out again, without a database."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 100_000
FORMATS = {"csv": "text/csv", "json": "application/json", "yaml": "application/yaml"}
DEEPEST = 12
_FORMULA = ("=", "+", "-", "@", "\t", "'")
_OPENS = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken)
_CLOSES = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)
_YAML = re.compile(r"[\w-]+:(\s|$)")
SCALAR = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a file: where it stands, and what it says by column."""

    number: int
    said: Mapping[str, Any]


Sections = dict[str, list[Line]]
"""Name of a register → its records; "" where the file does not name it."""


def text_of(content: bytes) -> str:
    """UTF-8 first, UTF-16 by its mark, else the code page a Turkish office program writes."""
    if len(content) > LARGEST:
        raise ValueError("Dosya 20 MB sınırını aşıyor; parçalara bölün.")
    try:
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return content.decode("utf-16")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1254")
    except UnicodeDecodeError:
        raise ValueError("Dosyanın karakter kümesi tanınmadı: UTF-8 ya da Windows-1254 bekleniyor.") from None


def read(content: bytes) -> Sections:
    """The records of a file in the writing it shows itself to be in; `ValueError` in words where it is none."""
    text = text_of(content).strip("\ufeff\n\r ")
    if not text or "\0" in text:
        raise ValueError("Dosya boş ya da metin dosyası değil.")
    if text[0] in "[{":
        return _named(_json(text))
    head = text.splitlines()[0]
    if head.startswith(("---", "- ", "#", "%YAML")) or _YAML.match(head):
        return _named(_yaml(text))
    return {"": _csv(text)}


def _json(text: str) -> Any:
    try:
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()  # half a character is none
        return found
    except (ValueError, RecursionError) as fault:
        where = f" ({fault.lineno}. satır)" if isinstance(fault, json.JSONDecodeError) else ""
        raise ValueError(f"JSON okunamadı{where}.") from None


def _yaml(text: str) -> Any:
    try:
        plain(text)
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f" ({mark.line + 1}. satır)" if mark else ""
        raise ValueError(f"YAML okunamadı{where}.") from None


def plain(text: str) -> None:
    """Refuse what makes a small file grow large in memory or long in time: aliases, and brackets without end."""
    depth = 0
    for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(token, yaml.AliasToken):
            raise ValueError("Dosyada YAML takma adı (*) var; açık yazın.")
        depth += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if depth > DEEPEST:
            raise ValueError("Dosyada iç içe çok fazla köşeli ya da süslü ayraç var.")


def _named(found: Any) -> Sections:
    if isinstance(found, list):
        found = {"": found}
    if not isinstance(found, dict) or not all(isinstance(rows, list) for rows in found.values()):
        raise ValueError("Dosyada kayıtların listesi ya da «prefixes: […]» gibi adlandırılmış listeler beklenir.")
    if sum(len(rows) for rows in found.values()) > MOST_ROWS:
        raise ValueError(f"Dosyada {MOST_ROWS} kayıttan çoğu var; parçalara bölün.")
    sections: Sections = {}
    for name, rows in found.items():
        if not all(isinstance(row, dict) for row in rows):
            raise ValueError("Her kayıt sütun adlarıyla yazılmalı.")
        sections[str(name)] = [
            Line(number, {str(key): _scalar(value) for key, value in row.items()})
            for number, row in enumerate(rows, 1)
        ]
    return sections


def _scalar(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return [str(each) for each in value]
    if isinstance(value, SCALAR):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else "\0"


def _csv(text: str) -> list[Line]:
    head = text.splitlines()[0]
    comma = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        names = [name.strip().lower() for name in next(reader)]
        if len(set(names)) != len(names) or not all(names):
            raise ValueError("Başlık satırında boş ya da yinelenen sütun adı var.")
        lines = []
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(names):
                raise ValueError(
                    f"{reader.line_num}. satırda {len(cells)} hücre var; başlıkta {len(names)} sütun yazıyor."
                )
            lines.append(Line(reader.line_num, dict(zip(names, map(_bare, cells), strict=True))))
            if len(lines) > MOST_ROWS:
                raise ValueError(f"Dosyada {MOST_ROWS} kayıttan çoğu var; parçalara bölün.")
    except csv.Error:
        raise ValueError(f"{reader.line_num}. satır CSV olarak okunamadı: tırnakları kontrol edin.") from None
    return lines


def _bare(cell: str) -> str:
    """A cell without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA and cell[1:2] else cell


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] and cell[:1] in _FORMULA else cell


def write(form: str, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The records of one register in a writing that `read` understands."""
    if form == "csv":
        out = io.StringIO(newline="")
        pen = csv.writer(out)
        pen.writerow(columns)
        pen.writerows([_safe(_cell(value)) for value in row] for row in rows)
        return out.getvalue().encode("utf-8-sig")
    found = {name: [dict(zip(columns, row, strict=True)) for row in rows]}
    if form == "json":
        return json.dumps(found, ensure_ascii=False, indent=1).encode()
    pen_of = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    written: str = yaml.dump(found, Dumper=pen_of, allow_unicode=True, sort_keys=False)
    return written.encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(value) if isinstance(value, list) else str(value)
