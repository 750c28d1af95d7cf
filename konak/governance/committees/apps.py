from django.apps import AppConfig


class Config(AppConfig):
    name = "konak.governance.committees"
    label = "committees"
    verbose_name = "Kurullar"
