"""A letter for each row of a table: read, its columns given their meaning, looked at, then made all at once."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.db import transaction

from konak.foundation.access import Actor
from konak.foundation.db.turkish import lower
from konak.foundation.lifecycle import Refused

from .. import queries, writing
from ..models import Letter, LetterKind, Party, Template
from . import previewing
from .drafting import draft, usable_code

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 1_000, 60, 4 * 1024 * 1024
OWN = {
    "muhatap": "Muhatap (ya da yalnız DETSİS no)",
    "tür": "Muhatap türü (kişi, kurum, şirket)",
    "detsis": "DETSİS no",
    "alt birim": "Alt birim",
    "adres": "Adres",
    "e-posta": "E-posta",
    "kep": "KEP adresi",
}
"""Columns that say whom a letter goes to; all others fill what stands in braces."""
PARTIES = {
    "kişi": Party.PERSON, "person": Party.PERSON, "kurum": Party.BODY, "body": Party.BODY,
    "şirket": Party.COMPANY, "company": Party.COMPANY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """Head and rows as text; each row with its line in the file."""

    head: list[str]
    rows: list[tuple[int, list[str]]]


def read_merge_table(content: bytes, name: str) -> Table:
    """The first sheet of a workbook, or CSV in any of the usual encodings and separators."""
    if len(content) > MOST_BYTES:
        raise Refused("Tablo 4 MB sınırını aşıyor.")
    lines = _sheet(content) if name.lower().endswith(".xlsx") else _text(content)
    filled = [(line, row) for line, row in lines if any(row)]
    if len(filled) < 2:
        raise Refused("Tabloda başlık satırı ve en az bir satır olmalı.")
    head = [" ".join(cell.split())[:80] for cell in filled[0][1]]
    while head and not head[-1]:
        head.pop()
    if len(filled) - 1 > MOST_ROWS or len(head) > MOST_COLUMNS:
        raise Refused("Tabloda en çok 1.000 satır ve 60 sütun olur.")
    twice = {one for one in head if one and head.count(one) > 1}
    if twice:
        raise Refused(f"Başlıkta iki kez geçen sütun var: {', '.join(sorted(twice))}.")
    return Table(head, [(line, (row + [""] * len(head))[: len(head)]) for line, row in filled[1:]])


def _text(content: bytes) -> list[tuple[int, list[str]]]:
    for encoding in ("utf-8-sig", "cp1254", "iso8859-9"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    text = text.replace("\0", "")
    mark = max("\t;,", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        return [(reader.line_num, [cell.strip()[:2_000] for cell in row]) for row in reader]
    except csv.Error as fault:
        raise Refused(f"Tablo CSV olarak okunamadı: {fault}.") from None


def _sheet(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(one.file_size for one in archive.infolist()) > 64 * 1024 * 1024:
                raise Refused("Çalışma kitabı açılınca çok büyüyor; tabloyu CSV olarak kaydedin.")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = next(one for one in book.worksheets if one.sheet_state == "visible")
        rows = sheet.iter_rows(values_only=True, max_row=MOST_ROWS + 50, max_col=MOST_COLUMNS + 1)
        return [(line, [_cell(value) for value in row]) for line, row in enumerate(rows, start=1)]
    except (zipfile.BadZipFile, StopIteration, KeyError, ValueError, OSError, AttributeError, TypeError) as fault:
        raise Refused("Dosya Excel (.xlsx) olarak açılamadı; yeniden kaydedip deneyin.") from fault


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "strftime") and hasattr(value, "year"):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value).strip()[:2_000]


def wanted_fields(template: Template, subject: str = "") -> list[str]:
    """What the words of a template leave open, beside whom it goes to."""
    return [
        name for name in writing.fields_of(f"{template.body} {subject or template.subject}") if lower(name) not in OWN
    ]


def guessed(head: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """For each name the column that is called like it."""
    known = {lower(one): one for one in head if one}
    other = {"muhatap": ("ad soyad", "adı soyadı", "kurum", "ad"), "e-posta": ("eposta", "e-mail", "email")}
    return {
        name: next((known[one] for one in (lower(name), *other.get(name, ())) if one in known), "") for name in names
    }


def mapped(table: Table, columns: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    """The rows by the meaning of their columns."""
    places = {name: table.head.index(column) for name, column in columns.items() if column in table.head}
    return [(line, {lower(name): row[place] for name, place in places.items()}) for line, row in table.rows]


def faults_of(template: Template, rows: Sequence[tuple[int, Mapping[str, str]]], subject: str = "") -> list[str]:
    """What is wrong, row by row."""
    needed = wanted_fields(template, subject)
    found, seen = [], dict[tuple[str, str], int]()
    for line, values in rows:
        missing = [name for name in needed if not values.get(lower(name))]
        if not values.get("muhatap") and not values.get("detsis"):
            missing.insert(0, "muhatap")
        if missing:
            found.append(f"{line}. satırda eksik: {', '.join(missing)}.")
        kind = lower(values.get("tür", ""))
        if kind and kind not in PARTIES:
            found.append(
                f"{line}. satırda muhatap türü «{values['tür']}» bilinmiyor: kişi, kurum ya da şirket yazın."
            )
        number = values.get("detsis", "")
        if number and not (len(number) == 8 and number.isascii() and number.isdecimal() and number[0] != "0"):
            found.append(f"{line}. satırda DETSİS numarası «{number}» sekiz rakam değil.")
        if (mail := values.get("e-posta", "")) and "@" not in mail[1:-1]:
            found.append(f"{line}. satırda e-posta adresi «{mail}» geçersiz.")
        who = (lower(values.get("muhatap", "")), number)
        if any(who) and who in seen:
            found.append(f"{line}. satır {seen[who]}. satırla aynı muhataba.")
        seen.setdefault(who, line)
    return found


def template_of(actor: Actor, template_id: int) -> Template:
    template = queries.templates_for(actor).filter(pk=template_id).first()
    if template is None:
        raise Refused("Şablon bulunamadı.")
    return template


def _facts(values: Mapping[str, str]) -> dict[str, Any]:
    kind = PARTIES.get(lower(values.get("tür", "")))
    return {
        "party": kind or (Party.BODY if values.get("detsis") else Party.PERSON),
        "name": values.get("muhatap", ""),
        "detsis": values.get("detsis", ""),
        "second_line": values.get("alt birim", ""),
        "address": values.get("adres", ""),
        "email": values.get("e-posta", ""),
        "kep": values.get("kep", ""),
    }


def merge_preview(
    *, actor: Actor, template_id: int, values: Mapping[str, str], kind: str = LetterKind.OUTGOING
) -> previewing.Drawn:
    """The letter of one row as it would be drawn; nothing is kept."""
    template = template_of(actor, template_id)
    given = {"kind": kind, "subject": writing.filled(template.subject, values, escaped=False),
             "body": writing.filled(template.body, values)}  # fmt: skip
    return previewing.typed(None, actor=actor, facts=given, addressee=_facts(values))


@transaction.atomic
def merge(
    *,
    actor: Actor,
    template_id: int,
    code: str,
    rows: Sequence[Mapping[str, str]] | Sequence[tuple[int, Mapping[str, str]]],
    subject: str = "",
    kind: str = LetterKind.OUTGOING,
) -> list[Letter]:
    """Mail-merge: a letter for each row; `muhatap` and its like say whom, others fill `{alan}`. All or none."""
    template = template_of(actor, template_id)
    lines: list[tuple[int, dict[str, str]]] = []
    for place, row in enumerate(rows, start=2):
        line, values = row if isinstance(row, tuple) else (place, row)
        lines.append((line, {lower(name.strip()): str(value).strip() for name, value in values.items() if name}))
    if not lines or len(lines) > MOST_ROWS:
        raise Refused("Tabloda 1 ile 1.000 arasında satır olmalı.")
    wrong = faults_of(template, lines, subject)
    if wrong:
        more = f" ({len(wrong) - 5} kusur daha)" if len(wrong) > 5 else ""
        raise Refused(f"{' '.join(wrong[:5])}{more} Hiçbir yazı oluşturulmadı.")
    usable = usable_code(code or (template.file_code.code if template.file_code else "")).code
    made = []
    for line, values in lines:
        try:
            made.append(
                draft(
                    actor=actor,
                    kind=kind,
                    code=usable,
                    template_id=template.pk,
                    addressees=[_facts(values)],
                    subject=writing.filled(subject or template.subject, values, escaped=False),
                    body=writing.filled(template.body, values),
                )
            )
        except Refused as refusal:
            raise Refused(f"{line}. satır: {refusal} Hiçbir yazı oluşturulmadı.") from None
    return made
