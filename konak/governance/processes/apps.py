from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.processes"
    label = "processes"
    verbose_name = "Hizmetler ve süreçler"
