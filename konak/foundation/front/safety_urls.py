"""Addresses of accounts, sessions, keys, grants and secrecy; included by `urls`, so their names are `front:…`."""

from django.urls import path

from .views import grants, looks, safety, tokens, traces

urlpatterns = [
    path("ben/oturumlar/", safety.visits, name="sessions"),
    path("ben/oturumlar/otekileri-kapat/", safety.end_other_visits, name="end_other_sessions"),
    path("ben/oturumlar/<int:session_id>/kapat/", safety.end_visit, name="end_session"),
    path("ben/anahtarlar/", tokens.index, name="tokens"),
    path("ben/anahtarlar/yeni/", tokens.make, name="make_token"),
    path("ben/anahtarlar/<int:token_id>/iptal/", tokens.revoke, name="revoke_token"),
    path("yonetim/anahtarlar/", tokens.everyone, name="every_token"),
    path("yonetim/anahtarlar/<int:token_id>/iptal/", tokens.take_back, name="revoke_foreign_token"),
    path("yonetim/yetkiler/", grants.index, name="grants"),
    path("yonetim/yetkiler/gecmis/", grants.history, name="grant_history"),
    path("yonetim/yetkiler/aktar.xlsx", grants.export, name="grants_export"),
    path("yonetim/yetkiler/oneri/<int:proposal_id>/onayla/", grants.agree, name="grant_agree"),
    path("yonetim/yetkiler/oneri/<int:proposal_id>/geri-cevir/", grants.decline, name="grant_decline"),
    path("yonetim/yetkiler/<str:code>/<slug:position>/", grants.edit, name="grant"),
    path("yonetim/yetkiler/<str:code>/<slug:position>/varsayilan/", grants.reset, name="grant_reset"),
    path("yonetim/makamlar/<int:appointment_id>/gizlilik/", grants.clearance, name="clearance"),
    path("gizli-bakislar/", looks.index, name="looks"),
    path("is/<str:number>/gizlilik/", grants.file_secrecy, name="secrecy"),
    path("iz/zincir/", traces.chain, name="chain"),
    path("iz/zincir/dogrula/", traces.verify, name="chain_verify"),
    path("iz/zincir/<int:verification_id>/", traces.walk, name="walk"),
    path("iz/aktar.<str:form>", traces.export, name="trail_export"),
    path("kisiler/<int:user_id>/ikinci-dogrulama/", safety.reset, name="factor_reset"),
    path("kisiler/<int:user_id>/oturumlar/", safety.end_all, name="sessions_end"),
    path("kisiler/<int:user_id>/hesap/kapat/", safety.close, name="account_close"),
    path("kisiler/<int:user_id>/hesap/ac/", safety.reopen, name="account_open"),
]
