"""What the pages of this app share: filters in words, addresses of people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse

from konak.foundation.web.http import Request


def told_by(form: forms.Form, request: Request) -> list[tuple[str, object]]:
    """The filters of a form that the address sets, as label and words."""
    told: list[tuple[str, object]] = []
    for name, field in form.fields.items():
        if value := request.GET.get(name):
            offered: Any = getattr(field, "choices", ())
            told.append((str(field.label), next((str(label) for key, label in offered if str(key) == value), value)))
    return told


def numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isdecimal() and len(value) < 19]


def person_url(user_id: int) -> str:
    return reverse("front:person", args=[user_id])
