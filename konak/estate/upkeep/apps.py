from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.estate.upkeep"
    label = "upkeep"
    verbose_name = "Bakım ve onarım"
