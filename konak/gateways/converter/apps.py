from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.gateways.converter"
    label = "converter"
    verbose_name = "Belge dönüştürme"
