"""What a person fills in to bind a term, to end that, or to enter a body outside the house."""

from typing import Any

from django import forms

from konak.foundation.people.models import Unit
from konak.foundation.people.positions import Position, UnitKind
from konak.foundation.people.queries import units
from konak.foundation.ui.forms import DateField, LongText
from konak.governance.organization.public import audiences

from .. import queries
from ..models import BodyKind, Definition, Meant


class TermNoteForm(forms.Form):
    note = LongText(
        label="Editör notu",
        max_length=500,
        required=False,
        help_text="Metin değişmez; not yanında durur. Örneğin «Adı değişti, bugünkü karşılığı …».",
    )


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
            ("Grup", [(f"group:{group.code}", group.name) for group in audiences()]),
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
            "group": key if meant == Meant.GROUP else "",
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


class EndTermForm(forms.Form):
    """`cleaned_data` is what `services.end_term` takes."""

    until = DateField(
        label="Son günü",
        required=False,
        help_text="Boş bırakırsanız bağ bugün biter. Geçmiş günlere bakıldığında bağ yine görünür.",
    )
