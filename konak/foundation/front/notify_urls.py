"""Addresses of notifications, preferences, messages and watching; included by `urls`: their names are `front:…`."""

from django.urls import path

from .views import notifications, watching

urlpatterns = [
    path("bildirimler/", notifications.index, name="notifications"),
    path("bildirimler/sayi/", notifications.count, name="notifications_count"),
    path("bildirimler/okundu/", notifications.mark_all, name="notifications_read"),
    path("bildirimler/tercihler/", notifications.preferences, name="notify_preferences"),
    path("bildirimler/<int:notification_id>/", notifications.follow, name="notification"),
    path("bildirimler/<int:notification_id>/okundu/", notifications.mark, name="notification_read"),
    path("yonetim/gonderiler/", notifications.envelopes, name="envelopes"),
    path("yonetim/gonderiler/<int:envelope_id>/yeniden/", notifications.retry, name="envelope_retry"),
    path("is/<str:number>/izle/", watching.watch, name="watch"),
    path("is/<str:number>/izleme/", watching.unwatch, name="unwatch"),
]
