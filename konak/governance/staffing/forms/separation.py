"""What is filled in about rules of separation, exceptions and groups."""

from typing import Any

from django import forms
from django.utils.timezone import localdate

from konak.foundation.access import PERMISSIONS
from konak.foundation.people.positions import Position
from konak.foundation.ui.forms import DateField, LongText

from ..models import Side
from ..queries import people, separation
from .fields import PersonField, UnitField, choose, offer


def sides() -> list[tuple[Any, Any]]:
    """Every side there is, by kind; the value carries both."""
    return [
        ("Unvanlar", [(f"{Side.POSITION}:{value}", str(label)) for value, label in Position.choices]),
        ("Görev grupları", [(f"{Side.GROUP}:{code}", label) for code, label in separation.group_labels().items()]),
        (
            "Yetkiler",
            sorted(
                ((f"{Side.PERMISSION}:{code}", one.label) for code, one in PERMISSIONS.items()),
                key=lambda pair: pair[1],
            ),
        ),
    ]


class RuleForm(forms.Form):
    left = forms.ChoiceField(label="Birinci taraf")
    right = forms.ChoiceField(label="İkinci taraf")
    why = forms.CharField(label="Gerekçe", max_length=300, help_text="Bir cümle; ret sözlerinde aynen okunur.")
    basis = forms.CharField(label="Dayanak", max_length=200, required=False)
    stops = forms.TypedChoiceField(
        label="Sonucu",
        choices=[("1", "Engeller"), ("0", "Yalnız uyarır")],
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "left", sides())
        choose(self, "right", sides())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for name in ("left", "right"):
            kind, _, code = values.pop(name, "").partition(":")
            values[f"{name}_kind"], values[name] = kind, code
        return values


class ExceptionForm(forms.Form):
    user = PersonField(label="Kişi")
    until = DateField(label="Son gün", help_text="En çok bir yıl.")
    why = forms.CharField(label="Gerekçe", max_length=500)


class GroupForm(forms.Form):
    code = forms.SlugField(label="Kod", max_length=40, help_text="Küçük harf ve tire: harcama-yetkilisi.")
    label = forms.CharField(label="Ad", max_length=120)
    basis = forms.CharField(label="Dayanak", max_length=200, required=False)


class MemberForm(forms.Form):
    user = PersonField(label="Kişi")
    unit = UnitField(label="Hangi birim için?", empty="Birim arayın")
    since = DateField(label="Başlangıç")
    until = DateField(label="Bitiş", required=False)
    document = forms.CharField(label="Dayandığı onay", max_length=120)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": localdate()}
        super().__init__(*args, **kwargs)
        offer(self, "unit", people.units_to_fill(actor))


class LastDayForm(forms.Form):
    last_day = DateField(label="Son gün")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_day": localdate()}
        super().__init__(*args, **kwargs)


class ReviewForm(forms.Form):
    note = LongText(
        label="Sonuç",
        max_length=500,
        rows=3,
        help_text="Ne değişti, ne değişmeden kaldı? Bir cümle yeter.",
    )
