from django.urls import path

from .views import alarms, receiving, reviews, searching, sources

app_name = "logs"
urlpatterns = [
    path("loglar/", searching.book, name="book"),
    path("loglar/kim/", searching.who, name="who"),
    path("loglar/kayitlari/", searching.trace, name="trace"),
    path("loglar/ara/", searching.free, name="free"),
    path("loglar/dene/", searching.attempt, name="attempt"),
    path("loglar/gol/", searching.standing, name="lake"),
    path("loglar/silme/<int:number>/", searching.deletion, name="deletion"),
    path("loglar/paket/<int:pk>/", searching.pack, name="pack"),
    path("loglar/kaynaklar/", sources.index, name="sources"),
    path("loglar/kaynaklar/yeni/", sources.add, name="source_add"),
    path("loglar/kaynaklar/<int:pk>/", sources.record, name="source"),
    path("loglar/kaynaklar/<int:pk>/duzenle/", sources.edit, name="source_edit"),
    path("loglar/kaynaklar/<int:pk>/anahtar/", sources.key, name="source_key"),
    path("loglar/kaynaklar/<int:pk>/anahtar/sil/", sources.drop_key, name="source_drop_key"),
    # the paths the shippers know, below an address of ours
    path("log-alimi/", receiving.about, name="receive_about"),
    path("log-alimi/_license", receiving.licence),
    path("log-alimi/loki/api/v1/push", receiving.loki, name="receive_loki"),
    path("log-alimi/v1/logs", receiving.otlp, name="receive_otlp"),
    path("log-alimi/_bulk", receiving.bulk, name="receive_bulk"),
    path("log-alimi/<str:index>/_bulk", receiving.bulk),
    path("loglar/incelemeler/", reviews.index, name="reviews"),
    path("loglar/incelemeler/planlar/", reviews.plans, name="review_plans"),
    path("loglar/incelemeler/planla/", reviews.plan, name="review_plan"),
    path("loglar/incelemeler/<int:pk>/", reviews.record, name="review"),
    path("loglar/alarmlar/", alarms.index, name="alarms"),
    path("loglar/alarmlar/yeni/", alarms.add, name="alarm_add"),
    path("loglar/alarmlar/sigma/", alarms.bring, name="alarm_bring"),
    path("loglar/alarmlar/<int:pk>/", alarms.record, name="alarm"),
    path("loglar/alarmlar/<int:pk>/duzenle/", alarms.edit, name="alarm_edit"),
    path("loglar/alarmlar/calan/<int:pk>/", alarms.see, name="alarm_see"),
]
