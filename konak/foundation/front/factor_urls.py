"""Addresses of the second factor and of the visible sessions; the names of the former are allauth's own."""

from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path, reverse_lazy

from . import factor_forms as forms
from .views import safety

HERE = "front/factor"
HOME = reverse_lazy("mfa_index")

urlpatterns = [
    path(
        "giris/dogrula/",
        base.AuthenticateView.as_view(template_name=f"{HERE}/authenticate.html", form_class=forms.AuthenticateForm),
        name="mfa_authenticate",
    ),
    path("giris/anahtar/", keys.LoginWebAuthnView.as_view(), name="mfa_login_webauthn"),
    path(
        "giris/onay/kod/",
        base.ReauthenticateView.as_view(
            template_name=f"{HERE}/reauthenticate.html", form_class=forms.ReauthenticateForm
        ),
        name="mfa_reauthenticate",
    ),
    path(
        "giris/onay/anahtar/",
        keys.ReauthenticateWebAuthnView.as_view(template_name=f"{HERE}/reauthenticate_key.html"),
        name="mfa_reauthenticate_webauthn",
    ),
    path("ben/guvenlik/", safety.index, name="mfa_index"),
    path("ben/guvenlik/anahtarlar/", safety.index, name="mfa_list_webauthn"),
    path(
        "ben/guvenlik/uygulama/",
        totp.ActivateTOTPView.as_view(template_name=f"{HERE}/app_add.html", form_class=forms.ActivateForm),
        name="mfa_activate_totp",
    ),
    path(
        "ben/guvenlik/uygulama/kaldir/",
        totp.DeactivateTOTPView.as_view(template_name=f"{HERE}/app_remove.html", form_class=forms.DeactivateForm),
        name="mfa_deactivate_totp",
    ),
    path(
        "ben/guvenlik/anahtar/ekle/",
        keys.AddWebAuthnView.as_view(template_name=f"{HERE}/key_add.html", form_class=forms.AddKeyForm),
        name="mfa_add_webauthn",
    ),
    path(
        "ben/guvenlik/anahtar/<int:pk>/kaldir/",
        safety.RemoveKeyView.as_view(template_name=f"{HERE}/key_remove.html", success_url=HOME),
        name="mfa_remove_webauthn",
    ),
    path(
        "ben/guvenlik/anahtar/<int:pk>/adlandir/",
        keys.EditWebAuthnView.as_view(
            template_name=f"{HERE}/key_rename.html", form_class=forms.RenameKeyForm, success_url=HOME
        ),
        name="mfa_edit_webauthn",
    ),
    path(
        "ben/guvenlik/kodlar/",
        codes.ViewRecoveryCodesView.as_view(template_name=f"{HERE}/codes.html"),
        name="mfa_view_recovery_codes",
    ),
    path(
        "ben/guvenlik/kodlar/uret/",
        codes.GenerateRecoveryCodesView.as_view(
            template_name=f"{HERE}/codes_make.html", form_class=forms.GenerateForm
        ),
        name="mfa_generate_recovery_codes",
    ),
]
