"""Addresses of the door. The names are allauth's own, because its views look each other up by them."""

from allauth.account import views as account
from django.urls import path

from .views.account import forgotten

urlpatterns = [
    path("giris/", account.login, name="account_login"),
    path("giris/kapali/", account.account_inactive, name="account_inactive"),
    path("giris/kayit/", account.signup, name="account_signup"),
    path("giris/onay/", account.reauthenticate, name="account_reauthenticate"),
    path("cikis/", account.logout, name="account_logout"),
    path("parola/degistir/", account.password_change, name="account_change_password"),
    path("parola/belirle/", account.password_set, name="account_set_password"),
    path("parola/unuttum/", forgotten, name="account_reset_password"),
]
