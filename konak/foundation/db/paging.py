"""Keyset pages: a cursor names the last row seen by its place in the order, so a page costs the same however deep."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


def page_after(rows: QuerySet[M], order: Sequence[str], cursor: str, limit: int) -> tuple[list[M], str]:
    """The next `limit` rows after `cursor` and the cursor of the page behind them, empty at the end.

    `order` ends in a unique column; "-name" descends. None of the columns may be empty. A broken cursor starts anew.
    """
    ordered = rows.order_by(*order)
    try:
        later = _later(order, _read(cursor)) if cursor else Q()
        found = list(ordered.filter(later)[: limit + 1])
    except (ValueError, TypeError, ValidationError):
        found = list(ordered[: limit + 1])
    if len(found) <= limit:
        return found, ""
    return found[:limit], _written([_value(found[limit - 1], column.lstrip("-")) for column in order])


def _later(order: Sequence[str], values: list[Any]) -> Q:
    if len(values) != len(order):
        raise ValueError("a cursor of another list")
    found, same = Q(pk__in=[]), Q()
    for column, value in zip(order, values, strict=True):
        name = column.lstrip("-")
        found |= same & Q(**{f"{name}__{'lt' if column.startswith('-') else 'gt'}": value})
        same &= Q(**{name: value})
    return found


def _value(row: Any, column: str) -> Any:
    for part in column.split("__"):
        row = getattr(row, part)
    return row.isoformat() if isinstance(row, dt.date) else row


def _written(values: list[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def _read(cursor: str) -> list[Any]:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        values = json.loads(text)
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("no cursor") from error
    if not isinstance(values, list) or any(isinstance(one, str) and "\0" in one for one in values):
        raise ValueError("no cursor")
    return values
