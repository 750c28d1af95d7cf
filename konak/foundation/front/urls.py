from django.urls import path

from .views import catalogue

app_name = "front"
urlpatterns = [
    path("bilesenler/", catalogue.catalogue, name="catalogue"),
]
