from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.estate.supplies"
    label = "supplies"
    verbose_name = "Sarf malzemeleri"
