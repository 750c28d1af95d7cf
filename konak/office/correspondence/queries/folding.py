"""Looking for Turkish words in columns."""

from typing import Any

from django.db.models import CharField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Concat

from konak.foundation.db.turkish import fold


def holding(rows: QuerySet[Any], text: str, *columns: str) -> QuerySet[Any]:
    """Rows in whose columns together every word of `text` stands, by Turkish rules."""
    words = fold(text).split()[:6]
    if not words:
        return rows
    parts: list[Any] = [F(columns[0])]
    for column in columns[1:]:
        parts += [Value(" "), F(column)]
    whole = Concat(*parts, output_field=CharField()) if len(parts) > 1 else parts[0]
    rows = rows.alias(folded_text=Func(whole, function="tr_fold", output_field=TextField()))
    for word in words:
        rows = rows.filter(folded_text__contains=word)
    return rows
