from django.urls import path

from . import views

app_name = "repairs"
urlpatterns = [
    path("destek/parcalar/", views.index, name="index"),
    path("destek/parcalar/talep/<str:number>/parca/", views.ask_part, name="ask_part"),
    path("destek/parcalar/talep/<str:number>/cihaz/", views.ask_device, name="ask_device"),
    path("destek/parcalar/<str:number>/<str:step>/", views.step, name="step"),
]
