from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.estate.assets"
    label = "assets"
    verbose_name = "Taşınırlar ve zimmet"
