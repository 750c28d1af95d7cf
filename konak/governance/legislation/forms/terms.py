"""What a person fills in to bind a term, to enter a body outside the house, or a group."""

from typing import Any

from django import forms
from django.forms import formset_factory

from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import units
from konak.foundation.ui.forms import DateField

from .. import queries
from ..models import BodyKind, Definition, Group, Meant


class TermForm(forms.Form):
    """`cleaned_data` is what `services.bind_term` takes: one list of everything a term can mean."""

    target = forms.ChoiceField(label="Bu terim neyi gösterir?")
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="Unvan seçtiyseniz: hangi birimde?",
        required=False,
        empty_label="Bütün kurumda",
    )
    since = DateField(
        label="Hangi günden beri?",
        required=False,
        help_text="Boş bırakırsanız ilk bağ yürürlük gününden, sonrakiler bugünden başlar.",
    )

    def __init__(self, data: Any = None, *, definition: Definition, offer: str = "") -> None:
        super().__init__(data, initial={"target": offer})
        places = list(units())
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "Seçin…"),
            ("Birim", [(f"unit:{unit.pk}", unit.name) for unit in places]),
            ("Görev unvanı", [(f"position:{value}", label) for value, label in Position.choices]),
            ("Birim türü", [(f"unit_kind:{value}", label) for value, label in UnitKind.choices]),
            ("Dış kurum", [(f"body:{body.pk}", body.name) for body in queries.bodies().filter(closed=False)]),
            ("Grup", [(f"group:{group.pk}", group.name) for group in queries.groups()]),
            ("nothing:1", "Bir kayda bağlanması gerekmez"),
        ]
        place = self.fields["unit"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = units()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        meant, key = queries.usual_offer(values.get("target", ""))
        place = values.get("unit")
        return {
            "meant": meant,
            "unit_id": int(key) if meant == Meant.UNIT else place.pk if place else None,
            "unit_kind": key if meant == Meant.UNIT_KIND else "",
            "position": key if meant == Meant.POSITION else "",
            "body_id": int(key) if meant == Meant.BODY else None,
            "group_id": int(key) if meant == Meant.GROUP else None,
            "since": values.get("since"),
        }


class BodyForm(forms.Form):
    """`cleaned_data` is what `services.keep_body` takes."""

    name = forms.CharField(label="Kurumun adı", max_length=200)
    short_name = forms.CharField(label="Kısa adı", max_length=60, required=False)
    kind = forms.ChoiceField(label="Tür", choices=BodyKind.choices)
    detsis = forms.CharField(label="DETSİS numarası", max_length=8, required=False, help_text="Sekiz rakam.")
    email = forms.EmailField(label="E-posta", required=False)
    phone = forms.CharField(label="Telefon", max_length=32, required=False)
    site = forms.URLField(label="İnternet adresi", required=False, assume_scheme="https")
    closed = forms.BooleanField(label="Bu kurum artık yok", required=False)


class RuleForm(forms.Form):
    position = forms.ChoiceField(label="Görev unvanı", required=False, choices=[("", "Herkes"), *Position.choices])
    unit = forms.ModelChoiceField(Unit.objects.none(), label="Birim", required=False, empty_label="Bütün kurum")
    below = forms.BooleanField(label="Bağlı birimler de", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units()


Rules = formset_factory(RuleForm, extra=3, max_num=12)


class GroupForm(forms.Form):
    """With `Rules`, what `services.keep_group` takes."""

    name = forms.CharField(label="Grubun adı", max_length=120)
    code = forms.SlugField(label="Kod", max_length=40, help_text="Küçük harf, rakam ve tire: «ust-yonetim».")
    note = forms.CharField(label="Açıklama", max_length=300, required=False)

    @staticmethod
    def known(group: Group) -> dict[str, Any]:
        return {"name": group.name, "code": group.code, "note": group.note}
