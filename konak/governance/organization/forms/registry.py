"""What a person fills in about a task of the state registry."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.people.models import DETSIS
from konak.foundation.ui.forms import DateField

from ..models import Act, RegistryTask


class SubmitForm(forms.Form):
    submitted_on = DateField(label="Bildirim tarihi", initial=localdate)
    reference = forms.CharField(
        label="Başvuru sayısı", max_length=60, required=False, help_text="DETSİS'in verdiği sayı, varsa."
    )

    def __init__(self, *args: Any, task: RegistryTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ConfirmForm(forms.Form):
    """The day, and a number for each unit that has none yet or has a new name or place."""

    confirmed_on = DateField(label="DETSİS'te görüldüğü gün", initial=localdate)

    def __init__(self, *args: Any, task: RegistryTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units: dict[str, int] = {}
        for line in task.lines_shown:
            name = f"detsis_{line.unit_id}"
            if line.unit.until is not None or name in self.fields:
                continue
            opened = line.act in (Act.OPEN, Act.SPLIT) and not line.unit.detsis
            self.fields[name] = forms.RegexField(
                DETSIS,
                label=f"{line.unit.name}: DETSİS numarası",
                required=opened,
                initial=line.unit.detsis or "",
                error_messages={"invalid": "DETSİS numarası sekiz rakamdır ve sıfırla başlamaz."},
            )
            self.units[name] = line.unit_id

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        numbers = {key: values.pop(name) for name, key in self.units.items() if values.get(name)}
        for name in self.units:
            values.pop(name, None)
        return values | {"numbers": numbers}


class WhyForm(forms.Form):
    why = forms.CharField(label="Neden", max_length=300)

    def __init__(self, *args: Any, task: RegistryTask, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
