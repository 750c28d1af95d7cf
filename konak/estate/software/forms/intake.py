from typing import Any

from django import forms

from konak.foundation.access import Actor
from konak.foundation.ui.forms import DateField, FileField
from konak.foundation.ui.picking import PersonField, UnitField

from .. import access, parsing
from .common import keep_units


class BringForm(forms.Form):
    file = FileField(
        label="Envanter dosyası",
        help_text="CycloneDX (JSON, XML), FusionInventory ya da GLPI ajanı, winget list, winget export, dpkg -l "
        "ya da başlık satırlı CSV. Önce ne değişeceği gösterilir.",
    )
    named = forms.CharField(
        label="Bilgisayarın adı",
        max_length=120,
        required=False,
        help_text="winget ve dpkg listeleri bilgisayarı adlandırmaz; onlarda zorunlu.",
    )
    unit_id = UnitField(label="Bakan birim", key=True)
    taken_on = DateField(label="Alındığı gün", required=False, help_text="Boş kalırsa bugün.")
    kind = forms.ChoiceField(
        label="Dosyanın türü",
        required=False,
        choices=[("", "Kendiliğinden anlaşılsın"), *((one.value, one.label) for one in parsing.Format)],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, actor, access.IMPORT)


class ComputerForm(forms.Form):
    name = forms.CharField(label="Bilgisayarın adı", max_length=120)
    serial = forms.CharField(label="Seri no", max_length=80, required=False)
    system = forms.CharField(label="İşletim sistemi", max_length=160, required=False)
    cores = forms.IntegerField(label="İşlemci çekirdeği", min_value=1, max_value=4_096, required=False)
    used_in_id = UnitField(label="Kullanan birim", key=True, required=False, empty="Belirlenmedi")
    holder = PersonField(label="Kullanan kişi", required=False, empty="Ortak")


class NewComputerForm(ComputerForm):
    unit_id = UnitField(label="Bakan birim", key=True)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, actor, access.IMPORT)
