from django.urls import path, register_converter

from .views import feeds, register, ties, watch


class Verdict:
    regex = "onayla|reddet|kaydet|gec"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Verdict, "verdict")

app_name = "sources"
urlpatterns = [
    path("dayanaklar/", register.index, name="index"),
    path("dayanaklar/yeni/", register.add, name="add"),
    path("dayanaklar/hazir-liste/", register.starter, name="starter"),
    path("dayanaklar/gorevler/", ties.lacking, name="lacking"),
    path("dayanaklar/gorevler/<int:duty_id>/bagla/", register.tie, name="tie"),
    path("dayanaklar/oneriler/", ties.proposals, name="proposals"),
    path("dayanaklar/oneriler/onayla/", ties.decide_sure, name="decide_sure"),
    path("dayanaklar/bag/<int:tie_id>/<verdict:verdict>/", register.decide, name="decide"),
    path("dayanaklar/metinler/", ties.texts, name="texts"),
    path("dayanaklar/metinler/<int:regulation_id>/oku/", ties.reread, name="reread"),
    path("dayanaklar/metinler/<int:regulation_id>/genel/", ties.fallback, name="fallback"),
    path("dayanaklar/metinler/ad/<int:basis_id>/", ties.basis, name="basis"),
    path("dayanaklar/izleme/", watch.index, name="watch"),
    path("dayanaklar/izleme/yeni/", watch.add, name="record"),
    path("dayanaklar/izleme/uygulama/<int:application_id>/", watch.confirm, name="confirm"),
    path("dayanaklar/izleme/isaret/<int:flag_id>/", watch.settle, name="settle"),
    path("dayanaklar/izleme/<str:number>/", watch.record, name="notice"),
    path("dayanaklar/izleme/<str:number>/adim/<str:name>/", watch.step, name="step"),
    path("dayanaklar/genelgeler/", watch.circulars, name="circulars"),
    path("dayanaklar/akislar/", feeds.index, name="feeds"),
    path("dayanaklar/akislar/yeni/", feeds.add, name="add_feed"),
    path("dayanaklar/akislar/<int:feed_id>/oku/", feeds.read, name="read_feed"),
    path("dayanaklar/akislar/<int:feed_id>/dosya/", feeds.hand_in, name="hand_in_feed"),
    path("dayanaklar/akislar/kayit/<int:entry_id>/<verdict:verdict>/", feeds.decide, name="decide_entry"),
    path("dayanaklar/<int:source_id>/", register.record, name="source"),
    path("dayanaklar/<int:source_id>/duzenle/", register.edit, name="edit"),
    path("dayanaklar/<int:source_id>/surum/", register.version, name="version"),
    path("dayanaklar/<int:source_id>/madde/", register.provision, name="provision"),
    path("dayanaklar/<int:source_id>/ara/", register.propose, name="propose"),
]
