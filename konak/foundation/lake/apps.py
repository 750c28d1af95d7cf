from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.lake"
    label = "lake"
    verbose_name = "Kayıt gölü"
