"""allauth's forms of the second factor in our words, and with codes that work once."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms

from .factors import first_use

DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}


def _asks_for_a_code(form: forms.Form, label: str, help_text: str) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, help_text
    field.widget.attrs = dict(DIGITS)


class _Once:
    """A code that was used is wrong from then on, also within the window in which the clock would accept it."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        holder: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if holder.type == Authenticator.Type.TOTP and not first_use(holder.user_id, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_Once, base.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_a_code(self, "Kod", "Doğrulama uygulamanızdaki 6 haneli kod ya da bir kurtarma kodu.")


class ReauthenticateForm(_Once, base.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_a_code(self, "Kod", "Doğrulama uygulamanızdaki 6 haneli kod ya da bir kurtarma kodu.")


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _asks_for_a_code(self, "Uygulamadaki kod", "6 hane; her 30 saniyede bir değişir.")


class DeactivateForm(totp.DeactivateTOTPForm):  # type: ignore[misc]
    pass


class GenerateForm(codes.GenerateRecoveryCodesForm):  # type: ignore[misc]
    pass


class AddKeyForm(keys.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label, name.help_text = (
            "Anahtarın adı",
            "Hangisi olduğunu sonra tanıyın: «Mavi anahtar», «Dizüstü» gibi.",
        )
        name.widget.attrs["maxlength"] = 60
        alone.label = "Parolasız girişte de kullanılsın"
        alone.help_text = "Anahtar sizi PIN ya da parmak iziyle tanır; kullanıcı adı ve parola yazmadan girersiniz."

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]


class RenameKeyForm(keys.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Anahtarın adı"
        self.fields["name"].widget.attrs["maxlength"] = 60

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:60]
