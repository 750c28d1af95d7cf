from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.foundation.indicators"
    label = "indicators"
