"""A file of registers, given as a file or as text."""

from typing import Any

from django import forms

from konak.foundation.ui.forms import FileField, LongText

from ..services.transfer import REGISTERS
from . import KeptForm, chosen

LARGEST = 1024 * 1024


class TransferForm(KeptForm):
    file = FileField(label="Dosya", required=False, help_text="CSV, JSON ya da YAML; en çok 1 MB.")
    text = LongText(label="ya da satırları yapıştırın", required=False, strip=False)
    name = forms.ChoiceField(
        label="Hangi kayıt?",
        required=False,
        choices=[("", "Sütunlarından anlaşılsın"), *((one.name, one.label) for one in REGISTERS.values())],
    )
    unit_id = chosen("Yeni kayıtların birimi")

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        file, text = found.pop("file", None), found.pop("text", "") or ""
        if file is not None and file.size > LARGEST:
            self.add_error(
                "file", "Dosya 1 MB sınırını aşıyor; bölün ya da sunucuda «konak network import» kullanın."
            )
        elif file is not None:
            found["content"] = file.read()
        elif text.strip():
            found["content"] = text.encode()
        else:
            self.add_error("file", "Bir dosya seçin ya da satırları yapıştırın.")
        return found
