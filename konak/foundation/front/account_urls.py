"""Addresses of the door. The names are allauth's own, because its views look each other up by them.

Our templates are named here and not laid over allauth's, so that the order of installed apps decides nothing.
"""

from allauth.account import views as account
from django.urls import include, path

from .forms import ChangePasswordForm, ReauthenticateForm, SetPasswordForm
from .views.account import forgotten

HERE = "front/account"

urlpatterns = [
    path("", include("konak.foundation.front.factor_urls")),
    path("giris/", account.LoginView.as_view(template_name=f"{HERE}/login.html"), name="account_login"),
    path(
        "giris/kapali/",
        account.AccountInactiveView.as_view(template_name=f"{HERE}/inactive.html"),
        name="account_inactive",
    ),
    path(
        "giris/kayit/",
        account.SignupView.as_view(template_name_signup_closed=f"{HERE}/signup_closed.html"),
        name="account_signup",
    ),
    path(
        "giris/onay/",
        account.ReauthenticateView.as_view(
            template_name=f"{HERE}/reauthenticate.html", form_class=ReauthenticateForm
        ),
        name="account_reauthenticate",
    ),
    path("cikis/", account.LogoutView.as_view(template_name=f"{HERE}/logout.html"), name="account_logout"),
    path(
        "parola/degistir/",
        account.PasswordChangeView.as_view(
            template_name=f"{HERE}/password_change.html", form_class=ChangePasswordForm, success_url="/"
        ),
        name="account_change_password",
    ),
    path(
        "parola/belirle/",
        account.PasswordSetView.as_view(
            template_name=f"{HERE}/password_set.html", form_class=SetPasswordForm, success_url="/"
        ),
        name="account_set_password",
    ),
    path("parola/unuttum/", forgotten, name="account_reset_password"),
]
