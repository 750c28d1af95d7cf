from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.estate.software"
    label = "software"
    verbose_name = "Yazılım ve lisanslar"
