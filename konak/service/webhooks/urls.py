from django.urls import path

from . import views

app_name = "webhooks"
urlpatterns = [
    path("kancalar/", views.index, name="index"),
    path("kancalar/yeni/", views.create, name="create"),
    path("kancalar/<int:hook_id>/", views.hook, name="hook"),
    path("kancalar/<int:hook_id>/duzenle/", views.edit, name="edit"),
    path("kancalar/<int:hook_id>/dene/", views.ping, name="ping"),
    path("kancalar/<int:hook_id>/anahtar/", views.renew, name="renew"),
    path("kancalar/<int:hook_id>/ac-kapat/", views.switch, name="switch"),
    path("kancalar/<int:hook_id>/yinele/", views.replay_failed, name="replay_failed"),
    path("kancalar/<int:hook_id>/gonderim/<int:delivery_id>/", views.replay, name="replay"),
]
