"""Fields that several forms of this app share: a person by name, rights, a day."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from konak.foundation.people.models import User
from konak.foundation.people.queries import anybody, named


class PersonField(forms.CharField):
    """Somebody by name, user name or registry number; a name that several bear is asked again with all of them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Ad soyad, kullanıcı adı ya da sicil no.")
        super().__init__(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        exact = list(anybody().filter(Q(username=text.strip().lower()) | Q(registry_number=text.strip()))[:2])
        found: list[User] = exact or list(named(text, 8))
        if not found:
            raise forms.ValidationError(f"«{text}» adında biri bulunamadı.")
        if len(found) > 1:
            names = ", ".join(f"{user.full_name} ({user.username})" for user in found[:6])
            raise forms.ValidationError(f"Birden çok kişi uyuyor; kullanıcı adını yazın: {names}.")
        return found[0]


class PersonIdField(PersonField):
    """The same, cleaned to the key."""

    def clean(self, value: Any) -> Any:
        user = super().clean(value)
        return user.pk if user else None


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
