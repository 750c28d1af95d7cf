from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, LongText
from konak.foundation.ui.picking import UnitField

from .common import offer_products


class NothingForm(forms.Form):
    """A step that needs only the press."""


class WhyForm(forms.Form):
    why = LongText(label="Gerekçe", rows=3, max_length=2_000)


class RoundForm(forms.Form):
    product_id = forms.TypedChoiceField(label="Yazılım", coerce=int)
    target = forms.CharField(label="Hedef sürüm", max_length=80, help_text="Bu ya da daha yeni sürüm güncel sayılır.")
    used_in_id = UnitField(
        label="Hangi birimin bilgisayarları?", key=True, required=False, empty="Bütün bilgisayarlar"
    )
    due_on = DateField(label="Son gün")
    about = LongText(label="Neden, nasıl?", rows=3, required=False, max_length=2_000)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_products(self, actor, "Seçin")


class ApartForm(forms.Form):
    reason = forms.CharField(
        label="Neden ayrık tutuluyor?",
        max_length=300,
        required=False,
        help_text="Boş bırakırsanız bilgisayar tura geri döner.",
    )
