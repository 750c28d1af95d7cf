from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.office.correspondence"
    label = "correspondence"
    verbose_name = "Resmî yazışma"
