from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.office.esignature"
    label = "esignature"
    verbose_name = "E-imza"
