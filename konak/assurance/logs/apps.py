from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.assurance.logs"
    label = "logs"
    verbose_name = "Log kayıtları"
