from django.urls import include, path

from .views import case, catalogue, directory, find, help, inbox, me, picking, reasons, saved, traces

app_name = "front"
urlpatterns = [
    path("", include("konak.foundation.front.safety_urls")),
    path("", include("konak.foundation.front.notify_urls")),
    path("", inbox.index, name="inbox"),
    path("islerim/sayi/", inbox.waiting, name="waiting"),
    path("is/<str:number>/", case.record, name="case"),
    path("is/<str:number>/yaz/", case.write, name="write"),
    path("is/<str:number>/ustlen/", case.claim, name="claim"),
    path("is/<str:number>/ver/", case.assign, name="assign"),
    path("is/<str:number>/ekle/", case.attach, name="attach"),
    path("is/<str:number>/bagla/", case.link, name="link"),
    path("is/<str:number>/ek/<int:attachment_id>/", case.attachment, name="attachment"),
    path("ara/", find.find, name="search"),
    path("iz/", traces.index, name="trail"),
    path("birimler/", directory.units, name="units"),
    path("birimler/<int:unit_id>/", directory.unit, name="unit"),
    path("kisiler/<int:user_id>/", directory.person, name="person"),
    path("sec/<slug:kind>/", picking.pick, name="pick"),
    path("gorunum/kaydet/", saved.save, name="save_view"),
    path("gorunum/<int:view_id>/degistir/", saved.change, name="change_view"),
    path("gorunum/<int:view_id>/sil/", saved.drop, name="drop_view"),
    path("neden/", reasons.why, name="why"),
    path("ben/", me.me, name="me"),
    path("yardim/", help.index, name="help"),
    path("yardim/klavye/", help.keys, name="keys"),
    path("yardim/<slug:slug>/", help.page, name="help_page"),
    path("bilesenler/", catalogue.catalogue, name="catalogue"),
]
