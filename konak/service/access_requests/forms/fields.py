"""Fields that several forms of this app share: people and units that are looked up, rights."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from konak.foundation.ui.picking import PersonField, UnitField

__all__ = ["PersonField", "PersonIdField", "UnitField", "choose", "offer"]


class PersonIdField(PersonField):
    """The same, cleaned to the key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(key=True, **kwargs)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Give a model field, or one that looks up, its rows."""
    field = form.fields[name]
    if isinstance(field, UnitField):
        field.narrow(rows=rows)
        return
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Give a choice field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
