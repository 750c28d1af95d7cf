from django.urls import path

from . import views

app_name = "logs"
urlpatterns = [
    path("loglar/", views.book, name="book"),
    path("loglar/kim/", views.who, name="who"),
    path("loglar/kayitlari/", views.trace, name="trace"),
    path("loglar/ara/", views.free, name="free"),
    path("loglar/dene/", views.attempt, name="attempt"),
    path("loglar/gol/", views.standing, name="lake"),
    path("loglar/silme/<int:number>/", views.deletion, name="deletion"),
    path("loglar/paket/<int:pk>/", views.pack, name="pack"),
]
