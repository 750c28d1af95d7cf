"""How forms look: one field template for all, help under the field, errors linked to it, a summary on top.

A plain `forms.Form` is enough; `{{ form }}` draws it. The fields below are for what HTML does better than Django's
own widgets: dates with the browser's calendar, files with a drop zone.
"""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise


class Renderer(TemplatesSetting):
    """Named in `settings.FORM_RENDERER`. Widgets take their classes from our own templates of Django's widgets."""

    form_template_name = "ui/form/form.html"
    formset_template_name = "ui/form/formset.html"
    field_template_name = "ui/form/field.html"


class DateInput(forms.DateInput):
    """The browser's own calendar; it wants the ISO form whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DateField(forms.DateField):
    widget = DateInput


class DateTimeField(forms.DateTimeField):
    widget = DateTimeInput


class FileDrop(forms.FileInput):
    """A file field that also takes a file dropped on it."""

    template_name = "ui/form/file_drop.html"


class FileField(forms.FileField):
    widget = FileDrop


class ManyFilesInput(FileDrop):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files at once, as (content, name) for the services."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        one = super().clean
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [(file, file.name) for file in (one(file, initial) for file in given) if file]


class LongText(forms.CharField):
    """Several lines; grows with what is typed."""

    def __init__(self, *, rows: int = 4, help_text: str | Promise = "", **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), help_text=str(help_text), **kwargs)
