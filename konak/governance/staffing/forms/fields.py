"""Fields that several forms of this app share: a person by name, a unit, a day."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from konak.foundation.people.models import Unit, User

from ..queries.people import find_people


class PersonField(forms.CharField):
    """Somebody by name, user name or registry number; a name that several bear is asked again with all of them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ad soyad, kullanıcı adı ya da sicil no.")
        super().__init__(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = find_people(text)
        if not found:
            raise forms.ValidationError(f"«{text}» adında biri bulunamadı.")
        if len(found) > 1:
            names = ", ".join(f"{user.full_name} ({user.username})" for user in found[:6])
            raise forms.ValidationError(f"Birden çok kişi uyuyor; kullanıcı adını yazın: {names}.")
        return found[0]


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit out of those the person may use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Unit.objects.none(), **kwargs)


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Give a model field its rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def choose(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    """Give a choice field its choices."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class UserChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of a few people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)
