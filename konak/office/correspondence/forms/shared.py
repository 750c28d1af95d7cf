"""Fields that several forms of documents use."""

from typing import Any

from django import forms
from django.urls import reverse_lazy

BODY_LENGTH = 200_000


class CodeField(forms.CharField):
    """A code of the plan; those that fit the subject are offered below the field."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Dosya planı kodu")
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "inputmode": "decimal"}

    def clean(self, value: Any) -> str:
        return str(super().clean(value) or "").split(" ")[0].strip()


def suggests(field: forms.Field) -> None:
    """The subject asks for codes while it is typed."""
    field.widget.attrs |= {
        "hx-get": reverse_lazy("correspondence:suggest"),
        "hx-target": "#kod-onerileri",
        "hx-trigger": "keyup changed delay:500ms, change",
    }
