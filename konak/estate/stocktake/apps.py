from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.estate.stocktake"
    label = "stocktake"
    verbose_name = "Sayım ve yıl sonu"
