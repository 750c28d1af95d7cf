"""What people type about webhooks."""

from typing import Any

from django import forms

from . import queries


class HookForm(forms.Form):
    name = forms.CharField(label="Ad", max_length=80, help_text="Hangi programa gidiyor: «Kent panosu».")
    url = forms.CharField(label="Adres", max_length=500, help_text="https:// ile başlayan, isteği karşılayan adres.")
    announcements = forms.MultipleChoiceField(
        label="Duyurular", widget=forms.CheckboxSelectMultiple, help_text="Seçilenler olduğunda istek gönderilir."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["announcements"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.name, f"{one.label} ({one.name})") for one in queries.choices()]
