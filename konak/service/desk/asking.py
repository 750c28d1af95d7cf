"""Questions of a service: what the desk builds without code, as JSON Schema, and whether answers fit. Pure.

A question is a plain mapping, kept in the version of the form it belongs to:

    {"key": "cihaz", "type": "choice", "label": "Hangi cihaz?", "help": "", "required": true,
     "options": ["Bilgisayar", "Yazıcı"], "show_if": {"key": "tur", "is": "Donanım"}}

What is not shown is not asked: an answer to a hidden question is dropped, and it is never required.
"""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from konak.foundation.db.turkish import fold

TYPES: dict[str, str] = {
    "text": "Kısa metin",
    "long": "Uzun metin",
    "number": "Sayı",
    "date": "Tarih",
    "choice": "Seçenek (biri)",
    "multi": "Seçenekler (birden çok)",
    "yes_no": "Evet / hayır",
    "person": "Kişi",
    "unit": "Birim",
    "asset": "Cihaz (taşınır)",
    "file": "Dosya",
}
KEY = r"^[a-z][a-z0-9_]{0,39}$"
MOST_QUESTIONS, MOST_OPTIONS = 60, 60
LINE, TEXT = 250, 8_000
Question = Mapping[str, Any]
Answers = dict[str, Any]

QUESTION_SCHEMA: dict[str, Any] = {
    "type": "array",
    "maxItems": MOST_QUESTIONS,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["key", "type", "label"],
        "properties": {
            "key": {"type": "string", "pattern": KEY},
            "type": {"enum": list(TYPES)},
            "label": {"type": "string", "minLength": 1, "maxLength": 200},
            "help": {"type": "string", "maxLength": 500},
            "required": {"type": "boolean"},
            "options": {
                "type": "array",
                "maxItems": MOST_OPTIONS,
                "items": {"type": "string", "minLength": 1, "maxLength": 120},
            },
            "show_if": {
                "type": "object",
                "additionalProperties": False,
                "required": ["key", "is"],
                "properties": {"key": {"type": "string"}, "is": {"type": ["string", "boolean"]}},
            },
        },
    },
}
_CHECK = Draft202012Validator(QUESTION_SCHEMA)


def key_from(label: str, taken: Sequence[str] = ()) -> str:
    """A key for a new question, made from its label: "Hangi cihaz?" → "hangi_cihaz"."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:36] or "soru"
    if not stem[0].isalpha():
        stem = f"s_{stem}"[:36]
    found, count = stem, 1
    while found in taken:
        count += 1
        found = f"{stem}_{count}"
    return found


def faults_of_form(questions: Any) -> list[str]:
    """Why a list of questions is no form, in Turkish; empty when it is one."""
    if errors := sorted(_CHECK.iter_errors(questions), key=lambda error: list(error.absolute_path)):
        return [f"Form okunamadı ({'/'.join(map(str, error.absolute_path)) or 'sorular'})." for error in errors[:3]]
    found: list[str] = []
    before: dict[str, Question] = {}
    for place, one in enumerate(questions, 1):
        where = f"{place}. soru («{one['label']}»)"
        if one["key"] in before:
            found.append(f"{where}: aynı anahtar iki kez kullanılmış.")
        options = one.get("options", [])
        if one["type"] in {"choice", "multi"} and len(set(options)) < 2:
            found.append(f"{where}: en az iki ayrı seçenek yazın.")
        if condition := one.get("show_if"):
            other = before.get(condition["key"])
            if other is None:
                found.append(f"{where}: koşul, kendisinden önceki bir soruya bağlanmalı.")
            elif other["type"] not in {"choice", "multi", "yes_no"}:
                found.append(f"{where}: koşul ancak seçenekli ya da evet/hayır sorusuna bağlanabilir.")
            elif other["type"] != "yes_no" and condition["is"] not in other.get("options", []):
                found.append(f"{where}: koşulun seçeneği «{other['label']}» sorusunda yok.")
            elif other["type"] == "yes_no" and not isinstance(condition["is"], bool):
                found.append(f"{where}: koşul evet ya da hayır olmalı.")
        before[one["key"]] = one
    return found


def _type(question: Question) -> dict[str, Any]:
    kind = question["type"]
    options = list(question.get("options", []))
    shapes: dict[str, dict[str, Any]] = {
        "text": {"type": "string", "maxLength": LINE},
        "long": {"type": "string", "maxLength": TEXT},
        "number": {"type": "number"},
        "date": {"type": "string", "format": "date"},
        "choice": {"enum": options},
        "multi": {"type": "array", "items": {"enum": options}, "uniqueItems": True, "maxItems": MOST_OPTIONS},
        "yes_no": {"type": "boolean"},
        "person": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        "unit": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1},
        "asset": {"type": "string", "maxLength": 60},
        "file": {"type": "array", "items": {"type": "integer", "minimum": 1}, "maxItems": 20},
    }
    shape = dict(shapes[kind])
    if question.get("required") and kind in {"text", "long", "asset"}:
        shape["minLength"] = 1
    if question.get("required") and kind in {"multi", "file"}:
        shape["minItems"] = 1
    return {"title": question["label"], **shape}


def schema_of(questions: Sequence[Question]) -> dict[str, Any]:
    """The form as JSON Schema: a conditional question is required only where its condition holds."""
    rules: list[dict[str, Any]] = []
    for one in questions:
        if not one.get("required") or not (condition := one.get("show_if")):
            continue
        other = condition["key"]
        source = next(each for each in questions if each["key"] == other)
        holds = {"contains": {"const": condition["is"]}} if source["type"] == "multi" else {"const": condition["is"]}
        rules.append(
            {
                "if": {"properties": {other: holds}, "required": [other]},
                "then": {"required": [one["key"]]},
            }
        )
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": {one["key"]: _type(one) for one in questions},
        "required": [one["key"] for one in questions if one.get("required") and not one.get("show_if")],
    }
    return schema | ({"allOf": rules} if rules else {})


def shown(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether the condition of a question holds for these answers."""
    condition = question.get("show_if")
    if not condition:
        return True
    given = answers.get(condition["key"])
    return bool(condition["is"] in given if isinstance(given, list) else given == condition["is"])


def kept(questions: Sequence[Question], answers: Mapping[str, Any]) -> Answers:
    """The answers that count, in the order of the questions: shown and not empty."""
    found: Answers = {}
    for one in questions:
        value = answers.get(one["key"])
        if value in (None, "", []) or not shown(one, found):
            continue
        found[one["key"]] = _storable(value)
    return found


def _storable(value: Any) -> Any:
    """What the database can keep: no NUL, no broken letter, no number that is none."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


WORDS = {
    "required": "yanıt verin",
    "minLength": "yanıt verin",
    "minItems": "en az birini seçin",
    "maxLength": "yanıt çok uzun",
    "enum": "seçeneklerden birini seçin",
    "format": "tarihi gün.ay.yıl olarak yazın",
    "type": "yanıtın türü uymuyor",
    "minimum": "yanıt geçersiz",
    "maximum": "yanıt geçersiz",
    "uniqueItems": "aynı seçenek iki kez",
    "maxItems": "çok fazla seçenek",
}


def _date(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10


_FORMATS = FormatChecker(formats=())
_FORMATS.checks("date")(_date)


def faults_of(schema: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with these answers, by the key of the question; unknown answers under an empty key."""
    found: dict[str, str] = {}
    for error in Draft202012Validator(dict(schema), format_checker=_FORMATS).iter_errors(dict(answers)):
        if error.validator == "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            for key in missing:
                found.setdefault(key, WORDS["required"])
        elif error.validator == "additionalProperties":
            found.setdefault("", "formda olmayan bir alan gönderildi")
        else:
            path = list(error.absolute_path)
            found.setdefault(str(path[0]) if path else "", WORDS.get(str(error.validator), "yanıt uymuyor"))
    return found
