"""Fields that several forms of this app share: a person by name, a unit, a day."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from konak.foundation.ui import picking
from konak.foundation.ui.picking import UnitField

__all__ = ["PersonField", "UnitField", "UserChoice", "choose", "offer"]

UserChoice = picking.PersonField


class PersonField(picking.PersonField):
    """Somebody of the house; those who left may come back, so they are found too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.narrow(former=True)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Give a model field, or one that looks up, its rows."""
    field = form.fields[name]
    if isinstance(field, UnitField | UserChoice):
        field.narrow(rows=rows)
        return
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Give a choice field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
