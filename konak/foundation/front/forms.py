"""Forms of the foundation's own screens."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from django import forms

from konak.foundation.ui import forms as ui
from konak.foundation.ui.picking import PersonField


class CommentForm(forms.Form):
    text = ui.LongText(label="Açıklama", max_length=10_000, rows=3)


class AttachForm(forms.Form):
    file = ui.FileField(label="Dosya", help_text="PDF, ofis belgesi ya da resim. Adı ve türü denetlenerek saklanır.")


class LinkForm(forms.Form):
    other = forms.CharField(
        label="Dosya sayısı", max_length=24, help_text="Bağlanacak dosyanın sayısı, örneğin MV-2026-00012."
    )
    why = forms.CharField(
        label="İlişki", max_length=120, help_text="Neden bağlı olduğu: «bu talepten doğdu», «aynı konu» gibi."
    )


class AssignForm(forms.Form):
    """Somebody of the file's unit or of the units below it."""

    assignee = PersonField(
        label="Kime",
        required=False,
        empty="Kimseye değil, birimde kalsın",
        help_text="Yalnız dosyanın biriminde görevli kişiler; boş kalırsa dosya birimde bekler.",
    )

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        assert isinstance(field, PersonField)
        field.narrow(within=unit_id)


NEW = {"password1": "Yeni parola", "password2": "Yeni parola, yeniden"}


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """allauth's form in our words; the rules stand once, above it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"oldpassword": "Şu anki parola"} | NEW)


class SetPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, NEW)


class ReauthenticateForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self, {"password": "Parola"})


def _in_our_words(form: forms.Form, labels: Mapping[str, str]) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)
