"""What a person fills in about shared mailboxes, lists and folders."""

from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField
from konak.foundation.ui.picking import PersonField, UnitField

from .. import queries
from ..models import BoxKind, Role


class BoxForm(forms.Form):
    kind = forms.ChoiceField(label="Tür", choices=BoxKind.choices)
    name = forms.CharField(label="Ad / adres", max_length=200)
    purpose = forms.CharField(label="Kullanım amacı", max_length=300)
    unit_id = UnitField(label="Birim", key=True)
    assignee = PersonField(label="Sorumlu kişi")
    quota_mb = forms.IntegerField(label="Kota, MB", min_value=1, max_value=100_000_000, required=False)
    used_mb = forms.IntegerField(label="Dolu, MB", min_value=0, max_value=100_000_000, required=False)
    outside = forms.BooleanField(label="Kurum dışından gönderilebilir", required=False)
    exception = forms.CharField(
        label="Ad kuralına uymama nedeni", max_length=200, required=False, help_text="Yalnız ad kurala uymuyorsa."
    )
    review_on = DateField(label="Gözden geçirme günü", required=False, help_text="Boşsa bir yıl sonra.")

    def __init__(self, *args: Any, actor: Actor, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["unit_id"]
        assert isinstance(units, UnitField)
        units.narrow(rows=queries.box_units(actor))
        if actor.seats:
            self.initial.setdefault("unit_id", actor.seats[0].unit_id)
        rules = queries.naming_rules()
        if rules:
            told = "; ".join(f"{rule.get_kind_display()}: {rule.pattern}" for rule in rules)
            self.fields["name"].help_text = f"Ad kuralı: {told}"
        if known:
            del self.fields["kind"]


class MemberForm(forms.Form):
    user = PersonField(label="Kişi")
    role = forms.ChoiceField(label="Hak", choices=Role.choices, initial=Role.READ)


class CloseForm(forms.Form):
    on = DateField(label="Kapanış günü")


class NamingForm(forms.Form):
    kind = forms.ChoiceField(label="Tür", choices=BoxKind.choices)
    pattern = forms.CharField(
        label="Kalıp",
        max_length=120,
        help_text="«*» harf, rakam ve tireden oluşan bir kelime yerine geçer: «*.*@belediye.example».",
    )
    about = forms.CharField(label="Açıklama", max_length=200, required=False)
