from allauth.socialaccount import views as social
from django.urls import include, path

from .views import directory, doors, trust

pages = [
    path("dizin/", directory.index, name="index"),
    path("dizin/yeni/", directory.add, name="add"),
    path("dizin/esitlemeler/", directory.runs, name="runs"),
    path("dizin/esitlemeler/<int:run_id>/", directory.run, name="run"),
    path("dizin/esitlemeler/<int:run_id>/uygula/", directory.approve, name="approve"),
    path("dizin/esitlemeler/<int:run_id>/birak/", directory.abandon, name="abandon"),
    path("dizin/farklar/", directory.differences, name="differences"),
    path("dizin/farklar/<int:difference_id>/birak/", directory.leave, name="leave"),
    path("dizin/farklar/<int:difference_id>/kim/", directory.say_who, name="say_who"),
    path("dizin/farklar/<int:difference_id>/birim/", directory.say_unit, name="say_unit"),
    path("dizin/farklar/<int:difference_id>/gorevlendir/", directory.seat, name="seat"),
    path("dizin/gruplar/", directory.groups, name="groups"),
    path("dizin/gruplar/<int:group_id>/", directory.group, name="group"),
    path("dizin/kayitlar/<int:entry_id>/giris/", directory.sign_in_way, name="sign_in_way"),
    path("dizin/kayitlar/<int:entry_id>/ayir/", directory.part, name="part"),
    path("dizin/saglayicilar/yeni/", trust.add_issuer, name="add_issuer"),
    path("dizin/saglayicilar/<slug:code>/", trust.issuer, name="issuer"),
    path("dizin/saglayicilar/<slug:code>/duzenle/", trust.edit_issuer, name="edit_issuer"),
    path("dizin/saglayicilar/<slug:code>/dene/", trust.check_issuer, name="check_issuer"),
    path("dizin/sistemler/", trust.clients, name="clients"),
    path("dizin/sistemler/yeni/", trust.add_client, name="add_client"),
    path("dizin/sistemler/anahtar/", trust.rotate, name="rotate"),
    path("dizin/sistemler/<str:client_id>/", trust.client, name="client"),
    path("dizin/sistemler/<str:client_id>/duzenle/", trust.edit_client, name="edit_client"),
    path("dizin/sistemler/<str:client_id>/sir/", trust.renew_secret, name="renew_secret"),
    path("dizin/sistemler/<str:client_id>/kapat/", trust.close_client, name="close_client"),
    path("dizin/<slug:code>/", directory.record, name="connection"),
    path("dizin/<slug:code>/duzenle/", directory.edit, name="edit"),
    path("dizin/<slug:code>/dene/", directory.check, name="check"),
    path("dizin/<slug:code>/esitle/", directory.start, name="start"),
    path("dizin/<slug:code>/kural/", directory.rule, name="rule"),
    path("dizin/<slug:code>/kural/<int:rule_id>/kaldir/", directory.drop_rule, name="drop_rule"),
]

# The names below are those by which allauth's views look each other up; they stand outside our namespace.
open_pages = [
    path("giris/saglayici/<slug:provider_id>/", doors.sign_in, name="openid_connect_login"),
    path("giris/saglayici/<slug:provider_id>/donus/", doors.signed_in, name="openid_connect_callback"),
    path("giris/saglayici-cikis/", doors.signed_out, name="openid_connect_signed_out"),
    path(
        "giris/saglayici-vazgec/",
        social.LoginCancelledView.as_view(template_name="directory/not_in.html"),
        name="socialaccount_login_cancelled",
    ),
    path(
        "giris/saglayici-hata/",
        social.LoginErrorView.as_view(template_name="directory/not_in.html"),
        name="socialaccount_login_error",
    ),
    path(
        "giris/saglayici-kayit/",
        social.LoginErrorView.as_view(template_name="directory/not_in.html"),
        name="socialaccount_signup",
    ),
    path("identity/o/authorize", doors.authorization),
    path("", include("allauth.idp.urls")),
    path("scim/v2/<path:path>", doors.scim, name="scim"),
]
urlpatterns = [path("", include((pages, "directory"))), *open_pages]
