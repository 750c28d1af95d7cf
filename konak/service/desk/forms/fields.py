"""Fields the forms of the desk share: several files, a key, a person by name, a question of a service."""

from collections.abc import Sequence
from typing import Any

from django import forms

from konak.foundation.people.queries import units
from konak.foundation.ui.forms import DateField, LongText, ManyFiles

from .. import asking

PREFIX = "s_"
"""How the questions of a service are named among the fields of the page."""


class KeyField(forms.ChoiceField):
    """A choice whose value is a key, or nothing; the service judges whether it may be."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "")
        return int(text) if text.isdecimal() and len(text) < 19 else None

    def valid_value(self, value: Any) -> bool:
        return True

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise forms.ValidationError("Bir seçim yapın.", code="required")


def question_field(question: asking.Question) -> forms.Field:
    """The field of one question; whether it has to be answered is judged with all answers together."""
    label, help_text = question["label"], question.get("help", "")
    common: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    options = [(one, one) for one in question.get("options", [])]
    match question["type"]:
        case "long":
            found: forms.Field = LongText(rows=4, max_length=asking.TEXT, **common)
        case "number":
            found = forms.FloatField(localize=True, **common)
        case "date":
            found = DateField(**common)
        case "choice":
            widget: Any = forms.RadioSelect if len(options) <= 6 else forms.Select
            blank = [] if len(options) <= 6 else [("", "Seçin")]
            found = forms.ChoiceField(choices=[*blank, *options], widget=widget, **common)
        case "multi":
            found = forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
        case "yes_no":
            found = forms.TypedChoiceField(
                choices=[("evet", "Evet"), ("hayir", "Hayır")],
                coerce=lambda value: value == "evet",
                empty_value=None,
                widget=forms.RadioSelect,
                **common,
            )
        case "person":
            found = PersonName(**common)
        case "unit":
            found = KeyField(choices=[("", "Seçin"), *((one.pk, one.name) for one in units())], **common)
        case "file":
            found = ManyFiles(**common)
        case _:
            found = forms.CharField(max_length=asking.LINE, **common)
    if question.get("required"):
        found.answered = True  # type: ignore[attr-defined] # no "(isteğe bağlı)" behind it
    return found


class PersonName(forms.CharField):
    """Somebody by his user name, or by a full name only one person has."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return person_named(text) if text else None


def person_named(text: str) -> int:
    """The key of the one person meant, or a sentence why not."""
    from konak.foundation.people.queries import by_username, named

    plain = text.split("·")[-1].strip().removeprefix("@")
    one = by_username(plain)
    if one is not None and one.is_active:
        return int(one.pk)
    found = list(named(text, 3))
    if len(found) == 1:
        return int(found[0].pk)
    raise forms.ValidationError(
        "Bu adla birden çok kişi var; kullanıcı adını yazın." if found else "Bu adla bir çalışan bulunamadı."
    )


class TagsField(forms.CharField):
    """Tags with commas between them, as a list for the services."""

    def __init__(self, *, label: str = "Etiketler", required: bool = False, help_text: str = "") -> None:
        super().__init__(label=label, required=required, help_text=help_text, max_length=300)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [one.strip() for one in text.split(",") if one.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


def choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
